"""`Object`, and what every object inherits."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.javascript.array_loops import group_by
from scaffold.readers.programs.javascript.coerce import is_callable, is_plain, own_keys, to_key, type_name
from scaffold.readers.programs.javascript.kinds import HIDDEN, OBJECT_MEMBERS, TAG, Native
from scaffold.readers.programs.javascript.native import Builtin, Given, native, table
from scaffold.readers.programs.javascript.operators import same_value
from scaffold.readers.programs.javascript.reading import entries_of, keys_of, whole_array
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, NativeFunction, Object, Promise, Symbol


def _keys(given: Given) -> Any:
    return Array(list(keys_of(given.machine, given[0], given.at)))


def _values(given: Given) -> Array:
    return Array([value for _, value in entries_of(given.machine, given[0], given.at)])


def _entries(given: Given) -> Array:
    return Array([Array([name, value]) for name, value in entries_of(given.machine, given[0], given.at)])


def _listing(name: str, body: Any) -> NativeFunction:
    """Keys, values or entries; of a symbol that is taken for nothing, the symbol of a call."""

    def work(given: Given) -> Any:
        value = given[0]
        if isinstance(value, Symbol) and value.concrete is MISSING:
            return Symbol(Call(name, (given.machine.freeze(value),)))
        return body(given)

    return native(f"Object.{name}", work)


def _from_entries(given: Given) -> Object:
    machine = given.machine
    source = machine.iterate(given[0], given.at)
    if source is None:
        raise NotKnownError("the entries are not known")
    found: dict[Any, Any] = {}
    for entry in source:
        if is_plain(entry):
            raise given.error("Iterator value is not an entry object")
        key = machine.get(entry, "0" if isinstance(entry, Object) else 0, given.at)
        found[to_key(machine, key, given.at)] = machine.get(entry, "1" if isinstance(entry, Object) else 1, given.at)
    return Object(found)


def _assign(given: Given) -> Any:
    target = given[0]
    if target is None or target is UNDEFINED:
        raise given.error("Cannot convert undefined or null to object")
    for source in given.arguments[1:]:
        if source is None or source is UNDEFINED or isinstance(source, bool | int | float):
            continue
        pairs = entries_of(given.machine, source, given.at)
        for name, value in pairs:
            put(given, target, name, value)
        if isinstance(source, Object) and isinstance(target, Object):
            target.entries.update({key: value for key, value in source.entries.items() if not isinstance(key, str)})
    return target


def put(given: Given, target: Any, name: Any, value: Any) -> None:
    """Set a member as an assignment does. Raises `NotKnownError` for what cannot be changed here."""
    if isinstance(target, Object):
        setter = (target.accessors or {}).get(name)
        if setter is not None:
            if is_callable(setter[1]):
                given.call(setter[1], value, this=target)
        elif not target.frozen:
            target.entries[name] = value
    elif isinstance(target, Array) and isinstance(name, str) and name.isdecimal():
        index = int(name)
        bounded_items(given.machine, index)
        target.items.extend([UNDEFINED] * (index + 1 - len(target.items)))
        target.items[index] = value
    elif hasattr(target, "set"):
        target.set(given.machine, name, value, given.at)
    else:
        raise NotKnownError("what is changed is no object of the program's own")


def _freeze(given: Given) -> Any:
    if isinstance(given[0], Object):
        given[0].frozen = True
    return given[0]


def _is_frozen(given: Given) -> bool:
    value = given[0]
    return value.frozen if isinstance(value, Object) else is_plain(value)


def _create(given: Given) -> Object:
    prototype = given[0]
    if not (prototype is None or isinstance(prototype, Object)):
        raise given.error("Object prototype may only be an Object or null")
    made = Object(type=prototype)
    if given.has(1):
        for name, descriptor in entries_of(given.machine, given[1], given.at):
            _define(given, made, name, descriptor)
    return made


def _define(given: Given, target: Any, key: Any, descriptor: Any) -> None:
    machine, at = given.machine, given.at
    getter, setter = machine.get(descriptor, "get", at), machine.get(descriptor, "set", at)
    if isinstance(target, Object):
        hidden = target.entries.setdefault(HIDDEN, set())
        seen = machine.truth(machine.get(descriptor, "enumerable", at), at)
        (hidden.discard if seen else hidden.add)(key)
        if is_callable(getter) or is_callable(setter):
            target.entries.pop(key, None)
            target.accessors = {**(target.accessors or {}), key: (getter, setter)}
            return
    put(given, target, key, machine.get(descriptor, "value", at))


def _define_property(given: Given) -> Any:
    if is_plain(given[0]):
        raise given.error("Object.defineProperty called on non-object")
    _define(given, given[0], to_key(given.machine, given[1], given.at), given[2])
    return given[0]


def _define_properties(given: Given) -> Any:
    for name, descriptor in entries_of(given.machine, given[1], given.at):
        _define(given, given[0], name, descriptor)
    return given[0]


def _descriptor(given: Given, value: Any, name: str) -> Any:
    if name not in own_keys(given.machine, value, hidden=True):
        return UNDEFINED
    hidden = value.entries.get(HIDDEN, ()) if isinstance(value, Object) else ()
    traits = {"enumerable": name not in hidden, "configurable": True}
    accessor = (value.accessors or {}).get(name) if isinstance(value, Object) else None
    if accessor is not None:
        return Object({"get": accessor[0], "set": accessor[1], **traits})
    writable = not (isinstance(value, Object) and value.frozen)
    return Object({"value": given.machine.get(value, name, given.at), "writable": writable, **traits})


def _own_descriptor(given: Given) -> Any:
    return _descriptor(given, given[0], given.text(1))


def _own_descriptors(given: Given) -> Object:
    names = own_keys(given.machine, given[0], hidden=True)
    return Object({name: _descriptor(given, given[0], name) for name in names})


def _names(given: Given) -> Array:
    return Array(list(own_keys(given.machine, given[0], hidden=True)))


def _prototype(given: Given) -> Any:
    kind = given[0].type if isinstance(given[0], Object) else UNDEFINED
    if isinstance(kind, Object):
        return kind
    if kind is None:
        return given.machine.get(OBJECT, "prototype", given.at)
    if kind is UNDEFINED:
        kind = given.machine.get(given[0], "constructor", given.at)
    return given.machine.get(kind, "prototype", given.at)


def _set_prototype(given: Given) -> Any:
    """Changes what an object inherits from. An error that is given the prototype of its own class has it already."""
    target, source = given[0], given[1]
    if isinstance(target, Object) and isinstance(source, Object | None):
        kind = source.entries.get("constructor") if source is not None else None
        target.type = kind if is_callable(kind) else source
    return target


def _group_by(given: Given) -> Object:
    items = whole_array(given.machine, given[0], given.at)
    groups = group_by(given, items, given.function(1))
    return Object({to_key(given.machine, key, given.at): Array(members) for key, members in groups})


def _object(given: Given) -> Any:
    return Object() if given[0] is None or given[0] is UNDEFINED else given[0]


_STATICS: dict[str, Any] = {
    "fromEntries": _from_entries,
    "assign": _assign,
    "freeze": _freeze,
    "isFrozen": _is_frozen,
    "seal": lambda given: given[0],
    "isSealed": _is_frozen,
    "preventExtensions": lambda given: given[0],
    "isExtensible": lambda given: not _is_frozen(given),
    "create": _create,
    "defineProperty": _define_property,
    "defineProperties": _define_properties,
    "getOwnPropertyDescriptor": _own_descriptor,
    "getOwnPropertyDescriptors": _own_descriptors,
    "getOwnPropertyNames": _names,
    "getOwnPropertySymbols": lambda _: Array([]),
    "getPrototypeOf": _prototype,
    "setPrototypeOf": _set_prototype,
    "hasOwn": lambda given: _has_own(given, given[0], given[1]),
    "is": lambda given: same_value(given[0], given[1]),
    "groupBy": _group_by,
}


def _has_own(given: Given, value: Any, key: Any) -> Any:
    machine = given.machine
    if isinstance(value, Symbol):
        value = machine.concrete(value)
    if isinstance(key, Symbol) and value is not MISSING:
        found = machine.concrete(key)
        names = tuple(own_keys(machine, value, hidden=True))
        result = found if found is MISSING else _has_own(given, value, found)
        return Symbol(Call("includes", (names, *machine.operands(key))), result)
    if value is MISSING:
        raise NotKnownError("the keys are not known")
    name = to_key(given.machine, key, given.at)
    if isinstance(value, Object):
        return name in value.entries or name in (value.accessors or ())
    return name in own_keys(given.machine, value, hidden=True)


def _tag(given: Given) -> str:
    this = given.this
    if this is None or this is UNDEFINED:
        return "[object Null]" if this is None else "[object Undefined]"
    if isinstance(this, Array):
        return "[object Array]"
    if isinstance(this, Native):
        return f"[object {this.kind}]"
    if isinstance(this, Promise):
        return "[object Promise]"
    if isinstance(this, Object):
        tag = given.machine.get(this, TAG, given.at)
        kind = "Error" if isinstance(this.entries.get(HIDDEN), set) and "stack" in this.entries else "Object"
        return f"[object {tag if isinstance(tag, str) else kind}]"
    name = type_name(this)
    return f"[object {name.capitalize()}]"


OBJECT_MEMBERS.update(
    table(
        {
            "hasOwnProperty": lambda given: _has_own(given, given.this, given[0]),
            "propertyIsEnumerable": lambda given: given.text(0) in own_keys(given.machine, given.this),
            "toString": _tag,
            "toLocaleString": _tag,
            "valueOf": lambda given: given.this,
            "isPrototypeOf": lambda _: False,
        }
    )
)
OBJECT = Builtin(
    "Object",
    _object,
    _object,
    {
        "keys": _listing("keys", _keys),
        "values": _listing("values", _values),
        "entries": _listing("entries", _entries),
        **table(_STATICS, "Object."),
    },
    OBJECT_MEMBERS,
    lambda value: not is_plain(value),
)
OBJECT_MEMBERS["constructor"] = OBJECT
