"""Tags that everything has which can be tagged: one case for all, as one aspect or default gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from scaffold.model.deployed import DeployedCase, Truth, Truths
from scaffold.model.deployments import Registration
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.values import Value, is_known
from scaffold.plan.deployed.native import is_terraform
from scaffold.plan.deployed.view import View
from scaffold.plan.words import listed

_TAGS = "tags"
#: Fewer than so many that share their tags say nothing of all.
_SEVERAL = 3


def plan_tags(view: View, registrations: Sequence[Registration]) -> Iterator[DeployedCase]:
    """One case for the tags that every resource with tags has, and the same of."""
    shared = shared_tags(registrations)
    if shared:
        yield _case(view, registrations, shared, Family.INVARIANTS, f"with {listed(list(shared))}")


def plan_changed_tags(
    view: View, registrations: Sequence[Registration], before: Sequence[Registration]
) -> Iterator[DeployedCase]:
    """One case for the tags that every resource has and that are other ones than before."""
    shared, was = shared_tags(registrations), shared_tags(before)
    changed = {key: value for key, value in shared.items() if key in was and was[key] != value}
    if changed:
        said = listed([f"{key} {json.dumps(value, ensure_ascii=False)}" for key, value in changed.items()])
        yield _case(view, registrations, changed, Family.PARAMETERS, f"with {said}")


def shared_tags(registrations: Sequence[Registration]) -> Mapping[str, Value]:
    """The tags that every resource with tags has, and the same of; none where there are few."""
    tagged = [tags for _, tags in _tagged(registrations)]
    if len(tagged) < _SEVERAL or not all(is_terraform(each) for each in registrations):
        return {}
    return {key: value for key, value in tagged[0].items() if all(_has(tags, key, value) for tags in tagged)}


def _case(
    view: View, registrations: Sequence[Registration], tags: Mapping[str, Value], family: Family, said: str
) -> DeployedCase:
    truths = tuple(
        Truth(view.subject(each), (_TAGS, key), Relation.EQUALS, value)
        for each, _ in _tagged(registrations)
        for key, value in tags.items()
    )
    title = f"tags everything that can be tagged {said}"
    return DeployedCase(f"{family.value}:tags", family, title, "", (Truths(truths),))


def _tagged(registrations: Sequence[Registration]) -> Iterator[tuple[Registration, Mapping[str, Value]]]:
    return ((each, tags) for each in registrations if isinstance(tags := each.inputs.get(_TAGS), Mapping))


def _has(tags: Mapping[str, Value], key: str, value: Value) -> bool:
    return key in tags and is_known(value) and tags[key] == value
