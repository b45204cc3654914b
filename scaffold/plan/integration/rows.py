"""What is compared of a deployed resource: a row for each declared attribute that the service reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.catalog.services import Attribute, Part
from scaffold.model.integration import Expected, Found, Member, Row, terms
from scaffold.model.values import SYMBOLIC, Value
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import DOCUMENTS, NOTHING, declared, inside, under
from scaffold.plan.integration.terms import Resolver, Unresolved, frozen, placed

#: Keys of maps that a path can go through.
_STEP = re.compile(r"\w+")
_SHORT_ARN = re.compile(r"['\"]execute-api:/")
#: Names of settings whose values are nobody's business: they stand in no suite.
_SECRET = re.compile(r"(?i)secret|passw|token|api_?key|private_?key|credential")


def rows(location: Location, locations: Locations) -> Iterator[Row]:
    """The rows of a located resource, in the catalog's order. Left out: what is not known, what may change by itself,
    and what cannot differ because the resource was found by it."""
    resolver, elsewhere = Resolver(locations), bool(locations.deployment.region_of(location.resource))
    for attribute in location.service.attributes.values():
        path = location.path(attribute.place)
        if path is None or not _applies(attribute, location, locations):
            continue
        try:
            expected = _said(attribute, declared(location.resource, attribute.name), resolver)
            if elsewhere:
                # What is said of a region in it is said of where everything else is.
                expected = placed(expected, locations.deployment.region)
        except Unresolved:
            continue
        for row in _rows(attribute, expected, path):
            if not _same(row, location, locations):
                yield row


def _applies(attribute: Attribute, location: Location, locations: Locations) -> bool:
    """Whether an attribute is what the declaration says, as far as the declaration says so."""
    resource, project = location.resource, locations.deployment.project
    ignored = resource.lifecycle.get("ignore_changes", ())
    first = attribute.name.split(".")[0]
    if attribute.name in location.used or ignored == "all" or (isinstance(ignored, tuple) and _names(ignored, first)):
        return False
    if not under(attribute.when, resource.attributes):
        return False
    pointing = {edge.source for edge in project.edges if edge.target == resource.address} if attribute.unless else ()
    return not any(locations.deployment.by_address[source].type in attribute.unless for source in pointing)


def _names(ignored: tuple[Value, ...], attribute: str) -> bool:
    """Whether changes of an attribute, or of something in it, are ignored."""
    return any(re.split(r"[.\[]", str(name))[0] in (attribute, "all") for name in ignored)


def tags(location: Location, locations: Locations) -> Row | None:
    """The row of a resource's tags, with those that its provider gives all; nothing where none are known."""
    known = location.service.tags
    path = location.path(known.place) if known is not None else None
    if known is None or path is None or not _applies(Attribute("tags", known.place), location, locations):
        return None
    resolver, found = Resolver(locations), dict[str, Expected]()
    own = location.resource.attributes.get("tags")
    for value in (_default_tags(location, locations), own):
        for name, item in value.items() if isinstance(value, Mapping) and not isinstance(value, SYMBOLIC) else ():
            try:
                found[name] = resolver.expected(item)
            except Unresolved:
                found.pop(name, None)
    path = f"{path}:object({known.key},{known.value})" if known.key else path
    found = {name: item for name, item in found.items() if item is not None}
    return Row("tags", known.place.ask, path, found, "subset") if found else None


def _default_tags(location: Location, locations: Locations) -> Value:
    provider = next(locations.deployment.providers(location.resource.provider), None)
    blocks = provider.attributes.get("default_tags") if provider else None
    block = blocks[0] if isinstance(blocks, tuple) and blocks else blocks
    return block.get("tags") if isinstance(block, Mapping) else None


def _said(attribute: Attribute, value: Value, resolver: Resolver) -> Expected:
    """What a declared attribute is, or what it means that it is not declared. Raises `Unresolved`."""
    if attribute.choice:
        return _chosen(attribute.choice, value)
    if value not in NOTHING:
        return _expected(attribute, value, resolver)
    if not attribute.absent:
        raise Unresolved
    return frozen(attribute.absent[0])


def _chosen(choice: Mapping[str, Any], value: Value) -> Expected:
    """What the service says for the block that was chosen of several. Raises `Unresolved` where that is not one."""
    block = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    taken = [name for name in choice if isinstance(block, Mapping) and block.get(name) is not None]
    if len(taken) != 1:
        raise Unresolved
    return frozen(choice[taken[0]])


def _expected(attribute: Attribute, value: Value, resolver: Resolver) -> Expected:
    if attribute.each:
        return _projected(attribute, value, resolver)
    if attribute.normal == "contains":
        return without_secrets(_parsed(resolver.part(value)))
    if attribute.normal in DOCUMENTS:
        document = _told_alike(resolver.document(value))
        if attribute.normal == "json" and without_secrets(document) != document:
            raise Unresolved
        return document
    if attribute.normal == "subset" and isinstance(value, Mapping) and not isinstance(value, SYMBOLIC):
        return _entries(value, resolver)
    return _as_reported(attribute.values, resolver.expected(value))


