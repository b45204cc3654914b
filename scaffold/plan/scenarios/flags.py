"""Each boolean parameter that gates something, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.model.facts import Fact, Relation
from scaffold.model.position import Position
from scaffold.model.project import Rule
from scaffold.model.scenarios import Expectation, Run, RunFamily
from scaffold.model.shapes import Kind
from scaffold.model.values import Reference, Value, is_known
from scaffold.plan.scenarios.addresses import outermost
from scaffold.plan.scenarios.candidates import candidates
from scaffold.plan.scenarios.declared import differences, expected
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Ground, View
from scaffold.plan.scenarios.phrases import fault, thing, times
from scaffold.plan.scenarios.seen import count_fact, counts
from scaffold.plan.scenarios.synthesis import made_up
from scaffold.plan.words import listed

#: So many siblings that must stay as they are, in one run.
_SIBLINGS = 20
_DIFFERENCES = 60
#: Where made-up values are, if they are anywhere.
_REGION = "us-east-1"
#: So many values of another parameter are tried with a flag that cannot stand alone.
_COMPANY = 20


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
    """Two runs for each flag that changes something: on and off, one flip from the baseline.

    What a flag changes only inside a called module, no run can see from here; that it plans both ways, it can.
    """
    for flag in flags(ground):
        sides = _sides(ground, flag, {})
        if sides is None:
            gaps.add(f"{flag.name} is not tried both ways: there are too many questions to ask", flag.position)
        elif differences(sides.on, sides.off) or differences(sides.off, sides.on) or _below(sides.on, sides.off):
            together = sides if sides.sound(ground) else _with_company(ground, flag, sides)
            if together is None:
                wrong = "false" if ground.sound(sides.on) else "true"
                gaps.add(f"{flag.name} is not tried both ways: something else must change for {wrong}", flag.position)
                continue
            yield from _run(ground, flag, True, together, only_counts)
            yield from _run(ground, flag, False, together, only_counts)


@dataclass(frozen=True)
class _Sides:
    """A flag on and off, both with the same changes of something else."""

    on: View
    off: View
    company: Mapping[str, Value]

    def sound(self, ground: Ground) -> bool:
        """Whether it plans both ways."""
        return ground.sound(self.on) and ground.sound(self.off)


def _sides(ground: Ground, flag: Flag, company: Mapping[str, Value]) -> _Sides | None:
    on, off = (_look(ground, flag, side, company) for side in (True, False))
    return None if on is None or off is None else _Sides(on, off, company)


def _look(ground: Ground, flag: Flag, on: bool, company: Mapping[str, Value]) -> View | None:
    if flag.value is on and not company:
        return ground.view
    return ground.ask({**company, **flag.values(ground, on)})


def _with_company(ground: Ground, flag: Flag, sides: _Sides) -> _Sides | None:
    """The flag both ways with one other parameter changed, so that the rules hold that ask for it."""
    view = sides.off if ground.sound(sides.on) else sides.on
    failing = [rule for rule in view.project.rules if rule.holds is False and not rule.subject.startswith("module.")]
    wrong = flag.values(ground, view is sides.on)
    tries = 0
    for name, value in (*_missing(ground, view), *_company(ground, flag, failing)):
        company = {name: value}
        if not ground.fits(name, value) or False in ground.rules({**wrong, **company}).values():
            continue
        tries += 1
        found = _sides(ground, flag, company) if tries <= _COMPANY else None
        if found is None or found.sound(ground):
            return found
    return None


def _missing(ground: Ground, view: View) -> Iterator[tuple[str, Value]]:
    """Values for the parameters that are called like an argument that is missing."""
    new = [reference for reference in view.missing if reference not in ground.view.missing]
    return ground.values_for(new)


def _company(ground: Ground, flag: Flag, failing: Sequence[Rule]) -> Iterator[tuple[str, Value]]:
    """Values for the other parameters of the rules that fail, natural ones first."""
    for rule in failing:
        for name in rule.parameters:
            parameter = ground.parameters.get(name)
            if parameter is not None and name != flag.parameter:
                yield name, made_up(parameter, None, _REGION)
                yield from ((name, value) for value in candidates(parameter, rule, ground.value(name)))


def _run(ground: Ground, flag: Flag, on: bool, sides: _Sides, only_counts: bool) -> Iterator[Run]:
    view, other = (sides.on, sides.off) if on else (sides.off, sides.on)
    values = {**sides.company, **flag.values(ground, on)}
    said = f"{flag.name} is {str(on).lower()}"
    expects = [Expectation(fact, f"{said}, but {_wrong(fact, other)}") for fact in _changed(view, other, ground)]
    if not only_counts:
        changed = flag.value is not on or sides.company
        differing = [fact for fact in _differing_values(view, other) if changed or _shared(fact, other)]
        named = expected(ground, differing[:_DIFFERENCES], values)
        expects += [Expectation(each.fact, f"{said}, but {each.message}") for each in named]
        siblings = list(_siblings(view, other))[:_SIBLINGS]
        expects += [Expectation(fact, f"{said}, but {_disturbed(fact)}") for fact in siblings]
    if expects or _below(view, other):
        identity = f"flag:{flag.name}:{str(on).lower()}"
        title = _title(flag, on, view, other) + (f" with {ground.spelled(sides.company)}" if sides.company else "")
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
    if not places:
        return f"{said} reaches {listed([thing(module) for module in _below(view, other)])}"
    return f"{said} sets {listed([thing(address) for address in places])}"


def _below(view: View, other: View) -> tuple[str, ...]:
    """The modules called from here in which there is something else on the other side, in order."""
    own, others = (
        {resource.address: resource for resource in each.project.resources if resource.module} for each in (view, other)
    )
    changed = [
        resource
        for address, resource in {**others, **own}.items()
        if address not in own or address not in others or own[address].attributes != others[address].attributes
    ]
    return tuple(dict.fromkeys(f"module.{outermost(resource.module)}" for resource in changed))


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
