"""Outputs: exactly these are exported, each with its value, and secrets as secrets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scaffold.model.deployed import DeployedCase, ExportNames, Exports
from scaffold.model.deployments import Exported
from scaffold.model.families import Family
from scaffold.model.values import Call
from scaffold.plan.deployed.spelling import whole
from scaffold.plan.deployed.view import View
from scaffold.plan.words import listed


def plan_outputs(view: View) -> Iterator[DeployedCase]:
    """The names of all outputs, then each by its value."""
    yield from plan_names(view)
    yield from plan_exports(view, view.evaluation.exports)


def plan_names(view: View) -> Iterator[DeployedCase]:
    """One case for the names of all outputs of a program; what else a component has is no business of a test. None
    where components of packages make values of which nobody knows whether there are any."""
    names = tuple(sorted(each.name for each in view.evaluation.exports))
    is_stack = view.synthesises or not view.evaluation.variant.entry.export
    if names and is_stack and not view.evaluation.opaque:
        yield DeployedCase("outputs", Family.OUTPUTS, "exports exactly these outputs", "", (ExportNames(names),))


def plan_exports(view: View, exports: Iterable[Exported]) -> Iterator[DeployedCase]:
    """One case for each output whose value is known."""
    for each in exports:
        value = view.speller.spelled(each.value, each.resolved)
        if isinstance(value, Call) and value.function == "secret" and each.secret:
            value = value.arguments[0]
        known, without = whole({"value": value})
        if without or "value" not in known or (known["value"] is None and not each.secret):
            continue
        sources = view.things(view.met(each.value))
        source, how = f" of {listed(sources)}" if sources else "", " as a secret" if each.secret else ""
        title = f"{_verb(view)} {each.name}{source}{how}"
        subject = f"output.{each.name}"
        others, _ = whole({key: view.speller.spelled(other, other) for key, other in each.others.items()})
        expect = (Exports(each.name, value, each.secret, others),)
        yield DeployedCase(f"outputs:{each.name}", Family.OUTPUTS, title, subject, expect, each.position)


def _verb(view: View) -> str:
    """What a program does with its outputs, and what a component does."""
    return "gives" if view.evaluation.variant.entry.export and not view.synthesises else "exports"
