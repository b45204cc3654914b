"""What is worth testing: projects in, a test plan out, without reading or writing anything."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.model.project import Project
from scaffold.model.testplan import TestPlan, Tier


def plan(projects: Sequence[Project], tier: Tier = Tier.STANDARD) -> TestPlan:
    """The tests for these projects (one per root module), one suite for each folder of configuration."""
    platform = projects[0].platform if projects else "terraform"
    return TestPlan(platform=platform, suites=(), findings=())
