"""What no output leads to: resources that are worth testing, and the output that each would take."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.services import Service
from scaffold.model.integration import Missing
from scaffold.model.project import Resource
from scaffold.plan.integration.filling import names_in
from scaffold.plan.integration.locations import Locations


def missing(locations: Locations) -> Iterator[Missing]:
    """The resources of a deployment that are worth testing and cannot be found, in the project's order."""
    taken = {output.name for output in locations.deployment.project.outputs}
    for resource, known in locations.deployment.resources:
        attribute = _attribute(known)
        if known.worth and attribute and locations.get(resource.address) is None:
            name = _name(resource, attribute, taken)
            taken.add(name)
            title = locations.deployment.title(resource)
            yield Missing(resource.address, resource.type, title, attribute, name, resource.position, resource.module)


def _attribute(known: Service) -> str:
    """The attribute that would find a resource: the first that a key of its first question can be had from."""
    for name in sorted(names_in(known.first.input) | names_in(known.first.where)):
        for source in known.keys.get(name, ()):
            if source.attribute:
                return source.attribute
    return ""


def _name(resource: Resource, attribute: str, taken: set[str]) -> str:
    words = [*resource.module.replace("module.", "").split("."), resource.name, str(resource.key or ""), attribute]
    plain = ["".join(letter if letter.isalnum() else "_" for letter in word).strip("_") for word in words]
    name = base = "_".join(word for word in plain if word)
    count = 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    return name
