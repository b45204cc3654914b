"""What is equal, what comes first, and what tells the keys of dicts and the members of sets apart."""

from __future__ import annotations

import operator as host
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import Bound, ClassValue
from scaffold.readers.programs.python.classes import mro_of
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Core, Key, RangeValue, SetValue, View, inner
from scaffold.readers.programs.python.types import type_name, type_of
from scaffold.readers.programs.values import MISSING, Array, Foreign, Machine, Object, Span, Symbol

_PLAIN = (str, bool, int, float, bytes, type(None))
#: By the name of an operator: its sign, the method that decides it, and the one of the other operand.
ORDERS: dict[str, tuple[str, str, str]] = {
    "less": ("<", "__lt__", "__gt__"),
    "less-equal": ("<=", "__le__", "__ge__"),
    "greater": (">", "__gt__", "__lt__"),
    "greater-equal": (">=", "__ge__", "__le__"),
}
_HOST: dict[str, Callable[[Any, Any], Any]] = {
    "less": host.lt,
    "less-equal": host.le,
    "greater": host.gt,
    "greater-equal": host.ge,
}


def has_methods(value: Any) -> bool:
    """Whether a value may be of a class that says itself what operators mean."""
    if isinstance(value, Object):
        return value.type is not None
    return isinstance(value, Foreign | ClassValue) and not isinstance(value, Core)


def asked(machine: Machine, value: Any, name: str, other: Any, at: int) -> Any:
    """What the method `name` of a value's class gives for another value; `NOT_IMPLEMENTED` if there is none."""
    if not has_methods(value):
        return NOT_IMPLEMENTED
    method = machine.special(value, name, at)
    return NOT_IMPLEMENTED if method is MISSING else machine.call(method, (other,), at=at)


def compared(machine: Machine, left: Any, right: Any, at: int) -> Any:
    """`left == right`, which a class may decide to be anything."""
    for one, other in ((left, right), (right, left)):
        found = asked(machine, one, "__eq__", other, at)
        if found is not NOT_IMPLEMENTED:
            return found
    return _equal(machine, inner(left), inner(right), at)


def equal(machine: Machine, left: Any, right: Any, at: int = 0) -> bool:
    """Whether two values are the same or equal. Raises `NotKnownError`."""
    if left is right:
        return True
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
        return bool(left == right)
    symbolic = isinstance(left, Symbol) or isinstance(right, Symbol)
    found = machine.binary("equals", left, right, at) if symbolic else compared(machine, left, right, at)
    if found is True or found is False:
        return bool(found)
    truth = machine.truth(found, at)
    if truth is None:
        raise NotKnownError("whether these are equal is not known")
    return truth


