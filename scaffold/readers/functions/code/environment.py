"""Reads of environment variables."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code.facts import Read
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import Scope, Sym, Value


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
    if known and name in machine.environment:
        return machine.environment[name]
    return Sym("env", (found.name,), parts=(default,) if has_default else ())


def copied(machine: Machine, node: Any, scope: Scope) -> None:
    """All of the environment is taken."""
    machine.facts.read(Read("*", scope.unit.position(node.at), machine.at_import, required=False))
