"""Every predicate by the name that rows of the catalog call it; see `engine` for rows and `verdict` for verdicts.

A predicate is `(resource: Resource, estate: Estate, *, arguments...) -> Verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from scaffold.catalog.checks import predicates, predicates_network, predicates_policy
from scaffold.catalog.checks.verdict import Verdict

Predicate: TypeAlias = "Callable[..., Verdict]"

PREDICATES: Mapping[str, Predicate] = {
    "all_of": predicates.all_of,
    "any_of": predicates.any_of,
    "absent": predicates.absent,
    "at_least": predicates.at_least,
    "at_most": predicates.at_most,
    "denies_insecure": predicates_policy.denies_insecure,
    "equals": predicates.equals,
    "is_false": predicates.is_false,
    "is_true": predicates.is_true,
    "nested": predicates.nested,
    "no_wildcards": predicates_policy.no_wildcards,
    "none_of": predicates.none_of,
    "not_open_to_world": predicates_network.not_open_to_world,
    "not_public": predicates_policy.not_public,
    "one_of": predicates.one_of,
    "paired": predicates.paired,
    "present": predicates.present,
    "refers": predicates.refers,
}
