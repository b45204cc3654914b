"""Programs that are run, good ones and bad ones: nothing gets out, and what goes wrong is data."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.deployments import Entry, Role, Variant
from scaffold.model.position import Position
from scaffold.model.project import Parameter
from scaffold.model.values import Call, Unknown, Value
from scaffold.readers.observing import Limits, Mocks, Observed, observe

REPOSITORY = Path(__file__).resolve().parents[3]
TEMPLATES = REPOSITORY / "templates"
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
MOCKS = Mocks(
    {"aws:sqs/queue:Queue": {"arn": "arn:<partition>:sqs:<region>:<account>:<name>", "id": "<name>-<hex8>"}},
    {"aws:index/getRegion:getRegion": {"region": "<region>"}},
)
PROGRAM = """
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();
const queue = new aws.sqs.Queue(`main-${process.env.STAGE}`, {
  delaySeconds: config.requireNumber('delay'),
  policy: JSON.stringify({ a: ['b'] }),
  tags: { stack: pulumi.getStack(), organization: pulumi.getOrganization(), large: `${config.getBoolean('large')}` },
});
const topic = new aws.sns.Topic('out', { displayName: queue.arn }, { dependsOn: queue });
const code = new aws.s3.BucketObjectv2('code', {
  bucket: 'b',
  source: new pulumi.asset.AssetArchive({ a: new pulumi.asset.FileAsset(`${__dirname}/index.ts`) }),
});
aws.ec2.Vpc.get('old', 'vpc-1');
new aws.Provider('west', { region: 'us-west-2' });

export const arn = queue.arn;
export const key = config.requireSecret('key');
export const region = aws.getRegionOutput().region;
export const whole = topic;
"""
COMPONENT = """
import * as pulumi from '@pulumi/pulumi';

export default class Thing extends pulumi.ComponentResource {
  readonly given: unknown;
  constructor(name: string, args: Record<string, unknown>, readonly extra = 'none') {
    super('shop:index:Thing', name, {});
    this.given = args;
  }
}
"""

AT = Position("index.ts", 1, 1)

Run = Callable[..., Observed]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the text of a program."""
    if not (NODE_MODULES / "@pulumi" / "aws").is_dir():
        pytest.skip("needs `npm ci` in tests/node")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")

    def of(
        text: str,
        values: Mapping[str, Value] | None = None,
        *,
        entry: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
        **given: Any,
    ) -> Observed:
        (tmp_path / "index.ts").write_text(text, encoding="utf-8")
        chosen = Entry("shop", "index.ts", project="shop", **(entry or {}))
        variant = Variant(chosen, values or {}, given.pop("outputs", {}))
        return observe(tmp_path, variant, MOCKS, TEMPLATES, limits=limits or Limits(seconds=120), **given)

    return of


def test_a_program_shows_what_it_registers(run: Run) -> None:
    seen = run(
        PROGRAM,
        {
            "config.shop:delay": 5,
            "config.shop:large": True,
            "config.shop:key": Call("secret", ("k",)),
            "config.shop:unset": None,
            "env.STAGE": "prod",
            "pulumi.stack": "live",
            "pulumi.organization": "acme",
        },
    )
    assert seen.failure == ""
    arn = "arn:aws:sqs:us-east-1:123456789012:main-prod"
    found = {each.name: each for each in seen.resources}
    assert {name: (each.token, each.role) for name, each in found.items()} == {
        "main-prod": ("aws:sqs/queue:Queue", Role.CUSTOM),
        "out": ("aws:sns/topic:Topic", Role.CUSTOM),
        "code": ("aws:s3/bucketObjectv2:BucketObjectv2", Role.CUSTOM),
        "old": ("aws:ec2/vpc:Vpc", Role.READ),
        "west": ("pulumi:providers:aws", Role.PROVIDER),
    }
    assert found["main-prod"].inputs == {
        "delaySeconds": 5,
        "policy": Call("jsonencode", ({"a": ("b",)},)),
        "tags": {"stack": "live", "organization": "acme", "large": "true"},
    }
    assert found["out"].inputs == {"displayName": arn}
    assert found["out"].options["dependsOn"] == (found["main-prod"].urn,)
    assert found["code"].inputs["source"] == Call("archive.assets", ({"a": Call("asset.file", ("index.ts",))},))
    assert found["old"].id == "vpc-1"
    assert seen.exports == {
        "arn": arn,
        "key": Call("secret", ("k",)),
        "region": "us-east-1",
        "whole": Call("resource", ("aws:sns/topic:Topic", "out")),
    }
    assert seen.unanswered == ()


