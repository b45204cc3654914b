"""Outputs to add to a Pulumi YAML program."""

from __future__ import annotations

import re

from scaffold.catalog.pulumi.attributes import native_path
from scaffold.model.integration import Missing
from scaffold.model.project import Project
from scaffold.suggesting.edits import Edit
from scaffold.suggesting.programs import camel

_SECTION = re.compile(r"outputs:\s*(#.*)?")


def line(missing: Missing) -> str:
    """The output as the program would declare it."""
    resource = missing.address.rpartition(".")[2]
    return f"{camel(missing.name)}: ${{{resource}.{native_path(missing.type, missing.attribute)}}}"


def edits(missing: Missing, project: Project, text: str) -> tuple[Edit, ...] | None:
    """The change of the program; nothing where the resource stands in another file than the program."""
    path = missing.position.file
    entry = project.outputs[0].position.file if project.outputs else path
    if path != entry:
        return None
    lines = text.splitlines()
    at = next((at for at, found in enumerate(lines) if _SECTION.fullmatch(found)), None)
    if at is None:
        return (Edit(path, -1, ("outputs:", f"  {line(missing)}")),)
    first = next((found for found in lines[at + 1 :] if found.strip()), "")
    margin = first[: len(first) - len(first.lstrip())] or "  "
    return (Edit(path, at + 1, (f"{margin}{line(missing)}",)),)
