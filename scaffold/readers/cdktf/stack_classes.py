"""Classes of stacks that a project's files offer: what their constructors take, by what is declared of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.readers.cdktf.construct_types import Classes, takes_construct
from scaffold.readers.deploying import nodejs_classes, python_classes
from scaffold.readers.deploying.component import Component, position, spelled
from scaffold.readers.deploying.nodejs_classes import optional_names, parameter_name
from scaffold.readers.deploying.python_classes import Taken, taken_by, type_names
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import Type, TypeMember

_STACK: Final = "TerraformStack"
SCOPE: Final = "scope"
ID: Final = "id"
ARGS: Final = "args"
#: What the argument is called that is the stack's id.
_IDS: Final = frozenset({"id", "name", "ns", "namespace", "stackId", "stackName", "stack_id", "stack_name", "id_"})
_TEXTS: Final = frozenset({"string", "str"})


class NodeStacks(nodejs_classes.Classes):
    """Looks for classes of stacks in TypeScript and JavaScript."""

    def stacks(self, paths: Iterable[str]) -> Iterator[Component]:
        """The exported classes of stacks of these files, in order; one that several files export counts once."""
        texts = ((path, self.sources.files.text(path) or "") for path in paths)
        candidates = (path for path, text in texts if "class" in text and "extends" in text)
        for module, export, node in self.exported(candidates, _STACK):
            found = self._stack(module, node, export)
            if found is not None:
                yield found

    def _stack(self, module: Module, node: ir.Class, export: str) -> Component | None:
        """The class; nothing for one that takes constructs: nobody but the program can make it."""
        name = node.name or posixpath.splitext(posixpath.basename(module.path))[0]
        found = Component(module, node, name, export, (SCOPE, ID), (), position(module, node.at))
        place = self.constructor(module, node)
        if place is None:
            return found
        needed = (each for each in place[1].parameters[1:] if not _is_optional(each))
        if any(takes_construct(self, place[0], each.type) for each in needed):
            return None
        signature, parameters = self._arguments(*place)
        return replace(found, signature=signature, parameters=parameters, optional=optional_names(place[1], signature))

    def _arguments(self, module: Module, node: ir.Function) -> tuple[tuple[str, ...], tuple[Parameter, ...]]:
        names: list[str] = []
        found: list[Parameter] = []
        for place, parameter in enumerate(node.parameters):
            name = parameter_name(parameter, place)
            if place == 0:
                names.append(SCOPE)
            elif ID not in names and _is_id(name, parameter.type, node):
                names.append(ID)
            elif takes_construct(self, module, parameter.type):
                names.append(name)  # it may be left out, and nobody can make it up
            elif ARGS not in names and self.takes_members(module, parameter):
                names.append(ARGS)
                declared = self.types.members(module, parameter.type)
                found.extend(each for each in self.members(module, parameter) if not _taken(self, each.name, declared))
            else:
                names.append(name)
                found.append(self.plain(module, name, parameter))
        return tuple(names), tuple(found)


class PythonStacks(python_classes.Classes):
    """Looks for classes of stacks in Python."""

    def stacks(self, paths: Iterable[str]) -> Iterator[Component]:
        """The classes of stacks of these files, in order; private ones aside."""
        candidates = (path for path in paths if "class " in (self.sources.files.text(path) or ""))
        for module, node in self.extending(candidates, _STACK):
            found = self._stack(module, node)
            if found is not None:
                yield found

    def _stack(self, module: Module, node: ir.Class) -> Component | None:
        """The class; nothing for one that takes constructs: nobody but the program can make it."""
        found = Component(module, node, node.name, node.name, (SCOPE, ID), (), position(module, node.at))
        place = self.constructor(module, node)
        if place is None:
            return found
        taken = list(taken_by(place[1]))
        needed = (each for each in taken[1:] if each.default is None)
        if any(takes_construct(self, place[0], each.node.type) for each in needed):
            return None
        signature: list[str] = []
        optional: list[str] = []
        parameters: list[Parameter] = []
        arguments = ""
        for at, each in enumerate(taken):
            label = each.name
            if at == 0:
                label = SCOPE
            elif ID not in signature and _is_id(each.name, each.node.type, place[1]):
                label = ID
            elif ARGS not in signature and not _is_keyword(each) and self.takes_members(place[0], each):
                label = ARGS
                arguments = self.arguments_class(place[0], each.node.type)
                others = {f"args.{other.name}" for other in taken}  # the constructor's own arguments go before
                declared = self.types.members(place[0], each.node.type)
                members = (one for one in self.members(place[0], each) if one.name not in others)
                parameters.extend(one for one in members if not _taken(self, one.name, declared))
            elif takes_construct(self, place[0], each.node.type):
                pass  # it may be left out, and nobody can make it up
            elif each.default is None or not self.is_enum(place[0], each.node.type):
                parameters.append(self.plain(place[0], each))
            signature.append(label)
            if each.default is not None:
                optional.append(label)
        return replace(
            found,
            signature=tuple(signature),
            parameters=tuple(parameters),
            optional=tuple(optional),
            arguments=arguments,
        )


def _taken(classes: Classes, name: str, declared: Mapping[str, tuple[Module, TypeMember]]) -> bool:
    """Whether a parameter `args.NAME` is a construct, by the members that are declared."""
    found = declared.get(name.removeprefix("args."))
    return found is not None and takes_construct(classes, found[0], found[1].type)


def _is_optional(parameter: ir.Parameter) -> bool:
    return parameter.optional or isinstance(parameter.target, ir.BindDefault)


def _is_keyword(each: Taken) -> bool:
    return each.node.kind == "keyword-only"


def _is_id(name: str, declared: Type | None, node: ir.Function) -> bool:
    """Whether an argument is the id of the stack: it is given on as that, or is a text that is called so."""
    names = [found.name for found in type_names(declared)] if declared is not None else []
    if names and not _TEXTS.issuperset(names):
        return False
    return name in _IDS or name == _given_on(node)


def _given_on(node: ir.Function) -> str:
    """The name of the argument that a constructor gives to the one of its base as the id."""
    for statement in node.body:
        value = statement.value if isinstance(statement, st.Evaluate) else None
        if isinstance(value, ir.Invoke) and spelled(value.function).rpartition(".")[2] in ("super", "__init__"):
            named = [each.value for each in value.arguments if each.name in ("id", "id_")]
            plain = [each.value for each in value.arguments if not each.name]
            second = named[0] if named else plain[1] if len(plain) > 1 else None
            return second.name if isinstance(second, ir.Name) else ""
    return ""
