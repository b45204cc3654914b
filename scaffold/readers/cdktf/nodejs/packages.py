"""Packages of providers and bindings of the project's own: what an import of them names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.cdktf.providers.classes import provider_class
from scaffold.readers.cdktf.providers.modules import module_class
from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine

_PREBUILT: Final = re.compile(r"(?P<package>@cdkt[fn]/provider-(?P<name>[\w-]+))(?:/(?P<path>.+))?")
_GENERATED: Final = re.compile(r"(?P<folder>(?:.*/)?(?:\.gen|imports)/(?P<kind>providers|modules))(?:/(?P<path>.+))?")
_ENDING: Final = re.compile(r"(?:^|/)index$|(?:(?:^|/)index)?\.[jt]s$|/$")
#: What the names of classes with the functions of providers end with.
_FUNCTIONS: Final = "ProviderFunctions"
#: What every module is asked for by those who import it, whatever it holds.
_OF_EVERY: Final = frozenset({"then", "prototype", "constructor", "default", ""})


@dataclass(frozen=True, slots=True)
class Source:
    """What an import names: the provider, the package or the folder of the project, and the module in it."""

    provider: str
    package: str = ""
    folder: str = ""
    module: str = ""


def parse_source(source: str) -> Source | None:
    """The provider and module that an import of a package names; nothing where it is no package of a provider."""
    found = _PREBUILT.fullmatch(source)
    if found is None:
        return None
    path = _ENDING.sub("", found["path"] or "")
    return Source(found["name"], found["package"], module=path.removeprefix("lib").lstrip("/").partition("/")[0])


def parse_path(run: Run, path: str) -> Foreign | None:
    """The bindings that a path of the project leads to; nothing where these are not kept there."""
    found = _GENERATED.fullmatch(path)
    if found is None:
        return None
    rest = _ENDING.sub("", found["path"] or "")
    if found["kind"] == "modules":
        return ModuleBindings(run, rest) if rest else None
    name, _, module = rest.partition("/")
    if not name:
        return None
    return ProviderModule(run, Source(name, folder=f"{found['folder']}/{name}", module=module.partition("/")[0]))


class ProviderModule(Foreign):
    """A package of a provider, or a module in it: its classes, and in a package also its modules."""

    __slots__ = ("run", "source")

    def __init__(self, run: Run, source: Source) -> None:
        self.run, self.source = run, source

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A class by its name, or a module by that of its namespace."""
        if name == "__esModule":
            return True
        if name in _OF_EVERY:
            return UNDEFINED
        source = self.source
        if name.endswith(_FUNCTIONS):
            return machine.unknown(f"what the functions of the provider {source.provider} give is not known", at)
        if name[:1].isupper():
            where = {"folder": source.folder, "module": source.module}
            found = provider_class(self.run, source.provider, name, source.package, machine=machine, **where)
            return UNDEFINED if found is None else found
        if source.module:
            return UNDEFINED
        return ProviderModule(self.run, Source(source.provider, source.package, source.folder, name))

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown(f"{self.source.provider} is no value", 0))


class ModuleBindings(Foreign):
    """The bindings of a module: its class, whatever that is called."""

    __slots__ = ("path", "run")

    def __init__(self, run: Run, path: str) -> None:
        self.run, self.path = run, path

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its class."""
        if name == "__esModule":
            return True
        return module_class(self.run, machine, self.path, name) if name[:1].isupper() else UNDEFINED

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown("bindings of a module are no value", 0))
