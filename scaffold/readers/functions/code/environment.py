"""Reads of environment variables."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code.facts import Read
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import UNDEFINED, Scope, Sym, Value


def read_variable(
    machine: Machine,
    name: Value,
    node: Any,
    scope: Scope,
    *,
    required: bool = False,
    default: Value = None,
    has_default: bool = False,
) -> Value:
    """The value of a variable; `required` where it is an error if it is not set."""
    position = scope.unit.position(node.at)
    known = isinstance(name, str)
    found = Read(name if known else "*", position, machine.at_import, required and known, default)
    if has_default:
        found.tested = True
    machine.facts.read(found)
    if known and machine.world is not None:
        return _set(machine, name, node, scope, default, required=required)
    return Sym("env", (found.name,), parts=(default,) if has_default else ())


def _set(machine: Machine, name: str, node: Any, scope: Scope, default: Value, *, required: bool) -> Value:
    """The value of a variable in a world that is known."""
    value = machine.world.variable(name) if machine.world is not None else UNDEFINED
    if value is not UNDEFINED:
        return value
    if required:
        raise machine.fail("KeyError", node, scope)
    return default if machine.language == "python" else UNDEFINED


def copied(machine: Machine, node: Any, scope: Scope) -> None:
    """All of the environment is taken."""
    machine.facts.read(Read("*", scope.unit.position(node.at), machine.at_import, required=False))
