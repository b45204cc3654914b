"""Findings that join function code and infrastructure: each on a seeded fault, with its place; none on the examples."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from seeded_functions import SEEDS, Seed

from scaffold.catalog.functions import function_checks
from scaffold.config import Flags, load_settings
from scaffold.model.testplan import Finding
from scaffold.pipeline import review

EXAMPLES = Path(__file__).parents[1] / "examples"
PROJECTS = sorted(path.name for path in EXAMPLES.iterdir() if (path / "README.md").is_file() and path.name != "golden")


def found(project: Path) -> list[Finding]:
    checks = function_checks()
    return [finding for finding in review(project, load_settings(project, Flags())).findings if finding.id in checks]


@cache
def known(example: str) -> frozenset[tuple[str, str]]:
    """What is said of an example as it is."""
    return frozenset((finding.id, finding.title) for finding in found(EXAMPLES / example))


@pytest.mark.parametrize("example", PROJECTS)
def test_nothing_is_said_of_an_example(example: str) -> None:
    assert known(example) == frozenset()


@pytest.mark.parametrize("seed", SEEDS, ids=str)
def test_a_fault_is_said_where_it_is(seed: Seed, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(EXAMPLES / seed.example, project, ignore=shutil.ignore_patterns("node_modules", ".terraform"))
    for edit in seed.edits:
        file = project / edit.file
        text = file.read_text(encoding="utf-8")
        assert edit.old in text, f"{edit.file} has changed"
        file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    said = [finding for finding in found(project) if finding.id == seed.check]
    fitting = [finding for finding in said if seed.words in finding.title and finding.position.file == seed.file]
    assert fitting, [f"{finding.position}: {finding.title}" for finding in found(project)]
    line = (project / seed.file).read_text(encoding="utf-8").splitlines()[fitting[0].position.line - 1]
    assert seed.line in line


def test_every_check_has_a_fault_on_every_platform() -> None:
    read = set(function_checks()) - {"lambda-contract"}  # that one is found by running
    for name in ("terraform", "pulumi", "cdktf"):
        assert {seed.check for seed in SEEDS if seed.example.startswith(name)} == read
