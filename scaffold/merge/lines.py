"""Statements and comments of a file put together to units of whole lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scaffold.merge.shapes import comment_shape
from scaffold.merge.trees import Item, Text

_WORD = re.compile(r"[\w$]+(?:\.[\w$]+)*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that share lines, and the comments on these: from `start` to `end`, whole lines. `lead` is where what
    stands before them begins, and `before` are the comments there."""

    lead: int
    start: int
    end: int
    items: tuple[Item, ...]
    before: tuple[Item, ...]

    @property
    def statements(self) -> tuple[Item, ...]:
        """What it has but comments."""
        return tuple(item for item in self.items if not item.comment)

    @property
    def line(self) -> int:
        """The line on which it begins, from 1."""
        return self.items[0].node.start_point[0] + 1


def blocks(text: Text, found: Sequence[Item], start: int) -> tuple[list[Block], int]:
    """The statements among items, by lines, from `start` on; and where what is behind the last begins."""
    made: list[Block] = []
    lead = start
    before: list[Item] = []
    for group in _sharing_lines(text, found):
        if all(item.comment for item in group):
            before += group
            continue
        first, last = text.line_start(group[0].start), text.line_end(max(item.end for item in group) - 1)
        made.append(Block(lead, max(first, lead), last, tuple(group), tuple(before)))
        lead, before = last, []
    return made, lead


def _sharing_lines(text: Text, found: Iterable[Item]) -> Iterator[list[Item]]:
    """Items, those together of which one begins on the line where the one before it ends."""
    group: list[Item] = []
    end = 0
    for item in found:
        if group and item.start >= end:
            yield group
            group = []
        group.append(item)
        end = max(end, text.line_end(max(item.end - 1, item.start)))
    if group:
        yield group


def notes(text: Text, comments: Iterable[Item]) -> str:
    """Comments in a form that does not depend on how they are indented."""
    return "\n".join(comment_shape(text.plain[item.start : item.end]) for item in comments)


class Keys:
    """Gives each unit among its siblings a key of its own."""

    __slots__ = ("_taken",)

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def unique(self, key: str) -> str:
        """The key itself, or with ` #2`, ` #3` behind it where it is taken."""
        count = self._taken.get(key, 0) + 1
        made = key if count == 1 else f"{key} #{count}"
        while made != key and made in self._taken:
            count += 1
            made = f"{key} #{count}"
        self._taken[key] = count
        if made != key:
            self._taken.setdefault(made, 1)
        return made


def shortened(text: str) -> str:
    """The words of a piece of source, not too many to be a key: a formatter leaves these as they are."""
    line = " ".join(_WORD.findall(text))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
