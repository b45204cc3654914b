"""`scaffold diff`: what is shown, in all forms; that a terminal never obeys a project, and that nothing is written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from terraform_projects import write

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run
from scaffold.cli.terminal import say

QUEUE = 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n'
TOPIC = 'resource "aws_sns_topic" "b" {\n  name = "b"\n}\n'
TEST = "tests/infrastructure_checks/test_root.py"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with its suite, in this folder, of which a topic is gone and a queue has another name."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"main.tf": QUEUE, "topic.tf": TOPIC})
    assert run(["generate", "--target", "pytest", "-q"]) == 0
    write(tmp_path, {"main.tf": QUEUE.replace('"a"\n}', '"other"\n}')})
    (tmp_path / "topic.tf").unlink()
    capsys.readouterr()
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["diff", *arguments]) == ExitCode.DONE
    return capsys.readouterr().out


def contents(folder: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("workflow", ["", "true"], ids=["", "in a workflow"])
@pytest.mark.parametrize("flags", [[], ["--prune"]], ids=["", "prune"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_git_makes_of_the_suite_what_generate_does(
    flags: list[str],
    newline: str,
    workflow: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", workflow)
    test = project / TEST
    test.write_bytes(test.read_bytes().replace(b"\n", newline.encode()))
    before = contents(project)
    patch = shown(capsys, *flags)
    assert contents(project) == before
    assert ("-def test_sns_topic_b_" in patch) is bool(flags)
    assert "\x1b" not in patch
    git = shutil.which("git")
    assert git is not None
    subprocess.run([git, "init", "-q"], check=True)
    subprocess.run([git, "apply", "--whitespace=nowarn", "-"], input=patch.encode(), check=True)
    applied = test.read_bytes()
    test.write_bytes(before[test])
    assert run(["generate", "-q", *flags]) == 0
    assert test.read_bytes() == applied
    assert applied.count(b"\r\n") == (applied.count(b"\n") if newline == "\r\n" else 0)


def test_files_that_come_and_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"stack/main.tf": QUEUE})
    created = shown(capsys, str(tmp_path / "stack"), "--target", "pytest")
    assert f"--- /dev/null\n+++ b/{TEST}\n@@ -0,0 +1," in created
    assert run(["generate", "-q", str(tmp_path / "stack"), "--target", "pytest"]) == 0
    assert shown(capsys, str(tmp_path / "stack")) == ""
    (tmp_path / "stack" / "main.tf").write_text("# nothing\n")
    removed = shown(capsys, str(tmp_path / "stack"), "--prune")
    assert f"--- a/{TEST}\n+++ " in removed


def test_names_and_numbers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--name-only") == f"{TEST}\n"
    patch = shown(capsys, "--prune").splitlines()[2:]
    added, removed = (sum(line.startswith(sign) for line in patch) for sign in "+-")
    line, sums = shown(capsys, "--prune", "--stat").splitlines()
    assert re.fullmatch(rf" {TEST} \| {added + removed} \+{{1,40}}-{{1,40}}", line)
    assert sums == f" 1 file, {added} added, {removed} removed"
    write(project, {"main.tf": QUEUE, "topic.tf": TOPIC})
    assert [shown(capsys, option) for option in ("--name-only", "--stat")] == ["", ""]
    assert run(["diff", "--stat", "--name-only"]) == ExitCode.USAGE


@pytest.mark.usefixtures("project")
def test_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    patch = shown(capsys)
    document = json.loads(shown(capsys, "--format", "json"))
    assert document["exit_code"] == 0
    (file,) = document["files"]
    assert file["diff"] == patch
    assert (file["verb"], file["path"]) == ("update", TEST)
    assert file["added"] == sum(line.startswith("+") for line in patch.splitlines()[2:])
    assert {said["code"] for said in document["diagnostics"]} >= {"orphan"}


@pytest.mark.usefixtures("project")
def test_colours_are_for_terminals(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    plain, coloured = shown(capsys), shown(capsys, "--color")
    assert "\x1b[32m+" in coloured
    assert "\x1b[31m-" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert "\x1b[32m+" in shown(capsys, "--stat", "--color")
    assert "\x1b" not in shown(capsys, "--stat")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert shown(capsys) == coloured
    assert shown(capsys, "--no-color") == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(capsys) == plain
    assert shown(capsys, "--color") == coloured
    monkeypatch.setenv("NO_COLOR", "")
    assert shown(capsys) == coloured


def test_a_terminal_obeys_nothing_of_a_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = project / TEST
    text = "\x1b]0;owned\x07\x1b[2J\x85\u2028\u202e"
    fresh = test.read_text()
    test.write_text(fresh.replace('"""\n', f'"""  # {text}\n', 1))
    for arguments in (["--force"], ["--force", "--format", "json"]):
        said = shown(capsys, *arguments)
        assert "owned" in said
        assert not [sign for sign in said if sign not in "\n\t" and not sign.isprintable()]
    assert "\\x1b]0;owned\\x07" in shown(capsys, "--force")


def obeyed(printed: str) -> list[str]:
    """The commands among these lines that the runner of a workflow carries out."""
    found, token = [], ""
    for line in printed.splitlines():
        text = line.strip()
        if token:
            token = "" if text == f"::{token}::" else token
        elif text.startswith("::stop-commands::"):
            token = text.removeprefix("::stop-commands::")
            assert len(token) > 30
        elif text.startswith("::") or "##[" in text:
            found.append(line)
    assert token == ""
    return found


@pytest.mark.parametrize(
    "arguments",
    [["--prune"], ["--stat", "--prune"], ["--name-only"], ["--format", "json", "--prune"]],
    ids=["patch", "numbers", "names", "json"],
)
def test_a_workflow_obeys_nothing_of_a_project(
    arguments: list[str], project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    test = project / TEST
    commands = "    ::error::owned\n##[error]owned\n::stop-commands::x\n::x::\n"
    before, topic, after = test.read_text().partition("def test_sns_topic_b_")
    body, blank, rest = after.partition("\n\n\n")
    test.write_text(f'{before}{topic}{body}\n_OWN = """\n{commands}"""{blank}{rest}')
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out = "##[group] owned"
    (project / out).mkdir()
    printed = [shown(capsys, *arguments, *more) for more in (["--force"], ["--target", "pytest", "--out", out])]
    assert "owned" in "".join(printed)
    for text in printed:
        assert obeyed(text) == []
        if "json" in arguments:
            json.loads(text)


def test_what_is_said_in_a_workflow_is_no_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["  ::error::owned", "a ##[error]owned", "::add-mask::a", "a ::error::", "###[x]"]
    for line in lines:
        say(line)
    assert capsys.readouterr().out.splitlines() == lines
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for line in lines:
        say(line, error=True)
    assert obeyed(printed := capsys.readouterr().err) == []
    assert [json.loads(f'"{line}"') for line in printed.splitlines()] == lines


def test_what_is_no_text_is_named_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests/infrastructure_checks/support/tokens.py").write_bytes(b"\xff\xfe\0")
    said = shown(capsys, "--force")
    assert "Binary files a/tests/infrastructure_checks/support/tokens.py and b/" in said
    assert "binary" in shown(capsys, "--force", "--stat")


def test_a_project_that_cannot_be_read_is_exit_code_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, {"bad.tf": "resource {{\n"})
    assert run(["diff"]) == ExitCode.UNCLEAN
    assert "bad.tf:1: error:" in capsys.readouterr().err


def test_what_would_be_added_to_files_of_dependencies_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"main.tf": QUEUE, "package.json": "{}\n"})
    given = [str(tmp_path), "--target", "integration-jest", "--name-only"]
    place = (tmp_path / "package.json").as_posix()
    assert shown(capsys, *given, "--write-config").splitlines().count(place) == 1
    assert place not in shown(capsys, *given).splitlines()
    assert (tmp_path / "package.json").read_text() == "{}\n"