def _equal(machine: Machine, left: Any, right: Any, at: int) -> bool:
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
        return bool(left == right)
    if isinstance(left, Array) and isinstance(right, Array):
        if left.fixed != right.fixed or len(left.items) != len(right.items):
            return False
        machine.spend(1 + len(left.items) // 16)
        return all(equal(machine, one, other, at) for one, other in zip(left.items, right.items, strict=True))
    if _is_dict(left) and _is_dict(right):
        machine.spend(1 + len(left.entries) // 16)
        return left.entries.keys() == right.entries.keys() and all(
            equal(machine, item, right.entries[key], at) for key, item in left.entries.items()
        )
    if isinstance(left, RangeValue) and isinstance(right, RangeValue):
        return left.span == right.span
    if isinstance(left, Span) and isinstance(right, Span):
        ends = ((left.start, right.start), (left.stop, right.stop), (left.step, right.step))
        return all(equal(machine, one, other, at) for one, other in ends)
    if isinstance(left, Bound) and isinstance(right, Bound):
        return left.function is right.function and left.this is right.this
    one, other = as_members(machine, left, at), as_members(machine, right, at)
    if one is not None and other is not None:
        return one.keys() == other.keys()
    return left is right


def _is_dict(value: Any) -> bool:
    return isinstance(value, Object) and value.type is None


def as_members(machine: Machine, value: Any, at: int) -> dict[Any, Any] | None:
    """What is in a set, or in a view of a dict that is like one; `None` for anything else."""
    if isinstance(value, SetValue):
        return value.members
    if isinstance(value, View) and value.sort != "values":
        return members_of(machine, value.elements(machine, at) or [], at)
    return None


def members_of(machine: Machine, items: list[Any], at: int) -> dict[Any, Any]:
    """Elements under what tells them apart, each once. Raises the program's TypeError for what has no hash."""
    found: dict[Any, Any] = {}
    for item in items:
        found.setdefault(member_key(machine, item, at), item)
    return found


def member_key(machine: Machine, value: Any, at: int) -> Any:
    """What tells a member of a set from others: of a symbol that is taken for nothing, that it is this one."""
    if isinstance(value, Symbol) and value.concrete is MISSING:
        return value
    return to_key(machine, value, at)


def sought(value: Any) -> Any:
    """What a set looks for when it is asked about a value: instead of a set, which has no hash, a frozenset like it."""
    return SetValue(value.members, frozen=True) if isinstance(value, SetValue) else value


def is_member(machine: Machine, members: dict[Any, Any], value: Any, at: int) -> bool:
    """Whether a value is in a set. Raises `NotKnownError`, and the program's TypeError for what has no hash."""
    key = member_key(machine, sought(value), at)
    if key in members:
        return True
    if isinstance(key, Symbol) or any(isinstance(one, Symbol) for one in members):
        raise NotKnownError("whether this is in it is not known")
    return False


def ordered(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    """The operators `less` to `greater-equal`. Raises the program's TypeError for what has no order."""
    _, method, mirrored = ORDERS[operator]
    for one, other, name in ((left, right, method), (right, left, mirrored)):
        found = asked(machine, one, name, other, at)
        if found is not NOT_IMPLEMENTED:
            return found
    return _ordered(machine, operator, inner(left), inner(right), at)


def _ordered(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    if isinstance(left, Array) and isinstance(right, Array) and left.fixed == right.fixed:
        for one, other in zip(left.items, right.items, strict=False):
            machine.spend()
            if not equal(machine, one, other, at):
                return machine.binary(operator, one, other, at)
        return _HOST[operator](len(left.items), len(right.items))
    one, other = as_members(machine, left, at), as_members(machine, right, at)
    if one is not None and other is not None:
        return _HOST[operator](one.keys(), other.keys())
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
        try:
            return _HOST[operator](left, right)
        except TypeError:
            pass
    names = f"'{type_name(left)}' and '{type_name(right)}'"
    raise machine.throw(f"'{ORDERS[operator][0]}' not supported between instances of {names}", at, "TypeError")


def decided(machine: Machine, operator: str, left: Any, right: Any, at: int) -> bool:
    """What one of the operators of order says. Raises `NotKnownError`, and the program's TypeError."""
    found = machine.binary(operator, left, right, at)
    truth = machine.truth(found, at)
    if truth is None:
        raise NotKnownError("how two elements compare is not known")
    return truth


class _Own:
    """The hash and equality that a class of the program has given its instances."""

    __slots__ = ("at", "hash", "machine", "value")

    def __init__(self, machine: Machine, value: Any, given: int, at: int) -> None:
        self.machine, self.value, self.hash, self.at = machine, value, given, at

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        value = other.value if isinstance(other, _Own) else other
        return equal(self.machine, self.value, value, self.at)


def to_key(machine: Machine, value: Any, at: int = 0) -> Any:
    """What tells a value from other keys. Raises the program's TypeError for what has no hash, `NotKnownError`."""
    if isinstance(value, _PLAIN) or type(value) is Key:
        return value
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("the key is not known")
        return to_key(machine, value.concrete, at)
    if isinstance(value, Array) and value.fixed:
        return Key(("tuple", tuple(to_key(machine, item, at) for item in value.items)), value)
    if isinstance(value, SetValue) and value.frozen:
        return Key(("frozenset", frozenset(value.members)), value)
    if isinstance(value, RangeValue):
        return Key(("range", value.span), value)
    if isinstance(value, Object) and value.type is not None:
        return _key_of_instance(machine, value, at)
    if isinstance(value, Array | Object | SetValue | Span) or (isinstance(value, View) and value.sort != "values"):
        raise machine.throw(f"unhashable type: '{type_name(value)}'", at, "TypeError")
    return value


def stated(value: Any, name: str) -> Any:
    """What stands under a name in the classes of an instance; `MISSING` if nothing does."""
    for kind in mro_of(type_of(value)):
        space = kind.statics.entries if isinstance(kind, ClassValue) else getattr(kind, "namespace", None) or {}
        if name in space:
            return space[name]
    return MISSING


def _key_of_instance(machine: Machine, value: Object, at: int) -> Any:
    method = machine.special(value, "__hash__", at)
    if method is not MISSING:
        found = machine.concrete(machine.call(method, (), at=at))
        if not isinstance(found, int):
            raise NotKnownError("the hash of this is not known")
        return Key(_Own(machine, value, hash(found), at), value)
    if stated(value, "__hash__") is None or machine.special(value, "__eq__", at) is not MISSING:
        raise machine.throw(f"unhashable type: '{type_name(value)}'", at, "TypeError")
    plain = inner(value)
    if plain is value:
        return value
    return Key(to_key(machine, plain, at), value)
