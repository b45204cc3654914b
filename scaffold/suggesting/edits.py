"""Changes of a user's files, as data: lines put in, and the unified diff that shows them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines that are put into a file of the project behind its line `after` (0: before the first, -1: at the end).
    `instead` lines behind `after` are taken out. Lines have no line breaks."""

    path: str
    after: int
    lines: tuple[str, ...]
    instead: int = 0


@dataclass(frozen=True, slots=True)
class Patch:
    """What edits make of one file: its path in the project, its text, and the unified diff."""

    path: str
    text: str
    diff: str


def read_text(root: Path, path: str) -> str | None:
    """The text of a file of the project; nothing where it is not there, outside, or no text."""
    place = root / path
    try:
        inside = place.resolve().is_relative_to(root.resolve())
        return place.read_bytes().decode("utf-8") if inside and place.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def patches(root: Path, edits: Iterable[Edit]) -> tuple[Patch, ...]:
    """The patches that edits make, by file; the same edit counts once."""
    by_path: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edits):
        by_path.setdefault(edit.path, []).append(edit)
    return tuple(_patch(path, read_text(root, path), found) for path, found in sorted(by_path.items()))


def _patch(path: str, before: str | None, edits: list[Edit]) -> Patch:
    text = before or ""
    ending = "\r\n" if "\r\n" in text else "\n"
    old = text.splitlines(keepends=True)
    new = list(old)
    places: Mapping[int, list[Edit]] = _by_place(edits, len(old))
    for place in sorted(places, reverse=True):
        instead = max(edit.instead for edit in places[place])
        added = [f"{line}{ending}" for edit in places[place] for line in edit.lines]
        if place == len(old) and new and not new[-1].endswith("\n"):
            new[-1] += ending
        new[place : place + instead] = added
    source = f"a/{path}" if before is not None else "/dev/null"
    return Patch(path, "".join(new), "".join(_unified(old, new, source, f"b/{path}")))


def _by_place(edits: Iterable[Edit], length: int) -> Mapping[int, list[Edit]]:
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        found.setdefault(length if edit.after < 0 else min(edit.after, length), []).append(edit)
    return found


def _unified(old: list[str], new: list[str], source: str, target: str) -> Iterable[str]:
    for line in difflib.unified_diff(old, new, source, target):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
