"""What Python's built-in functions and modules are made of here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Machine, NativeFunction, Symbol

#: What a function of the runtime does: the first argument is the `Given`, the others are the program's.
Body = Callable[..., Any]
_OPEN = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
#: What the host raises where a program does something that is not allowed.
_FAULTS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, StopIteration)


def known(machine: Machine, value: Any) -> Any:
    """What a value is taken to be, with everything in it. Raises `NotKnownError` where that is nothing."""
    found = machine.concrete(value)
    if found is MISSING:
        raise NotKnownError("the value is not known")
    return found


@dataclass(slots=True)
class Given:
    """What a function of the runtime is called with, beside its arguments. `this` is the receiver of a method."""

    machine: Machine
    this: Any
    at: int

    def error(self, message: str, kind: str = "TypeError") -> Exception:
        """The exception for an error that the program can catch."""
        return self.machine.throw(message, self.at, kind)

    def unknown(self, reason: str) -> Symbol:
        """A result of which nothing is known."""
        return self.machine.unknown(reason, self.at)

    def call(self, function: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Call a function that was given."""
        return self.machine.invoke(function, arguments, keywords, UNDEFINED, self.at)

    def items(self, value: Any) -> list[Any]:
        """The elements of what can be looped over. Raises `NotKnownError` where they are not known."""
        found = self.machine.iterate(value, self.at)
        if found is None:
            raise NotKnownError("the elements are not known")
        bounded_items(self.machine, len(found))
        return found

    def known(self, value: Any) -> Any:
        """What a value is taken to be, with everything in it. Raises `NotKnownError` where that is nothing."""
        return known(self.machine, value)

    def text(self, value: Any) -> str:
        """A value as `str()` has it. Raises `NotKnownError` where that is not known."""
        found = known(self.machine, self.machine.text(value, self.at))
        if not isinstance(found, str):
            raise NotKnownError("the text is not known")
        return found

    def truth(self, value: Any) -> bool:
        """Whether a value counts as true. Raises `NotKnownError` where that is not known."""
        found = self.machine.truth(value, self.at)
        if found is None:
            raise NotKnownError("whether this is true is not known")
        return found

    def host(self, work: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Any:
        """What a function of the host's own Python gives; what it raises becomes the program's error."""
        try:
            return work(*arguments, **keywords)
        except _FAULTS as error:
            raise self.fault(error) from None

    def fault(self, error: Exception) -> Exception:
        """The program's error for one of the host."""
        if isinstance(error, KeyError):
            return self.error(str(error.args[0]) if error.args else "", "KeyError")
        kind = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
        return self.error(str(error), kind)


def _fits(
    name: str, body: Body, before: tuple[Any, ...] = ()
) -> Callable[[Given, Sequence[Any], Mapping[str, Any]], None]:
    """What raises the program's TypeError for arguments that a function does not take."""
    least, most, whole = 0, -1, False
    if isinstance(body, FunctionType):
        code = body.__code__
        most = code.co_argcount - 1 - len(before)
        least = most - len(body.__defaults__ or ())
        most = 1 << 30 if code.co_flags & inspect.CO_VARARGS else most
        whole = code.co_kwonlyargcount == len(body.__kwdefaults__ or ())

    def check(given: Given, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        if not keywords and whole and least <= len(arguments) <= most:
            return
        signature = inspect.signature(body)
        try:
            signature.bind(given, *before, *arguments, **keywords)
        except TypeError as error:
            slots = list(signature.parameters.values())[1 + len(before) :]
            raise given.error(_complaint(name, str(error), len(arguments), slots)) from None

    return check


def _complaint(name: str, reason: str, count: int, slots: Sequence[inspect.Parameter]) -> str:
    """The host's words for arguments that a function does not take, as far as its signature says."""
    least = sum(slot.default is slot.empty for slot in slots if slot.kind in _OPEN)
    most = len([slot for slot in slots if slot.kind in _OPEN])
    if not slots:
        return f"{name}() takes no arguments ({count} given)"
    if reason.startswith("got an unexpected keyword"):
        if all(slot.kind is slot.POSITIONAL_ONLY for slot in slots):
            return f"{name}() takes no keyword arguments"
        return f"{reason.rpartition(' ')[2]} is an invalid keyword argument for {name}()"
    if all(slot.kind is slot.POSITIONAL_ONLY for slot in slots):
        if least == most == 1:
            return f"{name}() takes exactly one argument ({count} given)"
        bound, said = (least, "at least ") if count < least else (most, "at most ")
        said = "" if least == most else said
        return f"{name.rpartition('.')[2]} expected {said}{bound} argument{'s' * (bound != 1)}, got {count}"
    if reason.startswith("missing a required"):
        return f"{name}() missing a required argument: {reason.rpartition(': ')[2]}"
    return f"{name}() takes at most {most} argument{'s' * (most != 1)} ({count} given)"


def native(
    name: str, body: Body, *, pure: bool = False, called: str = "", before: tuple[Any, ...] = ()
) -> NativeFunction:
    """The function of this name; `called` is what it is called in values, where that is another name, `before` what it
    is given before its arguments."""
    check = _fits(name, body, before)

    def work(machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        given = Given(machine, this, at)
        check(given, arguments, keywords)
        try:
            return body(given, *before, *arguments, **keywords)
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    return NativeFunction(called or name, work, pure)


def method(name: str, body: Body, *, pure: bool = False, called: str = "", whole: bool = False) -> NativeFunction:
    """A method: read from an instance it has that as `given.this`, else its first argument. A `whole` one is given a
    symbol of a dict or text as it is."""
    check = _fits(name, body)

    def work(machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        if this is UNDEFINED:
            if not arguments:
                raise machine.throw(f"unbound method {name}() needs an argument", at, "TypeError")
            this, *arguments = arguments
        given = Given(machine, this, at)
        check(given, arguments, keywords)
        try:
            return body(given, *arguments, **keywords)
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    return NativeFunction(called or name, work, pure, True, whole)


def functions(bodies: Mapping[str, Body], prefix: str = "", *, pure: bool = False) -> dict[str, NativeFunction]:
    """Functions by name; `prefix` stands before what they are called in values."""
    return {name: native(name, body, pure=pure, called=prefix + name) for name, body in bodies.items()}


def methods(bodies: Mapping[str, Body], owner: str = "", *, pure: bool = False) -> dict[str, NativeFunction]:
    """Methods by name; `owner` is the class that errors name."""
    prefix = owner + "." * bool(owner)
    return {name: method(prefix + name, body, pure=pure, called=name) for name, body in bodies.items()}


def not_followed(machine: Machine, what: str, at: int) -> None:
    """Say that the program changes something of the runtime, which is not followed."""
    where = machine.position(at)
    machine.say(Diagnostic(Severity.WARNING, "changes-runtime", f"A change of {what} is not followed", where))


class Module(Foreign):
    """A module of the runtime's library. `lazy` gives what `members` does not have, `UNDEFINED` for nothing."""

    __slots__ = ("lazy", "name", "own")

    def __init__(self, name: str, members: Mapping[str, Any], lazy: Callable[[str], Any] | None = None) -> None:
        self.name, self.own, self.lazy = name, dict(members), lazy

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What it has under a name."""
        del machine, at
        found = self.own.get(name, UNDEFINED)
        if found is UNDEFINED and self.lazy is not None:
            found = self.lazy(name)
        if found is UNDEFINED and name == "__name__":
            return self.name
        return found

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Nothing but a word: the library stays as it is."""
        del value
        if self.get(machine, name, at) is not UNDEFINED:
            not_followed(machine, f"{self.name}.{name}", at)

    def keys(self, machine: Machine) -> list[str]:
        """What `from module import *` takes."""
        del machine
        return [name for name in self.own if not name.startswith("_")]
