"""Finding each deployed resource: through an output, through what is known of it, through another resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scaffold.catalog.services import Place, Service, Source
from scaffold.model.integration import TERMS, Expected, Found, Given, terms
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Call, Reference, Value
from scaffold.plan.integration.derived import derived
from scaffold.plan.integration.estate import Deployment
from scaffold.plan.integration.filling import filled, names_in
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import DOCUMENTS, NOTHING, declared, under
from scaffold.plan.integration.terms import Resolver, Unresolved, picked

#: An attribute of a resource: its address and the attribute's dotted name.
_Where = tuple[str, str]


def locate(deployment: Deployment) -> Locations:
    """Every resource of the deployment that can be found, each by the most direct way there is; but none of several
    that would be found by the very same question, because its answer is about one of them at most."""
    mixed: frozenset[str] = frozenset()
    while True:
        locations = Locations(deployment)
        finder = _Finder(locations, mixed)
        while any(finder.round(_WAYS[:count]) for count in range(1, len(_WAYS) + 1)):
            pass
        found = _mixed(locations)
        if not found:
            return locations
        mixed |= found


def _mixed(locations: Locations) -> frozenset[str]:
    """The resources that share their first question with another one of their type."""
    asked: dict[str, list[str]] = {}
    for location in locations:
        asked.setdefault(_asked_for(location), []).append(location.resource.address)
    return frozenset(address for same in asked.values() if len(same) > 1 for address in same)


def _asked_for(location: Location) -> str:
    """All that is asked to see whether a resource is there, the same text for two that are asked for alike."""
    own, names, taken = location.resource.address, [location.service.first.name], list[str]()
    for name in names:
        question = location.questions.get(name)
        taken.append(repr(question))
        inner = terms((dict(question.inputs), dict(question.where))) if question else ()
        found = (term.ask for term in inner if isinstance(term, Found) and term.address == own)
        names.extend(ask for ask in found if ask not in names)
    text = repr((location.resource.type, location.resource.provider, taken))
    return text.replace(f"address={own!r}", "address=''")


@dataclass(slots=True)
class _Search:
    """The keys of one resource as they are found, and the attributes of its own that say them."""

    resource: Resource
    known: Service
    ways: tuple[_Way, ...]
    deployment: Deployment
    pointers: Mapping[_Where, tuple[Expected, ...]]
    resolver: Resolver
    keys: dict[str, Expected] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)

    def sources(self, name: str) -> tuple[Source, ...]:
        return self.known.keys.get(name, ())

    def declares_nothing(self, name: str) -> bool:
        """Whether the resource says nothing at all for a key."""
        return all(_silent(self.resource, source) for source in self.sources(name) if source.attribute)

    def missing(self, wanted: object) -> bool:
        """Whether something that a question takes is not to be had."""
        needed = names_in(wanted, needed=True)
        for name in sorted(names_in(wanted)):
            if name in self.keys or name in self.absent:
                continue
            found = None if name in self.busy else self._find(name)
            if found is not None:
                self.keys[name] = found
            elif name not in needed and self.declares_nothing(name):
                self.absent.add(name)
            else:
                return True
        return False

    def _find(self, name: str) -> Expected:
        self.busy.add(name)
        try:
            return next((found for way in self.ways if (found := way(self, name)) is not None), None)
        finally:
            self.busy.discard(name)


class _Finder:
    def __init__(self, locations: Locations, mixed: frozenset[str]) -> None:
        self.locations = locations
        self.mixed = mixed
        self.deployment = locations.deployment
        self.resolver = Resolver(locations)

    def round(self, ways: tuple[_Way, ...]) -> bool:
        """Whether anything more was found by these ways."""
        progress, pointers = False, self._pointers() if _reverse in ways else {}
        for resource, known in self.deployment.resources:
            if self.locations.get(resource.address) is None and resource.address not in self.mixed:
                search = _Search(resource, known, ways, self.deployment, pointers, self.resolver)
                location = self._located(search)
                if location is not None:
                    self.locations.add(location)
                    progress = True
        return progress

    def _pointers(self) -> Mapping[_Where, tuple[Expected, ...]]:
        """Where answers about resources that were found, or what they were found by, tell an attribute of another."""
        found: dict[_Where, tuple[Expected, ...]] = {}
        for location in self.locations:
            for value, told in _tell(location):
                if isinstance(value, Reference) and told is not None:
                    where = (value.address, ".".join(map(str, value.path)))
                    found[where] = (*found.get(where, ()), told)
        return found

    def _located(self, search: _Search) -> Location | None:
        first = search.known.first
        if search.missing((dict(first.input), dict(first.where))):
            return None
        keys, used = dict(search.keys), frozenset(search.used)
        through = self._through(keys, used, search.resource)
        self._complete(search)
        upon = self.locations.upon(*keys.values()) - {search.resource.address}
        return Location(search.resource, search.known, dict(search.keys), frozenset(search.absent), through, used, upon)

    def _complete(self, search: _Search) -> None:
        """The keys that the other questions take, for which the first one's answer may be used."""
        search.ways = (_direct, _composed, _asked)
        for name in search.known.keys:
            if name not in search.keys and name not in search.absent:
                own = [told for source in search.sources(name) if (told := _own(search, source)) is not None]
                given = _given(search, name)
                if given is not None or own:
                    search.keys[name] = own[0] if given is None else given
                else:
                    search.missing("{" + name + "?}")

    def _through(self, keys: Mapping[str, Expected], used: frozenset[str], resource: Resource) -> str:
        """How it is found, in words."""
        found = [term for key in keys.values() for term in terms(key)]
        given = [f"output {term.key}" for term in found if isinstance(term, Given)]
        others = [term.address for term in found if isinstance(term, Found) and term.address != resource.address]
        titles = [self.deployment.title(self.deployment.by_address[address]) for address in others]
        own = [f"its {attribute.replace('_', ' ').replace('.', ' ')}" for attribute in sorted(used)]
        return next(iter([*given, *titles, *own]), "its account")


