"""What resources were made without is compared with nothing, and named; where they are made if nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rehearsals import asking, configured, exists, given, planned, row, started, subject, suite, terraform

from scaffold.config import Settings
from scaffold.pipeline import read
from scaffold.rehearse.limits import Limits, fitted
from scaffold.rehearse.making import make_all
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.rehearsal import rehearse

TABLE = "aws_dynamodb_table.t"


def test_rows_of_attributes_that_it_was_made_without() -> None:
    subjects = (subject(TABLE, asking("table", "DescribeTable", TableName=given("table"))),)
    cases = (exists(TABLE), configured(TABLE, row("a"), row("b.c"), row("b"), row("ab")))
    gaps = {TABLE: {"a": "not known", "b.c": "nobody has it"}, "aws_sqs_queue.other": {"ab": "no"}}
    found, left_out = fitted(suite(*cases, subjects=subjects), Limits(), {}, ("table",), gaps)
    assert found.cases == (exists(TABLE), configured(TABLE, row("b"), row("ab")))
    assert [(each.part, each.reason, each.unmade) for each in left_out] == [
        ("a", "not known", True),
        ("b.c", "nobody has it", True),
    ]
    below, _ = fitted(suite(*cases, subjects=subjects), Limits(), {}, ("table",), {TABLE: {"b": "no"}})
    assert below.cases == (exists(TABLE), configured(TABLE, row("a"), row("ab")))


LAYERS = """
resource "aws_iam_role" "role" {
  name               = "role"
  assume_role_policy = "{}"
}
resource "aws_lambda_layer_version" "own" {
  layer_name = "own"
  filename   = "own.zip"
}
resource "aws_lambda_function" "mixed" {
  function_name = "mixed"
  role          = aws_iam_role.role.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  layers        = [aws_lambda_layer_version.own.arn, "arn:aws:lambda:us-east-1:999999999999:layer:theirs:3"]
}
resource "aws_lambda_function" "own" {
  function_name = "own"
  role          = aws_iam_role.role.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  layers        = [aws_lambda_layer_version.own.arn]
}
"""


def test_a_function_is_made_without_the_layers_of_others(tmp_path: Path) -> None:
    terraform(tmp_path, LAYERS)
    found = {each.address: each for each in rehearse(planned(tmp_path)).resources}
    mixed, own = found["aws_lambda_function.mixed"], found["aws_lambda_function.own"]
    assert (mixed.failures, own.failures) == ((), ())
    assert [each.part for each in own.left_out if each.part] == []
    assert [(each.part, each.reason) for each in mixed.left_out if each.part] == [
        ("layers", "layers of other accounts are not there")
    ]


@pytest.mark.parametrize(
    ("providers", "region"),
    [
        ('provider "aws" { region = "eu-west-1" }', "eu-west-1"),
        ('provider "aws" { region = "YOUR_REGION" }', "us-east-1"),
        ('provider "aws" {\n  alias = "far"\n  region = "eu-west-1"\n}', "us-east-1"),
    ],
)
def test_where_it_is_made(tmp_path: Path, providers: str, region: str) -> None:
    project = terraform(tmp_path, f'{providers}\nresource "aws_sqs_queue" "it" {{ name = "it" }}')
    with started() as running:
        stage = make_all(project, tmp_path, running.client, PROVISIONERS)
    assert f":{region}:" in stage.computed["aws_sqs_queue.it"]["arn"]


OTHERS = """
resource "aws_lambda_function" "it" {
  function_name = "it-${count.index}"
  count         = 2
  role          = "arn:aws:iam::999999999999:role/service-role/theirs"
  handler       = "index.handler"
  runtime       = "python3.12"
}
"""


def test_a_function_is_made_with_a_role_of_another_account(tmp_path: Path) -> None:
    terraform(tmp_path, OTHERS)
    found = {each.address: each for each in rehearse(planned(tmp_path)).resources}
    for at in range(2):
        function = found[f"aws_lambda_function.it[{at}]"]
        assert (function.status.value, function.failures) == ("passed", ())
        assert [(each.part, each.reason) for each in function.left_out if each.part] == [
            ("role", "it is of another account")
        ]


PROGRAM = """
name: shop
runtime: yaml
resources:
  api: { type: "aws:apigateway:RestApi" }
  images: { type: "aws:ecr:Repository" }
  named: { type: "aws:ecr:Repository", properties: { name: mine } }
  broken: { type: "aws:sqs:Queue", properties: { name: "not a name" } }
"""


def test_what_a_program_gives_no_name_has_one(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROGRAM, encoding="utf-8")
    (project,) = read(tmp_path, Settings()).projects
    with started() as running:
        stage = make_all(project, tmp_path, running.client, PROVISIONERS)
        names = [
            each["repositoryName"]
            for each in running.client("ecr", "us-east-1").describe_repositories()["repositories"]
        ]
    assert stage.lacking.keys() == {"aws_sqs_queue.broken"}
    assert re.fullmatch(r"api-[0-9a-f]{7}", stage.computed["aws_api_gateway_rest_api.api"]["name"])
    assert names == ["images-" + stage.computed["aws_ecr_repository.images"]["name"][-7:], "mine"]
