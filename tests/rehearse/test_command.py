"""`scaffold rehearse`: what it says, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.cli.main import run
from scaffold.rehearse import rehearsal
from scaffold.rehearse.provision import PROVISIONERS
from scaffold.rehearse.provision.base import Make

PROJECT = """
provider "aws" { region = "eu-west-1" }
resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 90
}
resource "aws_sqs_queue_redrive_allow_policy" "jobs" {
  queue_url            = aws_sqs_queue.jobs.url
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}
resource "aws_rare_thing" "one" { name = aws_sqs_queue.jobs.name }
output "jobs_url" { value = aws_sqs_queue.jobs.url }
output "rare" { value = aws_rare_thing.one.arn }
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(PROJECT)
    return tmp_path


def impatient(make: Make) -> Mapping[str, Any]:
    """A queue with another timeout than the declared one."""
    values = {**make.values, "visibility_timeout_seconds": 30}
    return PROVISIONERS["aws_sqs_queue"](
        Make(**{**{name: getattr(make, name) for name in Make.__slots__}, "values": values})
    )


def test_a_green_rehearsal_says_what_was_tried_and_what_was_not(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rehearse", str(project), "-v"]) == 0
    said = capsys.readouterr()
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert lines[0] == "Makes 3 resources in an emulator and runs the integration-pytest suite against it ..."
    assert any(line.startswith("passed ") and line.endswith(" aws_sqs_queue.jobs") for line in lines)
    unsupported = "not supported by the emulator aws_sqs_queue_redrive_allow_policy.jobs"
    assert f"{unsupported}: queues do not tell RedriveAllowPolicy" in lines
    assert "not provisioned aws_rare_thing.one: there is no way yet to make an aws_rare_thing here" in lines
    assert "output rare has no value: aws_rare_thing.one was not made" in lines
    assert "1 of 3 resource types rehearsed (33 %)" in lines
    assert "1 passed, 1 not supported by the emulator, 1 not provisioned" in lines
    assert lines[-1].split(", in ")[0].endswith("tests passed, 0 failed")
    assert sorted(each.name for each in project.iterdir()) == ["main.tf"]


def test_a_failure_names_resource_attribute_declared_and_found(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "PROVISIONERS", {**PROVISIONERS, "aws_sqs_queue": impatient})
    assert run(["rehearse", str(project), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["target"], found["exit_code"]) == ("integration-pytest", 1)
    (queue,) = (each for each in found["resources"] if each["address"] == "aws_sqs_queue.jobs")
    assert queue["status"] == "failed"
    (failure,) = queue["failures"]
    assert failure["message"] == "aws_sqs_queue.jobs: visibility_timeout_seconds: declared 90, found 30"


def test_without_an_emulator_it_says_how_to_get_one(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scaffold.rehearse.server.missing_packages", lambda: ("moto", "flask"))
    assert run(["rehearse", str(project)]) == 2
    said = capsys.readouterr().err
    assert "moto and flask cannot be imported" in said
    assert "pip install 'scaffold[rehearse]'" in said


def test_a_target_that_asks_nothing_of_a_deployment_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rehearse", str(project), "--target", "terraform-test"]) == 2
    assert "integration" in capsys.readouterr().err


def test_without_a_project_there_is_nothing_to_rehearse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rehearse", str(tmp_path)]) == 2
    assert "nothing to rehearse" in capsys.readouterr().err


def test_the_runner_that_is_not_installed_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".git").mkdir()
    assert run(["rehearse", str(project), "--target", "integration-jest"]) == 2
    assert "jest is not installed" in capsys.readouterr().err
