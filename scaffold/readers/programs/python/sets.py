"""`set` and `frozenset`: what makes them, and their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.python.arithmetic import of_sets
from scaffold.readers.programs.python.classes import FROZENSET, SET, BuiltinClass, wrapped
from scaffold.readers.programs.python.comparing import member_key, members_of, sought, to_key
from scaffold.readers.programs.python.errors import thrown
from scaffold.readers.programs.python.kinds import SetValue, changing, inner
from scaffold.readers.programs.python.native import Body, Given, methods
from scaffold.readers.programs.python.sequences import CONTAINER
from scaffold.readers.programs.values import MISSING, Symbol


def _own(given: Given) -> SetValue:
    held = inner(given.this)
    if not isinstance(held, SetValue):
        raise NotKnownError("this set is not known")
    return held


def _changed(given: Given) -> dict[Any, Any]:
    held = _own(given)
    changing(given.machine, held)
    return held.members


def _members(given: Given, value: Any) -> dict[Any, Any]:
    held = inner(value)
    if isinstance(held, SetValue):
        return held.members
    return members_of(given.machine, given.items(value), given.at)


def _add(given: Given, element: Any, /) -> None:
    members = _changed(given)
    members.setdefault(member_key(given.machine, element, given.at), element)
    if len(members) % 64 == 0:
        bounded_items(given.machine, len(members))


def _discard(given: Given, element: Any, /) -> None:
    _changed(given).pop(to_key(given.machine, sought(element), given.at), None)


def _remove(given: Given, element: Any, /) -> None:
    if _changed(given).pop(to_key(given.machine, sought(element), given.at), MISSING) is MISSING:
        raise thrown(given.machine, given.at, "KeyError", element)


def _pop(given: Given) -> Any:
    members = _changed(given)
    if not members:
        raise thrown(given.machine, given.at, "KeyError", "pop from an empty set")
    first = _own(given).elements(given.machine, given.at)[0]
    del members[to_key(given.machine, first, given.at)]
    return first


def _clear(given: Given) -> None:
    _changed(given).clear()


def _copy(given: Given) -> SetValue:
    own = _own(given)
    return SetValue(dict(own.members), frozen=own.frozen)


def _combined(given: Given, operator: str, others: tuple[Any, ...]) -> dict[Any, Any]:
    found = dict(_own(given).members)
    for other in others:
        found = of_sets(given.machine, operator, found, _members(given, other))
    return found


def _new(operator: str) -> Callable[..., SetValue]:
    def body(given: Given, /, *others: Any) -> SetValue:
        return SetValue(_combined(given, operator, others), frozen=_own(given).frozen)

    return body


def _in_place(operator: str) -> Callable[..., None]:
    def body(given: Given, /, *others: Any) -> None:
        found = _combined(given, operator, others)
        members = _changed(given)
        members.clear()
        members.update(found)

    return body


def _compared(decide: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    def body(given: Given, other: Any, /) -> bool:
        return decide(_own(given).members.keys(), _members(given, other).keys())

    return body


def _maker(own: BuiltinClass) -> Callable[..., Any]:
    def make(given: Given, cls: Any, iterable: Any = MISSING, /) -> Any:
        if isinstance(iterable, Symbol) and given.machine.iterate(iterable, given.at) is None:
            return iterable
        members = {} if iterable is MISSING else dict(_members(given, iterable))
        return wrapped(cls, own, SetValue(members, frozen=own is FROZENSET))

    return make


_READING: dict[str, Body] = {
    "copy": _copy,
    "union": _new("bit-or"),
    "intersection": _new("bit-and"),
    "difference": _new("subtract"),
    "symmetric_difference": _new("bit-xor"),
    "issubset": _compared(lambda own, other: own <= other),
    "issuperset": _compared(lambda own, other: own >= other),
    "isdisjoint": _compared(lambda own, other: own.isdisjoint(other)),
}
_CHANGING: dict[str, Body] = {
    "add": _add,
    "discard": _discard,
    "remove": _remove,
    "pop": _pop,
    "clear": _clear,
    "update": _in_place("bit-or"),
    "intersection_update": _in_place("bit-and"),
    "difference_update": _in_place("subtract"),
    "symmetric_difference_update": _in_place("bit-xor"),
}
SET.make, FROZENSET.make = _maker(SET), _maker(FROZENSET)
SET.members.update({**CONTAINER, **methods({**_READING, **_CHANGING}, "set")})
FROZENSET.members.update({**CONTAINER, **methods(_READING, "frozenset")})
