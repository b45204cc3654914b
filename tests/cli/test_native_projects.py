"""Native suites of real files: where they are written, when they are not, and whose they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.main import run

SOURCE = 'variable "name" {\n  type = string\n}\n\nresource "terraform_data" "a" {\n  input = "x-${var.name}"\n}\n'
NATIVE = ["--target", "terraform-test"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "infra"
    folder.mkdir()
    (folder / "main.tf").write_text(SOURCE)
    return folder


def generated(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["generate", "--format", "json", *arguments]) == ExitCode.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def files(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(file["verb"], file["path"]) for file in document["files"]]


def test_a_native_suite_stands_beside_its_configuration_and_is_ours(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = generated(capsys, str(project), *NATIVE)
    assert files(document) == [("create", "tests/infrastructure.tftest.hcl")]
    assert document["summary"]["runs"] > 0
    assert document["summary"]["cases"] == 0
    (target,) = document["targets"]
    assert (target["command"], target["folders"]) == ("terraform test", ["."])
    again = generated(capsys, str(project))
    assert files(again) == [("unchanged", "tests/infrastructure.tftest.hcl")]
    assert "native-tests" not in [found["code"] for found in again["diagnostics"]]


def test_each_root_module_has_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for stage in ("dev", "prod"):
        (project / "envs" / stage).mkdir(parents=True)
        (project / "envs" / stage / "main.tf").write_text(SOURCE)
    (project / "main.tf").unlink()
    document = generated(capsys, str(project), *NATIVE)
    assert {path for _, path in files(document)} == {
        f"envs/{stage}/tests/infrastructure.tftest.hcl" for stage in ("dev", "prod")
    }
    assert document["targets"][0]["folders"] == ["envs/dev", "envs/prod"]


def test_from_a_folder_above_it_still_stands_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = generated(capsys, str(project), *NATIVE, "--out", str(project.parent))
    assert files(document) == [("create", "infra/tests/infrastructure.tftest.hcl")]
    assert (project / "tests" / "infrastructure.tftest.hcl").is_file()
    assert document["targets"][0]["folders"] == ["infra"]


def test_nothing_is_written_elsewhere(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", str(project), *NATIVE, "--out", str(tmp_path / "out")]) == ExitCode.USAGE
    assert capsys.readouterr().err.splitlines() == [
        "error: a terraform-test suite must stand beside its configuration, which is not below the output root [usage]",
        "  hint: Leave --out (or `out` in the settings) away, or choose other targets.",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "options"), [("main.tf", ["--dialect", "opentofu"]), ("main.tofu", [])])
def test_opentofu_has_its_own_files_and_commands(
    project: Path, name: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "main.tf").rename(project / name)
    document = generated(capsys, str(project), *NATIVE, *options)
    assert files(document) == [("create", "tests/infrastructure.tofutest.hcl")]
    (target,) = document["targets"]
    assert (target["command"], target["requirements"]) == ("tofu test", ["tofu init -backend=false"])


def test_tests_that_people_wrote_are_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests").mkdir()
    (project / "tests" / "infrastructure.tftest.hcl").write_text("# mine\n")
    document = generated(capsys, str(project), *NATIVE)
    assert files(document) == [("conflict", "tests/infrastructure.tftest.hcl")]
    assert [found["code"] for found in document["diagnostics"]] == ["conflict", "native-tests"]
    assert (project / "tests" / "infrastructure.tftest.hcl").read_text() == "# mine\n"
