"""Data sources that say who and where we are, or what is the same in every account."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.found.base import Finder
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.surroundings import Surroundings, dns_suffix_of

#: Accounts in which the cloud itself works, where their number does not matter to an emulator.
_SERVICES_OWN = "127311923021"
#: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and its like.
_MANAGED_POLICIES: Mapping[str, str] = {
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
}


def _caller(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    account = {"id": here.account, "account_id": here.account}
    return {**account, "user_id": "REHEARSAL", "arn": here.arn("iam", "user/rehearsal", everywhere=True)}


def _region(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("region") or make.get("name") or here.region
    ends = {"endpoint": f"ec2.{name}.{dns_suffix_of(name)}", "description": name}
    return {"id": name, "name": name, "region": name, **ends}


def _partition(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    suffix = dns_suffix_of(here.region)
    prefix = ".".join(reversed(suffix.split(".")))
    return {
        "id": here.partition,
        "partition": here.partition,
        "dns_suffix": suffix,
        "reverse_dns_prefix": prefix,
    }


def _zones(make: Make, here: Surroundings) -> Mapping[str, Any]:
    left_out = make.get("exclude_names", [])
    names = [name for name in here.zones() if name not in left_out]
    ids = [f"{here.region[:3]}{here.region[-1]}-az{at + 1}" for at in range(len(names))]
    return {"id": here.region, "names": names, "zone_ids": ids, "group_names": [here.region]}


def _zone(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or here.zones()[0]
    suffix = {"name_suffix": name.removeprefix(here.region)}
    return {"id": name, "name": name, "region": here.region, "zone_id": f"{name}-id", "state": "available", **suffix}


def _document(make: Make, here: Surroundings) -> Mapping[str, Any]:
    """A policy document: as the reader folded it (`json` is its data), else of what is known of its statements."""
    found = make.get("json") or make.get("source_json")
    if found is None:
        statements = [_statement(each, here) for each in make.blocks("statement")]
        found = {"Version": make.get("version", "2012-10-17"), "Statement": statements}
    text = found if isinstance(found, str) else json.dumps(_whole(found), separators=(",", ":"))
    return {"id": str(len(text)), "json": text, "minified_json": text}


def _whole(document: Any) -> Any:
    """A document with the principals and conditions in it whose types or tests are only known by now."""
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    if not isinstance(statements, list):
        return document
    return {**document, "Statement": [_grouped(each) if isinstance(each, Mapping) else each for each in statements]}


def _grouped(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(statement)
    for name in ("Principal", "NotPrincipal"):
        blocks = statement.get(name)
        if isinstance(blocks, list):
            found[name] = {block["type"]: block["identifiers"] for block in blocks}
    conditions = statement.get("Condition")
    if isinstance(conditions, list):
        tests: dict[str, dict[str, Any]] = {}
        for block in conditions:
            tests.setdefault(block["test"], {})[block["variable"]] = block["values"]
        found["Condition"] = tests
    return found


def _statement(block: Mapping[str, Any], here: Surroundings) -> Mapping[str, Any]:
    names = {"sid": "Sid", "actions": "Action", "resources": "Resource", "not_actions": "NotAction"}
    made = {api: block[name] for name, api in names.items() if block.get(name)}
    principals: dict[str, list[str]] = {}
    for each in block.get("principals", []):
        principals.setdefault(each.get("type", "AWS"), []).extend(each.get("identifiers", [here.account]))
    return {"Effect": block.get("effect", "Allow"), **made, **({"Principal": principals} if principals else {})}


def _service_account(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    arn = f"arn:{here.partition}:iam::{_SERVICES_OWN}:root"
    return {"id": _SERVICES_OWN, "arn": arn}


def _canonical_user(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": "bcaf1ffd86f41161ca5fb16fd081034f", "display_name": "rehearsal"}


def _arn(make: Make, here: Surroundings) -> Mapping[str, Any]:
    text = make.get("arn", "")
    parts = [*text.split(":", 5), *[""] * 6][1:6]
    names = ("partition", "service", "region", "account", "resource")
    return {"id": text or here.account, "arn": text, **dict(zip(names, parts, strict=True))}


def _ranges(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": "1", "cidr_blocks": ["52.94.76.0/22"], "ipv6_cidr_blocks": ["2600:1f00::/40"], "sync_token": 1}


def _prefix_list(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or f"com.amazonaws.{here.region}.s3"
    found = here.client("ec2").describe_managed_prefix_lists()["PrefixLists"]
    known = next((each for each in found if each["PrefixListName"] == name), found[0])
    return {"id": known["PrefixListId"], "name": name, "arn": known.get("PrefixListArn", ""), "cidr_blocks": []}


def _managed_policy(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name", "")
    return {"id": _MANAGED_POLICIES.get(name, here.account), "name": name, "etag": "E2QWRUHEXAMPLE"}


def _session_context(make: Make, here: Surroundings) -> Mapping[str, Any]:
    arn = make.get("arn") or here.arn("iam", "user/rehearsal", everywhere=True)
    return {"id": arn, "arn": arn, "issuer_arn": arn, "issuer_name": arn.rpartition("/")[2], "issuer_id": "REHEARSAL"}


def _default_tags(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": "default", "tags": dict(make.tags)}


def _alias(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": "rehearsal", "account_alias": "rehearsal"}


def _service(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("service_id") or make.get("service") or make.get("dns_name", "s3").split(".")[0]
    dns = f"{name}.{here.region}.{dns_suffix_of(here.region)}"
    parts = {"service_id": name, "region": here.region, "partition": here.partition, "dns_name": dns}
    return {"id": dns, **parts, "reverse_dns_name": f"com.amazonaws.{here.region}.{name}", "supported": True}


FINDERS: Mapping[str, Finder] = {
    "aws_caller_identity": _caller,
    "aws_region": _region,
    "aws_partition": _partition,
    "aws_availability_zones": _zones,
    "aws_availability_zone": _zone,
    "aws_iam_policy_document": _document,
    "aws_elb_service_account": _service_account,
    "aws_cloudtrail_service_account": _service_account,
    "aws_redshift_service_account": _service_account,
    "aws_billing_service_account": _service_account,
    "aws_canonical_user_id": _canonical_user,
    "aws_cloudfront_log_delivery_canonical_user_id": _canonical_user,
    "aws_arn": _arn,
    "aws_ip_ranges": _ranges,
    "aws_prefix_list": _prefix_list,
    "aws_ec2_managed_prefix_list": _prefix_list,
    "aws_cloudfront_cache_policy": _managed_policy,
    "aws_cloudfront_origin_request_policy": _managed_policy,
    "aws_cloudfront_response_headers_policy": _managed_policy,
    "aws_iam_session_context": _session_context,
    "aws_default_tags": _default_tags,
    "aws_iam_account_alias": _alias,
    "aws_service": _service,
}
