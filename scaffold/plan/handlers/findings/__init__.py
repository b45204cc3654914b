"""What joins functions and infrastructure and does not fit: findings, by file and line, without running anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scaffold.catalog.checks import without_keys
from scaffold.catalog.functions import function_checks
from scaffold.model.checks import Choice
from scaffold.model.functions import Function
from scaffold.model.project import Project, Suppression
from scaffold.model.testplan import Finding
from scaffold.plan.handlers.findings import batches, excess, loading, permissions, requests
from scaffold.plan.handlers.findings.base import Ground, Look, Remark
from scaffold.plan.review import in_order, suppressed

__all__ = ["function_findings"]

#: What looks at a function, by the check that it speaks for.
LOOKS: Mapping[str, Look] = {
    "lambda-handler": loading.handler,
    "lambda-imports": loading.imports,
    "lambda-variables": loading.variables,
    "lambda-unread-variables": loading.unread,
    "lambda-allowed-calls": permissions.allowed_calls,
    "lambda-unused-grants": excess.unused_grants,
    "lambda-queue-timeout": batches.queue_timeout,
    "lambda-partial-failures": batches.partial_failures,
    "lambda-swallowed-failures": batches.swallowed,
    "lambda-pipe-batch": batches.pipe_batch,
    "lambda-malformed-input": requests.malformed,
    "lambda-table-floats": requests.floats,
}


def function_findings(
    functions: Sequence[Function], projects: Sequence[Project], choice: Choice | None = None
) -> tuple[Finding, ...]:
    """What a reviewer would raise of functions and what they are wired to, by file and line.

    Those that a comment suppresses are among them, with its reason: a comment in the function's code, or on the block
    that declares it. What is not known is not spoken of.
    """
    choice = choice or Choice()
    found: dict[tuple[object, ...], Finding] = {}
    for path in dict.fromkeys(function.project for function in functions):
        inside = [project for project in projects if project.path == path]
        ground = Ground(inside, [function for function in functions if function.project == path])
        comments = [comment for project in projects for comment in project.suppressions]
        for function in ground.functions:
            for remark in _remarks(function, ground, choice):
                finding = _finding(remark, function)
                key = (finding.id, finding.position, finding.title)
                found.setdefault(key, _suppressed(finding, function, comments))
    return in_order(found.values())


def _remarks(function: Function, ground: Ground, choice: Choice) -> Iterator[Remark]:
    checks = function_checks()
    for id_, look in LOOKS.items():
        if choice.takes(checks[id_]):
            yield from look(function, ground)


def _finding(remark: Remark, function: Function) -> Finding:
    check = function_checks()[remark.check]
    return Finding(
        check.id,
        remark.sentence,
        without_keys(function.address),
        remark.position,
        check.why,
        check.service,
        check.weight,
        check.link,
        remark.hint,
    )


def _suppressed(finding: Finding, function: Function, comments: Sequence[Suppression]) -> Finding:
    """The finding, with the reason of a comment that covers it where it stands, or where the function is declared."""
    own = function.code.suppressions if function.code else ()
    here = suppressed(finding, (*comments, *own))
    declared = suppressed(replace(finding, position=function.position), comments)
    return replace(finding, suppressed=here.suppressed or declared.suppressed)
