"""A file's units one after the other, each found by its number: the file itself is 0, all others follow in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scaffold.merge.known import digest
from scaffold.merge.units import Role, Unit

#: What makes the key of a unit unique that is called like one before it.
_REPEATED = re.compile(r" #\d+\Z")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """The units of a file. `parents` and `children` are numbers of units, `paths` the keys that lead to each, `digests`
    those of their shapes. The file has no parent: -1. `before` are the units before them in the same group, -1 where
    there is none."""

    units: tuple[Unit, ...]
    parents: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    paths: tuple[tuple[str, ...], ...]
    digests: tuple[str, ...]
    before: tuple[int, ...]

    def under(self, index: int) -> Iterator[int]:
        """The unit and all units in it, in order."""
        yield index
        for child in self.children[index]:
            yield from self.under(child)

    def is_group(self, index: int) -> bool:
        """Whether it may hold other units."""
        return self.units[index].role in (Role.GROUP, Role.FILE)


def outlined(file: Unit) -> Outline:
    """The outline of a file."""
    units: list[Unit] = []
    parents: list[int] = []
    children: list[list[int]] = []
    paths: list[tuple[str, ...]] = []
    waiting: list[tuple[Unit, int, tuple[str, ...]]] = [(file, -1, ())]
    while waiting:
        unit, parent, path = waiting.pop()
        index = len(units)
        units.append(unit)
        parents.append(parent)
        children.append([])
        paths.append(path)
        if parent >= 0:
            children[parent].append(index)
        waiting.extend((child, index, (*path, child.key)) for child in reversed(unit.children))
    before = [-1] * len(units)
    for siblings in children:
        for first, second in pairwise(siblings):
            before[second] = first
    digests = tuple(digest(shaped(unit)) for unit in units)
    return Outline(tuple(units), tuple(parents), tuple(map(tuple, children)), tuple(paths), digests, tuple(before))


def shaped(unit: Unit) -> str:
    """A unit's shape, the same whatever the line ends in its text are."""
    return unit.shape.replace("\r\n", "\n")


def plain_key(key: str) -> str:
    """A unit's key without what makes it unique."""
    return _REPEATED.sub("", key)


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends."""
    return _LINE.findall(text)


def without_blank(text: str) -> str:
    """A text without the blank lines at its beginning."""
    lines = lines_of(text)
    said = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    return "".join(lines[said:])


def blank(text: str) -> str:
    """The blank lines at a text's beginning."""
    return text[: len(text) - len(without_blank(text))]


def margin(text: str) -> str:
    """The white space that a text begins with, in its first line that has anything else."""
    line = without_blank(text)
    return line[: len(line) - len(line.lstrip(" \t"))]
