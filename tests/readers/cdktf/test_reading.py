"""Reading projects: found, evaluated, synthesised, and told in the canonical model; what can be loaded of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.model.deployments import Entry, Evaluation, Role, Variant
from scaffold.model.project import Project
from scaffold.model.values import Call, Reference, Template
from scaffold.readers.cdktf import read
from scaffold.readers.reading import Reading, ReadOptions

IMPORTS = """import { App, TerraformStack, TerraformOutput, S3Backend } from 'cdktf';
import { Construct } from 'constructs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
const stackOf = (app: App, id: string) => {
  const made = new TerraformStack(app, id);
  new AwsProvider(made, 'aws', { region: 'eu-west-1' });
  return made;
};
"""
STACK = """
export interface OrdersProps { readonly size?: number; readonly name: string }
export class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: OrdersProps) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const dead = new SqsQueue(this, 'dead', { name: `${props.name}-dead` });
    const inner = new Construct(this, 'audit');
    const log = new S3Bucket(inner, 'log', { bucket: 'log' });
    new SqsQueue(this, 'queue', {
      name: props.name,
      messageRetentionSeconds: props.size,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
      tags: { log: `${log.arn}/x` },
      dependsOn: [log],
    });
    new TerraformOutput(this, 'url', { value: dead.url, description: 'Where' });
  }
}
"""
MAIN = IMPORTS + "import { OrdersStack } from './orders';\nconst app = new App();\n"


def write(folder: Path, files: dict[str, str], **manifest: Any) -> Path:
    said = {"language": "typescript", "app": "npx ts-node main.ts", **manifest}
    for name, text in {"cdktf.json": json.dumps(said), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def reading(folder: Path, files: dict[str, str], **manifest: Any) -> Reading:
    return read(write(folder, files, **manifest), ReadOptions())


def orders(folder: Path) -> Reading:
    return reading(
        folder,
        {
            "orders.ts": IMPORTS + STACK,
            "main.ts": f"{MAIN}new OrdersStack(app, 'shop', {{ name: 'o' }});\napp.synth();\n",
        },
    )


def evaluated(found: Reading, entry: Entry, **values: Any) -> Evaluation:
    assert found.programs is not None
    chosen = {name.replace("__", "."): value for name, value in values.items()}
    return found.programs.evaluate(Variant(entry, chosen or found.programs.sample(entry)))


def test_the_model_is_called_by_constructs(tmp_path: Path) -> None:
    found = orders(tmp_path)
    (project,) = found.projects
    assert found.diagnostics == ()
    assert (project.name, project.platform, project.path, project.language) == ("shop", "cdktf", ".", "typescript")
    queue = next(each for each in project.resources if each.name == "queue")
    log = Reference("module.audit.aws_s3_bucket.log", ("arn",))
    assert queue.address == "aws_sqs_queue.queue"
    assert queue.native_type == "shop/queue"
    assert queue.attributes["redrive_policy"] == Call(
        "jsonencode", ({"deadLetterTargetArn": Reference("aws_sqs_queue.dead", ("arn",)), "maxReceiveCount": 3},)
    )
    assert queue.attributes["tags"] == {"log": Template((log, "/x"))}
    assert queue.depends_on == ("module.audit.aws_s3_bucket.log",)
    assert (queue.position.file, queue.position.line) == ("orders.ts", 20)
    bucket = next(each for each in project.resources if each.name == "log")
    assert bucket.module == "module.audit"
    assert [(edge.source, edge.target) for edge in project.edges if not edge.attribute] == [
        ("aws_sqs_queue.queue", "module.audit.aws_s3_bucket.log")
    ]
    (output,) = project.outputs
    assert (output.name, output.description) == ("url", "Where")
    assert output.value == Reference("aws_sqs_queue.dead", ("url",))


def test_a_program_and_its_classes_can_be_loaded(tmp_path: Path) -> None:
    found = orders(tmp_path)
    assert found.programs is not None
    program, stack = found.programs.entries(".")
    assert (program.title, program.module, program.export, program.platform) == ("shop", "main.ts", "", "cdktf")
    assert (stack.export, stack.module, stack.signature, stack.id) == (
        "OrdersStack",
        "orders.ts",
        ("scope", "id", "args"),
        "shop",
    )
    assert [(each.name, each.required) for each in stack.parameters] == [("args.size", False), ("args.name", True)]
    given = evaluated(found, stack, args__name="x", args__size=5)
    assert given.failure is None
    names = [(each.token, each.name, each.address) for each in given.registrations]
    assert names == [
        ("provider.aws", "shop/aws", "provider.aws.aws"),
        ("aws_sqs_queue", "shop/dead", "aws_sqs_queue.dead"),
        ("aws_s3_bucket", "shop/audit/log", "module.audit.aws_s3_bucket.log"),
        ("aws_sqs_queue", "shop/queue", "aws_sqs_queue.queue"),
        ("backend.local", "shop/backend", "backend.local.backend"),
    ]
    queue = given.registrations[3]
    assert queue.role is Role.CUSTOM
    assert queue.inputs["message_retention_seconds"] == 5
    assert queue.inputs["depends_on"] == (Call("address", (Reference("module.audit.aws_s3_bucket.log"),)),)
    assert given.registrations[4].inputs == {"path": "./terraform.shop.tfstate"}
    (export,) = given.exports
    assert (export.name, export.others) == ("url", {"description": "Where"})


def test_classes_that_take_constructs_are_left_to_the_program(tmp_path: Path) -> None:
    network = (
        "export class Network extends TerraformStack {\n"
        "  p = new AwsProvider(this, 'aws'); bucket = new S3Bucket(this, 'b', {}); }\n"
    )
    service = (
        "interface Props { readonly network: Network; size: number }\n"
        "export class Service extends TerraformStack {\n"
        "  constructor(scope: Construct, id: string, props: Props) { super(scope, id);\n"
        "    new AwsProvider(this, 'aws'); new SqsQueue(this, 'q', { name: props.network.bucket.arn }); } }\n"
        "export class Plain extends TerraformStack {\n"
        "  constructor(scope: Construct, other?: Network) { super(scope, 'plain'); new AwsProvider(this, 'aws');\n"
        "    new SqsQueue(this, 'q', {}); } }\n"
    )
    main = "import { Network, Service, Plain } from './lib';\nconst n = new Network(app, 'net');\n"
    main += "new Service(app, 'svc', { network: n, size: 1 });\nnew Plain(app);\napp.synth();\n"
    files = {
        "lib.ts": IMPORTS + network + service,
        "main.ts": MAIN.replace("import { OrdersStack } from './orders';\n", "") + main,
    }
    found = reading(tmp_path, files)
    assert found.programs is not None
    entries = found.programs.entries(".")
    assert [(each.export, each.signature) for each in entries[1:]] == [
        ("Network", ("scope", "id")),
        ("Plain", ("scope", "other")),
    ]
    assert not any(each.parameters for each in entries[1:])


def test_references_between_stacks_are_what_they_stand_for(tmp_path: Path) -> None:
    text = """
