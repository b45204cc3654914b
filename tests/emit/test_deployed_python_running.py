"""A suite for a real program in Python passes with pytest and unittest, and fails when the program changes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from deployed_samples import python_suite
from golden_cases import environment

from scaffold.emit import TARGETS, emit
from scaffold.model.testplan import TestPlan

pytest.importorskip("pulumi_aws")

COMPONENT = """\
import json
import random

import pulumi
import pulumi_aws as aws


class Orders(pulumi.ComponentResource):
    def __init__(self, name, retries, tags=None, opts=None):
        super().__init__("acme:index:Orders", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        topic = aws.sns.Topic(f"{name}-alerts", tags=tags, opts=child)
        dead = aws.sqs.Queue(f"{name}-dead", opts=child)
        work = aws.sqs.Queue(
            f"{name}-work",
            delay_seconds=0,
            redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": retries}),
            sqs_managed_sse_enabled=True,
            visibility_timeout_seconds=random.randint(30, 31),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=True,
                ignore_changes=["tags"],
                depends_on=[topic],
                aliases=[pulumi.Alias(name="orders-jobs"), "urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs"],
            ),
        )
        aws.sns.TopicSubscription(f"{name}-alerts", topic=topic.arn, protocol="sqs", endpoint=work.arn, opts=child)
        policy = pulumi.Output.all(work.arn, topic.arn).apply(lambda arns: json.dumps(allow(*arns)))
        aws.sqs.QueuePolicy(f"{name}-work", queue_url=work.url, policy=policy, opts=child)
        self.queueUrl = work.url
        self.label = pulumi.Output.format("{0} after {1}", work.url, topic.arn)
        self.topics = [topic.arn]
        self.register_outputs({})


def allow(resource, source):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": resource,
                "Condition": {"ArnEquals": {"aws:SourceArn": source}},
            }
        ],
    }
"""
PROGRAM = """\
import os

import pulumi
import pulumi_aws as aws

from lib.orders import Orders

config = pulumi.Config()
retries = config.require_int("retries")
if retries > 10:
    raise ValueError(f"retries must be at most 10, but it's {retries}")
orders = Orders("orders", retries, tags={"stage": os.environ["STAGE"]})

pulumi.export("url", orders.queueUrl)
pulumi.export("password", config.require_secret("password"))
pulumi.export("queue", aws.sqs.Queue.get("old", "https://sqs.eu-west-1.amazonaws.com/1/old"))
"""
#: Changes of the component, made together, and a test that must notice each.
CHANGES = (
    {
        '"deadLetterTargetArn": dead.arn': (
            '"deadLetterTargetArn": topic.arn',
            "orders_work_is_configured_as_declared",
        ),
        '"Action": "sqs:SendMessage"': ('"Action": "*"', "lets_nobody_else_in"),
        "protect=True": ("protect=False", "is_protected"),
        "endpoint=work.arn": ("endpoint=dead.arn", "delivers_to_queue_orders_work"),
        "self.queueUrl = work.url": ("self.queueUrl = dead.url", "output_queue_url_is_that_of"),
    },
    {
        'f"{name}-dead"': ('f"{name}-died"', "declares_exactly_these_resources"),
        "depends_on=[topic],": ("", "is_protected"),
    },
)
#: What repositories have that must not matter.
HABITS: Mapping[str, Mapping[str, str]] = {
    "nothing": {},
    "everything": {
        "tests/__init__.py": "",
        "tests/conftest.py": "raise SystemExit('of the repository')",
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--nothing"\npython_files = ["x.py"]\n',
        "lib/__init__.py": "",
    },
}
RAN = {"pulumi-pytest": r"27 passed", "pulumi-unittest": r"Ran 17 tests[^$]*OK"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(
        tmp_path, {"lib/orders.py": COMPONENT, "__main__.py": PROGRAM, "Pulumi.yaml": "name: shop\nruntime: python\n"}
    )
    return tmp_path


def write(project: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)


def generate(project: Path, target: str) -> None:
    write(project, emit(TestPlan("pulumi", (), deployed=(python_suite(),)), target))


def run(project: Path, target: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", *TARGETS[target].command.split()[1:], *more]
    return subprocess.run(command, cwd=project, env=environment(), capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("target", RAN)
def test_the_suite_passes(project: Path, target: str, habit: str) -> None:
    generate(project, target)
    write(project, HABITS[habit])
    done = run(project, target)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert re.search(RAN[target], said), said


@pytest.mark.parametrize("changes", CHANGES, ids=range(len(CHANGES)))
def test_every_change_is_noticed_by_the_test_that_is_about_it(
    project: Path, changes: Mapping[str, tuple[str, str]]
) -> None:
    generate(project, "pulumi-pytest")
    text = COMPONENT
    for before, (after, _) in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    (project / "lib" / "orders.py").write_text(text)
    done = run(project, "pulumi-pytest")
    assert done.returncode == 1, done.stdout
    for _, name in changes.values():
        assert re.search(rf"^FAILED .*{name}", done.stdout, re.MULTILINE), name + done.stdout


def test_what_differs_is_said_place_by_place(project: Path) -> None:
    generate(project, "pulumi-pytest")
    (project / "lib" / "orders.py").write_text(COMPONENT.replace("sqs:SendMessage", "sqs:*"))
    done = run(project, "pulumi-pytest")
    assert "1 difference between what is found and what is expected" in done.stdout
    assert "policy.Statement[0].Action: found 'sqs:*', expected 'sqs:SendMessage'" in done.stdout


def test_the_suite_gets_on_with_other_tests(project: Path) -> None:
    """Those of the repository run in the same process, with mocks and modules of their own."""
    generate(project, "pulumi-pytest")
    own = """\
import pulumi
import pytest


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return args.name, {**args.inputs, "arn": "mine"}

    def call(self, args):
        return {}


pulumi.runtime.set_mocks(Mocks(), project="own")

from lib import orders

made = orders.Orders("own", 1)


@pulumi.runtime.test
def test_own():
    assert "lib.orders" in __import__("sys").modules
    assert pulumi.get_project() == "own"
    return made.topics[0].apply(lambda arn: check(arn, "mine"))


def check(found, expected):
    assert found == expected
"""
    write(project, {"tests/conftest.py": "", "tests/test_a_own.py": own, "tests/test_z_own.py": own})
    for mode in ("prepend", "importlib"):
        command = [sys.executable, "-W", "error", "-m", "pytest", f"--import-mode={mode}", "tests"]
        done = subprocess.run(command, cwd=project, env=environment(), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "29 passed" in done.stdout


def test_files_that_no_test_loads_count_for_coverage(project: Path) -> None:
    generate(project, "pulumi-pytest")
    write(project, {"lib/unused.py": "def unused():\n    return 1\n"})
    suite = "tests/infrastructure_checks"
    configuration = project / suite / ".coveragerc"
    configuration.write_text(configuration.read_text() + "    lib/unused.py\n")
    tool = [sys.executable, "-m", "coverage"]
    for command in (
        ["run", f"--rcfile={suite}/.coveragerc", "-m", "pytest", suite],
        ["report", f"--rcfile={suite}/.coveragerc"],
    ):
        done = subprocess.run(
            [*tool, *command], cwd=project, env=environment(), capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert {tuple(line.split()[:1] + line.split()[5:6]) for line in done.stdout.splitlines() if ".py" in line} == {
        ("__main__.py", "100%"),
        ("lib/orders.py", "100%"),
        ("lib/unused.py", "0%"),
    }
