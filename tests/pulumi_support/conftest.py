"""The support library of generated Pulumi suites, rendered as for a user and run with the real packages and runners."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from node_projects import NODE_MODULES, SUITE, Project

from scaffold.emit.render import Renderer

PROGRAMS = Path(__file__).parent / "programs"

#: What the mocks of these tests know.
MOCKS: Mapping[str, Any] = {
    "*": {"id": "<name>-<hex8>"},
    "aws:sqs/queue:Queue": {
        "arn": "arn:<partition>:sqs:<region>:<account>:<@name|<name>>",
        "url": "https://sqs.<region>.amazonaws.com/<account>/<name>",
    },
    "aws:sns/topic:Topic": {"arn": "arn:<partition>:sns:<region>:<account>:<name>", "name": "<name>-<hex7>"},
    "aws:s3/bucket:Bucket": {"arn": "arn:<partition>:s3:::<name>"},
    "aws:ec2/vpc:Vpc": {"cidrBlock": "10.<block>.0.0/16", "arn": "arn:<partition>:ec2:<region>:<account>:vpc/<hex17>"},
    "eks:index:Cluster": {
        "core": {"endpoint": "https://<hex32>.eks.<region>.amazonaws.com"},
        "kubeconfig": {"clusters": [{"server": "https://<host>.example.com"}]},
    },
    "pulumi:pulumi:StackReference": {"outputs": {"subnets": ["subnet-<hex17>", "subnet-<hex17>"]}},
}
ANSWERS: Mapping[str, Any] = {
    "aws:index/getRegion:getRegion": {"region": "<region>", "name": "<region>"},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "<account>"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ["<region><zone>", "<region><zone>"]},
}


@pytest.fixture(scope="session")
def make_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Makes a project of files, and of the programs of these tests where no files are given."""
    if not (NODE_MODULES / "@pulumi" / "aws").is_dir():
        pytest.skip("needs `npm ci` in tests/node")
    renderer = Renderer()

    def make(files: Mapping[str, str] | None = None, infrastructure: tuple[str, ...] = ()) -> Project:
        project = Project(tmp_path_factory.mktemp("project"))
        if files is None:
            shutil.copytree(PROGRAMS, project.folder, dirs_exist_ok=True)
        for name, text in {"package.json": "{}", **(files or {})}.items():
            if files is not None or not (project.folder / name).exists():
                project.write(name, text)
        (project.folder / "node_modules").symlink_to(NODE_MODULES)
        for templates in ("programs/support/", "pulumi/support/"):
            for name, text in renderer.files(templates):
                project.write(f"{SUITE}/support/{name}", text)
        table = renderer.render("pulumi/support/outputs.js.j2", mocks=MOCKS, answers=ANSWERS, region="us-east-1")
        project.write(f"{SUITE}/support/outputs.js", table)
        chosen = f"{{ infrastructure: {json.dumps(infrastructure)} }}"
        project.write(f"{SUITE}/package.json", '{ "private": true, "type": "commonjs" }')
        project.write(f"{SUITE}/jest.config.js", f"module.exports = require('./support/runners').jestConfig({chosen});")
        project.write(
            f"{SUITE}/vitest.config.mjs",
            f"import runners from './support/runners.js';\nexport default runners.vitestConfig({chosen});",
        )
        project.write(f"{SUITE}/.mocharc.cjs", "module.exports = require('./support/runners').mochaConfig();")
        return project

    return make


@pytest.fixture(scope="session")
def programs(make_project: Callable[..., Project]) -> Project:
    """A project with the programs of these tests."""
    return make_project()
