"""Values of a model as plain data, once what they refer to is there.

Values inside stay the model's (tuples, sets) until `plain` makes lists and dictionaries of them, without what is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.values import Call, Conditional, Reference, Step, Template, Unknown, Value, ValueSet, references
from scaffold.readers.terraform.evaluate import entries
from scaffold.readers.terraform.operators import EvaluationError, join_parts
from scaffold.rehearse.applied import NotKnownError, applied


class NotMadeError(NotKnownError):
    """The value needs a resource that was not made; `address` names it."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} was not made")
        self.address = address


@dataclass(frozen=True, slots=True)
class Resolver:
    """What values mean in a rehearsal.

    `computed` are the attributes of all that was made, by address, as plain data. `unmade` are the addresses of
    what should be there and is not; of those that nobody can make here, `stand_ins` are attributes that look like
    theirs, so that what builds on them is tried all the same. `ask` gives a value for what the project leaves to
    others: parameters, data sources, instances that are not known; it raises `NotKnownError`. `program`: see `applied`.
    """

    computed: Mapping[str, Mapping[str, Any]]
    ask: Callable[[Reference], Any]
    program: bool = False
    unmade: Mapping[str, str] = field(default_factory=dict)
    stand_ins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def values(self, attributes: Mapping[str, Value]) -> tuple[dict[str, Any], dict[str, str]]:
        """The attributes as plain data, and why those are absent that are not known, by dotted path.

        Raises `NotMadeError` where one needs what was not made.
        """
        gaps: dict[str, str] = {}
        return plain(_Walk(self, gaps).mapping(attributes, "")), gaps

    def value(self, value: Value) -> Any:
        """One value as plain data. Raises `NotKnownError` where any part of it is not known."""
        return plain(_Walk(self).of(value))


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way through a value; with `gaps`, members that are not known are left out and noted there."""

    resolver: Resolver
    gaps: dict[str, str] | None = None
    bound: tuple[tuple[Reference, Any], ...] = ()

    def of(self, value: Value, path: str = "") -> Any:
        """The value with everything in it known. Raises `NotKnownError`."""
        if isinstance(value, Reference):
            return self._reference(value)
        if isinstance(value, Template):
            try:
                return join_parts([self.of(part, path) for part in value.parts])
            except EvaluationError as error:
                raise NotKnownError(str(error)) from error
        if isinstance(value, Call):
            return self._call(value, path)
        if isinstance(value, Conditional):
            return self.of(value.then if self.holds(value.condition) else value.otherwise, path)
        if isinstance(value, Unknown):
            raise NotKnownError(value.reason)
        if isinstance(value, Mapping):
            return self.mapping(value, path)
        return self._items(value, path) if isinstance(value, tuple) else value

    def holds(self, condition: Value) -> bool:
        """Whether a condition holds; one that is not known does: what is behind it is worth a rehearsal."""
        try:
            return bool(_Walk(self.resolver, None, self.bound).of(condition))
        except NotMadeError:
            raise
        except NotKnownError:
            return True

    def mapping(self, value: Mapping[str, Value], path: str) -> dict[str, Any]:
        """The members that are known."""
        found: dict[str, Any] = {}
        for name, item in value.items():
            with_name = f"{path}.{name}" if path else name
            for known in self._known(item, with_name):
                found[name] = known
        return found

    def _items(self, value: tuple[Any, ...], path: str) -> tuple[Any, ...]:
        found = (known for item in value for known in self._known(item, path))
        return ValueSet(found) if isinstance(value, ValueSet) else tuple(found)

    def _known(self, item: Value, path: str) -> Iterator[Any]:
        """The value, or nothing where it is not known."""
        try:
            yield self.of(item, path)
        except NotMadeError:
            raise
        except NotKnownError as error:
            if self.gaps is None:
                raise
            self.gaps.setdefault(path, str(error))

    def _call(self, value: Call, path: str) -> Any:
        if value.function == "try":
            for argument in value.arguments[:-1]:
                try:
                    return _Walk(self.resolver, None, self.bound).of(argument)
                except NotKnownError:
                    continue
            return self.of(value.arguments[-1], path)
        if value.function == "can":
            try:
                _Walk(self.resolver, None, self.bound).of(value.arguments[0])
            except NotKnownError:
                return False
            return True
        if value.function == "for":
            return self._loop(value.arguments[0], value.arguments[1], path)
        arguments = tuple(self.of(argument, path) for argument in value.arguments)
        return applied(value.function, arguments, program=self.resolver.program)

    def _loop(self, collection: Value, result: Value, path: str) -> Any:
        """A loop: what it gives is known but for a filter, or was read once for an element that was not known."""
        if not isinstance(collection, Reference | Call | Conditional):
            return self.of(result, path)
        found = self.of(collection)
        try:
            each = list(entries(found))
        except EvaluationError as error:
            raise NotKnownError(str(error)) from error
        names = {found for found in references(result) if not found.path and "." not in found.address}
        element = Reference(collection.address, (*collection.path, "*")) if isinstance(collection, Reference) else None
        made = []
        for key, item in each:
            bound = [(name, key if element is not None else item) for name in names]
            if element is not None:
                bound.append((element, item))
            made.append(_Walk(self.resolver, self.gaps, (*self.bound, *bound)).of(result, path))
        return tuple(made)

    def _reference(self, value: Reference) -> Any:
        for name, item in self.bound:
            size = len(name.path)
            if value.address == name.address and value.path[:size] == name.path:
                return descended(item, value.path[size:], value)
        resolver = self.resolver
        known = resolver.computed.get(value.address)
        if known is not None:
            try:
                return frozen(descended(known, value.path, value))
            except NotKnownError:
                if ".data." not in f".{value.address}":  # what looks up the world may know more than we made of it
                    raise
        instances = {} if known is not None else self._instances(value.address)
        if instances:
            return frozen(descended(instances_value(instances), value.path, value))
        if value.address in resolver.unmade:
            try:
                return frozen(descended(resolver.stand_ins[value.address], value.path, value))
            except (KeyError, NotKnownError):
                raise NotMadeError(value.address) from None
        return frozen(resolver.ask(value))

    def _instances(self, address: str) -> dict[str, Mapping[str, Any]]:
        """Every instance of a resource with `count` or `for_each`, by its key as written."""
        start = f"{address}["
        known = self.resolver.computed
        return {name[len(start) : -1]: made for name, made in known.items() if name.startswith(start)}


def instances_value(instances: Mapping[str, Mapping[str, Any]]) -> Any:
    """All instances of a resource: a list in the order of their numbers, or an object by their keys."""
    if all(key.isdigit() for key in instances):
        return [instances[key] for key in sorted(instances, key=int)]
    return {key.strip('"'): made for key, made in sorted(instances.items())}


def descended(value: Any, path: tuple[Step, ...], whole: Reference) -> Any:
    """What stands at a path. One block may be gone through without its index. Raises `NotKnownError`."""
    for at, step in enumerate(path):
        if step == "*":
            items = list(value.values()) if isinstance(value, Mapping) else value
            if not isinstance(items, list | tuple):
                items = [items]
            return [descended(item, path[at + 1 :], whole) for item in items]
        if isinstance(value, list | tuple) and isinstance(step, str) and not step.isdigit() and len(value) == 1:
            value = value[0]
        try:
            value = value[int(step)] if isinstance(value, list | tuple) else value[step]
        except (KeyError, IndexError, TypeError, ValueError):
            raise NotKnownError(f"the emulator's {whole.address} has no {_spelled(path[: at + 1])}") from None
    return value


def _spelled(path: tuple[Step, ...]) -> str:
    return str(Reference("", path)).lstrip(".")


def plain(value: Any) -> Any:
    """Lists and dictionaries, without members that are null."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value if item is not None]
    return value


def frozen(value: Any) -> Any:
    """Plain data as the model has it: tuples for lists."""
    if isinstance(value, Mapping):
        return {name: frozen(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return type(value)(map(frozen, value))
    return tuple(map(frozen, value)) if isinstance(value, list) else value
