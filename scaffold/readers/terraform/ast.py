"""The syntax tree of Terraform's language: expressions, templates, bodies.

Nodes are immutable and know nothing of files, so equal texts share one tree; positions belong to attributes and blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias


class Key(str):
    """A step that is written as a key, `["name"]`, and means what the attribute `.name` means."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, boolean or null."""

    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Traversal:
    """A name and constant steps below it: `var.tags`, `aws_subnet.a[0].id`, a bare `name`. Keys are `Key`."""

    root: str
    steps: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """`base[key]`, or `base.name` where the base is not a plain name (then the key is a literal)."""

    base: Expr
    key: Expr
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Splat:
    """`base[*]` (full) or `base.*`, with the steps that apply to each element."""

    base: Expr
    steps: tuple[Expr, ...]
    full: bool = True


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """`name(arguments)`; with `expand` the last argument ends in `...`."""

    name: str
    arguments: tuple[Expr, ...]
    expand: bool = False


@dataclass(frozen=True, slots=True)
class Parenthesis:
    """An expression in parentheses, kept so that it can be spelled again."""

    inner: Expr


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x` or `-x`."""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """An arithmetic, comparison or logical operation."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? then : otherwise`."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class TupleNode:
    """`[a, b]`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ObjectNode:
    """`{ k = v }`: a key that is a bare name is a `Literal`, any other is the expression it is."""

    items: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True, slots=True)
class ForNode:
    """A `for` expression: a tuple without `result_key`, an object with it, grouped with `...`."""

    key: str
    value: str
    collection: Expr
    result_key: Expr | None
    result: Expr
    condition: Expr | None = None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class TemplateNode:
    """Text with interpolations and directives; literal parts are `str`. A lone `${x}` is kept as one part."""

    parts: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True)
class IfDirective:
    """`%{ if c }...%{ else }...%{ endif }`."""

    condition: Expr
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...] | None


@dataclass(frozen=True, slots=True)
class ForDirective:
    """`%{ for k, v in c }...%{ endfor }`."""

    key: str
    value: str
    collection: Expr
    body: tuple[TemplatePart, ...]


@dataclass(frozen=True, slots=True)
class Invalid:
    """Text that is not an expression; the reader has said so where it stands."""

    text: str


Expr: TypeAlias = (
    Literal
    | Traversal
    | Access
    | Splat
    | FunctionCall
    | Parenthesis
    | Unary
    | Binary
    | Choice
    | TupleNode
    | ObjectNode
    | ForNode
    | TemplateNode
    | Invalid
)
TemplatePart: TypeAlias = "str | Expr | IfDirective | ForDirective"


@dataclass(frozen=True, slots=True)
class AttributeNode:
    """`name = expression`, with the line (from 1) where it starts."""

    name: str
    expression: Expr
    line: int


@dataclass(frozen=True, slots=True)
class BlockNode:
    """A block; `file` is relative to the project, `line` counts from 1. `path` is that of the construct that it was
    synthesised from, where the file says so."""

    type: str
    labels: tuple[str, ...]
    body: Body
    file: str
    line: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The content of a block or file. A repeated attribute keeps its last definition."""

    attributes: Mapping[str, AttributeNode]
    blocks: tuple[BlockNode, ...] = ()

    def nested(self, type_: str) -> Iterator[BlockNode]:
        """The nested blocks of a type, in order."""
        return (block for block in self.blocks if block.type == type_)

    def expression(self, name: str) -> Expr | None:
        """The expression of an attribute, or None where there is no such attribute."""
        attribute = self.attributes.get(name)
        return attribute.expression if attribute else None


def children(node: Expr) -> Iterable[Expr]:
    """The expressions directly inside `node` (those in template directives included)."""
    match node:
        case Access(base, key):
            return (base, key)
        case Splat(base, steps):
            return (base, *steps)
        case FunctionCall(_, items) | TupleNode(items):
            return items
        case Parenthesis(inner) | Unary(_, inner):
            return (inner,)
        case Binary(_, left, right):
            return (left, right)
        case Choice(condition, then, otherwise):
            return (condition, then, otherwise)
        case ObjectNode(pairs):
            return [item for pair in pairs for item in pair]
        case ForNode():
            found = (node.collection, node.result_key, node.result, node.condition)
            return [item for item in found if item is not None]
        case TemplateNode(parts):
            return list(_template_expressions(parts))
        case _:
            return ()


def _template_expressions(parts: Iterable[TemplatePart]) -> Iterator[Expr]:
    for part in parts:
        if isinstance(part, IfDirective):
            yield part.condition
            yield from _template_expressions((*part.then, *(part.otherwise or ())))
        elif isinstance(part, ForDirective):
            yield part.collection
            yield from _template_expressions(part.body)
        elif not isinstance(part, str):
            yield part


def walk(node: Expr) -> Iterator[Expr]:
    """`node` and every expression inside it."""
    yield node
    for child in children(node):
        yield from walk(child)
