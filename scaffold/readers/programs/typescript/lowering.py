"""What lowering a syntax tree to the IR needs everywhere: the text, the tables by type of node, and the limits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Expression, Opaque, Pattern
from scaffold.readers.programs.ir_statements import Block, Comment, Statement
from scaffold.readers.programs.ir_types import Type, TypeDeclaration, TypeObject, TypeOther

if TYPE_CHECKING:
    from tree_sitter import Node

#: How deep expressions, statements and types may be nested in each other: each level takes two or three calls.
MAX_DEPTH = 200
#: What may stand between a documentation comment and the declaration itself, and how much of it.
_BEFORE = frozenset({"export", "default", "declare", "abstract", "async"})
_FAR = 200
TOO_DEEP = "this is nested too deeply"

ExpressionWork = Callable[["Lowering", "Node"], Expression]
StatementWork = Callable[["Lowering", "Node", list[Statement]], None]
TypeWork = Callable[["Lowering", "Node"], Type]


@dataclass(frozen=True, slots=True)
class Tables:
    """How each type of node is lowered. Statements append to a list: some are several, some none."""

    expressions: Mapping[str, ExpressionWork]
    patterns: Mapping[str, Callable[[Lowering, Node], Pattern]]
    statements: Mapping[str, StatementWork]
    types: Mapping[str, TypeWork]


class Lowering:
    """Lowers the tree of one file."""

    __slots__ = ("_comments", "_depth", "_ends", "_tables", "broken", "imported_types", "namespace", "text", "types")

    def __init__(self, text: str, tables: Tables, comments: Iterable[Node], *, broken: bool) -> None:
        self.text = text
        self._tables = tables
        self._comments = sorted((node.start_byte, node.end_byte) for node in comments)
        self._ends = [end for _, end in self._comments]
        self._depth = 0
        #: Whether there are syntax errors anywhere.
        self.broken = broken
        self.types: dict[str, TypeDeclaration] = {}
        self.imported_types: dict[str, tuple[str, str]] = {}
        #: What the names of types begin with where they stand: `Outer.` in a namespace.
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
        for node in self._whole(nodes, found) if self.broken else nodes:
            self.statement(node, found)
        return tuple(found)

    def _whole(self, nodes: Iterable[Node], found: list[Statement]) -> Iterator[Node]:
        """The statements that no syntax error takes part of. What is left out of them goes to `found` as `Opaque`.

        Where the parser gave up the shape of the code around it, it leaves loose tokens: between a bracket and its
        partner nothing is told from anything else. So is what shares a line with an error.
        """
        depth = 0
        taken = -1
        for node in nodes:
            kind = node.type
            if kind == "comment":
                continue
            at, end = node.start_byte, node.end_byte
            known = kind in self._tables.statements
            if known and not depth and (taken < 0 or "\n" in self.text[taken:at]):
                taken = -1
                yield node
                continue
            tokens = node.children if kind == "ERROR" else (node,)
            depth = max(depth + sum(_DEPTHS.get(token.type, 0) for token in tokens), 0)
            if found and self._joins(found[-1], taken, at):
                at = found.pop().at
            found.append(Opaque(at, end, "a syntax error"))
            taken = end

    def _joins(self, last: Statement, taken: int, at: int) -> bool:
        """Whether what does not parse at `at` belongs to the statement, or the run of errors, before it."""
        if last.end == taken:
            return True
        return self.text[last.end - 1] not in ";}" and "\n" not in self.text[last.end : at]

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

    def single(self, node: Node) -> Statement:
        """A statement that has to be one."""
        found: list[Statement] = []
        self.statement(node, found)
        return found[0] if len(found) == 1 else Block(node.start_byte, node.end_byte, tuple(found))

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
        """Take down a type declaration; interfaces of one name are one interface."""
        name = self.namespace + declared.name
        before = self.types.get(name)
        if before is not None:
            if not (isinstance(before.type, TypeObject) and isinstance(declared.type, TypeObject)):
                return
            first, second = before.type, declared.type
            members, extends = first.members + second.members, first.extends + second.extends
            merged = TypeObject(first.at, first.end, members, extends, first.index or second.index)
            declared = TypeDeclaration(before.at, before.end, name, merged, before.documentation)
        self.types[name] = TypeDeclaration(declared.at, declared.end, name, declared.type, declared.documentation)

    def documentation(self, at: int) -> str:
        """The documentation comment directly before an offset, in one line; empty without."""
        place = bisect_left(self._ends, at + 1) - 1
        if place < 0:
            return ""
        start, end = self._comments[place]
        if (
            at - end > _FAR
            or self.text[start : start + 3] != "/**"
            or not _BEFORE.issuperset(self.text[end:at].split())
        ):
            return ""
        return " ".join(line.strip().lstrip("*").strip() for line in self.text[start + 3 : end - 2].split("\n")).strip()

    def comments(self) -> tuple[Comment, ...]:
        """All comments, without their signs."""
        return tuple(Comment(at, end, _without_signs(self.text[at:end])) for at, end in self._comments)

    def is_broken(self, node: Node) -> bool:
        """Whether a syntax error is this node's own, and not that of a statement or class member inside it."""
        if not self.broken or not node.has_error:
            return False
        pending = [*node.children]
        while pending:
            child = pending.pop()
            kind = child.type
            if child.is_missing or kind == "ERROR":
                return True
            if not child.has_error or kind.startswith("jsx_"):
                continue
            if kind in _HOLDERS:
                pending.extend(one for one in child.children if one.is_missing)
            elif kind not in self._tables.statements:
                pending.extend(child.children)
        return False


#: Nodes whose children are lowered each for itself: a syntax error in one leaves the others.
_HOLDERS = frozenset({"statement_block", "class_body"})
#: How brackets change how deep the tokens between them are.
_DEPTHS = {"{": 1, "(": 1, "[": 1, "${": 1, "}": -1, ")": -1, "]": -1}


def _without_signs(text: str) -> str:
    if text.startswith("/*"):
        return text[2:].removesuffix("*/")
    return text.removeprefix("//").removeprefix("<!--")
