"""The files of a project: what a program may read, and nothing else."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.plain import ROOT
from scaffold.readers.programs.protocols import Files
from scaffold.watching import wholly

#: The largest file that is read, in bytes.
LARGEST = 4 * 1024 * 1024


class ProjectFiles:
    """The files below `root`, by path relative to it. `folder` is the one that the program runs in."""

    def __init__(self, root: Path, folder: str = ".") -> None:
        self.root, self.folder = root, folder
        self._real = os.path.realpath(root)

    def read(self, path: str) -> bytes | None:
        """The content of a file; `None` where there is none (or it is too large, or lies outside)."""
        real = self.inside(path)
        if real is None:
            return None
        try:
            if not os.path.isfile(real) or os.path.getsize(real) > LARGEST:
                return None
            with open(real, "rb") as file:
                return file.read()
        except OSError:
            return None

    def text(self, path: str) -> str | None:
        """The content of a text file, without a byte order mark."""
        content = self.read(path)
        return None if content is None else content.decode("utf-8", "replace").removeprefix("\ufeff")

    def names(self, path: str) -> list[str] | None:
        """The names in a folder, sorted; `None` where there is no such folder."""
        real = self.inside(path)
        if real is None:
            return None
        wholly(real)  # a program may do anything with a name
        try:
            return sorted(os.listdir(real))
        except OSError:
            return None

    def is_file(self, path: str) -> bool:
        """Whether there is such a file inside the project."""
        real = self.inside(path)
        return real is not None and os.path.isfile(real)

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder inside the project."""
        real = self.inside(path)
        return real is not None and os.path.isdir(real)

    def inside(self, path: str) -> str | None:
        """Where a path really leads, links followed; `None` where that is outside the project."""
        if "\0" in path:
            return None
        try:
            real = os.path.realpath(os.path.join(self._real, path))
        except (OSError, ValueError):
            return None
        return real if real == self._real or real.startswith(self._real + os.sep) else None


def joined(folder: str, path: str) -> str:
    """A path in a folder, both relative to the project, without `.` and `..`; begins with `..` where it leads out."""
    parts: list[str] = []
    for part in PurePosixPath(folder, path).parts:
        if part == "..":
            if parts and parts[-1] != "..":
                parts.pop()
            else:
                parts.append(part)
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts) or "."


def parent(path: str) -> str:
    """The folder of a file."""
    return path.rpartition("/")[0] or "."


def working_folder(files: Files) -> str:
    """The folder that the program runs in, as it sees it."""
    return ROOT if files.folder in ("", ".") else f"{ROOT}/{files.folder}"


def inside(path: str) -> str:
    """The path relative to the project of an absolute one as the program sees it.

    Raises `NotKnownError` for one outside, of which nothing is known.
    """
    path = posixpath.normpath(path)
    if path != ROOT and not path.startswith(ROOT + "/"):
        raise NotKnownError("this file is outside of the project")
    return path[len(ROOT) + 1 :] or "."


def still_inside(path: str, made: Any) -> Any:
    """What was made of a path. Raises `NotKnownError` where a path of the project became one outside of it, or shows
    where the project lies: that differs from machine to machine."""
    if ROOT in path:
        for each in made if isinstance(made, tuple | list) else (made,):
            text = str(each) if isinstance(each, str | PurePath) else ""
            rest = text.removeprefix(ROOT)
            outside = rest == text and text.startswith("/")
            if outside or ROOT[1:] in rest or (rest != text and rest[:1] not in ("", "/")):
                raise NotKnownError("this folder is outside of the project")
    return made
