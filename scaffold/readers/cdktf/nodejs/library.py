"""The library itself: what `cdktf`, `cdktn` and `constructs` give to those who import them."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Value
from scaffold.readers.cdktf.library import DEFINITIONS
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens import library as tokens
from scaffold.readers.cdktf.twins import class_of
from scaffold.readers.programs.values import Foreign, Machine


class Library(Foreign):
    """The library: its classes and functions by name."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A class or function."""
        if name == "__esModule":
            return True
        definition = DEFINITIONS.get(name)
        return tokens.exported(self.run, machine, name) if definition is None else class_of(self.run, definition)

    def freeze(self, machine: Machine) -> Value:
        """It is no value."""
        return machine.freeze(machine.unknown("the library is no value", 0))
