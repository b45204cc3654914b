"""Keys of KMS, their aliases, policies and grants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import last, named, send

#: What the API takes of a key, by the provider's name.
KEY = {
    "customer_master_key_spec": "KeySpec",
    "key_spec": "KeySpec",
    "key_usage": "KeyUsage",
    "multi_region": "MultiRegion",
    "custom_key_store_id": "CustomKeyStoreId",
    "xks_key_id": "XksKeyId",
}
DEFAULTS = {"KeyUsage": "ENCRYPT_DECRYPT", "MultiRegion": False}


def key(make: Make) -> Mapping[str, Any]:
    """A key. Rotation and whether it may be used are set afterwards."""
    client = make.client("kms")
    made = client.create_key(
        Description=make.get("description", ""),
        Tags=make.tag_list("TagKey", "TagValue"),
        BypassPolicyLockoutSafetyCheck=bool(make.get("bypass_policy_lockout_safety_check")),
        **{**DEFAULTS, **{api: make.values[own] for own, api in KEY.items() if make.get(own) is not None}},
        **given(Policy=make.get("policy")),
    )["KeyMetadata"]
    number = made["KeyId"]
    if make.get("enable_key_rotation"):
        period = make.get("rotation_period_in_days")
        client.enable_key_rotation(KeyId=number, **given(RotationPeriodInDays=None if period is None else int(period)))
    if make.get("is_enabled") is False:
        client.disable_key(KeyId=number)
    return {"id": number, "key_id": number, "arn": made["Arn"]}


def replica(make: Make) -> Mapping[str, Any]:
    """A copy of a key in another region. What it has of its own is set there: the emulator copies all of the key."""
    primary, client = str(make.get("primary_key_arn")), make.client("kms")
    made = make.client("kms", primary.split(":")[3]).replicate_key(KeyId=last(primary), ReplicaRegion=make.region)
    made = made["ReplicaKeyMetadata"]
    client.update_key_description(KeyId=made["KeyId"], Description=make.get("description", ""))
    if make.get("policy"):
        client.put_key_policy(KeyId=made["KeyId"], PolicyName="default", Policy=make.get("policy"))
    if make.tags:
        client.tag_resource(KeyId=made["KeyId"], Tags=make.tag_list("TagKey", "TagValue"))
    if make.get("enabled") is False:
        client.disable_key(KeyId=made["KeyId"])
    return {"id": made["KeyId"], "key_id": made["KeyId"], "arn": made["Arn"]}


def alias(make: Make) -> Mapping[str, Any]:
    """A name for a key."""
    client, name = make.client("kms"), named(make)
    name = name if name.startswith("alias/") else f"alias/{name}"
    target = client.describe_key(KeyId=make.get("target_key_id"))["KeyMetadata"]
    client.create_alias(AliasName=name, TargetKeyId=target["KeyId"])
    return {
        "id": name,
        "name": name,
        "arn": f"arn:aws:kms:{make.region}:{make.account}:{name}",
        "target_key_arn": target["Arn"],
    }


def policy(make: Make) -> Mapping[str, Any]:
    """The policy of a key."""
    make.client("kms").put_key_policy(KeyId=make.get("key_id"), PolicyName="default", Policy=make.get("policy"))
    return {"id": make.get("key_id")}


def grant(make: Make) -> Mapping[str, Any]:
    """What somebody may do with a key."""
    made = send(make, "kms", "CreateGrant", make.values, GrantTokens=make.get("grant_creation_tokens"))
    return {
        "id": f"{make.get('key_id')}:{made['GrantId']}",
        "grant_id": made["GrantId"],
        "grant_token": made["GrantToken"],
    }


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_kms_alias": alias,
    "aws_kms_grant": grant,
    "aws_kms_key": key,
    "aws_kms_key_policy": policy,
    "aws_kms_replica_key": replica,
}