def test_a_component_gets_its_arguments(run: Run) -> None:
    entry = {"export": "default", "signature": ("name", "args", "extra")}
    seen = run(COMPONENT, {"args.size": 1, "args.a.b": ("x",), "args.a.c": None, "extra": "more"}, entry=entry)
    assert seen.exports == {"given": {"size": 1, "a": {"b": ("x",), "c": None}}, "extra": "more"}
    assert [each.name for each in seen.resources] == ["test"]
    assert run(COMPONENT, {"name": "own"}, entry=entry).resources[0].name == "own"


def test_arguments_may_be_outputs_and_secrets(run: Run) -> None:
    entry = {
        "export": "default",
        "signature": ("name", "args"),
        "parameters": (
            Parameter("args.of", "pulumi.Output<string>", True, None, None, AT),
            Parameter("args.key", "string", True, None, None, AT),
        ),
    }
    text = COMPONENT.replace("this.given = args", "this.given = (args.of as any).apply((of: string) => [of, args.key])")
    seen = run(text, {"args.of": "o", "args.key": Call("secret", ("k",))}, entry=entry)
    assert seen.exports["given"] == ("o", Call("secret", ("k",)))


def test_outputs_are_replaced(run: Run) -> None:
    text = "import * as aws from '@pulumi/aws';\nexport const arn = new aws.sqs.Queue('q').arn.apply((it) => it);"
    address = "aws_sqs_queue.q"
    seen = run(text, outputs={address: {"arn": "mine"}}, addresses={address: ("aws:sqs/queue:Queue", "q")})
    assert seen.exports == {"arn": "mine"}


def test_what_the_mocks_do_not_know_is_said(run: Run) -> None:
    text = "import * as aws from '@pulumi/aws';\nnew aws.sqs.Queue('q').url.apply((it) => it);"
    assert run(text).unanswered == ("aws:sqs/queue:Queue::q.url",)
    text = "import * as aws from '@pulumi/aws';\nexport const ami = aws.ec2.getAmiOutput({});"
    assert "aws:ec2/getAmi:getAmi" in run(text).failure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("throw new Error('no good');", "no good"),
        ("throw 'a text';", "a text"),
        ("export const a: = 1;", "index.ts, line 1: Type expected"),
        ("import './missing';", "missing"),
        ("export const never = new Promise(() => undefined);", "never settles"),
        ("while (true);", "does not end within 6 seconds"),
        ("const all: string[] = []; while (true) all.push('x'.repeat(1e6) + all.length);", "runs out of memory"),
        ("process.exit(0);", "may not end the process"),
        ("process.kill(process.ppid);", "may not send signals"),
        ("require('child_process').execSync('true');", "may not start other programs"),
        ("new (require('child_process').ChildProcess)().spawn({ file: 'true' });", "may not start other programs"),
        ("new (require('worker_threads').Worker)('1', { eval: true });", "may not start threads"),
        ("require('net').connect(80, '127.0.0.1');", "may not connect"),
        ("export const page = fetch('http://127.0.0.1/');", "may not connect"),
        ("require('http').get('http://127.0.0.1/');", "may not connect"),
        ("require('dns').lookup('example.com', () => undefined);", "may not connect"),
        ("const deep = (at: number): number => deep(at + 1) + 1; deep(0);", "Maximum call stack"),
    ],
)
def test_what_goes_wrong_is_data(run: Run, text: str, message: str) -> None:
    seconds = 6 if text == "while (true);" else 120
    seen = run(text, limits=Limits(seconds=seconds, megabytes=128))
    assert message in seen.failure
    assert seen.resources == ()


def test_the_environment_is_not_the_users(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("NODE_OPTIONS", "--no-warnings")
    seen = run("export const names = Object.keys(process.env);")
    names = seen.exports["names"]
    assert isinstance(names, tuple)
    assert not {"AWS_SECRET_ACCESS_KEY", "NODE_OPTIONS"} & set(names)


def test_nothing_is_written_into_the_project(run: Run, tmp_path: Path) -> None:
    before = run("export const a = 1;") and sorted(os.listdir(tmp_path))
    assert before == ["index.ts", "node_modules", "package.json"]


def test_a_value_that_is_not_plain_cannot_be_run_with(run: Run) -> None:
    assert "not plain" in run("", {"config.shop:a": Unknown("who knows")}).failure
    assert "no text" in run("", {"env.A": ("x",)}).failure


def test_without_node_there_is_nothing_to_see(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("").failure == "node is not installed"
