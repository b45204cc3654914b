"""Data sources that are not read in a plan, because what they are asked with names something that is not there yet.

Terraform goes by what is written: a name of a managed resource anywhere in the block is enough, also where it is not
evaluated, and also where its value is known; one behind a local value is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.model.addresses import without_keys
from scaffold.model.project import Project, SourceModule
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, Ref

_NAME = re.compile(r"(?<![\w.-])([a-zA-Z_][\w-]*)\.([a-zA-Z_][\w-]*)")


def deferred_in(module: SourceModule) -> frozenset[str]:
    """The addresses in the module of the data sources that name a managed resource of it."""
    managed = {block.labels for block in module.blocks if block.type == "resource"}
    checks = (inner for block in module.blocks if block.type == "check" for inner in block.blocks)
    data = (block for block in (*module.blocks, *checks) if block.type == "data" and len(block.labels) == 2)
    return frozenset(".".join(("data", *block.labels)) for block in data if _names(block) & managed)


def deferred_below(path: str, project: Project, by_folder: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The same for the folder at `path` and the modules that it calls, by address as seen from there."""
    folders = {"": path, **{without_keys(call.address): call.path for call in project.calls if call.path}}
    return frozenset(
        f"{module}.{address}" if module else address
        for module, folder in folders.items()
        for address in by_folder.get(folder, ())
    )


def _names(block: Block) -> set[tuple[str, ...]]:
    found = {pair for form in block.attributes.values() for text in _texts(form) for pair in _NAME.findall(text)}
    return found.union(*map(_names, block.blocks)) if block.blocks else found


def _texts(form: Form) -> Iterator[str]:
    """The texts of everything in a form that is not a literal."""
    if isinstance(form, Ref | Expression):
        yield form.text
    elif isinstance(form, Interpolation | Invocation):
        for part in form.parts if isinstance(form, Interpolation) else form.arguments:
            yield from _texts(part)
    elif isinstance(form, Mapping):
        for key, item in form.items():
            yield key if key.startswith("(") else ""
            yield from _texts(item)
    elif isinstance(form, tuple):
        for item in form:
            yield from _texts(item)
