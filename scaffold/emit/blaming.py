"""Which line of a template made a place in a text: the text is rendered once more with a mark before each line.

A mark is one character of a private area, so that what depends on how long a line is hardly changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from scaffold.emit.parsing import Fault

_FIRST, _LAST = 0xF0000, 0x10FFFD
_MARKS = "marks"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a template's file."""

    file: str
    number: int


class _Marking(Extension):
    """Puts a mark before each line of text, and before each value that is put out."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", self._marked(stream.filename or "", token))
            elif token.type == "variable_begin":
                yield Token(token.lineno, "data", self._mark(stream.filename or "", token.lineno))
                yield token
            else:
                yield token

    def _marked(self, file: str, token: Token) -> str:
        lines = token.value.split("\n")
        return "\n".join(self._mark(file, number) + line for number, line in enumerate(lines, token.lineno))

    def _mark(self, file: str, number: int) -> str:
        marks: list[Line] = getattr(self.environment, _MARKS)
        marks.append(Line(file, number))
        mark = _FIRST + len(marks) - 1
        return chr(mark) if mark <= _LAST else ""


def blamed(
    environment: jinja2.Environment,
    name: str,
    context: dict[str, Any],
    find: Callable[[str], Fault | None],
    ours: Callable[[str], bool],
) -> Line | None:
    """The line of a template that made what `find` finds in the text of the template `name`.

    It is the last one before that place in a file that is not `ours`: a parser stumbles at a fault or behind it. Where
    there is none, it is the last one of any file, and nothing where the template cannot be rendered with marks.
    """
    marking = environment.overlay(extensions=[_Marking])
    setattr(marking, _MARKS, [])
    marking.filters = {filter_: _deaf(function) for filter_, function in environment.filters.items()}
    try:
        text = marking.get_template(name).render(context)
    except Exception:
        return None
    marks: list[Line] = getattr(marking, _MARKS)
    clean, places, numbers = _without_marks(text, len(marks))
    found = find(clean)
    if found is None:
        return None
    reached = bisect_right(places, _offset(clean, found))
    before = [marks[number] for number in numbers[:reached]]
    return next((line for line in reversed(before) if not ours(line.file)), before[-1] if before else None)


def _deaf(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that does not see marks in the text that it is given, where it only measures that."""
    if getattr(function, "__name__", "") not in ("fits", "len"):
        return function
    return lambda text, *rest: function(_plain(text) if isinstance(text, str) else text, *rest)


def _plain(text: str) -> str:
    return "".join(character for character in text if not _FIRST <= ord(character) <= _LAST)


def _without_marks(text: str, count: int) -> tuple[str, list[int], list[int]]:
    """The text without marks; where each mark stood, and its number."""
    kept: list[str] = []
    places: list[int] = []
    numbers: list[int] = []
    for character in text:
        if ord(character) < _FIRST:
            kept.append(character)
        elif ord(character) - _FIRST < count:
            places.append(len(kept))
            numbers.append(ord(character) - _FIRST)
    return "".join(kept), places, numbers


def _offset(text: str, found: Fault) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1
