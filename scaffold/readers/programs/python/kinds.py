"""The kinds of values that Python's runtime adds to the evaluator's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.model.values import Unknown, Value
from scaffold.readers.programs.python.classes import (
    ELLIPSIS_TYPE,
    FROZENSET,
    ITERATORS,
    NOT_IMPLEMENTED_TYPE,
    RANGE,
    SET,
    VIEWS,
    BuiltinClass,
)
from scaffold.readers.programs.values import INNER, MISSING, UNDEFINED, Array, Foreign, Machine, Object, OverBudgetError

#: What is taken of an iterator at once before it counts as work.
_ROUND = 64


def inner(value: Any) -> Any:
    """The built-in value inside an instance of a class that extends `str`, `dict`, ...; any other value itself."""
    return value.entries.get(INNER, value) if type(value) is Object and value.type is not None else value


def changing(machine: Machine, holder: Any) -> None:
    """What holds elements is about to be changed: branches that are not taken put it back."""
    journal = getattr(machine, "journal", None)
    if journal is not None:
        journal.content(holder)


class Key:
    """A key of a dict or member of a set that the host cannot tell from others by itself: a tuple, an instance with a
    hash of its own. `own` does that; `value` is the program's."""

    __slots__ = ("own", "value")

    def __init__(self, own: Any, value: Any) -> None:
        self.own, self.value = own, value

    def __hash__(self) -> int:
        return hash(self.own)

    def __eq__(self, other: object) -> bool:
        return bool(self.own == (other.own if isinstance(other, Key) else other))


def key_value(key: Any) -> Any:
    """The program's value that stands behind a key of a dict or a member of a set."""
    return key.value if type(key) is Key else key


class Native(Foreign):
    """A value of the runtime that is no plain one: a set, a range, an iterator."""

    __slots__ = ()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        raise NotImplementedError

    @property
    def meta(self) -> BuiltinClass | None:
        """Where the machine looks for the methods of operators: its class."""
        return self.kind

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """An attribute that its class has, or one of its own."""
        found = self.own(machine, name, at)
        return self.kind.member(machine, self, name, at) if found is UNDEFINED else found

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """An attribute that is no method; `UNDEFINED` if there is none."""
        del machine, name, at
        return UNDEFINED

    def elements(self, machine: Machine, at: int) -> list[Any] | None:
        """Its elements, where it can be looped over."""
        del machine, at
        return None


class Core(Native):
    """One of which the runtime itself knows what operators mean, without the methods of its class."""

    __slots__ = ()

    @property
    def meta(self) -> None:
        """Nothing to ask."""
        return


class Constant(Core):
    """`Ellipsis`, `NotImplemented`: there is one of each."""

    __slots__ = ("_kind", "name")

    def __init__(self, name: str, kind: BuiltinClass) -> None:
        self.name, self._kind = name, kind

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return self._kind

    def freeze(self, machine: Machine) -> Value:
        """Nothing that a resource can be given."""
        del machine
        return Unknown("it is no plain value", self.name)


ELLIPSIS = Constant("Ellipsis", ELLIPSIS_TYPE)
NOT_IMPLEMENTED = Constant("NotImplemented", NOT_IMPLEMENTED_TYPE)


