"""`list`, `tuple`, `range` and `slice`: what makes them, and their methods. Symbols may stand inside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.functions import Parts
from scaffold.readers.programs.python.classes import LIST, RANGE, SLICE, TUPLE, BuiltinClass, wrapped
from scaffold.readers.programs.python.comparing import equal
from scaffold.readers.programs.python.items import contains, delete_item, item, length, set_item
from scaffold.readers.programs.python.kinds import RangeValue, changing, inner
from scaffold.readers.programs.python.native import Given, method, methods
from scaffold.readers.programs.python.numbers import whole
from scaffold.readers.programs.python.sorting import in_order
from scaffold.readers.programs.python.symbolic import any_of
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, NativeFunction, Span, Symbol


def own_items(given: Given) -> list[Any]:
    """The elements of the list that a method changes, which is noted."""
    held = inner(given.this)
    if not isinstance(held, Array):
        raise NotKnownError("a list that is not the program's own is changed")
    changing(given.machine, held)
    return held.items


def _append(given: Given, object: Any, /) -> None:
    items = own_items(given)
    items.append(object)
    if len(items) % 64 == 0:
        bounded_items(given.machine, len(items))


def _extend(given: Given, iterable: Any, /) -> None:
    items = given.machine.iterate(iterable, given.at)
    own_items(given).extend([any_of(given.machine, iterable)] if items is None else items)
    bounded_items(given.machine, len(own_items(given)))


def _insert(given: Given, index: Any, object: Any, /) -> None:
    own_items(given).insert(whole(given, index), object)


def _pop(given: Given, index: Any = -1, /) -> Any:
    items = own_items(given)
    if isinstance(index, Symbol) and index.concrete is MISSING:
        items[:] = [given.unknown("which of these are left is not known") for _ in items[1:]]
    place = whole(given, index)
    if not items:
        raise given.error("pop from empty list", "IndexError")
    if not -len(items) <= place < len(items):
        raise given.error("pop index out of range", "IndexError")
    return items.pop(place)


def _find(given: Given, items: list[Any], wanted: Any) -> int:
    for place, one in enumerate(items):
        if equal(given.machine, one, wanted, given.at):
            return place
    return -1


def _remove(given: Given, value: Any, /) -> None:
    items = own_items(given)
    try:
        place = _find(given, items, value)
    except NotKnownError:
        items[:] = [given.unknown("which of these are left is not known") for _ in items[1:]]
        return
    if place < 0:
        raise given.error("list.remove(x): x not in list", "ValueError")
    del items[place]


def _reverse(given: Given) -> None:
    own_items(given).reverse()


def _sort(given: Given, *, key: Any = None, reverse: Any = False) -> None:
    items = own_items(given)
    try:
        items[:] = in_order(given, list(items), key, reverse)
    except NotKnownError:
        whole = Call("sorted", given.machine.operands(Array(list(items))))
        items[:] = [Symbol(Call("index", (whole, place))) for place in range(len(items))]


def _clear(given: Given) -> None:
    own_items(given).clear()


def _copy(given: Given) -> Array:
    return Array(given.items(given.this))


def _count(given: Given, value: Any, /) -> int:
    return sum(equal(given.machine, one, value, given.at) for one in given.items(given.this))


def _index(given: Given, value: Any, start: Any = 0, stop: Any = None, /) -> int:
    items = given.items(given.this)
    first, last, _ = slice(whole(given, start), None if stop is None else whole(given, stop)).indices(len(items))
    place = _find(given, items[first:last], value)
    if place >= 0:
        return first + place
    plain = inner(given.this)
    if isinstance(plain, Array) and not plain.fixed:
        raise given.error(f"{given.text(represent(given.machine, value, given.at))} is not in list", "ValueError")
    name = "sequence" if isinstance(plain, RangeValue) else f"{type_name(plain)}"
    raise given.error(f"{name}.index(x): x not in {name}", "ValueError")


def _items_for(given: Given, iterable: Any) -> Array | Symbol:
    """A list of the elements, or the symbol itself where they are not known."""
    if iterable is MISSING:
        return Array()
    if isinstance(iterable, Parts) and not iterable.changed:
        return Array(list(iterable.items))
    if isinstance(iterable, Symbol) and given.machine.iterate(iterable, given.at) is None:
        return iterable
    return Array(given.items(iterable))


def _maker(own: BuiltinClass) -> Callable[..., Any]:
    def make(given: Given, cls: Any, iterable: Any = MISSING, /, *more: Any, **named: Any) -> Any:
        """A class that extends a list sets itself up later, by `__init__`."""
        if cls is own and (more or named):
            raise given.error(f"{own.name} expected at most 1 argument, got {1 + len(more)}")
        later = cls is not own and own is LIST
        found = _items_for(given, MISSING if later else iterable)
        if isinstance(found, Array):
            found.fixed = own is TUPLE
        return wrapped(cls, own, found)

    return make


def _set_up_list(given: Given, iterable: Any = MISSING, /) -> None:
    own_items(given)[:] = [] if iterable is MISSING else given.items(iterable)


#: The methods that classes of the program ask for by `super()`.
CONTAINER: dict[str, NativeFunction] = methods(
    {
        "__len__": lambda given: length(given.machine, inner(given.this), given.at),
        "__getitem__": lambda given, key, /: item(given.machine, inner(given.this), key, given.at),
        "__contains__": lambda given, key, /: contains(given.machine, inner(given.this), key, given.at),
        "__iter__": lambda given: given.machine.call(ITER[0], (inner(given.this),), at=given.at),
    }
)
CHANGING: dict[str, NativeFunction] = methods(
    {
        "__setitem__": lambda given, key, value, /: set_item(given.machine, inner(given.this), key, value, given.at),
        "__delitem__": lambda given, key, /: delete_item(given.machine, inner(given.this), key, given.at),
    }
)
#: The function `iter`, which `looping` puts here.
ITER: list[Any] = []

_SEARCHES = methods({"count": _count, "index": _index})
LIST.make, TUPLE.make = _maker(LIST), _maker(TUPLE)
LIST.members.update(
    {
        **CONTAINER,
        **CHANGING,
        **_SEARCHES,
        **methods(
            {
                "append": _append,
                "extend": _extend,
                "insert": _insert,
                "pop": _pop,
                "remove": _remove,
                "reverse": _reverse,
                "sort": _sort,
                "clear": _clear,
                "copy": _copy,
            },
            "list",
        ),
        "__init__": method("__init__", _set_up_list),
    }
)
TUPLE.members.update({**CONTAINER, **_SEARCHES})


def _make_range(given: Given, cls: Any, /, *bounds: Any) -> RangeValue | Symbol:
    """Of symbols that are taken to be numbers, the numbers themselves: how often a loop goes round is decided."""
    del cls
    if not 1 <= len(bounds) <= 3:
        count = "at least 1" if not bounds else "at most 3"
        raise given.error(f"range expected {count} argument{'s' * bool(bounds)}, got {len(bounds)}")
    if any(isinstance(bound, Symbol) and bound.concrete is MISSING for bound in bounds):
        return Symbol(Call("range", given.machine.operands(*bounds)))
    return RangeValue(given.host(range, *(whole(given, bound) for bound in bounds)))


def _make_slice(given: Given, cls: Any, /, *bounds: Any) -> Span:
    del cls
    if not 1 <= len(bounds) <= 3:
        count = "at least 1" if not bounds else "at most 3"
        raise given.error(f"slice expected {count} argument{'s' * bool(bounds)}, got {len(bounds)}")
    return Span(None, bounds[0]) if len(bounds) == 1 else Span(*bounds)


def _indices(given: Given, length: Any, /) -> Array:
    own = given.this
    ends = [None if end is None else whole(given, end) for end in (own.start, own.stop, own.step)]
    return Array(list(given.host(slice(*ends).indices, whole(given, length))), fixed=True)


RANGE.make = _make_range
RANGE.members.update({**CONTAINER, **_SEARCHES})
SLICE.make = _make_slice
SLICE.members.update(methods({"indices": _indices}))
