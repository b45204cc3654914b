"""Whether one or all of several values count as true, where some of them are symbols."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.values import MISSING, Machine, Symbol


def until(machine: Machine, values: Iterable[Any], decisive: bool, at: int) -> Any:
    """Whether one of the values counts as true (`decisive`), or all of them do; looks no further than it must.

    Where symbols were looked at, the result is one of them too.
    """
    asked: list[Any] = []
    result: Any = not decisive
    for value in values:
        if isinstance(value, Symbol):
            asked.append(value)
        truth = machine.truth(value, at)
        if truth is decisive:
            result = decisive
            break
        if truth is None:
            result = MISSING
    if not asked:
        return result
    operands = machine.operands(*asked)
    return Symbol(operands[0] if len(operands) == 1 else Call("or" if decisive else "and", operands), result)
