"""The stages in order: read, plan, emit, write. The only module that knows more than one of them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold.config import Settings
from scaffold.detect import native_tests, uses
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import TARGETS, EmitError, EmitOptions, Target, emit
from scaffold.model.position import Position
from scaffold.model.testplan import TestPlan
from scaffold.output import MANIFEST_PATH, Change, Manifest, ManifestError, Verb, compare, load_manifest, write
from scaffold.plan import plan
from scaffold.readers import READERS
from scaffold.readers.reading import Reading, ReadOptions

DEFAULT_TARGET = "pytest"


class UsageError(RefusedError):
    """The command asks for something that does not exist or does not work."""

    def __init__(self, summary: str, hint: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "usage", summary, hint=hint))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `generate` did: `out` is the output root, `changes` what happened (or would) to each file there."""

    reading: Reading
    plan: TestPlan
    out: Path
    targets: tuple[Target, ...] = ()
    changes: tuple[Change, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0


def generate(root: Path, settings: Settings, *, dry_run: bool = False, force: bool = False) -> Outcome:
    """Read the project at `root` and write its suites below the output root (with `dry_run`: only say what would be).

    Raises `UsageError` for a target that does not exist or an unusable template, `OutputError` where nothing can be
    written. What is wrong with the project itself is in the outcome's diagnostics, and the rest is still generated.
    """
    started = time.perf_counter()
    targets = _targets(root, settings.targets)
    reading = read(root, settings)
    planned = plan(reading.projects, settings.tier) if reading.projects else TestPlan(platform="", suites=())
    out = settings.out or root
    outcome = Outcome(reading, planned, out, diagnostics=reading.diagnostics)
    if planned.cases:
        files = _emit_all(planned, targets, settings, root, out)
        manifest, doubts = _manifest(root, out)
        changes = compare(files, out, manifest, force=force)
        if not dry_run:
            write(changes, out, manifest)
        said = (*doubts, *_conflicts(changes, root, out), *_native(root))
        outcome = replace(outcome, targets=targets, changes=changes, diagnostics=(*reading.diagnostics, *said))
    return replace(outcome, seconds=time.perf_counter() - started)


def read(root: Path, settings: Settings, *, declarations: bool = True) -> Reading:
    """Read the project at `root` with the readers that recognise it; a project that none does is an error in it."""
    options = ReadOptions(
        var_files=settings.var_files,
        variables=settings.variables,
        plan=settings.plan,
        declarations=declarations,
    )
    readings = [reader.read(root, options) for reader in READERS.values() if reader.detects(root)]
    if not readings:
        return Reading((), (_nothing_to_read(),))
    projects = tuple(project for reading in readings for project in reading.projects)
    return Reading(projects, tuple(found for reading in readings for found in reading.diagnostics))


def _nothing_to_read() -> Diagnostic:
    looked_for = "; ".join(f"{reader.title}: {reader.looks_for}" for reader in READERS.values())
    return Diagnostic(
        Severity.ERROR,
        "nothing-to-read",
        "no infrastructure project was found in this folder or below it",
        hint=f"Looked for {looked_for} (not in hidden folders, node_modules or vendor). Name the folder that holds it.",
    )


def _targets(root: Path, names: Sequence[str]) -> tuple[Target, ...]:
    """The targets asked for, or those that the repository uses, or the default."""
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


def _emit_all(
    planned: TestPlan, targets: Iterable[Target], settings: Settings, root: Path, out: Path
) -> Mapping[str, str]:
    options = EmitOptions(template_dirs=settings.template_dirs, project=_way(out, root))
    files: dict[str, str] = {}
    for target in targets:
        try:
            files.update(emit(planned, target.name, options))
        except EmitError as error:
            if not settings.template_dirs:
                raise
            raise UsageError(str(error)) from error
    return files


def _way(start: Path, end: Path) -> str:
    """How to go from one folder to another place, with forward slashes."""
    return Path(os.path.relpath(end.resolve(), start.resolve())).as_posix()


def _manifest(root: Path, out: Path) -> tuple[Manifest, tuple[Diagnostic, ...]]:
    try:
        return load_manifest(out), ()
    except ManifestError as error:
        summary = f"the list of generated files cannot be used: {error}"
        hint = "Every file that differs counts as yours until it is restored; --force rewrites them."
        place = Position(_way(root, out / MANIFEST_PATH))
        return {}, (Diagnostic(Severity.WARNING, "bad-manifest", summary, place, hint=hint),)


def _conflicts(changes: Iterable[Change], root: Path, out: Path) -> Iterable[Diagnostic]:
    for change in changes:
        if change.verb is Verb.CONFLICT:
            summary = f"kept as it is: {change.reason}"
            hint = "Move it away to get the new one, or overwrite it with --force."
            yield Diagnostic(Severity.WARNING, "conflict", summary, Position(_way(root, out / change.path)), hint=hint)


def _native(root: Path) -> Iterable[Diagnostic]:
    found = native_tests(root)
    if found:
        summary = f"Terraform's own tests are here ({len(found)}) and are left alone"
        yield Diagnostic(Severity.NOTE, "native-tests", summary, Position(found[0]))
