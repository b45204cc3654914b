"""Files of Terraform's JSON syntax (`.tf.json`), from bytes to the same `Body` as the native syntax.

Rules: https://developer.hashicorp.com/terraform/language/syntax/json. Strings are templates; whether a nested object is
a block or a map cannot be told without a provider's schema, so below a resource only the blocks that belong to the
language itself are blocks, and the rest are attributes; blocks of known types are lists, as in the native syntax. JSON
carries no positions: blocks get the line where their last label first stands as a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.terraform.ast import (
    AttributeNode,
    BlockNode,
    Body,
    Expr,
    ForDirective,
    IfDirective,
    Invalid,
    Literal,
    ObjectNode,
    Parenthesis,
    TemplateNode,
    TupleNode,
)
from scaffold.readers.terraform.expressions import parse_expression, parse_template
from scaffold.readers.terraform.json_blocks import with_blocks
from scaffold.readers.terraform.numbers import NumberError, parse_number
from scaffold.readers.terraform.tokens import MAX_DEPTH, ExpressionError

#: Block types of the language, with the number of their labels.
LABELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "provider": 1,
    "check": 1,
    "locals": 0,
    "terraform": 0,
    "moved": 0,
    "import": 0,
    "removed": 0,
}
#: Newer ones are known by name only: what they do is not read.
BLOCK_TYPES = frozenset({*LABELS, "action", "list"})
_NESTED: dict[str, dict[str, int]] = {
    "resource": {"lifecycle": 0, "connection": 0, "provisioner": 1, "dynamic": 1},
    "data": {"lifecycle": 0, "dynamic": 1},
    "ephemeral": {"lifecycle": 0, "dynamic": 1},
    "variable": {"validation": 0},
    "output": {"precondition": 0},
    "terraform": {"backend": 1, "cloud": 0, "required_providers": 0, "provider_meta": 1},
    "check": {"assert": 0, "data": 2},
    "lifecycle": {"precondition": 0, "postcondition": 0},
    "provisioner": {"connection": 0},
    "dynamic": {"content": 0},
    "removed": {"lifecycle": 0, "provisioner": 1},
}
_NO_EXPRESSIONS = (str, IfDirective, ForDirective)
#: Attributes whose strings are expressions (or names), not templates.
_BARE = {("variable", "type"), ("resource", "provider"), ("data", "provider"), ("moved", "from"), ("moved", "to")}


def parse_json(source: bytes, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The top-level blocks of a JSON file; what is wrong with it goes to `diagnostics`."""
    reader = JsonReader(source.decode(), file, diagnostics)
    return Body({}, tuple(reader.top(_load(source, file, diagnostics))))


def parse_json_attributes(source: bytes, file: str, diagnostics: list[Diagnostic]) -> Body:
    """The attributes of a JSON file that is one object of values (`.tfvars.json`); its strings are no templates."""
    data = _load(source, file, diagnostics)
    reader = JsonReader(source.decode(), file, diagnostics, constants=True)
    if not isinstance(data, dict):
        reader.report("Values of variables are one JSON object", 1)
        return Body({})
    return reader.body("", data, 1)


def _load(source: bytes, file: str, diagnostics: list[Diagnostic]) -> Any:
    try:
        data = json.loads(
            source, object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant
        )
        if b"\\u" in source:
            json.dumps(data, ensure_ascii=False).encode()  # half a character cannot be written to any file
        _check_depth(data)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        summary = f"Not JSON that can be read: {reason}"
        hint = "A JSON parser says more, `jq . FILE` for instance."
        diagnostics.append(Diagnostic(Severity.ERROR, "syntax-error", summary, Position(file, line), hint=hint))
        return {}
    return data


