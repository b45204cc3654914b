"""What is there with the suite's own values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scaffold.model.facts import Fact, Relation
from scaffold.model.scenarios import Expectation, Run, RunFamily
from scaffold.model.values import Value, is_known
from scaffold.plan.scenarios.ground import Ground, View
from scaffold.plan.scenarios.phrases import fault


def plan_declared(ground: Ground, calls: Iterable[tuple[str, Mapping[str, Value]]] = ()) -> Iterator[Run]:
    """The run with the baseline's values, and one for each further call with values under which other things exist.

    `calls` are the addresses of the further calls, with what they change in the suite's values.
    """
    late = ground.late
    own = [fact for fact in late.facts.values() if fact.relation is not Relation.ABSENT or not _is_output(fact)]
    expects = tuple(expected(ground, own))
    if expects:
        yield Run("declared", RunFamily.DECLARED, "plans as declared", {}, expects, ground.view.unsure)
    seen = [existing(ground.view)]
    for address, changes in calls:
        view = ground.ask(changes)
        if view is not None and ground.sound(view) and existing(view) not in seen:
            seen.append(existing(view))
            title = f"plans as declared for {address}"
            differing = tuple(expected(ground, differences(view, ground.view), changes))
            yield Run(f"declared:{address}", RunFamily.DECLARED, title, changes, differing, view.unsure)


def existing(view: View) -> frozenset[tuple[str, Value]]:
    """What exists: how many of each block there are, also of nested ones, and which outputs."""
    facts = (fact for fact in view.facts.values() if fact.relation is not Relation.EQUALS)
    resources = ((found.address, 1) for found in view.project.resources if not found.module)
    return frozenset({*((str(fact.subject), fact.value) for fact in facts), *resources})


def differences(view: View, other: View) -> list[Fact]:
    """The facts of one view that are not those of the other."""
    return [fact for subject, fact in view.facts.items() if other.facts.get(subject) != fact]


def expected(
    ground: Ground, facts: Iterable[Fact], changes: Mapping[str, Value] | None = None
) -> Iterator[Expectation]:
    """The facts as expectations, each with what is wrong where it does not hold."""
    values = {**ground.baseline.values, **(changes or {})}
    secrets = [value for name, value in values.items() if ground.secret(name)]
    for fact in facts:
        yield Expectation(fact, fault(fact, any(_holds(fact.value, secret) for secret in secrets)))


def _holds(value: Value, secret: Value) -> bool:
    """Whether a secret stands in a value."""
    if not isinstance(secret, str) or not secret or not is_known(value):
        return value == secret and isinstance(secret, Mapping | tuple)
    return secret in repr(value)


def _is_output(fact: Fact) -> bool:
    return fact.subject.address.startswith("output.") or len(fact.subject.path) > 0
