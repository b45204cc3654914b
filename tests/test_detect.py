"""What a repository already uses."""

from __future__ import annotations

from pathlib import Path

from scaffold.detect import native_tests, uses


def test_a_file_in_the_project_shows_it(tmp_path: Path) -> None:
    (tmp_path / "jest.config.js").touch()
    assert uses(tmp_path, [("jest.config.*", "")])
    assert not uses(tmp_path, [("pytest.ini", "")])


def test_the_text_must_be_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"devDependencies": {"vitest": "1"}}')
    assert uses(tmp_path, [("package.json", '"vitest"')])
    assert not uses(tmp_path, [("package.json", '"jest"')])


def test_looks_up_to_the_top_of_the_repository(tmp_path: Path) -> None:
    project = tmp_path / "repository" / "infra"
    project.mkdir(parents=True)
    (tmp_path / "pytest.ini").touch()
    (project.parent / "jest.config.js").touch()
    assert not uses(project, [("jest.config.js", "")])
    (project.parent / ".git").mkdir()
    assert uses(project, [("jest.config.js", "")])
    assert not uses(project, [("pytest.ini", "")])


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('"jest"' + " " * 1_000_001)
    assert not uses(tmp_path, [("package.json", '"jest"')])


def test_native_tests_are_found_where_terraform_looks(tmp_path: Path) -> None:
    for name in ("a.tftest.hcl", "tests/b.tftest.json", "tests/c.tofutest.hcl", "x/d.tftest.hcl", "main.tf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert native_tests(tmp_path) == ("a.tftest.hcl", "tests/b.tftest.json", "tests/c.tofutest.hcl")
