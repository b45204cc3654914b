"""Texts and the syntax trees of them, for languages that tree-sitter parses.

Tree-sitter counts bytes. So it is given a stand-in of the text in which every character is one byte: what is not ASCII
is replaced by something of the same kind (a letter by a letter). The tree only says where things are; what they are is
always taken from the text itself.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.grammar import mask
from scaffold.merge.units import UnparsableError

if TYPE_CHECKING:
    from tree_sitter import Node

BYTE_ORDER_MARK = "\ufeff"
_NOT_ASCII = re.compile(r"[^\x01-\x7f]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "${": "}"}
_SHOWN = 40


class Text:
    """A text as it is and with `\\n` for each line end. Offsets are always those in `plain`, which begins behind a byte
    order mark."""

    __slots__ = ("_original", "_returns", "mark", "plain")

    def __init__(self, text: str) -> None:
        self.mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        self._original = text[len(self.mark) :]
        self.plain = self._original.replace("\r\n", "\n")
        #: Where in `plain` a line ends that had a carriage return, too.
        self._returns: list[int] = []
        if len(self.plain) != len(self._original):
            places = (found.start() for found in re.finditer("\r\n", self._original))
            self._returns = [place - count for count, place in enumerate(places)]

    def original(self, start: int, end: int) -> str:
        """What the text really is between two places."""
        returns = self._returns
        return self._original[start + bisect.bisect_left(returns, start) : end + bisect.bisect_left(returns, end)]

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> str:
        """The text as it really is, with other pieces from one place to another."""
        made: list[str] = []
        end = 0
        for start, behind, piece in sorted(edits):
            made += (self.original(end, start), piece)
            end = behind
        return "".join((self.mark, *made, self.original(end, len(self.plain))))

    def line_start(self, place: int) -> int:
        """Where the line begins in which a place is."""
        return self.plain.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where the line ends in which a place is: behind its line end."""
        return self.plain.find("\n", place) + 1 or len(self.plain)


def stand_in(text: str) -> str:
    """A text of the same length that is ASCII."""
    return text if text.isascii() and "\0" not in text else _NOT_ASCII.sub(mask, text)


def refuse_faults(root: Node, text: str) -> None:
    """Raise `UnparsableError` for the first thing in a tree that does not parse."""
    if not root.has_error:
        return
    nodes = faults(root)
    for place, node in enumerate(nodes):
        if node.is_missing:
            raise _missing(text, node)
        holds = place + 1 < len(nodes) and nodes[place + 1].end_byte <= node.end_byte
        found = _bracket(node) or (None if holds else (_unexpected(text, node), node.start_point[0] + 1))
        if found is not None:
            raise UnparsableError(*found)
    raise UnparsableError("this does not parse", 1)


def faults(root: Node) -> list[Node]:
    """The nodes of a tree that are an error, or missing, in order."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if not node.has_error and not node.is_missing:
            continue
        if node.is_error or node.is_missing:
            found.append(node)
        stack.extend(reversed(node.children))
    return found


def _missing(text: str, node: Node) -> UnparsableError:
    """What is to be said of a token that is not there: where that is a closing bracket, of the one that opens."""
    around = node.parent
    for _ in range(2):
        for child in around.children if around is not None else ():
            bracket = text[child.start_byte : child.end_byte]
            if _PAIRS.get(bracket) == node.type:
                return UnparsableError(f"this `{bracket}` is never closed", child.start_point[0] + 1)
        around = around.parent if around is not None else None
    name = node.type.replace("_", " ").replace("identifier", "name")
    what = f"a {name}" if name.replace(" ", "").isalpha() else f"`{name}`"
    return UnparsableError(f"{what} is missing here", node.start_point[0] + 1)


def _unexpected(text: str, node: Node) -> str:
    shown = text[node.start_byte : node.end_byte].split("\n")[0].strip()
    shown = f"{shown[:_SHOWN]}..." if len(shown) > _SHOWN else shown
    return f"`{shown}` is not expected here" if shown else "this does not parse"


def _bracket(node: Node) -> tuple[str, int] | None:
    """A bracket in an error that has no partner, and its line."""
    opened: list[Node] = []
    for child in node.children:
        kind = child.type
        if kind in _PAIRS:
            opened.append(child)
        elif kind in _PAIRS.values():
            if not opened:
                return f"this `{kind}` closes nothing", child.start_point[0] + 1
            if _PAIRS[opened[-1].type] == kind:
                opened.pop()
    if opened:
        return f"this `{opened[-1].type}` is never closed", opened[-1].start_point[0] + 1
    return None


@dataclass(frozen=True, slots=True)
class Item:
    """A statement or a comment, from `start` to `end`."""

    node: Node
    start: int
    end: int
    comment: bool


def items(nodes: Sequence[Node]) -> list[Item]:
    """Statements and comments in order.

    A comment behind a statement that ends without a semicolon is part of its tree, wherever the last of its nodes
    ends: it is taken out of there. So is a semicolon that stands before the next statement on the same line.
    """
    found: list[Item] = []
    for place, node in enumerate(nodes):
        if node.type == "comment":
            found.append(Item(node, node.start_byte, node.end_byte, comment=True))
            continue
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        comments: list[Node] = []
        end = node.end_byte
        last = node
        while last.child_count:
            children = list(last.children)
            while children and (children[-1].type == "comment" or _begins_next(children[-1], following)):
                comments.append(children.pop())
            if not children:
                break
            last = children[-1]
            end = last.end_byte if comments else end
        found.append(Item(node, node.start_byte, end, comment=False))
        comments = [each for each in comments if each.type == "comment"]
        found += (Item(each, each.start_byte, each.end_byte, comment=True) for each in reversed(comments))
    return found


def _begins_next(node: Node, following: Node | None) -> bool:
    """Whether it is a semicolon at the start of the line on which another statement begins."""
    if node.type != ";" or following is None or following.start_point[0] != node.end_point[0]:
        return False
    before = node.prev_sibling
    return before is not None and before.end_point[0] < node.start_point[0]
