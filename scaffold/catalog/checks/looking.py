"""Looking into a resource: values at a path, whichever way they are spelled, and what can be said of one.

Terraform's reader gives nested blocks as tuples of dictionaries; other platforms may give a single one as a dictionary,
and booleans and numbers as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Step, Template, Unknown, Value

#: What is said of a literal: true, false, or that nobody can say.
Says = Callable[[Value], "bool | None"]

#: Addresses that stand for something which may be null.
_MAYBE_NULL = ("var.", "each", "count", "self", "local.")


@dataclass(frozen=True, slots=True)
class Spot:
    """A value and the steps to it, as the model has them. Where nothing is written, `value` is `None`."""

    path: tuple[Step, ...]
    value: Value


def spots(attributes: Value, at: str) -> Iterator[Spot]:
    """Every value at a dotted path, in each nested block on the way; at least one.

    Where a step is missing, its spot ends there with `None`; where one is symbolic, with `Unknown`.
    """
    yield from _below((), attributes, tuple(at.split(".")) if at else ())


def _below(path: tuple[Step, ...], value: Value, steps: tuple[str, ...]) -> Iterator[Spot]:
    if not steps:
        yield Spot(path, value)
    elif isinstance(value, Mapping):
        inner = value.get(steps[0])
        here = (*path, steps[0])
        yield from _below(here, inner, steps[1:]) if inner is not None else (Spot(here, None),)
    elif isinstance(value, tuple):
        if not value:
            yield Spot(path, None)
        for index, item in enumerate(value):
            yield from _below((*path, index), item, steps)
    else:
        yield Spot(path, Unknown("what this belongs to is not known"))


def items(attributes: Value, at: str) -> Iterator[Spot]:
    """The nested blocks (or entries of a list) at a dotted path, one by one; nothing where there is none."""
    for spot in spots(attributes, at):
        if isinstance(spot.value, tuple):
            yield from (Spot((*spot.path, index), item) for index, item in enumerate(spot.value))
        elif spot.value is not None:
            yield spot


def truth(value: Value, says: Says, reference: bool | None = None) -> bool | None:
    """What is true of a value: of both arms of a conditional, of a literal by `says`; `reference` of any reference."""
    if isinstance(value, Conditional):
        then, otherwise = truth(value.then, says, reference), truth(value.otherwise, says, reference)
        return then if then is otherwise else None
    if isinstance(value, Reference):
        return reference
    return None if isinstance(value, SYMBOLIC) else says(value)


def is_set(value: Value) -> bool | None:
    """Whether a value is there: not null, no empty text, no empty list. References to attributes always are."""
    if isinstance(value, Conditional):
        then, otherwise = is_set(value.then), is_set(value.otherwise)
        return then if then is otherwise else None
    if isinstance(value, Reference):
        return None if value.address.rpartition("module.")[2].startswith(_MAYBE_NULL) or _is_input(value) else True
    if isinstance(value, Template):
        return True if any(isinstance(part, str) and part for part in value.parts) else None
    if isinstance(value, SYMBOLIC):
        return True if isinstance(value, Call) and value.function == "jsonencode" else None
    if isinstance(value, tuple):
        return _has_items(value)
    return value is not None and value != ""


def _has_items(value: tuple[Value, ...]) -> bool | None:
    """Whether a list has items, or there are nested blocks: of those that are generated nobody knows how many."""
    said = [None if isinstance(item, Unknown | Call) else is_set(item) is not False for item in value]
    return True if True in said else None if None in said else False


def _is_input(reference: Reference) -> bool:
    """Whether this is a parameter without a value, of the root or of a module in it."""
    return reference.address.startswith("var.") or ".var." in reference.address


def as_bool(value: Value) -> bool | None:
    """`true` and `"True"` as a boolean; `None` for what is none."""
    if isinstance(value, bool):
        return value
    words = {"true": True, "false": False}
    return words.get(value.lower()) if isinstance(value, str) else None


def as_number(value: Value) -> int | float | None:
    """`30` and `"30"` as a number; `None` for what is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    try:
        number = float(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return int(number) if number is not None and number.is_integer() else number


def alike(some: Value, other: Value) -> bool:
    """Whether two literals are the same, however they are spelled: `"true"` is `true`, `"30"` is `30`."""
    for read in (as_bool, as_number):
        first, second = read(some), read(other)
        if first is not None and second is not None:
            return first == second
    return some == other and isinstance(some, bool) == isinstance(other, bool)


def fact(resource: Resource, path: tuple[Step, ...], relation: Relation, value: Value = None) -> Fact:
    """A fact about what is at `path` in a resource."""
    return Fact(Reference(resource.address, path), relation, value)
