"""The review: every check that does not hold, as a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scaffold.catalog.advice import Advice, advise
from scaffold.catalog.checks import Estate, without_keys
from scaffold.model.checks import Choice
from scaffold.model.project import Project, Suppression
from scaffold.model.testplan import Finding
from scaffold.plan.judged import Judged, judged


def review(
    projects: Sequence[Project],
    choice: Choice,
    estates: Sequence[Estate] | None = None,
    beside: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """What a reviewer would raise, by file and line: one finding for each declaration and check.

    Those that a comment in the source suppresses are among them, with its reason. `estates` are the projects' own,
    where somebody has prepared them already. `beside` are findings that were made elsewhere.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for estate in [Estate(project) for project in projects] if estates is None else estates:
        for key, finding in _findings(estate, choice):
            found.setdefault(key, suppressed(finding, estate.project.suppressions))
    return in_order((*found.values(), *beside))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file and line."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.position.file, finding.position.line, finding.id, finding.title)


def _findings(estate: Estate, choice: Choice) -> Iterator[tuple[tuple[object, ...], Finding]]:
    """Each finding, with what makes it the same as another: of instances of one block, only one counts."""
    for each in judged(estate, choice):
        if each.verdict.fails:
            finding = _finding(each)
            yield (finding.id, finding.position, each.resource.position), finding
    for advice in advise(estate.project):
        if choice.takes(advice.check):
            finding = _of_advice(advice)
            yield (finding.id, finding.position, finding.title), finding


def _finding(found: Judged) -> Finding:
    check, resource = found.invariant.check, found.resource
    return Finding(
        check.id,
        found.invariant.sentence(resource, found.verdict),
        without_keys(resource.address),
        found.verdict.position or resource.position,
        check.why,
        check.service,
        check.weight,
        check.link,
        found.invariant.hint,
    )


def _of_advice(advice: Advice) -> Finding:
    check = advice.check
    return Finding(
        check.id,
        advice.sentence,
        advice.subject,
        advice.position,
        check.why,
        check.service,
        check.weight,
        check.link,
        advice.hint,
    )


def suppressed(finding: Finding, suppressions: Sequence[Suppression]) -> Finding:
    """The finding, with the reason of the first comment that covers it."""
    reason = next((each.reason for each in suppressions if each.reason and _covers(each, finding)), "")
    return replace(finding, suppressed=reason) if reason else finding


def _covers(suppression: Suppression, finding: Finding) -> bool:
    place = finding.position
    return (
        suppression.position.file == place.file
        and suppression.first <= place.line <= suppression.last
        and not {finding.id, finding.service}.isdisjoint(suppression.ids)
    )
