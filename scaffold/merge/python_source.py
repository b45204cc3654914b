"""Python source as tokens, for what can be said of it without its tree: names, comments, and whether it is too deep."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scaffold.merge.units import UnparsableError

#: Line ends as Python has them. `str.splitlines` knows others that may stand in a literal.
LINE_END = re.compile(r"\r\n|\r|\n")
#: A string that is not closed reaches to the end of its line, or of the text.
TOKEN = re.compile(
    r"""
      (?P<string>(?P<prefix>(?:[bBrRuUfFtT]{1,2}(?=["'])|))(?:
            \"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:\"""|\\?\Z)
          | '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:'''|\\?\Z)
          | "[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+"?
          | '[^'\\\r\n]*+(?:\\(?:\r\n|.)[^'\\\r\n]*+)*+'?
      ))
    | (?P<comment>\#[^\r\n]*)
    | (?P<name>[^\W\d]\w*)
    | (?P<number>\d[\w.]*)
    | (?P<join>\\(?:\r\n|\r|\n))
    | (?P<newline>\r\n|\r|\n)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<comma>,)
    | (?P<arrow>->)
    | (?P<sign>[^\w\s])
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACES = re.compile(r"\{\{|\}\}|[{}]")
_WORD = re.compile(r"[^\W\d]\w*")
_WORDS = re.compile(r"\s*[^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*\s*,?\s*")
_ANNOTATION = re.compile(r"[\w.]+(?:\s*[,|\[\]]+\s*[\w.]*)*")
_QUOTES = re.compile(r"[A-Za-z]*(\"\"\"|'''|[\"'])")
#: Functions and marks that are given names as text.
_TAKING_NAMES = frozenset(
    ["usefixtures", "getfixturevalue", "parametrize", "getattr", "setattr", "hasattr", "delattr", "patch"]
)
_KEYWORDS = frozenset([*keyword.kwlist])
#: Keywords with which an expression gets deeper.
_DEEPENING = frozenset(
    ["and", "or", "not", "if", "else", "lambda", "await", "yield", "in", "is", "for", "async", "from"]
)
#: How deep brackets may be, and those of a pattern: LibCST tries these in many ways.
_BRACKETS = 100
_PATTERN_BRACKETS = 6
#: How many operators an expression may have below each other, and an `if` branches.
_CHAIN = 500
_BRANCHES = 200


def body(literal: str) -> str:
    """What stands between the quotes of a string literal."""
    opening = _QUOTES.match(literal)
    if opening is None:
        return literal
    quotes = opening.group(1)
    return literal[opening.end() : len(literal) - len(quotes) if literal.endswith(quotes) else None]


def fields(token: re.Match[str]) -> Iterator[str]:
    """What stands in the fields of a string, which only has some if it is an f-string."""
    if token.group("prefix").lower().strip("r") not in ("f", "t"):
        return
    text = token.group()
    place = level = start = 0
    while found := _BRACES.search(text, place):
        sign, place = found.group(), found.end()
        if level == 0 and len(sign) == 2:
            continue
        place = found.start() + 1
        if sign[0] == "{":
            level += 1
            start = place if level == 1 else start
        elif level:
            level -= 1
            if level == 0:
                yield text[start : found.start()]
    if level:
        yield text[start:]


def comments(text: str) -> list[str]:
    """The comments of a text, in order, trimmed."""
    if "#" not in text:
        return []
    return [trimmed(found.group()) for found in TOKEN.finditer(text) if found.lastgroup == "comment"]


def trimmed(comment: str) -> str:
    """A comment without the white space that a formatter may change."""
    return f"#{comment[1:].strip()}"


def uses(text: str) -> frozenset[str]:
    """The names that occur in a text: also in fields of f-strings, in annotations that are strings, and those that are
    given as text to what takes names so, such as `usefixtures`."""
    found: set[str] = set()
    quoted: list[str] = []
    brackets: list[str] = []
    before = ""
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "name":
            found.add(word)
        elif kind == "string":
            if token.group("prefix").lower().strip("r") in ("f", "t"):
                for piece in fields(token):
                    found.update(_WORD.findall(piece))
            elif before == "->" or (before == ":" and brackets[-1:] in ([], ["("])):
                found.update(_WORD.findall(word) if _ANNOTATION.fullmatch(body(word)) else ())
            elif not before.endswith(("'", '"')):
                quoted.append(body(word))
            else:
                quoted.append(quoted.pop() + body(word) if quoted else "")
        elif kind == "open":
            brackets.append(word)
        elif kind == "close" and brackets:
            brackets.pop()
        if kind == "newline":
            before = before if brackets else ""
        elif kind not in ("comment", "join"):
            before = word
    if found & _TAKING_NAMES:
        found.update(name for names in quoted if _WORDS.fullmatch(names) for name in _WORD.findall(names))
    return frozenset(found - _KEYWORDS)


@dataclass(slots=True)
class _Level:
    """What is between two brackets: how deep its current part may be by its operators, by the brackets in it, and the
    deepest of its parts before."""

    operators: int = 0
    inside: int = 0
    deepest: int = 0

    def close(self) -> int:
        """End a part, and say how deep all is up to here."""
        self.deepest = max(self.deepest, self.operators + self.inside)
        self.operators = self.inside = 0
        return self.deepest


@dataclass(slots=True)
class _Depth:
    """Follows how deep a text is, token by token."""

    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    #: The operators of all levels that are open.
    running: int = 0
    branches: int = 0
    #: Whether this line is a `case`, and whether it has yet to begin.
    pattern: bool = False
    fresh: bool = True

    def sink(self, count: int = 1) -> None:
        """Take in operators."""
        self.levels[-1].operators += count
        self.running += count

    def part(self) -> None:
        """A comma, or the end of a line outside all brackets: what follows is not below what was."""
        self.running -= self.levels[-1].operators
        self.levels[-1].close()

    def open(self) -> None:
        """An opening bracket."""
        self.sink()
        self.levels.append(_Level())

    def close(self) -> None:
        """A closing bracket."""
        if len(self.levels) > 1:
            self.running -= self.levels[-1].operators
            inside = self.levels.pop().close()
            self.levels[-1].inside = max(self.levels[-1].inside, inside)

    def exceeded(self) -> bool:
        """Whether this is more than can be taken apart safely."""
        here = self.levels[-1]
        return (
            len(self.levels) > (_PATTERN_BRACKETS if self.pattern else _BRACKETS) + 1
            or max(self.running, here.operators + here.inside) > _CHAIN
            or self.branches > _BRANCHES
        )


def refuse_depth(text: str) -> None:
    """Raise `UnparsableError` for a text that nests deeper than any that a person writes: LibCST would take all of the
    stack for it, and the process would end."""
    place = _measure(text, _Depth())
    if place >= 0:
        raise UnparsableError("it is nested too deeply", line_of(text, place))


def _measure(text: str, depth: _Depth) -> int:
    """Where a text becomes too deep; -1 if it does not."""
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "newline":
            _end_line(depth, text, token.end())
            continue
        if kind in ("comment", "join"):
            continue
        if depth.fresh:
            depth.fresh, depth.pattern = False, token.group() == "case"
        if kind == "name":
            word = token.group()
            if word in _DEEPENING:
                depth.sink()
            depth.branches += word == "elif"
        elif kind == "sign":
            depth.sink()
        elif kind == "comma":
            depth.part()
        elif kind == "open":
            depth.open()
        elif kind == "close":
            depth.close()
        elif kind == "string":
            depth.sink()
            for field_ in fields(token):
                depth.open()
                if _measure(field_, depth) >= 0:
                    return token.start()
                depth.close()
        if depth.exceeded():
            return token.start()
    return -1


def _end_line(depth: _Depth, text: str, end: int) -> None:
    if len(depth.levels) > 1:
        return
    depth.part()
    depth.fresh = True
    if text[end : end + 1].isalpha() and not text.startswith(("elif", "else"), end):
        depth.branches = 0


def line_of(text: str, place: int) -> int:
    """The line of a place in a text, from 1."""
    return sum(1 for _ in LINE_END.finditer(text, 0, place)) + 1


def lines_of(text: str) -> list[str]:
    """The lines of a text, with their ends."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[str]:
    start = 0
    for end in LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]
