"""Checks of modules/endless, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import load


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../../modules/endless")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {"terraform_data": ["here"]}


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_exactly_these_modules(terraform):
    assert terraform.names("module") == {"": ["again"]}
