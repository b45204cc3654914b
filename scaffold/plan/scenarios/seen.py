"""What a run can see of a project: the facts about the module under test that its evaluated model gives.

Terraform's tests see the resources, data sources and outputs of the module under test, and of the modules it calls the
outputs alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scaffold.model.addresses import without_keys
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Mode, ModuleCall, Output, Project, Resource
from scaffold.model.values import SYMBOLIC, Reference, Step, Template, Value, ValueSet, is_known, walk
from scaffold.plan.scenarios.addresses import outermost

#: Blocks in a resource that are no attributes of it.
_NOT_ATTRIBUTES = frozenset({"provisioner", "connection"})
#: The one nested block that is an object in every provider.
_SINGLE = "timeouts"
_BUILT_IN = "terraform_data"


class Leaf(NamedTuple):
    """A value that a run can name: `value` is a literal through and through, or symbolic; `counts` for a list of blocks
    whose entries are what is known (`value` is how many)."""

    subject: Reference
    value: Value
    counts: bool = False


def leaves(project: Project, scoped: frozenset[str] = frozenset()) -> Iterator[Leaf]:
    """Every known or symbolic value of the module under test, in the order of the model.

    `scoped` are the addresses of data sources that only the check around them sees. References to attributes that the
    configuration itself sets are replaced by what it sets.
    """
    resolver = _Resolver(project)
    for resource in project.resources:
        if visible(resource, scoped):
            for name, value in resource.attributes.items():
                if name not in _NOT_ATTRIBUTES and not name.endswith("_wo"):
                    yield from _attribute(resource, name, resolver.value(value))
    for output in project.outputs:
        subject = _output(project, output)
        if subject is not None and not output.ephemeral:
            yield from _whole(subject, resolver.value(output.value))


def visible(resource: Resource, scoped: frozenset[str]) -> bool:
    """Whether a run can name the resource, and it is there for sure."""
    known = not resource.module and not resource.repeated and resource.mode is not Mode.EPHEMERAL
    return known and without_keys(resource.address) not in scoped


def _output(project: Project, output: Output) -> Reference | None:
    if not output.module:
        return Reference(f"output.{output.name}")
    calls = (call for call in project.calls if call.address == output.module and not call.module and not call.repeated)
    return next((Reference(call.address, (output.name,)) for call in calls), None)


def counts(project: Project, scoped: frozenset[str] = frozenset()) -> dict[str, int]:
    """How many instances there are of each block with `count` or `for_each`, by address; also of module calls."""
    found: dict[str, int] = {}
    hidden: set[str] = set()
    blocks: tuple[Resource | ModuleCall, ...] = (*project.resources, *project.calls)
    for block in blocks:
        plain = without_keys(block.address)
        if block.repeated:
            hidden.add(plain)
        elif not block.module and block.key is not None:
            found[plain] = found.get(plain, 0) + 1
    for sleeping in project.dormant:
        if sleeping.mode is not Mode.EPHEMERAL:
            found[f"module.{outermost(sleeping.module)}" if sleeping.module else sleeping.address] = 0
    called = {without_keys(call.address) for call in project.calls}
    out = {address for address, number in found.items() if number == 0 and address in called} | hidden | scoped
    ephemeral = {without_keys(found.address) for found in project.resources if found.mode is Mode.EPHEMERAL}
    return {address: number for address, number in found.items() if address not in out | ephemeral}


def count_fact(address: str, number: int) -> Fact:
    """That a block has this many instances."""
    return Fact(Reference(address), Relation.COUNTS, number) if number else Fact(Reference(address), Relation.ABSENT)


def facts(project: Project, scoped: frozenset[str] = frozenset()) -> dict[Reference, Fact]:
    """Everything that is known of the module under test, by subject: counts first, then values in order.

    An output that is null is `ABSENT`; other values that are null say nothing.
    """
    found = {Reference(address): count_fact(address, number) for address, number in counts(project, scoped).items()}
    for leaf in leaves(project, scoped):
        if leaf.counts:
            found[leaf.subject] = Fact(leaf.subject, Relation.COUNTS, leaf.value)
        elif leaf.value is None:
            found[leaf.subject] = Fact(leaf.subject, Relation.ABSENT)
        elif is_known(leaf.value):
            found[leaf.subject] = Fact(leaf.subject, Relation.EQUALS, leaf.value)
    return found


def dig(value: Value, path: tuple[Step, ...]) -> Value:
    """What stands at a path below a value; None where there is nothing."""
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(str(step))
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _attribute(resource: Resource, name: str, value: Value) -> Iterator[Leaf]:
    subject = Reference(resource.address, (name,))
    if name == _SINGLE and _are_blocks(value) and isinstance(value, tuple):
        for inner, limit in value[0].items():
            yield from _parts(_step(subject, inner), limit)
    elif resource.type == _BUILT_IN and value is not None:
        yield from _whole(subject, value)
    elif value != ():
        yield from _parts(subject, value)


def _whole(subject: Reference, value: Value) -> Iterator[Leaf]:
    """A value that is compared whole where it is known."""
    if value is None or (is_known(value) and not _has_null(value)):
        yield Leaf(subject, value)
    else:
        yield from _parts(subject, value, blocks=False)


def _parts(subject: Reference, value: Value, blocks: bool = True) -> Iterator[Leaf]:
    """A value, or what stands in it: entries of nested blocks, and what is known of a value that is not all known."""
    if value is None:
        return
    if blocks and _are_blocks(value) and isinstance(value, tuple):
        yield Leaf(subject, len(value), counts=True)
        for at, block in enumerate(value):
            for name, inner in block.items():
                if inner != ():
                    yield from _parts(_step(subject, at, name), inner)
    elif isinstance(value, Mapping) and not (is_known(value) and not _has_null(value)):
        for name, inner in value.items():
            yield from _parts(_step(subject, name), inner, blocks)
    elif is_known(value):
        if not _has_null(value):
            yield Leaf(subject, value)
    elif isinstance(value, SYMBOLIC):
        yield Leaf(subject, value)
    elif type(value) is tuple:
        for at, inner in enumerate(value):
            yield from _parts(_step(subject, at), inner, blocks)


def _step(subject: Reference, *steps: Step) -> Reference:
    return Reference(subject.address, (*subject.path, *steps))


def _has_null(value: Value) -> bool:
    """Whether there is a null in it: comparing those depends on types that are not known here."""
    return any(inner is None for inner in walk(value))


def _are_blocks(value: Value) -> bool:
    """Whether a value may be nested blocks: a list of objects looks the same, and may be taken apart too."""
    if not isinstance(value, tuple) or isinstance(value, ValueSet):
        return False
    return bool(value) and all(isinstance(item, Mapping) for item in value)


def _joined(parts: Iterable[Value]) -> Value:
    """A template of these parts, text beside text made one; only text where there is nothing else."""
    found: list[Value] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return found[0] if len(found) == 1 and isinstance(found[0], str) else Template(tuple(found))


class _Resolver:
    """Replaces references to what the configuration itself sets on a managed resource: known as soon as it plans."""

    def __init__(self, project: Project) -> None:
        managed = (found for found in project.resources if found.mode is Mode.MANAGED and not found.repeated)
        self.attributes = {found.address: found.attributes for found in managed}

    def value(self, value: Value, depth: int = 0) -> Value:
        if isinstance(value, Reference):
            return self._reference(value, depth)
        if isinstance(value, Template):
            return _joined(self.value(part, depth) for part in value.parts)
        if is_known(value):
            return value
        if isinstance(value, Mapping):
            return {key: self.value(inner, depth) for key, inner in value.items()}
        return tuple(self.value(inner, depth) for inner in value) if type(value) is tuple else value

    def _reference(self, reference: Reference, depth: int) -> Value:
        if depth > 20 or reference.address not in self.attributes:
            return reference
        found = self.value(dig(dict(self.attributes[reference.address]), reference.path), depth + 1)
        return found if isinstance(found, str | bool | int | float) else reference
