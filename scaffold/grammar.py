"""What tree-sitter's grammar of TypeScript lacks, as something alike of the same length that it knows.

A file is parsed by a stand-in, in which every character is ASCII, so that places in bytes are places in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

_Spelled: TypeAlias = Callable[[re.Match[str]], str]


def _as_name(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _as_const(found: re.Match[str]) -> str:
    return "const" + " " * (len(found[0]) - 5)


#: `using x = ...`, which the grammar would take for two statements or an assignment.
_USING = re.compile(r"(?:\bawait[ \t]+)?\busing(?=[ \t]+[\w$]+[ \t]*(?::[^=\n]*)?=[^=>])")
#: Syntax that the grammar lacks: types of `import("...")`; `abstract` and `using` as names; `using` in loops. What has
#: nothing alike: `export type *`, `export import`; `with { type: "json" }` behind an export.
_LACKING: tuple[tuple[re.Pattern[str], _Spelled | None], ...] = (
    (
        re.compile(
            r"""(?:(?<=[:<|&,(=\[])|(?<=[:<|&,(=]\s)|(?<=typeof\s))import\((?:'[^'\n]*'|"[^"\n]*")\)(?=\s*\.)"""
        ),
        _as_name,
    ),
    (re.compile(r"\babstract(?=\s*\??\s*[:=;(,}])"), _as_name),
    (re.compile(r"(?:\bawait\s+)?\busing(?=\s+[\w$]+\s+of\b)"), _as_const),
    (re.compile(r"\busing(?=\s*[:.=(),;}])"), _as_name),
    (re.compile(r"(?<=\bexport\s)type(?=\s*\*)"), None),
    (re.compile(r"\bexport(?=\s+import\s+[\w$]+\s*=\s*require\b)"), None),
    (re.compile(r"(?<=['\"])\s*\b(?:with|assert)\s*\{\s*type\s*:\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*\}"), None),
)


def with_constants(masked: str) -> str:
    """A stand-in in which what is declared by `using` is declared by `const`."""
    return _USING.sub(_as_const, masked) if "using " in masked else masked


def made_up(masked: str, gone: Callable[[re.Match[str]], str]) -> str:
    """A stand-in for a stand-in, in which `gone` spells what has nothing alike in the grammar."""
    for pattern, replacement in _LACKING:
        masked = pattern.sub(replacement or gone, masked)
    return masked


def mask(found: re.Match[str]) -> str:
    """A character's stand-in: a letter, white space, or one that may only stand in text and comments."""
    character = found[0]
    if character.isalnum() or character.isidentifier():
        return "x"
    return " " if character.isspace() or character == "\ufeff" else "\x01"
