"""Terraform's type conversion functions: https://developer.hashicorp.com/terraform/language/functions/tostring."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scaffold.model.values import Value, ValueSet, is_known
from scaffold.readers.terraform.functions.declare import define
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    ListOf,
    MapOf,
    SetOf,
    Type,
    convert,
    friendly_name,
    type_of,
)


def _to(wanted: Type) -> Callable[[Value], Value]:
    def body(value: Value) -> Value:
        try:
            return convert(value, wanted)
        except ConversionError as error:
            reason = f"cannot convert {friendly_name(type_of(value))} to {friendly_name(wanted)}: {error}"
            raise FunctionError(reason) from None

    return body


def _to_set(value: Value) -> Value:
    if isinstance(value, tuple) and not isinstance(value, ValueSet) and len(value) > 1 and not is_known(value):
        raise NeedsKnownError("whether the elements of a set are distinct is not known")
    return _to(SetOf(ANY))(value)


def _same(value: Value) -> Value:
    return value


def _is_sensitive(_: Value) -> Value:
    raise NeedsKnownError("whether a value is sensitive is not followed")


FUNCTIONS: Mapping[str, Function] = {
    "ephemeralasnull": define(_same, ANY, nulls=True, partial=True),
    "issensitive": define(_is_sensitive, ANY, nulls=True, partial=True),
    "nonsensitive": define(_same, ANY, nulls=True, partial=True),
    "sensitive": define(_same, ANY, nulls=True, partial=True),
    "tobool": define(_to(BOOL), ANY, nulls=True),
    "tolist": define(_to(ListOf(ANY)), ANY, nulls=True, partial=True),
    "tomap": define(_to(MapOf(ANY)), ANY, nulls=True, partial=True),
    "tonumber": define(_to(NUMBER), ANY, nulls=True),
    "toset": define(_to_set, ANY, nulls=True, partial=True),
    "tostring": define(_to(STRING), ANY, nulls=True),
}
