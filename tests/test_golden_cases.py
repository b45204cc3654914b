"""Golden cases as they are found, read, compared and recorded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.diagnostics import RefusedError
from scaffold.goldens import (
    CaseError,
    Difference,
    State,
    compare,
    find_cases,
    load_case,
    produced,
    record,
    recorded,
)
from scaffold.model.testplan import Tier
from scaffold.output import OutputError

SOURCE = 'resource "aws_sqs_queue" "orders" {\n  name = "orders"\n}\n'
SUITE = "expected/tests/infrastructure_checks/test_root.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path / "orders")


def made(folder: Path, case: str = 'targets = ["pytest"]\n') -> Path:
    """A case on disk with nothing recorded."""
    (folder / "project").mkdir(parents=True)
    (folder / "project" / "main.tf").write_text(SOURCE)
    (folder / "case.toml").write_text(case)
    return folder


def told(folder: Path) -> tuple[Difference, ...]:
    """How a case differs from what is recorded for it."""
    case = load_case(folder)
    return compare(produced(case).kept, recorded(case))


def test_cases_are_found_in_folders_below_each_once_and_none_in_a_case(tmp_path: Path) -> None:
    for name in ("b/two", "b/one", "a", "a/project/nested", ".hidden/three", "node_modules/four"):
        made(tmp_path / name)
    every = [tmp_path / "a", tmp_path / "b" / "one", tmp_path / "b" / "two"]
    assert [case.folder for case in find_cases([tmp_path])] == every
    named = [tmp_path / "b" / "two" / "case.toml", tmp_path]
    assert [case.folder for case in find_cases(named)] == [every[2], *every[:2]]


def test_a_folder_without_cases_is_refused_with_what_a_case_is(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no golden case") as caught:
        find_cases([tmp_path])
    assert "case.toml" in caught.value.diagnostic.hint


def test_a_case_says_how_its_project_is_generated(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "packages").mkdir()
    infra = tmp_path / "infra"
    infra.mkdir()
    (infra / "prod.tfvars").touch()
    folder = made(
        tmp_path / "golden" / "infra",
        'project = "../../infra"\n'
        'targets = ["pytest", "jest"]\n'
        'kind = "all"\n'
        'tier = "smoke"\n'
        'var_files = ["prod.tfvars"]\n'
        'select = ["s3"]\n'
        'ignore = ["sqs"]\n'
        'dialect = "opentofu"\n'
        'template_dirs = ["../../templates"]\n'
        "support = true\n"
        "model = false\n"
        "[run]\n"
        'node_modules = "../../packages"\n'
        'env = { STAGE = "test" }\n',
    )
    case = load_case(folder)
    settings = case.settings([tmp_path / "mine"])
    assert (case.project, case.packages) == (infra, tmp_path / "packages")
    assert (case.support, case.model, case.environment) == (True, False, {"STAGE": "test"})
    assert (settings.targets, settings.kind, settings.tier) == (("pytest", "jest"), "all", Tier.SMOKE)
    assert settings.var_files == (infra / "prod.tfvars",)
    assert (settings.choice.select, settings.choice.ignore, settings.dialect) == (("s3",), ("sqs",), "opentofu")
    assert settings.template_dirs == (tmp_path / "mine", tmp_path / "templates")


def test_the_settings_of_the_project_count_and_the_case_is_over_them(folder: Path) -> None:
    (folder / "project" / "scaffold.toml").write_text('targets = ["jest"]\ntier = "smoke"\n')
    settings = load_case(folder).settings()
    assert (settings.targets, settings.tier) == (("pytest",), Tier.SMOKE)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('target = "pytest"', "unknown key 'target'"),
        ('targets = "pytest"', "targets must be a list of strings"),
        ("targets = [1]", "targets must be a list of strings"),
        ('tier = "all"', "unknown tier 'all'"),
        ('kind = "both"', "unknown kind 'both'"),
        ('dialect = "hcl"', "unknown dialect 'hcl'"),
        ('support = "yes"', "support must be true or false"),
        ("model = 1", "model must be true or false"),
        ("run = 1", "run must be a table"),
        ("run.command = 'x'", "unknown key 'run.command'"),
        ("[run]\nenv = ['A=1']", "env must be a table"),
        ("[run]\nenv = { A = 1 }", "env must name variables and their values"),
        ("[run]\nnode_modules = '.'\nenv = { 'A=B' = '1' }", "env must name variables and their values"),
        ('[run]\nenv = { A = "\\u0000" }', "env must name variables and their values"),
        ("[run]\nnode_modules = 'missing'", "there is no folder"),
        (f"project = '{'long' * 500}'", "project cannot be looked at"),
        ("project = 3", "project must name a path"),
        ("project = ''", "project must name a path"),
        ('project = "missing"', "there is no folder"),
        ('project = ".."', "project leads out of the case and its repository: '..'"),
        ('project = "/"', "project leads out of the case and its repository: '/'"),
        ('template_dirs = ["../templates"]', "template_dirs leads out of the case"),
        ('var_files = ["../case.toml"]', "var_files leads out of the project"),
        ('var_files = ["missing.tfvars"]', "there is no file"),
        ("targets = [", "cannot be read as TOML"),
        ("targets = ]\n", "cannot be read as TOML"),
    ],
)
def test_what_a_case_may_not_say_is_refused_with_its_line(folder: Path, line: str, problem: str) -> None:
    (folder / "case.toml").write_text(f"# A comment.\n\n{line}\n")
    with pytest.raises(CaseError, match=re.escape(problem)) as caught:
        load_case(folder)
    place = caught.value.diagnostic.position
    assert place is not None
    assert place.file == (folder / "case.toml").as_posix()
    assert place.line == 3 + line.rstrip().count("\n")
    assert caught.value.diagnostic.hint


def test_a_link_in_a_case_counts_as_what_it_leads_to(tmp_path: Path) -> None:
    folder, outside = made(tmp_path / "case", 'project = "linked"\n'), tmp_path / "outside"
    outside.mkdir()
    (folder / "linked").symlink_to(outside)
    with pytest.raises(CaseError, match="leads out of the case"):
        load_case(folder)


def test_what_is_recorded_is_what_is_given(folder: Path) -> None:
    assert {found.state for found in told(folder)} == {State.UNEXPECTED}
    done = record(produced(load_case(folder)))
    assert done.removed == ()
    assert {"model.json", SUITE} <= set(done.written)
    assert not any("/support/" in path for path in done.written)
    assert told(folder) == ()
    again = record(produced(load_case(folder)))
    assert (again.written, again.removed) == ((), ())


def test_every_kind_of_difference_is_found_and_accepted(folder: Path) -> None:
    record(produced(load_case(folder)))
    suite = folder / SUITE
    suite.write_text(suite.read_text().replace('"orders"', '"other"', 1))
    (folder / "model.json").unlink()
    (folder / "expected" / "old" / "deep").mkdir(parents=True)
    (folder / "expected" / "old" / "deep" / "test_gone.py").touch()
    (folder / "expected" / "__pycache__").mkdir()
    (folder / "expected" / "__pycache__" / "left.pyc").touch()
    missing, changed, unexpected = told(folder)
    assert (missing.path, missing.state) == ("expected/old/deep/test_gone.py", State.MISSING)
    assert (unexpected.path, unexpected.state) == ("model.json", State.UNEXPECTED)
    assert (changed.path, changed.state) == (SUITE, State.CHANGED)
    assert changed.patch.startswith(f"--- recorded/{SUITE}\n+++ produced/{SUITE}\n@@ ")
    done = record(produced(load_case(folder)))
    assert (done.written, done.removed) == ((SUITE, "model.json"), ("expected/old/deep/test_gone.py",))
    assert told(folder) == ()
    assert not (folder / "expected" / "old").exists()


def test_files_are_compared_byte_for_byte(folder: Path) -> None:
    record(produced(load_case(folder)))
    suite = folder / SUITE
    for content in (suite.read_bytes().replace(b"\n", b"\r\n"), suite.read_bytes()[:-1], b"\xff"):
        suite.write_bytes(content)
        (changed,) = told(folder)
        assert (changed.path, changed.state) == (SUITE, State.CHANGED)
        assert changed.patch


def test_support_code_and_no_model_on_request(folder: Path) -> None:
    record(produced(load_case(folder)))
    (folder / "case.toml").write_text('targets = ["pytest"]\nsupport = true\nmodel = false\n')
    done = record(produced(load_case(folder)))
    assert done.removed == ("model.json",)
    assert done.written
    assert all("/support/" in path for path in done.written)


def test_diagnostics_are_part_of_the_model_where_one_is_kept(folder: Path) -> None:
    (folder / "project" / "broken.tf").write_text('resource "x" {')
    now = produced(load_case(folder))
    assert now.clean
    assert "syntax-error" in now.kept["model.json"]
    (folder / "case.toml").write_text('targets = ["pytest"]\nmodel = false\n')
    assert not produced(load_case(folder)).clean


def test_templates_are_those_that_are_given_then_the_cases_own(folder: Path, tmp_path: Path) -> None:
    case = 'targets = ["pytest"]\ntemplate_dirs = ["templates"]\n'
    (folder / "case.toml").write_text(case)
    for place, text in ((folder / "templates", "case"), (tmp_path / "mine", "flag")):
        (place / "pytest").mkdir(parents=True)
        (place / "pytest" / "test_module.py.j2").write_text(f"assert {text!r}\n")
    assert produced(load_case(folder)).kept[SUITE] == "assert 'case'\n"
    assert produced(load_case(folder), [tmp_path / "mine"]).kept[SUITE] == "assert 'flag'\n"


def override(place: Path) -> None:
    """A folder of templates that makes suites which are known again."""
    (place / "pytest").mkdir(parents=True)
    (place / "pytest" / "test_module.py.j2").write_text("assert 'override'\n")


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("project/.scaffold/templates", "project/.scaffold/templates"),
        ("project/house", "project/house"),
        ("project", "project"),
        (".", "."),
        ("other/.scaffold/templates", "other/.scaffold/templates"),
        ("link", "project/house"),
    ],
)
def test_a_case_does_not_decide_about_templates_of_projects(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, place: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    override(folder / place)
    if named == "link":
        (folder / "link").symlink_to(folder / place)
    (folder / "case.toml").write_text(f'targets = ["pytest"]\ntemplate_dirs = ["{named}"]\n')
    case = load_case(folder)
    with pytest.raises(CaseError, match="names templates of a project") as caught:
        produced(case)
    assert caught.value.diagnostic.position is not None
    assert caught.value.diagnostic.position.line == 2
    assert "--trust-project-templates" in caught.value.diagnostic.hint
    assert produced(case, trust_project=True).kept[SUITE] == "assert 'override'\n"


def test_a_users_own_word_for_projects_counts_for_cases_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "scaffold").mkdir(parents=True)
    (tmp_path / "home" / "scaffold" / "config.toml").write_text("trust_project_templates = true\n")
    override(folder / "project" / "house")
    (folder / "case.toml").write_text('targets = ["pytest"]\ntemplate_dirs = ["project/house"]\n')
    assert produced(load_case(folder)).kept[SUITE] == "assert 'override'\n"


def test_templates_of_a_case_that_lead_elsewhere_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "case.toml").write_text('targets = ["pytest"]\ntemplate_dirs = ["templates"]\n')
    override(tmp_path / "outside")
    (folder / "templates").mkdir()
    (folder / "templates" / "pytest").symlink_to(tmp_path / "outside" / "pytest")
    with pytest.raises(RefusedError, match="leads out of the case's templates") as caught:
        produced(load_case(folder), trust_project=True)
    assert "--trust-project-templates" not in caught.value.diagnostic.hint


def test_what_is_generated_is_fresh_whatever_stands_in_the_project(folder: Path) -> None:
    record(produced(load_case(folder)))
    own = folder / "project" / SUITE.removeprefix("expected/")
    own.parent.mkdir(parents=True)
    own.write_text("# edited by a person\n")
    assert told(folder) == ()


@pytest.mark.parametrize("link", ["expected", "expected/tests", "model.json", SUITE])
def test_a_link_that_leads_out_of_the_case_is_refused(folder: Path, tmp_path: Path, link: str) -> None:
    record(produced(load_case(folder)))
    place, outside = folder / link, tmp_path / "outside"
    place.rename(outside)
    place.symlink_to(outside)
    content = {path: path.read_bytes() for path in (outside, *outside.rglob("*")) if path.is_file()}
    (folder / "project" / "main.tf").write_text(SOURCE.replace("orders", "changed"))
    for attempt in (lambda: recorded(load_case(folder)), lambda: record(produced(load_case(folder)))):
        with pytest.raises(RefusedError, match="is a symbolic link"):
            attempt()
    assert {path: path.read_bytes() for path in (outside, *outside.rglob("*")) if path.is_file()} == content


def test_a_folder_where_a_file_must_be_is_refused(folder: Path) -> None:
    (folder / SUITE).mkdir(parents=True)
    with pytest.raises(OutputError, match=re.escape(SUITE)):
        record(produced(load_case(folder)))


def test_a_file_becomes_a_folder(folder: Path) -> None:
    (folder / "expected").mkdir()
    (folder / "expected" / "tests").touch()
    done = record(produced(load_case(folder)))
    assert done.removed == ("expected/tests",)
    assert told(folder) == ()
