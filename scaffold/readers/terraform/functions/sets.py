"""Terraform's functions on sets: https://developer.hashicorp.com/terraform/language/functions/setunion."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

from scaffold.model.values import Value, ValueSet
from scaffold.readers.terraform.functions.declare import bounded_elements, define, need_known
from scaffold.readers.terraform.functions.registry import Function, FunctionError
from scaffold.readers.terraform.types import ANY, ConversionError, SetOf, identity, make_set, unify

_List = tuple[Value, ...]


def _set_intersection(*sets: ValueSet) -> ValueSet:
    first, *others = _unified_sets(sets)
    kept = [set(map(identity, other)) for other in others]
    return make_set(item for item in first if all(identity(item) in each for each in kept))


def _set_subtract(left: ValueSet, right: ValueSet) -> ValueSet:
    first, second = _unified_sets((left, right))
    removed = set(map(identity, second))
    return make_set(item for item in first if identity(item) not in removed)


def _set_union(*sets: ValueSet) -> ValueSet:
    return make_set(item for each in _unified_sets(sets) for item in each)


def _unified_sets(sets: Sequence[ValueSet]) -> list[_List]:
    if not sets:
        raise FunctionError("at least one argument is required")
    try:
        items = unify([item for each in sets for item in each])
    except ConversionError:
        raise FunctionError("given sets must all have compatible element types") from None
    position = 0
    result = []
    for each in sets:
        result.append(items[position : position + len(each)])
        position += len(each)
    return result


def _set_product(*sets: Value) -> Value:
    if len(sets) < 2:
        raise FunctionError("at least two arguments are required")
    columns = []
    for items in sets:
        if not isinstance(items, tuple):
            raise FunctionError("a set or a list is required")
        try:
            columns.append(unify(items))
        except ConversionError:
            raise FunctionError("all elements must be of the same type") from None
    bounded_elements(math.prod(map(len, columns)) * len(columns))
    rows = tuple(product(*columns))
    if not any(isinstance(items, ValueSet) for items in sets):
        return rows
    if len(rows) > 1:
        need_known(tuple(columns), "whether the elements of a set are distinct")
    return make_set(rows)


FUNCTIONS: Mapping[str, Function] = {
    "setintersection": define(_set_intersection, rest=SetOf(ANY)),
    "setproduct": define(_set_product, rest=ANY, partial=True),
    "setsubtract": define(_set_subtract, SetOf(ANY), SetOf(ANY)),
    "setunion": define(_set_union, rest=SetOf(ANY)),
}
