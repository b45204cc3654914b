"""Which provider a package is of: what the configuration requires, by its source and version."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from scaffold.catalog.cdktf import TypeFacts, provider
from scaffold.model.values import Unknown
from scaffold.readers.cdktf.providers.described import DescribedType
from scaffold.readers.cdktf.providers.installed import Origin
from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import Machine, Symbol

_EXACT: Final = re.compile(r"\d+\.\d+\.\d+")
_NUMBER: Final = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Required:
    """What a provider requires: text, or a symbol of what is not known."""

    source: Any
    version: Any


class Versions:
    """The providers of the packages that one evaluation uses."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._found: dict[Origin, Required] = {}
        self._majors: dict[Origin, int | None] = {}

    def of(self, machine: Machine, origin: Origin, type_: TypeFacts) -> Required:
        """What the classes of a package require, by the type of their provider."""
        if isinstance(type_, DescribedType) and type_.version and type_.source:
            return Required(type_.source, type_.version)
        if origin not in self._found:
            self._found[origin] = self._look(machine, origin)
        return self._found[origin]

    def major(self, machine: Machine, origin: Origin) -> int | None:
        """The major version of a provider that the project uses, as far as it says."""
        if origin not in self._majors:
            self._majors[origin] = self._major(machine, origin)
        return self._majors[origin]

    def _major(self, machine: Machine, origin: Origin) -> int | None:
        if origin.package:
            known = provider(origin.provider)
            wanted = _wanted(machine, self.run.given.home, origin.package, exact=False)
            return known.major(origin.package, wanted) if known is not None and wanted else None
        bound = self.run.given.bindings.provider(origin.provider)
        found = _NUMBER.search(bound.version) if bound is not None else None
        return int(found[0]) if found is not None else None

    def _look(self, machine: Machine, origin: Origin) -> Required:
        name, package = origin.provider, origin.package
        wanted = _wanted(machine, self.run.given.home, package) if package else ""
        facts = provider(name)
        for each in facts.packages if facts is not None else ():
            if each.name == package and each.version == wanted:
                return Required(each.source, each.provider)
        return Required(_unknown("source", name), _unknown("version", name))


def _unknown(what: str, name: str) -> Symbol:
    return Symbol(Unknown(f"the {what} of the provider {name} is not known without its package"))


def _wanted(machine: Machine, home: str, package: str, exact: bool = True) -> str:
    """The version of a package that the project surely has; without `exact`, the least that it may have."""
    place = "." if home in ("", ".") else home
    locked = _document(machine, f"{place}/package-lock.json")
    packages = locked.get("packages")
    found = packages.get(f"node_modules/{package}") if isinstance(packages, Mapping) else None
    if isinstance(found, Mapping) and isinstance(found.get("version"), str):
        return str(found["version"])
    manifest = _document(machine, f"{place}/package.json")
    for section in ("dependencies", "devDependencies"):
        wanted = manifest.get(section)
        version = wanted.get(package) if isinstance(wanted, Mapping) else None
        if isinstance(version, str) and (not exact or _EXACT.fullmatch(version)):
            return version
    return ""


def _document(machine: Machine, path: str) -> Mapping[str, Any]:
    return _parsed(machine.files.read(path.removeprefix("./")) or b"{}")


@lru_cache(maxsize=8)
def _parsed(text: bytes) -> Mapping[str, Any]:
    """A file of versions, which every evaluation asks for: a lock file may be large."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