class A extends TerraformStack { p = new AwsProvider(this, 'aws'); bucket = new S3Bucket(this, 'b', {}); }
const a = new A(app, 'a');
const b = stackOf(app, 'b');
new SqsQueue(b, 'q', { name: a.bucket.arn, policy: `x-${a.bucket.id}` });
app.synth();
"""
    found = reading(tmp_path, {"main.ts": IMPORTS + "const app = new App();" + text})
    assert [project.name for project in found.projects] == ["a", "b"]
    assert found.programs is not None
    (program,) = found.programs.entries(".")
    seen = evaluated(found, program)
    assert [each.name for each in seen.registrations if each.role is Role.DATA] == []
    assert seen.exports == ()
    queue = next(each for each in seen.registrations if each.token == "aws_sqs_queue")
    bucket = "module.a.aws_s3_bucket.b"
    assert queue.address == "module.b.aws_sqs_queue.q"
    assert queue.inputs == {"name": Reference(bucket, ("arn",)), "policy": Template(("x-", Reference(bucket, ("id",))))}
    assert seen.project is not None
    assert {(edge.source, edge.target) for edge in seen.project.edges} == {("module.b.aws_sqs_queue.q", bucket)}


def test_values_are_made_up_where_a_program_does_not_work_without(tmp_path: Path) -> None:
    text = """
