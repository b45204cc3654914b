"""What a piece of source says, in a form that a formatter leaves as it is.

A shape is the syntax tree written flat: the kind of each node that has others in it, and its tokens. So what stands
there only to be read well (semicolons at line ends, commas behind the last of several) says nothing that the tree does
not, and is left out. Comments stand behind the rest, each with the number of tokens before it, since they hang in the
tree where chance has them.
"""

from __future__ import annotations

import abc
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from scaffold.merge.trees import Item

#: Between the tokens of a shape: nothing that a token holds, other than in text.
_SEPARATOR = "\x1f"
_CLOSING = frozenset([")", "]", "}"])
#: Tokens that formatters add and take away.
_LOOSE = frozenset(["(", ")", ",", ";"])


def comment_shape(text: str) -> str:
    """A comment's text with each of its lines trimmed."""
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Hollow:
    """A node of which only the brackets, and some comments, belong to a unit."""

    node: Node
    comments: tuple[Node, ...]


class Shaper(abc.ABC):
    """Puts the shape of one unit together. Languages say what is special in them."""

    __slots__ = ("_comma", "_count", "_end", "_hollow", "_notes", "_out", "_ranges", "_text", "uses")

    #: Kinds of nodes in which white space is part of what they say.
    TEMPLATES: frozenset[str] = frozenset()

    def __init__(self, text: str, ranges: tuple[tuple[int, int], ...], hollow: Hollow | None = None) -> None:
        """`ranges` are the places of the comments that belong to it, `hollow` a node of which not all does."""
        self._text = text
        self._ranges = ranges
        self._hollow = hollow
        self._out: list[str] = []
        self._notes: list[str] = []
        #: How many tokens there are that no formatter adds or takes away.
        self._count = 0
        #: Where a comma stands that nothing but comments stands behind.
        self._comma = -1
        #: Where the last token ends.
        self._end = 0
        #: The names that occur.
        self.uses: set[str] = set()

    @property
    def shape(self) -> str:
        """What was added."""
        return _SEPARATOR.join([*self._out, *self._notes])

    def add_all(self, found: Iterable[Item], parent: str) -> None:
        """Add the statements and comments of a unit, which stand in a node of the kind `parent`."""
        end = -1
        for item in found:
            if not item.comment:
                self.add(item.node, parent)
                end = item.node.end_byte
            elif item.start >= end:
                self.comment(item.node)

    def add(self, root: Node, parent: str) -> None:
        """Add a statement that stands in a node of the kind `parent`."""
        self._end = root.start_byte
        kinds = [parent]
        stack: list[Node | str | int] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                kinds.pop()
                if node:
                    self._put(node)
            elif isinstance(node, int):
                self._end = node
            else:
                kind = node.type
                if kind == "comment":
                    self.comment(node)
                    self._end = node.end_byte
                elif not self._special(node, kind, kinds, stack):
                    if node.child_count:
                        self._open(node, kind, kinds, stack)
                    else:
                        self._leaf(node, kind, kinds[-1])
        self._gap(root.end_byte, parent)

    def comment(self, node: Node) -> None:
        """Add a comment, if it is one of this unit's."""
        start = node.start_byte
        if any(first <= start < last for first, last in self._ranges):
            self._notes.append(f"#{self._count} {comment_shape(self._text[start : node.end_byte])}")

    @abc.abstractmethod
    def _special(self, node: Node, kind: str, kinds: list[str], stack: list[Node | str | int]) -> bool:
        """Add a node that is not just its tokens; not true for any other."""

    def _open(self, node: Node, kind: str, kinds: list[str], stack: list[Node | str | int]) -> None:
        """Begin a node with others in it."""
        self._gap(node.start_byte, kinds[-1])
        self._end = node.start_byte
        self._put(f"{kind}(")
        kinds.append(kind)
        stack.append(")")
        children = node.children
        if self._hollow is not None and node == self._hollow.node:
            first, last = children[0], children[-1]
            stack += (last, last.start_byte, *reversed(self._hollow.comments), first)
        else:
            stack.extend(reversed(children))

    @abc.abstractmethod
    def _leaf(self, node: Node, kind: str, parent: str) -> None:
        """Add a node without others in it."""

    def _token(self, node: Node, token: str, parent: str) -> None:
        """Add one token, written as `token`."""
        self._gap(node.start_byte, parent)
        self._end = node.end_byte
        if self._comma >= 0 and (token in _CLOSING or (token == ">" and parent.startswith("type_"))):
            del self._out[self._comma]
        if token == ",":
            missing = self._out[-1] in ("[", ",")
            self._put(token)
            self._comma = -1 if missing else len(self._out) - 1
            return
        if token not in _LOOSE:
            self._count += 1
        self._put(token)

    def _gap(self, start: int, parent: str) -> None:
        """Add what stands before a token and is in no node: what the grammar does not know."""
        gap = self._text[self._end : start] if self._end < start else ""
        if gap and (parent in self.TEMPLATES or not gap.isspace()):
            self._put(gap)
            self._end = start

    def _put(self, token: str) -> None:
        self._comma = -1
        self._out.append(token)
