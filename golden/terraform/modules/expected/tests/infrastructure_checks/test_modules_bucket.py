"""Checks of modules/bucket, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import call, expression, load, ref, template


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../../modules/bucket")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {
        "aws_s3_bucket": ["this"],
        "aws_s3_bucket_lifecycle_configuration": ["this"],
        "aws_s3_bucket_versioning": ["this"],
    }


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_no_modules(terraform):
    assert terraform.names("module") == {}


# Configuration


def test_s3_bucket_this_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_s3_bucket", "this") == {
        "bucket_prefix": template("acme-", call("lower", ref("var.name")), "-"),
    }


def test_s3_bucket_versioning_this_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_s3_bucket_versioning", "this") == {
        "bucket": ref("aws_s3_bucket.this.id"),
        "versioning_configuration": [
            {"status": expression('var.versioned ? "Enabled" : "Suspended"')},
        ],
    }


def test_s3_bucket_lifecycle_configuration_this_is_configured_as_declared(terraform):
    block = terraform.block("resource", "aws_s3_bucket_lifecycle_configuration", "this")
    assert block == {
        "count": expression("length(var.expiration) > 0 ? 1 : 0"),
        "bucket": ref("aws_s3_bucket.this.id"),
        "dynamic rule": [
            {
                "for_each": ref("var.expiration"),
                "content": [
                    {
                        "id": template("after-", ref("rule.value"), "-days"),
                        "status": "Enabled",
                        "filter": [{}],
                        "expiration": [{"days": ref("rule.value")}],
                    },
                ],
            },
        ],
    }


# Wiring


def test_bucket_versioning_this_applies_to_bucket_this(terraform):
    targets = terraform.references(
        "resource", "aws_s3_bucket_versioning", "this", path=["bucket"]
    )
    assert targets == ["aws_s3_bucket.this.id"]


def test_bucket_lifecycle_this_applies_to_bucket_this(terraform):
    targets = terraform.references(
        "resource", "aws_s3_bucket_lifecycle_configuration", "this", path=["bucket"]
    )
    assert targets == ["aws_s3_bucket.this.id"]


# Outputs


def test_declares_exactly_these_outputs(terraform):
    assert terraform.names("output") == {"": ["arn"]}


def test_output_arn_gives_its_declared_value(terraform):
    assert terraform.block("output", "arn") == {"value": ref("aws_s3_bucket.this.arn")}


# Variables


def test_declares_exactly_these_variables(terraform):
    assert terraform.names("variable") == {"": ["expiration", "name", "versioned"]}


def test_variable_name_keeps_its_type(terraform):
    assert terraform.block("variable", "name") == {"type": ref("string")}


def test_variable_versioned_keeps_its_type(terraform):
    assert terraform.block("variable", "versioned") == {"type": ref("bool")}


def test_variable_expiration_keeps_its_type_and_default(terraform):
    assert terraform.block("variable", "expiration") == {
        "type": call("list", ref("number")),
        "default": [],
    }
