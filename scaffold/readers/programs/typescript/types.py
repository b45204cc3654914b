"""Lowering types, and the declarations of types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Constant
from scaffold.readers.programs.ir_types import (
    Type,
    TypeDeclaration,
    TypeList,
    TypeLiteral,
    TypeMember,
    TypeName,
    TypeObject,
    TypeOther,
    TypeTuple,
    TypeUnion,
)
from scaffold.readers.programs.typescript.functions import key
from scaffold.readers.programs.typescript.literals import number, unescape
from scaffold.readers.programs.typescript.lowering import Lowering, TypeWork

if TYPE_CHECKING:
    from tree_sitter import Node

_LITERALS = {"true": True, "false": False, "null": None, "undefined": None}


def _parts(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _other(lowering: Lowering, node: Node) -> Type:
    return TypeOther(node.start_byte, node.end_byte, lowering.slice(node))


def _name(lowering: Lowering, node: Node) -> Type:
    return TypeName(node.start_byte, node.end_byte, "".join(lowering.slice(node).split()))


def _generic(lowering: Lowering, node: Node) -> Type:
    name, given = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
    text = "".join(lowering.slice(name).split()) if name is not None else ""
    arguments = [lowering.type(child) for child in _parts(given)] if given is not None else []
    return TypeName(node.start_byte, node.end_byte, text, tuple(arguments))


def _inner(lowering: Lowering, node: Node) -> Type:
    """A type in brackets, behind a colon or behind `readonly`."""
    parts = _parts(node)
    return lowering.type(parts[0]) if parts else _other(lowering, node)


def _array(lowering: Lowering, node: Node) -> Type:
    return TypeList(node.start_byte, node.end_byte, _inner(lowering, node))


def _tuple(lowering: Lowering, node: Node) -> Type:
    items = []
    for child in _parts(node):
        named = child.child_by_field_name("type")
        items.append(lowering.type(named if named is not None else child))
    return TypeTuple(node.start_byte, node.end_byte, tuple(items))


def _union(lowering: Lowering, node: Node) -> Type:
    """The members of a union, which the grammar nests to the left, in one list."""
    items: list[Type] = []
    last: list[Node] = [node]
    while last:
        inner = last.pop()
        if inner.type == "union_type":
            last.extend(_parts(inner))
        else:
            items.append(lowering.type(inner))
    flat: list[Type] = []
    for item in reversed(items):
        flat.extend(item.items if isinstance(item, TypeUnion) else (item,))
    return flat[0] if len(flat) == 1 else TypeUnion(node.start_byte, node.end_byte, tuple(flat))


def _intersection(lowering: Lowering, node: Node) -> Type:
    """Everything that each of them has: an object that extends them all."""
    extended: list[Type] = []
    last: list[Node] = [node]
    while last:
        inner = last.pop()
        if inner.type == "intersection_type":
            last.extend(_parts(inner))
        else:
            extended.append(lowering.type(inner))
    return TypeObject(node.start_byte, node.end_byte, (), tuple(reversed(extended)))


def _literal(lowering: Lowering, node: Node) -> Type:
    at, end = node.start_byte, node.end_byte
    text = lowering.slice(node).strip()
    inner = _parts(node)
    kind = inner[0].type if inner else text
    if kind in _LITERALS:
        return TypeLiteral(at, end, _LITERALS[kind])
    if kind == "string":
        return TypeLiteral(at, end, unescape(text[1:-1]))
    try:
        value = number(text.lstrip("+-").strip())
    except ValueError:
        return TypeOther(at, end, text)
    return TypeLiteral(at, end, -value if text.startswith("-") else value)


def object_type(lowering: Lowering, node: Node, extends: tuple[Type, ...] = ()) -> TypeObject:
    """The members between the braces of an object type or an interface."""
    members: list[TypeMember] = []
    index: Type | None = None
    for child in node.named_children:
        kind = child.type
        if kind == "index_signature":
            given = child.child_by_field_name("type")
            index = lowering.type(given) if given is not None else index
        elif kind in ("property_signature", "method_signature"):
            member = _member(lowering, child)
            members.extend([member] if member is not None else [])
    return TypeObject(node.start_byte, node.end_byte, tuple(members), extends, index)


def _member(lowering: Lowering, node: Node) -> TypeMember | None:
    at, end, name = node.start_byte, node.end_byte, node.child_by_field_name("name")
    named = key(lowering, name) if name is not None else None
    if not isinstance(named, Constant):
        return None
    words = {child.type for child in node.children if not child.is_named}
    if node.type == "property_signature":
        given = node.child_by_field_name("type")
        type_ = lowering.type(given) if given is not None else None
    elif "get" in words:
        given = node.child_by_field_name("return_type")
        type_ = lowering.type(given) if given is not None else None
    else:
        type_ = TypeOther(at, end, lowering.slice(node))
    return TypeMember(at, end, str(named.value), type_, "?" in words, lowering.documentation(at))


def interface(lowering: Lowering, node: Node) -> None:
    """Take down an interface."""
    name, inner = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or inner is None:
        return
    extends: list[Type] = []
    for child in node.named_children:
        if child.type == "extends_type_clause":
            extends.extend(lowering.type(one) for one in _parts(child))
    found = object_type(lowering, inner, tuple(extends))
    _declare(lowering, node, name, found)


def alias(lowering: Lowering, node: Node) -> None:
    """Take down a type alias."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is not None and value is not None:
        _declare(lowering, node, name, lowering.type(value))


