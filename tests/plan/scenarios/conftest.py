"""Configurations that a test writes, with a baseline of its own, and the runs planned for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from terraform_projects import Files, Reader

from scaffold.model.scenarios import Mock, Override, Run, Scenarios
from scaffold.model.testplan import Tier
from scaffold.model.values import Value
from scaffold.plan.scenarios import plan_scenarios
from scaffold.plan.scenarios.baseline import Baseline
from scaffold.plan.scenarios.ground import Ground

MakeGround = Callable[..., Ground]
PlanSuites = Callable[..., dict[str, Scenarios]]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Reads projects in a temporary folder that is a repository of its own."""
    (tmp_path / ".git").mkdir()
    return Reader(tmp_path)


@pytest.fixture
def ground(reader: Reader) -> MakeGround:
    """A root module with exactly these values, and what is said to be known of its resources."""

    def make(
        files: Files | str,
        values: Mapping[str, Value] | None = None,
        known: Mapping[str, Mapping[str, Value]] | None = None,
        *,
        known_early: Mapping[str, Mapping[str, Value]] | None = None,
        early: bool = False,
        scoped: frozenset[str] = frozenset(),
        mocks: tuple[Mock, ...] = (),
        overrides: tuple[Override, ...] = (),
    ) -> Ground:
        reading = reader.reading(files)
        what_if = reading.what_if
        assert what_if is not None
        root = reading.projects[0]
        defaults = {each.name: each.default for each in root.parameters if not each.module and not each.required}
        all_values = {**defaults, **(values or {})}
        project = what_if.project(".", all_values, known or {})
        planned = what_if.project(".", all_values, known_early or {})
        base = Baseline(
            ".", all_values, known or {}, known_early or {}, mocks, overrides, {}, project, planned, sound=True
        )
        return Ground(base, what_if, early, scoped)

    return make


@pytest.fixture
def suites(reader: Reader) -> PlanSuites:
    """The suites planned for a project, by name."""

    def plan(files: Files | str, tier: Tier = Tier.STANDARD, **options: object) -> dict[str, Scenarios]:
        reading = reader.reading(files, **options)
        assert reading.what_if is not None
        found = plan_scenarios(reading.projects, reading.what_if, tier)
        by_name = {suite.name: suite for suite in found}
        assert len(by_name) == len(found)
        return by_name

    return plan


@pytest.fixture
def runs(suites: PlanSuites) -> Callable[..., dict[str, Run]]:
    """The runs planned for a root module, by id."""

    def plan(files: Files | str, tier: Tier = Tier.STANDARD, **options: object) -> dict[str, Run]:
        return {run.id: run for run in suites(files, tier, **options)["root"].runs}

    return plan
