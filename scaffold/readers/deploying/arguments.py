"""What a component's constructor is called with in TypeScript and JavaScript, when it is evaluated alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.model.project import Parameter
from scaffold.model.values import Reference, Value
from scaffold.readers.deploying.asked import Asked
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Machine, Symbol

ARGS: Final = "args"
PREFIX: Final = f"{ARGS}."
_NO_MEMBERS: Final = ("then", "toJSON", "constructor", "hasOwnProperty", "toString", "valueOf")


def _as_it_is(_parameter: Parameter | None, value: Symbol) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Supply:
    """What the constructor of `entry` is given in an evaluation: parameters. With `explore` those that are not given
    may be anything; unless it is `firm`, so may those that are required. `wrap` makes of one what is given."""

    run: Asked
    entry: Entry
    explore: bool
    firm: bool
    wrap: Callable[[Parameter | None, Symbol], Any] = _as_it_is

    def is_open(self, parameter: Parameter) -> bool:
        """Whether a parameter that is not given may be anything."""
        return self.explore or (parameter.required and not self.firm)

    @property
    def open_names(self) -> frozenset[str]:
        """The parameters that may be anything, by name."""
        return frozenset(found.name.removeprefix(PREFIX) for found in self.entry.parameters if self.is_open(found))

    def argument(self, machine: Machine, name: str) -> Any:
        """The argument that the signature calls so; `UNDEFINED` where it is left out."""
        if name != ARGS:
            return self.run.parameter(machine, name, MISSING if name in self.open_names else UNDEFINED)
        given = any(key.startswith(PREFIX) for key in self.run.values)
        if self.open_names or self.explore or given or ARGS not in self.entry.optional:
            return Arguments(self)
        return Symbol(Reference(ARGS), UNDEFINED)


class Arguments(Foreign):
    """The `args` of a component: each member is a parameter; one that is not given reads as undefined.

    Open ones that are not given are unknown: with these every way through a constructor is seen.
    """

    __slots__ = ("declared", "open", "supply")

    def __init__(self, supply: Supply) -> None:
        self.supply, self.open = supply, supply.open_names
        self.declared = {found.name: found for found in supply.entry.parameters}

    def keys(self, machine: Machine) -> list[str]:
        """The members that are given."""
        del machine
        given = [name.removeprefix(PREFIX) for name in self.supply.run.values if name.startswith(PREFIX)]
        return [*given, *sorted(self.open - set(given))]

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member, as the symbol of its parameter."""
        if name in _NO_MEMBERS:
            return UNDEFINED
        full, run = PREFIX + name, self.supply.run
        run.see(full, machine.position(at), default=run.default_at(machine, at))
        found = run.parameter(machine, full, MISSING if name in self.open else UNDEFINED)
        return self.supply.wrap(self.declared.get(full), found)

    def freeze(self, machine: Machine) -> Value:
        """All that is given."""
        return {name: machine.freeze(self.get(machine, name, 0)) for name in self.keys(machine)}


def without_end(found: list[Any]) -> list[Any]:
    """Arguments without those at their end that are left out."""
    while found and found[-1] is UNDEFINED:
        found.pop()
    return found
