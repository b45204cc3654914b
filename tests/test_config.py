"""Settings of the project's file and flags over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.config import ConfigError, Flags, Settings, load_settings
from scaffold.model.checks import Choice
from scaffold.model.testplan import Tier, Weight


def test_nothing_said_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path, Flags()) == Settings()


@pytest.mark.parametrize(("name", "head"), [("scaffold.toml", ""), ("pyproject.toml", "[tool.scaffold]\n")])
def test_reads_either_file(tmp_path: Path, name: str, head: str) -> None:
    text = 'targets = ["jest"]\ntier = "smoke"\nout = "suites"\nvar_files = ["test.tfvars"]\n'
    (tmp_path / name).write_text(head + text)
    settings = load_settings(tmp_path, Flags())
    assert settings == Settings(("jest",), Tier.SMOKE, tmp_path / "suites", (tmp_path / "test.tfvars",))


def test_flags_win(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text('targets = ["jest"]\ntier = "smoke"\nout = "a"\nvar_files = ["a.tfvars"]\n')
    flags = Flags(("pytest",), Tier.EXHAUSTIVE, Path("b"), (Path("b.tfvars"),), {"x": "1"})
    settings = load_settings(tmp_path, flags)
    assert (settings.targets, settings.tier, settings.out) == (("pytest",), Tier.EXHAUSTIVE, Path("b"))
    assert settings.var_files == (tmp_path / "a.tfvars", Path("b.tfvars"))
    assert settings.variables == {"x": "1"}


KNOWN = "Known settings: dialect, fail_on, ignore, kind, out, outputs_file, select, targets, tier, var_files."
REVIEW = 'select = ["s3", "iam-wildcard"]\nignore = ["s3-logging"]\ndialect = "opentofu"\nfail_on = "medium"\n'


def test_reads_what_the_review_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text(REVIEW)
    settings = load_settings(tmp_path, Flags())
    assert settings.choice == Choice(("s3", "iam-wildcard"), ("s3-logging",))
    assert (settings.dialect, settings.fail_on) == ("opentofu", Weight.MEDIUM)


def test_flags_win_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text(REVIEW)
    assert load_settings(tmp_path, Flags(select=("sqs",))).choice == Choice(("sqs",), ("s3-logging",))
    assert load_settings(tmp_path, Flags(ignore=("sqs",))).choice == Choice(("s3", "iam-wildcard"), ("sqs",))
    assert load_settings(tmp_path, Flags(dialect="terraform")).dialect == "terraform"
    assert load_settings(tmp_path, Flags(fail_on="high")).fail_on is Weight.HIGH
    assert load_settings(tmp_path, Flags(fail_on="never")).fail_on is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('tier = "smoke"\ntargetz = []', 2, "unknown setting 'targetz'"),
        ('template_dirs = ["t"]', 1, "unknown setting 'template_dirs'"),
        ('\n\ntier = "big"', 3, "unknown tier 'big'"),
        ("tier = []", 1, "unknown tier []"),
        ('targets = "jest"', 1, "targets must be a list of strings"),
        ('select = "s3"', 1, "select must be a list of strings"),
        ("ignore = [1]", 1, "ignore must be a list of strings"),
        ('\ndialect = "hcl"', 2, "unknown dialect 'hcl'"),
        ("dialect = true", 1, "unknown dialect True"),
        ('fail_on = "severe"', 1, "unknown fail_on 'severe'"),
        ("var_files = [1]", 1, "var_files must be a list of strings"),
        ("out = 1", 1, "out must name a path"),
        ('out = "../elsewhere"', 1, "out leads outside the project"),
        ('out = "/tmp"', 1, "out leads outside the project"),
        ('var_files = ["../../secrets"]', 1, "var_files leads outside the project"),
        ("tier = ", 1, "cannot be read as TOML"),
    ],
)
def test_says_what_is_wrong_and_where(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "scaffold.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, Flags())
    position = caught.value.diagnostic.position
    assert said in caught.value.diagnostic.summary
    assert position is not None
    assert (position.file, position.line) == ((tmp_path / "scaffold.toml").as_posix(), line)


def test_an_unknown_setting_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text("x = 1")
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path, Flags())
    assert caught.value.diagnostic.hint == KNOWN


def test_a_link_does_not_lead_outside(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "suites").symlink_to(tmp_path)
    (project / "scaffold.toml").write_text('out = "suites"')
    with pytest.raises(ConfigError, match="leads outside the project"):
        load_settings(project, Flags())


def test_both_files_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text("")
    (tmp_path / "pyproject.toml").write_text("[tool.scaffold]\n")
    with pytest.raises(ConfigError, match=r"both here and in pyproject\.toml"):
        load_settings(tmp_path, Flags())


@pytest.mark.parametrize("text", ["[tool", "tool = 1", "", "[tool.other]\n"])
def test_a_foreign_pyproject_is_not_ours_to_judge(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert load_settings(tmp_path, Flags()) == Settings()
