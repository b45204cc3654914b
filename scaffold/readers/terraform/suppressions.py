"""Comments that say why a finding does not count: `# scaffold:ignore ID, ID: reason`.

A scanner of its own: the parsers drop comments, and a file that names no suppression is not scanned at all. It knows
just enough of the syntax to tell comments from text, and where the blocks of the file begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.readers.terraform.tokens import NAME
from scaffold.readers.terraform.type_syntax import TypeSyntaxError, end_of_string

MARK = "scaffold:ignore"
#: The codes of what is said here; they say nothing of the configuration itself.
CODES = frozenset({"suppression-without-reason", "bad-suppression"})
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_SUPPRESSION = re.compile(rf"(?P<ids>{_ID}(?:\s*,\s*{_ID})*)\s*(?P<colon>:(?P<reason>.*))?", re.DOTALL)
_TOKEN = re.compile(
    rf"""(?P<line>\#[^\n]*|//[^\n]*) | (?P<comment>/\*.*?(?:\*/|\Z)) | (?P<plain>"[^"\\$%\n]*") | (?P<string>")
    | <<-?(?P<heredoc>{NAME})[ \t]*\n | (?P<open>[({{\[]) | (?P<close>[)}}\]]) | (?P<break>\n)
    | (?P<word>[^\s\#/"<(){{}}\[\]]+|\S)""",
    re.VERBOSE | re.DOTALL,
)
_HINT = "Write `# scaffold:ignore ID: why it does not count here`."


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
    comments, ranges = _Scanner(source).scan()
    for comment in comments:
        for number, line in enumerate(comment.text.split("\n")):
            text = line.strip().lstrip("*").strip()
            if re.match(rf"{MARK}(?![\w-])", text):
                column = comment.offset - source.rfind("\n", 0, comment.offset) if not number else 1
                place = Position(file, comment.first + number, column)
                found = _parse(text.removeprefix(MARK).strip(), place, _covered(comment, comments, ranges), diagnostics)
                if found is not None:
                    yield found


def _parse(text: str, place: Position, covered: _Range | None, diagnostics: list[Diagnostic]) -> Suppression | None:
    def warn(code: str, summary: str) -> None:
        diagnostics.append(Diagnostic(Severity.WARNING, code, summary, place, hint=_HINT))

    found = _SUPPRESSION.fullmatch(text)
    reason = (found["reason"] or "").strip() if found else ""
    if found is None:
        warn("bad-suppression", "A suppression names checks, a colon and a reason")
    elif not reason:
        warn("suppression-without-reason", "A suppression without a reason has no effect")
    elif covered is None:
        warn("bad-suppression", "The suppression stands in no block, and directly above none")
    else:
        ids = tuple(dict.fromkeys(re.split(r"\s*,\s*", found["ids"])))
        return Suppression(ids, reason, place, covered.first, covered.last)
    return None


def _covered(comment: _Comment, comments: list[_Comment], ranges: list[_Range]) -> _Range | None:
    """The block that the comment stands in, or the one below it: only comments may stand between."""
    for found in ranges:
        if found.first <= comment.first <= found.last:
            return found
    if not comment.alone:
        return None
    line = comment.last + 1
    below = {other.first: other.last for other in comments if other.alone}
    while line in below:
        line = below[line] + 1
    return next((found for found in ranges if found.first == line), None)


class _Scanner:
    """Goes through a file once. Where a string is not closed it goes on at the next line, as people would."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.line = 1
        self.depth = 0
        self.begun = 0
        self.empty = True
        self.comments: list[_Comment] = []
        self.ranges: list[_Range] = []

    def scan(self) -> tuple[list[_Comment], list[_Range]]:
        """The comments, and the lines of the top-level blocks."""
        at = 0
        while found := _TOKEN.search(self.source, at):
            at = self._take(found)
        if self.begun:
            self.ranges.append(_Range(self.begun, self.line))
        return self.comments, self.ranges

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
            end = closed.end() if closed else end
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
        rest = self.source[found.end() : self.source.find("\n", found.end())] if kind == "comment" else ""
        alone = self.empty and not rest.strip()
        self.comments.append(_Comment(inner, found.start(), self.line, last, alone))
        self.line = last

    def _string(self, start: int) -> int:
        try:
            return end_of_string(self.source, start)
        except TypeSyntaxError:
            end = self.source.find("\n", start)
            return end if end >= 0 else len(self.source)

    def _close(self) -> None:
        self.depth = max(self.depth - 1, 0)
        if not self.depth and self.begun:
            self.ranges.append(_Range(self.begun, self.line))
            self.begun = 0
