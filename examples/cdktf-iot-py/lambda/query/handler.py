"""Answers what a device reported last."""

import json
import os

import boto3
from boto3.dynamodb.conditions import Key

TABLE = boto3.resource("dynamodb").Table(os.environ["PROCESSED_TABLE"])
MOST = 100


def handle(event, context):
    """The newest readings of `device_id`, or those with a `status`."""
    asked = event.get("queryStringParameters") or {}
    if "device_id" in asked:
        found = newest(KeyConditionExpression=Key("device_id").eq(asked["device_id"]))
    elif "status" in asked:
        found = newest(IndexName="by-status", KeyConditionExpression=Key("status").eq(asked["status"]))
    else:
        return answer(400, {"error": "ask for a device_id or a status"})
    return answer(200, {"readings": found})


def newest(**query):
    """Readings, newest first."""
    return TABLE.query(ScanIndexForward=False, Limit=MOST, **query)["Items"]


def answer(status, body):
    """An answer for API Gateway."""
    text = json.dumps(body, default=float)
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": text}
