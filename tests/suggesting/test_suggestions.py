"""Outputs to export, in each language: the line, and the patch that adds it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner

from scaffold.cli.main import scaffold


def project(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        place = folder / ("__main__.py" if name == "main_module" else name.replace("__", ".").replace("_in_", "/"))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def suggested(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(scaffold, ["outputs", "suggest", str(folder), *options])
    assert result.exception is None, result.output
    return result.stdout or result.stderr


def applied(folder: Path) -> str:
    """What git makes of the patch: that it applies says that it is one."""
    patch = suggested(folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch.encode(), check=True)
    return patch


QUEUE = 'variable "name" {}\nresource "aws_sqs_queue" "events" {\n  name = var.name\n}\n'


def test_a_terraform_output_goes_where_outputs_are(tmp_path):
    project(tmp_path, main__tf=QUEUE, outputs__tf='output "x" {\n  value = 1\n}')
    applied(tmp_path)
    assert (tmp_path / "outputs.tf").read_text() == (
        'output "x" {\n  value = 1\n}\n\noutput "events_name" {\n  value = aws_sqs_queue.events.name\n}\n'
    )
    assert suggested(tmp_path) == "Everything that is worth testing can be found.\n"


def test_a_file_for_outputs_is_made_where_there_is_none(tmp_path):
    project(tmp_path, main__tf=QUEUE)
    assert "--- /dev/null\n+++ b/outputs.tf\n" in applied(tmp_path)
    assert "Everything" in suggested(tmp_path)


def test_an_output_of_a_module_goes_through_every_module_above(tmp_path):
    root = 'module "shop" {\n  source = "./shop"\n  for_each = toset(["a"])\n  name = each.key\n}\n'
    middle = 'variable "name" {}\nmodule "queue" {\n  source = "./queue"\n  name = uuid()\n}\n'
    project(tmp_path, main__tf=root, shop_in_main__tf=middle, shop_in_queue_in_main__tf=QUEUE)
    applied(tmp_path)
    assert "value = aws_sqs_queue.events.name" in (tmp_path / "shop/queue/outputs.tf").read_text()
    assert "value = module.queue.events_name" in (tmp_path / "shop/outputs.tf").read_text()
    assert 'value = module.shop["a"].events_name' in (tmp_path / "outputs.tf").read_text()
    assert "Everything" in suggested(tmp_path)


NAMESAKES = """variable "name" {}
resource "aws_sqs_queue" "main" {
  name = var.name
}
resource "aws_sns_topic" "main" {
  name = var.name
}
resource "aws_dynamodb_table" "told" {
  name     = var.name
  hash_key = "id"
}
output "sns_topic_main_arn" { value = "taken" }
output "table" { value = aws_dynamodb_table.told.name }
"""


def test_outputs_of_a_module_have_names_of_their_own_and_those_that_are_there_are_used(tmp_path):
    calls = "".join(f'module "{name}" {{\n  source = "./shop"\n  name = uuid()\n}}\n' for name in ("a", "b"))
    project(tmp_path, main__tf=calls, shop_in_main__tf=NAMESAKES)
    applied(tmp_path)
    inner = (tmp_path / "shop/main.tf").read_text().removeprefix(NAMESAKES)
    assert inner == (
        '\noutput "sqs_queue_main_name" {\n  value = aws_sqs_queue.main.name\n}\n'
        '\noutput "sns_topic_main_arn_2" {\n  value = aws_sns_topic.main.arn\n}\n'
    )
    outer = (tmp_path / "outputs.tf").read_text()
    for name in ("a", "b"):
        for output in ("sqs_queue_main_name", "sns_topic_main_arn_2", "table"):
            assert f"value = module.{name}.{output}\n" in outer
    assert "Everything" in suggested(tmp_path)


def test_nothing_is_changed_unless_that_is_asked_for(tmp_path):
    project(tmp_path, main__tf=QUEUE)
    suggested(tmp_path)
    assert not (tmp_path / "outputs.tf").exists()
    suggested(tmp_path, "--apply")
    assert (tmp_path / "outputs.tf").exists()


def test_line_endings_stay_as_they_are(tmp_path):
    project(tmp_path, main__tf=QUEUE)
    (tmp_path / "outputs.tf").write_bytes(b'output "x" {\r\n  value = 1\r\n}\r\n')
    suggested(tmp_path, "--apply")
    assert (tmp_path / "outputs.tf").read_bytes().count(b"\n") == (tmp_path / "outputs.tf").read_bytes().count(b"\r\n")


PULUMI = "name: shop\nruntime: %s\n"
SCRIPT = """import * as aws from '@pulumi/aws';
const events = new aws.sqs.Queue('events');
export const other = 1;
"""


def test_a_pulumi_program_exports_what_it_keeps_under_a_name(tmp_path):
    project(tmp_path, Pulumi__yaml=PULUMI % "nodejs", index__ts=SCRIPT)
    applied(tmp_path)
    assert (tmp_path / "index.ts").read_text() == SCRIPT + "export const eventsName = events.name;\n"
    assert "Everything" in suggested(tmp_path)


def test_what_a_program_keeps_under_no_name_is_exported_by_hand(tmp_path):
    project(tmp_path, Pulumi__yaml=PULUMI % "nodejs", index__ts=SCRIPT.replace("const events = ", ""))
    assert suggested(tmp_path).splitlines() == [
        f"# {tmp_path}/index.ts:2: queue events has to be exported by hand:",
        "#     export const eventsName = <queue events>.name;",
    ]


def test_a_pulumi_program_in_python_exports_it_too(tmp_path):
    text = "import pulumi\nimport pulumi_aws as aws\n\nevents = aws.sqs.Queue('events')\n"
    project(tmp_path, Pulumi__yaml=PULUMI % "python", main_module=text)
    applied(tmp_path)
    assert (tmp_path / "__main__.py").read_text() == text + 'pulumi.export("eventsName", events.name)\n'
    assert "Everything" in suggested(tmp_path)


def test_a_pulumi_program_in_yaml_has_it_among_its_outputs(tmp_path):
    text = PULUMI % "yaml" + "resources:\n  events:\n    type: aws:sqs:Queue\noutputs:\n    other: x\n"
    project(tmp_path, Pulumi__yaml=text)
    applied(tmp_path)
    assert (tmp_path / "Pulumi.yaml").read_text().endswith("outputs:\n    eventsName: ${events.name}\n    other: x\n")
    assert "Everything" in suggested(tmp_path)


CDKTN = """import { App, TerraformStack } from 'cdktn';
import { Construct } from 'constructs';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue';
class Shop extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const events = new SqsQueue(this, 'events', {
      namePrefix: 'events',
    });
    %s
  }
}
const app = new App();
new Shop(app, 'shop');
app.synth();
"""


def test_a_stack_declares_an_output_behind_the_resource(tmp_path):
    project(tmp_path, cdktf__json='{"language": "typescript", "app": "npx ts-node main.ts"}', main__ts=CDKTN % "")
    applied(tmp_path)
    text = (tmp_path / "main.ts").read_text()
    assert text.startswith("import { App, TerraformStack, TerraformOutput } from 'cdktn';\n")
    assert "    });\n    new TerraformOutput(this, 'events-name', { value: events.name });\n" in text
    assert "Everything" in suggested(tmp_path)


def test_what_a_loop_makes_is_exported_by_hand(tmp_path):
    loop = "for (const name of ['a', 'b']) {\n      const it = new SqsQueue(this, name, { namePrefix: name });\n    }"
    project(tmp_path, cdktf__json='{"language": "typescript", "app": "npx ts-node main.ts"}', main__ts=CDKTN % loop)
    assert suggested(tmp_path).count("has to be exported by hand") == 2


def test_a_stack_in_python_declares_an_output_behind_the_resource(tmp_path):
    text = """from constructs import Construct
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue


