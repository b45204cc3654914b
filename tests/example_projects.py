"""The examples: copies of them, suites generated for them, and what of them the suites run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from golden_cases import NODE_MODULES, REPOSITORY, environment, run

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.diagnostics import Severity
from scaffold.output import load_lock

EXAMPLES = REPOSITORY / "examples"
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")
#: What a project has beside its programs: the code of functions runs elsewhere, suites are no part of it.
ASIDE = ("node_modules", "lambda", "tests")
KINDS = ("statements", "branches", "functions", "lines")


def examples(*patterns: str) -> list[str]:
    """The names of those that match one of the patterns."""
    return sorted(path.name for pattern in patterns for path in EXAMPLES.glob(pattern))


def copied(example: str, folder: Path, *, packages: bool = False, name: str = "") -> Path:
    """A copy of an example (or of a folder in one, or of any other), with the Node packages where it needs some."""
    copy = folder / (name or Path(example).name)
    shutil.copytree(EXAMPLES / example, copy, ignore=LEFT_OUT)
    if packages:
        (copy / "node_modules").symlink_to(NODE_MODULES)
    return copy


def generate(copy: Path, *targets: str, folders: tuple[str, ...] = (".",)) -> Path:
    """The copy, with its suites generated: without a word, each in the folders in which it runs."""
    outcome = pipeline.generate(copy, Settings(targets=targets))
    assert [str(found) for found in outcome.diagnostics if found.severity is not Severity.NOTE] == []
    assert outcome.folders == dict.fromkeys(targets, folders)
    return copy


def generate_elsewhere(copy: Path, *targets: str) -> Path:
    """The same by a process of its own, in which nothing has the same hash."""
    chosen = [word for target in targets for word in ("--target", target)]
    command = [sys.executable, "-m", "scaffold", "generate", "-q", *chosen, str(copy)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    return copy


def written(copy: Path) -> dict[str, bytes]:
    """What was generated, by path."""
    files = (copy / path for path in load_lock(copy).files)
    return {path.relative_to(copy).as_posix(): path.read_bytes() for path in files}


def infrastructure(example: str, ending: str) -> set[str]:
    """The files that count."""
    folder = EXAMPLES / example
    found = (path.relative_to(folder) for path in folder.rglob(f"*{ending}"))
    return {path.as_posix() for path in found if not set(ASIDE) & set(path.parts)}


def changed(copy: Path, folder: Path, file: str, before: str, after: str) -> Path:
    """A copy of what was generated, with a change in a file of the project."""
    shutil.copytree(copy, folder, symlinks=True)
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after))
    return folder


def run_with_jest(target: str, folder: Path, *more: str) -> dict[str, dict[str, float]]:
    """Run a suite of Jest, which must be green: how much of each file ran, in percent of each kind."""
    done = run(target, folder, "--coverage", "--coverageReporters=json-summary", *more)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads((folder / "coverage" / "coverage-summary.json").read_text())
    del summary["total"]
    return {
        Path(path).relative_to(folder).as_posix(): {kind: found[kind]["pct"] for kind in KINDS}
        for path, found in summary.items()
    }


def all_of(files: Iterable[str]) -> dict[str, dict[str, float]]:
    """Every file, run in whole."""
    return {file: dict.fromkeys(KINDS, 100) for file in files}


def run_with_pytest(folder: Path, data: Path) -> dict[str, tuple[list[int], list[list[int]]]]:
    """Run a suite of pytest, which must be green: the lines and branches of each file that did not run."""
    coverage = [sys.executable, "-m", "coverage"]
    kept, report = f"--data-file={data / 'data'}", data / "coverage.json"
    measured = [*coverage, "run", "--branch", kept, "--source=.", "--omit=tests/*,*/lambda/*"]
    suite = ["-m", "pytest", "-q", "tests/infrastructure_checks"]
    done = subprocess.run([*measured, *suite], cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = [*coverage, "json", kept, "-o", str(report)]
    subprocess.run(shown, cwd=folder, env=environment(), check=True, capture_output=True)
    files = json.loads(report.read_text())["files"]
    return {path: (found["missing_lines"], found["missing_branches"]) for path, found in files.items()}
