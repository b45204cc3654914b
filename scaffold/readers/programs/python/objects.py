"""What every value has: the attributes of `object`, of classes, of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import Bound, ClassValue, Closure, module_name
from scaffold.readers.programs.python.classes import (
    OBJECT,
    TYPE,
    BuiltinClass,
    class_attribute,
    class_name,
)
from scaffold.readers.programs.python.comparing import compared, to_key
from scaffold.readers.programs.python.formatting import formatted
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Key, inner
from scaffold.readers.programs.python.native import Given, methods
from scaffold.readers.programs.python.texts import represent, text
from scaffold.readers.programs.python.types import is_class, is_instance, type_name, type_of
from scaffold.readers.programs.values import (
    INNER,
    MISSING,
    STANDS_FOR,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Symbol,
)

_FUNCTIONS = (Closure, NativeFunction, Bound)


def _plain(given: Given) -> Any:
    """The receiver without what its class says of operators."""
    return inner(given.this)


def _equals(given: Given, other: Any, /) -> Any:
    plain = _plain(given)
    if plain is given.this and isinstance(plain, Object) and plain.type is not None:
        return True if plain is other else NOT_IMPLEMENTED
    return compared(given.machine, plain, inner(other), given.at)


def _differs(given: Given, other: Any, /) -> Any:
    found = given.machine.binary("equals", given.this, other, given.at)
    return given.machine.unary("not", found, given.at)


def _hash(given: Given) -> int:
    return hash_of(given, _plain(given))


def hash_of(given: Given, value: Any, /) -> int:
    """`hash(value)`. Raises the program's TypeError, `NotKnownError` for what differs from run to run."""
    found = to_key(given.machine, value, given.at)
    if isinstance(found, Key):
        return hash(_certain(found))
    return hash(_certain(found))


def _certain(key: Any) -> Any:
    """What the hash of a key is made of, where that is the same in each run."""
    if isinstance(key, bool | int | float):
        return key
    if isinstance(key, Key) and isinstance(key.own, tuple) and isinstance(key.value, Array):
        return tuple(map(_certain, key.own[1]))
    if isinstance(key, Key) and not isinstance(key.own, str | tuple | bytes):
        return key.own
    raise NotKnownError("a hash that differs from run to run")


def _represent(given: Given) -> Any:
    plain = _plain(given)
    if plain is given.this and isinstance(plain, Object | Foreign) and not is_class(plain):
        raise NotKnownError("there is an address in the text of this")
    return represent(given.machine, plain, given.at)


def _text(given: Given) -> Any:
    plain = _plain(given)
    return (
        text(given.machine, plain, given.at)
        if isinstance(plain, str)
        else represent(given.machine, given.this, given.at)
    )


def _set(given: Given, name: Any, value: Any, /) -> None:
    setter = getattr(given.machine, "set_raw", None)
    if isinstance(given.this, Object) and setter is not None:
        setter(given.this, given.known(name), value, given.at)
    else:
        given.machine.set_attribute(given.this, given.known(name), value, given.at)


def _get(given: Given, name: Any, /) -> Any:
    return given.machine.attribute(given.this, given.known(name), given.at)


def _delete(given: Given, name: Any, /) -> None:
    entries = given.this.entries if isinstance(given.this, Object) else {}
    if entries.pop(given.known(name), MISSING) is MISSING:
        raise given.error(missing_attribute(given.this, given.known(name)), "AttributeError")


def _format(given: Given, format_spec: Any, /) -> Any:
    if given.known(format_spec) == "":
        return given.machine.text(given.this, given.at)
    return formatted(given.machine, _plain(given), format_spec, given.at)


def _names(given: Given) -> Array:
    return Array(names_of(given.machine, given.this))


def _class(machine: Machine, value: Any) -> Any:
    del machine
    return type_of(value)


OBJECT.members.update(
    methods(
        {
            "__eq__": _equals,
            "__ne__": _differs,
            "__hash__": _hash,
            "__repr__": _represent,
            "__str__": _text,
            "__setattr__": _set,
            "__getattribute__": _get,
            "__delattr__": _delete,
            "__format__": _format,
            "__dir__": _names,
        }
    )
)


def names_of(machine: Machine, value: Any) -> list[str]:
    """What `dir(value)` lists, of the program's own making."""
    found: dict[str, None] = {}
    holders = [value] if is_class(value) or isinstance(value, ClassValue) else [type_of(value)]
    if isinstance(value, Object) and value.type is not None:
        found.update((name, None) for name in value.entries if isinstance(name, str))
    for holder in holders:
        for kind in getattr(holder, "mro", ()) or (holder,):
            space = kind.statics.entries if isinstance(kind, ClassValue) else getattr(kind, "namespace", None) or {}
            found.update((name, None) for name in space if isinstance(name, str))
    if isinstance(value, Foreign) and not isinstance(value, BuiltinClass):
        found.update((name, None) for name in value.keys(machine))
    return sorted(found)


