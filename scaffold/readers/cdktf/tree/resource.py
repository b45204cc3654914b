"""Resources, data sources and ephemeral resources, as far as they are all alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.depending import ATTRIBUTES, depends_on, fqn_of, lifecycle
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.merging import deep_merge, in_both_ways, own_entries, snake_keys, with_dynamic
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.referring import count_of, for_each, refer
from scaffold.readers.cdktf.tree.tables import Getter, Work, entries, holds, items, member, static, twin_of
from scaffold.readers.cdktf.tree.targets import EPHEMERAL as EPHEMERAL_SINCE
from scaffold.readers.cdktf.tree.targets import requires
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object

#: The members that a program gives, and may change, whatever the resource.
META: Final = frozenset({"dependsOn", "count", "provider", "lifecycle", "forEach", "provisioners", "connection"})
_TARGET: Final = Signature(("moveTarget", "index"))
_ID: Final = Signature(("id",))


class Referring(Element):
    """What has attributes to refer to, and meta-arguments. `type` is Terraform's name of it, `provider` the name of
    the provider that it needs; empty where that is not said."""

    block: ClassVar[str] = ""
    settable = META

    def __init__(
        self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, type: str, provider: str = ""
    ) -> None:
        scope, id_, config = arguments[:3]
        prefix = "" if self.block == "resource" else f"{self.block}."
        super().__init__(kind, machine, scope, id_, at, f"{prefix}{type}")
        self.type, self.provider = type, provider
        self.config = config
        given = {name: member(machine, config, name, at) for name in META}
        self.fields.update({name: value for name, value in given.items() if name != "dependsOn"})
        self.fields["dependsOn"] = depends_on(self.run, machine, given["dependsOn"])
        self.fields["terraformResourceType"] = type
        self.fields["terraformGeneratorMetadata"] = member(machine, config, "terraformGeneratorMetadata", at)

    def interpolation(self, machine: Machine, name: str, at: int = 0) -> Any:
        """The reference to an attribute."""
        splat = ".*" if holds(machine, self.fields["forEach"]) else ""
        identifier = f"{self.element_type}.{self.friendly_id(machine, at)}{splat}.{name}"
        return refer(self.run, identifier, self.stack(machine, at))

    def meta_arguments(self, machine: Machine, at: int = 0) -> Object:
        """The meta-arguments, as they are called in TypeScript."""
        fields = self.fields
        if holds(machine, fields["forEach"]) and fields["count"] is not UNDEFINED:
            raise fault(self.run, machine, f"There can be forEach or count, not both: {self.path}", at)
        looped = holds(machine, fields["forEach"])
        found = {
            "dependsOn": fields["dependsOn"],
            "count": count_of(self.run, machine, fields["count"]),
            "provider": in_both_ways(machine, fields["provider"], lambda way: fqn_of(machine, way, at)),
            "lifecycle": in_both_ways(machine, fields["lifecycle"], lambda way: lifecycle(machine, way, at)),
            "forEach": for_each(self.run, machine, fields["forEach"], at) if looped else UNDEFINED,
            "connection": fields["connection"],
        }
        return Object(found)

    def merged(self, machine: Machine, *more: Any, at: int = 0) -> Object:
        """Everything that stands in its block."""
        attributes = with_dynamic(self.run, machine, self.made_of(machine, at), at)
        meta = snake_keys(self.run, machine, self.meta_arguments(machine, at), at)
        deep_merge(self.run, machine, attributes, meta, *more, self.overrides, at=at)
        before = own_entries(self.run, machine, attributes.entries.get("//"))
        attributes.entries["//"] = Object({**before, **self.comment(machine, at).entries})
        return attributes

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        return self.placed(machine, self.merged(machine, at=at), at)

    def placed(self, machine: Machine, body: Any, at: int) -> Object:
        """Its block where it stands in the configuration."""
        return Object({self.block: Object({self.type: Object({self.friendly_id(machine, at): body})})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden(self.type)

    getters: ClassVar[Mapping[str, Getter]] = {
        **Element.getters,
        "terraformMetaArguments": lambda self, m, at: self.meta_arguments(m, at),
    }
    methods: ClassVar[Mapping[str, Work]] = {**Element.methods, **ATTRIBUTES}


@dataclass(slots=True)
class Moved:
    """Where a resource was moved: by a target, and an index there, or from one address to another."""

    target: str = ""
    index: Any = UNDEFINED
    source: str = ""
    destination: str = ""


class Resource(Referring):
    """A resource."""

    block = "resource"

    def __init__(
        self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, type: str, provider: str = ""
    ) -> None:
        super().__init__(kind, machine, arguments, at, type, provider)
        self.has_moved = False
        self.by_target: Moved | None = None
        self.moved_by_id: Moved | None = None
        self.imported: tuple[Any, Any] | None = None

    def own_address(self, machine: Machine, at: int = 0) -> str:
        """Its address."""
        return f"{self.type}.{self.friendly_id(machine, at)}"

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block, and those of moving and importing it."""
        given = items(self.fields["provisioners"])
        provisioners: Any = UNDEFINED
        if given is not None:
            provisioners = Array([self._provisioner(machine, each, at) for each in given])
        body = self.merged(machine, Object({"provisioner": provisioners}), at=at)
        moved = self._moved(machine, at)
        found = Object({}) if self.has_moved else self.placed(machine, body, at)
        if moved is not None:
            block = Object({"to": moved.destination, "from": moved.source})
            found.entries["moved"] = Array([block])
        if self.imported is not None:
            id_, provider = self.imported
            where = {"provider": fqn_of(machine, provider, at), "id": id_, "to": self.own_address(machine, at)}
            found.entries["import"] = Array([Object(where)])
        return found

    def _provisioner(self, machine: Machine, given: Any, at: int) -> Object:
        found = entries(machine, given, at)
        name = id_text(machine, found.pop("type", UNDEFINED), at)
        return Object({name: snake_keys(self.run, machine, Object(found), at)})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """What of it is overridden, imported and moved."""
        found = super().facts(machine, at)
        own = Array([self.friendly_id(machine, at)])
        if self.imported is not None:
            found.entries["imports"] = Object({self.type: own})
        if self.by_target is not None or self.moved_by_id is not None:
            found.entries["moved"] = Object({self.type: own})
        return found

    def _moved(self, machine: Machine, at: int) -> Moved | None:
        if self.by_target is None or self.moved_by_id is not None:
            if self.by_target is not None:
                raise fault(self.run, machine, f"The resource {self.id} is moved twice", at)
            return self.moved_by_id
        there = self.stack(machine, at).target(machine, self.by_target.target, at)
        if there.type != self.type:
            message = f"A resource of type {self.type} cannot be moved to one of type {there.type}"
            raise fault(self.run, machine, message, at)
        destination, index = there.own_address(machine, at), machine.concrete(self.by_target.index)
        if holds(machine, index):
            destination += f'["{index}"]' if isinstance(index, str) else f"[{machine.text(index, at)}]"
        return Moved(source=self.own_address(machine, at), destination=destination)

    # What moves and imports it

    def move_to(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`moveTo`."""
        if self.by_target is not None:
            raise fault(self.run, machine, f"The resource {self.friendly_id(machine, at)} is moved twice", at)
        self.by_target, self.has_moved = Moved(id_text(machine, arguments[0], at), arguments[1]), True
        return UNDEFINED

    def add_target(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`addMoveTarget`."""
        self.stack(machine, at).add_target(machine, id_text(machine, arguments[0], at), self, at)
        return UNDEFINED

    def move_to_id(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`moveToId`."""
        other = self._other(machine, arguments, at)
        self.moved_by_id, self.has_moved = Moved(source=self.own_address(machine, at), destination=other), True
        return UNDEFINED

    def move_from_id(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`moveFromId`."""
        other = self._other(machine, arguments, at)
        self.moved_by_id = Moved(source=other, destination=self.own_address(machine, at))
        return UNDEFINED

    def _other(self, machine: Machine, arguments: list[Any], at: int) -> str:
        if self.moved_by_id is not None:
            raise fault(self.run, machine, f"The resource {self.id} is moved twice", at)
        return id_text(machine, arguments[0], at)

    def import_from(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """`importFrom`."""
        self.imported = (arguments[0], arguments[1])
        return UNDEFINED

    def is_moved(self) -> bool:
        """Whether it is moved at all."""
        return self.by_target is not None or self.moved_by_id is not None

    methods: ClassVar[Mapping[str, Work]] = {
        **Referring.methods,
        "moveTo": (move_to, _TARGET),
        "addMoveTarget": (add_target, Signature(("moveTarget",))),
        "moveToId": (move_to_id, _ID),
        "moveFromId": (move_from_id, _ID),
        "importFrom": (import_from, Signature(("id", "provider"))),
        "hasResourceMove": (lambda self, _m, _a, _at: self.is_moved() or UNDEFINED, Signature()),
    }


class DataSource(Referring):
    """A data source."""

    block = "data"


class Ephemeral(Referring):
    """An ephemeral resource."""

    block = "ephemeral"

    def __init__(
        self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, type: str, provider: str = ""
    ) -> None:
        super().__init__(kind, machine, arguments, at, type, provider)
        self.validations.append(requires(self, "An ephemeral resource", EPHEMERAL_SINCE))


def _facts(machine: Machine, config: Any, at: int) -> Mapping[str, str]:
    """What the configuration of one without a class of its own says of it."""
    metadata = member(machine, config, "terraformGeneratorMetadata", at)
    provider = member(machine, metadata, "providerName", at)
    return {
        "type": id_text(machine, member(machine, config, "terraformResourceType", at), at),
        "provider": id_text(machine, provider, at),
    }


def _resource(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Resource:
    return Resource(kind, machine, arguments, at, **_facts(machine, arguments[2], at))


def _data_source(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> DataSource:
    return DataSource(kind, machine, arguments, at, **_facts(machine, arguments[2], at))


def _ephemeral(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Ephemeral:
    return Ephemeral(kind, machine, arguments, at, **_facts(machine, arguments[2], at))


def _is_a(wanted: type[Element]) -> Any:
    def found(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
        return isinstance(twin_of(kind.run, arguments[0]), wanted)

    return found, Signature(("x",))


RESOURCE = Definition(
    "TerraformResource", _resource, base=ELEMENT, static=static({"isTerraformResource": _is_a(Resource)})
)
DATA_SOURCE = Definition(
    "TerraformDataSource", _data_source, base=ELEMENT, static=static({"isTerraformDataSource": _is_a(DataSource)})
)
EPHEMERAL = Definition(
    "TerraformEphemeralResource",
    _ephemeral,
    base=ELEMENT,
    static=static({"isTerraformEphemeralResource": _is_a(Ephemeral)}),
)
