"""Variants that were tried, what each of them shows, and which are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from scaffold.model.deployments import Arm, Evaluation, Variant
from scaffold.model.values import references
from scaffold.plan.deployed.estimates import estimate
from scaffold.plan.deployed.given import GIVEN, short_name
from scaffold.plan.deployed.matching import Matching
from scaffold.plan.deployed.slots import Slots

#: What a trial shows: an effect, whether a condition holds, a side of a border; or a branch that it takes.
Shown: TypeAlias = "str | Arm"
#: Errors of JavaScript and Python that nobody raises to refuse a value. (`KeyError` is how Python programs refuse what
#: their tables do not have, and the environment does not give.)
_BROKEN = re.compile(
    r"(?:Type|Range|Reference|Syntax|URI|Eval|Attribute|Name|UnboundLocal|Index|Recursion|ZeroDivision|Import"
    r"|ModuleNotFound|Unicode\w*)Error\b"
)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A variant that was evaluated. `beside` are those it is held against: by border, the one on its other side."""

    variant: Variant
    evaluation: Evaluation
    beside: dict[str, Evaluation] = field(default_factory=dict)

    @property
    def is_broken(self) -> bool:
        """Whether nothing can be said of how it ends: it is not read so far, or that is an error of the language, which
        nobody throws on purpose (a value of a wrong kind)."""
        failure = self.evaluation.failure
        return failure is not None and (failure.unread or _BROKEN.match(failure.message) is not None)


@dataclass(slots=True)
class Explored:
    """The baseline of an entry and the variants to deploy beside it.

    `base` is `None` where the entry never gets to its end: then `failure` says how it ends. `shown` is what the
    variants show, `left_out` is how many more there would have been.
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


def select(base: Trial, tried: Sequence[Trial], seen: Seen, most: int) -> Explored:
    """A few of the trials that show together what all of them show, in the order in which they were tried."""
    shown = {id(trial): shows(base, trial, seen) for trial in tried}
    kept = _cover(tried, shown)
    for trial in kept[::-1]:
        others = frozenset[Shown]().union(*(shown[id(each)] for each in kept if each is not trial))
        if shown[id(trial)] <= others:
            kept.remove(trial)
    surplus = max(0, len(kept) - most)
    kept = kept[:most]
    trials = tuple(trial for trial in tried if any(trial is each for each in kept))
    anywhere = set(_conditions(base).values())
    for trial in trials:
        effects = Matching(base.evaluation, trial.evaluation).effects()
        anywhere.update(effects.values(), _conditions(trial).values())
    return Explored(base, trials, shown=frozenset(anywhere), left_out=surplus)


def _cover(tried: Sequence[Trial], shown: dict[int, frozenset[Shown]]) -> list[Trial]:
    """Trials until nothing is left to show, each time the one that adds most; those that fail only after the others."""
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
    return kept


def shows(base: Trial, trial: Trial, seen: Seen) -> frozenset[Shown]:
    """What a trial shows that the baseline does not."""
    effects = Matching(base.evaluation, trial.evaluation).effects()
    found: set[Shown] = {effect for effect, anywhere in effects.items() if anywhere not in seen.effects}
    found |= trial.evaluation.taken - base.evaluation.taken - seen.arms
    if found:
        known = _conditions(base)
        conditions = _conditions(trial).items()
        found |= {own for own, anywhere in conditions if own not in known and anywhere not in seen.effects}
    for border, other in trial.beside.items():
        if _differs(other, trial.evaluation):
            found.add(f"{border} {trial.evaluation.complete} {sorted(_beside(other, trial.evaluation))}")
    return frozenset(found)


def _conditions(trial: Trial) -> dict[str, str]:
    """Which conditions hold and which do not, as far as that is easily seen; with each the same as other entries that
    are given the same say it."""
    slots = Slots(trial.variant)
    found = {}
    for decision in trial.evaluation.decisions:
        truth = estimate(decision.condition, slots)
        if truth is not None:
            said = anywhere = f"{decision.condition!r} is {truth}"
            for reference in references(decision.condition):
                anywhere = anywhere.replace(repr(reference.address), repr(short_name(reference.address)))
            found[said] = anywhere
    return found


def _differs(other: Evaluation, evaluation: Evaluation) -> bool:
    """Whether the two sides of a border are different beyond the number itself."""
    return other.complete is not evaluation.complete or bool(_beside(other, evaluation) | _beside(evaluation, other))


def _beside(other: Evaluation, evaluation: Evaluation) -> set[str]:
    """What is different on this side of a border, beside the number itself."""
    return {effect for effect in Matching(other, evaluation).effects() if GIVEN not in effect}
