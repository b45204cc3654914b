"""Runs of the configuration itself with chosen values: flags both ways, rules kept and broken, values and wiring."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.model.checks import Choice
from scaffold.model.project import Project
from scaffold.model.scenarios import Scenarios
from scaffold.model.testplan import Tier
from scaffold.model.whatif import WhatIf


def plan_scenarios(
    projects: Sequence[Project], what_if: WhatIf, tier: Tier = Tier.STANDARD, choice: Choice | None = None
) -> tuple[Scenarios, ...]:
    """One suite of runs for each root module and for each local module that it calls."""
    del projects, what_if, tier, choice
    return ()
