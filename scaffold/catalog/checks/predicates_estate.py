"""Predicates on how a resource stands in its project, and small ones that others are combined with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scaffold.catalog.checks.estate import Estate, Said, without_keys
from scaffold.catalog.checks.looking import fact, items, spots, truth
from scaffold.catalog.checks.verdict import (
    NOT_APPLICABLE,
    Outcome,
    Test,
    Verdict,
    all_hold,
    fails,
    holds,
    unknown,
)
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Reference, Template, Unknown, Value, walk


def negated(resource: Resource, estate: Estate, *, of: Test) -> Verdict:
    """`of` fails, or does not apply. There is no evidence for it: this is for `when`."""
    verdict = of(resource, estate)
    if verdict.holds:
        return fails("it does")
    return verdict if verdict.outcome is Outcome.UNKNOWN else holds()


def used(resource: Resource, estate: Estate, *, by: tuple[str, ...], names: tuple[str, ...] = ()) -> Verdict:
    """Another resource names this one somewhere in an attribute: `by` are `type.path`, `names` as for `paired`.

    Text counts where it has one of the names as a whole word (an ARN put together by hand). Unknown, where one of
    these attributes is not known.
    """
    texts = [value for name in names if isinstance(value := resource.attributes.get(name), str) and value]
    places = [estate.said(*place.split(".", 1)) for place in by]
    if any(_named_at(place, resource, texts) for place in places):
        return holds()
    unclear = any(place.unknown for place in places)
    return unknown("it may be used by what is not known") if unclear else fails("it is not used so")


def _named_at(place: Said, resource: Resource, texts: Iterable[str]) -> bool:
    """Whether anyone but the resource itself refers to it in a place, or says one of its names as a whole word."""
    sayers = set(place.declarations.get(without_keys(resource.address), ()))
    for text in texts:
        word = re.compile(rf"(?<![\w.-]){re.escape(text)}(?![\w.-])")
        sayers.update(*(by for said, by in place.with_text(text) if word.search(said)))
    return bool(sayers - {resource.address})


def mentioned(resource: Resource, estate: Estate) -> Verdict:
    """Something else in the project refers to this resource: another resource, an output, an opaque module."""
    return holds() if estate.mentions.get(resource.address) else fails("nothing refers to it")


def declared(
    resource: Resource, estate: Estate, *, types: tuple[str, ...], at: str = "", containing: str = ""
) -> Verdict:
    """The project has a resource of one of these types, or may have one; with `at`, one with a text in it there."""
    del resource
    return estate.once(("declared", types, at, containing), lambda: _declared(estate, types, at, containing))


def _declared(estate: Estate, types: tuple[str, ...], at: str, containing: str) -> Verdict:
    found = list(estate.of_type(*types))
    if at and found:
        texts = [value for each in found for spot in spots(each.attributes, at) for value in walk(spot.value)]
        if any(isinstance(text, str) and containing in text for text in texts):
            return holds()
        return (
            unknown(f"{at} is not known")
            if any(isinstance(text, Unknown) for text in texts)
            else fails("there is none")
        )
    if found:
        return holds()
    return unknown("whether there is one is not known") if estate.sleeps(*types) else fails("there is none")


def target(resource: Resource, estate: Estate, *, by: str, of: Test) -> Verdict:
    """`of` holds for what the attribute `by` refers to; unknown, where that is not in the project."""
    for spot in spots(resource.attributes, by):
        found = estate.find(spot.value)
        if found is None:
            return unknown(f"what {by} refers to is not here")
        verdict = of(found, estate)
        if not verdict.holds:
            return verdict
    return holds()


def called(resource: Resource, estate: Estate, *, pattern: str, at: tuple[str, ...] = ("name",)) -> Verdict:
    """The resource's own name, or the text written at one of `at`, matches the pattern (case does not count)."""
    del estate
    texts = [resource.name, *(text for path in at for spot in spots(resource.attributes, path) for text in _text(spot))]
    return holds() if any(re.search(pattern, text, re.IGNORECASE) for text in texts) else fails("its name is another")


