"""Which class a value is of."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import Bound, ClassValue, Closure, Series
from scaffold.readers.programs.python.classes import (
    BOOL,
    BUILTIN_FUNCTION,
    BYTES,
    COROUTINE,
    DICT,
    FLOAT,
    FUNCTION,
    GENERATOR,
    INT,
    LIST,
    METHOD,
    MODULE,
    NONE_TYPE,
    OBJECT,
    SLICE,
    STR,
    TUPLE,
    TYPE,
    BuiltinClass,
    class_name,
    is_subclass,
)
from scaffold.readers.programs.python.native import Module
from scaffold.readers.programs.values import (
    MISSING,
    Array,
    Foreign,
    NativeFunction,
    Object,
    Promise,
    Span,
    Symbol,
)

_PLAIN: dict[type, BuiltinClass] = {
    type(None): NONE_TYPE,
    bool: BOOL,
    int: INT,
    float: FLOAT,
    str: STR,
    bytes: BYTES,
    Span: SLICE,
    Series: GENERATOR,
    Promise: COROUTINE,
    Closure: FUNCTION,
    NativeFunction: BUILTIN_FUNCTION,
    BuiltinClass: TYPE,
    Module: MODULE,
}


def type_of(value: Any) -> Any:
    """The class that a value is an instance of: a `BuiltinClass`, a `ClassValue`, or what a platform has for one.

    Raises `NotKnownError` for a symbol that is taken for nothing.
    """
    found = _PLAIN.get(type(value))
    if found is not None:
        return found
    if isinstance(value, Bound):
        return METHOD if not isinstance(value.function, NativeFunction) else BUILTIN_FUNCTION
    if isinstance(value, Object):
        return DICT if value.type is None else value.type
    if isinstance(value, Array):
        return TUPLE if value.fixed else LIST
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("the type of this is not known")
        return type_of(value.concrete)
    if isinstance(value, ClassValue):
        return value.meta or TYPE
    return getattr(value, "kind", None) or OBJECT


def is_class(value: Any) -> bool:
    """Whether a value is a class."""
    return isinstance(value, ClassValue | BuiltinClass) or (isinstance(value, Foreign) and bool(value.mro))


def is_instance(value: Any, kind: Any) -> bool:
    """Whether a value is an instance of a class. Raises `NotKnownError` for a symbol that is taken for nothing."""
    if isinstance(value, Symbol):
        if value.concrete is MISSING:
            raise NotKnownError("whether this is an instance of the class is not known")
        value = value.concrete
    if is_subclass(type_of(value), kind):
        return True
    return isinstance(kind, Foreign) and kind.has_instance(value)


def type_name(value: Any) -> str:
    """The name of the class of a value."""
    if isinstance(value, Symbol) and value.concrete is MISSING:
        return "object"
    return class_name(type_of(value))
