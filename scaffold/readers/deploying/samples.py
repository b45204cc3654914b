"""Values for parameters, made up to look real."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from scaffold.catalog.realistic import FEW, Use, likely_kind, name_from, number, sample
from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Value

_DEPTH: Final = 6
_NUMBER: Final = 2
_PLURAL: Final = re.compile(r"(?<!s)s$")


def made_up(parameter: Parameter) -> Value:
    """A value that a parameter may have."""
    name = parameter.name.rpartition(".")[2].rpartition(":")[2]
    return of_shape(parameter.shape, name, parameter.name)


def of_shape(shape: Shape, name: str, seed: str, depth: int = 0) -> Value:
    """A value of a shape for something with this name."""
    if shape.choices:
        return shape.choices[0]
    if depth > _DEPTH:
        return None
    kind = shape.kind
    if kind is Kind.ANY:
        kind = likely_kind(name) or (Kind.LIST if _listed(name) else Kind.STRING)
    if kind is Kind.BOOL:
        return True
    if kind is Kind.NUMBER:
        found = number(name)
        return _NUMBER if found is None else found
    if kind in (Kind.LIST, Kind.SET, Kind.TUPLE):
        return _list(shape, name, seed, depth)
    if kind in (Kind.OBJECT, Kind.MAP):
        return _object(shape, name, seed, depth)
    return text(name, seed)


def text(name: str, seed: str, index: int = 0) -> str:
    """A text for something with this name; those of a list, by their `index`, are all different."""
    found = sample(name)
    if found:
        return found.text(Use(seed=seed, name=name_from(name), index=index))
    return f"{name_from(name)}-{index + 1}" if index else name_from(name)


def _listed(name: str) -> bool:
    found = sample(name)
    return found is None and name.endswith(("Ids", "Arns", "Names", "Subnets", "Cidrs", "Zones"))


def _list(shape: Shape, name: str, seed: str, depth: int) -> Value:
    if shape.items:
        return tuple(of_shape(item, name, seed, depth + 1) for item in shape.items)
    item = shape.item
    one = _PLURAL.sub("", name)
    if item is None or (item.kind in (Kind.STRING, Kind.ANY) and not item.choices):
        found = sample(name) or sample(one)
        return tuple(text(one, seed, place) for place in range(found.count if found else FEW))
    if item.choices:
        return item.choices[:FEW]
    return (of_shape(item, one, seed, depth + 1),)


def _object(shape: Shape, name: str, seed: str, depth: int) -> Mapping[str, Value]:
    if shape.members:
        return {
            key: of_shape(member.shape, key, f"{seed}.{key}", depth + 1)
            for key, member in shape.members.items()
            if not member.optional
        }
    key = "Team" if name.lower().endswith("tags") else _PLURAL.sub("", name)
    return {key: of_shape(shape.item, key, seed, depth + 1) if shape.item else text(key, seed)}
