"""Classes and annotations of modules in Python: found by name, through imports, without running them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind
from scaffold.model.values import Value
from scaffold.readers.deploying.component import as_parameter, spelled
from scaffold.readers.deploying.shapes import Types, is_optional
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import Type, TypeDeclaration, TypeName, TypeUnion
from scaffold.readers.programs.packages import Place, Search
from scaffold.readers.programs.project_files import parent
from scaffold.readers.programs.python_source import EXTENSIONS

#: What objects of arguments are called.
_OBJECTS: Final = ("args", "props", "config", "inputs", "params", "settings")
_ENUMS: Final = ("Enum", "StrEnum", "IntEnum", "Flag", "IntFlag")
_DEPTH: Final = 20
#: Files that are no part of a program.
_ASIDE: Final = frozenset({"setup.py", "conftest.py", "noxfile.py", "tasks.py", "manage.py"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A parameter of a constructor."""

    name: str
    node: ir.Parameter

    @property
    def default(self) -> ir.Expression | None:
        """What stands behind it, where it may be left out."""
        return self.node.target.default if isinstance(self.node.target, ir.BindDefault) else None


def is_source(name: str) -> bool:
    """Whether a file's name is that of a source: no tests, no scripts that build it."""
    tests = name.startswith("test_") or name.endswith("_test.py")
    return name.endswith(EXTENSIONS) and not tests and name not in _ASIDE


class Classes:
    """The classes and annotations of a project's source files."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.search = Search(sources.files)
        self.types = Types(lambda module, name: self._declared(module, name, 0))

    def extending(self, paths: Iterable[str], base: str) -> Iterator[tuple[Module, ir.Class]]:
        """The classes of these files that extend one called `base`, in order; private ones aside."""
        for path in paths:
            module = self.sources.module(path)
            for name, node in classes_of(module).items() if module is not None else ():
                if module is not None and not name.startswith("_") and self.extends(module, node, base):
                    yield module, node

    def extends(self, module: Module, node: ir.Class, name: str, depth: int = 0) -> bool:
        """Whether a class extends one of this name, which is none of the project's own, also through some of these."""
        for base in node.bases:
            if spelled(base).rpartition(".")[2] == name:
                return True
            place = self.class_of(module, spelled(base), depth)
            if place is not None and self.extends(*place, name, depth + 1):
                return True
        return False

    def class_of(self, module: Module, name: str, depth: int = 0) -> tuple[Module, ir.Class] | None:
        """The class that a dotted name of a module stands for: its own, or an imported one."""
        own = classes_of(module).get(name)
        if own is not None:
            return module, own
        for target, wanted in self._imported(module, name) if depth < _DEPTH else ():
            found = self.class_of(target, wanted, depth + 1)
            if found is not None:
                return found
        return None

    def _declared(self, module: Module, name: str, depth: int) -> tuple[Module, TypeDeclaration] | None:
        """A type's declaration by its dotted name in a module, through imports."""
        if name in module.types:
            return module, module.types[name]
        for target, wanted in self._imported(module, name) if depth < _DEPTH else ():
            found = self._declared(target, wanted, depth + 1)
            if found is not None:
                return found
        return None

    def _imported(self, module: Module, name: str) -> Iterator[tuple[Module, str]]:
        """The modules of the project that a name of another one may come from, with its name there."""
        first, _, rest = name.partition(".")
        imports = (statement for statement in module.body if isinstance(statement, st.Import))
        for statement in imports:
            for imported in statement.names:
                if imported.name == "*" and not imported.local:
                    yield from self._modules(module, statement.source, name)
                elif imported.name in (".", "*") and imported.local == first and rest:
                    inner = statement.source if imported.name == "*" else first
                    yield from self._inside(module, inner, rest)
                elif imported.local == first:
                    wanted = f"{imported.name}.{rest}" if rest else imported.name
                    yield from self._modules(module, statement.source, wanted)
                    dots = statement.source.endswith(".")
                    yield from self._inside(module, statement.source + ("" if dots else ".") + imported.name, rest)

    def _inside(self, module: Module, source: str, rest: str) -> Iterator[tuple[Module, str]]:
        """`rest` may go on with modules: `network.vpc.Vpc` of `import network.vpc`."""
        steps = rest.split(".") if rest else []
        for count in range(len(steps)):
            yield from self._modules(module, ".".join([source, *steps[:count]]), ".".join(steps[count:]))

    def _modules(self, module: Module, source: str, wanted: str) -> Iterator[tuple[Module, str]]:
        path = self._path(module.path, source)
        target = self.sources.module(path) if path else None
        if target is not None and target is not module:
            yield target, wanted

    def _path(self, importer: str, source: str) -> str:
        """The file of the project that an import names; empty where there is none."""
        rest = source.lstrip(".")
        dots = len(source) - len(rest)
        steps = rest.split(".") if rest else []
        folder = parent(importer)
        for _ in range(dots - 1):
            folder = parent(folder)
        place: Place | None = Place(f"{folder}/__init__.py" if folder != "." else "__init__.py", folder)
        if not dots:
            place = self.search.top(steps[0]) or (self.search.inside(Place("", folder), steps[0]) if place else None)
            steps = steps[1:]
        for step in steps:
            place = self.search.inside(place, step) if place is not None else None
        return place.file if place is not None else ""

    def constructor(self, module: Module, node: ir.Class, depth: int = 0) -> tuple[Module, ir.Function] | None:
        """The constructor of a class, or the one that it inherits."""
        for statement in node.body:
            value = statement.value if isinstance(statement, st.Declare) else None
            if isinstance(value, ir.Function) and value.name == "__init__":
                return module, value
        for base in node.bases if depth < _DEPTH else ():
            place = self.class_of(module, spelled(base), depth)
            found = self.constructor(*place, depth + 1) if place is not None else None
            if found is not None:
                return found
        return None

    def plain(self, module: Module, each: Taken) -> Parameter:
        """A constructor's parameter that is a value of its own, as `args.NAME`."""
        declared = each.node.type
        shape = self.types.shape(module, declared)
        optional = each.default is not None
        at = each.node.at
        found = as_parameter(module, f"args.{each.name}", declared, shape, at, optional, _literal(each.default))
        return replace(found, nullable=_is_none(each.default))

    def is_enum(self, module: Module, declared: Type | None) -> bool:
        """Whether a type is an enumeration of the program: no plain value is a member of it, so that one which may be
        left out is."""
        found = (self.class_of(module, each.name, 0) for each in type_names(declared))
        bases = (spelled(base) for place in found if place is not None for base in place[1].bases)
        return any(base.rpartition(".")[2] in _ENUMS for base in bases)

    def takes_members(self, module: Module, each: Taken) -> bool:
        """Whether a constructor's parameter is an object of arguments."""
        declared = each.node.type
        if self.types.members(module, declared):
            return True
        plain = declared is None or self.types.shape(module, declared).kind in (Kind.ANY, Kind.MAP, Kind.OBJECT)
        return plain and (each.name in _OBJECTS or each.name.endswith("_args"))

    def arguments_class(self, module: Module, declared: Type | None) -> str:
        """The class that `args` is an instance of, as `file:name`; empty for a dictionary."""
        name = next((found.name for found in type_names(declared)), "")
        place = self.class_of(module, name, 0) if name else None
        if place is None or any(spelled(base).endswith("TypedDict") for base in place[1].bases):
            return ""
        return f"{place[0].path}:{place[1].name}"

    def members(self, module: Module, each: Taken) -> Iterator[Parameter]:
        """The members of the object that a constructor's parameter takes, as parameters `args.NAME`."""
        members = self.types.members(module, each.node.type)
        whole = each.default is not None
        names = [found.name for found in type_names(each.node.type)]
        place = self.class_of(module, names[0], 0) if names else None
        defaults = dict(self._defaults(*place, 0)) if place is not None else {}
        for name, (inside, member) in members.items():
            shape = self.types.shape(inside, member.type)
            optional = is_optional(member) or whole or name in defaults
            if optional and self.is_enum(inside, member.type):
                continue
            default = _literal(defaults.get(name))
            found = as_parameter(inside, f"args.{name}", member.type, shape, member.at, optional, default)
            yield replace(found, description=member.documentation, nullable=_is_none(defaults.get(name)))

    def _defaults(self, module: Module, node: ir.Class, depth: int) -> Iterator[tuple[str, ir.Expression]]:
        """What stands behind the fields of a class, or the arguments of its constructor, those of its bases first."""
        for base in node.bases if depth < _DEPTH else ():
            place = self.class_of(module, spelled(base), depth)
            if place is not None:
                yield from self._defaults(*place, depth + 1)
        for statement in node.body:
            if not isinstance(statement, st.Declare) or not isinstance(statement.target, ir.BindName):
                continue
            value = statement.value
            if isinstance(value, ir.Function):
                taken = taken_by(value) if value.name == "__init__" else ()
                yield from ((each.name, each.default) for each in taken if each.default is not None)
            elif value is not None:
                yield statement.target.name, value


