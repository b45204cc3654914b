"""What a program exports, and what a component shows, as the SDK for Python sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.deployments import Entry, Exported
from scaffold.model.position import Position
from scaffold.model.values import Reference, Unknown
from scaffold.readers.programs.functions import is_function
from scaffold.readers.programs.python.kinds import Native, inner, key_value
from scaffold.readers.programs.python.library.enum_members import member_value
from scaffold.readers.programs.values import INNER, UNDEFINED, Array, Foreign, Machine, Object, Promise, Symbol
from scaffold.readers.pulumi.assets import Asset
from scaffold.readers.pulumi.exports import exported
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.arguments import RESULT
from scaffold.readers.pulumi.python.classes import is_of
from scaffold.readers.pulumi.python.spelling import place_of, sent
from scaffold.readers.pulumi.run import Run


def of_program(run: Run, machine: Machine, values: Mapping[str, tuple[Any, Position]]) -> Iterator[Exported]:
    """The outputs of a program."""
    for name, (value, place) in list(values.items()):
        found = exported(run, machine, name, plain(run, machine, value), place)
        if found is not None and found.resolved is not None:  # what is nothing is not sent
            yield found


def of_component(run: Run, machine: Machine, entry: Entry, instance: Any) -> Iterator[Exported]:
    """The public attributes of a component that are outputs or plain values."""
    place = entry.position or Position(entry.module)
    for name, value in list(instance.entries.items()) if isinstance(instance, Object) else ():
        if not isinstance(name, str) or name.startswith("_") or name in ("urn", "id") or not _is_plain(run, value):
            continue
        value = member_value(value)
        found = exported(run, machine, name, plain(run, machine, value), place)
        if found is not None and found.resolved is not None and not isinstance(found.value, Unknown):
            yield found


def _is_plain(run: Run, value: Any, depth: int = 0) -> bool:
    """Whether a value is an output or plain data: no resource, no object of the program, and none inside."""
    if isinstance(value, Output | Symbol) or depth > run.DEPTH:
        return True
    if isinstance(value, Array):
        return all(_is_plain(run, item, depth + 1) for item in value.items)
    if not isinstance(value, Object):
        return not isinstance(value, Foreign) or isinstance(value, Native)
    if value.type is not None:
        return INNER in value.entries or "_value_" in value.entries
    return all(_is_plain(run, item, depth + 1) for item in value.entries.values())


def plain(run: Run, machine: Machine, value: Any, depth: int = 0) -> Any:
    """A value as lists, dictionaries and what stands in these: objects show their public attributes."""
    machine.spend()
    if depth > run.DEPTH:
        return machine.unknown("it is nested too deep, or contains itself", 0)
    if isinstance(value, Output):
        return Output(run, plain(run, machine, value.value, depth), value.secret)
    if isinstance(value, Promise):
        return plain(run, machine, machine.settle(value), depth)
    value = inner(value)
    if isinstance(value, Symbol):
        return _data(run, value)
    if isinstance(value, Asset) or run.is_resource(value):
        return value
    if isinstance(value, Array):
        return Array([plain(run, machine, item, depth + 1) for item in value.items])
    if isinstance(value, Object):
        own = value.type is None or is_of(value, RESULT)
        pairs = [(inner(key_value(key)), item) for key, item in value.entries.items() if item is not UNDEFINED]
        shown = [(str(key), item) for key, item in pairs if isinstance(key, str | int)]
        return Object({key: plain(run, machine, item, depth + 1) for key, item in shown if own or key[:1] != "_"})
    if isinstance(value, Foreign) and not is_function(value):
        items = machine.iterate(value, 0)
        return machine.unknown("its elements are not known", 0) if items is None else plain(run, machine, Array(items))
    return value


def _data(run: Run, value: Symbol) -> Symbol:
    """A symbol of data with its names on the wire."""
    place = value.value
    if not isinstance(place, Reference) or not isinstance(value.concrete, Array | Object):
        return value
    token = run.tokens.get(place.address, "")
    return Symbol(place, sent(run, token, place_of(place.path), value.concrete)) if token else value


__all__ = ["of_component", "of_program", "plain"]
