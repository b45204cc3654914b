"""What is asked and told only where a resource declares, or does not declare, something else; and odd outputs."""

from __future__ import annotations

import pytest

from scaffold.model.integration import Found, OutputForm, terms
from scaffold.plan.integration.locating import _only

GROUP = """
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_lb_target_group" "it" {
  name        = "it"
  target_type = "%s"
  vpc_id      = aws_vpc.main.id
}
"""
API = """
resource "aws_apigatewayv2_api" "it" {
  name          = "it"
  protocol_type = "HTTP"
  %s
}
"""


def addresses(suite):
    return [each.address for each in suite.subjects]


def test_a_network_is_found_through_a_group_that_tells_its_network(suite):
    assert addresses(suite(GROUP % "ip")) == ["aws_vpc.main", "aws_lb_target_group.it"]
    assert addresses(suite(GROUP % "lambda")) == ["aws_lb_target_group.it"]


def test_an_api_is_not_looked_up_by_a_name_that_its_definition_may_replace(suite):
    assert addresses(suite(API % "")) == ["aws_apigatewayv2_api.it"]
    assert addresses(suite(API % 'body = "{}"')) == []
    by_id = suite(API % 'body = "{}"' + 'output "id" { value = aws_apigatewayv2_api.it.id }')
    assert [each.name for each in by_id.subjects[0].questions] == ["api"]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("${aws_apigatewayv2_api.it.api_endpoint}/orders", "url"),
        ("https://example.com/${aws_apigatewayv2_api.it.id}", "url"),
        ("https://example.com/${aws_apigatewayv2_api.it.id} -H 'Host: example.com'", "text"),
    ],
)
def test_an_output_that_goes_on_after_a_url_is_none(suite, value, form):
    found = suite(API % "" + f'output "it" {{ value = "{value}" }}')
    assert next(case.expect for case in found.cases if case.id == "output:it") == OutputForm("it", form)


@pytest.mark.parametrize(
    ("region", "known"), [("eu-west-1", "eu-west-1"), ("us-gov-east-1", "us-gov-east-1"), ("REGION", "")]
)
def test_what_only_stands_where_a_region_belongs_is_none(suite, region, known):
    assert suite(f'provider "aws" {{ region = "{region}" }}\n' + API % "").region == known


def test_an_output_that_is_empty_as_declared_has_no_case(suite):
    found = suite(API % "" + 'output "none" { value = "" }\noutput "some" { value = "x" }')
    assert [case.id for case in found.cases if case.id.startswith("output:")] == ["output:some"]


NETWORK = """
resource "aws_security_group" "only" {}
resource "aws_instance" "it" {
  ami                    = "ami-1"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.only.id]
  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 8
  }
}
output "id" { value = aws_instance.it.id }
"""


def test_the_only_one_of_a_list_is_found_where_the_list_is_made_of_members(suite):
    found = suite(NETWORK)
    group = next(each for each in found.subjects if each.address == "aws_security_group.only")
    (told,) = terms(group.questions[0].inputs)
    assert told == Found("aws_instance.it", "instance", "SecurityGroups[0].GroupId")


@pytest.mark.parametrize(
    ("path", "only"),
    [
        ("AlarmActions", "AlarmActions[0]"),
        ("SecurityGroups[].GroupId", "SecurityGroups[0].GroupId"),
        ("Entries[Egress=false][].CidrBlock", "Entries[Egress=false].CidrBlock"),
        ("[].Id", "[0].Id"),
    ],
)
def test_paths_of_the_only_one(path, only):
    assert _only(path) == only
