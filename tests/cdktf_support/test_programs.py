"""What a synthesis tells of programs of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from node_projects import Project

MAIN = """
const { synthesis } = support;
const all = async (app) => {
  const inventory = await app.inventory();
  const blocks = {};
  for (const [type, paths] of Object.entries(inventory))
    for (const path of paths) blocks[`${type} ${path}`] = await app.configuration(type, path);
  return { inventory, blocks, outputs: await app.outputs(), stacks: await app.stacks(), left: await app.unresolved() };
};
const message = async (promise) => promise.then(() => '', (error) => error.message);
const load = () => import('../../main');
const stack = (args, more) => synthesis({
  load: () => import('../../lib/orders-stack'),
  create: ({ OrdersStack }, app) => new OrdersStack(app, 'orders', args),
  ...more,
});
const app = synthesis({ load, env: { STAGE: 'prod', HOME: undefined } });
const broken = (how) => synthesis({ load: () => import('../../broken'), env: { HOW: how }, patience: 200 });
const fs = require('fs');
const os = require('os');
process.env.TMPDIR = fs.mkdtempSync(`${os.tmpdir()}/here-`);
const surroundings = () => JSON.stringify([process.cwd(), Object.entries(process.env).sort(), os.tmpdir()]);
const before = surroundings();
const plain = () => synthesis({ load: () => import('../../plain') });
const answer = {
  program: await all(app),
  dev: await synthesis({ load, context: { tier: 'large' } }).configuration('aws_s3_bucket', 'orders/files'),
  addresses: [
    await app.address('aws_s3_bucket', 'orders/files'),
    await app.address('data.aws_region', 'orders/here'),
    await app.address('variable', 'orders/owner'),
  ],
  held: await app.configuration(
    'aws_sqs_queue',
    'orders/queues/main',
    { without: ['redrive_policy', 'depends_on'] },
  ),
  stack: await all(stack({ stage: 'test', size: 3 }, { context: { owner: 'me' } })),
  refused: await stack({ stage: 'test', size: 11 }).failure(),
  plain: [await all(plain()), await all(plain())],
  errors: [
    await message(app.configuration('aws_sqs_queue', 'orders/queue')),
    await message(app.configuration('aws_sns_topic', 'orders/topic')),
    await message(app.output('url')),
  ],
  broken: {},
  official: JSON.parse(await app.synthesised()),
};
for (const how of ['late', 'exit', 'done', 'never', 'nothing', 'fine', 'slow'])
  answer.broken[how] = await broken(how).failure();
