"""The modules of Node.js by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from scaffold.readers.programs.javascript.native import Namespace
from scaffold.readers.programs.values import Machine

#: By the name of a module, where it is here: the file, and what it is called there.
_PLACES = {
    "assert": ("inspecting", "ASSERT"),
    "assert/strict": ("inspecting", "ASSERT"),
    "child_process": ("system", "CHILD_PROCESS"),
    "crypto": ("hashing", "CRYPTO"),
    "dns": ("system", "NETWORK"),
    "fs": ("files", "FS"),
    "fs/promises": ("files", "FS_PROMISES"),
    "http": ("system", "NETWORK"),
    "https": ("system", "NETWORK"),
    "net": ("system", "NETWORK"),
    "os": ("system", "OS"),
    "path": ("path", "PATH"),
    "path/posix": ("path", "PATH"),
    "process": ("process", "PROCESS"),
    "timers": ("system", "TIMERS"),
    "timers/promises": ("system", "TIMERS_PROMISES"),
    "url": ("urls", "URL_MODULE"),
    "util": ("inspecting", "UTIL"),
    "zlib": ("system", "COMPRESSION"),
}
_HERE = "scaffold.readers.programs.javascript."


def package(machine: Machine, source: str) -> Any:
    """The module, with or without `node:` before its name; `None` for one that is not known here."""
    del machine
    return _module(source.removeprefix("node:"))


@cache
def _module(name: str) -> Any:
    if name == "buffer":
        names = import_module(_HERE + "names").NAMES
        return Namespace({one: names[one] for one in ("Buffer", "atob", "btoa")})
    place = _PLACES.get(name)
    return getattr(import_module(_HERE + place[0]), place[1]) if place else None