def named(resource: Resource, estate: Estate, *, pattern: str, at: str) -> Verdict:
    """The text there matches the pattern (case does not count), as far as it is known."""
    del estate
    for spot in spots(resource.attributes, at):
        if any(re.search(pattern, text, re.IGNORECASE) for text in _text(spot)):
            return holds()
        if not isinstance(spot.value, str | Template):
            return unknown(f"{at} is not known")
    return fails(f"{at} is another")


def _text(spot: Any) -> Iterator[str]:
    value = spot.value
    if isinstance(value, Template):
        yield "".join(part if isinstance(part, str) else "\0" for part in value.parts)
    elif isinstance(value, str):
        yield value


def matches(resource: Resource, estate: Estate, *, at: str, pattern: str, default: str | None = None) -> Verdict:
    """The text begins as the pattern says, everywhere; `default` is what the provider takes."""
    del estate
    verdicts = []
    for spot in spots(resource.attributes, at):
        value = default if spot.value is None else spot.value
        said = truth(value, lambda text: isinstance(text, str) and re.match(pattern, text) is not None)
        if said is None:
            verdicts.append(unknown(f"{at} is not known"))
        elif not said:
            verdicts.append(fails(f"{at} is {value}" if spot.value is not None else f"{at} is not set"))
        elif spot.value is None:
            verdicts.append(holds(fact(resource, spot.path, Relation.ABSENT)))
        else:
            verdicts.append(holds(fact(resource, spot.path, Relation.EQUALS, value)))
    return all_hold(verdicts)


def contains(resource: Resource, estate: Estate, *, at: str, value: Any) -> Verdict:
    """The list there has this item."""
    del estate
    found = [spot.value for spot in items(resource.attributes, at)]
    if value in found:
        return holds(
            *(fact(resource, spot.path, Relation.EQUALS, spot.value) for spot in spots(resource.attributes, at))
        )
    return unknown(f"{at} is not known") if _unclear(found) else fails(f"{at} has no {value}")


def lacks(
    resource: Resource, estate: Estate, *, at: str, values: tuple[Any, ...], default: tuple[Any, ...] = ()
) -> Verdict:
    """The list there has none of these items; `default` is the list that the provider takes."""
    del estate
    found = [spot.value for spot in items(resource.attributes, at)] or list(default)
    bad = [value for value in values if value in found]
    if bad:
        return fails(f"{at} has {bad[0]}" if bad[0] not in default else f"{at} has {bad[0]}, or is not set")
    if _unclear(found):
        return unknown(f"{at} is not known")
    return holds(*_as_written(resource, at))


def _unclear(found: Iterable[Value]) -> bool:
    return any(isinstance(value, SYMBOLIC) and not _of_a_resource(value) for value in found)


def _of_a_resource(value: Value) -> bool:
    """Whether a value is text with something in it, or another resource's: neither is any particular literal."""
    if isinstance(value, Template):
        return any(isinstance(part, str) and part for part in value.parts)
    return isinstance(value, Reference) and value.address.startswith("aws_")


def both(resource: Resource, estate: Estate, *, when: Test, of: Test) -> Verdict:
    """`of`, where `when` holds; not applicable elsewhere. For a choice within a row."""
    gate = when(resource, estate)
    if gate.outcome is Outcome.UNKNOWN:
        return gate
    return of(resource, estate) if gate.holds else NOT_APPLICABLE


def ends_not(resource: Resource, estate: Estate, *, at: str, value: str) -> Verdict:
    """The text there, as far as it is written, does not end so."""
    del estate
    for spot in spots(resource.attributes, at):
        parts = spot.value.parts if isinstance(spot.value, Template) else (spot.value,)
        last = parts[-1] if parts else ""
        if isinstance(last, str) and last.endswith(value):
            return fails(at)
        if not isinstance(last, str) and not _of_a_resource(last):
            return unknown(f"{at} is not known")
    return holds(*_as_written(resource, at))


def _as_written(resource: Resource, at: str) -> Iterator[Fact]:
    return (fact(resource, spot.path, Relation.EQUALS, spot.value) for spot in spots(resource.attributes, at))
