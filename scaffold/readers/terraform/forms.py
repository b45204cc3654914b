"""The forms of a configuration as written (`scaffold.model.source`), from its syntax tree.

The same forms are rebuilt at run time by the support code of the generated suites, from other parsers; the rules that
all three follow are in `templates/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import NoneType

from scaffold.model.position import Position
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, Ref
from scaffold.readers.terraform.ast import (
    Access,
    BlockNode,
    Expr,
    ForDirective,
    FunctionCall,
    IfDirective,
    Literal,
    ObjectNode,
    Parenthesis,
    Splat,
    TemplateNode,
    TemplatePart,
    Traversal,
    TupleNode,
)
from scaffold.readers.terraform.spell import spell, spell_literal


def declare(node: BlockNode) -> Block:
    """A block as written, nested blocks and all."""
    body = node.body
    attributes = {name: form(attribute.expression) for name, attribute in body.attributes.items()}
    nested = tuple(declare(block) for block in body.blocks)
    return Block(node.type, node.labels, attributes, nested, Position(node.file, node.line))


def form(node: Expr) -> Form:
    """The form of an expression."""
    match node:
        case Literal(value):
            return value
        case Traversal():
            return Ref(spell(node))
        case Access() | Splat() if _is_reference(node):
            return Ref(spell(node))
        case FunctionCall(name, arguments, expand) if not expand:
            return Invocation(name, tuple(map(form, arguments)))
        case TupleNode(items):
            return tuple(map(form, items))
        case ObjectNode(pairs):
            return {_key(key): form(value) for key, value in pairs}
        case Parenthesis(inner):
            return form(inner)
        case TemplateNode(parts):
            return _template(parts)
        case _:
            return Expression(spell(node))


def _is_reference(node: Expr) -> bool:
    while isinstance(node, Access | Splat):
        node = node.base
    return isinstance(node, Traversal)


def _key(node: Expr) -> str:
    while isinstance(node, Parenthesis):
        node = node.inner
    if isinstance(node, Literal):
        return node.value if isinstance(node.value, str) else spell(node)
    if isinstance(node, TemplateNode):
        folded = _template(node.parts)
        if isinstance(folded, str):
            return folded
        if len(node.parts) == 1 and isinstance(node.parts[0], Traversal):
            node = node.parts[0]
    return f"({spell(node)})"


def _template(parts: tuple[TemplatePart, ...]) -> Form:
    if len(parts) == 1 and not isinstance(parts[0], str | IfDirective | ForDirective):
        return form(parts[0])
    flat = list(_flatten(parts))
    if any(isinstance(part, IfDirective | ForDirective) for part in parts):
        flat = ["".join(part.split()) if isinstance(part, str) else part for part in flat]
    merged = tuple(_merge(flat))
    if not merged:
        return ""
    return merged[0] if len(merged) == 1 and isinstance(merged[0], str) else Interpolation(merged)


def _flatten(parts: Iterable[TemplatePart]) -> Iterator[Form]:
    """Text, the forms of interpolations, and directives as expressions, in order."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, IfDirective):
            yield Expression(f"%{{ if {spell(part.condition)} }}")
            yield from _flatten(part.then)
            if part.otherwise:
                yield Expression("%{ else }")
                yield from _flatten(part.otherwise)
            yield Expression("%{ endif }")
        elif isinstance(part, ForDirective):
            names = f"{part.key}, {part.value}" if part.key else part.value
            yield Expression(f"%{{ for {names} in {spell(part.collection)} }}")
            yield from _flatten(part.body)
            yield Expression("%{ endfor }")
        else:
            inner = form(part)
            yield spell_literal(inner) if isinstance(inner, bool | int | float | NoneType) else inner


def _merge(parts: Iterable[Form]) -> Iterator[Form]:
    """Neighbouring text joined, empty text left out."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
