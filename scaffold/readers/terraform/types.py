"""Terraform's types and its rules of conversion between them.

The rules are those of https://developer.hashicorp.com/terraform/language/expressions/type-constraints. Values carry no
types of their own here: a tuple stands for a list and a tuple, a dictionary for a map and an object. What Terraform
decides by the type is decided by the elements. Symbolic values are what they are: no conversion touches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cmp_to_key
from typing import Any

from scaffold.model.values import SYMBOLIC, Template, Value, ValueSet
from scaffold.readers.terraform.numbers import NumberError, exact, number_text, parse_number
from scaffold.readers.terraform.type_classes import (
    ANY,
    BOOL,
    COLLECTIONS,
    NUMBER,
    STRING,
    AnyType,
    Attribute,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    friendly_name,
)
from scaffold.readers.terraform.type_syntax import TypeSyntaxError, parse_type

__all__ = [
    "ANY",
    "BOOL",
    "NUMBER",
    "STRING",
    "AnyType",
    "Attribute",
    "ConversionError",
    "ListOf",
    "MapOf",
    "ObjectOf",
    "Primitive",
    "SetOf",
    "TupleOf",
    "Type",
    "TypeSyntaxError",
    "convert",
    "friendly_name",
    "identity",
    "make_set",
    "parse_type",
    "to_bool",
    "to_number",
    "to_text",
    "type_of",
    "unified_type",
    "unify",
]


class ConversionError(Exception):
    """A value does not fit a type; the text is Terraform's reason, without a full stop."""

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        return str(self)


_MAX_FLOAT = 10**300


def convert(value: Value, to: Type) -> Value:
    """`value` as a value of the type `to`.

    Symbolic values pass untouched, also inside collections, and null is null of every type. A set with symbolic
    elements keeps them behind its known ones. Raises `ConversionError`.
    """
    if value is None or isinstance(value, SYMBOLIC):
        return value
    if isinstance(to, Primitive):
        return _to_primitive(value, to)
    if isinstance(to, ListOf | SetOf):
        return _to_sequence(value, to)
    if isinstance(to, MapOf):
        return _to_map(value, to)
    if isinstance(to, TupleOf):
        return _to_tuple(value, to)
    if isinstance(to, ObjectOf):
        return _to_object(value, to)
    return value


def to_text(value: Value) -> str:
    """A known string, number or bool as Terraform prints it in a string. Raises `ConversionError` for all else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        try:
            return number_text(value)
        except NumberError as error:
            raise ConversionError(str(error)) from None
    raise ConversionError("string required")


def to_number(value: Value) -> int | float:
    """A known number, or a string that spells one. Raises `ConversionError` for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ConversionError("number required")
    if not isinstance(value, str):
        return value
    try:
        return parse_number(value)
    except NumberError:
        raise ConversionError("a number is required") from None


def to_bool(value: Value) -> bool:
    """A known bool, or a string that spells one. Raises `ConversionError` for all else."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ConversionError("bool required")
    if value in ("true", "1"):
        return True
    if value in ("false", "0"):
        return False
    hints = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
    hint = f'; to convert from string, use lowercase "{hints[value]}"' if value in hints else ""
    raise ConversionError(f"a bool is required{hint}")


def unify(values: Sequence[Value]) -> tuple[Value, ...]:
    """`values` converted to the one type that all of them can have, as elements of a list or the arms of a condition.

    Strings win over numbers and bools; tuples of different lengths become lists, objects of different attributes maps.
    Raises `ConversionError` where there is no such type.
    """
    common = unified_type(map(type_of, values))
    return tuple(convert(value, common) for value in values)


def type_of(value: Value) -> Type:
    """The type of `value` as Terraform would write it for a literal: tuples and objects, `any` for what is unknown."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, str | Template):
        return STRING
    if isinstance(value, ValueSet):
        return SetOf(unified_type(map(type_of, value)))
    if isinstance(value, tuple):
        return TupleOf(tuple(map(type_of, value)))
    if isinstance(value, Mapping):
        return ObjectOf({name: Attribute(type_of(item)) for name, item in value.items()})
    return ANY


def unified_type(types: Iterable[Type]) -> Type:
    """The one type that values of all `types` convert to (`any` for none). Raises `ConversionError` without one."""
    distinct = list({str(each): each for each in types if each != ANY}.values())
    if not distinct:
        return ANY
    if len(distinct) == 1:
        return distinct[0]
    if all(isinstance(each, Primitive) for each in distinct):
        return _unified_primitive(distinct)
    if all(isinstance(each, TupleOf | ListOf) for each in distinct):
        return _unified_sequence(distinct)
    if all(isinstance(each, SetOf | TupleOf | ListOf) for each in distinct):
        return SetOf(unified_type(part for each in distinct for part in _parts(each)))
    if all(isinstance(each, ObjectOf | MapOf) for each in distinct):
        return _unified_mapping(distinct)
    raise ConversionError("all elements must have the same type")


def identity(value: Value) -> Any:
    """A hashable key that is equal for equal values only: 1 is not true here, and 1.0 is 1."""
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, ValueSet):
        return ("set", tuple(map(identity, value)))
    if isinstance(value, tuple):
        return ("tuple", tuple(map(identity, value)))
    if isinstance(value, Mapping):
        return ("map", tuple((name, identity(value[name])) for name in sorted(value)))
    if isinstance(value, SYMBOLIC):
        return ("symbolic", repr(value))
    return value


