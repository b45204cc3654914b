"""A component that a project's source files offer."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.readers.programs import ir
from scaffold.readers.programs.ir_statements import Module


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
