"""`scaffold eject`: tests and files that are a person's from now on."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_projects import write

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run
from scaffold.output import LOCK_PATH

QUEUE = 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n'
SUITE = "tests/infrastructure_checks"
TEST = f"{SUITE}/test_root.py"
CASE = "test_declares_exactly_these_resources"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with its suite, in this folder, of which one test and one file of support code are edited."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"main.tf": QUEUE})
    assert run(["generate", "--target", "pytest", "-q"]) == 0
    test, support = tmp_path / TEST, tmp_path / SUITE / "support" / "tokens.py"
    test.write_text(test.read_text().replace(f"def {CASE}(terraform):", f"def {CASE}(terraform):  # mine"))
    support.write_text(f"{support.read_text()}\nMINE = 1\n")
    capsys.readouterr()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run([*arguments]) == ExitCode.DONE
    return capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("project")
def test_what_is_edited_can_be_ejected_by_the_names_that_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "eject")
    names = [line.partition("  line ")[0] for line in listed]
    assert names == [f"{SUITE}/support/tokens.py", f"{TEST}::{CASE}"]
    lines = Path(TEST).read_text().splitlines()
    assert lines[int(listed[1].rpartition(" ")[2]) - 1].endswith("# mine")
    assert said(capsys, "eject", *names) == [f"yours     {name}" for name in names]
    assert said(capsys, "eject") == ["No generated test or file was edited."]
    assert said(capsys, "eject", *names) == []


def test_what_is_ejected_is_left_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "eject", CASE)
    write(project, {"more.tf": 'resource "aws_sns_topic" "c" {}\n'})
    assert run(["generate"]) == ExitCode.DONE
    printed = capsys.readouterr()
    assert "edited-outdated" not in printed.err
    assert f"def {CASE}(terraform):  # mine\n" in (project / TEST).read_text()
    assert said(capsys, "check") == ["5 files as generated, 1 edit kept"]
    assert said(capsys, "eject") == [f"{SUITE}/support/tokens.py  line 1"]


def test_files_are_named_from_here_or_from_the_output_root(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "tests")
    given = ["--path", ".."]
    assert said(capsys, "eject", f"infrastructure_checks/test_root.py::{CASE}", *given) == [
        f"yours     ../{TEST}::{CASE}"
    ]
    assert said(capsys, "eject", f"{SUITE}/__init__.py", *given) == [f"yours     ../{SUITE}/__init__.py"]


def test_the_output_root_may_be_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"infra/main.tf": QUEUE})
    place = ["--out", str(tmp_path / "here")]
    assert run(["generate", "-q", str(tmp_path / "infra"), "--target", "pytest", *place]) == 0
    assert said(capsys, "eject", CASE, "--path", str(tmp_path / "infra"), *place) == [
        f"yours     {tmp_path}/here/{TEST}::{CASE}"
    ]


def test_a_name_that_nothing_has_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / LOCK_PATH).read_bytes()
    assert run(["eject", CASE, "test_declares_exactly_these_resourcez"]) == ExitCode.USAGE
    printed = capsys.readouterr().err
    assert "test_declares_exactly_these_resourcez" in printed
    assert f"Did you mean {CASE}" in printed
    assert (project / LOCK_PATH).read_bytes() == before


def test_a_lock_that_cannot_be_used_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / LOCK_PATH).write_text("{\n")
    assert run(["eject", CASE]) == ExitCode.USAGE
    assert f"{LOCK_PATH}:" in capsys.readouterr().err
    assert (project / LOCK_PATH).read_text() == "{\n"
