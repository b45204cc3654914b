"""Queues of SQS, and their policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.shaping import named, text

#: What a queue is made with, by the provider's name.
ATTRIBUTES = {
    "content_based_deduplication": "ContentBasedDeduplication",
    "deduplication_scope": "DeduplicationScope",
    "delay_seconds": "DelaySeconds",
    "fifo_throughput_limit": "FifoThroughputLimit",
    "kms_data_key_reuse_period_seconds": "KmsDataKeyReusePeriodSeconds",
    "kms_master_key_id": "KmsMasterKeyId",
    "max_message_size": "MaximumMessageSize",
    "message_retention_seconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
    "redrive_allow_policy": "RedriveAllowPolicy",
    "redrive_policy": "RedrivePolicy",
    "sqs_managed_sse_enabled": "SqsManagedSseEnabled",
    "visibility_timeout_seconds": "VisibilityTimeout",
}


def queue(make: Make) -> Mapping[str, Any]:
    """A queue; a FIFO queue says so, and an ordinary one does not take the attribute."""
    client, fifo = make.client("sqs"), bool(make.get("fifo_queue"))
    name = named(make, longest=75) if not fifo else fifo_name(make)
    attributes = {api: text(make.values[own]) for own, api in ATTRIBUTES.items() if make.get(own) not in (None, "")}
    url = client.create_queue(
        QueueName=name, Attributes=attributes | ({"FifoQueue": "true"} if fifo else {}), tags=dict(make.tags)
    )["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return {"id": url, "url": url, "arn": arn, "name": name}


def fifo_name(make: Make) -> str:
    """The name of a FIFO queue, which ends with `.fifo`."""
    return named(make, longest=75).removesuffix(".fifo") + ".fifo"


def setting(attribute: str) -> Provisioner:
    """A provisioner of an attribute that is a resource of its own."""

    def provision(make: Make) -> Mapping[str, Any]:
        make.client("sqs").set_queue_attributes(
            QueueUrl=make.get("queue_url"), Attributes={ATTRIBUTES[attribute]: text(make.get(attribute))}
        )
        return {"id": make.get("queue_url")}

    return provision


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_sqs_queue": queue,
    "aws_sqs_queue_policy": setting("policy"),
    "aws_sqs_queue_redrive_allow_policy": setting("redrive_allow_policy"),
    "aws_sqs_queue_redrive_policy": setting("redrive_policy"),
}
