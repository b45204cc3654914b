"""Running a suite: by whom, with what in the environment, what is read of the report, and what stays behind."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from scaffold.rehearse import run as running
from scaffold.rehearse.run import RunnerError, Tried, folder_for, run, write_files

ENDPOINT = "http://127.0.0.1:9"
SUITE = """
import json
import os

import pytest


@pytest.fixture(autouse=True)
def about(record_property):
    record_property("resource", "aws_x.y")


class TestTable:
    def test_holds(self):
        names = ("SCAFFOLD_OUTPUTS", "SCAFFOLD_REQUIRE_DEPLOYMENT", "SCAFFOLD_WRITES", "AWS_ENDPOINT_URL", "AWS_REGION")
        assert {name: os.environ.get(name) for name in names} == json.loads(EXPECTED)
        assert "SECRET_OF_THE_USER" not in os.environ

    def test_does_not(self):
        raise AssertionError("\\n".join(f"aws_x.y: attribute{at}: declared 1, found 2" for at in range(20)))

    def test_breaks(self):
        raise ValueError("broken")


@pytest.mark.skip(reason="not now")
def test_skipped():
    pass
"""


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECRET_OF_THE_USER", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nonsense")
    (tmp_path / ".git").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError('the project's own')\n")
    folder = tmp_path / ".scaffold" / "rehearsal-1" / "integration"
    folder.mkdir(parents=True)
    return folder


def expected(place: Path) -> str:
    names = {
        "SCAFFOLD_OUTPUTS": str(place / "outputs.json"),
        "SCAFFOLD_REQUIRE_DEPLOYMENT": "1",
        "SCAFFOLD_WRITES": "1",
    }
    return f"EXPECTED = {json.dumps({**names, 'AWS_ENDPOINT_URL': ENDPOINT, 'AWS_REGION': 'eu-west-1'})!r}\n"


def tried(suite: Path, runner: str = "pytest") -> tuple[Tried, ...]:
    place = suite.parent
    return run(runner, place, suite, place.parent.parent, place / "outputs.json", ENDPOINT, "eu-west-1")


def test_the_report_of_pytest_is_read_whole(suite: Path) -> None:
    (suite / "pytest.ini").write_text("[pytest]\n")
    (suite / "test_root.py").write_text(expected(suite.parent) + SUITE)
    found = {test.name: test for test in tried(suite)}
    assert list(found) == ["TestTable.test_holds", "TestTable.test_does_not", "TestTable.test_breaks", "test_skipped"]
    assert {test.file for test in found.values()} == {"test_root.py"}
    holds = found["TestTable.test_holds"]
    assert (holds.status, holds.message, holds.resource) == ("passed", "", "aws_x.y")
    lines = found["TestTable.test_does_not"].message.splitlines()
    assert lines == [f"aws_x.y: attribute{at}: declared 1, found 2" for at in range(20)]
    broken = found["TestTable.test_breaks"]
    assert (broken.status, broken.message) == ("failed", "ValueError: broken")
    assert (found["test_skipped"].status, found["test_skipped"].message) == ("skipped", "not now")


def test_a_file_that_cannot_be_read_is_a_failure_of_its_tests(suite: Path) -> None:
    (suite / "pytest.ini").write_text("[pytest]\n")
    (suite / "test_root.py").write_text("raise RuntimeError('at once')\n")
    (test,) = tried(suite)
    assert (test.file, test.status) == ("test_root.py", "failed")
    assert "at once" in test.message


def test_no_report_and_no_tests_are_told_with_what_the_runner_said(suite: Path) -> None:
    (suite / "pytest.ini").write_text("[pytest]\naddopts = --unknown-option\n")
    with pytest.raises(RunnerError, match="pytest gave no report") as caught:
        tried(suite)
    assert "--unknown-option" in caught.value.diagnostic.detail
    (suite / "pytest.ini").write_text("[pytest]\n")
    with pytest.raises(RunnerError, match="pytest found no tests"):
        tried(suite)


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
def test_the_projects_own_interpreter_is_used_where_it_can_run_the_suite(suite: Path) -> None:
    root = suite.parents[2]
    environment = dict(os.environ)
    assert running._interpreter(suite, root, environment) == sys.executable
    poor = program(root / "venv" / "bin" / "python", "#!/bin/sh\nexit 1\n")
    assert running._interpreter(suite, root, environment) == sys.executable
    own = program(root / ".venv" / "bin" / "python", "#!/bin/sh\nexit 0\n")
    assert running._interpreter(suite, root, environment) == str(own)
    assert poor.is_file()


REPORT = {
    "testResults": [
        {
            "name": "{suite}/root.int.test.js",
            "assertionResults": [
                {"ancestorTitles": ["table"], "title": "exists", "status": "passed", "duration": 1500},
                {
                    "ancestorTitles": ["table"],
                    "title": "is configured",
                    "status": "failed",
                    "failureMessages": [
                        "Error: aws_x.y: a: declared 1, found 2\naws_x.y: b\n    at Object (x.js:1:2)\n"
                    ],
                },
                {"ancestorTitles": [], "title": "other [skipped: not now]", "status": "pending", "failureMessages": []},
            ],
        },
        {"name": "{suite}/broken.int.test.js", "assertionResults": [], "message": " cannot be loaded "},
    ]
}
SCRIPT = """#!{python}
import json, os, sys
report = next(word.partition("=")[2] for word in sys.argv if word.startswith("--outputFile="))
with open(report, "w") as file:
    file.write({report!r})
