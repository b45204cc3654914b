"""`dict` and what its views are. Symbols may stand in its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.functions import Bound
from scaffold.readers.programs.python.classes import DICT, VIEWS, BuiltinClass, wrapped
from scaffold.readers.programs.python.comparing import as_members, to_key
from scaffold.readers.programs.python.errors import thrown
from scaffold.readers.programs.python.items import entry, is_iterable
from scaffold.readers.programs.python.kinds import View, changing, inner, key_value
from scaffold.readers.programs.python.native import Given, method, methods, native
from scaffold.readers.programs.python.sequences import CHANGING, CONTAINER
from scaffold.readers.programs.python.symbolic import entry_of_symbol
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import INNER, MISSING, UNDEFINED, Array, Machine, Object, Symbol


def entries_of(value: Any) -> dict[Any, Any]:
    """The entries of a dict, by key. Raises `NotKnownError` for what is not known."""
    held = inner(value)
    if isinstance(held, Object) and held.type is None:
        return held.entries
    raise NotKnownError("the entries are not known")


def own_entries(given: Given) -> dict[Any, Any]:
    """The entries of the dict that a method changes, which is noted."""
    entries = entries_of(given.this)
    changing(given.machine, inner(given.this))
    return entries


def pairs_of(given: Given, source: Any) -> list[tuple[Any, Any]]:
    """The keys (as a dict has them) and values of what a dict can be made of."""
    machine, at = given.machine, given.at
    held = inner(source)
    if isinstance(held, Object) and held.type is None:
        return list(held.entries.items())
    if isinstance(source, Symbol) or machine.get(source, "keys", at) not in (UNDEFINED, None):
        keys = machine.keys(source, at)
        if keys is not None:
            return [(to_key(machine, key, at), machine.item(source, key, at)) for key in keys]
    found = []
    for place, pair in enumerate(given.items(source)):
        if not is_iterable(machine, pair, at):
            raise given.error(f"cannot convert dictionary update sequence element #{place} to a sequence")
        parts = machine.iterate(pair, at)
        if parts is None:
            raise NotKnownError("the entries are not known")
        if len(parts) != 2:
            reason = f"dictionary update sequence element #{place} has length {len(parts)}; 2 is required"
            raise given.error(reason, "ValueError")
        found.append((to_key(machine, parts[0], at), parts[1]))
    return found


def _fill(given: Given, entries: dict[Any, Any], sources: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    for source in sources:
        entries.update(pairs_of(given, source))
    entries.update(named)
    bounded_items(given.machine, len(entries))


def _make(given: Given, cls: Any, /, *sources: Any, **named: Any) -> Any:
    """A class that extends a dict sets itself up later, by `__init__`."""
    if len(sources) > 1 and cls is DICT:
        raise given.error(f"dict expected at most 1 argument, got {len(sources)}")
    made = Object()
    if cls is DICT:
        if sources and isinstance(sources[0], Symbol) and given.machine.keys(sources[0], given.at) is None:
            whole: Any = sources[0]
            return Symbol(Call("merge", given.machine.operands(whole, Object(dict(named))))) if named else whole
        _fill(given, made.entries, sources, named)
    return wrapped(cls, DICT, made)


def _add(given: Given, sources: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    """Add entries to the dict that a method changes. Where it is not known which, nothing is known of it any more."""
    entries = own_entries(given)
    try:
        _fill(given, entries, sources, named)
    except NotKnownError:
        held = inner(given.this)
        whole = Call("merge", given.machine.operands(Object(dict(entries)), *sources, Object(dict(named))))
        entries.clear()
        entries[INNER], held.type = Symbol(whole), DICT


def _set_up(given: Given, source: Any = MISSING, /, **named: Any) -> None:
    _add(given, () if source is MISSING else (source,), named)


def _get(given: Given, key: Any, default: Any = None, /) -> Any:
    machine = given.machine
    held = given.this if isinstance(given.this, Symbol) else inner(given.this)
    if isinstance(held, Symbol):
        return entry_of_symbol(machine, held, key, default, given.at)
    entries = entries_of(given.this)
    if isinstance(key, Symbol):
        value = Call("index", machine.operands(inner(given.this), key))
        if key.concrete is MISSING:
            return Symbol(value if default is None else Call("nullish", (value, *machine.operands(default))))
        found = entries.get(to_key(machine, key, given.at), default)
        if isinstance(found, str | int | float | None):
            return Symbol(value if default is None else Call("nullish", (value, *machine.operands(default))), found)
        return found
    found = entries.get(to_key(machine, key, given.at), UNDEFINED)
    return default if found is UNDEFINED else found


def _item(given: Given, key: Any, /) -> Any:
    held = inner(given.this)
    if isinstance(held, Symbol):
        return given.machine.item(held, key, given.at)
    return entry(given.machine, given.this, held, key, given.at)


def _pop(given: Given, key: Any, default: Any = MISSING, /) -> Any:
    found = own_entries(given).pop(to_key(given.machine, key, given.at), default)
    if found is MISSING:
        raise thrown(given.machine, given.at, "KeyError", key)
    return found


def _pop_item(given: Given) -> Array:
    entries = own_entries(given)
    if not entries:
        raise thrown(given.machine, given.at, "KeyError", "popitem(): dictionary is empty")
    key, value = entries.popitem()
    return Array([key_value(key), value], fixed=True)


def _set_default(given: Given, key: Any, default: Any = None, /) -> Any:
    return own_entries(given).setdefault(to_key(given.machine, key, given.at), default)


def _update(given: Given, /, *sources: Any, **named: Any) -> None:
    if len(sources) > 1:
        raise given.error(f"update expected at most 1 argument, got {len(sources)}")
    _add(given, sources, named)


def _clear(given: Given) -> None:
    own_entries(given).clear()


def _copy(given: Given) -> Object:
    return Object(dict(entries_of(given.this)))


def _from_keys(given: Given, cls: Any, iterable: Any, value: Any = None, /) -> Any:
    keys = given.items(iterable)
    made = Object({to_key(given.machine, key, given.at): value for key in keys})
    return made if cls is DICT else given.call(cls, made)


class ClassFunction(BuiltinClass):
    """A method of a class of the runtime itself: `dict.fromkeys`."""

    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        super().__init__("classmethod_descriptor")
        self.function = function

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """It, with the class as its first argument."""
        del machine, instance, at
        return Bound(self.function, UNDEFINED, (owner,))


def _view(sort: str) -> Any:
    def body(given: Given) -> View:
        held = inner(given.this)
        if not isinstance(held, Object):
            raise NotKnownError(f"the {sort} are not known")
        return View(held, sort)

    return body


DICT.make = _make
DICT.members.update(
    {
        **CONTAINER,
        **CHANGING,
        "get": method("get", _get, whole=True),
        "__getitem__": method("__getitem__", _item),
        **methods(
            {
                "pop": _pop,
                "popitem": _pop_item,
                "setdefault": _set_default,
                "update": _update,
                "clear": _clear,
                "copy": _copy,
                "keys": _view("keys"),
                "values": _view("values"),
                "items": _view("items"),
            },
            "dict",
        ),
        "fromkeys": ClassFunction(native("fromkeys", _from_keys)),
        "__init__": method("__init__", _set_up),
    }
)


def _is_disjoint(given: Given, other: Any, /) -> bool:
    members = as_members(given.machine, given.this, given.at)
    if members is None:
        raise given.error(f"'{type_name(given.this)}' object has no attribute 'isdisjoint'", "AttributeError")
    return not any(to_key(given.machine, one, given.at) in members for one in given.items(other))


for _name in ("keys", "items"):
    VIEWS[_name].members.update({**CONTAINER, **methods({"isdisjoint": _is_disjoint})})
VIEWS["values"].members.update(CONTAINER)
