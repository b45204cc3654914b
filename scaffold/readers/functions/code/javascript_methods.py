"""Methods of JavaScript's texts, arrays, maps and sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code import calling, members, patterns
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.operations import contains, text_of
from scaffold.readers.functions.code.truth import truthy
from scaffold.readers.functions.code.values import UNDEFINED, Obj, Pattern, Scope, Seq, Sym, Value, made

_SIMPLE: dict[str, Callable[..., Any]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
    "trimStart": str.lstrip,
    "trimEnd": str.rstrip,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "includes": lambda value, part: part in value,
    "indexOf": str.find,
    "repeat": lambda value, count: value * count if count * len(value) < 10_000 else "",
    "charAt": lambda value, at: value[at : at + 1],
    "slice": lambda value, start=0, stop=None: value[start:stop],
    "substring": lambda value, start=0, stop=None: value[start:stop],
    "concat": lambda value, *more: value + "".join(more),
    "toString": lambda value, *_encoding: value,
    "padStart": lambda value, width, fill=" ": value.rjust(min(width, 1000), fill[:1] or " "),
    "localeCompare": lambda value, other: (value > other) - (value < other),
}


def _text(name: str) -> Callable[..., Value]:
    work = _SIMPLE[name]

    def run(_machine: Machine, value: Any, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if any(not isinstance(each, str | int) for each in given):
            return made(*given, method="text")
        try:
            return work(value, *given)
        except (TypeError, ValueError, LookupError):
            return made()

    return run


def _split(_machine: Machine, value: Any, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if isinstance(value, str) and given and isinstance(given[0], str):
        return Seq(list(value) if given[0] == "" else value.split(given[0]))
    return Seq([], made(method="text"), more=True)


def _replace(_machine: Machine, value: Any, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if isinstance(value, str) and len(given) == 2 and all(isinstance(each, str) for each in given):
        return value.replace(given[0], given[1], 1)
    return made(*given, method="text")


def _match(machine: Machine, value: Any, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    if given and isinstance(given[0], Pattern):
        return patterns.asked(machine, given[0], "exec", value, node, scope)
    return made(*given)


TEXTS: dict[str, Callable[..., Value]] = {
    **{name: _text(name) for name in _SIMPLE},
    "split": _split,
    "replace": _replace,
    "replaceAll": _replace,
    "match": _match,
}
NUMBERS: dict[str, Callable[..., Value]] = {
    "toString": lambda machine, value, given, named, node, scope: text_of(value),
    "toFixed": lambda machine, value, given, named, node, scope: made(method="text"),
    "toLocaleString": lambda machine, value, given, named, node, scope: made(method="text"),
}


def _results(machine: Machine, value: Seq, given: list[Value], node: Any, scope: Scope) -> list[tuple[Value, Value]]:
    """Each element with what the function makes of it."""
    found = []
    elements = [*value.items, *([value.each] if value.more else [])]
    machine.loops += 1
    for position, each in enumerate(elements[:100]):
        found.append((each, calling.callback(machine, given[0], [each, position, value], node, scope)))
    machine.loops -= 1
    return found


def _map(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    results = [result for _, result in _results(machine, value, given, node, scope)]
    if value.more:
        return Seq(results[:-1], results[-1] if results else None, more=True)
    return Seq(results)


def _flat_map(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    found: list[Value] = []
    for _, result in _results(machine, value, given, node, scope):
        found += result.items if isinstance(result, Seq) else [result]
    return Seq(found)


def _for_each(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    _results(machine, value, given, node, scope)
    return UNDEFINED


def _filter(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    results = _results(machine, value, given, node, scope)
    return Seq([each for each, result in results if truthy(machine, result, node, scope)])


def _find(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    results = _results(machine, value, given, node, scope)
    return next((each for each, result in results if truthy(machine, result, node, scope)), UNDEFINED)


def _some(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    results = _results(machine, value, given, node, scope)
    return any(truthy(machine, result, node, scope) for _, result in results)


def _every(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    results = _results(machine, value, given, node, scope)
    return all(truthy(machine, result, node, scope) for _, result in results)


def _reduce(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    total = given[1] if len(given) > 1 else made(value)
    machine.loops += 1
    for position, each in enumerate([*value.items, *([value.each] if value.more else [])][:100]):
        total = calling.callback(machine, given[0], [total, each, position], node, scope)
    machine.loops -= 1
    return total


def _push(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    value.items += given
    return len(value.items)


def _pop(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return value.items.pop() if value.items else (value.each if value.more else UNDEFINED)


def _shift(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return value.items.pop(0) if value.items else (value.each if value.more else UNDEFINED)


def _join(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    between = given[0] if given else ","
    if not value.more and isinstance(between, str) and all(isinstance(each, str | int) for each in value.items):
        return between.join(text_of(each) if not isinstance(each, str) else each for each in value.items)
    return made(value, method="text")


def _includes(machine: Machine, value: Seq, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return contains(machine, value, given[0] if given else UNDEFINED, node, scope)


def _same(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return value


def _slice(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if value.more or not all(isinstance(each, int) for each in given):
        return Seq(list(value.items), value.each, value.more)
    return Seq(value.items[slice(*(given[:2] if len(given) > 1 else [*given, None][:2]))])


def _splice(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if value.more or not given or not all(isinstance(each, int) for each in given[:2]):
        taken = Seq(list(value.items), value.each, value.more)
        value.items, value.more = [], False
        return taken
    start, count = given[0], given[1] if len(given) > 1 else len(value.items)
    taken = Seq(value.items[start : start + count])
    value.items[start : start + count] = given[2:]
    return taken


def _concat(_machine: Machine, value: Seq, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    found = Seq(list(value.items), value.each, value.more)
    for each in given:
        if isinstance(each, Seq):
            found.items += each.items
            found.more, found.each = found.more or each.more, each.each if each.more else found.each
        elif isinstance(each, Sym):
            found.more, found.each = True, made(each)
        else:
            found.items.append(each)
    return found


def _pairs(_machine: Machine, value: Seq, _given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    return Seq(
        [Seq([position, each]) for position, each in enumerate(value.items)],
        Seq([made(), value.each]) if value.more else None,
        value.more,
    )


LISTS: dict[str, Callable[..., Value]] = {
    "map": _map,
    "flatMap": _flat_map,
    "forEach": _for_each,
    "filter": _filter,
    "find": _find,
    "findLast": _find,
    "findIndex": lambda machine, value, given, named, node, scope: made(
        *[result for _, result in _results(machine, value, given, node, scope)]
    ),
    "some": _some,
    "every": _every,
    "reduce": _reduce,
    "push": _push,
    "add": _push,
    "unshift": _push,
    "pop": _pop,
    "shift": _shift,
    "join": _join,
    "includes": _includes,
    "has": _includes,
    "indexOf": lambda machine, value, given, named, node, scope: made(*given),
    "slice": _slice,
    "splice": _splice,
    "concat": _concat,
    "sort": _same,
    "reverse": _same,
    "flat": _same,
    "values": _same,
    "entries": _pairs,
    "toString": _join,
    "delete": _same,
}


def _has_own(machine: Machine, value: Obj, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return contains(machine, value, given[0] if given else UNDEFINED, node, scope)


def _get(machine: Machine, value: Obj, given: list[Value], _named: Any, node: Any, scope: Scope) -> Value:
    return members.index(machine, value, given[0] if given else UNDEFINED, node, scope)


def _set(_machine: Machine, value: Obj, given: list[Value], _named: Any, _node: Any, _scope: Scope) -> Value:
    if len(given) > 1 and isinstance(given[0], str | int):
        value.entries[given[0]] = given[1]
    else:
        value.open = True
    return value


OBJECTS: dict[str, Callable[..., Value]] = {
    "hasOwnProperty": _has_own,
    "has": _has_own,
    "get": _get,
    "set": _set,
    "append": _set,
    "toString": lambda machine, value, given, named, node, scope: made(value, method="text"),
}