def make_set(values: Iterable[Value]) -> ValueSet:
    """The set of `values` in Terraform's order: strings, numbers and bools sorted; symbolic values last, as given.

    The values must be of one type already (see `unify`).
    """
    unique = {identity(value): value for value in values}
    known = [value for value in unique.values() if not isinstance(value, SYMBOLIC)]
    symbolic = [value for value in unique.values() if isinstance(value, SYMBOLIC)]
    return ValueSet((*sorted(known, key=cmp_to_key(_compare)), *symbolic))


def _to_primitive(value: Value, to: Primitive) -> Value:
    if to == STRING:
        return to_text(value)
    return to_number(value) if to == NUMBER else to_bool(value)


def _to_sequence(value: Value, to: ListOf | SetOf) -> Value:
    if not isinstance(value, tuple):
        raise ConversionError(f"{friendly_name(to)} required")
    items = [_convert_at(f"element {index}", item, to.element) for index, item in enumerate(value)]
    elements = _of_one_type(items, to)
    return make_set(elements) if isinstance(to, SetOf) else tuple(elements)


def _to_map(value: Value, to: MapOf) -> Value:
    if not isinstance(value, Mapping):
        raise ConversionError(f"{friendly_name(to)} required")
    names = sorted(value)
    items = [_convert_at(f'element "{name}"', value[name], to.element) for name in names]
    return dict(zip(names, _of_one_type(items, to), strict=True))


def _of_one_type(items: Sequence[Value], to: ListOf | SetOf | MapOf) -> Sequence[Value]:
    if not _open(to.element):
        return items
    try:
        return unify(items)
    except ConversionError:
        raise ConversionError(f"all {COLLECTIONS[type(to)]} elements must have the same type") from None


def _to_tuple(value: Value, to: TupleOf) -> Value:
    if not isinstance(value, tuple):
        raise ConversionError("tuple required")
    if len(value) != len(to.elements):
        raise ConversionError(f"tuple of {len(to.elements)} elements required, not {len(value)}")
    pairs = zip(value, to.elements, strict=True)
    return tuple(_convert_at(f"element {index}", item, each) for index, (item, each) in enumerate(pairs))


def _to_object(value: Value, to: ObjectOf) -> Value:
    if not isinstance(value, Mapping):
        raise ConversionError("object required")
    missing = sorted(name for name, each in to.attributes.items() if not each.optional and name not in value)
    if missing:
        raise ConversionError(_missing([f'"{name}"' for name in missing]))
    result = {}
    for name in sorted(to.attributes):
        attribute = to.attributes[name]
        given = value.get(name)
        if given is None and attribute.has_default:
            given = attribute.default
        result[name] = _convert_at(f'attribute "{name}"', given, attribute.type)
    return result


def _missing(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"attribute {names[0]} is required"
    return f"attributes {', '.join(names[:-1])} and {names[-1]} are required"


def _convert_at(place: str, value: Value, to: Type) -> Value:
    try:
        return convert(value, to)
    except ConversionError as error:
        raise ConversionError(f"{place}: {error}") from None


def _open(of: Type) -> bool:
    """Whether values of this type may still differ in type from each other."""
    if isinstance(of, ListOf | SetOf | MapOf):
        return _open(of.element)
    if isinstance(of, TupleOf):
        return any(map(_open, of.elements))
    if isinstance(of, ObjectOf):
        return any(_open(attribute.type) for attribute in of.attributes.values())
    return isinstance(of, AnyType)


def _unified_primitive(types: Sequence[Type]) -> Type:
    if STRING not in types:
        raise ConversionError("all elements must have the same type")
    return STRING


def _parts(of: Type) -> tuple[Type, ...]:
    if isinstance(of, TupleOf):
        return of.elements
    if isinstance(of, ObjectOf):
        return tuple(attribute.type for attribute in of.attributes.values())
    return (of.element,) if isinstance(of, ListOf | SetOf | MapOf) else ()


def _unified_sequence(types: Sequence[Type]) -> Type:
    tuples = [each for each in types if isinstance(each, TupleOf)]
    if len(tuples) == len(types) and len({len(each.elements) for each in tuples}) == 1:
        try:
            return TupleOf(
                tuple(unified_type(column) for column in zip(*(each.elements for each in tuples), strict=True))
            )
        except ConversionError:
            pass
    return ListOf(unified_type(part for each in types for part in _parts(each)))


def _unified_mapping(types: Sequence[Type]) -> Type:
    objects = [each for each in types if isinstance(each, ObjectOf)]
    if len(objects) == len(types) and len({frozenset(each.attributes) for each in objects}) == 1:
        names = sorted(objects[0].attributes)
        return ObjectOf(
            {name: Attribute(unified_type(each.attributes[name].type for each in objects)) for name in names}
        )
    return MapOf(unified_type(part for each in types for part in _parts(each)))


def _compare(left: Value, right: Value) -> int:
    """The order of go-cty's `set.Rules.Less`: primitives by value, nulls last, all else by a text of its content."""
    if left is None or right is None:
        return (left is None) - (right is None)
    if isinstance(left, int | float) and isinstance(right, int | float):
        one, other = exact(left), exact(right)
        return (one > other) - (one < other)
    if not (isinstance(left, str) and isinstance(right, str)):
        left, right = _set_text(left), _set_text(right)
    return (left > right) - (left < right)


def _set_text(value: Value) -> str:
    """A text that orders structures in a set as go-cty's hash bytes do."""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int | float):
        return f"{exact(value) if abs(value) > _MAX_FLOAT else value:.10g}"
    if isinstance(value, ValueSet):
        return "[" + "".join(f"{_set_text(item)};" for item in value) + "]"
    if isinstance(value, tuple):
        return "<" + "".join(f"{_set_text(item)};" for item in value) + ">"
    if isinstance(value, Mapping):
        return "<" + "".join(f"{_set_text(value[name])};" for name in sorted(value)) + ">"
    return "?"
