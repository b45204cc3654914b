"""Lowering text: strings, bytes, formatted strings, and several of them one behind the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Argument, Assign, Constant, Expression, Invoke, Name, TextTemplate
from scaffold.readers.programs.python_source.expressions import field
from scaffold.readers.programs.python_source.literals import braces, lines, unescape, unescape_bytes
from scaffold.readers.programs.python_source.lowering import ExpressionWork, Lowering, parts

if TYPE_CHECKING:
    from tree_sitter import Node

#: The end of a line without a backslash before it.
_OPEN = re.compile(r"(?<!\\)(?:\\\\)*\n")
_PREFIXES = frozenset({"", "r", "u", "b", "f", "br", "rb", "fr", "rf"})


class _Text:
    """Texts and the values between them, as they are read; `texts` are always one more than `values`."""

    __slots__ = ("_lowering", "data", "long", "raw", "sorts", "texts", "values")

    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self.texts: list[str] = [""]
        self.values: list[Expression] = []
        #: What there is of bytes.
        self.data: list[bytes] = []
        self.sorts: set[type] = set()
        self.raw = self.long = False

    def read(self, node: Node) -> None:
        """Read one string. Raises `ValueError` for one that Python refuses."""
        lowering = self._lowering
        children = node.children
        first = children[0].end_byte
        opening = lowering.text[node.start_byte : first]
        prefix = opening.rstrip("'\"").lower()
        # The grammar begins the end of raw text where there are backslashes before it.
        last = node.end_byte - (len(opening) - len(prefix))
        if prefix not in _PREFIXES:
            raise ValueError(f"`{prefix}` is nothing that text begins with")
        self.raw = "r" in prefix
        self.long = len(opening) - len(prefix) > 1
        self.sorts.add(bytes if "b" in prefix else str)
        if "b" in prefix:
            text = self._lines(first, last)
            self.data.append(text.encode("ascii") if self.raw else unescape_bytes(text))
        elif "f" not in prefix:
            text = self._lines(first, last)
            self.texts[-1] += text if self.raw else unescape(text)
        else:
            self._parts(first, last, [child for child in children if child.type == "interpolation"])

    def _parts(self, at: int, end: int, holes: list[Node]) -> None:
        """The parts of a formatted string, or of the format in it, from `at` to `end`."""
        for hole in holes:
            self._add(at, hole.start_byte)
            self._hole(hole)
            at = hole.end_byte
        self._add(at, end)

    def _add(self, at: int, end: int) -> None:
        if at < end:
            text = self._lines(at, end)
            text = braces(text, self.raw)
            self.texts[-1] += text if self.raw else unescape(text)

    def _lines(self, at: int, end: int) -> str:
        """The text between two offsets as Python reads it; in single quotes it has to end with its line, which the
        grammar lets pass. Raises `ValueError` where it does not."""
        text = lines(self._lowering.text[at:end])
        if not self.long and "\n" in text and _OPEN.search(text):
            raise ValueError("this text is never closed")
        return text

    def _hole(self, node: Node) -> None:
        """`{value=!r:format}`."""
        lowering = self._lowering
        at, end = node.start_byte, node.end_byte
        value = field(lowering, node, "expression")
        if isinstance(value, Assign) and value.at == node.named_children[0].start_byte:
            self._aligned(node, value)
            return
        converted = node.child_by_field_name("type_conversion")
        given = node.child_by_field_name("format_specifier")
        conversion = lowering.slice(converted)[1:] if converted is not None else ""
        shown = next((child for child in node.children if child.type == "="), None)
        if shown is not None:
            behind = converted or given
            until = behind.start_byte if behind is not None else end - 1
            self.texts[-1] += lines(lowering.text[at + 1 : until])
            conversion = conversion or ("r" if given is None else "")
        if conversion not in ("", "r", "s", "a"):
            raise ValueError(f"`!{conversion}` is no conversion")
        if conversion or given is not None:
            format_ = self._format(given) if given is not None else Constant(end, end, "")
            value = _formatted(node, value, conversion, format_)
        self.values.append(value)
        self.texts.append("")

    def _aligned(self, node: Node, value: Assign) -> None:
        """`{value:=10}`, which the grammar takes for an assignment."""
        at = value.target.end
        at = self._lowering.text.index(":", at) + 1
        format_ = Constant(at, node.end_byte - 1, self._lowering.text[at : node.end_byte - 1])
        name = Name(value.target.at, value.target.end, getattr(value.target, "name", ""))
        self.values.append(_formatted(node, name, "", format_))
        self.texts.append("")

    def _format(self, node: Node) -> Expression:
        """The format behind a colon, which may hold values itself."""
        inner = _Text(self._lowering)
        inner.raw, inner.long = self.raw, self.long
        holes = [child for child in node.named_children if child.type in ("format_expression", "interpolation")]
        inner._parts(node.start_byte + 1, node.end_byte, holes)
        return inner.result(node.start_byte + 1, node.end_byte)

    def result(self, at: int, end: int) -> Expression:
        """What was read. Raises `ValueError` where bytes and text are mixed."""
        if len(self.sorts) > 1:
            raise ValueError("bytes and text cannot be joined")
        if self.data:
            return Constant(at, end, b"".join(self.data))
        if not self.values:
            return Constant(at, end, self.texts[0])
        return TextTemplate(at, end, tuple(self.texts), tuple(self.values))


def _formatted(node: Node, value: Expression, conversion: str, format_: Expression) -> Expression:
    at, end = node.start_byte, node.end_byte
    what = Constant(at, end, conversion)
    operands = (Argument(value.at, value.end, value), Argument(at, end, what), Argument(at, end, format_))
    return Invoke(at, end, Name(at, end, "%format"), operands)


def _string(lowering: Lowering, node: Node) -> Expression:
    found = _Text(lowering)
    if "t" in lowering.slice(node.children[0]).lower() and node.type == "string":
        return lowering.opaque(node, "this is not supported: a template string")
    try:
        for child in parts(node) if node.type == "concatenated_string" else (node,):
            found.read(child)
        return found.result(node.start_byte, node.end_byte)
    except ValueError as error:
        return lowering.fault(node, str(error))


def documentation(lowering: Lowering, node: Node | None) -> str:
    """The text that a block begins with, in one line; empty without."""
    first = next(iter(parts(node)), None) if node is not None else None
    return text_of(lowering, first) if first is not None else ""


def text_of(lowering: Lowering, statement: Node) -> str:
    """The text that a statement consists of, in one line; empty where it is anything else."""
    if statement.type != "expression_statement" or statement.start_byte in lowering.lost:
        return ""
    inner = parts(statement)
    if len(inner) != 1 or inner[0].type not in ("string", "concatenated_string"):
        return ""
    strings = parts(inner[0]) if inner[0].type == "concatenated_string" else inner
    if any("f" in lowering.slice(one.children[0]).lower() for one in strings):
        return ""
    found = lowering.expression(inner[0])
    value = found.value if isinstance(found, Constant) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


STRINGS: dict[str, ExpressionWork] = {"string": _string, "concatenated_string": _string}
