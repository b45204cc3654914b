"""Secrets of Secrets Manager: their versions, policies and rotation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import named, send, without

MADE_UP = "rehearsed"


def secret(make: Make) -> Mapping[str, Any]:
    """A secret, which has no value yet."""
    client, name = make.client("secretsmanager"), named(make, longest=512)
    replicas = [{"Region": each["region"], **given(KmsKeyId=each.get("kms_key_id"))} for each in make.blocks("replica")]
    made = client.create_secret(
        Name=name,
        Tags=make.tag_list(),
        **given(
            Description=make.get("description"),
            KmsKeyId=make.get("kms_key_id"),
            AddReplicaRegions=replicas or None,
            Type=make.get("type"),
            ForceOverwriteReplicaSecret=make.get("force_overwrite_replica_secret"),
        ),
    )
    if make.get("policy"):
        client.put_resource_policy(SecretId=made["ARN"], ResourcePolicy=make.get("policy"))
    return {"id": made["ARN"], "arn": made["ARN"], "name": name}


def version(make: Make) -> Mapping[str, Any]:
    """A value of a secret. One that is not known is made up, so that there is one."""
    binary, words = make.get("secret_binary"), make.get("secret_string") or make.get("secret_string_wo")
    made = make.client("secretsmanager").put_secret_value(
        SecretId=make.get("secret_id"),
        ClientRequestToken=hashlib.sha256(make.address.encode()).hexdigest()[:32],
        **({"SecretBinary": binary} if binary else {"SecretString": words or MADE_UP}),
        **given(VersionStages=list(make.get("version_stages") or ()) or None),
    )
    return {
        "id": f"{made['ARN']}|{made['VersionId']}",
        "arn": made["ARN"],
        "version_id": made["VersionId"],
        "version_stages": made.get("VersionStages", ["AWSCURRENT"]),
    }


def policy(make: Make) -> Mapping[str, Any]:
    """The policy of a secret."""
    made = make.client("secretsmanager").put_resource_policy(
        SecretId=make.get("secret_arn"),
        ResourcePolicy=make.get("policy"),
        **given(BlockPublicPolicy=make.get("block_public_policy")),
    )
    return {"id": made["ARN"]}


def rotation(make: Make) -> Mapping[str, Any]:
    """When a secret changes, and by what function. There must be a value that changes."""
    client = make.client("secretsmanager")
    if not client.list_secret_version_ids(SecretId=make.get("secret_id")).get("Versions"):
        client.put_secret_value(SecretId=make.get("secret_id"), SecretString=MADE_UP)
    made = send(
        make,
        "secretsmanager",
        "RotateSecret",
        without(make.values, "rotate_immediately"),
        RotationLambdaARN=make.get("rotation_lambda_arn"),
        RotateImmediately=False,
    )
    return {"id": made["ARN"], "rotation_enabled": True}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_secretsmanager_secret": secret,
    "aws_secretsmanager_secret_policy": policy,
    "aws_secretsmanager_secret_rotation": rotation,
    "aws_secretsmanager_secret_version": version,
}
