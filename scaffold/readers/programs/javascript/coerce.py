"""JavaScript's conversions: to a plain value, a number, text, the key of a member."""

from __future__ import annotations

import math
import re
from typing import Any

from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError, bounded_items, bounded_text
from scaffold.readers.programs.javascript.kinds import HIDDEN, ITERATOR, TO_PRIMITIVE, BigInt, Mark, Native
from scaffold.readers.programs.javascript.numbers import SAFE, is_number, number, number_text, parse_number
from scaffold.readers.programs.javascript.texts import units
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    Object,
    Promise,
    Symbol,
)

_INDEX = re.compile("0|[1-9][0-9]{0,9}")
_PLAIN = (str, bool, int, float, type(None))


def is_plain(value: Any) -> bool:
    """Whether it is a value without identity: text, a number, a bool, null, undefined, a BigInt, a symbol."""
    return value is UNDEFINED or isinstance(value, (*_PLAIN, BigInt, Mark))


def is_callable(value: Any) -> bool:
    """Whether it is a function or class."""
    if value is UNDEFINED or isinstance(value, (*_PLAIN, Object, Array, Promise, Symbol)):
        return False
    if isinstance(value, Foreign):
        kind = type(value)
        return kind.call is not Foreign.call or kind.construct is not Foreign.construct
    return True


def type_name(value: Any) -> str:
    """What `typeof` says."""
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, BigInt):
        return "bigint"
    if isinstance(value, Mark):
        return "symbol"
    return "function" if is_callable(value) else "object"


def to_truth(value: Any) -> bool:
    """Whether it counts as true."""
    if value is None or value is UNDEFINED or value is MISSING:
        return False
    if isinstance(value, bool | str):
        return bool(value)
    if isinstance(value, int | float):
        return bool(value) and value == value
    return value.truth() if isinstance(value, Foreign) else True


def to_primitive(machine: Machine, value: Any, at: int, hint: str = "default") -> Any:
    """An object as a plain value: what its `valueOf` or `toString` gives."""
    if is_plain(value):
        return value
    if isinstance(value, Array):
        return array_text(machine, value, at)
    if isinstance(value, Native):
        return value.primitive(machine, hint, at)
    if isinstance(value, Promise):
        return "[object Promise]"
    if isinstance(value, Object) and TO_PRIMITIVE in value.entries:
        return machine.call(value.entries[TO_PRIMITIVE], [hint], this=value, at=at)
    for name in ("toString", "valueOf") if hint == "string" else ("valueOf", "toString"):
        function = machine.get(value, name, at)
        if is_callable(function):
            result = machine.call(function, [], this=value, at=at)
            if is_plain(result) or isinstance(result, Symbol):
                return result
    if isinstance(value, Foreign):
        raise NotKnownError("the text of this is not known")
    raise machine.throw("Cannot convert object to primitive value", at, "TypeError")


def to_number(machine: Machine, value: Any, at: int = 0) -> int | float:
    """A value as a number. Raises the program's TypeError for a BigInt, `NotKnownError` for a symbol."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return parse_number(value)
    if value is None:
        return 0
    if value is UNDEFINED:
        return math.nan
    if isinstance(value, Symbol):
        return to_number(machine, known(machine, value), at)
    if is_plain(value):
        kind = "a BigInt" if type_name(value) == "bigint" else "a Symbol"
        raise machine.throw(f"Cannot convert {kind} value to a number", at, "TypeError")
    return to_number(machine, to_primitive(machine, value, at, "number"), at)


def known(machine: Machine, value: Any) -> Any:
    """What a value is taken to be. Raises `NotKnownError` where it is taken for nothing."""
    found = machine.concrete(value)
    if found is MISSING:
        raise NotKnownError("the value is not known")
    return found


def to_text(machine: Machine, value: Any, at: int = 0) -> Any:
    """A value as text; a symbol of that where symbols are in it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, Symbol):
        return machine.text(value, at)
    if isinstance(value, Mark):
        raise machine.throw("Cannot convert a Symbol value to a string", at, "TypeError")
    if type_name(value) == "bigint":
        return str(value.value)
    result = to_primitive(machine, value, at, "string")
    return result if isinstance(result, str | Symbol) else to_text(machine, result, at)


