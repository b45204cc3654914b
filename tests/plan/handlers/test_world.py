"""What surrounds a function in the emulator: made there for real."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import xform_name
from moto import mock_aws

from scaffold.config import Settings
from scaffold.model.functions import Function
from scaffold.model.handlers import Created, Joined, Wired
from scaffold.model.project import Project
from scaffold.pipeline import read
from scaffold.plan.handlers.world import region, world
from scaffold.readers.functions import functions

EXAMPLES = Path(__file__).parents[3] / "examples"
START = """
provider "aws" {
  region = "eu-west-1"
}
data "aws_caller_identity" "me" {}
resource "aws_iam_role" "own" {
  name               = "own"
  assume_role_policy = "{}"
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "src"
  output_path = "a.zip"
}
"""


def function(environment: str) -> str:
    return f"""
resource "aws_lambda_function" "it" {{
  function_name = "it"
  role          = aws_iam_role.own.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.code.output_path
  environment {{
    variables = {{
      {environment}
    }}
  }}
}}
"""


def around(
    root: Path, environment: str, more: str, code: str = "def handler(event, context): pass"
) -> tuple[tuple[Wired, ...], Mapping[str, Any]]:
    (root / "main.tf").write_text(START + function(environment) + more)
    (root / "src").mkdir(exist_ok=True)
    (root / "src" / "app.py").write_text(code)
    (project,) = read(root, Settings()).projects
    (found,) = functions([project], root)
    return world(found, [found], project)


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")


@pytest.fixture
def emulator() -> Iterator[None]:
    with mock_aws():
        yield


def made(wired: tuple[Wired, ...], where: str = "eu-west-1") -> dict[str, Any]:
    """The answers to the first calls of all that is wired."""
    answers: dict[str, Any] = {}
    for each in wired:
        for call in each.create:
            client = boto3.client(call.service, region_name=where)  # type: ignore[call-overload]
            answer = getattr(client, xform_name(call.operation))(**resolved(call.input, answers))
            answers.setdefault(each.address, answer)
    return answers


def resolved(value: Any, answers: Mapping[str, Any]) -> Any:
    if isinstance(value, Created):
        found: Any = answers[value.address]
        for step in value.path.split("."):
            found = found[step]
        return found
    if isinstance(value, Joined):
        return "".join(str(resolved(part, answers)) for part in value.parts)
    if isinstance(value, Mapping):
        return {name: resolved(item, answers) for name, item in value.items()}
    return [resolved(item, answers) for item in value] if isinstance(value, tuple) else value


def of_example(name: str) -> Iterator[tuple[Project, Function, tuple[Function, ...]]]:
    root = EXAMPLES / name
    projects = read(root, Settings()).projects
    found = functions(projects, root)
    for each in found:
        yield next(one for one in projects if one.path == each.project), each, found


@pytest.mark.parametrize(
    "example", ["terraform-webhook", "pulumi-payments-ts", "cdktf-iot-py", "pulumi-network-py", "pulumi-orders-ts"]
)
def test_the_world_of_every_example_can_be_made(example: str) -> None:
    for project, each, every in of_example(example):
        wired, environment = world(each, every, project)
        with mock_aws():
            answers = made(wired, region(project))
        assert all(isinstance(text, str) for text in resolved(environment, answers).values())
        assert len({one.address for one in wired}) == len(wired)


def test_what_the_validation_of_webhooks_is_told_of() -> None:
    project, found, every = next(of_example("terraform-webhook"))
    wired, environment = world(found, every, project)
    assert [(each.kind, each.title, each.variables) for each in wired] == [
        ("table", "table events", ("TABLE_NAME",)),
        ("queue", "queue events", ("QUEUE_URL",)),
        ("secret", "secret webhook", ("SECRET_ARN",)),
    ]
    assert environment == {
        "TABLE_NAME": "webhooks-dev-events",
        "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/webhooks-dev-events.fifo",
        "SECRET_ARN": Created("aws_secretsmanager_secret.webhook", "ARN"),
        "ALLOWED_SOURCES": "billing,shop,crm",
        "EVENT_TTL_DAYS": "30",
        "SIGNATURE_TOLERANCE_SECONDS": "300",
    }
    assert region(project) == "eu-west-1"


TABLE = """
resource "aws_dynamodb_table" "rows" {
  name             = "rows"
  hash_key         = "id"
  range_key        = "at"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "at"
    type = "N"
  }
  attribute {
    name = "owner"
    type = "S"
  }
  local_secondary_index {
    name            = "by-owner"
    range_key       = "owner"
    projection_type = "ALL"
  }
  ttl {
    attribute_name = "gone"
    enabled        = true
  }
}
resource "aws_dynamodb_table_item" "first" {
  table_name = aws_dynamodb_table.rows.name
  hash_key   = "id"
  range_key  = "at"
  item       = jsonencode({ id = { S = "first" }, at = { N = "1" } })
}
"""


@pytest.mark.usefixtures("emulator")
def test_a_table_with_keys_indexes_stream_and_rows(tmp_path: Path) -> None:
    environment = "TABLE = aws_dynamodb_table.rows.name\n STREAM = aws_dynamodb_table.rows.stream_arn"
    (table,), told = around(tmp_path, environment, TABLE)
    assert table.facts == {
        "hash": "id",
        "hash_type": "S",
        "range": "at",
        "range_type": "N",
        "indexes": {"by-owner": {"hash": "id", "hash_type": "S", "range": "owner", "range_type": "S"}},
        "stream_view": "NEW_IMAGE",
        "ttl": "gone",
    }
    assert table.identifiers == ("rows", "arn:aws:dynamodb:eu-west-1:123456789012:table/rows")
    assert table.variables == ("TABLE", "STREAM")
    answers = made((table,))
    assert resolved(told["STREAM"], answers) == answers[table.address]["TableDescription"]["LatestStreamArn"]
    found = boto3.client("dynamodb", region_name="eu-west-1").scan(TableName="rows")["Items"]
    assert found == [{"id": {"S": "first"}, "at": {"N": "1"}}]


OTHERS = """
resource "aws_sqs_queue" "jobs" {
  name_prefix                 = "jobs-"
  fifo_queue                  = true
  content_based_deduplication = true
}
resource "aws_sns_topic" "news" {
  name = "news"
}
resource "aws_s3_bucket" "files" {
  bucket = "files-${data.aws_caller_identity.me.account_id}"
}
resource "aws_s3_object" "rates" {
  bucket  = aws_s3_bucket.files.id
  key     = "rates.json"
  content = "{}"
}
resource "aws_kms_key" "own" {}
resource "aws_kms_alias" "own" {
  name          = "alias/own"
  target_key_id = aws_kms_key.own.key_id
}
resource "aws_cloudwatch_event_bus" "bus" {
  name = "bus"
}
resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 2
}
resource "aws_kinesis_firehose_delivery_stream" "out" {
  name        = "out"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = aws_s3_bucket.files.arn
    role_arn   = aws_iam_role.own.arn
  }
}
resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = aws_iam_role.own.arn
  definition = "{}"
}
resource "aws_cognito_user_pool" "people" {
  name = "people"
}
resource "aws_cognito_user_pool_client" "web" {
  name         = "web"
  user_pool_id = aws_cognito_user_pool.people.id
}
resource "aws_cloudwatch_log_group" "audit" {
  name = "audit"
}
resource "aws_ses_email_identity" "sender" {
  email = "sender@example.com"
}
"""
TOLD = """
      QUEUE    = aws_sqs_queue.jobs.url
      TOPIC    = aws_sns_topic.news.arn
      BUCKET   = aws_s3_bucket.files.id
      KEY      = aws_kms_key.own.arn
      ALIAS    = aws_kms_alias.own.name
      BUS      = aws_cloudwatch_event_bus.bus.name
      STREAM   = aws_kinesis_stream.clicks.name
      DELIVERY = aws_kinesis_firehose_delivery_stream.out.name
      FLOW     = aws_sfn_state_machine.flow.arn
      CLIENT   = aws_cognito_user_pool_client.web.id
      ISSUER   = "https://cognito-idp.eu-west-1.amazonaws.com/${aws_cognito_user_pool.people.id}"
      LOGS     = aws_cloudwatch_log_group.audit.name
      SENDER   = aws_ses_email_identity.sender.email
      ACCOUNT  = data.aws_caller_identity.me.account_id
