"""Values of the program as values of the host's own Python and back, so that what is plain there says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.python.kinds import HostValue, Key, RangeValue, SetValue, Steps, View, inner, key_value
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, Machine, Object, Span, Symbol

PLAIN = (str, bool, int, float, bytes, type(None))
#: The classes of values that the host's own stand for, by the host's class; the library's modules fill it.
HOSTED: dict[type, Any] = {}


def stand_in(value: Any) -> Any:
    """An empty value of the host of the same class, for its error messages."""
    value = inner(value)
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Array):
        return () if value.fixed else []
    if isinstance(value, SetValue):
        return frozenset() if value.frozen else set()
    if isinstance(value, RangeValue):
        return range(0)
    if isinstance(value, Span):
        return slice(None)
    if isinstance(value, Object) and value.type is None:
        return {}
    return type(type_name(value), (), {})()


def to_host(machine: Machine, value: Any) -> Any:
    """A value of the host that is equal. Raises `NotKnownError` for what is not known."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("the value is not known")
        return to_host(machine, value.concrete)
    value = inner(value)
    if isinstance(value, Array):
        bounded_items(machine, len(value.items))
        found = [to_host(machine, item) for item in value.items]
        return tuple(found) if value.fixed else found
    if isinstance(value, HostValue):
        return value.value
    if isinstance(value, SetValue):
        members = {host_key(key) for key in value.members}
        return frozenset(members) if value.frozen else members
    if isinstance(value, RangeValue):
        return value.span
    if isinstance(value, Steps | View):
        return [to_host(machine, item) for item in machine.iterate(value) or ()]
    if isinstance(value, Span):
        return slice(*(to_host(machine, part) for part in (value.start, value.stop, value.step)))
    if isinstance(value, Object) and value.type is None:
        bounded_items(machine, len(value.entries))
        return {host_key(key): to_host(machine, item) for key, item in value.entries.items()}
    return stand_in(value)


def host_key(key: Any) -> Any:
    """The key of a dict as one of the host's."""
    if isinstance(key, Key) and isinstance(key.value, Array):
        return tuple(host_key(part) for part in key.own[1])
    return key if isinstance(key, PLAIN) else stand_in(key_value(key))


def from_host(value: Any) -> Any:
    """A value of the host as one of the program: what is in it is plain, or of a class of the library."""
    if type(value) in PLAIN:
        return value
    if type(value) in HOSTED:
        return HostValue(HOSTED[type(value)], value)
    if isinstance(value, list | tuple):
        return Array([from_host(item) for item in value], isinstance(value, tuple))
    if isinstance(value, dict):
        return Object({from_key(key): from_host(item) for key, item in value.items()})
    if isinstance(value, set | frozenset):
        members = {from_key(item): from_host(item) for item in value}
        return SetValue(members, frozen=isinstance(value, frozenset))
    if isinstance(value, range):
        return RangeValue(value)
    return Steps(map(from_host, value), type(value).__name__) if isinstance(value, Iterator) else value


def from_key(key: Any) -> Any:
    """A key of the host as one of the program's dicts."""
    if isinstance(key, tuple):
        return Key(("tuple", tuple(map(from_key, key))), from_host(key))
    return key
