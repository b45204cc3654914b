"""What `match` asks of its subject: sequences, mappings, instances of classes."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.python.builtin_functions import options_of
from scaffold.readers.programs.python.classes import (
    BOOL,
    BYTEARRAY,
    BYTES,
    DICT,
    FLOAT,
    FROZENSET,
    INT,
    LIST,
    SET,
    STR,
    TUPLE,
    class_name,
    mro_of,
)
from scaffold.readers.programs.python.comparing import to_key
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.kinds import RangeValue, inner
from scaffold.readers.programs.python.native import Given, native
from scaffold.readers.programs.python.types import is_instance
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, NativeFunction, Object, Symbol, ThrownError

#: Classes of which the first positional pattern is the subject itself.
_SELF = (BOOL, BYTEARRAY, BYTES, DICT, FLOAT, FROZENSET, INT, LIST, SET, STR, TUPLE)


def _subject(value: Any) -> Any:
    """What a subject is taken to be. Raises `NotKnownError`."""
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("what this matches is not known")
        return inner(value.concrete)
    return inner(value)


def _sequence(given: Given, subject: Any, before: Any, after: Any, rest: Any, /) -> Any:
    if not isinstance(_subject(subject), Array | RangeValue):
        return None
    items = given.items(subject if isinstance(subject, Symbol) else inner(subject))
    least = before + after
    if len(items) < least or (len(items) > least and not rest):
        return None
    end = len(items) - after
    return Array([*items[:before], *([Array(items[before:end])] if rest else []), *items[end:]])


def _mapping(given: Given, subject: Any, keys: Any, rest: Any, /) -> Any:
    held = _subject(subject)
    if not isinstance(held, Object) or held.type is not None:
        return None
    wanted = [to_key(given.machine, key, given.at) for key in given.items(keys)]
    if any(key not in held.entries for key in wanted):
        return None
    found = [given.machine.item(subject, key, given.at) for key in given.items(keys)]
    if rest:
        found.append(Object({key: value for key, value in held.entries.items() if key not in wanted}))
    return Array(found)


def _class(given: Given, subject: Any, cls: Any, positional: Any, attributes: Any, /) -> Any:
    _subject(subject)
    (kind,) = options_of(given, cls, "called match pattern must be a class")
    if not is_instance(subject, kind):
        return None
    found: list[Any] = []
    names = _positions(given, kind, positional, found, subject)
    for name in (*names, *given.items(attributes)):
        try:
            value = given.machine.attribute(subject, name, given.at)
        except ThrownError as error:
            if not is_instance(error.value, ERRORS["AttributeError"]):
                raise
            return None
        found.append(value)
    return Array(found)


def _positions(given: Given, kind: Any, count: int, found: list[Any], subject: Any) -> list[Any]:
    """The names of the attributes that positional patterns are for."""
    if not count:
        return []
    stated = given.machine.get(kind, "__match_args__", given.at)
    itself = stated in (UNDEFINED, None) and any(one in _SELF for one in mro_of(kind))
    names = [] if stated in (UNDEFINED, None) else given.items(stated)
    most = 1 if itself else len(names)
    if most < count:
        taken = f"{most} positional sub-pattern{'s' * (most != 1)}"
        raise given.error(f"{class_name(kind)}() accepts {taken} ({count} given)")
    if itself:
        found.append(subject)
    return names[:count]


MATCHING: dict[str, NativeFunction] = {
    "%match_sequence": native("match", _sequence),
    "%match_mapping": native("match", _mapping),
    "%match_class": native("match", _class),
}