with open(os.path.join(os.path.dirname(report), "called.json"), "w") as file:
    json.dump({{"words": sys.argv[1:], "folder": os.getcwd(), "endpoint": os.environ["AWS_ENDPOINT_URL"]}}, file)
sys.exit(1)
"""


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
@pytest.mark.parametrize("runner", ["jest", "vitest"])
def test_scripts_are_run_by_the_projects_own_program(runner: str, suite: Path) -> None:
    with pytest.raises(RunnerError, match=f"{runner} is not installed"):
        tried(suite, runner)
    report = json.dumps(REPORT).replace("{suite}", str(suite.resolve()))
    text = SCRIPT.format(python=sys.executable, report=report)
    program(suite.parents[2] / "node_modules" / ".bin" / runner, text)
    (suite / "package.json").write_text("{}")
    passed, failed, skipped, broken = tried(suite, runner)
    assert passed == Tried("root.int.test.js", "table > exists", "passed", seconds=1.5)
    assert failed.message == "aws_x.y: a: declared 1, found 2\naws_x.y: b"
    assert (skipped.status, skipped.name) == ("skipped", "other [skipped: not now]")
    assert broken == Tried("broken.int.test.js", "", "failed", "cannot be loaded")
    called = json.loads((suite.parent / "called.json").read_text())
    assert called["endpoint"] == ENDPOINT
    assert called["folder"] == str(suite.resolve())
    assert str(suite) in called["words"]


def test_one_that_does_not_end_is_ended(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_PATIENCE", 2)
    (suite / "pytest.ini").write_text("[pytest]\n")
    (suite / "test_root.py").write_text("import time\ntime.sleep(60)\n")
    with pytest.raises(RunnerError, match="did not end in 2 s"):
        tried(suite)


def test_the_folder_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), folder_for(tmp_path) as place:  # noqa: PT012
        assert place == tmp_path / ".scaffold" / f"rehearsal-{os.getpid()}"
        write_files(tmp_path, {f".scaffold/{place.name}/a/b.py": "x\r\n"})
        assert (place / "a" / "b.py").read_bytes() == b"x\r\n"
        raise ValueError("x")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".scaffold").mkdir()
    (tmp_path / ".scaffold" / "manifest.json").write_text("{}")
    with folder_for(tmp_path):
        pass
    assert [each.name for each in (tmp_path / ".scaffold").iterdir()] == ["manifest.json"]
    with folder_for(tmp_path, keep=True) as place:
        pass
    assert place.is_dir()
