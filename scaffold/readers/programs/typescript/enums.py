"""Lowering enums: an enum is an object, with the way back from number to name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffold.readers.programs.ir import (
    Binary,
    BindName,
    Constant,
    Entries,
    Entry,
    Expression,
    Member,
    Name,
    Spread,
    TextTemplate,
    Unary,
)
from scaffold.readers.programs.ir_statements import Declare, Statement
from scaffold.readers.programs.ir_types import TypeDeclaration, TypeLiteral, TypeName, TypeUnion
from scaffold.readers.programs.syntax.lowering import MAX_DEPTH
from scaffold.readers.programs.typescript.functions import key
from scaffold.readers.programs.typescript.literals import property_name
from scaffold.readers.programs.typescript.lowering import Lowering

if TYPE_CHECKING:
    from tree_sitter import Node

_BITS = 32
_NUMBERS = (int, float)


def enum(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """An enum declaration, and its type: one of the values, where they are known."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    at, end, named = node.start_byte, node.end_byte, lowering.slice(name)
    entries: list[Entry | Spread] = []
    known: dict[str, Any] = {}
    for entry, value in _members(lowering, body, named, known):
        entries.append(entry)
        if isinstance(value, _NUMBERS):
            place = (entry.at, entry.end)
            entries.append(Entry(*place, Constant(*place, property_name(value)), entry.key))
    target = BindName(name.start_byte, name.end_byte, named)
    documentation = lowering.documentation(at)
    found.append(Declare(at, end, "enum", target, Entries(at, end, tuple(entries)), None, documentation))
    literals = tuple([TypeLiteral(at, end, value) for value in known.values()])
    complete = literals and None not in known.values()
    type_ = TypeUnion(at, end, literals) if complete else TypeName(at, end, "number")
    lowering.declare_type(TypeDeclaration(at, end, named, type_, documentation))


def _members(lowering: Lowering, body: Node, enum_name: str, known: dict[str, Any]) -> list[tuple[Entry, Any]]:
    """Each member's entry and its value (`None` where it is not known); `known` gets the values by name."""
    found: list[tuple[Entry, Any]] = []
    following: Any = 0
    for child in body.named_children:
        if child.type == "comment":
            continue
        at, end = child.start_byte, child.end_byte
        assigned = child.type == "enum_assignment"
        name = child.child_by_field_name("name") if assigned else child
        given = child.child_by_field_name("value") if assigned else None
        named = key(lowering, name) if name is not None else Constant(at, end, "")
        if given is not None:
            written = lowering.expression(given)
            value = _fold(written, enum_name, known)
            result: Expression = written if value is None else Constant(given.start_byte, given.end_byte, value)
        else:
            value = following
            result = (
                Constant(at, end, value)
                if value is not None
                else lowering.opaque(child, "the number before it is not known")
            )
        known[str(named.value) if isinstance(named, Constant) else ""] = value
        following = value + 1 if isinstance(value, _NUMBERS) else None
        found.append((Entry(at, end, named, result), value))
    return found


def _fold(value: Expression, enum_name: str, known: dict[str, Any], depth: int = 0) -> Any:
    """The number or text that a member is given, if it can be told here; else `None`."""
    depth += 1
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, Constant):
        return value.value if isinstance(value.value, (int, float, str)) and not isinstance(value.value, bool) else None
    if isinstance(value, Name):
        return known.get(value.name)
    if isinstance(value, Member) and isinstance(value.object, Name) and value.object.name == enum_name:
        return known.get(value.name)
    if isinstance(value, TextTemplate) and value.tag is None:
        parts = [_fold(part, enum_name, known, depth) for part in value.values]
        if all(isinstance(part, (int, str)) for part in parts):
            return value.texts[0] + "".join(f"{part}{text}" for part, text in zip(parts, value.texts[1:], strict=True))
        return None
    if isinstance(value, Unary):
        operand = _fold(value.operand, enum_name, known, depth)
        return _unary(value.operator, operand) if isinstance(operand, _NUMBERS) else None
    if isinstance(value, Binary):
        left = _fold(value.left, enum_name, known, depth)
        right = _fold(value.right, enum_name, known, depth)
        return _binary(value.operator, left, right)
    return None


def _unary(operator: str, operand: float) -> Any:
    if operator == "negate":
        return -operand
    if operator == "plus":
        return operand
    return _signed(~int(operand)) if operator == "invert" else None


def _binary(operator: str, left: Any, right: Any) -> Any:
    if operator == "add" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if not (isinstance(left, int) and isinstance(right, int)):
        return None
    if operator == "add":
        return left + right
    if operator == "subtract":
        return left - right
    if operator == "multiply":
        return left * right
    if operator == "shift-left":
        return _signed(left << (right % _BITS))
    if operator == "shift-right":
        return _signed(left) >> (right % _BITS)
    if operator in ("bit-or", "bit-and", "bit-xor"):
        whole = {"bit-or": left | right, "bit-and": left & right, "bit-xor": left ^ right}
        return _signed(whole[operator])
    return None


def _signed(value: int) -> int:
    """An integer as JavaScript's bit operations see it: 32 bits with a sign."""
    value &= 2**_BITS - 1
    return value - 2**_BITS if value >= 2 ** (_BITS - 1) else value
