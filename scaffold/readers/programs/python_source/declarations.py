"""Lowering declarations: functions and classes with their decorators, and aliases of types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Argument, Assign, BindName, Class, Constant, Expression, Invoke, Name
from scaffold.readers.programs.ir_statements import Declare, Evaluate, Statement
from scaffold.readers.programs.python_source import class_types
from scaffold.readers.programs.python_source.expressions import only
from scaffold.readers.programs.python_source.functions import class_, function
from scaffold.readers.programs.python_source.lowering import Lowering, StatementWork, parts

if TYPE_CHECKING:
    from tree_sitter import Node


def _decorated(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    decorators = [only(lowering, child) for child in node.named_children if child.type == "decorator"]
    definition = node.child_by_field_name("definition")
    if definition is not None:
        _declare(lowering, definition, found, decorators)


def _definition(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    _declare(lowering, node, found, [])


def _declare(lowering: Lowering, node: Node, found: list[Statement], decorators: list[Expression]) -> None:
    """A function or class under its name; what stands above it is called with it, the nearest first."""
    name = node.child_by_field_name("name")
    if name is None:
        found.append(lowering.opaque(node, "a name is missing"))
        return
    type_parameters(lowering, node.child_by_field_name("type_parameters"), found)
    kind = "class" if node.type == "class_definition" else "def"
    made = _class(lowering, node, name) if kind == "class" else function(lowering, node)
    value: Expression = made
    at, end = made.at, made.end
    for decorator in reversed(decorators):
        value = Invoke(decorator.at, decorator.end, decorator, (Argument(at, end, value),))
    target = BindName(name.start_byte, name.end_byte, lowering.name(name))
    found.append(Declare(at, end, kind, target, value, None, made.documentation))


def _class(lowering: Lowering, node: Node, name: Node) -> Class:
    """A class, and the types that are declared in it and by it."""
    outer = lowering.namespace
    lowering.namespace = f"{outer}{lowering.plain_name(name)}."
    try:
        made = class_(lowering, node)
    finally:
        lowering.namespace = outer
    class_types.class_type(lowering, node, made)
    return made


def type_parameters(lowering: Lowering, node: Node | None, found: list[Statement]) -> None:
    """The variables that type parameters are when the program runs."""
    for child in parts(node) if node is not None else ():
        inner = child
        while inner.type != "identifier" and (deeper := parts(inner)):
            inner = deeper[0]
        found.append(_of_type(lowering, child, inner))


def _of_type(lowering: Lowering, node: Node, name: Node) -> Statement:
    """A variable that holds a type."""
    at, end, named = node.start_byte, node.end_byte, lowering.name(name)
    given = (Argument(at, end, Constant(at, end, named)),)
    value = Invoke(at, end, Name(at, end, "%type"), given)
    return Evaluate(at, end, Assign(at, end, BindName(name.start_byte, name.end_byte, named), value))


def _alias(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`type X[T] = ...`."""
    left = node.child_by_field_name("left")
    inner = left
    while inner is not None and inner.type != "identifier":
        inner = next(iter(parts(inner)), None)
    if inner is None:
        found.append(lowering.opaque(node, "a name is missing"))
        return
    class_types.type_alias(lowering, node, inner)
    found.append(_of_type(lowering, node, inner))


DECLARATIONS: dict[str, StatementWork] = {
    "decorated_definition": _decorated,
    **dict.fromkeys(("function_definition", "class_definition"), _definition),
    "type_alias_statement": _alias,
}
