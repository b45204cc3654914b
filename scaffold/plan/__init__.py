"""What is worth testing: projects in, a test plan out, without reading or writing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scaffold.catalog.checks import Estate
from scaffold.model.checks import Choice
from scaffold.model.project import Project
from scaffold.model.testplan import Case, Suite, TestPlan, Tier
from scaffold.plan.configuration import plan_configuration
from scaffold.plan.files import plan_files
from scaffold.plan.folder import Folder
from scaffold.plan.invariants import plan_invariants
from scaffold.plan.inventory import plan_inventory
from scaffold.plan.naming import again, suite_name
from scaffold.plan.outputs import plan_outputs
from scaffold.plan.parameters import plan_parameters
from scaffold.plan.review import review
from scaffold.plan.settings import plan_settings
from scaffold.plan.wiring import plan_wiring


def plan(projects: Sequence[Project], tier: Tier = Tier.STANDARD, choice: Choice | None = None) -> TestPlan:
    """The tests for these projects (one per root module): one suite for each folder of configuration.

    `choice` says which checks become invariants and findings; all of them without it.
    """
    choice = choice or Choice()
    estates = [Estate(project) for project in projects]
    folders: dict[str, Folder] = {}
    for estate in estates:
        for module in estate.project.modules:
            if module.blocks and module.path not in folders:
                folders[module.path] = Folder(module, estate.project, estate)
    names: set[str] = set()
    suites = tuple(_suite(folders[path], suite_name(path, names), tier, choice) for path in sorted(folders))
    platform = projects[0].platform if projects else ""
    return TestPlan(platform, tuple(suite for suite in suites if suite.cases), review(projects, choice, estates))


def _suite(folder: Folder, name: str, tier: Tier, choice: Choice) -> Suite:
    cases = tuple(_distinct(_cases(folder, tier, choice)))
    return Suite(name, folder.module.path, cases, folder.module.unread)


def _cases(folder: Folder, tier: Tier, choice: Choice) -> Iterator[Case]:
    yield from plan_inventory(folder)
    if tier is not Tier.SMOKE:
        yield from plan_configuration(folder, tier)
        yield from plan_wiring(folder)
    yield from plan_invariants(folder, choice)
    yield from plan_outputs(folder)
    if tier is not Tier.SMOKE:
        yield from plan_parameters(folder)
    yield from plan_settings(folder)
    if tier is not Tier.SMOKE:
        yield from plan_files(folder)


def _distinct(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases with titles and ids that nobody else in the suite has."""
    titles: dict[str, int] = {}
    ids: dict[str, int] = {}
    for case in cases:
        title, case_id = again(case.title, titles), again(case.id, ids)
        same = title == case.title and case_id == case.id
        yield case if same else replace(case, title=title, id=case_id)
