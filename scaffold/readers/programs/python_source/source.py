"""A file's text, and the syntax tree of it. What the grammar lacks is made up for in the stand-in that it parses."""

from __future__ import annotations

import codecs
import functools
import re
from typing import TYPE_CHECKING

from scaffold.readers.programs.syntax.source import decode, stand_in

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

#: The encoding that a file declares, in one of its first two lines.
_DECLARED = re.compile(rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
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
    return _RETURN.sub("\n", found) if "\r" in found else found


def parse(stand: str) -> Node:
    """The tree of a stand-in."""
    return _parser().parse(stand.encode("ascii")).root_node


def _mask(found: re.Match[str]) -> str:
    """A character's stand-in: a letter, or one that may only stand in text and comments."""
    return "x" if ("x" + found[0]).isidentifier() else "\x01"


@functools.cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_python

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_python.language()))
