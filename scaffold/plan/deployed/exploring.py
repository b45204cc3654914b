"""Which variants of an entry are deployed: those that take branches, or show what a parameter changes.

An entry is first deployed with nothing but what it needs. From there each parameter is given, each condition that was
met is turned round, and each number that something is compared with is tried on both sides. Of all that was tried, a
few variants are kept that together show everything that any of them shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from scaffold.model.deployments import Arm, Decision, Entry, Evaluation, Variant
from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind
from scaffold.model.values import Value
from scaffold.plan.deployed.asking import Asking
from scaffold.plan.deployed.conditions import Conditions
from scaffold.plan.deployed.estimates import estimate
from scaffold.plan.deployed.matching import GIVEN, Matching
from scaffold.plan.deployed.slots import ABSENT, Slot, Slots

#: What a trial shows: an effect, or a branch that it takes.
Shown: TypeAlias = "str | Arm"
#: So many guesses for one way of one condition, and so many conditions for one branch.
_GUESSES = 4
_MEETINGS = 3
#: So many evaluations are spent on one branch.
_PATIENCE = 10
#: A value that no list of allowed ones has.
_UNLISTED = "not-listed"
#: So many parameters have a variant each; more are given together.
_FEW = 8
#: So many evaluations are spent on a baseline that gets to its end.
_MENDING = 16


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A variant that was evaluated. `beside` is the one it is held against: that on the other side of the `border`."""

    variant: Variant
    evaluation: Evaluation
    beside: Evaluation | None = None
    border: str = ""


