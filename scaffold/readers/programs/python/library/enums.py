"""The module `enum`."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.python.classes import INT, STR, is_subclass
from scaffold.readers.programs.python.formatting import formatted
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Steps, inner
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.enum_members import (
    AUTO,
    ENUM_TYPE,
    Attribute,
    EnumClass,
    canonical,
    flag_of,
    members_of,
)
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.texts import represent, text
from scaffold.readers.programs.values import Object


def _combined(work: Any) -> Any:
    def body(given: Given, other: Any) -> Any:
        kind = given.this.type
        value = other.entries["_value_"] if isinstance(other, Object) and other.type is kind else other
        if not isinstance(value, int) or (value is other and not is_subclass(kind, INT)):
            return NOT_IMPLEMENTED
        return flag_of(kind, work(given.this.entries["_value_"], value))

    return body


def _own_value(given: Given) -> Any:
    return given.this.entries["_value_"]


def _parts(given: Given) -> Steps:
    value = _own_value(given)
    return Steps(iter([one for one in canonical(given.this.type) if one.entries["_value_"] & value]), "generator")


# Texts


def _text(given: Given) -> str:
    own = given.this
    name = own.entries["_name_"]
    return f"{own.type.name}({_own_value(given)!r})" if name is None else f"{own.type.name}.{name}"


def _represent(given: Given) -> Any:
    own, machine = given.this, given.machine
    shown = represent(machine, _own_value(given), given.at)
    name = own.entries["_name_"]
    return machine.join([f"<{own.type.name}{'.' + name if name else ''}: ", shown, ">"], given.at)


def _format(given: Given, spec: Any) -> Any:
    return formatted(given.machine, text(given.machine, given.this, given.at), spec, given.at)


ENUM = EnumClass(
    "Enum",
    (),
    {
        **methods({"__str__": _text, "__repr__": _represent, "__format__": _format}),
        "name": Attribute("_name_"),
        "value": Attribute("_value_"),
    },
)
REPR_ENUM = EnumClass(
    "ReprEnum",
    (ENUM,),
    methods(
        {
            "__str__": lambda given: text(given.machine, inner(given.this), given.at),
            "__format__": lambda given, spec: formatted(given.machine, inner(given.this), spec, given.at),
        }
    ),
)
INT_ENUM = EnumClass("IntEnum", (INT, REPR_ENUM))
STR_ENUM = EnumClass("StrEnum", (STR, REPR_ENUM), sort="text")
FLAG = EnumClass(
    "Flag",
    (ENUM,),
    methods(
        {
            **{f"__{name}__": _combined(work) for name, work in (("or", int.__or__), ("and", int.__and__))},
            **{f"__{name}__": _combined(work) for name, work in (("ror", int.__or__), ("rand", int.__and__))},
            "__xor__": _combined(int.__xor__),
            "__invert__": lambda given: flag_of(given.this.type, ~_own_value(given)),
            "__bool__": lambda given: bool(_own_value(given)),
            "__iter__": _parts,
            "__len__": lambda given: len(list(_parts(given).source)),
            "__contains__": lambda given, other: (
                isinstance(other, Object) and _own_value(given) & other.entries["_value_"] == other.entries["_value_"]
            ),
        }
    ),
    sort="flag",
)
INT_FLAG = EnumClass("IntFlag", (INT, REPR_ENUM, FLAG))


def _unique(given: Given, enumeration: Any) -> Any:
    if isinstance(enumeration, ClassValue):
        found = members_of(enumeration)
        twice = [(name, one.entries["_name_"]) for name, one in found.items() if one.entries["_name_"] != name]
        if twice:
            said = ", ".join(f"{alias} -> {name}" for alias, name in twice)
            raise given.error(f"duplicate values found in <enum '{enumeration.name}'>: {said}", "ValueError")
    return enumeration


def _verify(given: Given, *checks: Any) -> Any:
    del given, checks
    return functions({"verify": lambda _, enumeration: enumeration})["verify"]


ENUM_MODULE = Module(
    "enum",
    {
        "Enum": ENUM,
        "ReprEnum": REPR_ENUM,
        "IntEnum": INT_ENUM,
        "StrEnum": STR_ENUM,
        "Flag": FLAG,
        "IntFlag": INT_FLAG,
        "EnumMeta": ENUM_TYPE,
        "EnumType": ENUM_TYPE,
        "auto": AUTO,
        **functions({"unique": _unique, "verify": _verify}),
    },
    asking("this part of enum is not known here"),
)
