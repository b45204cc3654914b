"""The files of the project as Python's modules see them. Nothing is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.project_files import inside, still_inside, working_folder
from scaffold.readers.programs.python.hosting import to_host
from scaffold.readers.programs.python.library.faults import missing, system_error
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Machine

MAGIC = re.compile("[*?[]")
#: Folders in folders that are looked into.
_DEEPEST = 40


def path_text(given: Given, value: Any) -> str:
    """A path as text: `os.fspath`. Raises the program's TypeError, `NotKnownError`."""
    method = given.machine.special(value, "__fspath__", given.at)
    if method is not MISSING:
        value = given.call(method)
    found = to_host(given.machine, value)
    if isinstance(found, bytes):
        return found.decode(errors="replace")
    if not isinstance(found, str | PurePath):
        raise given.error(f"expected str, bytes or os.PathLike object, not {type_name(value)}")
    return str(found)


def absolute(machine: Machine, path: str) -> str:
    """A path from the root on, as the program sees it. Raises `NotKnownError` for one that leads out of the project."""
    found = posixpath.join(working_folder(machine.files), path)
    return str(still_inside(found, posixpath.normpath(found)))


def exists(machine: Machine, path: str, *, file: bool = True, folder: bool = True) -> bool:
    """Whether there is such a file or folder. Raises `NotKnownError` for one outside of the project."""
    if path == "" or (absolute(machine, path) == "/" and not folder):
        return False
    found = inside(absolute(machine, path))
    machine.spend(2)
    return (file and machine.files.read(found) is not None) or (folder and machine.files.names(found) is not None)


def _found(given: Given, path: str) -> tuple[bytes | None, list[str] | None]:
    """What a file holds, or the names in a folder. Raises the program's error where there is neither."""
    files = given.machine.files
    place = inside(absolute(given.machine, path))
    data, inner = files.read(place), files.names(place)
    if data is None and inner is None:
        raise missing(given, path)
    given.machine.spend(1 + len(data or ()) // 1024 + len(inner or ()) // 8)
    return data, inner


def content(given: Given, path: str) -> bytes:
    """What a file holds. Raises the program's errors, `NotKnownError`."""
    data = _found(given, path)[0]
    if data is None:
        raise system_error(given, "IsADirectoryError", 21, "Is a directory", path)
    return data


def names(given: Given, path: str) -> list[str]:
    """The names in a folder. Raises the program's errors, `NotKnownError`."""
    inner = _found(given, path)[1]
    if inner is None:
        raise system_error(given, "NotADirectoryError", 20, "Not a directory", path)
    return inner


def split(given: Given, path: str) -> tuple[list[str], list[str]]:
    """The names of the folders and of the files in a folder."""
    found = names(given, path)
    folders = [name for name in found if exists(given.machine, f"{path}/{name}", file=False)]
    return folders, [name for name in found if name not in folders]


def walk(given: Given, top: str, depth: int = 0) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each folder below one, with the names of its folders (which may be changed) and files."""
    if depth > _DEEPEST:
        raise NotKnownError("folders in folders without end")
    folders, files = split(given, top)
    yield top, folders, files
    for name in folders:
        yield from walk(given, posixpath.join(top, name), depth + 1)


def matches(given: Given, folder: str, pattern: str, *, hidden: bool, files: bool = True) -> list[str]:
    """The paths below a folder that fit a pattern, relative to it. `hidden`: those that begin with a point too;
    `files`: `**` at the end is for files too."""
    parts = [part for part in pattern.split("/") if part]
    found: dict[str, None] = {}
    for path in _fitting(given, folder, "", parts, hidden=hidden, files=files):
        given.machine.spend()
        found[path] = None
    return list(found)


def _fitting(given: Given, folder: str, prefix: str, parts: list[str], *, hidden: bool, files: bool) -> Iterator[str]:
    if not parts:
        yield prefix
        return
    first, *rest = parts
    place = posixpath.join(folder, prefix) if prefix else folder
    if first == "**":
        for top, folders, names_ in walk(given, place):
            if not hidden:
                folders[:] = [name for name in folders if not name.startswith(".")]
            below = posixpath.relpath(top, folder)
            below = "" if below == "." else below
            if not rest and files:
                yield from (posixpath.join(below, name) for name in names_ if hidden or not name.startswith("."))
            yield from _fitting(given, folder, below, rest, hidden=hidden, files=files)
    elif not MAGIC.search(first):
        if exists(given.machine, posixpath.join(place, first), file=not rest):
            yield from _fitting(given, folder, posixpath.join(prefix, first), rest, hidden=hidden, files=files)
    elif exists(given.machine, place, file=False):
        for name in names(given, place):
            shown = hidden or first.startswith(".") or not name.startswith(".")
            if shown and fnmatchcase(name, first) and exists(given.machine, posixpath.join(place, name), file=not rest):
                yield from _fitting(given, folder, posixpath.join(prefix, name), rest, hidden=hidden, files=files)
