"""The suites of the Pulumi examples in Python and YAML run green with the real SDK, and cover every line and branch."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from golden_cases import REPOSITORY, environment, run

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.diagnostics import Severity

EXAMPLES = sorted(
    path.name for ending in ("py", "yaml") for path in (REPOSITORY / "examples").glob(f"pulumi-*-{ending}")
)
PROGRAMS = [example for example in EXAMPLES if example.endswith("-py")]
TARGETS = ("pulumi-pytest", "pulumi-unittest")
#: What a project has beside its programs: the code of functions runs elsewhere, suites are no part of it.
ASIDE = ("lambda", "tests")

Generated = Callable[..., Path]


def generate(example: str, folder: Path, target: str = TARGETS[0]) -> Path:
    """A copy of the example with its suites generated."""
    copy = folder / example
    shutil.copytree(REPOSITORY / "examples" / example, copy, ignore=shutil.ignore_patterns("__pycache__"))
    outcome = pipeline.generate(copy, Settings(targets=(target,)))
    assert [str(found) for found in outcome.diagnostics if found.severity is not Severity.NOTE] == []
    assert outcome.folders == {target: (".",)}
    return copy


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated copy of an example, made once."""
    return cache(lambda example, target=TARGETS[0]: generate(example, tmp_path_factory.mktemp("once"), target))


def infrastructure(example: str) -> set[str]:
    """The files that count."""
    folder = REPOSITORY / "examples" / example
    found = (path.relative_to(folder) for path in folder.rglob("*.py"))
    return {path.as_posix() for path in found if not set(ASIDE) & set(path.parts)}


def written(copy: Path) -> dict[str, bytes]:
    """What was generated, by path."""
    files = (copy / path for path in json.loads((copy / ".scaffold" / "manifest.json").read_text())["files"])
    return {path.relative_to(copy).as_posix(): path.read_bytes() for path in files}


def test_there_are_examples() -> None:
    assert PROGRAMS


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("target", TARGETS)
def test_the_suites_are_green(example: str, target: str, generated: Generated) -> None:
    done = run(target, generated(example, target))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* passed|Ran [1-9]\d* tests", done.stdout + done.stderr)


@pytest.mark.parametrize("example", PROGRAMS)
def test_everything_is_covered(example: str, generated: Generated, tmp_path: Path) -> None:
    copy = generated(example)
    data, report = str(tmp_path / "data"), tmp_path / "coverage.json"
    coverage = [sys.executable, "-m", "coverage"]
    measured = [*coverage, "run", "--branch", f"--data-file={data}", "--source=.", "--omit=tests/*,*/lambda/*"]
    suite = ["-m", "pytest", "-q", "tests/infrastructure_checks"]
    done = subprocess.run([*measured, *suite], cwd=copy, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = [*coverage, "json", f"--data-file={data}", "-o", str(report)]
    subprocess.run(shown, cwd=copy, env=environment(), check=True, capture_output=True)
    files = json.loads(report.read_text())["files"]
    assert set(files) == infrastructure(example)
    missed = {
        path: (found["missing_lines"], found["missing_branches"])
        for path, found in files.items()
        if found["missing_lines"] or found["missing_branches"]
    }
    assert missed == {}


@pytest.mark.parametrize(
    ("example", "file", "before", "after"),
    [
        ("pulumi-network-py", "network/tiers.py", "map_public_ip_on_launch=public", "map_public_ip_on_launch=True"),
        ("pulumi-network-py", "service/worker.py", '"maxReceiveCount": 5', '"maxReceiveCount": 50'),
    ],
)
def test_a_change_of_the_source_is_found(
    example: str, file: str, before: str, after: str, generated: Generated, tmp_path: Path
) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(generated(example), copy)
    text = (copy / file).read_text()
    assert before in text
    (copy / file).write_text(text.replace(before, after))
    done = run("pulumi-pytest", copy)
    assert re.search(r"[1-9]\d* failed", done.stdout)


@pytest.mark.parametrize("example", EXAMPLES)
def test_two_processes_in_two_places_write_the_same(example: str, generated: Generated, tmp_path: Path) -> None:
    copy = tmp_path / example
    shutil.copytree(REPOSITORY / "examples" / example, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "scaffold", "generate", "-q", "--target", TARGETS[0], str(copy)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert written(copy) == written(generated(example))
