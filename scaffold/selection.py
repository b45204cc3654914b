"""Which checks and which targets: what was asked for, against what there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scaffold.catalog.checks import all_checks
from scaffold.detect import uses
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import TARGETS, Target
from scaffold.model.checks import Check, Choice
from scaffold.model.project import Project

DEFAULT_TARGET = "pytest"


class UsageError(RefusedError):
    """The command asks for something that does not exist or does not work."""

    def __init__(self, summary: str, hint: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "usage", summary, hint=hint))


def chosen_checks(choice: Choice) -> tuple[Check, ...]:
    """The checks that are asked for. Raises `UsageError` for a name that no check and no service has."""
    checks = all_checks()
    for name in choice.unknown(checks):
        raise UsageError(f"there is no check and no service {name!r}", _near(name, checks))
    return tuple(check for check in checks if choice.takes(check))


def misspelled_suppressions(projects: Iterable[Project]) -> Iterator[Diagnostic]:
    """A warning for each name in a suppressing comment that no check and no service has: it would have no effect."""
    checks = all_checks()
    places = {
        (suppression.position, name): None
        for project in projects
        for suppression in project.suppressions
        for name in Choice(ignore=suppression.ids).unknown(checks)
    }
    for position, name in places:
        summary = f"there is no check and no service {name!r} to suppress"
        yield Diagnostic(Severity.WARNING, "unknown-check", summary, position, hint=_near(name, checks))


def chosen_targets(root: Path, names: Sequence[str]) -> tuple[Target, ...]:
    """The targets asked for, or those that the repository uses, or the default.

    Raises `UsageError` for one that does not exist.
    """
    for name in names:
        if name not in TARGETS:
            raise UsageError(f"there is no target {name!r}", hint=f"There are: {', '.join(TARGETS)}.")
    if names:
        return tuple(TARGETS[name] for name in dict.fromkeys(names))
    used = [
        target
        for target in TARGETS.values()
        if uses(root, ((mark.pattern, mark.containing) for mark in target.detects))
    ]
    return tuple(used) or (TARGETS[DEFAULT_TARGET],)


def beside_configuration(
    targets: tuple[Target, ...], asked: Sequence[str], way: str
) -> tuple[tuple[Target, ...], tuple[Diagnostic, ...]]:
    """The targets that can be written, and a note of one that cannot; `UsageError` where it was asked for by name.

    Terraform looks for its tests in the folders of the configuration, so these must be below the output root: `way`
    leads from there to the project.
    """
    away = [target for target in targets if target.scenarios and way.split("/")[0] == ".."]
    if not away:
        return targets, ()
    summary = f"a {away[0].name} suite must stand beside its configuration, which is not below the output root"
    if asked:
        raise UsageError(summary, hint="Leave --out (or `out` in the settings) away, or choose other targets.")
    kept = tuple(target for target in targets if target not in away) or (TARGETS[DEFAULT_TARGET],)
    note = Diagnostic(Severity.NOTE, "native-elsewhere", f"{summary}: it is left out", hint="Leave --out away.")
    return kept, (note,)


def in_dialect(target: Target, dialect: str) -> Target:
    """The target with the commands of the program that runs this dialect."""
    if not target.scenarios or dialect == "terraform":
        return target
    program = "tofu "
    return replace(
        target,
        command=target.command.replace("terraform ", program, 1),
        requirements=tuple(item.replace("terraform ", program, 1) for item in target.requirements),
    )


def _near(name: str, checks: Sequence[Check]) -> str:
    known = sorted({known for check in checks for known in (check.id, check.service)})
    near = (
        difflib.get_close_matches(name, known, cutoff=0.75)
        or [item for item in known if name and item.startswith(name)][:3]
    )
    return f"Did you mean {' or '.join(near)}?" if near else "See `scaffold list invariants`."
