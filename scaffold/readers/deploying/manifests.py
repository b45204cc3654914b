"""The files that name what a project needs: where they are, and what they name."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scaffold.readers.programs.project_files import ProjectFiles

#: Files that are the home of a Python project, in the order in which they count.
PYTHON_MANIFESTS: Final = ("pyproject.toml", "requirements.txt", "setup.cfg", "setup.py", "Pipfile")
_REQUIREMENT: Final = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<version>[^;#)]*)")
_MOST: Final = 1000
#: Where a manifest in TOML lists packages.
_TABLES: Final = (
    ("project", "dependencies"),
    ("tool", "poetry", "dependencies"),
    ("tool", "poetry", "dev-dependencies"),
    ("packages",),
    ("dev-packages",),
)


def home_of(files: ProjectFiles, folder: str, names: Iterable[str]) -> str:
    """The folder that holds one of these files: that of a project, or the next above; its own where there is none."""
    every, place = tuple(names), folder
    while not any(files.is_file(posixpath.join(place, name)) for name in every):
        if place in (".", ""):
            return folder
        place = posixpath.dirname(place) or "."
    return place


def npm_versions(files: ProjectFiles, folder: str) -> dict[str, str]:
    """The packages that the package.json in a folder names, with the versions that are wanted."""
    try:
        data = json.loads(files.read(posixpath.join(folder, "package.json")) or b"{}")
    except (ValueError, RecursionError):
        return {}
    versions: dict[str, str] = {}
    for section in ("devDependencies", "peerDependencies", "dependencies"):
        found = data.get(section) if isinstance(data, Mapping) else None
        if isinstance(found, Mapping):
            versions.update({str(name): version for name, version in found.items() if isinstance(version, str)})
    return versions


def python_versions(files: ProjectFiles, folder: str) -> Iterator[tuple[str, str]]:
    """The packages that the manifests in a folder name, with the versions that are wanted."""
    for manifest in PYTHON_MANIFESTS:
        path = posixpath.join(folder, manifest)
        yield from _listed(manifest, files.text(path) or "" if files.is_file(path) else "")


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
