"""What an expert reviews, asked of what is planned: the invariants that hold with the suite's own values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from scaffold.catalog.checks.policies import DOCUMENT
from scaffold.model.checks import Choice
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Project, Resource
from scaffold.model.scenarios import Expectation, Phase, Run, RunFamily
from scaffold.model.values import SYMBOLIC, Call, Reference, Step, Template, Value, is_known, walk
from scaffold.plan.judged import Held, facts
from scaffold.plan.scenarios.ground import Ground, View
from scaffold.plan.scenarios.phrases import shown, thing
from scaffold.plan.scenarios.seen import visible
from scaffold.plan.scenarios.wiring import Link, links, may_apply
from scaffold.plan.words import listed

#: What a policy document makes of its arguments: made up in a suite, so that nothing in it is worth a review.
_RENDERED = ("json", "minified_json")
#: A key of a policy: what stands below it is inside the JSON of an attribute.
_STATEMENT = "Statement"
#: Where in a document's statement the values of a key stand, if not directly.
_WITHIN = {"identifiers": "principals"}


def plan_invariants(ground: Ground, choice: Choice | None = None) -> Iterator[Run]:
    """The run in the plan for what is known there, then one after a mocked apply for the rest, where that is safe."""
    expects: dict[Phase, dict[str, Expectation]] = {Phase.PLAN: {}, Phase.APPLY: {}}
    seen = _Seen(ground)
    for held in facts(_reviewed(ground), choice):
        for evidence in held.evidence:
            found = seen.told(evidence)
            if found is not None:
                phase, fact = found
                expects[phase].setdefault(_spelled(fact), Expectation(fact, _message(held, fact)))
    title = "keeps what a review asks for"
    planned, applied = (tuple(expects[phase].values()) for phase in (Phase.PLAN, Phase.APPLY))
    if planned:
        yield Run("invariants", RunFamily.INVARIANTS, title, {}, planned, ground.view.unsure)
    if applied and may_apply(ground):
        title = f"{title} once it is applied"
        yield Run("invariants:applied", RunFamily.INVARIANTS, title, {}, applied, phase=Phase.APPLY)


def _reviewed(ground: Ground) -> Project:
    """What is planned, but that policies are what their documents say, not the JSON that stands for it in a suite."""
    base = ground.baseline
    known = {
        address: {name: value for name, value in values.items() if name not in _RENDERED}
        for address, values in base.known_early.items()
        if f"data.{DOCUMENT}." in address
    }
    if not known:
        return base.planned
    return ground.what_if.project(base.path, base.values, {**base.known_early, **known})


class _Seen:
    """What a run can tell of the module under test, in the plan and after a mocked apply."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._planned = (_Index(ground.late, ground), *((_Index(ground.folded, ground),) if ground.early else ()))

    @cached_property
    def _applied(self) -> _Index:
        return _Index(self._ground.after, self._ground)

    @cached_property
    def _links(self) -> Mapping[Reference, Link]:
        return {link.subject: link for link in links(self._ground)}

    @cached_property
    def _secrets(self) -> tuple[Value, ...]:
        values = self._ground.baseline.values.items()
        return tuple(value for name, value in values if value and self._ground.secret(name))

    def told(self, fact: Fact) -> tuple[Phase, Fact] | None:
        """How far a run must go to tell a fact, and the fact as it can be spelled; nothing where none can.

        What is absent is not asked for: a provider may compute it, and then the plan does not know it.
        """
        if fact.relation is Relation.ABSENT or not self._named(fact.subject):
            return None
        if any(secret == part for part in walk(fact.value) for secret in self._secrets):
            return None
        if fact.relation is not Relation.EXCLUDES and not is_known(fact.value):
            return self._linked(fact)
        if any(_tells(index, fact, applied=False) for index in self._planned):
            return Phase.PLAN, fact
        return (Phase.APPLY, fact) if _tells(self._applied, fact, applied=True) else None

    def _named(self, subject: Reference) -> bool:
        """Whether it is something in a resource that a run can name; what is only written is not in a plan."""
        is_read = bool(subject.path) and not str(subject.path[0]).endswith("_wo")
        return is_read and subject.address in self._planned[0].resources

    def _linked(self, fact: Fact) -> tuple[Phase, Fact] | None:
        """A reference, where it leads; as in the wiring, which says what of it a run can name."""
        link = self._links.get(fact.subject)
        if link is None or fact.relation is not Relation.EQUALS:
            return None
        source = link.value if link.source is None else link.source
        is_early = len(self._planned) > 1 and _known(self._planned[1].at(fact.subject))
        return (Phase.PLAN if is_early else Phase.APPLY), replace(fact, value=source)


