"""Every check on every resource: what holds and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from scaffold.catalog.checks import Estate, Invariant, Outcome, Verdict, invariants_for
from scaffold.model.checks import Check, Choice
from scaffold.model.facts import Fact
from scaffold.model.project import Project, Resource


@dataclass(frozen=True, slots=True)
class Judged:
    """What one invariant says of one resource (one instance of it)."""

    invariant: Invariant
    resource: Resource
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Held:
    """An invariant that holds for a resource, and the facts that make it hold."""

    check: Check
    resource: Resource
    evidence: tuple[Fact, ...]


def judged(estate: Estate, choice: Choice, resources: Iterable[Resource] | None = None) -> Iterator[Judged]:
    """What the invariants asked for say of these resources (of all, without), where they are applicable."""
    for resource in estate.project.resources if resources is None else resources:
        for invariant in invariants_for(resource.type):
            if choice.takes(invariant.check):
                # The review and the cases of each folder ask the same: resources live as long as their estate.
                asked = (invariant.check.id, id(resource))
                verdict = estate.once(asked, partial(invariant.judge, resource, estate))
                if verdict.outcome is not Outcome.NOT_APPLICABLE:
                    yield Judged(invariant, resource, verdict)


def facts(project: Project, choice: Choice | None = None) -> Iterator[Held]:
    """The invariants that hold in a project, in the order of its resources, with the facts of each.

    The facts are about the evaluated model: their subjects are addresses with instance keys, seen from the project's
    root, and values that only exist once applied are references.
    """
    for found in judged(Estate(project), choice or Choice()):
        if found.verdict.holds and found.verdict.evidence:
            yield Held(found.invariant.check, found.resource, found.verdict.evidence)
