"""Elements: the constructs that become blocks of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.referring import as_token, is_unresolved, refer
from scaffold.readers.cdktf.tree.tables import NONE, Getter, Work, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object


def add_override(host: Place, machine: Machine, overrides: Object, path: Any, value: Any, at: int) -> None:
    """Note what overrides a part of a block, given its path with dots."""
    if machine.concrete(path) is not path and not isinstance(machine.concrete(path), str):
        return
    *parents, last = id_text(machine, path, at).split(".")
    here = overrides
    for key in parents:
        below = here.entries.get(key)
        if not isinstance(below, Object):
            below = Object()
            host.put(machine, here, key, below, at)
        here = below
    host.put(machine, here, last, value, at)


class Element(Construct):
    """An element of a stack. `element_type` is what its references begin with; `overrides` is what was put over what
    it is made of."""

    is_element = True

    def __init__(
        self, kind: LibraryClass, machine: Machine, scope: Any, id_: Any, at: int, element_type: str = ""
    ) -> None:
        super().__init__(kind, machine, scope, id_, at)
        self.element_type = element_type
        self.overrides = Object()
        self.fqn_token: str | None = None
        self.friendly: str | None = None
        self.logical_id: str | None = None
        if is_unresolved(self.run, machine, id_):
            raise fault(self.run, machine, f"An id must be known when the program runs: {self.id}", at)
        self.metadata.append({"type": "stacktrace", "data": "trace"})

    # Names

    def friendly_id(self, machine: Machine, at: int = 0) -> str:
        """Its logical id: that of the program, or the one that its stack gives it."""
        if not self.friendly:
            self.friendly = self.logical_id or self.stack(machine, at).allocate(machine, self, at)
        return self.friendly

    def fqn(self, machine: Machine, at: int = 0) -> Any:
        """What refers to it as a whole."""
        if self.fqn_token is None:
            if not self.element_type:
                raise fault(self.run, machine, "This cannot be referred to as a whole", at)
            identifier = f"{self.element_type}.{self.friendly_id(machine, at)}"
            self.fqn_token = as_token(machine, self.run, "string", refer(self.run, identifier, self.stack(machine, at)))
        return self.fqn_token

    def override_id(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`overrideLogicalId`."""
        self._not_referred_to(machine, at)
        self.logical_id = id_text(machine, arguments[0], at)
        return UNDEFINED

    def reset_id(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`resetOverrideLogicalId`."""
        self._not_referred_to(machine, at)
        self.logical_id = None
        return UNDEFINED

    def _not_referred_to(self, machine: Machine, at: int) -> None:
        if self.fqn_token is not None:
            raise fault(self.run, machine, "The id cannot be changed once something refers to it", at)

    def override(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addOverride`."""
        add_override(self, machine, self.overrides, arguments[0], arguments[1], at)
        return UNDEFINED

    # Synthesis

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """What it adds to the configuration, before anything in it is resolved."""
        return Object()

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """What it adds to what the configuration says of itself."""
        return Object()

    def overridden(self, type_: str) -> Object:
        """What the configuration says of its overrides, by the type of what they override."""
        if not self.overrides.entries:
            return Object()
        return Object({"overrides": Object({type_: Array(list(self.overrides.entries))})})

    def made_of(self, machine: Machine, at: int = 0) -> Any:
        """The attributes that its class gives it: the program's class, or the library's."""
        own = self.call_own(machine, "synthesizeAttributes", [], at)
        return self.attributes(machine, at) if own is UNDEFINED else own

    def attributes(self, machine: Machine, at: int = 0) -> Any:
        """The attributes that the library's class gives it, by Terraform's names; what is not set is undefined."""
        return Object()

    def comment(self, machine: Machine, at: int = 0) -> Object:
        """What the configuration says of where it comes from."""
        facts = {"path": self.path, "uniqueId": self.friendly_id(machine, at)}
        return Object({"metadata": Object(facts)})

    getters: ClassVar[Mapping[str, Getter]] = {
        **Construct.getters,
        "cdktfStack": lambda self, m, at: self.stack(m, at).shown(),
        "fqn": lambda self, m, at: self.fqn(m, at),
        "friendlyUniqueId": lambda self, m, at: self.friendly_id(m, at),
        "rawOverrides": lambda self, _m, _at: self.overrides,
        "constructNodeMetadata": lambda self, m, at: self.comment(m, at),
    }
    methods: ClassVar[Mapping[str, Work]] = {
        **Construct.methods,
        "overrideLogicalId": (override_id, Signature(("newLogicalId",))),
        "resetOverrideLogicalId": (reset_id, NONE),
        "addOverride": (override, Signature(("path", "value"))),
        "toTerraform": (lambda self, m, _a, at: self.fragment(m, at), NONE),
        "toMetadata": (lambda self, m, _a, at: self.facts(m, at), NONE),
        "synthesizeAttributes": (lambda self, m, _a, at: self.attributes(m, at), NONE),
    }


def _is_element(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), Element)


def _made(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Element:
    return Element(kind, machine, arguments[0], arguments[1], at, id_text(machine, arguments[2], at))


ELEMENT = Definition(
    "TerraformElement",
    _made,
    Signature(("scope", "id", "elementType")),
    CONSTRUCT,
    static({"isTerraformElement": (_is_element, Signature(("x",)))}),
)