def entries_as_dict(value: Any) -> Any:
    """`value.__dict__`: the same entries, so that changes of one are seen in the other."""
    if isinstance(value, ClassValue):
        return Object(value.statics.entries)
    if not isinstance(value, Object) or value.type is None:
        return Object(value.statics.entries) if isinstance(value, Closure) else UNDEFINED
    if INNER in value.entries or STANDS_FOR in value.entries:
        return Object({name: held for name, held in value.entries.items() if isinstance(name, str)})
    return Object(value.entries)


def _of_function(value: Any, name: str) -> Any:
    if isinstance(value, Bound):
        if name == "__func__":
            return value.function
        if name == "__self__":
            return value.arguments[0] if value.this is UNDEFINED and value.arguments else value.this
        return _of_function(value.function, name)
    if name in ("__name__", "__qualname__"):
        own = value.name.rpartition(".")[2] or "<lambda>"
        return (value.code.title or own) if name == "__qualname__" and isinstance(value, Closure) else own
    if name == "__doc__":
        return getattr(value.code.node, "documentation", "") or None if isinstance(value, Closure) else None
    if name == "__module__":
        return module_name(value.frame) if isinstance(value, Closure) else "builtins"
    if name in ("__annotations__", "__kwdefaults__"):
        return Object()
    if name == "__call__":
        return value
    if isinstance(value, Closure) and name in ("__code__", "__globals__", "__closure__", "__defaults__"):
        raise NotKnownError("what a function is made of is not known here")
    return UNDEFINED


_COMMON: dict[str, Callable[[Machine, Any], Any]] = {
    "__class__": _class,
    "__dict__": lambda _, value: entries_as_dict(value),
    "__doc__": lambda _, value: getattr(type_of(value), "doc", None),
    "__module__": lambda _, value: getattr(type_of(value), "module", "__main__"),
}


def member(machine: Machine, value: Any, name: str, at: int) -> Any:
    """An attribute that a value of the runtime has, or that every value has; `UNDEFINED` if there is none."""
    if isinstance(value, _FUNCTIONS):
        found = _of_function(value, name)
        if found is not UNDEFINED:
            return found
    if isinstance(value, ClassValue):
        found = class_attribute(machine, value, name, at)
        if found is not UNDEFINED:
            return found
    kind = type_of(value)
    if isinstance(kind, BuiltinClass):
        found = kind.find(name)
        if isinstance(found, Foreign):
            return found.bind(machine, value, kind, at)
        if found is not UNDEFINED:
            return found
    common = _COMMON.get(name)
    if common is not None:
        return common(machine, value)
    return OBJECT.members.get(name, UNDEFINED)


def missing_attribute(value: Any, name: str) -> str:
    """What the error says where a value has no such attribute."""
    if isinstance(value, Symbol) and value.concrete is not MISSING:
        value = value.concrete
    if is_class(value) or isinstance(value, ClassValue):
        return f"type object '{class_name(value)}' has no attribute '{name}'"
    if type_name(value) == "module":
        return f"module '{getattr(value, 'name', '')}' has no attribute '{name}'"
    return f"'{type_name(value)}' object has no attribute '{name}'"


def _instance_check(given: Given, instance: Any, /) -> bool:
    return is_instance(instance, given.this)


def _subclasses(given: Given) -> Any:
    del given
    raise NotKnownError("the classes that extend another are not kept")


TYPE.members.update(
    methods(
        {
            "__subclasses__": _subclasses,
            "mro": lambda given: Array(list(given.this.mro)),
            "__instancecheck__": _instance_check,
        }
    )
)


def _make_type(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Any:
    """`type(value)`, and `type(name, bases, namespace)`."""
    if len(arguments) == 1 and cls is TYPE:
        return type_of(arguments[0])
    if len(arguments) != 3:
        raise given.error("type() takes 1 or 3 arguments")
    name, bases, namespace = (given.known(one) for one in arguments)
    make = getattr(given.machine, "make_class", None)
    if make is None or not isinstance(bases, Array) or not isinstance(namespace, Object):
        raise NotKnownError("this class is made while the program runs")
    made = make(name, bases.items, dict(namespace.entries), keywords=keywords, at=given.at)
    finish = getattr(given.machine, "finish_class", None)
    return made if finish is None else finish(made, keywords, given.at)


TYPE.make = _make_type
