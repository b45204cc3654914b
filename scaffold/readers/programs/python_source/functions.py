"""Lowering functions, classes and comprehensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    BindDefault,
    BindName,
    Class,
    Clause,
    Comprehension,
    Expression,
    Function,
    Parameter,
    Pattern,
    Sort,
)
from scaffold.readers.programs.ir_statements import Return, Statement
from scaffold.readers.programs.ir_types import Type
from scaffold.readers.programs.python_source.expressions import arguments, field
from scaffold.readers.programs.python_source.lowering import EXTRAS, ExpressionWork, Lowering, end_of, parts
from scaffold.readers.programs.python_source.patterns import bound
from scaffold.readers.programs.python_source.strings import documentation

if TYPE_CHECKING:
    from tree_sitter import Node

_SORTS = {
    "list_comprehension": Sort.LIST,
    "set_comprehension": Sort.SET,
    "dictionary_comprehension": Sort.MAP,
    "generator_expression": Sort.GENERATOR,
}
_STARS = {"list_splat_pattern": "rest", "dictionary_splat_pattern": "keywords"}


def block(lowering: Lowering, node: Node | None) -> tuple[Statement, ...]:
    """The statements of a block, which has to have some."""
    if node is None:
        return ()
    if not node.named_child_count or not parts(node):
        lowering.fault(node, "a block has to be indented and hold something")
    return lowering.statements(node.named_children)


def annotation(lowering: Lowering, node: Node | None) -> Type | None:
    """The type behind a colon."""
    return lowering.type(node) if node is not None else None


def parameters(lowering: Lowering, node: Node | None) -> tuple[Parameter, ...]:
    """The parameters of a function."""
    found: list[Parameter] = []
    kind = "plain"
    for child in node.named_children if node is not None else ():
        sort = child.type
        if sort in EXTRAS:
            continue
        if sort == "positional_separator":
            found = [Parameter(one.at, one.end, one.target, one.type, kind="positional-only") for one in found]
        elif sort == "keyword_separator":
            kind = "keyword-only"
        else:
            parameter = _parameter(lowering, child, kind)
            kind = "keyword-only" if parameter.kind == "rest" else kind
            found.append(parameter)
    return tuple(found)


def _parameter(lowering: Lowering, node: Node, kind: str) -> Parameter:
    at, end, sort = node.start_byte, node.end_byte, node.type
    named = node.child_by_field_name("name")
    if sort == "typed_parameter":
        named = next(iter(parts(node)), None)
    named = named or node
    kind = _STARS.get(named.type, kind)
    if named.type in _STARS:
        named = next(iter(parts(named)), named)
    target: Pattern
    if named.type in ("identifier", "keyword_identifier"):
        target = BindName(named.start_byte, named.end_byte, lowering.name(named))
    else:
        lowering.fault(named, "this is no parameter of Python 3")
        target = BindName(named.start_byte, named.end_byte, "")
    value = node.child_by_field_name("value")
    if value is not None:
        target = BindDefault(at, end, target, lowering.expression(value))
    type_ = annotation(lowering, node.child_by_field_name("type"))
    return Parameter(at, end, target, type_, kind=kind)


def _body(lowering: Lowering, read: Callable[[], tuple[Statement, ...]]) -> tuple[tuple[Statement, ...], bool]:
    """The body of a function, and whether there is a `yield` in it."""
    lowering.yields.append(False)
    try:
        return read(), lowering.yields[-1]
    finally:
        lowering.yields.pop()


def function(lowering: Lowering, node: Node) -> Function:
    """A function, without its decorators."""
    name, inner = node.child_by_field_name("name"), node.child_by_field_name("body")
    given = parameters(lowering, node.child_by_field_name("parameters"))
    body, generator = _body(lowering, lambda: block(lowering, inner))
    return Function(
        node.start_byte,
        end_of(node),
        lowering.plain_name(name) if name is not None else "",
        given,
        body,
        asynchronous=node.children[0].type == "async",
        generator=generator,
        returns=annotation(lowering, node.child_by_field_name("return_type")),
        documentation=documentation(lowering, inner),
    )


def _lambda(lowering: Lowering, node: Node) -> Expression:
    given = parameters(lowering, node.child_by_field_name("parameters"))

    def read() -> tuple[Statement, ...]:
        value = field(lowering, node, "body")
        return (Return(value.at, value.end, value),)

    body, generator = _body(lowering, read)
    return Function(node.start_byte, node.end_byte, "", given, body, generator=generator)


def class_(lowering: Lowering, node: Node) -> Class:
    """A class, without its decorators."""
    name, inner = node.child_by_field_name("name"), node.child_by_field_name("body")
    named = lowering.plain_name(name) if name is not None else ""
    bases: list[Expression] = []
    keywords: list[Argument] = []
    for argument in arguments(lowering, node.child_by_field_name("superclasses")):
        if argument.name:
            keywords.append(argument)
        else:
            bases.append(argument.value)
    outer, lowering.private = lowering.private, named.lstrip("_")
    try:
        body = block(lowering, inner)
    finally:
        lowering.private = outer
    return Class(
        node.start_byte,
        end_of(node),
        named,
        tuple(bases),
        (),
        documentation=documentation(lowering, inner),
        body=body,
        keywords=tuple(keywords),
    )


def _comprehension(lowering: Lowering, node: Node) -> Expression:
    clauses: list[Clause] = []
    for child in parts(node)[1:]:
        if child.type == "for_in_clause":
            clauses.append(_clause(lowering, child))
        elif clauses:
            last = clauses.pop()
            tested = lowering.expression(next(iter(parts(child)), child))
            conditions = (*last.conditions, tested)
            clauses.append(Clause(last.at, tested.end, last.target, last.iterable, conditions, last.asynchronous))
    sort, made = _SORTS[node.type], node.child_by_field_name("body")
    key = None
    if made is not None and made.type == "pair":
        key = field(lowering, made, "key")
        made = made.child_by_field_name("value")
    element = lowering.expression(made) if made is not None else lowering.opaque(node, "an expression is missing")
    return Comprehension(node.start_byte, node.end_byte, sort, element, tuple(clauses), key)


def _clause(lowering: Lowering, node: Node) -> Clause:
    left, right = node.child_by_field_name("left"), node.children_by_field_name("right")
    found = [child for child in right if child.is_named and child.type not in EXTRAS]
    target, iterable = bound(lowering, left or node), lowering.expression(found[0] if found else node)
    if len(found) > 1:
        lowering.fault(found[1], "this has to be in brackets")
    asynchronous = node.children[0].type == "async"
    return Clause(node.start_byte, node.end_byte, target, iterable, asynchronous=asynchronous)


FUNCTIONS: dict[str, ExpressionWork] = {"lambda": _lambda, **dict.fromkeys(_SORTS, _comprehension)}
