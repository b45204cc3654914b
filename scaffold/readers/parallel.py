"""The same work on several things, in several processes where that pays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_processes(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """`work` of each item, in order, in up to `jobs` processes; in this one where `jobs` is 1.

    Processes are forked where the system can: they start with everything imported.
    """
    if jobs <= 1:
        return [work(item) for item in items]
    import multiprocessing  # both are slow to load, and most projects have one root
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(method)) as pool:
        return list(pool.map(work, items))
