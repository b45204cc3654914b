"""Values that keep each rule, and values that break exactly that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.model.project import Rule
from scaffold.model.scenarios import Run, RunFamily
from scaffold.model.values import Value
from scaffold.plan.scenarios.declared import differences, expected
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Ground, key_of, rules_in
from scaffold.plan.scenarios.phrases import shown, thing
from scaffold.plan.scenarios.touched import unsure_beside
from scaffold.plan.scenarios.trials import Border, Trial, borders, broken, kept, options, try_values

_DIFFERENCES = 40
#: So many accepted values where a rule lists them and each makes a difference; else one.
_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule with what became of the values tried for one of its parameters."""

    rule: Rule
    parameter: str
    trials: tuple[Trial, ...]
    borders: tuple[Border, ...]


def plan_rules(ground: Ground, gaps: Gaps, every_option: bool = False) -> tuple[list[Run], list[Run]]:
    """The runs that keep each rule, and those that break it."""
    accepted: list[Run] = []
    refused: list[Run] = []
    for rule in own_rules(ground):
        tried = [each for each in _tries(ground, rule) if each.trials]
        breaking = [run for each in tried for run in _refused(ground, each)]
        refused.extend(_without_repetition(breaking))
        keeping = [run for each in tried for run in _accepted(ground, each, every_option)]
        accepted.extend(keeping)
        if not breaking:
            gaps.add(f"nothing was found that breaks only the {rule.kind} of {_subject(rule)}", rule.position)
    return _distinct(accepted), _distinct(refused)


def own_rules(ground: Ground) -> list[Rule]:
    """The rules of the module under test itself that a run can name, each once."""
    found: dict[object, Rule] = {}
    for rule in rules_in(ground.view.project):
        if not rule.subject.startswith("module."):
            found.setdefault(key_of(rule), rule)
    return list(found.values())


def _subject(rule: Rule) -> str:
    return thing(key_of(rule).subject)


def _tries(ground: Ground, rule: Rule) -> Iterator[Tried]:
    """The values tried for each parameter of the rule, its own first, until one both keeps and breaks it."""
    own = rule.subject.removeprefix("var.") if rule.kind == "validation" else ""
    names = [name for name in dict.fromkeys((own, *rule.parameters)) if name in ground.parameters]
    found = None
    for name in names:
        trials = try_values(ground, rule, ground.parameters[name], dear=rule.kind != "validation")
        tried = Tried(rule, name, tuple(trials), tuple(borders(trials, rule)))
        if any(not trial.holds for trial in trials):
            yield tried
            return
        found = found or tried
    if found is not None:
        yield found


def _refused(ground: Ground, tried: Tried) -> Iterator[Run]:
    ends = [border for border in tried.borders if not border.outside.original]
    chosen: list[tuple[Value, Border | None]] = [(border.outside.value, border) for border in _both_ends(ends)]
    other: list[tuple[Value, Border | None]] = [(value, None) for value in broken(list(tried.trials))]
    for value, border in chosen or other[:1]:
        run = _refusing(ground, tried, value, border)
        if run is not None:
            yield run


def _both_ends(ends: list[Border]) -> list[Border]:
    """The first border of each direction."""
    found: dict[bool, Border] = {}
    for border in ends:
        found.setdefault(border.above, border)
    return list(found.values())


def _refusing(ground: Ground, tried: Tried, value: Value, border: Border | None) -> Run | None:
    changes = {tried.parameter: value}
    rule = tried.rule
    subject = key_of(rule).subject
    title = f"{_who(rule)} {_what(ground, tried.parameter, value, border)}"
    unsure = unsure_beside(ground, rule, changes)
    if unsure is None:
        return None
    refused = tuple(dict.fromkeys((subject, *unsure)))
    identity = f"refused:{subject}:{rule.kind}"
    return Run(identity, RunFamily.REFUSED, title, changes, (), refused, position=rule.position)


def _who(rule: Rule) -> str:
    if rule.kind == "validation":
        return "refuses"
    return f"{_subject(rule)} {'notices' if rule.kind == 'assert' else 'refuses'}"


def _what(ground: Ground, name: str, value: Value, border: Border | None) -> str:
    """The value in words: `replicas above 10`, `name longer than 20`, `environment "nowhere"`."""
    if border is not None and border.exact:
        inside = border.inside.value
        if border.length and isinstance(inside, str | tuple | dict):
            unit = "characters" if isinstance(inside, str) else "entries"
            return f"{name} {'longer' if border.above else 'shorter'} than {len(inside)} {unit}"
        return f"{name} {'above' if border.above else 'below'} {shown(inside)}"
    text = "" if ground.secret(name) else shown(value)
    return f"{name} {text}" if text else f"a {name} like this"


def _accepted(ground: Ground, tried: Tried, every_option: bool) -> Iterator[Run]:
    trials = list(tried.trials)
    listed = options(tried.rule, trials)
    if listed:
        yield from _accepted_options(ground, tried, [trial.value for trial in listed], every_option)
        return
    ends = [border for border in _both_ends(list(tried.borders)) if not border.inside.original]
    runs = [_accepting(ground, tried, border.inside.value) for border in ends]
    found = [run for run in runs if run is not None]
    for value in list(kept(trials))[:_OPTIONS] if not found else []:
        run = _accepting(ground, tried, value)
        if run is not None:
            found = [run]
            break
    yield from found


def _accepted_options(ground: Ground, tried: Tried, values: list[Value], every_option: bool) -> Iterator[Run]:
    count = 0
    for value in values if every_option else values[:_OPTIONS]:
        run = _accepting(ground, tried, value)
        if run is not None and (every_option or count == 0 or run.expects):
            count += 1
            yield run


def _accepting(ground: Ground, tried: Tried, value: Value) -> Run | None:
    changes = {tried.parameter: value}
    view = ground.ask(changes)
    if view is None or not ground.sound(view) or not view.rules.get(key_of(tried.rule)):
        return None
    rule = tried.rule
    text = "" if ground.secret(tried.parameter) else shown(value)
    what = f"{tried.parameter} {text}" if text else f"another {tried.parameter}"
    title = f"accepts {what}" if rule.kind == "validation" else f"{_subject(rule)} accepts {what}"
    expects = tuple(expected(ground, differences(view, ground.view)[:_DIFFERENCES]))
    identity = f"accepted:{key_of(rule).subject}:{rule.kind}"
    return Run(identity, RunFamily.ACCEPTED, title, changes, expects, view.unsure, position=rule.position)


def _without_repetition(runs: list[Run]) -> list[Run]:
    return list({run.title: run for run in runs}.values())


def _distinct(runs: list[Run]) -> list[Run]:
    """The runs, those with the same values and the same refusals only once."""
    found: dict[str, Run] = {}
    for run in runs:
        found.setdefault(repr((sorted(run.values.items()), run.refused, run.position if run.refused else None)), run)
    return list(found.values())
