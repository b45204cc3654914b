"""The targets for programs: suites that run them under mocks, beside the package.json of each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from scaffold.emit.deployed_context import Place, deployed_view, way
from scaffold.emit.names import distinct
from scaffold.emit.render import Renderer
from scaffold.model.deployed import DeployedSuite
from scaffold.model.values import Value


@dataclass(frozen=True, slots=True)
class Runner:
    """How the files of a runner's suite are called, and the templates that make them.

    `suffix` is what a test file has between its name and its ending; `config` is the runner's configuration.
    """

    folder: str
    suffix: str
    config: str
    config_template: str


#: Mocha's files are called otherwise, because the other two can share theirs: a folder can hold suites for all.
RUNNERS: Mapping[str, Runner] = {
    "pulumi-jest": Runner("pulumi-jest", "test", "jest.config.js", "jest.config.js.j2"),
    "pulumi-vitest": Runner("pulumi-vitest", "test", "vitest.config.mjs", "vitest.config.mjs.j2"),
    "pulumi-mocha": Runner("pulumi-mocha", "spec", ".mocharc.cjs", "mocharc.cjs.j2"),
}
#: The test file that proves that the others would fail.
_SUPPORT = "support"
_ENDINGS = {"typescript": "ts", "javascript": "js"}


def emit_deployed(
    suites: Iterable[DeployedSuite], target: str, renderer: Renderer, folder: str, project: str
) -> Mapping[str, str]:
    """The files by their path below the output root; `folder` is a suite's folder below its package.json's."""
    runner = RUNNERS[target]
    files: dict[str, str] = {}
    for home, group in groupby(sorted(suites, key=lambda suite: suite.home), key=lambda suite: suite.home):
        place = Place(posixpath.normpath(posixpath.join(home, folder)), project)
        made = _home([suite for suite in group if _has_cases(suite)], home, place, runner, renderer)
        files.update((posixpath.join(place.folder, name), made[name]) for name in sorted(made))
    return files


def _home(
    suites: Sequence[DeployedSuite], home: str, place: Place, runner: Runner, renderer: Renderer
) -> Mapping[str, str]:
    """The files of the suites that share a folder, by their path in it."""
    if not suites:
        return {}
    own, *names = distinct([_SUPPORT, *(suite.name for suite in suites)])
    files = {_file(own, runner, suites[0]): renderer.render("pulumi/support_suite.ts.j2")}
    for suite, name in zip(suites, names, strict=True):
        view = deployed_view(replace(suite, name=name), place)
        if not view.deployments:
            continue
        template = f"{runner.folder}/suite.{runner.suffix}.ts.j2"
        files[_file(name, runner, suite)] = renderer.render(template, suite=view)
    sources = {posixpath.join(place.project, file) for suite in suites for file in suite.files}
    infrastructure = sorted(way(home, source) for source in sources)
    config = renderer.render(f"{runner.folder}/{runner.config_template}", infrastructure=infrastructure)
    tables = {
        "mocks": _merged(suite.mocks for suite in suites),
        "answers": _sorted({token: answer for suite in suites for token, answer in suite.answers.items()}),
        "region": suites[0].region,
    }
    support = {f"support/{name}": text for name, text in renderer.files("pulumi/support/", **tables)}
    return {**files, runner.config: config, "package.json": renderer.render("pulumi/package.json.j2"), **support}


def _has_cases(suite: DeployedSuite) -> bool:
    return any(deployment.cases for deployment in suite.deployments)


def _file(name: str, runner: Runner, suite: DeployedSuite) -> str:
    return f"{name}.{runner.suffix}.{_ENDINGS[suite.language]}"


def _merged(tables: Iterable[Mapping[str, Mapping[str, Value]]]) -> Mapping[str, Mapping[str, Value]]:
    """The outputs of all tables by type, sorted by type and name."""
    merged: dict[str, dict[str, Any]] = {}
    for table in tables:
        for token, outputs in table.items():
            merged.setdefault(token, {}).update(outputs)
    return _sorted({token: _sorted(outputs) for token, outputs in merged.items()})


def _sorted(table: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items()))
