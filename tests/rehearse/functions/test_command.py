"""`scaffold rehearse --functions`: from a project on disk to what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from live_projects import ROLE

from scaffold.cli.main import run

PROJECT = (
    ROLE
    + """
data "archive_file" "store" {
  type        = "zip"
  source_file = "${path.module}/code/store.py"
  output_path = "${path.module}/build/store.zip"
}
resource "aws_lambda_function" "store" {
  function_name = "store"
  role          = aws_iam_role.run.arn
  runtime       = "python3.12"
  handler       = "store.handler"
  filename      = data.archive_file.store.output_path
  environment {
    variables = { TABLE = aws_dynamodb_table.rows.name }
  }
}
resource "aws_lambda_function" "other" {
  function_name = "other"
  role          = aws_iam_role.run.arn
  runtime       = "java21"
  handler       = "shop.Other"
  filename      = "target/other.jar"
}
resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost.arn, maxReceiveCount = 2 })
}
resource "aws_sqs_queue" "lost" { name = "lost" }
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.store.arn
}
resource "aws_dynamodb_table" "rows" {
  name         = "rows"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
output "orders_url" { value = aws_sqs_queue.orders.url }
output "lost_url" { value = aws_sqs_queue.lost.url }
output "rows_name" { value = aws_dynamodb_table.rows.name }
"""
)
CODE = """
import json
import os
import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    for record in event["Records"]:
        order = json.loads(record["body"])
        table.put_item(Item={"id": order["id"]})
"""


def test_functions_run_and_those_that_cannot_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "main.tf").write_text(PROJECT)
    (tmp_path / "code" / "store.py").write_text(CODE)
    before = sorted(tmp_path.rglob("*"))
    assert run(["rehearse", str(tmp_path), "--functions", "--format", "json"]) == 0, capsys.readouterr()
    found = json.loads(capsys.readouterr().out)
    assert found["functions_not_run"].keys() == {"aws_lambda_function.other"}
    stored = [each for each in found["hops"] if each.get("calls") == ["dynamodb PutItem 200"]]
    assert {each["source"] for each in stored} == {"queue orders"}
    assert any(each["kind"] == "dead-letter" and each["target"] == "queue lost" for each in found["hops"])
    assert sorted(tmp_path.rglob("*")) == before


def test_what_went_wrong_between_functions_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "main.tf").write_text(PROJECT)
    (tmp_path / "code" / "store.py").write_text(CODE.replace('"id": order["id"]', '"id": order["id"], "at": 1.5'))
    assert run(["rehearse", str(tmp_path), "--functions"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "Runs the code of 2 functions in limited processes." in lines
    said = lines[lines.index("Where functions ran:") :]
    assert any(each.startswith("    queue orders -> function store: TypeError: Float types are not") for each in said)


def test_nothing_runs_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "main.tf").write_text(PROJECT)
    (tmp_path / "code" / "store.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n{CODE}")
    assert run(["rehearse", str(tmp_path), "-v"]) == 0
    assert "Where functions ran:" not in capsys.readouterr().out
    assert not (tmp_path / "ran").exists()
