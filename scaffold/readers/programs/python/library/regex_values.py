"""Compiled patterns and matches of the module `re`."""

from __future__ import annotations

import re
from typing import Any

from scaffold.model.values import Call, Value
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import Native, inner
from scaffold.readers.programs.python.library.regex_syntax import Pattern
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

PATTERN, MATCH = BuiltinClass("Pattern", module="re"), BuiltinClass("Match", module="re")
#: Where a match and its groups start and end, -1 for a group without a part.
Borders = tuple[int, ...]


class PatternValue(Native):
    """A compiled pattern."""

    __slots__ = ("binary", "known", "source")

    def __init__(self, source: str, known: Pattern, *, binary: bool) -> None:
        self.source, self.known, self.binary = source, known, binary

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return PATTERN

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its groups, "" for those without."""
        return self.known.program.names

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What it was made of."""
        del machine, at
        if name == "groupindex":
            return Object({each: place + 1 for place, each in enumerate(self.names) if each})
        found = {"pattern": self.shown(self.source), "flags": self.known.flags, "groups": len(self.names)}
        return found.get(name, UNDEFINED)

    def shown(self, text: Any) -> Any:
        """A text as what the program gave: bytes for a pattern of bytes."""
        return text.encode("latin-1") if self.binary and isinstance(text, str) else text

    def subject(self, given: Given, value: Any) -> str:
        """What it is run on, as text. Raises the program's TypeError."""
        value = inner(value)
        if isinstance(value, bytes) and self.binary:
            return value.decode("latin-1")
        if isinstance(value, str) and not self.binary:
            return value
        if isinstance(value, str | bytes):
            kinds = ("a bytes pattern", "a string-like") if self.binary else ("a string pattern", "a bytes-like")
            raise given.error(f"cannot use {kinds[0]} on {kinds[1]} object")
        raise given.error(f"expected string or bytes-like object, got '{type_name(value)}'")

    def freeze(self, machine: Machine) -> Value:
        """It as the argument of a function."""
        del machine
        return self.expression("search")

    def expression(self, how: str) -> Value:
        """It as what is looked for anywhere in a text."""
        source = self.source
        if how != "search" and not source.startswith(("^", "\\A")):
            source = f"^(?:{source})" if "|" in source else f"^{source}"
        if how == "fullmatch" and not source.endswith(("$", "\\Z")):
            source = f"{source}$"
        return Call("regex", (source, "i" if self.known.flags & re.IGNORECASE else ""))


class MatchValue(Native):
    """A match: `borders` are where it and its groups start and end, -1 for a group without a part."""

    __slots__ = ("borders", "pattern", "text")

    def __init__(self, pattern: PatternValue, text: str, borders: Borders) -> None:
        self.pattern, self.text, self.borders = pattern, text, borders

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return MATCH

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """What it was found in, and by."""
        del machine, at
        if name in ("lastindex", "lastgroup"):
            last = self._last()
            if name == "lastindex" or last is None:
                return last
            return self.pattern.names[last - 1] or None
        found = {"string": self.pattern.shown(self.text), "re": self.pattern, "pos": 0, "endpos": len(self.text)}
        return found.get(name, UNDEFINED)

    def _last(self) -> int | None:
        known = [index for index in range(1, len(self.borders) // 2) if self.span(index)[0] >= 0]
        return max(known, key=lambda index: (self.span(index)[1], -index)) if known else None

    def span(self, index: int) -> tuple[int, int]:
        """Where a group starts and ends."""
        start, end = self.borders[2 * index], self.borders[2 * index + 1]
        return (start, end) if start >= 0 and end >= 0 else (-1, -1)

    def group(self, index: int) -> str | None:
        """What a group captured."""
        start, end = self.span(index)
        return None if start < 0 else self.text[start:end]

    def place(self, given: Given, group: Any) -> int:
        """The number of a group. Raises the program's IndexError."""
        known = inner(given.known(group))
        if isinstance(known, str) and known in self.pattern.names:
            return self.pattern.names.index(known) + 1
        if isinstance(known, int) and 0 <= known <= len(self.pattern.names):
            return int(known)
        raise given.error("no such group", "IndexError")
