"""What is set of a bucket of S3: each is a resource of its own, and in older configurations a block of the bucket."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, block, blocks, given
from scaffold.rehearse.provision.shaping import part, unsupported, without

ACCESS = {
    "block_public_acls": "BlockPublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "ignore_public_acls": "IgnorePublicAcls",
    "restrict_public_buckets": "RestrictPublicBuckets",
}


def inside(make: Make, name: str) -> Make:
    """The bucket itself as what its settings are read from."""
    return dataclasses.replace(make, values={**make.values, "bucket": name})


def put(make: Make, operation: str, member: str, value: Any) -> dict[str, str]:
    """Set something of the bucket: `member` of the operation's input gets the value in its shape."""
    client, name = make.client("s3"), str(make.get("bucket"))
    method = next(one for one, called in client.meta.method_to_api_mapping.items() if called == operation)
    getattr(client, method)(Bucket=name, **{member: part(client, operation, member, value)})
    return {"id": name}


def versioning(make: Make) -> Mapping[str, Any]:
    """Whether former versions of objects are kept. One that was never on is not said to be disabled."""
    declared = make.block("versioning_configuration")
    if declared.get("status", "Disabled") == "Disabled":
        return {"id": make.get("bucket")}
    return put(make, "PutBucketVersioning", "VersioningConfiguration", declared)


def older_versioning(make: Make) -> Mapping[str, Any]:
    """The same as a block of the bucket."""
    status = "Enabled" if make.block("versioning").get("enabled") else "Suspended"
    return put(make, "PutBucketVersioning", "VersioningConfiguration", {"status": status})


def encryption(make: Make) -> Mapping[str, Any]:
    """How objects are encrypted where nobody says it."""
    return encrypted(make, make.blocks("rule"))


def older_encryption(make: Make) -> Mapping[str, Any]:
    """The same as a block of the bucket."""
    return encrypted(make, blocks(make.block("server_side_encryption_configuration"), "rule"))


