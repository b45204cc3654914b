"""Log groups of CloudWatch Logs, and what reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import named, text, unsupported

TRANSFORMATION = {
    "name": "metricName",
    "namespace": "metricNamespace",
    "value": "metricValue",
    "unit": "unit",
    "dimensions": "dimensions",
}


def group(make: Make) -> Mapping[str, Any]:
    """A log group. Without a retention, or with 0, its events stay."""
    client, name = make.client("logs"), named(make, longest=512)
    client.create_log_group(
        logGroupName=name,
        **given(
            kmsKeyId=make.get("kms_key_id"),
            logGroupClass=make.get("log_group_class"),
            deletionProtectionEnabled=make.get("deletion_protection_enabled"),
            tags=dict(make.tags) or None,
        ),
    )
    if make.get("retention_in_days"):
        client.put_retention_policy(logGroupName=name, retentionInDays=int(make.get("retention_in_days")))
    return {"id": name, "name": name, "arn": f"arn:aws:logs:{make.region}:{make.account}:log-group:{name}"}


def stream(make: Make) -> Mapping[str, Any]:
    """A stream of a group."""
    holder, name = str(make.get("log_group_name")), str(make.get("name"))
    make.client("logs").create_log_stream(logGroupName=holder, logStreamName=name)
    arn = f"arn:aws:logs:{make.region}:{make.account}:log-group:{holder}:log-stream:{name}"
    return {"id": name, "arn": arn}


def metric_filter(make: Make) -> Mapping[str, Any]:
    """A filter that counts what it finds."""
    declared = make.block("metric_transformation")
    transformation = {api: declared[own] for own, api in TRANSFORMATION.items() if declared.get(own) not in (None, "")}
    if declared.get("default_value") not in (None, ""):
        transformation["defaultValue"] = float(declared["default_value"])
    transformation["metricValue"] = text(transformation["metricValue"])
    make.client("logs").put_metric_filter(
        logGroupName=make.get("log_group_name"),
        filterName=make.get("name"),
        filterPattern=str(make.get("pattern", "")).strip(),
        metricTransformations=[transformation],
        **given(applyOnTransformedLogs=make.get("apply_on_transformed_logs")),
    )
    return {"id": make.get("name")}


def subscription_filter(make: Make) -> Mapping[str, Any]:
    """A filter that hands on what it finds."""
    make.client("logs").put_subscription_filter(
        logGroupName=make.get("log_group_name"),
        filterName=make.get("name"),
        filterPattern=make.get("filter_pattern", ""),
        destinationArn=make.get("destination_arn"),
        **given(
            roleArn=make.get("role_arn"),
            distribution=make.get("distribution"),
            applyOnTransformedLogs=make.get("apply_on_transformed_logs"),
            emitSystemFields=make.get("emit_system_fields"),
        ),
    )
    return {"id": f"cwlsf-{make.get('name')}"}


def resource_policy(make: Make) -> Mapping[str, Any]:
    """Which services may write to log groups."""
    make.client("logs").put_resource_policy(
        **given(
            policyName=make.get("policy_name"),
            policyDocument=make.get("policy_document"),
            resourceArn=make.get("resource_arn"),
        )
    )
    return {"id": make.get("policy_name") or make.get("resource_arn")}


def destination(make: Make) -> Mapping[str, Any]:
    """Where other accounts may send their events."""
    made = make.client("logs").put_destination(
        destinationName=make.get("name"),
        targetArn=make.get("target_arn"),
        roleArn=make.get("role_arn"),
        tags=dict(make.tags),
    )["destination"]
    return {"id": make.get("name"), "arn": made["arn"]}


def destination_policy(make: Make) -> Mapping[str, Any]:
    """Which other accounts."""
    make.client("logs").put_destination_policy(
        destinationName=make.get("destination_name"), accessPolicy=make.get("access_policy")
    )
    return {"id": make.get("destination_name")}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_cloudwatch_log_account_policy": unsupported("PutAccountPolicy"),
    "aws_cloudwatch_log_data_protection_policy": unsupported("PutDataProtectionPolicy"),
    "aws_cloudwatch_log_destination": destination,
    "aws_cloudwatch_log_destination_policy": destination_policy,
    "aws_cloudwatch_log_group": group,
    "aws_cloudwatch_log_metric_filter": metric_filter,
    "aws_cloudwatch_log_resource_policy": resource_policy,
    "aws_cloudwatch_log_stream": stream,
    "aws_cloudwatch_log_subscription_filter": subscription_filter,
    "aws_cloudwatch_query_definition": unsupported("PutQueryDefinition"),
}
