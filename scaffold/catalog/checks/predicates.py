"""Predicates on a resource's own attributes, and on those that belong to it.

`at` is always a dotted path (`versioning_configuration.status`); nested blocks on the way count each. `default` is what
the provider takes where nothing is written. `some` says that one place is enough, where there are several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from scaffold.catalog.checks.estate import Estate, belongs
from scaffold.catalog.checks.looking import Says, Spot, alike, as_bool, as_number, fact, is_set, items, spots, truth
from scaffold.catalog.checks.verdict import (
    NOT_APPLICABLE,
    Test,
    Verdict,
    all_hold,
    fails,
    holds,
    one_holds,
    unknown,
)
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import Reference, Value, is_known


def is_true(resource: Resource, estate: Estate, *, at: str, default: Any = None, some: bool = False) -> Verdict:
    """The value is true."""
    del estate
    return _each(resource, at, lambda value: as_bool(value) is True, (Relation.EQUALS, True), default, some)


def is_false(resource: Resource, estate: Estate, *, at: str, default: Any = None, some: bool = False) -> Verdict:
    """The value is false."""
    del estate
    return _each(resource, at, lambda value: as_bool(value) is False, (Relation.EQUALS, False), default, some)


def equals(
    resource: Resource, estate: Estate, *, at: str, value: Any, default: Any = None, some: bool = False
) -> Verdict:
    """The value is this one."""
    del estate
    return _each(resource, at, lambda found: alike(found, value), (Relation.EQUALS, value), default, some)


def one_of(
    resource: Resource,
    estate: Estate,
    *,
    at: str,
    values: tuple[Any, ...],
    default: Any = None,
    some: bool = False,
    reference: bool | None = None,
) -> Verdict:
    """The value is one of these; `reference` says what any reference counts as (else it is unknown)."""
    del estate
    return _each(
        resource,
        at,
        lambda found: any(alike(found, value) for value in values),
        (Relation.ONE_OF, values),
        default,
        some,
        reference,
    )


def none_of(
    resource: Resource,
    estate: Estate,
    *,
    at: str,
    values: tuple[Any, ...],
    default: Any = None,
    some: bool = False,
    reference: bool | None = None,
) -> Verdict:
    """The value is none of these (nothing written is none of them either, without `default`)."""
    del estate

    def says(found: Value) -> bool:
        return not any(alike(found, value) for value in values)

    expected = (Relation.DIFFERS, values[0]) if len(values) == 1 else (Relation.PRESENT, None)
    return _each(resource, at, says, expected, default, some, reference)


def at_least(
    resource: Resource,
    estate: Estate,
    *,
    at: str,
    value: float,
    default: Any = None,
    also: tuple[Any, ...] = (),
    some: bool = False,
) -> Verdict:
    """The number is not below `value`, or it is one of `also` (a 0 that means for ever)."""
    del estate

    says = _number(lambda number: number >= value or number in also)
    return _each(resource, at, says, (Relation.AT_LEAST, value), default, some)


def at_most(
    resource: Resource,
    estate: Estate,
    *,
    at: str,
    value: float,
    default: Any = None,
    without: tuple[Any, ...] = (),
    some: bool = False,
) -> Verdict:
    """The number is not above `value`, and none of `without` (a 0 that means for ever)."""
    del estate

    says = _number(lambda number: number <= value and number not in without)
    return _each(resource, at, says, (Relation.AT_MOST, value), default, some)


def _number(fits: Callable[[float], bool]) -> Callable[[Value], bool]:
    """Whether a value is a number that fits."""

    def says(found: Value) -> bool:
        number = as_number(found)
        return number is not None and fits(number)

    return says


def present(resource: Resource, estate: Estate, *, at: str, some: bool = False) -> Verdict:
    """Something is set there, or there is at least one nested block; a reference to an attribute counts."""
    del estate
    return _gathered([_set_at(resource, spot) for spot in spots(resource.attributes, at)], some)


def absent(resource: Resource, estate: Estate, *, at: str) -> Verdict:
    """Nothing is set there, in any block on the way."""
    del estate
    found = [(spot, is_set(spot.value)) for spot in spots(resource.attributes, at)]
    if any(said is True for _, said in found):
        return fails(f"{at} is set")
    if any(said is None for _, said in found):
        return unknown(f"whether {at} is set is not known")
    return holds(*(fact(resource, spot.path, Relation.ABSENT) for spot, _ in found))


def refers(resource: Resource, estate: Estate, *, at: str, to: tuple[str, ...], some: bool = True) -> Verdict:
    """What is there refers to a resource of one of the types `to`, or to what cannot be seen (unknown)."""
    verdicts = []
    for spot in spots(resource.attributes, at):
        for value in spot.value if isinstance(spot.value, tuple) else (spot.value,):
            target = estate.find(value)
            if target and target.type in to:
                verdicts.append(holds(fact(resource, spot.path, Relation.EQUALS, spot.value)))
            elif target or is_known(value):
                verdicts.append(fails(f"{at} is no {' or '.join(to)}"))
            else:
                verdicts.append(unknown(f"what {at} refers to is not known"))
    return _gathered(verdicts or [fails(f"{at} is not set")], some)


def all_of(resource: Resource, estate: Estate, *, of: tuple[Test, ...]) -> Verdict:
    """All of these predicates hold."""
    return all_hold(test(resource, estate) for test in of)


def any_of(resource: Resource, estate: Estate, *, of: tuple[Test, ...]) -> Verdict:
    """One of these predicates holds; the evidence is that of the first that does."""
    return one_holds(test(resource, estate) for test in of)


def nested(
    resource: Resource,
    estate: Estate,
    *,
    at: str,
    of: Test | None = None,
    where: Mapping[str, Any] | None = None,
    some: bool = True,
    none: str = "fails",
) -> Verdict:
    """`of` holds for the nested blocks at `at`, its paths seen from the block; for one of them, or (`some` false) all.

    `where` has literal attributes that a block must have to count. `none` is the outcome where no block counts:
    `fails`, `holds` or `skips` (not applicable). Without `of`, it is enough that there is one.
    """
    verdicts: list[Verdict] = []
    for spot in items(resource.attributes, at):
        counts = _counts(spot.value, where or {})
        if counts is None or not (counts is False or isinstance(spot.value, Mapping)):
            verdicts.append(unknown(f"what {at} says is not known"))
        elif counts and isinstance(spot.value, Mapping):
            verdicts.append(_in_block(resource, estate, spot, spot.value, of, where or {}))
    if verdicts:
        return _gathered(verdicts, some)
    missing = next((spot for spot in spots(resource.attributes, at)), Spot((at,), None))
    if none == "skips":
        return NOT_APPLICABLE
    if none == "holds":
        return holds(fact(resource, missing.path, Relation.ABSENT)) if missing.value is None else NOT_APPLICABLE
    return fails(f"there is no {at}")


def paired(
    resource: Resource,
    estate: Estate,
    *,
    type: tuple[str, ...],
    by: str,
    names: tuple[str, ...] = (),
    of: Test | None = None,
    some: bool = True,
    none: str = "fails",
) -> Verdict:
    """`of` holds for a resource of one of the types `type` whose attribute `by` points here (for all, if not `some`).

    It points here by a reference, or by the same text as one of this resource's attributes `names`. `none` is the
    outcome where there is no such resource, as for `nested`. One that might be elsewhere (in an opaque module that is
    told of this resource, or under a condition) is unknown.
    """
    verdicts: list[Verdict] = []
    for other, points in estate.about(resource, type, by, names):
        if points:
            verdicts.append(_of_the_pair(resource, estate, other, by, of))
        else:
            verdicts.append(unknown(f"whether {other.address} is about it is not known"))
    if verdicts:
        return _gathered(verdicts, some)
    if estate.hidden(resource, names) or estate.sleeps(*type):
        return unknown(f"a {type[0]} may be elsewhere")
    if none == "skips":
        return NOT_APPLICABLE
    return holds() if none == "holds" else fails(f"there is no {type[0]}")


def _of_the_pair(resource: Resource, estate: Estate, other: Resource, by: str, of: Test | None) -> Verdict:
    verdict = of(other, estate) if of else holds()
    if verdict.fails:
        return replace(verdict, position=verdict.position or other.position)
    if not verdict.holds:
        return verdict
    if not belongs(other, resource):
        return unknown(f"whether there is {other.address} is not known")
    link = [fact(other, spot.path, Relation.EQUALS, spot.value) for spot in spots(other.attributes, by) if spot.value]
    return holds(*link, *verdict.evidence)


def _in_block(
    resource: Resource,
    estate: Estate,
    spot: Spot,
    block: Mapping[str, Any],
    of: Test | None,
    where: Mapping[str, Any],
) -> Verdict:
    """A predicate on a nested block, as if it was a resource; its evidence is moved to where the block is."""
    inside = replace(resource, attributes=block)
    verdict = of(inside, estate) if of else holds()
    if not verdict.holds:
        return verdict
    chosen = [fact(resource, (*spot.path, name), Relation.EQUALS, value) for name, value in where.items()]
    if not of and not where:
        chosen = [fact(resource, spot.path, Relation.PRESENT)]
    return holds(*chosen, *(_moved(each, resource, spot) for each in verdict.evidence))


def _moved(found: Fact, resource: Resource, spot: Spot) -> Fact:
    if found.subject.address != resource.address:
        return found
    return replace(found, subject=Reference(resource.address, (*spot.path, *found.subject.path)))


def _counts(block: Value, where: Mapping[str, Any]) -> bool | None:
    """Whether a block has these literals."""
    if not isinstance(block, Mapping):
        return None
    said = [truth(block.get(name), _same_as(value)) for name, value in where.items()]
    return False if False in said else None if None in said else True


def _same_as(value: Value) -> Says:
    return lambda found: alike(found, value)


def _each(
    resource: Resource,
    at: str,
    says: Says,
    expected: tuple[Relation, Value],
    default: Value,
    some: bool,
    reference: bool | None = None,
) -> Verdict:
    """What `says` says of the value at each place; `expected` is the fact where it is true."""
    verdicts = [_judged(resource, spot, says, expected, default, reference) for spot in spots(resource.attributes, at)]
    return _gathered(verdicts, some)


def _judged(
    resource: Resource,
    spot: Spot,
    says: Says,
    expected: tuple[Relation, Value],
    default: Value,
    reference: bool | None,
) -> Verdict:
    name = ".".join(step for step in spot.path if isinstance(step, str))
    if spot.value is None:
        if says(default):
            return holds(fact(resource, spot.path, Relation.ABSENT))
        return fails(f"{name} is not set")
    said = truth(spot.value, says, reference)
    if said is None:
        return unknown(f"{name} is not known")
    if not said:
        return fails(f"{name} is {_shown(spot.value)}" if isinstance(spot.value, str | int | float) else name)
    return holds(_fitting(resource, spot, expected))


def _shown(value: str | float) -> str:
    """A literal as the source has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fitting(resource: Resource, spot: Spot, expected: tuple[Relation, Value]) -> Fact:
    """The fact expected, or where that is not quite true of the value (`also`, `"true"`, a reference), the value."""
    relation, value = expected
    found = spot.value
    if relation in _CHECKED and is_known(found) and not _CHECKED[relation](found, value):
        return fact(resource, spot.path, Relation.EQUALS, found)
    return fact(resource, spot.path, relation, value)


#: Whether a literal stands in a relation to the expected value as it is, without another spelling.
_CHECKED: Mapping[Relation, Callable[[Any, Any], bool]] = {
    Relation.AT_LEAST: lambda found, value: isinstance(found, int | float) and found >= value,
    Relation.AT_MOST: lambda found, value: isinstance(found, int | float) and found <= value,
    Relation.EQUALS: lambda found, value: found == value,
    Relation.ONE_OF: lambda found, values: found in values,
}


def _set_at(resource: Resource, spot: Spot) -> Verdict:
    said = is_set(spot.value)
    name = ".".join(step for step in spot.path if isinstance(step, str))
    if said is None:
        return unknown(f"whether {name} is set is not known")
    return holds(fact(resource, spot.path, Relation.PRESENT)) if said else fails(f"{name} is not set")


def _gathered(verdicts: Iterable[Verdict], some: bool) -> Verdict:
    return one_holds(verdicts) if some else all_hold(verdicts)
