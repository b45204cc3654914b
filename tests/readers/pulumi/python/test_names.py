"""What is sent of names and defaults where no package says it, and where one does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AZURE = "import pulumi\nimport pulumi_azure_native.web as web\n"


def test_objects_of_arguments_have_defaults_that_dictionaries_have_not(python: Callable[..., Any]) -> None:
    text = """
    web.WebApp("object", site_config=web.SiteConfigArgs(http20_enabled=False))
    web.WebApp("map", site_config={"http20_enabled": False})
    """
    named = {each.name: each.inputs["siteConfig"] for each in python(text, preamble=AZURE).evaluate({}).registrations}
    assert named["map"] == {"http20Enabled": False}
    assert named["object"] == {"http20Enabled": False, "localMySqlEnabled": False, "netFrameworkVersion": "v4.6"}


@pytest.mark.parametrize("installed", [False, True])
def test_keys_are_translated_where_they_are_properties(
    python: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    if installed:
        pytest.importorskip("pulumi_aws")
        (tmp_path / ".venv").symlink_to(sys.prefix)
        monkeypatch.setattr("scaffold.readers.declarations.python.environments.repository", lambda _: Path("/"))
    text = """
    aws.lambda_.Function("f", role="r", environment={"variables": {"table_name": "t"}}, tags={"cost_center": "1"},
                         dead_letter_config={"target_arn": "a"})
    aws.cloudwatch.MetricAlarm("m", comparison_operator="x", evaluation_periods=1, dimensions={"queue_name": "q"})
    aws.iam.Policy("p", policy={"Version": "1", "my_own": [{"more_own": 1}]})
    aws.s3.Bucket("b", website=aws.s3.BucketWebsiteArgs(index_document="i"), logging={"targetBucket": "t"})
    """
    inputs = {each.name: each.inputs for each in python(text).evaluate({}).registrations}
    assert inputs["f"] == {
        "role": "r",
        "environment": {"variables": {"table_name": "t"}},
        "tags": {"cost_center": "1"},
        "deadLetterConfig": {"targetArn": "a"},
    }
    assert inputs["m"]["dimensions"] == {"queue_name": "q"}
    assert inputs["b"] == {"website": {"indexDocument": "i"}, "logging": {"targetBucket": "t"}}
    if installed:
        assert inputs["p"] == {"policy": {"Version": "1", "my_own": ({"more_own": 1},)}}
