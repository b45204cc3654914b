"""What is measured of checks: how much sooner one is done where nothing has changed than generating is."""

from __future__ import annotations

import argparse
from pathlib import Path

import measure
import tree
from measure import Run
from results import Check, Report

MILLISECONDS = 1000
#: How much faster a check has to be than generating.
WANTED = 3


def check_part(folder: Path, options: argparse.Namespace) -> Report:
    """A check of an unchanged project beside generating for it, each a new process, in turns."""
    made = tree.write_root(folder / "checked", options.checked)
    commands: dict[str, tuple[str, ...]] = {
        "scaffold --version, nothing more": ("--version",),
        "scaffold generate, nothing to change": ("generate", "-q", str(made.folder)),
        "scaffold check, by content hashes": ("check", "-q", str(made.folder)),
        "scaffold check --no-cache": ("check", "-q", "--no-cache", str(made.folder)),
    }
    measure.scaffold("generate", "-q", made.folder, "--target", "pytest")
    best: dict[str, Run] = {}
    for _ in range(options.rounds + 1):  # the first round compiles what is imported
        for name, arguments in commands.items():
            run = measure.scaffold(*arguments)
            best[name] = min(run, best.get(name, run), key=lambda each: each.wall)
    report = Report(
        f"Checking an unchanged project of {made.resources} resources; best of {options.rounds + 1}",
        ("ms", "processor ms", "of generating"),
    )
    _, generating, checking, _ = best.values()
    for name, run in best.items():
        row = (run.wall * MILLISECONDS, run.cpu * MILLISECONDS, run.wall / generating.wall)
        report.rows.append((name, row))
    times = generating.wall / checking.wall
    report.checks.append(Check("generate : check", times, WANTED, " x", at_least=True))
    return report
