"""A file's text, and the syntax tree of it. What the grammar lacks is made up for in the stand-in that it parses."""

from __future__ import annotations

import codecs
import functools
import re
from typing import TYPE_CHECKING

from scaffold.readers.programs.syntax.source import decode, stand_in

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query

#: The encoding that a file declares, in one of its first two lines.
_DECLARED = re.compile(rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
#: Names that the grammar takes for the beginning of a statement: `type(a).b = c`, `print >> a`.
_TYPE = re.compile(r"\btype\b(?![ \t]+[A-Za-z_]\w*\s*[=\[])")
_PRINT = re.compile(r"\bprint\b(?=\s*>>)")
_RETURN = re.compile(r"\r(?!\n)")


def read_text(content: str | bytes) -> tuple[str, bool]:
    """A file's text without a byte order mark, and whether it could be decoded as it is."""
    if isinstance(content, str):
        return decode(content)
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii", "replace") if declared is not None else "utf-8"
    try:
        # Codecs of the standard library that are not for text raise too.
        "".encode(codecs.lookup(name).name)
        return decode(content, name)
    except (LookupError, UnicodeError, ValueError):
        return decode(content)[0], False


def masked(text: str) -> str:
    """The stand-in of a text: ASCII only, as long as it, and of the same tree."""
    found = stand_in(text, _mask)
    if "\r" in found:
        found = _RETURN.sub("\n", found)
    if "type" in found:
        found = _TYPE.sub("xxxx", found)
    return _PRINT.sub("xxxxx", found) if "print" in found else found


def parse(stand: str) -> Node:
    """The tree of a stand-in."""
    return _parser().parse(stand.encode("ascii")).root_node


def _mask(found: re.Match[str]) -> str:
    """A character's stand-in: a letter, or one that may only stand in text and comments."""
    return "x" if ("x" + found[0]).isidentifier() else "\x01"


def comments_of(root: Node) -> list[tuple[int, int]]:
    """Where the comments of a tree are, in order."""
    import tree_sitter

    found = tree_sitter.QueryCursor(_comment()).captures(root).get("comment", [])
    return sorted((node.start_byte, node.end_byte) for node in found)


@functools.cache
def _language() -> Language:
    import tree_sitter
    import tree_sitter_python

    return tree_sitter.Language(tree_sitter_python.language())


@functools.cache
def _parser() -> Parser:
    import tree_sitter

    return tree_sitter.Parser(_language())


@functools.cache
def _comment() -> Query:
    import tree_sitter

    return tree_sitter.Query(_language(), "(comment) @comment")
