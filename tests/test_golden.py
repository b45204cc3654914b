"""Each golden case gives exactly what is recorded, and what is recorded runs green with its real runner."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden_cases import ACCEPT, NODE_MODULES, GoldenCase, differences, execute, golden_cases, produced, recorded
from native_terraform import TERRAFORM

from scaffold.emit import INTEGRATION_TARGETS, TARGETS

CASES = golden_cases()
RUNS = [(case, target) for case in CASES for target in case.targets]


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=str)
def test_gives_what_is_recorded(case: GoldenCase) -> None:
    found = "\n".join(differences(produced(case), recorded(case)))
    if found:
        pytest.fail(f"{found}\nIf this is meant, accept it with: {ACCEPT}", pytrace=False)


@pytest.mark.parametrize(("case", "target"), RUNS, ids=[f"{case}-{target}" for case, target in RUNS])
def test_the_recorded_suite_passes(case: GoldenCase, target: str, tmp_path: Path) -> None:
    if target == "terraform-test" and TERRAFORM is None:
        pytest.skip("no terraform on PATH")
    command = {**TARGETS, **INTEGRATION_TARGETS}[target].command
    assert "npx" not in command or NODE_MODULES.is_dir(), "no Node packages: run `make setup`"
    done = execute(case, target, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"passed|[1-9]\d* passing|Ran [1-9]\d* tests", done.stdout + done.stderr)


def test_differences_are_found_both_ways() -> None:
    now = {"a": "1\n", "b": "same\n", "new": ""}
    then = {"a": "2\n", "b": "same\n", "old": ""}
    changed, unexpected, missing = differences(now, then)
    assert "--- recorded/a\n+++ produced/a\n" in changed
    assert "-2\n+1\n" in changed
    assert (unexpected, missing) == ("unexpected: new\n", "not produced: old\n")
