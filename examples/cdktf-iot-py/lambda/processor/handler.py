"""Enriches queued readings, keeps them, and reports those that are too hot."""

import decimal
import json
import os

import boto3

TABLE = boto3.resource("dynamodb").Table(os.environ["PROCESSED_TABLE"])
SNS = boto3.client("sns")
SSM = boto3.client("ssm")


def handle(event, context):
    """Processes a batch; what failed comes again."""
    limit = decimal.Decimal(SSM.get_parameter(Name=os.environ["LIMIT_PARAMETER"])["Parameter"]["Value"])
    failures = []
    for record in event["Records"]:
        try:
            process(json.loads(record["body"], parse_float=decimal.Decimal), limit)
        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def process(reading, limit):
    """Keeps one reading with its status."""
    temperature = decimal.Decimal(reading["temperature"])
    status = "critical" if temperature > limit else "normal"
    TABLE.put_item(Item={**reading, "temperature": temperature, "status": status})
    if status == "critical":
        text = f"{reading['device_id']} reports {temperature}, more than {limit}"
        SNS.publish(TopicArn=os.environ["ALERT_TOPIC"], Subject="Temperature", Message=text)