def encrypted(make: Make, rules: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Set the rules; the provider's name of the key is not the API's."""
    changed = []
    for rule in rules:
        default = block(rule, "apply_server_side_encryption_by_default")
        fit = {**without(default, "kms_master_key_id"), "KMSMasterKeyID": default.get("kms_master_key_id") or None}
        changed.append({**rule, "apply_server_side_encryption_by_default": [fit] if default else None})
    return put(make, "PutBucketEncryption", "ServerSideEncryptionConfiguration", {"rules": changed})


def public_access(make: Make) -> dict[str, bool]:
    """What is not declared is not blocked."""
    return {api: bool(make.get(own, False)) for own, api in ACCESS.items()}


def public_access_block(make: Make) -> Mapping[str, Any]:
    """What is public of the bucket in no case."""
    make.client("s3").put_public_access_block(
        Bucket=make.get("bucket"), PublicAccessBlockConfiguration=public_access(make)
    )
    return {"id": make.get("bucket")}


def lifecycle(make: Make) -> Mapping[str, Any]:
    """When objects move or go. A rule that does not say for which objects it is, is for all."""
    rules = [
        each if "prefix" in each else {**each, "filter": blocks(each, "filter") or [{}]} for each in make.blocks("rule")
    ]
    for rule in rules:
        if rule.get("filter") == [{}]:
            rule["filter"] = [{"prefix": ""}]
    values = {"rules": rules}
    return {
        **put(make, "PutBucketLifecycleConfiguration", "LifecycleConfiguration", values),
        "expected_bucket_owner": make.get("expected_bucket_owner", ""),
    }


def older_lifecycle(make: Make) -> Mapping[str, Any]:
    """The same as blocks of the bucket, where a rule is on or off and has days under other names."""
    rules = []
    for number, each in enumerate(make.blocks("lifecycle_rule")):
        expires, moves = block(each, "noncurrent_version_expiration"), blocks(each, "noncurrent_version_transition")
        uploads, tags = each.get("abort_incomplete_multipart_upload_days"), each.get("tags")
        narrow = (
            {"and": [{"prefix": each.get("prefix", ""), "tags": tags}]} if tags else {"prefix": each.get("prefix", "")}
        )
        rules.append(
            {
                "id": each.get("id") or f"rule-{number + 1}",
                "status": "Enabled" if each.get("enabled") else "Disabled",
                "filter": [narrow],
                "expiration": each.get("expiration") or None,
                "transition": each.get("transition") or None,
                "noncurrent_version_expiration": [{"noncurrent_days": expires["days"]}] if expires else None,
                "noncurrent_version_transition": [
                    {"noncurrent_days": move.get("days"), "storage_class": move.get("storage_class")} for move in moves
                ]
                or None,
                "abort_incomplete_multipart_upload": [{"days_after_initiation": uploads}] if uploads else None,
            }
        )
    return put(make, "PutBucketLifecycleConfiguration", "LifecycleConfiguration", {"rules": rules})


def policy(make: Make) -> Mapping[str, Any]:
    """The policy of the bucket."""
    make.client("s3").put_bucket_policy(Bucket=make.get("bucket"), Policy=make.get("policy"))
    return {"id": make.get("bucket")}


def notification(make: Make) -> Mapping[str, Any]:
    """Who is told of objects that come and go."""
    kinds = (
        ("QueueConfigurations", "QueueArn", "queue", "queue_arn"),
        ("TopicConfigurations", "TopicArn", "topic", "topic_arn"),
        ("LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda_function", "lambda_function_arn"),
    )
    told: dict[str, Any] = {}
    for several, member, name, arn in kinds:
        found = [
            {member: each[arn], "Events": list(each["events"]), **given(Id=each.get("id"), Filter=narrowed(each))}
            for each in make.blocks(name)
        ]
        told |= {several: found} if found else {}
    if make.get("eventbridge"):
        told["EventBridgeConfiguration"] = {}
    make.client("s3").put_bucket_notification_configuration(
        Bucket=make.get("bucket"), NotificationConfiguration=told, SkipDestinationValidation=True
    )
    return {"id": make.get("bucket")}


def narrowed(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Of which objects somebody is told."""
    rules = [
        {"Name": name, "Value": values[f"filter_{name}"]}
        for name in ("prefix", "suffix")
        if values.get(f"filter_{name}")
    ]
    return {"Key": {"FilterRules": rules}} if rules else None


def logging(make: Make) -> Mapping[str, Any]:
    """Where it is noted who asked for what; as a block of the bucket too."""
    values = make.block("logging") or make.values
    target = str(values.get("target_bucket"))
    enabled = {
        "target_bucket": target,
        "target_prefix": values.get("target_prefix", ""),
        "target_grants": values.get("target_grant"),
        "target_object_key_format": values.get("target_object_key_format"),
    }
    with writable(make.client("s3"), target):
        return put(make, "PutBucketLogging", "BucketLoggingStatus", {"logging_enabled": [enabled]})


@contextmanager
def writable(client: Any, name: str) -> Iterator[None]:
    """Logs may be written to a bucket for a moment: the emulator asks, and what allows it may come later."""
    try:
        before = client.get_bucket_policy(Bucket=name)["Policy"]
    except client.exceptions.ClientError:
        before = None
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    client.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    try:
        yield
    finally:
        if before is None:
            client.delete_bucket_policy(Bucket=name)
        else:
            client.put_bucket_policy(Bucket=name, Policy=before)


def cors(make: Make) -> Mapping[str, Any]:
    """Which pages may ask for objects."""
    return put(make, "PutBucketCors", "CORSConfiguration", {"cors_rules": make.blocks("cors_rule")})


def website(make: Make) -> Mapping[str, Any]:
    """The bucket as a site."""
    values = without(make.values, "bucket", "expected_bucket_owner")
    return {**put(make, "PutBucketWebsite", "WebsiteConfiguration", values), **website_names(make, make.get("bucket"))}


def older_website(make: Make) -> Mapping[str, Any]:
    """The same as a block of the bucket."""
    site = make.block("website")
    elsewhere = site.get("redirect_all_requests_to")
    values = {
        "index_document": [{"suffix": site["index_document"]}] if site.get("index_document") else None,
        "error_document": [{"key": site["error_document"]}] if site.get("error_document") else None,
        "redirect_all_requests_to": [{"host_name": elsewhere}] if elsewhere else None,
    }
    return put(make, "PutBucketWebsite", "WebsiteConfiguration", values)


def website_names(make: Make, name: str) -> dict[str, str]:
    """Where the site is."""
    domain = f"s3-website-{make.region}.amazonaws.com"
    return {"website_domain": domain, "website_endpoint": f"{name}.{domain}"}


def acl(make: Make) -> Mapping[str, Any]:
    """Who may do what, in the old way; as an attribute of the bucket too."""
    client, name, listed = make.client("s3"), make.get("bucket"), make.block("access_control_policy")
    if listed:
        put(make, "PutBucketAcl", "AccessControlPolicy", {**listed, "grants": listed.get("grant")})
    elif make.get("acl"):
        client.put_bucket_acl(Bucket=name, ACL=make.get("acl"))
    return {"id": f"{name},{make.get('acl')}" if make.get("acl") else name}


def ownership(make: Make) -> Mapping[str, Any]:
    """Who owns objects that others put there."""
    return put(make, "PutBucketOwnershipControls", "OwnershipControls", {"rules": make.blocks("rule")})


def replication(make: Make) -> Mapping[str, Any]:
    """Which other bucket gets a copy of objects."""
    return replicated(make, {"role": make.get("role"), "rules": make.blocks("rule")})


def older_replication(make: Make) -> Mapping[str, Any]:
    """The same as a block of the bucket."""
    found = make.block("replication_configuration")
    rules = []
    for each in blocks(found, "rules"):
        deleted = each.get("delete_marker_replication_status")
        rules.append({**each, **given(delete_marker_replication={"status": deleted} if deleted else None)})
    return replicated(make, {"role": found.get("role"), "rules": rules})


def replicated(make: Make, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Set the rules; where several have no priority, their order is it."""
    rules = [{"priority": number + 1, **each} for number, each in enumerate(values["rules"])]
    return put(make, "PutBucketReplication", "ReplicationConfiguration", {**values, "rules": rules})


def object_lock(make: Make) -> Mapping[str, Any]:
    """How long objects can not be deleted; as a block of the bucket too."""
    found = make.block("object_lock_configuration") or make.values
    values = {"object_lock_enabled": "Enabled", "rule": found.get("rule")}
    return put(make, "PutObjectLockConfiguration", "ObjectLockConfiguration", values)


def acceleration(make: Make) -> Mapping[str, Any]:
    """Whether objects come and go by the nearest place."""
    status = make.get("status") or make.get("acceleration_status")
    return put(make, "PutBucketAccelerateConfiguration", "AccelerateConfiguration", {"status": status})


def request_payment(make: Make) -> Mapping[str, Any]:
    """Who pays."""
    payer = make.get("payer") or make.get("request_payer")
    if payer == "BucketOwner":
        return {"id": make.get("bucket")}
    raise Unsupported("PutBucketRequestPayment is not implemented")


def inventory(make: Make) -> Mapping[str, Any]:
    """A list of the objects, now and then."""
    name = str(make.get("name"))
    place = block(make.block("destination"), "bucket")
    values = {
        "id": name,
        "is_enabled": make.get("enabled", True),
        "included_object_versions": make.get("included_object_versions"),
        "optional_fields": make.get("optional_fields"),
        "filter": make.get("filter"),
        "schedule": make.get("schedule"),
        "destination": {"S3BucketDestination": {**without(place, "bucket_arn"), "bucket": place.get("bucket_arn")}},
    }
    client = make.client("s3")
    client.put_bucket_inventory_configuration(
        Bucket=make.get("bucket"),
        Id=name,
        InventoryConfiguration=part(client, "PutBucketInventoryConfiguration", "InventoryConfiguration", values),
    )
    return {"id": f"{make.get('bucket')}:{name}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_s3_bucket_accelerate_configuration": acceleration,
    "aws_s3_bucket_acl": acl,
    "aws_s3_bucket_analytics_configuration": unsupported("PutBucketAnalyticsConfiguration"),
    "aws_s3_bucket_cors_configuration": cors,
    "aws_s3_bucket_intelligent_tiering_configuration": unsupported("PutBucketIntelligentTieringConfiguration"),
    "aws_s3_bucket_inventory": inventory,
    "aws_s3_bucket_lifecycle_configuration": lifecycle,
    "aws_s3_bucket_logging": logging,
    "aws_s3_bucket_metric": unsupported("PutBucketMetricsConfiguration"),
    "aws_s3_bucket_notification": notification,
    "aws_s3_bucket_object_lock_configuration": object_lock,
    "aws_s3_bucket_ownership_controls": ownership,
    "aws_s3_bucket_policy": policy,
    "aws_s3_bucket_public_access_block": public_access_block,
    "aws_s3_bucket_replication_configuration": replication,
    "aws_s3_bucket_request_payment_configuration": request_payment,
    "aws_s3_bucket_server_side_encryption_configuration": encryption,
    "aws_s3_bucket_versioning": versioning,
    "aws_s3_bucket_website_configuration": website,
}
