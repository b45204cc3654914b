"""How much a program may do while it is read."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

_T = TypeVar("_T")

#: Stacks for deeply nested programs, in bytes, the first that the system gives: only what is used takes memory.
_STACKS = (512 << 20, 128 << 20, 32 << 20)
#: What a nested call of Python's takes of it at most.
_NESTED = 8 << 10

_inside = threading.local()


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation.

    `steps` are statements, calls and rounds, `depth` nested calls of the program's functions, `size` the elements of a
    list or the characters of a text, `nodes` the parts of a symbolic expression, `series` what is taken of a generator,
    `seconds` the processor time altogether: a busy machine is no fault of the program.
    """

    steps: int = 600_000
    depth: int = 400
    size: int = 2_000_000
    nodes: int = 20_000
    series: int = 1_000
    seconds: float = 6.0


class Meter:
    """Counts steps against a budget. `left` may be counted down directly; `refill` where it is below zero. `spent` says
    that there is nothing left."""

    __slots__ = ("_end", "_rest", "budget", "left", "spent")

    #: Steps after which the clock is looked at.
    SLICE = 4_000

    def __init__(self, budget: Budget) -> None:
        self.budget, self.spent = budget, False
        self.left = min(self.SLICE, budget.steps)
        self._rest = budget.steps - self.left
        self._end = time.process_time() + budget.seconds

    def refill(self) -> str:
        """Go on with the next slice; or, where there is none, why not."""
        if self._rest + self.left < 0:
            self.spent = True
            return "it takes too many steps"
        if time.process_time() > self._end:
            self.spent = True
            return "it takes too long"
        more = min(self.SLICE, self._rest + self.left)
        self._rest += self.left - more
        self.left = more
        return ""


@dataclass(slots=True)
class Purse:
    """What all evaluations of a project may take together, in seconds of processor time.

    Once it is empty each evaluation gets no further than `Meter.SLICE` steps: small ones still come to their end.
    """

    seconds: float = 90.0

    def budget(self) -> Budget:
        """The budget of one more evaluation."""
        whole = Budget()
        return replace(whole, seconds=min(whole.seconds, max(self.seconds, 0.0)))

    @contextmanager
    def paying(self) -> Iterator[None]:
        """Pay for what is done meanwhile."""
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds -= time.process_time() - start


def after_the_end(budget: Budget) -> Budget:
    """What there is left to do once a budget is used up: to look at what was found until then."""
    return replace(budget, steps=budget.steps // 4, seconds=budget.seconds / 4)


def with_deep_stack(work: Callable[[], _T]) -> _T:
    """What `work` gives, run where deep nesting ends in a `RecursionError` and not in a crash."""
    if getattr(_inside, "deep", False):
        return work()
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        _inside.deep = True
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    for size in _STACKS:
        with _nesting(size // _NESTED):
            thread = _started(run, size)
            if thread is not None:
                thread.join()
                break
    else:
        run()
        _inside.deep = False
    if errors:
        raise errors[0]
    return results[0]


def _started(work: Callable[[], None], stack: int) -> threading.Thread | None:
    """A thread that does it, or `None` where the system does not give it such a stack."""
    before = threading.stack_size(stack)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread
    except RuntimeError:
        return None
    finally:
        threading.stack_size(before)


@contextmanager
def _nesting(depth: int) -> Iterator[None]:
    """Let Python nest calls that deep."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, depth))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
