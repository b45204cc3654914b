"""What crosses between a Python program and the library: by value, as the packages for Python have it."""

from __future__ import annotations

from typing import Any, Final

from scaffold.model.values import Reference, references
from scaffold.readers.cdktf.python.enums import EnumMember
from scaffold.readers.cdktf.python.names import library_name
from scaffold.readers.cdktf.python.structs import StructClass
from scaffold.readers.cdktf.spelling import Struct
from scaffold.readers.cdktf.twins import LibraryClass
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import Bound, ClassValue, Closure
from scaffold.readers.programs.python.classes import mro_of
from scaffold.readers.programs.python.kinds import Core, HostValue, inner, key_value
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol

#: How the names of parameters begin that are variables of the environment.
_VARIABLE: Final = "env."
#: Numbers are those of JavaScript behind the border.
_EXACT: Final = 1 << 53
_ROUND: Final = 1e21
#: How deep lists and dictionaries may stand in each other before that counts as without an end.
_DEEPEST: Final = 200
_FUNCTIONS: Final = (Closure, Bound, NativeFunction)
#: What `jsii.implements` leaves at a class: the library may be given its instances.
IMPLEMENTS: Final = "__jsii_ifaces__"
#: Members of the library's own options that are one object of options each, whatever they are members of.
_NESTED: Final = frozenset(
    {"lifecycle", "assumeRole", "assumeRoleWithWebIdentity", "endpoints", "precondition", "terraformGeneratorMetadata"}
)


def given(machine: Machine, value: Any, at: int, depth: int = 0) -> Any:
    """A value of the program as the library sees it. Raises the program's error for what cannot be given to it."""
    if value is None:
        return UNDEFINED
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if depth > _DEEPEST:
        raise machine.throw("maximum recursion depth exceeded", at, "RecursionError")
    held = inner(value)
    if isinstance(held, Array) and not held.fixed:
        machine.spend(1 + len(held.items))
        return Array([given(machine, item, at, depth + 1) for item in held.items])
    if isinstance(held, Object):
        return _object(machine, held, at, depth)
    if held is not value:
        return given(machine, held, at, depth + 1)
    if isinstance(value, _FUNCTIONS):
        message = "Cannot pass function as argument here (did you mean to call this function?)"
        raise machine.throw(message, at, "RuntimeError")
    if isinstance(value, Array | Core | HostValue):
        raise _untyped(machine, value, at)
    if isinstance(value, Either):
        ways = (given(machine, way, at, depth + 1) for way in (value.then, value.otherwise))
        return machine.merge(value.condition, *ways)
    return _other(machine, value)


def _other(machine: Machine, value: Any) -> Any:
    """What is neither data nor a function: an enumeration's member is what the library has in its place, and what is
    not given to the program is not given to the library."""
    if isinstance(value, EnumMember):
        return value.behind
    if isinstance(value, Symbol) and isinstance(value.value, Reference) and value.value.address.startswith(_VARIABLE):
        _needed(machine, value.value.address)
    nothing = isinstance(value, Symbol) and (value.concrete is None or value.concrete is UNDEFINED)
    return UNDEFINED if nothing else value


def _needed(machine: Machine, name: str) -> None:
    """Take a variable of the environment for one that has to be set, where nothing stands in for it: an option may be
    one that the packages for Python refuse to do without. What is only given where it is set need not be."""
    seen = machine.platform.run.parameters.get(name)  # type: ignore[attr-defined]
    guards = references(machine.condition) if machine.condition is not None else ()
    if seen is not None and seen.default is MISSING and all(guard.address != name for guard in guards):
        seen.required = True


def given_member(machine: Machine, options: Struct | None, name: str, value: Any, at: int, depth: int = 0) -> Any:
    """A member `name` (the library's) of an object of options: a dictionary may stand for one inside."""
    held = inner(value)
    if isinstance(held, Object) and held.type is None:
        nested = options.nested(name) if options is not None else None
        if nested is not None or name in _NESTED:
            return _options(machine, nested, held, at, depth + 1)
    return given(machine, value, at, depth)


def _options(machine: Machine, options: Struct | None, value: Object, at: int, depth: int) -> Object:
    """An object of options by the names that Python has for its members."""
    machine.spend(1 + len(value.entries))
    found: dict[Any, Any] = {}
    for key, item in value.entries.items():
        member = library_name(key) if isinstance(key, str) else ""
        if not member:
            message = f"__init__() got an unexpected keyword argument '{key_value(key)}'"
            raise machine.throw(message, at, "TypeError")
        one = given_member(machine, options, member, item, at, depth + 1)
        if one is not UNDEFINED:
            found[member] = one
    return Object(found)


def _object(machine: Machine, value: Object, at: int, depth: int) -> Any:
    kind = value.type
    if isinstance(kind, StructClass):
        return _options(machine, kind.facts, Object(dict(value.entries)), at, depth)
    if kind is None:
        machine.spend(1 + len(value.entries))
        items = ((_key(machine, key), item) for key, item in value.entries.items())
        return Object({key: given(machine, item, at, depth + 1) for key, item in items})
    if isinstance(kind, ClassValue):
        struct = next((one for one in kind.mro if isinstance(one, StructClass)), None)
        if struct is not None:
            return _options(machine, struct.facts, Object(dict(value.entries)), at, depth)
    if not any(isinstance(one, LibraryClass) or _is_marked(one) for one in mro_of(kind)):
        raise _untyped(machine, value, at)
    return value


def _is_marked(kind: Any) -> bool:
    return isinstance(kind, ClassValue) and IMPLEMENTS in kind.statics.entries


def _untyped(machine: Machine, value: Any, at: int) -> Exception:
    message = f"type object '{type_name(value)}' has no attribute '__jsii_type__'"
    return machine.throw(message, at, "AttributeError")


def _key(machine: Machine, key: Any) -> Any:
    """A key as JSON has it."""
    plain = inner(key_value(key))
    if isinstance(plain, str):
        return plain
    if isinstance(plain, bool) or plain is None:
        return {True: "true", False: "false", None: "null"}[plain]
    text = machine.text(plain)
    return text if isinstance(text, str) else key


def _number(value: int | float) -> int | float:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _ROUND else value
    return value if abs(value) <= _EXACT else _number(_float(value))


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def shown(machine: Machine, value: Any, depth: int = 0) -> Any:
    """A value of the library as the program sees it."""
    if value is None or value is UNDEFINED:
        return None
    if isinstance(value, float):
        return _number(value)
    if depth > _DEEPEST:
        return value
    if isinstance(value, Array):
        machine.spend(1 + len(value.items))
        return Array([shown(machine, item, depth + 1) for item in value.items])
    if isinstance(value, Object) and value.type is None:
        machine.spend(1 + len(value.entries))
        return Object({key: shown(machine, item, depth + 1) for key, item in value.entries.items()})
    return value
