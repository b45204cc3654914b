"""The kinds of values that JavaScript's runtime adds to the evaluator's, and its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine, NativeFunction


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


#: The members that every object inherits; `objects` fills it.
OBJECT_MEMBERS: dict[Any, Any] = {}
#: The members that every function inherits; `functions` fills it.
FUNCTION_MEMBERS: dict[Any, Any] = {}


@dataclass(frozen=True, eq=False)
class Mark(Foreign):
    """A JavaScript symbol: a key that is no text."""

    description: str = ""

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its description."""
        del machine, at
        if name == "description":
            return self.description
        return NativeFunction("toString", self._text) if name == "toString" else UNDEFINED

    def _text(self, *given: Any) -> str:
        del given
        return f"Symbol({self.description})"


ITERATOR = Mark("Symbol.iterator")
ASYNC_ITERATOR = Mark("Symbol.asyncIterator")
TO_PRIMITIVE = Mark("Symbol.toPrimitive")
TAG = Mark("Symbol.toStringTag")
HAS_INSTANCE = Mark("Symbol.hasInstance")
#: In the entries of an object: the names that loops over its keys leave out.
HIDDEN = Mark("hidden")


@dataclass(frozen=True, slots=True)
class BigInt(Native):
    """A `bigint`; two of the same value are the same."""

    value: int
    kind: ClassVar[str] = "BigInt"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def primitive(self, machine: Machine, hint: str, at: int) -> Any:
        """Itself."""
        del machine, hint, at
        return self

    def truth(self) -> bool:
        """Whether it is not 0."""
        return bool(self.value)
