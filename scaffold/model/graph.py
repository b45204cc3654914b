"""What the values of a model say about its resources: who needs whom, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scaffold.model.position import Position
from scaffold.model.project import Edge, ModuleCall, Obscurity, Output, Resource
from scaffold.model.values import Reference, Unknown, Value, children

_LEAVES = frozenset({str, int, bool, float, type(None)})


def find_edges(resources: Iterable[Resource], calls: Iterable[ModuleCall]) -> tuple[Edge, ...]:
    """The reference graph: an edge for each resource or call, attribute path and target, in order, each once."""
    entries = tuple(resources)
    known = {resource.address for resource in entries}
    modules = tuple(calls)
    known.update(call.address for call in modules if call.opaque)
    found: dict[Edge, None] = {}
    for resource in entries:
        _add_edges(resource.address, resource.attributes, resource.depends_on, known, found)
    for call in modules:
        if call.opaque:
            _add_edges(call.address, call.inputs, (), known, found)
    return tuple(found)


def _add_edges(
    source: str, attributes: Mapping[str, Value], depends_on: Iterable[str], known: set[str], found: dict[Edge, None]
) -> None:
    for name, value in attributes.items():
        if type(value) not in _LEAVES:
            for path, leaf in _leaves(name, value):
                if isinstance(leaf, Reference) and leaf.address in known and leaf.address != source:
                    found[Edge(source, leaf.address, path)] = None
    for target in depends_on:
        found[Edge(source, target)] = None


def _leaves(path: str, value: Value) -> list[tuple[str, Reference | Unknown]]:
    """Every reference and unknown in a value, with its dotted path; lists do not count as steps."""
    found: list[tuple[str, Reference | Unknown]] = []
    _gather(path, value, found)
    return found


def _gather(path: str, value: Value, found: list[tuple[str, Reference | Unknown]]) -> None:
    if isinstance(value, Reference | Unknown):
        found.append((path, value))
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(item) not in _LEAVES:
                _gather(f"{path}.{key}", item, found)
    else:
        for item in children(value):
            if type(item) not in _LEAVES:
                _gather(path, item, found)


def find_unknowns(
    resources: Iterable[Resource], outputs: Iterable[Output], calls: Iterable[ModuleCall]
) -> tuple[Obscurity, ...]:
    """Every value that is not known, with its place and reason."""
    found: list[Obscurity] = []
    for resource in resources:
        found.extend(_obscurities(resource.address, resource.attributes, resource.position))
        if resource.repeated:
            reason = "how many instances there are is not known"
            found.append(Obscurity(resource.address, "", reason, "", resource.position))
    for output in outputs:
        address = f"{output.module}.output.{output.name}" if output.module else f"output.{output.name}"
        found.extend(_obscurities(address, {"value": output.value}, output.position))
    for call in calls:
        if call.opaque:
            found.extend(_obscurities(call.address, call.inputs, call.position))
    return tuple(found)


def _obscurities(subject: str, attributes: Mapping[str, Value], position: Position) -> Iterator[Obscurity]:
    for name, value in attributes.items():
        if type(value) not in _LEAVES:
            for path, leaf in _leaves(name, value):
                if isinstance(leaf, Unknown):
                    yield Obscurity(subject, path, leaf.reason, leaf.source, position)
