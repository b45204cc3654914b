"""YAML as `yamlencode` writes it: https://developer.hashicorp.com/terraform/language/functions/yamlencode.

Block style, keys sorted, every string in double quotes (folded at 80 columns) unless it has several lines: then a
literal block where that can hold it.
"""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.declare import bounded_text
from scaffold.readers.terraform.types import to_text

_WIDTH = 80
_STEP = 2
_MAX_SIMPLE_KEY = 128
_ESCAPES = {
    "\0": "\\0",
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


def encode_yaml(value: Value) -> str:
    """A known value as a YAML document, byte for byte as Terraform writes it. Raises `FunctionError`."""
    writer = _Writer()
    writer.node(value, -1, in_mapping=False)
    # A plain scalar alone leaves open where the document ends.
    plain = value is None or isinstance(value, bool | int | float)
    return writer.text() + ("...\n" if plain else "")


class _Writer:
    """Text under construction. `_fresh` says that the line has nothing but white space and indicators so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._column = 0
        self._length = 0
        self._fresh = True

    def text(self) -> str:
        return "".join(self._parts) + ("" if self._column == 0 else "\n")

    def node(self, value: Value, indent: int, in_mapping: bool) -> None:
        """A node behind the indicator before it; `indent` is that of the collection around it, -1 for none."""
        if isinstance(value, Mapping) and value:
            self._mapping(value, 0 if indent < 0 else indent + _STEP)
            return
        if isinstance(value, tuple) and value:
            # Sequences in a mapping stand at the column of their key.
            same = in_mapping and not self._fresh
            self._sequence(value, max(indent, 0) if same or indent < 0 else indent + _STEP)
            return
        self._write("" if self._fresh else " ")
        inner = _STEP if indent < 0 else indent + _STEP
        if isinstance(value, str) and "\n" in value and _fits_literal(value):
            self._literal(value, inner)
        elif isinstance(value, str):
            self._quoted(value, inner)
        else:
            empty = "{}" if isinstance(value, Mapping) else "[]" if isinstance(value, tuple) else None
            self._write(empty or ("null" if value is None else to_text(value)))

    def _sequence(self, items: tuple[Value, ...], indent: int) -> None:
        for item in items:
            self._start_line(indent)
            self._write("- ", fresh=True)
            self.node(item, indent, in_mapping=False)

    def _mapping(self, mapping: Mapping[str, Value], indent: int) -> None:
        for key in sorted(mapping):
            self._start_line(indent)
            if "\n" in key or len(key.encode()) > _MAX_SIMPLE_KEY:
                self._write("? ", fresh=True)
                self.node(key, indent, in_mapping=True)
                self._start_line(indent)
                self._write(": ", fresh=True)
            else:
                self._write(f'"{"".join(map(_escape, key))}":')
            self.node(mapping[key], indent, in_mapping=True)

    def _literal(self, text: str, indent: int) -> None:
        hint = str(_STEP) if text[0] in " \n" else ""
        chomp = "-" if text[-1] != "\n" else "+" if text.endswith("\n\n") or text == "\n" else ""
        self._write(f"|{hint}{chomp}\n")
        for line in text.removesuffix("\n").split("\n"):
            self._write(f"{' ' * indent if line else ''}{line}\n")
        self._column = 0
        self._fresh = True

    def _quoted(self, text: str, indent: int) -> None:
        self._write('"')
        spaced = False
        for index, sign in enumerate(text):
            if sign == " " and not spaced and self._column > _WIDTH and 0 < index < len(text) - 1:
                self._write("\n" + " " * indent)
                self._column = indent
                self._write("\\" if text[index + 1] == " " else "")
            else:
                self._write(_escape(sign))
            spaced = sign == " "
        self._write('"')

    def _start_line(self, indent: int) -> None:
        if not self._fresh or self._column > indent:
            self._write("\n")
            self._column = 0
        self._write(" " * (indent - self._column), fresh=True)

    def _write(self, text: str, fresh: bool = False) -> None:
        self._parts.append(text)
        self._column += len(text)
        self._length += len(text)
        self._fresh = fresh if text else self._fresh
        bounded_text(self._length)


def _fits_literal(text: str) -> bool:
    lines = text.split("\n")
    return all(_printable(sign) for line in lines for sign in line) and not any(line.endswith(" ") for line in lines)


def _printable(sign: str) -> bool:
    return " " <= sign <= "~" or ("\xa0" <= sign <= "\ufffd" and not "\ud800" <= sign <= "\udfff" and sign != "\ufeff")


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if _printable(sign):
        return sign
    code = ord(sign)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
