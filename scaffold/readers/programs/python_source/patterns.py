"""Lowering patterns: what is bound or assigned to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import BindItems, BindName, BindPlace, Index, Member, Pattern
from scaffold.readers.programs.python_source.expressions import LISTS
from scaffold.readers.programs.python_source.lowering import Lowering, parts

if TYPE_CHECKING:
    from tree_sitter import Node


_PLACES = ("attribute", "subscript")


def names(pattern: Pattern | None) -> Iterator[str]:
    """The variables that a pattern binds, in order."""
    if isinstance(pattern, BindName):
        yield pattern.name
    elif isinstance(pattern, BindItems):
        for item in (*pattern.items, pattern.rest, *pattern.after):
            yield from names(item)


def bound(lowering: Lowering, node: Node) -> Pattern:
    """A pattern that has to be one."""
    found = lowering.pattern(node)
    if found is not None:
        return found
    at, end = node.start_byte, node.end_byte
    return BindPlace(at, end, Member(at, end, lowering.fault(node, "this cannot be assigned to"), ""))


def _name(lowering: Lowering, node: Node) -> Pattern:
    return BindName(node.start_byte, node.end_byte, lowering.name(node))


def _place(lowering: Lowering, node: Node) -> Pattern:
    place = lowering.expression(node)
    if isinstance(place, Member | Index):
        return BindPlace(place.at, place.end, place)
    return BindPlace(place.at, place.end, Member(place.at, place.end, place, ""))


def _inner(lowering: Lowering, node: Node) -> Pattern:
    return bound(lowering, next(iter(parts(node)), node))


def _items(lowering: Lowering, node: Node) -> Pattern:
    """Several targets; brackets around one without a comma are none."""
    found = parts(node)
    if (
        node.type in ("tuple_pattern", "tuple")
        and len(found) == 1
        and all(child.type != "," for child in node.children)
    ):
        return bound(lowering, found[0])
    items: list[Pattern] = []
    after: list[Pattern] = []
    rest: Pattern | None = None
    for child in found:
        if not lowering.text.startswith("*", child.start_byte):
            (items if rest is None else after).append(bound(lowering, child))
        elif rest is None:
            # The grammar takes `*a.b` for an attribute of `*a`.
            rest = bound(lowering, child) if child.type in _PLACES else _inner(lowering, child)
        else:
            lowering.fault(child, "there can be only one target with a star")
    return BindItems(node.start_byte, node.end_byte, tuple(items), rest, tuple(after))


def _starred(lowering: Lowering, node: Node) -> Pattern:
    lowering.fault(node, "a target with a star has to be one of several")
    return _inner(lowering, node)


PATTERNS: dict[str, Callable[[Lowering, Node], Pattern]] = {
    **dict.fromkeys(("identifier", "keyword_identifier"), _name),
    **dict.fromkeys(_PLACES, _place),
    **dict.fromkeys(("parenthesized_expression", "as_pattern_target"), _inner),
    **dict.fromkeys((*LISTS, "tuple_pattern", "list_pattern", "tuple", "list"), _items),
    **dict.fromkeys(("list_splat_pattern", "list_splat"), _starred),
}
