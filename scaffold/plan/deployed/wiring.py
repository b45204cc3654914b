"""Wiring: the references that make the system work, one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from scaffold.model.deployed import DeployedCase, Points
from scaffold.model.deployments import Registration, Role
from scaffold.model.families import Family
from scaffold.model.values import Call, Reference, Step, Template, Value, references
from scaffold.plan.deployed.native import canonical_names
from scaffold.plan.deployed.view import View
from scaffold.plan.sentences import Pointing
from scaffold.plan.words import listed

Path = tuple[Step, ...]


#: What says all that it says by what it is about.
_MOVING = frozenset({"moved", "import", "removed"})
#: The way to what a block is there for each of, but for the block's name.
_DYNAMIC, _EACH = ("dynamic",), ("for_each",)


def plan_wiring(view: View, registrations: Iterable[Registration]) -> Iterator[DeployedCase]:
    """One case for each place at which a registration refers to others."""
    for each in registrations:
        if each.role is not Role.COMPONENT and each.token not in _MOVING:
            yield from _told_apart(_wires(view, each))


def _wires(view: View, registration: Registration) -> Iterator[DeployedCase]:
    for path, value, depth in _leaves(view.inputs(registration), (), None):
        met = view.met(value, registration.address)
        if met and all(each.address in view.subjects for each in met) and any(True for _ in references(value)):
            address = registration.address
            title = _sentence(view, registration, path if depth is None else path[:depth], met)
            case_id = f"wiring:{address}:{'.'.join(map(str, path))}"
            expect = (Points(view.subject(registration), path, value),)
            yield DeployedCase(case_id, Family.WIRING, title, address, expect, registration.position)


def _leaves(value: Any, path: Path, depth: int | None) -> Iterator[tuple[Path, Value, int | None]]:
    """Every value with references, as deep as the path to it goes; `depth` is where JSON begins on the way."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key), depth)
    elif isinstance(value, Call) and value.function == "jsonencode" and _is_deep(value.arguments[0]):
        yield from _leaves(value.arguments[0], path, len(path) if depth is None else depth)
    elif isinstance(value, tuple) and _is_deep(value):
        for at, item in enumerate(value):
            yield from _leaves(item, (*path, at), depth)
    elif path and isinstance(value, Reference | Template | Call | tuple):
        yield path, value, depth


def _is_deep(value: Any) -> bool:
    """Whether there are members to look into; a list of plain items is compared whole, and so is JSON text of one."""
    return isinstance(value, Mapping) or (isinstance(value, tuple) and any(isinstance(item, Mapping) for item in value))


def _sentence(view: View, registration: Registration, path: Path, met: list[Registration]) -> str:
    def sibling(attribute: str) -> str:
        for key, value in registration.inputs.items():
            if canonical_names(registration, (key,)) == (attribute,):
                return listed(view.things(view.met(value)) or [""])
        return ""

    names = canonical_names(registration, path)
    target = listed(view.things(met))
    if names[:1] == _DYNAMIC and names[2:] == _EACH:
        return f"{view.thing(registration)} has a {names[1].replace('_', ' ')} for each of {target}"
    return Pointing(view.thing(registration), registration.type, names, target, met[0].type, sibling).sentence()


def _told_apart(cases: Iterable[DeployedCase]) -> Iterator[DeployedCase]:
    """The cases of one registration; where lists say the same in several places, the title says in which."""
    titles: set[str] = set()
    for case in cases:
        path = next((each.path for each in case.expect if isinstance(each, Points)), ())
        places = [at for at, step in enumerate(path) if isinstance(step, int) and at]
        if case.title in titles and places:
            case = replace(case, title=f"{case.title} in {path[places[0] - 1]} {int(path[places[0]]) + 1}")
        titles.add(case.title)
        yield case
