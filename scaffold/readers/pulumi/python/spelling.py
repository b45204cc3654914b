"""Data of resources and functions, which has names of the wire, as programs see it: properties under Python's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.shapes import ANYTHING, Kind, Shape
from scaffold.model.values import Reference, Step
from scaffold.readers.programs.values import Array, Object
from scaffold.readers.pulumi.run import Run

#: How tokens begin whose data is nobody's classes: it stays as it is.
_PLAIN = ("pulumi:", "pulumi-python:")


def shown(run: Run, token: str, path: tuple[str, ...], value: Any) -> Any:
    """Data at a place of what `token` gives, as programs see it."""
    return _renamed(run, token, path, value, _of_python)


def sent(run: Run, token: str, path: tuple[str, ...], value: Any) -> Any:
    """Data that programs see, as it is on the wire."""
    return _renamed(run, token, path, value, _of_wire)


def _of_python(package: str, native: str, around: str) -> str:
    """Python's name of a property; a key that is none stays."""
    name = names.python_name(native)
    return name if _of_wire(package, name, around) == native else native


def _of_wire(package: str, name: str, around: str) -> str:
    return names.native_name(package, name, around=around)


def _renamed(run: Run, token: str, path: tuple[str, ...], value: Any, spell: Callable[[str, str, str], str]) -> Any:
    if isinstance(value, Array):
        return Array([_renamed(run, token, path, item, spell) for item in value.items], value.fixed)
    if not isinstance(value, Object) or value.type is not None or not token or token.startswith(_PLAIN):
        return value
    package = token.partition(":")[0]
    keeps, around = _keeps_keys(run, token, path), path[-1] if path else ""
    found: dict[Any, Any] = {}
    for key, item in value.entries.items():
        own = keeps or not isinstance(key, str)
        native = str(key) if own else _of_wire(package, key, around)
        found[key if own else spell(package, key, around)] = _renamed(run, token, (*path, native), item, spell)
    return Object(found)


def spelled(run: Run, place: Reference, name: str) -> str:
    """What a member is called on the wire that the program reads as `name` of what stands at a place."""
    if is_map(run, place):
        return name
    *_, around = ("", *place_of(place.path))
    return _of_wire(run.tokens[place.address].partition(":")[0], name, around)


def is_map(run: Run, place: Reference) -> bool:
    """Whether what stands at a place has keys of its own."""
    token = run.tokens.get(place.address, "")
    return not token or token.startswith(_PLAIN) or _keeps_keys(run, token, place_of(place.path))


def place_of(path: tuple[Step, ...]) -> tuple[str, ...]:
    """A path without positions."""
    return tuple(each for each in path if isinstance(each, str) and each != "*")


def _keeps_keys(run: Run, token: str, path: tuple[str, ...]) -> bool:
    shape = run.installed.output(token, path[0]) if path else None
    for native in path[1:]:
        shape = _member(shape, native)
    while shape is not None and shape.item is not None and shape.kind in (Kind.LIST, Kind.SET):
        shape = shape.item
    return names.keeps_keys(token, path) if shape is None else shape.kind is not Kind.OBJECT


def _member(shape: Shape | None, native: str) -> Shape | None:
    while shape is not None and shape.item is not None and shape.kind in (Kind.LIST, Kind.SET):
        shape = shape.item
    if shape is None or shape.kind is Kind.ANY:
        return shape
    if shape.kind is Kind.MAP:
        return shape.item or ANYTHING
    found = shape.members.get(native)
    return found.shape if found is not None else None
