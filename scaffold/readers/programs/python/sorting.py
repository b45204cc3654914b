"""Sorting, and the least and the greatest of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.readers.programs.python.comparing import decided
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.values import MISSING

_NUMBERS = (int, float, bool)


class _Ordered:
    """A key that the program's own comparison orders."""

    __slots__ = ("given", "value")

    def __init__(self, given: Given, value: Any) -> None:
        self.given, self.value = given, value

    def __lt__(self, other: _Ordered) -> bool:
        self.given.machine.spend()
        return decided(self.given.machine, "less", self.value, other.value, self.given.at)

    def __gt__(self, other: _Ordered) -> bool:
        self.given.machine.spend()
        return decided(self.given.machine, "greater", self.value, other.value, self.given.at)


def _keys(given: Given, items: Sequence[Any], key: Any) -> list[Any]:
    """What elements are ordered by, as the host can compare it."""
    found = [item if key is None else given.call(key, item) for item in items]
    if all(type(one) is str for one in found) or all(type(one) in _NUMBERS for one in found):
        given.machine.spend(1 + len(found) // 8)
        return found
    return [_Ordered(given, one) for one in found]


def in_order(given: Given, items: Sequence[Any], key: Any, reverse: Any) -> list[Any]:
    """The elements as `sorted` gives them. Raises `NotKnownError`, and the program's TypeError."""
    keys = _keys(given, items, key)
    places = sorted(range(len(items)), key=keys.__getitem__, reverse=given.truth(reverse))
    return [items[place] for place in places]


def extreme(given: Given, name: str, arguments: Sequence[Any], key: Any, default: Any) -> Any:
    """What `min` (or `max`, by `name`) gives."""
    if not arguments:
        raise given.error(f"{name} expected at least 1 argument, got 0")
    if len(arguments) > 1 and default is not MISSING:
        raise given.error(f"Cannot specify a default for {name}() with multiple positional arguments")
    items = list(arguments) if len(arguments) > 1 else given.items(arguments[0])
    if not items:
        if default is not MISSING:
            return default
        raise given.error(f"{name}() arg is an empty sequence", "ValueError")
    keys = _keys(given, items, key)
    choose = min if name == "min" else max
    return items[choose(range(len(items)), key=keys.__getitem__)]
