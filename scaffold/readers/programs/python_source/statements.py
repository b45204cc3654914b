"""Lowering statements, except declarations, imports and `match`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    Assign,
    BindName,
    BindPlace,
    Delete,
    Expression,
    Index,
    Invoke,
    Items,
    Member,
    Name,
    Sort,
    Unary,
)
from scaffold.readers.programs.ir_statements import (
    Break,
    Continue,
    Declare,
    Evaluate,
    ForEach,
    Handler,
    If,
    Outer,
    Return,
    Statement,
    Throw,
    Try,
    While,
    With,
)
from scaffold.readers.programs.python_source import class_types
from scaffold.readers.programs.python_source.expressions import BINARY, LISTS, element, field, only, tuple_
from scaffold.readers.programs.python_source.functions import annotation, block
from scaffold.readers.programs.python_source.lowering import Lowering, StatementWork, end_of, parts
from scaffold.readers.programs.python_source.patterns import bound

if TYPE_CHECKING:
    from tree_sitter import Node


_CATCHING = ("except_clause", "finally_clause")


def _nothing(_lowering: Lowering, _node: Node, _found: list[Statement]) -> None:
    """`pass`."""


def _evaluate(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    inner = parts(node)
    if not inner:
        return
    first = inner[0]
    if first.type == "assignment":
        _assign(lowering, node, first, found)
        return
    if first.type == "augmented_assignment":
        value = _augmented(lowering, first)
    elif len(inner) > 1 or any(child.type == "," for child in node.children):
        value = tuple_(lowering, node)
    else:
        value = lowering.expression(first)
    found.append(Evaluate(node.start_byte, node.end_byte, value))


def _assign(lowering: Lowering, statement: Node, node: Node, found: list[Statement]) -> None:
    """`a = b = value` assigns to the first target first."""
    at, end = statement.start_byte, statement.end_byte
    targets: list[Node] = []
    last: Node | None = node
    type_ = node.child_by_field_name("type")
    while last is not None and last.type == "assignment":
        if len(targets) and last.child_by_field_name("type") is not None:
            found.append(lowering.fault(node, "only one target can have a type"))
            return
        targets.extend(last.children_by_field_name("left"))
        last = last.child_by_field_name("right")
    if last is not None and last.type == "augmented_assignment":
        found.append(lowering.fault(node, "this is no value"))
        return
    class_types.alias(lowering, node)
    if type_ is not None and targets[0].type == "identifier":
        value = lowering.expression(last) if last is not None else None
        target = bound(lowering, targets[0])
        found.append(Declare(at, end, "var", target, value, annotation(lowering, type_)))
    elif last is not None:
        value = lowering.expression(last)
        for target_node in targets:
            value = Assign(at, end, bound(lowering, target_node), value)
        found.append(Evaluate(at, end, value))


def _augmented(lowering: Lowering, node: Node) -> Expression:
    left, sign = node.child_by_field_name("left"), node.child_by_field_name("operator")
    target = bound(lowering, left or node)
    if sign is None or not isinstance(target, BindName | BindPlace):
        return lowering.fault(node, "this cannot be changed in place")
    value = field(lowering, node, "right")
    return Assign(node.start_byte, node.end_byte, target, value, BINARY[sign.type[:-1]])


def _return(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    value = next(iter(parts(node)), None)
    given = lowering.expression(value) if value is not None else None
    found.append(Return(node.start_byte, node.end_byte, given))


def _raise(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`raise`, with what it is raised from left out."""
    cause = node.child_by_field_name("cause")
    value = next((child for child in parts(node) if cause is None or child.start_byte < cause.start_byte), None)
    if value is not None and value.type == "expression_list":
        found.append(lowering.fault(node, "this `raise` is Python 2"))
        return
    raised = lowering.expression(value) if value is not None else None
    found.append(Throw(node.start_byte, node.end_byte, raised))


