"""Packages of providers and bindings of the project's own: what an import of them names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.cdktf.providers.classes import provider_class
from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine

_PREBUILT: Final = re.compile(r"(?P<package>@cdkt[fn]/provider-(?P<name>[\w-]+))(?:/(?P<path>.+))?")
_GENERATED: Final = re.compile(r"(?:.*/)?\.gen/(?P<kind>providers|modules)(?:/(?P<path>.+))?")
_ENDING: Final = re.compile(r"(?:^|/)(?:index)?(?:\.[jt]s)?$|\.js$")
#: What every module is asked for by those who import it, whatever it holds.
_OF_EVERY: Final = frozenset({"then", "prototype", "constructor", ""})


@dataclass(frozen=True, slots=True)
class Source:
    """What an import names: the provider, the package (empty for bindings of the project's own), and the module in
    it."""

    provider: str
    package: str
    module: str = ""


def parse_source(source: str) -> Source | None:
    """The provider and module that an import names; nothing where it is no package of a provider."""
    found = _PREBUILT.fullmatch(source)
    if found is not None:
        return Source(found["name"], found["package"], _module(found["path"] or "", "lib"))
    return None


def parse_path(path: str) -> tuple[str, str] | None:
    """What kind of bindings (`providers`, `modules`) a path of the project leads to, and the rest of it."""
    found = _GENERATED.fullmatch(path)
    return (found["kind"], _ENDING.sub("", found["path"] or "")) if found is not None else None


def _module(path: str, head: str) -> str:
    path = _ENDING.sub("", path)
    return path.removeprefix(head).lstrip("/").partition("/")[0]


class ProviderModule(Foreign):
    """A package of a provider, or a module in it: its classes, and in a package also its modules."""

    __slots__ = ("module", "run", "source")

    def __init__(self, run: Run, source: Source, module: str = "") -> None:
        self.run, self.source, self.module = run, source, module or source.module

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A class by its name, or a module by that of its namespace."""
        if name == "__esModule":
            return True
        if name in _OF_EVERY:
            return UNDEFINED
        if name[:1].isupper():
            found = provider_class(self.run, self.source.provider, name, self.source.package)
            return UNDEFINED if found is None else found
        if self.module or name == "default":
            return UNDEFINED
        return ProviderModule(self.run, self.source, name)

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown(f"{self.source.provider} is no value", 0))
