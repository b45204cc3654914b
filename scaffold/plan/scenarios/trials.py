"""Trying values for one parameter: which keep a rule, which break it and nothing else, and where the border is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from scaffold.model.project import Parameter, Rule
from scaffold.model.values import Step, Value
from scaffold.plan.scenarios.candidates import candidates
from scaffold.plan.scenarios.ground import Ground, RuleKey, key_of
from scaffold.plan.scenarios.seen import dig

#: So many values are tried where each costs a whole evaluation.
_DEAR = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """A value and whether the rule holds with it; `original` for the one that the baseline has.

    `path` leads to the one place where it differs from the baseline's, `inner` is what stands there.
    """

    value: Value
    holds: bool
    original: bool = False
    path: tuple[Step, ...] = ()
    inner: Value = None


@dataclass(frozen=True, slots=True)
class Border:
    """Two values that are as near as can be, of which one keeps the rule and one breaks it. `exact` where there is
    nothing between them; `length` where it is their length that counts."""

    inside: Trial
    outside: Trial
    exact: bool
    length: bool

    @property
    def above(self) -> bool:
        """Whether it is more that breaks the rule."""
        return measure(self.outside.inner) > measure(self.inside.inner)


def try_values(ground: Ground, rule: Rule, parameter: Parameter, dear: bool) -> list[Trial]:
    """What the candidates for a parameter do to a rule, in their order; only those that touch no other rule.

    A `dear` rule needs the whole configuration evaluated (conditions of resources, outputs and checks).
    """
    key = key_of(rule)
    before = ground.view.rules
    original = ground.value(parameter.name)
    found = [Trial(original, True, True, (), original)] if before.get(key) else []
    tried = 0
    for value in candidates(parameter, rule, original):
        if _same(value, original) or not ground.fits(parameter.name, value):
            continue
        after: Mapping[RuleKey, bool | None] = ground.rules({parameter.name: value})
        if dear and not any(holds is False for holds in after.values()):
            tried += 1
            after = _whole(ground, parameter.name, value) if tried <= _DEAR else {}
        holds = after.get(key)
        if holds is not None and not _worse(after, before, key):
            path, inner = difference(value, original)
            found.append(Trial(value, holds, False, path, inner))
    return found


def _whole(ground: Ground, name: str, value: Value) -> Mapping[RuleKey, bool | None]:
    view = ground.ask({name: value})
    return view.rules if view is not None and ground.evaluates(view) else {}


def _worse(after: Mapping[RuleKey, bool | None], before: Mapping[RuleKey, bool | None], key: RuleKey) -> bool:
    """Whether another rule fails, or can no longer be told."""
    return any(
        holds is False or (holds is None and before.get(other, True) is not None)
        for other, holds in after.items()
        if other != key
    )


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def measure(value: Value) -> float:
    """What there is to compare: a number itself, the length of a text or collection, else nothing."""
    if isinstance(value, bool):
        return -1
    if isinstance(value, int | float):
        return value
    return len(value) if isinstance(value, str | tuple | Mapping) else -1


def difference(one: Value, other: Value) -> tuple[tuple[Step, ...], Value]:
    """The way to the one place where two values of the same form differ, and what the first has there."""
    keys: list[Step] = []
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        keys = [key for key in one if not _same(one[key], other[key])]
    elif type(one) is tuple and type(other) is tuple and len(one) == len(other):
        keys = [at for at in range(len(one)) if not _same(one[at], other[at])]
    if len(keys) != 1:
        return (), one
    path, inner = difference(dig(one, (keys[0],)), dig(other, (keys[0],)))
    return (keys[0], *path), inner


def borders(trials: list[Trial], rule: Rule) -> list[Border]:
    """Where a growing number or length goes over from keeping the rule to breaking it, or back; lowest first."""
    found: list[Border] = []
    for path in dict.fromkeys(trial.path for trial in trials if not trial.original):
        there = [trial for trial in trials if trial.path == path and not trial.original]
        original = [replace(trial, inner=dig(trial.value, path)) for trial in trials if trial.original]
        found.extend(_borders([*original, *there], rule))
    return found


def _borders(trials: list[Trial], rule: Rule) -> Iterator[Border]:
    numbers = all(isinstance(trial.inner, int | float) and not isinstance(trial.inner, bool) for trial in trials)
    by_measure: dict[float, list[Trial]] = {}
    for trial in trials:
        if numbers or measure(trial.inner) >= 0:
            by_measure.setdefault(measure(trial.inner), []).append(trial)
    for (low, lower), (high, higher) in pairwise(sorted(by_measure.items())):
        sides = {trial.holds for trial in lower} ^ {trial.holds for trial in higher}
        if len(sides) == 2 and (numbers or _speaks_of(rule, low, high)):
            inside, outside = (lower[0], higher[0]) if lower[0].holds else (higher[0], lower[0])
            yield Border(inside, outside, high - low == 1, not numbers)


def _speaks_of(rule: Rule, low: float, high: float) -> bool:
    """Whether two lengths are neighbours, and the rule names one of them."""
    return high - low == 1 and any(number in rule.constants for number in (low, high))


def lists(rule: Rule, trials: list[Trial]) -> bool:
    """Whether the rule lists what is allowed: the baseline's value, and others."""
    listed = [item for constant in rule.constants if isinstance(constant, tuple) for item in constant]
    return bool(options(rule, trials)) and any(trial.inner in listed for trial in trials if trial.original)


def options(rule: Rule, trials: list[Trial]) -> list[Trial]:
    """The allowed values where the rule lists them, without the baseline's."""
    listed = [item for constant in rule.constants if isinstance(constant, tuple) for item in constant]
    return [trial for trial in trials if trial.holds and not trial.original and trial.inner in listed]


def kept(trials: list[Trial]) -> Iterator[Trial]:
    """The values that keep the rule, without the baseline's."""
    return (trial for trial in trials if trial.holds and not trial.original)


def broken(trials: list[Trial]) -> Iterator[Trial]:
    """The values that break the rule."""
    return (trial for trial in trials if not trial.holds)
