"""The methods of arrays that call a function for each element, and sorting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cmp_to_key
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.deciding import until
from scaffold.readers.programs.javascript.native import Body, Given, table
from scaffold.readers.programs.javascript.reading import decided, items_of, whole_array
from scaffold.readers.programs.javascript.texts import units
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, NativeFunction, Symbol


def _array(given: Given) -> Any:
    """The array as callbacks get it."""
    return given.this


def _each(given: Given) -> Iterator[tuple[int, Any]]:
    """The elements that are there at the start, as they are when their turn comes."""
    items = items_of(given)
    for index in range(len(items)):
        if index < len(items):
            yield index, items[index]


def _ask(given: Given, function: Any, item: Any, index: int) -> Any:
    given.machine.spend()
    return given.call(function, item, index, _array(given), this=given[1])


def _is_open(given: Given) -> bool:
    """Whether the elements are not known."""
    return isinstance(given.this, Symbol) and given.machine.iterate(given.this, given.at) is None


def _open_round(given: Given) -> Any:
    """One round of the callback for elements that are not known."""
    function = given.function(0)
    return given.machine.once(given.this, lambda item: given.call(function, item, 0, _array(given)), given.at)


def _open_result(name: str, given: Given, result: Any) -> Symbol:
    machine = given.machine
    return Symbol(Call(name, (machine.freeze(given.this), machine.freeze(result))))


def _over(name: str, body: Body) -> Body:
    """The body, but one round where the elements are not known."""

    def work(given: Given) -> Any:
        given.function(0)
        if _is_open(given):
            result = _open_round(given)
            return UNDEFINED if name == "forEach" else _open_result(name, given, result)
        return body(given)

    return work


def _map(given: Given) -> Array:
    return Array([_ask(given, given[0], item, index) for index, item in _each(given)])


def _for_all(given: Given) -> Any:
    for index, item in _each(given):
        _ask(given, given[0], item, index)
    return UNDEFINED


def _filter(given: Given) -> Array:
    return Array([item for index, item in _each(given) if decided(given, _ask(given, given[0], item, index))])


def _flat_map(given: Given) -> Array:
    found: list[Any] = []
    for index, item in _each(given):
        result = _ask(given, given[0], item, index)
        if isinstance(result, Array):
            found.extend(result.items)
        elif isinstance(result, Symbol) and isinstance(result.concrete, Array):
            found.extend(whole_array(given.machine, result, given.at))
        else:
            found.append(result)
        bounded_items(given.machine, len(found))
    return Array(found)


def _first(given: Given, each: Iterable[tuple[int, Any]]) -> tuple[int, Any]:
    for index, item in each:
        if decided(given, _ask(given, given[0], item, index)):
            return index, item
    return -1, UNDEFINED


def _answers(given: Given) -> Iterator[Any]:
    for index, item in _each(given):
        yield _ask(given, given[0], item, index)


def _some(given: Given) -> Any:
    return until(given.machine, _answers(given), True, given.at)


def _every(given: Given) -> Any:
    return until(given.machine, _answers(given), False, given.at)


def _reduced(given: Given, each: list[tuple[int, Any]]) -> Any:
    function = given.function(0)
    if len(given.arguments) > 1:
        result = given[1]
    elif each:
        (_, result), *each = each
    else:
        raise given.error("Reduce of empty array with no initial value")
    for index, item in each:
        given.machine.spend()
        result = given.call(function, result, item, index, _array(given))
    return result


def _reduce(given: Given, *, backwards: bool = False) -> Any:
    if not _is_open(given):
        each = list(_each(given))
        return _reduced(given, each[::-1] if backwards else each)
    function, start = given.function(0), given[1]
    result = given.machine.once(given.this, lambda item: given.call(function, start, item, 0, given.this), given.at)
    return _open_result("reduce", given, result)


def _order(given: Given) -> Callable[[Any], Any]:
    """What elements are sorted by: their text, or the function that compares two."""
    machine = given.machine
    if given[0] is UNDEFINED:

        def key(item: Any) -> Any:
            return units(given.as_text(item))

        return key

    function = given.function(0)

    def compare(left: Any, right: Any) -> int:
        machine.spend()
        result = machine.concrete(given.call(function, left, right))
        if result is MISSING:
            raise NotKnownError("how two elements compare is not known")
        order = Given(machine, UNDEFINED, [result], given.at).number(0)
        return -1 if order < 0 else 1 if order > 0 else 0

    return cmp_to_key(compare)


def in_sorted_order(given: Given, items: list[Any]) -> list[Any]:
    """The elements in order, the undefined ones last."""
    defined = [item for item in items if item is not UNDEFINED]
    return [*sorted(defined, key=_order(given)), *[UNDEFINED] * (len(items) - len(defined))]


def group_by(given: Given, items: list[Any], function: Any) -> list[tuple[Any, list[Any]]]:
    """The elements by what the function gives for them, in the order of their first."""
    groups: list[tuple[Any, list[Any]]] = []
    from scaffold.readers.programs.javascript.operators import same_value_zero

    for index, item in enumerate(items):
        key = given.machine.concrete(given.call(function, item, index))
        if key is MISSING:
            raise NotKnownError("the group of an element is not known")
        for other, members in groups:
            if same_value_zero(other, key):
                members.append(item)
                break
        else:
            groups.append((key, [item]))
    return groups


_BODIES: dict[str, Body] = {
    "map": _over("map", _map),
    "forEach": _over("forEach", _for_all),
    "filter": _over("filter", _filter),
    "flatMap": _over("flatMap", _flat_map),
    "find": _over("find", lambda given: _first(given, _each(given))[1]),
    "findIndex": _over("findIndex", lambda given: _first(given, _each(given))[0]),
    "findLast": _over("findLast", lambda given: _first(given, list(_each(given))[::-1])[1]),
    "findLastIndex": _over("findLastIndex", lambda given: _first(given, list(_each(given))[::-1])[0]),
    "some": _over("some", _some),
    "every": _over("every", _every),
    "reduce": _reduce,
    "reduceRight": lambda given: _reduce(given, backwards=True),
    "toSorted": lambda given: Array(in_sorted_order(given, items_of(given))),
}
LOOPS: dict[str, NativeFunction] = table(_BODIES)
