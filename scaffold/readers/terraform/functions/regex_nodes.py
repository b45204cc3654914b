"""The tree of a regular expression."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

#: Signs by their first and last code.
Ranges: TypeAlias = tuple[tuple[int, int], ...]

LAST_CODE = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Signs:
    """One sign out of a class: in one of `ranges`, or (not) in one of the Unicode `categories`."""

    ranges: Ranges
    categories: tuple[tuple[str, bool], ...] = ()
    negated: bool = False
    folded: bool = False

    def matches(self, sign: str) -> bool:
        """Whether the class holds `sign`."""
        found = self._holds(sign) or (self.folded and any(map(self._holds, (sign.lower(), sign.upper()))))
        return found != self.negated

    def _holds(self, sign: str) -> bool:
        if len(sign) != 1:
            return False
        code = ord(sign)
        if any(low <= code <= high for low, high in self.ranges):
            return True
        category = unicodedata.category(sign) if self.categories else ""
        return any(category.startswith(name) != negated for name, negated in self.categories)


@dataclass(frozen=True, slots=True)
class At:
    """A place, not a sign: `^`, `$` (of a line), `A`, `z` (of the text), `b`, `B` (of a word)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part behind the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first branch that leads to a match."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times (None: without end), as many as possible if `greedy`."""

    node: Node
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group that captures, numbered from 1."""

    node: Node
    index: int


Node: TypeAlias = Signs | At | Sequence | Choice | Repeat | Group

ANY_SIGN = Signs(((0, LAST_CODE),))
NOT_NEWLINE = Signs(((10, 10),), negated=True)
