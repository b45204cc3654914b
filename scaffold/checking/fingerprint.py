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
#: The packages that take part in generating, as the folders are called that tell of them.
NEEDED = frozenset(
    {
        *("click", "jinja2", "libcst", "markupsafe", "pyyaml"),
        *("tree_sitter", "tree_sitter_hcl", "tree_sitter_python", "tree_sitter_typescript"),
    }
)
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


def of_installation() -> str:
    """The digest of what tells quickly that the program is the very one that it was, with what is installed beside it:
    places, sizes and times of files."""
    stamps = (f"{path} {entry.st_size} {entry.st_mtime_ns}" for _, path, entry in _program_files())
    return of_texts([*_versions(), *stamps, *installed()])


def of_program() -> str:
    """The digest of the program by its contents, wherever it is installed: its version, its files and templates,
    Python's version, those of the packages that it needs, and the plugins."""
    contents = sorted((name, of_content(path)) for name, path, _ in _program_files())
    return of_texts([*_versions(), *(part for pair in contents for part in pair), *sorted(_needed())])


def _versions() -> list[str]:
    return [__version__, sys.implementation.name, ".".join(map(str, sys.version_info)), sys.platform]


def _needed() -> Iterator[str]:
    """The names, with versions, of the packages that take part in generating."""
    for path in installed():
        name = os.path.basename(path)
        if name.partition("-")[0].lower().replace(".", "_") in NEEDED or plugins_of(path):
            yield name


def plugins_of(installed: str) -> list[str]:
    """The modules that a package, of which this folder tells, adds to the program as plugins."""
    try:
        with open(os.path.join(installed, "entry_points.txt"), encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return []
    section = text.partition("[scaffold.plugins]")[2].partition("\n[")[0]
    modules = (line.partition("=")[2].strip().partition(":")[0] for line in section.splitlines())
    return [module for module in modules if module]


def installed() -> Iterator[str]:
    """The folders that say what is installed, by path: the names have the versions in them."""
    for place in search_path():
        try:
            with os.scandir(place) as entries:
                yield from sorted(entry.path for entry in entries if entry.name.endswith(_INSTALLED))
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


def _program_files() -> Iterator[tuple[str, str, os.stat_result]]:
    """Every file of the program with a name that is the same wherever it is installed, its path, and how it is."""
    yield from _files(PACKAGE, "")
    beside = os.path.join(os.path.dirname(PACKAGE), "templates")
    if not os.path.isdir(os.path.join(PACKAGE, "templates")) and os.path.isdir(beside):
        yield from _files(beside, "templates/")


def _files(folder: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.path, entry.stat()


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
