"""Components that a project exports: what their constructors take, by their declared types."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Final

from scaffold.model.project import Parameter
from scaffold.readers.deploying.component import Component, position
from scaffold.readers.deploying.nodejs_classes import Classes, optional_names, parameter_name
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import TypeName, TypeUnion

_COMPONENT: Final = "ComponentResource"
_OPTIONS: Final = "ResourceOptions"


class Finder(Classes):
    """Looks for components in the files of a project."""

    def components(self, paths: Iterable[str]) -> Iterator[Component]:
        """The exported components of these files, in order; a class that several files export counts once."""
        for module, export, node in self.exported(paths, _COMPONENT):
            yield self._component(module, node, export)

    def _component(self, module: Module, node: ir.Class, export: str) -> Component:
        place = self.constructor(module, node)
        signature: tuple[str, ...] = ("name", "args", "opts")
        parameters: tuple[Parameter, ...] = ()
        if place is not None:
            signature, parameters = self._arguments(*place)
        name = node.name or posixpath.splitext(posixpath.basename(module.path))[0]
        optional = optional_names(place[1], signature) if place is not None else ()
        return Component(
            module, node, name, export, signature, parameters, position(module, node.at), _token(place), optional
        )

    def _arguments(self, module: Module, node: ir.Function) -> tuple[tuple[str, ...], tuple[Parameter, ...]]:
        """The signature of a constructor, and its parameters: the members of `args`, and other plain arguments."""
        names: list[str] = []
        found: list[Parameter] = []
        for place, parameter in enumerate(node.parameters):
            name = parameter_name(parameter, place)
            if place == 0:
                names.append(name)
            elif _is_options(parameter):
                names.append("opts")
            elif "args" not in names and self.takes_members(module, parameter):
                names.append("args")
                found.extend(self.members(module, parameter))
            else:
                names.append(name)
                found.append(self.plain(module, name, parameter))
        return tuple(names), tuple(found)


def _is_options(parameter: ir.Parameter) -> bool:
    declared = parameter.type
    names = declared.items if isinstance(declared, TypeUnion) else (declared,)
    if any(isinstance(item, TypeName) and item.name.endswith(_OPTIONS) for item in names):
        return True
    return declared is None and parameter_name(parameter, 1) in ("opts", "options", "opt")


def _token(place: tuple[Module, ir.Function] | None) -> str:
    """The type token that a constructor gives to `super`, where it is written there."""
    for statement in place[1].body if place else ():
        value = statement.value if isinstance(statement, st.Evaluate) else None
        if isinstance(value, ir.Invoke) and isinstance(value.function, ir.Name) and value.function.name == "super":
            first = value.arguments[0].value if value.arguments else None
            return first.value if isinstance(first, ir.Constant) and isinstance(first.value, str) else ""
    return ""
