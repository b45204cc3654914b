"""Counts what the functions of the code have: branches, early returns, constants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scaffold.readers.functions.code.sources import Sources
from scaffold.readers.functions.code.walking import parts, walk
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_types import Node

#: Constants that are kept, and how long a text among them may be.
_MOST, _LONGEST = 400, 200


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts over what the handler reaches, and the constants of its modules."""

    branches: int
    early_returns: int
    constants: tuple[str | int | float, ...]


def count(sources: Sources, functions: set[int]) -> Counted:
    """Count, in the functions with these identities; constants are those of all modules that were read."""
    branches = early = 0
    constants: dict[tuple[type, Any], str | int | float] = {}
    for unit in sources.read_units():
        for node in walk(unit.module.body):
            if isinstance(node, ir.Function) and id(node) in functions:
                inner = list(_own(node.body))
                branches += sum(
                    isinstance(each, st.If | ir.Choose | st.Switch | st.Handler | ir.Logical) for each in inner
                )
                returns = sum(isinstance(each, st.Return) for each in inner)
                early += max(0, returns - 1)
            elif isinstance(node, ir.Constant) and isinstance(node.value, str | int | float) and len(constants) < _MOST:
                value = node.value
                if not isinstance(value, bool) and not (isinstance(value, str) and len(value) > _LONGEST):
                    constants.setdefault((type(value), value), value)
    return Counted(branches, early, tuple(constants.values()))


def _own(body: tuple[Any, ...]) -> Iterator[Node]:
    """The nodes of a function, without those of functions inside of it."""
    waiting: list[Any] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, Node):
            yield node
            if not isinstance(node, ir.Function | ir.Class):
                waiting += parts(node)
