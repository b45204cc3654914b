"""The nodes of constructs: `construct.node`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import address, clean, id_text
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.tables import (
    NONE,
    REST,
    Getter,
    Tabled,
    Work,
    array,
    entries,
    enumeration,
    holds,
    member,
    no_instances,
    static,
    twin_of,
)
from scaffold.readers.cdktf.twins import Definition, Instance, LibraryClass, class_of
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol

_KEY: Final = Signature(("key",))
_ID: Final = Signature(("id",))


class Node(Tabled):
    """What a construct says of its place in the tree, and what it keeps for it."""

    def __init__(self, host: Place) -> None:
        super().__init__(host.run, class_of(host.run, NODE))
        self.host = host

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Only the default child can be set."""
        if name == "defaultChild":
            self.host.default_child = value
        return name == "defaultChild"

    # Context

    def asked(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`tryGetContext`: the value of the nearest scope that has one; of the app it is a parameter."""
        return context(self.host, machine, arguments[0], at)

    def required(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`getContext`."""
        found = context(self.host, machine, arguments[0], at, required=True)
        if found is UNDEFINED or (isinstance(found, Symbol) and found.concrete is UNDEFINED):
            name = id_text(machine, arguments[0], at)
            raise fault(self.run, machine, f"There is no context value for '{name}'", at)
        return found

    def all_context(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`getAllContext`."""
        found = entries(machine, arguments[0], at)
        for scope in self.host.scopes:
            found.update(getattr(scope, "outer_context", {}))
            found.update(scope.context)
        return Object(found)

    def set_context(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`setContext`."""
        if self.host.by_id:
            raise fault(self.run, machine, "Context cannot be set once there are children", at)
        self.host.context[id_text(machine, arguments[0], at)] = arguments[1]
        return UNDEFINED

    # Children

    def find(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`tryFindChild`."""
        return _shown(self.host.by_id.get(clean(id_text(machine, arguments[0], at))))

    def find_surely(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`findChild`."""
        found = self.find(machine, arguments, at)
        if found is UNDEFINED:
            raise fault(self.run, machine, f"There is no child '{id_text(machine, arguments[0], at)}'", at)
        return found

    def find_all(self, machine: Machine, arguments: list[Any], at: int) -> Array:
        """`findAll`."""
        order = machine.concrete(arguments[0])
        return _all(self.host.walk(last_first=order == 1))

    def remove_child(self, machine: Machine, arguments: list[Any], at: int) -> bool:
        """`tryRemoveChild`."""
        return self.host.by_id.pop(id_text(machine, arguments[0], at), None) is not None

    def default_child(self, machine: Machine, at: int) -> Any:
        """`defaultChild`."""
        if self.host.default_child is not None and self.host.default_child is not UNDEFINED:
            return self.host.default_child
        resource, default = self.host.by_id.get("Resource"), self.host.by_id.get("Default")
        if resource is not None and default is not None:
            raise fault(self.run, machine, f"There are two children of {self.host.path} that may be the default", at)
        return _shown(default or resource)

    # What it keeps

    def add_dependencies(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addDependency`."""
        for value in _rest(arguments[0]):
            if not any(value is known for known in self.host.dependencies):
                self.host.dependencies.append(value)
        return UNDEFINED

    def remove_dependencies(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`removeDependency`."""
        given = _rest(arguments[0])
        self.host.dependencies = [
            value for value in self.host.dependencies if not any(value is other for other in given)
        ]
        return UNDEFINED

    def dependencies(self, machine: Machine, at: int) -> Array:
        """`dependencies`: what the program depends on stands for, one after the other."""
        return array(root for value in self.host.dependencies for root in roots(self.run, machine, value, at))

    def add_metadata(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addMetadata`."""
        if arguments[1] is not None and arguments[1] is not UNDEFINED:
            self.host.metadata.append({"type": id_text(machine, arguments[0], at), "data": arguments[1]})
        return UNDEFINED

    def add_validation(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addValidation`."""
        self.host.validations.append(arguments[0])
        return UNDEFINED

    def lock(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`lock`."""
        self.host.locked = True
        return UNDEFINED

    def mix(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`with`: apply mixins to all constructs below that they support."""
        found = [_shown(each) for each in self.host.walk()]
        for mixin in _rest(arguments[0]):
            for each in found:
                if holds(machine, self.run.spelling.ask(machine, mixin, "supports", [each], at)):
                    self.run.spelling.ask(machine, mixin, "applyTo", [each], at)
        return _shown(self.host)

    getters: ClassVar[Mapping[str, Getter]] = {
        "id": lambda self, _m, _at: self.host.named if isinstance(self.host.named, Symbol) else self.host.id,
        "path": lambda self, m, at: path_of(self.host, m, at),
        "scope": lambda self, _m, _at: _shown(self.host.scope),
        "children": lambda self, _m, _at: _all(self.host.children),
        "scopes": lambda self, _m, _at: _all(self.host.scopes),
        "root": lambda self, _m, _at: _shown(self.host.root),
        "addr": lambda self, _m, _at: address([scope.id for scope in self.host.scopes]),
        "metadata": lambda self, _m, _at: array(Object(dict(found)) for found in self.host.metadata),
        "dependencies": dependencies,
        "locked": lambda self, _m, _at: any(scope.locked for scope in self.host.scopes),
        "defaultChild": default_child,
    }
    methods: ClassVar[Mapping[str, Work]] = {
        "tryGetContext": (asked, _KEY),
        "getContext": (required, _KEY),
        "getAllContext": (all_context, Signature(("defaults",))),
        "setContext": (set_context, Signature(("key", "value"))),
        "tryFindChild": (find, _ID),
        "findChild": (find_surely, _ID),
        "findAll": (find_all, Signature(("order",))),
        "tryRemoveChild": (remove_child, Signature(("childName",))),
        "addDependency": (add_dependencies, Signature(("deps",), rest=True)),
        "removeDependency": (remove_dependencies, Signature(("deps",), rest=True)),
        "addMetadata": (add_metadata, Signature(("type", "data", "options"), struct=True)),
        "addValidation": (add_validation, Signature(("validation",))),
        "validate": (lambda self, m, _a, at: array(validate(self.host, m, at)), NONE),
        "lock": (lock, NONE),
        "with": (mix, REST),
    }


def node_of(host: Place) -> Any:
    """The node of a construct, as the program sees it."""
    if host.node is UNDEFINED:
        host.node = Instance(host.run, Node(host))
    return host.node


def path_of(host: Place, machine: Machine, at: int = 0) -> Any:
    """The path of a construct, with what is not known of it as such."""
    scopes = [scope for scope in host.scopes if scope.id or scope.scope is not None]
    if not any(isinstance(scope.named, Symbol) for scope in scopes):
        return host.path
    parts: list[Any] = []
    for scope in scopes:
        parts += ["/", scope.named if isinstance(scope.named, Symbol) else scope.id]
    return machine.join(parts[1:], at)


def _shown(found: Place | None) -> Any:
    return UNDEFINED if found is None else found.shown()


def _all(found: Iterable[Place]) -> Array:
    return array(each.shown() for each in found)


def _rest(given: Any) -> list[Any]:
    return list(given.items) if isinstance(given, Array) else []


def context(host: Place, machine: Machine, key: Any, at: int, *, required: bool = False) -> Any:
    """A context value as a construct sees it: the nearest scope's."""
    name = machine.concrete(key)
    if name is MISSING:
        return machine.unknown("which context value is asked for is not known", at)
    name = id_text(machine, name, at)
    for scope in reversed(host.scopes):
        found = scope.context.get(name, UNDEFINED)
        if found is not UNDEFINED:
            return found
        ask = getattr(scope, "ask", None)
        if ask is not None:
            return ask(machine, name, at, required)
    return UNDEFINED


def internal_context(host: Place, name: str) -> Any:
    """A context value that the library itself reads: no parameter."""
    for scope in reversed(host.scopes):
        for known in (scope.context, getattr(scope, "outer_context", {})):
            if known.get(name, UNDEFINED) is not UNDEFINED:
                return known[name]
    return UNDEFINED


def validate(host: Place, machine: Machine, at: int = 0) -> list[Any]:
    """What the validations of a construct have to say."""
    found: list[Any] = []
    for validation in host.validations:
        if callable(validation):
            found.extend(validation(machine, at))
            continue
        said = host.run.spelling.ask(machine, validation, "validate", [], at)
        found.extend(machine.iterate(said, at) or ())
    return found


def roots(run: Any, machine: Machine, value: Any, at: int) -> list[Any]:
    """The constructs that a dependency stands for."""
    twin = twin_of(run, value)
    if isinstance(twin, DependencyGroup):
        return [root for each in twin.members for root in roots(run, machine, each, at)]
    if isinstance(twin, Place):
        if twin.dependable is not None:
            given = member(machine, twin.dependable, run.spelling.key("dependencyRoots"), at)
            return machine.iterate(given, at) or []
        return [value]
    trait = run.part(Traits).of(value)
    if trait is None:
        raise fault(run, machine, "This cannot be depended on", at)
    return machine.iterate(member(machine, trait, run.spelling.key("dependencyRoots"), at), at) or []


class Traits:
    """What the program says that other objects stand for as dependencies."""

    def __init__(self, run: Any) -> None:
        del run
        self.given: list[tuple[Any, Any]] = []

    def of(self, value: Any) -> Any:
        """What was said of a value."""
        return next((trait for known, trait in reversed(self.given) if known is value), None)


class DependencyGroup(Tabled):
    """Several things to depend on."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        super().__init__(kind.run, kind)
        self.members = _rest(arguments[0])

    def add(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """Take more."""
        self.members.extend(_rest(arguments[0]))
        return UNDEFINED

    methods: ClassVar[Mapping[str, Work]] = {"add": (add, Signature(("scopes",), rest=True))}


def _implement(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    twin = twin_of(kind.run, arguments[0])
    if isinstance(twin, Place):
        twin.dependable = arguments[1]
    else:
        kind.run.part(Traits).given.append((arguments[0], arguments[1]))
    return UNDEFINED


def _trait(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    return Object({"dependencyRoots": array(roots(kind.run, machine, arguments[0], at))})


def _node_of(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    return machine.get(arguments[0], "node", at)


NODE = Definition("Node", no_instances, static=static({"PATH_SEP": "/", "of": (_node_of, Signature(("construct",)))}))
GROUP = Definition("DependencyGroup", DependencyGroup, Signature(("deps",), rest=True))
DEPENDABLE = Definition(
    "Dependable",
    no_instances,
    static=static(
        {
            "implement": (_implement, Signature(("instance", "trait"))),
            "of": (_trait, Signature(("instance",))),
            "get": (_trait, Signature(("instance",))),
        }
    ),
)
ORDER = enumeration("ConstructOrder", {"PREORDER": 0, "POSTORDER": 1})
