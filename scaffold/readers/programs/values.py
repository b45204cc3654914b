"""The values that the evaluator works on.

Plain Python data for what is plain: `None` (null), `bool`, `int`, `float`, `str`. An int and a float of the same number
are the same JavaScript number. `Array` and `Object` can be changed and have an identity, as in the program. Everything
that is not known here is a `Symbol`. What a platform makes of its own (outputs, resources, configuration) is `Foreign`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.model.values import Value
from scaffold.readers.programs.plain import (
    INNER,
    MISSING,
    ROOT,
    STANDS_FOR,
    UNDEFINED,
    Array,
    Object,
    OverBudgetError,
    Promise,
    Symbol,
    ThrownError,
)
from scaffold.readers.programs.protocols import Files, Language, Machine, Platform

__all__ = [
    "INNER", "MISSING", "ROOT", "STANDS_FOR", "UNDEFINED", "Array", "Files", "Foreign", "Language", "Machine",
    "NativeFunction", "Object", "OverBudgetError", "Platform", "Promise", "Span", "Symbol", "ThrownError",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class NativeFunction:
    """A function of a runtime: `work(machine, this, arguments, keywords, at)`. It may be given symbols.

    A `pure` one is only ever called with concrete values: the machine gives it what symbols are taken to be and makes
    its result the symbol of a `Call` of `name`. A `method` is bound to the instance that it is read from, as the
    program's own functions are (in languages that bind). A `whole` one is given a symbol of an object as it is.
    """

    name: str
    work: Callable[[Machine, Any, Sequence[Any], Mapping[str, Any], int], Any]
    pure: bool = False
    method: bool = False
    whole: bool = False


class Foreign:
    """Something that a platform makes. What it does not support is a symbol of an `Unknown`, or the program's error."""

    __slots__ = ()

    #: For what is a descriptor: whether it goes before what the instance itself has.
    overrides: bool = False
    #: For a class: whether it is asked (`set_member`) before an instance of a class that extends it takes a member.
    sets: bool = False

    @property
    def is_complete(self) -> bool:
        """For a module: whether what it does not give is surely not there, so that importing it is an error."""
        return False

    @property
    def mro(self) -> Sequence[Any]:
        """For a class: the classes that it is made of, itself first."""
        return ()

    @property
    def namespace(self) -> Mapping[Any, Any] | None:
        """For a class: what instances find in it, but for what they find in others; `None`: `member` says."""
        return None

    @property
    def makes(self) -> bool:
        """For a class: whether instances of the classes that extend it are made by its `create`."""
        return False

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

    def set_member(self, machine: Machine, instance: Object, name: str, value: Any, at: int) -> bool:
        """Set the member of an instance of a class that extends it; whether it takes it. Only asked where it `sets`."""
        return False

    def has_instance(self, value: Any) -> bool:
        """Whether `value instanceof` it."""
        return False

    # What only some languages have

    def delete(self, machine: Machine, name: str, at: int) -> None:
        """Delete its member `name`."""
        raise machine.throw(name, at, "AttributeError")

    def set_index(self, machine: Machine, key: Any, value: Any, at: int) -> None:
        """Set its element `key`."""
        self.set(machine, key, value, at)

    def delete_index(self, machine: Machine, key: Any, at: int) -> None:
        """Delete its element `key`."""
        raise machine.throw(f"{key}", at, "TypeError")

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What is read of `owner` (a class) where it stands in that as a member; `instance` is `None` where it is read
        from the class itself."""
        return self

    def assign(self, machine: Machine, instance: Any, value: Any, at: int) -> None:
        """What is done where it stands in a class, `overrides`, and an instance's member is set."""

    def remove(self, machine: Machine, instance: Any, at: int) -> None:
        """What is done where it stands in a class, `overrides`, and an instance's member is deleted."""

    def derive(self, machine: Machine, kind: Any, keywords: Mapping[str, Any], at: int) -> Any:
        """A class `kind` of the program that extends it has been made; gives what takes its place, or `kind`."""
        return kind

    def call_class(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """What calling a class of the program that extends it gives; `MISSING` where that is an instance as ever."""
        return MISSING

    def stream(self) -> Iterator[Any] | None:
        """Its elements, one by one as they are taken, where it is an iterator."""
        return None

    def create(
        self, machine: Machine, kind: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> Any:
        """A new instance of a class of the program that extends it, before it is initialised."""
        return Object(type=kind)

    def around(self, machine: Machine, body: Callable[[Any], Any], at: int) -> Any:
        """Run a body inside it (`with`), given what it gives to that; gives what the body gives."""
        return body(machine.unknown("what this gives to the body is not known", at))

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


@dataclass(frozen=True, slots=True, eq=False)
class Span(Foreign):
    """`start:stop:step` as an index; `None` for what is left out."""

    start: Any = None
    stop: Any = None
    step: Any = None

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its bounds."""
        return getattr(self, name) if name in ("start", "stop", "step") else UNDEFINED
