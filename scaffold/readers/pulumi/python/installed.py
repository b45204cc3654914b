"""The files of a Python project that name what it needs, and what of it is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scaffold.readers.declarations.python import PythonDeclarations
from scaffold.readers.deploying.manifests import PYTHON_MANIFESTS, home_of, python_versions
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.pulumi.installed import Installed

_PACKAGE: Final = re.compile(r"pulumi[_-](?P<name>[\w.-]+)")


def find_installed(sources: Sources, folder: str, options: Mapping[str, Any]) -> Installed:
    """What belongs to the project in `folder`, whose runtime has these options."""
    named = options.get("virtualenv")
    environments = (named,) if isinstance(named, str) and named else ()
    declarations = PythonDeclarations(sources.root, environments)
    place = home_of(sources.files, folder, PYTHON_MANIFESTS)
    return Installed(place, declarations, dict(_versions(sources.files, place)))


def _versions(files: ProjectFiles, folder: str) -> Iterator[tuple[str, str]]:
    """The packages of Pulumi that manifests name, by the names that tokens have, with the versions that are wanted."""
    for name, version in python_versions(files, folder):
        found = _PACKAGE.fullmatch(name)
        if found is not None:
            yield found["name"].lower().replace("_", "-"), version
