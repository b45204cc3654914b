"""Where the packages of a Python project are: in a virtual environment inside the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from scaffold.readers.declarations.declared import Declarations, repository
from scaffold.readers.declarations.python.packages import PythonPackage

_PACKAGE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: What virtual environments are usually called.
_USUAL: Final = (".venv", "venv", "env")
_MOST_VERSIONS: Final = 8


class PythonDeclarations(Declarations):
    """The packages that are installed for the Python programs below `root`.

    `environments` are virtual environments that the project names, relative to the folders that are asked for. They
    and those with usual names are looked for as far up as the root of the repository, and nowhere else.
    """

    def __init__(self, root: Path, environments: Sequence[str] = ()) -> None:
        self._base = root.resolve()
        self._root = repository(self._base)
        self._names = tuple(dict.fromkeys((*environments, *_USUAL)))
        self._packages: dict[Path, PythonPackage | None] = {}

    def package(self, folder: Path, name: str) -> PythonPackage | None:
        """The package that a file in `folder` imports as `name`, if it is one of Pulumi's."""
        if not _PACKAGE_NAME.fullmatch(name):
            return None
        found = (self._at(site / name) for site in self.sites(folder))
        return next((package for package in found if package is not None), None)

    def sites(self, folder: Path) -> Iterator[Path]:
        """The folders with the packages of the virtual environments, the nearest first."""
        here = (self._base / folder).resolve()
        while here.is_relative_to(self._root):
            for name in self._names:
                yield from _sites(here / name)
            if here == here.parent:
                return
            here = here.parent

    def _at(self, folder: Path) -> PythonPackage | None:
        if folder not in self._packages:
            self._packages[folder] = self._opened(folder)
        return self._packages[folder]

    def _opened(self, folder: Path) -> PythonPackage | None:
        try:
            real = folder.resolve()
            there = real.is_relative_to(self._root) and (real / "pulumi-plugin.json").is_file()
        except (OSError, ValueError, RuntimeError):
            return None
        return PythonPackage(real, self._root, self) if there else None


def _sites(environment: Path) -> Iterator[Path]:
    try:
        versions = sorted((environment / "lib").glob("python3*/site-packages"), reverse=True)[:_MOST_VERSIONS]
        yield from versions
        if not versions and (environment / "Lib" / "site-packages").is_dir():
            yield environment / "Lib" / "site-packages"
    except (OSError, ValueError):
        return
