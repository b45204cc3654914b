"""Tokens of Terraform's expressions, and the error for what is none."""

from __future__ import annotations

import re

#: Nesting beyond this is refused: nobody writes it, and the parser recurses.
MAX_DEPTH = 120

NAME = r"[^\W\d][\w-]*"
TOKEN = re.compile(
    rf"""(?P<name>{NAME}(?:::{NAME})*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<quote>")
    | (?P<heredoc><<-?{NAME}[ \t]*\r?\n)
    | (?P<sign>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,=~(){{}}\[\]\n])""",
    re.VERBOSE,
)
_COMMENT = r"\#[^\n]*|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/"
SPACE = re.compile(rf"(?:[ \t\r\n]+|{_COMMENT})*", re.VERBOSE)
SPACE_IN_LINE = re.compile(rf"(?:[ \t\r]+|{_COMMENT})*", re.VERBOSE)


class ExpressionError(Exception):
    """The text is not an expression: `reason`, and `offset` in characters from its start."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset
