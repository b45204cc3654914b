"""`Function`, and what every function inherits."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import is_callable
from scaffold.readers.programs.javascript.kinds import FUNCTION_MEMBERS, HAS_INSTANCE, OBJECT_MEMBERS
from scaffold.readers.programs.javascript.native import Builtin, Given, native, table
from scaffold.readers.programs.values import UNDEFINED, NativeFunction


def _call(given: Given) -> Any:
    return given.call(given.this, *given.arguments[1:], this=given[0])


def _apply(given: Given) -> Any:
    present = given[1] is not None and given.has(1)
    arguments = given.machine.iterate(given[1], given.at) if present else []
    if arguments is None:
        raise NotKnownError("the arguments are not known")
    return given.call(given.this, *arguments, this=given[0])


def _bind(given: Given) -> NativeFunction:
    function, this, first = given.this, given[0], list(given.arguments[1:])
    return native(
        f"bound {function_name(function)}", lambda inner: inner.call(function, *first, *inner.arguments, this=this)
    )


def function_name(function: Any) -> str:
    """The name of a function or class."""
    name = getattr(function, "name", "")
    return name.rpartition(".")[2] if isinstance(name, str) else ""


def _text(given: Given) -> Any:
    if isinstance(given.this, NativeFunction | Builtin):
        return f"function {function_name(given.this)}() {{ [native code] }}"
    return given.unknown("this is the source text of a function")


def function_member(value: Any, name: Any) -> Any:
    """A member of a function: the program's, or one of the runtime."""
    if name == "name":
        return function_name(value)
    if name == "length":
        return getattr(value, "length", 0)
    return FUNCTION_MEMBERS.get(name, OBJECT_MEMBERS.get(name, UNDEFINED))


def _made(given: Given) -> Any:
    return given.unknown("a function is made of text")


FUNCTION_MEMBERS.update(table({"call": _call, "apply": _apply, "bind": _bind, "toString": _text}))
FUNCTION_MEMBERS[HAS_INSTANCE] = native("hasInstance", lambda _: False)
FUNCTION = Builtin("Function", _made, _made, members=FUNCTION_MEMBERS, holds=is_callable)
