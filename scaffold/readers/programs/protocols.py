"""What the parts of the evaluator ask of one another: the machine, a platform, a language, the project's files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from scaffold.model.values import Reference, Value
from scaffold.readers.programs.plain import MISSING, UNDEFINED, Array, Promise, Symbol, ThrownError

if TYPE_CHECKING:
    from scaffold.diagnostics import Diagnostic
    from scaffold.model.position import Position


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

    `rejections` are the errors of rejected promises by identity, with where they are from; `arguments` what the command
    that runs the program gives to it; `unordered` says that the program has gone through folders in an order that
    differs from machine to machine.
    """

    rejections: dict[int, tuple[Promise, ThrownError]]
    unordered: bool
    arguments: Sequence[str]

    def call(
        self, function: Any, arguments: Sequence[Any], *, this: Any = UNDEFINED, at: int = 0, **keywords: Any
    ) -> Any:
        """Call a function: the program's, a native or a foreign one. `ThrownError` is what the program throws."""

    def construct(self, function: Any, arguments: Sequence[Any], *, at: int = 0) -> Any:
        """`new function(...arguments)`."""

    def invoke(self, function: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], this: Any, at: int) -> Any:
        """Call a function, the keywords in one."""

    def invoke_method(
        self, value: Any, name: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """Call the method `name` of a value."""

    def get(self, value: Any, name: Any, at: int = 0) -> Any:
        """A member or element of any value, as the language reads it; where the two differ, an entry of a dictionary
        and an attribute of anything else, `UNDEFINED` where there is none."""

    def set(self, target: Any, name: Any, value: Any, at: int = 0) -> None:
        """Set a member or element."""

    def attribute(self, value: Any, name: str, at: int = 0) -> Any:
        """The attribute `name`; `ThrownError` where there is none."""

    def set_attribute(self, target: Any, name: str, value: Any, at: int = 0) -> None:
        """Set an attribute."""

    def delete_attribute(self, target: Any, name: str, at: int = 0) -> None:
        """Delete an attribute."""

    def item(self, value: Any, key: Any, at: int = 0) -> Any:
        """The element `key` (which may be a `Span`); `ThrownError` where there is none."""

    def set_item(self, target: Any, key: Any, value: Any, at: int = 0) -> None:
        """Set an element."""

    def delete_item(self, target: Any, key: Any, at: int = 0) -> None:
        """Delete an element."""

    def special(self, value: Any, name: str, at: int = 0) -> Any:
        """The method `name` that an instance's class gives it (`__len__`), bound to the instance; `MISSING` where
        neither the program nor a class of the runtime but the outermost one gives it."""

    def unary(self, operator: str, value: Any, at: int) -> Any:
        """An operator of `ir.Unary`."""

    def binary(self, operator: str, left: Any, right: Any, at: int) -> Any:
        """An operator of `ir.Binary`."""

    def instance_of(self, value: Any, kind: Any, at: int) -> Any:
        """Whether a value is an instance of a class (or of one of several); a symbol where that is not known."""

    def key(self, value: Any) -> Any:
        """What a value is as a key of an `Object`."""

    def keys(self, value: Any, at: int = 0) -> list[Any] | None:
        """The keys that a loop over keys or a spread sees; `None` where they are not known."""

    def drive(self, value: Any, body: Callable[[Any], Any], at: int = 0) -> bool:
        """Call `body` with each element, as a loop does: a generator goes on where it stopped while `body` works. Ends
        early where that gives anything but `None`; whether it came to the end."""

    def inside(self, value: Any, body: Callable[[Any], Any], at: int = 0) -> Any:
        """Run a body at the one `yield` of a generator, where its errors arise; gives what it gives."""

    def merge(self, condition: Value, then: Any, otherwise: Any) -> Any:
        """One of two values, by a condition that is not known."""

    def make_class(self, name: str, bases: Sequence[Any], namespace: dict[Any, Any], *, at: int = 0) -> Any:
        """A class of the program, given what its body came to."""

    def import_source(self, frame: dict[str, Any], source: str, at: int) -> Any:
        """A module by what an import calls it, in the scope of a module."""

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

    def bindings(self, machine: Machine, path: str, there: bool) -> Any:
        """What stands at a path of the project where a generator puts it, whether it is `there` or not; `None` for what
        is read as it is. Only asked for what modules import by paths."""
        return None

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """The environment variable `name`, as a value: a symbol of a parameter, or `UNDEFINED`. `default` is what the
        program takes where it is not set, as far as that is known here; `required` that it fails then."""

    def attribute(self, machine: Machine, value: Symbol, name: str, at: int) -> Any:
        """The attribute `name` of a symbol of which nothing is known, or that is a dictionary, where the platform gives
        its data attributes; `UNDEFINED` where it does not. Only asked where attributes and items are two things."""
        return UNDEFINED

    def step(self, place: Reference, name: str) -> str:
        """What a member is called in values that the program reads as `name` of what stands at a place. Only asked
        where attributes and items are two things."""
        return name

    def limit(self, value: Symbol, choices: Sequence[Any]) -> None:
        """The program takes no others than these for a value that is only known as an expression."""

    def unread(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> None:
        """Something of which nothing is known was called with these: whatever it does with them, it is not seen."""

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""


class Language(Protocol):
    """What a language's runtime means: operators, members of plain values, names. Only given concrete values, unless it
    says otherwise; the machine deals with symbols.

    What comes last is of languages in which attributes and items are two things, and classes have several bases.
    """

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

    def truth_of(self, machine: Machine, value: Any, at: int) -> bool | None:
        """Whether an `Object` with a type counts as true; `None` where that is not known."""
        return self.truth(value)

    @property
    def root(self) -> Any:
        """The class that every class extends (`object`); `None` where there is none."""
        return None

    def item(self, machine: Machine, value: Any, key: Any, at: int) -> Any:
        """An element of a value of the runtime that the machine does not find: of text, with a `Span`. Raises the
        program's error where there is none. Keys and values are as the program has them; no symbols."""
        return machine.get(value, key, at)

    def set_item(self, machine: Machine, value: Any, key: Any, new: Any, at: int) -> None:
        """Set an element, likewise."""
        machine.set(value, key, new, at)

    def delete_item(self, machine: Machine, value: Any, key: Any, at: int) -> None:
        """Delete an element, likewise."""

    def augment(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """What `left += right` sets `left` to, which may be `left` itself, changed."""
        return machine.binary(operator, left, right, at)

    def missing_attribute(self, machine: Machine, value: Any, name: str) -> str:
        """What the error says where a value has no such attribute."""
        return name

    def gathered(self, machine: Machine, items: list[Any], at: int) -> Any:
        """A set of these elements."""
        return Array(items)

    def is_instance(self, machine: Machine, value: Any, kind: Any, at: int) -> bool:
        """Whether a value is an instance of a class, or of one of several. Raises the program's error for no class."""
        return False

    def raised(self, machine: Machine, value: Any, at: int) -> Any:
        """What `raise value` throws: for a class its instance, for what cannot be thrown an error of that."""
        return value

    def method_of_symbol(
        self, machine: Machine, value: Symbol, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any]
    ) -> Any:
        """What a method gives of a symbol that is taken for nothing; `UNDEFINED` where it is a call of that name."""
        return UNDEFINED

    def element_of(self, machine: Machine, value: Symbol) -> Any:
        """Any element of a collection that is not known; `UNDEFINED` where that is the collection's step `*`."""
        return UNDEFINED

    def type_name(self, value: Any) -> str:
        """The name of a value's class."""
        return "object"
