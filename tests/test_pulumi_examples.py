"""The suites of the Pulumi examples in TypeScript run green with the real runners and SDK, and cover every branch."""

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
from golden_cases import NODE_MODULES, REPOSITORY, run

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.diagnostics import Severity

EXAMPLES = sorted(path.name for path in (REPOSITORY / "examples").glob("pulumi-*-ts"))
TARGETS = ("pulumi-jest", "pulumi-vitest", "pulumi-mocha")
KINDS = ("statements", "branches", "functions", "lines")
COVERED = ("--coverage", "--coverageReporters=json-summary")

Generated = Callable[[str], Path]


def copied(example: str, folder: Path) -> Path:
    """A copy of the example with its packages installed."""
    copy = folder / example
    shutil.copytree(REPOSITORY / "examples" / example, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(NODE_MODULES)
    return copy


def generate(copy: Path) -> Path:
    """The copy, with its suites generated."""
    outcome = pipeline.generate(copy, Settings(targets=TARGETS))
    assert [str(found) for found in outcome.diagnostics if found.severity is not Severity.NOTE] == []
    assert outcome.folders == dict.fromkeys(TARGETS, (".",))
    return copy


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated copy of an example, made once."""
    return cache(lambda example: generate(copied(example, tmp_path_factory.mktemp("once"))))


def infrastructure(example: str) -> set[str]:
    """The files that count, all TypeScript: the functions' own code is JavaScript, and runs elsewhere."""
    folder = REPOSITORY / "examples" / example
    found = (path.relative_to(folder) for path in folder.rglob("*.ts"))
    return {path.as_posix() for path in found if "node_modules" not in path.parts}


def written(copy: Path) -> dict[str, bytes]:
    """What was generated, by path."""
    files = (copy / path for path in json.loads((copy / ".scaffold" / "manifest.json").read_text())["files"])
    return {path.relative_to(copy).as_posix(): path.read_bytes() for path in files}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_jest_is_green_and_everything_is_covered(example: str, generated: Generated) -> None:
    copy = generated(example)
    done = run("pulumi-jest", copy, *COVERED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Tests: +[1-9]\d* passed, \d+ total", done.stderr)
    summary = json.loads((copy / "coverage" / "coverage-summary.json").read_text())
    del summary["total"]
    assert {Path(path).relative_to(copy).as_posix() for path in summary} == infrastructure(example)
    missed = {path: {kind: found[kind]["pct"] for kind in KINDS} for path, found in summary.items()}
    assert missed == {path: dict.fromkeys(KINDS, 100) for path in summary}


@pytest.mark.parametrize("target", ["pulumi-vitest", "pulumi-mocha"])
def test_the_other_runners_are_green(target: str, generated: Generated) -> None:
    done = run(target, generated("pulumi-compliance-ts"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* pass", done.stdout)


def test_a_change_of_the_source_is_found(generated: Generated, tmp_path: Path) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(generated("pulumi-payments-ts"), copy, symlinks=True)
    source = copy / "lib" / "storage.ts"
    text = source.read_text()
    assert "PAY_PER_REQUEST" in text
    source.write_text(text.replace("PAY_PER_REQUEST", "PROVISIONED"))
    done = run("pulumi-mocha", copy)
    assert re.search(r"[1-9]\d* failing", done.stdout)


@pytest.mark.parametrize("example", EXAMPLES)
def test_two_processes_in_two_places_write_the_same(example: str, generated: Generated, tmp_path: Path) -> None:
    copy = copied(example, tmp_path)
    targets = [word for target in TARGETS for word in ("--target", target)]
    command = [sys.executable, "-m", "scaffold", "generate", "-q", *targets, str(copy)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert written(copy) == written(generated(example))