"""


@pytest.mark.usefixtures("emulator")
def test_all_kinds_are_made_after_what_they_need(tmp_path: Path) -> None:
    wired, environment = around(tmp_path, TOLD, OTHERS)
    kinds = [each.kind for each in wired]
    for first, then in (("key", "key-alias"), ("bucket", "delivery-stream"), ("user-pool", "user-pool-client")):
        assert kinds.index(first) < kinds.index(then)
    told = resolved(environment, made(wired))
    assert told["QUEUE"] == "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs-test.fifo"
    assert told["BUCKET"] == "files-123456789012"
    assert told["ACCOUNT"] == "123456789012"
    assert re.fullmatch(r"arn:aws:kms:eu-west-1:123456789012:key/[0-9a-f-]{36}", told["KEY"])
    assert told["ISSUER"].startswith("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_")
    queue = boto3.client("sqs", region_name="eu-west-1")
    assert queue.get_queue_attributes(QueueUrl=told["QUEUE"], AttributeNames=["All"])["Attributes"]["FifoQueue"]
    topics = boto3.client("sns", region_name="eu-west-1").list_topics()["Topics"]
    assert [topic["TopicArn"] for topic in topics] == [told["TOPIC"]]
    held = boto3.client("s3", region_name="eu-west-1").get_object(Bucket=told["BUCKET"], Key="rates.json")
    assert held["Body"].read() == b"{}"
    machines = boto3.client("stepfunctions", region_name="eu-west-1").list_state_machines()["stateMachines"]
    assert [machine["stateMachineArn"] for machine in machines] == [told["FLOW"]]


SECRET = """
resource "aws_secretsmanager_secret" "login" {
  name = "login"
}
"""
TAKES = """
import json
import os

