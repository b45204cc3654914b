"""Takes an order: keeps it once."""

import json
import os

import boto3
from botocore.exceptions import ClientError

TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    """Answers 201 for a new order, 409 for one that is known, 400 for what is none."""
    try:
        order = json.loads(event.get("body") or "")
    except ValueError:
        return answer(400, "the body is no JSON")
    if not isinstance(order, dict) or not isinstance(order.get("order_id"), str) or not order["order_id"]:
        return answer(400, "order_id is missing")
    quantity = order.get("quantity")
    if not isinstance(quantity, int) or quantity < 1:
        return answer(400, "quantity has to be a whole number from 1")
    try:
        TABLE.put_item(
            Item={"order_id": order["order_id"], "quantity": quantity},
            ConditionExpression="attribute_not_exists(order_id)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return answer(409, "the order is known already")
        return answer(503, "try again later")
    return answer(201, order["order_id"])


def answer(status, text):
    """An answer for the API."""
    return {"statusCode": status, "body": json.dumps({"message": text})}
