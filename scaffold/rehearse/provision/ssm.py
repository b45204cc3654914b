"""What Systems Manager keeps: parameters, documents, maintenance windows, patch baselines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks, given
from scaffold.rehearse.provision.shaping import declared, part, send, unsupported, without


def parameter(make: Make) -> Mapping[str, Any]:
    """A parameter. A value that is not known is made up."""
    name, kind = str(make.get("name")), make.get("type", "String")
    value = next((make.get(one) for one in ("value", "insecure_value", "value_wo") if make.get(one)), "rehearsed")
    made = make.client("ssm").put_parameter(
        Name=name,
        Type=kind,
        Value=str(value),
        Overwrite=False,
        Tags=make.tag_list(),
        **given(
            AllowedPattern=make.get("allowed_pattern"),
            DataType=make.get("data_type"),
            Description=make.get("description"),
            KeyId=make.get("key_id"),
            Tier=make.get("tier"),
        ),
    )
    return {
        "id": name,
        "name": name,
        "arn": f"arn:aws:ssm:{make.region}:{make.account}:parameter/{name.removeprefix('/')}",
        "version": made["Version"],
        "value": value,
        **({} if kind == "SecureString" else {"insecure_value": value}),
    }


def document(make: Make) -> Mapping[str, Any]:
    """A document that says what is done on machines."""
    send(
        make,
        "ssm",
        "CreateDocument",
        without(declared(make), "attachments_source"),
        DocumentType=make.get("document_type"),
        DocumentFormat=make.get("document_format", "JSON"),
    )
    name, permissions = str(make.get("name")), make.get("permissions") or {}
    permissions = permissions if isinstance(permissions, Mapping) else make.block("permissions")
    if permissions.get("account_ids"):
        make.client("ssm").modify_document_permission(
            Name=name, PermissionType="Share", AccountIdsToAdd=str(permissions["account_ids"]).split(",")
        )
    found = make.client("ssm").describe_document(Name=name)["Document"]
    return {
        "id": name,
        "arn": f"arn:aws:ssm:{make.region}:{make.account}:document/{name}",
        "document_version": found.get("DocumentVersion", "1"),
        "hash": found.get("Hash", ""),
        "hash_type": found.get("HashType", "Sha256"),
        "owner": found.get("Owner", make.account),
        "schema_version": found.get("SchemaVersion", ""),
        "default_version": "1",
        "latest_version": "1",
        "status": "Active",
    }


def window(make: Make) -> Mapping[str, Any]:
    """When maintenance is allowed."""
    made = send(
        make,
        "ssm",
        "CreateMaintenanceWindow",
        declared(make),
        AllowUnassociatedTargets=bool(make.get("allow_unassociated_targets", False)),
    )
    return {"id": made["WindowId"]}


def window_target(make: Make) -> Mapping[str, Any]:
    """What is maintained."""
    made = send(make, "ssm", "RegisterTargetWithMaintenanceWindow", make.values)
    return {"id": made["WindowTargetId"]}


def window_task(make: Make) -> Mapping[str, Any]:
    """What is done then."""
    client, operation = make.client("ssm"), "RegisterTaskWithMaintenanceWindow"
    invocation = {
        own.removesuffix("_parameters"): parameters(block(make.block("task_invocation_parameters"), own))
        for own in make.block("task_invocation_parameters")
    }
    made = send(
        make,
        "ssm",
        operation,
        without(make.values, "task_invocation_parameters"),
        TaskInvocationParameters=part(client, operation, "TaskInvocationParameters", invocation) or None,
    )
    arn = f"arn:aws:ssm:{make.region}:{make.account}:windowtask/{made['WindowTaskId']}"
    return {"id": made["WindowTaskId"], "window_task_id": made["WindowTaskId"], "arn": arn}


def parameters(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a task is given: its own parameters are a map in the API, and some names are longer there."""
    own = {each["name"]: list(each["values"]) for each in blocks(values, "parameter")}
    found = without(values, "parameter", "output_s3_bucket", "cloudwatch_config")
    return found | given(
        parameters=own or None,
        output_s3_bucket_name=values.get("output_s3_bucket"),
        cloud_watch_output_config=values.get("cloudwatch_config"),
    )


def baseline(make: Make) -> Mapping[str, Any]:
    """Which patches are allowed. The emulator refuses tags of it."""
    rules = [
        {**without(each, "patch_filter"), "patch_filter_group": {"patch_filters": each.get("patch_filter")}}
        for each in make.blocks("approval_rule")
    ]
    made = send(
        make,
        "ssm",
        "CreatePatchBaseline",
        {
            **without(make.values, "approval_rule", "global_filter", "tags"),
            "approval_rules": [{"patch_rules": rules}] if rules else None,
            "global_filters": [{"patch_filters": make.get("global_filter")}] if make.get("global_filter") else None,
        },
    )
    number = made["BaselineId"]
    return {"id": number, "arn": f"arn:aws:ssm:{make.region}:{make.account}:patchbaseline/{number}"}


def patch_group(make: Make) -> Mapping[str, Any]:
    """Which machines a baseline is for."""
    make.client("ssm").register_patch_baseline_for_patch_group(
        BaselineId=make.get("baseline_id"), PatchGroup=make.get("patch_group")
    )
    return {"id": f"{make.get('patch_group')},{make.get('baseline_id')}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_ssm_association": unsupported("CreateAssociation"),
    "aws_ssm_document": document,
    "aws_ssm_maintenance_window": window,
    "aws_ssm_maintenance_window_target": window_target,
    "aws_ssm_maintenance_window_task": window_task,
    "aws_ssm_parameter": parameter,
    "aws_ssm_patch_baseline": baseline,
    "aws_ssm_patch_group": patch_group,
}
