"""Values of Python programs as the SDK sends them: names of properties translated, what is `None` left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from scaffold.catalog.pulumi import python_names as names
from scaffold.model.deployments import Role
from scaffold.model.values import Reference
from scaffold.readers.programs.functions import Parts, is_function
from scaffold.readers.programs.python.kinds import inner, key_value
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    Object,
    Promise,
    Symbol,
    ThrownError,
)
from scaffold.readers.pulumi.assets import Asset
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.python.arguments import ARGUMENTS, RESULT, ArgumentsClass
from scaffold.readers.pulumi.python.classes import is_of
from scaffold.readers.pulumi.python.places import Place
from scaffold.readers.pulumi.run import Run


@dataclass(slots=True)
class Sender:
    """Sends the inputs of one resource or function: `owner` is what the class is called that takes them, `property`
    the one that is sent now."""

    run: Run
    machine: Machine
    at: int
    owner: str = ""
    property: str = ""

    def members(
        self, values: Mapping[Any, Any], place: Place | None, *, documents: bool = False
    ) -> Iterator[tuple[str, Any]]:
        """Inputs by name; those that are not given are left out. Dictionaries in `documents` keep their keys."""
        for name, value in values.items():
            if not isinstance(name, str):
                continue
            self.property = name
            native = place.native(name) if place is not None else name
            sent = self.value(value, place.below(native) if place is not None and not documents else None)
            if not _is_nothing(sent):
                yield native, sent

    def value(self, value: Any, place: Place | None) -> Any:
        """A value at a place; without one, dictionaries keep their keys."""
        self.machine.spend()
        if isinstance(value, Symbol):
            return self._symbol(value, place)
        if isinstance(value, Output):
            return Output(self.run, self.value(value.value, place), value.secret)
        if isinstance(value, Promise):
            return self.value(self.machine.settle(value), place)
        value = inner(value)
        if isinstance(value, Array):
            return self._list(value, place)
        if self.run.is_resource(value):
            return value
        if isinstance(value, Asset):
            return Asset(value.sort, self.value(value.content, None), value.folder, value.kind)
        if isinstance(value, Object):
            return self._object(value, place)
        if is_function(value) or isinstance(value, bytes | Foreign):
            return self._refused(value)
        return value

    def _symbol(self, value: Symbol, place: Place | None) -> Any:
        """A symbol stays one, unless there are properties inside whose names are translated."""
        concrete = value.concrete
        if concrete is None:
            return None
        if isinstance(concrete, bytes):
            return self._refused(value)
        if isinstance(value.value, Reference) and value.value.address in self._remote():
            value = self._of_component(value, value.value)
            concrete = value.concrete
        if isinstance(concrete, Array | Object) and self._changes(concrete, place):
            return Symbol(value.value, self.value(concrete, place))
        return value

    def _of_component(self, value: Symbol, place: Reference) -> Symbol:
        """What a component of another program gives: a resource is sent as its id, as are those inside of something."""
        concrete = value.concrete
        if _is_resource(concrete):
            return Symbol(Reference(place.address, (*place.path, "id")), concrete.entries.get("id", MISSING))
        if _holds_resources(concrete):
            return self.machine.unknown(f"how the resources in {place} are sent is not known", self.at)
        return value

    def _remote(self) -> set[str]:
        """Where the components of other programs are."""
        return {record.address for record in self.run.records if record.role is Role.REMOTE}

    def _changes(self, value: Any, place: Place | None) -> bool:
        """Whether something in plain data is sent in another form."""
        if isinstance(value, Array):
            return any(self._changes(item, place) for item in value.items)
        if not isinstance(value, Object):
            return False
        if value.type is not None or None in value.entries.values():
            return True
        if place is None or place.keeps_keys:
            return any(self._changes(item, None) for item in value.entries.values())
        natives = {key: _native(place, key) for key in value.entries if isinstance(key, str)}
        return any(key != native for key, native in natives.items()) or any(
            self._changes(value.entries[key], place.below(native)) for key, native in natives.items()
        )

    def _list(self, value: Array, place: Place | None) -> Array:
        items = [self.value(item, place) for item in value.items]
        if isinstance(value, Parts) and all(map(_same, items, value.items)):
            return value
        return Array([None if item is UNDEFINED else item for item in items])

    def _object(self, value: Object, place: Place | None) -> Any:
        kind = value.type
        if is_of(value, ARGUMENTS):
            member = cast(ArgumentsClass, kind).about
            inside = (
                place.of_arguments(member) if place is not None else Place(member, f"{member.package}::{member.name}")
            )
            natives = ((inside.native(name), item) for name, item in _given(value))
            sent = ((native, self.value(item, inside.below(native))) for native, item in natives)
            return Object({native: item for native, item in sent if not _is_nothing(item)})
        if is_of(value, RESULT):
            return Object({name: self.value(item, None) for name, item in _given(value)})
        if kind is not None:
            return self._refused(value)
        plain = place is None or place.keeps_keys
        found: dict[Any, Any] = {}
        for key, item in _given(value):
            native = key if plain or place is None else _native(place, key)
            found[native] = self.value(item, None if plain or place is None else place.below(native))
        return Object({key: item for key, item in found.items() if not _is_nothing(item)})

    def _refused(self, value: Any) -> Any:
        """What the SDK says of a value that cannot be sent: it does so later, behind what the program does next."""
        known = self.machine.concrete(value)
        message = f"unexpected input of type {type_name(value if known is MISSING else known)} for {self.property}"
        message += f" in {self.owner}" if self.owner else ""
        error = cast(ThrownError, self.run.dialect.error(self.machine, message, self.at, "ValueError"))
        return self.run.fail(self.machine, error, self.at)


def _is_resource(value: Any) -> bool:
    """Whether data is what a component of another program gives for a resource."""
    return isinstance(value, Object) and value.type is None and bool({"id", "arn"} & set(value.entries))


def _holds_resources(value: Any) -> bool:
    items = value.items if isinstance(value, Array) else value.entries.values() if isinstance(value, Object) else ()
    return any(_is_resource(item) or _holds_resources(item) for item in items)


def _given(value: Object) -> Iterator[tuple[Any, Any]]:
    for key, item in value.entries.items():
        key = inner(key_value(key))
        if isinstance(key, str | int) and not _is_nothing(item):
            yield str(key), item


def _is_nothing(value: Any) -> bool:
    """Whether the SDK leaves out an entry with this value."""
    value = value.value if isinstance(value, Output) else value
    value = value.concrete if isinstance(value, Symbol) else value
    return value is None or value is UNDEFINED


def _native(place: Place, key: str) -> str:
    return place.native(key) if names.is_property(key) else key


def _same(left: Any, right: Any) -> bool:
    return left is right
