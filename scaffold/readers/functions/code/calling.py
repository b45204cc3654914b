"""Calls in function code."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import binding, errors, modules
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    ClassValue,
    Closure,
    Method,
    Module,
    Native,
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
        return construct(machine, function, given, named, node, scope)
    return call(machine, function, given, named, node, scope)


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
    from scaffold.readers.functions.code.methods import call_method

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
    if function is None or function is UNDEFINED:
        raise machine.fail("TypeError", node, scope)
    if isinstance(function, Obj) and isinstance(function.cls, ClassValue):
        found = binding.method_of(function.cls, "__call__")
        if found is not None:
            return call(machine, binding.bound(found[0], function, found[1]), given, named, node, scope)
    return unknown(machine, "", [function, *given], named, node, scope)


def _instantiate(
    machine: Machine, cls: ClassValue, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    from scaffold.readers.functions.code.models import base_of, construct_model

    if base_of(cls):
        return construct_model(machine, cls, given, named, node, scope)
    return binding.construct(machine, cls, given, named, node, scope)


def construct(
    machine: Machine, cls: Value, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """`new Class(...)`."""
    from scaffold.readers.functions.code.javascript_library import CONSTRUCTORS
    from scaffold.readers.functions.code.sdk_javascript import construct_sdk

    if isinstance(cls, ClassValue):
        return binding.construct(machine, cls, given, named, node, scope)
    if isinstance(cls, Symbol):
        work = CONSTRUCTORS.get(cls.name)
        if work is not None:
            return work(machine, given, named, node, scope)
        found = construct_sdk(machine, cls.name, given, node, scope)
        if found is not None:
            return found
        if errors.is_error_name(cls.name):
            return errors.new_error(cls.name, *given, message=given[0] if given else "", name=cls.name)
        return unknown(machine, cls.name, given, named, node, scope)
    if isinstance(cls, Closure):
        instance = Obj()
        binding.call(machine, cls, given, named, node, scope, this=instance)
        return instance
    return unknown(machine, "", [cls, *given], named, node, scope)


def call_symbol(
    machine: Machine, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """Call something of a library or of the language."""
    from scaffold.readers.functions.code import javascript_library, python_library
    from scaffold.readers.functions.code.sdk_javascript import call_sdk

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
            return errors.new_error(name, *given, message=given[0] if given else "", name=name)
    return unknown(machine, name, given, named, node, scope)


def _super_call(scope: Scope, name: str, given: list[Value]) -> Value:
    this = next((value for key, value in scope.names.items() if key in ("self", "this")), scope.this)
    if name in ("super.__init__", "super.constructor") and isinstance(this, Obj) and given:
        this.entries.setdefault("args", Seq(list(given)))
        this.entries.setdefault("message", given[0])
    return made()


def unknown(machine: Machine, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """What is not known gives something; functions that it is given are taken to be called."""
    harmless = name.startswith(_HARMLESS)
    if not harmless:
        risky(machine, node, scope)
    every = [*given, *named.values()]
    functions = [each for each in every if isinstance(each, Closure | Bound)]
    for each in functions:
        closure = each.function if isinstance(each, Bound) else each
        if isinstance(closure, Closure):
            machine.registered[id(closure.node)] = each
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


def risky(machine: Machine, node: Any, scope: Scope) -> None:
    """Something is done that may fail without our knowing."""
    if machine.at_import:
        return
    machine.facts.way.unsure = machine.facts.way.unsure or not machine.caught
    machine.facts.exposed = machine.facts.exposed or not machine.caught


def callback(machine: Machine, function: Value, given: list[Value], node: Any, scope: Scope) -> Value:
    """Call a function that was handed over; with fewer arguments than it takes, the others are not known."""
    closure = function.function if isinstance(function, Bound) else function
    if isinstance(closure, Closure):
        wanted = len(closure.node.parameters) - (isinstance(function, Bound) and machine.language == "python")
        if closure.node.lexical or machine.language == "python":
            given = given[:wanted] if not any(each.kind == "rest" for each in closure.node.parameters) else given
        given = [*given, *(made() for _ in range(max(0, wanted - len(given))))]
    result = call(machine, function, given, {}, node, scope)
    if isinstance(result, Rejected) and machine.language == "python":
        raise result.error
    return result


def settled(machine: Machine, value: Value) -> Value:
    """What awaiting a value gives. Raises `Raised` for a promise that was rejected."""
    if isinstance(value, Rejected):
        error = value.error
        raise error if isinstance(error, Raised) else Raised(error)
    return value
