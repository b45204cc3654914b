"""A project prepared for checks: its resources by type and address, who points at whom, and its policies."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar, cast

from scaffold.catalog.checks.looking import spots
from scaffold.model.project import Dormant, Mode, ModuleCall, Project, Resource
from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Unknown, Value, walk

Answer = TypeVar("Answer")

_KEY = re.compile(r'\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\](?=\.|$)')

_STEP = re.compile(r'[^.\["]+(\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?(?:\.|$)')


def without_keys(address: str) -> str:
    """An address without instance keys: of the declaration that its instances share."""
    return _KEY.sub("", address) if "[" in address else address


class Estate:
    """One project, indexed once for all checks."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.by_address: Mapping[str, Resource] = {resource.address: resource for resource in project.resources}
        self._by_type: dict[str, list[Resource]] = {}
        self._dormant: dict[str, list[Dormant]] = {}
        for resource in project.resources:
            self._by_type.setdefault(resource.type, []).append(resource)
        for dormant in project.dormant:
            self._dormant.setdefault(dormant.type, []).append(dormant)
        self._pointers: dict[tuple[str, str], _Pointers] = {}
        self._said: dict[tuple[str, str], Said] = {}
        self._answers: dict[Hashable, object] = {}

    def once(self, question: Hashable, work: Callable[[], Answer]) -> Answer:
        """What `work` gives, worked out when the question is first asked."""
        if question not in self._answers:
            self._answers[question] = work()
        return cast(Answer, self._answers[question])

    def of_type(self, *types: str, mode: Mode = Mode.MANAGED) -> Iterator[Resource]:
        """The resources of these types, in order."""
        for type_ in types:
            yield from (found for found in self._by_type.get(type_, ()) if found.mode is mode)

    def sleeps(self, *types: str) -> bool:
        """Whether resources of these types are declared that the values read give no instance."""
        return any(type_ in self._dormant for type_ in types)

    def find(self, reference: Value) -> Resource | None:
        """The resource that a reference leads to, if it is one of this project; some instance, where it is unclear."""
        if not isinstance(reference, Reference):
            return None
        exact = self.by_address.get(reference.address)
        if exact:
            return exact
        key = without_keys(reference.address)
        return self._by_declaration.get(key)

    @cached_property
    def _by_declaration(self) -> Mapping[str, Resource]:
        found: dict[str, Resource] = {}
        for address, resource in self.by_address.items():
            found.setdefault(without_keys(address), resource)
        return found

    @cached_property
    def opaque(self) -> tuple[ModuleCall, ...]:
        """The calls of modules of which nothing is known."""
        return tuple(call for call in self.project.calls if call.opaque)

    def points(self, pointer: Resource, by: str, target: Resource, names: tuple[str, ...] = ()) -> bool | None:
        """Whether `pointer` is about `target`: refers to it at `by`, or says the same text there as one of `names`.

        `names` are attributes of the target (`bucket`). `None` where it is not known.
        """
        said = [
            True if _stands_for(spot.value, pointer, target) else _points(spot.value, target, names)
            for spot in spots(pointer.attributes, by)
        ]
        if True in said:
            return True
        return None if None in said else False

    def about(
        self, target: Resource, types: tuple[str, ...], by: str, names: tuple[str, ...] = ()
    ) -> Iterator[tuple[Resource, bool | None]]:
        """The managed resources of these types that point at `target`, or may (`None`); see `points`."""
        for type_ in types:
            index = self._pointers.get((type_, by))
            if index is None:
                index = self._pointers[type_, by] = _Pointers(self.of_type(type_), by)
            for pointer in index.candidates(target, names):
                said = self.points(pointer, by, target, names)
                if said is not False:
                    yield pointer, said

    def said(self, type_: str, path: str) -> Said:
        """What the managed resources of a type say at a path, gathered once."""
        found = self._said.get((type_, path))
        if found is None:
            found = self._said[type_, path] = Said(self.of_type(type_), path)
        return found

    @cached_property
    def mentions(self) -> Mapping[str, frozenset[str]]:
        """By the address of a resource, who refers to it: other resources, opaque modules, the root's outputs."""
        found: dict[str, set[str]] = {}
        given = [(each.address, each.attributes) for each in self.project.resources]
        given.extend((call.address, call.inputs) for call in self.opaque)
        outputs = (output for output in self.project.outputs if not output.module)
        given.extend((f"output.{output.name}", {"value": output.value}) for output in outputs)
        for address, attributes in given:
            for value in walk(attributes):
                target = self.find(value)
                if target and target.address != address:
                    found.setdefault(target.address, set()).add(address)
        return {address: frozenset(by) for address, by in found.items()}

    def hidden(self, target: Resource, names: tuple[str, ...] = ()) -> bool:
        """Whether an opaque module is told of this resource, so that it may hold what belongs to it."""
        bases, texts = self._told
        return without_keys(target.address) in bases or any(
            isinstance(own := target.attributes.get(name), str) and own in texts for name in names
        )

    @cached_property
    def _told(self) -> tuple[frozenset[str], frozenset[str]]:
        """The declarations and texts that opaque modules are given."""
        values = [value for call in self.opaque for given in call.inputs.values() for value in walk(given)]
        bases = frozenset(without_keys(value.address) for value in values if isinstance(value, Reference))
        return bases, frozenset(value for value in values if isinstance(value, str))


