"""What is measured of CDKTF: reading programs and running their suites, beside the programs' own synthesis."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import measure
from measure import REPOSITORY, Run
from program_parts import NODE_MODULES, SUITE, jest
from results import Check, Report

EXAMPLES = REPOSITORY / "examples"
#: Runs a program in TypeScript, without checking its types.
RUN = REPOSITORY / "tests" / "run_typescript.cjs"
#: What a suite may take beside one synthesis, which loads the same packages.
ALLOWED = 3.0


def synthesis_part(folder: Path, options: argparse.Namespace) -> Report:
    """The examples: read, synthesised by themselves, and their suites, which synthesise once for each variant."""
    columns = ("read", "synthesis", "suite", "ratio")
    report = Report(f"Reading CDKTF programs and running their suites; best of {options.rounds}", columns)
    for example in sorted(EXAMPLES.glob("cdkt[fn]-*")):
        if options.examples and example.name not in options.examples:
            continue
        copy = folder / "synthesis" / example.name
        shutil.copytree(example, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__", "cdktf.out"))
        is_python = example.name.endswith("-py")
        if not is_python:
            (copy / "node_modules").symlink_to(NODE_MODULES)
        measure.scaffold("generate", copy, "--target", "cdktf-pytest" if is_python else "cdktf-jest", "-q")
        _suite(copy, is_python)  # what is transformed is kept
        runs = [
            (measure.scaffold("inspect", copy), _synthesis(copy, is_python), _suite(copy, is_python))
            for _ in range(options.rounds)
        ]
        read, synthesis, suite = (min(run[at].wall for run in runs) for at in range(3))
        report.rows.append((example.name, (read, synthesis, suite, suite / synthesis)))
        report.checks.append(Check(f"{example.name}: seconds of the suite", suite, synthesis * 2 + ALLOWED, " s"))
    return report


def _synthesis(project: Path, is_python: bool) -> Run:
    """The program by itself, with its context, as the command line of CDKTF starts it."""
    context = json.dumps(json.loads((project / "cdktf.json").read_text()).get("context", {}))
    command: list[str | Path] = [sys.executable, "main.py"] if is_python else ["node", RUN, "main.ts"]
    return measure.run(["env", f"CDKTF_CONTEXT_JSON={context}", *command], project, quiet=True)


def _suite(project: Path, is_python: bool) -> Run:
    """One run of all tests of a project."""
    return (
        measure.run([sys.executable, "-m", "pytest", "-q", SUITE], project, quiet=True) if is_python else jest(project)
    )
