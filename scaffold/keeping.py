"""What earlier runs left below an output root, and how what is produced now is joined with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from scaffold.detect import native_tests, way
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.likeness import likenesses, moves
from scaffold.model.position import Position
from scaffold.model.project import Project
from scaffold.output import LOCK_PATH, Change, Lock, LockError, Regeneration, Verb, load_lock

_ASIDE = f"keeps the old one as {LOCK_PATH}.bad."


def known_lock(root: Path, out: Path, manner: Regeneration) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """The lock of the output root; an empty one in place of one that cannot be understood, where the files are taken
    over or overwritten whatever it says.

    What is wrong is said with its place as seen from the project's `root`. Raises `RefusedError` for a lock that cannot
    be understood, as all that people deleted or ejected would be forgotten, `OutputError` for one that leads outside.
    """
    try:
        return load_lock(out), ()
    except LockError as error:
        summary = f"the lock of the generated files cannot be used: {error}"
        place = Position(way(root, out / LOCK_PATH), error.line)
        if error.newer:
            refused = Diagnostic(Severity.ERROR, "bad-lock", summary, place, hint="Update scaffold.")
            raise RefusedError(refused) from error
        if not (manner.adopt or manner.force):
            hint = f"Restore it from version control. `scaffold generate --adopt` does without it and {_ASIDE}"
            raise RefusedError(Diagnostic(Severity.ERROR, "bad-lock", summary, place, hint=hint)) from error
        hint = f"What people deleted or ejected is not known any more. This {_ASIDE}"
        return Lock(), (Diagnostic(Severity.WARNING, "bad-lock", summary, place, hint=hint),)


def recorded_targets(lock: Lock, project: str) -> tuple[str, ...]:
    """The names of the targets that were generated for this project (its way from the output root) before, sorted."""
    owners = {owner for entry in lock.files.values() for owner in entry.owners}
    return tuple(sorted(target for target, place in owners if place == project and target))


def regeneration(
    manner: Regeneration, projects: Sequence[Project], targets: Iterable[str], project: str, *, complete: bool
) -> Regeneration:
    """How to join the suites of these projects and targets with what is there, in the manner that is asked for.

    `project` is the way from the output root to the project, `complete` says that it was read cleanly.
    """
    return replace(
        manner,
        project=project,
        targets=frozenset(targets),
        complete=complete,
        resources=likenesses(projects),
        moved=moves(projects),
    )


def foreign_native_tests(root: Path, out: Path, lock: Lock, changes: Sequence[Change]) -> Iterable[Diagnostic]:
    """A note of the native tests that people wrote: not those in the lock, nor those that were just written."""
    present = native_tests(root)
    written = {change.path for change in changes if change.verb is not Verb.CONFLICT} if present else set()
    ours = {way(root, out / path) for path in written.union(lock.files)} if present else set()
    found = [path for path in present if path not in ours]
    if found:
        summary = f"Terraform's own tests are here ({len(found)}) and are left alone"
        yield Diagnostic(Severity.NOTE, "native-tests", summary, Position(found[0]))
