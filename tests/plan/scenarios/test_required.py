"""What providers require, and which parameters it may come from."""

from __future__ import annotations

import pytest

from scaffold.model.values import Reference
from scaffold.plan.scenarios.required import called_like, missing, nulls, values_for

OBJECT = """
resource "aws_s3_object" "this" {
  count  = 2
  bucket = %s
  key    = "x"
}
"""


@pytest.mark.parametrize(("value", "lacking"), [("null", True), ('""', True), ('"b"', False), ("aws_x_y.z.id", False)])
def test_required_arguments_with_nothing_in_them(reader, value, lacking):
    project = reader.reading(OBJECT % value).projects[0]
    assert missing(project) == ((Reference("aws_s3_object.this", ("bucket",)),) if lacking else ())


@pytest.mark.parametrize("body", ["", 'content = ""'])
def test_what_is_not_written_or_not_required_is_not_missing(reader, body):
    project = reader.reading(f'resource "aws_s3_object" "this" {{\n  {body}\n}}\n').projects[0]
    assert missing(project) == ()


@pytest.mark.parametrize(
    ("value", "null"), [("[null]", True), ('["a"]', False), ("null", False), ("[]", False), ("[{ a = [null] }]", True)]
)
def test_lists_with_null_in_them(reader, value, null):
    project = reader.reading(f'resource "a_b" "c" {{\n  names = {value}\n}}\n').projects[0]
    assert nulls(project) == (("a_b.c",) if null else ())


def test_names_like_arguments_same_names_first():
    arguments = [Reference("a_b.c", ("zone_id",)), Reference("a_b.c", ("function_name",))]
    names = ["dns_zone_id", "id", "zone_id", "name", "other", "zone"]
    assert called_like(names, arguments) == ["zone_id", "dns_zone_id", "id", "name"]
    assert called_like(names, []) == []


def test_values_are_for_parameters_with_nothing_in_them(reader):
    project = reader.reading('variable "bucket" { default = "" }\nvariable "log_bucket" { default = "x" }\n').projects[
        0
    ]
    parameters = {each.name: each for each in project.parameters}
    found = dict(
        values_for([Reference("a_b.c", ("bucket",))], parameters, {"bucket": "", "log_bucket": "x"}, "eu-west-1")
    )
    assert list(found) == ["bucket"]
    assert found["bucket"]
