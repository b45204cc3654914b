"""Templates say what folders and files are called, within what is safe and what runners find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf_samples import sample_plan as cdktf_plan
from deployed_samples import sample_plan as pulumi_plan
from integration_samples import SUITE

from scaffold.emit import INTEGRATION_TARGETS, TARGETS, EmitError, EmitOptions, emit
from scaffold.emit.integration import emit_integration
from scaffold.emit.paths import FileNames, parts, placed, suites_folder, together
from scaffold.emit.render import Renderer
from scaffold.model.families import Family
from scaffold.model.plain_paths import is_plain
from scaffold.model.testplan import Case, Inventory, Suite, TestPlan
from scaffold.model.written import Written

Templates = Callable[..., Path]


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """A folder with these path templates."""

    def written(**named: str) -> Path:
        (tmp_path / "templates" / "paths").mkdir(parents=True)
        for name, text in named.items():
            (tmp_path / "templates" / "paths" / f"{name}.j2").write_text(text)
        return tmp_path / "templates"

    return written


def plan(*names: str) -> TestPlan:
    case = Case("inventory:resource", Family.INVENTORY, "declares no resources", "", Inventory("resource", {}))
    return TestPlan("terraform", tuple(Suite(name, ".", (case,)) for name in names))


def test_without_templates_all_is_as_usual() -> None:
    renderer = Renderer()
    for target in (*TARGETS.values(), *INTEGRATION_TARGETS.values()):
        assert placed(target, renderer) == target
    assert {suites_folder(renderer, target) for target in TARGETS.values()} == {"tests/infrastructure_checks", "tests"}


def test_a_folder_is_renamed_as_a_whole(templates: Templates) -> None:
    folder = templates(folder="checks/{{ target }}\n")
    files = emit(plan("root"), "jest", EmitOptions((folder,)))
    assert {path.rpartition("/")[0] for path in files} == {"checks/jest", "checks/jest/support"}
    assert "path.join(__dirname, '../..')" in files["checks/jest/root.test.js"]
    target = placed(TARGETS["jest"], Renderer((folder,)))
    assert target.command == "npx jest --config checks/jest/package.json"
    assert target.requirements == TARGETS["jest"].requirements


def test_a_suite_finds_its_project_from_any_depth(templates: Templates) -> None:
    folder = templates(folder="a/b/c/d")
    files = emit(plan("root"), "pytest", EmitOptions((folder,), project="infra"))
    assert 'Path(__file__).parent / "../../../../infra"' in files["a/b/c/d/test_root.py"]


@pytest.mark.parametrize(("target", "made"), [("pulumi-jest", pulumi_plan), ("cdktf-jest", cdktf_plan)])
def test_a_program_is_found_from_any_depth(target: str, made: Callable[[], TestPlan], templates: Templates) -> None:
    files = emit(made(), target, EmitOptions((templates(folder="checks"),)))
    home = next(text for path, text in files.items() if path.endswith("/support/home.js"))
    assert "resolve(__dirname, '..', '..');" in home
    usual = emit(made(), target)
    assert "resolve(__dirname, '..', '..', '..');" in next(text for path, text in usual.items() if "home.js" in path)


def test_commands_are_quoted(templates: Templates) -> None:
    target = placed(TARGETS["jest"], Renderer((templates(folder="our checks"),)))
    assert target.command == "npx jest --config 'our checks'/package.json"


def test_files_are_renamed(templates: Templates) -> None:
    folder = templates(file="{{ start }}of_{{ name }}{{ ending }}")
    assert "tests/infrastructure_checks/test_of_root.py" in emit(plan("root"), "pytest", EmitOptions((folder,)))
    assert "tests/infrastructure_checks/of_root.test.mjs" in emit(plan("root"), "vitest", EmitOptions((folder,)))


def test_native_tests_elsewhere_are_said_to_be_there(templates: Templates) -> None:
    folder = templates(folder="{{ 'checks' if kind == 'native' else folder }}")
    renderer = Renderer((folder,))
    target = placed(TARGETS["terraform-test"], renderer)
    assert target.command == "terraform test -test-directory=checks"
    beside = Renderer((templates_again(folder, "."),))
    assert placed(TARGETS["terraform-test"], beside).command == "terraform test"


def templates_again(folder: Path, text: str) -> Path:
    (folder / "paths" / "folder.j2").write_text(text)
    return folder


def test_another_command_and_what_it_needs(templates: Templates) -> None:
    folder = templates(command="  make checks FOLDER={{ folder }} \n\n# none\nmake tools\n")
    target = placed(TARGETS["pytest"], Renderer((folder,)))
    assert target.command == "make checks FOLDER=tests/infrastructure_checks"
    assert target.requirements == ("# none", "make tools")


@pytest.mark.parametrize("text", ["", " \n", "a\x07b"])
def test_a_command_that_is_none(text: str, templates: Templates) -> None:
    with pytest.raises(EmitError, match=r"template paths/command\.j2: .* is no command"):
        placed(TARGETS["pytest"], Renderer((templates(command=text),)))


@pytest.mark.parametrize(
    ("target", "file"), [("integration-pytest", "test_of_shop.py"), ("integration-jest", "of_shop.int.test.js")]
)
def test_integration_suites_are_renamed_unless_they_are_told_their_folder(
    target: str, file: str, templates: Templates
) -> None:
    renderer = Renderer((templates(folder="live", file="{{ start }}of_{{ name }}{{ ending }}"),))
    made = emit_integration([SUITE], target, renderer, "tests/integration", ".", placed=True)
    assert f"live/{file}" in made
    assert {path.split("/")[0] for path in made} == {"live"}
    told = emit_integration([SUITE], target, renderer, "elsewhere", ".")
    assert f"elsewhere/{file.replace('of_', '')}" in told
    known = placed(INTEGRATION_TARGETS[target], renderer)
    assert "live" in known.command
    assert "tests/integration" not in known.command


# -- what is refused


OUTSIDE = ["", "..", "../checks", "checks/../..", "/etc", "C:/checks", "checks//x", "./checks", "a\\b", "a\nb", "\x00"]


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_folder_that_is_no_place_below(text: str, templates: Templates) -> None:
    folder = templates(folder=f"{{{{ {text!r} }}}}")
    with pytest.raises(EmitError, match=r"template paths/folder\.j2: .* is no plain path below"):
        emit(plan("root"), "jest", EmitOptions((folder,)))


@pytest.mark.parametrize("text", [".git/hooks", ".scaffold/templates", "a/node_modules/b", ".GIT"])
def test_a_folder_that_others_keep(text: str, templates: Templates) -> None:
    with pytest.raises(EmitError, match=r"template paths/folder\.j2: .* is for what others keep there"):
        emit(plan("root"), "jest", EmitOptions((templates(folder=text),)))


@pytest.mark.parametrize("text", [*OUTSIDE, "a/test_x.py"])
def test_a_file_that_is_no_name(text: str, templates: Templates) -> None:
    folder = templates(file=f"{{{{ {text!r} }}}}")
    with pytest.raises(EmitError, match=r"template paths/file\.j2: the file of the suite root .* no plain name"):
        emit(plan("root"), "pytest", EmitOptions((folder,)))


@pytest.mark.parametrize(
    ("target", "text", "fault"),
    [
        ("pytest", "root_checks.py", r"pytest looks for test_\*\.py"),
        ("pytest", "test_.py", r"pytest looks for test_\*\.py"),
        ("pytest", "test_of root.py", "Python cannot import that"),
        ("jest", "root.checks.js", r"jest looks for \*\.test\.js"),
        ("vitest", "root.test.js", r"vitest looks for \*\.test\.mjs"),
    ],
)
def test_a_file_that_no_runner_finds(target: str, text: str, fault: str, templates: Templates) -> None:
    with pytest.raises(EmitError, match=fault):
        emit(plan("root"), target, EmitOptions((templates(file=text),)))


@pytest.mark.parametrize("text", ["our-checks", "tests/class", "2024"])
def test_a_folder_that_python_cannot_import(text: str, templates: Templates) -> None:
    folder = templates(folder=text)
    with pytest.raises(EmitError, match=r"template paths/folder\.j2: Python cannot import suites in"):
        emit(plan("root"), "pytest", EmitOptions((folder,)))
    assert f"{text}/root.test.js" in emit(plan("root"), "jest", EmitOptions((folder,)))


@pytest.mark.parametrize("text", ["all.test.js", "{{ 'ALL' if name == 'a' else 'all' }}.test.js"])
def test_two_suites_in_one_file(text: str, templates: Templates) -> None:
    with pytest.raises(
        EmitError, match=r"template paths/file\.j2: the file of the suite b .* so is that of the suite a"
    ):
        emit(plan("a", "b"), "jest", EmitOptions((templates(file=text),)))


def test_a_suite_in_the_place_of_a_file_that_all_share() -> None:
    names = FileNames(None, TARGETS["pytest"])
    names.name("settings", "conf", ".py")
    with pytest.raises(
        EmitError, match=r"the file of the suite settings would be called 'ConfSettings\.py', which all"
    ):
        names.refuse(["ConfSettings.py"])
    names.refuse(["conftest.py"])


def test_two_targets_in_one_folder(templates: Templates) -> None:
    renderer = Renderer((templates(folder="checks"),))
    one, other = {"checks/a": Written("1"), "checks/b": Written("2")}, {"checks/b": Written("3")}
    made = [(TARGETS["jest"], one), (TARGETS["pulumi-jest"], other)]
    with pytest.raises(EmitError, match=r"template paths/folder\.j2: jest and pulumi-jest both write checks/b"):
        together(made, renderer)
    same = together([made[0], (TARGETS["vitest"], {"checks/b": Written("2"), "checks/c": Written("4")})], renderer)
    assert dict(same) == {"checks/a": "1", "checks/b": "2", "checks/c": "4"}


def test_the_usual_folders_are_not_asked_about() -> None:
    made = [(TARGETS["pulumi-jest"], {"a": Written("1")}), (TARGETS["cdktf-jest"], {"a": Written("2")})]
    assert together(made, Renderer()) == {"a": "2"}


def test_what_is_plain() -> None:
    assert all(map(is_plain, ["a", "a/b.py", "a b/c", ".scaffold/x", "...", "日本/x"]))
    assert not any(map(is_plain, [*OUTSIDE, "a/", "a/./b", "\x7f", "//server/x"]))


def test_names_have_parts() -> None:
    assert parts("test_{snake}.py") == ("test_", "{snake}", ".py")
    assert parts("{name}.test.js") == ("", "{name}", ".test.js")
    assert parts("all.js") == ("", "all.js", "")
