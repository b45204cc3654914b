"""What calls each function, of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.config import Settings
from scaffold.model.functions import Function, Trigger
from scaffold.pipeline import read
from scaffold.readers.functions import functions

FUNCTION = """
resource "aws_lambda_function" "it" {
  function_name = "it"
  role          = "arn:aws:iam::123456789012:role/own"
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "code.zip"
}
"""
REST = """
resource "aws_api_gateway_rest_api" "api" {
  name = "api"
}
resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "orders"
}
resource "aws_api_gateway_resource" "order" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_resource.orders.id
  path_part   = "{id}"
}
resource "aws_api_gateway_method" "get" {
  rest_api_id      = aws_api_gateway_rest_api.api.id
  resource_id      = aws_api_gateway_resource.order.id
  http_method      = "GET"
  authorization    = "AWS_IAM"
  api_key_required = true
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.order.id
  http_method             = "GET"
  integration_http_method = "POST"
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.it.invoke_arn
}
resource "aws_api_gateway_method" "post" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "POST"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "post" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_method.post.resource_id
  http_method = aws_api_gateway_method.post.http_method
  type        = "AWS_PROXY"
  uri         = "arn:aws:apigateway:eu-west-1:lambda:path/functions/${aws_lambda_function.it.arn}/invocations"
}
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = "1"
  stage_name    = "live"
}
"""
HTTP = """
resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "it" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.it.invoke_arn
  payload_format_version = "2.0"
}
resource "aws_apigatewayv2_route" "get" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /orders/{id}"
  target             = "integrations/${aws_apigatewayv2_integration.it.id}"
  authorization_type = "JWT"
}
resource "aws_apigatewayv2_route" "rest" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.it.id}"
}
"""
QUEUE = """
resource "aws_sqs_queue" "jobs" {
  name       = "jobs.fifo"
  fifo_queue = true
}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn        = aws_sqs_queue.jobs.arn
  function_name           = aws_lambda_function.it.arn
  function_response_types = ["ReportBatchItemFailures"]
}
"""
TABLE = """
resource "aws_dynamodb_table" "rows" {
  name             = "rows"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_lambda_event_source_mapping" "rows" {
  event_source_arn  = aws_dynamodb_table.rows.stream_arn
  function_name     = aws_lambda_function.it.function_name
  starting_position = "LATEST"
  batch_size        = 7
}
"""
RULE = """
resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = ["shop"], detail-type = ["Placed"] })
}
resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = aws_lambda_function.it.arn
}
"""
TIMED = """
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}
resource "aws_cloudwatch_event_target" "nightly" {
  rule  = "nightly"
  arn   = aws_lambda_function.it.arn
  input = jsonencode({ job = "clean" })
}
"""
SCHEDULE = """
resource "aws_scheduler_schedule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = aws_lambda_function.it.arn
    role_arn = "arn:aws:iam::123456789012:role/own"
    input    = jsonencode({ job = "clean" })
  }
}
"""
PIPE = """
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_pipes_pipe" "jobs" {
  name     = "jobs"
  role_arn = "arn:aws:iam::123456789012:role/own"
  source   = aws_sqs_queue.jobs.arn
  target   = aws_lambda_function.it.arn
  source_parameters {
    sqs_queue_parameters {
      batch_size = 5
    }
  }
}
"""
MACHINE = """
resource "aws_sfn_state_machine" "flow" {
  name     = "flow"
  role_arn = "arn:aws:iam::123456789012:role/own"
  definition = jsonencode({
    StartAt = "All"
    States = {
      All = {
        Type     = "Map"
        Iterator = {
          StartAt = "One"
          States = {
            One = {
              Type       = "Task"
              Resource   = "arn:aws:states:::lambda:invoke"
              Parameters = { FunctionName = aws_lambda_function.it.arn, Payload = { "id.$" = "$.id" } }
              End        = true
            }
          }
        }
        Next = "Other"
      }
      Other = { Type = "Task", Resource = aws_lambda_function.it.arn, End = true }
    }
  })
}
"""
BUCKET = """
resource "aws_s3_bucket" "files" {
  bucket = "files"
}
resource "aws_s3_bucket_notification" "files" {
  bucket = aws_s3_bucket.files.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.it.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = "in/"
  }
}
"""
ALIAS = """
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.it.function_name
  function_version = "1"
}
resource "aws_sns_topic" "news" {
  name = "news"
}
resource "aws_sns_topic_subscription" "news" {
  topic_arn     = aws_sns_topic.news.arn
  protocol      = "lambda"
  endpoint      = aws_lambda_alias.live.arn
  filter_policy = jsonencode({ kind = ["a"] })
}
"""


def read_one(root: Path, more: str) -> Function:
    (root / "main.tf").write_text(FUNCTION + more)
    (found,) = functions(read(root, Settings()).projects, root)
    return found


def only(root: Path, more: str) -> Trigger:
    (trigger,) = read_one(root, more).triggers
    return trigger


def said(trigger: Trigger, **expected: Any) -> None:
    assert {name: getattr(trigger, name) for name in expected} == expected


def routes(trigger: Trigger) -> list[tuple[str, str, str, str]]:
    return [(each.method, each.path, each.stage, each.authorization) for each in trigger.routes]


def test_routes_of_a_rest_api(tmp_path: Path) -> None:
    first, second = read_one(tmp_path, REST).triggers
    said(first, kind="rest-api", source="aws_api_gateway_rest_api.api", payload="1.0")
    assert routes(first) == [("GET", "/orders/{id}", "live", "AWS_IAM")]
    assert first.detail == {"api_key_required": True}
    assert routes(second) == [("POST", "/orders", "live", "NONE")]
    assert second.detail == {}


def test_routes_that_ask_the_same_are_together(tmp_path: Path) -> None:
    found = only(tmp_path, REST.replace("api_key_required = true", "api_key_required = false"))
    assert [path for _, path, _, _ in routes(found)] == ["/orders/{id}", "/orders"]


def test_an_integration_that_makes_its_own_event_is_another_kind(tmp_path: Path) -> None:
    found, _ = read_one(tmp_path, REST.replace('"AWS_PROXY"', '"AWS"')).triggers
    said(found, kind="other", payload="")
    assert found.detail["type"] == "AWS"


def test_routes_of_an_http_api(tmp_path: Path) -> None:
    found = only(tmp_path, HTTP)
    said(found, kind="http-api", source="aws_apigatewayv2_api.api", payload="2.0")
    assert routes(found) == [
        ("GET", "/orders/{id}", "$default", "JWT"),
        ("ANY", "$default", "$default", "NONE"),
    ]


def test_a_web_socket_is_no_http_api(tmp_path: Path) -> None:
    found = only(tmp_path, HTTP.replace('"HTTP"', '"WEBSOCKET"'))
    assert (found.kind, found.detail) == ("other", {"protocol_type": "WEBSOCKET"})


def test_an_api_made_in_one_go(tmp_path: Path) -> None:
    api = """
resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"
  target        = aws_lambda_function.it.arn
  route_key     = "POST /in"
}
"""
    found = only(tmp_path, api)
    assert [(each.method, each.path) for each in found.routes] == [("POST", "/in")]


@pytest.mark.parametrize("written", ["jsonencode(%s)", "yamlencode(%s)"])
def test_functions_in_the_document_of_an_api(tmp_path: Path, written: str) -> None:
    body = """{
    openapi = "3.0.1"
    paths = {
      "/in/{id}" = {
        post = {
          x-amazon-apigateway-integration = {
            type = "aws_proxy"
            uri  = "arn:aws:apigateway:eu-west-1:lambda:path/f/arn:aws:lambda:eu-west-1:1:function:it/invocations"
          }
        }
      }
    }
  }"""
    api = f'resource "aws_api_gateway_rest_api" "api" {{\n  name = "api"\n  body = {written % body}\n}}'
    found = only(tmp_path, api)
    assert [(found.kind, each.method, each.path) for each in found.routes] == [("rest-api", "POST", "/in/{id}")]


def test_a_url_of_its_own(tmp_path: Path) -> None:
    url = """
resource "aws_lambda_function_url" "it" {
  function_name      = aws_lambda_function.it.function_name
  authorization_type = "AWS_IAM"
}
"""
    found = only(tmp_path, url)
    said(found, kind="function-url", payload="2.0")
    assert found.routes[0].authorization == "AWS_IAM"


def test_an_authorizer(tmp_path: Path) -> None:
    more = """
