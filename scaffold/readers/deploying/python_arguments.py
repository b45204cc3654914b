"""What a component's constructor is called with in Python, when it is evaluated alone."""

from __future__ import annotations

from typing import Any, Final

from scaffold.model.project import Parameter
from scaffold.model.values import Reference, Value
from scaffold.readers.deploying.arguments import ARGS, PREFIX, Supply
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.python.classes import DICT, BuiltinClass
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.native import Given, methods
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Symbol


class Values:
    """The parameters of a component, as what a constructor is given. Those that are not given are unknown where every
    way through the constructor is gone, or where it needs them and nothing is known yet."""

    def __init__(self, supply: Supply, machine: Machine) -> None:
        self.supply, self.machine, self.run = supply, machine, supply.run
        self.declared = {found.name: found for found in supply.entry.parameters if found.name.startswith(PREFIX)}

    def of(self, name: str) -> Any:
        """A parameter by its short name; `UNDEFINED` for one that is not given."""
        full = PREFIX + name
        found = self.declared.get(full)
        is_open = self.supply.explore or (found is not None and self.supply.is_open(found))
        if full not in self.run.values and not is_open:
            return self._default(full, found)
        return self.supply.wrap(found, self.run.parameter(self.machine, full, MISSING))

    def _default(self, full: str, found: Parameter | None) -> Any:
        """What a parameter is that is not given: the default that is written for it, so that branches on it are those
        on the parameter; `UNDEFINED` where that is no plain value."""
        if found is None or (found.default is None and not found.nullable):
            return UNDEFINED
        return Symbol(Reference(full), self.machine.thaw(found.default))

    def members(self) -> dict[Any, Any]:
        """Those that `args` takes: all that no argument of the constructor takes."""
        given = (name.removeprefix(PREFIX) for name in self.run.values if name.startswith(PREFIX))
        names = dict.fromkeys((*(name.removeprefix(PREFIX) for name in self.declared), *given))
        found = {name: self.of(name) for name in names if name not in self.supply.entry.signature}
        return {name: value for name, value in found.items() if value is not UNDEFINED}

    def argument(self, machine: Evaluator, name: str) -> Any:
        """The argument that the signature calls so; `UNDEFINED` where it is left out."""
        if name == ARGS:
            return self._object(machine)
        self.run.see(PREFIX + name, machine.position(0))
        return self.of(name)

    def _object(self, machine: Evaluator) -> Any:
        """What `args` is: an instance of its class, or a dictionary; nothing where it may be left out."""
        entry, found = self.supply.entry, self.members()
        if not found and ARGS in entry.optional and not self.supply.explore:
            return UNDEFINED
        if not entry.arguments:
            return Members(self)
        file, _, name = entry.arguments.rpartition(":")
        kind = machine.attribute(machine.load_as(file).value, name)
        return machine.invoke(kind, (), {str(key): value for key, value in found.items()}, UNDEFINED, 0)


class Members(Native):
    """The `args` of a component that are a dictionary: which entries there are shows when they are read."""

    __slots__ = ("values",)

    def __init__(self, values: Values) -> None:
        self.values = values

    @property
    def kind(self) -> Any:
        """Its class."""
        return _MEMBERS

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """The names of the entries that are given."""
        del at
        return list(self.keys(machine))

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """An entry; `UNDEFINED` where there is none."""
        return self.read(machine, key, at, UNDEFINED, required=True)

    def keys(self, machine: Machine) -> list[str]:
        """The entries that are given."""
        del machine
        return list(self.values.members())

    def read(self, machine: Machine, key: Any, at: int, default: Any, *, required: bool = False) -> Any:
        """An entry, which is a parameter; `default` where it is not given."""
        name = machine.concrete(key)
        if not isinstance(name, str):
            return machine.unknown("which argument this is is not known", at)
        fallback = machine.concrete(default)
        plain = isinstance(fallback, str | int | float)
        run = self.values.run
        run.see(PREFIX + name, machine.position(at), default=fallback if plain else MISSING, required=required)
        found = self.values.of(name)
        if found is not UNDEFINED or default is UNDEFINED:
            return found
        return Symbol(Reference(PREFIX + name), fallback) if plain or default is None else default

    def freeze(self, machine: Machine) -> Value:
        """All that is given."""
        return {name: machine.freeze(value) for name, value in self.values.members().items()}


def _entry(given: Given, key: Any, default: Any = None) -> Any:
    return given.this.read(given.machine, key, given.at, default)


def _items(given: Given) -> Array:
    return Array([Array([key, value], fixed=True) for key, value in given.this.values.members().items()])


_MEMBERS: Final = BuiltinClass(
    "dict",
    (DICT,),
    methods(
        {
            "get": _entry,
            "items": _items,
            "keys": lambda given: Array(given.this.keys(given.machine)),
            "values": lambda given: Array(list(given.this.values.members().values())),
            "__contains__": lambda given, key: given.this.values.of(given.known(key)) is not UNDEFINED,
        }
    ),
)
