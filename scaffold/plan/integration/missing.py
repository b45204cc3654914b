"""What no output leads to: resources that are worth testing, and the output that each would take."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.services import Service
from scaffold.model.integration import Missing
from scaffold.model.project import Resource
from scaffold.plan.integration.filling import names_in
from scaffold.plan.integration.locations import Locations
from scaffold.plan.integration.looking import NOTHING, declared
from scaffold.plan.integration.terms import Resolver, Unresolved


def missing(locations: Locations) -> Iterator[Missing]:
    """The resources of a deployment that are worth testing and cannot be found, in the project's order."""
    taken = {output.name for output in locations.deployment.project.outputs}
    for resource, known in locations.deployment.resources:
        attribute = _attribute(resource, known, locations)
        if known.worth and attribute and locations.get(resource.address) is None:
            name = _name(resource, attribute, taken)
            taken.add(name)
            title = locations.deployment.title(resource)
            yield Missing(resource.address, resource.type, title, attribute, name, resource.position, resource.module)


def _attribute(resource: Resource, known: Service, locations: Locations) -> str:
    """The attribute that would find a resource: the first that a key of its first question can be had from, a key that
    is not to be had without it where there is one."""
    names = sorted(names_in(known.first.input) | names_in(known.first.where))
    for name in [name for name in names if not _had(resource, known, name, locations)] or names:
        for source in known.keys.get(name, ()):
            if source.attribute:
                return source.attribute
    return ""


def _had(resource: Resource, known: Service, name: str, locations: Locations) -> bool:
    """Whether a key is to be had already: an output tells it, it is declared, or it is what it is for all."""
    sources, resolver = known.keys.get(name, ()), Resolver(locations)
    said = [source.attribute for source in sources if source.attribute]
    if any((resource.address, attribute) in locations.deployment.exported for attribute in said):
        return True
    values = [value for attribute in said if (value := declared(resource, attribute)) not in NOTHING]
    for value in values:
        try:
            resolver.expected(value)
        except Unresolved:
            continue
        return True
    return not values and any(source.text and not names_in(source.text) and not source.ask for source in sources)


def _name(resource: Resource, attribute: str, taken: set[str]) -> str:
    words = [*resource.module.replace("module.", "").split("."), resource.name, str(resource.key or ""), attribute]
    plain = ["".join(letter if letter.isalnum() else "_" for letter in word).strip("_") for word in words]
    name = base = "_".join(word for word in plain if word)
    count = 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    return name
