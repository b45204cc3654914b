"""What a case gives now against what is recorded, both ways."""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.goldens.cases import GoldenCase
from scaffold.goldens.producing import EXPECTED, MODEL
from scaffold.output.patch import unified

#: What runs leave behind.
_LEFT_BEHIND = "__pycache__"


class State(enum.Enum):
    """How a recorded file and the one that is given now differ."""

    MISSING = "not produced"
    UNEXPECTED = "unexpected"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that differs: its path relative to the case's folder; `patch` is the unified difference of a change."""

    path: str
    state: State
    patch: str = ""


class RecordedError(RefusedError):
    """What is recorded cannot be read or written: a link leads away, a file stands where a folder must be, or what is
    given now is no reading of the project."""

    def __init__(self, place: Path, summary: str, hint: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "recorded", f"{place.as_posix()} {summary}", hint=hint))


def recorded(case: GoldenCase) -> dict[str, bytes]:
    """What is on disk for a case, by path relative to its folder: the model, and all files in `expected/`.

    Raises `RecordedError` for a symbolic link that leads out of the case or to a folder, and for what cannot be read.
    """
    found = {}
    for place in (case.folder / MODEL, *_files(case.folder / EXPECTED, case.folder)):
        _refuse_link(place, case.folder)
        try:
            found[place.relative_to(case.folder).as_posix()] = place.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise RecordedError(place, f"cannot be read: {error.strerror or error}") from error
    return found


def _files(top: Path, around: Path) -> Iterator[Path]:
    _refuse_link(top, around)
    for folder, below, names in os.walk(top):
        for name in below:
            _refuse_link(Path(folder, name), around)
        below[:] = sorted(name for name in below if name != _LEFT_BEHIND)
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".pyc"))


def _refuse_link(place: Path, around: Path) -> None:
    if not place.is_symlink():
        return
    if not place.is_file() or not place.resolve().is_relative_to(around.resolve()):
        raise RecordedError(place, "is a symbolic link to no file of this case", "Remove the link.")


def compare(now: Mapping[str, str], then: Mapping[str, bytes]) -> tuple[Difference, ...]:
    """Every file that is missing, too much or changed, sorted by path."""
    return tuple(_differences(now, then))


def _differences(now: Mapping[str, str], then: Mapping[str, bytes]) -> Iterator[Difference]:
    for path in sorted(now.keys() | then.keys()):
        if path not in now:
            yield Difference(path, State.MISSING)
        elif path not in then:
            yield Difference(path, State.UNEXPECTED)
        elif now[path].encode() != then[path]:
            before = then[path].decode("utf-8", "backslashreplace")
            patch = unified(before, now[path], f"recorded/{path}", f"produced/{path}")
            yield Difference(path, State.CHANGED, patch)
