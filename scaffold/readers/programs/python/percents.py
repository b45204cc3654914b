"""Takes a text with `%` in it apart, as Python reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_KINDS = "diouxXeEfFgGcrsa%"


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a value: `%(name)-10.3f`. `width` and `precision` (with its point) may be a star."""

    name: str | None
    flags: str
    width: str
    precision: str
    kind: str


def percent_parts(template: str, error: Callable[[str, str], Exception]) -> Iterator[str | Place]:
    """The texts and places in order. Raises what `error` gives for a message and the kind of an error."""
    at = 0
    while at < len(template):
        start = template.find("%", at)
        if start < 0:
            yield template[at:]
            return
        if start > at:
            yield template[at:start]
        place, at = _place(template, start + 1, error)
        yield place


def _place(template: str, at: int, error: Callable[[str, str], Exception]) -> tuple[str | Place, int]:
    if template[at : at + 1] == "%":
        return "%", at + 1
    name = None
    if template[at : at + 1] == "(":
        end = _closing(template, at)
        if end < 0:
            raise error("incomplete format key", "ValueError")
        name, at = template[at + 1 : end], end + 1
    flags, at = _run(template, at, "-+ #0")
    width, at = ("*", at + 1) if template[at : at + 1] == "*" else _run(template, at, "0123456789")
    precision = ""
    if template[at : at + 1] == ".":
        digits, at = ("*", at + 2) if template[at + 1 : at + 2] == "*" else _run(template, at + 1, "0123456789")
        precision = "." + digits
    at += template[at : at + 1] in ("h", "l", "L")
    kind = template[at : at + 1]
    if not kind:
        raise error("incomplete format", "ValueError")
    if kind not in _KINDS:
        shown = kind if 31 < ord(kind) < 127 else "?"
        raise error(f"unsupported format character '{shown}' ({ord(kind):#x}) at index {at}", "ValueError")
    return Place(name, flags, width, precision, kind), at + 1


def _run(template: str, at: int, signs: str) -> tuple[str, int]:
    end = at
    while end < len(template) and template[end] in signs:
        end += 1
    return template[at:end], end


def _closing(template: str, at: int) -> int:
    depth = 0
    for place in range(at, len(template)):
        depth += (template[place] == "(") - (template[place] == ")")
        if not depth:
            return place
    return -1
