"""Constructs, and what stands for them as dependencies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.nodes import Node, node_of
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.tables import NONE, REST, Getter, Work, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Machine


class Construct(Place):
    """A construct, with the members that every one has."""

    def to_string(self, machine: Machine, arguments: list[Any], at: int) -> str:
        """`toString`."""
        return self.path or "<root>"

    def mix(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`with`."""
        return Node.mix(node_of(self).twin, machine, arguments, at)

    getters: ClassVar[Mapping[str, Getter]] = {"node": lambda self, _m, _at: node_of(self)}
    methods: ClassVar[Mapping[str, Work]] = {"toString": (to_string, NONE), "with": (mix, REST)}


def _made(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Construct:
    return Construct(kind, machine, arguments[0], arguments[1], at)


def _root(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Construct:
    return Construct(kind, machine, UNDEFINED, arguments[0], at)


def _is_construct(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> Any:
    return isinstance(twin_of(kind.run, arguments[0]), Construct) or UNDEFINED


CONSTRUCT = Definition(
    "Construct", _made, Signature(("scope", "id")), static=static({"isConstruct": (_is_construct, Signature(("x",)))})
)
ROOT = Definition("RootConstruct", _root, Signature(("id",)), CONSTRUCT)
