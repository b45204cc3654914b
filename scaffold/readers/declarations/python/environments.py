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

    `named` are virtual environments that the project names, relative to the folders that are asked for.
    """

    def __init__(self, root: Path, named: Sequence[str] = ()) -> None:
        self._base = root.resolve()
        self._root = repository(self._base)
        self._names = tuple(named)
        self._packages: dict[Path, PythonPackage | None] = {}
        self._sites: dict[Path, tuple[Path, ...]] = {}
        self._found: dict[tuple[Path, str], PythonPackage | None] = {}

    def package(self, folder: Path, name: str) -> PythonPackage | None:
        """The package that a file in `folder` imports as `name`, if it is one of Pulumi's."""
        if not _PACKAGE_NAME.fullmatch(name):
            return None
        if (folder, name) not in self._found:
            found = (self._at(site / name) for site in self._sites_of(folder))
            self._found[folder, name] = next((package for package in found if package is not None), None)
        return self._found[folder, name]

    def _sites_of(self, folder: Path) -> tuple[Path, ...]:
        if folder not in self._sites:
            places = environments(self._base, folder, self._names)
            self._sites[folder] = tuple(site for place in places for site in sites(place))
        return self._sites[folder]

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


def environments(root: Path, folder: Path, named: Sequence[str] = ()) -> Iterator[Path]:
    """Where virtual environments for a folder below `root` may be, the nearest first: those that the project names and
    those with usual names, as far up as the root of the repository, and nowhere else."""
    base = root.resolve()
    top = repository(base)
    here = (base / folder).resolve()
    while here.is_relative_to(top):
        yield from (here / name for name in dict.fromkeys((*named, *_USUAL)))
        if here == here.parent:
            return
        here = here.parent


def sites(environment: Path) -> Iterator[Path]:
    """The folders of a virtual environment that hold packages."""
    try:
        versions = sorted((environment / "lib").glob("python3*/site-packages"), reverse=True)[:_MOST_VERSIONS]
        yield from versions
        if not versions and (environment / "Lib" / "site-packages").is_dir():
            yield environment / "Lib" / "site-packages"
    except (OSError, ValueError):
        return
