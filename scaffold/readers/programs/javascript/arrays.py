"""The methods of arrays that call no function. What takes callbacks is in `array_loops.py`.

Symbols may stand inside an array, and `this` may be a symbol of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scaffold.readers.programs.javascript.array_loops import LOOPS
from scaffold.readers.programs.javascript.coerce import array_text, elements, is_callable, to_number
from scaffold.readers.programs.javascript.native import (
    ITERATOR,
    MAX_ITEMS,
    OBJECT_MEMBERS,
    Body,
    Builtin,
    Given,
    Native,
    NotKnownError,
    Steps,
    bounded_items,
    native,
    safe_length,
    table,
)
from scaffold.readers.programs.javascript.numbers import is_number, number
from scaffold.readers.programs.javascript.operators import same_value_zero, strictly_equal
from scaffold.readers.programs.javascript.reading import items_of, whole_array
from scaffold.readers.programs.javascript.regexp import Result
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Object, Symbol


def _changing(given: Given) -> Array:
    """The array itself, to change it. What only is a symbol of an array cannot be."""
    if not isinstance(given.this, Array):
        raise NotKnownError("an array that is not the program's own is changed")
    return given.this


def _push(given: Given) -> int:
    items = _changing(given).items
    items.extend(given.arguments)
    bounded_items(given.machine, len(items))
    return len(items)


def _pop(given: Given) -> Any:
    items = _changing(given).items
    return items.pop() if items else UNDEFINED


def _shift(given: Given) -> Any:
    items = _changing(given).items
    return items.pop(0) if items else UNDEFINED


def _unshift(given: Given) -> int:
    items = _changing(given).items
    items[:0] = given.arguments
    bounded_items(given.machine, len(items))
    return len(items)


def _spliced(given: Given, items: list[Any]) -> list[Any]:
    """Changes `items` as `splice` does; gives what is taken out."""
    start = given.place(0, len(items))
    count = len(items) - start
    if len(given.arguments) != 1:
        count = max(0, min(given.integer(1), count)) if given.arguments else 0
    removed = items[start : start + count]
    items[start : start + count] = given.arguments[2:]
    bounded_items(given.machine, len(items))
    return removed


def _to_spliced(given: Given) -> Array:
    items = list(items_of(given))
    _spliced(given, items)
    return Array(items)


def _reverse(given: Given) -> Array:
    array = _changing(given)
    array.items.reverse()
    return array


def _fill(given: Given) -> Array:
    array = _changing(given)
    length = len(array.items)
    bounded_items(given.machine, length)
    start, end = given.place(1, length), given.place(2, length, length)
    array.items[start:end] = [given[0]] * max(0, end - start)
    return array


def _copy_within(given: Given) -> Array:
    array = _changing(given)
    length = len(array.items)
    target, start = given.place(0, length), given.place(1, length)
    moved = array.items[start : given.place(2, length, length)][: length - target]
    array.items[target : target + len(moved)] = moved
    return array


def _with(given: Given) -> Array:
    items = list(items_of(given))
    index = given.integer(0)
    index += len(items) if index < 0 else 0
    if not 0 <= index < len(items):
        raise given.error("Invalid index : " + given.text(0), "RangeError")
    items[index] = given[1]
    return Array(items)


def _slice(given: Given) -> Array:
    items = items_of(given)
    return Array(items[given.place(0, len(items)) : given.place(1, len(items), len(items))])


def _concat(given: Given) -> Array:
    items = list(items_of(given))
    for argument in given.arguments:
        if isinstance(argument, Array):
            items.extend(argument.items)
        elif isinstance(argument, Symbol) and isinstance(argument.concrete, Array):
            items.extend(whole_array(given.machine, argument, given.at))
        elif isinstance(argument, Symbol) and argument.concrete is MISSING:
            raise NotKnownError("it is not known whether an array is added or an element")
        else:
            items.append(argument)
    bounded_items(given.machine, len(items))
    return Array(items)


def _join(given: Given) -> Any:
    separator = given.text(0, ",")
    return array_text(given.machine, Array(items_of(given)), given.at, separator)


def _compared(given: Given, *, zero: bool) -> Iterable[tuple[int, bool | None]]:
    """For each element whether it is the first argument; `None` where that is not known."""
    machine, wanted = given.machine, given.machine.concrete(given[0])
    same = same_value_zero if zero else strictly_equal
    for index, item in enumerate(items_of(given)):
        found = machine.concrete(item) if isinstance(item, Symbol) else item
        if item is given[0] and isinstance(item, Symbol):
            yield index, True
        else:
            yield index, None if found is MISSING or wanted is MISSING else same(found, wanted)


def _includes(given: Given) -> bool:
    open_ = False
    for index, found in _compared(given, zero=True):
        if found and index >= given.integer(1):
            return True
        open_ = open_ or found is None
    if open_:
        raise NotKnownError("it is not known whether one of them is the value")
    return False


def _index_of(given: Given) -> int:
    start = given.place(1, len(items_of(given)))
    for index, found in _compared(given, zero=False):
        if index >= start and found is None:
            raise NotKnownError("it is not known whether one of them is the value")
        if index >= start and found:
            return index
    return -1


def _last_index_of(given: Given) -> int:
    items = items_of(given)
    last = given.integer(1) if len(given.arguments) > 1 else len(items) - 1
    last += len(items) if last < 0 else 0
    found = [(index, same) for index, same in _compared(given, zero=False) if index <= last and same is not False]
    if found and found[-1][1] is None:
        raise NotKnownError("it is not known whether one of them is the value")
    return found[-1][0] if found else -1


def _at(given: Given) -> Any:
    items, index = items_of(given), given.integer(0)
    index += len(items) if index < 0 else 0
    return items[index] if 0 <= index < len(items) else UNDEFINED


def flattened(given: Given, items: list[Any], depth: int) -> list[Any]:
    """The elements, with arrays among them opened to this depth."""
    found: list[Any] = []
    for item in items:
        inner = None
        if depth > 0 and isinstance(item, Array):
            inner = item.items
        elif depth > 0 and isinstance(item, Symbol) and isinstance(item.concrete, Array):
            inner = whole_array(given.machine, item, given.at)
        if inner is None:
            found.append(item)
        else:
            try:
                found.extend(flattened(given, inner, depth - 1))
            except RecursionError:
                raise given.error("Maximum call stack size exceeded", "RangeError") from None
        bounded_items(given.machine, len(found))
    return found


def _to_text(given: Given) -> Any:
    return array_text(given.machine, Array(items_of(given)), given.at)


def _entries(given: Given) -> Steps:
    return Steps(Array([index, item]) for index, item in enumerate(items_of(given)))


_BODIES: dict[str, Body] = {
    "push": _push,
    "pop": _pop,
    "shift": _shift,
    "unshift": _unshift,
    "splice": lambda given: Array(_spliced(given, _changing(given).items)),
    "toSpliced": _to_spliced,
    "reverse": _reverse,
    "toReversed": lambda given: Array(items_of(given)[::-1]),
    "fill": _fill,
    "copyWithin": _copy_within,
    "with": _with,
    "slice": _slice,
    "concat": _concat,
    "join": _join,
    "includes": _includes,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "at": _at,
    "flat": lambda given: Array(flattened(given, items_of(given), given.integer(0, 1))),
    "keys": lambda given: Steps(range(len(items_of(given)))),
    "values": lambda given: Steps(items_of(given)),
    "entries": _entries,
    "toString": _to_text,
    "toLocaleString": _to_text,
}
ARRAY_MEMBERS: dict[Any, Any] = {**table(_BODIES), **LOOPS}
ARRAY_MEMBERS[ITERATOR] = ARRAY_MEMBERS["values"]


def array_member(value: Array, name: Any) -> Any:
    """A member of an array."""
    if name == "length":
        return len(value.items)
    if isinstance(value, Result) and name in ("index", "input", "groups"):
        return getattr(value, name)
    found = ARRAY_MEMBERS.get(name)
    if found is not None:
        return found
    if isinstance(name, str) and name.isdecimal() and len(name) < 10 and (name == "0" or name[0] != "0"):
        return value.items[int(name)] if int(name) < len(value.items) else UNDEFINED
    return OBJECT_MEMBERS.get(name, UNDEFINED)


def _make(given: Given) -> Array:
    """`new Array(length)` or `Array(...items)`. Holes are undefined."""
    if len(given.arguments) != 1 or not is_number(given[0]):
        return Array(list(given.arguments))
    length = number(given[0])
    if not isinstance(length, int) or not 0 <= length < 2**32:
        raise given.error("Invalid array length", "RangeError")
    bounded_items(given.machine, length)
    return Array([UNDEFINED] * length)


def _from(given: Given) -> Any:
    items = _source_items(given)
    change = given[1] if is_callable(given[1]) else None
    if items is None:
        return _from_unknown(given, change)
    if change is not None:
        items = [given.call(change, item, index, this=given[2]) for index, item in enumerate(items)]
    return Array(items)


def _from_unknown(given: Given, change: Any) -> Any:
    source: Symbol = given[0]
    if change is None:
        return source
    return given.machine.get(source, "map", given.at) and given.machine.call(
        LOOPS["map"], [change], this=source, at=given.at
    )


def _source_items(given: Given) -> list[Any] | None:
    """The elements of what `Array.from` is given: what can be looped over, or has a length. `None`: not known."""
    machine, source = given.machine, given[0]
    if isinstance(source, Symbol):
        return machine.iterate(source, given.at)
    if source is None or source is UNDEFINED:
        raise given.error(f"{'null' if source is None else 'undefined'} is not iterable")
    if isinstance(source, Object) and source.type is None and ITERATOR not in source.entries:
        length = safe_length(to_number(machine, machine.get(source, "length", given.at), given.at))
        if length > MAX_ITEMS:
            bounded_items(machine, length)
        bounded_items(machine, length)
        return [machine.get(source, str(index), given.at) for index in range(length)]
    if isinstance(source, Array | str | Object | Native):
        return elements(machine, source, given.at)
    return machine.iterate(source, given.at) if not is_number(source) and not isinstance(source, bool) else []


def _is_array(given: Given) -> Any:
    value = given.machine.concrete(given[0]) if isinstance(given[0], Symbol) else given[0]
    if value is MISSING:
        return given.unknown("it is not known whether this is an array")
    return isinstance(value, Array)


ARRAY = Builtin(
    "Array",
    _make,
    _make,
    {
        "from": native("Array.from", _from),
        "of": native("Array.of", lambda given: Array(list(given.arguments))),
        "isArray": native("Array.isArray", _is_array),
    },
    ARRAY_MEMBERS,
    lambda value: isinstance(value, Array),
)