const need = (name: string) => {
  const v = process.env[name];
  if (!v) throw new Error(`${name} is not set`);
  return v;
};
const stack = stackOf(app, `app-${need('STAGE')}`);
if (!process.env.OWNER || !process.env.TEAM) throw new Error('who is it?');
new SqsQueue(stack, 'q', { name: need('QUEUE') });
app.synth();
"""
    found = reading(tmp_path, {"main.ts": IMPORTS + "const app = new App();" + text})
    (said,) = found.diagnostics
    assert said.code == "made-up-values"
    assert "env.OWNER, env.QUEUE, env.STAGE, env.TEAM" in said.summary
    (project,) = found.projects
    assert [each.address for each in project.resources] == ["aws_sqs_queue.q"]
    assert all(parameter.value is not None for parameter in project.parameters)


@pytest.mark.parametrize(
    ("end", "code", "count"),
    [
        ("", "nothing-synthesised", 0),
        ("throw new Error('no');", "program-throws", 1),
        ("new SqsQueue(stack, 'q', {});\napp.synth();", "program-throws", 1),
        ("new TerraformStack(app, 'no name');", "program-throws", 1),
    ],
)
def test_what_does_not_get_to_its_end_is_said(end: str, code: str, count: int, tmp_path: Path) -> None:
    text = "const app = new App();\nconst stack = stackOf(app, 's');\nnew SqsQueue(stack, 'q', {});\n"
    found = reading(tmp_path, {"main.ts": IMPORTS + text + end})
    assert [each.code for each in found.diagnostics] == [code]
    assert sum(len(project.resources) for project in found.projects) == count


def test_one_that_only_runs_as_the_main_module_offers_its_classes(tmp_path: Path) -> None:
    guarded = "  const app = new App();\n  new OrdersStack(app, 'it', { name: 'n' });\n  app.synth();\n"
    text = f"{STACK}if (require.main === module) {{\n{guarded}}}\n"
    found = reading(tmp_path, {"main.ts": IMPORTS + text})
    assert [project.name for project in found.projects] == ["it"]
    assert found.programs is not None
    (entry,) = found.programs.entries(".")
    assert (entry.export, entry.id, entry.module) == ("OrdersStack", "it", "main.ts")


def test_context_and_environment_are_parameters(tmp_path: Path) -> None:
    text = """
const stack = stackOf(app, 's');
const sizes = stack.node.tryGetContext('sizes');
for (const name of Object.keys(sizes)) new SqsQueue(stack, name, { delaySeconds: sizes[name] });
if (process.env.LOUD) new S3Bucket(stack, 'b', {});
app.synth();
"""
    found = reading(
        tmp_path, {"main.ts": IMPORTS + "const app = new App();" + text}, context={"sizes": {"a": 1, "b": 2}}
    )
    (project,) = found.projects
    assert [each.name for each in project.resources] == ["a", "b"]
    assert {each.name: each.shape.kind.value for each in project.parameters} == {
        "context.sizes": "map",
        "env.LOUD": "string",
    }
    (entry,) = found.programs.entries(".") if found.programs else ()
    more = evaluated(found, entry, env__LOUD="1", context__sizes={"z": 9})
    assert [each.name for each in more.registrations if each.role is Role.CUSTOM] == ["s/z", "s/b"]


def test_what_packages_that_are_not_known_are_given_is_open(tmp_path: Path) -> None:
    text = "import { Site } from 'some-constructs';\nconst app = new App();\nconst stack = stackOf(app, 's');\n"
    text += "new Site(stack, 'site');\nnew SqsQueue(stack, 'q', {});\napp.synth();\n"
    found = reading(tmp_path, {"main.ts": IMPORTS + text})
    (entry,) = found.programs.entries(".") if found.programs else ()
    assert evaluated(found, entry).opaque == ("s",)


def test_an_app_without_stacks_is_told_from_one_that_is_not_synthesised(tmp_path: Path) -> None:
    (said,) = reading(tmp_path, {"main.ts": "import { App } from 'cdktf';\nnew App().synth();\n"}).diagnostics
    assert (said.code, said.summary) == ("nothing-synthesised", "The program synthesises nothing: it makes no stack")


def test_stacks_that_others_make_are_not_seen(tmp_path: Path) -> None:
    text = "import { App } from 'cdktf';\nimport { Site } from '@acme/stacks';\nconst app = new App();\n"
    found = reading(tmp_path, {"main.ts": f"{text}new Site(app, 'site');\napp.synth();\n"})
    (said,) = found.diagnostics
    assert (said.code, said.severity.value) == ("stacks-elsewhere", "note")
    assert "@acme/stacks" in said.summary


def test_an_asset_is_what_it_is_made_of(tmp_path: Path) -> None:
    text = """import { TerraformAsset, AssetType } from 'cdktf';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import * as path from 'path';
