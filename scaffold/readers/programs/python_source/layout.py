"""The logical lines of a Python file, told from one another without a grammar, so that wrong ones can be cut out.

Only asked where a file does not parse. Quotes within formatted text come in pairs, so that its values need no care.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from scaffold.readers.programs.python_source.lowering import column

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<line>\n)|(?P<joined>\\\r?\n)"
    r"|(?P<text>\"\"\"(?:\\[\s\S]|(?!\"\"\")[^\\])*(?:\"\"\")?|'''(?:\\[\s\S]|(?!''')[^\\])*(?:''')?"
    r"|\"(?:\\\r?\n|\\.|[^\\\"\n])*\"?|'(?:\\\r?\n|\\.|[^\\'\n])*'?)"
)
#: What only begins a statement: where it stands in brackets, they were never closed.
_BEGINS = re.compile(
    r"[ \t\f]*(?:(?:def|class|return|import|while|with|try|raise|del|pass|break|continue|global|nonlocal|assert|elif"
    r"|except|finally)\b|@[ \t]*[A-Za-z_])"
)
_SPACE = " \t\f\r\n"
_BLANK = re.compile(r"[ \t\f\r]*")
#: How often brackets that are never closed are told from what comes behind them.
_MAX_OPEN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line, without its indentation and the comment behind it."""

    at: int
    end: int
    column: int


class Layout:
    """The logical lines of the stand-in of a text."""

    def __init__(self, stand: str) -> None:
        self.stand = stand
        self.lines: list[Line] = []
        self._open = 0
        at = 0
        while at < len(stand):
            at = self._line(at)
        self._starts = [line.at for line in self.lines]

    def index(self, at: int) -> int:
        """The line that an offset is in, or behind; the first one for what is before it."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def _line(self, start: int) -> int:
        """Read the logical line, if any, that begins at `start`; gives where the next one does."""
        stand = self.stand
        at = end = first = _behind_blank(stand, start)
        depth = 0
        while at < len(stand):
            found = _TOKEN.search(stand, at)
            until = found.start() if found is not None else len(stand)
            between = stand[at:until].rstrip(_SPACE)
            end = at + len(between) if between else end
            if found is None:
                at = len(stand)
                break
            at, kind = found.end(), found.lastgroup
            depth = max(depth + (kind == "open") - (kind == "close"), 0)
            if kind in ("open", "close", "text"):
                end = at
            elif kind == "line" and (not depth or _BEGINS.match(stand, at)):
                break
        indent = column(stand[start:first])
        if depth:
            at = self._cut(first, at, indent)
            end = first + len(stand[first : min(end, at)].rstrip(_SPACE))
        if end > first:
            self.lines.append(Line(first, end, indent))
        return at

    def _cut(self, first: int, until: int, indent: int) -> int:
        """Where a line with a bracket that is never closed is taken to end: before one that is not indented behind it,
        and cannot be the end of what is in brackets."""
        self._open += 1
        if self._open > _MAX_OPEN:
            return len(self.stand)
        at = self.stand.find("\n", first, until) + 1
        while 0 < at < until:
            begins = _behind_blank(self.stand, at)
            if column(self.stand[at:begins]) <= indent and self.stand[begins : begins + 1] not in _WITHIN:
                return at
            at = self.stand.find("\n", at, until) + 1
        return until


def comments(stand: str) -> list[tuple[int, int]]:
    """Where comments are, told without a grammar."""
    return [found.span() for found in _TOKEN.finditer(stand) if found.lastgroup == "comment"]


def shortened(stand: str) -> str:
    """A stand-in without comments, and without the ends of lines that go on in the next one."""
    return _TOKEN.sub(
        lambda found: " " * len(found[0]) if found.lastgroup in ("comment", "joined") else found[0], stand
    )


def joined(code: str) -> str:
    """The code of a logical line in one line of the same length, without comments; texts stay as they are."""
    return _TOKEN.sub(_in_one_line, code) if "\n" in code else code


def _in_one_line(found: re.Match[str]) -> str:
    text = found[0]
    return " " * len(text) if found.lastgroup in ("comment", "line", "joined") else text


#: What may begin a line in brackets that is not indented.
_WITHIN = ("", "\n", "#", ")", "]", "}")


def _behind_blank(stand: str, at: int) -> int:
    found = _BLANK.match(stand, at)
    return found.end() if found is not None else at
