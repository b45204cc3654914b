"""The tree of a regular expression, whatever the language it is written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

#: Signs by their first and last code.
Ranges: TypeAlias = tuple[tuple[int, int], ...]
#: What a sign is asked, and whether the answer must be no.
Test: TypeAlias = tuple[Callable[[str], bool], bool]
#: The sign that stands for all that differ only in case.
Fold: TypeAlias = Callable[[str], str]

LAST_CODE = 0x10FFFF
ANY: Ranges = ((0, LAST_CODE),)
DIGIT: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))


def only(signs: str) -> Ranges:
    """These signs."""
    return tuple((ord(sign), ord(sign)) for sign in sorted(signs))


def others(ranges: Ranges) -> Ranges:
    """Every sign that is in none of the sorted `ranges`."""
    result = []
    start = 0
    for low, high in ranges:
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    return (*result, (start, LAST_CODE))


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """One sign out of a class: in one of `ranges`, or passing one of the `tests`; `fold` where case does not count."""

    ranges: Ranges
    tests: tuple[Test, ...] = ()
    negated: bool = False
    fold: Fold | None = None
    known: dict[str, bool] = field(default_factory=dict)

    def matches(self, sign: str) -> bool:
        """Whether the class holds `sign`."""
        found = self.known.get(sign)
        if found is None:
            found = self.known[sign] = self._any(sign) != self.negated
        return found

    def _any(self, sign: str) -> bool:
        if self._holds(sign):
            return True
        if self.fold is None:
            return False
        own = self.fold(sign)
        same = (sign.lower(), sign.upper(), sign.title(), own)
        return any(len(one) == 1 and self.fold(one) == own and self._holds(one) for one in same)

    def _holds(self, sign: str) -> bool:
        code = ord(sign)
        if any(low <= code <= high for low, high in self.ranges):
            return True
        return any(test(sign) != negated for test, negated in self.tests)


@dataclass(frozen=True, slots=True)
class At:
    """A place, not a sign: `A` and `z` are the ends of the text, `^` and `$` those of a line, `b` and `B` the ends of a
    word and other places. `signs` are those that end lines, or that words are made of. `e` is the end of the text, or
    before the line that ends it."""

    kind: str
    signs: Signs | None = None


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
    """`least` to `most` times (None: without end), as many as possible if `greedy`. The groups from `first` on and
    before `last` are forgotten with each repetition. A repetition that matches nothing fails, or, with `empty`, is the
    last one."""

    node: Node
    least: int
    most: int | None
    greedy: bool
    first: int = 0
    last: int = 0
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group that captures, numbered from 1."""

    node: Node
    index: int


@dataclass(frozen=True, slots=True)
class Back:
    """What a group captured, again. A text is the name of a group that is only seen later. A group without a part is
    nothing here, or, if `strict`, does not match."""

    group: int | str
    fold: Fold | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What follows (or, not `ahead`, what is before) does match, or `negated`, does not."""

    node: Node
    ahead: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """The first way in which a part matches, and no other."""

    node: Node


@dataclass(frozen=True, slots=True)
class Moved:
    """Here the match is not empty."""


@dataclass(frozen=True, slots=True)
class Given:
    """One part where a group has captured something, else the other."""

    group: int
    then: Node
    otherwise: Node


Node: TypeAlias = Signs | At | Sequence | Choice | Repeat | Group | Back | Look | Whole | Moved | Given
