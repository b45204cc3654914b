"""Classes of the code: their members, and those of what they extend."""

from __future__ import annotations

from scaffold.readers.functions.code.values import Bound, ClassValue, Closure, Value


def method_of(cls: Value, name: str, *, above: bool = False) -> tuple[Value, ClassValue] | None:
    """A member of a class or of one that it extends (`above`: only of these)."""
    if not isinstance(cls, ClassValue):
        return None
    if not above and name in cls.members:
        return cls.members[name], cls
    for base in cls.bases:
        found = method_of(base, name)
        if found is not None:
            return found
    return None


def bound(function: Value, receiver: Value, home: ClassValue) -> Value:
    """A function of a class with its receiver."""
    if isinstance(function, Closure):
        return Bound(Closure(function.node, function.scope, function.this, home, function.sort), receiver)
    return function
