"""Iterators, and the functions that take one element after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.deciding import until
from scaffold.readers.programs.functions import Series, live
from scaffold.readers.programs.python.classes import ITERATOR_MEMBERS, ITERATORS
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.items import item, length
from scaffold.readers.programs.python.kinds import Native, RangeValue, Steps, View, inner, key_value
from scaffold.readers.programs.python.native import Body, Given, methods, native
from scaffold.readers.programs.python.numbers import whole
from scaffold.readers.programs.python.sequences import ITER
from scaffold.readers.programs.python.sorting import extreme, in_order
from scaffold.readers.programs.python.types import is_instance, type_name
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Machine,
    NativeFunction,
    Object,
    OverBudgetError,
    Symbol,
    ThrownError,
)

_ENDED = object()


def steps_of(machine: Machine, value: Any, at: int) -> Iterator[Any]:
    """The elements of anything that can be looped over, each made when it is taken.

    Raises the program's TypeError for what cannot, `NotKnownError` where they are not known.
    """
    if isinstance(value, Symbol):
        found = machine.iterate(value, at)
        if found is None:
            raise NotKnownError("the elements are not known")
        return iter(found)
    if isinstance(value, Steps):
        return value.source
    if isinstance(value, Series):
        return _of_series(value)
    if isinstance(value, Array):
        return live(value)
    if isinstance(value, str | bytes):
        return iter(value)
    if isinstance(value, RangeValue):
        return iter(value.span)
    if isinstance(value, Object) and value.type is None:
        return iter([key_value(key) for key, held in value.entries.items() if held is not UNDEFINED])
    return _of_other(machine, value, at)


def _of_series(value: Series) -> Iterator[Any]:
    while True:
        found, done = value.take()
        if done:
            return
        yield found


def _of_other(machine: Machine, value: Any, at: int) -> Iterator[Any]:
    method = machine.special(value, "__iter__", at)
    if method is not MISSING:
        return _of_iterator(machine, machine.call(method, (), at=at), at)
    if isinstance(value, Native):
        found = value.elements(machine, at)
        if found is not None:
            return iter(found)
    plain = inner(value)
    if plain is not value:
        return steps_of(machine, plain, at)
    reader = machine.special(value, "__getitem__", at) if isinstance(value, Object) else MISSING
    if reader is not MISSING:
        return _by_index(machine, reader, at)
    raise machine.throw(f"'{type_name(value)}' object is not iterable", at, "TypeError")


def _of_iterator(machine: Machine, iterator: Any, at: int) -> Iterator[Any]:
    step = machine.special(iterator, "__next__", at)
    if step is MISSING:
        if isinstance(iterator, Object) and iterator.type is not None and inner(iterator) is iterator:
            raise machine.throw(f"iter() returned non-iterator of type '{type_name(iterator)}'", at, "TypeError")
        return steps_of(machine, iterator, at)
    return _called(machine, step, "StopIteration", at)


def _called(machine: Machine, function: Any, end: str, at: int, *arguments: Any) -> Iterator[Any]:
    while True:
        machine.spend()
        try:
            found = machine.call(function, arguments, at=at)
        except ThrownError as error:
            if is_instance(error.value, ERRORS[end]):
                return
            raise
        yield found


def _by_index(machine: Machine, reader: Any, at: int) -> Iterator[Any]:
    place = 0
    while True:
        machine.spend()
        try:
            found = machine.call(reader, (place,), at=at)
        except ThrownError as error:
            if is_instance(error.value, ERRORS["IndexError"]):
                return
            raise
        yield found
        place += 1


def elements(machine: Machine, value: Any, at: int) -> list[Any]:
    """All elements of what can be looped over. Raises as `steps_of` does."""
    if isinstance(value, Array):
        return list(value.items)
    if isinstance(value, Native):
        found = value.elements(machine, at)
        if found is not None:
            return found
    taken: list[Any] = []
    for one in steps_of(machine, value, at):
        taken.append(one)
        if len(taken) % 64 == 0:
            bounded_items(machine, len(taken))
    machine.spend(1 + len(taken) // 16)
    return taken


def _is_open(given: Given, value: Any) -> bool:
    return isinstance(value, Symbol) and given.machine.iterate(value, given.at) is None


def _iter(given: Given, object: Any, sentinel: Any = _ENDED, /) -> Any:
    if sentinel is not _ENDED:
        return Steps(_until_sentinel(given, object, sentinel), "callable_iterator")
    if isinstance(object, Steps | Series) or _is_open(given, object):
        return object
    return Steps(steps_of(given.machine, object, given.at))


def _until_sentinel(given: Given, function: Any, sentinel: Any) -> Iterator[Any]:
    while True:
        found = given.call(function)
        if given.truth(given.machine.binary("equals", found, sentinel, given.at)):
            return
        yield found


def _next(given: Given, iterator: Any, default: Any = _ENDED, /) -> Any:
    value: Any = UNDEFINED
    if isinstance(iterator, Steps | Series):
        value, done = iterator.take()
        if not done:
            return value
    elif isinstance(iterator, Symbol):
        raise NotKnownError("what comes next is not known")
    else:
        step = given.machine.special(iterator, "__next__", given.at)
        if step is MISSING:
            raise given.error(f"'{type_name(iterator)}' object is not an iterator")
        try:
            return given.call(step)
        except ThrownError as error:
            if default is _ENDED or not is_instance(error.value, ERRORS["StopIteration"]):
                raise
    if default is _ENDED:
        end = given.call(ERRORS["StopIteration"], *(() if value is UNDEFINED or value is None else (value,)))
        raise ThrownError(end, given.machine.position(given.at))
    return default


def _enumerate(given: Given, iterable: Any, start: Any = 0) -> Any:
    if _is_open(given, iterable):
        return Symbol(Call("enumerate", given.machine.operands(iterable)))
    source, first = steps_of(given.machine, iterable, given.at), whole(given, start)
    return Steps((Array([place, one], fixed=True) for place, one in enumerate(source, first)), "enumerate")


def _zip(given: Given, /, *iterables: Any, strict: Any = False) -> Any:
    if any(_is_open(given, one) for one in iterables):
        return Symbol(Call("zip", given.machine.operands(*iterables)))
    sources = [steps_of(given.machine, one, given.at) for one in iterables]
    return Steps(_zipped(given, sources, given.truth(strict)), "zip")


def _zipped(given: Given, sources: list[Iterator[Any]], strict: bool) -> Iterator[Any]:
    while sources:
        found: list[Any] = []
        for place, source in enumerate(sources):
            one = next(source, _ENDED)
            if one is _ENDED:
                if strict and (place or any(next(other, _ENDED) is not _ENDED for other in sources[1:])):
                    raise _uneven(given, place)
                return
            found.append(one)
        given.machine.spend()
        yield Array(found, fixed=True)


def _uneven(given: Given, place: int) -> Exception:
    shorter = place > 0
    other = place if shorter else 1
    before = "argument 1" if other == 1 else f"arguments 1-{other}"
    return given.error(
        f"zip() argument {other + 1} is {'shorter' if shorter else 'longer'} than {before}", "ValueError"
    )


def _map(given: Given, function: Any, iterable: Any, /, *more: Any) -> Any:
    if not more and _is_open(given, iterable):
        return _one_round(given, "map", function, iterable)
    sources = [steps_of(given.machine, one, given.at) for one in (iterable, *more)]
    return Steps((given.call(function, *row) for row in zip(*sources, strict=False)), "map")


def _one_round(given: Given, name: str, function: Any, iterable: Symbol) -> Symbol:
    """What comes of elements that are not known: the function is called once, with one of them."""
    machine = given.machine
    result = machine.once(iterable, lambda one: given.call(function, one), given.at)
    return Symbol(Call(name, (machine.freeze(iterable), machine.freeze(result))))


def _filter(given: Given, function: Any, iterable: Any, /) -> Any:
    if _is_open(given, iterable):
        return iterable if function is None else _one_round(given, "filter", function, iterable)
    source = steps_of(given.machine, iterable, given.at)
    return Steps(
        (one for one in source if given.truth(one if function is None else given.call(function, one))), "filter"
    )


def _reversed(given: Given, sequence: Any, /) -> Any:
    method = given.machine.special(sequence, "__reversed__", given.at)
    if method is not MISSING:
        return given.call(method)
    if isinstance(sequence, Symbol):
        return Steps(iter(given.items(sequence)[::-1]), "reversed")
    plain = inner(sequence)
    if isinstance(plain, Object) and given.machine.special(plain, "__getitem__", given.at) is not MISSING:
        count = given.known(length(given.machine, plain, given.at))
        return Steps((item(given.machine, plain, place, given.at) for place in range(count)[::-1]), "reversed")
    if isinstance(plain, Steps | Series) or (isinstance(plain, Object) and plain.type is not None):
        raise given.error(f"'{type_name(sequence)}' object is not reversible")
    if not isinstance(plain, Array | str | bytes | RangeValue | View | Object):
        raise given.error(f"'{type_name(sequence)}' object is not reversible")
    return Steps(iter(given.items(plain)[::-1]), "reversed")


def _decision(decisive: bool) -> Any:
    def body(given: Given, iterable: Any, /) -> Any:
        if _is_open(given, iterable):
            return Symbol(Call("any" if decisive else "all", given.machine.operands(iterable)))
        return until(given.machine, _bounded(given, iterable), decisive, given.at)

    return body


def _bounded(given: Given, iterable: Any) -> Iterable[Any]:
    for one in steps_of(given.machine, iterable, given.at):
        given.machine.spend()
        yield one


def _sum(given: Given, iterable: Any, /, start: Any = 0) -> Any:
    if isinstance(start, str | bytes):
        kind = "strings" if isinstance(start, str) else "bytes"
        raise given.error(f"sum() can't sum {kind} [use {'b' * (kind == 'bytes')}''.join(seq) instead]")
    if _is_open(given, iterable):
        return Symbol(Call("sum", given.machine.operands(iterable)))
    total = start
    for one in _bounded(given, iterable):
        total = given.machine.binary("add", total, one, given.at)
    return total


def _sorted(given: Given, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    if _is_open(given, iterable):
        return Symbol(Call("sorted", given.machine.operands(iterable)))
    items = given.items(iterable)
    try:
        return Array(in_order(given, items, key, reverse))
    except NotKnownError:
        return Symbol(Call("sorted", given.machine.operands(Array(items))))


def _least(given: Given, /, *arguments: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(given, "min", arguments, key, default)


def _greatest(given: Given, /, *arguments: Any, key: Any = None, default: Any = MISSING) -> Any:
    return _extreme(given, "max", arguments, key, default)


def _extreme(given: Given, name: str, arguments: tuple[Any, ...], key: Any, default: Any) -> Any:
    """Of symbols, the result is one too."""
    choices = list(arguments)
    if len(arguments) == 1:
        if _is_open(given, arguments[0]):
            return Symbol(Call(name, given.machine.operands(*arguments)))
        choices = given.items(arguments[0])
        arguments = (Array(choices),)
    symbols = any(isinstance(one, Symbol) for one in choices)
    if not symbols or key is not None:
        return extreme(given, name, arguments, key, default)
    value = Call(name, given.machine.operands(*choices))
    known = given.machine.concrete(Array(choices))
    return Symbol(value, MISSING if known is MISSING else extreme(given, name, (known,), key, default))


#: The functions that take what can be looped over, by name.
LOOPING: dict[str, NativeFunction] = {
    "iter": native("iter", _iter),
    "next": native("next", _next),
    "sum": native("sum", _sum),
    "sorted": native("sorted", _sorted),
    "min": native("min", _least),
    "max": native("max", _greatest),
    "any": native("any", _decision(True)),
    "all": native("all", _decision(False)),
}
ITER.append(LOOPING["iter"])


def _maker(name: str, body: Body) -> Body:
    """What makes an iterator of a class: a function of its name."""
    function = native(name, body)

    def make(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Any:
        del cls
        return given.machine.invoke(function, arguments, keywords, UNDEFINED, given.at)

    return make


ITERATORS["map"].make = _maker("map", _map)
ITERATORS["filter"].make = _maker("filter", _filter)
ITERATORS["zip"].make = _maker("zip", _zip)
ITERATORS["enumerate"].make = _maker("enumerate", _enumerate)
ITERATORS["reversed"].make = _maker("reversed", _reversed)

ITERATOR_MEMBERS.update(
    methods({"__iter__": lambda given: given.this, "__next__": lambda given: _next(given, given.this)})
)


def _close(given: Given) -> None:
    given.this.close()


def _send(given: Given, value: Any, /) -> Any:
    if value is not None:
        raise OverBudgetError("what a generator does with what it is sent is not known here")
    return _next(given, given.this)


def _throw(given: Given, *error: Any) -> Any:
    del given, error
    raise OverBudgetError("what a generator does with an error is not known here")


ITERATOR_MEMBERS.update(methods({"close": _close, "send": _send, "throw": _throw}))
