"""Outputs to add to a Terraform configuration, through every module between the resource and the root."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator

from scaffold.model.integration import Missing
from scaffold.model.project import Mode, Project
from scaffold.model.values import Reference
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
    """Each output on the way that is not there: the folder of its module, its name and what it says, the innermost
    first."""
    calls = list(_CALL.finditer(missing.declared_in))
    folders = {call.address: call.path or None for call in project.calls}
    value, wanted = _inner(missing), Reference(missing.address, (missing.attribute,))
    for at in range(len(calls), 0, -1):
        address = missing.declared_in[: calls[at - 1].end()].rstrip(".")
        there = {output.name: output.value for output in project.outputs if output.module == address}
        name = next((each for each, said in there.items() if said == wanted), "")
        if not name:
            name = _free(_local_name(missing, project), there)
            yield folders.get(address), name, value
        value = f"module.{calls[at - 1][1]}{calls[at - 1][2] or ''}.{name}"
    yield project.path, missing.name, value


def _inner(missing: Missing) -> str:
    """The attribute, as the resource's own module calls it."""
    return f"{missing.address.removeprefix(f'{missing.declared_in}.')}.{missing.attribute}"


def _local_name(missing: Missing, project: Project) -> str:
    """The output's name in a module: without those of the modules around it, with the type's where the module has
    another resource of that name."""
    inner = _label(missing.address, missing.declared_in)
    same = (each for each in project.resources if each.module == missing.declared_in and each.mode is Mode.MANAGED)
    several = sum(_label(each.address, each.module) == inner for each in same) > 1
    kind = f"{missing.type.partition('_')[2]}_" if several else ""
    return f"{kind}{inner}_{missing.attribute}"


def _label(address: str, module: str) -> str:
    """What a resource is called in its module, with the key of its instance, as one word."""
    return re.sub(r"[^\w]+", "_", address.removeprefix(f"{module}.").partition(".")[2]).strip("_")


def _free(name: str, taken: Container[str]) -> str:
    """The name, or with a number where it is taken."""
    numbered = (f"{name}_{count}" for count in itertools.count(2))
    return next(each for each in itertools.chain((name,), numbered) if each not in taken)


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
