"""Attributes that are only known once something is deployed, as programs read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.expressions import FunctionCall
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolvables import Intrinsic, Resolvable, resolvable_of, shown
from scaffold.readers.cdktf.twins import Method, Twin
from scaffold.readers.programs.values import UNDEFINED, Machine

#: The methods of what has attributes, with what they give.
GETTERS: Final = {
    "getStringAttribute": "string", "getNumberAttribute": "number", "getListAttribute": "list",
    "getBooleanAttribute": "boolean", "getNumberListAttribute": "number-list", "getStringMapAttribute": "string-map",
    "getNumberMapAttribute": "number-map", "getBooleanMapAttribute": "boolean-map", "getAnyMapAttribute": "any-map",
}  # fmt: skip
_ATTRIBUTE: Final = Signature(("terraformAttribute",))


def computed(run: Run, token: Resolvable, kind: str) -> Any:
    """A token as what an attribute of a kind is to programs: a text, a number, a list (a `set` is made one), a map, or
    (a flag, or anything) itself."""
    tokens = tokens_of(run)
    if kind == "string":
        return tokens.text(token)
    if kind == "number":
        return tokens.number(token)
    if kind == "list":
        return tokens.list_of(token)
    if kind == "number-list":
        return tokens.number_list_of(token)
    if kind == "set":
        return tokens.list_of(FunctionCall(run, "tolist", [tokens.list_of(token)]))
    if kind == "number-set":
        listed = FunctionCall(run, "tolist", [tokens.number_list_of(token)])
        return tokens.number_list_of(Intrinsic(run, tokens.list_of(listed)))
    if kind.endswith("-map"):
        return tokens.map_of(token, kind.removesuffix("-map"))
    return shown(token)


def interpolation(run: Run, machine: Machine, owner: Any, attribute: Any, at: int) -> Resolvable:
    """The reference to an attribute of something: of a twin, or of an object of the program's own."""
    twin = owner if isinstance(owner, Twin) else run.twin_of(owner)
    work: Callable[[Machine, Any, int], Any] | None = getattr(twin, "interpolation", None)
    if work is not None:
        given = work(machine, attribute, at)
        return given if isinstance(given, Resolvable) else resolvable_of(run, machine, given) or Intrinsic(run, given)
    found = run.spelling.ask(machine, owner, "interpolationForAttribute", [attribute], at)
    return resolvable_of(run, machine, found) or Intrinsic(run, found)


def attribute_value(run: Run, machine: Machine, owner: Any, name: Any, kind: str, at: int) -> Any:
    """The attribute `name` of something, as programs read one of its kind."""
    return computed(run, interpolation(run, machine, owner, name, at), kind)


def getter(run: Run, owner: Any, name: str) -> Any:
    """One of the methods that read any attribute; `UNDEFINED` where it is none of these."""
    kind = GETTERS.get(name)
    if kind is None:
        return UNDEFINED
    return Method(
        run, name, lambda machine, given, at: attribute_value(run, machine, owner, given[0], kind, at), _ATTRIBUTE
    )
