"""What methods and loops make of symbols that are taken for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.values import Call
from scaffold.readers.programs.python.classes import BYTES, DICT, LIST, SET, STR
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, NativeFunction, Symbol

_CHANGES = frozenset(
    [
        "append",
        "extend",
        "insert",
        "remove",
        "reverse",
        "sort",
        "clear",
        "update",
        "add",
        "discard",
        "setdefault",
        "popitem",
        "intersection_update",
        "difference_update",
        "symmetric_difference_update",
    ]
)
#: Functions of which each element is one of what they are given first.
_KEEPING = frozenset({"sorted", "filter", "reversed", "values", "slice", "concat"})


def method_of_symbol(
    machine: Machine, value: Symbol, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int = 0
) -> Any:
    """What a method gives; `UNDEFINED` where that is the call of its name."""
    if name == "get" and arguments:
        return entry_of_symbol(machine, value, arguments[0], arguments[1] if len(arguments) > 1 else None, at)
    if name in _CHANGES:
        where = machine.position(at)
        machine.say(Diagnostic(Severity.NOTE, "unknown-object", "what is changed here is not known", where))
        return None
    if name in ("items", "keys", "values"):
        return UNDEFINED
    for kind in (STR, BYTES, LIST, DICT, SET):
        found = kind.members.get(name)
        if isinstance(found, NativeFunction):
            if not found.pure and kind in (STR, BYTES):
                return machine.invoke(found, arguments, keywords, value, at)
            return Symbol(Call(found.name, machine.operands(value, *arguments, *keywords.values())))
    return UNDEFINED


def entry_of_symbol(machine: Machine, value: Symbol, key: Any, default: Any, at: int) -> Any:
    """`value.get(key, default)`, where what is in `value` is not known, or is taken to be something."""
    known = machine.concrete(key)
    if known is MISSING:
        found = Symbol(Call("index", machine.operands(value, key)))
    elif value.concrete is MISSING:
        found = machine.item(value, key, at)
    else:
        step = getattr(machine, "step")  # noqa: B009  # what machines have beside what is promised of them
        entries = getattr(value.concrete, "entries", {})
        found = Symbol(step(value.value, known), entries.get(machine.key(known)))
    if default is None or not isinstance(found, Symbol):
        return found
    if found.concrete is not None and found.concrete is not MISSING:
        return found
    if isinstance(default, Symbol | str | int | float | bool):
        taken = MISSING if found.concrete is MISSING else machine.concrete(default)
        return Symbol(Call("nullish", (found.value, *machine.operands(default))), taken)
    return Symbol(Call("nullish", (found.value, *machine.operands(default)))) if found.concrete is MISSING else default


def element_of(machine: Machine, value: Symbol) -> Any:
    """Any element of a collection that is not known; `UNDEFINED` where there is nothing to say of it."""
    call = value.value
    if not isinstance(call, Call) or not call.arguments:
        return UNDEFINED
    of = [Symbol(argument) for argument in call.arguments]
    if call.function == "enumerate":
        return Array([machine.unknown("which round this is is not known", 0), any_of(machine, of[0])], fixed=True)
    if call.function == "zip":
        return Array([any_of(machine, one) for one in of], fixed=True)
    if call.function == "items":
        return Array([machine.unknown("the keys are not known", 0), any_of(machine, of[0])], fixed=True)
    if call.function in ("range", "keys"):
        return machine.unknown("which round this is is not known", 0)
    if call.function == "map" and len(of) == 2:
        return of[1]
    return any_of(machine, of[0]) if call.function in _KEEPING else UNDEFINED


def any_of(machine: Machine, value: Symbol) -> Any:
    """Any element of a collection."""
    element = getattr(machine, "element")  # noqa: B009  # what machines have beside what is promised of them
    return element(value)
