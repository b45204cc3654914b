"""The benchmarks run, and measure a tree that is valid and varied. No test asserts a time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.readers.pulumi import read as read_programs
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform import read

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def modules_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is imported here is forgotten: programs of other tests have modules that are called the same."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCH))
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(str(BENCH)):
            del sys.modules[name]


@pytest.fixture
def tree():
    import tree

    return tree


def test_a_tree_is_read_cleanly_and_varied(tree, tmp_path: Path) -> None:
    made = tree.write_tree(tmp_path, 400_000, roots=3)
    reading = read(tmp_path, ReadOptions(jobs=1))
    assert reading.diagnostics == ()
    called = {call.path for project in reading.projects for call in project.calls}
    roots = [project for project in reading.projects if not re.search("/modules/", project.path)]
    assert len(roots) == made.roots == 3
    assert called
    resources = [resource for project in roots for resource in project.resources]
    assert len(resources) > made.resources
    assert len({resource.type for resource in resources}) > 60
    texts = [path.read_text() for path in tmp_path.rglob("*.tf")]
    blocks = [block for text in texts for block in re.split(r"\n(?=resource )", text)]
    assert len(set(blocks)) > len(blocks) * 0.9


def test_the_same_arguments_make_the_same_tree(tree, tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        tree.write_root(tmp_path / name, 40)
        contents.append(
            {path.relative_to(tmp_path / name): path.read_text() for path in (tmp_path / name).rglob("*.tf")}
        )
    assert contents[0] == contents[1]
    assert sum(text.count('resource "') for text in contents[0].values()) >= 40


@pytest.mark.usefixtures("tree")
def test_every_part_parses() -> None:
    import hcl2
    import parts
    from words import Words

    words = Words(1)
    for name in [*parts.choices(), *parts.SPECIAL]:
        text = parts.fill(name, words, module="example")
        assert not re.search(r"@[^\n]*@", text), name
        assert hcl2.loads(text), name


@pytest.mark.usefixtures("tree")
def test_a_program_is_read_cleanly_and_the_same_each_time(tmp_path: Path) -> None:
    import programs

    lines = [programs.write_program(tmp_path / name, 300) for name in ("a", "b")]
    texts = [(tmp_path / name / "index.ts").read_text() for name in ("a", "b")]
    assert lines[0] >= 300
    assert texts[0] == texts[1]
    assert not re.search(r"@[a-z]+@", texts[0])
    reading = read_programs(tmp_path / "a", ReadOptions())
    assert reading.diagnostics == ()
    (project,) = reading.projects
    assert len(project.resources) > 20
    assert len({resource.type for resource in project.resources}) > 10


def measured(*arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, str(BENCH / "run.py"), "--json", "--rounds", "1", *arguments]
    found: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert all(isinstance(check["met"], bool) for part in found for check in part["checks"])
    return found


def test_the_command_measures_configuration() -> None:
    sizes = ["--megabytes", "0.1", "--resources", "40", "80"]
    read_part, startup, scale = measured("read", "startup", "scale", *sizes)
    assert all(row["MB/s"] > 0 for row in read_part["rows"])
    assert [row["name"] for row in startup["rows"]] == ["scaffold --help", "scaffold generate (example)"]
    assert all(row["resources"] >= size for row, size in zip(scale["rows"], (40, 80), strict=True))


def test_the_command_measures_checks() -> None:
    (found,) = measured("check", "--checked", "40")
    assert "of 4" in found["title"]
    _, generating, checking, without = found["rows"]
    assert generating["of generating"] == 1
    assert checking["ms"] > 0
    assert without["name"].endswith("--no-cache")


def test_the_command_measures_programs() -> None:
    reading, observed, suites = measured(
        "programs", "observed", "suites", "--lines", "120", "--examples", "pulumi-payments-ts"
    )
    assert all(row["milliseconds"] > 0 for row in reading["rows"])
    (row,) = observed["rows"]
    assert row["found"] == row["registered"] > 30
    assert row["equal"] >= row["compared"] * 0.99
    assert row["wrong"] == 0
    (row,) = suites["rows"]
    assert row["tests"] > 50
    assert row["seconds"] > 0
