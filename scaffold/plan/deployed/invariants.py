"""Invariants: what an expert reviews, asserted where it holds, in the words of the platform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from scaffold.catalog.checks import Estate
from scaffold.model.checks import Choice
from scaffold.model.deployed import DeployedCase, Truth, Truths
from scaffold.model.deployments import Registration
from scaffold.model.facts import Fact, Relation
from scaffold.model.families import Family
from scaffold.model.project import Project
from scaffold.model.source import Form
from scaffold.model.values import Call, Step, Unknown, Value
from scaffold.plan.deployed.native import canonical_names, own_name
from scaffold.plan.deployed.spelling import below, decoded, whole
from scaffold.plan.deployed.view import View
from scaffold.plan.judged import Judged, judged
from scaffold.plan.relations import stands, texts_under

Path = tuple[Step, ...]


def plan_invariants(view: View, choice: Choice) -> Iterator[DeployedCase]:
    """One case for each invariant that holds for a resource and that inputs show."""
    project = view.evaluation.project
    if project is None:
        return
    yield from _telling(_cases(view, project, choice))


def _telling(cases: Iterable[DeployedCase]) -> Iterator[DeployedCase]:
    """The cases without those that another one says as well, with more besides."""
    cases = list(cases)
    said = [frozenset(_parts(case)) for case in cases]
    for case, own in zip(cases, said, strict=True):
        if not any(own < other for other in said):
            yield case


def _parts(case: DeployedCase) -> Iterator[str]:
    """What a case says, one by one: of several texts that must not be there, each."""
    for truth in (truth for each in case.expect if isinstance(each, Truths) for truth in each.truths):
        if truth.relation is Relation.EXCLUDES and isinstance(truth.value, tuple):
            keys, values = truth.value
            yield from (repr(replace(truth, value=(keys, value))) for value in values)
        else:
            yield repr(truth)


def _cases(view: View, project: Project, choice: Choice) -> Iterator[DeployedCase]:
    certain = {each.address: each for each in view.certain}
    for found in judged(Estate(project), choice):
        registration = certain.get(found.resource.address)
        if registration is not None and found.verdict.holds:
            said = [truth for fact in found.verdict.evidence for truth in _told(view, certain, fact)]
            truths = tuple({repr(truth): truth for truth in said}.values())
            if truths:
                yield _case(view, registration, found, truths)


def _case(view: View, registration: Registration, found: Judged, truths: tuple[Truth, ...]) -> DeployedCase:
    check, address = found.invariant.check, registration.address
    title = f"{view.thing(registration)} {check.title}"
    case_id = f"invariants:{check.id}:{address}"
    return DeployedCase(case_id, Family.INVARIANTS, title, address, (Truths(truths),), registration.position)


def _told(view: View, certain: Mapping[str, Registration], fact: Fact) -> Iterator[Truth]:
    """What inputs show of a fact: the fact itself where it stands there, else that they are what they are."""
    registration = certain.get(fact.subject.address)
    if registration is None:
        return
    place = _place(view, registration, fact.subject.path)
    subject = view.subject(registration)
    if fact.relation is Relation.EXCLUDES:
        value: Any = fact.value
        keys, values = value
        keys = keys if place.encoded else tuple(_own_name(registration, place, key) for key in keys)
        document = _document(place.shown)
        if isinstance(document, Mapping | tuple) and not any(text in values for text in texts_under(document, keys)):
            yield Truth(subject, place.path, Relation.EXCLUDES, (keys, values))
    elif fact.relation is Relation.ABSENT:
        if place.shown is None and place.path:
            yield Truth(subject, place.path, Relation.ABSENT)
    elif stands(cast(Form, place.shown), fact.relation, fact.value):
        yield Truth(subject, place.path, fact.relation, fact.value)
    elif place.path and place.given is not None:
        known, without = whole({"value": place.given})
        if not without:
            yield Truth(subject, place.path, Relation.EQUALS, known["value"])


@dataclass(frozen=True, slots=True)
class _Place:
    """A native path below a registration: what is `given` there as a test spells it, and what is `shown` under the
    mocks; `encoded` says that it is inside JSON text, or is such text."""

    path: Path
    given: Value
    shown: Value
    encoded: bool


def _place(view: View, registration: Registration, path: Path) -> _Place:
    """The native place of a canonical path: single blocks have no position there."""
    given: Any = view.inputs(registration)
    shown: Any = dict(registration.resolved)
    found: list[Step] = []
    encoded = False
    for step in path:
        native = step
        if _is_opaque(given) and _is_opaque(shown):
            return _Place((), None, None, encoded)  # nothing can be asked of what a text does not show
        if isinstance(step, int):
            if not isinstance(_document(shown), tuple) and not isinstance(given, tuple):
                continue
        elif not encoded:
            native = _named(registration, tuple(each for each in found if isinstance(each, str)), step, shown)
        given, shown = below(given, native), below(shown, native)
        found.append(native)
        encoded = encoded or _is_encoded(given, shown)
    return _Place(tuple(found), given, shown, encoded)


def _named(registration: Registration, above: tuple[str, ...], step: str, shown: Value) -> str:
    """What the native inputs call a canonical step."""
    keys = [key for key in shown if isinstance(key, str)] if isinstance(shown, Mapping) else []
    for key in keys:
        if canonical_names(registration, (*above, key))[-1:] == (step,):
            return key
    return own_name(registration, step, above)


def _own_name(registration: Registration, place: _Place, key: str) -> str:
    above = tuple(step for step in place.path if isinstance(step, str))
    return own_name(registration, key, above)


def _is_opaque(value: Value) -> bool:
    """Whether there is something in which no members are seen: an expression, text that is no JSON."""
    inside = isinstance(value, Call) and value.function in ("jsonencode", "secret")
    return value is not None and not inside and not isinstance(_document(value), Mapping | tuple)


def _is_encoded(given: Value, shown: Value) -> bool:
    """Whether a value is JSON text."""
    if isinstance(given, Call) and given.function == "jsonencode":
        return True
    return isinstance(shown, str) and not isinstance(decoded(shown), Unknown)


def _document(shown: Value) -> Any:
    found = decoded(shown)
    return shown if isinstance(found, Unknown) else found
