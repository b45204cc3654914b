"""Plain expressions, a literal or a name, which most are: a regular expression reads them without a parser."""

from __future__ import annotations

import functools
import re

from scaffold.readers.terraform.ast import Expr, Literal, Traversal
from scaffold.readers.terraform.templates import composed
from scaffold.readers.terraform.tokens import NAME

KEYWORDS: dict[str, Expr] = {"true": Literal(True), "false": Literal(False), "null": Literal(None)}
#: A pattern that takes what `parse_plain` takes, without groups, for patterns of larger things.
PLAIN = rf'"[^"\\$%\n]*"|{NAME}(?:\.{NAME})*+|-?(?:0|[1-9][0-9]{{0,17}})'
_PLAIN = re.compile(PLAIN)


@functools.lru_cache(maxsize=1 << 16)
def parse_plain(text: str) -> Expr | None:
    """The tree of a plain expression, shared by equal texts; None for any other."""
    if not _PLAIN.fullmatch(text):
        return None
    first = text[0]
    if first == '"':
        return Literal(composed(text[1:-1]))
    if first in "-0123456789":
        return Literal(int(text))
    if text in KEYWORDS:
        return KEYWORDS[text]
    root, *steps = text.split(".")
    return Traversal(root, tuple(steps))
