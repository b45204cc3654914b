"""Settings of these tests: what they need is there before the first one runs."""

import importlib.util

import pytest

NEEDED = ("boto3", "moto")


def pytest_configure():
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        needs = " and ".join(missing)
        raise pytest.UsageError(f"these tests need {needs}: pip install 'moto[all]'")
