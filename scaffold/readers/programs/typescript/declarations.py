"""Lowering declarations: variables, functions, classes, and namespaces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Argument,
    BindName,
    Constant,
    Entries,
    Entry,
    Expression,
    Function,
    Invoke,
    Member,
    Name,
)
from scaffold.readers.programs.ir_statements import Declare, Evaluate, Export, Return, Statement
from scaffold.readers.programs.syntax.lowering import MAX_DEPTH, TOO_DEEP
from scaffold.readers.programs.typescript import types
from scaffold.readers.programs.typescript.enums import enum
from scaffold.readers.programs.typescript.functions import annotation, class_, function
from scaffold.readers.programs.typescript.lowering import Lowering, StatementWork
from scaffold.readers.programs.typescript.statements import nothing

if TYPE_CHECKING:
    from tree_sitter import Node


def _variables(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    kind = node.children[0].type
    documentation = lowering.documentation(node.start_byte)
    for child in node.named_children:
        if child.type != "variable_declarator":
            continue
        name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
        target = lowering.pattern(name) if name is not None else None
        if target is None:
            found.append(lowering.opaque(child, "this cannot be declared"))
            continue
        given = lowering.expression(value) if value is not None else None
        type_ = annotation(lowering, child.child_by_field_name("type"))
        found.append(Declare(child.start_byte, child.end_byte, kind, target, given, type_, documentation))


def _function(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    _named(lowering, node, found, "function", function(lowering, node))


def _class(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    types.class_type(lowering, node)
    _named(lowering, node, found, "class", class_(lowering, node))


def _named(lowering: Lowering, node: Node, found: list[Statement], kind: str, value: Expression) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        found.append(lowering.opaque(node, "a name is missing"))
        return
    target = BindName(name.start_byte, name.end_byte, lowering.slice(name))
    documentation = lowering.documentation(node.start_byte)
    found.append(Declare(node.start_byte, node.end_byte, kind, target, value, None, documentation))


def _interface(lowering: Lowering, node: Node, _found: list[Statement]) -> None:
    types.interface(lowering, node)


def _alias(lowering: Lowering, node: Node, _found: list[Statement]) -> None:
    types.alias(lowering, node)


def _ambient(lowering: Lowering, node: Node, _found: list[Statement]) -> None:
    """`declare ...`: what it says of types counts, and nothing happens when the program runs."""
    lowering.statements(node.named_children)


def _namespace(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`namespace A { ... }`: a variable, and a function that runs once and gives what the namespace exports.

    A namespace that adds to a class, function or namespace of its name changes that.
    """
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None or name.type == "string":
        return
    names = "".join(lowering.slice(name).split()).split(".")
    if len(names) > MAX_DEPTH:
        found.append(lowering.opaque(node, TOO_DEEP))
    else:
        found.extend(_nested(lowering, node, names, body, found))


def _nested(
    lowering: Lowering, node: Node, names: list[str], body: Node, before: Iterable[Statement]
) -> list[Statement]:
    at, end = node.start_byte, node.end_byte
    outer, lowering.namespace = lowering.namespace, f"{lowering.namespace}{names[0]}."
    if names[1:]:
        inner = [*_nested(lowering, node, names[1:], body, ())]
        exported = [names[1]]
    else:
        inner = list(lowering.statements(body.named_children))
        exported = [name.local for one in inner if isinstance(one, Export) and not one.source for name in one.names]
    lowering.namespace = outer
    run = tuple(one for one in inner if not isinstance(one, Export))
    if not run:
        return []
    entries = tuple(Entry(at, at, Constant(at, at, name), Name(at, at, name)) for name in dict.fromkeys(exported))
    parameter = BindName(at, at, names[0])
    result = Return(at, end, Entries(at, end, entries))
    call = Invoke(at, end, Function(at, end, "", (), (*run, result), lexical=True), ())
    if not any(isinstance(one, Declare) and getattr(one.target, "name", "") == names[0] for one in before):
        return [Declare(at, end, "var", parameter, call)]
    merged = Invoke(
        at,
        end,
        Member(at, at, Name(at, at, "Object"), "assign"),
        (Argument(at, at, Name(at, at, names[0])), Argument(at, end, call)),
    )
    return [Evaluate(at, end, merged)]


def _import_alias(lowering: Lowering, node: Node, found: list[Statement]) -> None:
    """`import a = b.c`: another name for something."""
    parts = [child for child in node.named_children if child.type != "comment"]
    if len(parts) != 2:
        return
    at, end = parts[1].start_byte, parts[1].end_byte
    first, *rest = "".join(lowering.slice(parts[1]).split()).split(".")
    value: Expression = Name(at, end, first)
    for name in rest:
        value = Member(at, end, value, name)
    target = BindName(parts[0].start_byte, parts[0].end_byte, lowering.slice(parts[0]))
    found.append(Declare(node.start_byte, node.end_byte, "const", target, value))


DECLARATIONS: dict[str, StatementWork] = {
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), _variables),
    **dict.fromkeys(("function_declaration", "generator_function_declaration"), _function),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration"), _class),
    **dict.fromkeys(("internal_module", "module"), _namespace),
    "function_signature": nothing,
    "interface_declaration": _interface,
    "type_alias_declaration": _alias,
    "ambient_declaration": _ambient,
    "enum_declaration": enum,
    "import_alias": _import_alias,
}
