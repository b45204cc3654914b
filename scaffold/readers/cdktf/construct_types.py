"""Which declared types are constructs, that nobody can make up: of the project's own classes, and of packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from scaffold.readers.deploying.shapes import Types, is_optional
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import Type, TypeList, TypeMember, TypeName, TypeTuple, TypeUnion

#: Packages of the library and of providers, and bindings of the project's own.
_PACKAGES: Final = re.compile(
    r"constructs|cdkt[fn](/.*|\..*)?|@cdkt[fn]/.*|cdkt[fn]_.*|(.*/)?\.gen/.*|(.*/)?imports([./].*)?|\.*imports(\..*)?"
)
#: What of these is no construct: objects of options, and what programs give on as it is.
_PLAIN: Final = re.compile(r".*(Config|Options|Props)|ITerraformDependable|Token|AnyMap|BooleanMap|NumberMap|StringMap")
_DEPTH: Final = 6


class Classes(Protocol):
    """What finds classes and types by their names; see `readers/deploying`."""

    types: Types

    def class_of(self, module: Module, name: str, depth: int = 0) -> tuple[Module, ir.Class] | None:
        """The class that a name of a module stands for."""


def takes_construct(classes: Classes, module: Module, declared: Type | None, depth: int = 0) -> bool:
    """Whether a value of a type is a construct, or cannot be without one."""
    if declared is None or depth > _DEPTH:
        return False
    if isinstance(declared, TypeUnion):
        whole = [item for item in declared.items if not _is_nothing(item)]
        return bool(whole) and all(takes_construct(classes, module, item, depth + 1) for item in whole)
    if isinstance(declared, TypeList):
        return takes_construct(classes, module, declared.item, depth + 1)
    if isinstance(declared, TypeTuple):
        return any(takes_construct(classes, module, item, depth + 1) for item in declared.items)
    if isinstance(declared, TypeName):
        if _is_construct(classes, module, declared.name, depth):
            return True
        if any(takes_construct(classes, module, each, depth + 1) for each in declared.arguments):
            return True
    return any(_needed(classes, classes.types.members(module, declared), depth))


def _needed(classes: Classes, members: Mapping[str, tuple[Module, TypeMember]], depth: int) -> Iterable[bool]:
    for place, member in members.values():
        if not is_optional(member):
            yield takes_construct(classes, place, member.type, depth + 1)


def _is_construct(classes: Classes, module: Module, name: str, depth: int) -> bool:
    place = classes.class_of(module, name, 0)
    if place is not None:
        return any(_extends_construct(classes, place[0], base, depth + 1) for base in place[1].bases)
    source = _source(module, name.partition(".")[0])
    return bool(_PACKAGES.fullmatch(source)) and not _PLAIN.fullmatch(name.rpartition(".")[2])


def _extends_construct(classes: Classes, module: Module, base: ir.Expression, depth: int) -> bool:
    names: list[str] = []
    while isinstance(base, ir.Member):
        names.append(base.name)
        base = base.object
    if not isinstance(base, ir.Name) or depth > _DEPTH:
        return False
    return _is_construct(classes, module, ".".join((base.name, *reversed(names))), depth)


def _source(module: Module, name: str) -> str:
    """What a name of a module is imported from; empty for its own."""
    if name in module.imported_types:
        return module.imported_types[name][0]
    for statement in module.body:
        if isinstance(statement, st.Import) and any(each.local == name for each in statement.names):
            return statement.source
    return ""


def _is_nothing(declared: Type) -> bool:
    if isinstance(declared, TypeName):
        return declared.name in ("undefined", "null", "None")
    return getattr(declared, "value", "") is None
