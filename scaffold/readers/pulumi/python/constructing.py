"""What a component's constructor is called with, when it is evaluated alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.project import Parameter
from scaffold.model.values import Reference, Value
from scaffold.readers.programs.machine import Evaluator
from scaffold.readers.programs.python.classes import DICT
from scaffold.readers.programs.python.kinds import Native
from scaffold.readers.programs.python.native import Given, methods
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Symbol
from scaffold.readers.pulumi.arguments import ARGS, DEFAULT_NAME, OPTIONS, PREFIX
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.classes import SdkClass
from scaffold.readers.pulumi.run import Run

#: How the annotation of what must be an output begins.
_OUTPUT: Final = re.compile(r"""["']?(pulumi\.)?Output\[""")


class _Values:
    """The parameters of a component, as what a constructor is given. Those that are not given are unknown where every
    way through the constructor is gone, or where it needs them and nothing is known yet."""

    def __init__(self, run: Run, machine: Machine, entry: Entry) -> None:
        self.run, self.machine, self.entry = run, machine, entry
        self.declared = {found.name: found for found in entry.parameters if found.name.startswith(PREFIX)}

    def of(self, name: str) -> Any:
        """A parameter by its short name; `UNDEFINED` for one that is not given."""
        full = PREFIX + name
        given = self.run.given
        found = self.declared.get(full)
        is_open = given.explore or (found is not None and found.required and not given.mocked)
        if full not in given.values and not is_open:
            return self._default(full, found)
        value = self.run.parameter(self.machine, full, MISSING)
        return Output(self.run, value) if found is not None and _OUTPUT.match(found.type) else value

    def _default(self, full: str, found: Parameter | None) -> Any:
        """What a parameter is that is not given: the default that is written for it, so that branches on it are those
        on the parameter; `UNDEFINED` where that is no plain value."""
        if found is None or (found.default is None and not found.nullable):
            return UNDEFINED
        return Symbol(Reference(full), self.machine.thaw(found.default))

    def members(self) -> dict[Any, Any]:
        """Those that `args` takes: all that no argument of the constructor takes."""
        given = (name.removeprefix(PREFIX) for name in self.run.given.values if name.startswith(PREFIX))
        names = dict.fromkeys((*(name.removeprefix(PREFIX) for name in self.declared), *given))
        found = {name: self.of(name) for name in names if name not in self.entry.signature}
        return {name: value for name, value in found.items() if value is not UNDEFINED}


class Members(Native):
    """The `args` of a component that are a dictionary: which entries there are shows when they are read."""

    __slots__ = ("values",)

    def __init__(self, values: _Values) -> None:
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


_MEMBERS: Final = SdkClass(
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


def arguments_for(run: Run, machine: Evaluator, entry: Entry) -> tuple[list[Any], Mapping[str, Any]]:
    """What the constructor is given, in order and by name."""
    values = _Values(run, machine, entry)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for at, name in enumerate(entry.signature):
        if name == OPTIONS:
            continue
        if at == 0:
            given = run.given.values.get(name, DEFAULT_NAME)
            found: Any = given if isinstance(given, str) else DEFAULT_NAME
        elif name == ARGS:
            found = _object(machine, entry, values)
        else:
            run.see(PREFIX + name, machine.position(0))
            found = values.of(name)
        if found is UNDEFINED:
            continue
        if at == len(positional) and (at == 0 or name == ARGS):
            positional.append(found)
        else:
            named[name] = found
    return positional, named


def _object(machine: Evaluator, entry: Entry, values: _Values) -> Any:
    """What `args` is: an instance of its class, or a dictionary; nothing where it may be left out."""
    members = values.members()
    if not members and ARGS in entry.optional and not values.run.given.explore:
        return UNDEFINED
    if not entry.arguments:
        return Members(values)
    file, _, name = entry.arguments.rpartition(":")
    kind = machine.attribute(machine.load_as(file).value, name)
    return machine.invoke(kind, (), {str(key): value for key, value in members.items()}, UNDEFINED, 0)
