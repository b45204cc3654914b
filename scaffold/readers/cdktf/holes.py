"""Texts of a configuration with parts that are not known, and what such texts refer to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from scaffold.model.values import Call, Conditional, Template, Value

_OPEN, _CLOSE = "\ue000", "\ue001"
_QUOTED: Final = -1
#: What stands for a part that is not known, by its number.
HOLE: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


@dataclass(slots=True)
class Holes:
    """Parts of texts that are not known, each of which has a number."""

    values: list[Value] = field(default_factory=list)

    def text(self, value: Value) -> str:
        """A text or template, with marks for what is not known in it."""
        if isinstance(value, str):
            return value.replace(_OPEN, "").replace(_CLOSE, "")
        if isinstance(value, Template):
            return "".join(map(self.text, value.parts))
        self.values.append(value)
        return f"{_OPEN}{len(self.values) - 1}{_CLOSE}"

    def parts(self, text: str) -> Iterator[Value]:
        """The parts of a text with marks: plain ones, and what the marks stand for."""
        at = 0
        for found in HOLE.finditer(text):
            yield from filter(None, (text[at : found.start()],))
            yield self.values[int(found[1])]
            at = found.end()
        yield from filter(None, (text[at:],))


def joined(parts: list[Value]) -> Value:
    """Parts of a text as one value: plain text where all are."""
    found: list[Value] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    if not found:
        return ""
    return found[0] if len(found) == 1 else Template(tuple(found))


def inner(value: Value, change: Callable[[Value], Value]) -> Value:
    """A symbolic value with everything directly in it changed."""
    if isinstance(value, Conditional):
        return Conditional(value.condition, change(value.then), change(value.otherwise))
    if isinstance(value, Call):
        return Call(value.function, tuple(map(change, value.arguments)))
    return value


def interpolations(text: str) -> Iterator[tuple[int, int]]:
    """Where the expressions in a text begin and end: what stands between `${` (or `%{`) and its brace."""
    at = 0
    while (start := _next(text, at)) >= 0:
        end = _end(text, start + 2)
        yield start + 2, end
        at = end + 1


def _next(text: str, at: int) -> int:
    """The next `${` or `%{` that is no escape."""
    while True:
        found = min((place for sign in "$%" if (place := text.find(sign + "{", at)) >= 0), default=-1)
        if found < 0 or text[found - 1 : found] != text[found] or found == 0:
            return found
        at = found + 2


def _end(text: str, at: int) -> int:
    """The brace that ends an expression; the end of the text where there is none."""
    inside: list[int] = [0]  # what it stands in: expressions with so many open braces, and quoted texts
    while at < len(text):
        sign = text[at]
        if inside[-1] == _QUOTED:
            if sign == "\\":
                at += 1
            elif sign == '"':
                inside.pop()
            elif text.startswith(("${", "%{"), at) and text[at - 1] != sign:
                inside.append(0)
                at += 1
        elif sign == '"':
            inside.append(_QUOTED)
        elif sign == "{":
            inside[-1] += 1
        elif sign == "}" and inside[-1]:
            inside[-1] -= 1
        elif sign == "}":
            inside.pop()
            if not inside:
                return at
        at += 1
    return len(text)
