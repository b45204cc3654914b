"""Expressions for tests of programs in JavaScript and TypeScript: `await orders.output('arn')`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.emit.deployed_expressions import JSON, Expressions, Speech, UnspeakableError, split_lines
from scaffold.emit.deployed_names import JAVASCRIPT_NAMES
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Fill, Lines, Node, Style, Text, place
from scaffold.emit.literals import (
    IDENTIFIER,
    JAVASCRIPT_STYLE,
    JavaScript,
    javascript_key,
    javascript_string,
    javascript_template_text,
)
from scaffold.model.values import Reference

#: Characters of an argument for which prettier does not break a call.
_SHORT_ARGUMENT = 20


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


class _JavaScriptExpressions(Expressions, JavaScript):
    """How a value is spelled in JavaScript."""

    helpers: Mapping[str, str] = {
        JSON: "json",
        "secret": "secret",
        "asset.file": "fileAsset",
        "asset.text": "textAsset",
        "asset.remote": "remoteAsset",
        "archive.file": "fileArchive",
        "archive.remote": "remoteArchive",
        "archive.assets": "assetArchive",
    }
    sdk: Mapping[str, str] = {"pulumi.output": "pulumi.output", "pulumi.secret": "pulumi.secret"}
    encode = "JSON.stringify"

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

    def nothing(self) -> Node:
        return Atom("undefined")

    def reference(self, value: Reference) -> Node:
        """An output; prettier breaks its call only where it has more than one short argument."""
        text = _reference(value)
        if len(value.path) < 2 and len(text) - text.find("(") - 2 <= _SHORT_ARGUMENT:
            return Text(text)
        return Call(f"await {value.address}.output", [Text(_step(step)) for step in value.path])

    def lines(self, parts: Sequence[Any]) -> Node:
        """A template string; where its text has several lines and is long, one string a line."""
        lines = split_lines(parts)
        flat = _template_string(parts)
        if len(lines) == 1 or lines[1:] == [[]]:
            return Atom(flat)
        pieces = [_line(line) + "," for line in lines]
        return Lines(flat, pieces, "[", "].join('\\n')")


#: JavaScript and TypeScript, with Jest, Vitest and Mocha.
JAVASCRIPT = Speech(
    _JavaScriptExpressions,
    JAVASCRIPT_STYLE,
    JAVASCRIPT_NAMES,
    texts="textsUnder",
    outputs=("Output<", "pulumi.Output<"),
)


def _reference(value: Reference) -> str:
    if not IDENTIFIER.match(value.address):
        raise UnspeakableError(f"{value.address!r} is no resource of this deployment")
    if not value.path:
        return f"await {value.address}.urn()"
    return f"await {value.address}.output({', '.join(map(_step, value.path))})"


def _step(step: str | int) -> str:
    return javascript_string(step) if isinstance(step, str) else str(step)


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
        raise UnspeakableError(f"{type(part).__name__} has no spelling in a text")
    return f"${{{_reference(part)}}}"
