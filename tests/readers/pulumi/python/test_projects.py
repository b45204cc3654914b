"""Where the programs and packages of Python projects are."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.readers.deploying.sources import Sources
from scaffold.readers.pulumi import read
from scaffold.readers.pulumi.projects import find_projects
from scaffold.readers.pulumi.python import PYTHON
from scaffold.readers.pulumi.python.installed import find_installed
from scaffold.readers.pulumi.python.runtime import is_source
from scaffold.readers.reading import ReadOptions


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("main", "files", "found"),
    [
        ("", {"__main__.py": ""}, "__main__.py"),
        ("main: infra\n", {"infra/__main__.py": "", "__main__.py": ""}, "infra/__main__.py"),
        ("main: deploy.py\n", {"deploy.py": ""}, "deploy.py"),
        ("main: ./infra/\n", {"infra/__main__.py": ""}, "infra/__main__.py"),
        ("main: [a]\n", {"__main__.py": ""}, "__main__.py"),
        ("main: ../x\n", {"__main__.py": ""}, ""),
    ],
)
def test_the_entry_file_is_what_main_names(tmp_path: Path, main: str, files: dict[str, str], found: str) -> None:
    _write(tmp_path, {"Pulumi.yaml": f"name: shop\nruntime: python\n{main}", **files})
    (project,) = find_projects(tmp_path, diagnostics := [])
    assert project.main == found
    assert [each.code for each in diagnostics] == ([] if found else ["missing-entry"])


@pytest.mark.parametrize("main", ["infra/", "infra/__main__.py"])
def test_programs_run_in_the_folder_of_their_main_file(tmp_path: Path, main: str) -> None:
    program = (
        "import pulumi\nfrom pathlib import Path\npulumi.export('said', open('said.txt').read() + Path.cwd().name)\n"
    )
    _write(tmp_path, {"Pulumi.yaml": f"name: shop\nruntime: python\nmain: {main}\n", "infra/__main__.py": program})
    _write(tmp_path, {"infra/said.txt": "here, in ", "said.txt": "there"})
    (project,) = read(tmp_path, ReadOptions()).projects
    assert [output.value for output in project.outputs] == ["here, in infra"]


def test_an_entry_that_is_missing_is_named(tmp_path: Path) -> None:
    _write(tmp_path, {"Pulumi.yaml": "name: shop\nruntime: python\nmain: src/app.py\n"})
    find_projects(tmp_path, diagnostics := [])
    assert [each.summary for each in diagnostics] == ["The program's entry file src/app.py is missing"]


@pytest.mark.parametrize("folder", ["my-env", "tools/environment", ".venv", "venv"])
def test_virtual_environments_are_no_sources(tmp_path: Path, folder: str) -> None:
    """Whatever they are called, and whatever the packages in them bring along."""
    package = f"{folder}/lib/python3.12/site-packages/package"
    others = {f"{folder}/bin/activate_this.py": "", f"{package}/__init__.py": "", f"{package}/Pulumi.yaml": "name: x\n"}
    _write(tmp_path, {"Pulumi.yaml": "name: shop\nruntime: python\n", "__main__.py": "", **others})
    _write(tmp_path, {f"{folder}/pyvenv.cfg": "home = /usr/bin\n"})
    (project,) = find_projects(tmp_path, diagnostics := [])
    assert (project.path, diagnostics) == (".", [])
    assert list(Sources(tmp_path, ".", PYTHON.form).inside(".")) == ["__main__.py"]


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ("requirements.txt", "# packages\npulumi>=3.0.0,<4.0.0\npulumi-aws>=6.0.2 ; python_version > '3.8'\nboto3\n"),
        ("pyproject.toml", '[project]\ndependencies = ["pulumi-aws>=6.0.2"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\npulumi-aws = {version = ">=6.0.2"}\n'),
        ("Pipfile", '[packages]\npulumi_aws = ">=6.0.2"\n'),
    ],
)
def test_manifests_name_what_is_needed(tmp_path: Path, manifest: str, text: str) -> None:
    _write(tmp_path, {f"app/{manifest}": text, "app/infra/__main__.py": ""})
    found = find_installed(Sources(tmp_path, "app/infra", PYTHON.form), "app/infra", {})
    assert (found.folder, found.versions["aws"]) == ("app", ">=6.0.2")


def test_a_broken_manifest_names_nothing(tmp_path: Path) -> None:
    _write(tmp_path, {"pyproject.toml": "[project\n"})
    assert find_installed(Sources(tmp_path, ".", PYTHON.form), ".", {"virtualenv": 3}).versions == {}


def test_without_manifests_the_project_is_at_home_in_its_folder(tmp_path: Path) -> None:
    _write(tmp_path, {"infra/__main__.py": ""})
    assert find_installed(Sources(tmp_path, "infra", PYTHON.form), "infra", {}).folder == "infra"


@pytest.mark.parametrize("name", ["test_stack.py", "stack_test.py", "conftest.py", "setup.py", "readme.md"])
def test_tests_and_scripts_are_no_sources(name: str) -> None:
    assert not is_source(name)
