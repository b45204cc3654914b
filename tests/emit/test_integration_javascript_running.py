"""Generated integration suites in JavaScript, run with Jest and Vitest: against an emulator, or with nothing to ask."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from integration_deployed import DRIFTS, REGION, deployed
from integration_samples import CASES, SUITE
from node_projects import NODE_MODULES

from scaffold.emit.integration import case_names, emit_integration
from scaffold.emit.render import Renderer
from scaffold.rehearse.environment import clean
from scaffold.rehearse.server import Emulator, emulator
from scaffold.rehearse.snapshot import differences, snapshot

FOLDER = "tests/integration"
#: Where nobody answers.
NOBODY = "http://127.0.0.1:9"
#: How each runner is called from the project's folder, and asked for a report.
RUNNERS = {
    "integration-jest": (
        "jest/bin/jest.js",
        "--config",
        f"{FOLDER}/package.json",
        "--json",
        "--outputFile=report.json",
    ),
    "integration-vitest": (
        "vitest/vitest.mjs",
        "run",
        FOLDER,
        "--reporter=default",
        "--reporter=json",
        "--outputFile=report.json",
    ),
}
JEST, VITEST = RUNNERS
NO_FILE = "no outputs file: cfn-outputs/flat-outputs.json (SCAFFOLD_OUTPUTS names another)"
NO_WRITES = "writes are off: SCAFFOLD_WRITES=1 turns them on"
STRICT = "something is checked"


@dataclass(frozen=True)
class Run:
    """What became of a run: exit status, what was said, and of each test by its name: outcome, reason or message."""

    status: int
    said: str
    outcomes: Mapping[str, str]
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A project with a generated suite in it."""

    folder: Path
    target: str

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None, endpoint: str = "", **more: str
    ) -> Run:
        """Runs the suite as its target's command does."""
        program, *given = RUNNERS[self.target]
        return self.call(
            str(NODE_MODULES / program), *given, *arguments, environment=environment, endpoint=endpoint, **more
        )

    def call(self, *words: str, environment: Mapping[str, str] | None = None, endpoint: str = "", **more: str) -> Run:
        """Runs a program of Node that writes a report."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        known = clean(REGION, endpoint) if environment is None else environment
        done = subprocess.run(
            ("node", *words),
            cwd=self.folder,
            env={**known, "NO_COLOR": "1", **more},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        said = done.stdout + done.stderr
        assert report.exists(), said
        outcomes, messages = {}, {}
        for file in json.loads(report.read_text(encoding="utf-8"))["testResults"]:
            for each in file["assertionResults"]:
                title, _, reason = each["title"].partition(" [skipped: ")
                name = " > ".join([*each["ancestorTitles"], title])
                outcomes[name] = "skipped" if each["status"] in ("pending", "skipped") else each["status"]
                messages[name] = reason.removesuffix("]") or "\n".join(each["failureMessages"])
        return Run(done.returncode, said, outcomes, messages)


def written(folder: Path, target: str, outputs: Mapping[str, Any] | None) -> Project:
    """A project with the suite, and its outputs where there are some."""
    for path, text in emit_integration([SUITE], target, Renderer(), FOLDER, ".").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"private": true}')
    (folder / "node_modules").symlink_to(NODE_MODULES)
    if outputs is not None:
        (folder / "cfn-outputs").mkdir()
        (folder / "cfn-outputs" / "flat-outputs.json").write_text(json.dumps(outputs), encoding="utf-8")
    return Project(folder, target)


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
    return written(tmp_path, JEST, outputs)


both = pytest.mark.parametrize("target", RUNNERS)


@both
def test_a_deployment_as_declared_passes_and_is_left_as_it_was(
    cloud: Emulator, outputs: Mapping[str, Any], tmp_path: Path, target: str
) -> None:
    before = snapshot(cloud, (REGION,))
    project = written(tmp_path, target, outputs)
    run = project.run(endpoint=cloud.endpoint, SCAFFOLD_WRITES="1", SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert run.status == 0, run.said
    assert set(run.outcomes.values()) == {"passed"}
    assert len(run.outcomes) == len(CASES) + 1
    assert differences(before, snapshot(cloud, (REGION,))) == ()
    # No connection keeps the runner from ending.
    assert "did not exit" not in run.said
    assert "force exited" not in run.said


@both
def test_every_test_is_found_again_by_its_case(tmp_path: Path, target: str) -> None:
    """Whatever happens to it: here everything is skipped, so that no test runs."""
    project = written(tmp_path, target, None)
    names = case_names([SUITE], target, FOLDER)
    run = project.run()
    assert {name for _, name in names} == run.outcomes.keys()
    assert [(project.folder / file).is_file() for file, _ in names] == [True] * len(CASES)
    assert sorted(names.values()) == sorted(("shop", case.id) for case in CASES)


@both
def test_without_outputs_everything_is_skipped(tmp_path: Path, target: str) -> None:
    run = written(tmp_path, target, None).run(SCAFFOLD_WRITES="1")
    assert run.status == 0, run.said
    assert set(run.outcomes.values()) == {"skipped"}
    needing = {name: message for name, message in run.messages.items() if not name.startswith(("rule", "flows"))}
    assert set(needing.values()) == {NO_FILE}


@both
def test_without_outputs_a_strict_run_fails(tmp_path: Path, target: str) -> None:
    run = written(tmp_path, target, None).run(SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert run.status == 1
    writing = {case.id for case in CASES if case.writes}
    outcomes = {case: run.outcomes[name] for (_, name), (_, case) in case_names([SUITE], target, FOLDER).items()}
    assert {case for case, outcome in outcomes.items() if outcome == "skipped"} == writing
    assert {case for case, outcome in outcomes.items() if outcome == "failed"} == outcomes.keys() - writing
    assert NO_FILE in run.messages["table events > exists and is active"]
    assert run.outcomes[STRICT] == "passed"


def test_what_writes_is_only_done_when_asked_for(cloud: Emulator, project: Project) -> None:
    run = project.run(endpoint=cloud.endpoint)
    assert run.status == 0, run.said
    skipped = {name for name, outcome in run.outcomes.items() if outcome == "skipped"}
    writing = {case.id for case in CASES if case.writes}
    names = case_names([SUITE], JEST, FOLDER)
    assert {case for (_, name), (_, case) in names.items() if name in skipped} == writing
    assert {run.messages[name] for name in skipped} == {NO_WRITES}


def test_a_strict_run_in_which_nothing_can_be_checked_fails(project: Project) -> None:
    """A suite of writes only, which are off."""
    file = project.folder / FOLDER / "shop.int.test.js"
    text = file.read_text(encoding="utf-8").replace("  it(", "  it.writes(")
    file.write_text(text, encoding="utf-8")
    run = project.run(SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert run.status == 1
    assert run.outcomes.pop(STRICT) == "failed"
    assert set(run.outcomes.values()) == {"skipped"}
    assert "nothing was checked" in run.messages[STRICT]
    assert project.run().status == 0


@both
def test_every_drift_is_named(cloud: Emulator, outputs: Mapping[str, Any], tmp_path: Path, target: str) -> None:
    project = written(tmp_path, target, outputs)
    undo = [drift(cloud) for drift in DRIFTS]
    try:
        run = project.run(endpoint=cloud.endpoint)
    finally:
        for each in undo:
            each()
    assert run.status == 1
    # Without a line of the library's own.
    failed = [run.messages[name] for name, outcome in run.outcomes.items() if outcome == "failed"]
    lines = {line.removeprefix("Error: ") for message in failed for line in message.split("\n")}
    assert sorted(lines) == sorted(line for expected in DRIFTS.values() for line in expected)
    assert "s3cr3t" not in run.said


def test_what_is_gone_is_said_to_be_gone(cloud: Emulator, tmp_path: Path, outputs: Mapping[str, Any]) -> None:
    other = {
        **outputs,
        "events_table_arn": outputs["events_table_arn"] + "x",
        "bucket": "filesx",
        "roles": json.dumps({"worker": ["workerx"]}),
        "queue_url": outputs["queue_url"] + "x",
    }
    run = written(tmp_path, JEST, other).run(endpoint=cloud.endpoint)
    said = {name: message.split("\n")[0].removeprefix("Error: ") for name, message in run.messages.items()}
    gone = "aws_dynamodb_table.events is not there (DescribeTable: ResourceNotFoundException)"
    assert said["table events > exists and is active"] == gone
    assert said["table events > is configured as declared"] == gone
    assert said["table events > is tagged as declared"] == gone
    assert said["bucket files > exists"] == "aws_s3_bucket.files is not there (HeadBucket: 404)"
    assert said["queue jobs > is configured as declared"].startswith(
        "aws_sqs_queue.jobs is not there (GetQueueAttributes: "
    )
    assert said["function worker > runs with role worker"] == "aws_iam_role.worker is not there (GetRole: NoSuchEntity)"


def test_an_output_that_lacks_skips_what_needs_it(cloud: Emulator, tmp_path: Path, outputs: Mapping[str, Any]) -> None:
    given = {**outputs, "queue_url": "", "roles": json.dumps({"worker": []})}
    del given["function_name"], given["events_table_arn"]
    (tmp_path / "lacking").mkdir()
    project = written(tmp_path / "lacking", JEST, given)
    run = project.run(endpoint=cloud.endpoint)
    assert (
        "output events_table_arn is not in cfn-outputs/flat-outputs.json"
        in (run.messages["outputs > output events_table_arn is an ARN"])
    )
    assert (
        'output queue_url: expected the URL of a queue, found ""'
        in (run.messages["outputs > output queue_url is a queue's URL"])
    )
    lacking = "output events_table_arn is not in cfn-outputs/flat-outputs.json"
    assert run.messages["table events > exists and is active"] == lacking
    # Through the table's first question, and an argument.
    assert run.messages["table events > is tagged as declared"] == lacking
    assert run.messages["queue jobs > is configured as declared"] == "output queue_url is empty"
    # Through what it is compared with.
    assert run.messages["topic alerts > delivers to queue jobs"] == "output queue_url is empty"
    assert run.messages["role worker > is configured as declared"] == "output roles has nothing at worker.0"
    assert run.outcomes["role worker > is configured as declared"] == "skipped"
    assert run.outcomes["bucket files > exists"] == "passed"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(outputs), encoding="utf-8")
    named = project.run("-t", "^outputs", SCAFFOLD_OUTPUTS="../other.json")
    assert [outcome for name, outcome in named.outcomes.items() if name.startswith("outputs")] == ["passed"] * 3
    other.write_text("[]", encoding="utf-8")
    wrong = project.run("-t", "^outputs", SCAFFOLD_OUTPUTS=str(other))
    assert wrong.status == 1
    assert "other.json is no JSON object" in wrong.said


def environment_without(*names: str, **more: str) -> Mapping[str, str]:
    known = clean(REGION, NOBODY, **more)
    return {name: value for name, value in known.items() if name not in names}


KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.mark.parametrize("lost", [KEYS, KEYS[1:]])
def test_without_credentials_what_asks_is_skipped(project: Project, lost: tuple[str, ...]) -> None:
    without = environment_without(*lost)
    run = project.run(environment=without)
    assert run.status == 0, run.said
    assert run.messages["role worker > is configured as declared"] == "no credentials for the cloud"
    assert run.outcomes["outputs > output roles is JSON"] == "passed"
    strict = project.run("-t", "role worker is", environment=without, SCAFFOLD_REQUIRE_DEPLOYMENT="1")
    assert strict.status == 1
    assert "no credentials for the cloud" in strict.messages["role worker > is configured as declared"]


def test_credentials_and_region_of_a_profile_count(cloud: Emulator, project: Project, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(
        "[profile shop]\nregion = eu-west-1\ncredential_process = node keys.js\n"
        "[profile over]\nregion = eu-west-1\nsso_region = eu-west-1\nsso_start_url = https://shop.awsapps.com/start\n"
        "sso_account_id = 123456789012\nsso_role_name = shop\n",
        encoding="utf-8",
    )
    (tmp_path / "keys.js").write_text(
        "console.log(JSON.stringify({ Version: 1, AccessKeyId: 'k', SecretAccessKey: 's' }));", encoding="utf-8"
    )
    regions = ("AWS_REGION", "AWS_DEFAULT_REGION")
    known = environment_without(*KEYS, *regions, AWS_CONFIG_FILE=str(tmp_path / "config"))
    here = {**known, "AWS_ENDPOINT_URL": cloud.endpoint}
    suite = project.folder / FOLDER / "shop.int.test.js"
    suite.write_text(suite.read_text(encoding="utf-8").replace("region: 'eu-west-1'", "region: 'us-east-1'"))
    run = project.run("-t", "table events is configured", environment=here, AWS_PROFILE="shop")
    assert run.status == 0, run.said
    assert run.outcomes["table events > is configured as declared"] == "passed"
    over = project.run(environment=here, AWS_PROFILE="over")
    reason = over.messages["table events > is configured as declared"]
    assert reason.startswith("no credentials for the cloud: The SSO session associated with this profile is invalid")


def test_without_packages_what_asks_is_skipped(project: Project, tmp_path: Path) -> None:
    (tmp_path / "node_modules").unlink()
    run = project.run()
    assert run.status == 0, run.said
    assert run.messages["table events > exists and is active"] == (
        "no @aws-sdk/client-dynamodb: npm install --save-dev @aws-sdk/client-dynamodb"
    )
    # Everything that one test needs is named at once.
    assert run.messages["function worker > runs with role worker"] == (
        "no @aws-sdk/client-iam: npm install --save-dev @aws-sdk/client-iam @aws-sdk/client-lambda"
    )
    assert run.outcomes["outputs > output roles is JSON"] == "passed"
    assert project.run(SCAFFOLD_REQUIRE_DEPLOYMENT="1").status == 1


def test_a_cloud_that_is_not_reached_is_an_error(project: Project) -> None:
    run = project.run("-t", "function worker", environment=environment_without())
    assert run.status == 1
    said = "aws_lambda_function.worker: GetFunction failed: connect ECONNREFUSED 127.0.0.1:9"
    assert said in run.messages["function worker > is configured as declared"]
    assert said in run.messages["function worker > runs with role worker"]


@pytest.mark.parametrize("kind", ["commonjs", "module"])
def test_the_suite_runs_from_the_repository_too(cloud: Emulator, project: Project, kind: str) -> None:
    """With other tests beside it, and in a repository of modules of either kind."""
    package = {"private": True, "type": kind, "jest": {"testEnvironment": "node", "verbose": True}}
    (project.folder / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (project.folder / "tests" / "other.test.js").write_text("test('other', () => { throw new Error('not run'); });")
    jest = str(NODE_MODULES / "jest/bin/jest.js")
    run = project.call(jest, "int", "--json", "--outputFile=report.json", endpoint=cloud.endpoint)
    assert run.status == 0, run.said
    assert run.outcomes["table events > exists and is active"] == "passed"
    assert "other" not in run.outcomes
