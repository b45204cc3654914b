"""The errors that the runtime throws, and that a program makes or extends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.readers.programs.javascript.coerce import to_text
from scaffold.readers.programs.javascript.kinds import HIDDEN, OBJECT_MEMBERS
from scaffold.readers.programs.javascript.native import Builtin, Given, native
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object, Symbol

_KINDS = ("Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError")
_UNSEEN = frozenset({"message", "stack", "cause", "errors"})


def _describe(given: Given) -> Any:
    machine, at = given.machine, given.at
    name, message = machine.get(given.this, "name", at), machine.get(given.this, "message", at)
    name = "Error" if name is UNDEFINED else name
    if message is UNDEFINED or message == "":
        return machine.text(name, at)
    return message if name == "" else machine.join([name, ": ", message], at)


class ErrorType(Builtin):
    """The constructor of a kind of error."""

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an error: `new` may be left out."""
        del this
        return self.construct(machine, arguments, keywords, at)

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an error."""
        made = Object(type=self)
        self.initialise(machine, made, arguments, keywords, at)
        return made

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """Give an instance its message and cause."""
        del keywords
        rest = list(arguments)
        if self.name == "AggregateError":
            instance.entries["errors"] = Array(list(machine.iterate(rest[0], at) or []) if rest else [])
            rest = rest[1:]
        if rest and rest[0] is not UNDEFINED:
            instance.entries["message"] = machine.text(rest[0], at)
        if len(rest) > 1 and isinstance(rest[1], Object) and "cause" in rest[1].entries:
            instance.entries["cause"] = rest[1].entries["cause"]
        instance.entries["stack"] = machine.join([self.name, ": ", instance.entries.get("message", "")], at)
        instance.entries[HIDDEN] = set(_UNSEEN)

    def has_instance(self, value: Any) -> bool:
        """Whether a value is an error of this kind."""
        kind, steps = value.type if isinstance(value, Object) else None, 0
        while kind is not None and steps < 1000:
            if kind is self or (isinstance(kind, ErrorType) and self.name == "Error"):
                return True
            kind, steps = getattr(kind, "base", None), steps + 1
        return False


def _members(kind: str) -> dict[str, Any]:
    return {**OBJECT_MEMBERS, "name": kind, "message": "", "toString": native("toString", _describe)}


ERRORS: dict[str, ErrorType] = {
    kind: ErrorType(
        kind, statics={"captureStackTrace": native("captureStackTrace", lambda _: UNDEFINED)}, members=_members(kind)
    )
    for kind in (*_KINDS, "AggregateError")
}


def make_error(kind: str, message: str, **members: Any) -> Object:
    """An error of the runtime."""
    made = Object(type=ERRORS.get(kind, ERRORS["Error"]))
    made.entries = {"message": message, "stack": f"{kind}: {message}", HIDDEN: set(_UNSEEN), **members}
    return made


def message_of(value: Any) -> str:
    """What a thrown value says, for people."""
    if isinstance(value, Object):
        message = value.entries.get("message", "")
        message = message.concrete if isinstance(message, Symbol) else message
        name = value.entries.get("name") or _type_name(value)
        if isinstance(message, str) and message:
            return f"{name}: {message}" if isinstance(name, str) and name else message
        return name if isinstance(name, str) and name else "an object"
    if isinstance(value, Array) or not isinstance(value, str | int | float | bool | None):
        return "undefined" if value is UNDEFINED else "a value that is no error"
    return str(to_text(None, value))  # type: ignore[arg-type]  # plain values need no machine


def _type_name(value: Object) -> str:
    kind = value.type
    while kind is not None and not isinstance(kind, ErrorType):
        kind = getattr(kind, "base", None)
    return kind.name if kind is not None else ""
