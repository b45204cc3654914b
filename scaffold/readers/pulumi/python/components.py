"""Components that the modules of a project offer: what their constructors take, by their annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.readers.deploying.component import Component, position, spelled
from scaffold.readers.deploying.python_classes import Classes, Taken, taken_by, type_names
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module

_COMPONENT: Final = "ComponentResource"
_OPTIONS: Final = "ResourceOptions"
_OPTION_NAMES: Final = ("opts", "options", "opt", "resource_options")


class Finder(Classes):
    """Looks for components in the files of a project."""

    def components(self, paths: Iterable[str]) -> Iterator[Component]:
        """The components of these files, in order; those that others extend and private ones aside."""
        for module, node in self.extending(paths, _COMPONENT):
            yield self._component(module, node)

    def _component(self, module: Module, node: ir.Class) -> Component:
        place = self.constructor(module, node)
        component = Component(module, node, node.name, node.name, (), (), position(module, node.at))
        if place is None:
            return replace(component, signature=("t", "name", "opts"), optional=("opts",))
        taken = list(taken_by(place[1]))
        signature: list[str] = []
        optional: list[str] = []
        parameters: list[Parameter] = []
        arguments = ""
        for at, each in enumerate(taken):
            label = each.name
            if at and _is_options(each):
                label = "opts"
            elif at == 1 and self.takes_members(place[0], each):
                label = "args"
                arguments = self.arguments_class(place[0], each.node.type)
                others = {f"args.{other.name}" for other in taken}  # the constructor's own arguments go before
                parameters.extend(found for found in self.members(place[0], each) if found.name not in others)
            elif at and (each.default is None or not self.is_enum(place[0], each.node.type)):
                parameters.append(self.plain(place[0], each))
            signature.append(label)
            if each.default is not None:
                optional.append(label)
        return replace(
            component,
            signature=tuple(signature),
            parameters=tuple(parameters),
            token=_token(place[1]),
            optional=tuple(optional),
            arguments=arguments,
        )


def _is_options(each: Taken) -> bool:
    if any(found.name.endswith(_OPTIONS) for found in type_names(each.node.type)):
        return True
    return each.node.type is None and each.name in _OPTION_NAMES


def _token(node: ir.Function) -> str:
    """The type token that a constructor gives to the one of its base, where it is written there."""
    for statement in node.body:
        value = statement.value if isinstance(statement, st.Evaluate) else None
        if isinstance(value, ir.Invoke) and spelled(value.function).endswith("__init__"):
            texts = (each.value for each in value.arguments if isinstance(each.value, ir.Constant))
            return next((text.value for text in texts if isinstance(text.value, str) and ":" in text.value), "")
    return ""
