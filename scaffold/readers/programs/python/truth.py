"""What counts as true in Python."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object


def truth(value: Any) -> bool:
    """Whether a value counts as true, whatever its class says."""
    value = inner(value)
    if value is None or value is UNDEFINED or value is MISSING:
        return False
    if isinstance(value, str | bytes | int | float):
        return bool(value)
    if isinstance(value, Array):
        return bool(value.items)
    if isinstance(value, Object) and value.type is None:
        return bool(value.entries)
    return value.truth() if isinstance(value, Foreign) else True


def truth_of(machine: Machine, value: Any, at: int) -> bool | None:
    """Whether an instance counts as true, as its class says; `None` where that is not known."""
    for name in ("__bool__", "__len__"):
        method = machine.special(value, name, at)
        if method is MISSING:
            continue
        found = machine.concrete(machine.call(method, (), at=at))
        if found is MISSING:
            return None
        if name == "__bool__" and not isinstance(found, bool):
            message = f"__bool__ should return bool, returned {type_name(found)}"
            raise machine.throw(message, at, "TypeError")
        return bool(found)
    return truth(value)
