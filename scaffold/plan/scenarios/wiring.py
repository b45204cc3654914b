"""References reach the very attribute that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scaffold.model.addresses import without_keys
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Mode, Project
from scaffold.model.scenarios import Expectation, Phase, Run, RunFamily, Target
from scaffold.model.values import Reference, Template, Value, is_known, references
from scaffold.plan.scenarios.baseline import Baseline
from scaffold.plan.scenarios.ground import Ground, View
from scaffold.plan.scenarios.phrases import shown, thing
from scaffold.plan.scenarios.seen import Leaf, dig, leaves
from scaffold.plan.words import listed

#: The provider that is part of Terraform.
_BUILT_IN = "terraform"


class Link(NamedTuple):
    """Where a value comes from: the very attribute, or text around some, if a run can name them, and what it then is,
    if that is known."""

    subject: Reference
    source: Reference | Template | None
    value: Value


def plan_wiring(ground: Ground) -> Iterator[Run]:
    """The run in the plan for what is known there, then one after a mocked apply for the rest, where that is safe."""
    yield from wire(ground, links(ground))


def wire(ground: Ground, links: Sequence[Link]) -> Iterator[Run]:
    """The runs for these links."""
    early = [link for link in links if ground.early and _known_in(ground.folded, link.subject)]
    late = [link for link in links if link not in early]
    if early:
        unsure = ground.view.unsure
        yield Run("wiring", RunFamily.WIRING, "connects what belongs together", {}, _expects(early), unsure)
    if late and may_apply(ground):
        identity = "wiring:applied" if early else "wiring"
        title = "connects what only exists once it is applied" if early else "connects what belongs together"
        yield Run(identity, RunFamily.WIRING, title, {}, _expects(late), phase=Phase.APPLY)


def may_apply(ground: Ground) -> bool:
    """Whether an apply touches nothing real: all providers mocked, no command run, and nothing that refuses to go."""
    baseline = ground.baseline
    mocked = {f"{mock.provider}.{mock.alias}" if mock.alias else mock.provider for mock in baseline.mocks}
    replaced = {override.address for override in baseline.overrides if override.kind is Target.MODULE}
    for resource in baseline.project.resources:
        name = resource.provider.split(".")[0]
        real = name != _BUILT_IN and resource.provider not in mocked and name not in mocked
        if real or resource.provisioned or resource.lifecycle.get("prevent_destroy") not in (None, False):
            return False
    if (
        _unanswered(baseline)
        or ground.after.undecided
        or any(holds is not True for holds in ground.after.rules.values())
    ):
        return False
    return all(without_keys(call.address) in replaced for call in baseline.project.calls if call.opaque)


def _unanswered(baseline: Baseline) -> bool:
    """Whether something names a data source that nothing answers for, of a type whose mocked answers are of no use."""
    types = {_data_type(address) for address in baseline.known} - {""}
    answered = {kind.removeprefix("data.") for mock in baseline.mocks for kind in mock.defaults if kind[:5] == "data."}
    named = {without_keys(edge.target) for edge in baseline.project.edges}
    return any(_data_type(address) in types - answered for address in named - baseline.known.keys())


def _data_type(address: str) -> str:
    """The type of a data source, by its address; empty for anything else."""
    return address.split(".")[-2] if ".data." in f".{address}" else ""


def links(ground: Ground) -> list[Link]:
    """Everything that refers to what only exists once something is created."""
    return list(_links(ground))


def _links(ground: Ground) -> Iterator[Link]:
    after = _by_subject(ground.after.project)
    sources = _Sources(ground.baseline.planned, ground.scoped)
    for leaf in leaves(ground.late.project, ground.scoped):
        if leaf.counts or is_known(leaf.value) or _of_module(leaf):
            continue
        known = dig(after.get(leaf.subject.address), leaf.subject.path)
        known = known if known is not None and is_known(known) else None
        source = sources.of(leaf.value)
        if known is None and any(len(reference.path) > 1 for reference in references(source)):
            source = None  # below a computed attribute that is mocked there may be nothing
        if _is_number(known) and ground.baseline.mocks and not leaf.subject.address.startswith("output."):
            continue  # schemas may have text on one side and a number on the other: those are never equal
        if source is not None or known is not None:
            yield Link(leaf.subject, source, known)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _of_module(leaf: Leaf) -> bool:
    """Whether it is the output of a called module: that module's own suite sees more of it."""
    return leaf.subject.address.startswith("module.")


class _Sources:
    """What a run can name of the things that values refer to."""

    def __init__(self, project: Project, scoped: frozenset[str]) -> None:
        self.own = {found.address for found in project.resources if not found.repeated and not found.module} - scoped
        self.own -= {found.address for found in project.resources if found.mode is Mode.EPHEMERAL}
        self.own |= {call.address for call in project.calls if call.opaque and not call.module and not call.repeated}
        called = {call.address for call in project.calls if not call.module and not call.repeated}
        self.outputs: dict[Reference, Reference] = {}
        for output in project.outputs:
            if output.module in called and isinstance(output.value, Reference):
                self.outputs.setdefault(output.value, Reference(output.module, (output.name,)))

    def of(self, value: Value) -> Reference | Template | None:
        """A reference, or text around some, as the module under test can spell it, or nothing."""
        if isinstance(value, Template):
            parts = tuple(part if isinstance(part, str) else self.of(part) for part in value.parts)
            return None if None in parts else Template(parts)
        return self.named(value) if isinstance(value, Reference) else None

    def named(self, reference: Reference) -> Reference | None:
        """The reference as the module under test can make it, or nothing."""
        if any(step == "*" for step in reference.path) or not reference.path:
            return None
        plain = Reference(reference.address, reference.path)
        return plain if plain.address in self.own else self.outputs.get(plain)


def _by_subject(project: Project) -> dict[str, Value]:
    """The attributes of each resource, and the value of each output, by address."""
    found: dict[str, Value] = {f"output.{each.name}": each.value for each in project.outputs if not each.module}
    return {**found, **{each.address: dict(each.attributes) for each in project.resources if not each.module}}


def _known_in(view: View, subject: Reference) -> bool:
    value = dig(_by_subject(view.project).get(subject.address), subject.path)
    return value is not None and is_known(value)


def _expects(links: list[Link]) -> tuple[Expectation, ...]:
    return tuple(_expectation(link) for link in links)


def _expectation(link: Link) -> Expectation:
    place = str(Reference("", link.subject.path)).removeprefix(".")
    name = thing(link.subject.address)
    if link.source is None:
        fact = Fact(link.subject, Relation.EQUALS, link.value)
        ending = shown(link.value) or "made of what it names"
    elif isinstance(link.source, Template):
        fact = Fact(link.subject, Relation.EQUALS, link.source)
        ending = f"made of {listed([str(reference) for reference in references(link.source)])}"
    else:
        fact = Fact(link.subject, Relation.EQUALS, link.source)
        ending = f"that of {thing(link.source.address)} ({link.source})"
    subject = f"{name}{'.' if place else ''}{place}" if name.startswith("output ") else f"{name}: {place}"
    return Expectation(fact, f"{subject} is not {ending}")
