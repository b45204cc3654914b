"""The forms of a configuration as written (`scaffold.model.source`), from its syntax tree.

The same forms are rebuilt at run time by the support code of the generated suites, from other parsers; the rules that
all three follow are in `templates/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scaffold.model.position import Position
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, Ref
from scaffold.readers.terraform.ast import (
    Access,
    BlockNode,
    Choice,
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
from scaffold.readers.terraform.spell import spell


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
    if isinstance(node, Traversal):
        return spell(node)  # a provider, in the map that passes providers to a module
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
    plain = [_as_choice(part) if isinstance(part, IfDirective) else part for part in parts]
    if len(plain) == 1 and not isinstance(plain[0], str | ForDirective):
        return form(plain[0])
    merged = tuple(_merge(_flatten(plain)))
    if not merged:
        return ""
    return merged[0] if len(merged) == 1 and isinstance(merged[0], str) else Interpolation(merged)


def _as_choice(part: IfDirective) -> Choice:
    """`%{ if a }b%{ else }c%{ endif }` says what `${a ? "b" : "c"}` says, and not every parser tells them apart."""
    return Choice(part.condition, _arm(part.then), _arm(part.otherwise or ()))


def _arm(parts: tuple[TemplatePart, ...]) -> Expr:
    plain = tuple(_as_choice(part) if isinstance(part, IfDirective) else part for part in parts)
    if not plain:
        return Literal("")
    return Literal(plain[0]) if len(plain) == 1 and isinstance(plain[0], str) else TemplateNode(plain)


def _flatten(parts: Iterable[str | Expr | ForDirective | IfDirective]) -> Iterator[Form]:
    """Text, the forms of interpolations, and loops as expressions around their bodies, in order."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, IfDirective):
            yield form(_as_text(_as_choice(part)))
        elif isinstance(part, ForDirective):
            names = f"{part.key}, {part.value}" if part.key else part.value
            yield Expression(f"%{{ for {names} in {spell(part.collection)} }}")
            yield from _flatten(part.body)
            yield Expression("%{ endfor }")
        else:
            inner = form(_as_text(part))
            yield from inner.parts if isinstance(inner, Interpolation) else (inner,)


def _as_text(node: Expr) -> Expr:
    """An interpolation with other text around it: what is constant there is text, also in the arms of a choice."""
    if isinstance(node, Literal) and not isinstance(node.value, str):
        return Literal(spell(node))
    if isinstance(node, Choice):
        return Choice(node.condition, _as_text(node.then), _as_text(node.otherwise))
    return node


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
