"""Handler suites in Python, run with pytest as their target's command does, for a copy of an example."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_handler_samples import PROCESSING, VALIDATION

from scaffold.emit.handlers import emit_handlers
from scaffold.emit.render import Renderer

EXAMPLE = Path(__file__).parents[1] / "examples" / "terraform-webhook"
FOLDER = "tests/handlers"


@dataclass(frozen=True)
class Run:
    """What became of a run: exit status, what was said, and of each test by its name: outcome and message."""

    status: int
    said: str
    outcomes: Mapping[str, str]
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A copy of the example with the suites in it."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Changes the code of a function."""
        place = self.folder / file
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str, within: str = ".", module: tuple[str, ...] = ("pytest",), **more: str) -> Run:
        """Runs the suites."""
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        words = (sys.executable, "-m", *module, "-p", "no:cacheprovider", "-q", f"--junitxml={report}", *arguments)
        known = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
        done = subprocess.run(
            words,
            cwd=self.folder / within,
            env={**known, "PYTHONDONTWRITEBYTECODE": "1", **more},
            capture_output=True,
            text=True,
            timeout=100,
        )
        outcomes, messages = {}, {}
        for each in ElementTree.parse(report).iter("testcase") if report.exists() else ():
            name = f"{each.attrib['classname'].rpartition('.')[2]}.{each.attrib['name']}"
            result = next((part for part in each if part.tag in ("failure", "error", "skipped")), None)
            outcomes[name] = "passed" if result is None else result.tag
            messages[name] = "" if result is None else result.attrib["message"]
        return Run(done.returncode, done.stdout + done.stderr, outcomes, messages)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    for path, text in emit_handlers([VALIDATION, PROCESSING], "handlers-pytest", Renderer(), FOLDER, ".").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Project(folder)


def test_the_suites_are_green_and_count_the_code(project: Project) -> None:
    settings = f"--rcfile={FOLDER}/.coveragerc"
    run = project.run(FOLDER, module=("coverage", "run", settings, "-m", "pytest"))
    assert run.status == 0, run.said
    assert f"{len(VALIDATION.cases) + len(PROCESSING.cases) - 1} passed, 1 xfailed" in run.said
    assert [name for name, outcome in run.outcomes.items() if outcome != "passed"] == [
        "TestFailures.test_a_missing_secret_is_told"
    ]
    words = (sys.executable, "-m", "coverage", "json", settings, "-q", "-o", "coverage.json")
    subprocess.run(words, cwd=project.folder, check=True)
    counted = json.loads((project.folder / "coverage.json").read_text(encoding="utf-8"))["files"]
    assert counted.keys() == {"lambda/processing.py", "lambda/validation.py"}
    assert all(file["summary"]["percent_covered"] > 85 for file in counted.values())
    assert not list((project.folder / "lambda").rglob("__pycache__"))


def test_the_suites_run_from_anywhere_and_with_warnings_as_errors(project: Project) -> None:
    (project.folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n')
    (project.folder / "tests" / "conftest.py").write_text("")
    (project.folder / "support.py").write_text("raise RuntimeError")
    run = project.run("handlers", "-W", "error", within="tests", AWS_PROFILE="nobody", AWS_REGION="xx-nowhere-1")
    assert run.status == 0, run.said
    run = project.run(".", "-p", "xdist", "-n", "2", TABLE_NAME="production")
    assert run.status == 0, run.said


def test_a_failure_says_what_happened(project: Project) -> None:
    project.change("lambda/validation.py", 'timestamp.encode() + b"."', "timestamp + b'.'")
    run = project.run(FOLDER)
    assert run.status == 1
    told = run.messages["TestRequests.test_a_good_request_is_answered"].splitlines()
    assert told[0] == "AssertionError: function validation: expected a response with status 100 to 599"
    assert told[1].startswith("  raised: TypeError: ")
    assert told[2].startswith("    lambda/validation.py:")
    assert told[2].endswith('verify_signature(event.get("headers") or {}, body, now=time.time())')
    assert any(line.startswith("    secretsmanager.GetSecretValue {") for line in told)
    assert "support/" not in run.said.partition("short test summary")[0], run.said


@pytest.mark.parametrize(
    ("file", "old", "new", "test"),
    [
        (
            "lambda/validation.py",
            'QUEUE_URL = os.environ["QUEUE_URL"]',
            'QUEUE_URL = os.environ["QUEUE_URL"].replace("events", "others")',
            "TestRequests.test_a_good_request_is_answered",
        ),
        (
            "lambda/validation.py",
            "raise RejectedRequestError(400, \"body is not valid JSON\")",
            "raise RejectedRequestError(500, \"body is not valid JSON\")",
            "TestRequests.test_a_body_that_is_no_json_is_refused",
        ),
        (
            "lambda/validation.py",
            "SIGNATURE_TOLERANCE_SECONDS:",
            "SIGNATURE_TOLERANCE_SECONDS * 9:",
            "TestRequests.test_a_stale_request_is_refused",
        ),
        (
            "lambda/validation.py",
            "import binascii\n",
            "import binascii\nimport not_there\n",
            "TestLoading.test_it_loads_in_the_declared_environment",
        ),
        (
            "lambda/processing.py",
            'failures.append(record["messageId"])',
            "pass",
            "TestBatches.test_a_malformed_message_is_reported",
        ),
        (
            "lambda/processing.py",
            '"itemIdentifier"',
            '"ItemIdentifier"',
            "TestBatches.test_a_malformed_message_is_reported",
        ),
        (
            "lambda/processing.py",
            'raise LookupError(f"no event {event_id}")',
            "continue",
            "TestEvents.test_a_replay_of_an_event_that_is_not_there_fails",
        ),
        (
            "lambda/validation.py",
            'return response(503, {"error": "temporarily unavailable"})',
            'return response(202, {"status": "accepted"})',
            "TestFailures.test_a_missing_secret_is_told",
        ),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_noticed(project: Project, file: str, old: str, new: str, test: str) -> None:
    project.change(file, old, new)
    run = project.run(FOLDER, "-k", test.partition(".")[2])
    assert run.outcomes.get(test) == "failure", run.said


def test_without_the_emulator_it_is_said_what_is_missing(project: Project, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(
        "import importlib.util\nfound = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'moto' else found(name, *more)\n"
    )
    run = project.run(FOLDER, PYTHONPATH=str(tmp_path / "hidden"))
    assert run.status == 4
    assert "these tests need moto: pip install 'moto[all]'" in run.said
