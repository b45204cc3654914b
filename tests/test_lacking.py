"""What a package.json lacks for the suites beside it, told, and added where that is allowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.output import Verb

PROGRAM = 'import * as aws from "@pulumi/aws";\nexport const url = new aws.sqs.Queue("orders").url;\n'
PACKAGE = '{\n    "name": "shop",\n    "dependencies": {"@pulumi/aws": "^7"},\n    "devDependencies": {}\n}\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    for name, text in {
        "infra/Pulumi.yaml": "name: shop\nruntime: nodejs\n",
        "infra/index.ts": PROGRAM,
        "infra/package.json": PACKAGE,
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def notes(outcome: pipeline.Outcome) -> list[tuple[str, str, str]]:
    found = [each for each in outcome.diagnostics if each.code == "missing-packages"]
    return [(each.summary, str(each.position), each.hint) for each in found]


def test_what_is_lacking_is_said_with_the_line_that_installs_it(project: Path) -> None:
    ((summary, place, hint),) = notes(pipeline.generate(project, Settings()))
    assert "jest and typescript" in summary
    assert place == "infra/package.json:1"
    assert "`npm install --save-dev jest typescript`" in hint
    assert (project / "infra/package.json").read_text() == PACKAGE


def test_packages_of_a_folder_above_count(project: Path) -> None:
    (project / "package.json").write_text('{"devDependencies": {"jest": "29", "typescript": "5"}}')
    assert not notes(pipeline.generate(project, Settings()))


def test_a_javascript_program_needs_no_typescript(project: Path) -> None:
    (project / "infra/index.ts").rename(project / "infra/index.js")
    ((summary, *_),) = notes(pipeline.generate(project, Settings()))
    assert "typescript" not in summary


def test_what_is_lacking_is_added_where_that_is_allowed(project: Path) -> None:
    outcome = pipeline.generate(project, Settings(write_config=True))
    assert not notes(outcome)
    (edit,) = [change for change in outcome.changes if change.path == "infra/package.json"]
    assert edit.verb is Verb.UPDATE
    document = json.loads((project / "infra/package.json").read_text())
    assert sorted(document["devDependencies"]) == ["jest", "typescript"]
    assert document["scripts"] == {"test:infrastructure": "jest --config tests/infrastructure_checks/jest.config.js"}
    assert document["dependencies"] == {"@pulumi/aws": "^7"}
    assert not [
        change
        for change in pipeline.generate(project, Settings(write_config=True)).changes
        if change.verb is Verb.UPDATE
    ]


def test_a_dry_run_adds_nothing(project: Path) -> None:
    pipeline.generate(project, Settings(write_config=True), dry_run=True)
    assert (project / "infra/package.json").read_text() == PACKAGE


@pytest.mark.parametrize(
    ("asked", "used"),
    [((), "pulumi-jest"), (("vitest",), "pulumi-vitest"), (("pulumi-mocha",), "pulumi-mocha")],
)
def test_a_runner_means_the_target_of_the_platform(project: Path, asked: tuple[str, ...], used: str) -> None:
    outcome = pipeline.generate(project, Settings(targets=asked), dry_run=True)
    assert [target.name for target in outcome.targets] == [used]
    assert outcome.folders == {used: ("infra",)}


def test_a_target_of_another_platform_is_refused(project: Path) -> None:
    with pytest.raises(pipeline.UsageError, match="pytest writes no suites for pulumi"):
        pipeline.generate(project, Settings(targets=("pytest",)))
