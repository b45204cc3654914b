"""Trying values for one parameter: which keep a rule, which break it and nothing else, and where the border is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from scaffold.model.project import Parameter, Rule
from scaffold.model.values import Step, Value, walk
from scaffold.plan.scenarios.candidates import candidates
from scaffold.plan.scenarios.ground import Ground, RuleKey, key_of
from scaffold.plan.scenarios.seen import dig

#: What patterns and formats are made of, and hardly any value is.
_SIGNS = frozenset("^$*+?[]{}()|\\%")
#: So many values are tried where each costs a whole evaluation.
_DEAR = 30
#: So many at least: a rule may have two borders.
_AT_LEAST = 12
#: So often it may be impossible to tell whether a rule holds, before it is given up.
_PATIENCE = 8
#: So many more, on the way to a border.
_STEPS = 24


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

    A `dear` rule needs the whole configuration evaluated (conditions of resources, outputs and checks): no more values
    are tried than are needed. Then the numbers and lengths between one that keeps the rule and one that breaks it,
    down to the border.
    """
    key = key_of(rule)
    original = ground.value(parameter.name)
    found = [Trial(original, True, True, (), original)] if ground.view.rules.get(key) else []
    asked = _Question(ground, key, parameter.name, original, _DEAR if dear else 0)
    for value in _worth_trying(ground, rule, parameter, dear):
        if not _same(value, original) and ground.fits(parameter.name, value):
            trial = asked.trial(value)
            found.extend([trial] if trial else [])
            if dear and (asked.left <= 0 or (asked.left <= _DEAR - _AT_LEAST and _enough(found))):
                break
    for path in dict.fromkeys(trial.path for trial in found if not trial.original):
        found.extend(_between(asked, found, path))
    return found


def _worth_trying(ground: Ground, rule: Rule, parameter: Parameter, dear: bool) -> Iterator[Value]:
    """The candidates for the rule; for one of something else, also those for the parameter's own rules. First what the
    other parameters of the rule have: two may have to differ."""
    original = ground.value(parameter.name)
    others = [ground.value(name) for name in rule.parameters if name != parameter.name]
    seen: set[str] = set()
    for value in others:
        if isinstance(value, str) and value and repr(value) not in seen:
            seen.add(repr(value))
            yield value
    for each in (rule, *(parameter.rules if dear else ())):
        for value in candidates(parameter, each, original):
            if repr(value) not in seen:
                seen.add(repr(value))
                yield value


def _enough(found: list[Trial]) -> bool:
    """Whether there is a value that breaks the rule, and one that keeps it, or there are numbers between them."""
    tried = [trial for trial in found if not trial.original]
    breaks = any(not trial.holds for trial in tried)
    return breaks and (any(trial.holds for trial in tried) or any(_is_whole(trial.inner) for trial in tried))


@dataclass
class _Question:
    """Asks what a value does to a rule; `left` is how many whole evaluations may be asked for (none: not needed)."""

    ground: Ground
    key: RuleKey
    parameter: str
    original: Value
    left: int

    def __post_init__(self) -> None:
        self.dear = self.left > 0
        self.untold = 0

    def trial(self, value: Value) -> Trial | None:
        """What a value does, unless it does more than that, or it cannot be told."""
        after: Mapping[RuleKey, bool | None] = self.ground.rules({self.parameter: value})
        if self.dear and not any(holds is False for holds in after.values()):
            self.left -= 1
            after = self._whole(value) if self.left >= 0 and self.untold < _PATIENCE else {}
            self.untold += bool(after) and after.get(self.key) is None
        holds = after.get(self.key)
        if holds is None or _worse(after, self.ground.view.rules, self.key):
            return None
        path, inner = difference(value, self.original)
        return Trial(value, holds, False, path, inner)

    def _whole(self, value: Value) -> Mapping[RuleKey, bool | None]:
        view = self.ground.ask({self.parameter: value})
        return view.rules if view is not None and self.ground.evaluates(view) else {}


