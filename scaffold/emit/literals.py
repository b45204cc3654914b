"""Literals of a target language, written safely: whatever a project's text holds, it stays inside its quotes.

Control, format and surrogate characters are always escaped, so that what a reviewer sees is what is there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from scaffold.emit.layout import Atom, Brackets, Call, Entry, Lines, Node, Prefixed, Style, Text, place
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref

PYTHON_STYLE = Style(width=88, indent=4, hug=False)
JAVASCRIPT_STYLE = Style(width=80, indent=2, hug=True)

_STRANGE = re.compile(r"[^\x20-\x7e]")
#: What can stand as a member's name in JavaScript; a variable must be no reserved word besides.
IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def python_string(text: str) -> str:
    """`text` as a Python string literal on one line."""
    return _quote(text, '"', "'", _python_escape)


def python_text_inside(text: str) -> str:
    """`text` as it stands between the double quotes of a string, on one line."""
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    return body if body.isascii() and body.isprintable() else _STRANGE.sub(_python_escape, body)


def javascript_string(text: str) -> str:
    """`text` as a JavaScript string literal on one line."""
    return _quote(text, "'", '"', _javascript_escape)


def javascript_template_text(text: str) -> str:
    """`text` as it stands between the backticks of a template string, on one line."""
    body = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return body if body.isascii() and body.isprintable() else _STRANGE.sub(_javascript_escape, body)


def _quote(text: str, usual: str, other: str, escape: Callable[[re.Match[str]], str]) -> str:
    quote = other if text.count(usual) > text.count(other) else usual
    body = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    if not (body.isascii() and body.isprintable()):
        body = _STRANGE.sub(escape, body)
    return f"{quote}{body}{quote}"


def _python_escape(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable():
        return character
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _javascript_escape(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable():
        return character
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + ((code - 0x10000) & 0x3FF):04x}"


def _digits(value: float) -> str:
    return repr(value).replace("e+", "e")


def _lines(text: str) -> list[str]:
    """The lines of `text`, each with its line feed (and only a line feed ends a line)."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


class Language:
    """How a form is lowered to nodes: shared by both languages, which differ in spelling only."""

    def __init__(self) -> None:
        self._makers: dict[type, Callable[[Any], Node]] = {
            str: self.text,
            Ref: lambda form: Call("ref", (self.short_text(form.text),)),
            Interpolation: lambda form: Call("template", tuple(map(self.node, form.parts))),
            Invocation: lambda form: Call("call", (self.short_text(form.function), *map(self.node, form.arguments))),
            Expression: lambda form: Call("expression", (self.text(form.text),)),
            bool: self.boolean,
            type(None): lambda _: Atom(self.null),
            int: lambda value: Atom(str(value)),
            float: self.number,
            tuple: self.sequence,
            list: self.sequence,
            dict: self.mapping,
        }

    null = true = false = ""

    def node(self, form: Any) -> Node:
        """The node of a form. `TypeError` for what is no form."""
        maker = self._makers.get(type(form))
        if maker is not None:
            return maker(form)
        if isinstance(form, Mapping):
            return self.mapping(form)
        if isinstance(form, tuple):
            return self.sequence(form)
        raise TypeError(f"{type(form).__name__} is no literal")

    def text(self, value: str) -> Node:
        """A text, perhaps over several lines."""
        raise NotImplementedError

    def short_text(self, value: str) -> Node:
        """A text on one line."""
        return Text(self.quote(value))

    def boolean(self, value: bool) -> Node:
        """A truth value."""
        return Atom(self.true if value else self.false)

    def number(self, value: float) -> Node:
        """A number. `TypeError` for what is none."""
        if math.isnan(value):
            raise TypeError("not a number has no literal")
        return Atom(self.finite_or_infinite(value))

    def quote(self, value: str) -> str:
        """A string literal."""
        raise NotImplementedError

    def finite_or_infinite(self, value: float) -> str:
        """A number that is one."""
        raise NotImplementedError

    def sequence(self, value: tuple[Any, ...]) -> Node:
        """A list."""
        raise NotImplementedError

    def mapping(self, value: Mapping[str, Any]) -> Node:
        """An object or dictionary."""
        raise NotImplementedError


