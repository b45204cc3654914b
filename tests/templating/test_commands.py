"""`scaffold templates`, and `generate` with templates of a project, as people see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.cli.main import run

NAME = "pytest/test_module.py.j2"
OWN = '{% extends "builtin/pytest/test_module.py.j2" %}\n{% block header %}\n# House\n{{ super() }}\n{%- endblock %}\n'
SUITE = "tests/infrastructure_checks/test_root.py"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with templates of its own, which is the current folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    root = tmp_path / "project"
    root.mkdir()
    (root / "main.tf").write_text('resource "aws_sqs_queue" "orders" {\n  name = "orders"\n}\n', encoding="utf-8")
    write(root / ".scaffold" / "templates" / NAME, OWN)
    monkeypatch.chdir(root)
    return root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_a_list_says_where_each_template_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "list"]) == 0
    shown = capsys.readouterr()
    assert "the project's own templates (.scaffold/templates) are left out" in shown.err
    assert f"{NAME} " in shown.out
    assert "hides" not in shown.out
    assert run(["templates", "list", "--trust-project-templates"]) == 0
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines() if "hides" in line]
    assert [[cell.strip() for cell in line if cell] for line in lines] == [
        [NAME, "project .scaffold/templates", "hides built in"]
    ]


def test_all_places_of_one_template_are_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "house" / "jest" / "cases.js.j2", "")
    command = ["templates", "list", "--trust-project-templates", "--template-dir", "house", "--why"]
    assert run([*command, NAME.removesuffix(".j2")]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{NAME}: ")
    assert [line.split()[0] for line in rest] == ["-", "used", "hidden"]
    assert rest[1].endswith(f".scaffold/templates/{NAME}")
    assert run([*command, "pytest/test_modul.py"]) == 2
    assert f"Did you mean {NAME}" in capsys.readouterr().err


def test_generating_uses_a_projects_templates_only_if_it_is_trusted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["generate", "--target", "pytest"]) == 0
    assert "left out" in capsys.readouterr().err
    assert "# House" not in (project / SUITE).read_text(encoding="utf-8")
    assert run(["generate", "--target", "pytest", "--trust-project-templates"]) == 0
    assert "left out" not in capsys.readouterr().err
    assert (project / SUITE).read_text(encoding="utf-8").startswith("# House\n")


def test_a_broken_override_is_told_by_its_line_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "house" / NAME, OWN.replace("# House", "x = 1\ny = = 2"))
    assert run(["generate", "--target", "pytest", "--template-dir", "house"]) == 2
    shown = capsys.readouterr().err
    assert f"house/{NAME}:4: error: what {NAME} makes cannot be parsed: invalid syntax" in shown
    assert not (project / "tests").exists()
    assert not (project / ".scaffold" / "lock.json").exists()


def test_a_template_that_was_copied_out_gives_the_same_suite(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", "--target", "pytest", "--out", "before"]) == 0
    assert run(["templates", "eject", NAME, "--to", "house"]) == 0
    assert f"house/{NAME}" in capsys.readouterr().out
    assert run(["generate", "--target", "pytest", "--out", "after", "--template-dir", "house"]) == 0
    assert (project / "before" / SUITE).read_bytes() == (project / "after" / SUITE).read_bytes()
    assert run(["templates", "eject", NAME, "--to", "house"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(["templates", "eject", NAME, "--to", "house", "--seen"]) == 0


@pytest.mark.parametrize(
    ("link", "to"),
    [
        (".scaffold", None),
        (".scaffold/templates", None),
        (".scaffold/templates", ".scaffold/templates"),
        ("house", "house/templates"),
        ("house", "./other/../house"),
        ("house", "house/../house"),
    ],
)
@pytest.mark.parametrize("flags", [[], ["--seen"]], ids=["", "seen"])
def test_nothing_is_copied_out_through_a_link_of_the_project(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    link: str,
    to: str | None,
    flags: list[str],
) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside)
    monkeypatch.chdir(root)
    for place in [to, str(root / to)] if to else [None]:
        assert run(["templates", "eject", NAME, *flags, *(["--to", place] if place else [])]) == 2
        assert "leads out of the project" in capsys.readouterr().err
    assert list(outside.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"outside", "root"}


def test_a_folder_outside_of_the_project_is_the_users_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "root")
    assert run(["templates", "eject", NAME, "--to", "../link"]) == 0
    assert (tmp_path / "real" / NAME).is_file()


def test_a_link_within_the_project_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / ".scaffold").mkdir()
    (tmp_path / ".scaffold" / "templates").symlink_to(tmp_path / "house")
    monkeypatch.chdir(tmp_path)
    assert run(["templates", "eject", NAME]) == 0
    assert (tmp_path / "house" / NAME).is_file()


@pytest.mark.parametrize("blocked", [".scaffold", ".scaffold/templates/.upstream"])
def test_a_file_where_a_folder_must_be_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], blocked: str
) -> None:
    write(tmp_path / blocked, "mine\n")
    monkeypatch.chdir(tmp_path)
    assert run(["templates", "eject", NAME, "--seen"]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert (tmp_path / blocked).read_text(encoding="utf-8") == "mine\n"


def test_the_copy_to_compare_with_is_the_old_one_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    upstream = tmp_path / "house" / ".upstream" / NAME
    write(upstream, "old\n")
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("os.replace", failing)
        assert run(["templates", "eject", NAME, "--to", "house", "--seen"]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert upstream.read_text(encoding="utf-8") == "old\n"
    assert [path.name for path in upstream.parent.iterdir()] == [upstream.name]
    assert run(["templates", "eject", NAME, "--to", "house", "--seen"]) == 0
    assert upstream.read_text(encoding="utf-8") != "old\n"


def failing(*_: object) -> None:
    raise OSError(28, "No space left on device")
