"""What a deployment tells of programs of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from node_projects import Project

MAIN = """
const { deployment, secret } = support;
const stack = deployment({
  project: 'shop',
  config: { 'shop:token': secret('t0ken'), 'shop:length': 20, 'aws:region': 'eu-west-1' },
  env: { STAGE: 'prod', AWS_REGION: undefined },
  outputs: { 'aws:sqs/queue:Queue': { 'prod-dead': { url: 'https://dead' } } },
  load: () => import('../../index'),
});
const queue = stack.resource('aws:sqs/queue:Queue', 'prod-main');
return {
  inventory: await stack.inventory(),
  queue: await queue.inputs(),
  without: await queue.inputs({ without: ['tags.label', 'redrivePolicy'] }),
  options: await queue.options(),
  dead: await stack.output('aws:sqs/queue:Queue', 'prod-dead', 'arn'),
  overridden: await stack.output('aws:sqs/queue:Queue', 'prod-dead', 'url'),
  read: [await stack.id('aws:ec2/vpc:Vpc', 'existing'), await stack.output('aws:ec2/vpc:Vpc', 'existing', 'cidrBlock')],
  provider: await stack.inputs('pulumi:providers:aws', 'west'),
  urns: [
    await queue.urn(),
    await stack.urn('pulumi:providers:aws', 'west'),
    await stack.urn('aws:sqs/queue:Queue', 'prod-dead'),
  ],
  secret: await stack.inputs('aws:ssm/parameter:Parameter', 'secret'),
  password: await stack.inputs('random:index/randomPassword:RandomPassword', 'password'),
  code: await stack.inputs('aws:lambda/function:Function', 'code'),
  exports: await stack.exports(),
  unanswered: await stack.unanswered(),
  failure: await stack.failure(),
  environment: [process.env.STAGE ?? null, require('path').relative(process.cwd(), __dirname)],
};
"""

OTHERS = """
const { deployment, secret } = support;
const ask = async (settings, questions = async () => ({})) => {
  const stack = deployment(settings);
  return { inventory: await stack.inventory(), exports: await stack.exports(), ...(await questions(stack)) };
};
const Store = 'shop:index:Store';
const component = (args) => ({
  load: () => import('../../lib/component'),
  create: ({ Store }) => new Store('test', args),
});
const Bucket = 'aws:s3/bucket:Bucket';
const twice = deployment(component());
const message = async (promise) => promise.then(() => '', (error) => error.message);
return {
  component: await ask(component({ kind: 'x' }), async (stack) => ({
    own: await stack.inputs(Store, 'test'),
    inner: await stack.options('shop:index:Inner', 'right'),
    bucket: [await stack.options(Bucket, 'test-files'), await stack.urn(Bucket, 'test-files')],
    left: await stack.urn('aws:sns/topic:Topic', { name: 'topic', parent: 'left' }),
    right: await stack.urn('aws:sns/topic:Topic', { name: 'topic', parent: 'right' }),
  })),
  plain: await ask(component(), async (stack) => ({ bucket: await stack.inputs(Bucket, 'test-files') })),
  refused: await deployment(component({ alarm: true })).failure(),
  errors: [
    await message(twice.urn('aws:sns/topic:Topic', 'topic')),
    await message(twice.urn('aws:sns/topic:Topic', 'none')),
    await message(twice.urn('aws:none:None', 'none')),
    await message(twice.output('aws:s3/bucket:Bucket', 'test-files', 'tags.color')),
    await message(twice.exported('color')),
  ],
  remote: await ask({ load: () => import('../../lib/remote') }, async (stack) => ({
    inputs: await stack.inputs('eks:index:Cluster', 'main'),
    endpoint: await stack.output('eks:index:Cluster', 'main', 'core', 'endpoint'),
    same: await stack.output('eks:index:Cluster', 'main', 'kubeconfig.clusters[0].server'),
  })),
  entry: await ask({ load: () => import('../../lib/entry'), organization: 'acme' }),
  packed: await ask({ load: () => import('../../lib/packed') }, async (stack) => ({
    own: await stack.inputs('pulumi-nodejs:dynamic:Resource', 'own'),
    code: (await stack.inputs('aws:lambda/function:Function', 'code')).code,
  })),
  modern: await ask({ load: () => import('../../modern/index'), folder: '../../modern', project: 'modern' }),
  plain_js: await ask({ load: () => import('../../plain.js'), project: 'p' }),
  fresh: await ask({ load: () => import('../../index'), project: 'shop', config: { 'shop:token': secret('x') } }),
};
"""


@pytest.fixture(scope="module")
def main(programs: Project) -> Any:
    return programs.ask(MAIN)


@pytest.fixture(scope="module")
def others(programs: Project) -> Any:
    return programs.ask(OTHERS)


def test_inventory_has_every_resource_also_late_ones(main: Any) -> None:
    assert main["inventory"] == {
        "aws:ec2/vpc:Vpc": ["existing"],
        "aws:lambda/function:Function": ["code"],
        "aws:sns/topic:Topic": ["late-sqs", "later"],
        "aws:sqs/queue:Queue": ["prod-dead", "prod-main"],
        "aws:ssm/parameter:Parameter": ["secret"],
        "pulumi:providers:aws": ["west"],
        "pulumi:pulumi:StackReference": ["acme/network/prod"],
        "random:index/randomPassword:RandomPassword": ["password"],
    }


def test_inputs_are_plain_and_json_is_a_document(main: Any) -> None:
    dead = "arn:aws:sqs:eu-west-1:123456789012:prod-dead"
    tags = {"label": "PROD-X", "tier": "large", "words": "hello"}
    assert main["dead"] == dead
    assert main["queue"] == {
        "redrivePolicy": {"$JsonObject": {"deadLetterTargetArn": dead, "maxReceiveCount": 3}},
        "tags": tags,
    }
    assert main["without"] == {"tags": {"tier": "large", "words": "hello"}}
    assert main["secret"] == {"overwrite": False, "type": "SecureString", "value": "t0ken"}
    assert main["password"] == {"length": 20}
    assert main["provider"] == {
        "defaultTags": {"$JsonObject": {"tags": {"stage": "prod"}}},
        "region": "us-west-2",
        # Defaults of the SDK.
        "skipCredentialsValidation": "false",
        "skipRegionValidation": "true",
    }


def test_overrides_win(main: Any) -> None:
    assert main["overridden"] == "https://dead"


def test_options_are_what_the_program_sets(main: Any) -> None:
    queue, west, dead = main["urns"]
    assert queue == "urn:pulumi:test::shop::pulumi:pulumi:Stack$aws:sqs/queue:Queue::prod-main"
    options = {name: value for name, value in main["options"].items() if name != "version"}
    password = "urn:pulumi:test::shop::pulumi:pulumi:Stack$random:index/randomPassword:RandomPassword::password"
    assert options == {
        "protect": True,
        "provider": west,
        "dependsOn": [dead, password],
        "aliases": ["urn:pulumi:test::shop::aws:sqs/queue:Queue::old", {"name": "older"}],
        "ignoreChanges": ["tags"],
        "customTimeouts": {"create": "5m"},
    }


def test_existing_resources_have_their_ids_and_mocks(main: Any) -> None:
    identifier, cidr = main["read"]
    assert identifier == "vpc-0123456789"
    assert cidr.startswith("10.")


def test_assets_are_comparable_and_the_same_on_every_machine(main: Any) -> None:
    assert main["code"]["code"] == {
        "$AssetArchive": {
            "assets": {
                "index.js": {"$TextAsset": {"text": "exports.handler = () => 1;"}},
                "lib": {"$FileArchive": {"path": "lib"}},
                "words.json": {"$FileAsset": {"path": "./lib/words.json"}},
                "far": {"$RemoteAsset": {"uri": "https://example.com/a"}},
            }
        }
    }
    assert main["code"]["role"] == main["dead"]


def test_exports_are_resolved_and_secrets_marked(main: Any) -> None:
    exports = main["exports"]
    subnets = exports.pop("subnets")
    assert len(set(subnets)) == 1 or len(subnets) == 2
    assert exports == {
        "url": "https://sqs.eu-west-1.amazonaws.com/123456789012/prod-main",
        "region": "eu-west-1",
        "account": "account 123456789012",
        "token": {"$Secret": {"secret": "t0ken"}},
        "nested": {
            "list": [main["dead"], {"password": {"$Secret": {"secret": "p"}}}],
            "policy": {"$JsonObject": {"deadLetterTargetArn": main["dead"], "maxReceiveCount": 3}},
        },
        "queue": {"$ResourceReference": {"type": "aws:sqs/queue:Queue", "name": "prod-main"}},
        "vpc": {"$ResourceReference": {"type": "aws:ec2/vpc:Vpc", "name": "existing"}},
        "code": {"$ResourceReference": {"type": "aws:lambda/function:Function", "name": "code"}},
    }


def test_nothing_is_left_behind(main: Any) -> None:
    assert main["environment"] == [None, "tests/infrastructure_checks"]
    assert main["failure"] == ""
    assert main["unanswered"] == []


def test_components_have_their_children_and_their_properties(others: Any) -> None:
    component = others["component"]
    assert component["inventory"] == {
        "aws:s3/bucket:Bucket": ["test-files"],
        "aws:sns/topic:Topic": ["topic", "topic"],
        "shop:index:Inner": ["left", "right"],
        "shop:index:Store": ["test"],
    }
    assert component["exports"] == {"arn": "arn:aws:s3:::test-files", "size": 3}
    assert component["own"] == {"kind": "x"}
    options, bucket = component["bucket"]
    store = "urn:pulumi:test::project::pulumi:pulumi:Stack$shop:index:Store::test"
    assert options["parent"] == store
    assert component["inner"] == {"parent": store, "dependsOn": [bucket]}
    assert (
        component["left"]
        == component["right"]
        == "urn:pulumi:test::project::shop:index:Inner$aws:sns/topic:Topic::topic"
    )


def test_variants_are_separate(others: Any) -> None:
    assert others["plain"]["bucket"] == {"tags": {"kind": "plain"}}
    assert others["refused"] == "the program does not get to its end: an alarm needs a kind"
    assert others["fresh"]["inventory"]["aws:sqs/queue:Queue"] == ["dev-dead", "dev-main"]
    assert others["fresh"]["exports"]["token"] == {"$Secret": {"secret": "x"}}
    assert others["fresh"]["exports"]["url"] == "https://sqs.us-east-1.amazonaws.com/123456789012/dev-main"


def test_questions_without_an_answer_say_what_there_is(others: Any) -> None:
    ambiguous, missing, untyped, output, export = others["errors"]
    assert ambiguous == "2 resources of type aws:sns/topic:Topic are called topic: name the parent, too"
    assert missing == "no resource of type aws:sns/topic:Topic is called none; there is topic, topic"
    assert untyped == "no resource of type aws:none:None is called none; there is none of that type"
    assert output.startswith("the mocks say nothing of tags.color of aws:s3/bucket:Bucket test-files")
    assert export == "nothing is exported as color; there is arn, size"


def test_remote_components_answer_from_the_mocks(others: Any) -> None:
    remote = others["remote"]
    assert remote["inventory"] == {"eks:index:Cluster": ["main"]}
    assert remote["inputs"] == {"nodes": 3}
    assert remote["exports"] == {"endpoint": remote["endpoint"], "host": remote["same"]}
    assert remote["endpoint"].startswith("https://")


def test_an_exported_function_is_the_program(others: Any) -> None:
    entry = others["entry"]
    policy = {"Effect": "Allow", "Action": ["sns:Publish", "sns:Get*"], "Resource": "*"}
    assert entry["exports"] == {
        "zones": ["us-east-1a", "us-east-1b"],
        "first": entry["exports"]["first"],
        "where": "acme",
        "policy": {"$JsonObject": {"Version": "2012-10-17", "Statement": [policy]}},
    }
    assert entry["inventory"] == {"aws:sns/topic:Topic": ["in-us-east-1a", "in-us-east-1b"]}


def test_packed_functions_are_not_compared(others: Any) -> None:
    packed = others["packed"]
    assert packed["own"] == {"size": 1}
    assert packed["inventory"]["pulumi-nodejs:dynamic:Resource"] == ["own"]
    assert packed["inventory"]["aws:sns/topic:Topic"] == ["kept"]
    assert packed["code"] == {
        "$AssetArchive": {"assets": {"__index.js": {"$TextAsset": {"text": "exports.handler = () => {};"}}}}
    }


def test_modules_of_the_standard_kind_run(others: Any) -> None:
    modern = others["modern"]
    assert modern["inventory"] == {"aws:sns/topic:Topic": ["hello-topic"]}
    assert modern["exports"]["where"] == "modern"
    assert modern["exports"]["name"] == "modern"


def test_plain_javascript_runs(others: Any) -> None:
    assert others["plain_js"]["exports"] == {
        "arn": "arn:aws:sns:us-east-1:123456789012:plain",
        "project": "p",
    }


def test_sources_come_before_what_they_are_compiled_to(make_project: Callable[..., Project]) -> None:
    files = {"package.json": "{}", "index.ts": "export { where } from './lib';\nexport * from './lib/a.js';\n"}
    for ending, where in (("ts", "source"), ("js", "compiled")):
        files[f"lib/index.{ending}"] = f"export const where = '{where}';\n"
        files[f"lib/a.{ending}"] = f"export const a = '{where}';\n"
    project = make_project({**files, "index.js": "exports.where = 'compiled';\n"})
    question = "return support.deployment({ load: () => import('../../index') }).exports();"
    assert project.ask(question) == {"where": "source", "a": "source"}
