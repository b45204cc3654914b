"""The body of a block evaluated to attributes: nested blocks become tuples of dictionaries, dynamic ones expanded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.model.values import SYMBOLIC, Call, Reference, Unknown, Value
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Literal, Traversal
from scaffold.readers.terraform.evaluate import Environment, entries, evaluate
from scaffold.readers.terraform.operators import EvaluationError, access
from scaffold.readers.terraform.spell import spell

#: Arguments of the language itself, which are no attributes of the resource.
META_ARGUMENTS = frozenset({"count", "for_each", "depends_on", "provider", "providers", "source", "version"})
META_RESOURCE = frozenset({"count", "for_each", "depends_on", "provider"})
META_BLOCKS = frozenset({"lifecycle"})

#: Words of the language in a provisioner: `when = destroy`, `on_failure = continue`.
_PROVISIONER_WORDS = ("create", "destroy", "continue", "fail")

#: Called before an attribute is evaluated, with the attribute.
Visit = Callable[[AttributeNode], None]


def evaluate_body(
    body: Body, environment: Environment, visit: Visit, without: frozenset[str] = frozenset()
) -> dict[str, Value]:
    """Attribute and nested block names to values. An attribute that fails is `Unknown` with the reason."""
    found: dict[str, Any] = {}
    for name, attribute in body.attributes.items():
        if name in without:
            continue
        expression = attribute.expression
        if type(expression) is Literal:
            found[name] = expression.value
        else:
            visit(attribute)
            found[name] = attempt(attribute, environment)
    for block in body.blocks:
        if block.type in META_BLOCKS:
            continue
        if block.type == "dynamic" and block.labels:
            name, bodies = block.labels[0], _dynamic(block, environment, visit)
        else:
            name, bodies = block.type, (_nested(block, environment, visit),)
        found[name] = (*found[name], *bodies) if isinstance(found.get(name), tuple) else bodies
    return found


def attempt(attribute: AttributeNode, environment: Environment) -> Value:
    """The attribute's value, or why there is none."""
    try:
        value = evaluate(attribute.expression, environment)
        environment.module.weigh(value)
        return value
    except EvaluationError as error:
        return Unknown(str(error), spell(attribute.expression))
    except RecursionError:
        return Unknown("the expression refers to others too deeply")


def _nested(block: BlockNode, environment: Environment, visit: Visit) -> Mapping[str, Value]:
    if block.type == "provisioner":
        environment = environment.bind(**{name: name for name in _PROVISIONER_WORDS})
    inner = evaluate_body(block.body, environment, visit)
    return {"type": block.labels[0], **inner} if block.labels else inner


def _dynamic(block: BlockNode, environment: Environment, visit: Visit) -> tuple[Value, ...]:
    """The bodies of a dynamic block; for a collection that is not known, one call that stands for them."""
    content = next(block.body.nested("content"), None)
    collection_node = block.body.attributes.get("for_each")
    if content is None or collection_node is None:
        return (Unknown("a dynamic block without content or for_each"),)
    visit(collection_node)
    collection = attempt(collection_node, environment)
    iterator = _iterator(block)
    if isinstance(collection, SYMBOLIC):
        element = access(collection, "*") if isinstance(collection, Reference) else Reference(iterator, ("value",))
        entry: dict[str, Value] = {"key": Reference(iterator, ("key",)), "value": element}
        body = evaluate_body(content.body, environment.bind(**{iterator: entry}), visit)
        return (Call("for", (collection, body)),)
    bodies: list[Value] = []
    try:
        for key, value in entries(collection):
            environment.module.spend(1)
            entry = {"key": key, "value": value}
            bodies.append(evaluate_body(content.body, environment.bind(**{iterator: entry}), visit))
    except EvaluationError as error:
        return (Unknown(str(error), f'dynamic "{block.labels[0]}"'),)
    return tuple(bodies)


def _iterator(block: BlockNode) -> str:
    node = block.body.expression("iterator")
    if isinstance(node, Traversal):
        return node.root
    if isinstance(node, Literal) and isinstance(node.value, str):
        return node.value
    return block.labels[0]
