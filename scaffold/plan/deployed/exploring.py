"""Which variants of an entry are deployed: those that take branches, or show what a parameter changes.

An entry is first deployed with nothing but what it needs. From there each parameter is given, each condition that was
met is turned round, and each number that something is compared with is tried on both sides. Of all that was tried, a
few variants are kept that together show everything that any of them shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from scaffold.model.deployments import Arm, Decision, Entry, Evaluation, Variant
from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind
from scaffold.model.values import Value
from scaffold.plan.deployed.asking import Asking
from scaffold.plan.deployed.conditions import Conditions
from scaffold.plan.deployed.estimates import estimate
from scaffold.plan.deployed.slots import ABSENT, Slot, Slots
from scaffold.plan.deployed.trials import Explored, Seen, Trial, select, shows

#: Settings that come from elsewhere where the configuration lacks them: what a program does without them depends on the
#: machine.
_ALWAYS = frozenset({"config.aws:region", "config.aws-native:region"})

#: So many guesses for one way of one condition, and so many conditions for one branch.
_GUESSES = 4
_MEETINGS = 3
#: So many evaluations are spent on one branch.
_PATIENCE = 10
#: So many values of a parameter are tried until one shows anything.
_SAMPLES = 3
#: A value that no list of allowed ones has.
_UNLISTED = "not-listed"
#: So many parameters have a variant each; more are given together.
_FEW = 8
#: So many evaluations are spent on a baseline that gets to its end.
_MENDING = 16


def explore(asking: Asking, entry: Entry, seen: Seen, most: int) -> Explored:
    """The variants of an entry, at most so many with the baseline, for what has not been seen."""
    return _Explorer(asking, entry, seen).explore(most)


class _Explorer:
    def __init__(self, asking: Asking, entry: Entry, seen: Seen) -> None:
        self._asking, self._entry, self._seen = asking, entry, seen
        self._tried: list[Trial] = []
        self._failed: list[Trial] = []
        self._first: Trial | None = None
        self._taken: set[Arm] = set(seen.arms)
        self._arms: dict[tuple[str, int], set[Arm]] = {}
        self._truths: dict[str, set[bool]] = {}
        self._spent: Counter[tuple[str, int]] = Counter()

    def explore(self, most: int) -> Explored:
        base = self._baseline()
        if base is None:
            return Explored(None, failure=self._first)
        if most > 1:
            self._together(base, list(self._flips(base)))
            self._branches(base)
            self._borders(base)
            return select(base, [*self._tried, *self._failed], self._seen, most - 1)
        return Explored(base)

    def _try(self, variant: Variant) -> Trial | None:
        """The trial of a variant, `None` where nothing more may be asked."""
        evaluation = self._asking.about(variant)
        if evaluation is None:
            return None
        known = next((each for each in (*self._tried, *self._failed) if each.evaluation is evaluation), None)
        if known is not None:
            return known
        trial = Trial(variant, evaluation)
        self._first = self._first or trial
        if trial.is_broken:
            return trial
        self._taken |= evaluation.taken
        for decision in evaluation.decisions:
            truth = estimate(decision.condition, Slots(variant))
            if truth is not None:
                self._truths.setdefault(repr(decision.condition), set()).add(truth)
        for arm in evaluation.arms:
            self._arms.setdefault((arm.file, arm.at), set()).add(arm)
        (self._tried if evaluation.complete else self._failed).append(trial)
        return trial

    # The baseline

    def _baseline(self) -> Trial | None:
        """The entry with what it needs; where that does not get to its end, with what the conditions on the way ask."""
        trial = self._try(Variant(self._entry, dict(self._asking.programs.sample(self._entry))))
        left, met = _MENDING, set[str]()
        while trial is not None and not trial.evaluation.complete:
            better = None
            for variant in _mended(trial):
                # Two faults may each show where the other is mended.
                if left <= 0 or repr(variant.values) in met:
                    continue
                left -= 1
                met.add(repr(variant.values))
                found = self._try(variant)
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
            for values in _alternatives(slots, slot, parameter.required):
                yield from self._flip(base, slot, values)

    def _flip(self, base: Trial, slot: Slot, values: Sequence[Value]) -> Iterator[Trial]:
        """A parameter with the first of these values that shows anything: one may be the program's own default, or of
        another kind than the program takes."""
        for value in values:
            trial = self._try(Slots(base.variant).choose(((slot, value),)))
            if trial is not None and trial.evaluation.complete:
                yield trial
                if shows(base, trial, Seen()):
                    return

    def _together(self, base: Trial, flips: Sequence[Trial]) -> None:
        """Everything that changes something in one variant, where one each would be too many."""
        given: dict[str, tuple[Slot, Value]] = {}
        for trial in flips:
            if shows(base, trial, self._seen):
                for name, value in trial.variant.values.items():
                    is_new = name not in base.variant.values or base.variant.values[name] != value
                    # Of two parameters with the same text nobody could tell which one shows.
                    if is_new and not (isinstance(value, str) and any(value == other for _, other in given.values())):
                        given.setdefault(name, (Slot(name), value))
        if len(given) > _FEW:
            self._try(Slots(base.variant).choose(tuple(given.values())))

    # Branches

    def _branches(self, base: Trial) -> None:
        """Turn the conditions of branches that nothing takes, and those that were only true or only false, until
        nothing new is reached."""
        met: set[str] = set()
        grown = True
        while grown and self._asking.left > 0:
            grown = False
            for decision, trial in list(self._open(base)):
                key = repr((decision.arm.file, decision.arm.at, decision.condition, trial.variant.values))
                if key not in met and self._is_open(decision):
                    met.add(key)
                    grown |= self._turn(decision, trial)

    def _open(self, base: Trial) -> Iterator[tuple[Decision, Trial]]:
        """The conditions that are to be turned, and where they were met first; those of branches come first."""
        counts: Counter[tuple[str, int, str]] = Counter()
        later = []
        for trial in (base, *self._tried, *self._failed):
            for decision in trial.evaluation.decisions:
                place = (decision.arm.file, decision.arm.at, repr(decision.condition))
                if self._is_open(decision) and counts[place] < _MEETINGS:
                    counts[place] += 1
                    if self._wanted(decision):
                        yield decision, trial
                    else:
                        later.append((decision, trial))
        yield from later

    def _is_open(self, decision: Decision) -> bool:
        return bool(self._wanted(decision)) or len(self._truths.get(repr(decision.condition), ())) == 1

    def _wanted(self, decision: Decision) -> set[Arm]:
        """The arms of a branch that nothing takes."""
        return self._arms.get((decision.arm.file, decision.arm.at), set()) - self._taken

    def _turn(self, decision: Decision, trial: Trial) -> bool:
        """Try what makes a condition true, and false, until one of its arms is taken for the first time, or until it
        was both."""
        slots = Slots(trial.variant, (each.address for each in trial.evaluation.registrations))
        conditions, wanted = Conditions(slots), self._wanted(decision)
        truths = self._truths.get(repr(decision.condition), set())
        before, place = len(truths), (decision.arm.file, decision.arm.at)
        for truth in _ways(decision, slots):
            for chosen in conditions.guesses(decision.condition, truth)[:_GUESSES]:
                found = self._try(slots.choose(chosen)) if self._spent[place] < _PATIENCE else None
                if found is None:
                    return False
                self._spent[place] += 1
                if found.evaluation.taken & wanted or (not wanted and len(truths) > before):
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
                    below, above = (self._try(variant) for variant in map(slots.choose, sides))
                    if below is not None and above is not None:
                        below.beside[key] = above.evaluation
                        above.beside[key] = below.evaluation


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
    if parameter.name in _ALWAYS:
        return False
    named = parameter.name.startswith(("config.", "env.", "context."))
    return named or not (parameter.required or parameter.name.startswith("pulumi."))


def _alternatives(slots: Slots, slot: Slot, required: bool) -> list[list[Value]]:
    """Other values of a parameter that may show something: a flag both ways, each listed value, else one of several."""
    shape, now = slots.shape(slot), slots.now(slot)
    if shape.choices:
        return [[value] for value in shape.choices if value != now]
    if shape.kind is Kind.BOOL:
        return [[value] for value in (True, False) if value is not now]
    return [] if required or now is not ABSENT else [slots.samples(slot)[:_SAMPLES]]
