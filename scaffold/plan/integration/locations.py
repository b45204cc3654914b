"""Where deployed resources are found: what their questions are asked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scaffold.catalog.services import Ask, Service
from scaffold.model.integration import Expected, Found, terms
from scaffold.model.project import Resource
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.filling import filled, names_in


@dataclass(frozen=True, slots=True)
class Location:
    """A resource that can be asked about: `keys` are what its questions take, `used` the attributes of its own that
    the first question was made with, `upon` the other resources whose answers that takes. `through` says how it is
    found."""

    resource: Resource
    service: Service
    keys: Mapping[str, Expected]
    through: str
    used: frozenset[str] = frozenset()
    upon: frozenset[str] = frozenset()

    def can_ask(self, ask: Ask) -> bool:
        """Whether all that a question takes is there."""
        return names_in(ask.input) | names_in(ask.where) <= self.keys.keys()

    def inputs(self, ask: Ask) -> Mapping[str, Expected]:
        """The members of a question."""
        return {name: filled(value, self.keys) for name, value in ask.input.items()}

    def where(self, ask: Ask) -> Mapping[str, Expected]:
        """What the element that a question is about has."""
        return {name: filled(value, self.keys) for name, value in ask.where.items()}

    def export(self, attribute: str) -> Expected:
        """What an attribute is that others refer to: found by a question, or what one is asked with; else nothing."""
        place = self.service.exports.get(attribute)
        if place is not None and self.can_ask(self.service.asks[place.ask]):
            return Found(self.resource.address, place.ask, place.path, place.picks)
        for name, sources in self.service.keys.items():
            if name in self.keys and any(source.attribute == attribute and not source.picks for source in sources):
                return self.keys[name]
        return None


class Locations:
    """The resources of a deployment that can be found, by address, in the order in which that was seen."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self._found: dict[str, Location] = {}

    def add(self, location: Location) -> None:
        """Take a resource that can be found."""
        self._found[location.resource.address] = location

    def get(self, address: str) -> Location | None:
        """Where a resource is, if that is known."""
        return self._found.get(address)

    def __iter__(self) -> Iterator[Location]:
        return iter(self._found.values())

    def upon(self, *expected: Expected) -> frozenset[str]:
        """The resources whose answers expected values take, directly or not."""
        direct = {term.address for each in expected for term in terms(each) if isinstance(term, Found)}
        return frozenset(direct).union(*(self._found[address].upon for address in direct if address in self._found))
