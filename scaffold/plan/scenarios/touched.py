"""What a failing rule keeps Terraform from looking at: whatever depends on its subject."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scaffold.model.addresses import without_keys
from scaffold.model.project import Project, Rule
from scaffold.model.values import Value
from scaffold.plan.scenarios.ground import Ground, key_of

_ADDRESS = re.compile(r"(?:data\.)?[a-zA-Z_][\w-]*\.[a-zA-Z_][\w-]*")


def unsure_beside(ground: Ground, rule: Rule, changes: Mapping[str, Value]) -> tuple[str, ...] | None:
    """The checks that the plan cannot decide while this rule fails; nothing where that cannot be told.

    A check that depends on what failed is not looked at, and so does not fail.
    """
    if not ground.view.unsure:
        return ()
    view = ground.ask(changes)
    if view is None:
        return None
    stopped = _stopped(ground, rule, view.plain)
    checks: dict[str, list[Rule]] = {}
    for check in view.project.checks:
        checks.setdefault(check.subject, []).append(check)
    names = set(changes) if rule.kind == "validation" else set()
    return tuple(
        subject
        for subject in view.unsure
        if any(check.holds is None and not _hidden(check, stopped, names) for check in checks.get(subject, []))
    )


def _hidden(check: Rule, stopped: set[str], names: set[str]) -> bool:
    return bool(names.intersection(check.parameters)) or bool(stopped.intersection(_ADDRESS.findall(check.condition)))


def _stopped(ground: Ground, rule: Rule, project: Project) -> set[str]:
    """The resources that are not planned, because they, or what they depend on, failed."""
    if rule.kind == "validation":
        before = {found.address: found.attributes for found in ground.view.plain.resources}
        stopped = {found.address for found in project.resources if before.get(found.address) != found.attributes}
        stopped |= before.keys() - {found.address for found in project.resources}
    elif rule.kind in ("precondition", "postcondition") and not rule.subject.startswith("output."):
        stopped = {found.address for found in project.resources if without_keys(found.address) == key_of(rule).subject}
    else:
        return set()
    edges = (*project.edges, *ground.baseline.planned.edges)
    grown = True
    while grown:
        more = {edge.source for edge in edges if edge.target in stopped} - stopped
        stopped |= more
        grown = bool(more)
    return {without_keys(address) for address in stopped}
