"""Methods of Python's texts, lists and dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import members, unknown_methods
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.operations import equal
from scaffold.readers.functions.code.truth import truthy
from scaffold.readers.functions.code.values import UNDEFINED, Obj, Scope, Seq, Sym, Value, made
from scaffold.readers.programs import ir

_TEXT_NAMES = [
    "lower",
    "upper",
    "strip",
    "lstrip",
    "rstrip",
    "split",
    "rsplit",
    "splitlines",
    "startswith",
    "endswith",
    "encode",
    "decode",
    "isdigit",
    "isnumeric",
    "isascii",
    "isalpha",
    "isalnum",
    "isdecimal",
    "isspace",
    "isupper",
    "islower",
    "replace",
    "removeprefix",
    "removesuffix",
    "title",
    "capitalize",
    "casefold",
    "find",
    "rfind",
    "index",
    "count",
    "partition",
    "rpartition",
    "zfill",
    "hex",
]


def _text(name: str) -> Callable[..., Value]:
    def work(
        machine: Machine, value: Any, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
    ) -> Value:
        given = [tuple(each.items) if isinstance(each, Seq) else each for each in given]
        if any(not isinstance(each, str | bytes | int | tuple) and each is not None for each in given) or named:
            return made(*given, *named.values(), method="text")
        try:
            found = getattr(value, name)(*given)
        except AttributeError:
            raise machine.fail("AttributeError", node, scope) from None
        except (TypeError, ValueError, LookupError):
            raise machine.fail("ValueError", node, scope) from None
        return Seq(list(found)) if isinstance(found, list | tuple) else found

    return work


def _join(machine: Machine, value: Any, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    items = given[0] if given else Seq()
    if isinstance(items, Seq) and not items.more and all(isinstance(each, str) for each in items.items):
        return str(value).join(items.items) if isinstance(value, str) else made(method="text")
    known = isinstance(items, Seq) and any(
        each is None or isinstance(each, int | float | Obj | Seq) for each in items.items
    )
    if known or items is None or isinstance(items, int | float):
        raise machine.fail("TypeError", node, scope)
    return made(*given, method="text")


def _format(
    _machine: Machine, value: Any, given: list[Value], named: dict[str, Value], _node: Any, _scope: Scope
) -> Value:
    every = [*given, *named.values()]
    if isinstance(value, str) and all(isinstance(each, str | int) for each in every) and len(value) < 500:
        try:
            if "{:" not in value and "!" not in value and "." not in value:
                return value.format(*given, **named)
        except (ValueError, LookupError):
            return made()
    return made(*every, method="text")


TEXTS: dict[str, Callable[..., Value]] = {
    **{name: _text(name) for name in _TEXT_NAMES},
    "join": _join,
    "format": _format,
}


def _append(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value.items += given[:1]


def _extend(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value.items += members.elements(machine, given[0], node, scope) if given else []


def _pop(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if value.items:
        at = given[0] if given and isinstance(given[0], int) and abs(given[0]) < len(value.items) else -1
        return value.items.pop(at)
    if value.more:
        return value.each
    raise machine.fail("IndexError", node, scope)


def _clear(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value.items, value.more = [], False


def _remove(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value.items = [each for each in value.items if each is not given[0] and each != given[0]]


def _insert(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value.items.insert(given[0] if isinstance(given[0], int) else 0, given[1] if len(given) > 1 else None)


def _nothing(_machine: Machine, _value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return None


def _copy(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Seq(list(value.items), value.each, value.more, value.sort)


def _count(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return sum(truthy(machine, equal(machine, each, given[0], node, scope), node, scope) for each in value.items)


def _union(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    more = [item for each in given if isinstance(each, Seq) for item in each.items]
    return Seq([*value.items, *more], value.each, value.more, ir.Sort.SET)


LISTS: dict[str, Callable[..., Value]] = {
    "append": _append,
    "add": _append,
    "appendleft": _append,
    "extend": _extend,
    "update": _extend,
    "pop": _pop,
    "popleft": _pop,
    "clear": _clear,
    "remove": _remove,
    "discard": _remove,
    "insert": _insert,
    "sort": _nothing,
    "reverse": _nothing,
    "copy": _copy,
    "count": _count,
    "union": _union,
    "index": lambda machine, value, given, named, node, scope: made(*given),
    "difference": lambda machine, value, given, named, node, scope: made(value, *given),
    "intersection": lambda machine, value, given, named, node, scope: made(value, *given),
    "issubset": lambda machine, value, given, named, node, scope: made(value, *given),
}


def _get(machine: Machine, value: Obj, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    key = given[0] if given else None
    default = given[1] if len(given) > 1 else None
    if isinstance(key, Sym | Seq | Obj):
        return made(*value.entries.values(), key, default)
    if key in value.entries:
        return value.entries[key]
    if value.rest and isinstance(key, str):
        return unknown_methods.call(machine, value.rest[-1], "get", given, {}, node, scope)
    if value.open:
        return made(default)
    return default


def _pop_key(machine: Machine, value: Obj, given: list[Value], named: Any, node: Any, scope: Scope) -> Value:
    key = given[0] if given else None
    if isinstance(key, str | int) and key in value.entries:
        return value.entries.pop(key)
    if len(given) < 2 and not value.rest and not value.open and isinstance(key, str):
        raise machine.fail("KeyError", node, scope)
    return _get(machine, value, given, named, node, scope)


def _set_default(machine: Machine, value: Obj, given: list[Value], named: Any, node: Any, scope: Scope) -> Value:
    found = _get(machine, value, given, named, node, scope)
    if given and isinstance(given[0], str | int):
        value.entries.setdefault(given[0], found)
    return found


def _pairs(_machine: Machine, value: Obj, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    known = [Seq([key, each], sort=ir.Sort.TUPLE) for key, each in value.entries.items()]
    rest = [Seq([Sym("keys", each.path, origin=each, cased=each.cased), each.child("*")]) for each in value.rest]
    return Seq([*known, *rest], Seq([made(value), made(value)]) if value.open else None, value.open)


def _names(machine: Machine, value: Obj, _given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return Seq(members.elements(machine, value, node, scope))


def _each(_machine: Machine, value: Obj, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Seq([*value.entries.values(), *(each.child("*") for each in value.rest)])


def _merge(
    _machine: Machine, value: Obj, given: list[Value], named: dict[str, Value], _node: Any, _scope: Scope
) -> Value:
    for each in given:
        if isinstance(each, Obj):
            value.entries |= each.entries
            value.rest += each.rest
            value.open = value.open or each.open
        elif isinstance(each, Sym) and each.kind in ("event", "call"):
            value.rest.append(each)
        elif each is not UNDEFINED:
            value.open = True
    value.entries |= named


def _copied(_machine: Machine, value: Obj, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Obj(dict(value.entries), list(value.rest), value.cls, value.open)


DICTS: dict[str, Callable[..., Value]] = {
    "get": _get,
    "pop": _pop_key,
    "setdefault": _set_default,
    "items": _pairs,
    "keys": _names,
    "values": _each,
    "update": _merge,
    "copy": _copied,
    "dict": _copied,
    "model_dump": _copied,
    "with_traceback": lambda machine, value, given, named, node, scope: value,
    "clear": lambda machine, value, given, named, node, scope: value.entries.clear(),
}
