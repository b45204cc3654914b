"""What JavaScript's built-in functions and objects are made of here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import describe, is_callable, to_number, to_text
from scaffold.readers.programs.javascript.kinds import FUNCTION_MEMBERS, OBJECT_MEMBERS, Native
from scaffold.readers.programs.javascript.numbers import to_integer
from scaffold.readers.programs.values import (
    UNDEFINED,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Symbol,
)


@dataclass(slots=True)
class Given:
    """What a function is given, with its arguments as JavaScript converts them."""

    machine: Machine
    this: Any
    arguments: Sequence[Any]
    at: int

    def __getitem__(self, index: int) -> Any:
        return self.arguments[index] if index < len(self.arguments) else UNDEFINED

    def has(self, index: int) -> bool:
        """Whether there is such an argument, and it is not undefined."""
        return self[index] is not UNDEFINED

    def number(self, index: int) -> int | float:
        """An argument as a number."""
        return to_number(self.machine, self[index], self.at)

    def integer(self, index: int, default: int = 0) -> int:
        """An argument as a whole number; infinity is as large as is safe."""
        value = self[index]
        if type(value) is int:
            return value
        return default if value is UNDEFINED else to_integer(self.number(index))

    def place(self, index: int, length: int, default: int = 0) -> int:
        """An argument as an index that counts from the end where it is negative, within 0 and `length`."""
        value = self.integer(index, default)
        return max(0, length + value) if value < 0 else min(value, length)

    def text(self, index: int, default: str | None = None) -> str:
        """An argument as text."""
        value = self[index]
        if isinstance(value, str):
            return value
        if default is not None and value is UNDEFINED:
            return default
        return self.as_text(value)

    def as_text(self, value: Any) -> str:
        """A value as text: what a symbol in it is taken to be. Raises `NotKnownError` where it is taken for nothing."""
        text = self.machine.concrete(to_text(self.machine, value, self.at))
        if not isinstance(text, str):
            raise NotKnownError("the text is not known")
        return text

    def call(self, function: Any, *arguments: Any, this: Any = UNDEFINED) -> Any:
        """Call a function that was given."""
        return self.machine.call(function, arguments, this=this, at=self.at)

    def function(self, index: int) -> Any:
        """An argument that must be a function. Raises the program's TypeError."""
        if not is_callable(self[index]):
            raise self.error(f"{describe(self[index])} is not a function")
        return self[index]

    def error(self, message: str, kind: str = "TypeError") -> Exception:
        """The exception for an error that the program can catch."""
        return self.machine.throw(message, self.at, kind)

    def unknown(self, reason: str) -> Symbol:
        """A result of which nothing is known."""
        return self.machine.unknown(reason, self.at)


Body = Callable[[Given], Any]


def native(name: str, body: Body, *, pure: bool = False) -> NativeFunction:
    """The function of this name."""

    def work(machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        del keywords
        try:
            return body(Given(machine, this, arguments, at))
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    return NativeFunction(name, work, pure)


def table(bodies: Mapping[str, Body], prefix: str = "", *, pure: bool = False) -> dict[str, NativeFunction]:
    """Functions by name; `prefix` stands before what they are called in values."""
    return {name: native(prefix + name, body, pure=pure) for name, body in bodies.items()}


class Namespace(Native):
    """An object that holds functions of the runtime: `Math`, a module of Node.js. Programs do not change it."""

    __slots__ = ("members",)

    def __init__(self, members: Mapping[Any, Any]) -> None:
        self.members = members

    def own(self, machine: Machine, name: Any, at: int) -> Any:
        """A member."""
        return self.members[name] if name in self.members else super().own(machine, name, at)

    def keys(self, machine: Machine) -> list[str]:
        """The names of its members."""
        del machine
        return [name for name in self.members if isinstance(name, str)]


@dataclass(frozen=True, eq=False)
class Builtin(Foreign):
    """A function of the runtime that has members, or that can be constructed.

    `members` are what its instances inherit, `holds` says whether a value is one.
    """

    name: str
    called: Body | None = None
    constructed: Body | None = None
    statics: dict[str, Any] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)
    holds: Callable[[Any], bool] = lambda _: False
    length: int = 1
    pure: bool = False
    _made: dict[str, Object] = field(default_factory=dict)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A static member."""
        del machine, at
        if name in self.statics:
            return self.statics[name]
        if name == "prototype":
            return self._made.setdefault(name, Object({**self.members, "constructor": self}, frozen=True))
        if name in ("name", "length"):
            return getattr(self, name)
        return FUNCTION_MEMBERS.get(name, OBJECT_MEMBERS.get(name, UNDEFINED))

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Nothing: the runtime stays as it is."""

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call it as a function."""
        del keywords
        body = self.called
        if body is None:
            raise machine.throw(f"Class constructor {self.name} cannot be invoked without 'new'", at, "TypeError")
        if self.pure and any(isinstance(one, Symbol) for one in arguments):
            return machine.call(native(self.name, body, pure=True), arguments, this=this, at=at)
        return _run(body, Given(machine, this, arguments, at))

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance."""
        del keywords
        if self.constructed is None:
            raise machine.throw(f"{self.name} is not a constructor", at, "TypeError")
        return _run(self.constructed, Given(machine, UNDEFINED, arguments, at))

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """What an instance inherits."""
        del machine, instance, at
        return self if name == "constructor" else self.members.get(name, OBJECT_MEMBERS.get(name, UNDEFINED))

    def has_instance(self, value: Any) -> bool:
        """Whether `value instanceof` it."""
        return self.holds(value)


def _run(body: Body, given: Given) -> Any:
    try:
        return body(given)
    except NotKnownError as error:
        return given.unknown(str(error))


class Steps(Native):
    """An iterator over elements that are there already."""

    __slots__ = ("at", "items")

    kind = "Iterator"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, items: Iterable[Any]) -> None:
        self.items, self.at = list(items), 0

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """What is left of them."""
        del machine, at
        rest, self.at = self.items[self.at :], len(self.items)
        return rest


def _next(given: Given) -> Object:
    steps: Steps = given.this
    if steps.at >= len(steps.items):
        return Object({"value": UNDEFINED, "done": True})
    steps.at += 1
    return Object({"value": steps.items[steps.at - 1], "done": False})


Steps.methods = {"next": native("next", _next)}
