"""What a component's constructor is called with, when it is evaluated alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.values import Reference, Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Machine, Symbol
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run

ARGS: Final = "args"
OPTIONS: Final = "opts"
PREFIX: Final = f"{ARGS}."
#: How the declared type of what must be an output begins.
_OUTPUT: Final = re.compile(r"(pulumi\.)?Output<")
#: What the component is called where nobody says.
DEFAULT_NAME: Final = "test"


class Arguments(Foreign):
    """The `args` of a component: each member is a parameter; one that is not given reads as undefined.

    `open` ones that are not given are unknown: with these every way through a constructor is seen. `outputs` are those
    that are declared as outputs, and are given as such.
    """

    __slots__ = ("open", "outputs", "run")

    def __init__(self, run: Run, open_names: frozenset[str], outputs: frozenset[str]) -> None:
        self.run, self.open, self.outputs = run, open_names, outputs

    def keys(self, machine: Machine) -> list[str]:
        """The members that are given."""
        given = [name.removeprefix(PREFIX) for name in self.run.given.values if name.startswith(PREFIX)]
        return [*given, *sorted(self.open - set(given))]

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member, as the symbol of its parameter."""
        if name in ("then", "toJSON", "constructor", "hasOwnProperty", "toString", "valueOf"):
            return UNDEFINED
        full = PREFIX + name
        self.run.see(full, machine.position(at), default=self.run.default_at(machine, at))
        found = self.run.parameter(machine, full, MISSING if name in self.open else UNDEFINED)
        return Output(self.run, found) if name in self.outputs and found.concrete is not UNDEFINED else found

    def freeze(self, machine: Machine) -> Value:
        """All that is given."""
        return {name: machine.freeze(self.get(machine, name, 0)) for name in self.keys(machine)}


def arguments_for(run: Run, machine: Machine, entry: Entry) -> Sequence[Any]:
    """The arguments of the constructor, in the order of its signature; what is not given at its end is left out."""
    open_names = frozenset(
        parameter.name.removeprefix(PREFIX)
        for parameter in entry.parameters
        if run.given.explore or (parameter.required and not run.given.mocked)
    )
    found = [_argument(run, machine, name, place, open_names, entry) for place, name in enumerate(entry.signature)]
    while found and found[-1] is UNDEFINED:
        found.pop()
    return found


def _argument(run: Run, machine: Machine, name: str, place: int, open_names: frozenset[str], entry: Entry) -> Any:
    values: Mapping[str, Value] = run.given.values
    if name == OPTIONS:
        return UNDEFINED
    if name == ARGS:
        if (
            open_names
            or run.given.explore
            or any(key.startswith(PREFIX) for key in values)
            or ARGS not in entry.optional
        ):
            outputs = (each.name.removeprefix(PREFIX) for each in entry.parameters if _OUTPUT.match(each.type))
            return Arguments(run, open_names, frozenset(outputs))
        return Symbol(Reference(ARGS), UNDEFINED)
    if place == 0:
        value = values.get(name, DEFAULT_NAME)
        return value if isinstance(value, str) else DEFAULT_NAME
    return run.parameter(machine, name, MISSING if name in open_names else UNDEFINED)
