"""Looks for events that make a handler do all that it can do: from those that are planned, one change at a time.

Changes are tried in a fixed order; one that reaches something new is a start for others. What the code does not look at
is found out by taking it away, and left alone. The number of trials is limited, and so is the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from scaffold.model.handlers import Data, Encoded
from scaffold.trying.around import answered, failures, rows, standing, told
from scaffold.trying.places import GONE, Path, at, changed, children, opened
from scaffold.trying.senders import enveloped, free, possible
from scaffold.trying.trials import Trial, Tried
from scaffold.trying.varying import Words, additions, leaves

#: A trial, and how many of its kind there may be without anything new.
_Asking: TypeAlias = Generator[Trial, Tried, None]
#: How many changes of one start are tried before it is another one's turn, and how many of one place.
_TURN: Final = 5
_FEW: Final = 4
#: So many trials without anything new are enough, and where everything is reached already.
_IDLE: Final = 150
_ENOUGH: Final = 80
#: Second changes promise less than first ones.
_LATER: Final = 4
#: What reaches so much more than the others is looked at as the first one was.
_DEEPER: Final = 1.25
#: How many kinds of outcomes are told apart.
_KINDS: Final = 60
_ELEMENTS: Final = 2
#: Handlers that hang, or bring their process down, are not tried without end.
_LOST: Final = 5
_MISSES: Final = 12


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is tried for a function: `trials` at most, by which it is the same on each machine. That it comes to
    an end at all, there are so many `seconds` of the processor and `longest` of the clock: much more than it takes."""

    trials: int = 300
    seconds: float = 900
    longest: float = 1800


@dataclass(slots=True)
class Found:
    """A trial that did something that none before it did. `edge`: one of a pair of neighbours that differ in kind.
    `odd`: nothing like it comes to be."""

    trial: Trial
    tried: Tried
    fresh: bool
    edge: bool = False
    odd: bool = False


@dataclass(slots=True)
class Explored:
    """What was found; `goals` are places that may be reached, `hurried` says that the time was over first."""

    found: list[Found] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    goals: frozenset[str] = frozenset()
    trials: int = 0
    hurried: bool = False

    @property
    def missed(self) -> frozenset[str]:
        """What was not reached, in files of which something was."""
        files = {place.rpartition(":")[0] for place in self.reached}
        return frozenset(goal for goal in self.goals - self.reached if goal.rpartition(":")[0] in files)


