"""Texts that are taken apart: JSON, base64, the attribute values of tables."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from scaffold.readers.functions.code import members
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.modules import plain
from scaffold.readers.functions.code.truth import Question
from scaffold.readers.functions.code.values import UNDEFINED, Coded, Obj, Scope, Seq, Sym, Value, made


def json_loads(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """`json.loads`, `JSON.parse`: of a text that is not known, a choice whether it is JSON."""
    value = given[0] if given else None
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        if "parse_float" in named:
            machine.decimals = True
        return _taken_apart(machine, value, "(json)", _json_error(machine), node, scope)
    if isinstance(value, Coded) and value.how == "json":
        return value.value
    if isinstance(value, str | bytes):
        try:
            return plain(json.loads(value, parse_float=_decimal if "parse_float" in named else None))
        except (ValueError, RecursionError):
            raise machine.fail(_json_error(machine), node, scope) from None
    if value is None or value is UNDEFINED:
        raise machine.fail("TypeError" if machine.language == "python" else "SyntaxError", node, scope)
    if isinstance(value, Obj | Seq | int | float) and machine.language == "python":
        raise machine.fail("TypeError", node, scope)
    if isinstance(value, int | float):
        return value
    if isinstance(value, Obj) and value.cls is None:
        raise machine.fail("SyntaxError", node, scope)
    return made(value)


def _decimal(_text: str) -> Value:
    return made(method="decimal")


def _json_error(machine: Machine) -> str:
    return "json.JSONDecodeError" if machine.language == "python" else "SyntaxError"


def _taken_apart(machine: Machine, value: Sym, step: str, error: str, node: Any, scope: Scope) -> Value:
    found = Sym(value.kind, (*value.path, step))
    machine.touched(found, node, scope)
    if not machine.decide(Test("has", found.subject), node, scope):
        raise machine.fail(error, node, scope)
    return found


def json_dumps(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    """A JSON text; that of a plain value is a text too, whatever it says."""
    value = given[0] if given else None
    if isinstance(value, Question):
        value = value.value
    if isinstance(value, str | int | float | bool) or value is None:
        return json.dumps(value)
    return made(value, method="text")


def base64_decode(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """The text behind base64. Python refuses what is none only where it is asked to, but for its padding."""
    value = given[0] if given else None
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        if machine.language == "python" and "validate" in named:
            return _taken_apart(machine, value, "(base64)", "binascii.Error", node, scope)
        found = Sym(value.kind, (*value.path, "(base64)"))
        machine.touched(found, node, scope)
        machine.state.assume(Test("has", found.subject), True)
        return found
    if isinstance(value, Coded) and value.how == "base64":
        return value.value
    if isinstance(value, str | bytes):
        try:
            decoded = base64.b64decode(value, validate="validate" in named)
        except (binascii.Error, ValueError):
            if machine.language == "python":
                raise machine.fail("binascii.Error", node, scope) from None
            return made(method="text")
        return decoded
    plain_one = isinstance(value, int | float | Obj | Seq) and machine.language == "python"
    if value is None or value is UNDEFINED or plain_one:
        raise machine.fail("TypeError", node, scope)
    return made(value, method="text")


def deserialize(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    """Plain data out of the attribute values of a table."""
    value = given[0] if given else None
    if isinstance(value, Sym) and value.kind in ("event", "call") and (not value.path or value.path[-1] != "*"):
        found = Sym(value.kind, (*value.path, "(dynamodb)"))
        members.present(machine, value, node, scope)
        machine.state.assume(Test("has", found.subject), True)
        machine.touched(found, node, scope)
        return found
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        return Sym(value.kind, value.path)
    return made(value)
