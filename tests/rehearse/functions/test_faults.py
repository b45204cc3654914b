"""Faults that only show where everything runs together: each is found, and the hop that has it is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from live_projects import Alive, alive, function, lambda_

from scaffold.rehearse.report import wrong

PARTS = """
resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost.arn, maxReceiveCount = 2 })
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
"""
MAPPING = """
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.store.arn
}
"""
PIPE = """
resource "aws_pipes_pipe" "orders" {
  name     = "orders"
  role_arn = aws_iam_role.run.arn
  source   = aws_sqs_queue.orders.arn
  target   = aws_lambda_function.store.arn
}
"""
SWALLOWED = """
    import json, logging, boto3
    rows = boto3.resource("dynamodb").Table("rows")
    def handler(event, context):
        for record in event["Records"]:
            try:
                order = json.loads(record["body"])
                rows.put_item(Item={"id": order["id"], "total": order["total"]})
            except Exception:
                logging.exception("could not store the order")
"""
ANSWERED = """
    import json, boto3
    rows = boto3.resource("dynamodb").Table("rows")
    def handler(event, context):
        try:
            for record in event["Records"]:
                rows.put_item(Item={"id": json.loads(record["body"])["id"]})
        except Exception as error:
            return {"statusCode": 500, "body": str(error)}
        return {"statusCode": 200, "body": "stored"}
"""
OBJECT = """
    import boto3
    rows = boto3.resource("dynamodb").Table("rows")
    def handler(event, context):
        rows.put_item(Item={"id": event["body"]["id"]})
"""


def sent(here: Alive, body: Any) -> list[str]:
    """What is said to be wrong after a message."""
    url = here.computed["aws_sqs_queue.orders"]["url"]
    here.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body))
    return list(filter(None, map(wrong, here.hops())))


def rows(here: Alive) -> Any:
    return here.client("dynamodb").scan(TableName="rows")["Items"]


def waiting(here: Alive, queue: str) -> int:
    asked = {"QueueUrl": here.computed[f"aws_sqs_queue.{queue}"]["url"]}
    found = here.client("sqs").get_queue_attributes(AttributeNames=["ApproximateNumberOfMessages"], **asked)
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


def test_a_refused_float_whose_error_is_swallowed(tmp_path: Path) -> None:
    """The message is deleted and the row never written."""
    project = PARTS + MAPPING + lambda_("store")
    with alive(tmp_path, project, {"store.py": SWALLOWED}, function("store", "store.py")) as here:
        (said,) = sent(here, {"id": "a", "total": 1.5})
        assert said.startswith("queue orders -> function store: it returned as if nothing had been, but its log says:")
        assert "could not store the order" in said
        assert "Float types are not supported" in said
        assert (rows(here), waiting(here, "orders"), waiting(here, "lost")) == ([], 0, 0)
        (hop,) = here.of("invocation")
        assert (hop["address"], hop.get("calls")) == ("aws_lambda_function.store", None)
        assert sent(here, {"id": "b", "total": 2}) == [said]
        assert len(rows(here)) == 1


def test_a_failure_that_is_answered_with_500(tmp_path: Path) -> None:
    """The message is gone, and the dead-letter queue stays empty."""
    project = PARTS + MAPPING + lambda_("store")
    with alive(tmp_path, project, {"store.py": ANSWERED}, function("store", "store.py")) as here:
        expected = "it answered 500, which a queue takes for success: the event is not sent again"
        assert sent(here, {}) == [f"queue orders -> function store: {expected}"]
        assert (rows(here), waiting(here, "orders"), waiting(here, "lost")) == ([], 0, 0)


def test_a_function_that_wants_an_object_behind_a_pipe(tmp_path: Path) -> None:
    """A pipe sends an array, whatever its size."""
    project = PARTS + PIPE + lambda_("store")
    with alive(tmp_path, project, {"store.py": OBJECT}, function("store", "store.py")) as here:
        said = sent(here, {"id": "a"})
        fault = "TypeError: list indices must be integers or slices, not str"
        assert set(said) == {
            f"pipe orders -> function store: {fault}",
            "queue orders -> queue lost: it was given up",
        }
        assert (rows(here), waiting(here, "lost")) == ([], 1)


def test_a_function_that_does_not_load(tmp_path: Path) -> None:
    files = {"store.py": "import not_packaged\n"}
    with alive(tmp_path, PARTS + MAPPING + lambda_("store"), files, function("store", "store.py")) as here:
        fault = "Runtime.ImportModuleError: Unable to import module 'store': No module named 'not_packaged'"
        assert f"queue orders -> function store: {fault}" in sent(here, {"id": "a"})
        assert waiting(here, "lost") == 1


def test_failed_records_that_nobody_hears_of(tmp_path: Path) -> None:
    source = """
        def handler(event, context):
            return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in event["Records"]]}
    """
    with alive(
        tmp_path, PARTS + MAPPING + lambda_("store"), {"store.py": source}, function("store", "store.py")
    ) as here:
        (said,) = sent(here, {"id": "a"})
        assert "the mapping does not take partial failures: they are not sent again" in said
