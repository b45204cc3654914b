"""The module `collections`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import bounded_items
from scaffold.readers.programs.python.classes import DICT, LIST, STR, BuiltinClass
from scaffold.readers.programs.python.comparing import equal, to_key
from scaffold.readers.programs.python.dicts import own_entries
from scaffold.readers.programs.python.errors import thrown
from scaffold.readers.programs.python.kinds import Steps, inner, key_value
from scaffold.readers.programs.python.library.abstract import ABSTRACT
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.named_tuples import namedtuple
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.sorting import in_order
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.values import INNER, Array, Object


def _made(cls: Any, held: Any, **more: Any) -> Object:
    return Object({INNER: held, **more}, cls)


def _dict_set_up(given: Given, /, *arguments: Any, **named: Any) -> None:
    given.machine.invoke(DICT.members["__init__"], arguments, named, given.this, given.at)


def _shown(given: Given, *parts: Any) -> Any:
    return given.machine.join([f"{given.this.type.name}(", *parts, ")"], given.at)


# defaultdict


def _default_make(given: Given, cls: Any, /, *arguments: Any, **named: Any) -> Object:
    del given, arguments, named
    return _made(cls, Object(), default_factory=None)


def _default_set_up(given: Given, default_factory: Any = None, /, *arguments: Any, **named: Any) -> None:
    given.this.entries["default_factory"] = default_factory
    _dict_set_up(given, *arguments, **named)


def _default_missing(given: Given, key: Any) -> Any:
    factory = given.this.entries.get("default_factory")
    if factory is None:
        raise thrown(given.machine, given.at, "KeyError", key)
    value = given.call(factory)
    given.machine.set_item(given.this, key, value, given.at)
    return value


def _default_text(given: Given) -> Any:
    factory = represent(given.machine, given.this.entries["default_factory"], given.at)
    return _shown(given, factory, ", ", represent(given.machine, inner(given.this), given.at))


DEFAULT_DICT = BuiltinClass(
    "defaultdict",
    (DICT,),
    methods({"__init__": _default_set_up, "__missing__": _default_missing, "__repr__": _default_text}),
    _default_make,
    module="collections",
)


# OrderedDict


def _ordered_make(given: Given, cls: Any, /, *arguments: Any, **named: Any) -> Object:
    del given, arguments, named
    return _made(cls, Object())


def _to_end(given: Given, key: Any, last: Any = True) -> None:
    entries = own_entries(given)
    known = to_key(given.machine, key, given.at)
    if known not in entries:
        raise thrown(given.machine, given.at, "KeyError", key)
    rows = [(known, entries.pop(known))] if given.truth(last) else [*((known, entries.pop(known)),), *entries.items()]
    if not given.truth(last):
        entries.clear()
    entries.update(rows)


def _pop_item(given: Given, last: Any = True) -> Array:
    entries = own_entries(given)
    if not entries:
        raise thrown(given.machine, given.at, "KeyError", "dictionary is empty")
    key = next(reversed(entries)) if given.truth(last) else next(iter(entries))
    return Array([key_value(key), entries.pop(key)], fixed=True)


def _ordered_text(given: Given) -> Any:
    entries = inner(given.this)
    return _shown(given, *([represent(given.machine, entries, given.at)] if entries.entries else []))


ORDERED_DICT = BuiltinClass(
    "OrderedDict",
    (DICT,),
    methods({"__init__": _dict_set_up, "move_to_end": _to_end, "popitem": _pop_item, "__repr__": _ordered_text}),
    _ordered_make,
    module="collections",
)


# Counter


def _count(given: Given, sign: str, source: Any, named: dict[str, Any]) -> None:
    entries, machine = own_entries(given), given.machine
    held = inner(source)
    rows: list[tuple[Any, Any]] = []
    if isinstance(held, Object):
        rows = list(held.entries.items())
    elif source is not None:
        rows = [(to_key(machine, item, given.at), 1) for item in given.items(source)]
    for key, amount in (*rows, *named.items()):
        entries[key] = machine.binary(sign, entries.get(key, 0), amount, given.at)


def _count_set_up(given: Given, iterable: Any = None, /, **named: Any) -> None:
    _count(given, "add", iterable, named)


def _ranked(given: Given) -> list[tuple[Any, Any]]:
    rows = [Array([key_value(key), value], fixed=True) for key, value in own_entries(given).items()]
    by_count = functions({"count": lambda _, row: row.items[1]})["count"]
    return [tuple(row.items) for row in in_order(given, rows, by_count, True)]


def _most_common(given: Given, n: Any = None) -> Array:
    rows = _ranked(given)
    known = None if n is None else given.known(n)
    return Array([Array(list(row), fixed=True) for row in rows[:known]])


def _elements(given: Given) -> Steps:
    rows = [(key_value(key), given.known(value)) for key, value in own_entries(given).items()]
    bounded_items(given.machine, sum(max(0, count) for _, count in rows))
    return Steps((key for key, count in rows for _ in range(count)), "chain")


def _total(given: Given) -> Any:
    total: Any = 0
    for value in own_entries(given).values():
        total = given.machine.binary("add", total, value, given.at)
    return total


def _combined(sign: str) -> Callable[..., Object]:
    def body(given: Given, other: Any) -> Object:
        made = Object(dict(own_entries(given)))
        for key, value in inner(other).entries.items():
            made.entries[key] = given.machine.binary(sign, made.entries.get(key, 0), value, given.at)
        kept = {key: value for key, value in made.entries.items() if given.known(value) > 0}
        return _made(COUNTER, Object(kept))

    return body


def _counter_text(given: Given) -> Any:
    rows = Object({to_key(given.machine, key, given.at): value for key, value in _ranked(given)})
    return _shown(given, *([represent(given.machine, rows, given.at)] if rows.entries else []))


COUNTER = BuiltinClass(
    "Counter",
    (DICT,),
    methods(
        {
            "__init__": _count_set_up,
            "__missing__": lambda given, key: 0,  # noqa: ARG005
            "update": lambda given, iterable=None, /, **named: _count(given, "add", iterable, named),
            "subtract": lambda given, iterable=None, /, **named: _count(given, "subtract", iterable, named),
            "most_common": _most_common,
            "elements": _elements,
            "total": _total,
            "__add__": _combined("add"),
            "__sub__": _combined("subtract"),
            "__repr__": _counter_text,
        }
    ),
    _ordered_make,
    module="collections",
)


# deque


def _deque_make(given: Given, cls: Any, /, iterable: Any = None, maxlen: Any = None) -> Object:
    items = [] if iterable is None else given.items(iterable)
    longest = None if maxlen is None else given.known(maxlen)
    kept = items if longest is None else items[len(items) - longest :] if longest else []
    return _made(cls, Array(list(kept)), maxlen=longest)


def _put(front: bool) -> Callable[..., None]:
    def body(given: Given, x: Any) -> None:
        items, longest = inner(given.this).items, given.this.entries["maxlen"]
        items.insert(0 if front else len(items), x)
        if longest is not None and len(items) > longest:
            del items[-1 if front else 0]

    return body


def _put_all(front: bool) -> Callable[..., None]:
    def body(given: Given, iterable: Any) -> None:
        for item in given.items(iterable):
            _put(front)(given, item)

    return body


def _take(front: bool) -> Callable[..., Any]:
    def body(given: Given) -> Any:
        items = inner(given.this).items
        if not items:
            raise given.error("pop from an empty deque", "IndexError")
        return items.pop(0 if front else -1)

    return body


def _rotate(given: Given, n: Any = 1) -> None:
    items = inner(given.this).items
    places = given.known(n) % len(items) if items else 0
    items[:] = items[len(items) - places :] + items[: len(items) - places]


def _remove(given: Given, value: Any) -> None:
    items = inner(given.this).items
    for place, item in enumerate(items):
        if equal(given.machine, item, value, given.at):
            del items[place]
            return
    raise given.error("deque.remove(x): x not in deque", "ValueError")


def _deque_text(given: Given) -> Any:
    longest = given.this.entries["maxlen"]
    more = [] if longest is None else [f", maxlen={longest}"]
    return _shown(given, represent(given.machine, inner(given.this), given.at), *more)


DEQUE = BuiltinClass(
    "deque",
    (),
    {
        **methods(
            {
                "append": _put(False),
                "appendleft": _put(True),
                "extend": _put_all(False),
                "extendleft": _put_all(True),
                "pop": _take(False),
                "popleft": _take(True),
                "rotate": _rotate,
                "remove": _remove,
                "__repr__": _deque_text,
            }
        ),
        **{name: LIST.members[name] for name in ("clear", "count", "index", "insert", "reverse")},
    },
    _deque_make,
    module="collections",
)


# ChainMap


def _chain_set_up(given: Given, *maps: Any) -> None:
    given.this.entries["maps"] = Array(list(maps) or [Object()])


def _maps(given: Given) -> list[Any]:
    return list(given.this.entries["maps"].items)


def _merged(given: Given) -> Object:
    """All entries, those of the first maps before others."""
    found: dict[Any, Any] = {}
    for each in reversed(_maps(given)):
        found.update(inner(each).entries)
    return Object(found)


def _of_merged(name: str) -> Callable[..., Any]:
    return lambda given, *arguments: given.machine.invoke(DICT.members[name], arguments, {}, _merged(given), given.at)


def _chain_missing(given: Given, key: Any) -> Any:
    return given.machine.item(_merged(given), key, given.at)


def _new_child(given: Given, m: Any = None, **named: Any) -> Any:
    return given.call(CHAIN_MAP, Object(dict(named)) if m is None else m, *_maps(given))


CHAIN_MAP = BuiltinClass(
    "ChainMap",
    (),
    methods(
        {
            "__init__": _chain_set_up,
            "__getitem__": _chain_missing,
            "__setitem__": lambda given, key, value: given.machine.set_item(_maps(given)[0], key, value, given.at),
            "__contains__": lambda given, key: to_key(given.machine, key, given.at) in _merged(given).entries,
            "__iter__": lambda given: Steps(map(key_value, _merged(given).entries), "iterator"),
            "__len__": lambda given: len(_merged(given).entries),
            "new_child": _new_child,
            **{name: _of_merged(name) for name in ("get", "keys", "values", "items")},
        }
    ),
    module="collections",
)
COLLECTIONS = Module(
    "collections",
    {
        "ChainMap": CHAIN_MAP,
        "Counter": COUNTER,
        "OrderedDict": ORDERED_DICT,
        "defaultdict": DEFAULT_DICT,
        "deque": DEQUE,
        "UserDict": DICT,
        "UserList": LIST,
        "UserString": STR,
        "abc": Module("collections.abc", ABSTRACT),
        **functions({"namedtuple": namedtuple}),
    },
    asking("this part of collections is not known here"),
)
