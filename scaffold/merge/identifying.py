"""What the units of a generated file are called in the lock: cases by the plan, all others by where they stand."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.merge.outline import Outline, outlined
from scaffold.merge.units import Role, Unit
from scaffold.model.written import CaseLabel

#: The file as a whole.
FILE_ID = "."
#: What stands between the keys that lead to a unit.
BELOW = " > "


@dataclass(frozen=True, slots=True)
class Fresh:
    """A generated file: the ids of its units in order, where each id stands, and what its cases are about by id.

    `there` says whether a file is generated at all: without one there are no ids.
    """

    outline: Outline
    ids: tuple[str, ...]
    by_id: Mapping[str, int]
    subjects: Mapping[str, str]
    there: bool = True

    def parent_id(self, index: int) -> str:
        """The id of what a unit stands in."""
        return self.ids[self.outline.parents[index]]


#: What stands for a file that is not generated any more, or not there.
NO_FILE = Unit(Role.FILE, "", "", "", "")


def identified(file: Unit | None, labels: Sequence[CaseLabel]) -> Fresh:
    """The generated file with the ids of its units; `labels` are those of its cases in order."""
    if file is None:
        return Fresh(outlined(NO_FILE), (), {}, {}, there=False)
    outline = outlined(file)
    named = _labelled(outline, labels)
    ids = [FILE_ID] * len(outline.units)
    taken = {FILE_ID, *(label.id for label in named.values())}
    for index in range(1, len(ids)):
        if index in named:
            ids[index] = named[index].id
        else:
            ids[index] = unused(BELOW.join(outline.paths[index]), taken)
            taken.add(ids[index])
    subjects = {label.id: label.subject for label in named.values()}
    return Fresh(outline, tuple(ids), {each: index for index, each in enumerate(ids)}, subjects)


def unused(wanted: str, taken: set[str]) -> str:
    """An id, or with a number behind it where it is taken."""
    found, count = wanted, 1
    while found in taken:
        count += 1
        found = f"{wanted} ({count})"
    return found


def _labelled(outline: Outline, labels: Sequence[CaseLabel]) -> Mapping[int, CaseLabel]:
    """The labels of the cases that have one. What no label names gets those that are left over if they are as many."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for number, label in enumerate(labels):
        for name in dict.fromkeys(label.names):
            waiting[name].append(number)
    cases = [index for index, unit in enumerate(outline.units) if unit.role is Role.CASE]
    found: dict[int, int] = {}
    used: set[int] = set()
    for length in range(max((len(path) for path in outline.paths), default=0), 0, -1):
        for index in cases:
            place = None if index in found else _next(waiting, _spelled(outline, index, length), used)
            if place is not None:
                found[index] = place
                used.add(place)
    rest = [index for index in cases if index not in found]
    free = [each for each in range(len(labels)) if each not in used]
    if len(rest) == len(free):
        found.update(zip(rest, free, strict=True))
    return {index: labels[number] for index, number in found.items()}


def _next(waiting: Mapping[str, deque[int]], names: Iterator[str], used: set[int]) -> int | None:
    """The first label with one of these names that no case has."""
    for name in names:
        places = waiting.get(name)
        while places and places[0] in used:
            places.popleft()
        if places:
            return places[0]
    return None


def _spelled(outline: Outline, index: int, length: int) -> Iterator[str]:
    """What a case may be called by so many of the names that lead to it, the last of them its own."""
    path = outline.paths[index]
    if length > len(path):
        return
    names: list[str] = []
    unit = index
    for _ in range(length):
        names.append(outline.units[unit].name or outline.units[unit].key)
        unit = outline.parents[unit]
    yield BELOW.join(reversed(names))
    yield BELOW.join(path[-length:])