class _Repeated(list[Any]):
    """The values of a key that stands several times in an object: blocks add up."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = _Repeated([*_values(found[key]), *_values(value)]) if key in found else value
    return found


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _number(text: str) -> int | float:
    try:
        return parse_number(text)
    except NumberError as error:
        raise ValueError(str(error)) from error


def _constant(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _check_depth(data: Any) -> None:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [item for part in level if isinstance(part, dict | list) for item in _inner(part)]
        if not level:
            return
    raise ValueError("it is nested too deeply")


def _inner(data: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return data.values() if isinstance(data, dict) else data


def _construct(content: dict[str, Any]) -> str:
    """The path of the construct that a block was synthesised from, as its comment says."""
    comment = content.get("//")
    metadata = comment.get("metadata") if isinstance(comment, dict) else None
    path = metadata.get("path") if isinstance(metadata, dict) else None
    return path if isinstance(path, str) else ""


class JsonReader:
    """Reads what stands in a file of JSON, `text`."""

    def __init__(self, text: str, file: str, diagnostics: list[Diagnostic], constants: bool = False) -> None:
        self.text = text
        self.constants = constants
        self.file = file
        self.diagnostics = diagnostics

    def report(self, summary: str, line: int) -> None:
        """Say what is wrong."""
        position = Position(self.file, line)
        hint = "`terraform validate` says more."
        self.diagnostics.append(Diagnostic(Severity.ERROR, "syntax-error", summary, position, hint=hint))

    def line_of(self, key: str, after: int = 1) -> int:
        """The line on which `key` first stands as a key, not before line `after`."""
        start = 0
        for _ in range(after - 1):
            start = self.text.find("\n", start) + 1
        found = self.text.find(json.dumps(key, ensure_ascii=False), start)
        return self.text.count("\n", 0, found) + 1 if found >= 0 else after

    def top(self, data: Any) -> Iterator[BlockNode]:
        """The blocks of a whole file."""
        for item in data if isinstance(data, list) else [data]:
            if not isinstance(item, dict):
                self.report("A JSON configuration is an object or a list of objects", 1)
                continue
            for kind, content in item.items():
                if kind in LABELS:
                    yield from self.blocks(kind, LABELS[kind], (), content, self.line_of(kind))
                elif kind != "//":
                    yield BlockNode(kind, (), Body({}), self.file, self.line_of(kind))

    def blocks(self, kind: str, labels: int, names: tuple[str, ...], content: Any, line: int) -> Iterator[BlockNode]:
        """The blocks below `content`, which has `labels` levels of labels left."""
        if content is None:
            return
        for item in content if isinstance(content, list) else [content]:
            if not isinstance(item, dict):
                self.report(f"A {kind} block is an object", line)
            elif labels:
                for label, inner in item.items():
                    if label != "//":
                        yield from self.blocks(kind, labels - 1, (*names, label), inner, self.line_of(label, line))
            else:
                content = with_blocks(kind, names[0], item) if names else item
                yield BlockNode(kind, names, self.body(kind, content, line), self.file, line, _construct(item))

    def body(self, kind: str, content: dict[str, Any], line: int) -> Body:
        """What stands in a block."""
        nested = _NESTED.get(kind, {})
        attributes: dict[str, AttributeNode] = {}
        blocks: list[BlockNode] = []
        for name, value in content.items():
            if name == "//":
                continue
            place = self.line_of(name, line)
            if name in nested:
                blocks.extend(self.blocks(name, nested[name], (), value, place))
            else:
                if isinstance(value, _Repeated):
                    self.report(f"{name!r} is set twice", place)
                    value = value[-1]
                bare = (kind, name) in _BARE or name in ("depends_on", "ignore_changes", "providers")
                attributes[name] = AttributeNode(name, self.expression(value, bare, place), place)
        return Body(attributes, tuple(blocks))

    def expression(self, value: Any, bare: bool, line: int) -> Expr:
        """The expression that a value is; with `bare` texts are names."""
        if isinstance(value, dict):
            items = [(key, item) for key, item in value.items() if key != "//" or self.constants]
            return ObjectNode(tuple((self.key(key, line), self.expression(item, bare, line)) for key, item in items))
        if isinstance(value, list):
            return TupleNode(tuple(self.expression(item, bare, line) for item in value))
        if isinstance(value, str):
            return self.bare(value, line) if bare else self.template(value, line)
        return Literal(value)

    def key(self, text: str, line: int) -> Expr:
        """The key of an object."""
        node = self.template(text, line)
        return node if isinstance(node, Literal) else Parenthesis(node)

    def bare(self, text: str, line: int) -> Expr:
        """A name or type constraint that JSON puts into a string."""
        if text.startswith("${"):
            return self.template(text, line)
        try:
            return parse_expression(text)
        except ExpressionError:
            return Literal(text)

    def template(self, text: str, line: int) -> Expr:
        """The template that a text is."""
        try:
            node = Literal(text) if self.constants else parse_template(text)
        except ExpressionError as error:
            self.report(f"Not a template: {error.reason}", line)
            return Invalid(text)
        if isinstance(node, TemplateNode) and len(node.parts) == 1 and not isinstance(node.parts[0], _NO_EXPRESSIONS):
            return node.parts[0]
        return node
