"""Documents (JSON, YAML) as text of which parts are symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call, Unknown, Value
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.values import MISSING, Machine, Symbol


def encoded(text: Callable[[], tuple[Any, bool]], frozen: Callable[[], Value], called: str = "jsonencode") -> Any:
    """A document as text, or the symbol of that where symbols are part of it.

    `text` gives the text and whether there are any (`NotKnownError` where one is taken for nothing), `frozen` the
    document as a model value.
    """
    try:
        found, symbols = text()
    except NotKnownError:
        found, symbols = MISSING, True
    return Symbol(Call(called, (frozen(),)), found) if symbols else found


def decoded(machine: Machine, value: Symbol, parse: Callable[[Any], Any], called: str = "jsondecode") -> Symbol:
    """What the text of a symbol holds. A document that was only just written is itself again."""
    concrete = machine.concrete(value)
    found = MISSING if concrete is MISSING else parse(concrete)
    if isinstance(value.value, Unknown):
        return Symbol(value.value, found)
    written = value.value
    if isinstance(written, Call) and written.function == called.replace("decode", "encode"):
        return Symbol(written.arguments[0], found)
    return Symbol(Call(called, (machine.freeze(value),)), found)
