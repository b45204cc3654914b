"""Components that the modules of a project offer: what their constructors take, by their annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from scaffold.model.project import Parameter
from scaffold.model.shapes import Kind
from scaffold.model.values import Value
from scaffold.readers.deploying.component import Component, as_parameter, position, spelled
from scaffold.readers.deploying.shapes import Types, is_optional
from scaffold.readers.deploying.sources import Sources
from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as st
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.ir_types import Type, TypeDeclaration, TypeName, TypeUnion
from scaffold.readers.programs.packages import Place, Search
from scaffold.readers.programs.project_files import parent

_COMPONENT: Final = "ComponentResource"
_OPTIONS: Final = "ResourceOptions"
_OPTION_NAMES: Final = ("opts", "options", "opt", "resource_options")
_ARGS: Final = ("args", "props", "config", "inputs", "params", "settings")
_ENUMS: Final = ("Enum", "StrEnum", "IntEnum", "Flag", "IntFlag")
_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class _Taken:
    """A parameter of a constructor."""

    name: str
    node: ir.Parameter

    @property
    def default(self) -> ir.Expression | None:
        """What stands behind it, where it may be left out."""
        return self.node.target.default if isinstance(self.node.target, ir.BindDefault) else None


class Finder:
    """Looks for components in the files of a project."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.search = Search(sources.files)
        self.types = Types(lambda module, name: self._declared(module, name, 0))

    def components(self, paths: Iterable[str]) -> Iterator[Component]:
        """The components of these files, in order; those that others extend and private ones aside."""
        for path in paths:
            module = self.sources.module(path)
            for name, node in classes_of(module).items() if module is not None else ():
                if module is not None and not name.startswith("_") and self._is_component(module, node, 0):
                    yield self._component(module, node)

    # Classes

    def _is_component(self, module: Module, node: ir.Class, depth: int) -> bool:
        for base in node.bases:
            if spelled(base).rpartition(".")[2] == _COMPONENT:
                return True
            place = self._class(module, spelled(base), depth)
            if place is not None and self._is_component(*place, depth + 1):
                return True
        return False

    def _class(self, module: Module, name: str, depth: int) -> tuple[Module, ir.Class] | None:
        """The class that a dotted name of a module stands for: its own, or an imported one."""
        own = classes_of(module).get(name)
        if own is not None:
            return module, own
        for target, wanted in self._imported(module, name) if depth < _DEPTH else ():
            found = self._class(target, wanted, depth + 1)
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

    # Constructors

    def _constructor(self, module: Module, node: ir.Class, depth: int = 0) -> tuple[Module, ir.Function] | None:
        """The constructor of a class, or the one that it inherits."""
        for statement in node.body:
            value = statement.value if isinstance(statement, st.Declare) else None
            if isinstance(value, ir.Function) and value.name == "__init__":
                return module, value
        for base in node.bases if depth < _DEPTH else ():
            place = self._class(module, spelled(base), depth)
            found = self._constructor(*place, depth + 1) if place is not None else None
            if found is not None:
                return found
        return None

    def _component(self, module: Module, node: ir.Class) -> Component:
        place = self._constructor(module, node)
        component = Component(module, node, node.name, node.name, (), (), position(module, node.at))
        if place is None:
            return replace(component, signature=("t", "name", "opts"), optional=("opts",))
        taken = list(_taken(place[1]))
        signature: list[str] = []
        optional: list[str] = []
        parameters: list[Parameter] = []
        arguments = ""
        for at, each in enumerate(taken):
            label = each.name
            if at and _is_options(each):
                label = "opts"
            elif at == 1 and self._takes_members(place[0], each):
                label = "args"
                arguments = self._arguments_class(place[0], each.node.type)
                others = {f"args.{other.name}" for other in taken}  # the constructor's own arguments go before
                parameters.extend(found for found in self._members(place[0], each) if found.name not in others)
            elif at and (each.default is None or not self._is_enum(place[0], each.node.type)):
                parameters.append(self._plain(place[0], each))
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

    def _plain(self, module: Module, each: _Taken) -> Parameter:
        declared = each.node.type
        shape = self.types.shape(module, declared)
        optional = each.default is not None
        at = each.node.at
        found = as_parameter(module, f"args.{each.name}", declared, shape, at, optional, _literal(each.default))
        return replace(found, nullable=_is_none(each.default))

    def _is_enum(self, module: Module, declared: Type | None) -> bool:
        """Whether a type is an enumeration of the program: no plain value is a member of it, so that one which may be
        left out is."""
        found = (self._class(module, each.name, 0) for each in _names(declared))
        bases = (spelled(base) for place in found if place is not None for base in place[1].bases)
        return any(base.rpartition(".")[2] in _ENUMS for base in bases)

    def _takes_members(self, module: Module, each: _Taken) -> bool:
        declared = each.node.type
        if self.types.members(module, declared):
            return True
        plain = declared is None or self.types.shape(module, declared).kind in (Kind.ANY, Kind.MAP, Kind.OBJECT)
        return plain and (each.name in _ARGS or each.name.endswith("_args"))

    def _arguments_class(self, module: Module, declared: Type | None) -> str:
        """The class that `args` is an instance of, as `file:name`; empty for a dictionary."""
        name = next((found.name for found in _names(declared)), "")
        place = self._class(module, name, 0) if name else None
        if place is None or any(spelled(base).endswith("TypedDict") for base in place[1].bases):
            return ""
        return f"{place[0].path}:{place[1].name}"

    def _members(self, module: Module, each: _Taken) -> Iterator[Parameter]:
        members = self.types.members(module, each.node.type)
        whole = each.default is not None
        names = [found.name for found in _names(each.node.type)]
        place = self._class(module, names[0], 0) if names else None
        defaults = dict(self._defaults(*place, 0)) if place is not None else {}
        for name, (inside, member) in members.items():
            shape = self.types.shape(inside, member.type)
            optional = is_optional(member) or whole or name in defaults
            if optional and self._is_enum(inside, member.type):
                continue
            default = _literal(defaults.get(name))
            found = as_parameter(inside, f"args.{name}", member.type, shape, member.at, optional, default)
            yield replace(found, description=member.documentation, nullable=_is_none(defaults.get(name)))

    def _defaults(self, module: Module, node: ir.Class, depth: int) -> Iterator[tuple[str, ir.Expression]]:
        """What stands behind the fields of a class, or the arguments of its constructor, those of its bases first."""
        for base in node.bases if depth < _DEPTH else ():
            place = self._class(module, spelled(base), depth)
            if place is not None:
                yield from self._defaults(*place, depth + 1)
        for statement in node.body:
            if not isinstance(statement, st.Declare) or not isinstance(statement.target, ir.BindName):
                continue
            value = statement.value
            if isinstance(value, ir.Function):
                taken = _taken(value) if value.name == "__init__" else ()
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


