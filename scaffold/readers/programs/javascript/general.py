"""Names of the outermost scope that belong to nothing larger: `console`, timers, `Symbol`, `Reflect`."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.javascript.coerce import is_callable, is_plain, own_keys
from scaffold.readers.programs.javascript.collections import Table, Unique
from scaffold.readers.programs.javascript.kinds import (
    ASYNC_ITERATOR,
    HAS_INSTANCE,
    ITERATOR,
    TAG,
    TO_PRIMITIVE,
    Mark,
    Native,
)
from scaffold.readers.programs.javascript.native import Builtin, Given, Namespace, native, table
from scaffold.readers.programs.javascript.objects import OBJECT, put
from scaffold.readers.programs.javascript.operators import has_member
from scaffold.readers.programs.javascript.reading import whole_array
from scaffold.readers.programs.values import UNDEFINED, Array, Object, Symbol

_DEEPEST = 200
_WRITERS = "log info warn error debug trace table dir group groupEnd groupCollapsed time timeEnd timeLog assert count"
CONSOLE = Namespace({name: native(name, lambda _: UNDEFINED) for name in _WRITERS.split()})


def _timer(given: Given) -> Any:
    """Calls the function at once: there is no later. A function that sets itself a timer again is not called again."""
    function = given[0]
    if is_callable(function) and function not in _RUNNING:
        _RUNNING.append(function)
        try:
            given.call(function, *given.arguments[2:])
        finally:
            _RUNNING.remove(function)
    return Object()


#: The functions that timers are calling now, the outermost first.
_RUNNING: list[Any] = []


def _clone(given: Given) -> Any:
    return _copied(given, given[0], {})


def _copied(given: Given, value: Any, done: dict[int, Any]) -> Any:
    if is_plain(value) or isinstance(value, Symbol):
        return value
    if id(value) in done:
        return done[id(value)]
    if is_callable(value):
        raise given.error("a function could not be cloned.", "DataCloneError")
    given.machine.spend()
    if isinstance(value, Array):
        made = done[id(value)] = Array()
        made.items = [_copied(given, item, done) for item in value.items]
        return made
    if isinstance(value, Object):
        copy = done[id(value)] = Object()
        for name in own_keys(given.machine, value):
            copy.entries[name] = _copied(given, given.machine.get(value, name, given.at), done)
        return copy
    if isinstance(value, Table):
        copied = done[id(value)] = Unique() if isinstance(value, Unique) else Table()
        for key, item in value.found:
            copied.put(given.machine, _copied(given, key, done), _copied(given, item, done))
        return copied
    return value if isinstance(value, Native) else given.unknown("what this is as a clone is not known")


def _symbol(given: Given) -> Mark:
    return Mark(given.text(0, ""))


_REGISTERED: dict[str, Mark] = {}


def _symbol_for(given: Given) -> Mark:
    return _REGISTERED.setdefault(given.text(0), Mark(given.text(0)))


SYMBOL = Builtin(
    "Symbol",
    _symbol,
    statics={
        "iterator": ITERATOR,
        "asyncIterator": ASYNC_ITERATOR,
        "toPrimitive": TO_PRIMITIVE,
        "toStringTag": TAG,
        "hasInstance": HAS_INSTANCE,
        "for": native("Symbol.for", _symbol_for),
    },
)


def _reflect_set(given: Given) -> bool:
    put(given, given[0], given.text(1), given[2])
    return True


def _reflect_delete(given: Given) -> bool:
    if isinstance(given[0], Object):
        given[0].entries.pop(given.text(1), None)
    return True


REFLECT = Namespace(
    {
        **table(
            {
                "ownKeys": lambda given: Array(list(own_keys(given.machine, given[0], hidden=True))),
                "has": lambda given: has_member(given.machine, given[0], given[1], given.at),
                "get": lambda given: given.machine.get(given[0], given.text(1), given.at),
                "set": _reflect_set,
                "deleteProperty": _reflect_delete,
                "apply": lambda given: given.call(
                    given[0], *whole_array(given.machine, given[2], given.at), this=given[1]
                ),
                "construct": lambda given: given.machine.construct(
                    given[0], whole_array(given.machine, given[1], given.at), at=given.at
                ),
            },
            "Reflect.",
        ),
        "getPrototypeOf": OBJECT.statics["getPrototypeOf"],
        "defineProperty": OBJECT.statics["defineProperty"],
    }
)


def _proxy(given: Given) -> Any:
    return given.unknown("a Proxy decides itself what it has")


def _eval(given: Given) -> Any:
    return given.unknown("eval runs text") if isinstance(given[0], str | Symbol) else given[0]


def _fetch(given: Given) -> Any:
    return given.unknown("this asks the network")


GENERAL: dict[str, Any] = {
    "console": CONSOLE,
    "Symbol": SYMBOL,
    "Reflect": REFLECT,
    "Proxy": Builtin("Proxy", constructed=_proxy),
    "eval": native("eval", _eval),
    "fetch": native("fetch", _fetch),
    "structuredClone": native("structuredClone", _clone),
    **table(
        {
            "setTimeout": _timer,
            "setImmediate": lambda given: _timer(
                Given(given.machine, UNDEFINED, [given[0], 0, *given.arguments[1:]], 0)
            ),
            "queueMicrotask": _timer,
            "setInterval": lambda _: Object(),
            "clearTimeout": lambda _: UNDEFINED,
            "clearInterval": lambda _: UNDEFINED,
            "clearImmediate": lambda _: UNDEFINED,
        }
    ),
}
