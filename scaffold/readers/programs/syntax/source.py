"""A file's text, and what is found in the syntax tree of it.

Tree-sitter counts bytes and the IR counts characters. So it is given a stand-in of the text in which every character
is one byte: what is not ASCII is replaced by something of the same kind (a letter by a letter). The tree only says
where things are; what they are is always taken from the text itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tree_sitter import Node

_NOT_ASCII = re.compile(r"[^\x01-\x7f]")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Found:
    """What may stand anywhere in a tree, in order: comments, and what does not parse."""

    comments: list[Node]
    faults: list[Node]


def find(root: Node, passed: str = "\0") -> Found:
    """Look for comments and syntax errors in a tree, however deep it is; not below nodes whose type begins with
    `passed`."""
    found = Found([], [])
    cursor = root.walk()
    deeper = True
    while True:
        if deeper:
            node = cast("Node", cursor.node)
            kind = node.type
            if kind == "comment":
                found.comments.append(node)
            elif kind == "ERROR" or node.is_missing:
                found.faults.append(node)
            deeper = not kind.startswith(passed) and cursor.goto_first_child()
            if deeper:
                continue
        if cursor.goto_next_sibling():
            deeper = True
        elif not cursor.goto_parent():
            return found


def decode(content: str | bytes, encoding: str = "utf-8") -> tuple[str, bool]:
    """A file's text without a byte order mark, and whether it could be decoded as it is. A mark says what the encoding
    is, whatever else does."""
    if isinstance(content, str):
        return content.removeprefix("\ufeff"), True
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), encoding)
    try:
        return content.decode(encoding).removeprefix("\ufeff"), True
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace").removeprefix("\ufeff"), False


def stand_in(text: str, mask: Callable[[re.Match[str]], str]) -> str:
    """A text with `mask` of every character that is not ASCII, or NUL, in place of it."""
    return text if text.isascii() and "\0" not in text else _NOT_ASCII.sub(mask, text)
