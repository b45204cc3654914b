"""Comments that say why a finding does not count: `# scaffold:ignore ID, ID: reason`.

A scanner of its own: the parsers drop comments, and a file that names no suppression is not scanned at all. It knows
just enough of the syntax to tell comments from text, and where the blocks of the file begin and end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from scaffold.diagnostics import Diagnostic
from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.readers.suppressing import MARK, marked_lines, suppression
from scaffold.readers.terraform.tokens import NAME
from scaffold.readers.terraform.type_syntax import TypeSyntaxError, end_of_string

_TOKEN = re.compile(
    rf"""(?P<line>\#[^\n]*|//[^\n]*) | (?P<comment>/\*.*?(?:\*/|\Z)) | (?P<plain>"[^"\\$%\n]*") | (?P<string>")
    | <<-?(?P<heredoc>{NAME})[ \t]*\n | (?P<open>[({{\[]) | (?P<close>[)}}\]]) | (?P<break>\n)
    | (?P<word>[^\s\#/"<(){{}}\[\]]+|\S)""",
    re.VERBOSE | re.DOTALL,
)
_END_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment: its text without signs, its offset, its lines, and whether it has them for itself."""

    text: str
    offset: int
    first: int
    last: int
    alone: bool


@dataclass(frozen=True, slots=True)
class _Range:
    """The lines of a top-level block or attribute."""

    first: int
    last: int


def find_suppressions(source: str, file: str, diagnostics: list[Diagnostic]) -> Iterator[Suppression]:
    """The suppressions in a file of the native syntax; what is wrong with them goes to `diagnostics`."""
    if MARK not in source:
        return
    scanner = _Scanner(source)
    scanner.scan()
    for comment in scanner.comments:
        for number, text in marked_lines(comment.text):
            column = comment.offset - source.rfind("\n", 0, comment.offset) if not number else 1
            place = Position(file, comment.first + number, column)
            covered = scanner.covered(comment)
            lines = (covered.first, covered.last) if covered else None
            found = suppression(text, place, lines, "#", diagnostics)
            if found is not None:
                yield found


class _Scanner:
    """Goes through a file once. Where a string is not closed it goes on at the next line, as people would."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.line = 1
        self.depth = 0
        self.begun = 0
        self.empty = True
        self.comments: list[_Comment] = []
        self.alone: dict[int, int] = {}
        self.ranges: list[_Range] = []
        self.patience = 5 * len(source) + 100_000

    def scan(self) -> None:
        """Find the comments, and the lines of the top-level blocks."""
        at = 0
        while found := _TOKEN.search(self.source, at):
            at = self._take(found)
        if self.begun:
            self.ranges.append(_Range(self.begun, self.line))

    def covered(self, comment: _Comment) -> _Range | None:
        """The block that the comment stands in, or the one below it: only comments may stand between."""
        place = bisect_left(self.ranges, comment.first, key=attrgetter("last"))
        following = self.ranges[place] if place < len(self.ranges) else None
        if following is None or following.first <= comment.first:
            return following
        return following if comment.alone and following.first == self._below(comment.last + 1) else None

    def _below(self, line: int) -> int:
        """The first line from this one on that is no comment; the way there is kept short for those who ask next."""
        passed = []
        while line in self.alone:
            passed.append(line)
            line = self.alone[line] + 1
        self.alone.update(dict.fromkeys(passed, line - 1))
        return line

    def _take(self, found: re.Match[str]) -> int:
        """Handle one token; where the next one may start."""
        kind, end = found.lastgroup or "", found.end()
        if kind in ("line", "comment"):
            self._comment(found, kind)
            return end
        if kind == "break":
            if not self.depth:
                self._close()
            self.line += 1
            self.empty = True
            return end
        self.empty = False
        if kind == "string":
            end = self._string(found.start())
        elif kind == "heredoc":
            closing = re.compile(rf"^[ \t]*{re.escape(found['heredoc'])}[ \t]*\r?$", re.MULTILINE)
            closed = closing.search(self.source, end)
            end = closed.end() if closed else self._unclosed(end)
        elif kind == "open":
            self.depth += 1
        elif kind == "close":
            self._close()
        elif kind == "word" and not self.depth and not self.begun:
            self.begun = self.line
        self.line += self.source.count("\n", found.start(), end)
        return end

    def _comment(self, found: re.Match[str], kind: str) -> None:
        text = found[0]
        inner = text.lstrip("#/") if kind == "line" else text.removeprefix("/*").removesuffix("*/")
        last = self.line + text.count("\n")
        alone = self.empty and _END_OF_LINE.match(self.source, found.end()) is not None
        self.comments.append(_Comment(inner, found.start(), self.line, last, alone))
        if alone:
            self.alone[self.line] = last
        self.line = last

    def _string(self, start: int) -> int:
        try:
            return end_of_string(self.source, start)
        except TypeSyntaxError:
            return self._unclosed(start)

    def _unclosed(self, start: int) -> int:
        """Where to go on behind something that is not closed: a file of nothing else is given up."""
        self.patience -= len(self.source) - start
        end = self.source.find("\n", start) if self.patience >= 0 else -1
        return end if end >= 0 else len(self.source)

    def _close(self) -> None:
        self.depth = max(self.depth - 1, 0)
        if not self.depth and self.begun:
            self.ranges.append(_Range(self.begun, self.line))
            self.begun = 0
