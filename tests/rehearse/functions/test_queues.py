"""Queues: their messages reach functions, are deleted, come again, and are given up."""

from __future__ import annotations

import json
from pathlib import Path

from live_projects import alive, function, lambda_

QUEUE = """
resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  visibility_timeout_seconds = 180
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost.arn, maxReceiveCount = 2 })
}
resource "aws_sqs_queue" "lost" { name = "lost" }
resource "aws_dynamodb_table" "rows" {
  name         = "rows"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.store.arn
  batch_size       = 5
  function_response_types = ["ReportBatchItemFailures"]
}
"""
ENVIRONMENT = "environment {\n variables = { TABLE = aws_dynamodb_table.rows.name }\n }"
STORE = """
    import json, logging, os
    import boto3
    table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    logging.getLogger().setLevel("INFO")

    def handler(event, context):
        failed = []
        for record in event["Records"]:
            try:
                order = json.loads(record["body"])
                table.put_item(Item={"id": order["id"], "by": context.function_name})
                logging.info("stored %s", order["id"])
            except (KeyError, ValueError):
                logging.exception("not stored")
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}
"""


def test_a_message_becomes_a_row_and_a_bad_one_is_dead_lettered(tmp_path: Path) -> None:
    own = function("store", "store.py")
    with alive(tmp_path, QUEUE + lambda_("store", more=ENVIRONMENT), {"store.py": STORE}, own) as here:
        sqs = here.client("sqs")
        url = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"id": "a"}))
        sqs.send_message(QueueUrl=url, MessageBody="{}")
        calls = here.of("invocation")
        rows = here.client("dynamodb").scan(TableName="rows")["Items"]
        assert rows == [{"id": {"S": "a"}, "by": {"S": "store"}}]
        assert {each["source"] for each in calls} == {"queue orders"}
        assert any(each.get("calls") == ["dynamodb PutItem 200"] for each in calls)
        (lost,) = here.of("dead-letter")
        assert (lost["target"], lost["source"], lost["event"]) == ("queue lost", "queue orders", "{}")
        gone = sqs.get_queue_url(QueueName="lost")["QueueUrl"]
        assert [each["Body"] for each in sqs.receive_message(QueueUrl=gone)["Messages"]] == ["{}"]
        logs = here.client("logs").filter_log_events(logGroupName="/aws/lambda/store")["events"]
        assert any("stored a" in each["message"] for each in logs)