import boto3

client = boto3.client("secretsmanager")


def handler(event, context):
    answer = client.get_secret_value(SecretId=os.environ["SECRET"])
    login = json.loads(answer["SecretString"])
    return login["username"], login["password"], int(login["port"])
"""


def test_a_secret_has_what_the_code_takes_out_of_it(tmp_path: Path) -> None:
    (secret,), environment = around(tmp_path, "SECRET = aws_secretsmanager_secret.login.arn", SECRET, TAKES)
    assert environment == {"SECRET": Created(secret.address, "ARN")}
    assert set(json.loads(secret.facts["value"])) == {"username", "password", "port"}
    assert int(json.loads(secret.facts["value"])["port"]) == 5432
    assert secret.create[0].input["SecretString"] == secret.facts["value"]


def test_a_secret_as_it_is_declared(tmp_path: Path) -> None:
    version = """
resource "aws_secretsmanager_secret_version" "login" {
  secret_id     = aws_secretsmanager_secret.login.id
  secret_string = jsonencode({ username = "me", password = random_password.own.result, port = 1 })
}
resource "random_password" "own" {
  length = 20
}
"""
    told = "SECRET = aws_secretsmanager_secret.login.arn"
    (secret,), _ = around(tmp_path, told, SECRET + version, TAKES)
    value = json.loads(secret.facts["value"])
    assert (value["username"], value["port"]) == ("example", 5432)
    assert value["password"]


SENSITIVE = """
variable "pw" {
  type      = string
  sensitive = true
  default   = "by-default-TRUE"
}
variable "pin" {
  type      = number
  sensitive = true
  default   = 918273
}
locals {
  all = { pw = var.pw }
}
resource "aws_secretsmanager_secret" "login" {
  name = "login"
}
resource "aws_secretsmanager_secret_version" "login" {
  secret_id     = aws_secretsmanager_secret.login.id
  secret_string = jsonencode({ password = local.all.pw, url = "postgres://me:literal-TRUE@db/x", pin = var.pin })
}
resource "aws_ssm_parameter" "secure" {
  name  = "/secure"
  type  = "SecureString"
  value = "literal-TRUE"
}
resource "aws_ssm_parameter" "plain" {
  name  = "/plain"
  type  = "String"
  value = "for ${var.pw}"
}
"""
TELLING = """
      PW       = var.pw
      URL      = "https://user:${local.all.pw}@example.org"
      ENCODED  = base64encode(var.pw)
      DIGEST   = sha256(var.pw)
      DOCUMENT = jsonencode({ pin = var.pin, pw = var.pw })
      LITERAL  = aws_ssm_parameter.secure.value
      SECRET   = aws_secretsmanager_secret.login.name
      SECURE   = aws_ssm_parameter.secure.name
      PLAIN    = aws_ssm_parameter.plain.name
