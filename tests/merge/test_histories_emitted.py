"""Random histories of suites that are really generated: what is generated for invented projects of each platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from merge_dialects import DIALECTS, Project, Suite
from merge_histories import History

from scaffold.config import Settings
from scaffold.pipeline import produce

KINDS = ("aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic")
#: A resource of each kind by the version of a thing, in Terraform, TypeScript and Python.
ATTRIBUTES = {
    "aws_s3_bucket": ('tags = {{ Version = "{0}" }}', 'tags: {{ Version: "{0}" }}', 'tags={{"Version": "{0}"}}'),
    "aws_sqs_queue": ("delay_seconds = {0}", "delaySeconds: {0}", "delay_seconds={0}"),
    "aws_sns_topic": ('display_name = "v{0}"', 'displayName: "v{0}"', 'display_name="v{0}"'),
}
CLASSES = {"aws_s3_bucket": "s3.Bucket", "aws_sqs_queue": "sqs.Queue", "aws_sns_topic": "sns.Topic"}


def terraform(project: Project, folder: Path) -> None:
    """The project as Terraform: a topic of an odd version has its messages brought to every queue."""
    lines = [f'variable "title" {{\n  default = "{project.title}"\n}}\n']
    for thing in project.things:
        body = ATTRIBUTES[thing.kind][0].format(thing.version)
        lines.append(f'resource "{thing.kind}" "{thing.name}" {{\n  {body}\n}}\n')
        for queue in (each for each in project.things if each.kind == "aws_sqs_queue"):
            if thing.kind == "aws_sns_topic" and thing.version % 2:
                lines.append(
                    f'resource "aws_sns_topic_subscription" "{thing.name}_{queue.name}" {{\n'
                    f"  topic_arn = aws_sns_topic.{thing.name}.arn\n"
                    f'  protocol = "sqs"\n  endpoint = aws_sqs_queue.{queue.name}.arn\n}}\n'
                )
    if "later" in project.traits:
        lines += [f'output "{thing.name}" {{\n  value = {thing.address}.arn\n}}\n' for thing in project.things]
    (folder / "main.tf").write_text("\n".join(lines))


def typescript(project: Project, folder: Path) -> None:
    """The project as a Pulumi program in TypeScript."""
    (folder / "Pulumi.yaml").write_text(f"name: {project.title.lower()}\nruntime: nodejs\n")
    (folder / "package.json").write_text('{"dependencies": {"@pulumi/aws": "^7", "@pulumi/pulumi": "^3"}}')
    lines = ['import * as aws from "@pulumi/aws";']
    for thing in project.things:
        body = ATTRIBUTES[thing.kind][1].format(thing.version)
        lines.append(f'const {thing.name} = new aws.{CLASSES[thing.kind]}("{thing.name}", {{ {body} }});')
        lines += [f"export const {thing.name}Arn = {thing.name}.arn;"] * (thing.version % 2)
    (folder / "index.ts").write_text("\n".join(lines) + "\n")


def python(project: Project, folder: Path) -> None:
    """The project as a Pulumi program in Python."""
    (folder / "Pulumi.yaml").write_text(f"name: {project.title.lower()}\nruntime: python\n")
    (folder / "requirements.txt").write_text("pulumi>=3\npulumi-aws>=7\n")
    lines = ["import pulumi", "import pulumi_aws as aws"]
    for thing in project.things:
        body = ATTRIBUTES[thing.kind][2].format(thing.version)
        lines.append(f'{thing.name} = aws.{CLASSES[thing.kind]}("{thing.name}", {body})')
        lines += [f'pulumi.export("{thing.name}_arn", {thing.name}.arn)'] * (thing.version % 2)
    (folder / "__main__.py").write_text("\n".join(lines) + "\n")


#: By target: the language of its suites, and what writes a project that it is for.
TARGETS: dict[str, tuple[str, Callable[[Project, Path], None]]] = {
    "pytest": ("python", terraform),
    "jest": ("script", terraform),
    "terraform-test": ("hcl", terraform),
    "pulumi-jest": ("script", typescript),
    "pulumi-pytest": ("python", python),
}


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_lost_of_what_is_really_generated(target: str, tmp_path: Path) -> None:
    name, spell = TARGETS[target]

    @lru_cache
    def suite(project: Project) -> Suite:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        spell(project, folder)
        files = produce(folder, Settings(targets=(target,))).files
        written = next((text for text in files.values() if text.cases), None)
        return Suite("", ()) if written is None else Suite(str(written), written.cases)

    dialect = replace(DIALECTS[name], suite=suite, kinds=KINDS)
    for number in range(3):
        History(Random(f"{target} {number}"), dialect).run(2)
