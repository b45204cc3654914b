"""Digests of all that generating depends on: the program itself, what is installed, settings, templates, files."""

from __future__ import annotations

import enum
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffold import __version__
from scaffold.config import Settings
from scaffold.watching import PASSING

#: The folder of this package.
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: What tells where a user keeps things for programs.
_VARIABLES = ("APPDATA", "HOME", "XDG_CONFIG_HOME")
_INSTALLED = (".dist-info", ".egg-info", ".egg-link")
_CHUNK = 1 << 20


def of_content(path: str) -> str:
    """The digest of what is in a file; empty where there is no regular file that can be read."""
    try:
        # Asked first: opening a pipe would wait for somebody to write.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ""
        found = hashlib.sha256()
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except (OSError, ValueError):
        return ""
    return found.hexdigest()


def of_texts(texts: Iterable[str]) -> str:
    """The digest of several texts, each apart from the next."""
    return hashlib.sha256(json.dumps(list(texts)).encode()).hexdigest()


def of_tree(folder: str) -> str:
    """The digest of a folder, or one file: the names of all files below it, links followed, with what is in them."""
    if not os.path.isdir(folder):
        return of_content(folder)
    return of_texts(part for path in _below(folder) for part in (os.path.relpath(path, folder), of_content(path)))


def of_settings(root: Path, settings: Settings) -> str:
    """The digest of the settings, however they were given, with the project's place and the user's."""
    told = {name: value for name, value in _spelled(settings).items() if name != "fail_on"}
    variables = [os.environ.get(name) for name in _VARIABLES]
    return of_texts([json.dumps(told), os.path.realpath(root), os.path.abspath(root), json.dumps(variables)])


def of_program() -> str:
    """The digest of the program: its version, its files, Python, and what is installed beside it."""
    parts = [__version__, sys.version, sys.platform, *_stamps(PACKAGE)]
    return of_texts([*parts, *sorted(set(installed()))])


def installed() -> Iterator[str]:
    """The folders that say what is installed, by path: the names have the versions in them."""
    for place in search_path():
        try:
            with os.scandir(place) as entries:
                yield from [entry.path for entry in entries if entry.name.endswith(_INSTALLED)]
        except OSError:
            continue


def search_path() -> list[str]:
    """The folders in which Python looks for packages, without the current one: that may be anybody's project."""
    here = os.path.realpath(os.curdir)
    return [place for place in dict.fromkeys(sys.path) if place and os.path.realpath(place) != here]


def of_names(names: Sequence[str], whole: bool) -> str:
    """The digest of the names in a folder; without those of folders that tools make, unless the `whole` list counts."""
    return of_texts(names if whole else counting(names))


def counting(names: Iterable[str]) -> list[str]:
    """The names that somebody may look for who looks for sources."""
    return [name for name in names if not (name.endswith("/") and name[:-1] in PASSING)]


def _below(folder: str) -> Iterator[str]:
    """Every file below a folder, sorted; a folder that links lead to twice is only gone through once."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = sorted(name for name in folders if name != "__pycache__") if real not in seen else []
        seen.add(real)
        yield from (os.path.join(place, name) for name in sorted(names))


def _stamps(folder: str) -> Iterator[str]:
    """Every file below a folder of ours with its size and time: no content, as the version is told, too."""
    places = [folder]
    while places:
        found = []
        with os.scandir(places.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    places.append(entry.path)
                else:
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
        yield from sorted(found)


def _spelled(value: Any) -> Any:
    """A setting as JSON data, paths absolute."""
    if isinstance(value, Path):
        return os.path.abspath(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return [[name, _spelled(each)] for name, each in value.items()]
    if isinstance(value, (tuple, list)):
        return [_spelled(each) for each in value]
    names = getattr(type(value), "__dataclass_fields__", None)
    return {name: _spelled(getattr(value, name)) for name in names} if names else value
