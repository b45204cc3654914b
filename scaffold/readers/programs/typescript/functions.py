"""Lowering functions and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    BindDefault,
    BindName,
    Class,
    ClassMember,
    Constant,
    Expression,
    Function,
    Parameter,
)
from scaffold.readers.programs.ir_statements import Return, Statement
from scaffold.readers.programs.ir_types import Type
from scaffold.readers.programs.typescript.literals import number, property_name, unescape
from scaffold.readers.programs.typescript.lowering import ExpressionWork, Lowering

if TYPE_CHECKING:
    from tree_sitter import Node

_PROPERTY = frozenset({"accessibility_modifier", "readonly", "override_modifier"})


def key(lowering: Lowering, node: Node) -> Expression:
    """The name of a property: a `Constant` of text, or with square brackets any expression."""
    kind, at, end = node.type, node.start_byte, node.end_byte
    text = lowering.text[at:end]
    if kind == "string":
        return Constant(at, end, unescape(text[1:-1]))
    if kind == "number":
        try:
            return Constant(at, end, property_name(number(text)))
        except ValueError:
            return lowering.opaque(node, "this is no number")
    if kind == "computed_property_name":
        inner = next((child for child in node.named_children if child.type != "comment"), node)
        return lowering.expression(inner)
    return Constant(at, end, text)


def pair_kind(lowering: Lowering, name: Node) -> str:
    """The kind of an entry with this name: `__proto__: value` sets the prototype, `["__proto__"]: value` does not."""
    named = key(lowering, name) if name.type in ("property_identifier", "string") else None
    return "prototype" if isinstance(named, Constant) and named.value == "__proto__" else "value"


def method_kind(node: Node) -> str:
    """What a method is: `get`, `set` or `method`."""
    for child in node.children:
        kind = child.type
        if kind in ("get", "set"):
            return kind
        if kind in ("property_identifier", "formal_parameters"):
            break
    return "method"


def annotation(lowering: Lowering, node: Node | None) -> Type | None:
    """The type behind a colon."""
    return lowering.type(node) if node is not None else None


def parameters(lowering: Lowering, node: Node | None) -> tuple[Parameter, ...]:
    """The parameters of a function, without one that only says the type of `this`."""
    if node is None:
        return ()
    found = (_parameter(lowering, child) for child in node.named_children if child.type != "comment")
    return tuple([parameter for parameter in found if parameter is not None])


def _parameter(lowering: Lowering, node: Node) -> Parameter | None:
    at, end = node.start_byte, node.end_byte
    bound = node.child_by_field_name("pattern")
    if bound is None or bound.type == "this":
        return None
    kind = "plain"
    if bound.type == "rest_pattern":
        kind = "rest"
        bound = next((child for child in bound.named_children if child.type != "comment"), bound)
    target = lowering.pattern(bound) or BindName(at, end, "")
    value = node.child_by_field_name("value")
    if value is not None:
        target = BindDefault(at, end, target, lowering.expression(value))
    type_ = annotation(lowering, node.child_by_field_name("type"))
    own = any(child.type in _PROPERTY for child in node.children)
    return Parameter(at, end, target, type_, node.type == "optional_parameter", kind, own)


def body(lowering: Lowering, node: Node | None) -> tuple[Statement, ...]:
    """The statements of a function's body; an expression is returned."""
    if node is None:
        return ()
    if node.type == "statement_block":
        return lowering.statements(node.named_children)
    return (Return(node.start_byte, node.end_byte, lowering.expression(node)),)


def function(lowering: Lowering, node: Node) -> Function:
    """A function, arrow or method."""
    name = node.child_by_field_name("name")
    named = lowering.slice(name) if name is not None and name.type == "identifier" else ""
    signs = set()
    for child in node.children:
        if child.is_named and child.type not in ("comment", "accessibility_modifier", "override_modifier"):
            break
        signs.add(child.type)
    single = node.child_by_field_name("parameter")
    if single is not None:
        place = (single.start_byte, single.end_byte)
        given: tuple[Parameter, ...] = (Parameter(*place, BindName(*place, lowering.slice(single))),)
    else:
        given = parameters(lowering, node.child_by_field_name("parameters"))
    return Function(
        node.start_byte,
        node.end_byte,
        named,
        given,
        body(lowering, node.child_by_field_name("body")),
        lexical=node.type == "arrow_function",
        asynchronous="async" in signs,
        generator="*" in signs,
        returns=annotation(lowering, node.child_by_field_name("return_type")),
        documentation=lowering.documentation(node.start_byte),
    )


def class_(lowering: Lowering, node: Node) -> Class:
    """A class, as an expression or a declaration."""
    name, inner = node.child_by_field_name("name"), node.child_by_field_name("body")
    bases: list[Expression] = []
    for child in node.named_children:
        if child.type == "class_heritage":
            bases.extend(_bases(lowering, child))
    members: list[ClassMember] = []
    for child in inner.named_children if inner is not None else ():
        members.extend(_member(lowering, child))
    return Class(
        node.start_byte,
        node.end_byte,
        lowering.slice(name) if name is not None else "",
        tuple(bases),
        tuple(members),
        tuple(decorators(lowering, node)),
        lowering.documentation(node.start_byte),
    )


def decorators(lowering: Lowering, node: Node) -> list[Expression]:
    """The decorators directly below a node."""
    found: list[Expression] = []
    for child in node.named_children:
        if child.type == "decorator":
            inside = [one for one in child.named_children if one.type != "comment"]
            found.extend(lowering.expression(one) for one in inside[:1])
    return found


def _bases(lowering: Lowering, node: Node) -> list[Expression]:
    for child in node.named_children:
        if child.type == "extends_clause":
            value = child.child_by_field_name("value")
            return [lowering.expression(value)] if value is not None else []
    return []


def _member(lowering: Lowering, node: Node) -> list[ClassMember]:
    kind, at, end = node.type, node.start_byte, node.end_byte
    if kind not in ("method_definition", "public_field_definition", "abstract_method_signature", "class_static_block"):
        return []
    if kind == "class_static_block":
        block = body(lowering, node.child_by_field_name("body"))
        return [ClassMember(at, end, "block", Constant(at, at, ""), Function(at, end, "", (), block), static=True)]
    name = node.child_by_field_name("name")
    signs = _signs(node)
    if name is None or "declare" in signs:
        return []
    access = next((child for child in node.children if child.type == "accessibility_modifier"), None)
    sort, type_ = "field", None
    value: Expression | None = None
    if lowering.is_broken(node):
        value = lowering.opaque(node, "a syntax error")
    elif kind == "public_field_definition":
        given = node.child_by_field_name("value")
        value = lowering.expression(given) if given is not None else None
        type_ = annotation(lowering, node.child_by_field_name("type"))
    else:
        sort = method_kind(node)
        static = "static" in signs
        if sort == "method" and not static and lowering.slice(name) in ("constructor", '"constructor"'):
            sort = "constructor"
        value = function(lowering, node) if kind == "method_definition" else None
    return [
        ClassMember(
            at,
            end,
            sort,
            key(lowering, name),
            value,
            static="static" in signs,
            abstract="abstract" in signs,
            type=type_,
            access=lowering.slice(access) if access is not None else "",
            documentation=lowering.documentation(at),
        )
    ]


def _signs(node: Node) -> set[str]:
    """The words before a member's name."""
    return {child.type for child in node.children if not child.is_named}


FUNCTIONS: dict[str, ExpressionWork] = {
    **dict.fromkeys(("arrow_function", "function_expression", "generator_function", "function_declaration"), function),
    "class": class_,
}
