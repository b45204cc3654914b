"""What JavaScript's built-in functions and objects are made of here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scaffold.readers.programs.javascript.numbers import SAFE, number
from scaffold.readers.programs.values import (
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    OverBudgetError,
    Promise,
    Symbol,
)

#: No text is longer, and no array has more elements, than this.
MAX_TEXT = 16 * 1024 * 1024
MAX_ITEMS = 1_000_000


def bounded_text(machine: Machine, length: int) -> None:
    """Count the making of a text of this length. Raises `OverBudgetError` where it is too long."""
    if length > MAX_TEXT:
        raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
    machine.spend(1 + length // 256)


def bounded_items(machine: Machine, count: int) -> None:
    """Count work on this many elements. Raises `OverBudgetError` where they are too many."""
    if count > MAX_ITEMS:
        raise OverBudgetError(f"an array of more than {MAX_ITEMS} elements")
    machine.spend(1 + count // 16)


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
        from scaffold.readers.programs.javascript.coerce import to_number

        return to_number(self.machine, self[index], self.at)

    def integer(self, index: int, default: int = 0) -> int:
        """An argument as a whole number; infinity is as large as is safe."""
        from scaffold.readers.programs.javascript.numbers import to_integer

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
        from scaffold.readers.programs.javascript.coerce import to_text

        text = self.machine.concrete(to_text(self.machine, value, self.at))
        if not isinstance(text, str):
            raise NotKnownError("the text is not known")
        return text

    def call(self, function: Any, *arguments: Any, this: Any = UNDEFINED) -> Any:
        """Call a function that was given."""
        return self.machine.call(function, arguments, this=this, at=self.at)

    def function(self, index: int) -> Any:
        """An argument that must be a function. Raises the program's TypeError."""
        from scaffold.readers.programs.javascript.coerce import is_callable

        if not is_callable(self[index]):
            raise self.error(f"{describe(self[index])} is not a function")
        return self[index]

    def error(self, message: str, kind: str = "TypeError") -> Exception:
        """The exception for an error that the program can catch."""
        return self.machine.throw(message, self.at, kind)

    def unknown(self, reason: str) -> Symbol:
        """A result of which nothing is known."""
        return self.machine.unknown(reason, self.at)


class NotKnownError(Exception):
    """A function needs to know a value that is not known: its result is not either."""


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


class Native(Foreign):
    """An object of the runtime that is no plain one: a map, a date."""

    __slots__ = ()

    kind: ClassVar[str] = "Object"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A method, or what `own` says."""
        found = self.methods.get(name)
        return self.own(machine, name, at) if found is None else found

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """A member that is no method."""
        del machine, at
        return OBJECT_MEMBERS.get(name, UNDEFINED)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """A member by a computed name."""
        key = machine.concrete(key)
        return self.get(machine, key if isinstance(key, str) else machine.text(key, at), at)

    def primitive(self, machine: Machine, hint: str, at: int) -> Any:
        """What it is where a plain value is needed; `hint` is `number`, `string` or `default`."""
        del machine, hint, at
        return f"[object {self.kind}]"

    def elements(self, machine: Machine, at: int) -> list[Any] | None:
        """Its elements, where it can be looped over."""
        del machine, at
        return None

    def keys(self, machine: Machine) -> list[str]:
        """The names of what it has of its own."""
        del machine
        return []


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


#: The members that every object inherits; `objects` fills it.
OBJECT_MEMBERS: dict[Any, Any] = {}
#: The members that every function inherits; `functions` fills it.
FUNCTION_MEMBERS: dict[Any, Any] = {}


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


@dataclass(frozen=True, eq=False)
class Mark(Foreign):
    """A JavaScript symbol: a key that is no text."""

    description: str = ""

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its description."""
        del machine, at
        if name == "description":
            return self.description
        return native("toString", lambda _: f"Symbol({self.description})") if name == "toString" else UNDEFINED


ITERATOR = Mark("Symbol.iterator")
ASYNC_ITERATOR = Mark("Symbol.asyncIterator")
TO_PRIMITIVE = Mark("Symbol.toPrimitive")
TAG = Mark("Symbol.toStringTag")
HAS_INSTANCE = Mark("Symbol.hasInstance")
#: In the entries of an object: the names that loops over its keys leave out.
HIDDEN = Mark("hidden")


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


def describe(value: Any) -> str:
    """A value in the words of an error message."""
    from scaffold.readers.programs.javascript.coerce import is_callable
    from scaffold.readers.programs.javascript.numbers import number_text

    if value is UNDEFINED:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Array):
        return "[object Array]"
    if isinstance(value, Promise):
        return "#<Promise>"
    return "function" if is_callable(value) else "#<Object>"


def safe_length(value: int | float) -> int:
    """A number as the length of something."""
    value = number(value)
    return 0 if value != value or value <= 0 else int(min(value, SAFE))
