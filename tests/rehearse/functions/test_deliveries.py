"""What is delivered without a function, what is given up, and who may send where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from live_projects import Alive, alive, function, lambda_, until

CODE = """
    import json, boto3
    seen = []
    def order(event, context):
        for record in event["Records"]:
            body = record["body"]
            if body == "bad":
                raise ValueError("bad")
            boto3.client("dynamodb").update_item(
                TableName="seen", Key={"id": {"S": record["attributes"]["MessageGroupId"]}},
                UpdateExpression="SET #a = list_append(if_not_exists(#a, :n), :b)",
                ExpressionAttributeNames={"#a": "all"},
                ExpressionAttributeValues={":n": {"L": []}, ":b": {"L": [{"S": body}]}})
    def stream(event, context):
        names = [record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]]
        if "poison" in names:
            raise ValueError(f"{len(names)} with poison")
    def partly(event, context):
        failed = [r for r in event["Records"] if json.loads(__import__("base64").b64decode(r["kinesis"]["data"])) == 2]
        return {"batchItemFailures": [{"itemIdentifier": r["kinesis"]["sequenceNumber"]} for r in failed]}
    def done(event, context): return {"done": event}
    def failing(event, context): raise RuntimeError("never")
"""
TABLE = """
resource "aws_dynamodb_table" "{name}" {{
  name             = "{name}"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"
  attribute {{
    name = "id"
    type = "S"
  }}
}}
"""
NAMES = ("order", "stream", "partly", "done", "failing")
CONFIGURATION = (
    "".join(lambda_(name, entry=f"code.{name}") for name in NAMES)
    + TABLE.format(name="seen")
    + TABLE.format(name="source")
    + """
