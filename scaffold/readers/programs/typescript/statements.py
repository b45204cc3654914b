"""Lowering statements, except declarations, imports and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import Expression
from scaffold.readers.programs.ir_statements import (
    Block,
    Break,
    Case,
    Continue,
    Evaluate,
    For,
    ForEach,
    Handler,
    If,
    Labelled,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
    While,
)
from scaffold.readers.programs.typescript.lowering import Lowering, StatementWork

if TYPE_CHECKING:
    from tree_sitter import Node


def _first(node: Node) -> Node | None:
    """The first part that is no comment."""
    return next((child for child in node.named_children if child.type != "comment"), None)


def _expression(lowering: Lowering, node: Node | None, whole: Node) -> Expression:
    return lowering.expression(node) if node is not None else lowering.opaque(whole, "an expression is missing")


def _body(lowering: Lowering, node: Node | None) -> tuple[Statement, ...]:
    """The statements of a block, or the one statement that stands without braces."""
    if node is None:
        return ()
    return lowering.statements(node.named_children if node.type == "statement_block" else (node,))


def _evaluate(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    value = _first(node)
    if value is None:
        return
    if value.type == "internal_module":
        lowering.statement(value, found)
        return
    found.append(Evaluate(node.start_byte, node.end_byte, lowering.expression(value)))


def _block(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    found.append(Block(node.start_byte, node.end_byte, lowering.statements(node.named_children)))


def _return(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    value = _first(node)
    found.append(Return(node.start_byte, node.end_byte, lowering.expression(value) if value is not None else None))


def _throw(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    found.append(Throw(node.start_byte, node.end_byte, _expression(lowering, _first(node), node)))


def _if(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """An `if`; the `else if` below it are taken in a loop."""
    arms: list[tuple[Node, Expression, tuple[Statement, ...]]] = []
    last: Node | None = node
    while last is not None and last.type == "if_statement" and (last is node or not lowering.is_broken(last)):
        condition = _expression(lowering, last.child_by_field_name("condition"), last)
        arms.append((last, condition, _body(lowering, last.child_by_field_name("consequence"))))
        alternative = last.child_by_field_name("alternative")
        last = _first(alternative) if alternative is not None else None
    otherwise = _body(lowering, last)
    for whole, condition, then in reversed(arms):
        otherwise = (If(whole.start_byte, whole.end_byte, condition, then, otherwise),)
    found.extend(otherwise)


def _while(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    condition = _expression(lowering, node.child_by_field_name("condition"), node)
    body = _body(lowering, node.child_by_field_name("body"))
    found.append(While(node.start_byte, node.end_byte, condition, body, first=node.type == "do_statement"))


def _for(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    start, condition = node.child_by_field_name("initializer"), node.child_by_field_name("condition")
    step = node.child_by_field_name("increment")
    first: list[Statement] = []
    if start is not None and start.type in ("lexical_declaration", "variable_declaration", "expression_statement"):
        lowering.statement(start, first)
    elif start is not None and start.type != "empty_statement":
        first.append(Evaluate(start.start_byte, start.end_byte, lowering.expression(start)))
    if condition is not None and condition.type == "expression_statement":
        condition = None if lowering.is_broken(condition) else _first(condition)
    given = condition is not None and condition.is_named and condition.type != "empty_statement"
    found.append(
        For(
            node.start_byte,
            node.end_byte,
            tuple(first),
            lowering.expression(condition) if given and condition is not None else None,
            lowering.expression(step) if step is not None else None,
            _body(lowering, node.child_by_field_name("body")),
        )
    )


def _for_each(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    left, kind = node.child_by_field_name("left"), node.child_by_field_name("kind")
    target = lowering.pattern(left) if left is not None else None
    if target is None:
        found.append(lowering.opaque(node, "a loop over nothing that can be assigned to"))
        return
    operator = node.child_by_field_name("operator")
    found.append(
        ForEach(
            node.start_byte,
            node.end_byte,
            kind.type if kind is not None else "",
            target,
            _expression(lowering, node.child_by_field_name("right"), node),
            _body(lowering, node.child_by_field_name("body")),
            keys=operator is not None and operator.type == "in",
            asynchronous=any(child.type == "await" for child in node.children[:3]),
        )
    )


def _break(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    label = node.child_by_field_name("label")
    sort = Break if node.type == "break_statement" else Continue
    found.append(sort(node.start_byte, node.end_byte, lowering.slice(label) if label is not None else ""))


def _labelled(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    label, body = node.child_by_field_name("label"), node.child_by_field_name("body")
    if label is not None and body is not None:
        found.append(Labelled(node.start_byte, node.end_byte, lowering.slice(label), lowering.single(body)))


def _try(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    caught, last = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
    handlers: list[Handler] = []
    if caught is not None:
        parameter = caught.child_by_field_name("parameter")
        target = lowering.pattern(parameter) if parameter is not None else None
        body = _body(lowering, caught.child_by_field_name("body"))
        handlers.append(Handler(caught.start_byte, caught.end_byte, target, body))
    finally_ = _body(lowering, last.child_by_field_name("body")) if last is not None else ()
    tried = _body(lowering, node.child_by_field_name("body"))
    found.append(Try(node.start_byte, node.end_byte, tried, tuple(handlers), finally_))


def _switch(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    body = node.child_by_field_name("body")
    cases: list[Case] = []
    for child in body.named_children if body is not None else ():
        if child.type not in ("switch_case", "switch_default"):
            continue
        value = child.child_by_field_name("value")
        statements = lowering.statements(child.children_by_field_name("body"))
        tested = lowering.expression(value) if value is not None else None
        cases.append(Case(child.start_byte, child.end_byte, tested, statements))
    subject = _expression(lowering, node.child_by_field_name("value"), node)
    found.append(Switch(node.start_byte, node.end_byte, subject, tuple(cases)))


def nothing(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """What has no effect when the program runs."""


STATEMENTS: dict[str, StatementWork] = {
    **dict.fromkeys(("empty_statement", "debugger_statement", "hash_bang_line", "html_comment", "comment"), nothing),
    **dict.fromkeys(("while_statement", "do_statement"), _while),
    **dict.fromkeys(("break_statement", "continue_statement"), _break),
    "expression_statement": _evaluate,
    "statement_block": _block,
    "return_statement": _return,
    "throw_statement": _throw,
    "if_statement": _if,
    "for_statement": _for,
    "for_in_statement": _for_each,
    "labeled_statement": _labelled,
    "try_statement": _try,
    "switch_statement": _switch,
}
