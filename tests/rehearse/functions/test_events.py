"""What else fires functions: streams, topics, buckets, rules, schedules, pipes, state machines, other functions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from live_projects import Alive, alive, function, lambda_, until

from scaffold.rehearse.functions import told

NOTE = """
    import json, os, boto3
    table = boto3.resource("dynamodb").Table("seen")
    def note(name, event):
        table.put_item(Item={"id": name, "event": json.dumps(event)})
    def stream(event, context): note("stream", event)
    def records(event, context): note("records", event)
    def topic(event, context): note("topic", event)
    def bucket(event, context): note("bucket", event)
    def rule(event, context): note("rule", event)
    def timed(event, context): note("timed", event)
    def piped(event, context): note("piped", event)
    def logs(event, context): note("logs", event)
    def step(event, context):
        if event.get("bad"):
            raise ValueError("bad step")
        return {"doubled": event["n"] * 2}
    def failing(event, context): raise RuntimeError("never")
    def late(event, context):
        import time; time.sleep(30)
    def caller(event, context):
        answer = boto3.client("lambda").invoke(FunctionName="step", Payload=json.dumps({"n": 4}))
        return json.loads(answer["Payload"].read())
"""
NAMES = ("stream", "records", "topic", "bucket", "rule", "timed", "piped", "logs", "step", "failing", "late", "caller")
LETTERS = "dead_letter_config {\n target_arn = aws_sqs_queue.letters.arn\n }"
CONFIGURATION = (
    "".join(
        lambda_(
            name, entry=f"note.{name}", timeout=1 if name == "late" else 10, more=LETTERS if name == "failing" else ""
        )
        for name in NAMES
    )
    + """
