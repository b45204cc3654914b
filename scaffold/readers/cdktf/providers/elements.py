"""Resources, data sources and providers of generated classes."""

from __future__ import annotations

from typing import Any

from scaffold.catalog.cdktf import Shape, TypeFacts
from scaffold.readers.cdktf.providers.members import Members
from scaffold.readers.cdktf.providers.versions import Versions
from scaffold.readers.cdktf.tree.provider import Provider
from scaffold.readers.cdktf.tree.resource import META, DataSource, Ephemeral, Referring, Resource
from scaffold.readers.cdktf.tree.targets import WRITE_ONLY, requires
from scaffold.readers.cdktf.twins import LibraryClass
from scaffold.readers.programs.values import UNDEFINED, Machine, Object


class Generated(Referring):
    """What the generated classes of elements are, beside the library's own: `members` are those of their type."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        facts: TypeFacts = kind.definition.facts["type"]
        super().__init__(kind, machine, arguments, at, facts.type, kind.definition.facts["origin"].provider)
        self.members = Members(self, facts.shape)
        self.members.take(machine, _own(facts.shape, arguments[2]), at)
        if any(attribute.write_only for attribute in facts.shape.given):
            self.validations.append(self._can_be_written)

    def _can_be_written(self, machine: Machine, at: int) -> list[str]:
        """What is wrong with attributes that are only written."""
        every = [attribute for attribute in self.members.shape.given if attribute.write_only]
        given = [name for name in every if self.members.given(machine, name, at) not in (None, UNDEFINED)]
        return requires(self, "An attribute that is only written", WRITE_ONLY)(machine, at) if given else []

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member of its type, else one that all elements have."""
        if self.members.shape.guessed:
            found = super().get(machine, name, at)
            return found if super().has(machine, name, at) else self.members.get(machine, name, at)
        return self.members.get(machine, name, at) if self.members.has(name) else super().get(machine, name, at)

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a member, set or not."""
        return self.members.has(name) or super().has(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member of its type, or of all elements."""
        if self.members.shape.guessed and super().set(machine, name, value, at):
            return True
        return self.members.set(machine, name, value, at) or super().set(machine, name, value, at)

    def attributes(self, machine: Machine, at: int = 0) -> Any:
        """What it is synthesised as."""
        return self.members.body(machine, at)


class GeneratedResource(Generated, Resource):
    """A resource."""


class GeneratedDataSource(Generated, DataSource):
    """A data source."""


class GeneratedEphemeral(Generated, Ephemeral):
    """An ephemeral resource."""


class GeneratedProvider(Provider):
    """A provider: its members are what they are set to."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        facts: TypeFacts = kind.definition.facts["type"]
        origin = kind.definition.facts["origin"]
        where = kind.run.part(Versions).of(machine, origin, facts)
        super().__init__(kind, machine, arguments, at, facts.type, origin.provider, where.source, where.version)
        self.members = Members(self, facts.shape, plain=True)
        self.members.take(machine, UNDEFINED if arguments[2] is None else arguments[2], at)

    def alias(self, machine: Machine, at: int = 0) -> Any:
        """What tells it from others of its type."""
        return self.members.fields.get("alias", UNDEFINED)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """A member of its type, else one that all elements have."""
        found = super().get(machine, name, at)
        return self.members.get(machine, name, at) if found is UNDEFINED or self.members.has(name) else found

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a member, set or not."""
        return self.members.has(name) or super().has(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set a member."""
        return self.members.set(machine, name, value, at) or super().set(machine, name, value, at)

    def attributes(self, machine: Machine, at: int = 0) -> Any:
        """What it is synthesised as."""
        return self.members.body(machine, at)


def _own(shape: Shape, config: Any) -> Any:
    """What a constructor is given for the type itself, where nothing is known of that."""
    if not shape.guessed or not isinstance(config, Object):
        return UNDEFINED if config is None else config
    return Object({name: value for name, value in config.entries.items() if name not in META})
