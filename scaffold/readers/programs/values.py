"""The values that the evaluator works on.

Plain Python data for what is plain: `None` (null), `bool`, `int`, `float`, `str`. An int and a float of the same number
are the same JavaScript number. `Array` and `Object` can be changed and have an identity, as in the program. Everything
that is not known here is a `Symbol`. What a platform makes of its own (outputs, resources, configuration) is `Foreign`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from scaffold.model.values import Value

if TYPE_CHECKING:
    from scaffold.diagnostics import Diagnostic
    from scaffold.model.position import Position


class _Mark:
    """A value of which there is one."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __bool__(self) -> bool:
        return False


#: No value, which some languages tell from null.
UNDEFINED: Final = _Mark("undefined")
#: In a `Symbol`: nothing is known of what it is taken to be.
MISSING: Final = _Mark("missing")


#: Where the project's folder stands for a program that asks: the paths of the machine that reads it never show.
ROOT: Final = "/(project)"


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A value that is only known as an expression: a parameter, something the cloud gives, or what was made of these.

    `value` says what it is (a model value over references). `concrete` is what it is taken to be in this evaluation (a
    parameter's chosen value, what a mock gives), as a value of the evaluator without symbols in it; `MISSING` where
    nothing is taken: then a branch on it goes both ways, and a loop over it goes round once.
    """

    value: Value
    concrete: Any = MISSING


@dataclass(slots=True, eq=False)
class Array:
    """A list (or, `fixed`, a tuple)."""

    items: list[Any] = field(default_factory=list)
    fixed: bool = False


@dataclass(slots=True, eq=False)
class Object:
    """An object or dictionary, or with `type` the instance of a class. Keys in the order of their setting.

    `accessors` are getters and setters by name; `frozen` refuses changes without an error, as JavaScript does.
    """

    entries: dict[Any, Any] = field(default_factory=dict)
    type: Any = None
    accessors: dict[str, tuple[Any, Any]] | None = None
    frozen: bool = False


@dataclass(slots=True, eq=False)
class Promise:
    """What is given later: `value` is what it gives or, `rejected`, what it throws. Most are settled when they are
    made; `waiting` is what is done, in order, when one that is not `settled` comes to be. `handled` says that someone
    looked at it: a rejection that nobody looks at ends the program."""

    value: Any = UNDEFINED
    rejected: bool = False
    settled: bool = True
    waiting: list[Callable[[], None]] = field(default_factory=list)
    handled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NativeFunction:
    """A function of a runtime: `work(machine, this, arguments, keywords, at)`. It may be given symbols.

    A `pure` one is only ever called with concrete values: the machine gives it what symbols are taken to be and makes
    its result the symbol of a `Call` of `name`.
    """

    name: str
    work: Callable[[Machine, Any, Sequence[Any], Mapping[str, Any], int], Any]
    pure: bool = False


class Foreign:
    """Something that a platform makes. What it does not support is a symbol of an `Unknown`, or the program's error."""

    __slots__ = ()

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its member `name`; `UNDEFINED` if it has none."""
        return UNDEFINED

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Set its member `name`."""

    def keys(self, machine: Machine) -> list[str]:
        """The names of its own members that a spread, a loop over its keys and `in` see."""
        return []

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether there is a member `name`, inherited ones included."""
        return self.get(machine, name, at) is not UNDEFINED

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """Its element `key` (concrete or a symbol)."""
        return self.get(machine, key, at) if isinstance(key, str) else UNDEFINED

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Call it."""
        return machine.unknown("this cannot be called", at)

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """Make an instance of it."""
        return machine.unknown("this cannot be constructed", at)

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        """What `super(...)` does for an instance of a class of the program's own that extends it."""

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        """The member that an instance of a class that extends it inherits; `UNDEFINED` if there is none."""
        return UNDEFINED

    def has_instance(self, value: Any) -> bool:
        """Whether `value instanceof` it."""
        return False

    def freeze(self, machine: Machine) -> Value:
        """It as a model value, where it is part of what a resource is given."""
        return machine.freeze(machine.unknown("this is no value", 0))

    def resolve(self, machine: Machine) -> Value:
        """The same as what it is taken to be, with no reference left, or an `Unknown`."""
        return self.freeze(machine)

    def concrete(self, machine: Machine) -> Any:
        """It as what it is taken to be, as a value without symbols; `MISSING` where nothing is taken: itself, for what
        holds none."""
        return self

    def truth(self) -> bool:
        """Whether it counts as true; objects do."""
        return True


class Files(Protocol):
    """The files that a program may read: those below what the user named, by path relative to it (`a/b.json`, `.`)."""

    @property
    def folder(self) -> str:
        """The folder that the program runs in, relative to what the user named."""

    def read(self, path: str) -> bytes | None:
        """The content of a file; `None` where there is none (or it is too large, or lies outside)."""

    def names(self, path: str) -> list[str] | None:
        """The names in a folder, sorted; `None` where there is no such folder."""


class Machine(Protocol):
    """What the evaluator offers to runtimes and platforms while it runs. `at` is an offset in the current module.

    `rejections` are the errors of rejected promises by identity, with where they are from.
    """

    rejections: dict[int, tuple[Promise, ThrownError]]

    def call(
        self, function: Any, arguments: Sequence[Any], *, this: Any = UNDEFINED, at: int = 0, **keywords: Any
    ) -> Any:
        """Call a function: the program's, a native or a foreign one. `ThrownError` is what the program throws."""

    def construct(self, function: Any, arguments: Sequence[Any], *, at: int = 0) -> Any:
        """`new function(...arguments)`."""

    def get(self, value: Any, name: Any, at: int = 0) -> Any:
        """A member or element of any value, as the language reads it."""

    def truth(self, value: Any, at: int = 0) -> bool | None:
        """Whether a value counts as true; `None` where that is not known."""

    def iterate(self, value: Any, at: int = 0) -> list[Any] | None:
        """The elements of anything that can be looped over; `None` where they are not known."""

    def settle(self, value: Any, at: int = 0) -> Any:
        """What awaiting a value gives: a promise's value (`ThrownError` for a rejected one), anything else itself."""

    def text(self, value: Any, at: int = 0) -> Any:
        """A value as text, or a symbol of that."""

    def join(self, parts: Sequence[Any], at: int = 0) -> Any:
        """Texts and other values in a row as one text, or the symbol of a `Template`."""

    def concrete(self, value: Any) -> Any:
        """A value with every symbol in it as what it is taken to be; `MISSING` where one is taken for nothing."""

    def freeze(self, value: Any) -> Value:
        """A value as a model value: symbols as what they are, parameters as their values; undefined is left out."""

    def operands(self, *values: Any) -> tuple[Value, ...]:
        """Values as what a model expression is made of: parameters stay references where nothing else is meant."""

    def resolve(self, value: Any) -> Value:
        """A value as a model value with every symbol as what it is taken to be, or an `Unknown`."""

    def thaw(self, value: Value) -> Any:
        """A literal model value as a value of the evaluator."""

    def unknown(self, reason: str, at: int) -> Symbol:
        """A symbol of which nothing is known, with the source text at `at`."""

    def throw(self, message: str, at: int, kind: str = "Error") -> Exception:
        """The exception to raise for an error that the program can catch."""

    def position(self, at: int) -> Position:
        """Where an offset of the module that runs now is."""

    def say(self, diagnostic: Diagnostic) -> None:
        """Say something about the program, once for each place and code."""

    def spend(self, steps: int = 1) -> None:
        """Count work against the budget. Raises `OverBudgetError` where it is used up."""

    def once(self, value: Symbol, work: Callable[[Any], Any], at: int = 0) -> Any:
        """One round of a loop over elements that are not known: calls `work` with the symbol of an element, `repeated`
        meanwhile; gives what it gives."""

    @property
    def files(self) -> Files:
        """The files of the project."""

    @property
    def platform(self) -> Platform:
        """What the program's packages mean."""

    @property
    def language(self) -> Language:
        """What the language of the module that runs now means."""

    @property
    def condition(self) -> Value:
        """The condition under which the statement that runs now is reached, where it is not known; else `None`."""

    @property
    def repeated(self) -> bool:
        """Whether it stands in a loop whose number of rounds is not known."""

    @property
    def file(self) -> str:
        """The file of the module that runs now, relative to what the user named."""


class Platform(Protocol):
    """What a program's packages mean. The machine asks for a package when it is first imported."""

    def module(self, machine: Machine, source: str) -> Any:
        """What importing the package `source` gives (an `Object` or a `Foreign`), or `None` where the platform does not
        know it: then everything in it is unknown."""

    def environment(self, machine: Machine, name: str, at: int) -> Any:
        """The environment variable `name`, as a value: a symbol of a parameter, or `UNDEFINED`."""

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""


class Language(Protocol):
    """What a language's runtime means: operators, members of plain values, names. Only given concrete values, unless it
    says otherwise; the machine deals with symbols."""

    def names(self, machine: Machine) -> Mapping[str, Any]:
        """The outermost scope: `undefined`, `Object`, `JSON`, `process`, ..."""

    def package(self, machine: Machine, source: str) -> Any:
        """A module of the runtime itself (`path`, `node:fs`, `os`); `None` for one that it does not have."""

    def member(self, machine: Machine, value: Any, name: str, at: int) -> Any:
        """A built-in member of text, a number, a bool, an `Array`, an `Object` or a function: a `NativeFunction` for a
        method (the machine binds `this`; symbols may stand inside arrays and objects); `UNDEFINED` if it has none."""

    def key(self, machine: Machine, value: Any) -> Any:
        """What a value is as a key of an `Object`."""

    def unary(self, machine: Machine, operator: str, value: Any, at: int) -> Any:
        """The operators of `ir.Unary`."""

    def binary(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """The operators of `ir.Binary`."""

    def truth(self, value: Any) -> bool:
        """Whether a value counts as true."""

    def text(self, machine: Machine, value: Any) -> Any:
        """A value as text; a symbol of that where symbols stand inside an array."""

    def iterate(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The elements of anything that can be looped over; raises the program's error for what cannot."""

    def keys(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The keys that a loop over keys or a spread into an object sees, in their order."""

    def error(self, machine: Machine, kind: str, message: str) -> Any:
        """The value that is thrown for an error of this kind (`TypeError`)."""

    def message(self, value: Any) -> str:
        """What a thrown value says, for people."""


class ThrownError(Exception):
    """What the program throws, on its way up."""

    def __init__(self, value: Any, position: Position) -> None:
        super().__init__("the program throws")
        self.value, self.position = value, position


class OverBudgetError(Exception):
    """The program does too much: `reason` says of what."""

    def __init__(self, reason: str, position: Position | None = None) -> None:
        super().__init__(reason)
        self.reason, self.position = reason, position