"""


@pytest.mark.parametrize("value", ["by-default-TRUE", "hunter2-TRUE"])
def test_what_is_sensitive_is_made_up(tmp_path: Path, value: str) -> None:
    if value != "by-default-TRUE":
        (tmp_path / "terraform.tfvars").write_text(f'pw = "{value}"')
    wired, environment = around(tmp_path, TELLING, SENSITIVE)
    assert len(wired) == 3
    encoded = base64.b64encode(value.encode()).decode()
    digest = hashlib.sha256(value.encode()).hexdigest()
    said = repr((wired, environment))
    assert not [each for each in ("TRUE", "918273", encoded, digest) if each in said]
    own = "not-a-real-pw-0123456789abcdef"
    assert environment["PW"] == own
    assert environment["URL"] == f"https://user:{own}@example.org"
    assert json.loads(str(environment["DOCUMENT"])) == {"pin": 111111, "pw": own}
    held = next(json.loads(each.facts["value"]) for each in wired if each.kind == "secret")
    assert set(held) == {"password", "url", "pin"}
    assert held["url"].startswith("postgres://")


def test_a_secret_without_anybody_s_word_on_it_is_text(tmp_path: Path) -> None:
    (secret,), _ = around(tmp_path, "SECRET = aws_secretsmanager_secret.login.name", SECRET)
    assert not secret.facts["json"]


@pytest.mark.usefixtures("emulator")
def test_a_parameter_with_its_value(tmp_path: Path) -> None:
    more = """
resource "aws_ssm_parameter" "limit" {
  name  = "/shop/limit"
  type  = "String"
  value = "60"
}
"""
    wired, environment = around(tmp_path, "LIMIT = aws_ssm_parameter.limit.name", more)
    made(wired)
    client = boto3.client("ssm", region_name="eu-west-1")
    assert client.get_parameter(Name=environment["LIMIT"])["Parameter"]["Value"] == "60"


def test_what_nobody_says_is_made_up(tmp_path: Path) -> None:
    more = """
variable "log_level" {}
variable "size" {
  type = number
}
variable "prefix" {
  type = string
}
resource "aws_sqs_queue" "jobs" {
  name = "${var.prefix}-jobs"
}
"""
    told = "LOG_LEVEL = var.log_level\n SIZE = var.size\n NAME = aws_sqs_queue.jobs.name\n ON = true"
    _, environment = around(tmp_path, told, more)
    assert environment["LOG_LEVEL"] == "INFO"
    assert environment["SIZE"].isdigit()
    assert environment["NAME"].endswith("-jobs")
    assert environment["ON"] == "true"


GRANTED = """
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_s3_bucket" "files" {
  bucket = "files"
}
resource "aws_iam_role_policy" "own" {
  role = aws_iam_role.own.id
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.files.arn}/*" },
    ]
  })
}
"""
READS = """
import boto3

s3 = boto3.client("s3")


def handler(event, context):
    return s3.get_object(Bucket=event["bucket"], Key=event["key"])["ContentLength"]
"""


def test_what_is_only_allowed_is_there_where_the_code_works_with_it(tmp_path: Path) -> None:
    wired, _ = around(tmp_path, "", GRANTED, READS)
    assert [each.kind for each in wired] == ["bucket"]


def test_what_is_only_allowed_is_not_there_for_code_that_calls_nothing(tmp_path: Path) -> None:
    wired, _ = around(tmp_path, "", GRANTED)
    assert wired == ()


NAMED = """
variable "table" {
  default = "rows"
}
resource "aws_dynamodb_table" "rows" {
  name     = var.table
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_sns_topic" "rows" {
  name = "rows"
}
"""
WRITES = """
import os

import boto3

table = boto3.resource("dynamodb").Table(%s)


def handler(event, context):
    table.put_item(Item={"id": event["id"]})
"""


def test_a_resource_that_is_told_of_by_its_name(tmp_path: Path) -> None:
    wired, _ = around(tmp_path, "TABLE = var.table", NAMED, WRITES % 'os.environ["TABLE"]')
    assert [(each.address, each.variables) for each in wired] == [("aws_dynamodb_table.rows", ("TABLE",))]


def test_a_resource_that_the_code_names(tmp_path: Path) -> None:
    wired, _ = around(tmp_path, "", NAMED, WRITES % '"rows"')
    assert [(each.address, each.variables) for each in wired] == [("aws_dynamodb_table.rows", ())]
