"""Finding each deployed resource: through an output, through what is known of it, through another resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scaffold.catalog.services import Service, Source
from scaffold.model.integration import TERMS, Expected, Found, Given, terms
from scaffold.model.project import Resource
from scaffold.model.values import Reference, Value
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.filling import filled, names_in
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared
from scaffold.plan.integration.terms import Resolver, Unresolved, picked


def locate(deployment: Deployment) -> Locations:
    """Every resource of the deployment that can be found, each by the most direct way there is."""
    locations = Locations(deployment)
    finder = _Finder(locations)
    while any(map(finder.round, (_direct, _composed, _reverse))):
        pass
    return locations


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key is, and the attribute of its own that says so, if one does."""

    value: Expected
    attribute: str = ""


class _Finder:
    def __init__(self, locations: Locations) -> None:
        self.locations = locations
        self.deployment = locations.deployment
        self.resolver = Resolver(locations)

    def round(self, way: Callable[[_Finder, Resource, Service, str], _Key | None]) -> bool:
        """Whether anything more was found by one way, which counts beside those before it."""
        ways = _WAYS[: _WAYS.index(way) + 1]
        progress = False
        for resource, known in self.deployment.resources:
            if self.locations.get(resource.address) is None:
                location = self._located(resource, known, ways)
                if location is not None:
                    self.locations.add(location)
                    progress = True
        return progress

    @property
    def pointers(self) -> Mapping[tuple[str, str], tuple[Found, ...]]:
        """Where answers about resources that were found tell an attribute of another one."""
        found: dict[tuple[str, str], tuple[Found, ...]] = {}
        for location in self.locations:
            for attribute in location.service.attributes.values():
                value: Value = declared(location.resource, attribute.name)
                place = attribute.place
                if isinstance(value, Reference) and location.can_ask(location.service.asks[place.ask]):
                    where = (value.address, ".".join(map(str, value.path)))
                    told = Found(location.resource.address, place.ask, place.path, place.picks)
                    found[where] = (*found.get(where, ()), told)
        return found

    def _located(self, resource: Resource, known: Service, ways: tuple[_Way, ...]) -> Location | None:
        keys: dict[str, _Key] = {}
        for name in sorted(names_in(known.first.input) | names_in(known.first.where)):
            found = self._key(resource, known, name, ways)
            if found is None:
                return None
            keys[name] = found
        if not keys and known.keys:
            return None
        values = [key.value for key in keys.values()]
        first = {name: key.value for name, key in keys.items()}
        used = frozenset(key.attribute for key in keys.values() if key.attribute)
        through = self._through(keys)
        return Location(
            resource, known, self._all_keys(resource, known, first), through, used, self.locations.upon(*values)
        )

    def _all_keys(self, resource: Resource, known: Service, first: dict[str, Expected]) -> Mapping[str, Expected]:
        """The keys of the first question, and those that the others take, for which its answer may be used."""
        keys = dict(first)
        for name, sources in known.keys.items():
            if name in keys:
                continue
            own = [found for found in (_own(resource, known, source) for source in sources) if found is not None]
            found = own[0] if own else self._value(resource, known, name, keys)
            if found is not None:
                keys[name] = found
        return keys

    def _value(self, resource: Resource, known: Service, name: str, keys: Mapping[str, Expected]) -> Expected:
        found = self._key(resource, known, name, _WAYS[:1])
        if found is not None:
            return found.value
        for source in known.keys[name]:
            if source.text and names_in(source.text) <= keys.keys():
                return filled(source.text, keys)
        return None

    def _key(self, resource: Resource, known: Service, name: str, ways: tuple[_Way, ...]) -> _Key | None:
        return next(filter(None, (way(self, resource, known, name) for way in ways)), None)

    def _through(self, keys: Mapping[str, _Key]) -> str:
        """How it is found, in words."""
        found = [term for key in keys.values() for term in terms(key.value)]
        given = [f"output {term.key}" for term in found if isinstance(term, Given)]
        others = [self.deployment.by_address[term.address] for term in found if isinstance(term, Found)]
        own = [f"its {key.attribute.replace('_', ' ')}" for key in keys.values() if key.attribute]
        titles = [self.deployment.title(other) for other in others]
        return next(iter([*given, *titles, *own]), "its account")


_Way = Callable[[_Finder, Resource, Service, str], _Key | None]


def _own(resource: Resource, known: Service, source: Source) -> Expected:
    """What the first question's answer says of an attribute."""
    place = known.exports.get(source.attribute)
    if place is None or known.asks[place.ask] is not known.first:
        return None
    return Found(resource.address, place.ask, place.path, place.picks + source.picks)


def _direct(finder: _Finder, resource: Resource, known: Service, name: str) -> _Key | None:
    """A key that an output tells, or that the resource declares."""
    for source in known.keys.get(name, ()):
        given = finder.deployment.exported.get((resource.address, source.attribute))
        if given is not None:
            return _Key(picked(given, source.picks))
    for source in known.keys.get(name, ()):
        value = declared(resource, source.attribute) if source.attribute else None
        if value is not None:
            try:
                found = picked(finder.resolver.expected(value), source.picks)
            except Unresolved:
                continue
            if isinstance(found, TERMS) or (isinstance(found, str | int) and found != ""):
                return _Key(found, source.attribute)
    return None


def _composed(finder: _Finder, resource: Resource, known: Service, name: str) -> _Key | None:
    """A key that is made of others."""
    for source in known.keys.get(name, ()):
        if source.text:
            needs = sorted(names_in(source.text) - {name})
            found = {need: _direct(finder, resource, known, need) for need in needs}
            keys = {need: key.value for need, key in found.items() if key is not None}
            if len(keys) == len(needs):
                attribute = next((key.attribute for key in found.values() if key and key.attribute), "")
                return _Key(filled(source.text, keys), attribute)
    return None


def _reverse(finder: _Finder, resource: Resource, known: Service, name: str) -> _Key | None:
    """A key that another resource, which was found, says of this one."""
    for source in known.keys.get(name, ()):
        for found in finder.pointers.get((resource.address, source.attribute), ()):
            return _Key(picked(found, source.picks))
    return None


_WAYS: tuple[_Way, ...] = (_direct, _composed, _reverse)
