"""How deployed resources are found, and what is said of those that nothing leads to."""

from __future__ import annotations

import pytest

from scaffold.model.integration import Found, Given, Joined, Surrounding

TABLE = """
resource "aws_dynamodb_table" "orders" {
  %s
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
"""


def subject(suite, address):
    return next(each for each in suite.subjects if each.address == address)


def asked(suite, address, ask=None):
    questions = subject(suite, address).questions
    return next(each for each in questions if ask in (None, each.name)).inputs


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("aws_dynamodb_table.orders.name", Given("place")),
        ("aws_dynamodb_table.orders.id", Given("place")),
        ("aws_dynamodb_table.orders.arn", Given("place", (), (("after", ":table/"),))),
        ("aws_dynamodb_table.orders.stream_arn", Given("place", (), (("after", ":table/"), ("before", "/")))),
        ('["x", aws_dynamodb_table.orders.name]', Given("place", (1,))),
        ("{ orders = aws_dynamodb_table.orders.name }", Given("place", ("orders",))),
    ],
)
def test_an_output_leads_to_a_resource_whatever_it_tells_of_it(suite, value, expected):
    found = suite(TABLE % "" + f'output "place" {{ value = {value} }}')
    assert asked(found, "aws_dynamodb_table.orders") == {"TableName": expected}
    assert subject(found, "aws_dynamodb_table.orders").through == "output place"


def test_a_name_that_is_known_leads_to_a_resource_where_no_output_does(suite):
    found = suite(TABLE % 'name = "orders"')
    assert asked(found, "aws_dynamodb_table.orders") == {"TableName": "orders"}
    assert subject(found, "aws_dynamodb_table.orders").through == "its name"


def test_an_output_counts_more_than_a_name_that_other_variables_would_change(suite):
    found = suite(TABLE % 'name = "orders"' + 'output "table" { value = aws_dynamodb_table.orders.name }')
    assert asked(found, "aws_dynamodb_table.orders") == {"TableName": Given("table")}


def test_sensitive_outputs_lead_nowhere_and_have_no_case(suite):
    text = 'output "table" {\n  value = aws_dynamodb_table.orders.name\n  sensitive = true\n}'
    found = suite(TABLE % 'name = "orders"' + text)
    assert asked(found, "aws_dynamodb_table.orders") == {"TableName": "orders"}
    assert not [case for case in found.cases if case.section == "outputs"]


FUNCTION = """
variable "suffix" { type = string }
resource "aws_iam_role" "worker" {
  name               = "worker-${var.suffix}"
  assume_role_policy = "{}"
}
resource "aws_lambda_function" "worker" {
  function_name = "worker-${var.suffix}"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
}
"""


def test_a_resource_that_another_one_names_is_found_through_it(suite):
    found = suite(FUNCTION + 'output "function" { value = aws_lambda_function.worker.function_name }')
    (name,) = asked(found, "aws_iam_role.worker").values()
    assert isinstance(name, Found)
    assert (name.address, name.path) == ("aws_lambda_function.worker", "Configuration.Role")
    assert subject(found, "aws_iam_role.worker").through == "function worker"


def test_what_a_resource_was_found_through_is_not_compared_with_itself(suite):
    found = suite(FUNCTION + 'output "function" { value = aws_lambda_function.worker.function_name }')
    assert not [case for case in found.cases if case.section == "relations"]


def test_a_relation_between_resources_that_are_found_apart_is_a_case(suite):
    outputs = """
    output "function" { value = aws_lambda_function.worker.function_name }
    output "role" { value = aws_iam_role.worker.name }
    """
    (case,) = [case for case in suite(FUNCTION + outputs).cases if case.section == "relations"]
    assert case.title == "function worker runs as role worker"


def test_what_nothing_leads_to_is_missed_with_the_output_that_it_takes(suite):
    found = suite(FUNCTION + TABLE % 'name = "orders"')
    assert [(each.address, each.attribute, each.name) for each in found.missing] == [
        ("aws_iam_role.worker", "name", "worker_name"),
        ("aws_lambda_function.worker", "function_name", "worker_function_name"),
    ]


