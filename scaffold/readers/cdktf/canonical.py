"""The canonical project of a stack: its configuration as the Terraform reader reads it, called by its constructs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic
from scaffold.model.graph import find_edges, find_unknowns
from scaffold.model.project import (
    ModuleCall,
    Output,
    Parameter,
    Project,
    Provider,
    Resource,
    SourceModule,
    Suppression,
)
from scaffold.model.values import Call, Conditional, Reference, Template, Value
from scaffold.readers.cdktf.addresses import Addresses, addresses_of, module_address, modules_of, name_of, reference_of
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.configuration import SynthesisedModule, configuration
from scaffold.readers.cdktf.crossing import is_crossing, is_crossing_output
from scaffold.readers.cdktf.documents import opened
from scaffold.readers.cdktf.packed import Packed
from scaffold.readers.cdktf.registrations import linked_stacks, module_prefix
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.limits import quick
from scaffold.readers.terraform.project import read_project
from scaffold.readers.terraform.session import Session


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the stacks of a project: of its files and its manifest. `root` is what the user named."""

    root: Path
    path: str
    parameters: tuple[Parameter, ...] = ()
    modules: tuple[SourceModule, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    terraform_version: str = ""


def canonical_project(
    stack: StackSynthesis,
    around: Surroundings,
    diagnostics: list[Diagnostic] | None = None,
    prefix: str = "",
    others: Mapping[str, Reference] | None = None,
) -> Project:
    """The model of a stack. Addresses are below `prefix`; `others` are what it reads of other stacks, by the expression
    that it reads it with."""
    stack = _distinct(stack)
    with quick():
        session = Session(around.root, around.root, around.path)
        packed = Packed(around.root, around.path, stack)
        folder, given = configuration(stack, around.path, packed.value)
        session.folders[around.path] = folder
        files = ProjectFiles(session)
        module = SynthesisedModule(session, folder, files)
        module.given = given
        read = read_project(session, module, files)
    if diagnostics is not None:
        diagnostics.extend((*folder.diagnostics, *session.diagnostics))
    rename = _Renaming(stack, addresses_of(stack, prefix), others or {})
    resources = tuple(map(rename.resource, read.resources))
    outputs = tuple(map(rename.output, read.outputs))
    calls = tuple(map(rename.call, read.calls))
    referred = {found.path: found for module in read.modules for found in module.referred}
    referred.update({found.path: found for found in packed.files(resources) if found.path not in referred})
    modules = around.modules and (
        replace(around.modules[0], referred=tuple(referred[path] for path in sorted(referred))),
        *around.modules[1:],
    )
    return Project(
        name=stack.name,
        platform="cdktf",
        path=around.path,
        resources=resources,
        dormant=tuple(replace(found, address=rename.address(found.address)) for found in read.dormant),
        outputs=outputs,
        parameters=(*around.parameters, *map(rename.parameter, read.parameters)),
        providers=tuple(map(rename.provider, read.providers)),
        calls=calls,
        modules=modules,
        backend=read.backend,
        required_version=read.required_version or around.terraform_version,
        checks=read.checks,
        edges=find_edges(resources, calls),
        unknowns=find_unknowns(resources, outputs, calls),
        suppressions=around.suppressions,
        language=around.language,
    )


def _distinct(stack: StackSynthesis) -> StackSynthesis:
    """A stack in which no two blocks are called the same: of some, not all is known that tells them apart."""
    taken: dict[str, int] = {}
    blocks = []
    for block in stack.blocks:
        reference = reference_of(block)
        number = taken[reference] = taken.get(reference, 0) + 1
        blocks.append(replace(block, key=f"{block.key}__{number}") if reference and number > 1 else block)
    return replace(stack, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Renaming:
    """From what the configuration calls things to what constructs are called."""

    stack: StackSynthesis
    addresses: Addresses
    others: Mapping[str, Reference]

    def address(self, address: str) -> str:
        """An address as it is called here."""
        return self.addresses.renamed(address)

    def value(self, value: Value) -> Value:
        """A value with every reference in it renamed."""
        if isinstance(value, Reference):
            other = self.others.get(str(Reference(value.address, value.path[:2]))) if self.others else None
            if other is not None:
                return Reference(other.address, (*other.path, *value.path[2:]))
            return Reference(self.address(value.address), value.path)
        if isinstance(value, tuple):
            return type(value)(self.value(item) for item in value)
        if isinstance(value, Mapping):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, Template):
            return Template(tuple(self.value(part) for part in value.parts))
        if isinstance(value, Call):
            return Call(value.function, tuple(self.value(argument) for argument in value.arguments))
        if isinstance(value, Conditional):
            return Conditional(*(self.value(part) for part in (value.condition, value.then, value.otherwise)))
        return value

    def values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Values by name, renamed."""
        return {name: self.value(value) for name, value in values.items()}

    def _place(self, address: str) -> tuple[Block | None, dict[str, Any]]:
        """The block at an address, and what it is called: address, name, module."""
        block = self.addresses.block_at(address)
        if block is not None:
            called = {
                "address": self.address(address),
                "name": name_of(block),
                "module": module_address(modules_of(self.stack, block.path)),
            }
            return block, called
        return None, {}

    def resource(self, resource: Resource) -> Resource:
        """A resource or data source."""
        block, called = self._place(resource.address)
        if block is not None and block.kind == "module":  # what a module of files declares
            called = {"address": called["address"], "module": self.address(resource.module)}
            block = None
        return replace(
            resource,
            **called,
            attributes={name: opened(self.value(value)) for name, value in resource.attributes.items()},
            native_type=block.path if block is not None else resource.native_type,
            overrides=block.overrides if block is not None else (),
            position=block.position if block is not None else resource.position,
            condition=block.condition if block is not None and block.condition is not None else resource.condition,
            repeated=resource.repeated or (block is not None and block.repeated),
            depends_on=tuple(map(self.address, resource.depends_on)),
            lifecycle=self.values(resource.lifecycle),
            implied=self.values(resource.implied),
        )

    def output(self, output: Output) -> Output:
        """An output."""
        depends_on = tuple(map(self.address, output.depends_on))
        return replace(output, value=self.value(output.value), depends_on=depends_on)

    def call(self, call: ModuleCall) -> ModuleCall:
        """The call of a module."""
        _, called = self._place(call.address)
        depends_on = tuple(map(self.address, call.depends_on))
        return replace(call, **called, inputs=self.values(call.inputs), depends_on=depends_on)

    def parameter(self, parameter: Parameter) -> Parameter:
        """A variable of the configuration."""
        return replace(parameter, value=self.value(parameter.value))

    def provider(self, provider: Provider) -> Provider:
        """The configuration of a provider."""
        return replace(provider, attributes=self.values(provider.attributes))


def joined_project(stacks: tuple[StackSynthesis, ...], around: Surroundings) -> Project | None:
    """The model of all stacks of an evaluation as one; nothing where there is none."""
    every = [
        canonical_project(stack, around, None, module_prefix(stack, stacks), dict(linking.crossing()))
        for stack, linking in linked_stacks(stacks, around.path)
    ]
    if len(every) < 2:
        return every[0] if every else None
    crossing = {
        linking.addresses.of(block)
        for stack, linking in linked_stacks(stacks, around.path)
        for block in stack.blocks
        if block.kind == "data" and is_crossing(block)
    }
    resources = tuple(found for project in every for found in project.resources if found.address not in crossing)
    calls = tuple(found for project in every for found in project.calls)
    outputs = tuple(
        replace(found, name=f"{project.name}/{found.name}")
        for project in every
        for found in project.outputs
        if not is_crossing_output(found.name)
    )
    return replace(
        every[0],
        resources=resources,
        dormant=tuple(found for project in every for found in project.dormant),
        outputs=outputs,
        providers=tuple(found for project in every for found in project.providers),
        calls=calls,
        edges=find_edges(resources, calls),
        unknowns=find_unknowns(resources, outputs, calls),
    )
