"""Components that a project exports: what their constructors take, by their declared types."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING
from scaffold.model.values import Value
from scaffold.readers.deploying.component import Component, as_parameter, declared_classes, position, spelled
from scaffold.readers.deploying.shapes import Types, is_optional
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import TypeDeclaration, TypeName, TypeUnion

_COMPONENT: Final = "ComponentResource"
_OPTIONS: Final = "ResourceOptions"
_DEPTH: Final = 20


class Finder:
    """Looks for components in the files of a project."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.types = Types(self._declaration)

    def components(self, paths: Iterable[str]) -> Iterator[Component]:
        """The exported components of these files, in order; a class that several files export counts once."""
        seen: set[int] = set()
        for path in paths:
            module = self.sources.module(path)
            if module is None:
                continue
            for export, node in exported_classes(module):
                if id(node) not in seen and self._is_component(module, node, 0):
                    seen.add(id(node))
                    yield self._component(module, node, export)

    def _is_component(self, module: Module, node: ir.Class, depth: int) -> bool:
        if not node.bases or depth > _DEPTH:
            return False
        base = node.bases[0]
        if spelled(base).rpartition(".")[2] == _COMPONENT:
            return True
        if not isinstance(base, ir.Name):
            return False
        place = self._class(module, base.name, depth)
        return place is not None and self._is_component(*place, depth + 1)

    def _class(self, module: Module, name: str, depth: int) -> tuple[Module, ir.Class] | None:
        """The class that a name of a module stands for: its own, or an imported one."""
        if depth > _DEPTH:
            return None
        own = declared_classes(module).get(name)
        if own is not None:
            return module, own
        for statement in module.body:
            if isinstance(statement, st.Import):
                for imported in statement.names:
                    if imported.local == name and imported.name not in ("*", "="):
                        return self._exported_class(module, statement.source, imported.name, depth + 1)
        return None

    def _exported_class(self, module: Module, source: str, name: str, depth: int) -> tuple[Module, ir.Class] | None:
        path = self.sources.resolve(source, module.path)
        target = self.sources.module(path) if path else None
        if target is None:
            return None
        found = dict(exported_classes(target)).get(name)
        if found is not None:
            return target, found
        for statement in target.body:
            if isinstance(statement, st.Export) and statement.source:
                for exported in statement.names:
                    if exported.name == name or (exported.local == "*" and not exported.name):
                        inner = name if exported.local == "*" else exported.local
                        place = (
                            self._exported_class(target, statement.source, inner, depth + 1) if depth < _DEPTH else None
                        )
                        if place is not None:
                            return place
        return None

    def _constructor(self, module: Module, node: ir.Class, depth: int = 0) -> tuple[Module, ir.Function] | None:
        """The constructor of a class, or the one that it inherits."""
        for member in node.members:
            if member.kind == "constructor" and isinstance(member.value, ir.Function):
                return module, member.value
        base = node.bases[0] if node.bases else None
        place = self._class(module, base.name, depth) if isinstance(base, ir.Name) else None
        return self._constructor(*place, depth + 1) if place and depth < _DEPTH else None

    def _component(self, module: Module, node: ir.Class, export: str) -> Component:
        place = self._constructor(module, node)
        signature: tuple[str, ...] = ("name", "args", "opts")
        parameters: tuple[Parameter, ...] = ()
        if place is not None:
            signature, parameters = self._arguments(*place)
        name = node.name or posixpath.splitext(posixpath.basename(module.path))[0]
        optional = _optional(place[1], signature) if place is not None else ()
        return Component(
            module, node, name, export, signature, parameters, position(module, node.at), _token(place), optional
        )

    def _arguments(self, module: Module, node: ir.Function) -> tuple[tuple[str, ...], tuple[Parameter, ...]]:
        """The signature of a constructor, and its parameters: the members of `args`, and other plain arguments."""
        names: list[str] = []
        found: list[Parameter] = []
        for place, parameter in enumerate(node.parameters):
            name = _name(parameter, place)
            if place == 0:
                names.append(name)
            elif _is_options(parameter):
                names.append("opts")
            elif "args" not in names and self._takes_members(module, parameter):
                names.append("args")
                found.extend(self._members(module, parameter))
            else:
                names.append(name)
                shape = self.types.shape(module, parameter.type)
                optional = parameter.optional or isinstance(parameter.target, ir.BindDefault)
                found.append(
                    as_parameter(module, name, parameter.type, shape, parameter.at, optional, _default(parameter))
                )
        return tuple(names), tuple(found)

    def _takes_members(self, module: Module, parameter: ir.Parameter) -> bool:
        target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
        if isinstance(target, ir.BindEntries) or self.types.members(module, parameter.type):
            return True
        named = _name(parameter, 1).lower()
        return named in ("args", "props", "config", "options", "params", "input", "inputs") or named.endswith("args")

    def _members(self, module: Module, parameter: ir.Parameter) -> Iterator[Parameter]:
        defaults = dict(_destructured(parameter))
        members = self.types.members(module, parameter.type)
        for name, (place, member) in members.items():
            shape = self.types.shape(place, member.type)
            optional = is_optional(member) or parameter.optional
            yield replace(
                as_parameter(place, f"args.{name}", member.type, shape, member.at, optional, defaults.get(name)),
                description=member.documentation,
            )
        for name, default in defaults.items():
            if name not in members:
                yield as_parameter(module, f"args.{name}", None, ANYTHING, parameter.at, default is not None, default)

    def _declaration(self, module: Module, name: str) -> tuple[Module, TypeDeclaration] | None:
        return self._declared(module, name, 0)

    def _declared(self, module: Module, name: str, depth: int) -> tuple[Module, TypeDeclaration] | None:
        """A type's declaration by its name in a module, through imports; `ns.Name` through a namespace import."""
        if name in module.types:
            return module, module.types[name]
        if depth > _DEPTH:
            return None
        first, _, rest = name.partition(".")
        for local, (source, imported) in (*module.imported_types.items(), *_imports(module)):
            if local != first:
                continue
            wanted = rest if imported == "*" else imported
            path = self.sources.resolve(source, module.path)
            target = self.sources.module(path) if path and wanted else None
            if target is not None:
                return self._exported_type(target, wanted, depth + 1)
        return None

    def _exported_type(self, module: Module, name: str, depth: int) -> tuple[Module, TypeDeclaration] | None:
        if name == "default":
            name = next(
                (e.local for s in module.body if isinstance(s, st.Export) for e in s.names if e.name == name), name
            )
        found = self._declared(module, name, depth)
        if found is not None or depth > _DEPTH:
            return found
        for statement in module.body:
            if isinstance(statement, st.Export) and statement.source:
                path = self.sources.resolve(statement.source, module.path)
                target = self.sources.module(path) if path else None
                for exported in statement.names if target is not None else ():
                    if exported.name == name or (exported.local == "*" and not exported.name):
                        inner = name if exported.local == "*" else exported.local
                        found = self._exported_type(target, inner, depth + 1)  # type: ignore[arg-type]
                        if found is not None:
                            return found
        return None


