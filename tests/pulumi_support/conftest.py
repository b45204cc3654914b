"""The support library of generated Pulumi suites, rendered as for a user and run with the real packages and runners."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold.emit.render import Renderer

REPOSITORY = Path(__file__).resolve().parents[2]
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
PROGRAMS = Path(__file__).parent / "programs"
SUITE = Path("tests/infrastructure_checks")

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

#: Prints what the body of an async function returns, as JSON in which instances of classes show as such.
SCRIPT = """
const support = require('./support');
const encode = (value) => {
  if (Array.isArray(value) && value.constructor === Array) return value.map(encode);
  if (value === undefined) return { $: 'undefined' };
  if (value === null || typeof value !== 'object') return value;
  const plain = Array.isArray(value)
    ? value.map(encode)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
  return value.constructor === Object ? plain : { [`$${value.constructor.name}`]: plain };
};
(async () => {
  const result = await (async () => { BODY })();
  require('fs').writeFileSync(process.argv[2], JSON.stringify(encode(result)));
  process.exit(0);
})().catch((error) => { console.error(error.stack); process.exit(1); });
"""


@dataclass(frozen=True)
class Project:
    """A project with a suite in it."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def ask(self, body: str, argument: object = None) -> Any:
        """What the body of an async function of plain Node returns; `input` is the argument."""
        code = f"const input = {json.dumps(argument)};" + SCRIPT.replace("BODY", body)
        self.write(f"{SUITE}/ask.js", code)
        done = self.run("node", "-r", f"./{SUITE}/support/register.js", f"{SUITE}/ask.js", "answer.json")
        assert done.returncode == 0, done.stderr
        return json.loads((self.folder / "answer.json").read_text(encoding="utf-8"))

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0", **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def runner(self, name: str, *given: str) -> subprocess.CompletedProcess[str]:
        """Runs the suite with one of the runners."""
        command = {
            "jest": ("jest", "--config", f"{SUITE}/jest.config.js"),
            "vitest": ("vitest", "run", "--config", f"{SUITE}/vitest.config.mjs"),
            "mocha": ("mocha", "--config", f"{SUITE}/.mocharc.cjs"),
        }[name]
        return self.run("node_modules/.bin/" + command[0], *command[1:], *given)


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


def counts(output: str) -> Mapping[str, str]:
    """The coverage in a report for the terminal: statements, branches, functions and lines by file."""
    rows = re.findall(r"^ *([\w./ ]+?) *\| *([\d.]+) \| *([\d.]+) \| *([\d.]+) \| *([\d.]+) \|", output, re.MULTILINE)
    return {name: " ".join(numbers) for name, *numbers in rows}
