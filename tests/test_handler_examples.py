"""Tests of the examples' functions: green as they are written, and what of the handlers they reach."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from golden_cases import NODE_MODULES, REPOSITORY

from scaffold import pipeline
from scaffold.catalog.functions import function_checks
from scaffold.config import Settings


def copied(example: str, folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "examples" / example, folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


def generated(folder: Path, *, observe: bool) -> pipeline.Outcome:
    """The suites of the functions, written."""
    outcome = pipeline.generate(folder, Settings(kind="handlers", observe=observe))
    assert outcome.plan.handlers
    return outcome


def run(command: Sequence[str], folder: Path) -> str:
    """What a runner says that succeeds; none of the machine's settings matter to the suites."""
    hostile = {"AWS_PROFILE": "nobody", "AWS_REGION": "xx-none-1", "TABLE_NAME": "wrong", "QUEUE_URL": "wrong"}
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **hostile}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
    return done.stdout + done.stderr


def python_coverage(folder: Path) -> Mapping[str, Any]:
    """Run the Python suites under coverage: the totals of each handler file."""
    config = folder / "tests" / "handlers" / ".coveragerc"
    coverage = [sys.executable, "-m", "coverage"]
    run([*coverage, "run", f"--rcfile={config}", "--branch", "-m", "pytest", "-q", "tests/handlers"], folder)
    run([*coverage, "json", f"--rcfile={config}", "-o", "coverage.json"], folder)
    files = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))["files"]
    return {name: each["summary"] for name, each in files.items() if not name.startswith("tests")}


def javascript_coverage(folder: Path) -> Mapping[str, Any]:
    """Run the Jest suites with coverage: the totals of each handler file."""
    command = ["npx", "--no-install", "jest", "--config", "tests/handlers/jest.config.js", "--coverage"]
    where = folder / "coverage"
    run([*command, "--coverageReporters=json-summary", f"--coverageDirectory={where}"], folder)
    found = json.loads((where / "coverage-summary.json").read_text(encoding="utf-8"))
    return {
        Path(name).relative_to(folder.resolve()).as_posix(): each for name, each in found.items() if name != "total"
    }


def test_the_webhook_is_reached_without_running_it_first(tmp_path: Path) -> None:
    folder = copied("terraform-webhook", tmp_path)
    outcome = generated(folder, observe=False)
    assert sum(len(suite.cases) for suite in outcome.plan.handlers) >= 30
    found = python_coverage(folder)
    assert set(found) == {"lambda/processing.py", "lambda/validation.py"}
    for name, each in found.items():
        assert 100 * each["covered_lines"] / each["num_statements"] >= 80, name


def test_the_webhook_is_reached_whole_once_it_was_observed(tmp_path: Path) -> None:
    folder = copied("terraform-webhook", tmp_path)
    outcome = generated(folder, observe=True)
    assert [suite.observed for suite in outcome.plan.handlers] == [True, True]
    found = python_coverage(folder)
    assert set(found) == {"lambda/processing.py", "lambda/validation.py"}
    assert {name for name, each in found.items() if each["covered_lines"] < each["num_statements"]} == set()
    branches = sum(each["num_branches"] for each in found.values())
    assert 100 * sum(each["covered_branches"] for each in found.values()) / branches >= 95


#: The files of handlers in JavaScript, below a folder of each function.
SCRIPTS = {
    "pulumi-orders-ts": {
        "announce-orders/announcement.mjs",
        "announce-orders/index.mjs",
        "check-orders/index.js",
        "take-orders/index.js",
        "take-orders/order.js",
    },
    "pulumi-payments-ts": {"payment-processor/index.js", "webhook-validator/index.js"},
}


@pytest.mark.parametrize("example", SCRIPTS)
@pytest.mark.parametrize("observe", [False, True], ids=["read", "observed"])
def test_javascript_is_reached(example: str, observe: bool, tmp_path: Path) -> None:
    folder = copied(example, tmp_path)
    outcome = generated(folder, observe=observe)
    assert sum(len(suite.cases) for suite in outcome.plan.handlers) >= 30
    found = javascript_coverage(folder)
    assert {name.removeprefix("lib/lambda/") for name in found} == SCRIPTS[example]
    for name, each in found.items() if observe else ():
        assert each["statements"]["pct"] == 100, name
    for kind, least in (("statements", 80), ("branches", 95 if observe else 0)):
        whole = sum(each[kind]["total"] for each in found.values())
        assert 100 * sum(each[kind]["covered"] for each in found.values()) / whole >= least, kind


@pytest.mark.parametrize(
    "example",
    ["cdktf-iot-py", "pulumi-network-py", "pulumi-compliance-ts", "pulumi-compliance-yaml"],
)
@pytest.mark.parametrize("observe", [False, True], ids=["read", "observed"])
def test_other_examples_are_green(example: str, observe: bool, tmp_path: Path) -> None:
    folder = copied(example, tmp_path)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text("{}", encoding="utf-8")  # Jest looks for one upwards
    outcome = generated(folder, observe=observe)
    for target in outcome.targets:
        words = target.command.split()
        run([sys.executable, *words[1:]] if words[0] == "python" else ["npx", "--no-install", *words[1:]], folder)


@pytest.mark.parametrize("example", sorted(path.name for path in (REPOSITORY / "examples").glob("*-*-*")))
def test_nothing_is_found_wrong_with_functions_of_examples(example: str) -> None:
    found = pipeline.review(REPOSITORY / "examples" / example, Settings()).findings
    assert [each for each in found if each.id in function_checks() and not each.suppressed] == []


ANSWERS_ANYTHING = """
import json
import os


def handler(event, context):
    order = json.loads(event["body"])
    return {"statusCode": 200, "body": json.dumps({"id": order["id"], "table": os.environ["TABLE_NAME"]})}
"""


def test_what_breaks_a_contract_once_it_was_run_is_a_finding_and_an_expected_failure(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "golden" / "handlers" / "orders" / "project", tmp_path, dirs_exist_ok=True)
    (tmp_path / "src" / "take" / "index.py").write_text(ANSWERS_ANYTHING, encoding="utf-8")
    outcome = pipeline.generate(tmp_path, Settings(kind="handlers", targets=("handlers-pytest",), observe=True))
    found = [each for each in outcome.plan.findings if each.id == "lambda-contract"]
    assert found
    assert {each.subject for each in found} == {"aws_lambda_function.take"}
    said = run([sys.executable, "-m", "pytest", "-q", "tests/handlers"], tmp_path)
    assert f"{len(found)} xfailed" in said
