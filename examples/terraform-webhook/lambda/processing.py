"""Processes events from the queue: announces each one on the topic and marks it processed in the table.

Operators replay stored events by invoking the function asynchronously with `{"event_ids": ["shop#evt-1"]}`.
"""

from __future__ import annotations

import json
import logging
import os
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError

TABLE_NAME = os.environ["TABLE_NAME"]
TOPIC_ARN = os.environ["TOPIC_ARN"]

logger = logging.getLogger()
logger.setLevel(logging.INFO)

table = boto3.resource("dynamodb").Table(TABLE_NAME)
sns = boto3.client("sns")


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Handle a batch of queue messages, or a replay."""
    if "event_ids" in event:
        return replay(event["event_ids"])
    return process_batch(event.get("Records", []))


def process_batch(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Process the messages in order; what is reported as failed becomes visible again and is retried.

    After a failure the later messages of the same group are left alone and reported too, or they would overtake it.
    """
    failures: list[str] = []
    blocked_groups: set[str] = set()
    for record in records:
        group = record["attributes"]["MessageGroupId"]
        if group in blocked_groups:
            failures.append(record["messageId"])
            continue
        try:
            message = json.loads(record["body"])
            process(message["event_id"], message["webhook"])
        except Exception:
            logger.exception("event failed", extra={"message_id": record["messageId"], "group": group})
            failures.append(record["messageId"])
            blocked_groups.add(group)

    logger.info("batch done", extra={"records": len(records), "failures": len(failures)})
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failures]}


def replay(event_ids: list[str]) -> dict[str, Any]:
    """Process stored events again, whatever their status; an error sends the request to the failures queue."""
    for event_id in event_ids:
        item = table.get_item(Key={"event_id": event_id}, ConsistentRead=True).get("Item")
        if item is None:
            raise LookupError(f"no event {event_id}")
        process(event_id, json.loads(item["payload"]), force=True)
    return {"replayed": len(event_ids)}


def process(event_id: str, webhook: dict[str, Any], force: bool = False) -> None:
    """Announce one event, then mark it: an error in between announces it twice rather than never."""
    if not force and is_processed(event_id):
        logger.info("event already processed", extra={"event_id": event_id})
        return
    announce(event_id, webhook)
    mark_processed(event_id)
    logger.info("event processed", extra={"event_id": event_id, "event_type": webhook["type"]})


def is_processed(event_id: str) -> bool:
    """Whether an earlier delivery of the message got to its end."""
    item = table.get_item(
        Key={"event_id": event_id},
        ProjectionExpression="#status",
        ExpressionAttributeNames={"#status": "status"},
        ConsistentRead=True,
    ).get("Item", {})
    return item.get("status") == "PROCESSED"


def announce(event_id: str, webhook: dict[str, Any]) -> None:
    """Publish the event; subscribers filter by its attributes."""
    sns.publish(
        TopicArn=TOPIC_ARN,
        Subject=f"Webhook from {webhook['source']}",
        Message=json.dumps({"eventId": event_id, "type": webhook["type"], "data": webhook["data"]}),
        MessageAttributes={
            "source": {"DataType": "String", "StringValue": webhook["source"]},
            "event_type": {"DataType": "String", "StringValue": webhook["type"]},
        },
    )


def mark_processed(event_id: str) -> None:
    """Mark the stored event; one that has expired meanwhile must not come back as half a row."""
    try:
        table.update_item(
            Key={"event_id": event_id},
            UpdateExpression="SET #status = :processed, processed_at = :now",
            ConditionExpression="attribute_exists(event_id)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":processed": "PROCESSED", ":now": int(time.time())},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        logger.warning("event expired before it was marked", extra={"event_id": event_id})
