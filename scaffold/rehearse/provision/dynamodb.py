"""Tables of DynamoDB, and what belongs to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks, given
from scaffold.rehearse.provision.shaping import named, part, send, unsupported


def table(make: Make) -> Mapping[str, Any]:
    """A table with its keys, indexes, stream, encryption, time to live and recovery."""
    values, client, name = make.values, make.client("dynamodb"), named(make, longest=255)
    on_demand = make.get("billing_mode") == "PAY_PER_REQUEST"
    streamed = make.get("stream_enabled")
    made = send(
        make,
        "dynamodb",
        "CreateTable",
        given(table_class=make.get("table_class"), deletion_protection_enabled=make.get("deletion_protection_enabled")),
        TableName=name,
        AttributeDefinitions=[
            {"AttributeName": each["name"], "AttributeType": each["type"]} for each in make.blocks("attribute")
        ],
        KeySchema=keys(values),
        BillingMode=make.get("billing_mode", "PROVISIONED"),
        ProvisionedThroughput=None if on_demand else throughput(values),
        GlobalSecondaryIndexes=[index(make, each, on_demand) for each in make.blocks("global_secondary_index")] or None,
        LocalSecondaryIndexes=[
            {"IndexName": each["name"], "KeySchema": keys({**values, **each}), "Projection": projection(each)}
            for each in make.blocks("local_secondary_index")
        ]
        or None,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": make.get("stream_view_type")}
        if streamed
        else None,
        SSESpecification=encryption(make.block("server_side_encryption")),
        OnDemandThroughput=ceilings(make, values),
        WarmThroughput=warm(values),
        Tags=make.tag_list() or None,
    )["TableDescription"]
    life = make.block("ttl")
    if life.get("enabled"):
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": life["attribute_name"]}
        )
    recovery = make.block("point_in_time_recovery")
    if recovery:
        client.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification={
                "PointInTimeRecoveryEnabled": recovery.get("enabled", False),
                **given(RecoveryPeriodInDays=recovery.get("recovery_period_in_days")),
            },
        )
    return {
        "id": name,
        "name": name,
        "arn": made["TableArn"],
        **given(stream_arn=made.get("LatestStreamArn"), stream_label=made.get("LatestStreamLabel")),
    }


def keys(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The key schema of a table or of an index."""
    several = blocks(values, "key_schema")
    if several:
        return [{"AttributeName": each["attribute_name"], "KeyType": each["key_type"]} for each in several]
    found = ((values.get("hash_key"), "HASH"), (values.get("range_key"), "RANGE"))
    return [{"AttributeName": name, "KeyType": kind} for name, kind in found if name]


def throughput(values: Mapping[str, Any]) -> dict[str, int]:
    """Provisioned units; one of each where none are declared."""
    return {
        "ReadCapacityUnits": int(values.get("read_capacity") or 1),
        "WriteCapacityUnits": int(values.get("write_capacity") or 1),
    }


def projection(values: Mapping[str, Any]) -> dict[str, Any]:
    """What an index holds."""
    return {
        "ProjectionType": values.get("projection_type", "ALL"),
        **given(NonKeyAttributes=list(values.get("non_key_attributes") or ()) or None),
    }


def index(make: Make, values: Mapping[str, Any], on_demand: bool) -> dict[str, Any]:
    """A global secondary index."""
    return {
        "IndexName": values["name"],
        "KeySchema": keys(values),
        "Projection": projection(values),
        **given(
            ProvisionedThroughput=None if on_demand else throughput(values),
            OnDemandThroughput=ceilings(make, values),
            WarmThroughput=warm(values),
        ),
    }


def ceilings(make: Make, values: Mapping[str, Any]) -> Any:
    """The most that a table on demand takes, where that is declared."""
    declared = block(values, "on_demand_throughput")
    return part(make.client("dynamodb"), "CreateTable", "OnDemandThroughput", declared) if declared else None


def warm(values: Mapping[str, Any]) -> dict[str, int] | None:
    """What a table is ready for, where that is declared."""
    declared = block(values, "warm_throughput")
    return (
        given(
            ReadUnitsPerSecond=declared.get("read_units_per_second"),
            WriteUnitsPerSecond=declared.get("write_units_per_second"),
        )
        or None
    )


def encryption(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Encryption with a key of the account; without it, a table is encrypted with a key of the service."""
    if not values.get("enabled"):
        return None
    return {"Enabled": True, "SSEType": "KMS", **given(KMSMasterKeyId=values.get("kms_key_arn"))}


def item(make: Make) -> Mapping[str, Any]:
    """An item of a table, in the API's own notation."""
    make.client("dynamodb").put_item(TableName=make.get("table_name"), Item=json.loads(make.get("item")))
    return {"id": f"{make.get('table_name')}|{make.get('hash_key')}"}


def resource_policy(make: Make) -> Mapping[str, Any]:
    """The policy of a table or of a stream."""
    made = make.client("dynamodb").put_resource_policy(ResourceArn=make.get("resource_arn"), Policy=make.get("policy"))
    return {"id": make.get("resource_arn"), "revision_id": made.get("RevisionId", "")}


def tag(make: Make) -> Mapping[str, Any]:
    """One tag of a table that is not declared here."""
    arn, key = make.get("resource_arn"), make.get("key")
    make.client("dynamodb").tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": str(make.get("value"))}])
    return {"id": f"{arn},{key}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_dynamodb_contributor_insights": unsupported("UpdateContributorInsights"),
    "aws_dynamodb_kinesis_streaming_destination": unsupported("EnableKinesisStreamingDestination"),
    "aws_dynamodb_resource_policy": resource_policy,
    "aws_dynamodb_table": table,
    "aws_dynamodb_table_item": item,
    "aws_dynamodb_tag": tag,
}
