"""Twins whose members stand in tables, and what their functions are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, ClassVar, Final, TypeAlias

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.twins import Definition, Instance, LibraryClass, Method, Twin
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol

#: What gives a member, given the twin, the machine and the place.
Getter: TypeAlias = Callable[[Any, Machine, int], Any]
#: What a method does, given the twin, the machine, the arguments and the place; and what arguments it takes.
Work: TypeAlias = tuple[Callable[[Any, Machine, list[Any], int], Any], Signature]

ONE: Final = Signature(("value",))
NONE: Final = Signature()
REST: Final = Signature(("values",), rest=True)


class Tabled(Twin):
    """A twin whose members stand in tables, by the names of TypeScript. `fields` are those that are what they were set
    to."""

    getters: ClassVar[Mapping[str, Getter]] = {}
    methods: ClassVar[Mapping[str, Work]] = {}
    settable: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, run: Run, kind: LibraryClass) -> None:
        super().__init__(run, kind)
        self.fields: dict[str, Any] = {}
        self.holder = Object(self.fields)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member."""
        if name in self.getters:
            return self.getters[name](self, machine, at)
        if name in self.fields:
            return self.fields[name]
        if name in self.methods:
            work, signature = self.methods[name]
            return Method(self.run, name, partial(work, self), signature)
        return self.kind if name == "constructor" and isinstance(self.instance, Instance) else UNDEFINED

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member that can be set."""
        if name not in self.settable:
            return False
        self.put(machine, self.holder, name, value, at)
        return True

    def put(self, machine: Machine, holder: Object, name: str, value: Any, at: int) -> None:
        """Set a member of an object that it holds: under a condition, as for every object."""
        machine.set(holder, name, value, at)

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a member, set or not."""
        return name in self.getters or name in self.methods or name in self.fields or name in self.settable


def static(members: Mapping[str, Any]) -> Callable[[LibraryClass, Machine, str, int], Any]:
    """The static members of a class: values as they are, functions with their signature as methods. Functions are given
    the class, the machine, the arguments and the place."""

    def found(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
        del machine, at
        value = members.get(name, UNDEFINED)
        if isinstance(value, tuple):
            return Method(kind.run, name, partial(value[0], kind), value[1])
        return value

    return found


def no_instances(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Twin:
    """An instance of a class that has no members of its own."""
    return Twin(kind.run, kind)


def enumeration(name: str, members: Mapping[str, Any]) -> Definition:
    """An enumeration: its members by name and, where they are numbers, the other way round."""
    back = {str(value): key for key, value in members.items() if isinstance(value, int)}
    return Definition(name, no_instances, NONE, static=static({**members, **back}))


def member(machine: Machine, value: Any, name: str, at: int = 0) -> Any:
    """A member of an object of options; `UNDEFINED` where there is none, or no object."""
    if type(value) is Object and value.type is None and name in value.entries:
        return value.entries[name]
    if isinstance(value, Symbol):
        value = value.concrete
    if value is None or value is UNDEFINED or value is MISSING:
        return UNDEFINED
    return machine.get(value, name, at)


def entries(machine: Machine, value: Any, at: int = 0) -> dict[str, Any]:
    """The members of an object of options that it shows."""
    if isinstance(value, Symbol):
        value = value.concrete
    if type(value) is Object and value.type is None and not value.accessors:
        return dict(value.entries)
    if value is None or value is UNDEFINED or value is MISSING:
        return {}
    keys = machine.keys(value, at) or ()
    return {str(key): machine.get(value, key, at) for key in keys}


def concrete(machine: Machine, value: Any) -> Any:
    """A value as what it is taken to be; `MISSING` where that is not known."""
    return machine.concrete(value) if isinstance(value, Symbol) else value


def twin_of(run: Run, value: Any) -> Any:
    """The `Twin` that stands behind a value, or behind what a symbol is taken to be; nothing where there is none."""
    return run.twin_of(value.concrete if isinstance(value, Symbol) else value)


def holds(machine: Machine, value: Any) -> bool:
    """Whether a value counts as true; what is not known does not."""
    return value is not MISSING and machine.truth(value) is True


def items(value: Any) -> list[Any] | None:
    """The elements of a list; nothing for what is none."""
    if isinstance(value, Symbol):
        value = value.concrete
    return value.items if isinstance(value, Array) else None


def array(values: Iterable[Any]) -> Array:
    """Values as a list of the program."""
    return Array(list(values))
