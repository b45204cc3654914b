"""Resource, data and ephemeral blocks of a module instance, as entries of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffold.model.position import Position
from scaffold.model.project import Dormant, Mode, Resource, Rule
from scaffold.model.values import Reference, Value, is_known
from scaffold.readers.terraform.ast import BlockNode, Expr, Parenthesis, TupleNode
from scaffold.readers.terraform.bodies import META_RESOURCE, attempt, evaluate_body
from scaffold.readers.terraform.evaluate import Environment
from scaffold.readers.terraform.expansion import SINGLE, UNKNOWN, Expansion, with_key
from scaffold.readers.terraform.known import KnownReference
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.rules import read_rules
from scaffold.readers.terraform.spell import names_in, spell

_PREFIX = {"resource": "", "data": "data.", "ephemeral": "ephemeral."}
_MODE = {"resource": Mode.MANAGED, "data": Mode.DATA, "ephemeral": Mode.EPHEMERAL}


def read_resources(module: ModuleInstance) -> Iterator[Resource | Dormant]:
    """Every instance of every block, in order; a block without instances is dormant."""
    for (block_type, type_, name), block in module.resources.items():
        address = module.full(f"{_PREFIX[block_type]}{type_}.{name}")
        expansion = module.expansion(block)
        if not expansion.instances:
            yield dormant(block, module.address)
        for key, names in expansion.instances.items():
            module.session.resources += 1
            yield _read(module, block, with_key(address, key), key, names, expansion)


def dormant(block: BlockNode, module: str) -> Dormant:
    """The entry of a block that creates nothing, in the module with this address."""
    type_, name = block.labels
    local = f"{_PREFIX[block.type]}{type_}.{name}"
    address = f"{module}.{local}" if module else local
    return Dormant(address, type_, name, _MODE[block.type], Position(block.file, block.line), module)


def _read(
    module: ModuleInstance,
    block: BlockNode,
    address: str,
    key: str | int | None,
    names: Mapping[str, Value],
    expansion: Expansion,
) -> Resource:
    body = block.body
    names = {**names, "self": module.session.reference(address)} if body.blocks else names
    environment = Environment(module, names)
    file = block.file
    attributes = evaluate_body(body, environment, lambda attribute: module.visit(file, attribute), META_RESOURCE)
    type_, name = block.labels
    lifecycle, rules = (
        _lifecycle(module, block, _itself(module, block, environment, attributes), address) if body.blocks else ({}, ())
    )
    depends_on = body.expression("depends_on")
    return Resource(
        address=address,
        type=type_,
        native_type=block.path or type_,
        name=name,
        mode=_MODE[block.type],
        attributes=attributes,
        position=Position(file, block.line),
        module=module.address,
        provider=provider_of(module, body.expression("provider"), type_),
        key=key,
        repeated=expansion.kind == UNKNOWN,
        condition=expansion.condition if expansion.kind != SINGLE else None,
        depends_on=named(module, depends_on) if depends_on else (),
        lifecycle=lifecycle,
        rules=rules,
        implied=_implied(type_, attributes),
        provisioned=any(nested.type == "provisioner" for nested in body.blocks),
    )


def provider_of(module: ModuleInstance, node: Expr | None, type_: str) -> str:
    """The root's name for the provider configuration of a resource: `aws` or `aws.east`."""
    name = names_in(node) or type_.split("_", 1)[0]
    return module.providers.get(name, name)


def named(module: ModuleInstance, node: Expr) -> tuple[str, ...]:
    """The addresses in a list of references (`depends_on`)."""
    while isinstance(node, Parenthesis):
        node = node.inner
    items = node.items if isinstance(node, TupleNode) else (node,)
    return tuple(module.full(name) for name in map(names_in, items) if name)


def _itself(
    module: ModuleInstance, block: BlockNode, environment: Environment, attributes: Mapping[str, Value]
) -> Environment:
    """Where the conditions of a resource stand: what is declared of it is known there, where rules are judged."""
    itself = environment.names["self"]
    if not module.session.judge or not isinstance(itself, Reference):
        return environment
    declared = {
        name: value for name, value in attributes.items() if value is not None and name in block.body.attributes
    }
    known = itself.attributes if isinstance(itself, KnownReference) else {}
    return environment.bind(self=KnownReference(itself.address, (), {**known, **declared}))


def _lifecycle(
    module: ModuleInstance, block: BlockNode, environment: Environment, address: str
) -> tuple[dict[str, Value], tuple[Rule, ...]]:
    """`ignore_changes` and `replace_triggered_by` are names, the rest are values."""
    found: dict[str, Value] = {}
    rules: tuple[Rule, ...] = ()
    for lifecycle in block.body.nested("lifecycle"):
        for name, attribute in lifecycle.body.attributes.items():
            if name in ("ignore_changes", "replace_triggered_by"):
                found[name] = _names(attribute.expression)
            else:
                found[name] = attempt(attribute, environment)
        rules += read_rules(module, lifecycle.body, environment, address, block)
    return found, rules


def _names(node: Expr) -> Value:
    if isinstance(node, TupleNode):
        return tuple(names_in(item) or spell(item) for item in node.items)
    return names_in(node) or spell(node)


def _implied(type_: str, attributes: Mapping[str, Value]) -> Mapping[str, Value]:
    if type_ != "aws_iam_policy_document":
        return {}
    from scaffold.readers.terraform.policy import policy_document  # most configurations have none

    document = policy_document(attributes)
    return {"json": document} if isinstance(document, Mapping) or not is_known(document) else {}