class Python(Language):
    """How a form is spelled in Python."""

    null, true, false = "None", "True", "False"

    def text(self, value: str) -> Node:
        """A string literal, or one for each line in brackets."""
        flat = python_string(value)
        if "\n" in value[:-1]:
            return Lines(flat, [python_string(line) for line in _lines(value)], "(", ")")
        return Text(flat)

    def quote(self, value: str) -> str:
        """A string literal."""
        return python_string(value)

    def finite_or_infinite(self, value: float) -> str:
        """A number that is one."""
        return ("-" if value < 0 else "") + "1e999" if math.isinf(value) else _digits(value)

    def sequence(self, value: tuple[Any, ...]) -> Node:
        """A list."""
        return Brackets("[", [self.node(item) for item in value], "]")

    def mapping(self, value: Mapping[str, Any]) -> Node:
        """A dictionary."""
        return Brackets("{", [Entry(python_string(key), self.node(item)) for key, item in value.items()], "}")


class JavaScript(Language):
    """How a form is spelled in JavaScript."""

    null, true, false = "null", "true", "false"

    def text(self, value: str) -> Node:
        """A string literal, or a list of lines that are joined."""
        flat = javascript_string(value)
        if "\n" in value[:-1]:
            pieces = [javascript_string(line) + "," for line in value.split("\n")]
            return Lines(flat, pieces, "[", "].join('\\n')")
        return Text(flat)

    def quote(self, value: str) -> str:
        """A string literal."""
        return javascript_string(value)

    def finite_or_infinite(self, value: float) -> str:
        """A number that is one."""
        if math.isinf(value):
            return "-Infinity" if value < 0 else "Infinity"
        return _digits(value) if value else "0"

    def sequence(self, value: tuple[Any, ...]) -> Node:
        """An array."""
        items = [self.node(item) for item in value]
        return Brackets("[", items, "]", loose=_is_matrix(items))

    def mapping(self, value: Mapping[str, Any]) -> Node:
        """An object."""
        entries = [Entry(javascript_key(key), self.node(item)) for key, item in value.items()]
        return Brackets("{", entries, "}", pad=" ")


def _is_matrix(items: list[Node]) -> bool:
    """Whether prettier never keeps a list on one line: several lists or objects, each with several items."""
    if len(items) < 2 or not isinstance(items[0], Brackets):
        return False
    start = items[0].open
    return all(isinstance(item, Brackets) and item.open == start and len(item.items) > 1 for item in items)


def javascript_key(key: str) -> str:
    """A key of an object, quoted only where it must be."""
    if key == "__proto__":
        return "['__proto__']"  # as a plain key it would set the object's prototype
    return key if IDENTIFIER.match(key) else javascript_string(key)


_PYTHON = Python()
_JAVASCRIPT = JavaScript()


def python(form: Form, after: str = "", tail: int = 0) -> str:
    """A form as a Python expression.

    `after` is the text of the line before it (its leading spaces are where broken lines begin), `tail` the number of
    characters that follow on its last line.
    """
    return write(_PYTHON.node(form), PYTHON_STYLE, after, tail)


def python_call(name: str, arguments: list[Form], after: str = "", **named: Form) -> str:
    """A call of `name` with literal arguments, laid out to stand behind `after`."""
    nodes = [_PYTHON.node(argument) for argument in arguments]
    nodes.extend(Prefixed(f"{key}=", _PYTHON.node(value)) for key, value in named.items())
    return write(Call(name, nodes), PYTHON_STYLE, after, 0)


def javascript(form: Form, after: str = "", tail: int = 0) -> str:
    """A form as a JavaScript expression; see `python`."""
    return write(_JAVASCRIPT.node(form), JAVASCRIPT_STYLE, after, tail)


def javascript_call(name: str, arguments: list[Form], after: str = "", tail: int = 0) -> str:
    """A call of `name` with literal arguments, laid out to stand behind `after`."""
    call = Call(name, [_JAVASCRIPT.node(argument) for argument in arguments])
    return write(call, JAVASCRIPT_STYLE, after, tail)


def javascript_member(name: str) -> str:
    """Access to a member by its name: `.name`, or `['odd name']`."""
    return f".{name}" if IDENTIFIER.match(name) else f"[{javascript_string(name)}]"


def write(node: Node, style: Style, after: str, tail: int) -> str:
    """A node laid out to stand behind `after`, with `tail` characters following."""
    line = after.rpartition("\n")[2]
    out: list[str] = []
    place(node, out, style, len(line) - len(line.lstrip(" ")), len(line), tail)
    return "".join(out)