class RangeValue(Core):
    """A range: its numbers are only made where they are looked at."""

    __slots__ = ("span",)

    def __init__(self, span: range) -> None:
        self.span = span

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return RANGE

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """Its bounds."""
        del machine, at
        return getattr(self.span, name) if name in ("start", "stop", "step") else UNDEFINED

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Its numbers."""
        del at
        machine.spend(1 + self.length // 16)
        return list(self.span)

    @property
    def length(self) -> int:
        """How many numbers there are. Raises `OverBudgetError` where they are far too many."""
        try:
            return len(self.span)
        except OverflowError:
            raise OverBudgetError("a range of too many numbers") from None

    def freeze(self, machine: Machine) -> Value:
        """Its numbers."""
        return tuple(self.elements(machine, 0))

    def truth(self) -> bool:
        """Whether there are numbers in it."""
        return bool(self.span)


class SetValue(Core):
    """A set or (`frozen`) frozenset. `state` has its members under what tells them apart, in the order in which they
    were added; the journal of branches keeps it."""

    __slots__ = ("frozen", "state")

    def __init__(self, members: dict[Any, Any] | None = None, *, frozen: bool = False) -> None:
        self.state = Object(members if members is not None else {})
        self.frozen = frozen

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return FROZENSET if self.frozen else SET

    @property
    def members(self) -> dict[Any, Any]:
        """What is in it."""
        return self.state.entries

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Its members: numbers in the order that the host gives them, others in that of their adding."""
        del at
        members = self.members
        machine.spend(1 + len(members) // 16)
        if all(type(key) is int for key in members):
            return list(set(members))
        return [member for member in members.values() if member is not UNDEFINED]

    def freeze(self, machine: Machine) -> Value:
        """Its members in a row."""
        return tuple(machine.freeze(member) for member in self.elements(machine, 0))

    def resolve(self, machine: Machine) -> Value:
        """Its members in a row, known."""
        return tuple(machine.resolve(member) for member in self.elements(machine, 0))

    def concrete(self, machine: Machine) -> Any:
        """A set of what its members are taken to be."""
        found = {key: machine.concrete(member) for key, member in self.members.items()}
        if any(member is MISSING for member in found.values()):
            return MISSING
        same = all(member is self.members[key] for key, member in found.items())
        return self if same else SetValue(found, frozen=self.frozen)

    def truth(self) -> bool:
        """Whether there is something in it."""
        return bool(self.members)


class View(Core):
    """What `keys()`, `values()` and `items()` of a dict give: `sort` is one of these names."""

    __slots__ = ("holder", "sort")

    def __init__(self, holder: Object, sort: str) -> None:
        self.holder, self.sort = holder, sort

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return VIEWS[self.sort]

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """Its keys, values, or pairs of both."""
        del at
        entries = self.holder.entries
        machine.spend(1 + len(entries) // 16)
        if self.sort == "keys":
            return [key_value(key) for key, item in entries.items() if item is not UNDEFINED]
        if self.sort == "values":
            return [item for item in entries.values() if item is not UNDEFINED]
        pairs = ((key_value(key), item) for key, item in entries.items() if item is not UNDEFINED)
        return [Array([key, item], fixed=True) for key, item in pairs]

    def freeze(self, machine: Machine) -> Value:
        """Its elements."""
        return tuple(map(machine.freeze, self.elements(machine, 0)))

    def truth(self) -> bool:
        """Whether the dict has entries."""
        return bool(self.holder.entries)


class Steps(Core):
    """An iterator: `source` gives its elements when they are taken. `name` is the class that it shows."""

    __slots__ = ("name", "source")

    def __init__(self, source: Iterator[Any], name: str = "iterator") -> None:
        self.source, self.name = source, name

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return ITERATORS.get(self.name, ITERATORS["iterator"])

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """All that are left."""
        del at
        found: list[Any] = []
        for item in self.source:
            found.append(item)
            if len(found) % _ROUND == 0:
                machine.spend(_ROUND >> 2)
        return found

    def stream(self) -> Iterator[Any]:
        """Them, as they are taken."""
        return self.source

    def take(self) -> tuple[Any, bool]:
        """The next one, and whether there was none left."""
        for item in self.source:
            return item, False
        return UNDEFINED, True

    def freeze(self, machine: Machine) -> Value:
        """Nothing that a resource can be given."""
        del machine
        return Unknown("it is an iterator", self.name)


class HostValue(Native):
    """A value of the host that never changes: an address, a date, a decimal number. `kind` is its class, `value` what
    it is compared and hashed by."""

    __slots__ = ("_kind", "value")

    def __init__(self, kind: BuiltinClass, value: Any) -> None:
        self._kind, self.value = kind, value

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return self._kind

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HostValue) and bool(self.value == other.value)
