"""A file's text, and the syntax tree of it.

Tree-sitter counts bytes and the IR counts characters. So it is given a stand-in of the text in which every character
is one byte: what is not ASCII is replaced by something of the same kind (a letter by a letter). The tree only says
where things are; what they are is always taken from the text itself.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser

#: Files by the grammar they need. JavaScript may hold JSX everywhere, and never a type assertion in angle brackets.
_PLAIN = (".ts", ".mts", ".cts")
_TYPED = (*_PLAIN, ".tsx")
_NOT_ASCII = re.compile(r"[^\x01-\x7f]")
#: `value!`, which the grammar would bind less tightly than operators: it says nothing that is not for types.
_NOT_NULL = re.compile(r"(?P<word>\b[a-z]{2,10})?(?<=[\w$\])])!+(?![=\w$\"'`])")
#: `using x = ...`, which the grammar would take for two statements.
_USING = re.compile(r"(?:\bawait[ \t]+)?\busing(?=[ \t]+[\w$]+[ \t]*(?::[^=\n]*)?=[^=>])")
_OPERATORS = frozenset(
    ["await", "case", "delete", "do", "else", "extends", "in", "instanceof", "new", "of", "return", "throw", "typeof",
     "void", "yield"]
)  # fmt: skip
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file without a byte order mark, its tree, and whether it could be decoded as it is."""

    text: str
    root: Node
    language: str
    decoded: bool


def parse(path: str, content: str | bytes) -> Source:
    """Decode and parse a file; its name says which grammar."""
    text, decoded = (content, True) if isinstance(content, str) else _decode(content)
    text = text.removeprefix("\ufeff")
    masked = text if text.isascii() and "\0" not in text else _NOT_ASCII.sub(_mask, text)
    name = path.lower()
    language = "typescript" if name.endswith(_TYPED) else "javascript"
    if language == "typescript" and "!" in masked:
        masked = _NOT_NULL.sub(_as_nothing, masked)
    if "using " in masked:
        masked = _USING.sub(_as_const, masked)
    parser = _parser(not name.endswith(_PLAIN))
    root = parser.parse(masked.encode("ascii")).root_node
    if root.has_error and (known := _known(masked)) != masked:
        again = parser.parse(known.encode("ascii")).root_node
        root = again if len(find(again).faults) < len(find(root).faults) else root
    return Source(text, root, language, decoded)


@dataclass(frozen=True, slots=True)
class Found:
    """What may stand anywhere in a tree, in order: comments, and what does not parse."""

    comments: list[Node]
    faults: list[Node]


def find(root: Node) -> Found:
    """Look for comments and syntax errors in a tree, however deep it is. Nobody asks what is wrong within markup."""
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
            deeper = not kind.startswith("jsx_") and cursor.goto_first_child()
            if deeper:
                continue
        if cursor.goto_next_sibling():
            deeper = True
        elif not cursor.goto_parent():
            return found


def _known(masked: str) -> str:
    """A stand-in for a stand-in: syntax that the grammar lacks as something alike, of the same length."""
    for pattern, replacement in _LACKING:
        masked = pattern.sub(replacement, masked)
    return masked


def _as_nothing(found: re.Match[str]) -> str:
    word = found["word"] or ""
    return found[0] if word in _OPERATORS else word + " " * (len(found[0]) - len(word))


def _as_name(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _as_space(found: re.Match[str]) -> str:
    return "".join(character if character in "\r\n" else " " for character in found[0])


def _as_const(found: re.Match[str]) -> str:
    return "const" + " " * (len(found[0]) - 5)


#: Syntax that the grammar lacks: types of `import("...")`; `abstract` and `using` as names; `using` in loops;
#: `export type *`, `export import`; `with { type: "json" }` behind an export.
_LACKING: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            r"""(?:(?<=[:<|&,(=\[])|(?<=[:<|&,(=]\s)|(?<=typeof\s))import\((?:'[^'\n]*'|"[^"\n]*")\)(?=\s*\.)"""
        ),
        _as_name,
    ),
    (re.compile(r"\babstract(?=\s*\??\s*[:=;(,}])"), _as_name),
    (re.compile(r"(?:\bawait\s+)?\busing(?=\s+[\w$]+\s+of\b)"), _as_const),
    (re.compile(r"\busing(?=\s*[:.=(),;}])"), _as_name),
    (re.compile(r"(?<=\bexport\s)type(?=\s*\*)"), _as_space),
    (re.compile(r"\bexport(?=\s+import\s+[\w$]+\s*=\s*require\b)"), _as_space),
    (re.compile(r"(?<=['\"])\s*\b(?:with|assert)\s*\{\s*type\s*:\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*\}"), _as_space),
)


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
