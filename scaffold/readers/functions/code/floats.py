"""Where floats come from that a table's client refuses."""

from __future__ import annotations

import re
from typing import Any

from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import Obj, Seq, Sym, Value

#: What may hold numbers; keys are texts nearly always, and whole where they are not.
_MEMBERS = ("Item", "ExpressionAttributeValues")
_SAFE = frozenset({"text", "length", "integer", "decimal", "lower", "keys", "digits"})
#: Names of what is measured or paid: numbers with a fraction, where nothing says what they are.
_MEASURED = re.compile(
    r"(?:^|_)(?:amount|avg|average|balance|cost|discount|distance|duration|elevation|fee|height|humidity|lat|latitude|lng"
    r"|lon|longitude|mean|percent|percentage|pressure|price|probability|rate|rating|ratio|reading|score|size|speed"
    r"|subtotal|sum|tax|temp|temperature|threshold|total|value|voltage|volume|weight|width)s?$"
)


def float_source(machine: Machine, entries: dict[Any, Value]) -> str:
    """Where a float in the input comes from; empty if there is surely none, or nothing speaks for one."""
    for name in _MEMBERS:
        found = _in(machine, entries.get(name), 0)
        if found:
            return found
    return ""


def _in(machine: Machine, value: Value, depth: int) -> str:
    if isinstance(value, float):
        return "a constant"
    if depth > 6:
        return ""
    inner: list[Value] = []
    if isinstance(value, Obj):
        inner = [*value.entries.values(), *value.rest]
    elif isinstance(value, Seq):
        inner = [*value.items, value.each]
    elif isinstance(value, Sym):
        return _of(machine, value)
    return next((found for each in inner if (found := _in(machine, each, depth + 1))), "")


def _of(machine: Machine, value: Sym) -> str:
    if set(value.views) & _SAFE or value.method in _SAFE:
        return ""
    if value.kind in ("event", "call") and "(json)" in value.path:
        integers = machine.decimals or "decimal" in value.views
        return "" if integers or not _may_be_float(machine, value) else f"the JSON of the {_place(value.path)}"
    if value.kind == "time" and value.path[0] == "seconds" and not value.views:
        return "time.time()"
    if value.method == "float":
        return "float()"
    return "a division" if value.method == "divide" else ""


def _may_be_float(machine: Machine, value: Sym) -> bool:
    """Whether something out of JSON is an object as it came, or a number as far as the code or its name says."""
    if value.path[-1] == "(json)":
        return True
    kind = machine.state.of(value.subject).kind
    touch = machine.facts.touches.get((value.kind, value.path))
    kinds = {kind, *(touch.kinds if touch is not None else ())}
    if kinds & {"text", "boolean"}:
        return False
    return bool(kinds & {"number", "object"}) or bool(_MEASURED.search(_snake(value.path[-1])))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _place(path: tuple[str, ...]) -> str:
    """What held the JSON, in words: the body, or what is called otherwise."""
    names = [step for step in path[: path.index("(json)")] if step[:1] not in ("(", "*") and not step.isdigit()]
    return names[-1] if names else "event"


def has_float(value: Value) -> bool:
    """Whether a value that is known has a float in it."""
    if isinstance(value, Obj):
        return any(map(has_float, value.entries.values()))
    if isinstance(value, Seq):
        return any(map(has_float, value.items))
    return isinstance(value, float)
