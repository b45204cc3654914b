"""The native suites of the examples parse and name only what is there; where there is a Terraform, one really runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from native_suites import faults, parse
from native_terraform import needs_terraform, terraform, unformatted

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.model.scenarios import Phase, RunFamily
from scaffold.pipeline import Outcome

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NATIVE = "terraform-native"


@pytest.fixture(scope="module", params=sorted(path.name for path in EXAMPLES.glob("terraform-*")))
def outcome(request: pytest.FixtureRequest) -> Outcome:
    return pipeline.generate(EXAMPLES / request.param, Settings(targets=("terraform-test",)), dry_run=True)


def texts(outcome: Outcome) -> Mapping[str, str]:
    return {change.path: change.content.decode() for change in outcome.changes}


def test_every_file_parses_and_every_reference_leads_somewhere(outcome: Outcome) -> None:
    (project,) = outcome.reading.projects
    assert outcome.changes
    for path, text in texts(outcome).items():
        assert faults(parse(text, path), project) == [], path


def test_every_run_expects_something_or_has_values_of_its_own(outcome: Outcome) -> None:
    for path, text in texts(outcome).items():
        for run in parse(text, path).runs:
            kinds = {block.type for block in run.body.blocks}
            assert "expect_failures" in run.body.attributes or kinds & {"assert", "variables"}, run.labels


def test_everything_that_is_expected_can_be_said(outcome: Outcome) -> None:
    runs = [run for path, text in texts(outcome).items() for run in parse(text, path).runs]
    said = sum(block.type == "assert" for run in runs for block in run.body.blocks)
    assert said == sum(len(run.expects) for suite in outcome.plan.scenarios for run in suite.runs)


@needs_terraform
def test_every_file_is_formatted(outcome: Outcome, tmp_path: Path) -> None:
    for number, text in enumerate(texts(outcome).values()):
        (tmp_path / f"f{number}.tftest.hcl").write_text(text)
    assert unformatted(tmp_path) == ""


def native() -> Outcome:
    return pipeline.generate(EXAMPLES / NATIVE, Settings(targets=("terraform-test",)), dry_run=True)


@pytest.fixture(scope="module")
def generated() -> Outcome:
    return native()


def test_every_rule_has_its_refusing_and_its_accepting_run(generated: Outcome) -> None:
    """Each address with a rule is refused somewhere; a subject with several rules as often."""
    (project,) = generated.reading.projects
    rules: dict[tuple[str, str], int] = {}
    refused: dict[tuple[str, str], int] = {}
    blocks = {module.path: module.blocks for module in project.modules}
    for path, found in blocks.items():
        for block in found:
            nested = [inner.type for inner in block.blocks] + [
                inner.type for life in block.blocks if life.type == "lifecycle" for inner in life.blocks
            ]
            count = sum(kind in ("validation", "precondition", "postcondition", "assert") for kind in nested)
            name = ".".join([{"variable": "var"}.get(block.type, block.type), *block.labels]).removeprefix("resource.")
            if count:
                rules[path, name] = count
    for suite in generated.plan.scenarios:
        for run in suite.runs:
            for address in run.refused:
                key = (suite.module.removeprefix("./") or ".", address)
                refused[key] = refused.get(key, 0) + 1
    assert {key: count for key, count in rules.items() if refused.get(key, 0) < count} == {}
    accepted = {
        (suite.module.removeprefix("./") or ".", address)
        for suite in generated.plan.scenarios
        for run in suite.runs
        if run.family in (RunFamily.ACCEPTED, RunFamily.FLAGS)
        for address in (run.id.split(":")[1], *(f"var.{name}" for name in run.values))
    }
    assert rules.keys() - accepted == set()


def test_every_flag_is_tried_both_ways(generated: Outcome) -> None:
    (project,) = generated.reading.projects
    flags = {
        (module.path, block.labels[0])
        for module in project.modules
        for block in module.blocks
        if block.type == "variable" and re.fullmatch(r"bool", str(getattr(block.attributes.get("type"), "text", "")))
    }
    tried = {
        (suite.module.removeprefix("./") or ".", name, value)
        for suite in generated.plan.scenarios
        for run in suite.runs
        if not run.refused and run.phase is Phase.PLAN
        for name, value in {**suite.values, **run.values}.items()
        if isinstance(value, bool)
    }
    assert len(flags) > 4
    assert {(*flag, value) for flag in flags for value in (True, False)} - tried == set()


@pytest.fixture(scope="module")
def running(generated: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its suites, in a folder of its own."""
    folder = tmp_path_factory.mktemp("native") / "project"
    shutil.copytree(EXAMPLES / NATIVE, folder, ignore=shutil.ignore_patterns(".terraform", "tests"))
    for path, text in texts(generated).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    return folder


@needs_terraform
def test_the_example_itself_is_valid_and_formatted(running: Path) -> None:
    assert unformatted(running) == ""
    assert terraform(running, "init", "-backend=false").returncode == 0
    done = terraform(running, "validate", "-no-color")
    assert done.returncode == 0, done.stderr


@needs_terraform
def test_every_run_passes(running: Path) -> None:
    prepared = terraform(running, "init", "-backend=false", "-no-color")
    assert prepared.returncode == 0, prepared.stderr
    done = terraform(running, "test", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Success! [0-9]{2,} passed, 0 failed\.", done.stdout)


MUTANTS = [
    ("main.tf", 'image        = "${var.registry}/', 'image        = "other/${var.registry}/'),
    ("main.tf", "count  = var.gateway_enabled ? 1 : 0", "count  = 1"),
    ("audit.tf", "release = terraform_data.release.id", "release = terraform_data.manifest.id"),
    ("audit.tf", "? 3 : 1", "? 4 : 1"),
    ("variables.tf", "condition     = var.min_replicas >= 1", "condition     = var.min_replicas >= 0"),
    ("modules/gateway/main.tf", "var.strict ? 0 : 1", "1"),
]


@needs_terraform
@pytest.mark.parametrize(("file", "before", "after"), MUTANTS)
def test_a_change_of_the_configuration_is_noticed(
    running: Path, tmp_path: Path, file: str, before: str, after: str
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(running, folder, ignore=shutil.ignore_patterns(".terraform"))
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1))
    assert terraform(folder, "init", "-backend=false").returncode == 0
    done = terraform(folder, "test", "-no-color")
    assert done.returncode == 1, done.stdout + done.stderr
