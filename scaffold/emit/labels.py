"""Which cases stand in a generated file, so that they are known again when it is generated anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scaffold.model.written import CaseLabel, Written

if TYPE_CHECKING:
    from scaffold.emit.context import SuiteView
    from scaffold.emit.deployed_context import DeployedView
    from scaffold.emit.terraform_test import NativeView

#: What stands between the titles of groups and of a test.
BELOW = " > "


def of_target(files: Mapping[str, str], target: str) -> Mapping[str, Written]:
    """The files with the name of the target that they were made for."""
    return {path: Written(text, _cases(text), target) for path, text in files.items()}


def suite_labels(view: SuiteView) -> Iterator[CaseLabel]:
    """The cases of a suite of file checks, in order."""
    for section in view.sections.values():
        for group in section.groups:
            for case in group.cases:
                yield CaseLabel(case.id, (case.name, path([group.title, case.phrase]), case.phrase), case.subject)


def deployed_labels(view: DeployedView) -> Iterator[CaseLabel]:
    """The cases of a suite for a program, in order."""
    for deployment in view.deployments:
        for group in deployment.groups:
            for case in group.cases:
                titles = path([deployment.title, group.title, case.phrase])
                names = (path([deployment.name, case.name]), titles, case.phrase)
                yield CaseLabel(case.id, names, case.subject)


def native_labels(view: NativeView) -> Iterator[CaseLabel]:
    """The runs of a native suite, in order."""
    for section in view.sections.values():
        for run in section.runs:
            yield CaseLabel(run.id, (run.name,))


def path(titles: Iterable[str]) -> str:
    """Titles of groups and a test as one; those that are empty do not count."""
    return BELOW.join(filter(None, titles))


def _cases(text: str) -> tuple[CaseLabel, ...]:
    return text.cases if isinstance(text, Written) else ()
