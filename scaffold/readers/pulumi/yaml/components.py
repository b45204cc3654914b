"""The components that a plugin in YAML offers, and what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.model.values import Reference
from scaffold.readers.deploying.arguments import ARGS
from scaffold.readers.deploying.component import Component, position
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.pulumi.yaml.expressions import NATIVE

_SHAPES: Final = {
    "string": Shape(Kind.STRING),
    "integer": Shape(Kind.NUMBER),
    "int": Shape(Kind.NUMBER),
    "number": Shape(Kind.NUMBER),
    "boolean": Shape(Kind.BOOL),
    "bool": Shape(Kind.BOOL),
    "object": Shape(Kind.OBJECT),
    "array": Shape(Kind.LIST, ANYTHING),
}


def find_components(module: Module) -> Iterator[Component]:
    """The components of a file, in order."""
    for statement in module.body:
        function = statement.value if isinstance(statement, st.Declare) else None
        if isinstance(function, ir.Function):
            parameters = tuple(_parameters(module, function))
            yield Component(
                module,
                function,
                function.name,
                function.name,
                ("name", ARGS),
                parameters,
                position(module, function.at),
                _token(function),
            )


def _calls(function: ir.Function, name: str) -> Iterator[ir.Invoke]:
    """The calls of a native whose value a variable is, at the top of a component."""
    for statement in function.body:
        value = statement.value if isinstance(statement, st.Declare) else None
        called = value.function if isinstance(value, ir.Invoke) else None
        if isinstance(called, ir.Name) and called.name == NATIVE + name and isinstance(value, ir.Invoke):
            yield value


def _token(function: ir.Function) -> str:
    return next((str(_constant(call.arguments[0].value)) for call in _calls(function, "component")), "")


def _parameters(module: Module, function: ir.Function) -> Iterator[Parameter]:
    """The inputs of a component, as the members of its arguments."""
    for call in _calls(function, "input"):
        named = {argument.name: argument.value for argument in call.arguments if argument.name}
        type_ = str(_constant(named.get("type")) or "")
        default = _constant(named.get("default"))
        name = f"{ARGS}.{_constant(call.arguments[1].value)}"
        yield Parameter(
            name=name,
            type=type_,
            required="default" not in named,
            default=default,
            value=Reference(name),
            position=position(module, call.at),
            sensitive=_constant(named.get("secret")) is True,
            shape=_SHAPES.get(type_.lower(), ANYTHING),
        )


def _constant(node: object) -> Any:
    return node.value if isinstance(node, ir.Constant) else None