def _as_reported(values: Mapping[str, Any], expected: Expected) -> Expected:
    """What the service says for what is declared. Raises `Unresolved` where that is not known yet."""
    if not values:
        return expected
    if isinstance(expected, tuple):
        return tuple(_as_reported(values, item) for item in expected)
    name = ("false", "true")[expected] if isinstance(expected, bool) else str(expected)
    if name not in values:
        raise Unresolved
    reported: Expected = values[name]
    return reported


def without_secrets(document: Expected) -> Expected:
    """A document without plain texts that stand under the name of a secret, which are to stand in no suite."""
    if isinstance(document, tuple):
        return tuple(map(without_secrets, document))
    if not isinstance(document, Mapping):
        return document
    named = document.get("name", document.get("Name"))
    hidden = ("value", "Value") if isinstance(named, str) and _SECRET.search(named) else ()
    return {
        name: without_secrets(item)
        for name, item in document.items()
        if not (isinstance(item, str) and (name in hidden or _SECRET.search(name)))
    }


def _told_alike(document: Expected) -> Expected:
    """A document, but for one with the short form of an API's own ARNs, which the service tells in full. Raises
    `Unresolved` for that. Source: the resource policies of API Gateway's documentation."""
    if _SHORT_ARN.search(repr(document)):
        raise Unresolved
    return document


def _parsed(expected: Expected) -> Expected:
    """What a text that is JSON says; anything else as it is."""
    try:
        return frozen(json.loads(expected)) if isinstance(expected, str) else expected
    except ValueError:
        raise Unresolved from None


def _entries(value: Mapping[str, Any], resolver: Resolver) -> Expected:
    """The entries of a map that are known and no secrets. Raises `Unresolved` where none are."""
    found: dict[str, Expected] = {}
    for name, item in value.items():
        try:
            if item is not None and not _SECRET.search(name):
                found[name] = resolver.expected(item)
        except Unresolved:
            continue
    if not found:
        raise Unresolved
    return found


def _projected(attribute: Attribute, value: Value, resolver: Resolver) -> Expected:
    """Blocks with those of the members that each of them declares and that are known. Blocks that are equal in the
    attribute's `merge` members are one, with the lists of their other members joined. Raises `Unresolved` where a block
    has none left, because nothing tells it from others."""
    found: dict[str, _Block] = {}
    for at, block in enumerate(value if isinstance(value, tuple) else (value,)):
        if not isinstance(block, Mapping) or isinstance(block, SYMBOLIC):
            raise Unresolved
        read = _block(attribute.each, block, resolver)
        same = repr([read.known.get(name) for name in attribute.merge]) if attribute.merge else str(at)
        found.setdefault(same, _Block({}, set())).add(read)
    blocks = tuple(block.members() for block in found.values())
    if not all(blocks):
        raise Unresolved
    return blocks


@dataclass(slots=True)
class _Block:
    """The members of a nested block that are `known`, and the names of those that are declared and not known."""

    known: dict[str, Expected]
    open: set[str]

    def add(self, other: _Block) -> None:
        """Take a block that is the same one for the service."""
        self.open |= other.open
        for name, item in other.known.items():
            before = self.known.get(name)
            joins = isinstance(before, tuple) and isinstance(item, tuple)
            self.known[name] = (*before, *item) if joins else item  # type: ignore[misc]

    def members(self) -> Mapping[str, Expected]:
        """What is surely all that the service says of a member."""
        return {name: item for name, item in self.known.items() if name not in self.open}


def _block(each: Mapping[str, Part], block: Value, resolver: Resolver) -> _Block:
    found = _Block({}, set())
    for name, part in each.items():
        value = inside(block, name.split("."))
        try:
            if not under(part.when, block):
                continue
            if part.choice:
                found.known[name] = _chosen(part.choice, value)
            elif value not in (*NOTHING, False) or (value is False and part.default is None):
                documents = part.normal in (*DOCUMENTS, "contains")
                said = resolver.document(value) if documents else resolver.expected(value)
                found.known[name] = _as_reported(part.values, said)
        except Unresolved:
            found.open.add(name)
    return found


def _rows(attribute: Attribute, expected: Expected, path: str) -> Iterator[Row]:
    """One row; of a map one for each entry that another resource says, and one for the rest."""
    place = attribute.place
    if attribute.normal == "subset" and isinstance(expected, Mapping):
        apart = {name for name, item in expected.items() if _STEP.fullmatch(name) and next(terms(item), None)}
        for name in expected:
            if name in apart:
                way = f"{path}.{name}" if path else name
                yield Row(f"{attribute.name}.{name}", place.ask, way, expected[name], "", place.picks)
        expected = {name: item for name, item in expected.items() if name not in apart}
        if not expected:
            return
    each = {
        name: Member(part.path, part.normal, part.default)
        for name, part in attribute.each.items()
        if _has_member(expected, name)
    }
    yield Row(attribute.name, place.ask, path, expected, attribute.normal, place.picks, attribute.default, each)


def _has_member(expected: Expected, name: str) -> bool:
    return isinstance(expected, tuple) and any(isinstance(item, Mapping) and name in item for item in expected)


def _same(row: Row, location: Location, locations: Locations) -> bool:
    """Whether the other side of a row is worked out from this very resource: it could not fail."""
    found = [term for term in terms(row.declared) if isinstance(term, Found)]
    address = location.resource.address
    return any(address in locations.upon(term) for term in found)
