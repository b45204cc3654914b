"""Elements by index, slice and key; how many there are, and whether something is among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.functions import ClassValue, Series
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.comparing import equal, has_methods, is_member, to_key
from scaffold.readers.programs.python.errors import thrown
from scaffold.readers.programs.python.hosting import stand_in, to_host
from scaffold.readers.programs.python.kinds import Native, RangeValue, SetValue, Steps, View, changing, inner
from scaffold.readers.programs.python.types import is_class, type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Span, Symbol


def _host(machine: Machine, at: int, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        raise machine.throw(str(error), at, type(error).__name__) from None


def _place(machine: Machine, key: Any, at: int) -> Any:
    """An index or slice as the host has it; `None` for what is neither."""
    if isinstance(key, Span):
        step = _end(machine, key.step, at)
        if step == 0:
            raise machine.throw("slice step cannot be zero", at, "ValueError")
        return slice(_end(machine, key.start, at), _end(machine, key.stop, at), step)
    if isinstance(key, Symbol):
        if key.concrete is MISSING:
            raise NotKnownError("the index is not known")
        return _place(machine, key.concrete, at)
    if isinstance(key, Object) and key.type is not None:
        special = machine.special(key, "__index__", at)
        key = inner(key) if special is MISSING else machine.concrete(machine.call(special, (), at=at))
    return key if isinstance(key, int) else None


def _end(machine: Machine, given: Any, at: int) -> Any:
    """One of the bounds of a slice."""
    found = None if given is None else _place(machine, given, at)
    if found is None and given is not None:
        raise machine.throw("slice indices must be integers or None or have an __index__ method", at, "TypeError")
    return found


def _wrong_index(machine: Machine, value: Any, key: Any, at: int) -> Exception:
    """The host's words for a key that is no index."""
    try:
        stand_in(value)[stand_in(key)]
    except (TypeError, IndexError, KeyError) as error:
        return machine.throw(str(error), at, "TypeError")
    return machine.throw("this is no index", at, "TypeError")


def item(machine: Machine, value: Any, key: Any, at: int) -> Any:
    """`value[key]`. Raises the program's error where there is nothing."""
    if has_methods(value):
        special = machine.special(value, "__getitem__", at)
        if special is not MISSING:
            return machine.call(special, (key,), at=at)
    if is_class(value) or isinstance(value, BuiltinClass):
        return _item_of_class(machine, value, key, at)
    plain = inner(value)
    if isinstance(plain, Object) and plain.type is None:
        return entry(machine, value, plain, key, at)
    if isinstance(plain, Array | str | bytes | RangeValue):
        return _element(machine, plain, key, at)
    raise machine.throw(f"'{type_name(value)}' object is not subscriptable", at, "TypeError")


