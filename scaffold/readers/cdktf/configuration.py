"""The blocks of a synthesised stack as the Terraform reader's own: parsed in memory, each where its construct is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffold.diagnostics import Diagnostic
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value
from scaffold.readers.cdktf.blocks import Block, StackSynthesis
from scaffold.readers.cdktf.holes import HOLE, Holes, interpolations
from scaffold.readers.terraform.ast import BlockNode, Body, Choice, Expr, Traversal
from scaffold.readers.terraform.evaluate import evaluate
from scaffold.readers.terraform.expressions import parse_template
from scaffold.readers.terraform.folder import Folder
from scaffold.readers.terraform.json_syntax import LABELS, JsonReader
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.tokens import ExpressionError

#: What expressions call a value that the configuration holds as it is: no name of Terraform's is like it.
_GIVEN: Final = "given__"
#: Kinds of blocks with labels of their own, and how many of them a `Block` tells apart.
_TERRAFORM: Final = "terraform"


class SynthesisedModule(ModuleInstance):
    """A root module that is made of blocks in memory; `given` are the values in it that no JSON can hold."""

    given: tuple[Value, ...] = ()

    def _resolve(self, root: str, steps: tuple[str | int, ...]) -> Value:
        if root != _GIVEN or not steps:
            return super()._resolve(root, steps)
        return self._evaluated(self.given[int(str(steps[0]).removeprefix("v"))])

    def _evaluated(self, value: Value) -> Value:
        """A value whose texts are templates as in JSON."""
        if isinstance(value, str):
            return self._text(value) if "${" in value or "%{" in value else value
        if isinstance(value, Conditional):
            return Conditional(value.condition, self._evaluated(value.then), self._evaluated(value.otherwise))
        if isinstance(value, Call):
            return Call(value.function, tuple(map(self._evaluated, value.arguments)))
        if isinstance(value, Template):
            return Template(tuple(map(self._evaluated, value.parts)))
        if isinstance(value, tuple):
            return tuple(map(self._evaluated, value))
        if isinstance(value, Mapping):
            return {key: self._evaluated(item) for key, item in value.items()}
        return value

    def _text(self, text: str) -> Value:
        try:
            found = evaluate(parse_template(text), self.environment)
        except (ExpressionError, EvaluationError) as error:
            return Unknown(str(error), text)
        return found


@dataclass(frozen=True, slots=True)
class _Hole:
    """A value that is not known, by its number."""

    number: int


class _Reader(JsonReader):
    """Reads what stands in JSON, with values in it that no JSON can hold; everything is where the construct is."""

    def __init__(self, block: Block, holes: Holes, diagnostics: list[Diagnostic]) -> None:
        super().__init__("", block.position.file, diagnostics)
        self.holes = holes

    def line_of(self, key: str, after: int = 1) -> int:
        """Where everything is."""
        del key
        return after

    def expression(self, value: Any, bare: bool, line: int) -> Expr:
        """The expression that a value is."""
        if isinstance(value, _Hole):
            return Traversal(_GIVEN, (f"v{value.number}",))
        if isinstance(value, Conditional):
            then, otherwise = (self.expression(self.plain(arm), bare, line) for arm in (value.then, value.otherwise))
            return Choice(self.expression(self._hole(value.condition), bare, line), then, otherwise)
        return super().expression(value, bare, line)

    def _hole(self, value: Value) -> _Hole:
        self.holes.values.append(value)
        return _Hole(len(self.holes.values) - 1)

    def plain(self, value: Value) -> Any:
        """A value as JSON has it, with holes."""
        if isinstance(value, str | Template):
            return _with_names(self.holes.text(value))
        if isinstance(value, Mapping):
            return {key: self.plain(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return [self.plain(item) for item in value]
        if isinstance(value, Conditional):
            return value
        return self._hole(value) if isinstance(value, Reference | Call | Unknown) else value


def _with_names(text: str) -> str:
    """A text with what expressions call its holes in their place."""
    if not HOLE.search(text):
        return text
    found: list[str] = []
    at = 0
    for start, end in interpolations(text):
        found.append(HOLE.sub(rf"${{{_GIVEN}.v\1}}", text[at:start]))
        found.append(_inside(text[start:end]))
        at = end
    found.append(HOLE.sub(rf"${{{_GIVEN}.v\1}}", text[at:]))
    return "".join(found)


def _inside(expression: str) -> str:
    """The same for an expression: in quoted texts a hole is an expression of its own."""
    quoted = False
    found: list[str] = []
    at = 0
    while at < len(expression):
        hole = HOLE.match(expression, at)
        if hole is not None:
            name = f"{_GIVEN}.v{hole[1]}"
            found.append(f"${{{name}}}" if quoted else name)
            at = hole.end()
            continue
        sign = expression[at]
        if quoted and sign == "\\":
            found.append(expression[at : at + 2])
            at += 2
            continue
        quoted = quoted != (sign == '"')
        found.append(sign)
        at += 1
    return "".join(found)


def configuration(
    stack: StackSynthesis, path: str, change: Callable[[Value], Value]
) -> tuple[Folder, tuple[Value, ...]]:
    """The blocks of a stack as a folder of configuration, each changed, and the values in them that are not plain."""
    diagnostics: list[Diagnostic] = []
    holes = Holes()
    changed = (replace(block, body=change(block.body)) for block in stack.blocks)
    blocks = [node for block in changed for node in _nodes(block, holes, diagnostics)]
    return Folder(path, (), tuple(blocks), tuple(diagnostics)), tuple(holes.values)


def _settings(block: Block, body: Any) -> dict[str, Any]:
    """What stands in the `terraform` block."""
    if block.type.startswith("backend."):
        return {"backend": {block.key: body}}
    if block.type == "required_providers":
        known = (
            {name: value for name, value in body.items() if isinstance(value, str)} if isinstance(body, dict) else body
        )
        return {block.type: {block.key: known}}
    return {block.type: body}


def _nodes(block: Block, holes: Holes, diagnostics: list[Diagnostic]) -> Iterator[BlockNode]:
    reader = _Reader(block, holes, diagnostics)
    line = block.position.line
    body = reader.plain(block.body)
    if block.kind == _TERRAFORM:
        yield from reader.blocks(_TERRAFORM, 0, (), _settings(block, body), line)
    elif block.kind == "locals":
        yield from reader.blocks("locals", 0, (), {block.key: body}, line)
    elif block.kind in LABELS:
        labels = tuple(filter(None, (block.type, block.key)))[: LABELS[block.kind]]
        if block.kind == "provider":
            labels = (block.type,)
        for item in body if isinstance(body, list) else [body]:
            yield from reader.blocks(block.kind, 0, labels, item, line)
    else:
        yield BlockNode(block.kind, (), Body({}), block.position.file, line)
