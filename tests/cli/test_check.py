"""`scaffold check`: exit codes, what is printed, the command that accepts it, annotations; that nothing is written."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from terraform_projects import write

from scaffold import pipeline
from scaffold.cli import check
from scaffold.cli.annotations import annotation
from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run
from scaffold.output import LOCK_PATH

QUEUE = 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n'
TOPIC = 'resource "aws_sns_topic" "b" {\n  name = "b"\n}\n'
TEST = "tests/infrastructure_checks/test_root.py"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with its suite, in this folder; what generating printed is forgotten."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"main.tf": QUEUE, "topic.tf": TOPIC})
    assert run(["generate", "--target", "pytest", "-q"]) == 0
    capsys.readouterr()
    return tmp_path


def edit(project: Path) -> None:
    place = project / TEST
    place.write_text(place.read_text().replace("assert ", "assert True and ", 1))


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("project")
def test_an_unchanged_project_is_told_from_the_cache(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["check", "--no-cache"]) == ExitCode.DONE
    slow = capsys.readouterr()
    monkeypatch.setattr(pipeline, "generate", None)
    assert run(["check"]) == ExitCode.DONE
    assert capsys.readouterr() == slow
    assert slow.out == "6 files as generated\n"
    assert slow.err == ""
    assert run(["check", "-q"]) == ExitCode.DONE
    assert capsys.readouterr().out == ""
    assert run(["check", "--no-cache"]) == ExitCode.FAULT


def test_drift_is_exit_code_1_with_the_command_that_accepts_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, {"main.tf": QUEUE.replace('"a"\n}', '"other"\n}'), "more.tf": 'resource "aws_sns_topic" "c" {}\n'})
    before = contents(project)
    assert run(["check"]) == ExitCode.FOUND
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"update    {TEST} (")
    assert "1 test new, 2 refreshed; +" in printed[0]
    assert printed[1:] == [
        "1 file not as generated",
        "",
        "See it with:     scaffold diff",
        "Accept it with:  scaffold generate",
    ]
    assert contents(project) == before
    assert run(["generate", "-q"]) == 0
    assert run(["check"]) == ExitCode.DONE


def test_what_is_left_of_something_gone_is_drift(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "topic.tf").unlink()
    assert run(["check"]) == ExitCode.FOUND
    assert "Accept it with:  scaffold generate --prune\n" in capsys.readouterr().out
    assert run(["generate", "-q"]) == 0
    assert run(["check"]) == ExitCode.FOUND
    assert "Accept it with:  scaffold generate --prune\n" in capsys.readouterr().out
    assert run(["generate", "-q", "--prune"]) == 0
    assert run(["check"]) == ExitCode.DONE


def test_edits_that_are_kept_are_no_drift(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project)
    said = []
    for arguments in ([], ["-v"], ["--format", "json"]):
        assert run(["check", *arguments]) == ExitCode.DONE
        said.append(capsys.readouterr().out)
    assert said[0] == "6 files as generated, 1 edit kept\n"
    assert said[1].startswith(f"kept      {TEST}:")
    (kept,) = json.loads(said[2])["kept"]
    assert kept["path"] == TEST
    assert kept["title"] in said[1]
    assert (project / TEST).read_text().splitlines()[kept["line"] - 1].startswith("def ")
    assert run(["generate", "-q"]) == 0
    capsys.readouterr()
    for arguments, before in zip(([], ["-v"], ["--format", "json"]), said, strict=True):
        assert run(["check", *arguments]) == ExitCode.DONE
        assert capsys.readouterr().out == before


def test_an_edit_that_is_outdated_is_a_warning(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project)
    write(project, {"more.tf": 'resource "aws_sns_topic" "c" {}\n'})
    assert run(["generate", "-q"]) == 0
    capsys.readouterr()
    assert run(["check"]) == ExitCode.DONE
    printed = capsys.readouterr()
    assert "[edited-outdated]" in printed.err
    assert "1 edit kept" in printed.out


def test_a_lock_that_lacks_something_is_drift(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / LOCK_PATH).unlink()
    assert run(["check"]) == ExitCode.FOUND
    assert capsys.readouterr().out.startswith(f"update    {LOCK_PATH} (")
    assert run(["check", "--format", "github"]) == ExitCode.FOUND
    assert capsys.readouterr().out.startswith(f"::error file={LOCK_PATH},line=1::")
    assert check.LOCK_PATH == LOCK_PATH


def test_where_only_the_lock_changes_no_difference_is_promised(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / LOCK_PATH).unlink()
    assert run(["diff"]) == ExitCode.DONE
    assert capsys.readouterr().out == ""
    assert run(["check"]) == ExitCode.FOUND
    assert capsys.readouterr().out.splitlines() == [
        f"update    {LOCK_PATH} (no other file changes; generate notes there what the suites are made from now)",
        "1 file not as generated",
        "",
        "Accept it with:  scaffold generate",
    ]
    assert run(["generate", "-q"]) == 0
    assert run(["check"]) == ExitCode.DONE


def lose_the_lock(project: Path) -> None:
    (project / LOCK_PATH).unlink()
    test = project / TEST
    test.write_text(f"{test.read_text()}\n\ndef test_of_a_person():\n    pass\n")


def leave_a_merge_unfinished(project: Path) -> None:
    test = project / TEST
    test.write_text(f"<<<<<<< ours\n{test.read_text()}")


def put_a_link_there(project: Path) -> None:
    (project / TEST).rename(project / "elsewhere.py")
    (project / TEST).symlink_to(project / "elsewhere.py")


STUCK = {
    "lock lost": (lose_the_lock, "not written by scaffold", ["Accept it with:  scaffold generate --adopt"]),
    "unfinished merge": (
        leave_a_merge_unfinished,
        "cannot be taken apart",
        [f"First mend:      {TEST}:1", "Accept it with:  scaffold generate"],
    ),
    "a link": (
        put_a_link_there,
        "a symbolic link stands there",
        [f"First mend:      {TEST}:1", "Accept it with:  scaffold generate"],
    ),
}


@pytest.mark.parametrize(("change", "words", "commands"), STUCK.values(), ids=STUCK)
def test_a_file_that_generate_leaves_alone_is_drift_until_it_is_dealt_with(
    change: Callable[[Path], None],
    words: str,
    commands: list[str],
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = (project / TEST).read_bytes()
    change(project)
    assert run(["generate", "-q"]) == ExitCode.DONE
    capsys.readouterr()
    said = []
    for arguments in ([], ["--no-cache"]):
        assert run(["check", *arguments]) == ExitCode.FOUND
        said.append(capsys.readouterr().out.splitlines())
    assert said[0][0].startswith(f"stuck     {TEST}:1 (kept as it is: ")
    assert words in said[0][0]
    assert said[0][1:] == ["1 file not as generated", "", *commands]
    assert said[0] == [line.replace(" --no-cache", "") for line in said[1]]
    assert run(["check", "--format", "github"]) == ExitCode.FOUND
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("::"))
    assert line.startswith(f"::error file={TEST},line=1,title=")
    assert line.endswith(f"%0A{commands[-1].partition(':  ')[2]}")
    assert run(["check", "--format", "json"]) == ExitCode.FOUND
    document = json.loads(capsys.readouterr().out)
    assert (document["drift"], len(document["stuck"])) == (True, 1)
    if len(commands) > 1:
        (project / TEST).unlink()
        (project / TEST).write_bytes(whole)
    assert run([*shlex.split(commands[-1])[3:][1:], "-q"]) == ExitCode.DONE
    assert run(["check"]) == ExitCode.DONE


def test_a_project_that_cannot_be_read_is_exit_code_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project, {"bad.tf": "resource {{\n", "main.tf": f"{QUEUE}{TOPIC}".replace('"b"', '"c"')})
    assert run(["check"]) == ExitCode.UNCLEAN
    assert "bad.tf:1: error:" in capsys.readouterr().err


def test_the_command_has_the_options_that_were_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"my vars.tfvars": "", "house/x.j2": "", "in fra/main.tf": QUEUE, "-odd.tfvars": ""})
    given = ["--var", "a=it's 1", "--var-file", "my vars.tfvars", "--var-file=-odd.tfvars", "--tier", "smoke"]
    given += ["--select", "sqs,sns", "--template-dir", "house", "--target", "pytest", "--trust-project-templates"]
    run(["check", "in fra", *given, "--no-cache", "-q"])
    line = capsys.readouterr().out.splitlines()[-1].removeprefix("Accept it with:  ")
    words = shlex.split(line)
    assert words[:2] == ["scaffold", "generate"]
    assert words[-1] == "in fra"
    assert "--no-cache" not in words
    assert run([*words[1:], "-q"]) == run(["check", "in fra", *given]) == ExitCode.UNCLEAN  # no variable is called a
    capsys.readouterr()
    write(tmp_path, {"in fra/main.tf": f'{QUEUE}variable "a" {{}}\n'})
    assert run([*words[1:], "-q"]) == ExitCode.DONE
    assert run(["check", "in fra", *given]) == ExitCode.DONE


@pytest.mark.usefixtures("project")
def test_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "json"]) == ExitCode.DONE
    document = json.loads(capsys.readouterr().out)
    assert document == {
        "version": 1,
        "exit_code": 0,
        "out": ".",
        "drift": False,
        "files": [],
        "stuck": [],
        "unchanged": 6,
        "kept": [],
        "command": "",
        "diagnostics": [],
    }
    Path("topic.tf").unlink()
    assert run(["check", "--format", "json"]) == ExitCode.FOUND
    document = json.loads(capsys.readouterr().out)
    assert (document["exit_code"], document["drift"]) == (1, True)
    assert document["command"] == "scaffold generate --prune"
    (file,) = document["files"]
    assert (file["verb"], file["path"]) == ("update", TEST)
    assert file["removed"] > file["added"] > 0
    assert {case["state"] for case in file["cases"]} == {"pristine", "orphaned"}


def test_annotations_are_the_default_in_a_workflow(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project)
    write(project, {"more.tf": 'resource "aws_sns_topic" "c" {}\n', "main.tf": QUEUE.replace('"a"\n}', '"z"\n}')})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    assert run(["check"]) == ExitCode.FOUND
    printed = capsys.readouterr()
    commands = [line for line in printed.out.splitlines() if line.startswith("::")]
    place = f"file={project.name}/{TEST},line="
    assert commands[0].startswith(f"::warning {place}")
    assert commands[0].split("::")[1].endswith(",title=scaffold%3A edited-outdated")
    assert commands[1].startswith(f"::error {place}")
    assert commands[1].endswith("Accept it with:%0Ascaffold generate")
    assert "Accept it with:  scaffold generate" in printed.out
    assert printed.err == ""
    assert run(["check", "--format", "text"]) == ExitCode.FOUND
    assert "::" not in capsys.readouterr().out


def test_what_a_project_says_never_becomes_a_command_of_a_workflow() -> None:
    said = annotation("error", "50% a\n::set-output name=x::y\r\x1b[2J", Path("a,b:c\n::debug::.tf"), 3, "x\ny")
    assert said == (
        "::error file=a%2Cb%3Ac%0A%3A%3Adebug%3A%3A.tf,line=3,title=x%0Ay::50%25 a%0A::set-output name=x::y\\r\\x1b[2J"
    )
    assert "\n" not in said
    assert annotation("notice", "all") == "::notice::all"


def test_a_quick_check_loads_little(project: Path) -> None:
    program = "import sys; from scaffold.cli.main import run; print(run(['check'])); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=project, check=True)
    said, code, modules = done.stdout.splitlines()
    assert (said, code) == ("6 files as generated", "0")
    heavy = {"jinja2", "libcst", "tree_sitter", "yaml", "difflib", "subprocess", "multiprocessing", "asyncio"}
    ours = {"scaffold.pipeline", "scaffold.output", "scaffold.merge", "scaffold.emit", "scaffold.readers"}
    assert (heavy | ours).isdisjoint(modules.split())