def array_text(machine: Machine, value: Array, at: int, separator: str = ",") -> Any:
    """The elements in a row, as `join` has it. Arrays that contain themselves are empty inside."""
    parts: list[Any] = []
    length = 0
    bounded_items(machine, len(value.items))
    for index, item in enumerate(value.items):
        if index and separator:
            parts.append(separator)
        if item is None or item is UNDEFINED:
            continue
        parts.append(_inner_text(machine, value, item, at))
        length += len(separator) + (len(parts[-1]) if isinstance(parts[-1], str) else 0)
        if length > MAX_TEXT:
            bounded_text(machine, length)
    return machine.join(parts, at)


def _inner_text(machine: Machine, outer: Array, item: Any, at: int) -> Any:
    if item is outer:
        return ""
    try:
        return item if isinstance(item, Symbol) else to_text(machine, item, at)
    except RecursionError:
        raise machine.throw("Maximum call stack size exceeded", at, "RangeError") from None


def to_key(machine: Machine, value: Any, at: int = 0) -> Any:
    """A value as the key of a member: text, or a JavaScript symbol."""
    if isinstance(value, str | Mark):
        return value
    return known(machine, to_text(machine, value, at))


def own_keys(machine: Machine, value: Any, *, hidden: bool = False) -> list[str]:
    """The names of what an object has of its own: those that are indexes first, in their order."""
    if isinstance(value, Array):
        names = [str(index) for index in range(len(value.items))]
        return [*names, "length"] if hidden else names
    if isinstance(value, str):
        names = [str(index) for index in range(len(units(value)))]
        return [*names, "length"] if hidden else names
    if isinstance(value, Foreign):
        return value.keys(machine)
    if not isinstance(value, Object):
        return []
    names = [name for name in value.entries if isinstance(name, str)]
    if value.accessors:
        names.extend(name for name in value.accessors if name not in value.entries and isinstance(name, str))
    unseen = value.entries.get(HIDDEN)
    if unseen and not hidden:
        names = [name for name in names if name not in unseen]
    return in_order(names)


def in_order(names: list[str]) -> list[str]:
    """Names as objects list them: those that are indexes first, in the order of their numbers."""
    indexes = [name for name in names if name[:1].isdigit() and _INDEX.fullmatch(name) and int(name) < 2**32 - 1]
    if not indexes:
        return names
    first = set(indexes)
    return [*sorted(indexes, key=int), *(name for name in names if name not in first)]


def elements(machine: Machine, value: Any, at: int) -> list[Any]:
    """The elements of anything that can be looped over. Raises the program's TypeError."""
    if isinstance(value, Array):
        return list(value.items)
    if isinstance(value, str):
        return list(value)
    if isinstance(value, Native):
        found = value.elements(machine, at)
        if found is not None:
            return found
    elif value is not None and value is not UNDEFINED and not is_number(value):
        function = _iterator_of(machine, value, at)
        if function is not UNDEFINED:
            return _run_iterator(machine, machine.call(function, [], this=value, at=at), at)
    raise machine.throw(f"{describe(value)} is not iterable", at, "TypeError")


def _iterator_of(machine: Machine, value: Any, at: int) -> Any:
    if isinstance(value, Object) and ITERATOR in value.entries:
        return value.entries[ITERATOR]
    if isinstance(value, Object) and (value.type is None or isinstance(value.type, Foreign)):
        return UNDEFINED
    found = UNDEFINED if isinstance(value, bool) else machine.get(value, ITERATOR, at)
    return found if is_callable(found) else UNDEFINED


def _run_iterator(machine: Machine, iterator: Any, at: int) -> list[Any]:
    if isinstance(iterator, Array | Native):
        return elements(machine, iterator, at)
    found: list[Any] = []
    while True:
        step = machine.call(machine.get(iterator, "next", at), [], this=iterator, at=at)
        done = machine.truth(machine.get(step, "done", at), at)
        if done is None:
            raise NotKnownError("it is not known how often this goes on")
        if done:
            return found
        found.append(machine.get(step, "value", at))
        bounded_items(machine, len(found))


def describe(value: Any) -> str:
    """A value in the words of an error message."""

    if value is UNDEFINED:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Array):
        return "[object Array]"
    if isinstance(value, Promise):
        return "#<Promise>"
    return "function" if is_callable(value) else "#<Object>"


def safe_length(value: int | float) -> int:
    """A number as the length of something."""
    value = number(value)
    return 0 if value != value or value <= 0 else int(min(value, SAFE))
