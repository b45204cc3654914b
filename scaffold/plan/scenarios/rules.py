"""Values that keep each rule, and values that break exactly that one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from scaffold.model.project import Rule
from scaffold.model.scenarios import Run, RunFamily
from scaffold.model.values import Value
from scaffold.plan.scenarios.declared import differences, expected
from scaffold.plan.scenarios.ground import Ground, View, key_of
from scaffold.plan.scenarios.phrases import thing
from scaffold.plan.scenarios.titles import accepting, refusing
from scaffold.plan.scenarios.touched import unsure_beside
from scaffold.plan.scenarios.trials import Border, Trial, borders, broken, kept, lists, options, try_values

_DIFFERENCES = 40
#: So many accepted values where a rule lists them and each makes a difference; else one.
_OPTIONS = 5
#: So many values of another parameter are tried where a value asks for one.
_COMPANIONS = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule with what became of the values tried for one of its parameters."""

    rule: Rule
    parameter: str
    trials: tuple[Trial, ...]
    borders: tuple[Border, ...]


@dataclass
class Ruled:
    """The runs that keep rules, those that break one, and the rules that nothing was found to break."""

    accepted: list[Run] = field(default_factory=list)
    refused: list[Run] = field(default_factory=list)
    unbroken: list[Rule] = field(default_factory=list)


def plan_rules(ground: Ground, rules: Sequence[Rule], every_option: bool = False) -> Ruled:
    """The runs for these rules, with one value changed in each."""
    found = Ruled()
    for rule in rules:
        tried = _try(ground, rule)
        breaking = list(_refused(ground, tried)) if tried else []
        found.refused.extend(breaking)
        found.accepted.extend(_accepted(ground, tried, every_option) if tried else ())
        if not breaking:
            found.unbroken.append(rule)
    return Ruled(_distinct(found.accepted), _distinct(found.refused), found.unbroken)


def own_rules(view: View) -> list[Rule]:
    """The rules of the module under test itself that a run can name, each once."""
    found: dict[object, Rule] = {}
    for rule in view.project.rules:
        if not rule.subject.startswith("module."):
            found.setdefault(key_of(rule), rule)
    return list(found.values())


def subject_of(rule: Rule) -> str:
    """What a rule stands in, in words."""
    return thing(key_of(rule).subject)


def _try(ground: Ground, rule: Rule) -> Tried | None:
    """The values tried for a parameter of the rule, its own first: one that can break it, or else the first."""
    own = rule.subject.removeprefix("var.") if rule.kind == "validation" else ""
    names = [name for name in dict.fromkeys((own, *rule.parameters)) if name in ground.parameters]
    found = None
    for name in names:
        trials = try_values(ground, rule, ground.parameters[name], dear=rule.kind != "validation")
        tried = Tried(rule, name, tuple(trials), () if lists(rule, trials) else tuple(borders(trials, rule)))
        if any(not trial.holds for trial in trials):
            return tried
        found = found or tried
    return found


def _refused(ground: Ground, tried: Tried) -> Iterator[Run]:
    ends = [border for border in tried.borders if not border.outside.original]
    chosen: list[tuple[Trial, Border | None]] = [(border.outside, border) for border in _both_ends(ends)]
    other: list[tuple[Trial, Border | None]] = [(trial, None) for trial in broken(list(tried.trials), tried.rule)]
    found = False
    for trial, border in (*chosen, *other[:_OPTIONS]):
        if not found or border is not None:
            run = _refusing(ground, tried, trial, border)
            found |= run is not None
            yield from [run] if run else []


def _both_ends(ends: list[Border]) -> list[Border]:
    """The first border of each direction, for each member of that name."""
    found: dict[object, Border] = {}
    for border in ends:
        found.setdefault((border.outside.path[-1:], border.above), border)
    return list(found.values())


