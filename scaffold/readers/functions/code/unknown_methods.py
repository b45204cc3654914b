"""Methods of values that are not known: they keep what is known of where the value comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import calling, members, patterns
from scaffold.readers.functions.code.choices import Test, asking
from scaffold.readers.functions.code.javascript_methods import LISTS
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.truth import Question
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    Closure,
    Pattern,
    Scope,
    Seq,
    Sym,
    Value,
    made,
)

#: What leaves a text what it is, but for its form.
_VIEWS = {
    "lower": "lower",
    "casefold": "lower",
    "toLowerCase": "lower",
    "upper": "upper",
    "toUpperCase": "upper",
    "strip": "strip",
    "trim": "strip",
    "rstrip": "strip",
    "lstrip": "strip",
    "encode": "text",
    "decode": "text",
    "toString": "text",
    "read": "text",
    "transformToString": "text",
    "normalize": "text",
    "title": "upper",
    "transformToByteArray": "text",
    "toISOString": "text",
    "isoformat": "text",
    "valueOf": "text",
    "copy": "text",
}
_WALKS = frozenset({"map", "forEach", "flatMap", "filter", "some", "every", "find", "findIndex", "reduce"})


def call(
    machine: Machine, value: Sym, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    """Call a method of a value that is not known."""
    if value.kind == "env":
        _of_variable(machine, value, name)
    if value.kind in ("event", "call"):
        work = _PYTHON.get(name) if machine.language == "python" else _SCRIPT.get(name)
        if work is not None:
            return work(machine, value, given, node, scope)
    if name in _VIEWS:
        return value.viewed(_VIEWS[name])
    if value.kind == "keys" and name in _WALKS:
        return Seq([value])
    if value.kind in ("time", "digest"):
        return _of_clock(machine, value, name)
    if name in ("includes", "__contains__") and given:
        return made(value, given[0])
    functions = [each for each in (*given, *named.values()) if isinstance(each, Closure | Bound)]
    if functions and machine.at_import:
        calling.register(machine, functions)
        return functions[0]
    if functions:
        element = made(value)
        results = [calling.callback(machine, each, [element], node, scope) for each in functions]
        return Seq([], results[0], more=True) if name in ("map", "flatMap") else made(value, *results)
    if value.kind in ("made", "context") and name not in _SAFE and value.method not in ("text", "plain"):
        calling.risky(machine, node, scope)
    return made(value, *given, *named.values(), method=_method(value, name))


_SAFE = frozenset(
    {
        "get",
        "split",
        "replace",
        "startswith",
        "endswith",
        "startsWith",
        "endsWith",
        "join",
        "append",
        "push",
        "format",
        "items",
        "keys",
        "values",
        "group",
        "total_seconds",
        "timestamp",
        "getTime",
        "toFixed",
        "slice",
        "substring",
        "digest",
        "hexdigest",
        "update",
        "info",
        "error",
        "warning",
        "exception",
        "debug",
        "warn",
        "log",
        "setLevel",
        "addHandler",
        "bind",
        "add_metric",
        "put_annotation",
        "strftime",
        "utctimetuple",
        "get_remaining_time_in_millis",
        "getRemainingTimeInMillis",
        "isdigit",
        "union",
        "has",
        "set",
        "add",
    }
)


def _method(value: Sym, name: str) -> str:
    if value.method == "plain":
        return "plain"
    return "text" if name in ("join", "format", "strftime", "toFixed", "hexdigest", "replace", "substring") else ""


def _of_variable(machine: Machine, value: Sym, name: str) -> None:
    """A variable whose methods are called has to be set, unless something stands in for it."""
    if not value.parts and name not in ("toString",):
        machine.facts.hard(value)


def _of_clock(machine: Machine, value: Sym, name: str) -> Value:
    if (
        machine.world is not None
        and value.kind == "time"
        and not value.views
        and name in ("getTime", "valueOf", "timestamp")
    ):
        return machine.world.clock * (1 if name == "timestamp" else 1000)
    if name in ("getTime", "valueOf"):
        return Sym("time", ("milliseconds",)) if value.kind == "time" else value
    if name == "timestamp":
        return Sym("time", ("seconds",)) if value.kind == "time" else value
    if name in ("toISOString", "isoformat", "strftime", "toString"):
        return made(value, method="text")
    if name in ("hexdigest", "digest", "update", "copy", "replace", "astimezone"):
        return value
    return made(value)


def _get(machine: Machine, value: Sym, given: list[Value], node: Any, scope: Scope) -> Value:
    key = given[0] if given else None
    if not isinstance(key, str):
        return value.child("*") if isinstance(key, Sym) and key.kind == "keys" else made(value, key)
    found = value.child(key)
    machine.touched(found, node, scope)
    if len(given) > 1:
        rare = key in ("isBase64Encoded", "LastEvaluatedKey", "NextToken")
        return found if machine.decide(Test("has", found.subject), node, scope, not rare) else given[1]
    return found


def _items(_machine: Machine, value: Sym, _given: list[Value], _node: Any, _scope: Scope) -> Value:
    key = Sym("keys", value.path, origin=value, cased=value.cased)
    return Seq([Seq([key, value.child("*")])])


def _keys(_machine: Machine, value: Sym, _given: list[Value], _node: Any, _scope: Scope) -> Value:
    return Seq([Sym("keys", value.path, origin=value, cased=value.cased)])


def _values(_machine: Machine, value: Sym, _given: list[Value], _node: Any, _scope: Scope) -> Value:
    return Seq([value.child("*")])


def _is_digits(_machine: Machine, value: Sym, _given: list[Value], _node: Any, _scope: Scope) -> Value:
    return Question(asking("digits", value), value)


def _is_ascii(_machine: Machine, value: Sym, _given: list[Value], _node: Any, _scope: Scope) -> Value:
    return Question(asking("matches", value, (r"^[\x00-\x7f]*$", "")), value)


def _starts(_machine: Machine, value: Sym, given: list[Value], _node: Any, _scope: Scope) -> Value:
    return _with_text(value, given, "^{}")


def _ends(_machine: Machine, value: Sym, given: list[Value], _node: Any, _scope: Scope) -> Value:
    return _with_text(value, given, "{}$")


def _with_text(value: Sym, given: list[Value], form: str) -> Value:
    wanted = given[0] if given else None
    if isinstance(wanted, str):
        return Question(asking("matches", value, (form.replace("{}", _literal(wanted)), "")), value)
    return made(value, *given)


def _literal(text: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\^$.|?*+()[]{}/" else sign for sign in text)


def _replaced(_machine: Machine, value: Sym, given: list[Value], _node: Any, _scope: Scope) -> Value:
    """A prefix that is taken away is remembered: a signature may stand behind it."""
    what = given[0] if given else None
    text = what.pattern.removeprefix("^") if isinstance(what, Pattern) else what
    if isinstance(text, str) and (len(given) < 2 or given[1] == ""):
        return value.viewed(f"prefix:{text}")
    return made(value, *given, method="text")


def _split(_machine: Machine, value: Sym, given: list[Value], _node: Any, _scope: Scope) -> Value:
    part = made(value, method="text")
    if given and given[0] == "=" and value.kind == "event":
        return Seq([], part, more=True)
    return Seq([], part, more=True)


def _walk(machine: Machine, value: Sym, given: list[Value], node: Any, scope: Scope, name: str) -> Value:
    found = members.elements(machine, value, node, scope)
    return LISTS[name](machine, Seq(found), given, {}, node, scope)


def _walker(name: str) -> Callable[..., Value]:
    return lambda machine, value, given, node, scope: _walk(machine, value, given, node, scope, name)


def _match(machine: Machine, value: Sym, given: list[Value], node: Any, scope: Scope) -> Value:
    if given and isinstance(given[0], Pattern):
        return patterns.asked(machine, given[0], "test", value, node, scope)
    return made(value, *given)


def _includes(machine: Machine, value: Sym, given: list[Value], node: Any, scope: Scope) -> Value:
    part = given[0] if given else UNDEFINED
    if isinstance(part, str) and machine.state.of(value.subject).kind == "text":
        return Question(asking("matches", value, (_literal(part), "")), value)
    return made(value, part)


def _has_own(machine: Machine, value: Sym, given: list[Value], node: Any, scope: Scope) -> Value:
    if not given or not isinstance(given[0], str):
        return made(value)
    found = value.child(given[0])
    machine.touched(found, node, scope)
    return Question(Test("has", found.subject), found)


_PYTHON: dict[str, Callable[..., Value]] = {
    "get": _get,
    "pop": _get,
    "setdefault": _get,
    "items": _items,
    "keys": _keys,
    "values": _values,
    "isdigit": _is_digits,
    "isnumeric": _is_digits,
    "isdecimal": _is_digits,
    "isascii": _is_ascii,
    "startswith": _starts,
    "endswith": _ends,
    "removeprefix": _replaced,
    "replace": _replaced,
    "split": _split,
}
_SCRIPT: dict[str, Callable[..., Value]] = {
    **{name: _walker(name) for name in _WALKS},
    "startsWith": _starts,
    "endsWith": _ends,
    "replace": _replaced,
    "split": _split,
    "match": _match,
    "includes": _includes,
    "hasOwnProperty": _has_own,
    "values": lambda machine, value, given, node, scope: Seq(members.elements(machine, value, node, scope)),
    "entries": lambda machine, value, given, node, scope: Seq(
        [Seq([0, each]) for each in members.elements(machine, value, node, scope)]
    ),
}
