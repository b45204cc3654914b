"""What is called and constructed, by what it is."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import binding, errors, javascript_library, python_library
from scaffold.readers.functions.code.calling import unknown
from scaffold.readers.functions.code.classes import bound, method_of
from scaffold.readers.functions.code.evaluating import EXPRESSIONS
from scaffold.readers.functions.code.machine import Machine, Parts
from scaffold.readers.functions.code.methods import call_method
from scaffold.readers.functions.code.models import base_of, construct_model
from scaffold.readers.functions.code.sdk_javascript import call_sdk, construct_sdk
from scaffold.readers.functions.code.statements import STATEMENTS
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    ClassValue,
    Closure,
    Method,
    Native,
    Obj,
    Scope,
    Seq,
    Symbol,
    Value,
    made,
)


def call(
    machine: Machine,
    function: Value,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
    this: Value = UNDEFINED,
) -> Value:
    """Call something."""

    if isinstance(function, Closure):
        return binding.call(machine, function, given, named, node, scope, this)
    if isinstance(function, Bound):
        if machine.language == "python":
            return call(machine, function.function, [function.receiver, *given], named, node, scope)
        return call(machine, function.function, given, named, node, scope, this=function.receiver)
    if isinstance(function, ClassValue):
        return _instantiate(machine, function, given, named, node, scope)
    if isinstance(function, Native):
        return function.call(given, named)
    if isinstance(function, Method):
        return call_method(machine, function, given, named, node, scope)
    if isinstance(function, Symbol):
        return call_symbol(machine, function.name, given, named, node, scope)
    if function is None or function is UNDEFINED or isinstance(function, str | int | float | Seq):
        raise machine.fail("TypeError", node, scope)
    if isinstance(function, Obj) and isinstance(function.cls, ClassValue):
        found = method_of(function.cls, "__call__")
        if found is not None:
            return call(machine, bound(found[0], function, found[1]), given, named, node, scope)
    return unknown(machine, "", [function, *given], named, node, scope)


def _instantiate(
    machine: Machine, cls: ClassValue, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:

    if base_of(cls):
        return construct_model(machine, cls, given, named, node, scope)
    return binding.construct(machine, cls, given, named, node, scope)


def construct(
    machine: Machine, cls: Value, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """`new Class(...)`."""

    if isinstance(cls, ClassValue):
        return binding.construct(machine, cls, given, named, node, scope)
    if isinstance(cls, Symbol):
        work = javascript_library.CONSTRUCTORS.get(cls.name)
        if work is not None:
            return work(machine, given, named, node, scope)
        found = construct_sdk(machine, cls.name, given, node, scope)
        if found is not None:
            return found
        if errors.is_error_name(cls.name):
            return _new_error(cls.name, given)
        return unknown(machine, cls.name, given, named, node, scope)
    if isinstance(cls, Closure):
        instance = Obj()
        binding.call(machine, cls, given, named, node, scope, this=instance)
        return instance
    return unknown(machine, "", [cls, *given], named, node, scope)


def _new_error(name: str, given: list[Value]) -> Obj:
    error = errors.new_error(name, *given)
    error.entries |= {"message": given[0] if given else "", "name": name}
    return error


def call_symbol(
    machine: Machine, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """Call something of a library or of the language."""

    if name.startswith("super."):
        return _super_call(scope, name, given)
    if machine.language == "python":
        work = python_library.FUNCTIONS.get(name) or python_library.FUNCTIONS.get(python_library.alias(name))
        if work is not None:
            return work(machine, given, named, node, scope)
        if errors.is_error_name(name):
            return errors.new_error(name, *given)
    else:
        work = javascript_library.FUNCTIONS.get(name)
        if work is not None:
            return work(machine, given, named, node, scope)
        found = call_sdk(machine, name, given, node, scope)
        if found is not None:
            return found
        if errors.is_error_name(name):
            return _new_error(name, given)
    return unknown(machine, name, given, named, node, scope)


def _super_call(scope: Scope, name: str, given: list[Value]) -> Value:
    this = next((value for key, value in scope.names.items() if key in ("self", "this")), scope.this)
    if name in ("super.__init__", "super.constructor") and isinstance(this, Obj) and given:
        this.entries.setdefault("args", Seq(list(given)))
        this.entries.setdefault("message", given[0])
    return made()


#: What every machine is made of.
PARTS = Parts(STATEMENTS, EXPRESSIONS, call, construct, binding.hoist)
