"""The whole command on real files: what is written, what is said, and that nothing else is touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run

QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "orders"\n}\n'
SUITE = "tests/infrastructure_checks"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "outer" / "project"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(QUEUE)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but the cache, which is of this working copy alone and ignored by git."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "cache.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def verbs(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    assert run(["generate", "--format", "json", *arguments]) == ExitCode.DONE
    return {file["verb"] for file in json.loads(capsys.readouterr().out)["files"]}


def passes(project: Path) -> bool:
    (project / "pytest.ini").touch()
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", SUITE], cwd=project, capture_output=True, text=True)
    return done.returncode == 0 and "passed" in done.stdout


def test_two_runs_are_byte_identical(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verbs(capsys, str(project)) == {"create"}
    before = tree(project)
    assert verbs(capsys, str(project)) == {"unchanged"}
    assert tree(project) == before


def test_two_machines_write_the_same(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "elsewhere" / "project"
    shutil.copytree(project, other)
    verbs(capsys, str(project))
    verbs(capsys, str(other))
    assert tree(project) == tree(other)


def test_the_suite_passes_and_fails_when_the_source_changes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verbs(capsys, str(project))
    assert passes(project)
    (project / "main.tf").write_text(QUEUE.replace("orders", "other"))
    assert not passes(project)


def test_a_suite_elsewhere_finds_its_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = project.parent / "suites" / "here"
    verbs(capsys, str(project), "--out", str(out))
    assert list(tree(project)) == ["main.tf"]
    assert passes(out)


def test_an_edited_file_is_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verbs(capsys, str(project))
    suite = next((project / SUITE).glob("test_*.py"))
    suite.write_text("# mine\n")
    assert run(["generate", str(project)]) == ExitCode.DONE
    assert suite.read_text() == "# mine\n"
    assert "kept away" in capsys.readouterr().out
    assert verbs(capsys, str(project), "--force") == {"update", "unchanged"}
    assert "def test_" in suite.read_text()


def test_a_broken_file_is_named_and_the_rest_is_tested(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "broken.tf").write_text('resource "aws_sqs_queue" "b" {\n  name = "b\n')
    assert run(["generate", str(project)]) == ExitCode.UNCLEAN
    assert f"{project.as_posix()}/broken.tf:" in capsys.readouterr().err
    assert 'without=["broken.tf"]' in (project / SUITE / "test_root.py").read_text()
    assert passes(project)
    (project / "main.tf").write_text(QUEUE.replace("orders", "other"))
    assert not passes(project)


def test_a_file_that_is_not_text_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "latin.tf").write_bytes(b'output "x" { value = "caf\xe9" }\n')
    assert run(["generate", str(project)]) == ExitCode.UNCLEAN
    assert "latin.tf" in capsys.readouterr().err
    assert passes(project)


@pytest.mark.parametrize("name", [None, "README.md", ".terraform/main.tf", "node_modules/x/main.tf"])
def test_no_terraform_writes_nothing(tmp_path: Path, name: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    if name:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    before = tree(tmp_path)
    assert run(["generate", str(tmp_path)]) == ExitCode.UNCLEAN
    printed = capsys.readouterr().err
    assert "[nothing-to-read]" in printed
    assert "*.tf, *.tofu" in printed
    assert tree(tmp_path) == before


def test_an_empty_configuration_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("# nothing yet\n")
    run(["generate", str(tmp_path)])
    assert list(tree(tmp_path)) == ["main.tf"]


def test_links_in_circles_end(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "again").symlink_to(project)
    (project / "loop.tf").symlink_to(project / "loop.tf")
    assert run(["generate", str(project)]) in (ExitCode.DONE, ExitCode.UNCLEAN)
    assert "internal error" not in capsys.readouterr().err
    assert list((project / SUITE).glob("test_*.py"))


def test_nothing_is_written_through_a_link(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (project / "tests").symlink_to(victim)
    assert run(["generate", str(project)]) == ExitCode.USAGE
    assert "a symbolic link leads out of the output folder" in capsys.readouterr().err
    assert tree(victim) == {}


def test_nothing_is_written_outside_the_output_root(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = {"up": "../../..", "me": "./", "gone": "./no"}
    calls = "".join(f'module "{name}" {{\n  source = "{source}"\n}}\n' for name, source in sources.items())
    (project / "modules.tf").write_text(calls)
    (project.parent / "other.txt").write_text("not ours")
    run(["generate", str(project)])
    assert "internal error" not in capsys.readouterr().err
    assert {path.name for path in project.parent.iterdir()} == {"project", "other.txt"}


def test_inspect_reads_without_writing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(project)]) == ExitCode.DONE
    assert f"aws_sqs_queue.q    {project.as_posix()}/main.tf:1" in capsys.readouterr().out
    assert list(tree(project)) == ["main.tf"]
