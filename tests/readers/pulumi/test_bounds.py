"""However much programs do: reading them ends, and what was given up is not taken for what they do."""

from __future__ import annotations

import re
import time
from functools import partial
from pathlib import Path

import pytest

from scaffold.model.checks import Choice
from scaffold.model.deployments import Variant
from scaffold.model.testplan import Tier
from scaffold.plan.deployed import plan_deployed
from scaffold.readers.programs import budget
from scaffold.readers.pulumi import read
from scaffold.readers.reading import ReadOptions

PROJECT = "name: shop\nruntime: nodejs\n"
PREAMBLE = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n'
BUSY = "for (let i = 0; i < 1e9; i++) {}"


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(budget, "Budget", partial(budget.Budget, steps=40_000))


def _written(folder: Path, text: str) -> Path:
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "index.ts").write_text(PREAMBLE + text)
    return folder


def test_what_is_given_up_is_nothing_that_the_program_says(program):
    found = program(f'new aws.sqs.Queue("q");\n{BUSY}').evaluate()
    assert found.failure is not None
    assert found.failure.unread
    thrown = program('throw new Error("no");').evaluate()
    assert thrown.failure is not None
    assert not thrown.failure.unread


def test_a_variant_that_takes_too_much_is_no_refusal(tmp_path):
    text = f'new aws.sqs.Queue("q");\nif (process.env.BUSY === "yes") {{ {BUSY} }}\n'
    reading = read(_written(tmp_path, text), ReadOptions())
    assert reading.programs is not None
    (suite,) = plan_deployed(reading.projects, reading.programs, Tier.STANDARD, Choice())
    assert [each.title for each in suite.deployments] == ["shop"]
    assert not any(re.search("not read|too many", str(each.cases)) for each in suite.deployments)


def test_all_evaluations_together_are_bounded(tmp_path):
    work = "for (let i = 0; i < 12000; i++) {}"
    switches = "".join(f'if (process.env.S{at} === "yes") {{ new aws.sqs.Queue("q{at}"); {work} }}' for at in range(30))
    reading = read(_written(tmp_path, f'new aws.sqs.Queue("q");\n{switches}'), ReadOptions())
    assert reading.programs is not None
    purse = reading.programs.cases["."].purse
    purse.seconds = 0.2
    start = time.process_time()
    (suite,) = plan_deployed(reading.projects, reading.programs, Tier.STANDARD, Choice())
    assert purse.seconds < 0
    assert time.process_time() - start < 10
    assert suite.deployments[0].title == "shop"


def test_a_file_that_is_too_large_leaves_no_half_a_program(tmp_path):
    (tmp_path / "more.ts").write_text(f'{PREAMBLE}new aws.sqs.Queue("more");\n' + "/" * 5_000_000)
    reading = read(_written(tmp_path, 'import "./more";\nnew aws.sqs.Queue("q");'), ReadOptions())
    assert [found.code for found in reading.diagnostics] == ["cannot-read"]
    assert reading.programs is not None
    found = reading.programs.evaluate(Variant(reading.programs.entries(".")[0]))
    assert found.failure is not None
    assert found.failure.unread


def test_a_program_that_does_not_parse_is_not_deployed(tmp_path):
    text = 'new aws.sqs.Queue("q");\nconst = ;\nnew aws.sqs.Queue("r");\n'
    reading = read(_written(tmp_path, text), ReadOptions())
    assert reading.programs is not None
    assert len(reading.projects[0].resources) == 2
    (suite,) = plan_deployed(reading.projects, reading.programs, Tier.STANDARD, Choice())
    assert suite.deployments == ()
    assert str(suite.untried[0].position) == "index.ts:4"
