"""Parameters: what a variant shows that another one does not, in a few cases each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

from scaffold.model.deployed import Configured, DeployedCase, Given, Points, Refuses, Subject
from scaffold.model.deployments import Evaluation, Role
from scaffold.model.families import Family
from scaffold.model.values import Value
from scaffold.plan.deployed.configuration import (
    options_phrase,
    plan_configuration,
    plan_families,
    spelled_options,
)
from scaffold.plan.deployed.inventory import plan_inventory
from scaffold.plan.deployed.matching import Change, Matching, Path
from scaffold.plan.deployed.outputs import plan_exports, plan_names
from scaffold.plan.deployed.spelling import MACHINE, below, whole
from scaffold.plan.deployed.tags import plan_changed_tags, shared_tags
from scaffold.plan.deployed.view import View
from scaffold.plan.deployed.wiring import plan_wiring
from scaffold.plan.words import listed

_LONGEST = 80
_SHORT = 40
#: So many places of one input are looked at one by one.
_FEW = 3
#: What stands before a message where an error is shown with its class.
_KIND = re.compile(r"^\w*Error: ")


def plan_refusal(evaluation: Evaluation) -> Iterator[DeployedCase]:
    """That the program does not get to its end, and what it says first."""
    failure = evaluation.failure
    if failure is not None:
        line = _KIND.sub("", failure.message.strip().partition("\n")[0])
        message = max(line.split(MACHINE), key=len).strip()
        short = message if len(message) <= _LONGEST else f"{message[: _LONGEST - 3].rstrip()}..."
        title = f"is refused: {short}" if short else "is refused"
        yield DeployedCase("refused", Family.PARAMETERS, title, "", (Refuses(message),), failure.position)


def plan_changes(before: Evaluation, view: View, beside: Iterable[Evaluation] = ()) -> Iterator[DeployedCase]:
    """What differs from an earlier evaluation, or from those on the other side of a border, each once."""
    matchings = [Matching(each, view.evaluation) for each in (before, *beside) if each.complete]
    seen: set[str] = set()
    if not all(matching.same_names for matching in matchings):
        yield from plan_inventory(view)
    for matching in matchings:
        for case in _changes(matching, view):
            if case.id not in seen:
                seen.add(case.id)
                yield case


def _changes(matching: Matching, view: View) -> Iterator[DeployedCase]:
    certain = set(view.subjects)
    appeared = [each for each in matching.appeared if each.address in certain]
    yield from plan_configuration(view, appeared, every_input=False)
    tags = list(plan_changed_tags(view, view.certain, matching.before.registrations))
    yield from tags
    for change in matching.changes:
        if change.after.address in certain and not (tags and _only_shared_tags(matching, change, view)):
            yield from _changed(matching, change, view)
    for name in ("parent", "provider"):
        moved = [each.after for each in matching.changes if name in each.options and each.after.address in certain]
        yield from (case for case in plan_families(view, moved, without=True) if case.id.endswith(f"#{name}"))
    yield from plan_wiring(view, appeared)
    if not matching.same_exports:
        yield from plan_names(view)
    yield from plan_exports(view, matching.exports)


def _only_shared_tags(matching: Matching, change: Change, view: View) -> bool:
    """Whether nothing is different but tags that are said of all resources at once."""
    before, after = (each.inputs.get("tags") for each in (change.before, change.after))
    if change.inputs != ("tags",) or change.options or change.gone:
        return False
    shared = shared_tags(view.certain)
    return all(path and path[0] in shared for path in matching.differing(before, after))


def _changed(matching: Matching, change: Change, view: View) -> Iterator[DeployedCase]:
    """What a registration is given now, and how it is treated."""
    after, subject = change.after, view.subject(change.after)
    spelled, without = whole(view.inputs(after))
    is_whole = change.gone and after.role is not Role.PROVIDER
    case_id = f"parameters:{after.address}"
    if is_whole:
        names = sorted({*change.inputs, *(set(change.before.inputs) - set(after.inputs))})
        phrase = f"has its {listed(names)}" if change.inputs else f"has no {listed(names)}"
        yield _case(view, change, case_id, phrase, (Given(subject, spelled, without),))
    else:
        said = [
            (path, value)
            for name in change.inputs
            if name in spelled
            for path, value in _said(matching, change, name, spelled)
            if not _is_open(path, without)
        ]
        if said:
            expect = tuple(_expected(subject, path, value) for path, value in said)
            yield _case(view, change, case_id, _phrase(said), expect)
    set_ = spelled_options(view, after, [name for name in change.options if name not in ("parent", "provider")])
    if set_:
        phrase = options_phrase(view, set_)
        yield _case(view, change, f"{case_id}#options", phrase, (Configured(subject, set_),))


def _said(matching: Matching, change: Change, name: str, spelled: Mapping[str, Value]) -> list[tuple[Path, Value]]:
    """Where an input differs and what stands there now: in a few places one by one, else the input whole."""
    before, after = change.before.inputs.get(name), change.after.inputs[name]
    paths = [(name, *path) for path in matching.differing(before, after)]
    found = [(path, _at(spelled, path)) for path in paths]
    return found if len(found) <= _FEW and all(value is not None for _, value in found) else [((name,), spelled[name])]


def _at(value: Value, path: Path) -> Value:
    return reduce(below, path, value)


def _is_open(path: Path, without: Iterable[str]) -> bool:
    """Whether something at a place is not known: what is there cannot be compared."""
    place = ".".join(map(str, path))
    return any(each == place or each.startswith(f"{place}.") for each in without)


def _expected(subject: Subject, path: Path, value: Value) -> Given | Points:
    """One place among others, or an input."""
    return Points(subject, path, value) if len(path) > 1 else Given(subject, {str(path[0]): value}, whole=False)


def _phrase(said: Sequence[tuple[Path, Value]]) -> str:
    """What is said of inputs that differ: a short one by its value."""
    names = sorted(dotted(path) for path, _ in said)
    value = said[0][1] if len(said) == 1 else None
    short = json.dumps(value, ensure_ascii=False) if isinstance(value, bool | int | float | str) else ""
    plain = 0 < len(short) <= _SHORT and "\\" not in short
    return f"has {names[0]} {short}" if plain else f"has its {listed(names)}"


def dotted(path: Path) -> str:
    """A way into a value as one writes it: `rules[0].name`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _case(
    view: View, change: Change, case_id: str, phrase: str, expect: tuple[Given | Points | Configured, ...]
) -> DeployedCase:
    title = f"{view.full_name(change.after)} {phrase}"
    return DeployedCase(case_id, Family.PARAMETERS, title, change.after.address, expect, change.after.position, phrase)