resource "aws_api_gateway_rest_api" "api" {
  name = "api"
}
resource "aws_api_gateway_authorizer" "it" {
  name           = "it"
  rest_api_id    = aws_api_gateway_rest_api.api.id
  authorizer_uri = aws_lambda_function.it.invoke_arn
  type           = "REQUEST"
}
"""
    found = only(tmp_path, more)
    said(found, kind="authorizer", source="aws_api_gateway_rest_api.api", payload="1.0", detail={"type": "REQUEST"})


def test_a_queue(tmp_path: Path) -> None:
    said(only(tmp_path, QUEUE), kind="queue", source="aws_sqs_queue.jobs", batch=10, reports=True, fifo=True)


def test_a_table(tmp_path: Path) -> None:
    said(only(tmp_path, TABLE), kind="table-stream", source="aws_dynamodb_table.rows", batch=7, reports=False)


def test_a_rule(tmp_path: Path) -> None:
    pattern = {"source": ("shop",), "detail-type": ("Placed",)}
    said(only(tmp_path, RULE), kind="rule", source="aws_cloudwatch_event_rule.placed", pattern=pattern, input=None)


def test_a_rule_that_is_about_time(tmp_path: Path) -> None:
    found = only(tmp_path, TIMED)
    said(found, kind="schedule", source="aws_cloudwatch_event_rule.nightly", input='{"job":"clean"}')
    assert found.detail["schedule_expression"] == "rate(1 day)"


def test_a_schedule(tmp_path: Path) -> None:
    said(only(tmp_path, SCHEDULE), kind="schedule", source="aws_scheduler_schedule.nightly", input='{"job":"clean"}')


def test_a_pipe(tmp_path: Path) -> None:
    said(only(tmp_path, PIPE), kind="pipe", source="aws_sqs_queue.jobs", behind="queue", batch=5)


def test_tasks_of_a_workflow(tmp_path: Path) -> None:
    found = read_one(tmp_path, MACHINE).triggers
    assert [(each.kind, each.detail["state"], each.input) for each in found] == [
        ("state-machine", "One", {"id.$": "$.id"}),
        ("state-machine", "Other", None),
    ]


def test_a_bucket(tmp_path: Path) -> None:
    found = only(tmp_path, BUCKET)
    said(found, kind="bucket", source="aws_s3_bucket.files")
    assert found.detail == {"events": ("s3:ObjectCreated:*",), "prefix": "in/"}


def test_a_topic_that_calls_an_alias(tmp_path: Path) -> None:
    found = only(tmp_path, ALIAS)
    said(found, kind="topic", source="aws_sns_topic.news", detail={"filter_policy": '{"kind":["a"]}'})


SOURCES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "user-pool": (
        """
resource "aws_cognito_user_pool" "people" {
  name = "people"
  lambda_config {
    pre_sign_up = aws_lambda_function.it.arn
  }
}
""",
        "aws_cognito_user_pool.people",
        {"trigger": "pre_sign_up"},
    ),
    "logs": (
        """