answer.same = before === surroundings();
answer.left = fs.readdirSync(process.env.TMPDIR);
answer.elsewhere = fs.readdirSync('.').filter((name) => ['elsewhere', 'cdktf.out'].includes(name));
return answer;
"""
QUEUE = "aws_sqs_queue.orders/queues/main"


@pytest.fixture(scope="module")
def answer(programs: Project) -> Any:
    return programs.ask(MAIN)


def test_inventory_has_every_element_by_its_construct(answer: Any) -> None:
    assert answer["program"]["inventory"] == {
        "aws_lambda_function": ["orders/worker"],
        "aws_s3_bucket": ["orders/files"],
        "aws_sns_topic_subscription": ["alarms/mail"],
        "aws_sqs_queue": ["orders/queues/dead", "orders/queues/main"],
        "backend.local": ["alarms/backend"],
        "backend.s3": ["orders/backend"],
        "data.aws_region": ["orders/here"],
        "local": ["alarms/again-place", "alarms/code-place", "orders/zone"],
        "module": ["orders/net"],
        "provider.aws": ["alarms/aws", "orders/aws", "orders/west"],
        "variable": ["orders/owner"],
    }
    assert answer["program"]["stacks"] == ["alarms", "orders"]
    assert answer["program"]["left"] == []


def test_blocks_call_constructs_by_their_paths(answer: Any) -> None:
    blocks = answer["program"]["blocks"]
    assert blocks["aws_sqs_queue orders/queues/main"] == {
        "name": "orders-prod",
        "redrive_policy": {
            "$JsonObject": {"deadLetterTargetArn": "${aws_sqs_queue.orders/queues/dead.arn}", "maxReceiveCount": 3}
        },
        "depends_on": ["aws_sqs_queue.orders/queues/dead"],
    }
    assert blocks["aws_lambda_function orders/worker"] == {
        "function_name": "worker-${data.aws_region.orders/here.name}-${local.orders/zone}",
        "filename": "assets/orders/code/archive.zip",
        "source_code_hash": "hash of orders/code",
        "role": "arn:aws:iam::123456789012:role/worker",
        "environment": {
            "variables": {
                "QUEUE": f"${{{QUEUE}.url}}",
                "OWNER": "${var.orders/owner}",
                "LITERAL": "$${aws_sqs_queue.x}",
            }
        },
        "provider": "aws.west",
        "timeout": "${tonumber(1)}",
        "lifecycle": {"ignore_changes": ["tags"], "replace_triggered_by": [f"${{{QUEUE}}}"]},
    }
    assert blocks["module orders/net"] == {
        "source": "./assets/orders/__cdktf_module_asset/asset",
        "queue": f"${{{QUEUE}.arn}}",
    }
    assert blocks["local orders/zone"] == {"value": '${element(["a", "b"], 1)}'}
    assert answer["held"] == {"name": "orders-prod"}


def test_assets_of_the_same_files_are_told_apart_by_their_stacks_and_places(answer: Any) -> None:
    blocks = answer["program"]["blocks"]
    for name in ("code", "again"):
        shown = f"assets/alarms/{name}/archive.zip hash of alarms/{name}"
        assert blocks[f"local alarms/{name}-place"] == {"value": shown}


def test_references_to_other_stacks_say_what_they_lead_to(answer: Any) -> None:
    assert answer["program"]["blocks"]["aws_sns_topic_subscription alarms/mail"]["endpoint"] == f"${{{QUEUE}.arn}}"


def test_providers_and_backends_are_elements(answer: Any) -> None:
    blocks = answer["program"]["blocks"]
    assert blocks["provider.aws orders/aws"] == {
        "region": "eu-west-1",
        "default_tags": [{"tags": {"stage": "prod"}}],
    }
    assert blocks["provider.aws orders/west"] == {"region": "us-west-2", "alias": "west"}
    assert blocks["backend.s3 orders/backend"] == {"bucket": "state", "key": "orders.tfstate", "region": "eu-west-1"}
    assert blocks["backend.local alarms/backend"] == {"path": "./terraform.alarms.tfstate"}


def test_outputs_are_whole_and_say_their_stack_where_there_are_several(answer: Any) -> None:
    outputs = answer["program"]["outputs"]
    assert outputs["orders/queue-url"] == {"value": f"${{{QUEUE}.url}}", "description": "Where orders go"}
    assert outputs["orders/names"] == {
        "value": f'${{jsonencode({{"names" = [{QUEUE}.name, aws_s3_bucket.orders/files.bucket]}})}}',
        "sensitive": True,
    }
    assert sorted(outputs) == ["orders/names", "orders/queue-url"]
    assert sorted(answer["stack"]["outputs"]) == ["names", "queue-url"]


def test_context_is_that_of_the_file_and_of_the_settings(answer: Any) -> None:
    tags = {"tier": "small", "folder": "./lambda"}
    assert answer["program"]["blocks"]["aws_s3_bucket orders/files"]["tags"] == tags
    assert answer["dev"]["tags"] == {**tags, "tier": "large"}
    assert answer["program"]["blocks"]["variable orders/owner"] == {"type": "string", "default": "platform"}
    assert answer["stack"]["blocks"]["variable orders/owner"] == {"type": "string", "default": "me"}


def test_stacks_are_made_alone(answer: Any) -> None:
    assert answer["stack"]["stacks"] == ["orders"]
    assert answer["stack"]["blocks"]["aws_sqs_queue orders/queues/dead"] == {"name": "orders-test-dead"}
    assert answer["refused"] == "the program does not get to its end: 11 is too large"


def test_addresses_are_those_of_terraform(answer: Any) -> None:
    assert answer["addresses"] == ["aws_s3_bucket.kept", "data.aws_region.here", "var.owner"]


def test_the_other_library_generated_code_and_blocks_of_every_kind(answer: Any) -> None:
    first, again = answer["plain"]
    assert first["inventory"] == {
        "backend.local": ["plain/backend"],
        "check": ["plain/alive"],
        "local": ["plain/sized"],
        "moved": ["plain/moved"],
        "provider.shop": ["plain/shop"],
        "shop_queue": ["plain/extra", "plain/moved", "plain/q"],
        "terraform": ["plain"],
    }
    assert first["blocks"]["terraform plain"] == {"required_version": ">= 1.6"}
    assert first["blocks"]["moved plain/moved"] == {"from": "shop_queue.old", "to": "shop_queue.plain/moved"}
    assert first["blocks"]["check plain/alive"]["assert"][0]["condition"] == "${shop_queue.plain/q.size > 0}"
    # The context of cdktf.json goes before that of the program.
    assert first["blocks"]["shop_queue plain/q"] == {"name": "platform"}
    # Generated code is loaded once.
    assert first["blocks"]["shop_queue plain/extra"] == again["blocks"]["shop_queue plain/extra"]
    assert first["blocks"]["shop_queue plain/extra"] == {"name": "loaded 1"}
    upper, number = sorted(first["left"], reverse=True)
    assert upper.startswith("plain.resource.shop_queue.moved.name: ${TFTOKEN[")
    assert number.startswith("plain.locals.sized: of--8.")


def test_questions_without_an_answer_say_what_there_is(answer: Any) -> None:
    path, kind, output = answer["errors"]
    assert path == "no aws_sqs_queue is at orders/queue; there is orders/queues/dead, orders/queues/main"
    assert kind == "no aws_sns_topic is at orders/topic; there is none of that type"
    assert output == "there is no output url; there is orders/names, orders/queue-url"


def test_programs_that_fail_say_why(answer: Any) -> None:
    prefix = "the program does not get to its end: "
    assert answer["broken"] == {
        "late": prefix + "late fault",
        "exit": prefix + "the program ends with exit code 4",
        "done": "",
        "never": prefix + "the program never settles",
        "nothing": prefix + "nothing is synthesised: no App of the program calls synth()",
        "fine": "",
        "slow": "",
    }


def test_the_librarys_own_matchers_get_what_they_take(answer: Any) -> None:
    official = answer["official"]
    assert sorted(official) == ["data", "provider", "resource"]
    assert official["resource"]["aws_sqs_queue"]["orders/queues/dead"] == {"name": "orders-prod-dead"}
    assert list(official["provider"]["aws"]) == ["orders/aws", "orders/west", "alarms/aws"]


def test_nothing_is_left_behind(answer: Any) -> None:
    assert answer["same"] is True
    assert answer["left"] == []
    assert answer["elsewhere"] == []


def test_paths_above_the_project_are_shown_from_it_and_programs_get_their_arguments(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    command = "npx ts-node -r ./register.js --project 'ts config.json' main.ts --zone 'eu west' a && echo done"
    project.write("apps/one/cdktf.json", json.dumps({"app": command}))
    project.write(
        "apps/one/main.ts",
        "import * as path from 'path';\nimport { App, TerraformOutput, TerraformStack } from 'cdktf';\n"
        "const app = new App();\nconst stack = new TerraformStack(app, 'one');\n"
        "const value = [__dirname, path.resolve('../../dist'), path.resolve('../../..')];\n"
        "new TerraformOutput(stack, 'paths', { value });\n"
        "new TerraformOutput(stack, 'given', { value: process.argv.slice(2) });\n"
        "app.synth();\n",
    )
    question = """
    const load = () => import('../../apps/one/main');
    const app = (settings) => support.synthesis({ load, folder: '../../apps/one', ...settings });
    const value = async (settings) => (await app(settings).output('paths')).value;
    return [await value(), await value({ root: '../../..' }), (await app().output('given')).value, process.argv.length];
    """
    inside, above, arguments, left = project.ask(question)
    assert inside[:2] == [".", "../../dist"]
    assert above == [".", "../../dist", "../../.."]
    assert inside[2] == str(project.folder.parent)
    assert arguments == ["--zone", "eu west", "a"]
    assert left == 3  # those of the test itself
