"""A file's text, and the syntax tree of it.

Tree-sitter counts bytes and the IR counts characters. So it is given a stand-in of the text in which every character
is one byte: what is not ASCII is replaced by something of the same kind (a letter by a letter). The tree only says
where things are; what they are is always taken from the text itself.
"""

from __future__ import annotations

import codecs
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query

#: Files by the grammar they need. JavaScript may hold JSX everywhere, and never a type assertion in angle brackets.
_PLAIN = (".ts", ".mts", ".cts")
_TYPED = (*_PLAIN, ".tsx")
_NOT_ASCII = re.compile(r"[^\x01-\x7f]")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file without a byte order mark, its tree, and whether it could be decoded as it is.

    `markup` says which grammar it is: the one with JSX.
    """

    text: str
    root: Node
    language: str
    decoded: bool
    markup: bool

    def find(self, kind: str) -> list[Node]:
        """All nodes of one type (`comment`, `ERROR`, `MISSING`), in order."""
        import tree_sitter

        found = tree_sitter.QueryCursor(_query(self.markup, kind)).captures(self.root)
        return sorted(found.get("found", ()), key=lambda node: node.start_byte)


def parse(path: str, content: str | bytes) -> Source:
    """Decode and parse a file; its name says which grammar."""
    text, decoded = (content, True) if isinstance(content, str) else _decode(content)
    text = text.removeprefix("\ufeff")
    masked = text if text.isascii() and "\0" not in text else _NOT_ASCII.sub(_mask, text)
    name = path.lower()
    language = "typescript" if name.endswith(_TYPED) else "javascript"
    markup = not name.endswith(_PLAIN)
    root = _parser(markup).parse(masked.encode("ascii")).root_node
    return Source(text, root, language, decoded, markup)


def _decode(content: bytes) -> tuple[str, bool]:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), True
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace"), False


def _mask(found: re.Match[str]) -> str:
    """A character's stand-in: a letter, white space, or one that may only stand in text and comments."""
    character = found[0]
    if character.isalnum() or character.isidentifier():
        return "x"
    return " " if character.isspace() or character == "\ufeff" else "\x01"


@functools.cache
def _language(markup: bool) -> Language:
    import tree_sitter
    import tree_sitter_typescript

    grammar = tree_sitter_typescript.language_tsx() if markup else tree_sitter_typescript.language_typescript()
    return tree_sitter.Language(grammar)


@functools.cache
def _parser(markup: bool) -> Parser:
    import tree_sitter

    return tree_sitter.Parser(_language(markup))


@functools.cache
def _query(markup: bool, kind: str) -> Query:
    import tree_sitter

    return tree_sitter.Query(_language(markup), f"({kind}) @found")