def exported_classes(module: Module) -> Iterator[tuple[str, ir.Class]]:
    """The classes that a module exports, with the names that it exports them under."""
    classes = declared_classes(module)
    for statement in module.body:
        if isinstance(statement, st.Export) and not statement.source:
            for exported in statement.names:
                if exported.local in classes:
                    yield exported.name, classes[exported.local]
        elif isinstance(statement, st.ExportValue):
            value = classes.get(statement.value.name) if isinstance(statement.value, ir.Name) else statement.value
            if isinstance(value, ir.Class):
                yield "default" if not statement.whole else "", value
        elif isinstance(statement, st.Evaluate):
            yield from _assigned(statement.value, classes)


def _assigned(value: ir.Expression, classes: dict[str, ir.Class]) -> Iterator[tuple[str, ir.Class]]:
    """`exports.Name = Name`, `module.exports = { Name }` of CommonJS."""
    if not isinstance(value, ir.Assign) or not isinstance(value.target, ir.BindPlace):
        return
    place = spelled(value.target.place)
    if place.startswith(("exports.", "module.exports.")) and isinstance(value.value, ir.Name | ir.Class):
        found = classes.get(value.value.name) if isinstance(value.value, ir.Name) else value.value
        if found is not None:
            yield place.rpartition(".")[2], found
    elif place == "module.exports" and isinstance(value.value, ir.Entries):
        for entry in value.value.entries:
            if isinstance(entry, ir.Entry) and isinstance(entry.value, ir.Name) and entry.value.name in classes:
                key = entry.key.value if isinstance(entry.key, ir.Constant) else ""
                if isinstance(key, str) and key:
                    yield key, classes[entry.value.name]


def _imports(module: Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Ordinary imports, which may be of types: the local name, the source and the name there."""
    for statement in module.body:
        if isinstance(statement, st.Import):
            for imported in statement.names:
                yield imported.local, (statement.source, imported.name)


def _optional(node: ir.Function, signature: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a signature that may be left out."""
    pairs = zip(node.parameters, signature, strict=False)
    return tuple(
        name for parameter, name in pairs if parameter.optional or isinstance(parameter.target, ir.BindDefault)
    )


def _name(parameter: ir.Parameter, place: int) -> str:
    target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
    if isinstance(target, ir.BindName):
        return target.name.lstrip("_") or f"argument{place}"
    return "args" if isinstance(target, ir.BindEntries) else f"argument{place}"


def _is_options(parameter: ir.Parameter) -> bool:
    declared = parameter.type
    names = declared.items if isinstance(declared, TypeUnion) else (declared,)
    if any(isinstance(item, TypeName) and item.name.endswith(_OPTIONS) for item in names):
        return True
    return declared is None and _name(parameter, 1) in ("opts", "options", "opt")


def _destructured(parameter: ir.Parameter) -> Iterator[tuple[str, Value]]:
    """The members that a parameter takes apart, with literal defaults (`None` without one)."""
    target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
    for key, pattern in target.entries if isinstance(target, ir.BindEntries) else ():
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            default = pattern.default if isinstance(pattern, ir.BindDefault) else None
            yield key.value, default.value if isinstance(default, ir.Constant) else None


def _default(parameter: ir.Parameter) -> Value:
    default = parameter.target.default if isinstance(parameter.target, ir.BindDefault) else None
    return default.value if isinstance(default, ir.Constant) else None


def _token(place: tuple[Module, ir.Function] | None) -> str:
    """The type token that a constructor gives to `super`, where it is written there."""
    for statement in place[1].body if place else ():
        value = statement.value if isinstance(statement, st.Evaluate) else None
        if isinstance(value, ir.Invoke) and isinstance(value.function, ir.Name) and value.function.name == "super":
            first = value.arguments[0].value if value.arguments else None
            return first.value if isinstance(first, ir.Constant) and isinstance(first.value, str) else ""
    return ""
