"""Small projects, and the integration suites planned for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.model.integration import IntegrationSuite
from scaffold.plan.integration import plan_integration
from scaffold.readers import READERS
from scaffold.readers.reading import ReadOptions

Planned = Callable[[str], IntegrationSuite]


@pytest.fixture
def suite(tmp_path: Path) -> Planned:
    """The integration suite planned for a Terraform configuration."""

    def plan_one(text: str) -> IntegrationSuite:
        (tmp_path / "main.tf").write_text(text, encoding="utf-8")
        reading = READERS["terraform"].read(tmp_path, ReadOptions())
        assert not [found for found in reading.diagnostics if found.severity.value == "error"]
        (found,) = plan_integration(reading.projects)
        return found

    return plan_one
