"""Lowering annotations to types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Constant
from scaffold.readers.programs.ir_types import Type, TypeList, TypeLiteral, TypeName, TypeOther, TypeTuple, TypeUnion
from scaffold.readers.programs.python_source.lowering import Lowering, TypeWork, parts
from scaffold.readers.programs.python_source.source import masked, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset(
    ["list", "List", "Sequence", "MutableSequence", "Iterable", "Iterator", "Collection", "set", "Set", "frozenset",
     "FrozenSet", "AbstractSet", "MutableSet", "deque", "Deque"]
)  # fmt: skip
_MAPS = frozenset(
    ["dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"]
)  # fmt: skip
_TUPLES = frozenset({"tuple", "Tuple"})
#: The longest annotation in quotes that is read.
_LONGEST = 10_000


def _other(lowering: Lowering, node: Node) -> Type:
    return TypeOther(node.start_byte, node.end_byte, lowering.slice(node))


def _name(lowering: Lowering, node: Node) -> Type:
    """A name, dotted or not; `Any` says nothing."""
    named = _dotted(lowering, node)
    if not named or named.rpartition(".")[2] == "Any":
        return _other(lowering, node)
    return TypeName(node.start_byte, node.end_byte, named)


def _dotted(lowering: Lowering, node: Node) -> str:
    """`a.b.c` of names and attributes; empty for anything else."""
    names: list[str] = []
    inner = node
    while inner.type in ("attribute", "member_type"):
        first, *_, last = inner.named_children
        names.append(lowering.plain_name(last))
        inner = first
        while inner.type == "type" and inner.named_children:
            inner = inner.named_children[0]
    if inner.type != "identifier":
        return ""
    return ".".join([lowering.plain_name(inner), *reversed(names)])


def _none(_lowering: Lowering, node: Node) -> Type:
    return TypeLiteral(node.start_byte, node.end_byte, None)


def _inner(lowering: Lowering, node: Node) -> Type:
    found = parts(node)
    return lowering.type(found[0]) if len(found) == 1 else _other(lowering, node)


def _generic(lowering: Lowering, node: Node) -> Type:
    """`name[...]`: what the standard library's names mean is said in the types of the IR."""
    first, *given = parts(node)
    name = _dotted(lowering, first)
    if node.type == "generic_type":
        given = [part for one in given for part in parts(one)]
    if not name:
        return _other(lowering, node)
    at, end, last = node.start_byte, node.end_byte, name.rpartition(".")[2]
    if last == "Literal":
        return union(at, end, [_literal(lowering, one) for one in given])
    if last == "Annotated":
        return lowering.type(given[0])
    items = [lowering.type(one) for one in given]
    if last == "Optional":
        return union(at, end, [*items, TypeLiteral(end, end, None)])
    if last == "Union":
        return union(at, end, items)
    if last in _LISTS and len(items) == 1:
        return TypeList(at, end, items[0])
    if last in _MAPS and len(items) == 2:
        return TypeName(at, end, "Record", tuple(items))
    if last in _TUPLES:
        if len(items) == 2 and lowering.slice(given[1]) == "...":
            return TypeList(at, end, items[0])
        return TypeTuple(at, end, () if lowering.slice(given[0]) == "()" else tuple(items))
    return TypeName(at, end, name, tuple(items))


def union(at: int, end: int, items: Iterable[Type]) -> Type:
    """One of several types, each named once; those of unions among them are its own."""
    flat: list[Type] = []
    for item in items:
        flat.extend(item.items if isinstance(item, TypeUnion) else (item,))
    return flat[0] if len(flat) == 1 else TypeUnion(at, end, tuple(flat))


def _literal(lowering: Lowering, node: Node) -> Type:
    while node.type == "type" and node.named_children:
        node = node.named_children[0]
    sign = -1 if node.type == "unary_operator" and lowering.text.startswith("-", node.start_byte) else 1
    found = lowering.expression(node.named_children[-1] if sign < 0 else node)
    if not isinstance(found, Constant):
        return _other(lowering, node)
    value = -found.value if sign < 0 and isinstance(found.value, int) else found.value
    return TypeLiteral(node.start_byte, node.end_byte, value)


def _union(lowering: Lowering, node: Node) -> Type:
    """`a | b | c`, which the grammar nests to the left."""
    items: list[Type] = []
    inner = node
    while inner.type in ("binary_operator", "union_type"):
        operands = parts(inner)
        if len(operands) != 2 or not any(child.type == "|" for child in inner.children):
            return _other(lowering, node)
        items.append(lowering.type(operands[1]))
        inner = operands[0]
        while inner.type == "type" and len(inner.named_children) == 1:
            inner = inner.named_children[0]
    items.append(lowering.type(inner))
    return union(node.start_byte, node.end_byte, reversed(items))


def _text(lowering: Lowering, node: Node) -> Type:
    """An annotation in quotes: a type of its own text."""
    found = lowering.expression(node)
    if not isinstance(found, Constant) or not isinstance(found.value, str) or len(found.value) > _LONGEST:
        return _other(lowering, node)
    text = f"({found.value})"
    root = parse(masked(text))
    inner = root
    while inner.type in ("module", "expression_statement", "parenthesized_expression") and len(parts(inner)) == 1:
        inner = parts(inner)[0]
    if root.has_error or inner.type in ("module", "expression_statement"):
        return _other(lowering, node)
    within = lowering.within(text).type(inner)
    if isinstance(within, TypeOther):
        return _other(lowering, node)
    return _moved(within, lowering.text.find(found.value, node.start_byte, node.end_byte) - 1, node)


def _moved(found: Type, by: int, node: Node) -> Type:
    """A type read from another text, where it stands in this one: at `node` where it is not there as it is."""
    at, end = (found.at + by, found.end + by) if by >= 0 else (node.start_byte, node.end_byte)
    if isinstance(found, TypeName):
        return replace(found, at=at, end=end, arguments=tuple(_moved(one, by, node) for one in found.arguments))
    if isinstance(found, TypeUnion | TypeTuple):
        return replace(found, at=at, end=end, items=tuple(_moved(one, by, node) for one in found.items))
    if isinstance(found, TypeList):
        return replace(found, at=at, end=end, item=_moved(found.item, by, node))
    return replace(found, at=at, end=end)


TYPES: dict[str, TypeWork] = {
    **dict.fromkeys(("identifier", "attribute", "member_type"), _name),
    **dict.fromkeys(("type", "parenthesized_expression"), _inner),
    **dict.fromkeys(("subscript", "generic_type"), _generic),
    **dict.fromkeys(("binary_operator", "union_type"), _union),
    **dict.fromkeys(("string", "concatenated_string"), _text),
    "none": _none,
}
