"""Streams of Kinesis and deliveries of Firehose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks, given
from scaffold.rehearse.provision.shaping import named, part, send, without

#: The provider's block for each kind of delivery, and what the API calls it.
DESTINATIONS = {
    "iceberg": ("iceberg_configuration", "IcebergDestinationConfiguration"),
    "elasticsearch": ("elasticsearch_configuration", "ElasticsearchDestinationConfiguration"),
    "extended_s3": ("extended_s3_configuration", "ExtendedS3DestinationConfiguration"),
    "http_endpoint": ("http_endpoint_configuration", "HttpEndpointDestinationConfiguration"),
    "opensearch": ("opensearch_configuration", "AmazonopensearchserviceDestinationConfiguration"),
    "opensearchserverless": (
        "opensearchserverless_configuration",
        "AmazonOpenSearchServerlessDestinationConfiguration",
    ),
    "redshift": ("redshift_configuration", "RedshiftDestinationConfiguration"),
    "snowflake": ("snowflake_configuration", "SnowflakeDestinationConfiguration"),
    "splunk": ("splunk_configuration", "SplunkDestinationConfiguration"),
}
DAY = 24


def stream(make: Make) -> Mapping[str, Any]:
    """A stream with its retention, encryption and metrics, which are set when it is there."""
    client, name = make.client("kinesis"), named(make, longest=128)
    mode = make.block("stream_mode_details").get("stream_mode")
    shards = make.get("shard_count")
    client.create_stream(
        StreamName=name,
        **given(
            ShardCount=int(shards) if shards and mode != "ON_DEMAND" else None,
            StreamModeDetails={"StreamMode": mode} if mode else None,
            MaxRecordSizeInKiB=make.get("max_record_size_in_kib"),
        ),
    )
    arn = client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
    if make.tags:
        client.add_tags_to_stream(StreamName=name, Tags=dict(make.tags))
    if int(make.get("retention_period") or DAY) > DAY:
        client.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=int(make.get("retention_period")))
    if make.get("encryption_type") == "KMS":
        client.start_stream_encryption(
            StreamName=name, EncryptionType="KMS", KeyId=make.get("kms_key_id", "alias/aws/kinesis")
        )
    if make.get("shard_level_metrics"):
        client.enable_enhanced_monitoring(StreamName=name, ShardLevelMetrics=list(make.get("shard_level_metrics")))
    return {"id": arn, "arn": arn, "name": name}


def consumer(make: Make) -> Mapping[str, Any]:
    """Who reads a stream with a way of its own."""
    made = send(make, "kinesis", "RegisterStreamConsumer", make.values, ConsumerName=make.get("name"))["Consumer"]
    created = made["ConsumerCreationTimestamp"].isoformat()
    return {"id": made["ConsumerARN"], "arn": made["ConsumerARN"], "creation_timestamp": created}


def stream_policy(make: Make) -> Mapping[str, Any]:
    """The policy of a stream."""
    make.client("kinesis").put_resource_policy(ResourceARN=make.get("resource_arn"), Policy=make.get("policy"))
    return {"id": make.get("resource_arn")}


def delivery(make: Make) -> Mapping[str, Any]:
    """A delivery stream."""
    client, name = make.client("firehose"), named(make)
    own, api = DESTINATIONS[make.get("destination", "extended_s3")]
    source, key = make.block("kinesis_source_configuration"), make.block("server_side_encryption")
    made = send(
        make,
        "firehose",
        "CreateDeliveryStream",
        {},
        DeliveryStreamName=name,
        DeliveryStreamType="KinesisStreamAsSource" if source else "DirectPut",
        KinesisStreamSourceConfiguration=given(
            KinesisStreamARN=source.get("kinesis_stream_arn"), RoleARN=source.get("role_arn")
        )
        or None,
        DeliveryStreamEncryptionConfigurationInput=given(
            KeyType=key.get("key_type", "AWS_OWNED_CMK"), KeyARN=key.get("key_arn")
        )
        if key.get("enabled")
        else None,
        Tags=make.tag_list() or None,
        **{api: part(client, "CreateDeliveryStream", api, destination(make.block(own)))},
    )
    return {
        "id": made["DeliveryStreamARN"],
        "arn": made["DeliveryStreamARN"],
        "name": name,
        "destination_id": "destinationId-000000000001",
        "version_id": "1",
    }


def destination(values: Mapping[str, Any]) -> dict[str, Any]:
    """Where a delivery goes: the API has buffering, encryption and retries one level deeper."""
    found = without(values, "buffering_size", "buffering_interval", "kms_key_arn")
    hints = given(SizeInMBs=values.get("buffering_size"), IntervalInSeconds=values.get("buffering_interval"))
    if hints:
        found["buffering_hints"] = hints
    if values.get("kms_key_arn"):
        found["encryption_configuration"] = {"KMSEncryptionConfig": {"AWSKMSKeyARN": values["kms_key_arn"]}}
    for name in ("s3_configuration", "s3_backup_configuration"):
        if block(values, name):
            found[name] = destination(block(values, name))
    if values.get("url"):
        endpoint = given(Url=values.get("url"), Name=values.get("name"), AccessKey=values.get("access_key"))
        found["endpoint_configuration"] = endpoint
    request = block(values, "request_configuration")
    if request:
        attributes = blocks(request, "common_attributes")
        found["request_configuration"] = {
            **request,
            "common_attributes": {each["name"]: each["value"] for each in attributes},
        }
    if block(values, "dynamic_partitioning_configuration"):
        partition = block(values, "dynamic_partitioning_configuration")
        found["dynamic_partitioning_configuration"] = {
            "enabled": partition.get("enabled"),
            "retry_options": {"duration_in_seconds": partition.get("retry_duration", 300)},
        }
    if values.get("retry_duration") is not None:
        found["retry_options"] = {"duration_in_seconds": values["retry_duration"]}
    copy = {name: values.get(name) for name in ("copy_options", "data_table_columns", "data_table_name")}
    return found | given(
        copy_command=copy if copy["data_table_name"] else None,
        vpc_configuration=values.get("vpc_config"),
        hec_acknowledgment_timeout_in_seconds=values.get("hec_acknowledgment_timeout"),
        destination_table_configuration_list=values.get("destination_table_configuration"),
    )


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_kinesis_firehose_delivery_stream": delivery,
    "aws_kinesis_resource_policy": stream_policy,
    "aws_kinesis_stream": stream,
    "aws_kinesis_stream_consumer": consumer,
}
