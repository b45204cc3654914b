"""What a case gives now, accepted: onto the disk, each file whole or not at all."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.goldens.comparing import RecordedError, recorded
from scaffold.goldens.producing import EXPECTED, MODEL, Production
from scaffold.model.document import as_json
from scaffold.output import write_file


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording changed: paths relative to the case's folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def record(now: Production) -> Recorded:
    """Write what a case gives now and is not recorded so, and remove what it does not give any more.

    Raises `RecordedError` and `OutputError` where that cannot be done; every file is then the old one or the new one.
    Nothing is recorded where the project cannot be read as it could be, and suites would change or go for it.
    """
    case, then = now.case, recorded(now.case)
    _refuse_unread(now, then)
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


def _refuse_unread(now: Production, then: Mapping[str, bytes]) -> None:
    """Keep the suites that a project had before something broke it; errors that are recorded are meant to be."""
    expected = {path: content for path, content in then.items() if path.startswith(f"{EXPECTED}/")}
    if all(path in now.kept and now.kept[path].encode() == expected[path] for path in expected):
        return
    pinned = _pinned(then.get(MODEL, b""))
    errors = [each for each in now.diagnostics if each.severity is Severity.ERROR and _sort(each) not in pinned]
    if errors:
        folder = (now.case.folder / EXPECTED).as_posix()
        hint = f"Correct the project; where this is meant, remove {folder} and record again."
        summary = f"is left as it is recorded: its project cannot be read: {errors[0]}"
        raise RecordedError(now.case.folder, summary, hint)


def _sort(each: Diagnostic) -> tuple[str, str]:
    """What an error is, and in which file; where in the file it is may change."""
    said = as_json(each)
    return said["code"], str(said.get("position", "")).rpartition(":")[0]


def _pinned(model: bytes) -> frozenset[tuple[str, str]]:
    """The errors that are recorded; none where the file is not as it was written."""
    try:
        said = json.loads(model)["diagnostics"]
        return frozenset((each["code"], str(each.get("position", "")).rpartition(":")[0]) for each in said)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return frozenset()
