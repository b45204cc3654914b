"""Each golden case gives exactly what is recorded, and what is recorded runs green with its real runner."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden_cases import AROUND, NODE_MODULES, golden_cases, name
from native_terraform import TERRAFORM

from scaffold.goldens import GoldenCase, Result, compare, produced, recorded
from scaffold.goldens.running import run_target

CASES = golden_cases()
RUNS = [(case, target) for case in CASES for target in case.flags.targets]
#: What must not matter to suites of files and of deployments: how the repository's own tests are run.
ELSEWHERE = {"package.json": '{"jest": {"testMatch": ["**/elsewhere/*.js"]}}', "pytest.ini": ""}


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=name)
def test_gives_what_is_recorded(case: GoldenCase) -> None:
    found = compare(produced(case).kept, recorded(case))
    if found:
        told = "\n".join(f"{each.state.value.upper()} {each.path}\n{each.patch}" for each in found)
        pytest.fail(f"{told}\nIf this is meant, accept it with: make golden", pytrace=False)


@pytest.mark.parametrize(("case", "target"), RUNS, ids=[f"{name(case)}-{target}" for case, target in RUNS])
def test_the_recorded_suite_passes(case: GoldenCase, target: str, tmp_path: Path) -> None:
    now = produced(case)
    (chosen,) = (each for each in now.made.targets if each.name == target)
    if chosen.scenarios and TERRAFORM is None:
        pytest.skip("no terraform on PATH")
    assert "npx" not in chosen.command or NODE_MODULES.is_dir(), "no Node packages: run `make setup`"
    for path, text in {} if chosen.deployed or chosen.scenarios else ELSEWHERE.items():
        assert not (case.project / path).exists()
        (tmp_path / path).write_text(text)
    ran = run_target(now, chosen, tmp_path, AROUND)
    assert ran.result is Result.PASSED, ran.said
    assert re.search(r"passed|[1-9]\d* passing|Ran [1-9]\d* tests", ran.said)
