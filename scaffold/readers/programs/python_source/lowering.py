"""Lowering the tree of a Python file: names as Python knows them, and what a function holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Expression, Opaque
from scaffold.readers.programs.ir_statements import Fault, Statement
from scaffold.readers.programs.ir_types import Type
from scaffold.readers.programs.syntax import lowering
from scaffold.readers.programs.syntax.lowering import Tables

if TYPE_CHECKING:
    from tree_sitter import Node

ExpressionWork = Callable[["Lowering", "Node"], Expression]
StatementWork = Callable[["Lowering", "Node", list[Statement]], None]
TypeWork = Callable[["Lowering", "Node"], Type]
#: What may stand between any two parts of a node.
EXTRAS = frozenset({"comment", "line_continuation"})
#: What ends with a block, or may hold a statement that does.
_BLOCKS = frozenset(
    ["block", "case_clause", "class_definition", "decorated_definition", "elif_clause", "else_clause", "except_clause",
     "finally_clause", "for_statement", "function_definition", "if_statement", "match_statement", "try_statement",
     "while_statement", "with_statement"]
)  # fmt: skip
_LAYOUT = " \t\f"
_TAB = 8


class Lowering(lowering.Lowering):
    """Lowers the tree of one file. `lost` are the places, from where to where, that do not parse: in the tree stands
    something else."""

    __slots__ = ("_temporaries", "broken", "faults", "lost", "private", "yields")

    def __init__(self, text: str, tables: Tables, lost: Mapping[int, int], *, broken: bool = False) -> None:
        super().__init__(text, tables)
        #: Whether there are syntax errors left in the tree: only where there were too many to go round them.
        self.broken = broken
        self.lost = lost
        self.faults: list[Fault] = []
        #: The class that private names (`__x`) belong to where they stand.
        self.private = ""
        #: Whether there is a `yield` in each of the functions around.
        self.yields: list[bool] = [False]
        self._temporaries = 0

    def plain_name(self, node: Node) -> str:
        """An identifier, normalised."""
        text = self.text[node.start_byte : node.end_byte]
        return text if text.isascii() else unicodedata.normalize("NFKC", text)

    def within(self, text: str) -> Lowering:
        """For a text inside this one that is a tree of its own."""
        inner = Lowering(text, self._tables, {})
        inner._depth = self._depth
        return inner

    def mangled(self, name: str) -> str:
        """A name as the place that it stands in knows it: a private one has its class's name before it."""
        if self.private and name.startswith("__") and not name.endswith("__"):
            return f"_{self.private}{name}"
        return name

    def name(self, node: Node) -> str:
        """An identifier as the place that it stands in knows it."""
        return self.mangled(self.plain_name(node))

    def temporary(self) -> str:
        """The name of a variable of our own."""
        self._temporaries += 1
        return f"%t{self._temporaries}"

    def fault(self, node: Node, message: str) -> Opaque:
        """A node that parses, but that Python refuses."""
        at, end = node.start_byte, node.end_byte
        self.faults.append(Fault(at, end, message))
        return Opaque(at, end, "a syntax error")

    def statements(self, nodes: Iterable[Node]) -> tuple[Statement, ...]:
        """Lower the statements of one block: all those that begin a line begin in the same column."""
        found: list[Statement] = []
        indent: str | None = None
        text, lost = self.text, self.lost
        for node in nodes:
            if not node.is_named or node.type in EXTRAS:
                continue
            at = node.start_byte
            before = text[text.rfind("\n", 0, at) + 1 : at]
            if before != indent and not before.strip(_LAYOUT):
                indent = before if indent is None else indent
                if column(before) != column(indent):
                    self.faults.append(Fault(at, at, "this is not indented as the lines before it"))
            if at in lost:
                found.append(Opaque(at, lost[at], "a syntax error"))
            else:
                self.statement(node, found)
        return tuple(found)

    def is_broken(self, node: Node) -> bool:
        """Whether there is a syntax error left in a statement."""
        return self.broken and node.has_error


def column(indent: str) -> int:
    """The column that white space before a line leads to."""
    return len(indent.rpartition("\f")[2].expandtabs(_TAB))


def end_of(node: Node) -> int:
    """Where a statement ends that ends with a block: the grammar counts a comment behind its last line to it."""
    while node.type in _BLOCKS:
        last = next((child for child in reversed(node.children) if child.type not in EXTRAS), None)
        if last is None:
            break
        node = last
    return node.end_byte


def parts(node: Node) -> list[Node]:
    """The named parts of a node, without comments."""
    return [child for child in node.named_children if child.type not in EXTRAS]