class Explorer:
    """Explores one handler; `attempt` runs a trial. `emulated`: there is an emulator that rows can be put into."""

    def __init__(
        self,
        attempt: Callable[[Trial], Tried],
        words: Words,
        environment: Sequence[str],
        goals: frozenset[str],
        emulated: bool = True,
    ) -> None:
        self._emulated = emulated
        #: Of the places in the code, those that are known from the beginning.
        self._goals = goals
        self._attempt, self._words, self._environment = attempt, words, environment
        self.explored = Explored(goals=goals)
        self._known: dict[str, Tried] = {}
        self._kinds: set[str] = set()
        #: Trials of what does not come to be, and how many trials there were since something new was reached.
        self._odd: set[str] = set()
        self._idle = self._lost = 0
        self._spent = 0.0
        self._deepest: dict[tuple[str, ...], int] = {}
        #: Places in events that the code looks at.
        self._places: dict[Path, None] = {}

    def add(self, trial: Trial, tried: Tried) -> None:
        """What is known already: a planned case, run."""
        self._known[trial.key] = tried
        self._learn(trial, tried)

    def explore(self, budget: Budget) -> Explored:
        """Try changes until everything is reached and each start had its turn, or the budget is used up."""
        until = time.monotonic() + budget.longest
        explored = self.explored
        starts = self._starts(0)
        while starts and explored.trials < budget.trials:
            able = starts if self._places else [each for each in starts if each.first] or starts
            start = min(able, key=lambda each: each.tries / each.weight)
            before = len(explored.found)
            for _ in range(_TURN):
                if time.monotonic() > until or self._spent > budget.seconds or self._lost > _LOST:
                    explored.hurried = True
                    return explored
                if not start.go(self._try):
                    starts.remove(start)
                    break
                start.tries += 1
            starts += self._starts(before)
            if self._idle > (_IDLE if explored.missed else _ENOUGH):
                return explored
        return explored

    def _starts(self, since: int) -> list[_Start]:
        """What there is to change of what was found lately: of the first of each form everything, and of those that
        get much deeper; of others what is known to be looked at."""
        made = []
        for each in self.explored.found[since:]:
            trial, tried = each.trial, each.tried
            if (
                not (each.fresh or (since == 0 and not self.explored.reached))
                or each.odd
                or tried.lost
                or trial.failing
                or trial.without
                or trial.environment
            ):
                continue
            form = _form(trial.event)
            first = len(tried.reached) > self._deepest.get(form, 0) * _DEEPER
            if first:
                self._deepest[form] = len(tried.reached)
            weight = max(1, len(tried.reached) // (1 if first else _LATER))
            made.append(_Start(self._neighbours(trial, tried) if first else self._again(trial, tried), weight, first))
        return made

    def _try(self, trial: Trial) -> Tried:
        key = trial.key
        if key not in self._known:
            self.explored.trials += 1
            self._known[key] = self._attempt(trial)
            self._spent += self._known[key].spent
            self._lost += bool(self._known[key].lost)
            self._learn(trial, self._known[key])
        return self._known[key]

    def _learn(self, trial: Trial, tried: Tried) -> None:
        explored = self.explored
        fresh = bool(tried.reached - explored.reached)
        kind = tried.kind(trial.event)
        new = kind not in self._kinds and len(self._kinds) < _KINDS
        explored.reached |= tried.reached
        explored.goals |= tried.missed
        self._idle = 0 if fresh else self._idle + 1
        if new:
            self._kinds.add(kind)
        if fresh or new:
            explored.found.append(Found(trial, tried, fresh, odd=trial.key in self._odd))

    def _neighbours(self, trial: Trial, tried: Tried) -> _Asking:
        """The changes of a trial, in order: first what is around it, then its event."""
        if not self._emulated:
            yield from _each(answered(trial, tried, self._words))
        elif not trial.before:
            yield from _each(standing(trial, tried, self._words))
            yield from _each(rows(trial, tried, self._words))
        yield from _each(failures(trial, tried, self._words))
        yield from _each(_transported(trial))
        places = yield from self._looked_at(trial, tried)
        places.sort(key=lambda place: not free(trial.event, place))
        yield from self._in_turn([self._others(trial, place) for place in places])
        yield from self._oddly(told(trial, dict.fromkeys(self._environment)))
        for name, value in additions(trial.event, self._words):
            event = {name: value} if enveloped(trial.event) else changed(trial.event, (name,), value)
            yield replace(trial, event=event)

    def _oddly(self, trials: Iterator[Trial]) -> _Asking:
        for trial in trials:
            self._odd.add(trial.key)
            yield trial

    def _again(self, trial: Trial, tried: Tried) -> _Asking:
        """A second change, of what is known to be looked at, and then of what may be looked at now."""
        known = [place for place in self._places if at(trial.event, place) is not GONE]
        yield from self._in_turn([self._others(trial, place) for place in known])
        places = yield from self._looked_at(trial, tried, every=False)
        yield from self._in_turn([self._others(trial, place) for place in places if place not in known])

    def _looked_at(self, trial: Trial, tried: Tried, every: bool = True) -> Generator[Trial, Tried, list[Path]]:
        """The places in the event where it matters that something is there: each is taken away, outermost first. With
        `every`, those too that are always there: it matters what they are."""
        found: list[Path] = []
        waiting: list[Path] = [()]
        while waiting:
            path = waiting.pop(0)
            parts = list(children(at(trial.event, path)))
            for step, value in parts[:_ELEMENTS] if parts and isinstance(parts[0][0], int) else parts:
                place = (*path, step)
                other = replace(trial, event=changed(trial.event, place, GONE))
                if not possible(trial.event, place, GONE):
                    if not every:
                        waiting += [place] if _parted(value) else []
                        continue
                    self._odd.add(other.key)
                matters = self._differ(trial, tried, other, (yield other)) or isinstance(step, int)
                if not matters and isinstance(value, bool):
                    other = replace(trial, event=changed(trial.event, place, not value))
                    matters = self._differ(trial, tried, other, (yield other))
                if matters:
                    found.append(place)
                    waiting += [place] if _parted(value) else []
        self._places.update(dict.fromkeys(found))
        return found

    def _in_turn(self, asking: list[_Asking]) -> _Asking:
        """A few of each in turn, until there are none."""
        waiting = [_Start(each) for each in asking]
        while waiting:
            for each in list(waiting):
                for _ in range(_FEW):
                    try:
                        each.answer = yield each.following()
                    except StopIteration:
                        waiting.remove(each)
                        break

    def _others(self, trial: Trial, place: Path) -> _Asking:
        """Other values in a place. Neighbours among numbers and lengths that differ in kind are an edge."""
        last: tuple[Trial, Tried] | None = None
        misses = 0
        for value in leaves(at(trial.event, place), self._words):
            if not possible(trial.event, place, value):
                continue
            other = replace(trial, event=changed(trial.event, place, value))
            count = len(self.explored.found)
            came = yield other
            misses = 0 if len(self.explored.found) > count else misses + 1
            near = last is not None and _next(at(last[0].event, place), value)
            if near and last is not None and self._differ(other, came, *last):
                self._edge(*last)
                self._edge(other, came)
            last = other, came
            if misses > _MISSES:
                return

    def _differ(self, trial: Trial, one: Tried, changed_one: Trial, other: Tried) -> bool:
        differs = one.reached ^ other.reached
        return bool(differs & self._goals) or one.kind(trial.event) != other.kind(changed_one.event)

    def _edge(self, trial: Trial, tried: Tried) -> None:
        key = trial.key
        for found in self.explored.found:
            if found.trial.key == key:
                found.edge = True
                return
        self.explored.found.append(Found(trial, tried, fresh=False, edge=True))


@dataclass(slots=True)
class _Start:
    """What there is to try from one trial on. Those with more `weight` have more tries."""

    asking: _Asking
    weight: int = 1
    first: bool = False
    tries: int = 0
    answer: Tried | None = None

    def following(self) -> Trial:
        """The next change. Raises `StopIteration`."""
        return next(self.asking) if self.answer is None else self.asking.send(self.answer)

    def go(self, attempt: Callable[[Trial], Tried]) -> bool:
        """Try the next change; whether there was one."""
        try:
            trial = self.following()
        except StopIteration:
            return False
        self.answer = attempt(trial)
        return True


def _form(event: Data) -> tuple[str, ...]:
    """The members of an event: those of the same sender have the same."""
    return tuple(sorted(event)) if isinstance(event, Mapping) else ()


def _each(trials: Iterator[Trial]) -> _Asking:
    yield from trials


def _transported(trial: Trial) -> Iterator[Trial]:
    """The same request, with its body as base64."""
    event = trial.event
    if isinstance(event, Mapping) and event.get("isBase64Encoded") is False and event.get("body"):
        yield replace(trial, event={**event, "body": Encoded("base64", event["body"]), "isBase64Encoded": True})


def _parted(value: object) -> bool:
    return isinstance(opened(value), Mapping | list | tuple) and bool(list(children(value)))


def _next(one: object, other: object) -> bool:
    """Whether two values are neighbours: whole numbers, or lengths of text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    if isinstance(one, int) and isinstance(other, int):
        return abs(one - other) == 1
    texts = isinstance(one, str) and isinstance(other, str) and not {*one, *other} - {"x"}
    return texts and abs(len(str(one)) - len(str(other))) == 1
