"""Where in a file something stands that the model only knows the block of: a variable, a statement of a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.functions.places import Places

_LARGEST: Final = 2 * 1024 * 1024
_LONGEST: Final = 200
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_STATEMENT: Final = re.compile(r"\s*statement\s*\{")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a project's files."""

    places: Places
    _read: dict[str, list[str]] = field(default_factory=dict)

    def variable(self, name: str, place: Position) -> Position:
        """Where a name of an environment is set for the function at `place`, or else that place."""
        sets = re.compile(rf"(?<![\w.-])[\"'`]?{re.escape(name)}[\"'`]?\s*[:=](?!=)")
        return self._first(sets, place, self._block(place)) or self._only(sets, place) or place

    def statement(self, fields: Mapping[str, Value], number: int | None, place: Position) -> Position:
        """Where a statement stands of the policy at `place`: `number` is its place among the blocks of a document."""
        lines = self._block(place)
        if number is not None:
            blocks = [at for at, line in enumerate(lines) if _STATEMENT.match(line)]
            if number < len(blocks):
                return Position(place.file, place.line + blocks[number], 1)
        for text in (fields.get("Sid"), *_texts(fields.get("Action"))):
            quoted = re.compile(rf"[\"'`]{re.escape(text)}[\"'`]") if isinstance(text, str) else None
            found = quoted and (self._first(quoted, place, lines) or self._only(quoted, place))
            if found is not None:
                return found
        return place

    def _first(self, pattern: re.Pattern[str], place: Position, lines: list[str]) -> Position | None:
        at = next((at for at, line in enumerate(lines) if pattern.search(line)), None)
        return None if at is None else Position(place.file, place.line + at, 1)

    def _only(self, pattern: re.Pattern[str], place: Position) -> Position | None:
        """The one line of the whole file."""
        found = [at for at, line in enumerate(self._of(place.file), 1) if pattern.search(line)]
        return Position(place.file, found[0], 1) if len(found) == 1 else None

    def _block(self, place: Position) -> list[str]:
        """The lines of the block that begins at a place."""
        lines = self._of(place.file)[place.line - 1 :]
        if place.file.endswith(".tf"):
            end = next((at for at, line in enumerate(lines) if line.startswith("}")), len(lines))
            return lines[: end + 1]
        depth = 0
        for at, line in enumerate(lines[:_LONGEST]):
            bare = _QUOTED.sub("", line)
            depth += sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))
            if depth <= 0:
                return lines[: at + 1]
        return lines[:_LONGEST]

    def _of(self, file: str) -> list[str]:
        if file not in self._read:
            content = self.places.content(file, _LARGEST)
            self._read[file] = content.decode(errors="replace").splitlines() if content is not None else []
        return self._read[file]


def _texts(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)
