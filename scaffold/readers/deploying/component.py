"""A component that a project's source files offer."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.shapes import Shape
from scaffold.model.values import Reference, Value
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import Type


@dataclass(frozen=True, slots=True)
class Component:
    """An exported class of components, or a function that makes one. `export` is the name that its module exports it
    under; for `signature`, `optional` and `arguments` see `Entry`."""

    module: Module
    node: ir.Class | ir.Function
    name: str
    export: str
    signature: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    position: Position
    token: str = ""
    optional: tuple[str, ...] = ()
    arguments: str = ""


def position(module: Module, at: int) -> Position:
    """Where an offset of a module is."""
    before = module.text[:at]
    return Position(module.path, before.count("\n") + 1, at - before.rfind("\n"))


def declared_classes(module: Module) -> dict[str, ir.Class]:
    """The classes that a module declares at its top level, by name."""
    return {
        statement.target.name: statement.value
        for statement in module.body
        if isinstance(statement, st.Declare)
        and isinstance(statement.target, ir.BindName)
        and isinstance(statement.value, ir.Class)
    }


def spelled(node: object) -> str:
    """The dotted name that an expression is; empty for what is none."""
    if isinstance(node, ir.Name):
        return node.name
    if isinstance(node, ir.Member):
        return f"{spelled(node.object)}.{node.name}"
    return ""


def as_parameter(
    module: Module, name: str, declared: Type | None, shape: Shape, at: int, optional: bool, default: Value
) -> Parameter:
    """A parameter as the planner sees it, by its declared type."""
    text = module.text[declared.at : declared.end] if declared is not None else ""
    return Parameter(
        name=name,
        type=" ".join(text.split()),
        required=not optional,
        default=default,
        value=Reference(name),
        position=position(module, at),
        nullable=optional,
        shape=shape,
    )
