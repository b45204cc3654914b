"""The methods of arrays that call no function. What takes callbacks is in `array_loops.py`.

Symbols may stand inside an array, and `this` may be a symbol of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import MAX_ITEMS, NotKnownError, bounded_items
from scaffold.readers.programs.javascript.array_loops import LOOPS, in_sorted_order
from scaffold.readers.programs.javascript.coerce import array_text, elements, is_callable, safe_length, to_number
from scaffold.readers.programs.javascript.kinds import ITERATOR, OBJECT_MEMBERS, Native
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, Steps, native, table
from scaffold.readers.programs.javascript.numbers import is_number, number
from scaffold.readers.programs.javascript.operators import same_value_zero, strictly_equal
from scaffold.readers.programs.javascript.reading import items_of, whole_array
from scaffold.readers.programs.javascript.regexp import Result
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Object, Symbol

_Change = Callable[[Given, list[Any]], Any]


def _changing(change: _Change) -> Body:
    """A method that changes the array that it is called on, and gives what `change` gives (`_SELF`: the array)."""

    def body(given: Given) -> Any:
        this = given.this
        if not isinstance(this, Array):
            raise NotKnownError("an array that is not the program's own is changed")
        result = change(given, this.items)
        bounded_items(given.machine, len(this.items))
        return this if result is _SELF else result

    return body


_SELF = object()


def _push(given: Given, items: list[Any]) -> int:
    items.extend(given.arguments)
    return len(items)


def _unshift(given: Given, items: list[Any]) -> int:
    items[:0] = given.arguments
    return len(items)


def _spliced(given: Given, items: list[Any]) -> list[Any]:
    """Changes `items` as `splice` does; gives what is taken out."""
    start = given.place(0, len(items))
    count = len(items) - start
    if len(given.arguments) != 1:
        count = max(0, min(given.integer(1), count)) if given.arguments else 0
    removed = items[start : start + count]
    items[start : start + count] = given.arguments[2:]
    return removed


def _to_spliced(given: Given) -> Array:
    items = list(items_of(given))
    _spliced(given, items)
    return Array(items)


def _reverse(given: Given, items: list[Any]) -> Any:
    del given
    items.reverse()
    return _SELF


def _fill(given: Given, items: list[Any]) -> Any:
    length = len(items)
    start, end = given.place(1, length), given.place(2, length, length)
    items[start:end] = [given[0]] * max(0, end - start)
    return _SELF


def _copy_within(given: Given, items: list[Any]) -> Any:
    length = len(items)
    target, start = given.place(0, length), given.place(1, length)
    moved = items[start : given.place(2, length, length)][: length - target]
    items[target : target + len(moved)] = moved
    return _SELF


def _sort(given: Given, items: list[Any]) -> Any:
    items[:] = in_sorted_order(given, items)
    return _SELF


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


def _includes(given: Given) -> bool:
    items = items_of(given)
    return any(same_value_zero(item, given[0]) for item in items[given.place(1, len(items)) :])


def _index_of(given: Given) -> int:
    items = items_of(given)
    start = given.place(1, len(items))
    return next((at for at in range(start, len(items)) if strictly_equal(items[at], given[0])), -1)


def _last_index_of(given: Given) -> int:
    items = items_of(given)
    last = given.integer(1) if len(given.arguments) > 1 else len(items) - 1
    last += len(items) if last < 0 else 0
    return next((at for at in range(min(last, len(items) - 1), -1, -1) if strictly_equal(items[at], given[0])), -1)


def _of_symbol(name: str, body: Body) -> Body:
    """The method; of a symbol of an array, the symbol of the method's call."""

    def work(given: Given) -> Any:
        this, machine = given.this, given.machine
        if not isinstance(this, Symbol):
            return body(given)
        value = Call(name, machine.operands(this, *given.arguments))
        known = [machine.concrete(one) for one in (this, *given.arguments)]
        if any(one is MISSING for one in known):
            return Symbol(value)
        return Symbol(value, body(Given(machine, known[0], known[1:], given.at)))

    return work


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
    "push": _changing(_push),
    "pop": _changing(lambda _, items: items.pop() if items else UNDEFINED),
    "shift": _changing(lambda _, items: items.pop(0) if items else UNDEFINED),
    "unshift": _changing(_unshift),
    "splice": _changing(lambda given, items: Array(_spliced(given, items))),
    "sort": _changing(_sort),
    "toSpliced": _to_spliced,
    "reverse": _changing(_reverse),
    "toReversed": lambda given: Array(items_of(given)[::-1]),
    "fill": _changing(_fill),
    "copyWithin": _changing(_copy_within),
    "with": _with,
    "slice": _of_symbol("slice", _slice),
    "concat": _concat,
    "join": _of_symbol("join", _join),
    "at": _at,
    "flat": lambda given: Array(flattened(given, items_of(given), given.integer(0, 1))),
    "keys": lambda given: Steps(range(len(items_of(given)))),
    "values": lambda given: Steps(items_of(given)),
    "entries": _entries,
    "toString": _to_text,
    "toLocaleString": _to_text,
}
_COMPARING: dict[str, Body] = {"includes": _includes, "indexOf": _index_of, "lastIndexOf": _last_index_of}
ARRAY_MEMBERS: dict[Any, Any] = {**table(_BODIES), **table(_COMPARING, pure=True), **LOOPS}
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
    found = machine.iterate(source, given.at) if not is_number(source) and not isinstance(source, bool) else []
    return None if found is None else list(found)


ARRAY = Builtin(
    "Array",
    _make,
    _make,
    {
        "from": native("Array.from", _from),
        "of": native("Array.of", lambda given: Array(list(given.arguments))),
        "isArray": native("Array.isArray", lambda given: isinstance(given[0], Array), pure=True),
    },
    ARRAY_MEMBERS,
    lambda value: isinstance(value, Array),
)
