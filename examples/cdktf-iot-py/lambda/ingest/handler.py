"""Takes a reading from the API: keeps it as it came, and queues it."""

import decimal
import json
import os
import time

import boto3

TABLE = boto3.resource("dynamodb").Table(os.environ["RAW_TABLE"])
SQS = boto3.client("sqs")
QUEUE_URL = os.environ["QUEUE_URL"]
KEPT_SECONDS = 30 * 24 * 3600
NEEDED = ("device_id", "temperature")


def handle(event, context):
    """Answers 202 for a reading that was taken, 400 for what is none."""
    try:
        reading = json.loads(event.get("body") or "{}", parse_float=decimal.Decimal)
    except json.JSONDecodeError:
        return answer(400, {"error": "the body is no JSON"})
    missing = [name for name in NEEDED if name not in reading] if isinstance(reading, dict) else list(NEEDED)
    if missing:
        return answer(400, {"error": f"missing: {', '.join(missing)}"})
    now = int(time.time() * 1000)
    item = {**reading, "timestamp": now, "expires_at": now // 1000 + KEPT_SECONDS}
    TABLE.put_item(Item=item)
    SQS.send_message(QueueUrl=QUEUE_URL, MessageBody=json.dumps({**reading, "timestamp": now}, default=float))
    return answer(202, {"device_id": reading["device_id"], "timestamp": now})


def answer(status, body):
    """An answer for API Gateway."""
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
