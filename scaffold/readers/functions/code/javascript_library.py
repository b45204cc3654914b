"""Functions and classes of JavaScript, as far as handlers use them for what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import calling, decoding, javascript_methods, members, operations
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.environment import copied
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.truth import Question, truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Closure,
    Native,
    Obj,
    Pattern,
    Rejected,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
    roots,
)


def _string(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else ""
    if isinstance(value, Sym):
        return value.viewed("text") if value.kind in ("event", "call", "env") else made(value, method="text")
    return operations.text_of(value) if operations.is_plain(value) and value is not UNDEFINED else made(value)


def _number(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else 0
    if isinstance(value, Sym):
        if value.kind == "env":
            machine.facts.hard(value)
        return value.viewed("number") if value.kind in ("event", "call", "env") else value
    if isinstance(value, bool | int | float):
        return value
    try:
        return float(value) if isinstance(value, str) else made(value)
    except ValueError:
        return float("nan")


def _keys(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Obj):
        rest = [Sym("keys", each.path, origin=each, cased=each.cased) for each in value.rest]
        return Seq([*map(str, value.entries), *rest], made() if value.open else None, value.open)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        return Seq([Sym("keys", value.path, origin=value, cased=value.cased)])
    if isinstance(value, Symbol) and value.name == "process.env":
        copied(machine, node, scope)
    return Seq([], made(value), more=True)


def _entries(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else None
    if isinstance(value, Obj):
        rest = [Seq([Sym("keys", each.path, origin=each, cased=each.cased), each.child("*")]) for each in value.rest]
        return Seq([*(Seq([str(key), each]) for key, each in value.entries.items()), *rest])
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        return Seq([Seq([Sym("keys", value.path, origin=value, cased=value.cased), value.child("*")])])
    return Seq([], Seq([made(value), made(value)]), more=True)


def _values(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    pairs = _entries(machine, given, {}, node, scope)
    return Seq([each.items[1] for each in pairs.items], made() if pairs.more else None, pairs.more)


def _from_entries(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    found = Obj()
    source = given[0] if given else None
    for pair in source.items if isinstance(source, Seq) else []:
        key, value = [*pair.items, UNDEFINED, UNDEFINED][:2] if isinstance(pair, Seq) else (UNDEFINED, UNDEFINED)
        if isinstance(key, Sym) and key.kind == "keys" and key.origin is not None:
            found.rest.append(Sym(key.origin.kind, key.origin.path, cased="lower" in key.views))
        elif isinstance(key, str | int):
            found.entries[key] = value
        else:
            found.open = True
    found.open = found.open or not isinstance(source, Seq) or source.more
    return found


def _assign(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    target = given[0] if given else Obj()
    for each in given[1:]:
        if isinstance(target, Obj) and isinstance(each, Obj):
            target.entries |= each.entries
            target.rest += each.rest
            target.open = target.open or each.open
        elif isinstance(target, Obj) and isinstance(each, Sym) and each.kind in ("event", "call"):
            target.rest.append(each)
    return target


def _freeze(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return given[0] if given else UNDEFINED


def _is_array(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else UNDEFINED
    if isinstance(value, Sym) and value.kind == "event":
        return Question(Test("is", value.subject, "list"), value)
    return made(value) if isinstance(value, Sym) else isinstance(value, Seq)


def _array_from(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else Seq()
    if not isinstance(value, Seq):
        value = (
            Seq(members.elements(machine, value, node, scope))
            if isinstance(value, Sym | str)
            else Seq([], made(value), more=True)
        )
    if len(given) > 1:
        return javascript_methods.LISTS["map"](machine, value, given[1:], {}, node, scope)
    return value


def _is_number(kind: str) -> Callable[..., Value]:
    def work(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
        value = given[0] if given else UNDEFINED
        if isinstance(value, Sym) and value.kind == "event":
            test = Test("number", value.subject) if "number" in value.views else Test("is", value.subject, "number")
            return Question(test, value, turned=kind == "nan")
        if isinstance(value, float) and kind == "nan":
            return value != value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return kind != "nan" and (kind != "integer" or float(value).is_integer())
        return made(value) if isinstance(value, Sym) else kind == "nan"

    return work


def _promise_all(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else Seq()
    if isinstance(value, Seq):
        elements = [*value.items, *([value.each] if value.more else [])]
        failed = next((each for each in elements if isinstance(each, Rejected)), None)
        return failed or value
    return value


def _all_settled(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else Seq()
    if not isinstance(value, Seq):
        return made(value)
    elements = [*value.items, *([value.each] if value.more else [])]
    failed = any(isinstance(each, Rejected) for each in elements)
    machine.facts.way.caught = machine.facts.way.caught or failed
    return Seq([_settlement(each) for each in elements])


def _settlement(value: Value) -> Obj:
    if isinstance(value, Rejected):
        return Obj({"status": "rejected", "reason": value.error.error})
    return Obj({"status": "fulfilled", "value": value})


def _reject(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Rejected(Raised(given[0] if given else UNDEFINED))


def _promise(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    """`new Promise((resolve, reject) => ...)`: what it is settled with while its function runs."""
    found: list[Value] = []

    def resolve(values: list[Value], _named: dict[str, Value]) -> Value:
        found.append(values[0] if values else UNDEFINED)
        return UNDEFINED

    def reject(values: list[Value], _named: dict[str, Value]) -> Value:
        found.append(Rejected(Raised(values[0] if values else UNDEFINED, scope.unit, node.at)))
        return UNDEFINED

    if given:
        try:
            calling.callback(machine, given[0], [Native(resolve), Native(reject)], node, scope)
        except Raised as raised:
            found.append(Rejected(raised))
    return found[0] if found else made()


def _collection(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    value = given[0] if given else Seq()
    if isinstance(value, Seq):
        return Seq(list(value.items), value.each, value.more)
    return Seq(members.elements(machine, value, node, scope)) if value is not None and value is not UNDEFINED else Seq()


def _map(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else Seq()
    found = _from_entries(_machine, [value], {}, _node, _scope)
    found.entries.setdefault("size", made())
    found.open = True  # its names are no members
    return found


def _date(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if not given:
        return Sym("time", ("milliseconds",))
    value = given[0]
    if isinstance(value, Sym) and value.kind == "event":
        return value.viewed("number") if "number" in value.views else value.viewed("iso")
    if not isinstance(value, Sym | int | float):
        calling.risky(machine, node, scope)  # what is no date is written as text only with an error
    return made(*given)


def _now(machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return int(machine.world.clock * 1000) if machine.world is not None else Sym("time", ("milliseconds",))


def _parse(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    return decoding.json_loads(machine, given, named, node, scope)


def _buffer(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    value = given[0] if given else ""
    if len(given) > 1 and given[1] in ("base64", "base64url"):
        return decoding.base64_decode(machine, given[:1], named, node, scope)
    if isinstance(value, Sym) and value.kind in ("event", "call"):
        members.present(machine, value, node, scope)
        return value.viewed("text") if value.kind != "made" else made(value)
    return value if isinstance(value, str) else made(value)


def _digest(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Sym("digest", sources=tuple(each for each in given if isinstance(each, Sym)))


def _safe_equal(machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    for one, other in ((given[0], given[-1]), (given[-1], given[0])):
        if any(each.kind == "digest" for each in roots(other)):
            operations.signature(machine, one, other, "crypto.timingSafeEqual")
    found = next((each for value in given for each in roots(value) if each.kind == "event"), None)
    if found is not None:
        return Question(Test("signature", found.subject), found)
    if any(each.kind == "digest" for value in given for each in roots(value)) and any(map(operations.is_plain, given)):
        return False  # what was computed is not what anybody wrote down
    return made(*given)


def _boolean(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return truthy(machine, given[0], node, scope) if given else False


def _pattern(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if given and isinstance(given[0], str):
        return Pattern(given[0], given[1] if len(given) > 1 and isinstance(given[1], str) else "")
    return made(*given)


def _unmarshall(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    return decoding.deserialize(machine, given[:1], named, node, scope)


def _marshall(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return given[0] if given else UNDEFINED


def _fetch(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    machine.facts.hard(Seq(list(given)))
    return calling.unknown(machine, "fetch", given, named, node, scope)


def _decode_uri(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value = given[0] if given else UNDEFINED
    return (
        value.viewed("text")
        if isinstance(value, Sym) and value.kind != "made"
        else (value if isinstance(value, str) else made(value, method="text"))
    )


def _later(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if given and isinstance(given[0], Closure):
        calling.callback(machine, given[0], [], node, scope)
    elif given and isinstance(given[0], Native):
        given[0].call([], {})
    return made()


def _has_own(machine: Machine, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return operations.contains(machine, given[0], given[1], node, scope) if len(given) > 1 else made(*given)


def _nothing(_machine: Machine, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return UNDEFINED


def _absolute(_machine: Machine, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return abs(given[0]) if given and isinstance(given[0], int | float) else made(*given)


_CRYPTO = {f"crypto.{name}": work for name, work in {"createHmac": _digest, "timingSafeEqual": _safe_equal}.items()}
FUNCTIONS: dict[str, Callable[..., Value]] = {
    **_CRYPTO,
    "String": _string,
    "Number": _number,
    "parseInt": _number,
    "parseFloat": _number,
    "Number.parseInt": _number,
    "Number.parseFloat": _number,
    "Number.isInteger": _is_number("integer"),
    "Number.isSafeInteger": _is_number("integer"),
    "Number.isFinite": _is_number("finite"),
    "isFinite": _is_number("finite"),
    "isNaN": _is_number("nan"),
    "Number.isNaN": _is_number("nan"),
    "Boolean": _boolean,
    "Math.abs": _absolute,
    "Object.keys": _keys,
    "Object.entries": _entries,
    "Object.values": _values,
    "Object.fromEntries": _from_entries,
    "Object.assign": _assign,
    "Object.freeze": _freeze,
    "Object.hasOwn": _has_own,
    "structuredClone": _freeze,
    "Array.isArray": _is_array,
    "Array.from": _array_from,
    "Promise.all": _promise_all,
    "Promise.race": _promise_all,
    "Promise.allSettled": _all_settled,
    "Promise.resolve": _freeze,
    "Promise.reject": _reject,
    "JSON.parse": _parse,
    "JSON.stringify": decoding.json_dumps,
    "Buffer.from": _buffer,
    "atob": decoding.base64_decode,
    "Date.now": _now,
    "Date.parse": _date,
    "decodeURIComponent": _decode_uri,
    "setTimeout": _later,
    "fetch": _fetch,
    "@aws-sdk/util-dynamodb.unmarshall": _unmarshall,
    "@aws-sdk/util-dynamodb.marshall": _marshall,
    "aws-sdk.DynamoDB.Converter.unmarshall": _unmarshall,
    "aws-sdk.DynamoDB.Converter.marshall": _marshall,
    **{f"console.{name}": _nothing for name in ("log", "info", "warn", "error", "debug", "table", "time", "timeEnd")},
}
CONSTRUCTORS: dict[str, Callable[..., Value]] = {
    "Set": _collection,
    "Map": _map,
    "Array": lambda machine, given, named, node, scope: Seq(),
    "Date": _date,
    "Promise": _promise,
    "RegExp": _pattern,
    "Object": lambda machine, given, named, node, scope: Obj(),
}