resource "aws_sqs_queue" "lost" {
  for_each   = toset(["orders", "batches", "answers"])
  name       = each.key == "orders" ? "lost-orders.fifo" : "lost-${each.key}"
  fifo_queue = each.key == "orders"
}
resource "aws_sqs_queue" "orders" {
  name                        = "orders.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost["orders"].arn, maxReceiveCount = 2 })
}
resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.order.arn
  batch_size       = 1
}
resource "aws_lambda_event_source_mapping" "stream" {
  event_source_arn               = aws_dynamodb_table.source.stream_arn
  function_name                  = aws_lambda_function.stream.arn
  starting_position              = "LATEST"
  maximum_retry_attempts         = 1
  bisect_batch_on_function_error = true
  destination_config {
    on_failure { destination_arn = aws_sqs_queue.lost["batches"].arn }
  }
}
resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 1
}
resource "aws_lambda_event_source_mapping" "partly" {
  event_source_arn        = aws_kinesis_stream.clicks.arn
  function_name           = aws_lambda_function.partly.arn
  starting_position       = "LATEST"
  maximum_retry_attempts  = 1
  function_response_types = ["ReportBatchItemFailures"]
}
resource "aws_lambda_function_event_invoke_config" "answers" {
  for_each               = { done = aws_lambda_function.done.arn, failing = aws_lambda_function.failing.arn }
  function_name          = each.value
  maximum_retry_attempts = 0
  destination_config {
    on_success { destination = aws_sqs_queue.lost["answers"].arn }
    on_failure { destination = aws_sqs_queue.lost["answers"].arn }
  }
}
resource "aws_sns_topic" "news" { name = "news" }
resource "aws_sqs_queue" "reader" {
  for_each = toset(["open", "closed"])
  name     = each.key
}
resource "aws_sqs_queue_policy" "open" {
  queue_url = aws_sqs_queue.reader["open"].url
  policy = jsonencode({
    Statement = [{
      Effect = "Allow", Principal = { Service = ["sns.amazonaws.com", "events.amazonaws.com"] }, Action = "sqs:Send*"
      Resource = "*", Condition = { ArnLike = { "aws:SourceArn" = ["${aws_sns_topic.news.arn}", "arn:aws:events:*"] } }
    }]
  })
}
resource "aws_sns_topic_subscription" "readers" {
  for_each             = aws_sqs_queue.reader
  topic_arn            = aws_sns_topic.news.arn
  protocol             = "sqs"
  endpoint             = each.value.arn
  raw_message_delivery = true
}
resource "aws_s3_bucket" "uploads" { bucket = "uploads" }
resource "aws_s3_bucket_notification" "uploads" {
  bucket      = aws_s3_bucket.uploads.id
  eventbridge = true
}
resource "aws_cloudwatch_event_rule" "uploads" {
  name = "uploads"
  event_pattern = jsonencode({
    source = ["aws.s3"], detail-type = ["Object Created"], detail = { bucket = { name = ["uploads"] } }
  })
}
resource "aws_cloudwatch_event_target" "uploads" {
  for_each   = aws_sqs_queue.reader
  rule       = aws_cloudwatch_event_rule.uploads.name
  arn        = each.value.arn
  input_path = "$.detail.object.key"
}
"""
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    own = [function(name, "code.py", f"code.{name}") for name in NAMES]
    with alive(tmp_path_factory.mktemp("deliveries"), CONFIGURATION, {"code.py": CODE}, *own) as found:
        yield found


def bodies(here: Alive, name: str) -> list[str]:
    sqs = here.client("sqs")
    found = sqs.receive_message(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MaxNumberOfMessages=10)
    return [each["Body"] for each in found.get("Messages", ())]


def test_messages_of_a_group_are_taken_in_order_and_a_bad_one_holds_up_its_own_group(here: Alive) -> None:
    url = here.computed["aws_sqs_queue.orders"]["url"]
    for group, body in (("a", "1"), ("a", "bad"), ("b", "1"), ("a", "2"), ("b", "2")):
        here.client("sqs").send_message(
            QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=group + body
        )
    here.hops()
    rows = here.client("dynamodb").scan(TableName="seen")["Items"]
    assert {row["id"]["S"]: [each["S"] for each in row["all"]["L"]] for row in rows} == {
        "a": ["1", "2"],
        "b": ["1", "2"],
    }
    assert bodies(here, "lost-orders.fifo") == ["bad"]


def test_a_batch_of_a_stream_is_halved_until_what_is_bad_is_given_up(here: Alive) -> None:
    for name in ("one", "poison", "two"):
        here.client("dynamodb").put_item(TableName="source", Item={"id": {"S": name}})
    until(lambda: any(each.get("source", "").startswith("table stream") for each in here.of("dead-letter")))
    (told,) = (json.loads(each) for each in bodies(here, "lost-batches"))
    assert (told["batchInfo"]["batchSize"], told["requestContext"]["condition"]) == (1, "RetryAttemptsExhausted")
    calls = [each for each in here.of("invocation") if each["function"] == "stream"]
    assert "error" not in calls[-1]


def test_records_from_the_first_failure_on_come_again(here: Alive) -> None:
    for number in (1, 2, 3):
        here.client("kinesis").put_record(StreamName="clicks", Data=json.dumps(number).encode(), PartitionKey="p")
    (lost,) = (each for each in here.of("dead-letter") if each["source"] == "stream clicks")
    assert "given up after 2 attempts" in lost["error"]


def test_destinations_are_told_what_became_of_an_event(here: Alive) -> None:
    for name in ("done", "failing"):
        here.client("lambda").invoke(FunctionName=name, Payload=b'{"n": 1}', InvocationType="Event")
    here.hops()
    told = [json.loads(each) for each in bodies(here, "lost-answers")]
    found = {each["requestContext"]["condition"]: each["responsePayload"] for each in told}
    assert found["Success"] == {"done": {"n": 1}}
    assert found["RetriesExhausted"]["errorMessage"] == "never"


def errors(here: Alive, source: str) -> list[Any]:
    return [each.get("error") for each in here.of("delivery") if each["source"] == source and "error" in each]


def test_a_queue_takes_what_its_policy_lets_a_topic_send(here: Alive) -> None:
    here.client("sns").publish(TopicArn=here.computed["aws_sns_topic.news"]["arn"], Message="hello")
    assert (bodies(here, "open"), bodies(here, "closed")) == (["hello"], [])
    arn = here.computed["aws_sns_topic.news"]["arn"]
    reason = f"the policy of queue closed does not let sns.amazonaws.com send there for {arn}"
    assert errors(here, "topic news") == [reason]


def test_an_object_is_told_to_the_rules_of_the_bus(here: Alive) -> None:
    here.client("s3").put_object(Bucket="uploads", Key="a.txt", Body=b"a")
    assert (bodies(here, "open"), bodies(here, "closed")) == (["a.txt"], [])
    assert len(errors(here, "rule uploads")) == 1
