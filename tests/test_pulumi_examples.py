"""The suites of the Pulumi examples in TypeScript run green with the real runners and SDK, and cover every branch."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from example_projects import (
    all_of,
    changed,
    copied,
    examples,
    generate,
    generate_elsewhere,
    infrastructure,
    run_with_jest,
    written,
)
from golden_cases import run

EXAMPLES = examples("pulumi-*-ts")
TARGETS = ("pulumi-jest", "pulumi-vitest", "pulumi-mocha")

Generated = Callable[[str], Path]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated copy of an example, made once."""
    folder = tmp_path_factory.mktemp
    return cache(lambda example: generate(copied(example, folder("once"), packages=True), *TARGETS))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_jest_is_green_and_everything_is_covered(example: str, generated: Generated) -> None:
    assert run_with_jest("pulumi-jest", generated(example)) == all_of(infrastructure(example, ".ts"))


@pytest.mark.parametrize("target", ["pulumi-vitest", "pulumi-mocha"])
def test_the_other_runners_are_green(target: str, generated: Generated) -> None:
    done = run(target, generated("pulumi-compliance-ts"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* pass", done.stdout)


def test_a_change_of_the_source_is_found(generated: Generated, tmp_path: Path) -> None:
    change = ("lib/storage.ts", "PAY_PER_REQUEST", "PROVISIONED")
    done = run("pulumi-mocha", changed(generated("pulumi-payments-ts"), tmp_path / "changed", *change))
    assert re.search(r"[1-9]\d* failing", done.stdout)


@pytest.mark.parametrize("example", EXAMPLES)
def test_two_processes_in_two_places_write_the_same(example: str, generated: Generated, tmp_path: Path) -> None:
    copy = generate_elsewhere(copied(example, tmp_path, packages=True), *TARGETS)
    assert written(copy) == written(generated(example))
