"""Where templates are looked for, and whose are trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffold.diagnostics import RefusedError
from scaffold.emit.builtin import builtin_folder
from scaffold.templating import Origin, template_path

NAME = "pytest/package.py.j2"


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own configuration file, which is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "scaffold" / "config.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a template of its own."""
    write(tmp_path / "project" / ".scaffold" / "templates" / NAME)
    return tmp_path / "project"


def write(file: Path, text: str = "# Ours.\n") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_there_are_the_built_in_templates(tmp_path: Path) -> None:
    found = template_path(tmp_path)
    assert [(level.name, level.folder) for level in found.levels] == [("built in", builtin_folder())]
    assert found.folders == () == found.notes


def test_folders_that_are_named_come_first_then_the_project(tmp_path: Path, root: Path) -> None:
    first, second = (write(tmp_path / name / NAME).parents[1] for name in ("first", "second"))
    found = template_path(root, (first, second), trust_project=True)
    assert [level.origin for level in found.levels] == [Origin.FLAG, Origin.FLAG, Origin.PROJECT, Origin.BUILTIN]
    assert found.folders == (first, second, root / ".scaffold" / "templates")
    assert [level.folder for level in found.having(NAME)] == [level.folder for level in found.levels]
    assert found.upstream.folders == ()


def test_a_project_is_not_trusted_unasked_and_a_note_says_how_to(root: Path, configuration: Path) -> None:
    found = template_path(root)
    (note,) = found.notes
    assert found.folders == ()
    assert note.code == "untrusted-templates"
    assert "--trust-project-templates" in note.hint
    assert f"trust_project_templates = true in {configuration}" in note.hint


def test_the_users_own_configuration_says_that_projects_are_trusted(root: Path, configuration: Path) -> None:
    write(configuration, "trust_project_templates = true\n")
    assert template_path(root).folders == (root / ".scaffold" / "templates",)
    write(configuration, "trust_project_templates = false\n")
    assert template_path(root).folders == ()


@pytest.mark.parametrize("name", ["scaffold.toml", ".scaffold/config.toml", "scaffold/config.toml"])
def test_a_project_cannot_say_that_it_is_trusted(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / name, "trust_project_templates = true\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(root))
    assert template_path(root).folders == ()


def test_a_configuration_below_a_relative_path_counts_for_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "here" / "scaffold" / "config.toml", "trust_project_templates = true\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")
    assert template_path(root).folders == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("\ntrust_project_templates = 'yes'\n", 2, "must be true or false"),
        ("\n\ntrust = true\n", 3, "unknown setting 'trust'"),
        ("trust_project_templates = \n", 1, "cannot be read as TOML"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_refused(
    root: Path, configuration: Path, text: str, line: int, says: str
) -> None:
    write(configuration, text)
    with pytest.raises(RefusedError, match=says) as caught:
        template_path(root)
    place = caught.value.diagnostic.position
    assert place is not None
    assert (place.file, place.line) == (str(configuration), line)


def test_the_configuration_is_not_read_for_a_project_without_templates(tmp_path: Path, configuration: Path) -> None:
    write(configuration, "is no TOML")
    (tmp_path / "other" / ".scaffold" / "templates").mkdir(parents=True)
    assert template_path(tmp_path / "other").notes == ()


def test_a_project_whose_folder_the_user_names_needs_no_trust(root: Path) -> None:
    found = template_path(root, (root / ".scaffold" / "templates",))
    assert [level.origin for level in found.levels] == [Origin.FLAG, Origin.BUILTIN]
    assert found.notes == ()


def test_a_folder_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no template folder"):
        template_path(tmp_path, (tmp_path / "gone",))


def test_a_project_whose_template_folder_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / NAME)
    (tmp_path / "project" / ".scaffold").mkdir(parents=True)
    (tmp_path / "project" / ".scaffold" / "templates").symlink_to(tmp_path / "elsewhere")
    refused(tmp_path / "project")


def test_a_project_whose_scaffold_folder_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "templates" / NAME)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".scaffold").symlink_to(tmp_path / "elsewhere")
    refused(tmp_path / "project")


@pytest.mark.parametrize("way", ["/etc/passwd", "../../../elsewhere", "../../main.tf", "../../../gone"])
def test_links_that_lead_out_of_a_projects_templates_are_refused(root: Path, way: str) -> None:
    write(root.parent / "elsewhere" / "secret")
    write(root / "main.tf")
    os.symlink(way, root / ".scaffold" / "templates" / "pytest" / "cases.py.j2")
    refused(root)


def test_links_within_a_projects_templates_are_followed(root: Path) -> None:
    os.symlink("package.py.j2", root / ".scaffold" / "templates" / "pytest" / "cases.py.j2")
    assert template_path(root, trust_project=True).levels[0].has("pytest/cases.py.j2")


def test_what_is_no_file_among_a_projects_templates_is_refused(root: Path) -> None:
    os.mkfifo(root / ".scaffold" / "templates" / "pytest" / "cases.py.j2")
    refused(root)


def refused(root: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        template_path(root, trust_project=True)
    assert caught.value.diagnostic.code == "unsafe-templates"


def test_copies_of_originals_are_no_templates(root: Path) -> None:
    write(root / ".scaffold" / "templates" / ".upstream" / NAME)
    assert list(template_path(root, trust_project=True).levels[0].names()) == [NAME]