def _taken(node: ir.Function) -> Iterator[_Taken]:
    """The parameters of a method that can be given, without the first."""
    for place, parameter in enumerate(node.parameters):
        target = parameter.target.target if isinstance(parameter.target, ir.BindDefault) else parameter.target
        if place and parameter.kind not in ("rest", "keywords") and isinstance(target, ir.BindName):
            yield _Taken(target.name, parameter)


def _names(declared: Type | None) -> Iterator[TypeName]:
    items = declared.items if isinstance(declared, TypeUnion) else (declared,)
    yield from (item for item in items if isinstance(item, TypeName))


def _is_options(each: _Taken) -> bool:
    if any(found.name.endswith(_OPTIONS) for found in _names(each.node.type)):
        return True
    return each.node.type is None and each.name in _OPTION_NAMES


def _literal(value: ir.Expression | None) -> Value:
    """A default as far as it is a literal; that of a dataclass' field is inside of its call."""
    if isinstance(value, ir.Invoke) and spelled(value.function).rpartition(".")[2] == "field":
        named = (each.value for each in value.arguments if each.name == "default")
        return _literal(next(named, None))
    return value.value if isinstance(value, ir.Constant) and isinstance(value.value, str | int | float) else None


def _is_none(value: ir.Expression | None) -> bool:
    """Whether a default is `None`."""
    return isinstance(value, ir.Constant) and value.value is None


def _token(node: ir.Function) -> str:
    """The type token that a constructor gives to the one of its base, where it is written there."""
    for statement in node.body:
        value = statement.value if isinstance(statement, st.Evaluate) else None
        if isinstance(value, ir.Invoke) and spelled(value.function).endswith("__init__"):
            texts = (each.value for each in value.arguments if isinstance(each.value, ir.Constant))
            return next((text.value for text in texts if isinstance(text.value, str) and ":" in text.value), "")
    return ""
