"""Errors of the code and of the SDK, and which class or code they have."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import errors
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import Obj, Scope, Sym, Symbol, Value


def is_instance(machine: Machine, error: Value, wanted: Value, node: Any, scope: Scope) -> bool:
    """Whether an error is of a class. An error of the SDK is told apart by its code."""
    code = error.entries.get("%code") if isinstance(error, Obj) else None
    if isinstance(wanted, Symbol) and code is not None:
        name = wanted.name
        if name.startswith("sdk-error:"):
            return coded(machine, code, name.removeprefix("sdk-error:"), node, scope)
        if "aws-sdk" in name and errors.is_kind(error, wanted) is None:
            last = name.rpartition(".")[2]
            return last.endswith("ServiceException") or coded(machine, code, last, node, scope)
    found = errors.is_kind(error, wanted)
    return machine.free(error, node, scope, default=True) if found is None else found


def coded(machine: Machine, code: Value, name: str, node: Any, scope: Scope) -> bool:
    """Whether an error of the SDK has this code."""
    if not isinstance(code, Sym):
        return bool(code == name)
    return machine.decide(Test("code", code.subject, name), node, scope, default=False)
