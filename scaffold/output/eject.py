"""Cases and files that become a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaffold.output.lock import Lock
from scaffold.output.naming import Place, called


def eject(lock: Lock, names: Sequence[str]) -> Lock:
    """The lock in which files and cases are a person's from now on: by a file's path below the output root, a case's id
    or name, or `path::name` where several files have such a case.

    Raises `OutputError` for a name that nothing, or more than one case, has.
    """
    for place in called(lock, names):
        lock = _ejected(lock, place)
    return lock


def _ejected(lock: Lock, place: Place) -> Lock:
    path, case = place
    entry = lock.files[path]
    if case is None:
        entry = replace(entry, ejected=True)
    else:
        entry = replace(entry, units={**entry.units, case: replace(entry.units[case], ejected=True)})
    return replace(lock, files={**lock.files, path: entry})
