"""The parameters of a program, as one evaluation of it asks for them: settings, environment variables, arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.model.position import Position
from scaffold.model.values import Reference, Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Symbol


@dataclass(eq=False, slots=True)
class Seen:
    """A parameter that the program was seen to read. `kind` is the type that it is read as; `default` is what is
    written beside it for where it is not given."""

    name: str
    position: Position
    kind: str = "string"
    required: bool = False
    secret: bool = False
    default: Any = MISSING
    choices: tuple[Value, ...] = ()


class Asked:
    """What one evaluation was asked for. `values` are what it is given, by parameter name, as in `Variant`; what is not
    there is not given, or with `explore` may be anything. `defaults` says what is written
    beside the reading of a parameter at a place of a file."""

    def __init__(self, values: Mapping[str, Value], explore: bool) -> None:
        self.values, self._explore = values, explore
        self.parameters: dict[str, Seen] = {}
        self.defaults: Callable[[str, int], Any] = lambda _file, _at: MISSING

    def see(self, name: str, position: Position, **facts: Any) -> Seen:
        """Note that a parameter is read; what is known of it is put together."""
        seen = self.parameters.get(name)
        if seen is None:
            seen = self.parameters[name] = Seen(name, position)
            if "kind" in facts:
                seen.kind = facts["kind"]
        if facts.get("kind", "string") != "string":
            seen.kind = facts["kind"]
        seen.required = seen.required or facts.get("required", False)
        seen.secret = seen.secret or facts.get("secret", False)
        if facts.get("choices"):
            seen.choices = facts["choices"]
        if seen.default is MISSING:
            seen.default = facts.get("default", MISSING)
        return seen

    def default_at(self, machine: Machine, at: int) -> Any:
        """The literal that stands in where what is read at a place is not given; `MISSING` where there is none."""
        return self.defaults(machine.file, at)

    def parameter(self, machine: Machine, name: str, default: Any = UNDEFINED) -> Symbol:
        """The value of a parameter: what was given, else `default`."""
        if name in self.values:
            return Symbol(Reference(name), machine.thaw(self.values[name]))
        return Symbol(Reference(name), MISSING if self._explore else default)

    def limit(self, value: Symbol, choices: Sequence[Any]) -> None:
        """Note what a parameter may be."""
        seen = self.parameters.get(value.value.address) if isinstance(value.value, Reference) else None
        plain = tuple(choice for choice in choices if isinstance(choice, str | int | float))
        if seen is not None and isinstance(value.value, Reference) and not value.value.path and not seen.choices:
            seen.choices = plain
