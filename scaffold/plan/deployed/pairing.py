"""Which registration of a later evaluation is which of an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from scaffold.model.deployments import Registration
from scaffold.model.position import Position

Pairs: TypeAlias = list[tuple[Registration, Registration]]
#: Where a registration is written: its type, and the place in the source.
Site: TypeAlias = tuple[str, Position]


def site(registration: Registration) -> Site:
    """Where a registration is written."""
    return registration.token, registration.position


def paired(
    before: Sequence[Registration], after: Sequence[Registration]
) -> tuple[Pairs, list[Registration], list[Registration]]:
    """By where they are written, then by name, then by the path of a construct below its stack, then in order: the
    pairs, those that are new, and those that are gone."""
    places: dict[Site, tuple[list[Registration], list[Registration]]] = {}
    for at, found in enumerate((before, after)):
        for each in found:
            places.setdefault(site(each), ([], []))[at].append(each)
    partner: dict[int, Registration] = {}
    for befores, afters in places.values():
        _by(lambda each: each.name, befores, afters, partner)
        _by(_below_the_stack, befores, afters, partner)
        taken = {id(match) for match in partner.values()}
        free = [each for each in befores if id(each) not in taken]
        # In a loop, what has no partner by name is new, unless everything is renamed.
        if len(befores) == len(afters) or len(free) == len(befores):
            rest = [each for each in afters if id(each) not in partner]
            partner.update({id(each): match for each, match in zip(rest, free, strict=False)})
    matched = {id(match) for match in partner.values()}
    return (
        [(partner[id(each)], each) for each in after if id(each) in partner],
        [each for each in after if id(each) not in partner],
        [each for each in before if id(each) not in matched],
    )


def _by(
    key: Callable[[Registration], str],
    before: Sequence[Registration],
    after: Sequence[Registration],
    partner: dict[int, Registration],
) -> None:
    """Pair what is not paired yet and has the same key; none with an empty one."""
    taken = {id(match) for match in partner.values()}
    known = {key(each): each for each in reversed(before) if id(each) not in taken}
    for each in after:
        match = known.pop(key(each), None) if id(each) not in partner and key(each) else None
        if match is not None:
            partner[id(each)] = match


def _below_the_stack(registration: Registration) -> str:
    return registration.name.partition("/")[2]
