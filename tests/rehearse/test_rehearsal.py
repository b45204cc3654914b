"""A rehearsal from beginning to end, with a suite of two lines: what is made, told, run, and reported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rehearsals import SIMPLE, asking, exists, output, planned, started, subject, suite, terraform

from scaffold.diagnostics import RefusedError
from scaffold.model.integration import IntegrationSuite
from scaffold.model.project import Project
from scaffold.rehearse import rehearsal
from scaffold.rehearse.rehearsal import Plan, Written, rehearse
from scaffold.rehearse.report import Status, document
from scaffold.rehearse.run import Tried
from scaffold.rehearse.server import Emulator

PROJECT = """
provider "aws" { region = "eu-west-1" }
resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}
resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_sqs_queue" "bad" { name = "not a name!" }
resource "aws_sqs_queue" "quiet" { name = "quiet" }
resource "random_id" "name" { byte_length = 4 }
output "table" { value = aws_dynamodb_table.events.name }
output "bad" { value = aws_sqs_queue.bad.url }
"""
TABLE, JOBS, BAD = "aws_dynamodb_table.events", "aws_sqs_queue.jobs", "aws_sqs_queue.bad"
SUITE = """
import json
import os

import boto3

OUTPUTS = json.load(open(os.environ["SCAFFOLD_OUTPUTS"]))


def test_table():
    boto3.client("dynamodb").put_item(TableName=OUTPUTS["table"], Item={"pk": {"S": "left"}})


def test_jobs():
    raise AssertionError("aws_sqs_queue.jobs: delay_seconds: declared 5, found 0")


def test_output():
    assert OUTPUTS == {"table": "events"}
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with started() as found:
        yield found