const app = new App();
const stack = stackOf(app, 's');
const code = new TerraformAsset(stack, 'code', { path: path.resolve(__dirname, 'src/fn'), type: AssetType.ARCHIVE });
new LambdaFunction(stack, 'fn', { functionName: 'fn', role: 'r', filename: code.path, sourceCodeHash: code.assetHash });
app.synth();
"""
    found = reading(tmp_path, {"main.ts": IMPORTS + text, "src/fn/index.js": "exports.handler = 1;"})
    (project,) = found.projects
    (function,) = project.resources
    assert function.attributes["filename"] == "src/fn"
    assert {"src/fn", "src/fn/index.js"} <= {each.path for module in project.modules for each in module.referred}
    (entry,) = found.programs.entries(".") if found.programs else ()
    inputs = evaluated(found, entry).registrations[1].inputs
    assert (inputs["filename"], inputs["source_code_hash"]) == ("assets/s/code/archive.zip", "hash of s/code")


def by_platform(folder: Path) -> list[tuple[str, str]]:
    return [(project.platform, project.name) for project in pipeline.read(folder, Settings()).projects]


def test_what_is_synthesised_belongs_to_its_program(tmp_path: Path) -> None:
    document = {
        "resource": {
            "aws_sqs_queue": {"queue_1A2B": {"//": {"metadata": {"path": "shop/audit/queue"}}, "name": "x"}},
            "aws_s3_bucket": {"b": {"versioning": {"enabled": True}}},
        }
    }
    orders(tmp_path)
    write(
        tmp_path, {"cdktf.out/stacks/shop/cdk.tf.json": json.dumps(document, indent=2), "cdktf.out/manifest.json": "{}"}
    )
    write(tmp_path, {"main.ts": f"{MAIN}new OrdersStack(app, 'shop', {{ name: 'o' }});\napp.synth();\n"})
    assert by_platform(tmp_path) == [("cdktf", "shop")]
    (project,) = pipeline.read(tmp_path / "cdktf.out", Settings()).projects
    queue = next(each for each in project.resources if each.type == "aws_sqs_queue")
    assert queue.native_type == "shop/audit/queue"
    assert queue.position.line == 4
    assert project.resources[1].attributes["versioning"] == ({"enabled": True},)


def test_a_module_that_a_program_calls_is_no_root(tmp_path: Path) -> None:
    text = "import { TerraformHclModule } from 'cdktf';\nconst app = new App();\nconst stack = stackOf(app, 's');\n"
    text += (
        "new TerraformHclModule(stack, 'net', { source: './modules/net', variables: { name: 'x' } });\napp.synth();\n"
    )
    module = 'variable "name" {}\nresource "aws_sqs_queue" "q" {\n  name = var.name\n}\n'
    files = {"main.ts": IMPORTS + text, "modules/net/main.tf": module}
    write(tmp_path, files, terraformModules=[{"name": "net", "source": "./modules/net"}])
    assert by_platform(tmp_path) == [("cdktf", "s")]
    (project,) = pipeline.read(tmp_path, Settings()).projects
    (queue,) = project.resources
    assert (queue.address, queue.module, queue.attributes["name"]) == ("module.net.aws_sqs_queue.q", "module.net", "x")


def test_programs_of_two_platforms_are_evaluated_side_by_side(tmp_path: Path) -> None:
    orders(tmp_path / "cdk")
    write(tmp_path / "pulumi", {"Pulumi.yaml": "name: p\nruntime: nodejs\n", "index.ts": "export const a = 1;\n"})
    (tmp_path / "pulumi" / "cdktf.json").unlink()
    found = pipeline.read(tmp_path, Settings())
    assert found.programs is not None
    for path, platform in (("cdk", "cdktf"), ("pulumi", "pulumi")):
        entry = found.programs.entries(path)[0]
        assert entry.platform == platform
        assert found.programs.evaluate(Variant(entry, found.programs.sample(entry))).failure is None


PYTHON = """from constructs import Construct
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue


class Orders(TerraformStack):
    def __init__(self, scope: Construct, ns: str, *, size: int = 3, name: str):
        super().__init__(scope, ns)
        AwsProvider(self, "aws", region="eu-west-1")
        queue = SqsQueue(self, "queue", name=name, delay_seconds=size)
        TerraformOutput(self, "url", value=queue.url, sensitive=False)
"""


def test_python(tmp_path: Path) -> None:
    main = 'from cdktf import App\nfrom orders import Orders\napp = App()\nOrders(app, "shop", name="x")\napp.synth()\n'
    found = reading(
        tmp_path, {"orders.py": PYTHON, "main.py": main}, language="python", app="pipenv run python main.py"
    )
    (project,) = found.projects
    assert isinstance(project, Project)
    assert (project.name, project.language) == ("shop", "python")
    assert found.programs is not None
    program, stack = found.programs.entries(".")
    assert (stack.signature, stack.optional, stack.id) == (("scope", "id", "size", "name"), ("size",), "shop")
    seen = evaluated(found, stack, args__name="y")
    assert seen.registrations[1].inputs == {"name": "y", "delay_seconds": 3}
    assert seen.exports[0].others == {"sensitive": False}
    assert evaluated(found, program).complete


def test_variables_of_python_are_needed_where_nothing_asks_whether_they_are_set(tmp_path: Path) -> None:
    main = """import os
from cdktf import App, TerraformOutput, TerraformStack
app = App()
stack = TerraformStack(app, "shop")
TerraformOutput(stack, "owner", value=os.environ.get("OWNER"))
team = os.environ.get("TEAM")
if team:
    TerraformOutput(stack, "team", value=team)
app.synth()
"""
    found = reading(tmp_path, {"main.py": main}, language="python", app="python main.py")
    assert found.programs is not None
    (program,) = found.programs.entries(".")
    assert list(found.programs.sample(program)) == ["env.OWNER"]
