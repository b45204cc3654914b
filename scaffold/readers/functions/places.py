"""Where the files of a project are: paths as the model has them, and never outside of the repository."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scaffold.watching import PASSING

#: A package has at most this many files that are looked at.
MAX_FILES: Final = 20_000
_COMPILED: Final = (".pyc", ".pyo", ".DS_Store")


class TooManyError(Exception):
    """A folder holds more files than any package should."""


@dataclass(frozen=True, slots=True)
class Places:
    """The files below `root`, the folder that the user named; nothing is read outside of `boundary`."""

    root: Path
    boundary: Path

    def inside(self, path: str) -> bool:
        """Whether a path stays inside, links followed."""
        if "\0" in path:
            return False
        try:
            return (self.root / path).resolve().is_relative_to(self.boundary)
        except (OSError, RuntimeError, ValueError):
            return False

    def is_file(self, path: str) -> bool:
        """Whether there is such a file inside."""
        try:
            return self.inside(path) and (self.root / path).is_file()
        except (OSError, ValueError):
            return False

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder inside."""
        try:
            return self.inside(path) and (self.root / path).is_dir()
        except (OSError, ValueError):
            return False

    def below(self, folder: str) -> list[str]:
        """The paths of all files in a folder, as seen from there, sorted. What tools leave behind is passed by.

        Raises `TooManyError`.
        """
        found: list[str] = []
        for path in self._walk(folder, ""):
            found.append(path)
            if len(found) > MAX_FILES:
                raise TooManyError(folder)
        return sorted(found)

    def _walk(self, folder: str, way: str) -> Iterator[str]:
        try:
            with os.scandir(self.root / folder / way) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            path = f"{way}/{entry.name}" if way else entry.name
            whole = join(folder, path)
            if entry.name in PASSING or entry.name.endswith(_COMPILED):
                continue
            if entry.is_symlink() and not self.inside(whole):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(folder, path)
            elif entry.is_file():
                yield path

    def content(self, path: str, most: int) -> bytes | None:
        """What is in a file; `None` where there is none, or more than `most` bytes."""
        try:
            real = self.root / path
            if not self.is_file(path) or real.stat().st_size > most:
                return None
            return real.read_bytes()
        except OSError:
            return None


def places(root: Path) -> Places:
    """The places below `root`: what is in the repository that holds it may be read."""
    real = root.resolve()
    boundary = next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), real)
    return Places(real, boundary)


def join(*parts: str) -> str:
    """Folders joined and normalised, with forward slashes."""
    return posixpath.normpath(posixpath.join(*parts))
