"""Every predicate by the name that rows of the catalog call it; see `engine` for rows and `verdict` for verdicts.

A predicate is `(resource: Resource, estate: Estate, *, arguments...) -> Verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from scaffold.catalog.checks import (
    predicates,
    predicates_cdn,
    predicates_containers,
    predicates_estate,
    predicates_iam,
    predicates_network,
    predicates_policy,
    predicates_secrets,
    predicates_serverless,
)
from scaffold.catalog.checks.verdict import Verdict

Predicate: TypeAlias = "Callable[..., Verdict]"

PREDICATES: Mapping[str, Predicate] = {
    "absent": predicates.absent,
    "all_of": predicates.all_of,
    "any_of": predicates.any_of,
    "at_least": predicates.at_least,
    "at_most": predicates.at_most,
    "both": predicates_estate.both,
    "bucket_is_private": predicates_cdn.bucket_is_private,
    "called": predicates_estate.called,
    "containers": predicates_containers.containers,
    "contains": predicates_estate.contains,
    "current": predicates_serverless.current,
    "declared": predicates_estate.declared,
    "denies_insecure": predicates_policy.denies_insecure,
    "ends_not": predicates_estate.ends_not,
    "equals": predicates.equals,
    "has_root": predicates_cdn.has_root,
    "hides_messages": predicates_serverless.hides_messages,
    "is_false": predicates.is_false,
    "is_true": predicates.is_true,
    "lacks": predicates_estate.lacks,
    "matches": predicates_estate.matches,
    "mentioned": predicates_estate.mentioned,
    "method_asks_who": predicates_serverless.method_asks_who,
    "names_subject": predicates_iam.names_subject,
    "named": predicates_estate.named,
    "negated": predicates_estate.negated,
    "nested": predicates.nested,
    "no_literal": predicates_secrets.no_literal,
    "no_secret_text": predicates_secrets.no_secret_text,
    "no_secret_value": predicates_secrets.no_secret_value,
    "no_secrets": predicates_secrets.no_secrets,
    "no_wildcards": predicates_policy.no_wildcards,
    "none_of": predicates.none_of,
    "not_open_to_world": predicates_network.not_open_to_world,
    "not_public": predicates_policy.not_public,
    "one_of": predicates.one_of,
    "origin_speaks_tls": predicates_cdn.origin_speaks_tls,
    "paired": predicates.paired,
    "passes_few_roles": predicates_iam.passes_few_roles,
    "present": predicates.present,
    "refers": predicates.refers,
    "route_asks_who": predicates_serverless.route_asks_who,
    "target": predicates_estate.target,
    "used": predicates_estate.used,
}
