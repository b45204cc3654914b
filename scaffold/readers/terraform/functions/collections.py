"""Terraform's collection functions: https://developer.hashicorp.com/terraform/language/functions/length.

Most of them only move elements about, so symbolic values may stand inside: where the result depends on one, they raise
`NeedsKnownError`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from scaffold.model.values import Call, Reference, Template, Value, ValueSet, is_known
from scaffold.readers.terraform.functions.declare import WHOLE, bounded_elements, define, is_symbolic, need_known
from scaffold.readers.terraform.functions.graphemes import clusters
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.numbers import CONTEXT, exact, from_decimal
from scaffold.readers.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    ListOf,
    MapOf,
    friendly_name,
    identity,
    to_text,
    type_of,
    unify,
)

#: Terraform's own limit.
_MAX_RANGE = 1024

#: Functions whose result is always a string.
_TEXTUAL = frozenset(
    {"base64encode", "cidrhost", "cidrsubnet", "format", "join", "jsonencode", "lower", "md5", "replace", "sha256"}
    | {"substr", "tostring", "trim", "trimprefix", "trimspace", "trimsuffix", "upper"}
)

_KEY = re.compile(r'\[(?:[^]"]|"(?:[^"\\]|\\.)*")*\]')

_List = tuple[Value, ...]


def _all_true(items: _List) -> bool:
    if any(item is None or item is False for item in items):
        return False
    need_known(items, "whether all elements are true")
    return True


def _any_true(items: _List) -> bool:
    if any(item is True for item in items):
        return True
    need_known(items, "whether an element is true")
    return False


def _chunks(items: _List, size: int) -> _List:
    if size < 0:
        raise FunctionError("the size argument must be positive")
    if not items:
        return ()
    if size == 0:
        return (items,)
    return tuple(items[start : start + size] for start in range(0, len(items), size))


def _coalesce(*values: Value) -> Value:
    try:
        unified = unify(values)
    except ConversionError:
        raise FunctionError("all arguments must have the same type") from None
    for value in unified:
        if is_symbolic(value):
            raise NeedsKnownError("whether a value is null or empty is not known")
        if value is not None and value != "":
            return value
    raise FunctionError("no non-null, non-empty-string arguments")


def _coalesce_list(*lists: Value) -> Value:
    if not lists:
        raise FunctionError("at least one argument is required")
    for items in lists:
        if items is None:
            continue
        _need_list(items, "coalescelist arguments must be lists or tuples")
        if items:
            return items
    raise FunctionError("no non-null arguments")


def _compact(items: _List) -> _List:
    need_known(items, "whether an element is empty")
    return tuple(item for item in items if item is not None and item != "")


def _concat(*lists: Value) -> _List:
    if not lists:
        raise FunctionError("at least one argument is required")
    reason = "all arguments must be lists or tuples; got"
    checked = [_need_list(items, f"{reason} {friendly_name(type_of(items))}") for items in lists]
    bounded_elements(sum(map(len, checked)))
    return tuple(chain.from_iterable(checked))


def _contains(items: Value, wanted: Value) -> bool:
    if not isinstance(items, tuple):
        raise FunctionError("argument must be list, tuple, or set")
    if not items:
        return False
    need_known(wanted, "the value to look for")
    key = identity(wanted)
    if any(is_known(item) and identity(item) == key for item in items):
        return True
    need_known(items, "whether the value is among the elements")
    return False


def _distinct(items: _List) -> _List:
    if len(items) > 1:
        need_known(items, "whether the elements are distinct")
    unique: dict[Any, Value] = {}
    for item in items:
        unique.setdefault(identity(item), item)
    return tuple(unique.values())


def _element(items: Value, index: int) -> Value:
    elements = _need_list(items, f"cannot read elements from {friendly_name(type_of(items))}")
    if not elements:
        raise FunctionError("cannot use element function with an empty list")
    found: Value = elements[index % len(elements)]
    return found


def _flatten(items: Value) -> _List:
    if not isinstance(items, tuple):
        raise FunctionError("can only flatten lists, sets and tuples")
    result: list[Value] = []
    _flatten_into(result, items)
    return tuple(result)


def _flatten_into(result: list[Value], items: _List) -> None:
    for item in items:
        if isinstance(item, tuple):
            _flatten_into(result, item)
        elif is_symbolic(item) and not _is_single(item):
            raise NeedsKnownError("whether an element is a list is not known")
        else:
            result.append(item)
            bounded_elements(len(result))


def _is_single(value: Value) -> bool:
    """Whether a symbolic value is certainly no list: text, a function's text, or the id or ARN of one resource."""
    if isinstance(value, Call):
        return value.function in _TEXTUAL
    if isinstance(value, Reference):
        # `module.name` is a call of which nothing is known; `module.name.aws_x.y` is a resource in a module.
        *_, kind, _ = ("", *_KEY.sub("", value.address).split("."))
        one = kind not in ("", "module", "var", "local") and "*" not in value.path
        return one and value.path[-1:] in (("arn",), ("id",))
    return isinstance(value, Template)