def _element(machine: Machine, value: Any, key: Any, at: int) -> Any:
    place = _place(machine, key, at)
    if place is None:
        raise _wrong_index(machine, value, key, at)
    if isinstance(value, Array):
        if isinstance(place, slice):
            found = _host(machine, at, lambda: value.items[place])
            machine.spend(1 + len(found) // 16)
            return Array(found, value.fixed)
        if not -len(value.items) <= place < len(value.items):
            raise machine.throw(f"{type_name(value)} index out of range", at, "IndexError")
        return value.items[place]
    if isinstance(value, RangeValue):
        found = _host(machine, at, lambda: value.span[place])
        return RangeValue(found) if isinstance(found, range) else found
    return _host(machine, at, lambda: value[place])


def entry(machine: Machine, value: Any, plain: Object, key: Any, at: int) -> Any:
    """An entry of the dict inside a value, or what its class gives for one that is missing."""
    found = plain.entries.get(to_key(machine, key, at), UNDEFINED)
    if found is not UNDEFINED:
        return found
    if value is not plain:
        special = machine.special(value, "__missing__", at)
        if special is not MISSING:
            return machine.call(special, (key,), at=at)
    raise thrown(machine, at, "KeyError", key)


def _item_of_class(machine: Machine, value: Any, key: Any, at: int) -> Any:
    """`list[int]` is a list; what a class of the program or library makes of it, it says itself."""
    method = machine.get(value, "__class_getitem__", at)
    if method in (UNDEFINED, None):
        return value
    arguments = (value, key) if isinstance(value, ClassValue) and not _is_bound(method) else (key,)
    return machine.call(method, arguments, at=at)


def _is_bound(method: Any) -> bool:
    return hasattr(method, "this")


def set_item(machine: Machine, value: Any, key: Any, new: Any, at: int) -> None:
    """`value[key] = new`."""
    if has_methods(value):
        special = machine.special(value, "__setitem__", at)
        if special is not MISSING:
            machine.call(special, (key, new), at=at)
            return
    plain = inner(value)
    changing(machine, plain)
    if isinstance(plain, Object) and plain.type is None:
        plain.entries[to_key(machine, key, at)] = new
    elif isinstance(plain, Array) and not plain.fixed:
        _set_element(machine, plain, key, new, at)
    else:
        raise machine.throw(f"'{type_name(value)}' object does not support item assignment", at, "TypeError")


def _set_element(machine: Machine, value: Array, key: Any, new: Any, at: int) -> None:
    place = _place(machine, key, at)
    if place is None:
        raise _wrong_index(machine, value, key, at)
    if not isinstance(place, slice):
        if not -len(value.items) <= place < len(value.items):
            raise machine.throw("list assignment index out of range", at, "IndexError")
        value.items[place] = new
        return
    if not is_iterable(machine, new, at):
        raise machine.throw("can only assign an iterable", at, "TypeError")
    items = machine.iterate(new, at)
    if items is None:
        raise NotKnownError("the elements are not known")
    bounded_items(machine, len(value.items) + len(items))
    _host(machine, at, lambda: value.items.__setitem__(place, items))


def delete_item(machine: Machine, value: Any, key: Any, at: int) -> None:
    """`del value[key]`."""
    if has_methods(value):
        special = machine.special(value, "__delitem__", at)
        if special is not MISSING:
            machine.call(special, (key,), at=at)
            return
    plain = inner(value)
    changing(machine, plain)
    if isinstance(plain, Object) and plain.type is None:
        own = to_key(machine, key, at)
        if own not in plain.entries:
            raise thrown(machine, at, "KeyError", key)
        del plain.entries[own]
    elif isinstance(plain, Array) and not plain.fixed:
        place = _place(machine, key, at)
        if place is None:
            raise _wrong_index(machine, plain, key, at)
        if not isinstance(place, slice) and not -len(plain.items) <= place < len(plain.items):
            raise machine.throw("list assignment index out of range", at, "IndexError")
        _host(machine, at, lambda: plain.items.__delitem__(place))
    else:
        does = "doesn't" if isinstance(plain, Array | str | bytes | RangeValue) else "does not"
        raise machine.throw(f"'{type_name(value)}' object {does} support item deletion", at, "TypeError")


def length(machine: Machine, value: Any, at: int) -> Any:
    """`len(value)`; a symbol where it is one."""
    if isinstance(value, Symbol):
        known = MISSING if value.concrete is MISSING else length(machine, value.concrete, at)
        return Symbol(Call("length", machine.operands(value)), known)
    if has_methods(value):
        special = machine.special(value, "__len__", at)
        if special is not MISSING:
            return machine.call(special, (), at=at)
    plain = inner(value)
    if isinstance(plain, Array):
        return len(plain.items)
    if isinstance(plain, Object) and plain.type is None:
        return len(plain.entries)
    if isinstance(plain, str | bytes):
        return len(plain)
    if isinstance(plain, RangeValue):
        return plain.length
    if isinstance(plain, SetValue):
        return len(plain.members)
    if isinstance(plain, View):
        return len(plain.holder.entries)
    raise machine.throw(f"object of type '{type_name(value)}' has no len()", at, "TypeError")


def is_iterable(machine: Machine, value: Any, at: int) -> bool:
    """Whether a value can be looped over."""
    plain = inner(value)
    if isinstance(plain, Array | str | bytes | RangeValue | SetValue | View | Steps | Series | Symbol):
        return True
    if isinstance(plain, Object) and plain.type is None:
        return True
    if isinstance(value, Native) and value.elements(machine, at) is not None:
        return True
    names = ("__iter__", "__getitem__") if has_methods(value) else ()
    return any(machine.special(value, name, at) not in (MISSING, None) for name in names)


def contains(machine: Machine, value: Any, wanted: Any, at: int) -> bool:
    """`wanted in value`. Raises `NotKnownError`."""
    if has_methods(value):
        special = machine.special(value, "__contains__", at)
        if special is not MISSING:
            truth = machine.truth(machine.call(special, (wanted,), at=at), at)
            if truth is None:
                raise NotKnownError("whether this is in it is not known")
            return truth
    plain = inner(value)
    if isinstance(plain, str | bytes):
        return bool(_host(machine, at, lambda: to_host(machine, wanted) in plain))
    if isinstance(plain, Object) and plain.type is None:
        return to_key(machine, wanted, at) in plain.entries
    if isinstance(plain, SetValue):
        return is_member(machine, plain.members, wanted, at)
    if isinstance(plain, View) and plain.sort == "keys":
        return to_key(machine, wanted, at) in plain.holder.entries
    if isinstance(plain, RangeValue) and isinstance(wanted, int):
        return wanted in plain.span
    if not is_iterable(machine, value, at):
        raise machine.throw(f"argument of type '{type_name(value)}' is not iterable", at, "TypeError")
    items = machine.iterate(value, at)
    if items is None:
        raise NotKnownError("the elements are not known")
    return among(machine, items, wanted, at)


def among(machine: Machine, items: list[Any], wanted: Any, at: int) -> bool:
    """Whether a value is one of these. Raises `NotKnownError` where it may be one that is not known."""
    open_ = False
    machine.spend(1 + len(items) // 8)
    for one in items:
        try:
            if equal(machine, one, wanted, at):
                return True
        except NotKnownError:
            open_ = True
    if open_:
        raise NotKnownError("whether this is in it is not known")
    return False