resource "aws_cloudwatch_log_group" "own" {
  name = "own"
}
resource "aws_cloudwatch_log_subscription_filter" "own" {
  name            = "own"
  log_group_name  = aws_cloudwatch_log_group.own.name
  filter_pattern  = "ERROR"
  destination_arn = aws_lambda_function.it.arn
}
""",
        "aws_cloudwatch_log_group.own",
        {"filter_pattern": "ERROR"},
    ),
    "other": (
        """
resource "aws_iot_topic_rule" "in" {
  name        = "in"
  enabled     = true
  sql         = "SELECT * FROM 'in'"
  sql_version = "2016-03-23"
  lambda {
    function_arn = aws_lambda_function.it.arn
  }
}
""",
        "aws_iot_topic_rule.in",
        {},
    ),
    "stream": (
        """
resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 1
}
resource "aws_kinesis_stream_consumer" "clicks" {
  name       = "clicks"
  stream_arn = aws_kinesis_stream.clicks.arn
}
resource "aws_lambda_event_source_mapping" "clicks" {
  event_source_arn  = aws_kinesis_stream_consumer.clicks.arn
  function_name     = aws_lambda_function.it.arn
  starting_position = "LATEST"
}
""",
        "aws_kinesis_stream.clicks",
        {"starting_position": "LATEST"},
    ),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_other_sources(tmp_path: Path, kind: str) -> None:
    source, address, detail = SOURCES[kind]
    found = only(tmp_path, source)
    said(found, kind=kind, source=address)
    assert dict(detail).items() <= dict(found.detail).items()


def test_what_became_of_another_function(tmp_path: Path) -> None:
    more = """
resource "aws_lambda_function" "first" {
  function_name = "first"
  role          = "arn:aws:iam::123456789012:role/own"
}
resource "aws_lambda_function_event_invoke_config" "first" {
  function_name = aws_lambda_function.first.function_name
  destination_config {
    on_failure {
      destination = aws_lambda_function.it.arn
    }
  }
}
"""
    (tmp_path / "main.tf").write_text(FUNCTION + more)
    found = {each.name: each.triggers for each in functions(read(tmp_path, Settings()).projects, tmp_path)}
    said(found["it"][0], kind="destination", source="aws_lambda_function.first", detail={"outcome": "on_failure"})
    assert found["first"] == ()


def test_instances_of_a_function_are_told_apart(tmp_path: Path) -> None:
    source = """
resource "aws_lambda_function" "each" {
  for_each      = toset(["a", "b"])
  function_name = each.key
  role          = "arn:aws:iam::123456789012:role/own"
}
resource "aws_lambda_function_url" "a" {
  function_name      = aws_lambda_function.each["a"].function_name
  authorization_type = "NONE"
}
"""
    (tmp_path / "main.tf").write_text(source)
    found = functions(read(tmp_path, Settings()).projects, tmp_path)
    assert [(each.title, len(each.triggers)) for each in found] == [("function each[a]", 1), ("function each[b]", 0)]


COMPONENT = """
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';
import * as apigateway from '@pulumi/aws-apigateway';

const role = 'arn:aws:iam::123456789012:role/r';
const it = new aws.lambda.Function('it', { role });
const asks = new aws.lambda.Function('asks', { role });
new apigateway.RestAPI('api', {
  stageName: 'live',
  routes: [
    { path: 'files', localPath: 'www' },
    { path: '/orders/{id}', method: 'GET', eventHandler: it },
    { path: '/orders', method: 'POST', eventHandler: it, authorizers: [{ type: 'token', handler: asks }] },
  ],
});
"""


def test_routes_of_a_component(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    (tmp_path / "index.ts").write_text(COMPONENT)
    it, asks = functions(read(tmp_path, Settings()).projects, tmp_path)
    (found,) = it.triggers
    said(found, kind="rest-api", payload="1.0")
    assert routes(found) == [("GET", "/orders/{id}", "live", "NONE"), ("POST", "/orders", "live", "CUSTOM")]
    said(asks.triggers[0], kind="authorizer", detail={"type": "TOKEN"})
