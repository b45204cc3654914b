"""Declarations as text: comments, blocks, and the members of classes and interfaces, in time that grows with the text.

Declaration files are written by programs, so their indentation says where a block ends. Whoever writes theirs otherwise
is read wrongly or not at all, never slowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MEMBER: Final = re.compile(r"(?:readonly |static |public )*(\"[^\"\n]*\"|[A-Za-z_$][\w$]*)(\?)?:")
_OPENING: Final = {"{": "}", "(": ")", "[": "]", "<": ">"}
#: More members than any declaration has.
_MOST_MEMBERS: Final = 3000


@dataclass(frozen=True, slots=True)
class Written:
    """A member as it is declared: the text of its type, and whether it may be missing."""

    type: str
    optional: bool = False


def without_comments(text: str) -> str:
    """A text without its block comments and the lines that are comments."""
    parts, end = [], 0
    while (start := text.find("/*", end)) >= 0:
        parts.append(text[end:start])
        close = text.find("*/", start + 2)
        end = len(text) if close < 0 else close + 2
    parts.append(text[end:])
    return "\n".join(line for line in "".join(parts).split("\n") if not line.lstrip().startswith("//"))


def block(text: str, head: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where the inside of the block stands whose first line begins with `head` (indented as it is there) and has its
    brace; nothing where there is none."""
    limit = len(text) if end is None else end
    at = text.find(f"\n{head}", max(start - 1, 0), limit)
    if at < 0:
        if not (start == 0 and text.startswith(head)):
            return None
        at = -1
    line = text.find("{", at + 1, limit)
    newline = text.find("\n", at + 1, limit)
    if line < 0 or (0 <= newline < line):
        return None
    if text[line + 1 : line + 2] == "}":
        return line + 1, line + 1
    indent = head[: len(head) - len(head.lstrip())]
    close = text.find(f"\n{indent}}}", line, limit)
    return None if close < 0 else (line + 1, close)


def members(body: str) -> dict[str, Written]:
    """The properties that the inside of a class or interface declares, in order; methods are none."""
    found: dict[str, Written] = {}
    for statement in _statements(without_comments(body)):
        named = _MEMBER.match(statement)
        if named and len(found) < _MOST_MEMBERS:
            found[named[1].strip('"')] = Written(statement[named.end() :].strip(), named[2] is not None)
    return found


def split(text: str, separator: str) -> list[str]:
    """A type's text at a separator, but not inside brackets or quotes."""
    parts, start = [], 0
    for at, sign in _outside(text):
        if sign == separator:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:])]


def closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; the end of the text where it is not."""
    depth = 0
    for at, sign, deeper in _brackets(text, start):
        depth += deeper
        if depth == 0 and sign:
            return at
    return len(text)


def _statements(body: str) -> Iterator[str]:
    start = 0
    for at, sign in _outside(body):
        if sign == ";":
            yield body[start:at].strip()
            start = at + 1
    yield body[start:].strip()


_SIGNS: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|=>|[{}()\[\]<>;|&,]")


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """The signs that stand in no bracket, with their places."""
    depth = 0
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign in _OPENING:
            depth += 1
        elif sign in ("}", ")", "]", ">"):
            depth = max(depth - 1, 0)
        elif depth == 0 and len(sign) == 1:
            yield found.start(), sign


def _brackets(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    for found in _SIGNS.finditer(text, start):
        sign = found[0]
        if sign in _OPENING:
            yield found.start(), sign, 1
        elif sign in ("}", ")", "]", ">"):
            yield found.start(), sign, -1