class _Index:
    """The resources of one evaluation that a run can name, by address."""

    def __init__(self, view: View, ground: Ground) -> None:
        found = (each for each in view.project.resources if visible(each, ground.scoped))
        self.resources: Mapping[str, Resource] = {each.address: each for each in found}

    def at(self, subject: Reference, applied: bool = False) -> Any:
        """What stands at a subject, also in the JSON of a policy; text that only an apply makes counts if `applied`."""
        resource = self.resources.get(subject.address)
        value: Any = dict(resource.attributes) if resource else None
        for step in subject.path:
            value = _below(_decoded(value, applied) if step == _STATEMENT else value, step)
        return value


def _tells(index: _Index, fact: Fact, applied: bool) -> bool:
    """Whether a run knows what it takes to say that a fact holds."""
    value = index.at(fact.subject, applied)
    if value is None or _known(value):
        return value is not None and (fact.relation is not Relation.EXCLUDES or _tells_apart(value, fact, applied))
    if fact.relation is Relation.EXCLUDES:
        return _tells_apart(value, fact, applied)
    if fact.relation is not Relation.PRESENT:
        return False
    # How many blocks there are in a set is not known while some of them may turn out to be the same.
    lone = type(value) is tuple and len(value) == 1 and isinstance(value[0], Mapping)
    return lone or (applied and _is_made(value))


def _known(value: Value) -> bool:
    return value is not None and is_known(value)


def _is_made(value: Value) -> bool:
    """Whether there is something after a mocked apply: what is below a computed attribute may be nothing."""
    if isinstance(value, Reference):
        return len(value.path) == 1
    if isinstance(value, Call):
        return value.function == "jsonencode"
    return isinstance(value, Template | tuple | Mapping)


def _below(value: Any, step: Step) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _decoded(value: Any, applied: bool) -> Any:
    """The data in JSON text; in what will be such text, if `applied`."""
    if isinstance(value, Call) and value.function == "jsonencode" and applied:
        return value.arguments[0]
    if not isinstance(value, str):
        return value
    try:
        return _frozen(json.loads(value))
    except (ValueError, RecursionError):
        return None


def _frozen(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_frozen, data))
    return {key: _frozen(item) for key, item in data.items()} if isinstance(data, dict) else data


def _excluded(fact: Fact) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    value: Any = fact.value
    keys, values = value
    return keys, values


def _tells_apart(value: Any, fact: Fact, applied: bool) -> bool:
    """Whether all is known that stands under the keys: of a policy, of all nested blocks, or of one list itself."""
    keys, path = _excluded(fact)[0], fact.subject.path
    if path[-1] in keys:
        return _known(value)
    if any(isinstance(step, int) for step in path):
        return False
    data = _decoded(value, applied)
    found = data.get(_STATEMENT) if isinstance(data, Mapping) else data
    entries = found if isinstance(found, tuple) else (found,)
    return bool(entries) and all(isinstance(entry, Mapping) and _keys_known(entry, keys) for entry in entries)


def _keys_known(entry: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    for key in keys:
        value = entry.get(_WITHIN.get(key, key))
        if key in _WITHIN and isinstance(value, tuple) and all(isinstance(item, Mapping) for item in value):
            value = tuple(item.get(key) for item in value)
        if isinstance(value, SYMBOLIC) or not is_known(value):
            return False
    return True


def _spelled(fact: Fact) -> str:
    """The same for facts that a run asks in the same words: for one of the nested blocks, whichever place it has."""
    inside = _STATEMENT in fact.subject.path
    path = [step if inside or isinstance(step, str) else "*" for step in fact.subject.path]
    return repr((fact.subject.address, path, fact.relation, fact.value))


def _message(held: Held, fact: Fact) -> str:
    """What is asked for, and what is wrong with it."""
    subject = thing(fact.subject.address)
    name = subject if held.resource.module else thing(held.resource.address)
    place = str(Reference("", fact.subject.path)).removeprefix(".")
    other = "" if name == subject else f" of {subject}"
    return f"{name} {held.check.title}: {place}{other} {_fault(fact)}"


def _fault(fact: Fact) -> str:
    value = shown(fact.value)
    match fact.relation:
        case Relation.PRESENT:
            return "is not set"
        case Relation.DIFFERS:
            return f"is {value}"
        case Relation.AT_LEAST:
            return f"is below {value}"
        case Relation.AT_MOST:
            return f"is above {value}"
        case Relation.ONE_OF:
            return f"is none of {listed([shown(each) for each in _several(fact.value)])}"
        case Relation.EXCLUDES:
            keys, values = _excluded(fact)
            return f"has {listed([str(each) for each in values])} among {keys[0]}"
    return f"is not {value or 'as declared'}"


def _several(value: Any) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)
