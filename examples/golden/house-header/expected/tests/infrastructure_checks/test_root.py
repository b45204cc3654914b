# Copyright Example Ltd. All rights reserved.
# Infrastructure tests: ask #platform before you change what they say.
"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import load


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../..")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {"aws_sqs_queue": ["orders"]}


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_no_modules(terraform):
    assert terraform.names("module") == {}


# Configuration


def test_sqs_queue_orders_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_sqs_queue", "orders") == {
        "name": "orders",
        "sqs_managed_sse_enabled": True,
    }


# Invariants


def test_queue_orders_is_encrypted(terraform):
    sqs_queue = terraform.block("resource", "aws_sqs_queue", "orders")
    assert sqs_queue.get("sqs_managed_sse_enabled") is not False
