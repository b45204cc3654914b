"""The modules of Node.js by name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from scaffold.readers.programs.values import Machine

#: By the name of a module where it is here: the file and what it is called there.
_PLACES = {
    "path": ("path", "PATH"),
    "path/posix": ("path", "PATH"),
}
_HERE = "scaffold.readers.programs.javascript."


def package(machine: Machine, source: str) -> Any:
    """The module, with or without `node:` before its name; `None` for one that is not known here."""
    del machine
    place = _PLACES.get(source.removeprefix("node:"))
    return getattr(import_module(_HERE + place[0]), place[1]) if place else None
