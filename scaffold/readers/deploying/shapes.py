"""What declared types mean: `pulumi.Input<"dev" | "prod">` is a text with two choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from scaffold.model.shapes import ANYTHING, Kind, Member, Shape
from scaffold.model.values import Value
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import (
    Type,
    TypeDeclaration,
    TypeList,
    TypeLiteral,
    TypeMember,
    TypeName,
    TypeObject,
    TypeTuple,
    TypeUnion,
)

_PLAIN: Final = {
    "string": Kind.STRING,
    "String": Kind.STRING,
    "number": Kind.NUMBER,
    "Number": Kind.NUMBER,
    "boolean": Kind.BOOL,
    "Boolean": Kind.BOOL,
    "object": Kind.OBJECT,
}
_PYTHON: Final = {
    "str": Kind.STRING,
    "int": Kind.NUMBER,
    "float": Kind.NUMBER,
    "bool": Kind.BOOL,
    "dict": Kind.MAP,
    "list": Kind.LIST,
}
#: Types that stand for what they are given.
_WRAPPERS: Final = frozenset(
    {"Input", "Output", "Promise", "Unwrap", "Readonly", "Required", "NonNullable", "OutputInstance"}
)
_LISTS: Final = frozenset({"Array", "ReadonlyArray", "Set", "Iterable"})
_MAPS: Final = frozenset({"Record", "Map", "ReadonlyMap"})
_DEPTH: Final = 8

#: The module in which a type's name is looked up, and the declaration found there.
Find = Callable[[Module, str], "tuple[Module, TypeDeclaration] | None"]


class Types:
    """Declared types of a project's files. `find` looks a name up in a module, through imports."""

    def __init__(self, find: Find) -> None:
        self.find = find

    def shape(self, module: Module, declared: Type | None, depth: int = 0) -> Shape:
        """What a type means; `ANYTHING` for what is not understood."""
        if declared is None or depth > _DEPTH:
            return ANYTHING
        if isinstance(declared, TypeName):
            return self._named(module, declared, depth)
        if isinstance(declared, TypeLiteral):
            return _literal(declared.value)
        if isinstance(declared, TypeUnion):
            return self._union(module, declared.items, depth)
        if isinstance(declared, TypeList):
            return Shape(Kind.LIST, self.shape(module, declared.item, depth + 1))
        if isinstance(declared, TypeTuple):
            return Shape(Kind.TUPLE, items=tuple(self.shape(module, item, depth + 1) for item in declared.items))
        if isinstance(declared, TypeObject):
            return self._object(module, declared, depth)
        return ANYTHING

    def members(self, module: Module, declared: Type | None, depth: int = 0) -> dict[str, tuple[Module, TypeMember]]:
        """The members of an object type, those that it extends first, each with the module that it stands in."""
        if declared is None or depth > _DEPTH:
            return {}
        if isinstance(declared, TypeUnion):
            found: dict[str, tuple[Module, TypeMember]] = {}
            for item in declared.items:
                found.update(self.members(module, item, depth + 1))
            return found
        if isinstance(declared, TypeName):
            return self._named_members(module, declared, depth)
        if not isinstance(declared, TypeObject):
            return {}
        found = {}
        for base in declared.extends:
            found.update(self.members(module, base, depth + 1))
        found.update({member.name: (module, member) for member in declared.members})
        return found

    def _named_members(self, module: Module, declared: TypeName, depth: int) -> dict[str, tuple[Module, TypeMember]]:
        name, arguments = _last(declared.name), declared.arguments
        if name in ("Partial", "Readonly", "Required", "Input", "Omit", "Pick") and arguments:
            found = self.members(module, arguments[0], depth + 1)
            names = set(_texts(arguments[1])) if len(arguments) > 1 else set()
            if name in ("Omit", "Pick"):
                found = {key: item for key, item in found.items() if (key in names) == (name == "Pick")}
            return found
        place = self.find(module, declared.name)
        return self.members(place[0], place[1].type, depth + 1) if place else {}

    def _named(self, module: Module, declared: TypeName, depth: int) -> Shape:
        name, arguments = _last(declared.name), declared.arguments
        plain = _PYTHON if module.language == "python" else _PLAIN
        if declared.name in plain:
            return Shape(plain[declared.name])
        if name in _WRAPPERS and arguments:
            return self.shape(module, arguments[0], depth + 1)
        if name in _LISTS and arguments:
            return Shape(Kind.LIST, self.shape(module, arguments[0], depth + 1))
        if name in _MAPS and len(arguments) > 1:
            return Shape(Kind.MAP, self.shape(module, arguments[1], depth + 1))
        place = self.find(module, declared.name)
        if place is not None:
            return self.shape(place[0], place[1].type, depth + 1)
        if name in ("Omit", "Pick", "Partial") and arguments:
            return self._object_of(self.members(module, declared, depth), depth, name == "Partial")
        return ANYTHING

    def _union(self, module: Module, items: Iterable[Type], depth: int) -> Shape:
        shapes = [self.shape(module, item, depth + 1) for item in items if not _is_nothing(item)]
        if not shapes:
            return ANYTHING
        kinds = {shape.kind for shape in shapes}
        if len(kinds) > 1:
            return ANYTHING
        choices: dict[Value, None] = {}
        for shape in shapes:
            choices.update(dict.fromkeys(shape.choices))
        if len(shapes) > 1 and all(shape.choices for shape in shapes):
            kind = next(iter(kinds))
            return Shape(kind) if kind is Kind.BOOL else Shape(kind, choices=tuple(choices))
        return max(shapes, key=lambda shape: (len(shape.members), shape.item is not None, not shape.choices))

    def _object(self, module: Module, declared: TypeObject, depth: int) -> Shape:
        if declared.index is not None and not declared.members:
            return Shape(Kind.MAP, self.shape(module, declared.index, depth + 1))
        return self._object_of(self.members(module, declared, depth), depth, False)

    def _object_of(self, members: Mapping[str, tuple[Module, TypeMember]], depth: int, optional: bool) -> Shape:
        return Shape(
            Kind.OBJECT,
            members={
                name: Member(self.shape(place, member.type, depth + 1), optional or is_optional(member))
                for name, (place, member) in members.items()
            },
        )


def is_optional(member: TypeMember) -> bool:
    """Whether a member may be left out: marked so, or undefined is one of its types."""
    return member.optional or (isinstance(member.type, TypeUnion) and any(map(_is_undefined, member.type.items)))


def _literal(value: Value) -> Shape:
    if isinstance(value, bool):
        return Shape(Kind.BOOL, choices=(value,))
    if isinstance(value, str):
        return Shape(Kind.STRING, choices=(value,))
    return Shape(Kind.NUMBER, choices=(value,)) if isinstance(value, int | float) else ANYTHING


def _is_undefined(declared: Type) -> bool:
    return (isinstance(declared, TypeName) and declared.name == "undefined") or _is_nothing(declared)


def _is_nothing(declared: Type) -> bool:
    if isinstance(declared, TypeLiteral):
        return declared.value is None
    return isinstance(declared, TypeName) and declared.name in ("undefined", "null", "void")


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _texts(declared: Type) -> Iterable[str]:
    items = declared.items if isinstance(declared, TypeUnion) else (declared,)
    return (item.value for item in items if isinstance(item, TypeLiteral) and isinstance(item.value, str))