@pytest.fixture(autouse=True)
def simply(running: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rehearsals here are in one emulator, emptied for each: to start one takes longer than all the rest."""

    @contextmanager
    def emptied(**_: Any) -> Iterator[Emulator]:
        assert running.ask("POST", "/moto-api/reset")[0] == 200
        yield running

    monkeypatch.setattr(rehearsal, "PROVISIONERS", SIMPLE)
    monkeypatch.setattr(rehearsal, "emulator", emptied)


def emit(suites: Sequence[IntegrationSuite], folder: str) -> Written:
    (one,) = suites
    ids = {"test_table": f"exists:{TABLE}", "test_jobs": f"exists:{JOBS}", "test_output": "output:table"}
    assert [case.id for case in one.cases] == list(ids.values())
    path = f"{folder}/test_root.py"
    return Written({path: SUITE}, {(path, name): (one.name, case) for name, case in ids.items()})


def plan(tmp_path: Path, project: Project | None = None) -> Plan:
    subjects = (
        subject(TABLE, asking("table", "DescribeTable", TableName="events")),
        subject(JOBS, asking("queue", "GetQueueUrl", "sqs", QueueName="jobs")),
        subject(BAD, asking("queue", "GetQueueUrl", "sqs", QueueName="bad")),
    )
    cases = (replace(exists(TABLE), writes=True), exists(JOBS), exists(BAD), output("table"), output("bad"))
    suites = (suite(*cases, subjects=subjects),)
    return Plan([project or terraform(tmp_path, PROJECT)], suites, tmp_path, tmp_path, "pytest", emit)


def test_each_resource_is_reported_with_what_became_of_it_and_all_as_data(tmp_path: Path) -> None:
    found = rehearse(plan(tmp_path))
    by_address = {each.address: each for each in found.resources}
    assert {address: each.status for address, each in by_address.items()} == {
        TABLE: Status.PASSED,
        JOBS: Status.FAILED,
        BAD: Status.UNMADE,
        "aws_sqs_queue.quiet": Status.UNCHECKED,
        "random_id.name": Status.UNCHECKED,
        "": Status.PASSED,
    }
    (failure,) = by_address[JOBS].failures
    assert (failure.title, failure.message) == (
        f"{JOBS} exists",
        "aws_sqs_queue.jobs: delay_seconds: declared 5, found 0",
    )
    assert by_address[BAD].reason.startswith("CreateQueue: ")
    (omitted,) = by_address[""].left_out
    assert omitted.reason == "output bad has no value here"
    assert by_address["aws_sqs_queue.quiet"].reason == "no case is about it"
    assert by_address["random_id.name"].reason == "it makes nothing in the cloud"
    assert (found.passed, found.failures, found.fails) == (2, 1, True)
    assert found.types == {"aws_dynamodb_table", "aws_sqs_queue"} == found.rehearsed
    assert found.lacking == {"bad": f"{BAD} was not made"}
    assert found.left_behind == ("changed: dynamodb eu-west-1 table events",)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["main.tf"]
    data = document(found)
    assert json.loads(json.dumps(data)) == data
    summary = data["summary"]
    assert (summary["passed"], summary["failed"], summary["types"], summary["types_rehearsed"]) == (2, 1, 2, 2)
    counts = {"passed": 1, "failed": 1, "not provisioned": 1, "no check": 2}
    assert {name: count for name, count in summary["resources"].items() if count} == counts
    bad = next(each for each in data["resources"] if each["address"] == BAD)
    assert bad["status"] == "not provisioned"
    assert bad["left_out"][0]["case"] == f"{BAD} exists"


def test_what_was_run_can_be_kept(tmp_path: Path) -> None:
    found = rehearse(replace(plan(tmp_path), keep=True))
    outputs = Path(found.kept) / "1" / "outputs.json"
    assert json.loads(outputs.read_text()) == {"table": "events"}
    assert (Path(found.kept) / "1" / "integration" / "test_root.py").read_text() == SUITE


def test_a_case_that_the_runner_does_not_name_has_failed(tmp_path: Path) -> None:
    def run(*_: object) -> tuple[Tried, ...]:
        return (Tried("test_root.py", "test_table", "passed"), Tried("test_root.py", "test_table", "failed", "later"))

    found = rehearse(replace(plan(tmp_path), run=run))
    failures = {each.address: [failure.message for failure in each.failures] for each in found.resources}
    assert failures[TABLE] == ["later"]
    assert failures[JOBS] == failures[""] == ["the runner's report does not name it"]


def test_a_file_that_cannot_be_run_fails_every_case_in_it(tmp_path: Path) -> None:
    def run(*_: object) -> tuple[Tried, ...]:
        return (Tried("test_root.py", "", "failed", "cannot be loaded"),)

    found = rehearse(replace(plan(tmp_path), run=run))
    assert [failure.message for each in found.resources for failure in each.failures] == ["cannot be loaded"] * 3


def test_nothing_is_left_where_the_runner_gives_up(tmp_path: Path) -> None:
    def run(*_: object) -> tuple[Tried, ...]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(replace(plan(tmp_path), run=run))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["main.tf"]


def test_there_may_be_nothing_to_rehearse(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="nothing to rehearse"):
        rehearse(replace(plan(tmp_path), suites=()))


def test_a_run_in_which_nothing_holds_and_nothing_fails_is_none(tmp_path: Path) -> None:
    found = rehearse(replace(plan(tmp_path), suites=(suite(exists(BAD), subjects=(subject(BAD, asking("q", "X")),)),)))
    assert (found.passed, found.failures, found.fails) == (0, 0, True)


ROOT = """
provider "aws" {{ region = "eu-west-1" }}
resource "aws_sqs_queue" "jobs" {{ name = "jobs" }}
output "{output}" {{ value = aws_sqs_queue.jobs.url }}
"""
READER = """
provider "aws" { region = "eu-west-1" }
data "terraform_remote_state" "other" { backend = "local" }
resource "aws_sqs_queue" "named" { name = "after-${length(data.terraform_remote_state.other.outputs.second_url)}" }
"""


def test_roots_have_an_account_each_unless_one_builds_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("a", ROOT.format(output="first")), ("b", ROOT.format(output="second_url")), ("c", READER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text)
    stages = []
    make = rehearsal.make_all

    def noted(project: Project, *rest: object) -> object:
        stages.append((project, make(project, *rest)))  # type: ignore[arg-type]
        return stages[-1][1]

    monkeypatch.setattr(rehearsal, "make_all", noted)
    found = rehearse(replace(planned(tmp_path), run=lambda *_: ()))
    assert {each.status for each in found.resources if each.address} <= {Status.FAILED, Status.UNCHECKED}
    (url,) = (stage.computed["aws_sqs_queue.jobs"]["url"] for project, stage in stages if project.path == "b")
    (last,) = (stage.computed["aws_sqs_queue.named"]["name"] for project, stage in stages if project.path == "c")
    assert last == f"after-{len(url)}"
