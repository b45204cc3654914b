"""Outputs: exactly these, and each with its value, description and sensitivity."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.families import Family
from scaffold.model.testplan import Case
from scaffold.plan.configuration import declared
from scaffold.plan.folder import Folder
from scaffold.plan.inventory import exactly


def plan_outputs(folder: Folder) -> Iterator[Case]:
    """One case for the set of outputs and one for each."""
    outputs = folder.by_kind.get("output", ())
    if outputs:
        title = "declares exactly these outputs"
        yield Case("outputs", Family.OUTPUTS, title, "", exactly("output", outputs))
    for declaration in outputs:
        secret = declaration.block.attributes.get("sensitive") is True
        yield declared(declaration, Family.OUTPUTS, "gives its declared value" + (" as a secret" if secret else ""))
