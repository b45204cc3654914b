"""Goes through the nodes of a program."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_types import Node


def walk(body: tuple[Any, ...]) -> Iterator[Node]:
    """Every node of a program."""
    waiting: list[Any] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Node):
            yield node
            waiting += reversed(list(parts(node)))
        elif isinstance(node, tuple):
            waiting += reversed(node)


def bound_names(body: tuple[Any, ...]) -> frozenset[str]:
    """The names that statements of Python bind, those of inner functions and comprehensions left out."""
    found: set[str] = set()
    outer: set[str] = set()
    waiting: list[Any] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, st.Outer):
            outer |= set(node.names)
        elif isinstance(node, st.Import):
            found |= {name.local for name in node.names if name.local}
        elif isinstance(node, ir.BindName):
            found.add(node.name)
        elif isinstance(node, Node) and not isinstance(node, ir.Function | ir.Class | ir.Comprehension):
            waiting += parts(node)
    return frozenset(found - outer)


def parts(node: Node) -> Iterator[Any]:
    """The nodes right inside of a node, and tuples of them."""
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node | tuple):
            yield value
