"""The module `itertools`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import Series
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.comparing import equal
from scaffold.readers.programs.python.kinds import Steps
from scaffold.readers.programs.python.library.hosted import Static
from scaffold.readers.programs.python.native import Given, Module, functions
from scaffold.readers.programs.values import Array, Symbol


def each(given: Given, value: Any) -> Iterator[Any]:
    """The elements of anything that can be looped over, taken one by one. Raises `NotKnownError`."""
    if isinstance(value, Steps):
        for item in value.source:
            given.machine.spend()
            yield item
    elif isinstance(value, Series):
        while True:
            item, done = value.take()
            if done:
                return
            given.machine.spend()
            yield item
    else:
        for item in given.items(value):
            given.machine.spend()
            yield item


def _row(items: Any) -> Array:
    return Array(list(items), fixed=True)


def _steps(work: Callable[..., Iterator[Any]], name: str) -> Any:
    """A function that gives an iterator over what `work` gives. What is not known is found out at once."""

    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Steps:
        known = [_looked_at(given, value) for value in arguments]
        return Steps(work(given, *known, **keywords), name)

    return body


def _looked_at(given: Given, value: Any) -> Any:
    """What is taken for its elements: those of a symbol are known at once, or nothing is; of a number, the number."""
    if not isinstance(value, Symbol):
        return value
    if isinstance(value.concrete, int | float | None):
        return value.concrete
    found = given.machine.iterate(value, given.at)
    if found is None:
        raise NotKnownError("the elements are not known")
    return Array(found)


def _plain(work: Callable[..., Iterator[Any]], *, rows: bool = True) -> Callable[..., Iterator[Any]]:
    """What the host's function of iterators gives; rows of elements are tuples."""

    def body(given: Given, /, *values: Any, **options: Any) -> Iterator[Any]:
        for found in work(*(each(given, value) for value in values), **options):
            given.machine.spend()
            yield _row(found) if rows else found

    return body


def _numbered(work: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def body(given: Given, iterable: Any, r: Any = None) -> Iterator[Any]:
        items = list(each(given, iterable))
        if r is None and work is not itertools.permutations:
            raise given.error(f"{work.__name__}() missing required argument 'r' (pos 2)")
        for found in given.host(work, items, given.known(r)):
            given.machine.spend()
            yield _row(found)

    return body


def _product(given: Given, *iterables: Any, repeat: Any = 1) -> Iterator[Any]:
    items = [list(each(given, value)) for value in iterables]
    for found in itertools.product(*items, repeat=given.known(repeat)):
        given.machine.spend()
        yield _row(found)


def _count(given: Given, start: Any = 0, step: Any = 1) -> Iterator[Any]:
    value = start
    while True:
        given.machine.spend()
        yield value
        value = given.machine.binary("add", value, step, given.at)


def _cycle(given: Given, iterable: Any) -> Iterator[Any]:
    items = list(each(given, iterable))
    while items:
        for item in items:
            given.machine.spend()
            yield item


def _repeat(given: Given, object: Any, times: Any = None) -> Iterator[Any]:
    left = None if times is None else given.known(times)
    while left is None or left > 0:
        given.machine.spend()
        yield object
        left = None if left is None else left - 1


def _chained(given: Given, *iterables: Any) -> Iterator[Any]:
    for iterable in iterables:
        yield from each(given, iterable)


def _chained_from(given: Given, iterable: Any) -> Iterator[Any]:
    for inner in each(given, iterable):
        yield from each(given, inner)


def _sliced(given: Given, iterable: Any, *bounds: Any) -> Iterator[Any]:
    known = [given.known(bound) for bound in bounds]
    return given.host(itertools.islice, each(given, iterable), *known)  # type: ignore[no-any-return]


def _accumulated(given: Given, iterable: Any, func: Any = None, *, initial: Any = None) -> Iterator[Any]:
    total, begun = initial, initial is not None
    if begun:
        yield total
    for item in each(given, iterable):
        if not begun:
            total, begun = item, True
        elif func is None:
            total = given.machine.binary("add", total, item, given.at)
        else:
            total = given.call(func, total, item)
        yield total


def _by(keep: bool) -> Callable[..., Iterator[Any]]:
    def body(given: Given, predicate: Any, iterable: Any) -> Iterator[Any]:
        for item in each(given, iterable):
            decided = given.truth(item if predicate is None else given.call(predicate, item))
            if decided is keep:
                yield item

    return body


def _taken(given: Given, predicate: Any, iterable: Any) -> Iterator[Any]:
    for item in each(given, iterable):
        if not given.truth(given.call(predicate, item)):
            return
        yield item


def _dropped(given: Given, predicate: Any, iterable: Any) -> Iterator[Any]:
    dropping = True
    for item in each(given, iterable):
        dropping = dropping and given.truth(given.call(predicate, item))
        if not dropping:
            yield item


def _compressed(given: Given, data: Any, selectors: Any) -> Iterator[Any]:
    for item, chosen in zip(each(given, data), each(given, selectors), strict=False):
        if given.truth(chosen):
            yield item


def _starred(given: Given, function: Any, iterable: Any) -> Iterator[Any]:
    for item in each(given, iterable):
        yield given.call(function, *given.items(item))


def _grouped(given: Given, iterable: Any, key: Any = None) -> Iterator[Any]:
    group: list[Any] = []
    last: Any = None
    for item in each(given, iterable):
        here = item if key is None else given.call(key, item)
        if group and not equal(given.machine, here, last, given.at):
            yield Array([last, Steps(iter(group), "_grouper")], fixed=True)
            group = []
        last = here
        group.append(item)
    if group:
        yield Array([last, Steps(iter(group), "_grouper")], fixed=True)


def _tee(given: Given, iterable: Any, n: Any = 2) -> Array:
    items = list(each(given, iterable))
    return Array([Steps(iter(items), "_tee") for _ in range(given.known(n))], fixed=True)


def _longest(given: Given, *iterables: Any, fillvalue: Any = None) -> Iterator[Any]:
    return _plain(itertools.zip_longest)(given, *iterables, fillvalue=fillvalue)


_WORKS: dict[str, Callable[..., Iterator[Any]]] = {
    "accumulate": _accumulated,
    "batched": lambda given, iterable, n: _batched(given, iterable, given.known(n)),
    "combinations": _numbered(itertools.combinations),
    "combinations_with_replacement": _numbered(itertools.combinations_with_replacement),
    "compress": _compressed,
    "count": _count,
    "cycle": _cycle,
    "dropwhile": _dropped,
    "filterfalse": _by(False),
    "groupby": _grouped,
    "islice": _sliced,
    "pairwise": _plain(itertools.pairwise),
    "permutations": _numbered(itertools.permutations),
    "product": _product,
    "repeat": _repeat,
    "starmap": _starred,
    "takewhile": _taken,
    "zip_longest": _longest,
}


def _batched(given: Given, iterable: Any, n: int) -> Iterator[Any]:
    items = each(given, iterable)
    while batch := list(itertools.islice(items, n)):
        yield _row(batch)


def _chain(given: Given, cls: Any, /, *iterables: Any) -> Any:
    del cls
    return _steps(_chained, "chain")(given, *iterables)


CHAIN = BuiltinClass("chain", make=_chain, module="itertools")
CHAIN.members["from_iterable"] = Static(functions({"from_iterable": _steps(_chained_from, "chain")})["from_iterable"])
ITERTOOLS = Module(
    "itertools",
    {
        **functions({name: _steps(work, name) for name, work in _WORKS.items()}),
        **functions({"tee": _tee}),
        "chain": CHAIN,
    },
)
