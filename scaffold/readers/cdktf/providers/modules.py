"""The classes that are generated for modules: what they are given are the module's variables, and its outputs are
members."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from scaffold.catalog.cdktf import snake
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.modules import MODULE, Module
from scaffold.readers.cdktf.tree.tables import entries
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_SIGNATURE: Final = Signature(("scope", "id", "config"), struct=True)
#: What every module is given beside its variables.
_META: Final = frozenset(
    {"source", "version", "dependsOn", "providers", "forEach", "skipAssetCreationFromLocalModules"}
)
_OUTPUT: Final = "Output"


class GeneratedModule(Module):
    """A module whose class is generated."""

    def __init__(
        self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, *, source: Any, version: Any
    ) -> None:
        given = entries(machine, arguments[2], at)
        options = Object({**given, "source": source, "version": version})
        self.inputs = {name: value for name, value in given.items() if name not in _META}
        super().__init__(kind, machine, [arguments[0], arguments[1], options], at)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A variable, an output, or what every module has."""
        if name in self.inputs:
            return self.inputs[name]
        found = super().get(machine, name, at)
        if found is UNDEFINED and self._is_output(name):
            given = super().get(machine, "getString", at)
            return given.work(machine, [snake(name.removesuffix(_OUTPUT))], at)
        return found

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a variable, or what every module has."""
        if name in self.inputs:
            self.inputs[name] = value
            return True
        return super().set(machine, name, value, at)

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a member."""
        return name in self.inputs or self._is_output(name) or super().has(machine, name, at)

    def _is_output(self, name: str) -> bool:
        return name.endswith(_OUTPUT) and name != _OUTPUT

    def attributes(self, machine: Machine, at: int = 0) -> Object:
        """Its variables by Terraform's names."""
        return Object({snake(name): value for name, value in self.inputs.items()})


class Modules:
    """The generated classes of modules of one evaluation."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made: dict[str, LibraryClass] = {}

    def of(self, key: str, name: str, source: Any, version: Any) -> LibraryClass:
        """The class of this name that stands at a place."""
        place = f"{key}:{name}"
        if place not in self.made:
            make = partial(_made, source=source, version=version)
            self.made[place] = class_of(self.run, Definition(name, make, _SIGNATURE, MODULE))
        return self.made[place]


def _made(
    kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, *, source: Any, version: Any
) -> GeneratedModule:
    return GeneratedModule(kind, machine, arguments, at, source=source, version=version)


def module_class(run: Run, machine: Machine, path: str, name: str) -> LibraryClass:
    """The class of a module's bindings at a path (`vpc`, `terraform-aws-modules/aws/vpc`); where cdktf.json does not
    say which module these are of, its source is not known."""
    found = run.given.bindings.module(path)
    if found is None:
        source = machine.unknown(f"cdktf.json does not say where the module {path} is from", 0)
        return run.part(Modules).of(path, name, source, UNDEFINED)
    return run.part(Modules).of(path, name, found.source, found.version or UNDEFINED)
