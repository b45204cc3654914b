"""Outputs to add to a Terraform configuration, through every module between the resource and the root."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.model.integration import Missing
from scaffold.model.project import Project
from scaffold.suggesting.edits import Edit

#: A call of a module in an address, with the key of its instance.
_CALL = re.compile(r'module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.?')
_OUTPUTS = "outputs.tf"


def line(missing: Missing) -> str:
    """The output in one line, as the root module would have it."""
    return f'output "{missing.name}" {{ value = {_inner(missing)} }}'


def edits(missing: Missing, project: Project) -> tuple[Edit, ...] | None:
    """The outputs in each module from the resource's own up to the root; nothing where a module's files are not here,
    or are no text in Terraform's own syntax."""
    found = list(_outputs(missing, project))
    if any(folder is None for folder, _, _ in found):
        return None
    paths = [(_file(project, folder or "."), name, value) for folder, name, value in found]
    return None if any(path is None for path, _, _ in paths) else tuple(_edit(*each) for each in paths)


def _outputs(missing: Missing, project: Project) -> Iterator[tuple[str | None, str, str]]:
    """Each output on the way: the folder of its module, its name and what it says, the innermost first."""
    calls = list(_CALL.finditer(missing.declared_in))
    folders = {call.address: call.path or None for call in project.calls}
    value, name = _inner(missing), _local_name(missing)
    for at in range(len(calls), 0, -1):
        address = missing.declared_in[: calls[at - 1].end()].rstrip(".")
        yield folders.get(address), name, value
        value = f"module.{calls[at - 1][1]}{calls[at - 1][2] or ''}.{name}"
    yield project.path, missing.name, value


def _inner(missing: Missing) -> str:
    """The attribute, as the resource's own module calls it."""
    return f"{missing.address.removeprefix(f'{missing.declared_in}.')}.{missing.attribute}"


def _local_name(missing: Missing) -> str:
    """The output's name in a module: without those of the modules around it."""
    inner = re.sub(r"[^\w]+", "_", missing.address.removeprefix(f"{missing.declared_in}.").partition(".")[2]).strip("_")
    return f"{inner}_{missing.attribute}"


def _file(project: Project, folder: str) -> str | None:
    """The file of a module that has its outputs, or should have them."""
    module = next((module for module in project.modules if module.path == folder), None)
    if module is None or any(name.endswith(".json") for name in module.files):
        return None
    way = "" if folder == "." else f"{folder}/"
    counts = {name: sum(output.position.file == way + name for output in project.outputs) for name in module.files}
    most = max(counts, key=lambda name: (counts[name], name == _OUTPUTS), default=_OUTPUTS)
    return way + (most if counts.get(most) else _OUTPUTS)


def _edit(path: str | None, name: str, value: str) -> Edit:
    return Edit(path or _OUTPUTS, -1, ("", f'output "{name}" {{', f"  value = {value}", "}"))
