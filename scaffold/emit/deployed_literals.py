"""Expressions for tests of programs: literals of JavaScript with outputs of resources in them.

A value is plain data, or symbolic (see `model/deployments.py`). Here the address of a reference is the name of the
constant that holds the resource, given by `deployed_names.py`: `await orders.output('arn')`. Text that is a JSON
document is compared as its document, as the support library shows it. Calls are added to those of the model:
`undefined`, `resource` for one that is exported whole, and those of the SDK for what a component is given.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scaffold.emit.errors import EmitError
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Fill, Lines, Node, Style, Text, place
from scaffold.emit.literals import (
    IDENTIFIER,
    JAVASCRIPT_STYLE,
    JavaScript,
    javascript_key,
    javascript_string,
    javascript_template_text,
    write,
)
from scaffold.model.values import Call as Applied
from scaffold.model.values import Conditional, Reference, Template, Unknown, Value

#: The support library's functions for what is no plain data, by the name of the call.
HELPERS: Mapping[str, str] = {
    "jsonencode": "json",
    "secret": "secret",
    "asset.file": "fileAsset",
    "asset.text": "textAsset",
    "asset.remote": "remoteAsset",
    "archive.file": "fileArchive",
    "archive.remote": "remoteArchive",
    "archive.assets": "assetArchive",
}
#: Calls of Pulumi's SDK, in what a component is given.
SDK_CALLS = frozenset({"pulumi.output", "pulumi.secret"})
_NAMES = frozenset({*HELPERS.values(), "resource"})
#: Characters of an argument for which prettier does not break a call.
_SHORT_ARGUMENT = 20
_DOCUMENT = re.compile(r"[ \t\r\n]*[\[{]")
#: Around the number of a value while the text that it stands in is read as JSON.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


class _Entry(Entry):
    """A key with its value, which begins on a line of its own where its first bracket fits nowhere else."""

    __slots__ = ()

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        if isinstance(self.value, Brackets) and indent + len(self.key) + 3 > style.width:
            inner = indent + style.indent
            out.append(f"{self.key}:\n{' ' * inner}")
            place(self.value, out, style, inner, inner, 1)
        else:
            super().expand(out, style, indent)


class _UnspeakableError(Exception):
    """A value that no test can spell; the message says what it is."""


class _Expressions(JavaScript):
    """How a value is spelled. `documents`: text that is JSON counts as its document."""

    def __init__(self, documents: bool) -> None:
        super().__init__()
        self._documents = documents
        others: dict[type, Callable[[Any], Node]] = {
            Reference: _reference_node,
            Template: self.template,
            Applied: self.applied,
            Conditional: _refuse,
            Unknown: _refuse,
        }
        self._makers.update(others)

    def text(self, value: str) -> Node:
        document = _document(value) if self._documents else None
        if document is not None:
            return Call("json", (self.node(document),))
        return super().text(value)

    def finite_or_infinite(self, value: float) -> str:
        whole = not math.isinf(value) and abs(value) < 1e21 and value == int(value)
        return str(int(value)) if whole else super().finite_or_infinite(value)

    def sequence(self, value: tuple[Any, ...]) -> Node:
        if len(value) > 1 and all(type(item) in (int, float) for item in value):
            return Fill("[", [self.node(item) for item in value], "]")
        return super().sequence(value)

    def mapping(self, value: Mapping[str, Any]) -> Node:
        return Brackets(
            "{", [_Entry(javascript_key(key), self.node(item)) for key, item in value.items()], "}", pad=" "
        )

    def template(self, value: Template) -> Node:
        parts = _joined(value.parts)
        if not parts or (len(parts) == 1 and isinstance(parts[0], str)):
            return self.text("".join(parts))
        if self._documents:
            document = _template_document(parts)
            if document is not None:
                return Call("json", (self.node(document),))
            if _looks_like_a_document(parts):
                return Call("json", (_lines(parts),))
        return _lines(parts)

    def applied(self, value: Applied) -> Node:
        if value.function == "undefined" and not value.arguments:
            return Atom("undefined")
        if value.function in SDK_CALLS:
            return Call(value.function, [self.node(argument) for argument in value.arguments])
        if value.function == "resource":  # in an export, with what finds it
            return Call("resource", [_PLAIN.node(argument) for argument in value.arguments])
        if value.function not in HELPERS or len(value.arguments) != 1:
            raise _UnspeakableError(f"{value.function!r} is nothing that a test applies")
        helper, argument = HELPERS[value.function], value.arguments[0]
        if helper == "json" and not (self._documents and isinstance(argument, (Mapping, tuple))):
            helper = "JSON.stringify"
        inner = _PLAIN if helper.endswith(("Asset", "Archive", "stringify")) else self
        written = Call(helper, (inner.node(argument),))
        # The text of what an output gives may be a document, which shows as one.
        shown = helper == "JSON.stringify" and self._documents and isinstance(argument, Reference)
        return Call("json", (written,)) if shown else written


def _reference_node(value: Reference) -> Node:
    """An output; prettier breaks its call only where it has more than one short argument."""
    text = _reference(value)
    if len(value.path) < 2 and len(text) - text.find("(") - 2 <= _SHORT_ARGUMENT:
        return Text(text)
    return Call(f"await {value.address}.output", [Text(_step(step)) for step in value.path])


def _refuse(value: Any) -> Node:
    raise _UnspeakableError(f"{type(value).__name__} has no spelling")


_EXPECTED = _Expressions(documents=True)
_PLAIN = _Expressions(documents=False)


def expected(value: Value, after: str = "", tail: int = 0) -> str:
    """What a test expects, as a JavaScript expression for an async function. `EmitError` for what has no spelling.

    `after` is the text of the line before it, `tail` the number of characters that follow on its last line.
    """
    return write(_node(value, True), JAVASCRIPT_STYLE, after, tail)


def expected_call(name: str, arguments: Sequence[Value], after: str = "", tail: int = 0) -> str:
    """A call of `name` with what a test expects, laid out to stand behind `after`."""
    return write(Call(name, [_node(argument, True) for argument in arguments]), JAVASCRIPT_STYLE, after, tail)


def given(value: Value, after: str = "", tail: int = 0) -> str:
    """What a program is given: as `expected`, but text that is JSON stays text."""
    return write(_node(value, False), JAVASCRIPT_STYLE, after, tail)


def given_call(name: str, arguments: Sequence[Value], after: str = "", tail: int = 0) -> str:
    """A call of `name` with what a program is given, laid out to stand behind `after`."""
    return write(Call(name, [_node(argument, False) for argument in arguments]), JAVASCRIPT_STYLE, after, tail)


def is_speakable(value: Value) -> bool:
    """Whether a value has a spelling."""
    try:
        _node(value, True)
    except EmitError:
        return False
    return True


def call_names(value: Value, documents: bool = True) -> frozenset[str]:
    """The functions of the support library that the spelling of a value calls. `EmitError` for what has none."""
    return frozenset(name for name in _calls(_node(value, documents)) if name in _NAMES)


def _calls(node: Node) -> Iterator[str]:
    if isinstance(node, Call):
        yield node.name
        for argument in node.arguments:
            yield from _calls(argument)
    elif isinstance(node, Brackets):
        for item in node.items:
            yield from _calls(item)
    elif isinstance(node, Entry):
        yield from _calls(node.value)


def _node(value: Value, documents: bool) -> Node:
    try:
        return (_EXPECTED if documents else _PLAIN).node(value)
    except (_UnspeakableError, TypeError, ValueError) as error:
        raise EmitError(str(error)) from error
    except RecursionError as error:
        raise EmitError("a value is nested too deeply") from error


def _reference(value: Reference) -> str:
    if not IDENTIFIER.match(value.address):
        raise _UnspeakableError(f"{value.address!r} is no resource of this deployment")
    if not value.path:
        return f"await {value.address}.urn()"
    return f"await {value.address}.output({', '.join(map(_step, value.path))})"


def _step(step: str | int) -> str:
    return javascript_string(step) if isinstance(step, str) else str(step)


def _joined(parts: Sequence[Value]) -> list[Any]:
    """The parts of a template, with templates in it opened and neighbouring texts in one."""
    found: list[Any] = []
    for part in parts:
        if isinstance(part, Applied) and part.function == "secret":
            part = part.arguments[0]  # what it is part of is the secret
        for piece in _joined(part.parts) if isinstance(part, Template) else (part,):
            text = _plain(piece)
            if text is None:
                found.append(piece)
            elif found and isinstance(found[-1], str):
                found[-1] += text
            elif text:
                found.append(text)
    return found


def _plain(part: Value) -> str | None:
    """A literal as a template string shows it."""
    if isinstance(part, str):
        return part
    if part is None or isinstance(part, (bool, int, float)):
        return _PLAIN.node(part).flat
    return None


def _lines(parts: Sequence[Any]) -> Node:
    """A template string; where its text has several lines and is long, one string a line."""
    lines: list[list[Any]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *others = part.split("\n")
            lines[-1].extend([first] if first else [])
            lines.extend([other] if other else [] for other in others)
        else:
            lines[-1].append(part)
    flat = _template_string(parts)
    if len(lines) == 1 or lines[1:] == [[]]:
        return Atom(flat)
    pieces = [_line(line) + "," for line in lines]
    return Lines(flat, pieces, "[", "].join('\\n')")


def _line(parts: Sequence[Any]) -> str:
    if all(isinstance(part, str) for part in parts):
        return javascript_string("".join(parts))
    return _template_string(parts)


def _template_string(parts: Sequence[Any]) -> str:
    return f"`{''.join(_in_template(part) for part in parts)}`"


def _in_template(part: Any) -> str:
    if isinstance(part, str):
        return javascript_template_text(part)
    if not isinstance(part, Reference):
        raise _UnspeakableError(f"{type(part).__name__} has no spelling in a text")
    return f"${{{_reference(part)}}}"


def _document(text: str) -> Any:
    """The object or list that a text is as JSON, with tuples for lists; nothing for any other text."""
    if not _DOCUMENT.match(text):
        return None
    try:
        return _frozen(json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _template_document(parts: Sequence[Any]) -> Any:
    """The document that a template is as JSON, where its values all stand in texts of it; else nothing."""
    values: list[Value] = []
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            text += f"{_OPEN}{len(values)}{_CLOSE}"
            values.append(part)
    if text.count(_OPEN) != len(values) or text.count(_CLOSE) != len(values) or "\\ue00" in text.lower():
        return None  # the project's own text has the marks
    document = _document(text)
    return None if document is None or _marked_key(document) else _filled(document, values)


def _marked_key(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_OPEN in key for key in value) or any(map(_marked_key, value.values()))
    return isinstance(value, tuple) and any(map(_marked_key, value))


def _filled(value: Any, values: Sequence[Value]) -> Any:
    """A document with the values in the place of their marks."""
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_filled(item, values) for item in value)
    if not isinstance(value, str) or _OPEN not in value:
        return value
    pieces = _MARKED.split(value)
    parts = [values[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces)]
    return Template(tuple(part for part in parts if part != ""))


def _looks_like_a_document(parts: Sequence[Any]) -> bool:
    """Whether a template is JSON once its values are there, which are not all in texts."""
    return _document("".join(part if isinstance(part, str) else "0" for part in parts)) is not None
