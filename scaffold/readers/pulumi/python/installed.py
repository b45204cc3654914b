"""The files of a Python project that name what it needs, and what of it is installed."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scaffold.readers.declarations.python import PythonDeclarations
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.pulumi.installed import Installed

#: A file that is the home of a project, in the order in which they count.
_MANIFESTS: Final = ("pyproject.toml", "requirements.txt", "setup.cfg", "setup.py", "Pipfile")
_REQUIREMENT: Final = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<version>[^;#)]*)")
_PACKAGE: Final = re.compile(r"pulumi[_-](?P<name>[\w.-]+)")
_MOST: Final = 1000
#: Where a manifest in TOML lists packages.
_TABLES: Final = (
    ("project", "dependencies"),
    ("tool", "poetry", "dependencies"),
    ("tool", "poetry", "dev-dependencies"),
    ("packages",),
    ("dev-packages",),
)


def find_installed(sources: Sources, folder: str, options: Mapping[str, Any]) -> Installed:
    """What belongs to the project in `folder`, whose runtime has these options."""
    named = options.get("virtualenv")
    environments = (named,) if isinstance(named, str) and named else ()
    declarations = PythonDeclarations(sources.root, environments)
    place = folder
    while not any(sources.files.is_file(posixpath.join(place, name)) for name in _MANIFESTS):
        if place in (".", ""):
            return Installed(folder, declarations)
        place = posixpath.dirname(place) or "."
    return Installed(place, declarations, dict(_versions(sources.files, place)))


def _versions(files: ProjectFiles, folder: str) -> Iterator[tuple[str, str]]:
    """The packages of Pulumi that manifests name, by the names that tokens have, with the versions that are wanted."""
    for manifest in _MANIFESTS:
        text = files.text(posixpath.join(folder, manifest)) if files.is_file(posixpath.join(folder, manifest)) else None
        for name, version in _listed(manifest, text or ""):
            found = _PACKAGE.fullmatch(name)
            if found is not None:
                yield found["name"].lower().replace("_", "-"), version


def _listed(manifest: str, text: str) -> Iterator[tuple[str, str]]:
    if manifest == "requirements.txt":
        for line in text.splitlines()[:_MOST]:
            yield from _requirement(line)
    elif manifest in ("pyproject.toml", "Pipfile"):
        try:
            data: Any = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError):
            return
        for path in _TABLES:
            yield from _table(_at(data, path))


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _table(found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, list):
        for item in found[:_MOST]:
            if isinstance(item, str):
                yield from _requirement(item)
    elif isinstance(found, Mapping):
        for name, value in found.items():
            version = value.get("version") if isinstance(value, Mapping) else value
            yield str(name), version if isinstance(version, str) else ""


def _requirement(line: str) -> Iterator[tuple[str, str]]:
    found = _REQUIREMENT.match(line)
    if found is not None:
        yield found["name"], found["version"].strip()
