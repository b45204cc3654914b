"""Calls in function code."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import binding, modules
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    ClassValue,
    Closure,
    Module,
    Obj,
    Rejected,
    Scope,
    Seq,
    Symbol,
    Value,
    made,
)
from scaffold.readers.programs import ir

#: Functions of these do not fail, whatever they are given.
_HARMLESS = (
    *("logging.", "warnings.", "json.", "time.", "datetime.", "math.", "uuid.", "hashlib.", "random.", "decimal."),
    *("collections.", "itertools.", "traceback.", "string.", "secrets.", "functools.", "contextlib.", "typing."),
    *("builtins.", "boto3.dynamodb.", "zoneinfo.", "calendar.", "enum.", "urllib.parse.quote", "os.path.", "pathlib."),
    *("console.", "Math.", "Number.", "String.", "Object.", "Array.", "Date.", "Intl.", "crypto.random", "BigInt"),
    *("Date", "createHash", "crypto.createHash", "crypto.createCipher", "crypto.createDecipher", "sys.", "email."),
    *(
        "botocore.config.",
        "base64.",
        "html.",
        "textwrap.",
        "copy.",
        "operator.",
        "dataclasses.",
        "url.",
        "querystring.",
    ),
    *("uuid.v", "process.", "Error.", "Symbol", "performance.", "encodeURIComponent", "aws_lambda_powertools.Logger"),
    *("aws_lambda_powertools.Tracer", "aws_lambda_powertools.Metrics", "@aws-lambda-powertools/", "structlog."),
)


def invoke(machine: Machine, node: ir.Invoke, scope: Scope) -> Value:
    """The value of a call."""
    if isinstance(node.function, ir.Name):
        special = _special(machine, node, node.function.name, scope)
        if special is not None:
            return special[0]
    function = machine.value(node.function, scope)
    if node.optional and (function is None or function is UNDEFINED):
        return UNDEFINED
    given, named = arguments(machine, node, scope)
    if node.new:
        return machine.construct(function, given, named, node, scope)
    return machine.call(function, given, named, node, scope)


def _special(machine: Machine, node: ir.Invoke, name: str, scope: Scope) -> tuple[Value] | None:
    if name == "super" and machine.language != "python":
        given, named = arguments(machine, node, scope)
        _construct_base(machine, scope, given, named, node)
        return (UNDEFINED,)
    if name == "super":
        return (Symbol("super"),)
    if name == "require" and machine.language != "python" and len(node.arguments) == 1:
        source = machine.value(node.arguments[0].value, scope)
        if not isinstance(source, str):
            return (made(source),)
        found = modules.require(machine, source, scope.unit, node.at)
        return (machine.exported(found, "*") if isinstance(found, Module) else found,)
    return None


def _construct_base(machine: Machine, scope: Scope, given: list[Value], named: dict[str, Value], node: Any) -> None:
    this = scope.this
    home = scope.home
    if not isinstance(this, Obj) or home is None:
        return
    base = next((base for base in home.bases if isinstance(base, ClassValue)), None)
    if base is not None:
        binding.initialise(machine, this, base, given, named, node, scope)
    else:
        this.entries["message"] = given[0] if given else ""


def arguments(machine: Machine, node: ir.Invoke, scope: Scope) -> tuple[list[Value], dict[str, Value]]:
    """The positional and the named arguments of a call; what is spread as `**` and not known is named `**`."""
    given: list[Value] = []
    named: dict[str, Value] = {}
    for argument in node.arguments:
        spread = isinstance(argument.value, ir.Spread)
        value = machine.value(argument.value.value if isinstance(argument.value, ir.Spread) else argument.value, scope)
        if spread and argument.name == "**":
            if isinstance(value, Obj):
                named |= {str(key): each for key, each in value.entries.items()}
                named |= {"**": value.rest[-1]} if value.rest else {}
            else:
                named["**"] = value
        elif spread:
            given += value.items if isinstance(value, Seq) else [made(value)]
        elif argument.name:
            named[argument.name] = value
        else:
            given.append(value)
    return given, named


def unknown(machine: Machine, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """What is not known gives something; functions that it is given are taken to be called."""
    harmless = name.startswith(_HARMLESS)
    if not harmless:
        risky(machine, node, scope)
    every = [*given, *named.values()]
    functions = [each for each in every if isinstance(each, Closure | Bound)]
    register(machine, functions)
    if machine.at_import or (len(every) == 1 and functions and machine.language == "python"):
        if functions and functions[0] in given:
            return functions[0]
        if len(every) == 1 and isinstance(every[0], ClassValue):
            return every[0]
        return made(*every, method="plain" if harmless else "")
    result: Value = None
    for function in functions:
        result = callback(machine, function, [], node, scope)
    if functions and result is not None:
        return result
    return made(*every, method="plain" if harmless else "")


def register(machine: Machine, functions: list[Value]) -> None:
    """Take note of functions that a library is given: it may call them."""
    for each in functions:
        closure = each.function if isinstance(each, Bound) else each
        if isinstance(closure, Closure):
            machine.registered[id(closure.node)] = each


def risky(machine: Machine, node: Any, scope: Scope) -> None:
    """Something is done that may fail without our knowing."""
    if machine.at_import:
        return
    machine.facts.way.unsure = True
    machine.facts.exposed = machine.facts.exposed or not machine.caught


def callback(machine: Machine, function: Value, given: list[Value], node: Any, scope: Scope) -> Value:
    """Call a function that was handed over; with fewer arguments than it takes, the others are not known."""
    closure = function.function if isinstance(function, Bound) else function
    if isinstance(closure, Closure):
        wanted = len(closure.node.parameters) - (isinstance(function, Bound) and machine.language == "python")
        if closure.node.lexical or machine.language == "python":
            given = given[:wanted] if not any(each.kind == "rest" for each in closure.node.parameters) else given
        given = [*given, *(made() for _ in range(max(0, wanted - len(given))))]
    result = machine.call(function, given, {}, node, scope)
    if isinstance(result, Rejected) and machine.language == "python":
        raise result.error
    return result


def settled(machine: Machine, value: Value) -> Value:
    """What awaiting a value gives. Raises `Raised` for a promise that was rejected."""
    if isinstance(value, Rejected):
        error = value.error
        raise error if isinstance(error, Raised) else Raised(error)
    return value
