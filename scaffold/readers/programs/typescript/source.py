"""A file's text, and the syntax tree of it. What the grammar lacks is made up for in the stand-in that it parses."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.grammar import made_up, mask, with_constants
from scaffold.readers.programs.syntax.source import decode, find, stand_in

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser

#: What the types of nodes of markup begin with: nobody asks what is wrong within it.
MARKUP = "jsx_"
#: Files by the grammar they need. JavaScript may hold JSX everywhere, and never a type assertion in angle brackets.
_PLAIN = (".ts", ".mts", ".cts")
_TYPED = (*_PLAIN, ".tsx")
#: `value!`, which the grammar would bind less tightly than operators: it says nothing that is not for types.
_NOT_NULL = re.compile(r"(?P<word>\b[a-z]{2,10})?(?<=[\w$\])])!+(?![=\w$\"'`])")
_OPERATORS = frozenset(
    ["await", "case", "delete", "do", "else", "extends", "in", "instanceof", "new", "of", "return", "throw", "typeof",
     "void", "yield"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file without a byte order mark, its tree, and whether it could be decoded as it is."""

    text: str
    root: Node
    language: str
    decoded: bool


def parse(path: str, content: str | bytes) -> Source:
    """Decode and parse a file; its name says which grammar."""
    text, decoded = decode(content)
    masked = stand_in(text, mask)
    name = path.lower()
    language = "typescript" if name.endswith(_TYPED) else "javascript"
    if language == "typescript" and "!" in masked:
        masked = _NOT_NULL.sub(_as_nothing, masked)
    masked = with_constants(masked)
    parser = _parser(not name.endswith(_PLAIN))
    root = parser.parse(masked.encode("ascii")).root_node
    if root.has_error and (known := made_up(masked, _as_space)) != masked:
        again = parser.parse(known.encode("ascii")).root_node
        root = again if len(find(again, MARKUP).faults) < len(find(root, MARKUP).faults) else root
    return Source(text, root, language, decoded)


def _as_nothing(found: re.Match[str]) -> str:
    word = found["word"] or ""
    return found[0] if word in _OPERATORS else word + " " * (len(found[0]) - len(word))


def _as_space(found: re.Match[str]) -> str:
    return "".join(character if character in "\r\n" else " " for character in found[0])


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
