"""Each boolean parameter that gates something, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scaffold.model.facts import Fact, Relation
from scaffold.model.position import Position
from scaffold.model.scenarios import Expectation, Run, RunFamily
from scaffold.model.shapes import Kind
from scaffold.model.values import Reference, Value, is_known
from scaffold.plan.scenarios.declared import differences, expected
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Ground, View
from scaffold.plan.scenarios.phrases import fault, thing, times
from scaffold.plan.scenarios.seen import count_fact, counts
from scaffold.plan.words import listed

#: So many siblings that must stay as they are, in one run.
_SIBLINGS = 20
_DIFFERENCES = 60


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean parameter, or an attribute of a parameter that is an object: `name` as a person would write it."""

    name: str
    parameter: str
    member: str
    value: Value
    position: Position

    def values(self, ground: Ground, on: bool) -> dict[str, Value]:
        """What changes in the baseline with the flag on or off."""
        if not self.member:
            return {self.parameter: on}
        whole = ground.value(self.parameter)
        return {self.parameter: {**(whole if isinstance(whole, Mapping) else {}), self.member: on}}


def flags(ground: Ground) -> Iterator[Flag]:
    """The boolean parameters, and the boolean attributes of those that are objects, in order."""
    for parameter in ground.parameters.values():
        value = ground.value(parameter.name)
        if parameter.shape.kind is Kind.BOOL and (value is None or isinstance(value, bool)):
            yield Flag(parameter.name, parameter.name, "", value, parameter.position)
        elif parameter.shape.kind is Kind.OBJECT and isinstance(value, Mapping) and is_known(value):
            for name, member in parameter.shape.members.items():
                inner = value.get(name)
                if member.shape.kind is Kind.BOOL and (inner is None or isinstance(inner, bool)):
                    yield Flag(f"{parameter.name}.{name}", parameter.name, name, inner, parameter.position)


def plan_flags(ground: Ground, gaps: Gaps, only_counts: bool = False) -> Iterator[Run]:
    """Two runs for each flag that changes something a run can see: on and off, one flip from the baseline."""
    for flag in flags(ground):
        on, off = (_look(ground, flag, side) for side in (True, False))
        if on is None or off is None:
            gaps.add(f"{flag.name} is not tried both ways: there are too many questions to ask", flag.position)
            continue
        if not differences(on, off) and not differences(off, on):
            continue
        if not ground.sound(on) or not ground.sound(off):
            wrong = "false" if ground.sound(on) else "true"
            gaps.add(f"{flag.name} is not tried both ways: something else must change for {wrong}", flag.position)
            continue
        for side, view, other in ((True, on, off), (False, off, on)):
            yield from _run(ground, flag, side, view, other, only_counts)


def _look(ground: Ground, flag: Flag, on: bool) -> View | None:
    return ground.view if flag.value is on else ground.ask(flag.values(ground, on))


def _run(ground: Ground, flag: Flag, on: bool, view: View, other: View, only_counts: bool) -> Iterator[Run]:
    said = f"{flag.name} is {str(on).lower()}"
    expects = [Expectation(fact, f"{said}, but {_wrong(fact, other)}") for fact in _changed(view, other, ground)]
    if not only_counts:
        differing = [fact for fact in _differing_values(view, other) if flag.value is not on or _shared(fact, other)]
        named = expected(ground, differing[:_DIFFERENCES], flag.values(ground, on))
        expects += [Expectation(each.fact, f"{said}, but {each.message}") for each in named]
        siblings = list(_siblings(view, other))[:_SIBLINGS]
        expects += [Expectation(fact, f"{said}, but {_disturbed(fact)}") for fact in siblings]
    if expects:
        identity = f"flag:{flag.name}:{str(on).lower()}"
        title = _title(flag, on, view, other)
        values = flag.values(ground, on)
        yield Run(identity, RunFamily.FLAGS, title, values, tuple(expects), view.unsure, position=flag.position)


def _changed(view: View, other: View, ground: Ground) -> list[Fact]:
    """How many there are of each block of which there are not as many on the other side."""
    own, others = (counts(each.project, ground.scoped) for each in (view, other))
    return [count_fact(address, number) for address, number in own.items() if others.get(address, number) != number]


def _differing_values(view: View, other: View) -> list[Fact]:
    return [fact for fact in differences(view, other) if fact.subject.path or _is_output(fact)]


def _shared(fact: Fact, other: View) -> bool:
    """Whether the other side says something of the same subject."""
    return fact.subject in other.facts


def _siblings(view: View, other: View) -> Iterator[Fact]:
    """The blocks that stand under a condition of their own, which this flag is not part of."""
    for subject, fact in view.facts.items():
        if not subject.path and not _is_output(fact) and other.facts.get(subject) == fact:
            yield fact


def _is_output(fact: Fact) -> bool:
    return fact.subject.address.startswith("output.")


def _wrong(fact: Fact, other: View) -> str:
    """What is wrong where there are not as many instances as there should be."""
    name = thing(fact.subject.address)
    if fact.relation is Relation.ABSENT:
        return f"{name} is still there"
    before = other.facts.get(Reference(fact.subject.address))
    if before is not None and before.relation is Relation.ABSENT and fact.value == 1:
        return f"{name} is missing"
    return fault(fact)


def _disturbed(fact: Fact) -> str:
    name = thing(fact.subject.address)
    if fact.relation is Relation.ABSENT:
        return f"{name} appears with it"
    return f"{name} does not stay there exactly {times(fact.value)}"


def _title(flag: Flag, on: bool, view: View, other: View) -> str:
    said = f"{flag.name} = {str(on).lower()}"
    appearing = _appearing(view, other)
    leaving = _appearing(other, view)
    if appearing:
        return f"{said} adds {listed(appearing)}"
    if leaving:
        return f"{said} removes {listed(leaving)}"
    places = {fact.subject.address: None for fact in differences(view, other) or differences(other, view)}
    return f"{said} sets {listed([thing(address) for address in places])}"


def _appearing(view: View, other: View) -> list[str]:
    """What is on one side and not on the other."""
    gone = {fact.subject.address for fact in other.facts.values() if _absent(fact)}
    return [
        thing(fact.subject.address) for fact in view.facts.values() if fact.subject.address in gone and _there(fact)
    ]


def _absent(fact: Fact) -> bool:
    return fact.relation is Relation.ABSENT and not fact.subject.path and not _is_output(fact)


def _there(fact: Fact) -> bool:
    return fact.relation is Relation.COUNTS and not fact.subject.path
