"""What a package.json or a requirements file lacks for the suites beside it, told, and added where that is allowed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import pipeline, selection
from scaffold.config import Settings
from scaffold.emit import TARGETS
from scaffold.lacking import Lack, lacks
from scaffold.model.deployed import DeployedCase, DeployedSuite, Deployment, ExportNames
from scaffold.model.deployments import Entry, Variant
from scaffold.model.families import Family
from scaffold.output import Verb
from scaffold.output.requirements import with_requirements

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
    with pytest.raises(selection.UsageError, match="pytest writes no suites for pulumi"):
        pipeline.generate(project, Settings(targets=("pytest",)))


# Python


@pytest.fixture
def suite() -> DeployedSuite:
    entry = Entry("shop", "infra/__main__.py", folder="infra", home="infra", project="shop", language="python")
    case = DeployedCase("a", Family.OUTPUTS, "exports nothing", "", (ExportNames(()),))
    deployments = (Deployment("shop", Variant(entry), (case,)),)
    return DeployedSuite("shop", "infra", "shop", "python", "infra", (entry,), deployments)


def lacking(root: Path, suite: DeployedSuite) -> list[Lack]:
    return list(lacks([suite], [TARGETS["pulumi-jest"], TARGETS["pulumi-pytest"]], root))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("requirements.txt", "pulumi>=3\npytest"),
        ("infra/requirements-dev.txt", "# tests\nPyTest[extra] ~= 8.0 ; python_version > '3'\n"),
        ("pyproject.toml", '[project]\nname = "shop"\n[project.optional-dependencies]\ndev = ["pytest>=8"]\n'),
        ("pyproject.toml", '[dependency-groups]\ntest = ["pytest", {include-group = "x"}]\n'),
        ("infra/pyproject.toml", '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n'),
        ("infra/Pipfile", '[dev-packages]\npytest = "*"\n'),
        ("setup.cfg", "[options.extras_require]\ntest =\n    pytest\n"),
    ],
)
def test_requirements_are_looked_for_where_people_write_them(
    tmp_path: Path, suite: DeployedSuite, file: str, text: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    (lack,) = lacking(tmp_path, suite)
    assert lack.packages == {"pytest": ">=8"}
    (tmp_path / file).write_text(text)
    assert not lacking(tmp_path, suite)


@pytest.mark.parametrize("text", ["pytest-cov\n", "# pytest\n", "-r pytest.txt\n", "pytest_asyncio==1\n"])
def test_other_requirements_are_not_taken_for_it(tmp_path: Path, suite: DeployedSuite, text: str) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/requirements.txt").write_text(text)
    assert lacking(tmp_path, suite)


@pytest.mark.parametrize(
    ("files", "path", "editable", "install"),
    [
        ({}, "infra/requirements-dev.txt", True, "pip install pytest"),
        ({"requirements.txt": "pulumi\n"}, "infra/requirements-dev.txt", True, "pip install pytest"),
        ({"dev-requirements.txt": "ruff\n"}, "infra/dev-requirements.txt", True, "pip install pytest"),
        ({"pyproject.toml": "[tool.poetry]\n"}, "infra/pyproject.toml", False, "poetry add --group dev pytest"),
        ({"pyproject.toml": "[tool.uv]\n"}, "infra/pyproject.toml", False, "uv add --dev pytest"),
        ({"pyproject.toml": "[project]\n"}, "infra/pyproject.toml", False, "pip install pytest"),
    ],
)
def test_the_file_for_development_is_the_one_to_add_to(
    tmp_path: Path, suite: DeployedSuite, files: dict[str, str], path: str, editable: bool, install: str
) -> None:
    (tmp_path / "infra").mkdir()
    for name, text in files.items():
        (tmp_path / "infra" / name).write_text(text)
    (lack,) = lacking(tmp_path, suite)
    assert (lack.path, lack.editable, lack.install) == (path, editable, install)
    assert ("--write-config" in lack.note().hint) is editable


def test_yaml_needs_a_yaml_parser_too(tmp_path: Path, suite: DeployedSuite) -> None:
    (tmp_path / "infra").mkdir()
    (lack,) = lacking(tmp_path, replace(suite, language="yaml"))
    assert sorted(lack.packages) == ["pytest", "pyyaml"]


def test_requirements_are_added_behind_what_is_there() -> None:
    assert with_requirements(b"ruff", ["pytest>=8"]) == b"ruff\npytest>=8\n"
    assert with_requirements(b"ruff\r\n", ["pytest>=8"]) == b"ruff\r\npytest>=8\r\n"
    assert with_requirements(None, ["pyyaml>=6", "pytest>=8"], "requirements.txt") == (
        b"-r requirements.txt\npytest>=8\npyyaml>=6\n"
    )


def test_integration_suites_say_what_they_ask_with(project: Path) -> None:
    settings = Settings(targets=("integration-jest",), kind="integration")
    (note,) = notes(pipeline.generate(project / "infra", settings, dry_run=True))
    assert note[0].startswith("package.json does not name @aws-sdk/client-sqs and ")
    assert note[0].endswith(" and jest, which the integration-jest suite runs with")
    written = pipeline.generate(project / "infra", replace(settings, write_config=True))
    assert not notes(written)
    packages = json.loads((project / "infra/package.json").read_text())["devDependencies"]
    assert packages["@aws-sdk/client-sqs"] == "^3.0.0"


def test_integration_suites_in_python_say_so_too(project: Path) -> None:
    settings = Settings(targets=("integration-pytest",), kind="integration")
    (note,) = notes(pipeline.generate(project / "infra", settings, dry_run=True))
    assert note[0] == "no requirements file names boto3 and pytest, which the integration-pytest suite runs with"
