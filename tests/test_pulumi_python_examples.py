"""The suites of the Pulumi examples in Python and YAML run green with the real SDK, and cover every line and branch."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from example_projects import (
    changed,
    copied,
    examples,
    generate,
    generate_elsewhere,
    infrastructure,
    run_with_pytest,
    written,
)
from golden_cases import run

PROGRAMS = examples("pulumi-*-py")
EXAMPLES = [*PROGRAMS, *examples("pulumi-*-yaml")]
TARGETS = ("pulumi-pytest", "pulumi-unittest")

Generated = Callable[..., Path]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated copy of an example, made once."""
    folder = tmp_path_factory.mktemp
    return cache(lambda example, target=TARGETS[0]: generate(copied(example, folder("once")), target))


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
    missed = run_with_pytest(generated(example), tmp_path)
    assert missed == dict.fromkeys(infrastructure(example, ".py"), ([], []))


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
    done = run("pulumi-pytest", changed(generated(example), tmp_path / "changed", file, before, after))
    assert re.search(r"[1-9]\d* failed", done.stdout)


@pytest.mark.parametrize("example", EXAMPLES)
def test_two_processes_in_two_places_write_the_same(example: str, generated: Generated, tmp_path: Path) -> None:
    copy = generate_elsewhere(copied(example, tmp_path), TARGETS[0])
    assert written(copy) == written(generated(example))
