"""Which checks and which targets: what was asked for, against what there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from scaffold.catalog.checks import all_checks
from scaffold.detect import uses
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import HANDLER_TARGETS, INTEGRATION_TARGETS, Target, all_targets
from scaffold.model.checks import Check, Choice
from scaffold.model.project import Project


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


def known_targets(names: Sequence[str]) -> None:
    """Raise `UsageError` for a name that no target has, by itself or behind a platform's name (`jest`)."""
    every = {**all_targets(), **INTEGRATION_TARGETS, **HANDLER_TARGETS}
    for name in names:
        if not any(name in (target.name, target.runner) for target in every.values()):
            raise UsageError(f"there is no target {name!r}", hint=f"There are: {', '.join(every)}.")


def chosen_kinds(kind: str, names: Sequence[str]) -> frozenset[str]:
    """`unit`, `integration` and `handlers`: those that were asked for, or that targets imply which were asked for."""
    if kind != "unit":
        return frozenset({"unit", "integration", "handlers"} if kind == "all" else {kind})
    return frozenset(map(_kind_of, names)) or frozenset({kind})


def _kind_of(name: str) -> str:
    """The kind of a target's suites."""
    return "integration" if name in INTEGRATION_TARGETS else "handlers" if name in HANDLER_TARGETS else "unit"


#: What a project is made with: its platform, and the language of a program (empty for others).
Kind: TypeAlias = tuple[str, str]


def chosen_targets(folders: Mapping[Kind, Sequence[Path]], names: Sequence[str]) -> tuple[Target, ...]:
    """The targets asked for, or those that the repository uses, or the default ones: the first of each kind.

    `folders` are where each kind's projects are. Raises `UsageError` for a target that fits none of them.
    """
    known_targets(names)
    names = [name for name in names if _kind_of(name) == "unit"]
    found = [target for name in names for target in _named(name, folders)]
    for kind, places in folders.items() if not names else ():
        fitting = _fitting(all_targets().values(), [kind])
        found.extend([target for target in fitting if _used(target, places)] or fitting[:1])
    for target in found:
        for other in found:
            if other.name in target.replaces:
                hint = f"Choose one of them. What {target.name} writes, {other.runner} runs too."
                raise UsageError(f"{other.name} and {target.name} write the same files", hint=hint)
    return tuple(dict.fromkeys(found))


def of_last_time(names: Iterable[str], folders: Mapping[Kind, Sequence[Path]], kind: str) -> tuple[str, ...]:
    """Those of the targets of the last time that still fit and are of the kinds that are asked for; nothing where kinds
    are asked for that there were no suites of."""
    fitting = {target.name for target in _fitting(all_targets().values(), folders)}
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        own = _kind_of(name)
        if own != "unit" or name in fitting:
            found[own] = (*found.get(own, ()), name)
    if kind in ("integration", "handlers"):
        return found.get(kind, ())
    every = tuple(name for each in ("unit", "integration", "handlers") for name in found.get(each, ()))
    return every if kind == "unit" or {"unit", "integration"} <= found.keys() else ()


def integration_targets(folders: Mapping[Kind, Sequence[Path]], names: Sequence[str]) -> tuple[Target, ...]:
    """The targets of integration suites: what was asked for, or what the repository uses, of those in the language of
    its programs where it has any; else the first of these. Raises `UsageError` where what was asked for is none."""
    known_targets(names)
    every = INTEGRATION_TARGETS.values()
    known = all_targets().values()
    runners = {target.runner for name in names for target in known if name in (target.name, target.runner)}
    asked = tuple(target for target in every if target.name in names or target.runner in runners.union(names))
    if asked:
        return asked
    if names:
        hint = f"Choose from {', '.join(INTEGRATION_TARGETS)}."
        raise UsageError(f"{names[0]} writes no integration suites", hint=hint)
    languages = {language for _, language in folders if language}
    native = [target for target in every if languages.intersection(target.languages)] or list(every)
    places = [place for found in folders.values() for place in found]
    return (next((target for target in native if _used(target, places)), native[0]),)


def handler_targets(
    languages: Iterable[str], places: Sequence[Path], names: Sequence[str], *, only: bool = False
) -> tuple[Target, ...]:
    """The targets of handler tests for the languages that functions are written in: what was asked for, or for each
    language what the repository at `places` uses, else the first one.

    With `only`, nothing but handler tests is asked for: just the named targets count, and `UsageError` is raised where
    none of them is for these languages.
    """
    known = all_targets().values()
    runners = {target.runner for name in names for target in known if name in (target.name, target.runner)}.union(names)
    spoken = sorted(set(languages))
    fitting = {name: [row for row in HANDLER_TARGETS.values() if name in row.languages] for name in spoken}
    asked = {name: [row for row in rows if {row.name, row.runner} & runners] for name, rows in fitting.items()}
    if only and names and spoken:
        if not any(asked.values()):
            hint = f"Choose from {', '.join(HANDLER_TARGETS)}."
            raise UsageError(f"{names[0]} writes no tests for functions in {' and '.join(spoken)}", hint=hint)
        return tuple(row for name in spoken for row in asked[name])
    used = {name: [row for row in rows if _used(row, places)] or rows for name, rows in fitting.items()}
    return tuple(row for name in spoken for row in asked[name] or used[name][:1])


def _fitting(targets: Iterable[Target], kinds: Iterable[Kind]) -> list[Target]:
    every = tuple(kinds)
    return [target for target in targets if any(target.fits(*kind) for kind in every)]


def _named(name: str, kinds: Iterable[Kind]) -> list[Target]:
    """The targets that a name means for these kinds."""
    every = tuple(kinds)
    meant = [target for target in all_targets().values() if name in (target.name, target.runner)]
    fitting = _fitting(meant, every)
    if fitting or not every:
        return fitting
    others = ", ".join(target.name for target in _fitting(all_targets().values(), every))
    spoken = ", ".join(dict.fromkeys(" in ".join(filter(None, (kind[0], kind[1]))) for kind in every))
    raise UsageError(f"{name} writes no suites for {spoken}", hint=f"Choose from {others}.")


def _used(target: Target, places: Iterable[Path]) -> bool:
    evidence = [(mark.pattern, mark.containing) for mark in target.detects]
    return any(uses(place, evidence) for place in places)


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
    beside = (target for target in all_targets().values() if not target.scenarios)
    others = (target for target in beside if target.platforms == away[0].platforms)
    kept = tuple(target for target in targets if target not in away) or tuple(others)[:1]
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
