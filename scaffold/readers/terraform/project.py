"""A root module, read to a `Project`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from scaffold.diagnostics import Severity
from scaffold.model.graph import find_edges, find_unknowns
from scaffold.model.position import Position
from scaffold.model.project import (
    Backend,
    Dormant,
    ModuleCall,
    Output,
    Parameter,
    Project,
    Provider,
    Resource,
    Rule,
    SourceModule,
    Suppression,
)
from scaffold.model.values import Value
from scaffold.readers.terraform.ast import BlockNode, Literal, ObjectNode
from scaffold.readers.terraform.bodies import evaluate_body
from scaffold.readers.terraform.calls import CallInstance
from scaffold.readers.terraform.expansion import UNKNOWN
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.lock_file import pinned, pinned_versions
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.parameters import default_of
from scaffold.readers.terraform.referred import note_resource_files, referred_files
from scaffold.readers.terraform.resources import dormant, named, read_resources
from scaffold.readers.terraform.rules import read_rules, rules_of
from scaffold.readers.terraform.session import MAX_RESOURCES, Session
from scaffold.readers.terraform.shapes import shape_of
from scaffold.readers.terraform.spell import names_in, spell


@dataclass
class _Parts:
    """What is gathered over all module instances, in order."""

    resources: list[Resource] = field(default_factory=list)
    dormant: list[Dormant] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)
    calls: list[ModuleCall] = field(default_factory=list)
    checks: list[Rule] = field(default_factory=list)


def read_project(session: Session, root: ModuleInstance, files: ProjectFiles) -> Project:
    """Everything that the root module and the modules it calls declare."""
    parts = _Parts()
    _read_module(root, parts)
    if not session.judge:
        note_resource_files(files, parts.resources)
    settings = _settings(root)
    resources = tuple(parts.resources)
    calls = tuple(parts.calls)
    outputs = tuple(parts.outputs)
    return Project(
        name="root" if session.base == "." else session.base,
        platform="terraform",
        path=session.base,
        resources=resources,
        dormant=tuple(parts.dormant),
        outputs=outputs,
        parameters=tuple(parts.parameters),
        providers=tuple(parts.providers),
        calls=calls,
        modules=() if session.judge else tuple(_source_modules(session, files)),
        backend=settings.backend,
        required_version=settings.required_version,
        checks=tuple(parts.checks),
        edges=find_edges(resources, calls),
        unknowns=find_unknowns(resources, outputs, calls),
        suppressions=tuple(_suppressions(session)),
    )


def _read_module(module: ModuleInstance, parts: _Parts) -> None:
    for found in read_resources(module):
        if module.session.resources > MAX_RESOURCES:
            break
        if isinstance(found, Resource):
            parts.resources.append(found)
        else:
            parts.dormant.append(found)
    parts.outputs.extend(_outputs(module))
    parts.parameters.extend(_parameters(module))
    parts.providers.extend(_providers(module))
    for check in module.folder.of("check"):
        subject = module.full(".".join(("check", *check.labels)))
        parts.checks.extend(read_rules(module, check.body, module.environment, subject, check))
    if module.session.resources > MAX_RESOURCES:
        place = Position(module.folder.path)
        summary = f"More than {MAX_RESOURCES} resources: the rest is left out"
        module.session.report(Severity.ERROR, "too-many-resources", summary, place)
        return
    _read_calls(module, parts)


def _read_calls(module: ModuleInstance, parts: _Parts) -> None:
    for call in module.calls:
        parts.calls.append(_call(module, call))
        if isinstance(call.module, ModuleInstance):
            _read_module(call.module, parts)
    for block in module.calls.blocks.values():
        if not module.expansion(block).instances:
            address = module.full(f"module.{block.labels[0]}")
            parts.dormant.extend(_dormant(module, block, address, (module.folder.path,)))


def _dormant(module: ModuleInstance, block: BlockNode, address: str, above: tuple[str, ...]) -> Iterator[Dormant]:
    """The blocks of a module that is not called with the values read."""
    source = block.body.expression("source")
    path = module.calls.locate(block, source.value) if isinstance(source, Literal) else ""
    if not path or path in above:
        return
    folder = module.session.folder(path)
    for inner in folder.of("resource", "data", "ephemeral"):
        if len(inner.labels) == 2:
            yield dormant(inner, address)
    nested = ModuleInstance(module.session, folder, module.files, address, {}, above)
    for inner in folder.of("module"):
        if inner.labels:
            yield from _dormant(nested, inner, f"{address}.module.{inner.labels[0]}", (*above, path))


def _call(module: ModuleInstance, call: CallInstance) -> ModuleCall:
    block = call.block
    depends_on = block.body.expression("depends_on")
    return ModuleCall(
        address=call.address,
        name=block.labels[0],
        source=call.source,
        version=module.constant(block.body.expression("version")),
        inputs={name: value() for name, value in call.inputs.items()},
        position=Position(block.file, block.line),
        path=call.path,
        module=module.address,
        key=call.key,
        repeated=call.expansion.kind == UNKNOWN,
        condition=call.expansion.condition,
        providers=call.providers,
        depends_on=named(module, depends_on) if depends_on else (),
    )


def _outputs(module: ModuleInstance) -> Iterator[Output]:
    declared = set()
    for block in module.folder.of("output"):
        if not block.labels or "value" not in block.body.attributes:
            module.complain("wrong-output", "An output has a name and a value", block)
            continue
        if block.labels[0] in declared:
            module.complain(
                "duplicate", f"output {block.labels[0]} is declared twice", block, "Remove or rename one of them."
            )
            continue
        declared.add(block.labels[0])
        depends_on = block.body.expression("depends_on")
        yield Output(
            name=block.labels[0],
            value=module.output(block.labels[0]),
            position=Position(block.file, block.line),
            module=module.address,
            description=_text(module, block, "description"),
            sensitive=_flag(block, "sensitive"),
            ephemeral=_flag(block, "ephemeral"),
            depends_on=named(module, depends_on) if depends_on else (),
            rules=rules_of(module, block),
        )


def _parameters(module: ModuleInstance) -> Iterator[Parameter]:
    for name, declaration in module.parameters.items():
        block = declaration.block
        yield Parameter(
            name=name,
            type=declaration.type_text,
            required=declaration.required,
            default=default_of(module, declaration),
            value=module.parameter(declaration),
            position=Position(block.file, block.line),
            module=module.address,
            description=_text(module, block, "description"),
            sensitive=_flag(block, "sensitive"),
            nullable=declaration.nullable,
            ephemeral=_flag(block, "ephemeral"),
            rules=rules_of(module, block),
            shape=shape_of(declaration.type),
        )


def _text(module: ModuleInstance, block: BlockNode, name: str) -> str:
    value = module.constant(block.body.expression(name))
    return value if isinstance(value, str) else ""


def _flag(block: BlockNode, name: str) -> bool:
    return block.body.expression(name) == Literal(True)


def _providers(module: ModuleInstance) -> Iterator[Provider]:
    required = {name: (values, place) for name, values, place in _required_providers(module)}
    versions = pinned_versions(module.session)
    configured: set[tuple[str, str]] = set()
    for block in module.folder.of("provider"):
        if not block.labels:
            module.complain(
                "wrong-labels", "A provider block has a name", block, "Give the block its labels, in quotes."
            )
            continue
        name = block.labels[0]
        visit = partial(module.visit, block.file)
        attributes = evaluate_body(block.body, module.environment, visit, frozenset({"alias", "version"}))
        source, version = required.get(name, ({}, None))[0].get("source", ""), _version(module, block, required)
        alias = module.constant(block.body.expression("alias"))
        place = Position(block.file, block.line)
        if (name, str(alias)) in configured:
            module.complain(
                "duplicate",
                f"provider {name} is configured twice without different aliases",
                block,
                "Remove or rename one of them.",
            )
        configured.add((name, str(alias)))
        chosen = pinned(versions, name, source)
        yield Provider(name, str(alias or ""), source, version, attributes, place, module.address, pinned=chosen)
    for name, (values, place) in required.items():
        if all(name != known for known, _ in configured):
            source, version = values.get("source", ""), values.get("version", "")
            chosen = pinned(versions, name, source)
            yield Provider(name, "", source, version, {}, place, module.address, configured=False, pinned=chosen)


def _version(
    module: ModuleInstance, block: BlockNode, required: Mapping[str, tuple[Mapping[str, str], Position]]
) -> str:
    """The version constraint, also the old one inside the provider block."""
    values = required[block.labels[0]][0] if block.labels[0] in required else {}
    own = module.constant(block.body.expression("version"))
    return values.get("version") or (own if isinstance(own, str) else "")


def _required_providers(module: ModuleInstance) -> Iterator[tuple[str, Mapping[str, str], Position]]:
    for terraform in module.folder.of("terraform"):
        for block in terraform.body.nested("required_providers"):
            for name, attribute in block.body.attributes.items():
                place = Position(block.file, attribute.line)
                node = attribute.expression
                if isinstance(node, ObjectNode):
                    pairs = {names_in(key): names_in(value) or spell(value) for key, value in node.items}
                    yield name, pairs, place
                else:
                    yield name, {"version": names_in(node)}, place


@dataclass(frozen=True, slots=True)
class _Settings:
    backend: Backend | None
    required_version: str


def _settings(root: ModuleInstance) -> _Settings:
    backend, version = None, ""
    for terraform in root.folder.of("terraform"):
        found: Value = root.constant(terraform.body.expression("required_version"))
        version = found if isinstance(found, str) else version
        for block in terraform.body.blocks:
            if block.type in ("backend", "cloud"):
                attributes = evaluate_body(block.body, root.environment, lambda _: None)
                kind = block.labels[0] if block.labels else block.type
                backend = Backend(kind, attributes, Position(block.file, block.line))
    return _Settings(backend, version)


def _suppressions(session: Session) -> Iterator[Suppression]:
    for path in sorted(session.folders, key=lambda path: (path != session.base, path)):
        yield from session.folders[path].suppressions


def _source_modules(session: Session, files: ProjectFiles) -> Iterator[SourceModule]:
    """The folders that were read, the root's first."""
    for path in sorted(session.folders, key=lambda path: (path != session.base, path)):
        folder = session.folders[path]
        yield SourceModule(path, folder.files, referred=referred_files(files, path), unread=folder.unread)
