"""What differs between Pulumi's SDKs for the languages of programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from scaffold.model.values import Value
from scaffold.readers.programs.values import MISSING, Foreign, Machine, Object, Symbol

#: What dialects work for. All of these know the dialect, and so cannot be imported here.
Kind: TypeAlias = Any
Output: TypeAlias = Any
Run: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Transforming:
    """A resource on its way through transformations; `this` is the object that becomes it."""

    kind: Kind
    name: str
    props: Any
    opts: Any
    this: Any


class Dialect:
    """How one SDK does it. This is that of programs that say everything by its name on the wire.

    `output_class` is the class of outputs in languages where everything has one; `hint` what to do about an output that
    is used as text; `refuses_providers` says that a resource which is no component may not be given several providers,
    `has_classes` that resources are made by classes, which fill in what they have defaults for, `drops_null` that a
    null in a map is not sent, `nests` that what a callback gives may hold outputs.
    """

    output_class: Any = None
    hint = ""
    refuses_providers = False
    has_classes = True
    drops_null = False
    nests = False

    # Outputs

    def output_member(self, machine: Machine, output: Output, name: str, at: int) -> Any:
        """The member `name` of an output."""
        return output.lifted(machine, name, at)

    def output_item(self, machine: Machine, output: Output, key: Any, at: int) -> Any:
        """The element `key` of an output."""
        return output.lifted(machine, key, at)

    def in_output(self, name: str) -> bool:
        """Whether an output counts as having a member `name` itself."""
        del name
        return False

    def opens(self, value: Any) -> bool:
        """Whether the SDK looks for outputs inside of a list or object that is no resource."""
        del value
        return True

    def kept_type(self, value: Object) -> Any:
        """The type that an object keeps when outputs are taken out of it."""
        del value
        return None

    def members(self, run: Run, machine: Machine, value: Object) -> Iterable[tuple[Any, Any]]:
        """The members of an object that the SDK sees, getters included."""
        for key in run.language.keys(machine, value, 0):
            if isinstance(key, str):
                yield key, machine.get(value, key, 0)

    # Resources

    def given(self, run: Run, machine: Machine, kind: Kind, props: Any) -> list[tuple[str, Any]]:
        """The inputs in what a resource is given, by their names on the wire."""
        del kind
        if isinstance(props, Object):
            return list(self.members(run, machine, props))
        if isinstance(props, Foreign):
            return [(key, props.get(machine, key, 0)) for key in props.keys(machine)]
        concrete = props.concrete if isinstance(props, Symbol) else MISSING
        if isinstance(concrete, Object):
            return [(key, machine.get(props, key, 0)) for key, _ in self.members(run, machine, concrete)]
        return []

    def options(self, run: Run, machine: Machine, kind: Kind, given: Any) -> Any:
        """What a resource is given as options, with their names in `options.py`."""
        del run, machine, kind
        return given

    def transformed(
        self, run: Run, machine: Machine, made: Transforming, works: Sequence[Any], at: int
    ) -> tuple[Any, Any]:
        """The inputs and options of a resource after the program's transformations, in their order."""
        del run, machine, works, at
        return made.props, made.opts

    def shown(self, run: Run, token: str, path: tuple[str, ...], value: Any) -> Any:
        """Data at a place of what a resource or function gives, as programs see it."""
        del run, token, path
        return value

    # Others

    def package_name(self, package: str) -> str:
        """What programs call the package that tokens call so."""
        return f"@pulumi/{package}"

    def package(self, source: str) -> str:
        """The package, as tokens call it, that an import names; empty for one that is not Pulumi's."""
        return source.removeprefix("@pulumi/").partition("/")[0]

    def error(self, machine: Machine, message: str, at: int, kind: str = "TypeError") -> Exception:
        """The error that the SDK raises; `kind` is its class in languages that tell them apart."""
        del kind
        return machine.throw(message, at)

    def json_text(self, value: Value) -> str:
        """JSON text of a known value, as the SDK writes it."""
        return json_text(value)


def json_text(value: Value, *, in_order: bool = False) -> str:
    """JSON text as JavaScript writes it: no spaces, whole numbers without a point; `in_order`, of its keys."""
    return json.dumps(_script_numbers(value), separators=(",", ":"), ensure_ascii=False, sort_keys=in_order)


def _script_numbers(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    if isinstance(value, tuple):
        return [_script_numbers(item) for item in value]
    return {key: _script_numbers(item) for key, item in value.items()} if isinstance(value, Mapping) else value


__all__ = ["Dialect", "Transforming", "json_text"]
