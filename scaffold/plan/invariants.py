"""Invariants: what an expert reviews, asserted where it holds."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.checks import Invariant
from scaffold.model.checks import Choice
from scaffold.model.families import Family
from scaffold.model.testplan import AllHold, Case, Holds
from scaffold.plan.evidence import declared, repeats, written
from scaffold.plan.folder import Declaration, Folder
from scaffold.plan.judged import Judged, judged
from scaffold.plan.words import thing


def plan_invariants(folder: Folder, choice: Choice) -> Iterator[Case]:
    """One case for each invariant that holds for a block of the folder, for every instance of it in the project."""
    for declaration, invariant, found in _by_declaration(folder, choice):
        if all(each.verdict.holds for each in found):
            said = tuple({repr(holds): holds for each in found for holds in _said(each, folder)}.values())
            if said:
                yield _case(declaration, invariant, said)


def _by_declaration(folder: Folder, choice: Choice) -> Iterator[tuple[Declaration, Invariant, list[Judged]]]:
    """What is said of the instances of each block, block by block and check by check."""
    groups: dict[tuple[str, str], tuple[Declaration, Invariant, list[Judged]]] = {}
    for each in judged(folder.estate, choice, folder.resources):
        declaration = declared(each.resource, folder)
        if declaration:
            key = (declaration.address, each.invariant.check.id)
            groups.setdefault(key, (declaration, each.invariant, []))[2].append(each)
    yield from groups.values()


def _said(found: Judged, folder: Folder) -> Iterator[Holds]:
    """What is written in the folder that makes it hold; of another resource also how often that is there."""
    others: set[str] = set()
    for fact in found.verdict.evidence:
        address = fact.subject.address
        if address != found.resource.address and address not in others:
            others.add(address)
            other = folder.estate.by_address.get(address)
            yield from repeats(other, folder) if other else ()
        yield from written(fact, folder, folder.estate)


def _case(declaration: Declaration, invariant: Invariant, said: tuple[Holds, ...]) -> Case:
    check = invariant.check
    title = f"{thing(declaration)} {check.title}"
    identity = f"invariants:{check.id}:{declaration.address}"
    return Case(identity, Family.INVARIANTS, title, declaration.address, AllHold(said), declaration.block.position)