_Way = Callable[[_Search, str], Expected]


def _tell(location: Location) -> Iterator[tuple[Value, Expected]]:
    """What a resource declares, with what is known of it once it is deployed."""
    for name, sources in location.service.keys.items():
        for source in sources:
            if source.attribute and not source.picks and name in location.keys:
                yield declared(location.resource, source.attribute), location.keys[name]
    for attribute in location.service.attributes.values():
        if not under(attribute.when, location.resource.attributes):
            continue
        value, found = declared(location.resource, attribute.name), location.found(attribute.place)
        yield value, found
        if found is not None and isinstance(value, tuple) and len(value) == 1 and not attribute.each:
            yield value[0], replace(found, path=_only(found.path))
        if found is not None and attribute.normal in DOCUMENTS and isinstance(value, Call):
            for path, inner in _members(value.arguments[0]):
                yield inner, replace(found, path=f"{found.path}:json{path}")


def _only(path: str) -> str:
    """The path of the only thing that a path of a list finds."""
    head, every, rest = path.rpartition("[]")
    if not every:
        return f"{path}[0]"
    # One member of each of a list: of its first element, or of the one that is chosen before.
    return head + rest if "=" in head.rpartition("[")[2] else f"{head}[0]{rest}"


def _members(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """What stands in the objects of a document, each with its path."""
    yield path, value
    if isinstance(value, Mapping) and not isinstance(value, SYMBOLIC):
        for name, item in value.items():
            if name.isidentifier():
                yield from _members(item, f"{path}.{name}")


def _silent(resource: Resource, source: Source, value: Value = None) -> bool:
    """Whether a resource says nothing at a source, or what is as good as nothing there."""
    value = declared(resource, source.attribute) if value is None else value
    return value in NOTHING or any(verb == "not" and str(value) == sign for verb, sign in source.picks)


def _own(search: _Search, source: Source) -> Expected:
    """What the first question's answer says of an attribute."""
    place = search.known.exports.get(source.attribute)
    if place is None or search.known.asks[place.ask] is not search.known.first or names_in(place.path):
        return None
    return Found(search.resource.address, place.ask, place.path, place.picks + source.picks)


def _given(search: _Search, name: str) -> Expected:
    """A key that an output tells."""
    for source in search.sources(name):
        given = search.deployment.exported.get((search.resource.address, source.attribute))
        if given is not None:
            return picked(given, source.picks)
    return None


def _direct(search: _Search, name: str) -> Expected:
    """A key that an output tells, or that the resource declares."""
    given = _given(search, name)
    if given is not None:
        return given
    for source in search.sources(name):
        if not source.attribute:
            continue
        value = declared(search.resource, source.attribute)
        if value is None:
            value = derived(search.resource, source.attribute, search.deployment)
        if value not in NOTHING and not _silent(search.resource, source, value):
            picks = tuple(pick for pick in source.picks if pick[0] != "not")
            try:
                found = picked(search.resolver.expected(value), picks)
            except Unresolved:
                continue
            if isinstance(found, TERMS) or (isinstance(found, str | int) and found != ""):
                search.used.add(source.attribute)
                return found
    return None


def _composed(search: _Search, name: str) -> Expected:
    """A key that is made of others, or that is what it is where nothing is declared."""
    for source in search.sources(name):
        if source.ask:
            continue
        if source.text and not names_in(source.text):
            return source.text if search.declares_nothing(name) else None
        if source.text and not search.missing(source.text):
            region = search.deployment.region_of(search.resource)
            return filled(source.text.replace("{region}", region) if region else source.text, search.keys)
    return None


def _asked(search: _Search, name: str) -> Expected:
    """A key that another question about the same resource finds, as its source says or what it exports."""
    for source in search.sources(name):
        export = search.known.exports.get(source.attribute)
        place = Place(source.ask, source.text) if source.ask else export
        ask = search.known.asks[place.ask] if place is not None else None
        if place is None or ask is None or not under(ask.when, search.resource.attributes):
            continue
        if not search.missing((dict(ask.input), dict(ask.where))):
            return Found(search.resource.address, place.ask, place.path, place.picks + source.picks)
    return None


def _reverse(search: _Search, name: str) -> Expected:
    """A key that another resource, which was found, says of this one."""
    for source in search.sources(name):
        for found in search.pointers.get((search.resource.address, source.attribute), ()):
            return picked(found, source.picks)
    return None


_WAYS: tuple[_Way, ...] = (_direct, _composed, _asked, _reverse)
