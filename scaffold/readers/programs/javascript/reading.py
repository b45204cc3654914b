"""How functions of the runtime look at arrays and objects of which symbols are a part, or that are symbols."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.javascript.coerce import own_keys, safe_length
from scaffold.readers.programs.javascript.native import Given
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol


def whole_array(machine: Machine, value: Any, at: int) -> list[Any]:
    """The elements of an array or of a symbol of one. Raises `NotKnownError`."""
    if isinstance(value, Array):
        return value.items
    found = machine.iterate(value, at)
    if found is None:
        raise NotKnownError("the elements are not known")
    return found


def items_of(given: Given) -> list[Any]:
    """The elements of the array that a method is called on: an array, a symbol of one, or what has a length.

    Raises `NotKnownError` where they are not known.
    """
    this, machine = given.this, given.machine
    if isinstance(this, Array):
        bounded_items(machine, len(this.items))
        return this.items
    if isinstance(this, Symbol):
        return whole_array(machine, this, given.at)
    if this is None or this is UNDEFINED:
        raise given.error("Array.prototype method called on null or undefined")
    if isinstance(this, str):
        return list(this)
    from scaffold.readers.programs.javascript.coerce import to_number

    length = safe_length(to_number(machine, machine.get(this, "length", given.at), given.at))
    bounded_items(machine, length)
    return [machine.get(this, str(index), given.at) for index in range(length)]


def keys_of(machine: Machine, value: Any, at: int) -> list[str]:
    """The names of what an object (or a symbol of one) has of its own. Raises `NotKnownError`."""
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("the keys are not known")
        value = value.concrete
    if value is None or value is UNDEFINED:
        raise machine.throw("Cannot convert undefined or null to object", at, "TypeError")
    return own_keys(machine, value)


def entries_of(machine: Machine, value: Any, at: int) -> list[tuple[str, Any]]:
    """The names and values of what an object (or a symbol of one) has of its own. Raises `NotKnownError`."""
    names = keys_of(machine, value, at)
    bounded_items(machine, len(names))
    if isinstance(value, Object) and not value.accessors:
        return [(name, value.entries[name]) for name in names]
    return [(name, machine.get(value, name, at)) for name in names]


def decided(given: Given, value: Any) -> bool:
    """Whether what a callback gives counts as true. Raises `NotKnownError` where that is not known."""
    if value is True or value is False:
        return bool(value)
    found = given.machine.truth(value, given.at)
    if found is None:
        raise NotKnownError("what the function decides is not known")
    return found
