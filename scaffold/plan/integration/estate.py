"""A project prepared for planning its integration suite: its resources, which outputs lead to what, and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from scaffold import catalog
from scaffold.catalog.services import Service, service
from scaffold.model.deployments import is_region
from scaffold.model.integration import Given
from scaffold.model.project import Mode, Output, Project, Provider, Resource
from scaffold.model.values import SYMBOLIC, Reference, Step, Value

#: What an attribute of a resource is, in the outputs: the resource's address and the attribute's name.
_Exported = tuple[str, str]


class Deployment:
    """One project, and the keys that its outputs have in the flat file (`keys`: output name to key)."""

    def __init__(self, project: Project, keys: Mapping[str, str]) -> None:
        self.project = project
        self.keys = keys
        self.by_address: Mapping[str, Resource] = {each.address: each for each in project.resources}
        self.outputs: Sequence[Output] = tuple(
            output for output in project.outputs if not output.module and not output.sensitive and output.name in keys
        )

    @cached_property
    def resources(self) -> tuple[tuple[Resource, Service], ...]:
        """The resources that are surely there once, and that the catalog knows how to ask about."""
        found = ((each, service(each.type)) for each in self.project.resources if _certain(each))
        return tuple((each, known) for each, known in found if known is not None)

    @cached_property
    def exported(self) -> Mapping[_Exported, Given]:
        """Where the outputs tell an attribute of a resource; the one that tells it most directly counts."""
        found: dict[_Exported, Given] = {}
        for output in self.outputs:
            for path, reference in _told(output.value):
                given = Given(self.keys[output.name], path)
                for attribute in dict.fromkeys((".".join(map(str, reference.path)), plain(reference.path))):
                    where = (reference.address, attribute)
                    if where not in found or len(path) < len(found[where].path):
                        found[where] = given
        return found

    @cached_property
    def region(self) -> str:
        """Where the project's own provider is, as far as that is known."""
        return self._provided("aws")

    def region_of(self, resource: Resource) -> str:
        """Where a resource is, if that is known and not where the others are."""
        own = resource.attributes.get("region")
        region = own if isinstance(own, str) else self._provided(resource.provider)
        return region if region != self.region else ""

    def providers(self, address: str) -> Iterator[Provider]:
        """The configurations of a provider in the root module; an empty address means the usual one."""
        return (each for each in self.project.providers if each.address == (address or "aws") and not each.module)

    def _provided(self, address: str) -> str:
        regions = (provider.attributes.get("region") for provider in self.providers(address))
        return next((region for region in regions if isinstance(region, str) and is_region(region)), "")

    def title(self, resource: Resource) -> str:
        """A resource in a sentence: `table events`, with the key of its instance and its module where it has them."""
        name = resource.name if resource.key is None else f"{resource.name}[{resource.key}]"
        inside = f" of {resource.module.removeprefix('module.')}" if resource.module else ""
        return f"{catalog.noun(resource.type)} {name}{inside}"


def plain(path: Sequence[Step]) -> str:
    """The dotted name that a path below a resource has in the catalog: without positions."""
    return ".".join(step for step in path if isinstance(step, str))


def _certain(resource: Resource) -> bool:
    return resource.mode is Mode.MANAGED and not resource.repeated and resource.condition in (None, True)


def _told(value: Value, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Reference]]:
    """What an output tells outright, and where in it: references that are its value, or stand in its lists and maps."""
    if isinstance(value, Reference) and "*" not in value.path:
        yield path, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _told(item, (*path, at))
    elif isinstance(value, Mapping) and not isinstance(value, SYMBOLIC):
        for key, item in value.items():
            yield from _told(item, (*path, key))
