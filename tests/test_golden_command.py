"""`scaffold golden`: what is printed, what is run, and the exit codes."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from golden_cases import AROUND, NODE_MODULES, REPOSITORY

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run
from scaffold.goldens import Around, Ran, Result, load_case, produced, run_suites
from scaffold.goldens.processes import call
from scaffold.goldens.running import run_target

SOURCE = 'resource "aws_sqs_queue" "orders" {\n  name = "orders"\n}\n'
SUITE = "expected/tests/infrastructure_checks/test_root.py"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands are run in, with the cases `golden/one` and `golden/two`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    for name in ("one", "two"):
        project = tmp_path / "golden" / name / "project"
        project.mkdir(parents=True)
        (project / "main.tf").write_text(SOURCE)
        (project.parent / "case.toml").write_text('targets = ["pytest"]\n')
    return tmp_path


def change(case: Path) -> None:
    """Let the project of a case be another one."""
    (case / "project" / "main.tf").write_text(SOURCE.replace('"orders"\n', '"other"\n'))


def runs(case: Path, around: Around = AROUND) -> Sequence[Ran]:
    """What becomes of the suites of a case."""
    return tuple(run_suites(produced(load_case(case)), around))


def test_what_is_recorded_is_verified(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["golden", "record", "golden"]) == ExitCode.DONE
    printed = capsys.readouterr().out.splitlines()
    assert f"write   golden/one/{SUITE}" in printed
    assert run(["golden", "record", "golden"]) == ExitCode.DONE
    assert capsys.readouterr().out == "as recorded: golden/one\nas recorded: golden/two\n"
    assert run(["golden", "verify", "golden"]) == ExitCode.DONE
    told = "as recorded: golden/one\nas recorded: golden/two\n2 cases: 2 as recorded\n"
    assert capsys.readouterr() == (told, "")
    assert (here / "golden" / "two" / SUITE).is_file()


def test_differences_are_shown_both_ways_with_the_command_that_accepts_them(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["golden", "record", "golden"])
    case = here / "golden" / "two"
    change(case)
    (case / "expected" / "old.txt").touch()
    (case / "model.json").unlink()
    capsys.readouterr()
    assert run(["golden", "verify", "golden"]) == ExitCode.FOUND
    printed = capsys.readouterr().out.splitlines()
    assert printed[:4] == [
        "as recorded: golden/one",
        "differs: golden/two",
        "NOT PRODUCED  golden/two/expected/old.txt",
        "UNEXPECTED    golden/two/model.json",
    ]
    at = printed.index(f"+++ produced/{SUITE}")
    assert printed[at - 1] == f"--- recorded/{SUITE}"
    assert any(line.startswith("+") and '"other"' in line for line in printed[at:])
    assert printed[-2:] == [
        "2 cases: 1 as recorded, 1 different",
        "If this is meant, accept it with:  scaffold golden record golden/two",
    ]
    assert run(["golden", "record", "golden/two"]) == ExitCode.DONE
    assert "remove  golden/two/expected/old.txt" in capsys.readouterr().out.splitlines()
    assert run(["golden", "verify", "golden"]) == ExitCode.DONE


def test_a_difference_is_coloured_on_request_and_its_control_characters_are_shown(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["golden", "record", "golden/one"])
    suite = here / "golden" / "one" / SUITE
    suite.write_bytes(b"\x1b[31m\n" + suite.read_bytes())
    capsys.readouterr()
    assert run(["golden", "verify", "golden/one", "--color"]) == ExitCode.FOUND
    printed = capsys.readouterr().out.splitlines()
    assert "\x1b[31m-\\x1b[31m\x1b[0m" in printed
    assert f"\x1b[1m+++ produced/{SUITE}\x1b[0m" in printed
    assert run(["golden", "verify", "golden/one"]) == ExitCode.FOUND
    assert "\x1b" not in capsys.readouterr().out


def test_many_cases_are_accepted_by_the_names_that_were_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(4):
        shutil.copytree(here / "golden" / "one", here / "golden" / f"more {number}")
    assert run(["golden", "verify", "golden/more 0", "golden/one"]) == ExitCode.FOUND
    assert capsys.readouterr().out.endswith("scaffold golden record 'golden/more 0' golden/one\n")
    assert run(["golden", "verify", "golden"]) == ExitCode.FOUND
    assert capsys.readouterr().out.endswith("scaffold golden record golden\n")


def test_templates_of_the_command_are_part_of_the_command_that_accepts(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["golden", "record", "golden/one"])
    template = here / "mine" / "pytest" / "test_module.py.j2"
    template.parent.mkdir(parents=True)
    template.write_text("def test_nothing() -> None:\n    pass\n")
    capsys.readouterr()
    for flag in ("--template-dir", "--templates"):
        assert run(["golden", "verify", "golden/one", flag, "mine"]) == ExitCode.FOUND
        assert capsys.readouterr().out.endswith("scaffold golden record --template-dir mine golden/one\n")
    assert run(["golden", "record", "golden/one", "--templates", "mine"]) == ExitCode.DONE
    assert (here / "golden" / "one" / SUITE).read_text() == template.read_text()


def test_templates_that_come_with_a_project_count_once_they_are_trusted(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "nothing"))
    case = here / "golden" / "one"
    template = case / "project" / ".scaffold" / "templates" / "pytest" / "test_module.py.j2"
    template.parent.mkdir(parents=True)
    template.write_text("def test_nothing() -> None:\n    pass\n")
    assert run(["golden", "record", "golden/one"]) == ExitCode.DONE
    assert (case / SUITE).read_text() != template.read_text()
    assert "untrusted-templates" in (case / "model.json").read_text()
    capsys.readouterr()
    assert run(["golden", "verify", "golden/one", "--trust-project-templates"]) == ExitCode.FOUND
    command = "golden record --trust-project-templates golden/one"
    assert capsys.readouterr().out.endswith(f"scaffold {command}\n")
    assert run(command.split()) == ExitCode.DONE
    assert (case / SUITE).read_text() == template.read_text()


def test_a_case_that_cannot_be_generated_is_refused_and_the_others_are_verified(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["golden", "record", "golden"])
    (here / "golden" / "one" / "case.toml").write_text('targets = ["no-such-target"]\n')
    change(here / "golden" / "two")
    capsys.readouterr()
    assert run(["golden", "verify", "golden"]) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.err.startswith("refused: golden/one\nerror: there is no target 'no-such-target'")
    assert "differs: golden/two" in printed.out.splitlines()
    assert "2 cases: 1 different, 1 refused" in printed.out.splitlines()
    assert run(["golden", "record", "golden"]) == ExitCode.USAGE
    assert run(["golden", "verify", "golden/two"]) == ExitCode.DONE


def test_a_case_that_is_wrong_is_said_with_its_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "golden" / "two" / "case.toml").write_text('# Why.\ntarget = "pytest"\n')
    for command in ("record", "verify"):
        assert run(["golden", command, "golden"]) == ExitCode.USAGE
        assert capsys.readouterr().err.startswith("golden/two/case.toml:2: error: unknown key 'target'")
    assert not (here / "golden" / "one" / "expected").exists()
    assert run(["golden", "verify", "golden/one/project"]) == ExitCode.USAGE
    assert run(["golden", "verify"]) == ExitCode.USAGE


def test_errors_of_the_project_are_recorded_or_else_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = here / "golden" / "one"
    (case / "project" / "broken.tf").write_text('resource "x" {')
    assert run(["golden", "record", "golden/one"]) == ExitCode.DONE
    assert run(["golden", "verify", "golden/one"]) == ExitCode.DONE
    (case / "case.toml").write_text('targets = ["pytest"]\nmodel = false\n')
    capsys.readouterr()
    assert run(["golden", "record", "golden/one"]) == ExitCode.UNCLEAN
    assert run(["golden", "verify", "golden/one"]) == ExitCode.UNCLEAN
    assert capsys.readouterr().err.count("[syntax-error]") == 2


@pytest.mark.parametrize("case_says", ["", "model = false\n"], ids=["model", "no model"])
def test_what_is_recorded_stays_where_the_project_cannot_be_read_any_more(
    here: Path, capsys: pytest.CaptureFixture[str], case_says: str
) -> None:
    case = here / "golden" / "one"
    (case / "case.toml").write_text('targets = ["pytest"]\n' + case_says)
    run(["golden", "record", "golden/one"])
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and "project" not in path.parts}
    (case / "project" / "main.tf").write_text('resource "x" {')
    capsys.readouterr()
    assert run(["golden", "record", "golden"]) == ExitCode.USAGE
    told = capsys.readouterr()
    assert "refused: golden/one\n" in told.err
    assert "[syntax-error]" in told.err
    assert "remove golden/one/expected and record again" in told.err
    assert "golden/one" not in told.out
    assert {path: path.read_bytes() for path in before} == before
    assert (here / "golden" / "two" / SUITE).is_file()
    shutil.rmtree(case / "expected")
    assert run(["golden", "record", "golden/one"]) == (ExitCode.UNCLEAN if case_says else ExitCode.DONE)


def test_errors_that_are_recorded_do_not_stand_in_the_way_and_new_ones_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = here / "golden" / "one"
    (case / "project" / "broken.tf").write_text('resource "x" {')
    assert run(["golden", "record", "golden/one"]) == ExitCode.DONE
    change(case)
    (case / "project" / "broken.tf").write_text('\n\nresource "x" {')
    assert run(["golden", "record", "golden/one"]) == ExitCode.DONE
    assert '"other"' in (case / SUITE).read_text()
    (case / "project" / "main.tf").write_text("resource {")
    capsys.readouterr()
    assert run(["golden", "record", "golden/one"]) == ExitCode.USAGE
    assert "its project cannot be read" in capsys.readouterr().err
    assert '"other"' in (case / SUITE).read_text()


def test_json_is_one_document(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["golden", "record", "golden/one"])
    change(here / "golden" / "one")
    (here / "golden" / "two" / "case.toml").write_text('targets = ["no-such-target"]\n')
    capsys.readouterr()
    assert run(["golden", "verify", "golden", "--format", "json", "--run"]) == ExitCode.USAGE
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    first, second = document.pop("cases")
    assert document == {"version": 1, "exit_code": 2, "accept": "scaffold golden record golden/one"}
    assert [(found["path"], found["state"]) for found in first["differences"]] == [
        (SUITE, "changed"),
        ("model.json", "changed"),
    ]
    assert [(ran["target"], ran["result"]) for ran in first["runs"]] == [("pytest", "passed")]
    assert (second["case"], second["refused"]["code"]) == ("golden/two", "usage")
    assert printed.err == ""


def test_suites_are_run_in_a_copy_and_red_ones_are_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["golden", "record", "golden/one"])
    before = {path for path in here.rglob("*") if "__pycache__" not in path.parts}
    capsys.readouterr()
    assert run(["golden", "verify", "golden/one", "--run"]) == ExitCode.DONE
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["as recorded: golden/one", "passed        pytest", "1 case: 1 as recorded; suites: 1 passed"]
    template = here / "mine" / "pytest" / "test_module.py.j2"
    template.parent.mkdir(parents=True)
    template.write_text("def test_red() -> None:\n    assert 1 == 2, 'as it must be'\n")
    run(["golden", "record", "golden/one", "--templates", "mine"])
    capsys.readouterr()
    assert run(["golden", "verify", "golden/one", "--run", "--templates", "mine"]) == ExitCode.FOUND
    printed = capsys.readouterr().out.splitlines()
    assert printed[:2] == ["as recorded: golden/one", "failed        pytest"]
    assert any("as it must be" in line for line in printed)
    assert printed[-1] == "1 case: 1 as recorded; suites: 1 failed"
    assert {path for path in here.rglob("*") if "mine" not in path.parts} == before


def test_the_environment_of_a_case_is_set_and_its_packages_are_linked(here: Path) -> None:
    case = here / "golden" / "one"
    template = case / "templates" / "pytest" / "test_module.py.j2"
    template.parent.mkdir(parents=True)
    template.write_text(
        "import os\nfrom pathlib import Path\n\n\ndef test_surroundings() -> None:\n"
        "    assert os.environ['STAGE'] == 'golden'\n"
        "    assert 'TF_VAR_stage' not in os.environ\n"
        "    assert Path('node_modules/marker').is_file()\n"
        "    Path('node_modules/marker').read_text()\n"
    )
    (case / "packages").mkdir()
    (case / "packages" / "marker").touch()
    (case / "case.toml").write_text(
        'targets = ["pytest"]\ntemplate_dirs = ["templates"]\n\n'
        '[run]\nnode_modules = "packages"\nenv = { STAGE = "golden" }\n'
    )
    (ran,) = runs(case, Around(python=sys.executable))
    assert ran.result is Result.PASSED, ran.said


@pytest.mark.parametrize("name", ["jest", "vitest"])
def test_suites_of_scripts_need_packages_and_say_so(here: Path, name: str) -> None:
    case = here / "golden" / "one"
    (case / "case.toml").write_text(f'targets = ["{name}"]\n')
    (ran,) = runs(case, Around())
    assert (ran.target, ran.result) == (name, Result.FAILED)
    assert ran.said == f"{name} is not installed in the project; name a folder that has it with --node-modules"
    (ran,) = runs(case, Around(packages=NODE_MODULES))
    assert ran.result is Result.PASSED, ran.said


def test_a_runner_that_is_not_here_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = here / "golden" / "one"
    shutil.copy(REPOSITORY / "golden" / "terraform" / "native" / "case.toml", case)
    (case / "project" / "main.tf").write_text('variable "name" {\n  default = "orders"\n}\n\n' + SOURCE)
    monkeypatch.setenv("PATH", str(here / "empty"))
    run(["golden", "record", "golden/one"])
    capsys.readouterr()
    assert run(["golden", "verify", "golden/one", "--run"]) == ExitCode.DONE
    assert "not run       terraform-test: terraform is not on PATH" in capsys.readouterr().out.splitlines()


def test_what_the_emulator_cannot_make_is_said(here: Path) -> None:
    case = here / "golden" / "one"
    (case / "case.toml").write_text('targets = ["integration-pytest"]\n')
    (case / "project" / "main.tf").write_text('resource "aws_sqs_queue" "orders" {\n  name = "not a name!"\n}\n')
    (ran,) = runs(case)
    assert ran.result is Result.NOT_RUN
    assert ran.said.startswith("the emulator cannot make aws_sqs_queue.orders: ")


def test_the_projects_own_python_runs_its_suites(here: Path) -> None:
    case = here / "golden" / "one"
    python = case / "project" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "of the project"\nexec {sys.executable} "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    (ran,) = runs(case, Around())
    assert ran.result is Result.PASSED
    assert "of the project" in ran.said
    python.write_text("#!/bin/sh\nexit 1\n")
    (ran,) = runs(case, Around())
    assert ran.result is Result.PASSED
    assert "of the project" not in ran.said


def test_what_was_generated_before_and_is_no_more_is_not_run(here: Path) -> None:
    project = here / "golden" / "one" / "project"
    assert run(["generate", "-q", str(project), "--target", "pytest"]) == ExitCode.DONE
    suites = project / "tests" / "infrastructure_checks"
    (suites / "test_root.py").rename(suites / "test_gone.py")
    (suites / "test_gone.py").write_text("def test_red() -> None:\n    assert 1 == 2\n")
    lock = project / ".scaffold" / "lock.json"
    lock.write_text(lock.read_text().replace("test_root.py", "test_gone.py"))
    (suites / "test_own.py").write_text("def test_of_a_person() -> None:\n    pass\n")
    (ran,) = runs(project.parent)
    assert ran.result is Result.PASSED, ran.said
    assert "test_own.py" in ran.said
    assert "test_gone.py" not in ran.said


def test_links_of_a_project_are_not_followed_into_the_copy(here: Path) -> None:
    case, outside, copy = here / "golden" / "one", here / "outside", here / "copy"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    (case / "project" / "linked").symlink_to(outside)
    (case / "project" / "tests").symlink_to(outside)
    now = produced(load_case(case))
    ran = run_target(now, now.made.targets[0], copy, AROUND)
    assert ran.result is Result.FAILED
    assert "a symbolic link leads out" in ran.said
    assert (copy / "linked").is_symlink()
    assert [path.name for path in outside.iterdir()] == ["secret"]


def test_a_project_that_cannot_be_copied_is_said(here: Path) -> None:
    case = here / "golden" / "one"
    os.mkfifo(case / "project" / "pipe")
    (ran,) = runs(case)
    assert ran.result is Result.FAILED
    assert ran.said.startswith("the project cannot be copied: ")
    assert "pipe" in ran.said


def test_a_command_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    script = "import subprocess, sys; print('begun', flush=True); subprocess.run([sys.executable, '-c', 'input()'])"
    command = [sys.executable, "-c", script.replace("input()", "import time; time.sleep(600)")]
    code, said = call(command, tmp_path, dict(os.environ), patience=2)
    assert code != 0
    assert said == "begun\n\nended after 2 s"
    code, said = call([str(tmp_path / "missing")], tmp_path, dict(os.environ))
    assert (code, "cannot be run" in said) == (1, True)


def test_the_example_gives_what_it_records_and_is_green(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("golden", "overrides/house-header"):
        shutil.copytree(REPOSITORY / "examples" / name, tmp_path / "examples" / name)
    monkeypatch.chdir(tmp_path)
    verify = ["golden", "verify", "examples/golden"]
    assert run([*verify, "--run", "--node-modules", str(NODE_MODULES)]) == ExitCode.DONE, capsys.readouterr().out
    house = tmp_path / "examples" / "overrides" / "house-header" / "house" / "lines.txt.j2"
    house.write_text(house.read_text().replace("Example Ltd.", "Another Ltd."))
    capsys.readouterr()
    assert run(verify) == ExitCode.FOUND
    printed = capsys.readouterr().out.splitlines()
    assert "-# Copyright Example Ltd. All rights reserved." in printed
    assert "+# Copyright Another Ltd. All rights reserved." in printed
    assert printed[-1].endswith("scaffold golden record examples/golden/house-header")


def test_a_folder_of_another_name_is_no_support_code(here: Path) -> None:
    case = here / "golden" / "one"
    folder = case / "templates" / "paths" / "folder.j2"
    folder.parent.mkdir(parents=True)
    folder.write_text("quality/support/{{ kind }}\n")
    (case / "case.toml").write_text('targets = ["pytest"]\ntemplate_dirs = ["templates"]\nmodel = false\n')
    now = produced(load_case(case))
    assert "expected/quality/support/checks/test_root.py" in now.kept
    assert not [path for path in now.kept if path.startswith("expected/quality/support/checks/support/")]
    (ran,) = runs(case)
    assert ran.result is Result.PASSED, ran.said