class Shop(TerraformStack):
    def __init__(self, scope: Construct, id: str):
        super().__init__(scope, id)
        self.events = SqsQueue(self, "events", name_prefix="events")


app = App()
Shop(app, "shop")
app.synth()
"""
    project(tmp_path, cdktf__json='{"language": "python", "app": "python main.py"}', main__py=text)
    applied(tmp_path)
    changed = (tmp_path / "main.py").read_text()
    assert "from cdktf import App, TerraformStack, TerraformOutput\n" in changed
    assert '        TerraformOutput(self, "events-name", value=self.events.name)\n' in changed
    assert "Everything" in suggested(tmp_path)


def test_a_program_that_exports_otherwise_is_left_alone(tmp_path):
    text = SCRIPT.replace("export const other = 1;", "module.exports = { other: 1 };")
    project(tmp_path, Pulumi__yaml=PULUMI % "nodejs", index__ts=text)
    assert "by hand" in suggested(tmp_path)


def test_generating_integration_tests_finds_what_is_not_exported(tmp_path):
    project(tmp_path, main__tf=QUEUE + 'output "x" {\n  value = 1\n}\n')
    result = CliRunner().invoke(scaffold, ["generate", str(tmp_path), "--kind", "integration"])
    assert "low: no output leads to queue events [integration-output]" in result.stderr
    assert 'Export it: output "events_name" { value = aws_sqs_queue.events.name }' in result.stderr
