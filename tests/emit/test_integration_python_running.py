"""Generated integration suites in Python, run with pytest: against an emulator, and without anything to ask."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from integration_deployed import DRIFTS, REGION, deployed
from integration_samples import BUCKET, CASES, SUITE, TABLE

from scaffold.emit.integration import case_names, emit_integration
from scaffold.emit.render import Renderer
from scaffold.rehearse.environment import clean
from scaffold.rehearse.server import Emulator, emulator
from scaffold.rehearse.snapshot import differences, snapshot

FOLDER = "tests/integration"
#: Where nobody answers.
NOBODY = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Run:
    """What became of a run: exit status, what was said, and of each test by its name: outcome, message, resource."""

    status: int
    said: str
    outcomes: Mapping[str, str]
    messages: Mapping[str, str]
    resources: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A project with a generated suite in it."""

    folder: Path

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None, endpoint: str = "", **more: str
    ) -> Run:
        """Runs the suite as its target's command does."""
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        known = clean(REGION, endpoint, PYTHONDONTWRITEBYTECODE="1") if environment is None else environment
        words = (
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-q",
            f"--junitxml={report}",
            FOLDER,
            *arguments,
        )
        done = subprocess.run(
            words, cwd=self.folder, env={**known, **more}, capture_output=True, text=True, timeout=100
        )
        outcomes, messages, resources = {}, {}, {}
        for each in ElementTree.parse(report).iter("testcase"):
            name = f"{each.attrib['classname'].rpartition('.')[2]}.{each.attrib['name']}"
            result = next((part for part in each if part.tag in ("failure", "error", "skipped")), None)
            outcomes[name] = "passed" if result is None else result.tag
            messages[name] = "" if result is None else result.attrib["message"]
            resources[name] = {one.attrib["name"]: one.attrib["value"] for one in each.iter("property")}["resource"]
        return Run(done.returncode, done.stdout + done.stderr, outcomes, messages, resources)


def written(folder: Path, outputs: Mapping[str, Any] | None) -> Project:
    """A project with the suite, and its outputs where there are some."""
    for path, text in emit_integration([SUITE], "integration-pytest", Renderer(), FOLDER, ".").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    if outputs is not None:
        (folder / "cfn-outputs").mkdir()
        (folder / "cfn-outputs" / "flat-outputs.json").write_text(json.dumps(outputs), encoding="utf-8")
    return Project(folder)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


@pytest.fixture(scope="module")
def outputs(cloud: Emulator) -> Mapping[str, Any]:
    """The outputs of what the suite is about, once it is in the emulator."""
    return deployed(cloud)


@pytest.fixture
def project(tmp_path: Path, outputs: Mapping[str, Any]) -> Project:
    return written(tmp_path, outputs)


