"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import load, ref, template


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../..")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {
        "aws_sns_topic": ["alerts"],
        "aws_sns_topic_subscription": ["pager"],
    }


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_exactly_these_modules(terraform):
    assert terraform.names("module") == {"": ["endless", "gone"]}


# Invariants


def test_subscription_pager_delivers_over_https(terraform):
    topic_subscription = terraform.block(
        "resource", "aws_sns_topic_subscription", "pager"
    )
    assert topic_subscription["protocol"] == "https"


# Outputs


def test_declares_exactly_these_outputs(terraform):
    assert terraform.names("output") == {"": ["circle", "undeclared"]}


def test_output_circle_gives_its_declared_value(terraform):
    assert terraform.block("output", "circle") == {"value": ref("local.egg")}


def test_output_undeclared_gives_its_declared_value(terraform):
    assert terraform.block("output", "undeclared") == {
        "value": template(ref("var.nobody"), " and ", ref("aws_sns_topic.nothing.arn")),
    }
