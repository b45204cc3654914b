"""The types of the program IR: what declarations say of parameters and members. Never evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Node:
    """Something in a program; `at` and `end` are character offsets into the module's text."""

    at: int
    end: int


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A named type with its arguments: `string`, `pulumi.Input<string>`, `Record<string, number>`, `list[str]`."""

    name: str
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeLiteral(Node):
    """Exactly this value: `"dev"`, `3`, `true`, `None` for null and undefined."""

    value: Any


@dataclass(frozen=True, slots=True)
class TypeUnion(Node):
    """One of these."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class TypeList(Node):
    """A list of these."""

    item: Type


@dataclass(frozen=True, slots=True)
class TypeTuple(Node):
    """These, in order."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class TypeMember(Node):
    """A member of an object type, with its documentation in one line (empty without)."""

    name: str
    type: Type | None
    optional: bool = False
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class TypeObject(Node):
    """An object type (interface, type literal, class instance): its members, the types it extends, and what any other
    key has (`index`)."""

    members: tuple[TypeMember, ...]
    extends: tuple[Type, ...] = ()
    index: Type | None = None


@dataclass(frozen=True, slots=True)
class TypeOther(Node):
    """Any other type, as written."""

    text: str


Type: TypeAlias = "TypeName | TypeLiteral | TypeUnion | TypeList | TypeTuple | TypeObject | TypeOther"


@dataclass(frozen=True, slots=True)
class TypeDeclaration(Node):
    """An interface, a type alias, or the instance type of a class or enum, by its name in this module."""

    name: str
    type: Type
    documentation: str = ""
