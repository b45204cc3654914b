"""The tree of a JavaScript regular expression."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from scaffold.readers.programs.javascript.numbers import SPACES

#: Signs by their first and last code.
Ranges: TypeAlias = tuple[tuple[int, int], ...]

LINE_ENDS = "\n\r\u2028\u2029"
DIGIT: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE: Ranges = tuple((ord(sign), ord(sign)) for sign in sorted(SPACES))
LAST_CODE = 0x10FFFF


def others(ranges: Ranges) -> Ranges:
    """Every sign that is in none of the sorted `ranges`."""
    result = []
    start = 0
    for low, high in ranges:
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    return (*result, (start, LAST_CODE))


def canonical(sign: str, unicode: bool) -> str:
    """The sign that stands for all that differ only in case."""
    if unicode:
        found = sign.casefold()
        return found if len(found) == 1 else sign
    found = sign.upper()
    return sign if len(found) != 1 or (ord(sign) > 127 and ord(found) < 128) else found


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """One sign out of a class: in one of `ranges`, or (not) in one of the Unicode `categories`."""

    ranges: Ranges
    categories: tuple[tuple[str, bool], ...] = ()
    negated: bool = False
    folded: bool = False
    unicode: bool = False
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
        if not self.folded:
            return False
        own = canonical(sign, self.unicode)
        same = (sign.lower(), sign.upper(), sign.title(), own)
        return any(len(one) == 1 and canonical(one, self.unicode) == own and self._holds(one) for one in same)

    def _holds(self, sign: str) -> bool:
        code = ord(sign)
        if any(low <= code <= high for low, high in self.ranges):
            return True
        if not self.categories:
            return False
        category = unicodedata.category(sign)
        return any(_in_category(sign, category, name) != negated for name, negated in self.categories)


_PROPERTIES: dict[str, Callable[[str], bool]] = {
    "Alphabetic": str.isalpha,
    "Alpha": str.isalpha,
    "Lowercase": str.islower,
    "Uppercase": str.isupper,
    "White_Space": lambda sign: sign in SPACES,
    "ASCII": str.isascii,
    "Any": lambda _: True,
}
_LONG = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Control": "Cc",
}
_KINDS = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "S": "mcko", "Z": "slp", "C": "cfson"}
_CATEGORIES = frozenset({*"LMNPSZC"} | {group + kind for group, kinds in _KINDS.items() for kind in kinds})


def property_name(name: str) -> str | None:
    """The name of a Unicode property in short, `None` for one that is not known here."""
    name = name.removeprefix("General_Category=").removeprefix("gc=")
    name = _LONG.get(name, name)
    return name if name in _CATEGORIES or name in _PROPERTIES else None


def _in_category(sign: str, category: str, name: str) -> bool:
    test = _PROPERTIES.get(name)
    return test(sign) if test else category.startswith(name)


@dataclass(frozen=True, slots=True)
class At:
    """A place, not a sign: `^` and `$` (of a line), `A` and `z` (of the text), `b`, `B` (of a word)."""

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
    """`least` to `most` times (None: without end), as many as possible if `greedy`. The groups from `first` on and
    before `last` are forgotten with each repetition."""

    node: Node
    least: int
    most: int | None
    greedy: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group that captures, numbered from 1."""

    node: Node
    index: int


@dataclass(frozen=True, slots=True)
class Back:
    """What a group captured, again. A text is the name of a group that is only seen later."""

    group: int | str
    folded: bool
    unicode: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What follows (or, not `ahead`, what is before) does match, or `negated`, does not."""

    node: Node
    ahead: bool
    negated: bool


Node: TypeAlias = Signs | At | Sequence | Choice | Repeat | Group | Back | Look
