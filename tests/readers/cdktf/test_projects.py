"""Finding projects: what cdktf.json says, and what its command starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffold.diagnostics import Diagnostic
from scaffold.readers.cdktf.commands import started
from scaffold.readers.cdktf.projects import CdktfProject, find_projects
from scaffold.readers.programs.project_files import ProjectFiles


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def found(folder: Path, files: dict[str, str]) -> tuple[list[CdktfProject], list[Diagnostic]]:
    diagnostics: list[Diagnostic] = []
    return find_projects(write(folder, files), diagnostics), diagnostics


def manifest(**members: Any) -> str:
    return json.dumps({"language": "typescript", "app": "npx ts-node main.ts", **members}, indent=2)


@pytest.mark.parametrize(
    ("command", "files", "main", "folder"),
    [
        ("npx ts-node main.ts", ["main.ts"], "main.ts", "."),
        ("npx -y tsx ./src/main.ts", ["src/main.ts"], "src/main.ts", "."),
        ("./node_modules/.bin/ts-node --transpile-only src/main.ts", ["src/main.ts"], "src/main.ts", "."),
        ("ts-node -r tsconfig-paths/register --prefer-ts-exts bin/index.ts", ["bin/index.ts"], "bin/index.ts", "."),
        ("npm run --silent compile && node main.js", ["main.ts", "main.js"], "main.ts", "."),
        ("npm run build && node ./dist/main.js", ["main.ts"], "main.ts", "."),
        ("node dist/app/main.js", ["app/main.ts"], "app/main.ts", "."),
        ("node dist/main.js", ["src/main.ts"], "src/main.ts", "."),
        ("bun run main.ts", ["main.ts"], "main.ts", "."),
        ("cd infra && npx tsx main.ts", ["infra/main.ts"], "infra/main.ts", "infra"),
        ("npx ts-node lib", ["lib.ts"], "lib.ts", "."),
        ("make", ["index.ts"], "index.ts", "."),
        ('npx ts-node "main.ts', ["main.ts"], "main.ts", "."),
        ("npx ts-node other.ts", ["main.ts"], "", "."),
        ("npx ts-node ../main.ts", ["app.ts"], "", "."),
    ],
)
def test_what_a_command_starts(command: str, files: list[str], main: str, folder: str, tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(files, ""))
    start = started(ProjectFiles(tmp_path), ".", command, "typescript")
    assert (start.main, start.folder) == (main, folder)


@pytest.mark.parametrize(
    ("command", "files", "main", "arguments"),
    [
        ("python main.py", ["main.py"], "main.py", ()),
        ("pipenv run python ./main.py", ["main.py"], "main.py", ()),
        ("uv run python3.12 -m infra.main", ["infra/main.py"], "infra/main.py", ()),
        (
            "poetry run python src/app --config=values/a.yaml",
            ["src/app/__main__.py"],
            "src/app/__main__.py",
            ("--config=values/a.yaml",),
        ),
        ("python -m app prod", ["app/__main__.py"], "app/__main__.py", ("prod",)),
        ("python main.py 'two words' && echo done", ["main.py"], "main.py", ("two words",)),
    ],
)
def test_what_a_command_of_python_starts(
    command: str, files: list[str], main: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    write(tmp_path, dict.fromkeys(files, ""))
    start = started(ProjectFiles(tmp_path), ".", command, "python")
    assert (start.main, start.arguments) == (main, arguments)


def test_scripts_of_a_manifest_are_followed(tmp_path: Path) -> None:
    scripts = {
        "synth": "npm run synth:dev",
        "synth:dev": "STAGE=dev cross-env REGION=eu ts-node main.ts",
        "again": "npm run again",
    }
    write(tmp_path, {"package.json": json.dumps({"scripts": scripts}), "infra/main.ts": "", "main.ts": ""})
    start = started(ProjectFiles(tmp_path), "infra", "npm run synth", "typescript")
    assert (start.main, start.folder) == ("main.ts", ".")
    assert start.environment == {"STAGE": "dev", "REGION": "eu"}
    assert started(ProjectFiles(tmp_path), ".", "npm run again", "typescript").main == "main.ts"


def test_scripts_that_call_one_another_come_to_an_end(tmp_path: Path) -> None:
    scripts = {f"s{at}": " && ".join(f"npm run s{other}" for other in range(20)) for at in range(20)}
    write(tmp_path, {"package.json": json.dumps({"scripts": scripts}), "main.ts": ""})
    assert started(ProjectFiles(tmp_path), ".", "npm run s0", "typescript").main == "main.ts"


def test_what_the_file_says(tmp_path: Path) -> None:
    said = manifest(
        projectId="p-1",
        output="out/stacks",
        context={"size": 3, "zones": ["a", "b"], "deep": {"x": None}},
        targetVersions={"terraform": ">= 1.10"},
        terraformModules=[{"name": "net", "source": "./modules/net"}, "terraform-aws-modules/vpc/aws@5.0.0"],
    )
    projects, diagnostics = found(tmp_path, {"cdktf.json": said, "main.ts": "", ".terraform-version": "1.9.2\n"})
    (project,) = projects
    assert diagnostics == []
    assert (project.path, project.main, project.project_id, project.output) == (".", "main.ts", "p-1", "out/stacks")
    assert project.context["zones"] == ("a", "b")
    assert project.context["targetVersions"] == {"terraform": ">= 1.10"}
    assert project.relative_modules == ("./modules/net",)
    assert project.terraform_version == "1.9.2"


def test_several_projects_and_folders_that_are_none(tmp_path: Path) -> None:
    files = {
        "a/cdktf.json": manifest(),
        "a/main.ts": "",
        "b/cdktf.json": manifest(language="python", app="python main.py"),
        "b/main.py": "",
        "a/node_modules/x/cdktf.json": manifest(),
        "a/cdktf.out/cdktf.json": manifest(),
        "c/main.ts": "",
    }
    projects, diagnostics = found(tmp_path, files)
    assert [(project.path, project.language) for project in projects] == [("a", "typescript"), ("b", "python")]
    assert diagnostics == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{\n "language": }', "bad-json", 2),
        ("[]", "bad-json", 1),
        ("[" * 100_000, "bad-json", 1),
        ('{\n "app": "x",\n "language": "go"}', "other-language", 3),
        ('{"app": "x"}', "other-language", 1),
        ('{\n "language": "typescript",\n "app": "npx ts-node gone.ts"}', "missing-entry", 3),
        ('{"language": "typescript", "app": 3, "context": [], "terraformModules": {}}', "missing-entry", 1),
    ],
)
def test_what_is_wrong_with_a_file_is_said_where_it_is(text: str, code: str, line: int, tmp_path: Path) -> None:
    _, diagnostics = found(tmp_path, {"cdktf.json": text})
    (said,) = diagnostics
    assert said.code == code
    assert said.position is not None
    assert (said.position.file, said.position.line) == ("cdktf.json", line)
    assert said.hint