def _refusing(ground: Ground, tried: Tried, trial: Trial, border: Border | None) -> Run | None:
    changes = {tried.parameter: trial.value}
    rule = tried.rule
    subject = key_of(rule).subject
    unsure = unsure_beside(ground, rule, changes)
    if unsure is None or not _alone(ground, rule, tried.parameter, changes):
        return None
    title = refusing(ground, rule, tried.parameter, trial, border, lists(rule, list(tried.trials)))
    refused = tuple(dict.fromkeys((subject, *unsure)))
    identity = f"refused:{subject}:{rule.kind}"
    return Run(identity, RunFamily.REFUSED, title, changes, (), refused, position=rule.position)


def _alone(ground: Ground, rule: Rule, parameter: str, changes: Mapping[str, Value]) -> bool:
    """Whether nothing else fails: what depends on a parameter that is refused is not looked at, but the rest is.

    A rule of one parameter that is broken by another one leaves everything that depends on that other one.
    """
    refused = rule.subject.removeprefix("var.")
    if rule.kind != "validation" or refused == parameter:
        return True
    view = ground.ask(changes)
    if view is None or not ground.evaluates(view):
        return False
    return all(
        each.holds is not False or key_of(each) == key_of(rule) or refused in each.parameters
        for each in view.project.rules
    )


def _accepted(ground: Ground, tried: Tried, every_option: bool) -> Iterator[Run]:
    trials = list(tried.trials)
    listed = options(tried.rule, trials)
    if listed:
        yield from _accepted_options(ground, tried, listed, every_option)
        return
    ends = [border for border in _both_ends(list(tried.borders)) if not border.inside.original]
    runs = [_accepting(ground, tried, border.inside, border) for border in ends]
    found = [run for run in runs if run is not None]
    for trial in list(kept(trials))[:_OPTIONS] if not found else []:
        run = _accepting(ground, tried, trial)
        if run is not None:
            found = [run]
            break
    yield from found


def _accepted_options(ground: Ground, tried: Tried, trials: list[Trial], every_option: bool) -> Iterator[Run]:
    count = 0
    for trial in trials if every_option else trials[:_OPTIONS]:
        run = _accepting(ground, tried, trial)
        if run is not None and (every_option or count == 0 or run.expects):
            count += 1
            yield run


def _accepting(ground: Ground, tried: Tried, trial: Trial, border: Border | None = None) -> Run | None:
    found = _planning(ground, {tried.parameter: trial.value})
    if found is None or not found[1].rules.get(key_of(tried.rule)):
        return None
    changes, view = found
    rule = tried.rule
    company = {name: value for name, value in changes.items() if name != tried.parameter}
    title = accepting(ground, rule, tried.parameter, trial, border)
    title += f" with {ground.spelled(company)}" if company else ""
    expects = tuple(expected(ground, differences(view, ground.view)[:_DIFFERENCES], changes))
    identity = f"accepted:{key_of(rule).subject}:{rule.kind}"
    return Run(identity, RunFamily.ACCEPTED, title, changes, expects, view.unsure, position=rule.position)


def _planning(ground: Ground, changes: Mapping[str, Value]) -> tuple[Mapping[str, Value], View] | None:
    """The changes with which the module plans: these, or with a value for one more parameter that they ask for."""
    view = ground.ask(changes)
    if view is None or ground.sound(view):
        return None if view is None else (changes, view)
    new = [reference for reference in view.missing if reference not in ground.view.missing]
    for name, value in islice(ground.values_for(new), _COMPANIONS):
        if name not in changes and ground.fits(name, value):
            more = {**changes, name: value}
            fuller = ground.ask(more)
            if fuller is not None and ground.sound(fuller):
                return more, fuller
    return None


def _distinct(runs: list[Run]) -> list[Run]:
    """The runs, those with the same values and the same refusals only once."""
    found: dict[str, Run] = {}
    for run in runs:
        found.setdefault(repr((sorted(run.values.items()), run.refused, run.position if run.refused else None)), run)
    return list(found.values())
