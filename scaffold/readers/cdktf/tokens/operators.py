"""`Op`: the operators of Terraform."""

from __future__ import annotations

from typing import Any, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.expressions import Operation
from scaffold.readers.cdktf.tokens.functions import given_as
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin
from scaffold.readers.programs.values import UNDEFINED, Machine

#: What programs call them, with what they give: a number or a flag.
_BINARY: Final = {
    "mul": ("*", "number"), "div": ("/", "number"), "mod": ("%", "number"), "add": ("+", "number"),
    "sub": ("-", "number"), "gt": (">", "boolean"), "gte": (">=", "boolean"), "lt": ("<", "boolean"),
    "lte": ("<=", "boolean"), "eq": ("==", "boolean"), "neq": ("!=", "boolean"), "and": ("&&", "boolean"),
    "or": ("||", "boolean"),
}  # fmt: skip
_UNARY: Final = {"not": ("!", "boolean"), "negate": ("-", "number")}


def _static(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    found = _BINARY.get(name) or _UNARY.get(name)
    if found is None:
        return UNDEFINED
    operator, gives = found

    def work(machine: Machine, given: list[Any], at: int) -> Any:
        del at
        right = given[1] if name in _BINARY else UNDEFINED
        return given_as(kind.run, machine, Operation(kind.run, operator, given[0], right), gives)

    return Method(kind.run, name, work, Signature(("left", "right") if name in _BINARY else ("expression",)))


def _make(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Twin(kind.run, kind)


OP: Final = Definition("Op", _make, Signature(), static=_static)
