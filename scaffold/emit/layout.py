"""Laying out nested literals as a formatter would: on one line where it fits, else one item a line.

A literal is lowered to a small tree of nodes; every node knows its text on one line (`flat`, `None` where that is
longer than any line), so laying out takes time in proportion to the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """A formatter's settings: `hug` keeps the last argument of a call on its line, as prettier does."""

    width: int
    indent: int
    hug: bool


class Node:
    """A piece of code. `flat` is its text on one line, or `None`."""

    __slots__ = ("flat",)

    flat: str | None

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write the node over several lines; `indent` is where its lines begin."""
        raise NotImplementedError


class Atom(Node):
    """Text that cannot be broken."""

    __slots__ = ()

    def __init__(self, text: str) -> None:
        self.flat: str = text


class Text(Atom):
    """A string literal, which prettier moves to a line of its own."""

    __slots__ = ()


class Brackets(Node):
    """A list or a dictionary. `pad` stands inside the brackets on one line; `loose` never fits on one line."""

    __slots__ = ("close", "items", "open")

    def __init__(self, start: str, items: Sequence[Node], end: str, pad: str = "", loose: bool = False) -> None:
        self.open, self.items, self.close = start, items, end
        self.flat = None if loose else _join(start + pad, items, pad + end)

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write one item a line."""
        inner = indent + style.indent
        margin = "\n" + " " * inner
        out.append(self.open)
        for item in self.items:
            out.append(margin)
            place(item, out, style, inner, inner, 1)
            out.append(",")
        out.append("\n" + " " * indent + self.close)


class Fill(Brackets):
    """A list of numbers, which prettier puts as many on a line as fit."""

    __slots__ = ()

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Fill the lines between the brackets."""
        inner = indent + style.indent
        margin = "\n" + " " * inner
        out.append(self.open)
        column = style.width
        for item in self.items:
            text = f"{item.flat},"
            if column + 1 + len(text) > style.width:
                out.append(margin)
                column = inner
            else:
                out.append(" ")
                column += 1
            out.append(text)
            column += len(text)
        out.append("\n" + " " * indent + self.close)


class Entry(Node):
    """A key with its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Node) -> None:
        self.key, self.value = key, value
        self.flat = None if value.flat is None else f"{key}: {value.flat}"

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write the value after the key, or below it where that is how a long string is shown."""
        if style.hug and isinstance(self.value, Text) and len(self.key) >= style.indent + 3:
            out.append(f"{self.key}:\n{' ' * (indent + style.indent)}{self.value.flat}")
            return
        out.append(f"{self.key}: ")
        place(self.value, out, style, indent, indent + len(self.key) + 2, 1)


class Prefixed(Node):
    """Code with something in front of it, on its first line."""

    __slots__ = ("prefix", "value")

    prefix: str
    value: Node

    def __init__(self, prefix: str, value: Node) -> None:
        if isinstance(value, Prefixed):
            prefix, value = prefix + value.prefix, value.value
        self.prefix, self.value = prefix, value
        self.flat = None if value.flat is None else prefix + value.flat

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write the code behind its prefix."""
        out.append(self.prefix)
        place(self.value, out, style, indent, indent + len(self.prefix), 1)


class Call(Node):
    """A function call."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str, arguments: Sequence[Node]) -> None:
        self.name, self.arguments = name, arguments
        self.flat = _join(f"{name}(", arguments, ")")

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write the last argument open on the call's line, or the arguments on lines below."""
        out.append(f"{self.name}(")
        if style.hug and self._hug(out, style, indent):
            return
        inner = indent + style.indent
        margin = "\n" + " " * inner
        flat = _join("", self.arguments, "")
        if not style.hug and flat is not None and inner + len(flat) <= style.width and len(self.arguments) > 1:
            out.append(f"{margin}{flat}\n{' ' * indent})")
            return
        for argument in self.arguments:
            out.append(margin)
            place(argument, out, style, inner, inner, 1)
            out.append(",")
        out.append("\n" + " " * indent + ")")

    def _hug(self, out: list[str], style: Style, indent: int) -> bool:
        if not self.arguments or not isinstance(self.arguments[-1], Brackets) or not self.arguments[-1].items:
            return False
        last, others = self.arguments[-1], self.arguments[:-1]
        head = _join("", others, ", ") if others else ""
        same = bool(others) and isinstance(others[-1], Brackets) and others[-1].open == last.open
        if head is None or same or indent + len(self.name) + len(head) + 2 > style.width:
            return False
        out.append(head)
        last.expand(out, style, indent)
        out.append(")")
        return True


class Lines(Node):
    """A text of several lines: one literal a line, joined by the language's means (`before` and `after` them)."""

    __slots__ = ("after", "before", "pieces")

    def __init__(self, flat: str, pieces: Sequence[str], before: str, after: str) -> None:
        self.flat: str = flat
        self.pieces, self.before, self.after = pieces, before, after

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write one line of the text a line."""
        margin = "\n" + " " * (indent + style.indent)
        out.append(self.before)
        for piece in self.pieces:
            out.append(margin)
            out.append(piece)
        out.append(f"\n{' ' * indent}{self.after}")


def place(node: Node, out: list[str], style: Style, indent: int, column: int, tail: int) -> None:
    """Write `node` at `column`, on one line if `tail` more characters fit after it."""
    flat = node.flat
    if flat is not None and (column + len(flat) + tail <= style.width or isinstance(node, Atom)):
        out.append(flat)
    else:
        node.expand(out, style, indent)


_LONGEST = 120


def _join(start: str, items: Sequence[Node], end: str) -> str | None:
    texts: list[str] = []
    length = 0
    for item in items:
        if item.flat is None:
            return None
        length += len(item.flat) + 2
        if length > _LONGEST:
            return None
        texts.append(item.flat)
    return f"{start}{', '.join(texts)}{end}" if texts else f"{start.rstrip()}{end.lstrip()}"
