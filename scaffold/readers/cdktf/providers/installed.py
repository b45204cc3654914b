"""Bindings that are there to be read: installed packages of providers, and those that a project has generated."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from scaffold.catalog.cdktf import TypeFacts, provider
from scaffold.readers.cdktf.providers.described import described
from scaffold.readers.cdktf.providers.generated_code import Written, read_generated
from scaffold.readers.cdktf.run import Run
from scaffold.readers.declarations import NodeDeclarations
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.programs.values import Machine

_MODULE: Final = re.compile(r"\w[\w-]*")
#: What is read of one module at most: files, and characters in all.
_MOST_FILES: Final = 2000
_LARGEST: Final = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """Where classes are from: their provider, the package that they are imported from, or else the folder of the
    project with their bindings."""

    provider: str
    package: str = ""
    folder: str = ""


class Installed:
    """The bindings that one evaluation finds."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._folders: dict[Origin, Path | None] = {}

    def facts(self, machine: Machine, origin: Origin, module: str, name: str) -> TypeFacts | None:
        """What the bindings say of a class; nothing where they are not there, or have none of this name."""
        folder = self._folder(machine, origin)
        if folder is None:
            return None
        known = provider(origin.provider)
        usual = known.of_class(name) if known is not None else None
        for each in dict.fromkeys((module, usual.module if usual is not None else "", name)):
            place = _places(folder, _stamp(folder)).get(_plain(each)) if each else None
            found = described(_written(place, _stamp(place)), origin.provider, name) if place is not None else None
            if found is not None:
                return found
        return None

    def _folder(self, machine: Machine, origin: Origin) -> Path | None:
        if origin not in self._folders:
            self._folders[origin] = self._find(machine, origin)
        return self._folders[origin]

    def _find(self, machine: Machine, origin: Origin) -> Path | None:
        files = machine.files
        if not isinstance(files, ProjectFiles):
            return None
        if origin.folder:
            inside = files.inside(origin.folder)
            return Path(inside) if inside is not None and os.path.isdir(inside) else None
        if not origin.package:
            return None
        package = NodeDeclarations(files.root).package(Path(self.run.given.home), origin.package)
        return package.folder / "lib" if package is not None else None


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


@lru_cache(maxsize=64)
def _places(folder: Path, stamp: tuple[int, int]) -> dict[str, Path]:
    """The modules in a folder of bindings."""
    del stamp
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return {}
    found: dict[str, Path] = {}
    for name in names:
        stem = name.removesuffix(".ts").removesuffix(".js")
        if _MODULE.fullmatch(stem):
            found.setdefault(_plain(stem), folder / name)
    return found


def _stamp(place: Path) -> tuple[int, int]:
    """What changes when a module is generated anew."""
    for path in (place / "index.js", place / "index.ts", place):
        try:
            stat = path.stat()
        except OSError:
            continue
        return stat.st_mtime_ns, stat.st_size
    return 0, 0


@lru_cache(maxsize=256)
def _written(place: Path, stamp: tuple[int, int]) -> Written:
    """What the files of a module say."""
    del stamp
    return read_generated(_texts(place))


def _texts(place: Path) -> Iterator[str]:
    left = _LARGEST
    for path in _files(place):
        real = path.resolve()
        if not real.is_relative_to(place.parent.resolve()):
            continue
        try:
            left -= real.stat().st_size
            if left < 0:
                return
            yield real.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    count = 0
    for folder, folders, names in os.walk(place):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".js", ".ts")) and not name.endswith(".d.ts"):
                count += 1
                if count > _MOST_FILES:
                    return
                yield Path(folder, name)
