"""What a run can only reach when something else is changed first: switched on, or set to another allowed value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scaffold.model.project import Rule
from scaffold.model.scenarios import Run
from scaffold.model.values import Value
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Ground, View, key_of
from scaffold.plan.scenarios.rules import Ruled, own_rules, plan_rules, subject_of
from scaffold.plan.scenarios.wiring import links, wire

#: So many contexts are tried for one rule, and so many wired.
_TRIES = 6
_WIRED = 12


@dataclass(frozen=True)
class Context:
    """A change under which the configuration still plans, with the run that it comes from."""

    changes: Mapping[str, Value]
    view: View
    title: str


def contexts(ground: Ground, runs: Iterable[Run]) -> list[Context]:
    """The changes that runs make, each once."""
    found: dict[str, Context] = {}
    for run in runs:
        view = ground.ask(run.values) if run.values and not _is_baseline(ground, run.values) else None
        if view is not None and ground.sound(view):
            found.setdefault(repr(sorted(run.values.items())), Context(run.values, view, ground.spelled(run.values)))
    return list(found.values())


def _is_baseline(ground: Ground, changes: Mapping[str, Value]) -> bool:
    return all(repr(ground.value(name)) == repr(value) for name, value in changes.items())


def plan_rules_in(ground: Ground, found: Sequence[Context], unbroken: Sequence[Rule], gaps: Gaps) -> Ruled:
    """The runs for rules that only exist, or can only be broken, under one of the contexts."""
    ruled = Ruled()
    known = {key_of(rule) for rule in own_rules(ground.view)}
    open_ = {key_of(rule): rule for rule in unbroken}
    for context in found:
        open_.update(
            {key_of(rule): rule for rule in own_rules(context.view) if key_of(rule) not in known | open_.keys()}
        )
    for key, rule in open_.items():
        fitting = [context for context in found if _may_help(context, rule, key in known)][:_TRIES]
        if not any(_plan(ground, context, rule, key not in known, ruled) for context in fitting):
            ruled.unbroken.append(rule)
            gaps.add(f"nothing was found that breaks only the {rule.kind} of {subject_of(rule)}", rule.position)
    return ruled


def _may_help(context: Context, rule: Rule, known: bool) -> bool:
    """Whether a rule exists in a context, and is another one there."""
    there = context.view.rules.get(key_of(rule)) is not None
    return there and (not known or any(name in rule.parameters for name in context.changes))


def _plan(ground: Ground, context: Context, rule: Rule, keep: bool, ruled: Ruled) -> bool:
    """Add the runs that break the rule in a context; with `keep` also those that keep it. Whether one breaks it."""
    shifted = ground.shifted(context.changes)
    if shifted is None:
        return False
    inside = [each for each in own_rules(shifted.view) if key_of(each) == key_of(rule)]
    found = plan_rules(shifted, inside)
    ruled.refused.extend(_moved(run, context) for run in found.refused)
    if keep or found.refused:
        ruled.accepted.extend(_moved(run, context) for run in found.accepted)
    return bool(found.refused)


def plan_wiring_in(ground: Ground, found: Sequence[Context]) -> Iterator[Run]:
    """The references of what only exists under one of the contexts."""
    seen = {link.subject for link in links(ground)}
    wired = 0
    for context in found:
        new = any(subject not in ground.view.facts for subject in context.view.facts)
        shifted = ground.shifted(context.changes) if new and wired < _WIRED else None
        fresh = [link for link in links(shifted) if link.subject not in seen] if shifted else []
        if shifted and fresh:
            seen.update(link.subject for link in fresh)
            runs = [_moved(run, context) for run in wire(shifted, fresh)]
            wired += len(runs)
            yield from runs


def _moved(run: Run, context: Context) -> Run:
    """A run of the shifted ground as one of the original."""
    values = {**context.changes, **run.values}
    return replace(run, values=values, title=f"{run.title} with {context.title}")