def classes_of(module: Module) -> dict[str, ir.Class]:
    """The classes that a module declares at its top level by name, decorated ones too."""
    found: dict[str, ir.Class] = {}
    for statement in module.body:
        if isinstance(statement, st.Declare) and isinstance(statement.target, ir.BindName):
            value: object = statement.value
            for _ in range(_DEPTH):
                if not isinstance(value, ir.Invoke) or not value.arguments:
                    break
                value = value.arguments[0].value
            if isinstance(value, ir.Class) and value.name == statement.target.name:
                found[statement.target.name] = value
    return found


def taken_by(node: ir.Function) -> Iterator[Taken]:
    """The parameters of a method that can be given, without the first."""
    for place, parameter in enumerate(node.parameters):
        target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
        if place and parameter.kind not in ("rest", "keywords") and isinstance(target, ir.BindName):
            yield Taken(target.name, parameter)


def type_names(declared: Type | None) -> Iterator[TypeName]:
    """The names that a type is, or is a union of."""
    items = declared.items if isinstance(declared, TypeUnion) else (declared,)
    yield from (item for item in items if isinstance(item, TypeName))


def _literal(value: ir.Expression | None) -> Value:
    """A default as far as it is a literal; that of a dataclass' field is inside of its call."""
    if isinstance(value, ir.Invoke) and spelled(value.function).rpartition(".")[2] == "field":
        named = (each.value for each in value.arguments if each.name == "default")
        return _literal(next(named, None))
    return value.value if isinstance(value, ir.Constant) and isinstance(value.value, str | int | float) else None


def _is_none(value: ir.Expression | None) -> bool:
    """Whether a default is `None`."""
    return isinstance(value, ir.Constant) and value.value is None
