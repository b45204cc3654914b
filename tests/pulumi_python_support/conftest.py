"""The support library of generated Python suites, rendered as for a user and run with the real packages."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scaffold.emit.render import Renderer

PROGRAMS = Path(__file__).parent / "programs"
SUITE = Path("tests/infrastructure_checks")
TEMPLATES = ("programs/python-support/", "programs/python/", "pulumi-python/support/", "pulumi-python/python/")

#: What the mocks of these tests know.
MOCKS: Mapping[str, Any] = {
    "*": {"id": "<name>-<hex8>"},
    "aws:sqs/queue:Queue": {
        "arn": "arn:<partition>:sqs:<region>:<account>:<@name|<name>>",
        "url": "https://sqs.<region>.amazonaws.com/<account>/<name>",
    },
    "aws:sns/topic:Topic": {"arn": "arn:<partition>:sns:<region>:<account>:<name>", "name": "<name>-<hex7>"},
    "aws:s3/bucket:Bucket": {"arn": "arn:<partition>:s3:::<name>"},
    "aws:ec2/vpc:Vpc": {"cidrBlock": "10.<block>.0.0/16"},
    "aws:lambda/function:Function": {"memorySize": 128},
    "pulumi:pulumi:StackReference": {"outputs": {"subnets": ["subnet-<hex17>", "subnet-<hex17>"]}},
}
ANSWERS: Mapping[str, Any] = {
    "aws:ec2/getVpc:getVpc": {"id": "vpc-<hex17>"},
    "aws:index/getRegion:getRegion": {"id": "<region>", "region": "<region>", "name": "<region>"},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "<account>"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["<region><zone>", "<region><zone>"]},
}


@dataclass(frozen=True)
class Project:
    """A project with a suite in it, whose support library is `support`."""

    folder: Path
    support: ModuleType

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.support.__name__}.{name}")

    def deployment(self, program: str = "", **settings: Any) -> Any:
        return self.support.deployment(program, **{"project": "shop", "patience": 0.3, **settings})

    def program(self, text: str, **settings: Any) -> Any:
        """A deployment of a program with this text."""
        (self.folder / "written.py").write_text(text, encoding="utf-8")
        return self.deployment("written.py", **settings)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with the programs of these tests."""
    pytest.importorskip("pulumi_aws")
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(PROGRAMS, folder, dirs_exist_ok=True)
    (folder / "lambda").mkdir()
    (folder / "lambda" / "code.py").write_text("COUNT = []\n")
    renderer = Renderer()
    name = "support_of_python_programs"
    support = folder / SUITE / name
    support.mkdir(parents=True)
    for templates in TEMPLATES:
        for path, text in renderer.files(templates, mocks=MOCKS, answers=ANSWERS, region="us-east-1"):
            (support / path).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder / SUITE))
    try:
        yield Project(folder, importlib.import_module(name))
    finally:
        sys.path.remove(str(folder / SUITE))
