"""The stages for integration suites: what was read in, what is asked of its deployment, and the files that ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffold.config import Settings
from scaffold.detect import way
from scaffold.diagnostics import RefusedError
from scaffold.emit import EmitError, Target
from scaffold.lacking import Lack, integration_lacks
from scaffold.model.functions import Function
from scaffold.model.integration import IntegrationSuite
from scaffold.model.project import Project
from scaffold.model.testplan import Finding, Weight
from scaffold.model.written import Written
from scaffold.plan.integration import OUTPUTS_FILE, plan_integration
from scaffold.suggesting import suggestions

#: The suites' folder under the output root.
FOLDER = "tests/integration"


def integration_suites(
    projects: Sequence[Project], settings: Settings, functions: Sequence[Function] = ()
) -> tuple[IntegrationSuite, ...]:
    """The integration suites for these projects, one for each that has, or could have, something to ask about; with
    their `functions`, also of what these do."""
    return plan_integration(projects, settings.tier, settings.outputs_file or OUTPUTS_FILE, functions)


def integration_files(
    suites: Sequence[IntegrationSuite], target: Target, settings: Settings, root: Path, folder: str = ""
) -> Mapping[str, Written]:
    """The files of suites by their path below the output root; `root` is the project's. Raises `RefusedError` for a
    template of the user's that does not work. Without a `folder`, templates say where they go."""
    from scaffold.emit.integration import emit_integration
    from scaffold.emit.render import Renderer

    place = way(settings.out or root, root)
    asking = [suite for suite in suites if suite.cases]
    try:
        renderer = Renderer(settings.template_dirs)
        return emit_integration(asking, target.name, renderer, folder or FOLDER, place, placed=not folder)
    except EmitError as error:
        if not settings.template_dirs:
            raise
        raise RefusedError(error.diagnostic()) from error


def integration_names(
    suites: Sequence[IntegrationSuite], target: Target, folder: str = FOLDER
) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Which case each test of a suite is: the file and the test's name, as the target's runner reports them, to the
    names of the suite and the case."""
    from scaffold.emit.integration import case_names

    return case_names(suites, target.name, folder)


def unexported(projects: Sequence[Project], suites: Sequence[IntegrationSuite], root: Path) -> tuple[Finding, ...]:
    """A finding for each resource that is worth testing and that nothing leads to, with the output that it takes."""
    return tuple(
        Finding(
            "integration-output",
            f"no output leads to {each.missing.title}",
            each.missing.address,
            each.missing.position,
            "Tests of a deployment find resources by its outputs: what nothing leads to is not tested.",
            "integration",
            Weight.LOW,
            hint=f"Export it: {each.line} (`scaffold outputs suggest` shows the patch).",
        )
        for each in suggestions(projects, suites, root)
    )


def needed(targets: Sequence[Target], suites: Sequence[IntegrationSuite], root: Path) -> tuple[Lack, ...]:
    """What the project does not name yet of what its integration suites run with."""
    from scaffold.emit.integration.javascript import packages

    asking = [target for target in targets if target.integration and any(suite.cases for suite in suites)]
    return tuple(integration_lacks(asking, packages(suites) if asking else (), root))
