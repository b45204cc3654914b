"""Both ways of a branch whose condition is not known, and the one round of a loop whose rounds are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scaffold.model.values import Call, Conditional, Reference, Unknown, Value
from scaffold.readers.programs.conversions import Conversions
from scaffold.readers.programs.functions import Completion
from scaffold.readers.programs.journal import GONE, Journal, current, restore
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Symbol, ThrownError

#: Unknown conditions inside one another, after which nothing more is tried: a function that calls itself under one
#: would never end.
_DEEPEST = 10
_LOOP = "it is set in a loop whose number of rounds is not known"


@dataclass(frozen=True, slots=True, eq=False)
class Either(Symbol):
    """A symbol of a `Conditional` that still holds both values, so that members and calls go on with each."""

    condition: Value = None
    then: Any = UNDEFINED
    otherwise: Any = UNDEFINED


@dataclass(slots=True)
class _Way:
    """How one way of a branch went: how it ended, what it changed, and what has to hold to come past it."""

    result: Any
    error: ThrownError | None
    after: list[tuple[str, Value]]


def negated(condition: Value) -> Value:
    """That a condition does not hold."""
    if isinstance(condition, Call) and condition.function == "not":
        return condition.arguments[0]
    return Call("not", (condition,))


def condition_of(value: Any) -> Value:
    """A symbol as a condition: what is true where it counts as true."""
    found = value.value if isinstance(value, Symbol) else value
    if isinstance(found, Conditional) and found.then is True and found.otherwise is False:
        return found.condition
    if isinstance(found, Conditional) and found.then is False and found.otherwise is True:
        return negated(found.condition)
    return found


class Forks(Conversions):
    """The part of the evaluator that goes both ways. `returns` are what the current function gave under conditions
    that are not known, in order; `base` is where its conditions begin. `forked` counts how often it went both."""

    forked: int = 0
    returns: list[tuple[Value, Any]] | None = None
    base: int = 0

    def merge(self, condition: Value, then: Any, otherwise: Any) -> Any:
        """One of two values, by a condition that is not known."""
        if then is otherwise or (type(then) is type(otherwise) and _plain(then) and then == otherwise):
            return then
        value = self.limited(Conditional(condition, self.express(then), self.express(otherwise)))
        return Either(value, MISSING, condition, then, otherwise) if isinstance(value, Conditional) else Symbol(value)

    def fork(self, condition: Value, then: Callable[[], Any], otherwise: Callable[[], Any], at: int = 0) -> Any:
        """What an expression gives that goes one of two ways."""
        if self._too_deep(at):
            return self.unknown("too many conditions that decide this are not known", at)
        first, second = self._both(condition, then, otherwise)
        if first.error is not None:
            if second.error is not None:
                raise second.error
            return second.result
        return first.result if second.error is not None else self.merge(condition, first.result, second.result)

    def fork_statement(
        self, condition: Value, then: Callable[[], Any], otherwise: Callable[[], Any], at: int = 0
    ) -> Completion | None:
        """How a statement ends that goes one of two ways: where one of them leaves the function or the loop, the rest
        of it runs under the other's condition."""
        if self._too_deep(at):
            value = self.unknown("too many conditions that decide this are not known", at)
            return Completion("return", value=value) if self.depth > 1 else None
        first, second = self._both(condition, then, otherwise)
        if first.error is not None and second.error is not None:
            raise second.error
        if first.error is not None or second.error is not None:
            way = second if first.error is not None else first
            self.conditions.extend(way.after)
            return way.result  # type: ignore[no-any-return]
        return self._ended(condition, first, second)

    def _ended(self, condition: Value, first: _Way, second: _Way) -> Completion | None:
        one, other = first.result, second.result
        if one is None and other is None:
            self.conditions.extend((kind, Conditional(condition, value, True)) for kind, value in first.after)
            self.conditions.extend((kind, Conditional(condition, True, value)) for kind, value in second.after)
            return None
        if one is not None and other is not None and (one.kind, one.label) == (other.kind, other.label):
            if one.kind == "return":
                return Completion("return", value=self.merge(condition, one.value, other.value))
            return other  # type: ignore[no-any-return]
        if one is not None:
            self.leave(one, condition)
            self.conditions.extend(second.after)
            return other  # type: ignore[no-any-return]
        self.leave(other, negated(condition))
        self.conditions.extend(first.after)
        return None

    def leave(self, end: Completion, condition: Value) -> None:
        """One way ends the function, the round or the loop: what comes after it is under the opposite condition."""
        if end.kind == "return":
            whole = [value for kind, value in self.conditions[self.base :] if kind != "return"]
            reached = Call("and", (*whole, condition)) if whole else condition
            self.returns = [*(self.returns or ()), (reached, end.value)]
        self.conditions.append(("return" if end.label else end.kind, negated(condition)))

    def returned(self, value: Any) -> Any:
        """What the current function gives, given what it gives at its end."""
        for condition, early in reversed(self.returns or ()):
            value = self.merge(condition, early, value)
        return value

    def end_round(self, mark: int, *kinds: str) -> None:
        """Forget the conditions since `mark` that last to the end of a round (`continue`) or loop (`break`)."""
        self.conditions[mark:] = [found for found in self.conditions[mark:] if found[0] not in kinds]

    def _too_deep(self, at: int) -> bool:
        if sum(kind == "arm" for kind, _ in self.conditions) < _DEEPEST:
            return False
        self.note("nested-conditions", "Too many conditions inside one another are not known here", at)
        return True

    def _both(self, condition: Value, then: Callable[[], Any], otherwise: Callable[[], Any]) -> tuple[_Way, _Way]:
        self.forked += 1
        outer, mark = self.journal, len(self.conditions)
        journal = self.journal = Journal(outer)
        try:
            first = self._way(then, condition, mark)
            changed = journal.undo()
            second = self._way(otherwise, negated(condition), mark)
            if second.error is not None and first.error is None:
                journal.undo()
                for place, state in changed.values():
                    restore(place, state)
            elif first.error is None:
                self._join(condition, journal, changed)
        finally:
            self.journal = outer
        journal.close()
        return first, second

    def _way(self, work: Callable[[], Any], condition: Value, mark: int) -> _Way:
        self.conditions.append(("arm", condition))
        try:
            result, error = work(), None
        except ThrownError as thrown:
            result, error = None, thrown
        after = self.conditions[mark + 1 :]
        del self.conditions[mark:]
        return _Way(result, error, after)

    def _join(self, condition: Value, journal: Journal, changed: dict[Any, Any]) -> None:
        for key, (place, before) in journal.before.items():
            state = changed[key][1] if key in changed else before
            restore(place, self._joined(condition, place, state, current(place)))

    def _joined(self, condition: Value, place: Any, then: Any, otherwise: Any) -> Any:
        if place[1] is not None:
            return self._merge_present(condition, then, otherwise)
        if isinstance(place[0], Array):
            length = max(len(then), len(otherwise))
            then, otherwise = (found + [UNDEFINED] * (length - len(found)) for found in (then, otherwise))
            return [self.merge(condition, one, other) for one, other in zip(then, otherwise, strict=True)]
        keys = dict.fromkeys([*then[0], *otherwise[0]])
        entries = {}
        for key in keys:
            one, other = (way[0][key] if key in way[0] else self.left_out(place[0], key) for way in (then, otherwise))
            entries[key] = self.merge(condition, one, other)
        return entries, {**(then[1] or {}), **(otherwise[1] or {})} or None, otherwise[2]

    def left_out(self, holder: Any, key: Any) -> Any:
        """What there is in place of an entry that an object does not have."""
        del holder, key
        return UNDEFINED

    def _merge_present(self, condition: Value, then: Any, otherwise: Any) -> Any:
        if then is GONE or otherwise is GONE:
            return otherwise if then is GONE else then
        return self.merge(condition, then, otherwise)

    # Loops

    def round(self, work: Callable[[], Any]) -> Any:
        """One round of a loop whose rounds are not known: what it changes is not known afterwards, what it adds to
        lists and objects stays."""
        outer = self.journal
        journal = self.journal = Journal(outer)
        self.loops += 1
        try:
            result = work()
        finally:
            self.loops -= 1
            self.journal = outer
        for place, before in journal.before.values():
            restore(place, self._blurred(place, before, current(place)))
        journal.close()
        return result

    def once(self, value: Symbol, work: Callable[[Any], Any], at: int = 0) -> Any:  # noqa: ARG002
        """One round of a loop over elements that are not known."""
        return self.round(lambda: work(self.element(value)))

    def element(self, value: Any) -> Any:
        """Any element of a collection that is not known."""
        if not isinstance(value, Symbol):
            return self.unknown("the elements of this are not known", 0)
        known = self.language.element_of(self, value)
        if known is not UNDEFINED:
            return known
        return Symbol(self.step(value.value, "*"))

    def step(self, value: Value, name: Any) -> Value:
        """A member or element of a model value."""
        if isinstance(value, Reference):
            if self.split and isinstance(name, str):
                name = self.platform.step(value, name)
            return Reference(value.address, (*value.path, name))
        if isinstance(value, Unknown):
            return value
        if isinstance(value, dict) and name in value:
            return value[name]  # type: ignore[no-any-return]
        if isinstance(value, tuple) and isinstance(name, int) and 0 <= name < len(value):
            return value[name]  # type: ignore[no-any-return]
        return Call("index", (value, name))

    def _blurred(self, place: Any, before: Any, after: Any) -> Any:
        if place[1] is not None:
            return after if before is GONE or before is after else Symbol(Unknown(_LOOP))
        if isinstance(place[0], Array):
            if len(after) < len(before):
                return [Symbol(Unknown(_LOOP)) for _ in before]
            return [
                item if at >= len(before) or before[at] is item else Symbol(Unknown(_LOOP))
                for at, item in enumerate(after)
            ]
        entries = {
            key: item if before[0].get(key, item) is item else Symbol(Unknown(_LOOP)) for key, item in after[0].items()
        }
        return entries, after[1], after[2]


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float))
