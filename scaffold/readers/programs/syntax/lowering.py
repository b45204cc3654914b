"""What lowering a syntax tree to the IR needs in every language: the text, the tables by type of node, the limits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaffold.readers.programs.ir import Expression, Opaque, Pattern
from scaffold.readers.programs.ir_statements import Statement
from scaffold.readers.programs.ir_types import Type, TypeDeclaration, TypeOther

if TYPE_CHECKING:
    from tree_sitter import Node

#: How deep expressions, statements and types may be nested in each other: each level takes two or three calls.
MAX_DEPTH = 200
#: Calls of functions for each level of nesting, at most.
_CALLS = 8
TOO_DEEP = "this is nested too deeply"


@dataclass(frozen=True, slots=True)
class Tables:
    """How each type of node is lowered, given the language's `Lowering`. Statements append to a list: some are several,
    some none."""

    expressions: Mapping[str, Callable[[Any, Node], Expression]]
    patterns: Mapping[str, Callable[[Any, Node], Pattern]]
    statements: Mapping[str, Callable[[Any, Node, list[Statement]], None]]
    types: Mapping[str, Callable[[Any, Node], Type]]


class Lowering:
    """Lowers the tree of one file."""

    __slots__ = ("_depth", "_tables", "imported_types", "namespace", "text", "types")

    def __init__(self, text: str, tables: Tables) -> None:
        self.text = text
        self._tables = tables
        self._depth = 0
        self.types: dict[str, TypeDeclaration] = {}
        self.imported_types: dict[str, tuple[str, str]] = {}
        #: What the names of types begin with where they stand: `Outer.` in a namespace or class.
        self.namespace = ""

    def slice(self, node: Node) -> str:
        """The text of a node."""
        return self.text[node.start_byte : node.end_byte]

    def opaque(self, node: Node, reason: str) -> Opaque:
        """A node that is not understood."""
        return Opaque(node.start_byte, node.end_byte, reason)

    def expression(self, node: Node) -> Expression:
        """Lower an expression."""
        kind = node.type
        work = self._tables.expressions.get(kind)
        if work is None:
            return self.opaque(node, "a syntax error" if kind == "ERROR" else f"this is not supported: {kind}")
        if self._depth >= MAX_DEPTH:
            return self.opaque(node, TOO_DEEP)
        self._depth += 1
        try:
            return work(self, node)
        finally:
            self._depth -= 1

    def pattern(self, node: Node) -> Pattern | None:
        """Lower what is bound or assigned to; `None` where it is nothing of the sort."""
        work = self._tables.patterns.get(node.type)
        if work is None or self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        try:
            return work(self, node)
        finally:
            self._depth -= 1

    def statements(self, nodes: Iterable[Node]) -> tuple[Statement, ...]:
        """Lower statements in order; tokens between them are passed over."""
        found: list[Statement] = []
        for node in nodes:
            self.statement(node, found)
        return tuple(found)

    def statement(self, node: Node, found: list[Statement]) -> None:
        """Lower one statement to the end of a list."""
        kind = node.type
        work = self._tables.statements.get(kind)
        if work is None:
            if kind != "comment" and node.is_named:
                found.append(self.opaque(node, "a syntax error" if kind == "ERROR" else f"not supported: {kind}"))
            return
        if self._depth >= MAX_DEPTH:
            found.append(self.opaque(node, TOO_DEEP))
            return
        if self.is_broken(node):
            found.append(self.opaque(node, "a syntax error"))
            return
        self._depth += 1
        try:
            work(self, node, found)
        finally:
            self._depth -= 1

    def type(self, node: Node) -> Type:
        """Lower a type."""
        work = self._tables.types.get(node.type)
        if work is None or self._depth >= MAX_DEPTH:
            return TypeOther(node.start_byte, node.end_byte, self.slice(node))
        self._depth += 1
        try:
            return work(self, node)
        finally:
            self._depth -= 1

    def declare_type(self, declared: TypeDeclaration) -> None:
        """Take down a type declaration by its name, with what its name begins with where it stands."""
        name = self.namespace + declared.name
        self.types[name] = TypeDeclaration(declared.at, declared.end, name, declared.type, declared.documentation)

    def is_broken(self, node: Node) -> bool:  # noqa: ARG002
        """Whether a syntax error is this statement's own, and not that of one inside it."""
        return False


@contextmanager
def deep() -> Iterator[None]:
    """Room for as many calls as `MAX_DEPTH` levels take, wherever the caller stands."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + MAX_DEPTH * _CALLS)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
