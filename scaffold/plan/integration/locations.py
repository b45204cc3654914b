"""Where deployed resources are found: what their questions are asked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scaffold.catalog.services import Ask, Place, Service
from scaffold.model.integration import Expected, Found, Question, terms
from scaffold.model.project import Resource
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.filling import filled, filled_path, names_in
from scaffold.plan.integration.looking import under


@dataclass(frozen=True)
class Location:
    """A resource that can be asked about: `keys` are what its questions take, `absent` those for which it declares
    nothing, `used` the attributes of its own that the first question was made with, `upon` the other resources whose
    answers that takes. `through` says how it is found.
    """

    resource: Resource
    service: Service
    keys: Mapping[str, Expected]
    absent: frozenset[str]
    through: str
    used: frozenset[str] = frozenset()
    upon: frozenset[str] = frozenset()

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The questions as they are asked of this resource, by name: those of which all that they take is there."""
        asked = map(self._question, self.service.asks.values())
        return {question.name: question for question in asked if question is not None}

    def _question(self, ask: Ask) -> Question | None:
        taken = (dict(ask.input), dict(ask.where))
        result = filled_path(ask.result, self.keys)
        if result is None or not under(ask.when, self.resource.attributes):
            return None
        if not names_in(taken) <= self.keys.keys() | (self.absent - names_in(taken, needed=True)):
            return None
        inputs, where = (filled(values, self.keys, self.absent) for values in taken)
        assert isinstance(inputs, Mapping)
        assert isinstance(where, Mapping)
        return Question(ask.name, ask.client, ask.operation, inputs, result, where, ask.missing)

    def path(self, place: Place) -> str | None:
        """Where in the answer to its question a place is; nothing where that cannot be asked."""
        return filled_path(place.path, self.keys) if place.ask in self.questions else None

    def found(self, place: Place) -> Found | None:
        """What stands at a place, as a term."""
        path = self.path(place)
        return None if path is None else Found(self.resource.address, place.ask, path, place.picks)

    def export(self, attribute: str) -> Expected:
        """What an attribute is that others refer to: found by a question, or what one is asked with; else nothing."""
        place = self.service.exports.get(attribute)
        found = self.found(place) if place is not None else None
        if found is not None:
            return found
        for name, sources in self.service.keys.items():
            if name in self.keys and any(source.attribute == attribute and not source.picks for source in sources):
                return self.keys[name]
        return None


class Locations:
    """The resources of a deployment that can be found, by address; in the order of the project."""

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
        return (self._found[address] for address in self.deployment.by_address if address in self._found)

    def upon(self, *expected: Expected) -> frozenset[str]:
        """The resources whose answers expected values take, directly or not."""
        direct = {term.address for each in expected for term in terms(each) if isinstance(term, Found)}
        return frozenset(direct).union(*(self._found[address].upon for address in direct if address in self._found))