def test_a_deployment_as_declared_passes_and_is_left_as_it_was(cloud: Emulator, project: Project) -> None:
    before = snapshot(cloud, (REGION,))
    run = project.run("--writes", endpoint=cloud.endpoint, SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert run.status == 0, run.said
    assert set(run.outcomes.values()) == {"passed"}
    assert len(run.outcomes) == len(CASES)
    assert differences(before, snapshot(cloud, (REGION,))) == ()
    queue = cloud.client("sqs", REGION)
    there = queue.receive_message(QueueUrl=queue.get_queue_url(QueueName="jobs")["QueueUrl"], VisibilityTimeout=0)
    assert [message["Body"] for message in there["Messages"]] == ["somebody's own"]


@pytest.fixture(scope="module")
def reading(cloud: Emulator, outputs: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The suite as it is run unasked."""
    return written(tmp_path_factory.mktemp("project"), outputs).run(endpoint=cloud.endpoint)


def test_every_test_is_found_again_by_its_case(reading: Run) -> None:
    names = case_names([SUITE], "integration-pytest", FOLDER)
    assert {name for _, name in names} == reading.outcomes.keys()
    assert {file for file, _ in names} == {"tests/integration/test_shop.py"}
    assert sorted(names.values()) == sorted(("shop", case.id) for case in CASES)


def test_what_writes_is_only_done_when_asked_for(cloud: Emulator, project: Project, reading: Run) -> None:
    assert reading.status == 0, reading.said
    skipped = {name for name, outcome in reading.outcomes.items() if outcome == "skipped"}
    names = case_names([SUITE], "integration-pytest", FOLDER)
    writing = {case.id for case in CASES if case.writes}
    assert {case for (_, name), (_, case) in names.items() if name in skipped} == writing
    reason = "writes are off: --writes or SCAFFOLD_WRITES=1 turns them on"
    assert {reading.messages[name] for name in skipped} == {reason}
    assert project.run("-k", "send", endpoint=cloud.endpoint, SCAFFOLD_WRITES="1").outcomes == {
        "TestJobsQueue.test_does_send_and_receive": "passed"
    }


def test_each_test_tells_of_its_resource(reading: Run) -> None:
    found = reading.resources
    assert found["TestEventsTable.test_exists_and_is_active"] == TABLE
    assert found["TestFilesBucket.test_exists"] == BUCKET
    assert found["TestOutputs.test_output_roles_is_json"] == ""


def test_every_drift_is_named(cloud: Emulator, project: Project) -> None:
    undo = [drift(cloud) for drift in DRIFTS]
    try:
        run = project.run(endpoint=cloud.endpoint)
    finally:
        for each in undo:
            each()
    assert run.status == 1
    lines = {line.removeprefix("AssertionError: ") for message in run.messages.values() for line in message.split("\n")}
    assert sorted(line for line in lines if line and not line.startswith("writes are off")) == sorted(
        line for expected in DRIFTS.values() for line in expected
    )
    assert "s3cr3t" not in run.said


def test_what_is_gone_is_said_to_be_gone(cloud: Emulator, tmp_path: Path, outputs: Mapping[str, Any]) -> None:
    other = {
        **outputs,
        "events_table_arn": outputs["events_table_arn"] + "x",
        "bucket": "filesx",
        "roles": json.dumps({"worker": ["workerx"]}),
    }
    run = written(tmp_path, other).run(endpoint=cloud.endpoint)
    said = {name: message.removeprefix("AssertionError: ") for name, message in run.messages.items()}
    gone = "aws_dynamodb_table.events is not there (DescribeTable: ResourceNotFoundException)"
    assert said["TestEventsTable.test_exists_and_is_active"] == gone
    assert said["TestEventsTable.test_is_configured_as_declared"] == gone
    assert said["TestEventsTable.test_is_tagged_as_declared"] == gone
    assert said["TestFilesBucket.test_exists"] == "aws_s3_bucket.files is not there (HeadBucket: 404)"
    assert said["TestWorkerFunction.test_runs_with_role_worker"] == (
        "aws_iam_role.worker is not there (GetRole: NoSuchEntity)"
    )


def test_without_outputs_everything_is_skipped(tmp_path: Path) -> None:
    # The topic and the rule are found by their names, and would be asked for.
    run = written(tmp_path, None).run("--writes", "-k", "not Topic and not Rule and not Flows")
    assert run.status == 0, run.said
    assert set(run.outcomes.values()) == {"skipped"}
    assert len(run.outcomes) > 10
    reasons = set(run.messages.values())
    assert reasons == {"no outputs file: cfn-outputs/flat-outputs.json (SCAFFOLD_OUTPUTS names another)"}
    assert "no outputs file: cfn-outputs/flat-outputs.json" in run.said


def test_without_outputs_a_strict_run_fails(tmp_path: Path) -> None:
    run = written(tmp_path, None).run("-k", "TestOutputs or TestEventsTable", SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert run.status == 1
    assert run.outcomes["TestOutputs.test_output_roles_is_json"] == "failure"
    assert "no outputs file: cfn-outputs/flat-outputs.json" in run.messages["TestEventsTable.test_exists_and_is_active"]


def test_a_strict_run_in_which_nothing_is_checked_fails(project: Project) -> None:
    run = project.run("-k", "send", SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert set(run.outcomes.values()) == {"skipped"}
    assert run.status == 1
    assert "nothing was checked, and SCAFFOLD_REQUIRE_DEPLOYMENT is set" in run.said
    assert project.run("-k", "send").status == 0


def test_an_output_that_lacks_skips_what_needs_it(cloud: Emulator, tmp_path: Path, outputs: Mapping[str, Any]) -> None:
    given = {**outputs, "queue_url": "", "roles": json.dumps({"worker": []})}
    del given["function_name"], given["events_table_arn"]
    project = written(tmp_path / "lacking", given)
    run = project.run(endpoint=cloud.endpoint)
    assert run.messages["TestOutputs.test_output_events_table_arn_is_an_arn"] == (
        "AssertionError: output events_table_arn is not in cfn-outputs/flat-outputs.json"
    )
    assert run.messages["TestOutputs.test_output_queue_url_is_a_queue_s_url"] == (
        'AssertionError: output queue_url: expected the URL of a queue, found ""'
    )
    lacking = "output events_table_arn is not in cfn-outputs/flat-outputs.json"
    assert run.messages["TestEventsTable.test_exists_and_is_active"] == lacking
    assert run.messages["TestJobsQueue.test_is_configured_as_declared"] == "output queue_url is empty"
    assert run.messages["TestWorkerRole.test_is_configured_as_declared"] == "output roles has nothing at worker.0"
    assert run.outcomes["TestWorkerRole.test_is_configured_as_declared"] == "skipped"
    assert run.outcomes["TestFilesBucket.test_exists"] == "passed"
    (tmp_path / "other.json").write_text(json.dumps(outputs), encoding="utf-8")
    named = project.run("-k", "Outputs", SCAFFOLD_OUTPUTS=str(tmp_path / "other.json"))
    assert set(named.outcomes.values()) == {"passed"}
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    wrong = project.run("-k", "Outputs", SCAFFOLD_OUTPUTS=str(tmp_path / "other.json"))
    assert set(wrong.outcomes.values()) == {"failure"}
    assert "other.json is no JSON object" in wrong.said
    typed = {"table": {"value": "orders", "type": "string", "sensitive": False}}
    (tmp_path / "other.json").write_text(json.dumps(typed), encoding="utf-8")
    wrong = project.run("-k", "Outputs", SCAFFOLD_OUTPUTS=str(tmp_path / "other.json"))
    assert set(wrong.outcomes.values()) == {"failure"}
    assert "other.json is not flat" in wrong.said


def environment_without(*names: str, **more: str) -> Mapping[str, str]:
    known = clean(REGION, NOBODY, PYTHONDONTWRITEBYTECODE="1", **more)
    return {name: value for name, value in known.items() if name not in names}


@pytest.mark.parametrize(
    ("lost", "reason"),
    [
        (("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "no credentials for the cloud"),
        (("AWS_SECRET_ACCESS_KEY",), "no credentials for the cloud: Partial credentials"),
    ],
)
def test_without_credentials_what_asks_is_skipped(project: Project, lost: tuple[str, ...], reason: str) -> None:
    without = environment_without(*lost)
    run = project.run("-k", "TestWorkerRole or TestOutputs", environment=without)
    assert run.status == 0, run.said
    assert run.messages["TestWorkerRole.test_is_configured_as_declared"].startswith(reason)
    assert run.outcomes["TestOutputs.test_output_roles_is_json"] == "passed"
    strict = project.run("-k", "TestWorkerRole", environment=without, SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert strict.status == 1


def test_without_boto3_what_asks_is_skipped(project: Project, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "boto3.py").write_text("raise ImportError", encoding="utf-8")
    without = environment_without(PYTHONPATH=str(tmp_path / "none"))
    run = project.run("-k", "TestWorkerRole or TestOutputs", environment=without)
    assert run.status == 0, run.said
    assert run.messages["TestWorkerRole.test_is_configured_as_declared"] == "no boto3: pip install boto3"
    assert run.outcomes["TestOutputs.test_output_roles_is_json"] == "passed"
    strict = project.run("-k", "TestWorkerRole", environment=without, SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert strict.status == 1
    assert strict.messages["TestWorkerRole.test_is_configured_as_declared"] == "Failed: no boto3: pip install boto3"


def test_a_cloud_that_is_not_reached_is_an_error(project: Project) -> None:
    run = project.run("-k", "TestWorkerFunction and configured", environment=environment_without())
    assert run.status == 1
    message = run.messages["TestWorkerFunction.test_is_configured_as_declared"]
    assert "aws_lambda_function.worker: GetFunction failed: EndpointConnectionError" in message


def test_the_suite_runs_from_the_repository_too(cloud: Emulator, project: Project) -> None:
    """With other tests beside it, and settings that do not know its option: its conftest is read late."""
    (project.folder / "tests" / "unit").mkdir()
    (project.folder / "tests" / "unit" / "test_other.py").write_text("def test_other(): pass\n")
    (project.folder / "pytest.ini").write_text("[pytest]\ntestpaths = tests\naddopts = --strict-markers\n")
    words = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-k", "other or WorkerRole or send")
    environment = clean(REGION, cloud.endpoint, PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(words, cwd=project.folder, env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout
    assert "2 passed, 1 skipped" in done.stdout
