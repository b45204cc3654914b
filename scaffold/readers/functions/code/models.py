"""Classes whose instances are made of data by a library: pydantic's models and settings."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code import members
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.decoding import json_loads
from scaffold.readers.functions.code.environment import read_variable
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import ClassValue, Obj, Scope, Sym, Symbol, Value
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st

_KINDS = {
    "str": "text",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "dict": "object",
    "list": "list",
    "Dict": "object",
    "List": "list",
    "Decimal": "number",
}


def base_of(cls: ClassValue) -> str:
    """`model` or `settings` for a class of pydantic's; empty for others."""
    for base in cls.bases:
        if isinstance(base, Symbol) and base.name.endswith(("BaseModel", "BaseSettings")):
            return "settings" if base.name.endswith("BaseSettings") else "model"
        if isinstance(base, ClassValue) and base_of(base):
            return base_of(base)
    return ""


def construct_model(
    machine: Machine, cls: ClassValue, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """An instance: of settings out of the environment, of a model out of what is known to be in its data."""
    instance = Obj({}, cls=cls, open=True)
    data = named.get("**")
    instance.entries |= {name: value for name, value in named.items() if name != "**"}
    for name, field in _fields(cls):
        if name in instance.entries:
            continue
        if base_of(cls) == "settings":
            inner = Scope({}, None, cls.scope.unit)
            instance.entries[name] = read_variable(
                machine, name.upper(), field, inner, required=field.value is None, has_default=field.value is not None
            )
        elif isinstance(data, Sym):
            instance.entries[name] = _field(machine, data, name, field, node, scope)
    return instance


def _field(machine: Machine, data: Sym, name: str, field: st.Declare, node: Any, scope: Scope) -> Value:
    members.present(machine, data, node, scope)
    found = members.child(machine, data, name, node, scope)
    if not isinstance(found, Sym) or found.kind not in ("event", "call"):
        return found
    optional = field.value is not None and not _is_required(field.value)
    there = machine.decide(Test("has", found.subject), node, scope)
    kind = _KINDS.get(getattr(field.type, "name", ""))
    if there and kind is not None:
        machine.facts.kind(found, kind)
    if not there and not optional:
        raise machine.fail("pydantic.ValidationError", node, scope)
    return found if there else machine.value(field.value, scope)


def _is_required(value: Any) -> bool:
    if isinstance(value, ir.Constant):
        return value.value is Ellipsis
    if isinstance(value, ir.Invoke):
        return not any(each.name in ("default", "default_factory") for each in value.arguments) and (
            not value.arguments or bool(value.arguments[0].name) or _is_required(value.arguments[0].value)
        )
    return False


def parsed_model(machine: Machine, cls: ClassValue, given: list[Value], node: Any, scope: Scope) -> Value:
    """An instance out of JSON."""
    data = json_loads(machine, given, {}, node, scope)
    return construct_model(machine, cls, [], {"**": data} if isinstance(data, Sym) else {}, node, scope)


def _fields(cls: ClassValue) -> list[tuple[str, st.Declare]]:
    found: list[tuple[str, st.Declare]] = []
    for base in cls.bases:
        if isinstance(base, ClassValue):
            found += _fields(base)
    for statement in cls.node.body if cls.node is not None else ():
        if isinstance(statement, st.Declare) and statement.kind == "var" and isinstance(statement.target, ir.BindName):
            found.append((statement.target.name, statement))
    return found
