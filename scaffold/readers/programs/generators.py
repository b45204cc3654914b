"""Generators: what they give, gathered ahead or one by one while a loop runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.functions import Completion, LeftError, Series, Unit, live
from scaffold.readers.programs.items import Items
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Object, ThrownError

#: So many times as much is taken ahead where all that goes through elements one by one does so.
_LONGER = 10


class _SeriesEndError(Exception):
    """A generator has given all that is taken of it."""


def _or_error(run: Callable[[], Any]) -> Any:
    """What a generator returns or throws: who takes its elements one by one comes to that last."""
    try:
        return run()
    except ThrownError as error:
        return error


class Generators(Items):
    """The part of the evaluator for generators. `taker` is called with what the current one gives; `caught` is the
    error that is being handled; `doubts` counts how often it was not known which elements something has."""

    taker: Callable[[Any], Any] | None = None
    caught: ThrownError | None = None
    doubts: int = 0

    def give(self, value: Any) -> Any:
        """What `yield` does."""
        return self.taker(value) if self.taker is not None else UNDEFINED

    def give_each(self, value: Any, at: int) -> Any:
        """What `yield*` does."""
        self.drive(value, self.give_one, at)
        return value.returned if isinstance(value, Series) and self.split else UNDEFINED

    def give_one(self, value: Any) -> None:
        """Give a value, and go on."""
        self.give(value)

    def gathered(self, run: Callable[[], Any], whole: bool = False) -> tuple[list[Any], Any, bool]:
        """What a generator gives, up to a bound (or `whole`), what it returns, and whether there would be more."""
        items: list[Any] = []
        returned, cut = UNDEFINED, False
        most = self.budget.series * (_LONGER if self.split else 1)

        def take(value: Any) -> Any:
            if len(items) >= most and not whole:
                raise _SeriesEndError
            items.append(value)
            self.spend(1)
            return self.nothing

        outer, self.taker = self.taker, take
        try:
            returned = run()
        except _SeriesEndError:
            cut = True
        finally:
            self.taker = outer
        return items, returned, cut

    def series(self, unit: Unit, work: Callable[[], Any]) -> Series:
        """A generator of a module that begins when it is first asked for an element."""
        return Series([], source=partial(self._begin, unit, work))

    def _begin(
        self, unit: Unit, work: Callable[[], Any], take: Callable[[Any], Any] | None, whole: bool
    ) -> tuple[list[Any], Any, bool]:
        def run() -> Any:
            outer = self._context()
            self.deepen(self.here)
            self.unit, self.returns, self.base = unit, None, len(self.conditions)
            try:
                return work()
            finally:
                del self.conditions[self.base :]
                self._resume(outer)

        if take is None:
            return self.gathered(run if whole else partial(_or_error, run), whole)
        outer, self.taker = self.taker, take
        try:
            return [], run(), False
        finally:
            self.taker = outer

    def _context(self) -> tuple[Any, ...]:
        return self.unit, self.returns, self.base, self.taker, self.depth, self.caught

    def _resume(self, context: tuple[Any, ...]) -> None:
        self.unit, self.returns, self.base, self.taker, self.depth, self.caught = context

    def drive(self, value: Any, body: Callable[[Any], Any], at: int = 0) -> bool:
        """Call `body` with each element, as a loop does: a generator that has not begun goes on where it stopped while
        `body` works. Ends early where that gives anything but `None`; whether it came to the end."""
        value = self.iterator_of(value, at)
        if isinstance(value, Series) and value.source is not None:
            source, value.source = value.source, None
            return self._run_along(value, source, body)
        items = self.elements(value, at)
        if items is None:
            self.doubts += 1
            self.once(value, body, at)
            return True
        for item in items:
            self.spend(1)
            if body(item) is not None:
                return False
        return True

    def iterator_of(self, value: Any, at: int) -> Any:
        """What a loop over an instance goes through: what its class's `__iter__` gives."""
        if not self.split or type(value) is not Object or value.type is None:
            return value
        method = self.special(value, "__iter__", at)
        return value if method is MISSING else self.invoke(method, (), {}, UNDEFINED, at)

    def elements(self, value: Any, at: int) -> Iterable[Any] | None:
        """The elements of anything that can be looped over, one by one; `None` where they are not known."""
        if self.split:
            if type(value) is Array:
                return live(value)
            if isinstance(value, Foreign):
                found = value.stream()
                if found is not None:
                    return found
            elif type(value) is Object and value.type is not None:
                step = self.special(value, "__next__", at)
                if step is not MISSING:
                    return self._stepped(step, at)
        return self.iterate(value, at)

    def _stepped(self, step: Any, at: int) -> Iterator[Any]:
        while True:
            try:
                found = self.invoke(step, (), {}, UNDEFINED, at)
            except ThrownError as error:
                end = self.globals.get("StopIteration")
                if not self.language.is_instance(self, error.value, end, at):
                    raise
                return
            yield found

    def _run_along(self, series: Series, source: Any, body: Callable[[Any], Any]) -> bool:
        """Run a generator and a loop's body in turn. What the body comes to counts where the loop stands, under the
        conditions of the generator too."""
        start, kept, left = len(self.conditions), list[Any](), LeftError(None)
        outer = self._context()

        def take(item: Any) -> Any:
            nonlocal outer
            inner, mark = self._context(), len(self.conditions)
            self._resume(outer)
            self.spend(1)
            try:
                end = body(item)
            except ThrownError as error:
                left.error = error
                raise left from None
            else:
                arms = tuple(value for kind, value in self.conditions[start:mark] if kind == "arm")
                if end is not None and arms and isinstance(end, Completion):
                    self.leave(end, Call("and", arms) if len(arms) > 1 else arms[0])
                    end = None
                kept.extend(self.conditions[mark:])
            finally:
                outer = self._context()
                self._resume(inner)
            if end is not None:
                raise left
            return self.nothing

        try:
            series.returned = source(take, False)[1]
        except LeftError as error:
            if error is not left:
                raise
            if left.error is not None:
                raise left.error from None
            return False
        finally:
            self._resume(outer)
            del self.conditions[start:]
            self.conditions.extend(kept)
        return True

    def inside(self, value: Any, body: Callable[[Any], Any], at: int = 0) -> Any:
        """Run a body at the one `yield` of a generator, where its errors arise; gives what it gives."""
        source = value.source if isinstance(value, Series) else None
        if source is None:
            return body(self.unknown("what this gives to the body is not known", at))
        value.source = None
        outer, found = self._context(), list[Any]()

        def take(item: Any) -> Any:
            inner = self._context()
            self._resume(outer)
            try:
                found.append(None)
                found[-1] = body(item)
            finally:
                self._resume(inner)
            return self.nothing

        source(take, False)
        if not found:
            raise self.throw("generator didn't yield", at, "RuntimeError")
        return found[0]
