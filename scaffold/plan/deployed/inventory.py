"""Inventory: exactly these resources, by type and name."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.deployed import DeployedCase, Registered, Settled
from scaffold.model.deployments import TOKEN_IN_TEXT
from scaffold.model.families import Family
from scaffold.model.values import unknowns
from scaffold.plan.deployed.view import View


def plan_inventory(view: View) -> Iterator[DeployedCase]:
    """One case for everything that is registered, but for types of which nobody knows how many there are: none where
    components of packages register more than is known."""
    if view.evaluation.opaque:
        return
    names: dict[str, list[str]] = {}
    unsure = {each.token for each in view.evaluation.registrations if each.condition is not None or each.repeated}
    for each in view.evaluation.registrations:
        if each.token not in unsure:
            names.setdefault(each.token, []).append(each.name)
    title = "declares exactly these resources" if names else "declares no resource"
    expect = Registered({token: tuple(sorted(names[token])) for token in sorted(names)}, tuple(sorted(unsure)))
    if names or not unsure:
        yield DeployedCase("inventory", Family.INVENTORY, title, "", (expect,))


def plan_settled(view: View) -> Iterator[DeployedCase]:
    """One case for what a stack is synthesised to: no token is left that nothing came to take the place of. None where
    one is, which is a finding."""
    inputs = (value for each in view.evaluation.registrations for value in each.inputs.values())
    if view.synthesises and not any(found.reason == TOKEN_IN_TEXT for value in inputs for found in unknowns(value)):
        yield DeployedCase("settled", Family.INVENTORY, "leaves no token without a value", "", (Settled(),))
