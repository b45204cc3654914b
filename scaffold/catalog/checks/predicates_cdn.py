"""Predicates on the origins of a distribution."""

from __future__ import annotations

import re

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import alike, fact, is_set, truth
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, fails, holds, unknown
from scaffold.model.facts import Relation
from scaffold.model.project import Resource
from scaffold.model.values import Reference, Template, Value

_BUCKET_NAMES = ("bucket_regional_domain_name", "bucket_domain_name")
_WEBSITE = re.compile(r"s3-website[.-]")
_BUCKET = re.compile(r"\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?\Z")


def _of_bucket(domain: Value, estate: Estate) -> bool | None:
    """Whether a domain name is that of a bucket's own API; its website is another thing."""
    if isinstance(domain, Reference):
        found = estate.find(domain)
        if found is None:
            return None
        return found.type == "aws_s3_bucket" and bool(set(domain.path).intersection(_BUCKET_NAMES))
    if isinstance(domain, str | Template):
        parts = domain.parts if isinstance(domain, Template) else (domain,)
        text = "".join(part if isinstance(part, str) else "x" for part in parts)
        return _BUCKET.search(text) is not None and not _WEBSITE.search(text)
    return None


def bucket_is_private(resource: Resource, estate: Estate) -> Verdict:
    """An origin that is a bucket is read with an identity (origin access control), on the block of an origin."""
    of_bucket = _of_bucket(resource.attributes.get("domain_name"), estate)
    if not of_bucket:
        return NOT_APPLICABLE if of_bucket is False else unknown("what the origin is is not known")
    control = resource.attributes.get("origin_access_control_id")
    old = resource.attributes.get("s3_origin_config")
    if is_set(control):
        return holds(fact(resource, ("origin_access_control_id",), Relation.PRESENT))
    if old is not None:
        return holds(fact(resource, ("s3_origin_config",), Relation.PRESENT))
    return unknown("how it is read is not known") if is_set(control) is None else fails("no origin access control")


def origin_speaks_tls(resource: Resource, estate: Estate) -> Verdict:
    """An origin is asked over TLS, on the block of a custom origin; a bucket's website cannot be."""
    blocks = resource.attributes.get("custom_origin_config")
    block = blocks[0] if isinstance(blocks, tuple) and blocks else blocks
    if not isinstance(block, dict):
        return NOT_APPLICABLE if block is None else unknown("the origin is not known")
    domain = resource.attributes.get("domain_name")
    parts = domain.parts if isinstance(domain, Template) else (domain,)
    text = "".join(part for part in parts if isinstance(part, str))
    if _WEBSITE.search(text) or (isinstance(domain, Reference) and "website" in str(domain)):
        return NOT_APPLICABLE
    plain = truth(block.get("origin_protocol_policy"), lambda found: alike(found, "http-only"))
    if plain is None or (plain and not isinstance(domain, str | Template) and estate.find(domain) is None):
        return unknown("how the origin is asked is not known")
    if plain:
        return fails("http-only")
    steps = ("custom_origin_config", 0) if isinstance(blocks, tuple) else ("custom_origin_config",)
    return holds(fact(resource, (*steps, "origin_protocol_policy"), Relation.DIFFERS, "http-only"))


def has_root(resource: Resource, estate: Estate) -> Verdict:
    """A distribution whose default origin is a bucket says what stands at its root."""
    said = is_set(resource.attributes.get("default_root_object"))
    if said:
        return holds(fact(resource, ("default_root_object",), Relation.PRESENT))
    behaviors = resource.attributes.get("default_cache_behavior")
    behavior = behaviors[0] if isinstance(behaviors, tuple) and behaviors else behaviors
    origins = resource.attributes.get("origin")
    listed = origins if isinstance(origins, tuple) else (origins,)
    if said is None or not isinstance(behavior, dict) or not all(isinstance(origin, dict) for origin in listed):
        return unknown("the origins are not known")
    if behavior.get("function_association") or behavior.get("lambda_function_association"):
        return NOT_APPLICABLE
    own = [origin for origin in listed if origin.get("origin_id") == behavior.get("target_origin_id")]
    if len(own) != 1:
        return unknown("which origin is the default is not known")
    of_bucket = _of_bucket(own[0].get("domain_name"), estate)
    return fails("no default_root_object") if of_bucket else NOT_APPLICABLE if of_bucket is False else unknown()
