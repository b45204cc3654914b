"""What depends on the machine, the time or chance, and what runs commands or asks the network: it is not known, and
nothing of it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.model.values import Unknown
from scaffold.readers.programs.python.native import Module
from scaffold.readers.programs.values import UNDEFINED, Symbol


def asking(reason: str) -> Callable[[str], Any]:
    """Gives for the name of a module's member that it is not known, for this reason. Calling it gives no more."""

    def member(name: str) -> Any:
        return UNDEFINED if name.startswith("__") else Symbol(Unknown(reason, name))

    return member


def unknown_module(name: str, reason: str, members: Mapping[str, Any] | None = None) -> Module:
    """A module of which nothing but these members is known."""
    return Module(name, members or {}, asking(reason))
