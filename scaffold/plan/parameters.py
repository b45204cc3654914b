"""Parameters: exactly these variables, and each with its type, default, rules and flags."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.families import Family
from scaffold.model.testplan import Case
from scaffold.plan.configuration import declared
from scaffold.plan.folder import Declaration, Folder, body
from scaffold.plan.inventory import exactly
from scaffold.plan.words import listed

_TRAITS = {
    "type": "type",
    "default": "default",
    "validation": "validation",
    "sensitive": "sensitivity",
    "nullable": "nullability",
    "ephemeral": "ephemerality",
    "description": "description",
}


def plan_parameters(folder: Folder) -> Iterator[Case]:
    """One case for the set of variables and one for each."""
    variables = folder.by_kind.get("variable", ())
    if variables:
        title = "declares exactly these variables"
        yield Case("parameters", Family.PARAMETERS, title, "", exactly("variable", variables))
    for declaration in variables:
        yield declared(declaration, Family.PARAMETERS, _phrase(declaration))


def _phrase(declaration: Declaration) -> str:
    content = body(declaration.block)
    traits = [word for name, word in _TRAITS.items() if name in content]
    if len(traits) > 1 and traits[-1] == "description":
        traits.pop()
    return f"keeps its {listed(traits)}" if traits else "is declared"
