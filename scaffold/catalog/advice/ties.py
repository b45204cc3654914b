"""What refers to what in a project, and where nobody can say: the ground that pairs are looked for on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import SYMBOLIC, Unknown, Value, references, walk

_KEYS = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
#: Types that may make anything of what they are given.
_ANYTHING = frozenset({"aws_cloudformation_stack", "aws_cloudformation_stack_set"})


def without_keys(address: str) -> str:
    """The address of a block: that of its instances without their keys."""
    return _KEYS.sub("", address)


def values_at(value: Value, path: str) -> Iterator[Value]:
    """Every value at a dotted path, in each nested block on the way; `Unknown` where the way is not known."""
    if not path:
        yield value
        return
    name, _, rest = path.partition(".")
    if isinstance(value, Mapping):
        if value.get(name) is not None:
            yield from values_at(value[name], rest)
    elif isinstance(value, tuple):
        for item in value:
            yield from values_at(item, path)
    elif isinstance(value, SYMBOLIC):
        yield Unknown("what this belongs to is not known")


def is_given(value: Value) -> bool:
    """Whether an argument may have a value: everything but nothing."""
    return value is not None and value != "" and value != ()


@dataclass(frozen=True)
class Ties:
    """A project, and what its pairs depend on, worked out once."""

    project: Project

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[Resource]]:
        """The managed resources of each type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.project.resources:
            if resource.mode is Mode.MANAGED:
                found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def managed(self) -> frozenset[str]:
        """The addresses of all blocks that create something."""
        return frozenset(without_keys(found.address) for some in self.by_type.values() for found in some)

    @cached_property
    def reached(self) -> Mapping[str, frozenset[str]]:
        """The blocks that each block refers to: what refers to it may mean one of those."""
        found: dict[str, set[str]] = {}
        for edge in self.project.edges:
            found.setdefault(without_keys(edge.source), set()).add(without_keys(edge.target))
        return {source: frozenset(targets) for source, targets in found.items()}

    @cached_property
    def dormant(self) -> frozenset[str]:
        """The types of blocks that create nothing with these values, and might with others."""
        return frozenset(found.type for found in self.project.dormant)

    @cached_property
    def exported(self) -> frozenset[str]:
        """The blocks that outputs of the project give away."""
        return frozenset(
            without_keys(found.address)
            for output in self.project.outputs
            if not output.module
            for found in references(output.value)
        )

    @cached_property
    def handed_over(self) -> frozenset[str]:
        """The blocks that are given to something of which nobody knows what it makes of them."""
        values: list[Value] = [call.inputs for call in self.project.calls if call.opaque]
        for resource in self.project.resources:
            foreign = not resource.type.startswith("aws_") or resource.type in _ANYTHING or resource.provisioned
            if foreign and resource.mode is Mode.MANAGED:
                values.append(resource.attributes)
        return frozenset(without_keys(found.address) for value in values for found in references(value))

    @cached_property
    def opaque_texts(self) -> frozenset[str]:
        """The literal texts that opaque modules are given."""
        inputs = (call.inputs for call in self.project.calls if call.opaque)
        return frozenset(found for value in inputs for found in walk(value) if isinstance(found, str))

    def is_hidden(self, subject: Resource, names: Sequence[str] = ()) -> bool:
        """Whether what belongs to a resource may stand where nobody sees it."""
        texts = {value for name in names if isinstance(value := subject.attributes.get(name), str)}
        return without_keys(subject.address) in self.handed_over or bool(texts & self.opaque_texts)

    def refers(self, value: Value, subject: Resource, names: Sequence[str], standins: frozenset[str]) -> bool | None:
        """Whether a value means a resource: by a reference, or by its name; `None` where nobody can say."""
        meant = {without_keys(subject.address), *standins}
        found = [without_keys(reference.address) for reference in references(value)]
        if any(address in meant for address in found):
            return True
        loose = any(one not in self.managed or meant & self.reached.get(one, frozenset()) for one in found)
        if loose or any(isinstance(part, Unknown) for part in walk(value)):
            return None
        texts = {part for part in walk(value) if isinstance(part, str) and part}
        own = [subject.attributes.get(name) for name in names]
        if any(name is not None and name == value for name in own) or texts & {n for n in own if isinstance(n, str)}:
            return True
        return None if texts and any(isinstance(name, SYMBOLIC) for name in own) else False

    def partnered(
        self, subject: Resource, partners: Mapping[str, str], names: Sequence[str], standins: frozenset[str]
    ) -> bool | None:
        """Whether one of the partners, by their types and arguments, refers to a resource."""
        unsure = any(type_ in self.dormant for type_ in partners)
        for type_, path in partners.items():
            for partner in self.by_type.get(type_, ()):
                for value in values_at(partner.attributes, path):
                    said = self.refers(value, subject, names, standins)
                    if said:
                        return True
                    unsure = unsure or said is None
        return None if unsure else False

    def standins(self, subject: Resource, through: Mapping[str, str]) -> frozenset[str]:
        """The blocks that stand for a resource (its aliases), by the types in `through` and their arguments."""
        own = without_keys(subject.address)
        return frozenset(
            without_keys(resource.address)
            for type_, path in through.items()
            for resource in self.by_type.get(type_, ())
            for value in values_at(resource.attributes, path)
            if any(without_keys(found.address) == own for found in references(value))
        )

    def block(self, subject: Resource) -> str:
        """The address of the block that a resource is an instance of."""
        return without_keys(subject.address)

    def means(self, value: Value, addresses: frozenset[str]) -> bool:
        """Whether a value refers to one of these blocks."""
        return any(without_keys(found.address) in addresses for found in references(value))