def class_type(lowering: Lowering, node: Node) -> None:
    """Take down what the instances of a class have: everything that is not private."""
    name, inner = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or inner is None:
        return
    members: list[TypeMember] = []
    for child in inner.named_children:
        if child.type == "public_field_definition":
            members.extend(_field(lowering, child))
        elif child.type == "method_definition" and lowering.text.startswith("constructor", child.start_byte):
            members.extend(_parameter_properties(lowering, child))
        elif child.type == "method_definition" and any(one.type == "get" for one in child.children):
            member = _member(lowering, child)
            members.extend([member] if member is not None and not _is_hidden(lowering, child) else [])
    extends: list[Type] = []
    for heritage in node.named_children:
        if heritage.type == "class_heritage":
            for clause in heritage.named_children:
                extends.extend(_heritage(lowering, clause))
    _declare(lowering, node, name, TypeObject(inner.start_byte, inner.end_byte, tuple(members), tuple(extends)))


def _heritage(lowering: Lowering, clause: Node) -> list[Type]:
    if clause.type == "implements_clause":
        return [lowering.type(child) for child in _parts(clause)]
    value, given = clause.child_by_field_name("value"), clause.child_by_field_name("type_arguments")
    if value is None or value.type not in ("identifier", "member_expression"):
        return []
    arguments = [lowering.type(child) for child in _parts(given)] if given is not None else []
    return [TypeName(value.start_byte, value.end_byte, "".join(lowering.slice(value).split()), tuple(arguments))]


def _is_hidden(lowering: Lowering, node: Node) -> bool:
    """Whether a member is private, protected or static."""
    for child in node.children:
        kind = child.type
        if kind == "static" or kind == "private_property_identifier":
            return True
        if kind == "accessibility_modifier" and lowering.slice(child) != "public":
            return True
    return False


def _field(lowering: Lowering, node: Node) -> list[TypeMember]:
    name = node.child_by_field_name("name")
    named = key(lowering, name) if name is not None else None
    if not isinstance(named, Constant) or _is_hidden(lowering, node):
        return []
    given = node.child_by_field_name("type")
    type_ = lowering.type(given) if given is not None else None
    optional = any(child.type == "?" for child in node.children)
    at = node.start_byte
    return [TypeMember(at, node.end_byte, str(named.value), type_, optional, lowering.documentation(at))]


def _parameter_properties(lowering: Lowering, node: Node) -> list[TypeMember]:
    found: list[TypeMember] = []
    given = node.child_by_field_name("parameters")
    for child in given.named_children if given is not None else ():
        words = {one.type for one in child.children}
        bound = child.child_by_field_name("pattern")
        if not words & {"accessibility_modifier", "readonly"} or bound is None or _is_hidden(lowering, child):
            continue
        type_ = child.child_by_field_name("type")
        optional = child.type == "optional_parameter"
        known = lowering.type(type_) if type_ is not None else None
        at = child.start_byte
        found.append(TypeMember(at, child.end_byte, lowering.slice(bound), known, optional, lowering.documentation(at)))
    return found


def _declare(lowering: Lowering, node: Node, name: Node, type_: Type) -> None:
    at = node.start_byte
    lowering.declare_type(TypeDeclaration(at, node.end_byte, lowering.slice(name), type_, lowering.documentation(at)))


TYPES: dict[str, TypeWork] = {
    **dict.fromkeys(("predefined_type", "type_identifier", "nested_type_identifier", "identifier"), _name),
    **dict.fromkeys(("type_annotation", "parenthesized_type", "readonly_type"), _inner),
    "generic_type": _generic,
    "array_type": _array,
    "tuple_type": _tuple,
    "union_type": _union,
    "intersection_type": _intersection,
    "literal_type": _literal,
    "object_type": object_type,
}