resource "aws_lambda_permission" "any" {
  for_each      = toset(["sns", "s3", "events", "logs"])
  statement_id  = each.key
  action        = "lambda:InvokeFunction"
  principal     = "${each.key}.amazonaws.com"
  function_name = {
    sns    = aws_lambda_function.topic.function_name
    s3     = aws_lambda_function.bucket.function_name
    events = aws_lambda_function.rule.function_name
    logs   = aws_lambda_function.logs.function_name
  }[each.key]
}
resource "aws_lambda_permission" "timed" {
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  function_name = aws_lambda_function.timed.function_name
  source_arn    = aws_cloudwatch_event_rule.timed.arn
}
resource "aws_dynamodb_table" "seen" {
  name         = "seen"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "source" {
  name             = "source"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_lambda_event_source_mapping" "stream" {
  event_source_arn  = aws_dynamodb_table.source.stream_arn
  function_name     = aws_lambda_function.stream.arn
  starting_position = "LATEST"
  filter_criteria {
    filter { pattern = jsonencode({ eventName = ["INSERT"] }) }
  }
}
resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 1
}
resource "aws_lambda_event_source_mapping" "records" {
  event_source_arn  = aws_kinesis_stream.clicks.arn
  function_name     = aws_lambda_function.records.arn
  starting_position = "TRIM_HORIZON"
}
resource "aws_sns_topic" "news" { name = "news" }
resource "aws_sns_topic_subscription" "news" {
  topic_arn     = aws_sns_topic.news.arn
  protocol      = "lambda"
  endpoint      = aws_lambda_function.topic.arn
  filter_policy = jsonencode({ kind = ["good"] })
}
resource "aws_s3_bucket" "uploads" { bucket = "uploads" }
resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.bucket.arn
    events              = ["s3:ObjectCreated:*"]
    filter_suffix       = ".csv"
  }
}
resource "aws_cloudwatch_event_bus" "own" { name = "own" }
resource "aws_cloudwatch_event_rule" "rule" {
  name           = "rule"
  event_bus_name = aws_cloudwatch_event_bus.own.name
  event_pattern  = jsonencode({ source = ["shop"] })
}
resource "aws_cloudwatch_event_target" "rule" {
  rule           = aws_cloudwatch_event_rule.rule.name
  event_bus_name = aws_cloudwatch_event_bus.own.name
  arn            = aws_lambda_function.rule.arn
  input_transformer {
    input_paths    = { id = "$.detail.id", n = "$.detail.n" }
    input_template = "{\\"order\\": \\"no. <id>\\", \\"count\\": <n>}"
  }
}
resource "aws_cloudwatch_event_target" "letters" {
  rule           = aws_cloudwatch_event_rule.rule.name
  event_bus_name = aws_cloudwatch_event_bus.own.name
  arn            = aws_lambda_function.step.arn
}
resource "aws_cloudwatch_event_rule" "timed" {
  name                = "timed"
  schedule_expression = "rate(1 hour)"
}
resource "aws_cloudwatch_event_target" "timed" {
  rule = aws_cloudwatch_event_rule.timed.name
  arn  = aws_lambda_function.timed.arn
}
resource "aws_scheduler_schedule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 1 * * ? *)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_lambda_function.timed.arn
    role_arn = aws_iam_role.run.arn
    input    = jsonencode({ job = "nightly" })
  }
}
resource "aws_sqs_queue" "letters" { name = "letters" }
resource "aws_sqs_queue" "tube" { name = "tube" }
resource "aws_pipes_pipe" "tube" {
  name     = "tube"
  role_arn = aws_iam_role.run.arn
  source   = aws_sqs_queue.tube.arn
  target   = aws_lambda_function.piped.arn
  source_parameters {
    filter_criteria {
      filter { pattern = jsonencode({ body = { keep = [true] } }) }
    }
  }
}
resource "aws_cloudwatch_log_group" "app" { name = "app" }
resource "aws_cloudwatch_log_subscription_filter" "app" {
  name            = "app"
  log_group_name  = aws_cloudwatch_log_group.app.name
  filter_pattern  = ""
  destination_arn = aws_lambda_function.logs.arn
  depends_on      = [aws_lambda_permission.any]
}
resource "aws_sfn_state_machine" "steps" {
  name     = "steps"
  role_arn = aws_iam_role.run.arn
  definition = jsonencode({
    StartAt = "Step"
    States = {
      Step = { Type = "Task", Resource = "arn:aws:states:::lambda:invoke", OutputPath = "$.Payload", End = true
               Parameters = { FunctionName = aws_lambda_function.step.arn, "Payload.$" = "$" } }
    }
  })
}
"""
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    own = [function(name, "note.py", f"note.{name}") for name in NAMES]
    with alive(tmp_path_factory.mktemp("events"), CONFIGURATION, {"note.py": NOTE}, *own) as found:
        yield found


def seen(here: Alive, name: str) -> Any:
    """The event that a function has written to the table."""

    def look() -> Any:
        item = here.client("dynamodb").get_item(TableName="seen", Key={"id": {"S": name}}).get("Item")
        return json.loads(item["event"]["S"]) if item else None

    found = until(look)
    assert found, here.hops()
    return found


def test_a_new_row_reaches_the_function_behind_the_stream(here: Alive) -> None:
    rows = here.client("dynamodb")
    rows.put_item(TableName="source", Item={"id": {"S": "a"}, "n": {"N": "1"}})
    rows.put_item(TableName="source", Item={"id": {"S": "a"}, "n": {"N": "2"}})
    (record,) = seen(here, "stream")["Records"]
    assert (record["eventName"], record["eventSource"]) == ("INSERT", "aws:dynamodb")
    assert record["dynamodb"]["NewImage"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    assert record["eventSourceARN"] == here.computed["aws_dynamodb_table.source"]["stream_arn"]


def test_records_reach_the_function_behind_a_stream(here: Alive) -> None:
    here.client("kinesis").put_record(StreamName="clicks", Data=b"hello", PartitionKey="p")
    (record,) = seen(here, "records")["Records"]
    assert (record["kinesis"]["data"], record["kinesis"]["partitionKey"]) == ("aGVsbG8=", "p")


def test_a_publication_reaches_a_subscriber_that_wants_it(here: Alive) -> None:
    arn = here.computed["aws_sns_topic.news"]["arn"]
    for kind in ("bad", "good"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        here.client("sns").publish(TopicArn=arn, Message=kind, Subject="s", MessageAttributes=attributes)
    (record,) = seen(here, "topic")["Records"]
    said = record["Sns"]
    assert (said["Message"], said["Subject"], said["TopicArn"]) == ("good", "s", arn)
    assert said["MessageAttributes"] == {"kind": {"Type": "String", "Value": "good"}}


def test_an_object_reaches_the_function_behind_the_bucket(here: Alive) -> None:
    for key in ("a.txt", "in/a b.csv"):
        here.client("s3").put_object(Bucket="uploads", Key=key, Body=b"1,2")
    (record,) = seen(here, "bucket")["Records"]
    assert (record["eventName"], record["s3"]["bucket"]["name"]) == ("ObjectCreated:Put", "uploads")
    assert (record["s3"]["object"]["key"], record["s3"]["object"]["size"]) == ("in/a+b.csv", 3)


def test_an_event_reaches_the_targets_of_its_rule_as_they_want_it(here: Alive) -> None:
    detail = json.dumps({"id": "7", "n": 2})
    entry = {"Source": "shop", "DetailType": "order", "Detail": detail, "EventBusName": "own"}
    here.client("events").put_events(Entries=[entry, {**entry, "Source": "other"}])
    assert seen(here, "rule") == {"order": "no. 7", "count": 2}
    refused = [each for each in here.of("delivery") if "step" in each["target"]]
    assert [each["error"] for each in refused] == ["no permission of step lets events.amazonaws.com call it"]


def test_schedules_are_fired_when_somebody_says_so(here: Alive) -> None:
    status, said = here.running.ask("POST", told.place("fire"), {"name": "timed"})
    assert (status, json.loads(said)["targets"]) == (200, 1)
    event = seen(here, "timed")
    assert (event["source"], event["detail-type"]) == ("aws.events", "Scheduled Event")
    here.running.ask("POST", told.place("fire"), {"name": "nightly"})
    assert until(lambda: seen(here, "timed") == {"job": "nightly"})
    assert here.running.ask("POST", told.place("fire"), {"name": "none"})[0] == 400


def test_a_pipe_sends_an_array(here: Alive) -> None:
    url = here.computed["aws_sqs_queue.tube"]["url"]
    for keep in (False, True):
        here.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps({"keep": keep}))
    event = seen(here, "piped")
    assert isinstance(event, list)
    assert json.loads(event[0]["body"]) == {"keep": True}
    assert here.hops()
    count = here.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    assert count["Attributes"] == {"ApproximateNumberOfMessages": "0"}


def test_lines_of_a_log_group_reach_the_function_that_has_subscribed(here: Alive) -> None:
    logs = here.client("logs")
    logs.create_log_stream(logGroupName="app", logStreamName="one")
    line = {"timestamp": int(time.time() * 1000), "message": "hello"}
    logs.put_log_events(logGroupName="app", logStreamName="one", logEvents=[line])
    assert "data" in seen(here, "logs")["awslogs"]


def test_a_state_machine_calls_functions_and_fails_with_them(here: Alive) -> None:
    steps, arn = here.client("stepfunctions"), here.computed["aws_sfn_state_machine.steps"]["arn"]
    good, bad = (
        steps.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]
        for given in ({"n": 2}, {"bad": True})
    )
    here.hops()
    assert json.loads(steps.describe_execution(executionArn=good)["output"]) == {"doubled": 4}
    assert steps.describe_execution(executionArn=bad)["status"] == "FAILED"
    assert any("bad step" in each.get("error", "") for each in here.of("execution"))
    assert {each["source"] for each in here.of("invocation") if each["function"] == "step"} == {"state machine"}


def test_a_function_calls_another_one(here: Alive) -> None:
    answer = here.client("lambda").invoke(FunctionName="caller", Payload=b"{}", LogType="Tail")
    assert (json.loads(answer["Payload"].read()), "FunctionError" in answer) == ({"doubled": 8}, False)
    assert "function caller" in {each.get("source") for each in here.of("invocation")}


def test_an_error_comes_back_to_who_waits_and_is_dead_lettered_for_who_does_not(here: Alive) -> None:
    functions = here.client("lambda")
    answer = functions.invoke(FunctionName="failing", Payload=b'{"a": 1}')
    said = json.loads(answer["Payload"].read())
    assert (answer["FunctionError"], said["errorType"], said["errorMessage"]) == ("Unhandled", "RuntimeError", "never")
    assert "note.py" in said["stackTrace"][0]
    functions.invoke(FunctionName="failing", Payload=b'{"a": 2}', InvocationType="Event")
    attempts = [each["attempt"] for each in here.of("invocation") if each.get("event") == {"a": 2}]
    assert attempts == [1, 2, 3]
    url = here.computed["aws_sqs_queue.letters"]["url"]
    (message,) = here.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"]) == {"a": 2}


def test_a_function_ends_at_its_timeout(here: Alive) -> None:
    answer = here.client("lambda").invoke(FunctionName="late", Payload=b"{}")
    assert "Task timed out after 1.00 seconds" in answer["Payload"].read().decode()