def _assert(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    at, end = node.start_byte, node.end_byte
    given = [lowering.expression(child) for child in parts(node)]
    arguments = tuple(Argument(one.at, one.end, one) for one in given[1:2])
    error = Invoke(at, end, Name(at, end, "AssertionError"), arguments)
    failed = Unary(given[0].at, given[0].end, "not", given[0])
    found.append(If(at, end, failed, (Throw(at, end, error),)))


def _delete(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    pending = parts(node)[::-1]
    while pending:
        target = pending.pop()
        if target.type in (*LISTS, "tuple", "list", "parenthesized_expression"):
            pending.extend(parts(target)[::-1])
            continue
        place = lowering.expression(target)
        at, end = target.start_byte, target.end_byte
        if isinstance(place, Name | Member | Index):
            found.append(Evaluate(at, end, Delete(at, end, place)))
        else:
            found.append(lowering.fault(target, "this cannot be deleted"))


def _outer(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    names = tuple(lowering.name(child) for child in parts(node))
    found.append(Outer(node.start_byte, node.end_byte, names, node.type == "global_statement"))


def _break(_lowering: Lowering, node: Node, found: list[Statement]) -> None:
    sort = Break if node.type == "break_statement" else Continue
    found.append(sort(node.start_byte, node.end_byte))


def _otherwise(lowering: Lowering, node: Node) -> tuple[Statement, ...]:
    """The `else` of a loop or `try`."""
    clause = next((child for child in node.children if child.type == "else_clause"), None)
    return block(lowering, clause.child_by_field_name("body")) if clause is not None else ()


def _if(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    arms: list[tuple[int, Expression, tuple[Statement, ...]]] = []
    otherwise: tuple[Statement, ...] = ()
    for arm in (node, *(child for child in node.children if child.type in ("elif_clause", "else_clause"))):
        if arm.type == "else_clause":
            otherwise = block(lowering, arm.child_by_field_name("body"))
        else:
            condition = field(lowering, arm, "condition")
            arms.append((arm.start_byte, condition, block(lowering, arm.child_by_field_name("consequence"))))
    end = end_of(node)
    for at, condition, then in reversed(arms):
        otherwise = (If(at, end, condition, then, otherwise),)
    found.extend(otherwise)


def _while(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    condition = field(lowering, node, "condition")
    body = block(lowering, node.child_by_field_name("body"))
    found.append(While(node.start_byte, end_of(node), condition, body, otherwise=_otherwise(lowering, node)))


def _for(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    left = node.child_by_field_name("left")
    found.append(
        ForEach(
            node.start_byte,
            end_of(node),
            "",
            bound(lowering, left or node),
            field(lowering, node, "right"),
            block(lowering, node.child_by_field_name("body")),
            otherwise=_otherwise(lowering, node),
            asynchronous=node.children[0].type == "async",
        )
    )


def _try(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    handlers: list[Handler] = []
    last: tuple[Statement, ...] = ()
    body = block(lowering, node.child_by_field_name("body"))
    for child in node.children:
        if child.type == "except_clause":
            handlers.append(_handler(lowering, child))
        elif child.type == "finally_clause":
            last = block(lowering, _block_of(child))
    otherwise = _otherwise(lowering, node)
    if not any(child.type in _CATCHING for child in node.children):
        lowering.fault(node.children[0], "this `try` has neither `except` nor `finally`")
    found.append(Try(node.start_byte, end_of(node), body, tuple(handlers), last, otherwise))


def _block_of(clause: Node) -> Node | None:
    return next((child for child in clause.children if child.type == "block"), None)


def _handler(lowering: Lowering, node: Node) -> Handler:
    values = [child for child in node.children_by_field_name("value") if child.is_named]
    alias = node.child_by_field_name("alias")
    if len(values) == 1 and values[0].type == "as_pattern":
        alias = values[0].child_by_field_name("alias")
        values = parts(values[0])[:1]
    types = [lowering.expression(value) for value in values]
    if len(types) == 1 and isinstance(types[0], Items) and types[0].items and types[0].sort is Sort.TUPLE:
        types = list(types[0].items)
    target = bound(lowering, alias) if alias is not None else None
    body = block(lowering, _block_of(node))
    return Handler(node.start_byte, end_of(node), target, body, tuple(types))


def _with(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`with a as b, c as d` is one in the other."""
    clause = next((child for child in node.children if child.type == "with_clause"), node)
    entered: list[tuple[int, Expression, Node | None]] = []
    for item in clause.named_children:
        value = item.child_by_field_name("value") if item.type == "with_item" else None
        if value is not None and value.type == "parenthesized_expression" and parts(value)[0].type == "as_pattern":
            value = parts(value)[0]
        if value is not None and value.type == "as_pattern":
            entered.append((item.start_byte, only(lowering, value), value.child_by_field_name("alias")))
        elif value is not None:
            entered.append((item.start_byte, element(lowering, value), None))
    targets = [bound(lowering, alias) if alias is not None else None for _, _, alias in entered]
    body = block(lowering, node.child_by_field_name("body"))
    asynchronous = node.children[0].type == "async"
    for place in range(len(entered) - 1, -1, -1):
        at, given, _ = entered[place]
        at = at if place else node.start_byte
        body = (With(at, end_of(node), given, targets[place], body, asynchronous),)
    found.extend(body)


def _print(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    found.append(lowering.fault(node, "`print` is a function in Python 3"))


def _exec(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    found.append(lowering.fault(node, "`exec` is a function in Python 3"))


STATEMENTS: dict[str, StatementWork] = {
    "expression_statement": _evaluate,
    "pass_statement": _nothing,
    "return_statement": _return,
    "raise_statement": _raise,
    "assert_statement": _assert,
    "delete_statement": _delete,
    **dict.fromkeys(("global_statement", "nonlocal_statement"), _outer),
    **dict.fromkeys(("break_statement", "continue_statement"), _break),
    "if_statement": _if,
    "while_statement": _while,
    "for_statement": _for,
    "try_statement": _try,
    "with_statement": _with,
    "print_statement": _print,
    "exec_statement": _exec,
}
