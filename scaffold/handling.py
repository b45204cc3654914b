"""The stages for the functions behind the infrastructure: what they are, what is found about them, and their tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from scaffold.config import Settings
from scaffold.detect import way
from scaffold.diagnostics import Diagnostic, RefusedError
from scaffold.emit import EmitError, Target
from scaffold.lacking import Lack, handler_lacks
from scaffold.model.checks import Choice
from scaffold.model.functions import Course, Function
from scaffold.model.handlers import Data, HandlerSuite, Verdict
from scaffold.model.position import Position
from scaffold.model.project import Project
from scaffold.model.testplan import Finding
from scaffold.model.written import Written

#: The suites' folder under the output root.
FOLDER = "tests/handlers"
_FUNCTION_TYPES = frozenset({"aws_lambda_function"})


def functions_of(projects: Sequence[Project], root: Path) -> tuple[Function, ...]:
    """The functions of the projects, with their code read; none of it is run."""
    if not any(resource.type in _FUNCTION_TYPES for project in projects for resource in project.resources):
        return ()
    from scaffold.readers.functions import functions

    return functions(projects, root)


def handler_findings(functions: Sequence[Function], projects: Sequence[Project], choice: Choice) -> tuple[Finding, ...]:
    """What does not fit between functions and what they are wired to."""
    if not functions:
        return ()
    from scaffold.plan.handlers.findings import function_findings

    return function_findings(functions, projects, choice)


def contents_of(functions: Sequence[Function], projects: Sequence[Project]) -> Mapping[str, str]:
    """What secrets and parameters hold that functions read, by address, made up in the form that their code takes."""
    from scaffold.plan.handlers import setting_of

    wired = (each for function in functions for each in setting_of(function, functions, projects).wired)
    return {each.address: each.facts["value"] for each in wired if isinstance(each.facts.get("value"), str)}


def languages(functions: Sequence[Function]) -> tuple[str, ...]:
    """The languages of the functions that tests can be written for."""
    return tuple(sorted({function.language for function in functions if function.language and function.code}))


def handler_suites(
    functions: Sequence[Function],
    projects: Sequence[Project],
    settings: Settings,
    root: Path,
    targets: Sequence[Target],
    said: list[Diagnostic],
) -> tuple[HandlerSuite, ...]:
    """The suites, one for each function that the targets have a language of. Where the settings allow it, the handlers
    are run to settle what reading leaves open; `said` is told where that cannot be done."""
    from scaffold.plan.handlers import plan_handlers

    spoken = {language for target in targets for language in target.languages}
    fitting = [function for function in functions if function.language in spoken]
    settle = partial(_observed, targets=targets, settings=settings, root=root, said=said) if settings.observe else None
    return plan_handlers(fitting, projects, settings.tier, settle, partial(_foreseen, root))


def _foreseen(root: Path, function: Function, event: Data, **around: Any) -> tuple[Course, ...] | None:
    """All ways that a handler may go with an event, as far as reading says."""
    from scaffold.readers.functions.code.predicting import predict

    return predict(function, root, event, **around)


def broken_contracts(
    suites: Sequence[HandlerSuite], projects: Sequence[Project], choice: Choice
) -> tuple[Finding, ...]:
    """A finding for each way in which a handler that was run does not do what its trigger asks of it: its test is
    expected to fail."""
    from scaffold.catalog.functions import function_checks
    from scaffold.plan.review import suppressed

    check = function_checks()["lambda-contract"]
    if not choice.takes(check):
        return ()
    comments = [comment for project in projects for comment in project.suppressions]
    found = (
        Finding(
            check.id,
            f"{suite.title} {case.reason}",
            suite.address,
            suite.position or Position(suite.folder),
            check.why,
            check.service,
            check.weight,
            check.link,
            f"See its test: {case.title}.",
        )
        for suite in suites
        for case in (suite.cases if suite.observed else ())
        if case.verdict is Verdict.FAILS
    )
    return tuple(suppressed(finding, comments) for finding in found)


def _observed(
    suite: HandlerSuite, *, targets: Sequence[Target], settings: Settings, root: Path, said: list[Diagnostic]
) -> HandlerSuite:
    """The suite, settled by running the handler. Executes the project's code."""
    from scaffold.trying import observe

    target = next(target for target in targets if suite.language in target.languages)
    found, doubts = observe(suite, lambda chosen: handler_files([chosen], target, settings, root), root, FOLDER)
    said.extend(doubts)
    return found


def handler_files(
    suites: Sequence[HandlerSuite], target: Target, settings: Settings, root: Path
) -> Mapping[str, Written]:
    """The files of suites by their path below the output root; `root` is the project's. Raises `RefusedError` for a
    template of the user's that does not work."""
    from scaffold.emit.handlers import emit_handlers
    from scaffold.emit.render import Renderer

    place = way(settings.out or root, root)
    own = [suite for suite in suites if suite.language in target.languages and suite.cases]
    try:
        return emit_handlers(own, target.name, Renderer(settings.template_dirs), FOLDER, place, placed=True)
    except EmitError as error:
        if not settings.template_dirs:
            raise
        raise RefusedError(error.diagnostic()) from error


def handler_needs(targets: Sequence[Target], suites: Sequence[HandlerSuite], root: Path) -> tuple[Lack, ...]:
    """What the project does not name yet of what its handler tests run with."""
    spoken = {suite.language for suite in suites if suite.cases}
    asking = [target for target in targets if target.handlers and spoken.intersection(target.languages)]
    return tuple(handler_lacks(asking, root))
