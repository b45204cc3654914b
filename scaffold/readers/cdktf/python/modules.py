"""Modules of packages that are not the program's: what they have is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scaffold.readers.programs.python.classes import MODULE, BuiltinClass
from scaffold.readers.programs.values import UNDEFINED, Foreign, Machine


class PackageModule(Foreign):
    """A module. `find` gives what it has under a name, `UNDEFINED` for nothing; `names` what a star brings in."""

    __slots__ = ("find", "known", "name", "names")

    def __init__(self, name: str, find: Callable[[str], Any], names: Callable[[], Iterable[str]] = tuple) -> None:
        self.name, self.find, self.names = name, find, names
        self.known: dict[str, Any] = {}

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return MODULE

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """What it has under a name."""
        del machine, at
        if name.startswith("__"):
            return {"__name__": self.name}.get(name, UNDEFINED)
        if name not in self.known:
            self.known[name] = self.find(name)
        return self.known[name]

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Put something of the program's own in it."""
        del machine, at
        self.known[name] = value

    def keys(self, machine: Machine) -> list[str]:
        """What `from module import *` takes."""
        del machine
        return [name for name in self.names() if not name.startswith("_")]
