"""Methods of values: of texts, lists and dictionaries, of what is not known, and of the SDK's objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import (
    javascript_methods,
    patterns,
    python_methods,
    sdk_javascript,
    sdk_python,
    unknown_methods,
)
from scaffold.readers.functions.code.calling import callback, unknown
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.models import base_of, construct_model, parsed_model
from scaffold.readers.functions.code.truth import Question
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    ClassValue,
    Closure,
    Coded,
    Method,
    Obj,
    Pattern,
    Rejected,
    Scope,
    SdkClient,
    SdkObject,
    Seq,
    Sym,
    Value,
    made,
)


def call_method(
    machine: Machine, method: Method, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """Call a method of a value that is no object of the code."""
    receiver, name = method.receiver, method.name
    python = machine.language == "python"
    if name in ("then", "catch", "finally") and not python:
        return _promised(machine, receiver, name, given, node, scope)
    if isinstance(receiver, SdkClient):
        if python:
            return sdk_python.client_method(machine, receiver, name, given, named, node, scope)
        return sdk_javascript.client_method(machine, receiver, name, given, node, scope)
    if isinstance(receiver, SdkObject):
        if python:
            return sdk_python.object_method(machine, receiver, name, given, named, node, scope)
        return sdk_javascript.object_method(machine, receiver, name, given, node, scope)
    if isinstance(receiver, Coded):
        return receiver if name in ("encode", "decode", "strip", "trim", "toString") else made(*given, method="text")
    if isinstance(receiver, Pattern):
        return patterns.pattern_method(machine, receiver, name, given, node, scope)
    if isinstance(receiver, Rejected):
        return receiver if name == "promise" else unknown(machine, name, [*given], named, node, scope)
    if name == "promise":
        return receiver
    if isinstance(receiver, Question):
        return unknown(machine, name, [made(receiver.value), *given], named, node, scope)
    if isinstance(receiver, Closure | Bound):
        return _of_function(machine, receiver, name, given, named, node, scope)
    return _of_value(machine, method, given, named, node, scope)


def _of_value(
    machine: Machine, method: Method, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    receiver, name = method.receiver, method.name
    python = machine.language == "python"
    if isinstance(receiver, Sym):
        found = unknown_methods.call(machine, receiver, name, given, named, node, scope)
    elif isinstance(receiver, ClassValue):
        found = _of_class(machine, receiver, name, given, named, node, scope)
    else:
        table = _tables(python, receiver)
        work = table.get(name)
        found = work(machine, receiver, given, named, node, scope) if work is not None else None
        if (work is None and isinstance(receiver, str | bytes | int | float)) or work is None:
            found = unknown(machine, name, [receiver, *given], named, node, scope)
    return found


def _tables(python: bool, receiver: Value) -> dict[str, Callable[..., Value]]:
    if isinstance(receiver, str | bytes):
        return python_methods.TEXTS if python else javascript_methods.TEXTS
    if isinstance(receiver, Seq):
        return python_methods.LISTS if python else javascript_methods.LISTS
    if isinstance(receiver, Obj):
        return python_methods.DICTS if python else javascript_methods.OBJECTS
    return {} if python else javascript_methods.NUMBERS


def _of_class(
    machine: Machine,
    receiver: ClassValue,
    name: str,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    if base_of(receiver) and name in ("parse_obj", "model_validate"):
        data = given[0] if given else None
        return construct_model(machine, receiver, [], {"**": data} if isinstance(data, Sym) else {}, node, scope)
    if base_of(receiver) and name in ("parse_raw", "model_validate_json"):
        return parsed_model(machine, receiver, given, node, scope)
    return unknown(machine, name, given, named, node, scope)


def _of_function(
    machine: Machine, function: Value, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    if name == "bind":
        return function
    if name == "call":
        return machine.call(function, given[1:], named, node, scope, this=given[0] if given else UNDEFINED)
    if name == "apply":
        rest = given[1].items if len(given) > 1 and isinstance(given[1], Seq) else []
        return machine.call(function, rest, named, node, scope, this=given[0] if given else UNDEFINED)
    return function  # what wraps a handler gives itself: `middy(handler).use(...)`


def _promised(machine: Machine, value: Value, name: str, given: list[Value], node: Any, scope: Scope) -> Value:
    """`then`, `catch` and `finally`: an error becomes a promise that is rejected."""
    work: Value = None
    try:
        if name == "finally":
            callback(machine, given[0], [], node, scope) if given else None
            return value
        if isinstance(value, Rejected):
            work = given[0] if name == "catch" and given else (given[1] if name == "then" and len(given) > 1 else None)
            if work is None:
                return value
            error = value.error.error if isinstance(value.error, Raised) else value.error
            machine.facts.way.caught = True
            return callback(machine, work, [error], node, scope)
        if name == "then" and given:
            return callback(machine, given[0], [value], node, scope)
    except Raised as raised:
        return Rejected(raised)
    return value
