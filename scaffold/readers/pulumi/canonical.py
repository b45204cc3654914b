"""The canonical project: what an evaluation registered, in Terraform's vocabulary."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.catalog import pulumi as catalog
from scaffold.model.deployments import Exported, Role
from scaffold.model.graph import find_edges, find_unknowns
from scaffold.model.position import Position
from scaffold.model.project import Mode, ModuleCall, Output, Parameter, Project, Provider, Resource, SourceModule
from scaffold.model.project import Suppression as Suppression
from scaffold.model.values import Call, Reference, Value, is_known
from scaffold.readers.pulumi.freezing import without_secrets
from scaffold.readers.pulumi.projects import PulumiProject
from scaffold.readers.pulumi.records import Called, Record
from scaffold.readers.pulumi.registrations import renamed
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import STACK_REFERENCE
from scaffold.readers.terraform.functions.json_text import decode_json, encode_json
from scaffold.readers.terraform.functions.registry import FunctionError

_MANAGED: Final = (Role.CUSTOM,)
_COMPONENTS: Final = (Role.COMPONENT, Role.REMOTE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the registrations in a project: of its files and its package.json."""

    parameters: tuple[Parameter, ...] = ()
    modules: tuple[SourceModule, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


def canonical_project(
    project: PulumiProject, run: Run, exports: Iterable[Exported], around: Surroundings = Surroundings()
) -> Project:
    """The model of a project as one evaluation found it."""
    rename = _Renaming(run)
    resources = tuple(
        rename.resource(record) for record in run.records if record.role in (Role.CUSTOM, Role.READ)
    ) + tuple(rename.data(called) for called in run.called.values())
    calls = tuple(rename.call(record) for record in run.records if record.role in _COMPONENTS)
    outputs = tuple(
        Output(found.name, rename.value(without_secrets(found.value)), found.position, sensitive=found.secret)
        for found in exports
    )
    versions = around.versions
    return Project(
        name=project.name,
        platform="pulumi",
        path=project.path,
        resources=resources,
        outputs=outputs,
        parameters=around.parameters,
        providers=tuple(rename.providers(versions)),
        calls=calls,
        modules=around.modules,
        edges=find_edges(resources, calls),
        unknowns=find_unknowns(resources, outputs, calls),
        suppressions=around.suppressions,
        language=around.language,
    )


class _Renaming:
    """From native names to canonical ones, with the types that references lead to."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tokens = {record.address: record.token for record in run.records}
        self.tokens.update({called.address: called.token for called in run.called.values()})

    def type_of(self, address: str) -> str:
        """The token of what is at an address; empty for what is no resource."""
        return self.tokens.get(address, "")

    def reference(self, reference: Reference) -> Reference:
        """A reference with the canonical path."""
        token = self.tokens.get(reference.address)
        if token is None or not reference.path or token == STACK_REFERENCE:
            return reference
        return Reference(reference.address, catalog.canonical_path(token, reference.path))

    def value(self, value: Value) -> Value:
        """A value whose references are canonical."""
        return renamed(value, self.reference)

    def attributes(self, token: str, native: Mapping[str, Value]) -> Mapping[str, Value]:
        """Inputs as canonical attributes."""
        if token == STACK_REFERENCE:
            return {name: without_secrets(value) for name, value in native.items()}
        plain = {name: _document(without_secrets(value)) for name, value in native.items()}
        return catalog.canonical_attributes(token, plain, self.type_of)

    def resource(self, record: Record) -> Resource:
        """A resource, or one that is only looked up."""
        options = record.options
        return Resource(
            address=record.address,
            type=record.type,
            native_type=record.token,
            name=record.name,
            mode=Mode.DATA if record.role is Role.READ else Mode.MANAGED,
            attributes=self.attributes(record.token, record.written),
            position=record.position,
            module=record.parent.module if record.parent else "",
            provider=options.provider or record.package,
            repeated=record.repeated,
            condition=self.value(record.condition),
            depends_on=options.depends_on,
            lifecycle=_lifecycle(record),
        )

    def data(self, called: Called) -> Resource:
        """A provider's function as the data source that it stands for."""
        type_ = catalog.canonical_data_type(called.token)
        return Resource(
            address=called.address,
            type=type_,
            native_type=called.token,
            name=called.address.rpartition(".")[2],
            mode=Mode.DATA,
            attributes=self.attributes(called.token, called.arguments),
            position=called.position,
            provider=called.token.partition(":")[0],
            repeated=called.repeated,
            condition=self.value(called.condition),
        )

    def call(self, record: Record) -> ModuleCall:
        """A component: one of the program's own is as a module in its folder, a remote one is opaque."""
        own = record.role is Role.COMPONENT
        inputs = {name: self.value(without_secrets(value)) for name, value in record.written.items()}
        return ModuleCall(
            address=record.address,
            name=record.name,
            source=record.token,
            version=None,
            inputs=inputs,
            position=record.position,
            path=(posixpath.dirname(record.folder) or ".") if own else "",
            module=record.parent.module if record.parent else "",
            repeated=record.repeated,
            condition=self.value(record.condition),
            depends_on=record.options.depends_on,
        )

    def providers(self, versions: Mapping[str, str]) -> Iterable[Provider]:
        """The providers that the program makes, and the default ones of the packages that it uses."""
        made = [record for record in self.run.records if record.role is Role.PROVIDER]
        used = [record.package for record in self.run.records if record.role in _MANAGED and record.package]
        first = {record.package: record.position for record in reversed(self.run.records)}
        for name in dict.fromkeys(used):
            if name in versions:
                yield self._default(name, versions[name], first[name])
        for record in made:
            yield Provider(
                name=record.package,
                alias=record.name,
                source=self.run.dialect.package_name(record.package),
                version=versions.get(record.package, ""),
                attributes=self.attributes(record.token, record.written),
                position=record.position,
                module=record.parent.module if record.parent else "",
            )

    def _default(self, name: str, version: str, position: Position) -> Provider:
        prefix = f"config.{name}:"
        settings = {
            key.removeprefix(prefix): value for key, value in self.run.given.values.items() if key.startswith(prefix)
        }
        return Provider(
            name, "", self.run.dialect.package_name(name), version, settings, position, configured=bool(settings)
        )


def _document(value: Value) -> Value:
    """A value as Terraform has it: a policy that is given as an object is its JSON, JSON text is in Terraform's order,
    a file is its path."""
    if isinstance(value, Mapping) and "Statement" in value:
        value = encode_json(value) if is_known(value) else Call("jsonencode", (value,))
    elif isinstance(value, str) and value[:1] in ("{", "["):
        try:
            value = encode_json(decode_json(value))
        except FunctionError:
            return value
    elif isinstance(value, Call) and value.function in ("asset.file", "archive.file"):
        (path,) = value.arguments
        packed = isinstance(path, str) and path.endswith((".zip", ".jar"))
        return path if packed or value.function == "asset.file" else value
    return value


_OPTIONS: Final[Mapping[str, tuple[str, Callable[[Value], Value]]]] = {
    "deleteBeforeReplace": ("create_before_destroy", lambda value: value is False),
    "replaceOnChanges": ("replace_triggered_by", lambda value: value),
}


def _lifecycle(record: Record) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    if record.options.protect is not None:
        found["prevent_destroy"] = record.options.protect
    ignored = record.options.others.get("ignoreChanges")
    if isinstance(ignored, tuple):
        found["ignore_changes"] = tuple(_path_text(record.token, path) for path in ignored)
    for name, value in record.options.others.items():
        if name in _OPTIONS:
            canonical, change = _OPTIONS[name]
            found[canonical] = change(value)
    return found


def _path_text(token: str, path: Value) -> Value:
    """A native path as text (`settings.size`) under canonical names."""
    if not isinstance(path, str) or not path.replace(".", "").isalnum():
        return path
    return ".".join(map(str, catalog.canonical_path(token, tuple(path.split(".")))))
