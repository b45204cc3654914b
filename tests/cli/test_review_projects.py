"""The review of real files: what is found, what a comment suppresses, and that nothing is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run

SOURCE = """
resource "aws_s3_bucket" "logs" {
  bucket = "my-logs"
}

# scaffold:ignore s3: serves the public website
resource "aws_s3_bucket" "website" {
  bucket = "my-website"
}
"""
ONLY = ["--select", "s3-public-access"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "infra"
    folder.mkdir(parents=True)
    (folder.parent / ".git").mkdir()
    (folder / "main.tf").write_text(SOURCE)
    return folder


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run([*arguments]) == ExitCode.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_review_of_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(project), *ONLY, "--fail-on", "low"]) == ExitCode.FOUND
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    place = re.escape(f"{project.as_posix()}/main.tf:2")
    found = re.fullmatch(rf"{place}: (low|medium|high): bucket logs .+ \[s3-public-access\]", lines[0])
    assert found is not None
    assert lines[-1] == f"1 finding: 1 {found[1]}; 1 suppressed"
    assert printed.err == ""
    assert [path.name for path in project.rglob("*")] == ["main.tf"]


def test_what_is_ignored_is_neither_found_nor_counted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(project), *ONLY, "--ignore", "s3-public-access", "--fail-on", "low"]) == ExitCode.DONE
    assert capsys.readouterr().out == "0 findings\n"


def test_generate_and_review_find_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reviewed = document(capsys, "review", str(project), "--format", "json")
    generated = document(capsys, "generate", str(project), "--format", "json", "--dry-run")
    assert reviewed["findings"]
    assert len(reviewed["suppressed"]) >= 1
    for key in ("findings", "suppressed", "diagnostics"):
        assert reviewed[key] == generated[key]


def test_sarif_is_the_same_from_everywhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logs = []
    for place, path in ((project, "."), (project.parent, "infra"), (project.parent.parent, str(project))):
        monkeypatch.chdir(place)
        logs.append(document(capsys, "review", path, *ONLY, "--format", "sarif"))
    assert logs[0] == logs[1] == logs[2]
    results = logs[0]["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert places == ["infra/main.tf"] * 2
    assert [[item["justification"] for item in result["suppressions"]] for result in results] == [
        [],
        ["serves the public website"],
    ]
    assert str(project) not in json.dumps(logs)


def test_a_name_that_no_check_has_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("review", "generate"):
        assert run([command, str(project), "--ignore", "s3-public-acess"]) == ExitCode.USAGE
        error, hint = capsys.readouterr().err.splitlines()
        assert error == "error: there is no check and no service 's3-public-acess' [usage]"
        assert hint.startswith("  hint: Did you mean s3-public-access")
    (project / "scaffold.toml").write_text('select = ["nonsense"]')
    assert run(["review", str(project)]) == ExitCode.USAGE


def test_a_misspelled_suppression_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "main.tf").write_text(SOURCE.replace("ignore s3:", "ignore s3-public-acess:"))
    assert run(["review", str(project), *ONLY]) == ExitCode.DONE
    printed = capsys.readouterr()
    assert ":6: warning: there is no check and no service 's3-public-acess' to suppress [unknown-check]" in printed.err
    assert printed.out.splitlines()[-1].startswith("2 findings: 2 ")
    assert "suppressed" not in printed.out


def test_what_cannot_be_read_is_said_and_the_rest_reviewed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "broken.tf").write_text('output "b" {\n')
    assert run(["review", str(project), *ONLY, "--fail-on", "low"]) == ExitCode.UNCLEAN
    printed = capsys.readouterr()
    assert "broken.tf" in printed.err
    assert printed.out.splitlines()[-1].startswith("1 finding: ")
    assert printed.out.splitlines()[-1].endswith("; 1 suppressed")
