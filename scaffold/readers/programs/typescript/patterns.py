"""Lowering patterns: what is bound or assigned to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    BindDefault,
    BindEntries,
    BindItems,
    BindName,
    BindPlace,
    Chain,
    Constant,
    Expression,
    Index,
    Member,
    Pattern,
)
from scaffold.readers.programs.typescript.functions import key
from scaffold.readers.programs.typescript.lowering import Lowering

if TYPE_CHECKING:
    from tree_sitter import Node


def names(pattern: Pattern | None) -> Iterator[str]:
    """The variables that a pattern binds, in order."""
    if isinstance(pattern, BindName):
        yield pattern.name
    elif isinstance(pattern, BindDefault):
        yield from names(pattern.target)
    elif isinstance(pattern, BindItems):
        for item in (*pattern.items, pattern.rest):
            yield from names(item)
    elif isinstance(pattern, BindEntries):
        for _, item in pattern.entries:
            yield from names(item)
        yield from names(pattern.rest)


def _name(lowering: Lowering, node: Node) -> Pattern:
    return BindName(node.start_byte, node.end_byte, lowering.slice(node))


def _place(lowering: Lowering, node: Node) -> Pattern:
    place = lowering.expression(node)
    at, end = node.start_byte, node.end_byte
    if isinstance(place, (Member, Index)):
        return BindPlace(at, end, place)
    reason = "an optional chain" if isinstance(place, Chain) else "no place"
    return BindPlace(at, end, Member(at, end, lowering.opaque(node, f"{reason} is assigned to"), ""))


def _inner(lowering: Lowering, node: Node) -> Pattern:
    """What stands in brackets, or before a type."""
    found = next((child for child in node.named_children if child.type != "comment"), None)
    return _bound(lowering, found or node)


def _bound(lowering: Lowering, node: Node) -> Pattern:
    """A pattern that has to be one."""
    found = lowering.pattern(node)
    return found if found is not None else _place(lowering, node)


def _default(lowering: Lowering, node: Node) -> Pattern:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    target = _bound(lowering, left or node.children[0])
    value: Expression = lowering.expression(right) if right else lowering.opaque(node, "a value is missing")
    return BindDefault(node.start_byte, node.end_byte, target, value)


def _object(lowering: Lowering, node: Node) -> Pattern:
    entries: list[tuple[Expression, Pattern]] = []
    rest = None
    for child in node.named_children:
        kind, at, end = child.type, child.start_byte, child.end_byte
        if kind in ("shorthand_property_identifier_pattern", "shorthand_property_identifier"):
            name = lowering.text[at:end]
            entries.append((Constant(at, end, name), BindName(at, end, name)))
        elif kind in ("pair_pattern", "pair"):
            first, *_, last = child.named_children
            entries.append((key(lowering, first), _bound(lowering, last)))
        elif kind in ("object_assignment_pattern", "assignment_pattern"):
            target = _default(lowering, child)
            name = next(names(target), "")
            entries.append((Constant(at, at + len(name), name), target))
        elif kind in ("rest_pattern", "spread_element"):
            rest = _inner(lowering, child)
    return BindEntries(node.start_byte, node.end_byte, tuple(entries), rest)


def _array(lowering: Lowering, node: Node) -> Pattern:
    items: list[Pattern | None] = []
    rest = None
    empty = True
    for child in node.children:
        kind = child.type
        if kind == ",":
            if empty:
                items.append(None)
            empty = True
        elif kind in ("rest_pattern", "spread_element"):
            rest = _inner(lowering, child)
            empty = False
        elif child.is_named and kind != "comment":
            items.append(_bound(lowering, child))
            empty = False
    return BindItems(node.start_byte, node.end_byte, tuple(items), rest)


PATTERNS: dict[str, Callable[[Lowering, Node], Pattern]] = {
    **dict.fromkeys(
        ("identifier", "undefined", "shorthand_property_identifier_pattern", "shorthand_property_identifier"), _name
    ),
    **dict.fromkeys(("member_expression", "subscript_expression"), _place),
    **dict.fromkeys(
        ("non_null_expression", "as_expression", "satisfies_expression", "parenthesized_expression"), _inner
    ),
    **dict.fromkeys(("assignment_pattern", "object_assignment_pattern", "assignment_expression"), _default),
    **dict.fromkeys(("object_pattern", "object"), _object),
    **dict.fromkeys(("array_pattern", "array"), _array),
}
