"""Advice on programs that synthesise a configuration: overrides, files, outputs, and what backends know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.catalog.advice import advise
from scaffold.readers.cdktf import read
from scaffold.readers.reading import ReadOptions

PROGRAM = """import { App, TerraformStack, TerraformOutput, TerraformAsset, AssetType, S3Backend } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
const app = new App();
const stack = new TerraformStack(app, 'orders');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const queue = new SqsQueue(stack, 'queue', { name: 'queue' });
%s
app.synth();
"""
OUTPUT = "new TerraformOutput(stack, 'url', { value: queue.url });\n"
BACKEND = "new S3Backend(stack, { bucket: 'b', key: 'k', region: 'r', encrypt: true });\n"


def said(folder: Path, text: str, files: dict[str, str] | None = None) -> list[str]:
    """`id: sentence` of what is advised that speaks of programs, or of backends."""
    manifest = json.dumps({"language": "typescript", "app": "npx ts-node main.ts"})
    for name, content in {"cdktf.json": manifest, "main.ts": PROGRAM % text, **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (project,) = read(folder, ReadOptions()).projects
    found = (f"{advice.check.id}: {advice.sentence}" for advice in advise(project))
    return [line for line in found if line.startswith(("cdktf-", "terraform-"))]


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        ("visibility_timeout", "visibility_timeout"),
        ("visibility_timeout_seconds", ""),
        ("tags.Anything", ""),
        ("lifecycle.prevent_destroy", ""),
        ("timeouts.creat", "creat"),
        ("timeouts.create", ""),
    ],
)
def test_overrides_lead_to_what_there_is(path: str, unknown: str, tmp_path: Path) -> None:
    found = said(tmp_path, f"queue.addOverride('{path}', 1);\n{OUTPUT}")
    expected = (
        f"cdktf-unknown-override: queue queue has {path} overridden, and {unknown} is nothing that aws_sqs_queue has"
    )
    assert found == ([expected] if unknown else [])


def test_a_stack_without_outputs(tmp_path: Path) -> None:
    assert said(tmp_path, "") == ["cdktf-outputs: stack orders has no output"]


def test_what_is_called_from_outside_is_given_by_an_output(tmp_path: Path) -> None:
    other = "const dead = new SqsQueue(stack, 'dead', {});\n"
    policy = "queue.redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn });\n"
    assert said(tmp_path, other + OUTPUT) == ["cdktf-outputs: no output gives the URL of queue dead"]
    assert said(tmp_path, other + policy + OUTPUT) == []


@pytest.mark.parametrize("there", [True, False])
def test_code_is_there(there: bool, tmp_path: Path) -> None:
    text = "const code = new TerraformAsset(stack, 'code', { path: './src', type: AssetType.ARCHIVE });\n"
    text += "new LambdaFunction(stack, 'fn', { functionName: 'fn', role: 'r', filename: code.path });\n"
    found = said(tmp_path, text + OUTPUT, {"src/index.js": "exports.handler = 1;"} if there else {})
    assert found == ([] if there else ["cdktf-missing-asset: function fn is made of src, which does not exist"])


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        ("", "use_lockfile needs Terraform 1.10, and nothing is said against older versions"),
        (">= 1.6", "use_lockfile needs Terraform 1.10, and >= 1.6 admits older versions"),
        (">= 1.10", ""),
    ],
)
def test_a_backend_knows_its_settings(required: str, expected: str, tmp_path: Path) -> None:
    text = BACKEND + "stack.addOverride('terraform.backend.s3.use_lockfile', true);\n"
    if required:
        text += f"stack.addOverride('terraform.required_version', '{required}');\n"
    assert said(tmp_path, text + OUTPUT) == ([f"terraform-backend-settings: {expected}"] if expected else [])


def test_a_pinned_version_counts(tmp_path: Path) -> None:
    text = BACKEND + "stack.addOverride('terraform.backend.s3.use_lockfile', true);\n" + OUTPUT
    assert said(tmp_path, text, {".terraform-version": "1.11.4"}) == []


def test_a_name_that_no_version_knows(tmp_path: Path) -> None:
    text = BACKEND + "stack.addOverride('terraform.backend.s3.lock', true);\n" + OUTPUT
    assert said(tmp_path, text) == ["terraform-backend-settings: the s3 backend knows no lock, in any version"]
