"""The records of the emulator's streams, in the shape of Lambda's events."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Reader:
    """A stream: `read` gives what is in it by shard, oldest first, and `shape` one of these as a record of an event."""

    name: str
    kind: str
    read: Callable[[], Mapping[str, Sequence[Any]]]
    shape: Callable[[str, Any], dict[str, Any]]

    def ends(self) -> dict[str, int]:
        """How much there is now, by shard."""
        return {shard: len(records) for shard, records in self.read().items()}


def reader(arn: str, account: str) -> Reader | None:
    """The stream of an ARN, of a table or of Kinesis; nothing where there is none."""
    parts = arn.split(":")
    if len(parts) < 6:
        return None
    service, region = parts[2], parts[3]
    if service == "dynamodb":
        from moto.dynamodb.models import dynamodb_backends

        table = dynamodb_backends[account][region].tables.get(parts[5].split("/")[1])
        return _table(table, arn, region) if table is not None else None
    if service == "kinesis":
        from moto.kinesis.models import kinesis_backends

        stream = kinesis_backends[account][region].streams.get(parts[5].removeprefix("stream/"))
        return _kinesis(stream, arn, region) if stream is not None else None
    return None


def _table(table: Any, arn: str, region: str) -> Reader:
    def read() -> Mapping[str, Sequence[Any]]:
        shard = table.stream_shard
        return {} if shard is None else {shard.id: list(shard.items)}

    def shape(_shard: str, item: Any) -> dict[str, Any]:
        record = item.to_json()
        inner = dict(record["dynamodb"])
        made = inner.get("ApproximateCreationDateTime")
        if isinstance(made, datetime):
            inner["ApproximateCreationDateTime"] = made.timestamp()
        return {
            "eventID": record["eventID"],
            "eventName": record["eventName"],
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": region,
            "dynamodb": inner,
            "eventSourceARN": arn,
        }

    return Reader(table.name, "table stream", read, shape)


def _kinesis(stream: Any, arn: str, region: str) -> Reader:
    def read() -> Mapping[str, Sequence[Any]]:
        return {shard.shard_id: list(shard.records.values()) for shard in list(stream.shards.values())}

    def shape(shard: str, record: Any) -> dict[str, Any]:
        inner = {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.partition_key,
            "sequenceNumber": str(record.sequence_number),
            "data": record.data,
            "approximateArrivalTimestamp": round(getattr(record, "created_at", time.time()), 3),
        }
        return {
            "kinesis": inner,
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{shard}:{record.sequence_number}",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": f"arn:aws:iam::{arn.split(':')[4]}:role/rehearsal",
            "awsRegion": region,
            "eventSourceARN": arn,
        }

    return Reader(stream.stream_name, "stream", read, shape)