@dataclass(slots=True)
class Explored:
    """The baseline of an entry and the variants to deploy beside it.

    `base` is `None` where the entry never gets to its end: then `failure` says how it ends. `shown` are the effects
    that the variants show, `left_out` is how many more there would have been.
    """

    base: Trial | None
    trials: tuple[Trial, ...] = ()
    failure: Trial | None = None
    shown: frozenset[str] = frozenset()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What deployments of other entries show already: branches, and effects of parameters (see `matching`)."""

    arms: frozenset[Arm] = frozenset()
    effects: frozenset[str] = frozenset()


def explore(asking: Asking, entry: Entry, seen: Seen, most: int) -> Explored:
    """The variants of an entry, at most so many with the baseline, for what has not been seen."""
    return _Explorer(asking, entry, seen).explore(most)


class _Explorer:
    def __init__(self, asking: Asking, entry: Entry, seen: Seen) -> None:
        self._asking, self._entry, self._seen = asking, entry, seen
        self._tried: list[Trial] = []
        self._failed: list[Trial] = []
        self._taken: set[Arm] = set(seen.arms)
        self._arms: dict[tuple[str, int], set[Arm]] = {}
        self._spent: Counter[tuple[str, int]] = Counter()

    def explore(self, most: int) -> Explored:
        base = self._baseline()
        if base is None:
            return Explored(None, failure=self._failed[0] if self._failed else None)
        if most > 1:
            self._together(base, list(self._flips(base)))
            self._branches(base)
            self._borders(base)
            return _chosen(base, [*self._tried, *self._failed], self._seen, most - 1)
        return Explored(base)

    def _try(self, variant: Variant, beside: Evaluation | None = None, border: str = "") -> Trial | None:
        evaluation = self._asking.about(variant)
        if evaluation is None:
            return None
        trial = Trial(variant, evaluation, beside, border)
        self._taken |= evaluation.taken
        for arm in evaluation.arms:
            self._arms.setdefault((arm.file, arm.at), set()).add(arm)
        (self._tried if evaluation.complete else self._failed).append(trial)
        return trial

    # The baseline

    def _baseline(self) -> Trial | None:
        """The entry with what it needs; where that does not get to its end, with what the conditions on the way ask."""
        trial = self._try(Variant(self._entry, dict(self._asking.programs.sample(self._entry))))
        tries = _MENDING
        while trial is not None and not trial.evaluation.complete and tries:
            better = None
            for variant in _mended(trial):
                tries -= 1
                found = self._try(variant) if tries else None
                if found is not None and _further(found.evaluation, trial.evaluation):
                    better = found
                    break
            trial = better
        if trial is None or not trial.evaluation.complete:
            return None
        self._tried = []
        return trial

    # Parameters

    def _flips(self, base: Trial) -> Iterator[Trial]:
        """Each parameter that is not given, given; each flag and each listed value both ways, and what is required
        left out where the program itself says so."""
        slots = Slots(base.variant)
        for parameter in self._entry.parameters:
            slot = Slot(parameter.name)
            if _may_lack(parameter) and parameter.name in base.variant.values:
                self._try(slots.choose(((slot, ABSENT),)))
            if slots.shape(slot).choices and parameter.name.startswith("config."):
                self._try(slots.choose(((slot, _UNLISTED),)))
            for value in _alternatives(slots, slot, parameter.required):
                trial = self._try(slots.choose(((slot, value),)))
                if trial is not None and trial.evaluation.complete:
                    yield trial

    def _together(self, base: Trial, flips: Sequence[Trial]) -> None:
        """Everything that changes something in one variant, where one each would be too many."""
        chosen: dict[str, tuple[Slot, Value]] = {}
        for trial in flips:
            if _shows(base, trial, self._seen):
                for name, value in trial.variant.values.items():
                    if name not in base.variant.values or base.variant.values[name] != value:
                        chosen.setdefault(name, (Slot(name), value))
        if len(chosen) > _FEW:
            self._try(Slots(base.variant).choose(tuple(chosen.values())))

    # Branches

    def _branches(self, base: Trial) -> None:
        """Turn the conditions of branches that nothing takes, until nothing new is reached."""
        met: set[str] = set()
        grown = True
        while grown and self._asking.left > 0:
            grown = False
            for decision, trial in list(self._open(base)):
                key = repr((decision.arm.file, decision.arm.at, decision.condition, trial.variant.values))
                if key not in met and self._wanted(decision):
                    met.add(key)
                    grown |= self._turn(decision, trial)

    def _open(self, base: Trial) -> Iterator[tuple[Decision, Trial]]:
        """The conditions of branches with an arm that nothing takes, and where they were met first."""
        counts: dict[tuple[str, int, str], int] = {}
        for trial in (base, *self._tried, *self._failed):
            for decision in trial.evaluation.decisions:
                place = (decision.arm.file, decision.arm.at, repr(decision.condition))
                if counts.get(place, 0) < _MEETINGS and self._wanted(decision):
                    counts[place] = counts.get(place, 0) + 1
                    yield decision, trial

    def _wanted(self, decision: Decision) -> set[Arm]:
        """The arms of a branch that nothing takes."""
        return self._arms.get((decision.arm.file, decision.arm.at), set()) - self._taken

    def _turn(self, decision: Decision, trial: Trial) -> bool:
        """Try what makes a condition true, and false, until one of its arms is taken for the first time."""
        slots = Slots(trial.variant, (each.address for each in trial.evaluation.registrations))
        conditions, wanted = Conditions(slots), self._wanted(decision)
        place = (decision.arm.file, decision.arm.at)
        for truth in _ways(decision, slots):
            for chosen in conditions.guesses(decision.condition, truth)[:_GUESSES]:
                found = self._try(slots.choose(chosen)) if self._spent[place] < _PATIENCE else None
                if found is None:
                    return False
                self._spent[place] += 1
                if found.evaluation.taken & wanted:
                    return True
        return False

    def _borders(self, base: Trial) -> None:
        """Both sides of each comparison with a number, each beside the other."""
        done: set[str] = set()
        for trial in (base, *self._tried, *self._failed):
            slots = Slots(trial.variant)
            for decision in trial.evaluation.decisions:
                for sides in Conditions(slots).borders(decision.condition):
                    key = repr((decision.arm.file, decision.arm.at, sides))
                    if key in done or self._asking.left < 2:
                        continue
                    done.add(key)
                    found = [(variant, self._asking.about(variant)) for variant in map(slots.choose, sides)]
                    for (variant, _), (_, other) in zip(found, found[::-1], strict=True):
                        self._try(variant, other, key)


def _mended(trial: Trial) -> Iterator[Variant]:
    """What may get a program further: the conditions that it met last turned round, then what it says is missing."""
    slots = Slots(trial.variant, (each.address for each in trial.evaluation.registrations))
    failure = trial.evaluation.failure
    for name in (each.name for each in trial.variant.entry.parameters if each.name not in trial.variant.values):
        short = name.partition(".")[2]
        if failure is not None and short and short in failure.message:
            yield from (slots.choose(((Slot(name), value),)) for value in slots.samples(Slot(name))[:1])
    conditions = Conditions(slots)
    for decision in reversed(trial.evaluation.decisions[-3:]):
        for truth in _ways(decision, slots):
            for chosen in conditions.guesses(decision.condition, truth)[:_GUESSES]:
                yield slots.choose(chosen)


def _ways(decision: Decision, slots: Slots) -> tuple[bool, bool]:
    """What to try of a condition: first what it is not now. The first arm of a branch mostly means that it holds."""
    now = estimate(decision.condition, slots)
    holds = decision.arm.way == 0 if now is None else now
    return not holds, holds


def _further(found: Evaluation, before: Evaluation) -> bool:
    """Whether an evaluation gets further than one that fails."""
    if found.failure is None or before.failure is None:
        return found.failure is None
    return found.failure != before.failure and len(found.taken) >= len(before.taken)


def _may_lack(parameter: Parameter) -> bool:
    """Whether a program can be without a parameter, be it to say so: what types require, it cannot."""
    return not parameter.required or parameter.name.startswith(("config.", "env."))


def _alternatives(slots: Slots, slot: Slot, required: bool) -> list[Value]:
    """Other values of a parameter that may show something: a flag both ways, listed values, else one."""
    shape, now = slots.shape(slot), slots.now(slot)
    if shape.choices:
        return [value for value in shape.choices if value != now]
    if shape.kind is Kind.BOOL:
        return [value for value in (True, False) if value is not now]
    return [] if required or now is not ABSENT else list(slots.samples(slot)[:1])


def _chosen(base: Trial, tried: Sequence[Trial], seen: Seen, most: int) -> Explored:
    """A few of the trials that show together what all of them show, in the order in which they were tried."""
    shown = {id(trial): _shows(base, trial, seen) for trial in tried}
    covered: set[Shown] = set()
    kept: list[Trial] = []
    for complete in (True, False):
        pool = [trial for trial in tried if trial.evaluation.complete is complete]
        while pool:
            best = max(pool, key=lambda trial: len(shown[id(trial)] - covered))
            if not shown[id(best)] - covered:
                break
            kept.append(best)
            covered |= shown[id(best)]
    for trial in kept[::-1]:
        others = frozenset[Shown]().union(*(shown[id(each)] for each in kept if each is not trial))
        if shown[id(trial)] <= others:
            kept.remove(trial)
    surplus = max(0, len(kept) - most)
    kept = kept[:most]
    trials = tuple(trial for trial in tried if any(trial is each for each in kept))
    effects = frozenset(
        anywhere for trial in trials for anywhere in Matching(base.evaluation, trial.evaluation).effects().values()
    )
    return Explored(base, trials, shown=effects, left_out=surplus)


def _shows(base: Trial, trial: Trial, seen: Seen) -> frozenset[Shown]:
    """What a trial shows: branches that the baseline does not take, effects, and on which side of a border it is."""
    effects = Matching(base.evaluation, trial.evaluation).effects()
    found: set[Shown] = {effect for effect, anywhere in effects.items() if anywhere not in seen.effects}
    found |= trial.evaluation.taken - base.evaluation.taken - seen.arms
    if trial.beside is not None and _differs(trial.beside, trial.evaluation):
        found.add(f"{trial.border} {trial.evaluation.complete} {sorted(_beside(trial.beside, trial.evaluation))}")
    return frozenset(found)


def _differs(other: Evaluation, evaluation: Evaluation) -> bool:
    """Whether the two sides of a border are different beyond the number itself."""
    return other.complete is not evaluation.complete or bool(_beside(other, evaluation) | _beside(evaluation, other))


def _beside(other: Evaluation, evaluation: Evaluation) -> set[str]:
    """What is different on this side of a border, beside the number itself."""
    return {effect for effect in Matching(other, evaluation).effects() if GIVEN not in effect}
