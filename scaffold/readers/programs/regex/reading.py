"""What is the same in every syntax of regular expressions: branches, repetitions, classes of signs."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from scaffold.readers.programs.regex.nodes import Choice, Node, Ranges, Sequence, Test

_DEEPEST = 100
BOUNDS = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")
SIMPLE: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
Item = tuple[Ranges, tuple[Test, ...]]


class PatternError(Exception):
    """The pattern is none."""


class UnsupportedPatternError(Exception):
    """The pattern has something that is not known here."""


class PatternReader(ABC):
    """Reads a pattern from `at` on. `names` are those of the groups so far, "" for those without."""

    bounds_pattern = BOUNDS

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0
        self.names: list[str] = []

    @abstractmethod
    def atom(self, depth: int) -> Node | None:
        """What stands here, without its repetition; `None` for what is no part of the pattern (a comment)."""

    @abstractmethod
    def repeated(self, node: Node, least: int, most: int | None, first: int) -> Node:
        """The repetition of a node, whose groups are those from `first` on; behind it may stand how greedy it is."""

    @abstractmethod
    def class_sign(self) -> Item:
        """A sign of a class, or an escape that stands for several."""

    @abstractmethod
    def class_of(self, ranges: Ranges, tests: tuple[Test, ...], negated: bool) -> Node:
        """The class with these."""

    def skip(self) -> None:  # noqa: B027 - most syntaxes have nothing to skip
        """Go behind what says nothing."""

    def choice(self, depth: int) -> Node:
        """Branches, until the end of the pattern or of the group."""
        if depth > _DEEPEST:
            raise UnsupportedPatternError("the pattern is nested too deeply")
        branches: list[Node] = []
        parts: list[Node] = []
        self.skip()
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.take("|"):
                branches.append(Sequence(tuple(parts)))
                parts = []
            else:
                first = len(self.names) + 1
                node = self.atom(depth)
                self.skip()
                bounds = self.bounds() if node is not None else None
                if node is not None:
                    parts.append(node if bounds is None else self.repeated(node, *bounds, first))
            self.skip()
        branches.append(Sequence(tuple(parts)))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def inside(self, depth: int) -> Node:
        """The inside of a group, to behind its end."""
        node = self.choice(depth + 1)
        if not self.take(")"):
            raise PatternError("Unterminated group")
        return node

    def bounds(self) -> tuple[int, int | None] | None:
        """The least and most of a repetition that stands here; `None` where there is none."""
        sign = self.pattern[self.at : self.at + 1]
        if sign in SIMPLE:
            self.at += 1
            return SIMPLE[sign]
        found = self.bounds_pattern.match(self.pattern, self.at)
        if not found:
            return None
        self.at = found.end()
        least, most = int(found[1][:9] or 0), found[3]
        bounds = least, (int(most[:9]) if most else None) if found[2] else least
        if bounds[1] is not None and bounds[1] < least:
            raise PatternError("numbers out of order in {} quantifier")
        return bounds

    def sign_class(self) -> Node:
        """A class of signs in brackets."""
        self.at += 1
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        tests: list[Test] = []
        while not self.class_ends(bool(ranges or tests)):
            if self.at >= len(self.pattern):
                raise PatternError("Unterminated character class")
            found, more = self._class_item()
            ranges.extend(found)
            tests.extend(more)
        return self.class_of(tuple(ranges), tuple(tests), negated)

    def class_ends(self, begun: bool) -> bool:
        """Whether the class ends here; `begun` that it has a sign already. The cursor goes behind the end."""
        del begun
        return self.take("]")

    def _class_item(self) -> Item:
        low = self.class_sign()
        if self.pattern[self.at : self.at + 1] != "-" or self.pattern[self.at + 1 : self.at + 2] in ("", "]"):
            return low
        self.at += 1
        high = self.class_sign()
        ends = [ranges[0] for ranges, more in (low, high) if not more and len(ranges) == 1]
        if len(ends) < 2 or any(first != last for first, last in ends):
            return self.no_range(low, high)
        if ends[1][0] < ends[0][0]:
            raise PatternError("Range out of order in character class")
        return ((ends[0][0], ends[1][0]),), ()

    def no_range(self, low: Item, high: Item) -> Item:
        """What looks like a range and is none: `\\d-x`."""
        return (*low[0], (45, 45), *high[0]), (*low[1], *high[1])

    def take(self, text: str) -> bool:
        """Go behind this text, if it stands here."""
        if not self.pattern.startswith(text, self.at):
            return False
        self.at += len(text)
        return True


def plain(code: int) -> Item:
    """One sign."""
    return ((code, code),), ()