def _index(items: Value, wanted: Value) -> int:
    if items == ():
        raise FunctionError("cannot search an empty list")
    key = identity(wanted)
    for index, item in enumerate(_need_list(items, "argument must be a list or tuple")):
        need_known(item, "whether the value is among the elements")
        if identity(item) == key:
            return index
    raise FunctionError("item not found")


def _keys(mapping: Value) -> _List:
    return tuple(sorted(_need_map(mapping, "must have map or object type")))


def _length(value: Value) -> int:
    if isinstance(value, str):
        return len(clusters(value))
    if isinstance(value, ValueSet) and len(value) > 1:
        need_known(value, "whether the elements of the set are distinct")
    if isinstance(value, tuple | Mapping):
        return len(value)
    raise FunctionError("argument must be a string, a collection type, or a structural type")


def _lookup(mapping: Value, key: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise FunctionError(f"lookup() takes two or three arguments, got {2 + len(default)}")
    items = _need_map(mapping, "lookup() requires a map as the first argument")
    name = to_text(key)
    if name in items:
        return items[name]
    if not default:
        raise FunctionError(f'lookup failed to find key "{name}"')
    return default[0]


def _matchkeys(values: _List, keys: _List, searchset: _List) -> _List:
    if len(values) != len(keys):
        raise FunctionError("length of keys and values should be equal")
    need_known((keys, searchset), "which keys match")
    try:
        unified = unify((*keys, *searchset))
    except ConversionError:
        raise FunctionError("keys and searchset must be of the same type") from None
    wanted = set(map(identity, unified[len(keys) :]))
    return tuple(value for key, value in zip(unified, values, strict=False) if identity(key) in wanted)


def _merge(*mappings: Value) -> Mapping[str, Value]:
    result: dict[str, Value] = {}
    for mapping in mappings:
        if mapping is not None:
            got = friendly_name(type_of(mapping))
            result.update(_need_map(mapping, f'arguments must be maps or objects, got "{got}"'))
    return result


def _one(items: Value) -> Value:
    if not isinstance(items, tuple) or len(items) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements")
    return items[0] if items else None


def _range(*limits: int | float) -> _List:
    if not 1 <= len(limits) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    numbers = [exact(limit) for limit in limits]
    start, end = (exact(0), numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    step = numbers[2] if len(numbers) == 3 else exact(-1 if end < start else 1)
    if start == end:
        return ()
    if step == 0:
        raise FunctionError("step must not be zero")
    if step < 0 and end > start:
        raise FunctionError("end must be less than start when step is negative")
    if step > 0 and end < start:
        raise FunctionError("end must be greater than start when step is positive")
    result: list[Value] = []
    while (start < end) if step > 0 else (start > end):
        if len(result) >= _MAX_RANGE:
            raise FunctionError(f"more than {_MAX_RANGE} values were generated")
        result.append(from_decimal(start))
        start = CONTEXT.add(start, step)
    return tuple(result)


def _reverse(items: Value) -> _List:
    if not isinstance(items, tuple):
        raise FunctionError("can only reverse list or tuple values")
    return tuple(reversed(items))


def _slice(items: Value, start: int, end: int) -> _List:
    if isinstance(items, ValueSet):
        raise FunctionError("cannot slice a set, because its elements do not have indices")
    elements = _need_list(items, "must be a list or tuple value")
    for which, index in (("start", start), ("end", end)):
        if index < 0:
            raise FunctionError(f"{which} index must not be less than zero")
        if index > len(elements):
            raise FunctionError(f"{which} index must not be greater than the length of the list")
    if start > end:
        raise FunctionError("start index must not be greater than end index")
    return elements[start:end]


def _sort(items: tuple[Any, ...]) -> _List:
    if None in items:
        raise FunctionError("a null string cannot be sorted")
    return tuple(sorted(items))


def _transpose(mapping: Mapping[str, Any]) -> Mapping[str, Value]:
    result: dict[str, list[str]] = {}
    for key in sorted(mapping):
        if mapping[key] is None:
            raise FunctionError("input must not contain null list")
        for item in mapping[key]:
            if item is None:
                raise FunctionError("input list must not contain null string")
            result.setdefault(item, []).append(key)
    return {key: tuple(result[key]) for key in sorted(result)}


def _values(mapping: Value) -> _List:
    items = _need_map(mapping, "values() requires a map as the first argument")
    return tuple(items[key] for key in sorted(items))


def _zipmap(keys: _List, values: Value) -> Mapping[str, Value]:
    need_known(keys, "the keys")
    items = _need_list(values, "values argument must be a list or tuple value")
    if len(keys) != len(items):
        raise FunctionError(f"number of keys ({len(keys)}) does not match number of values ({len(items)})")
    if None in keys:
        raise FunctionError("the list of keys holds a null value")
    return {to_text(key): value for key, value in zip(keys, items, strict=True)}


def _list(*items: Value) -> _List:
    return unify(items)


def _map(*items: Value) -> Mapping[str, Value]:
    if len(items) % 2:
        raise FunctionError(f"map requires an even number of arguments, got {len(items)}")
    need_known(items[::2], "the keys")
    return {to_text(key): value for key, value in zip(items[::2], unify(items[1::2]), strict=True)}


def _need_list(value: Value, reason: str) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or isinstance(value, ValueSet):
        raise FunctionError(reason)
    return value


def _need_map(value: Value, reason: str) -> Mapping[str, Value]:
    if not isinstance(value, Mapping):
        raise FunctionError(reason)
    return value


FUNCTIONS: Mapping[str, Function] = {
    "alltrue": define(_all_true, ListOf(BOOL), partial=True),
    "anytrue": define(_any_true, ListOf(BOOL), partial=True),
    "chunklist": define(_chunks, ListOf(ANY), WHOLE, partial=True),
    "coalesce": define(_coalesce, rest=ANY, nulls=True, partial=True),
    "coalescelist": define(_coalesce_list, rest=ANY, nulls=True, partial=True),
    "compact": define(_compact, ListOf(STRING), partial=True),
    "concat": define(_concat, rest=ANY, partial=True),
    "contains": define(_contains, ANY, ANY, partial=True),
    "distinct": define(_distinct, ListOf(ANY), partial=True),
    "element": define(_element, ANY, WHOLE, partial=True),
    "flatten": define(_flatten, ANY, partial=True),
    "index": define(_index, ANY, ANY, partial=True),
    "keys": define(_keys, ANY, partial=True),
    "length": define(_length, ANY, partial=True),
    # Removed in Terraform 0.15, kept here for the projects that still use them.
    "list": define(_list, rest=ANY, nulls=True, partial=True),
    "lookup": define(_lookup, ANY, ANY, rest=ANY, nulls=True, partial=True),
    "map": define(_map, rest=ANY, nulls=True, partial=True),
    "matchkeys": define(_matchkeys, ListOf(ANY), ListOf(ANY), ListOf(ANY), partial=True),
    "merge": define(_merge, rest=ANY, nulls=True, partial=True),
    "one": define(_one, ANY, partial=True),
    "range": define(_range, rest=NUMBER),
    "reverse": define(_reverse, ANY, partial=True),
    "slice": define(_slice, ANY, WHOLE, WHOLE, partial=True),
    "sort": define(_sort, ListOf(STRING)),
    "transpose": define(_transpose, MapOf(ListOf(STRING))),
    "values": define(_values, ANY, partial=True),
    "zipmap": define(_zipmap, ListOf(STRING), ANY, partial=True),
}
