"""One folder of configuration, prepared for planning: its blocks by kind, their bodies, and what is known of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scaffold.catalog.checks import Estate
from scaffold.model.project import Project, Resource, SourceFile, SourceModule
from scaffold.model.source import Block, Form

#: Kinds whose labels are a type and a name.
TYPED = frozenset({"resource", "data", "ephemeral"})

_MERGED = frozenset({"locals", "terraform"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """A top-level block. `index` counts the blocks of the same kind and labels, in order."""

    block: Block
    index: int

    @property
    def kind(self) -> str:
        """`resource`, `output`, ..."""
        return self.block.type

    @property
    def labels(self) -> tuple[str, ...]:
        """The block's labels."""
        return self.block.labels

    @property
    def address(self) -> str:
        """As a reference would name it: `aws_sqs_queue.events`, `data.aws_region.current`, `var.name`, `output.url`."""
        kind = {"resource": "", "variable": "var"}.get(self.kind, self.kind)
        name = ".".join((kind, *self.labels) if kind else self.labels)
        return f"{name}#{self.index + 1}" if self.index else name


class Folder:
    """A folder of configuration as the families of cases see it."""

    def __init__(self, module: SourceModule, project: Project, estate: Estate | None = None) -> None:
        self.module = module
        self.project = project
        self.estate = estate or Estate(project)
        self.declarations = tuple(_number(_merge(module.blocks)))
        self.by_kind: dict[str, list[Declaration]] = {}
        for declaration in self.declarations:
            self.by_kind.setdefault(declaration.kind, []).append(declaration)

    @cached_property
    def addresses(self) -> Mapping[str, Declaration]:
        """What can be referred to, by address."""
        kinds = (*TYPED, "module")
        return {found.address: found for kind in kinds for found in self.by_kind.get(kind, ())}

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The resources of the evaluated model that are declared in this folder."""
        return tuple(
            resource
            for resource in self.project.resources
            if (posixpath.dirname(resource.position.file) or ".") == self.module.path
        )

    @cached_property
    def files(self) -> Mapping[str, SourceFile]:
        """The files that exist and that the configuration refers to, by their path from this folder."""
        found = {file.path: file for file in self.module.referred if file.exists}
        return {posixpath.relpath(path, self.module.path): found[path] for path in sorted(found)}


def body(block: Block) -> dict[str, Form]:
    """A block's content as data: attributes by name, nested blocks as a tuple of bodies by name and labels."""
    content: dict[str, Form] = dict(block.attributes)
    nested: dict[str, list[Form]] = {}
    for inner in block.blocks:
        nested.setdefault(" ".join((inner.type, *inner.labels)), []).append(body(inner))
    content.update({name: tuple(bodies) for name, bodies in nested.items()})
    return content


def _merge(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, with all `locals` as one and all `terraform` as one: it does not matter how they are spread."""
    merged: dict[str, Block] = {}
    found: list[Block] = []
    for block in blocks:
        if block.type not in _MERGED:
            found.append(block)
        elif block.type not in merged:
            merged[block.type] = block
        else:
            first = merged[block.type]
            attributes = {**first.attributes, **block.attributes}
            merged[block.type] = replace(first, attributes=attributes, blocks=(*first.blocks, *block.blocks))
    return [*merged.values(), *found]


def _number(blocks: Sequence[Block]) -> Iterator[Declaration]:
    seen: dict[tuple[str, ...], int] = {}
    for block in blocks:
        key = (block.type, *block.labels)
        seen[key] = seen.get(key, -1) + 1
        yield Declaration(block, seen[key])
