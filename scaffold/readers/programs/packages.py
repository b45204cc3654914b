"""Where modules with dotted names stand: folders in which they are looked for, packages with and without a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scaffold.readers.programs.plain import ROOT
from scaffold.readers.programs.project_files import ProjectFiles, joined, parent

_ENDING = ".py"
_INIT = "__init__.py"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module stands: its `file`, and for a package its `folder`; a package without a file is only a folder."""

    file: str = ""
    folder: str = ""

    @property
    def is_package(self) -> bool:
        """Whether modules may stand in it."""
        return bool(self.folder)

    @property
    def is_bare(self) -> bool:
        """Whether it is only a folder."""
        return not self.file


class Places:
    """The modules that folders of a project hold. Everything is looked for once, whatever runs."""

    def __init__(self, files: ProjectFiles) -> None:
        self.files = files
        self._found: dict[tuple[str, str], Place | None] = {}
        self._packages: dict[str, bool] = {}

    def find(self, folder: str, name: str) -> Place | None:
        """A module in a folder."""
        key = (folder, name)
        if key not in self._found:
            self._found[key] = self._look(joined(folder, name)) if name.isidentifier() else None
        return self._found[key]

    def is_package(self, folder: str) -> bool:
        """Whether a folder is a package with a file."""
        if folder not in self._packages:
            self._packages[folder] = self.files.is_file(joined(folder, _INIT))
        return self._packages[folder]

    def _look(self, path: str) -> Place | None:
        if path.startswith(".."):
            return None
        if self.is_package(path):
            return Place(joined(path, _INIT), path)
        if self.files.is_file(path + _ENDING):
            return Place(path + _ENDING)
        return Place("", path) if self.files.is_folder(path) else None


class Search:
    """Finds modules below the folders of a program: the one of its `main` file, the one that it runs in, their `src`,
    and those that the program adds. `modules` are those that were found by dotted name, `open_units` the files of those
    that have variables of which nothing is known."""

    def __init__(self, files: ProjectFiles, places: Places | None = None) -> None:
        self.files, self.places = files, places or Places(files)
        self.modules: dict[str, Any] = {}
        self.open_units: set[str] = set()
        self.main: str | None = None
        self._added: list[str] = []
        self._roots: list[str] = []

    @property
    def roots(self) -> list[str]:
        """The folders in which modules are looked for, in order."""
        if not self._roots:
            self._roots = self._in_order()
        return self._roots

    def begin(self, path: str) -> None:
        """Take a file for the main one, unless there is one."""
        if self.main is None:
            self.main, self._roots = path, []

    def _in_order(self) -> list[str]:
        folder = self.files.folder
        first = [parent(self.main)] if self.main is not None else []
        while first and self.places.is_package(first[-1]) and first[-1] != ".":
            first.append(parent(first[-1]))
        every = [*first, folder, *self._added, *(joined(one, "src") for one in (*first, folder))]
        return list(dict.fromkeys(every))

    def extend(self, paths: list[str]) -> None:
        """Look in these folders too, as the program calls them: only those of the project are."""
        for path in paths:
            inside = path == ROOT or path.startswith(f"{ROOT}/")
            if path.startswith("/") and not inside:
                continue
            folder = joined(".", path[len(ROOT) + 1 :]) if inside else joined(self.files.folder, path)
            if not folder.startswith("..") and folder not in self._added:
                self._added.append(folder)
                self._roots = []

    def top(self, name: str) -> Place | None:
        """A module of the outermost level: a folder alone only where there is nothing else."""
        found = [place for root in self.roots if (place := self.places.find(root, name)) is not None]
        return next((place for place in found if not place.is_bare), found[0] if found else None)

    def inside(self, package: Place, name: str) -> Place | None:
        """A module in a package."""
        return self.places.find(package.folder, name) if package.folder else None

    # Names

    def name_of(self, path: str) -> str:
        """The dotted name of a file: with the packages that it stands in."""
        package = self.package_of(path)
        name = path.rpartition("/")[2].removesuffix(_ENDING)
        if name == "__init__":
            return package
        return f"{package}.{name}" if package else name

    def package_of(self, path: str) -> str:
        """The dotted name of the package that a file stands in; empty where there is none."""
        parts: list[str] = []
        folder = parent(path)
        while folder != "." and self.places.is_package(folder):
            parts.append(folder.rpartition("/")[2])
            folder = parent(folder)
        return ".".join(reversed(parts))
