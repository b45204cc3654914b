"""Answers POST /webhooks: checks the signature, stores the event once, and queues it for processing.

A sender signs `<timestamp>.<body>` with HMAC-SHA256 and sends the result as `X-Webhook-Signature: sha256=<hex>`, the
timestamp (seconds since 1970) as `X-Webhook-Timestamp`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import logging
import os
import re
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError

TABLE_NAME = os.environ["TABLE_NAME"]
QUEUE_URL = os.environ["QUEUE_URL"]
SECRET_ARN = os.environ["SECRET_ARN"]
ALLOWED_SOURCES = frozenset(filter(None, os.environ.get("ALLOWED_SOURCES", "").split(",")))
EVENT_TTL_SECONDS = int(os.environ.get("EVENT_TTL_DAYS", "30")) * 86400
SIGNATURE_TOLERANCE_SECONDS = int(os.environ.get("SIGNATURE_TOLERANCE_SECONDS", "300"))
SECRET_CACHE_SECONDS = 300

EVENT_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
SOURCE = re.compile(r"[A-Za-z0-9_.-]{1,32}")

logger = logging.getLogger()
logger.setLevel(logging.INFO)

table = boto3.resource("dynamodb").Table(TABLE_NAME)
sqs = boto3.client("sqs")
secrets = boto3.client("secretsmanager")

_signing_key: tuple[float, bytes] | None = None


class RejectedRequestError(Exception):
    """The request is refused, with a status code and a reason that the sender may read."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Handle one request of the API's proxy integration."""
    request_id = event.get("requestContext", {}).get("requestId")
    try:
        body = raw_body(event)
        verify_signature(event.get("headers") or {}, body, now=time.time())
        webhook = parse_webhook(body)
        event_id = f"{webhook['source']}#{webhook['id']}"
        if not store(event_id, webhook, now=int(time.time())):
            logger.info("duplicate event", extra={"event_id": event_id, "request_id": request_id})
            return response(200, {"status": "duplicate", "eventId": event_id})
        enqueue(event_id, webhook)
    except RejectedRequestError as rejection:
        message = "signature rejected" if rejection.status == 401 else "request rejected"
        logger.warning(message, extra={"reason": rejection.reason, "request_id": request_id})
        return response(rejection.status, {"error": rejection.reason})
    except ClientError:
        # The sender retries on a 5xx; store() lets the retry of an event through that was never processed.
        logger.exception("event not accepted", extra={"request_id": request_id})
        return response(503, {"error": "temporarily unavailable"})

    logger.info("event accepted", extra={"event_id": event_id, "request_id": request_id})
    return response(202, {"status": "accepted", "eventId": event_id})


def raw_body(event: dict[str, Any]) -> bytes:
    """The bytes of the body, as the sender signed them."""
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise RejectedRequestError(400, "body is not valid base64") from None


def verify_signature(headers: dict[str, str], body: bytes, now: float) -> None:
    """Refuse a request that is unsigned, too old, or signed with another key."""
    lower = {name.lower(): value for name, value in headers.items()}
    timestamp = lower.get("x-webhook-timestamp", "")
    signature = lower.get("x-webhook-signature", "")
    if not timestamp.isascii() or not timestamp.isdigit():
        raise RejectedRequestError(401, "missing or malformed timestamp")
    if abs(now - int(timestamp)) > SIGNATURE_TOLERANCE_SECONDS:
        raise RejectedRequestError(401, "timestamp out of tolerance")

    digest = hmac.new(signing_key(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={digest}".encode(), signature.encode()):
        raise RejectedRequestError(401, "invalid signature")


def signing_key() -> bytes:
    """The signing key, read again every few minutes so that a rotated key is picked up."""
    global _signing_key
    if _signing_key is None or time.monotonic() >= _signing_key[0]:
        secret = json.loads(secrets.get_secret_value(SecretId=SECRET_ARN)["SecretString"])
        _signing_key = (time.monotonic() + SECRET_CACHE_SECONDS, secret["signing_key"].encode())
    return _signing_key[1]


def parse_webhook(body: bytes) -> dict[str, Any]:
    """The event in the body; the API's own schema only covers requests with a JSON content type."""
    try:
        webhook = json.loads(body)
    except ValueError:
        raise RejectedRequestError(400, "body is not valid JSON") from None
    if not isinstance(webhook, dict):
        raise RejectedRequestError(400, "body is not a JSON object")
    if not EVENT_ID.fullmatch(str(webhook.get("id", ""))):
        raise RejectedRequestError(400, "missing or malformed id")
    if not SOURCE.fullmatch(str(webhook.get("source", ""))):
        raise RejectedRequestError(400, "missing or malformed source")
    if not webhook.get("type") or not isinstance(webhook["type"], str):
        raise RejectedRequestError(400, "missing or malformed type")
    if not isinstance(webhook.get("data"), dict):
        raise RejectedRequestError(400, "missing or malformed data")
    if ALLOWED_SOURCES and webhook["source"] not in ALLOWED_SOURCES:
        raise RejectedRequestError(403, "source is not allowed")
    return webhook


def store(event_id: str, webhook: dict[str, Any], now: int) -> bool:
    """Store the event; False where it has been processed already.

    An event that was stored but not processed counts as new: its first request may have failed before it was queued.
    Should it be in the queue after all, the deduplication id drops the second message.
    """
    try:
        table.put_item(
            Item={
                "event_id": event_id,
                "source": webhook["source"],
                "event_type": webhook["type"],
                "status": "RECEIVED",
                "payload": json.dumps(webhook, separators=(",", ":")),
                "received_at": now,
                "expires_at": now + EVENT_TTL_SECONDS,
            },
            ConditionExpression="attribute_not_exists(event_id) OR #status = :received",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":received": "RECEIVED"},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def enqueue(event_id: str, webhook: dict[str, Any]) -> None:
    """Queue the event behind the earlier ones of its source."""
    sqs.send_message(
        QueueUrl=QUEUE_URL,
        MessageBody=json.dumps({"event_id": event_id, "webhook": webhook}, separators=(",", ":")),
        MessageGroupId=webhook["source"],
        MessageDeduplicationId=event_id,
        MessageAttributes={"event_type": {"DataType": "String", "StringValue": webhook["type"]}},
    )


def response(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """A response in the shape that the proxy integration expects."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }
