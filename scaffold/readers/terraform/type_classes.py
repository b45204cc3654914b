"""Terraform's types, as data: https://developer.hashicorp.com/terraform/language/expressions/type-constraints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scaffold.model.values import Value


@dataclass(frozen=True, slots=True)
class Primitive:
    """`string`, `number` or `bool`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AnyType:
    """`any`: whatever the value is; inside a collection, one type for all its elements."""

    def __str__(self) -> str:
        return "any"


@dataclass(frozen=True, slots=True)
class ListOf:
    """`list(T)`."""

    element: Type

    def __str__(self) -> str:
        return f"list({self.element})"


@dataclass(frozen=True, slots=True)
class SetOf:
    """`set(T)`."""

    element: Type

    def __str__(self) -> str:
        return f"set({self.element})"


@dataclass(frozen=True, slots=True)
class MapOf:
    """`map(T)`."""

    element: Type

    def __str__(self) -> str:
        return f"map({self.element})"


@dataclass(frozen=True, slots=True)
class TupleOf:
    """`tuple([T, ...])`."""

    elements: tuple[Type, ...]

    def __str__(self) -> str:
        return f"tuple([{', '.join(map(str, self.elements))}])"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of an object type. `default`, not yet converted, counts only with `has_default`."""

    type: Type
    optional: bool = False
    has_default: bool = False
    default: Value = None

    def __str__(self) -> str:
        return f"optional({self.type})" if self.optional else str(self.type)


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """`object({name = T, ...})`."""

    attributes: Mapping[str, Attribute]

    def __str__(self) -> str:
        inside = ", ".join(f"{name} = {self.attributes[name]}" for name in sorted(self.attributes))
        return f"object({{{inside}}})"


Type: TypeAlias = Primitive | AnyType | ListOf | SetOf | MapOf | TupleOf | ObjectOf

STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
ANY = AnyType()

#: How each kind of collection is called.
COLLECTIONS = {ListOf: "list", SetOf: "set", MapOf: "map"}


def friendly_name(of: Type) -> str:
    """The type as Terraform's messages name it: `list of string`."""
    if isinstance(of, ListOf | SetOf | MapOf):
        inner = "any single type" if isinstance(of.element, AnyType) else friendly_name(of.element)
        return f"{COLLECTIONS[type(of)]} of {inner}"
    if isinstance(of, TupleOf):
        return "tuple"
    if isinstance(of, ObjectOf):
        return "object"
    return "any type" if isinstance(of, AnyType) else of.name
