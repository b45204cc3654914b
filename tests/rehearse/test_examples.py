"""The examples, made and tried as their users would: in Python and in JavaScript."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rehearsals import planned

from scaffold.catalog.services import services
from scaffold.rehearse.rehearsal import rehearse
from scaffold.rehearse.report import Status

EXAMPLES = Path(__file__).parents[2] / "examples"
MODULES = Path(__file__).parents[1] / "node" / "node_modules"
#: Types of the examples of which nothing is tried, each with the reason that the report gives.
UNTRIED = {"terraform-webhook": {"aws_sqs_queue_redrive_allow_policy": "queues do not tell RedriveAllowPolicy"}}


@pytest.mark.parametrize("runner", ["pytest", "jest", "vitest"])
@pytest.mark.parametrize("example", ["terraform-webhook", "terraform-platform"])
def test_the_suite_of_an_example_holds_in_the_emulator(example: str, runner: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / example, tmp_path / example))
    if runner != "pytest":
        assert (MODULES / ".bin" / runner).exists(), "no Node packages: run `make setup`"
        (tmp_path / "node_modules").symlink_to(MODULES, target_is_directory=True)
    before = sorted(root.rglob("*"))
    found = rehearse(planned(root, runner))

    assert [(each.address, each.failures) for each in found.resources if each.failures] == []
    assert found.passed > 200
    for status in (Status.UNMADE, Status.ABSENT):
        assert [(each.address, each.reason) for each in found.of(status)] == []
    # None is silently left out: what is not tried says why, and is one of those that we know of.
    untried = {each.type: each.reason for each in found.of(Status.UNSUPPORTED)}
    assert untried == UNTRIED.get(example, {})
    assert all(each.reason for each in found.of(Status.UNCHECKED))
    known = {type_ for type_ in found.types if type_ in services()}
    assert len(known & found.rehearsed) >= 0.85 * len(known)
    assert found.left_behind == ()
    assert sorted(root.rglob("*")) == before


#: Programs, with what runs their suites unasked, and how many tests there are at least.
PROGRAMS = [
    ("pulumi-payments-ts", "jest", 110),
    ("pulumi-compliance-ts", "jest", 70),
    ("pulumi-network-py", "pytest", 40),
    ("pulumi-compliance-yaml", "pytest", 70),
    ("cdktf-iot-py", "pytest", 140),
    ("cdktn-platform-ts", "jest", 160),
]


@pytest.mark.parametrize(("example", "runner", "least"), PROGRAMS, ids=[name for name, _, _ in PROGRAMS])
def test_the_suite_of_a_program_holds_in_the_emulator(example: str, runner: str, least: int, tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / example, tmp_path / example))
    (tmp_path / "node_modules").symlink_to(MODULES, target_is_directory=True)
    found = rehearse(planned(root, runner))
    assert [(each.address, each.failures) for each in found.resources if each.failures] == []
    assert found.passed >= least
    assert [(each.address, each.reason) for each in found.of(Status.UNMADE)] == []
    assert all(each.reason for each in found.of(Status.UNCHECKED))
    assert found.left_behind == ()
