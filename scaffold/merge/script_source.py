"""The syntax tree of a JavaScript or TypeScript file. What the grammar lacks is made up for in its stand-in."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from scaffold.merge.trees import Text, faults, refuse_faults, stand_in

if TYPE_CHECKING:
    from tree_sitter import Node, Parser


def _as_name(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _as_comment(found: re.Match[str]) -> str:
    text = found[0].lstrip()
    space = found[0][: -len(text)]
    return space + "/*" + "".join(character if character == "\n" else " " for character in text[2:-2]) + "*/"


def _as_const(found: re.Match[str]) -> str:
    return "const" + " " * (len(found[0]) - 5)


#: `using x = ...`, which the grammar takes for an assignment.
_USING = re.compile(r"(?:\bawait[ \t]+)?\busing(?=[ \t]+[\w$]+[ \t]*(?::[^=\n]*)?=[^=>])")
#: Syntax that the grammar lacks, each with something alike of the same length: types of `import("...")`; `abstract` and
#: `using` as names; `using` in loops; `export type *`, `export import`; `with { type: "json" }` behind an export.
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
    (re.compile(r"(?<=\bexport\s)type(?=\s*\*)"), _as_comment),
    (re.compile(r"\bexport(?=\s+import\s+[\w$]+\s*=\s*require\b)"), _as_comment),
    (re.compile(r"(?<=['\"])\s*\b(?:with|assert)\s*\{\s*type\s*:\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*\}"), _as_comment),
)


def parse_tree(text: Text, typed: bool) -> Node:
    """The tree of a text, without a fault. Raises `UnparsableError`."""
    masked = stand_in(text.plain)
    if "using " in masked:
        masked = _USING.sub(_as_const, masked)
    root = _parser(typed).parse(masked.encode("ascii")).root_node
    if root.has_error:
        known = masked
        for pattern, replacement in _LACKING:
            known = pattern.sub(replacement, known)
        if known != masked:
            again = _parser(typed).parse(known.encode("ascii")).root_node
            root = again if len(faults(again)) < len(faults(root)) else root
    refuse_faults(root, text.plain)
    return root


@functools.cache
def _parser(typed: bool) -> Parser:
    import tree_sitter
    import tree_sitter_typescript

    grammar = tree_sitter_typescript.language_typescript() if typed else tree_sitter_typescript.language_tsx()
    return tree_sitter.Parser(tree_sitter.Language(grammar))
