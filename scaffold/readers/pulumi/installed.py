"""What a project's package.json names, and what of it is installed."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffold.catalog import pulumi as catalog
from scaffold.model.shapes import Shape
from scaffold.readers.declarations import Declarations, Declared, NodeDeclarations, Package
from scaffold.readers.deploying.sources import Sources

_MANIFEST = "package.json"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an installed package says of one of its classes."""

    package: Package
    declared: Declared


@dataclass(slots=True)
class Installed:
    """`folder` is that of the package.json that the project has, relative to what the user named (the project's own
    where there is none); `versions` are the wanted versions of its dependencies; `others` those that are Pulumi's by
    what they say of themselves, not by their name. `by_token` are the classes that were asked for."""

    folder: str
    declarations: Declarations
    versions: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    by_token: dict[str, Facts] = field(default_factory=dict)
    _classes: dict[tuple[str, str, str], Facts | None] = field(default_factory=dict)

    def package(self, name: str) -> Package | None:
        """An installed package by its full name."""
        return self.declarations.package(Path(self.folder), name)

    def of_class(self, package: str, module: str, name: str) -> Facts | None:
        """What is said of a class, by the full name of its package; nothing where it is not installed."""
        key = (package, module, name)
        if key not in self._classes:
            self._classes[key] = self._of_class(*key)
        found = self._classes[key]
        if found is not None:
            self.by_token[found.declared.token] = found
        return found

    def _of_class(self, package: str, module: str, name: str) -> Facts | None:
        installed = self.package(package)
        declared = installed.resource(module, name) if installed is not None else None
        if installed is None or declared is None:
            return None
        return Facts(installed, declared)

    def output(self, token: str, name: str) -> Shape | None:
        """The shape of an output of a class that was asked for."""
        facts = self.by_token.get(token)
        return facts.package.output(facts.declared, name) if facts else None

    def has_output(self, token: str, name: str) -> bool | None:
        """Whether a class has an output; `None` where that is not known."""
        facts = self.by_token.get(token)
        return name in facts.declared.outputs if facts and facts.declared.outputs else None

    def has_method(self, token: str, name: str) -> bool:
        """Whether a class that was asked for has a method."""
        facts = self.by_token.get(token)
        return facts is not None and facts.package.has_method(facts.declared, name)

    def answer(self, package: str, module: str, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """The token of a function and a pattern of what it gives, from the shapes of its results."""
        installed = self.package(package)
        declared = installed.function(module, name) if installed is not None else None
        if installed is None or declared is None:
            return None
        token = declared.token
        shapes = {key: installed.output(declared, key) for key in declared.outputs}
        made = {key: catalog.generic(token, key, shape) for key, shape in shapes.items() if shape is not None}
        return token, {key: pattern for key, pattern in made.items() if pattern is not None}


def find_installed(sources: Sources, folder: str) -> Installed:
    """What belongs to the project in `folder`."""
    declarations = NodeDeclarations(sources.root)
    place = folder
    while sources.files.read(posixpath.join(place, _MANIFEST)) is None:
        if place in (".", ""):
            return Installed(folder, declarations)
        place = posixpath.dirname(place) or "."
    data = _manifest(sources, place)
    versions: dict[str, str] = {}
    for section in ("devDependencies", "peerDependencies", "dependencies"):
        found = data.get(section)
        if isinstance(found, Mapping):
            versions.update({str(name): version for name, version in found.items() if isinstance(version, str)})
    others = tuple(name for name in versions if _is_plugin(sources, place, name))
    return Installed(place, declarations, versions, others)


def _manifest(sources: Sources, folder: str) -> Mapping[str, Any]:
    try:
        data = json.loads(sources.files.read(posixpath.join(folder, _MANIFEST)) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, Mapping) else {}


def _is_plugin(sources: Sources, folder: str, name: str) -> bool:
    """Whether an installed package says that it is a provider's."""
    if name.startswith(("@pulumi/", "@pulumiverse/", "@types/")):
        return False
    about = _manifest(sources, posixpath.join(folder, "node_modules", name)).get("pulumi")
    return isinstance(about, Mapping) and about.get("resource") is True
