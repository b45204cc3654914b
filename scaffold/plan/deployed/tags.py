"""Tags that everything has which can be tagged: one case for all, as one aspect or default gives them."""

from __future__ import annotations

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
    tagged = [(each, tags) for each in registrations if isinstance(tags := each.inputs.get(_TAGS), Mapping)]
    if len(tagged) < _SEVERAL or not all(is_terraform(each) for each, _ in tagged):
        return
    shared = {key: value for key, value in tagged[0][1].items() if all(_has(tags, key, value) for _, tags in tagged)}
    if shared:
        truths = tuple(
            Truth(view.subject(each), (_TAGS, key), Relation.EQUALS, value)
            for each, _ in tagged
            for key, value in shared.items()
        )
        title = f"tags everything that can be tagged with {listed(list(shared))}"
        yield DeployedCase("invariants:tags", Family.INVARIANTS, title, "", (Truths(truths),))


def _has(tags: Mapping[str, Value], key: str, value: Value) -> bool:
    return key in tags and is_known(value) and tags[key] == value