class Said:
    """What resources say at one path: declarations and texts, and by whom."""

    def __init__(self, resources: Iterator[Resource], path: str) -> None:
        self.declarations: dict[str, set[str]] = {}
        self.texts: dict[str, set[str]] = {}
        self.unknown: set[str] = set()
        for resource in resources:
            for value in (value for spot in spots(resource.attributes, path) for value in walk(spot.value)):
                if isinstance(value, Reference):
                    self.declarations.setdefault(without_keys(value.address), set()).add(resource.address)
                elif isinstance(value, str):
                    self.texts.setdefault(value, set()).add(resource.address)
                elif isinstance(value, Unknown):
                    self.unknown.add(resource.address)
        self._all = "\0".join(self.texts)

    def with_text(self, text: str) -> Iterator[tuple[str, set[str]]]:
        """The texts that contain this one, with who says them."""
        return ((said, by) for said, by in self.texts.items() if text in said) if text in self._all else iter(())


class _Pointers:
    """Resources of one type by what they say at one path, so that not each is asked about each target."""

    def __init__(self, resources: Iterator[Resource], by: str) -> None:
        self._all = tuple(resources)
        self._by_base: dict[str, list[int]] = {}
        self._by_text: dict[Value, list[int]] = {}
        self._unclear: list[int] = []
        for at, resource in enumerate(self._all):
            for spot in spots(resource.attributes, by):
                self._add(at, spot.value)

    def _add(self, at: int, said: Value) -> None:
        for value in walk(said):
            if isinstance(value, Reference):
                self._by_base.setdefault(without_keys(value.address), []).append(at)
            elif isinstance(value, str | int | float):
                self._by_text.setdefault(value, []).append(at)
            if isinstance(value, Reference) and _is_clear(value):
                continue
            if isinstance(value, SYMBOLIC) and (not self._unclear or self._unclear[-1] != at):
                self._unclear.append(at)

    def candidates(self, target: Resource, names: tuple[str, ...]) -> Iterator[Resource]:
        """Those that `Estate.points` may not be false of, in order."""
        found = {*self._unclear, *self._by_base.get(without_keys(target.address), ())}
        for name in names:
            own = target.attributes.get(name)
            if isinstance(own, SYMBOLIC):
                found.update(at for places in self._by_text.values() for at in places)
            elif isinstance(own, str | int | float):
                found.update(self._by_text.get(own, ()))
        return (self._all[at] for at in sorted(found))


def belongs(pointer: Resource, target: Resource) -> bool:
    """Whether `pointer` is surely there whenever `target` is: unconditional, or repeated over the same or over it."""
    if pointer.condition is None:
        return not pointer.repeated or target.repeated
    return pointer.condition == target.condition or _over(pointer, target)


def _over(pointer: Resource, target: Resource) -> bool:
    """Whether `pointer` is repeated for each instance of `target`."""
    over = pointer.condition
    return isinstance(over, Reference) and not over.path and over.address == without_keys(target.address)


def _stands_for(value: Value, pointer: Resource, target: Resource) -> bool:
    """Whether a value is the instance of `target` that goes with this instance of `pointer`, of both unknown many."""
    if isinstance(value, Reference):
        return value.address == "each" and _over(pointer, target)
    if not isinstance(value, Call) or pointer.condition != target.condition:
        return False
    base = without_keys(target.address)
    return any(isinstance(each, Reference) and without_keys(each.address) == base for each in walk(value))


def _points(value: Value, target: Resource, names: tuple[str, ...]) -> bool | None:
    if isinstance(value, tuple):
        said = [_points(item, target, names) for item in value]
        return True if True in said else None if None in said else False
    if isinstance(value, Conditional):
        arms = _points(value.then, target, names), _points(value.otherwise, target, names)
        return arms[0] if arms[0] is arms[1] else None
    if isinstance(value, Reference):
        return _refers(value, target)
    own = [target.attributes.get(name) for name in names]
    if isinstance(value, SYMBOLIC):
        return True if value in own else None
    if value is None:
        return False
    if value in own:
        return True
    return None if any(isinstance(each, SYMBOLIC) for each in own) else False


def _refers(reference: Reference, target: Resource) -> bool | None:
    if reference.address == target.address:
        return True
    if without_keys(reference.address) == without_keys(target.address):
        return _same_instances(reference.address, target.address)
    return False if _is_clear(reference) else None


def _is_clear(reference: Reference) -> bool:
    """Whether a reference says what it is about: no parameter, loop's element, or output of an opaque module."""
    steps = reference.address.split(".")
    return not {"var", "each", "local", "self"}.intersection(steps) and not _of_a_module(steps)


def _same_instances(some: str, other: str) -> bool:
    """Whether two addresses of one declaration can be the same instance: no key that both have is different."""
    pairs = zip(_keys(some), _keys(other), strict=False)
    return all(not (one and two) or one == two or "[*]" in (one, two) for one, two in pairs)


def _keys(address: str) -> list[str]:
    """The instance key behind each name of an address, empty where there is none."""
    return [found[1] or "" for found in _STEP.finditer(address)]


def _of_a_module(steps: list[str]) -> bool:
    """Whether an address ends in a module call, an opaque one: what its outputs are is not known."""
    return len(steps) >= 2 and steps[-2] == "module"
