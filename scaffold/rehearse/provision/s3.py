"""Buckets of S3 and objects in them. What is set of a bucket by a resource of its own is in `s3_settings`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scaffold.rehearse.provision import s3_settings
from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import fitted, last, named, send, without

#: The blocks of a bucket that newer versions of the provider have as resources of their own.
OLDER: Mapping[str, Provisioner] = {
    "acceleration_status": s3_settings.acceleration,
    "acl": s3_settings.acl,
    "cors_rule": s3_settings.cors,
    "grant": s3_settings.acl,
    "lifecycle_rule": s3_settings.older_lifecycle,
    "logging": s3_settings.logging,
    "object_lock_configuration": s3_settings.object_lock,
    "policy": s3_settings.policy,
    "replication_configuration": s3_settings.older_replication,
    "request_payer": s3_settings.request_payment,
    "server_side_encryption_configuration": s3_settings.older_encryption,
    "versioning": s3_settings.older_versioning,
    "website": s3_settings.older_website,
}
#: What depends on others of them comes after these.
FIRST = ("versioning", "policy")
ELSEWHERE = "us-east-1"


def bucket(make: Make) -> Mapping[str, Any]:
    """A bucket with its tags, and with the settings that stand inside it."""
    client, name = make.client("s3"), bucket_name(make)
    place = None if make.region == ELSEWHERE else {"LocationConstraint": make.region}
    locked = make.get("object_lock_enabled") or make.block("object_lock_configuration").get("object_lock_enabled")
    client.create_bucket(
        Bucket=name,
        **given(CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True if locked else None),
    )
    if make.tags:
        client.put_bucket_tagging(Bucket=name, Tagging={"TagSet": make.tag_list()})
    inside = [one for one in OLDER if make.get(one)]
    for setting in sorted(inside, key=lambda one: (one not in FIRST, one)):
        OLDER[setting](s3_settings.inside(make, name))
    host = "s3.amazonaws.com" if make.region == ELSEWHERE else f"s3.{make.region}.amazonaws.com"
    return {
        "id": name,
        "bucket": name,
        "arn": f"arn:aws:s3:::{name}",
        "region": make.region,
        "bucket_region": make.region,
        "bucket_domain_name": f"{name}.s3.amazonaws.com",
        "bucket_regional_domain_name": f"{name}.{host}",
        "hosted_zone_id": "Z3AQBSTGFYJSTF",
        **(s3_settings.website_names(make, name) if make.get("website") else {}),
    }


def bucket_name(make: Make) -> str:
    """The declared name; else one that has the signs that a bucket's may have."""
    name = named(make, "bucket", 63)
    return name if make.get("bucket") else name.lower().replace("_", "-").strip("-")


def stored(make: Make) -> Mapping[str, Any]:
    """An object in a bucket."""
    client, key = make.client("s3"), str(make.get("key"))
    holder = str(make.get("bucket"))
    body = content(make)
    taken = fitted(client, "PutObject", without(make.values, "bucket", "key", "content", "tags", "etag"))
    made = client.put_object(
        **taken,
        **given(
            SSEKMSKeyId=make.get("kms_key_id"),
            WebsiteRedirectLocation=make.get("website_redirect"),
            Tagging=urlencode(make.tags) if make.tags else None,
        ),
        Bucket=holder,
        Key=key,
        Body=body,
    )
    return {
        "id": key,
        "arn": f"arn:aws:s3:::{holder}/{key}",
        "etag": made["ETag"].strip('"'),
        **given(version_id=made.get("VersionId")),
    }


def content(make: Make) -> bytes:
    """What is in the object: declared text, else the file of the project, else nothing."""
    if make.get("content_base64"):
        return base64.b64decode(make.get("content_base64"))
    if make.get("content") is not None:
        return str(make.get("content")).encode()
    return (make.file(str(make.get("source"))) if make.get("source") else None) or b""


def account_block(make: Make) -> Mapping[str, Any]:
    """What is public of no bucket of the account."""
    make.client("s3control").put_public_access_block(
        AccountId=make.account, PublicAccessBlockConfiguration=s3_settings.public_access(make)
    )
    return {"id": make.account}


def access_point(make: Make) -> Mapping[str, Any]:
    """A way into a bucket with a policy of its own."""
    client, name = make.client("s3control"), str(make.get("name"))
    made = send(
        make,
        "s3control",
        "CreateAccessPoint",
        without(make.values, "policy", "account_id"),
        AccountId=make.account,
        Name=name,
        Bucket=last(str(make.get("bucket"))),
    )
    if make.get("policy"):
        client.put_access_point_policy(AccountId=make.account, Name=name, Policy=make.get("policy"))
    return {
        "id": f"{make.account}:{name}",
        "arn": made["AccessPointArn"],
        "alias": made.get("Alias", ""),
        "domain_name": f"{name}-{make.account}.s3-accesspoint.{make.region}.amazonaws.com",
        "network_origin": "VPC" if make.block("vpc_configuration") else "Internet",
        "has_public_access_policy": False,
    }


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_s3_access_point": access_point,
    "aws_s3_account_public_access_block": account_block,
    "aws_s3_bucket": bucket,
    "aws_s3_bucket_object": stored,
    "aws_s3_object": stored,
    **s3_settings.PROVISIONERS,
}
