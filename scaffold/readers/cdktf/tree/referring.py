"""What the tree asks of tokens: references, and what iterators, counts and dynamic blocks give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.expressions import dependable, reference
from scaffold.readers.cdktf.tokens.registry import is_unresolved as holds_token
from scaffold.readers.cdktf.tokens.resolvables import (
    as_any,
    as_list,
    as_map,
    as_number,
    as_number_list,
    as_text,
    resolvable_of,
    shown,
)
from scaffold.readers.cdktf.twins import Twin
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Symbol

__all__ = ["as_token", "count_of", "dependable", "dynamic_block", "for_each", "is_resolvable", "is_unresolved", "refer"]

#: What stands for a value that is only known later, by what it stands for.
_KINDS: Final[dict[str, Callable[[Run, Machine, Any], Any]]] = {
    "string": as_text,
    "number": as_number,
    "list": as_list,
    "numberList": as_number_list,
    "any": lambda run, machine, value: shown(as_any(run, machine, value)),
    "stringMap": lambda run, machine, value: as_map(run, machine, value, "string"),
    "numberMap": lambda run, machine, value: as_map(run, machine, value, "number"),
    "booleanMap": lambda run, machine, value: as_map(run, machine, value, "boolean"),
    "anyMap": lambda run, machine, value: as_map(run, machine, value, "any"),
}


def refer(run: Run, identifier: str, stack: Twin | None = None) -> Any:
    """A reference to something by what it is called in a stack, as the program sees it."""
    return shown(reference(run, identifier, stack))


def as_token(machine: Machine, run: Run, kind: str, value: Any) -> Any:
    """What stands for a value that is only known later: text, a number, a list, ..."""
    return _KINDS[kind](run, machine, value)


def is_resolvable(run: Run, machine: Machine, value: Any) -> bool:
    """Whether a value is one that resolves to another."""
    return resolvable_of(run, machine, value) is not None


def is_unresolved(run: Run, machine: Machine, value: Any) -> bool:
    """Whether a value is one that is only known later, or what stands for one."""
    return holds_token(machine, value) or is_resolvable(run, machine, value)


def _given(run: Run, machine: Machine, value: Any, kind: str, method: str, at: int) -> Any:
    """What a method of a value gives, where it is an instance of the library's class; `MISSING` where it is none."""
    twin = run.twin_of(value.concrete if isinstance(value, Symbol) else value)
    if twin is None or (kind and twin.kind.definition.name != kind):
        return MISSING
    found = twin.get(machine, method, at)
    return MISSING if found is UNDEFINED else machine.call(found, [], this=twin.instance, at=at)


def for_each(run: Run, machine: Machine, iterator: Any, at: int = 0) -> Any:
    """What an iterator goes over, as `for_each`."""
    found = _given(run, machine, iterator, "", "_getForEachExpression", at)
    if found is not MISSING:
        return found
    if isinstance(iterator, Symbol):
        return iterator
    raise machine.throw("this.forEach._getForEachExpression is not a function", at, "TypeError")


def count_of(run: Run, machine: Machine, value: Any, at: int = 0) -> Any:
    """A count as what stands in the configuration."""
    found = _given(run, machine, value, "TerraformCount", "toTerraform", at)
    return value if found is MISSING else found


def dynamic_block(run: Run, machine: Machine, value: Any, at: int = 0) -> Any:
    """What a block made of an iterator is in the configuration; `MISSING` for anything else."""
    return _given(run, machine, value, "TerraformDynamicBlock", "toTerraformDynamicBlockJson", at)
