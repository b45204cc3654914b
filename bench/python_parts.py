"""What is measured of the suites of Python programs: how long they run, beside the import of what they use."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path

import measure
from measure import REPOSITORY, Run
from results import Check, Report

EXAMPLES = REPOSITORY / "examples"
SUITE = "tests/infrastructure_checks"
#: What a run may take beside the import of the provider's package, in seconds.
ALLOWED = 3.0
#: What a program may say that it imports, of which the empty contestant imports the same.
_IMPORT = re.compile(r"^\s*(?:import|from) (pulumi\w*)", re.MULTILINE)


def python_suites_part(folder: Path, options: argparse.Namespace) -> Report:
    """The examples' suites with pytest, beside pytest with an empty test that imports the same packages."""
    columns = ("seconds", "processor s", "import", "its processor", "more", "tests")
    report = Report(f"Running the suites of Python programs with pytest; best of {options.rounds}", columns)
    for example in sorted(EXAMPLES.glob("pulumi-*-py")):
        if options.examples and example.name not in options.examples:
            continue
        full = folder / "python" / example.name
        shutil.copytree(example, full, ignore=shutil.ignore_patterns("__pycache__"))
        measure.scaffold("generate", full, "--target", "pulumi-pytest", "-q")
        empty = _emptied(full, folder / "python-empty" / example.name)
        _pytest(full, SUITE)  # what is compiled is kept
        _pytest(empty, ".")
        runs = [(_pytest(full, SUITE), _pytest(empty, ".")) for _ in range(options.rounds)]
        suite, nothing = (min((pair[at] for pair in runs), key=lambda run: run.wall) for at in (0, 1))
        more = suite.wall - nothing.wall
        row = (suite.wall, suite.cpu, nothing.wall, nothing.cpu, more, _tests(full))
        report.rows.append((example.name, row))
        report.checks.append(Check(f"{example.name}: seconds beside the import", more, ALLOWED, " s"))
    return report


def _emptied(project: Path, folder: Path) -> Path:
    """A folder with one test, which only imports what the project's sources import."""
    sources = [path.read_text() for path in project.rglob("*.py") if "tests" not in path.relative_to(project).parts]
    packages = sorted({found for text in sources for found in _IMPORT.findall(text)})
    folder.mkdir(parents=True)
    imports = "".join(f"import {package}\n" for package in packages)
    (folder / "test_empty.py").write_text(f"{imports}\n\ndef test_nothing():\n    pass\n")
    return folder


def _pytest(project: Path, tests: str) -> Run:
    """One run of all tests of a project."""
    return measure.run([sys.executable, "-m", "pytest", "-q", tests], project, quiet=True)


def _tests(project: Path) -> int:
    """How many tests the suite says it has."""
    return sum(
        len(re.findall(r"^ *def test_", path.read_text(), re.MULTILINE)) for path in (project / SUITE).glob("test_*.py")
    )
