"""Classes and types of modules in TypeScript and JavaScript: found by name, through imports, without running them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import ANYTHING
from scaffold.model.values import Value
from scaffold.readers.deploying.component import as_parameter, declared_classes, spelled
from scaffold.readers.deploying.shapes import Types, is_optional
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import TypeDeclaration
from scaffold.readers.programs.typescript import EXTENSIONS

_DEPTH: Final = 20
_NOT_SOURCES: Final = (".d.ts", ".d.mts", ".d.cts", ".min.js")
_TESTS: Final = (".test.", ".spec.", ".config.")
#: What objects of arguments are called.
_OBJECTS: Final = ("args", "props", "config", "options", "params", "input", "inputs")


def is_source(name: str) -> bool:
    """Whether a file's name is that of a source: no declarations, no tests."""
    return name.endswith(EXTENSIONS) and not name.endswith(_NOT_SOURCES) and not any(part in name for part in _TESTS)


class Classes:
    """The classes and declared types of a project's source files."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.types = Types(self._declaration)

    def extends(self, module: Module, node: ir.Class, name: str, depth: int = 0) -> bool:
        """Whether a class extends one of this name, which is none of the project's own, also through some of these."""
        if not node.bases or depth > _DEPTH:
            return False
        base = node.bases[0]
        if spelled(base).rpartition(".")[2] == name:
            return True
        if not isinstance(base, ir.Name):
            return False
        place = self.class_of(module, base.name, depth)
        return place is not None and self.extends(*place, name, depth + 1)

    def exported(self, paths: Iterable[str], base: str) -> Iterator[tuple[Module, str, ir.Class]]:
        """The classes that these files export and that extend one called `base`, in order, each with the name that it
        is exported under; a class that several files export counts once."""
        seen: set[int] = set()
        for path in paths:
            module = self.sources.module(path)
            for export, node in exported_classes(module) if module is not None else ():
                if module is not None and id(node) not in seen and self.extends(module, node, base):
                    seen.add(id(node))
                    yield module, export, node

    def takes_members(self, module: Module, parameter: ir.Parameter) -> bool:
        """Whether a constructor's parameter is an object of arguments."""
        target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
        if isinstance(target, ir.BindEntries) or self.types.members(module, parameter.type):
            return True
        named = parameter_name(parameter, 1).lower()
        return named in _OBJECTS or named.endswith("args")

    def plain(self, module: Module, name: str, parameter: ir.Parameter) -> Parameter:
        """A constructor's parameter that is a value of its own."""
        shape = self.types.shape(module, parameter.type)
        optional = parameter.optional or isinstance(parameter.target, ir.BindDefault)
        return as_parameter(module, name, parameter.type, shape, parameter.at, optional, default_of(parameter))

    def class_of(self, module: Module, name: str, depth: int = 0) -> tuple[Module, ir.Class] | None:
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

    def constructor(self, module: Module, node: ir.Class, depth: int = 0) -> tuple[Module, ir.Function] | None:
        """The constructor of a class, or the one that it inherits."""
        for member in node.members:
            if member.kind == "constructor" and isinstance(member.value, ir.Function):
                return module, member.value
        base = node.bases[0] if node.bases else None
        place = self.class_of(module, base.name, depth) if isinstance(base, ir.Name) else None
        return self.constructor(*place, depth + 1) if place and depth < _DEPTH else None

    def members(self, module: Module, parameter: ir.Parameter) -> Iterator[Parameter]:
        """The members of the object that a constructor's parameter takes, as parameters `args.NAME`."""
        defaults = dict(destructured(parameter))
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


def optional_names(node: ir.Function, signature: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a signature that may be left out."""
    pairs = zip(node.parameters, signature, strict=False)
    return tuple(
        name for parameter, name in pairs if parameter.optional or isinstance(parameter.target, ir.BindDefault)
    )


def parameter_name(parameter: ir.Parameter, place: int) -> str:
    """What a constructor's parameter is called; `args` where it is taken apart."""
    target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
    if isinstance(target, ir.BindName):
        return target.name.lstrip("_") or f"argument{place}"
    return "args" if isinstance(target, ir.BindEntries) else f"argument{place}"


def destructured(parameter: ir.Parameter) -> Iterator[tuple[str, Value]]:
    """The members that a parameter takes apart, with literal defaults (`None` without one)."""
    target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
    for key, pattern in target.entries if isinstance(target, ir.BindEntries) else ():
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            default = pattern.default if isinstance(pattern, ir.BindDefault) else None
            yield key.value, default.value if isinstance(default, ir.Constant) else None


def default_of(parameter: ir.Parameter) -> Value:
    """The default of a parameter, where it is a literal."""
    default = parameter.target.default if isinstance(parameter.target, ir.BindDefault) else None
    return default.value if isinstance(default, ir.Constant) else None
