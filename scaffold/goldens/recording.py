"""What a case gives now, accepted: onto the disk, each file whole or not at all."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from scaffold.goldens.comparing import RecordedError, recorded
from scaffold.goldens.producing import EXPECTED, Production
from scaffold.output import write_file


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording changed: paths relative to the case's folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def record(now: Production) -> Recorded:
    """Write what a case gives now and is not recorded so, and remove what it does not give any more.

    Raises `RecordedError` and `OutputError` where that cannot be done; every file is then the old one or the new one.
    """
    case, then = now.case, recorded(now.case)
    written = tuple(path for path in sorted(now.kept) if now.kept[path].encode() != then.get(path))
    removed = tuple(sorted(then.keys() - now.kept.keys()))
    for path in removed:
        # Before anything is written: what is removed may be a file where a folder is to be now.
        try:
            (case.folder / path).unlink()
        except OSError as error:
            raise RecordedError(case.folder / path, f"cannot be removed: {error.strerror or error}") from error
        _tidy(now, path)
    for path in written:
        write_file(case.folder, path, now.kept[path].encode())
    return Recorded(written, removed)


def _tidy(now: Production, path: str) -> None:
    """Remove the folders that are empty without this file."""
    place = (now.case.folder / path).parent
    while place.is_relative_to(now.case.folder / EXPECTED):
        with contextlib.suppress(OSError):
            place.rmdir()
        if place.exists():
            return
        place = place.parent
