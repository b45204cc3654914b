"""Tokens of Terraform's expressions, and the error for what is none."""

from __future__ import annotations

import re

#: Nesting beyond this is refused: nobody writes it (one of 18,000 public files goes beyond 30), the parser
#: recurses, and Python cannot compile a test with more than 200 brackets around something.
MAX_DEPTH = 60
#: The same for blocks in blocks.
MAX_BLOCKS = 30
#: The same for operators and steps in a row, which make a deep tree too.
MAX_CHAIN = 300

NAME = r"[^\W\d][\w-]*"
_TOKEN = rf"""(?P<name>{NAME}(?:::{NAME})*)(?P<path>(?:\.{NAME})+)?
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<string>"[^"\\$%\n]*")
    | (?P<quote>")
    | (?P<heredoc><<-?{NAME}[ \t]*\r?\n)
    | (?P<sign>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,=~(){{}}\[\]\n])"""
COMMENT = r"\#[^\n]*+|//[^\n]*+|/\*(?s:.*?)\*/"
#: White space and comments, then a token if there is one; the last group says of which kind. A `path` is a name with
#: names below it, a `string` one without escapes and templates: both in one step, because most terms are one of them.
TOKENS = re.compile(rf"(?:[ \t\r\n]++|{COMMENT})*+(?:{_TOKEN})?", re.VERBOSE)
#: The same where the end of a line is a token.
TOKENS_OF_LINES = re.compile(rf"(?:[ \t\r]++|{COMMENT})*+(?:{_TOKEN})?", re.VERBOSE)


class ExpressionError(Exception):
    """The text is not an expression: `reason`, and `offset` in characters from its start."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset
