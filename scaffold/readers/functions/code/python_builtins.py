"""Python's own functions."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import calling, members
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.raising import is_instance
from scaffold.readers.functions.code.truth import Question, truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Coded,
    Obj,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
    roots,
)
from scaffold.readers.programs import ir

_TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "bytes": bytes,
    "int": int,
    "float": float,
    "bool": bool,
    "Number": (int, float),
}
_KINDS = {
    "dict": "object",
    "list": "list",
    "tuple": "list",
    "str": "text",
    "bytes": "text",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "Mapping": "object",
    "Decimal": "number",
    "Number": "number",
    "Sequence": "list",
    "MutableMapping": "object",
}


def _str(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else ""
    if isinstance(value, Sym):
        return value.viewed("text") if value.kind in ("event", "call", "env") else made(value, method="text")
    if isinstance(value, str | int | float) or value is None:
        return str(value)
    return made(value, method="text")


def _format(machine: Machine, given: list[Value], named: Any, node: Any, scope: Scope) -> Value:
    """A value in an f-string; how it is written may not fit what it is."""
    spec = given[2] if len(given) > 2 else ""
    value = given[0]
    if not spec or given[1] in ("r", "s", "a"):
        return _str(machine, given[:1], named, node, scope)
    if isinstance(value, str | int | float) and isinstance(spec, str):
        if len(spec) > 12:
            return made(method="text")
        try:
            return format(value, spec)
        except ValueError:
            raise machine.fail("ValueError", node, scope) from None
    if value is None or isinstance(value, Seq | Obj):
        raise machine.fail("TypeError", node, scope)
    return made(value, method="text")


def number(name: str) -> Callable[..., Value]:
    """A number of a text: `int`, `float`, `Decimal`."""

    def work(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
        value = given[0] if given else 0
        if isinstance(value, Sym) and value.kind in ("event", "call", "env"):
            return _number_of(machine, value, name, node, scope)
        if isinstance(value, Sym) and value.kind == "time":
            return Sym("time", value.path, (*value.views, "integer")) if name == "int" else value
        if isinstance(value, str | int | float):
            try:
                if name == "Decimal":
                    return _decimal(machine, value, node, scope)
                return int(value) if name == "int" else float(value)
            except (ValueError, OverflowError):
                raise machine.fail("ValueError", node, scope) from None
        if value is None or isinstance(value, Obj | Seq):
            raise machine.fail("TypeError", node, scope)
        return made(value, *named.values(), method={"int": "integer", "float": "float"}.get(name, "decimal"))

    return work


def _decimal(machine: Machine, value: str | int | float, node: Any, scope: Scope) -> Value:
    """A decimal number: not computed with, but refused where it is none."""
    try:
        decimal.Decimal(value)
    except decimal.InvalidOperation:
        raise machine.fail("decimal.InvalidOperation", node, scope) from None
    return made(method="decimal")


def _number_of(machine: Machine, value: Sym, name: str, node: Any, scope: Scope) -> Value:
    if value.kind == "env":
        return value.viewed("number")
    members.present(machine, value, node, scope)
    if value.kind == "event" and machine.state.implied(Test("digits", value.subject)) is not True:
        known = machine.state.of(value.subject).kind == "number"
        if not known and not machine.decide(Test("number", value.subject), node, scope):
            raise machine.fail("decimal.InvalidOperation" if name == "Decimal" else "ValueError", node, scope)
    viewed = value.viewed("number")
    return viewed.viewed({"int": "integer", "Decimal": "decimal"}.get(name, "float"))


def _bool(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return truthy(machine, given[0], node, scope) if given else False


def _len(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Seq) and not value.more:
        return len(value.items)
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Obj) and not value.open and not value.rest:
        return len(value.entries)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        return value.viewed("length")
    if value is None or isinstance(value, int | float):
        raise machine.fail("TypeError", node, scope)
    return made(value, method="length")


def _isinstance(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) < 2:
        return made()
    value, wanted = given
    classes = wanted.items if isinstance(wanted, Seq) else [wanted]
    names = [each.name.rpartition(".")[2] for each in classes if isinstance(each, Symbol)]
    kinds = list(dict.fromkeys(_KINDS[name] for name in names if name in _KINDS))
    if isinstance(value, Sym) and value.kind == "event":
        if len(kinds) == 1:
            return Question(Test("is", value.subject, kinds[0]), value)
        return made(value)
    if isinstance(value, Obj) and value.cls is not None:
        return any(is_instance(machine, value, each, node, scope) for each in classes)
    if isinstance(value, Sym):
        return made(value)
    if isinstance(value, Coded):
        return "text" in kinds
    if isinstance(value, str | bytes | int | float):
        return any(isinstance(value, _TYPES[name]) for name in names if name in _TYPES)
    shape = "object" if isinstance(value, Obj) else "list" if isinstance(value, Seq) else _plain_kind(value)
    return shape in kinds if kinds else made()


def _plain_kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str | bytes) else "number" if isinstance(value, int | float) else "none"


def sequence(sort: ir.Sort) -> Callable[..., Value]:
    """`list`, `tuple`, `set` of something."""

    def work(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
        value = given[0] if given else Seq()
        if isinstance(value, Seq):
            return Seq(list(value.items), value.each, value.more, sort)
        if isinstance(value, Sym):
            if any(each.kind == "env" for each in roots(value)):
                return Seq([], value, more=True, sort=sort)
            return value if value.kind in ("event", "call") else Seq([], made(value), more=True, sort=sort)
        return Seq(members.elements(machine, value, node, scope), sort=sort) if value is not None else Seq(sort=sort)

    return work


def dictionary(_machine: Machine, given: list[Value], named: dict[str, Value], _node: Any, _scope: Scope) -> Value:
    """`dict(...)`."""
    found = Obj()
    for value in given:
        if isinstance(value, Obj):
            found.entries |= value.entries
            found.rest += value.rest
            found.open = found.open or value.open
        elif isinstance(value, Sym) and value.kind in ("event", "call"):
            found.rest.append(value)
        elif isinstance(value, Symbol):
            found.open = True
        else:
            found.open = True
    found.entries |= {name: each for name, each in named.items() if name != "**"}
    return found


def _walked(machine: Machine, given: list[Value], node: Any, scope: Scope) -> list[list[Value]]:
    lists = [members.elements(machine, each, node, scope) for each in given]
    return [list(each) for each in zip(*lists, strict=False)]


def _map(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    function, *lists = given
    machine.loops += 1
    found = [calling.callback(machine, function, each, node, scope) for each in _walked(machine, lists, node, scope)]
    machine.loops -= 1
    return Seq(found)


def _filter(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) < 2:
        return made(*given)
    function, source = given[:2]
    if isinstance(source, Seq) and source.more and not source.items:
        return source
    if function is None and isinstance(source, Sym) and source.kind in ("made", "env"):
        return Seq([], source, more=True)
    kept = []
    for each in members.elements(machine, source, node, scope):
        result = each if function is None else calling.callback(machine, function, [each], node, scope)
        if truthy(machine, result, node, scope):
            kept.append(each)
    return Seq(kept)


def _enumerate(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return Seq([Seq([position, each[0]]) for position, each in enumerate(_walked(machine, given[:1], node, scope))])


def _zip(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return Seq([Seq(each) for each in _walked(machine, given, node, scope)])


def _any(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    found = members.elements(machine, given[0], node, scope) if given else []
    return any(truthy(machine, each, node, scope) for each in found)


def _all(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    found = members.elements(machine, given[0], node, scope) if given else []
    return all(truthy(machine, each, node, scope) for each in found)


def _next(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    source = given[0] if given else None
    if isinstance(source, Seq) and source.items:
        return source.items.pop(0)
    return given[1] if len(given) > 1 else made(*given)


def _range(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if all(isinstance(each, int) for each in given) and given:
        return Seq(list(range(*given))[:120]) if all(given[2:]) else Seq()
    return Seq([made(*given)])


def _sorted(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    return Seq(members.elements(machine, value, node, scope))


def _getattr(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if len(given) > 1 and isinstance(given[1], str):
        found = members.get(machine, given[0], given[1], node, scope)
        return given[2] if found is UNDEFINED and len(given) > 2 else found
    return made(*given)


def _max(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if given and all(isinstance(each, int | float) for each in given):
        return max(given)
    return made(*given)


BUILTINS: dict[str, Callable[..., Value]] = {
    "builtins.str": _str,
    "builtins.%format": _format,
    "builtins.repr": _str,
    "builtins.int": number("int"),
    "builtins.float": number("float"),
    "builtins.bool": _bool,
    "builtins.len": _len,
    "builtins.isinstance": _isinstance,
    "builtins.list": sequence(ir.Sort.LIST),
    "builtins.tuple": sequence(ir.Sort.TUPLE),
    "builtins.set": sequence(ir.Sort.SET),
    "builtins.frozenset": sequence(ir.Sort.SET),
    "builtins.dict": dictionary,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.any": _any,
    "builtins.all": _all,
    "builtins.next": _next,
    "builtins.iter": lambda machine, given, named, node, scope: given[0],
    "builtins.reversed": _sorted,
    "builtins.range": _range,
    "builtins.sorted": _sorted,
    "builtins.getattr": _getattr,
    "builtins.max": _max,
    "builtins.print": lambda machine, given, named, node, scope: None,
    "builtins.abs": lambda machine, given, named, node, scope: (
        abs(given[0]) if isinstance(given[0], int | float) else made(*given)
    ),
    "builtins.round": lambda machine, given, named, node, scope: made(*given),
}
