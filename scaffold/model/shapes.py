"""The shape of a value: what a parameter's type constraint means, for all platforms."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.model.values import Value


class Kind(enum.Enum):
    """What kind of value a shape describes."""

    ANY = "any"
    STRING = "string"
    NUMBER = "number"
    BOOL = "bool"
    LIST = "list"
    SET = "set"
    MAP = "map"
    OBJECT = "object"
    TUPLE = "tuple"


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute of an object. `default` counts only if it is `optional`."""

    shape: Shape
    optional: bool = False
    default: Value = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be: `item` is the shape of the elements of lists, sets and maps; `members` are the attributes of
    objects, `items` the elements of tuples, in order; `choices` are the only values there are, if they are listed."""

    kind: Kind
    item: Shape | None = None
    members: Mapping[str, Member] = field(default_factory=dict)
    items: tuple[Shape, ...] = ()
    choices: tuple[Value, ...] = ()


ANYTHING = Shape(Kind.ANY)
