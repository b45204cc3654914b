"""Providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.merging import deep_merge, snake_keys, with_dynamic
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.tables import Getter, member, static, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object


class Provider(Element):
    """A provider. `type` is what the configuration calls it, `provider` the name that resources ask for, `source` and
    `version` where it comes from, where that is known."""

    settable = frozenset({"alias"})

    def __init__(
        self,
        kind: LibraryClass,
        machine: Machine,
        arguments: list[Any],
        at: int,
        type: str,
        provider: str = "",
        source: Any = UNDEFINED,
        version: Any = UNDEFINED,
    ) -> None:
        scope, id_, config = arguments[:3]
        super().__init__(kind, machine, scope, id_, at)
        self.type, self.provider, self.source, self.version = type, provider, source, version
        self.config = config
        self.fields["terraformResourceType"] = type
        self.fields["terraformProviderSource"] = source
        self.fields["terraformGeneratorMetadata"] = member(machine, config, "terraformGeneratorMetadata", at)

    def alias(self, machine: Machine, at: int = 0) -> Any:
        """What tells it from others of its type; undefined where nothing does."""
        own = machine.get(self.instance, "alias", at) if isinstance(self.instance, Object) else UNDEFINED
        return self.fields.get("alias", UNDEFINED) if own is UNDEFINED else own

    def fqn(self, machine: Machine, at: int = 0) -> Any:
        """What refers to it."""
        alias = self.alias(machine, at)
        return self.type if alias is UNDEFINED else machine.join((self.type, ".", alias), at)

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block, and that it is required."""
        attributes = snake_keys(self.run, machine, with_dynamic(self.run, machine, self.made_of(machine, at), at), at)
        alias = self.alias(machine, at)
        named = Object() if alias is UNDEFINED else Object({"alias": alias})
        body = deep_merge(self.run, machine, attributes, self.overrides, named, at=at)
        required = Object({self.type: Object({"version": self.version, "source": self.source})})
        return Object(
            {
                "terraform": Object({"required_providers": required}),
                "provider": Object({self.type: Array([body])}),
            }
        )

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden(self.type)

    getters: ClassVar[Mapping[str, Getter]] = {
        **Element.getters,
        "metaAttributes": lambda self, m, at: _named(self.alias(m, at)),
    }


def _named(alias: Any) -> Object:
    return Object() if alias is UNDEFINED else Object({"alias": alias})


def _made(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> Provider:
    config = arguments[2]
    metadata = member(machine, config, "terraformGeneratorMetadata", at)
    version = member(machine, metadata, "providerVersion", at)
    if version is UNDEFINED:
        version = member(machine, metadata, "providerVersionConstraint", at)
    return Provider(
        kind,
        machine,
        arguments,
        at,
        type=id_text(machine, member(machine, config, "terraformResourceType", at), at),
        provider=id_text(machine, member(machine, metadata, "providerName", at), at),
        source=member(machine, config, "terraformProviderSource", at),
        version=version,
    )


def _is_provider(kind: LibraryClass, _machine: Machine, arguments: list[Any], _at: int) -> bool:
    return isinstance(twin_of(kind.run, arguments[0]), Provider)


PROVIDER = Definition(
    "TerraformProvider",
    _made,
    base=ELEMENT,
    static=static({"isTerraformProvider": (_is_provider, Signature(("x",)))}),
)
