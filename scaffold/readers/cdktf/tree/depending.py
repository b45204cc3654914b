"""What resources, data sources and modules have in common: what they refer to, and meta-arguments."""

from __future__ import annotations

from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.referring import as_token, dependable
from scaffold.readers.cdktf.tree.tables import Work, concrete, entries, holds, items, member
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object

_ATTRIBUTE: Final = Signature(("terraformAttribute",))


def depends_on(run: Run, machine: Machine, value: Any) -> Any:
    """What an element is said to depend on, as what refers to it."""
    given = items(value)
    return UNDEFINED if given is None else Array([dependable(run, found) for found in given])


def fqn_of(machine: Machine, value: Any, at: int = 0) -> Any:
    """What refers to a construct as a whole; undefined where there is none."""
    if value is None or value is UNDEFINED:
        return UNDEFINED
    return member(machine, value, "fqn", at)


def lifecycle(machine: Machine, value: Any, at: int = 0) -> Any:
    """A lifecycle with text for what replaces it."""
    if not holds(machine, value):
        return UNDEFINED
    found = entries(machine, value, at)
    triggers = items(found.get("replaceTriggeredBy"))
    if triggers:
        found["replaceTriggeredBy"] = Array(
            [each if isinstance(concrete(machine, each), str) else fqn_of(machine, each, at) for each in triggers]
        )
    return Object(found)


def as_text(referring: Any, machine: Machine, name: str, at: int) -> Any:
    """A reference to what an element gives, as text."""
    return as_token(machine, referring.run, "string", referring.interpolation(machine, name, at))


def giving(kind: str) -> Work:
    """The method that gives an attribute as a token of a kind (of none: as the reference that it is)."""

    def found(referring: Any, machine: Machine, arguments: list[Any], at: int) -> Any:
        value = referring.interpolation(machine, id_text(machine, arguments[0], at), at)
        return as_token(machine, referring.run, kind, value) if kind else value

    return found, _ATTRIBUTE


#: The methods that give attributes, of what has some.
ATTRIBUTES: Final[dict[str, Work]] = {
    "getStringAttribute": giving("string"),
    "getNumberAttribute": giving("number"),
    "getListAttribute": giving("list"),
    "getBooleanAttribute": giving(""),
    "getNumberListAttribute": giving("numberList"),
    "getStringMapAttribute": giving("stringMap"),
    "getNumberMapAttribute": giving("numberMap"),
    "getBooleanMapAttribute": giving("booleanMap"),
    "getAnyMapAttribute": giving("anyMap"),
    "interpolationForAttribute": giving(""),
}
