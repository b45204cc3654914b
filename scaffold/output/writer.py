"""What regenerating does, onto the disk: a process that is killed leaves old files and new ones, no others, and a lock
that the next run repairs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from pathlib import Path

from scaffold.output.changes import CARRIED_OUT, Change, Verb
from scaffold.output.errors import OutputError
from scaffold.output.keeping import LOCK_FILES, set_aside, write_lock
from scaffold.output.lock import Lock, between
from scaffold.output.paths import safe_path
from scaffold.output.regenerating import Regenerated
from scaffold.output.replacing import write_file
from scaffold.output.standing import look

_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{8}\.tmp")


def carry_out(regenerated: Regenerated, out: Path) -> None:
    """Write what changes below `out`, and the lock; nothing at all where nothing changes. A lock that could not be used
    is kept under another name.

    Raises `OutputError` when a file cannot be written, or is not any more what it was when it was compared. Files
    written before it stay, whole, and the next run takes them for ours.
    """
    todo = [change for change in regenerated.changes if change.verb in CARRIED_OUT]
    written = regenerated.before
    if todo or written != regenerated.lock:
        _sweep(out, (*LOCK_FILES, *(change.path for change in todo)))
        if written == Lock():
            set_aside(out)
    if todo:
        made = frozenset(change.path for change in todo if change.verb is Verb.CREATE)
        written = between(written, regenerated.lock, made)
        write_lock(out, written)
    for change in todo:
        _carry_out(change, out)
    if written != regenerated.lock:
        write_lock(out, regenerated.lock)


def _carry_out(change: Change, out: Path) -> None:
    if look(out, change.path).content != change.before:
        raise OutputError(f"{change.path} has changed meanwhile", hint="Nothing of it was written. Generate again.")
    if change.verb is Verb.REMOVE:
        _remove(out, change.path)
    else:
        write_file(out, change.path, change.content)


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that have nothing else in them."""
    place = safe_path(out, path)
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot remove {path}: {error.strerror or error}") from error
    with contextlib.suppress(OSError):
        for _ in path.split("/")[1:]:
            place = place.parent
            place.rmdir()


def _sweep(out: Path, paths: Iterable[str]) -> None:
    """Remove what a run that was killed has left of these files: parts, under names of their own."""
    names: dict[Path, set[str]] = {}
    for path in paths:
        place = safe_path(out, path)
        names.setdefault(place.parent, set()).add(place.name)
    for folder, those in names.items():
        with contextlib.suppress(OSError):
            for each in list(folder.iterdir()):
                found = _TEMPORARY.fullmatch(each.name)
                if found and found[1] in those:
                    each.unlink()
