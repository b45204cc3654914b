"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import load


@pytest.fixture(scope="module")
def terraform():
    # What could not be read when these tests were written is left out.
    return load(
        Path(__file__).parent / "../..",
        without=["torn.tf"],
    )


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {"aws_sqs_queue": ["events"]}


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_no_modules(terraform):
    assert terraform.names("module") == {}


# Configuration


def test_sqs_queue_events_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_sqs_queue", "events") == {"name": "events"}


# Invariants


def test_queue_events_is_encrypted(terraform):
    sqs_queue = terraform.block("resource", "aws_sqs_queue", "events")
    assert "sqs_managed_sse_enabled" not in sqs_queue
