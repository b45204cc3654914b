"""A suite for a real program passes with each runner and its real packages, and fails when the program changes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployed_samples import sample_plan
from golden_cases import NODE_MODULES, environment, runner

from scaffold.emit import TARGETS, emit

COMPONENT = """\
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface OrdersArgs {
  retries: number;
  tags?: Record<string, string>;
}

export class Orders extends pulumi.ComponentResource {
  readonly queueUrl: pulumi.Output<string>;
  readonly label: pulumi.Output<string>;
  readonly topics: pulumi.Output<string>[];

  constructor(name: string, args: OrdersArgs, opts?: pulumi.ComponentResourceOptions) {
    super('acme:index:Orders', name, {}, opts);
    const parent = this;
    const topic = new aws.sns.Topic(`${name}-alerts`, { tags: args.tags }, { parent });
    const dead = new aws.sqs.Queue(`${name}-dead`, {}, { parent });
    const work = new aws.sqs.Queue(
      `${name}-work`,
      {
        delaySeconds: 0,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: args.retries }),
        sqsManagedSseEnabled: true,
        visibilityTimeoutSeconds: Math.round(30 + Math.random()),
      },
      {
        parent,
        protect: true,
        ignoreChanges: ['tags'],
        dependsOn: [topic],
        aliases: [{ name: 'orders-jobs' }, 'urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs'],
      },
    );
    const subscribed = { topic: topic.arn, protocol: 'sqs', endpoint: work.arn };
    new aws.sns.TopicSubscription(`${name}-alerts`, subscribed, { parent });
    const allow = (resource: string, source: string) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: resource,
          Condition: { ArnEquals: { 'aws:SourceArn': source } },
        },
      ],
    });
    const policy = pulumi.all([work.arn, topic.arn]).apply(([to, from]) => JSON.stringify(allow(to, from)));
    new aws.sqs.QueuePolicy(`${name}-work`, { queueUrl: work.url, policy }, { parent });
    this.queueUrl = work.url;
    this.label = pulumi.interpolate`${work.url} after ${topic.arn}`;
    this.topics = [topic.arn];
    this.registerOutputs();
  }
}
"""
PROGRAM = """\
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

import { Orders } from './lib/orders';

const config = new pulumi.Config();
const retries = config.requireNumber('retries');
if (retries > 10) {
  throw new Error(`retries must be at most 10, but it's ${retries}`);
}
const orders = new Orders('orders', { retries, tags: { stage: process.env.STAGE! } });

export const url = orders.queueUrl;
export const password = config.requireSecret('password');
export const queue = aws.sqs.Queue.get('old', 'https://sqs.eu-west-1.amazonaws.com/1/old');
"""
#: Changes of the component, and a test that must notice each.
CHANGES = {
    "deadLetterTargetArn: dead.arn": ("deadLetterTargetArn: topic.arn", "is configured as declared"),
    "Action: 'sqs:SendMessage'": ("Action: '*'", "lets nobody else in"),
    "protect: true": ("protect: false", "is protected"),
    "endpoint: work.arn": ("endpoint: dead.arn", "delivers to queue orders-work"),
    "this.queueUrl = work.url": ("this.queueUrl = dead.url", "output queueUrl is that of"),
    "`${name}-dead`, {}": ("`${name}-died`, {}", "declares exactly these resources"),
    "dependsOn: [topic],": ("", "is protected"),
}
TARGET_NAMES = [name for name, target in TARGETS.items() if target.fits("pulumi", "typescript")]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    assert NODE_MODULES.is_dir(), "the Node packages are missing: run `make setup`"
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "orders.ts").write_text(COMPONENT)
    (tmp_path / "index.ts").write_text(PROGRAM)
    (tmp_path / "package.json").write_text('{"name": "shop", "type": "module", "jest": {"testMatch": ["**/nothing"]}}')
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    return tmp_path


def write(project: Path, target: str) -> None:
    for path, text in emit(sample_plan(), target).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)


def run(project: Path, target: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*runner(TARGETS[target].command), *more]
    return subprocess.run(command, cwd=project, env=environment(), capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("target", TARGET_NAMES)
def test_the_suite_passes(project, target):
    write(project, target)
    done = run(project, target)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert re.search(r"28 pass", said), said


def test_every_change_is_noticed_by_the_test_that_is_about_it(project):
    """Jest alone: what the tests say is the same for all."""
    write(project, "pulumi-jest")
    for before, (after, title) in CHANGES.items():
        assert COMPONENT.count(before) == 1
        (project / "lib" / "orders.ts").write_text(COMPONENT.replace(before, after))
        done = run(project, "pulumi-jest", "-t", title)
        assert done.returncode == 1, before + done.stderr
        assert f"{title}" in done.stderr, before + done.stderr


def test_files_that_no_test_loads_count_for_coverage(project):
    (project / "lib" / "orders.ts").write_text(COMPONENT + "\nexport const unused = () => 1;\n")
    write(project, "pulumi-jest")
    done = run(project, "pulumi-jest", "--coverage", "--coverageReporters=text")
    assert done.returncode == 0, done.stderr
    rows = {line.split("|")[0].strip(): line.split("|")[1:5] for line in done.stdout.splitlines() if "|" in line}
    assert [cell.strip() for cell in rows["index.ts"]] == ["100"] * 4
    assert rows["orders.ts"][2].strip() != "100"
