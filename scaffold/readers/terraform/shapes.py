"""Terraform's types as shapes of the model."""

from __future__ import annotations

from scaffold.model.shapes import ANYTHING, Kind, Member, Shape
from scaffold.readers.terraform.types import (
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    ConversionError,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    convert,
)

_PRIMITIVES = {STRING: Shape(Kind.STRING), NUMBER: Shape(Kind.NUMBER), BOOL: Shape(Kind.BOOL)}


def shape_of(of: Type) -> Shape:
    """The shape of the values of a type."""
    if isinstance(of, Primitive):
        return _PRIMITIVES[of]
    if isinstance(of, ListOf):
        return Shape(Kind.LIST, shape_of(of.element))
    if isinstance(of, SetOf):
        return Shape(Kind.SET, shape_of(of.element))
    if isinstance(of, MapOf):
        return Shape(Kind.MAP, shape_of(of.element))
    if isinstance(of, TupleOf):
        return Shape(Kind.TUPLE, items=tuple(map(shape_of, of.elements)))
    if isinstance(of, ObjectOf):
        return Shape(Kind.OBJECT, members={name: _member(each) for name, each in of.attributes.items()})
    return ANYTHING


def _member(attribute: Attribute) -> Member:
    default = attribute.default if attribute.has_default else None
    try:
        default = convert(default, attribute.type)
    except ConversionError:
        default = None  # Terraform refuses the declaration; so does the reader, where the default is used
    return Member(shape_of(attribute.type), attribute.optional, default)
