"""Tests and files that become a person's, and those that could."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.checking.standing import Kept
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.position import Position
from scaffold.output import LOCK_PATH, Lock, LockError, eject, load_lock, write_lock


def eject_named(root: Path, settings: Settings, names: Sequence[str]) -> tuple[Kept, ...]:
    """Make the cases and files of these names a person's, and say which became so that were not before.

    A name is a case's, or a file's path, as it is below the output root or from here; `path::name` is the case in that
    file. Raises `OutputError` for a name that nothing or too much has, `RefusedError` for a lock that cannot be used.
    """
    out = settings.out or root
    try:
        lock = load_lock(out)
    except LockError as error:
        summary = f"the lock of the generated files cannot be used: {error}"
        place = Position((out / LOCK_PATH).as_posix(), error.line)
        hint = "Restore it, or take the files over with `scaffold generate --adopt`."
        raise RefusedError(Diagnostic(Severity.ERROR, "bad-lock", summary, place, hint=hint)) from error
    ejected = eject(lock, [_below(name, out, lock) for name in names])
    if ejected != lock:
        write_lock(out, ejected)
    return tuple(_became(lock, ejected))


def ejectable(root: Path, settings: Settings) -> tuple[Kept, ...]:
    """The cases and files that a person has edited and that are still refreshed if they are restored."""
    from scaffold.checking.comparing import compare, standing_of

    return standing_of(compare(root, settings).outcome).kept


def _below(name: str, out: Path, lock: Lock) -> str:
    """The name with its file's path as the lock has it."""
    path, sign, case = name.partition("::")
    place = Path(os.path.relpath(path, out)).as_posix() if path else ""
    return f"{place}{sign}{case}" if path not in lock.files and place in lock.files else name


def _became(before: Lock, after: Lock) -> Iterator[Kept]:
    for path, entry in after.files.items():
        was = before.files[path]
        if entry.ejected and not was.ejected:
            yield Kept(path, 1, "")
        for name, known in entry.units.items():
            if known.ejected and not was.units[name].ejected:
                yield Kept(path, 1, " > ".join(known.at))