def test_a_topic_with_a_name_is_asked_for_by_the_arn_that_it_must_have(suite):
    found = suite('resource "aws_sns_topic" "alerts" {\n  name = "alerts"\n}')
    (arn,) = asked(found, "aws_sns_topic.alerts").values()
    assert arn == Joined(
        ("arn:", Surrounding("partition"), ":sns:", Surrounding("region"), ":", Surrounding("account"), ":alerts")
    )


@pytest.mark.parametrize("repeat", ["count = var.count", "for_each = toset(var.names)"])
def test_resources_that_may_not_be_there_are_not_asked_about(suite, repeat):
    name = repeat.rpartition(".")[2].rstrip(")")
    variable = f'variable "{name}" {{ type = {"number" if name == "count" else "list(string)"} }}\n'
    found = suite(
        variable.replace('"count"', '"amount"')
        + TABLE % f'name = "orders"\n  {repeat}'.replace("var.count", "var.amount")
        + 'resource "aws_sns_topic" "alerts" {\n  name = "alerts"\n}'
    )
    assert [each.address for each in found.subjects] == ["aws_sns_topic.alerts"]


def test_what_a_resource_is_found_by_leads_to_what_it_declares_there(suite):
    text = """
    variable "name" { type = string }
    resource "aws_api_gateway_rest_api" "shop" {
      name = var.name
    }
    resource "aws_api_gateway_stage" "live" {
      rest_api_id   = aws_api_gateway_rest_api.shop.id
      deployment_id = "x"
      stage_name    = "live"
    }
    output "url" { value = aws_api_gateway_stage.live.invoke_url }
    """
    picks = (("after", "://"), ("before", "."))
    assert Given("url", (), picks) in asked(suite(text), "aws_api_gateway_rest_api.shop").values()


def test_a_document_leads_to_what_it_names(suite):
    text = """
    variable "name" { type = string }
    resource "aws_sqs_queue" "dead" {
      name = var.name
    }
    resource "aws_sqs_queue" "events" {
      name           = "events"
      redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
    }
    """
    found = suite(text)
    (name,) = asked(found, "aws_sqs_queue.dead").values()
    assert (name.address, name.path.rpartition(":json")[2]) == ("aws_sqs_queue.events", ".deadLetterTargetArn")
    assert not found.missing


def test_what_a_question_may_do_without_is_left_out_of_it(suite):
    text = """
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_subnet" "a" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_route_table" "a" {
      vpc_id = aws_vpc.main.id
    }
    resource "aws_route_table_association" "a" {
      subnet_id      = aws_subnet.a.id
      route_table_id = aws_route_table.a.id
    }
    output "subnet" { value = aws_subnet.a.id }
    """
    assert asked(suite(text), "aws_route_table_association.a") == {
        "Filters": ({"Name": "association.subnet-id", "Values": (Given("subnet"),)},)
    }


def test_what_would_be_found_by_the_same_question_is_not_found_but_missed(suite):
    text = """
    resource "aws_route53_zone" "public" {
      name = "example.com"
    }
    resource "aws_route53_zone" "private" {
      name = "example.com"
      vpc {
        vpc_id = "vpc-1"
      }
    }
    """
    assert [each.address for each in suite(text).missing] == ["aws_route53_zone.public", "aws_route53_zone.private"]
    told = suite(text + 'output "zone" { value = aws_route53_zone.private.zone_id }')
    assert {each.address for each in told.subjects} == {"aws_route53_zone.private", "aws_route53_zone.public"}


def test_what_is_missing_is_the_key_that_is_not_to_be_had(suite):
    rule = 'resource "aws_cloudwatch_event_rule" "it" {\n  %s\n  schedule_expression = "rate(1 day)"\n}\n'
    (found,) = suite(rule % 'event_bus_name = "shop"').missing
    assert found.attribute == "name"
    (found,) = suite(rule % "").missing
    assert found.attribute == "name"
