"""Stores each job of the queue in the table."""

import json
import os

import boto3


def handler(event, _context):
    """Take a batch of messages; those that could not be stored are given back."""
    table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
    failed = []
    for record in event["Records"]:
        try:
            job = json.loads(record["body"])
            table.put_item(Item={"id": job["id"], "state": "stored"})
        except (KeyError, ValueError):
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
