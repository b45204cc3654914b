"""Stacks, and what they refer to in one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolving import resolve
from scaffold.readers.cdktf.tree.backends import Backend, local_backend
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.element import Element, add_override
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import LETTERS_ONLY, Scheme, id_text, unique_id
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.provider import Provider
from scaffold.readers.cdktf.tree.referring import refer
from scaffold.readers.cdktf.tree.remote_state import RemoteState
from scaffold.readers.cdktf.tree.resource import DataSource, Resource
from scaffold.readers.cdktf.tree.tables import NONE, Getter, Work, array, static, twin_of
from scaffold.readers.cdktf.tree.values import OUTPUT, Output
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_GLOBS: Final = "*?[]{}!"
#: What the context says of logical ids, where they are those of older versions.
_FLAGS: Final = ("excludeStackIdFromLogicalIds", "allowSepCharsInLogicalIds")
_ONE: Final = Signature(("dependency",))


class Stacks:
    """What references ask of the tree."""

    def is_construct(self, twin: Twin) -> bool:
        """Whether it is that of a construct."""
        return isinstance(twin, Place)

    def stack_of(self, machine: Machine, construct: Any, at: int) -> Any:
        """The stack that a construct belongs to."""
        return construct.stack(machine, at)

    def crossed(self, machine: Machine, origin: Any, stack: Any, identifier: str, at: int) -> Any:
        """What stands in one stack for something in another."""
        return stack.refer_to(machine, origin, identifier, at)


class Stack(Construct):
    """A stack. `depending` are the stacks that it depends on, `outgoing` the outputs for others by what they give,
    `incoming` the states of others by the path of their stack, `targets` what resources may be moved to."""

    is_stack = True

    def __init__(self, kind: LibraryClass, machine: Machine, scope: Any, id_: Any, at: int) -> None:
        super().__init__(kind, machine, scope, id_, at)
        self.overrides = Object()
        self.depending: list[Stack] = []
        self.outgoing: dict[str, Output] = {}
        self.incoming: dict[str, RemoteState] = {}
        self.targets: dict[str, Resource] = {}
        self.module_asset: Any = None
        self.validations.append(self.missing_providers)
        tokens_of(self.run).stacks = Stacks()
        # What has thrown stays in the tree, as a whole.
        text = id_text(machine, id_, at)
        known = "{" not in self.id or isinstance(machine.concrete(id_), str)
        if known and (any(sign in text for sign in _GLOBS) or re.search(r"\s", text)):
            raise fault(self.run, machine, f"A stack cannot be called '{text}'", at)

    # What is in it

    def elements(self) -> list[Element]:
        """Its elements, in the order of the tree, without those of stacks inside it."""
        return list(_elements(self))

    def backend(self, machine: Machine, at: int = 0) -> Backend:
        """Its backend, which is made where it has none."""
        found = next((each for each in self.walk() if isinstance(each, Backend)), None)
        return found or local_backend(self, machine, at)

    def providers(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`allProviders`."""
        return array(each.shown() for each in self.walk() if isinstance(each, Provider))

    def missing_providers(self, machine: Machine, at: int) -> list[str]:
        """That providers are missing which resources need."""
        needed: dict[str, None] = {}
        found = set()
        for each in self.walk():
            if isinstance(each, Resource | DataSource) and each.provider not in ("", "terraform"):
                needed[each.provider] = None
            elif isinstance(each, Provider):
                found.add(each.provider)
        missing = [name for name in needed if name not in found]
        return [f"There are resources without their providers: {', '.join(missing)}"] if missing else []

    # Logical ids

    def allocate(self, machine: Machine, element: Place, at: int = 0) -> str:
        """The logical id of an element: what the program's class says, or the library."""
        own = self.call_own(machine, "allocateLogicalId", [element.shown()], at)
        return self.logical_id(element) if own is UNDEFINED else id_text(machine, own, at)

    def logical_id(self, element: Place) -> str:
        """The logical id that the library gives."""
        scopes = element.scopes
        here = next((place for place, scope in enumerate(scopes) if scope is self), -1)
        if not self.run.part(Scheme).old:
            return unique_id([scope.id for scope in scopes[here + 1 :]])
        without_stack, with_signs = (bool(internal_context(element, name)) for name in _FLAGS)
        ids = [scope.id for scope in scopes[here + 1 if without_stack else 1 :]]
        return unique_id(ids) if with_signs else unique_id(ids, LETTERS_ONLY)

    def asked_id(self, machine: Machine, arguments: list[Any], at: int) -> str:
        """`getLogicalId`."""
        return self.allocate(machine, self.host_of(machine, arguments[0], at), at)

    def allocated_id(self, machine: Machine, arguments: list[Any], at: int) -> str:
        """`allocateLogicalId`, as the library has it."""
        return self.logical_id(self.host_of(machine, arguments[0], at))

    def host_of(self, machine: Machine, value: Any, at: int) -> Place:
        """The construct that is given as such, or as its node."""
        twin = twin_of(self.run, value)
        found = twin if isinstance(twin, Place) else getattr(twin, "host", None)
        if not isinstance(found, Place):
            raise machine.throw("Cannot read properties of undefined (reading 'scopes')", at, "TypeError")
        return found

    # Other stacks

    def depends_on(self, other: Stack) -> bool:
        """Whether it depends on another, directly or through others."""
        return any(each is other for each in self.depending) or any(each.depends_on(other) for each in self.depending)

    def add_dependency(self, machine: Machine, other: Stack, at: int) -> None:
        """Depend on another. Raises the program's error where that depends on this one."""
        if other.depends_on(self):
            message = f"{self.path} cannot depend on {other.path}, which depends on it"
            raise fault(self.run, machine, message, at)
        if not any(each is other for each in self.depending):
            self.depending.append(other)

    def refer_to(self, machine: Machine, origin: Stack, identifier: str, at: int = 0) -> Any:
        """What stands here for something of another stack: an output of its state, which is made for it."""
        self.add_dependency(machine, origin, at)
        output = origin.outgoing.get(identifier)
        if output is None:
            config = Object({"value": refer(self.run, identifier, origin), "sensitive": True})
            given = [origin, f"cross-stack-output-{identifier}", config]
            output = origin.outgoing[identifier] = Output(class_of(self.run, OUTPUT), machine, given, at)
        state = self.incoming.get(origin.path)
        if state is None:
            name = f"cross-stack-reference-input-{origin.path}"
            state = self.incoming[origin.path] = self._state(machine, origin, name, at)
        return machine.call(state.get(machine, "getString", at), [output.friendly_id(machine, at)], at=at)

    def _state(self, machine: Machine, origin: Stack, name: str, at: int) -> Any:
        """The state of another stack, as its backend gives it."""
        backend = origin.backend(machine, at)
        own = backend.call_own(machine, "getRemoteStateDataSource", [self.shown(), name, origin.path], at)
        found = twin_of(self.run, own)
        return backend.state(machine, self, name, at) if found is None else found

    # Moves

    def add_target(self, machine: Machine, name: str, resource: Resource, at: int) -> None:
        """Let resources be moved to one. Raises the program's error where the name is taken."""
        if name in self.targets:
            raise fault(self.run, machine, f"There is already a target '{name}'", at)
        self.targets[name] = resource

    def target(self, machine: Machine, name: str, at: int = 0) -> Resource:
        """What a target is. Raises the program's error where there is none."""
        if name not in self.targets:
            raise fault(self.run, machine, f"There is no target '{name}'", at)
        return self.targets[name]

    # Preparing

    def prepare(self, machine: Machine, at: int = 0) -> None:
        """Make its backend, and what references to other stacks need."""
        self.backend(machine, at)
        self.prepare_references(machine, at)

    def prepare_references(self, machine: Machine, at: int = 0) -> None:
        """Make what references to other stacks need."""
        for element in self.elements():
            own = element.call_own(machine, "toTerraform", [], at)
            fragment = element.fragment(machine, at) if own is UNDEFINED else own
            resolve(self.run, machine, self, fragment, at, preparing=True)

    getters: ClassVar[Mapping[str, Getter]] = {
        **Construct.getters,
        "cdktfVersion": lambda self, _m, _at: internal_context(self, "cdktfVersion"),
        "dependencies": lambda self, _m, _at: array(each.shown() for each in self.depending),
    }

    def _depends(self, machine: Machine, arguments: list[Any], at: int) -> bool:
        return self.depends_on(twin_of(self.run, arguments[0]))

    def _depend(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        other = twin_of(self.run, arguments[0])
        if not isinstance(other, Stack):
            raise machine.throw("dependency.dependsOn is not a function", at, "TypeError")
        self.add_dependency(machine, other, at)
        return UNDEFINED

    def _override(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        add_override(self, machine, self.overrides, arguments[0], arguments[1], at)
        return UNDEFINED

    def _prepare(self, machine: Machine, _arguments: list[Any], at: int) -> Any:
        self.prepare(machine, at)
        return UNDEFINED

    def _ensured(self, machine: Machine, _arguments: list[Any], at: int) -> Any:
        return self.backend(machine, at).shown()

    methods: ClassVar[Mapping[str, Work]] = {
        **Construct.methods,
        "addOverride": (_override, Signature(("path", "value"))),
        "getLogicalId": (asked_id, Signature(("tfElement",))),
        "allocateLogicalId": (allocated_id, Signature(("tfElement",))),
        "allProviders": (providers, NONE),
        "ensureBackendExists": (_ensured, NONE),
        "prepareStack": (_prepare, NONE),
        "dependsOn": (_depends, Signature(("stack",))),
        "addDependency": (_depend, _ONE),
        "hasResourceMove": (
            lambda self, _m, _a, _at: any(isinstance(e, Resource) and e.is_moved() for e in self.elements()),
            NONE,
        ),
    }


def _elements(here: Place) -> Iterator[Element]:
    if isinstance(here, Element):
        yield here
    for child in here.children:
        if not child.is_stack:
            yield from _elements(child)


def _made(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Stack:
    return Stack(kind, machine, arguments[0], arguments[1], at)


def _of(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Any:
    host = twin_of(kind.run, arguments[0])
    if not isinstance(host, Place):
        return machine.unknown("whose stack is asked for is not known", at)
    return host.stack(machine, at).shown()


def _is_stack(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), Stack)


STACK = Definition(
    "TerraformStack",
    _made,
    Signature(("scope", "id")),
    CONSTRUCT,
    static({"of": (_of, Signature(("construct",))), "isStack": (_is_stack, Signature(("x",)))}),
)
