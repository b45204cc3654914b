"""Settling what reading leaves open, by running a program as its suite does. Executes the project's code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.deployments import DEFAULT_REGION, Evaluation
from scaffold.model.testplan import TestPlan

if TYPE_CHECKING:
    from scaffold.readers.observing import Observed


def observed(root: Path, said: list[Diagnostic], evaluation: Evaluation) -> Evaluation | None:
    """An evaluation, settled by two runs of the program as its suite runs it: what only one of them says will be
    otherwise the next time. Executes the project's code. Where that cannot be run here, what was read stands, and
    `said` is told."""
    from scaffold.readers.observing import lacks_packages, observable, settled

    entry = evaluation.variant.entry
    ran = _runs(root, evaluation) if observable(entry) else None
    if ran is None:
        return evaluation
    if ran.failure and lacks_packages(ran.failure):
        summary = f"{entry.title} is not observed: {ran.failure.strip().splitlines()[0]}"
        hint = "Install the packages of the project, or leave --observe out; what was read of it is used."
        said.append(Diagnostic(Severity.WARNING, "not-observed", summary, entry.position, hint=hint))
        return evaluation
    return settled(evaluation, ran)


def _runs(root: Path, evaluation: Evaluation) -> Observed | None:
    """What two runs of a program say alike."""
    from scaffold.emit.render import builtin_folder
    from scaffold.readers.observing import Mocks, observe, steady, synthesise

    if evaluation.variant.entry.platform == "cdktf":
        return synthesise(root, evaluation.variant, evaluation.packages, builtin_folder())
    addresses = {each.address: (each.token, each.name) for each in evaluation.registrations}
    region = evaluation.variant.values.get("config.aws:region")
    mocks = Mocks(evaluation.mocks, evaluation.answers, region if isinstance(region, str) else DEFAULT_REGION)
    runs = (observe(root, evaluation.variant, mocks, builtin_folder(), addresses=addresses) for _ in range(2))
    return steady(*runs)


def unobserved(planned: TestPlan) -> Iterator[Diagnostic]:
    """A note of each program that there is nothing to run of."""
    from scaffold.readers.observing import observable

    for suite in planned.deployed:
        if not any(map(observable, suite.entries)):
            summary = f"{suite.project} is not observed: a program in YAML is nothing that runs by itself"
            yield Diagnostic(Severity.NOTE, "not-observed", summary, suite.entries[0].position)
