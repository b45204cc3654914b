"""The modules `operator` and `copy`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.python.items import contains, length
from scaffold.readers.programs.python.kinds import SetValue
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.native import Given, Module, functions
from scaffold.readers.programs.values import INNER, MISSING, STANDS_FOR, Array, Object

_BINARY = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor-divide",
    "mod": "modulo",
    "pow": "power",
    "and_": "bit-and",
    "or_": "bit-or",
    "xor": "bit-xor",
    "concat": "add",
    "eq": "equals",
    "ne": "not-equals",
    "lt": "less",
    "le": "less-equal",
    "gt": "greater",
    "ge": "greater-equal",
    "is_": "same",
    "is_not": "not-same",
    "lshift": "shift-left",
    "rshift": "shift-right",
}


def _binary(name: str) -> Callable[..., Any]:
    return lambda given, a, b: given.machine.binary(name, a, b, given.at)


def _unary(name: str) -> Callable[..., Any]:
    return lambda given, a: given.machine.unary(name, a, given.at)


def _together(work: Callable[[Given, Any, Any], Any]) -> Callable[..., Any]:
    """A function that takes what is named of what it is given: one thing, or a tuple of several."""

    def make(given: Given, *names: Any) -> Any:
        del given

        def take(inside: Given, obj: Any) -> Any:
            found = [work(inside, obj, name) for name in names]
            return found[0] if len(found) == 1 else Array(found, fixed=True)

        return functions({"getter": take})["getter"]

    return make


def _attribute(given: Given, value: Any, name: Any) -> Any:
    for part in given.text(name).split("."):
        value = given.machine.attribute(value, part, given.at)
    return value


def _method_caller(given: Given, name: Any, /, *arguments: Any, **keywords: Any) -> Any:
    known = given.text(name)

    def call(inside: Given, obj: Any) -> Any:
        return inside.call(inside.machine.attribute(obj, known, inside.at), *arguments, **keywords)

    return functions({"methodcaller": call})["methodcaller"]


OPERATOR = Module(
    "operator",
    {
        **functions({name: _binary(called) for name, called in _BINARY.items()}),
        **functions(
            {"neg": _unary("negate"), "not_": _unary("not"), "pos": _unary("plus"), "invert": _unary("invert")}
        ),
        **functions(
            {
                "itemgetter": _together(lambda given, obj, name: given.machine.item(obj, name, given.at)),
                "attrgetter": _together(_attribute),
                "methodcaller": _method_caller,
                "getitem": lambda given, a, b: given.machine.item(a, b, given.at),
                "setitem": lambda given, a, b, c: given.machine.set_item(a, b, c, given.at),
                "contains": lambda given, a, b: contains(given.machine, a, b, given.at),
                "truth": lambda given, a: given.truth(a),
                "length_hint": lambda given, a: length(given.machine, a, given.at),
                "index": lambda given, a: given.host(operator.index, given.known(a)),
            }
        ),
    },
    asking("this part of operator is not known here"),
)


# copy


def _copied(given: Given, value: Any, inside: Callable[[Any], Any]) -> Any:
    """A new list, dict, ... with what `inside` makes of its elements; what does not change is itself."""
    if isinstance(value, Array):
        return Array([inside(item) for item in value.items], value.fixed)
    if isinstance(value, SetValue):
        return SetValue(dict(value.members), frozen=value.frozen)
    if not isinstance(value, Object):
        return value
    given.machine.spend(1 + len(value.entries) // 8)
    return Object({key: inside(item) for key, item in value.entries.items()}, value.type)


def _hook(given: Given, name: str, value: Any) -> Any:
    return given.machine.special(value, name, given.at) if isinstance(value, Object) else MISSING


def _copy(given: Given, x: Any) -> Any:
    hook = _hook(given, "__copy__", x)
    if hook is not MISSING:
        return given.call(hook)
    made = _copied(given, x, lambda item: item)
    if made is not x and isinstance(made, Object) and INNER in made.entries:
        made.entries[INNER] = _copied(given, made.entries[INNER], lambda item: item)
    return made


def _deep_copy(given: Given, x: Any, memo: Any = None) -> Any:
    del memo
    done: dict[int, Any] = {}

    def deep(value: Any) -> Any:
        if not isinstance(value, Array | Object | SetValue):
            return value
        if id(value) in done:
            return done[id(value)]
        hook = _hook(given, "__deepcopy__", value)
        if hook is not MISSING:
            return given.call(hook, Object())
        if isinstance(value, Object) and STANDS_FOR in value.entries:
            return value
        given.machine.spend()
        made: Any = Array([], value.fixed) if isinstance(value, Array) else Object({}, getattr(value, "type", None))
        if isinstance(value, SetValue):
            return SetValue(dict(value.members), frozen=value.frozen)
        done[id(value)] = made
        if isinstance(value, Array):
            made.items.extend(map(deep, value.items))
        else:
            made.entries.update({key: deep(item) for key, item in value.entries.items()})
        return made

    return deep(x)


COPY = Module("copy", functions({"copy": _copy, "deepcopy": _deep_copy}), asking("this part of copy is not known here"))
