"""What providers require and a configuration leaves out: Terraform itself sees nothing wrong, but it does not plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from scaffold import catalog
from scaffold.model.addresses import without_keys
from scaffold.model.project import Mode, Parameter, Project
from scaffold.model.values import Reference, Value, walk
from scaffold.plan.scenarios.synthesis import made_up


def missing(project: Project) -> tuple[Reference, ...]:
    """The arguments that are null, or empty text, though their provider requires them; without instance keys."""
    found = (
        Reference(without_keys(resource.address), (name,))
        for resource in project.resources
        if resource.mode is Mode.MANAGED
        for name in catalog.required(resource.type)
        if name in resource.attributes and _is_nothing(resource.type, name, resource.attributes[name])
    )
    return tuple(dict.fromkeys(found))


def _is_nothing(type_: str, name: str, value: Value) -> bool:
    return value is None or (value == "" and name not in catalog.may_be_empty(type_))


def nulls(project: Project) -> tuple[str, ...]:
    """The resources in which a list has null in it, without instance keys: providers take none."""
    found = (
        without_keys(resource.address)
        for resource in project.resources
        for value in resource.attributes.values()
        if any(isinstance(inner, tuple) and None in inner for inner in walk(value))
    )
    return tuple(dict.fromkeys(found))


def called_like(names: Iterable[str], arguments: Iterable[Reference]) -> list[str]:
    """The names that are those of arguments, or end so, or are the end of one; the same names first."""
    wanted = {str(reference.path[-1]) for reference in arguments}
    names = list(names)
    same = [name for name in names if name in wanted]
    alike = [name for name in names if name not in same and any(_alike(name, each) for each in wanted)]
    return same + alike


def _alike(name: str, argument: str) -> bool:
    return name.endswith(f"_{argument}") or argument.endswith(f"_{name}")


def values_for(
    missing: Collection[Reference], parameters: Mapping[str, Parameter], values: Mapping[str, Value], region: str
) -> Iterator[tuple[str, Value]]:
    """Values for the parameters with nothing in them that are called like what is missing, the likeliest first."""
    empty = [name for name in parameters if values.get(name, parameters[name].value) in (None, "")]
    for name in called_like(empty, missing):
        yield name, made_up(parameters[name], None, region)
