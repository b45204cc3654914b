"""What is worth testing of the functions: events of their triggers, and what must come of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from scaffold.model.functions import Function
from scaffold.model.handlers import HandlerSuite, Verdict
from scaffold.model.project import Project
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.entries import Entry, entry, malformed
from scaffold.plan.handlers.foresight import Foresee
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.suites import suite
from scaffold.plan.naming import suite_name

__all__ = ["Entry", "Foresee", "Settle", "entry", "malformed", "plan_handlers", "setting_of"]

#: Finds out about what reading leaves open, by running the handlers.
Settle = Callable[[HandlerSuite], HandlerSuite]


def plan_handlers(
    functions: Sequence[Function],
    projects: Sequence[Project],
    tier: Tier = Tier.STANDARD,
    settle: Settle | None = None,
    foresee: Foresee | None = None,
) -> tuple[HandlerSuite, ...]:
    """A suite for each function whose code is there to be loaded.

    Without `settle`, there are only cases of which reading shows what comes of them; `foresee` reads the code with the
    event of each case.
    """
    names: set[str] = set()
    found = []
    for function in functions:
        setting = setting_of(function, functions, projects)
        made = suite(setting, suite_name(_way(function), names), tier, settle is not None, foresee)
        if made is None:
            continue
        settled = settle(made) if settle is not None else made
        if settle is not None and not settled.observed:
            # What was left to the observer is left to reading after all.
            settled = suite(setting, made.name, tier, False, foresee) or settled
        made = settled
        kept = tuple(case for case in made.cases if case.verdict is not Verdict.OPEN and case.expect)
        if kept:
            found.append(replace(made, cases=kept))
    return tuple(found)


def setting_of(function: Function, functions: Sequence[Function], projects: Sequence[Project]) -> Setting:
    """A function with what surrounds it."""
    from scaffold.plan.handlers.world import region, world

    project = next((each for each in projects if each.path == function.project), None)
    if project is None:
        return Setting(function, functions)
    wired, environment = world(function, functions, project)
    return Setting(function, functions, project, wired, environment, region(project))


def _way(function: Function) -> str:
    """What a suite is named after: the function's place in the project, without the type."""
    return function.address.replace("aws_lambda_function.", "") or function.name
