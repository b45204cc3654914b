"""Pulumi as Python programs see it: what packages mean, what the environment holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Value
from scaffold.readers.declarations.python import PythonPackage
from scaffold.readers.deploying.environment import environment_variable
from scaffold.readers.programs.conversions import is_parameter, refers
from scaffold.readers.programs.python.classes import DICT, LIST, STR
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Object, Platform, Symbol
from scaffold.readers.pulumi.python.dialect import PythonDialect
from scaffold.readers.pulumi.python.packages import Named
from scaffold.readers.pulumi.python.places import Member
from scaffold.readers.pulumi.python.sdk import sdk_module
from scaffold.readers.pulumi.python.spelling import is_map, spelled
from scaffold.readers.pulumi.run import Run

_SDK: Final = "pulumi"
#: Packages that are called as those of providers are, of which nothing is known without their declarations.
_NO_PROVIDERS: Final = frozenset({"policy", "esc-sdk", "terraform"})


class PythonPlatform(Platform):
    """The packages of Pulumi, for one evaluation. `exports` is what the program exports, by name and in order, each
    with where it does so; `dynamic` are the types of its classes of dynamic resources."""

    def __init__(self, run: Run) -> None:
        self.run = run
        run.dialect = PythonDialect()
        self.exports: dict[str, tuple[Any, Position]] = {}
        self.dynamic: dict[int, str] = {}
        self._known: dict[str, dict[tuple[str, ...], Any]] = {}

    def module(self, machine: Machine, source: str) -> Any:
        """What importing a package gives; `None` for one that is not Pulumi's."""
        whole, _, rest = source.partition(".")
        if whole == _SDK:
            return sdk_module(rest)
        package = self._package(whole)
        if package is None:
            return None
        found: Any = Named(Member(self.run, whole, package, ()), self._known.setdefault(whole, {}))
        for step in rest.split(".") if rest else ():
            found = found.get(machine, step, 0) if isinstance(found, Named) else UNDEFINED
        return None if found is UNDEFINED else found

    def _package(self, whole: str) -> str | None:
        installed = self.run.installed.package(whole)
        if isinstance(installed, PythonPackage):
            return installed.name
        named = names.package_name(whole)
        return None if named in _NO_PROVIDERS else named

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        """An environment variable: what the variant gives, or nothing."""
        return environment_variable(self.run, machine, name, at, default=default, required=required)

    def attribute(self, machine: Machine, value: Symbol, name: str, at: int) -> Any:
        """A property of what a resource or function gives, which is data here. One that is not there is nothing."""
        del machine, at
        if name.startswith("_") or not self._is_given(value):
            return UNDEFINED
        concrete = value.concrete
        if isinstance(value.value, Reference) and is_map(self.run, value.value):
            return self._entry(value, name)
        known = isinstance(concrete, Object) and name in concrete.entries
        if not known and _is_method(name):
            return UNDEFINED
        place = self._below(value, name)
        if known:
            return Symbol(place, concrete.entries[name])
        if isinstance(concrete, Object) and not self._lacks(place):
            return Symbol(place, None)
        self.run.mocks.read.append(place)
        return Symbol(place)

    def _entry(self, value: Symbol, name: str) -> Any:
        """An entry of what is taken for a map, in spite of which the program asks it for a property."""
        entries = value.concrete.entries if isinstance(value.concrete, Object) else {}
        place = value.value
        for key in (name, names.native_name("", name)):
            if key in entries and isinstance(place, Reference):
                return Symbol(Reference(place.address, (*place.path, key)), entries[key])
        if not isinstance(place, Reference) or not isinstance(value.concrete, Object) or _is_method(name):
            return UNDEFINED
        wanted = Reference(place.address, (*place.path, name))
        if not self._lacks(wanted):
            return UNDEFINED
        self.run.mocks.read.append(wanted)
        return Symbol(wanted)

    def _is_given(self, value: Symbol) -> bool:
        """Whether a value is what a resource or function gives, or made of that; no parameter."""
        if value.concrete is MISSING:
            return isinstance(value.value, Reference) and not is_parameter(value.value)
        return refers(value.value)

    def _below(self, value: Symbol, name: str) -> Value:
        if isinstance(value.value, Reference):
            return Reference(value.value.address, (*value.value.path, self.step(value.value, name)))
        return Call("index", (value.value, name))

    def _lacks(self, place: Value) -> bool:
        """Whether mocks lack something that the program reads, which is noted: what a resource was given, it lacks
        itself."""
        if not isinstance(place, Reference):
            return False
        if not self.run.given.mocked:
            return True
        record = next((each for each in self.run.records if each.address == place.address), None)
        if record is not None and place.path[0] in record.resolved:
            return False
        self.run.mocks.lack(self.run.tokens.get(place.address, ""), place)
        return True

    def step(self, place: Reference, name: str) -> str:
        """What a property is called on the wire."""
        return spelled(self.run, place, name)

    def limit(self, value: Symbol, choices: Sequence[Any]) -> None:
        """Note what a parameter may be."""
        self.run.limit(value, choices)

    def finish(self, machine: Machine) -> None:
        """The program's modules have run."""


def _is_method(name: str) -> bool:
    """Whether data has a method of this name."""
    return any(kind.find(name) is not UNDEFINED for kind in (STR, DICT, LIST))
