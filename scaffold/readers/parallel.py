"""The same work on several things, in several processes where that pays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from scaffold.watching import Seen, report, watched, watching

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

T = TypeVar("T")
R = TypeVar("R")


def in_processes(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """`work` of each item, in order, in up to `jobs` processes, of which this one is one.

    Whoever is free takes the next item. Processes are forked where the system can: they start with everything imported.
    """
    if jobs <= 1:
        return [work(item) for item in items]
    watch = watching()
    import multiprocessing  # all are slow to load, and most projects have one root
    import pickle
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    taken = context.Value("i", 0)
    with ProcessPoolExecutor(jobs - 1, mp_context=context, initializer=_begin, initargs=(taken,)) as pool:
        others = [pool.submit(_serve, work, items, watch) for _ in range(jobs - 1)]
        found = {index: work(items[index]) for index in _take(taken, len(items))}
        for other in others:
            results, seen = other.result()
            found.update((index, pickle.loads(data)) for index, data in results)
            report(seen)
    return [found[index] for index in range(len(items))]


#: How many items the processes of a pool have taken; set where a pool's process begins.
_taken: Synchronized[int]


def _begin(taken: Synchronized[int]) -> None:
    global _taken
    _taken = taken


def _take(taken: Synchronized[int], count: int) -> Iterator[int]:
    """Items that nobody has taken, one at a time."""
    while True:
        with taken.get_lock():
            index = taken.value
            taken.value += 1
        if index >= count:
            return
        yield index


def _serve(work: Callable[[T], R], items: Sequence[T], watch: bool) -> tuple[list[tuple[int, bytes]], Seen]:
    """What another process does: the results of the items it took, pickled, and what it saw for them on the disk."""
    with watched() if watch else nullcontext(Seen()) as seen:
        return [(index, _dump(work(items[index]))) for index in _take(_taken, len(items))], seen


def _dump(result: object) -> bytes:
    import io
    import pickle

    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _reductions
    pickler.dump(result)
    return buffer.getvalue()


class _Reductions(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How to pickle dataclasses: by the arguments that make them, twice as fast as frozen ones with slots do it."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if not dataclasses.is_dataclass(kind):
            raise KeyError(kind)
        names = [found.name for found in dataclasses.fields(kind)]
        values = attrgetter(*names)
        single = len(names) == 1
        reduce = self[kind] = lambda entry: (kind, (values(entry),) if single else values(entry))
        return reduce


_reductions = _Reductions()