def _between(asked: _Question, trials: list[Trial], path: tuple[Step, ...]) -> Iterator[Trial]:
    """The values tried on the way to where the rule begins to break, from both sides: numbers, else lengths."""
    there = [
        replace(trial, path=path, inner=dig(trial.value, path)) if trial.original else trial
        for trial in trials
        if trial.original or trial.path == path
    ]
    asked.left = max(asked.left, _STEPS)
    numbers = sorted((trial for trial in there if _is_whole(trial.inner)), key=lambda trial: measure(trial.inner))
    for low, high in pairwise(numbers):
        yield from _halve(asked, low, high)
    sized = [trial for trial in there if isinstance(trial.inner, str | tuple)]
    original = next((trial for trial in sized if trial.original and trial.holds), None)
    broken_ = [trial for trial in sized if not trial.holds]
    if original is not None and broken_ and not _neighbours(there):
        longest = max(broken_, key=lambda trial: measure(trial.inner))
        yield from _halve(asked, original, longest)


def _neighbours(trials: list[Trial]) -> bool:
    """Whether two lengths next to each other are already told apart."""
    sides: dict[float, set[bool]] = {}
    for trial in trials:
        sides.setdefault(measure(trial.inner), set()).add(trial.holds)
    return any(len(side | sides[size + 1]) > 1 for size, side in sides.items() if size + 1 in sides)


def _halve(asked: _Question, low: Trial, high: Trial) -> Iterator[Trial]:
    while low.holds is not high.holds and measure(high.inner) - measure(low.inner) > 1:
        middle = int(measure(low.inner) + measure(high.inner)) // 2
        inner = middle if _is_whole(high.inner) else high.inner[:middle]  # type: ignore[index]
        trial = asked.trial(_with(asked.original, high.path, inner))
        if trial is None:
            break
        trial = replace(trial, path=high.path, inner=inner)
        yield trial
        low, high = (trial, high) if trial.holds is low.holds else (low, trial)


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _with(value: Value, path: tuple[Step, ...], inner: Value) -> Value:
    """A value with another one at one place of it."""
    if not path:
        return inner
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, str(step): _with(value[str(step)], rest, inner)}
    items = value if isinstance(value, tuple) else ()
    return tuple(_with(item, rest, inner) if at == step else item for at, item in enumerate(items))


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
    whole = [trial for trial in trials if _is_whole(trial.inner)]
    numbers = whole if len(whole) > 1 else [trial for trial in trials if isinstance(trial.inner, float)]
    by_measure: dict[float, list[Trial]] = {}
    for trial in numbers or trials:
        if numbers or measure(trial.inner) >= 0:
            by_measure.setdefault(measure(trial.inner), []).append(trial)
    for (low, lower), (high, higher) in pairwise(sorted(by_measure.items())):
        sides = {trial.holds for trial in lower} ^ {trial.holds for trial in higher}
        if len(sides) == 2 and (numbers or _speaks_of(rule, low, high) or _grows(lower[-1], higher[-1])):
            inside, outside = (lower[0], higher[0]) if lower[0].holds else (higher[0], lower[0])
            yield Border(inside, outside, high - low == 1, not numbers)


def _speaks_of(rule: Rule, low: float, high: float) -> bool:
    """Whether two lengths are neighbours, and the rule names one of them."""
    return high - low == 1 and any(number in rule.constants for number in (low, high))


def _grows(shorter: Trial, longer: Trial) -> bool:
    """Whether one is the other with one thing more at its end."""
    one, other = shorter.inner, longer.inner
    if isinstance(one, str) and isinstance(other, str):
        return one == other[:-1]
    return isinstance(one, tuple) and isinstance(other, tuple) and one == other[:-1]


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


def broken(trials: list[Trial], rule: Rule) -> list[Trial]:
    """The values that break the rule; those that are patterns of the rule itself last."""
    return sorted((trial for trial in trials if not trial.holds), key=lambda trial: _is_pattern(trial.value, rule))


def _is_pattern(value: Value, rule: Rule) -> bool:
    return any(
        isinstance(inner, str) and inner in rule.constants and not _SIGNS.isdisjoint(inner)
        for inner in (*walk(value), *(key for each in walk(value) if isinstance(each, Mapping) for key in each))
    )
