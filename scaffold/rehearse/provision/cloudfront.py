"""What stands before an application at the edge: distributions and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, block
from scaffold.rehearse.provision.calls import call, part, text

_NAMES = {
    "origin.origin_id": "Id",
    "origin_group.origin_id": "Id",
    "origin.custom_header.name": "HeaderName",
    "origin.custom_header.value": "HeaderValue",
    "ordered_cache_behavior": "CacheBehaviors",
    ".lambda_arn": "LambdaFunctionARN",
    ".allowed_methods": "",
    ".cached_methods": "",
    ".trusted_key_groups": "",
    ".trusted_signers": "",
    "restrictions": "",
}


def distribution(make: Make) -> Mapping[str, Any]:
    """A distribution."""
    client = make.client("cloudfront")
    shape = part(client, "create_distribution", "DistributionConfig", dict(make.values), _NAMES)
    origins = [
        _origin(each, found) for each, found in zip(make.blocks("origin"), _items(shape, "Origins"), strict=True)
    ]
    behaviors = [
        _behavior(each, found)
        for each, found in zip(make.blocks("ordered_cache_behavior"), _items(shape, "CacheBehaviors"), strict=True)
    ]
    config = {
        **shape,
        "CallerReference": make.address,
        "Comment": text(make.get("comment", "")),
        "Enabled": shape.get("Enabled", True),
        "Origins": {"Quantity": len(origins), "Items": origins},
        "DefaultCacheBehavior": _behavior(make.block("default_cache_behavior"), shape["DefaultCacheBehavior"]),
        **({"CacheBehaviors": {"Quantity": len(behaviors), "Items": behaviors}} if behaviors else {}),
        **_logging(make.block("logging_config")),
        **_restrictions(make.block("restrictions")),
    }
    made = client.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": config, "Tags": {"Items": make.tag_list()}}
    )["Distribution"]
    return {
        "id": made["Id"],
        "arn": made["ARN"],
        "domain_name": made["DomainName"],
        "hosted_zone_id": "Z2FDTNDATAQYW2",
        "status": made["Status"],
        "etag": "",
        "caller_reference": make.address,
    }


def _items(shape: Mapping[str, Any], member: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shape.get(member, {}).get("Items", [])
    return found


def _origin(values: Mapping[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """An origin: a bucket where nothing else is declared. One whose host is not known gets one that stands in."""
    identity = block(values, "s3_origin_config").get("origin_access_identity", "")
    found = {"DomainName": "stand-in.s3.amazonaws.com", **shape}
    if block(values, "custom_origin_config"):
        usual = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
        return {**found, "CustomOriginConfig": {**usual, **shape.get("CustomOriginConfig", {})}}
    return {**found, "S3OriginConfig": {"OriginAccessIdentity": identity}}


def _behavior(values: Mapping[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """How requests are answered; the lists that the API has as structures are made of those that are declared."""
    found = {"ViewerProtocolPolicy": "allow-all", **shape}
    if values.get("allowed_methods"):
        cached = list(values.get("cached_methods") or ["GET", "HEAD"])
        allowed = list(values["allowed_methods"])
        found["AllowedMethods"] = {
            "Quantity": len(allowed),
            "Items": allowed,
            "CachedMethods": {"Quantity": len(cached), "Items": cached},
        }
    for name, member in (("trusted_key_groups", "TrustedKeyGroups"), ("trusted_signers", "TrustedSigners")):
        trusted = list(values.get(name) or [])
        if trusted:
            found[member] = {"Enabled": True, "Quantity": len(trusted), "Items": trusted}
    return found


def _logging(values: Mapping[str, Any]) -> dict[str, Any]:
    if not values:
        return {}
    cookies = str(values.get("include_cookies", False)).lower() == "true"
    bucket, prefix = text(values.get("bucket", "")), text(values.get("prefix", ""))
    return {"Logging": {"Enabled": bool(bucket), "IncludeCookies": cookies, "Bucket": bucket, "Prefix": prefix}}


def _restrictions(values: Mapping[str, Any]) -> dict[str, Any]:
    found = block(values, "geo_restriction")
    places = [text(each) for each in found.get("locations") or []]
    shape: dict[str, Any] = {"RestrictionType": found.get("restriction_type", "none"), "Quantity": len(places)}
    return {"Restrictions": {"GeoRestriction": {**shape, **({"Items": places} if places else {})}}}


def access_control(make: Make) -> Mapping[str, Any]:
    """How a distribution signs its requests to an origin."""
    client = make.client("cloudfront")
    names = {"origin_access_control_origin_type": "OriginAccessControlOriginType"}
    values = {"signing_behavior": "always", "signing_protocol": "sigv4", **make.values}
    config = part(client, "create_origin_access_control", "OriginAccessControlConfig", values, names)
    made = client.create_origin_access_control(OriginAccessControlConfig=config)
    name = made["OriginAccessControl"]["Id"]
    return {
        "id": name,
        "arn": f"arn:aws:cloudfront::{make.account}:origin-access-control/{name}",
        "etag": made.get("ETag", ""),
    }


def function(make: Make) -> Mapping[str, Any]:
    """A function at the edge."""
    client = make.client("cloudfront")
    values = {"comment": "", "runtime": "cloudfront-js-2.0", **make.values}
    config = part(client, "create_function", "FunctionConfig", values)
    made = client.create_function(
        Name=make.values["name"],
        FunctionConfig={"Comment": "", **config},
        FunctionCode=text(make.get("code", "stand-in")).encode(),
    )
    found = made["FunctionSummary"]
    return {
        "id": make.get("name"),
        "arn": found["FunctionMetadata"]["FunctionARN"],
        "status": found.get("Status", ""),
        "etag": made.get("ETag", ""),
    }


def public_key(make: Make) -> Mapping[str, Any]:
    """A key that signatures are verified with."""
    client = make.client("cloudfront")
    config = {
        "CallerReference": make.address,
        "Name": make.get("name") or make.get("name_prefix") or make.name,
        "EncodedKey": text(make.get("encoded_key", "stand-in")),
        "Comment": text(make.get("comment", "")),
    }
    made = client.create_public_key(PublicKeyConfig=config)
    return {"id": made["PublicKey"]["Id"], "etag": made.get("ETag", ""), "caller_reference": make.address}


def key_group(make: Make) -> Mapping[str, Any]:
    """A group of keys."""
    config = {"Name": make.values["name"], "Items": list(make.values["items"])}
    if make.get("comment"):
        config["Comment"] = text(make.get("comment"))
    made = make.client("cloudfront").create_key_group(KeyGroupConfig=config)
    return {"id": made["KeyGroup"]["Id"], "etag": made.get("ETag", "")}


def value_store(make: Make) -> Mapping[str, Any]:
    """Keys and values that functions read."""
    made = call(make.client("cloudfront"), "create_key_value_store", make.values)["KeyValueStore"]
    return {"id": make.get("name"), "arn": made["ARN"]}


def lacking(make: Make) -> Mapping[str, Any]:
    """What the emulator does not have at all."""
    raise Unsupported(f"{make.type.removeprefix('aws_')} is not there")


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_cloudfront_cache_policy": lacking,
    "aws_cloudfront_distribution": distribution,
    "aws_cloudfront_function": function,
    "aws_cloudfront_key_group": key_group,
    "aws_cloudfront_key_value_store": value_store,
    "aws_cloudfront_monitoring_subscription": lacking,
    "aws_cloudfront_origin_access_control": access_control,
    "aws_cloudfront_origin_access_identity": lacking,
    "aws_cloudfront_origin_request_policy": lacking,
    "aws_cloudfront_public_key": public_key,
    "aws_cloudfront_realtime_log_config": lacking,
    "aws_cloudfront_response_headers_policy": lacking,
}
