"""What refers to what in a project, and where nobody can say: the ground that pairs are looked for on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scaffold.model.addresses import without_keys
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import SYMBOLIC, Unknown, Value, references, walk

#: Types that may make anything of what they are given.
_ANYTHING = frozenset({"aws_cloudformation_stack", "aws_cloudformation_stack_set"})
#: Where a resource says who may use it; policies of an identity say what it may use.
_RESOURCE_POLICIES = ("access_policies", "assume_role_policy", "policy", "repository_policy", "resource_policy")
_IDENTITY_POLICIES = re.compile(r"aws_iam_(?:group_|role_|user_)?policy")


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


@dataclass(frozen=True, slots=True)
class _Given:
    """What all resources of a type are given at an argument.

    `blocks` are those referred to, `values` the literal texts and whole symbolic values, `loose` whether some of it is
    not known, `beyond` the blocks that `blocks` refer to in turn.
    """

    blocks: frozenset[str]
    values: tuple[Value, ...]
    literal: bool
    loose: bool
    beyond: frozenset[str]


@dataclass(frozen=True)
class Ties:
    """A project, and what its pairs depend on, worked out once."""

    project: Project
    cache: dict[tuple[str, str], _Given] = field(default_factory=dict)

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
    def trusted(self) -> frozenset[str]:
        """The blocks that a policy document names as principals, or that the policy of some resource names at all."""
        values: list[Value] = []
        for resource in self.project.resources:
            if resource.mode is Mode.DATA and resource.type == "aws_iam_policy_document":
                values.extend(values_at(resource.attributes, "statement.principals"))
            elif resource.mode is Mode.MANAGED and not _IDENTITY_POLICIES.fullmatch(resource.type):
                values.extend(resource.attributes.get(name) for name in _RESOURCE_POLICIES)
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

    def partnered(
        self, subject: Resource, partners: Mapping[str, str], names: Sequence[str], standins: frozenset[str]
    ) -> bool | None:
        """Whether one of the partners, by their types and arguments, means a resource; `None` where nobody can say.

        It is meant by a reference, or by its name, the value of one of its arguments `names`.
        """
        meant = standins | {self.block(subject)}
        own = [name for name in map(subject.attributes.get, names) if name is not None]
        unsure = any(type_ in self.dormant for type_ in partners)
        for place in partners.items():
            given = self._given(place)
            if meant & given.blocks or any(name in given.values for name in own):
                return True
            unsure = unsure or given.loose or bool(meant & given.beyond)
            unsure = unsure or (given.literal and any(isinstance(name, SYMBOLIC) for name in own))
        return None if unsure else False

    def _given(self, place: tuple[str, str]) -> _Given:
        if place not in self.cache:
            type_, path = place
            found = (values_at(resource.attributes, path) for resource in self.by_type.get(type_, ()))
            self.cache[place] = self._gathered([value for values in found for value in values])
        return self.cache[place]

    def _gathered(self, values: Sequence[Value]) -> _Given:
        blocks = frozenset(without_keys(found.address) for value in values for found in references(value))
        inside = [part for value in values for part in walk(value)]
        literals = frozenset(part for part in inside if isinstance(part, str) and part)
        beyond: set[str] = set()
        for block in blocks:
            beyond.update(self.reached.get(block, ()))
        loose = not blocks <= self.managed or any(isinstance(part, Unknown) for part in inside)
        symbolic = [value for value in values if isinstance(value, SYMBOLIC)]
        return _Given(blocks, (*literals, *symbolic), bool(literals), loose, frozenset(beyond))

    def is_used(self, subject: Resource, users: Mapping[str, str]) -> bool:
        """Whether a resource of one of these types refers to it at the argument beside the type."""
        return any(self.block(subject) in self._given(place).blocks for place in users.items())

    def standins(self, subject: Resource, through: Mapping[str, str]) -> frozenset[str]:
        """The blocks that stand for a resource (its aliases), by the types in `through` and their arguments."""
        own = self.block(subject)
        return frozenset(
            self.block(resource)
            for type_, path in through.items()
            if own in self._given((type_, path)).blocks
            for resource in self.by_type.get(type_, ())
            if any(own in self.blocks(value) for value in values_at(resource.attributes, path))
        )

    def block(self, subject: Resource) -> str:
        """The address of the block that a resource is an instance of."""
        return without_keys(subject.address)

    def blocks(self, value: Value) -> frozenset[str]:
        """The blocks that a value refers to."""
        return frozenset(without_keys(found.address) for found in references(value))
