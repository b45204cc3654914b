"""Lowering the tree of a TypeScript or JavaScript file: documentation comments, and what syntax errors leave over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Expression, Opaque
from scaffold.readers.programs.ir_statements import Block, Comment, Statement
from scaffold.readers.programs.ir_types import Type, TypeDeclaration, TypeObject
from scaffold.readers.programs.syntax import lowering
from scaffold.readers.programs.syntax.lowering import Tables

if TYPE_CHECKING:
    from tree_sitter import Node

#: What may stand between a documentation comment and the declaration itself, and how much of it.
_BEFORE = frozenset({"export", "default", "declare", "abstract", "async"})
_FAR = 200

ExpressionWork = Callable[["Lowering", "Node"], Expression]
StatementWork = Callable[["Lowering", "Node", list[Statement]], None]
TypeWork = Callable[["Lowering", "Node"], Type]


class Lowering(lowering.Lowering):
    """Lowers the tree of one file."""

    __slots__ = ("_comments", "_ends", "broken")

    def __init__(self, text: str, tables: Tables, comments: Iterable[Node], *, broken: bool) -> None:
        super().__init__(text, tables)
        self._comments = sorted((node.start_byte, node.end_byte) for node in comments)
        self._ends = [end for _, end in self._comments]
        #: Whether there are syntax errors anywhere.
        self.broken = broken

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

    def single(self, node: Node) -> Statement:
        """A statement that has to be one."""
        found: list[Statement] = []
        self.statement(node, found)
        return found[0] if len(found) == 1 else Block(node.start_byte, node.end_byte, tuple(found))

    def declare_type(self, declared: TypeDeclaration) -> None:
        """Take down a type declaration; interfaces of one name are one interface."""
        before = self.types.get(self.namespace + declared.name)
        if before is not None:
            if not (isinstance(before.type, TypeObject) and isinstance(declared.type, TypeObject)):
                return
            first, second = before.type, declared.type
            members, extends = first.members + second.members, first.extends + second.extends
            merged = TypeObject(first.at, first.end, members, extends, first.index or second.index)
            declared = TypeDeclaration(before.at, before.end, declared.name, merged, before.documentation)
        super().declare_type(declared)

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
