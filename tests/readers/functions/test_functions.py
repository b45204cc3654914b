"""Functions as they are read of a project: package, environment, role, grants and triggers, for every platform."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffold.config import Settings
from scaffold.model.functions import Function
from scaffold.pipeline import read
from scaffold.readers.functions import functions

EXAMPLES = Path(__file__).parents[3] / "examples"

HANDLER = "def handler(event, context):\n    return None\n"
SCRIPT = "exports.handler = async () => null;\n"

ROLE = """
resource "aws_iam_role" "own" {
  name               = "own"
  assume_role_policy = "{}"
}
"""


def read_functions(root: Path, files: Mapping[str, str | bytes]) -> tuple[Function, ...]:
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            place.write_bytes(content)
        else:
            place.write_text(content)
    return functions(read(root, Settings()).projects, root)


def terraform(more: str = "", *, made_of: str = 'filename = "code.zip"', handler: str = "app.handler") -> str:
    return f"""
resource "aws_lambda_function" "it" {{
  function_name = "it"
  role          = aws_iam_role.own.arn
  runtime       = "python3.12"
  handler       = "{handler}"
  {made_of}
}}
{ROLE}
{more}
"""


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return packed.getvalue()


WAYS_OUT = ("../evil.py", "/evil.py", "C:/evil.py", "..\\evil.py", "a\\evil.py")
ARCHIVE = "filename = data.archive_file.code.output_path"


class TestPackages:
    def test_one_file(self, tmp_path: Path) -> None:
        archive = 'data "archive_file" "code" {\n type = "zip"\n source_file = "src/app.py"\n output_path = "a.zip"\n}'
        files = {"main.tf": terraform(archive, made_of=ARCHIVE), "src/app.py": HANDLER, "src/other.py": ""}
        (found,) = read_functions(tmp_path, files)
        assert (found.package.kind, found.package.folder) == ("file", "src")
        assert {name: each.source for name, each in found.package.files.items()} == {"app.py": "src/app.py"}

    def test_a_folder_without_what_is_left_out(self, tmp_path: Path) -> None:
        archive = """
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "a.zip"
  excludes    = ["notes.md", "**/*.test.py", "drafts"]
}
"""
        names = ("app.py", "notes.md", "deep/a.test.py", "deep/a.py", "drafts/b.py", "__pycache__/app.pyc")
        files = {"main.tf": terraform(archive, made_of=ARCHIVE), **{f"src/{name}": HANDLER for name in names}}
        (found,) = read_functions(tmp_path, files)
        assert (found.package.kind, found.package.folder) == ("folder", "src")
        assert list(found.package.files) == ["app.py", "deep/a.py"]

    def test_an_archive_by_the_path_it_is_written_to(self, tmp_path: Path) -> None:
        archive = 'data "archive_file" "code" {\n type = "zip"\n source_dir = "src"\n output_path = "./b/a.zip"\n}'
        files = {"main.tf": terraform(archive, made_of='filename = "b/a.zip"'), "src/app.py": HANDLER}
        (found,) = read_functions(tmp_path, files)
        assert found.package.folder == "src"

    def test_texts_in_the_program(self, tmp_path: Path) -> None:
        archive = """
data "archive_file" "code" {
  type        = "zip"
  output_path = "a.zip"
  source {
    filename = "app.py"
    content  = "handler = print"
  }
}
"""
        (found,) = read_functions(tmp_path, {"main.tf": terraform(archive, made_of=ARCHIVE)})
        assert found.package.kind == "inline"
        assert found.package.files["app.py"].text == "handler = print"

    def test_a_text_that_is_a_file(self, tmp_path: Path) -> None:
        archive = """
data "archive_file" "code" {
  type        = "zip"
  output_path = "a.zip"
  source {
    filename = "app.py"
    content  = file("${path.module}/code/main.py")
  }
}
"""
        files = {"main.tf": terraform(archive, made_of=ARCHIVE), "code/main.py": HANDLER}
        (found,) = read_functions(tmp_path, files)
        assert (found.package.kind, found.package.files["app.py"].source) == ("archive", "code/main.py")
        assert found.package.folder == ""

    def test_a_zip_that_is_there(self, tmp_path: Path) -> None:
        content = zipped(app__py=HANDLER, other__py="here = 1\n")
        files = {"main.tf": terraform(), "code.zip": content, "code/app.py": HANDLER, "other.py": "here = 2\n"}
        (found,) = read_functions(tmp_path, files)
        assert found.package.kind == "zip"
        assert found.package.files["app.py"].source == "code/app.py"
        assert found.package.files["other.py"].text == "here = 1\n"

    def test_a_zip_with_a_way_out(self, tmp_path: Path) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in (*WAYS_OUT, "a/../../evil.py", "app.py"):
                archive.writestr(name, HANDLER)
        (found,) = read_functions(tmp_path, {"main.tf": terraform(), "code.zip": packed.getvalue()})
        assert list(found.package.files) == ["app.py"]
        assert found.package.reason == "the name of a file in it leads out of it"

    @pytest.mark.parametrize("name", WAYS_OUT)
    def test_a_source_with_a_way_out(self, tmp_path: Path, name: str) -> None:
        archive = f"""
data "archive_file" "code" {{
  type        = "zip"
  output_path = "a.zip"
  source {{
    filename = "app.py"
    content  = "handler = print"
  }}
  source {{
    filename = {json.dumps(name)}
    content  = "evil"
  }}
}}
"""
        (found,) = read_functions(tmp_path, {"main.tf": terraform(archive, made_of=ARCHIVE)})
        assert list(found.package.files) == ["app.py"]
        assert found.package.reason == "the name of a file in it leads out of it"

    def test_a_member_of_assets_with_a_way_out(self, tmp_path: Path) -> None:
        members = "".join(f"{json.dumps(name)}: {{'fn::stringAsset': evil}}, " for name in WAYS_OUT)
        files = {
            "Pulumi.yaml": "name: p\nruntime: yaml\nresources:\n  it:\n    type: aws:lambda:Function\n    properties:\n"
            "      runtime: python3.12\n      handler: app.handler\n      role: arn:aws:iam::123456789012:role/x\n"
            f"      code: {{'fn::assetArchive': {{{members}'app.py': {{'fn::stringAsset': handler = print}}}}}}\n"
        }
        (found,) = read_functions(tmp_path, files)
        assert list(found.package.files) == ["app.py"]
        assert "the name of a file in it leads out of it" in found.package.reason

    def test_a_text_with_a_sensitive_value(self, tmp_path: Path) -> None:
        archive = """
variable "pw" {
  sensitive = true
}
data "archive_file" "code" {
  type        = "zip"
  output_path = "a.zip"
  source {
    filename = "app.py"
    content  = "PASSWORD = '${var.pw}'"
  }
}
"""
        files = {"main.tf": terraform(archive, made_of=ARCHIVE), "terraform.tfvars": 'pw = "hunter2-TRUE"'}
        (found,) = read_functions(tmp_path, files)
        assert found.package.files["app.py"].text == "PASSWORD = 'not-a-real-pw-0123456789abcdef'"

    def test_a_zip_that_is_none(self, tmp_path: Path) -> None:
        (found,) = read_functions(tmp_path, {"main.tf": terraform(), "code.zip": b"no archive"})
        assert found.package.reason == "code.zip cannot be unpacked"

    def test_an_object_that_the_project_puts_there(self, tmp_path: Path) -> None:
        more = """
resource "aws_s3_bucket" "code" {
  bucket = "code"
}
resource "aws_s3_object" "code" {
  bucket = aws_s3_bucket.code.id
  key    = "it.zip"
  source = data.archive_file.code.output_path
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "src"
  output_path = "a.zip"
}
"""
        made_of = "s3_bucket = aws_s3_bucket.code.id\n  s3_key = aws_s3_object.code.key"
        (found,) = read_functions(tmp_path, {"main.tf": terraform(more, made_of=made_of), "src/app.py": HANDLER})
        assert (found.package.kind, found.package.folder) == ("folder", "src")

    @pytest.mark.parametrize(
        ("made_of", "kind", "reason"),
        [
            ('image_uri = "x"\n  package_type = "Image"', "image", "it is a container image"),
            ('s3_bucket = "elsewhere"\n  s3_key = "a.zip"', "remote", "it is an object of a bucket"),
            ('filename = "build/a.zip"', "missing", "build/a.zip is not there"),
            ('filename = "../../../etc"', "missing", "../../../etc is outside of the project"),
            ("filename = var.unknown", "missing", "which file it is made of is not known"),
            ("", "missing", "nothing says what it is made of"),
        ],
    )
    def test_what_is_not_in_the_project(self, tmp_path: Path, made_of: str, kind: str, reason: str) -> None:
        source = terraform('variable "unknown" {}', made_of=made_of)
        (found,) = read_functions(tmp_path, {"main.tf": source})
        assert (found.package.kind, found.package.reason, found.code) == (kind, reason, None)

    def test_sources_of_what_is_built_elsewhere(self, tmp_path: Path) -> None:
        files = {"main.tf": terraform(), "src/app.py": HANDLER, "tests/app.py": HANDLER, "lib/app.py": "other = 1\n"}
        (found,) = read_functions(tmp_path, files)
        assert (found.package.kind, found.package.folder) == ("built", "src")
        assert found.package.reason == (
            "code.zip is built elsewhere: src/app.py is taken for what its handler is made of"
        )

    def test_sources_that_may_be_either(self, tmp_path: Path) -> None:
        files = {"main.tf": terraform(), "one/app.py": HANDLER, "two/app.py": HANDLER}
        (found,) = read_functions(tmp_path, files)
        assert found.package.kind == "missing"

    def test_sources_in_a_folder_that_is_called_like_the_package(self, tmp_path: Path) -> None:
        files = {"main.tf": terraform(), "one/app.py": HANDLER, "code/app.py": HANDLER}
        (found,) = read_functions(tmp_path, files)
        assert (found.package.kind, found.package.folder) == ("built", "code")

    def test_a_link_out_of_the_project_is_not_followed(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "secret.py").write_text(HANDLER)
        root = tmp_path / "project"
        (root / "src").mkdir(parents=True)
        (root / "src" / "link.py").symlink_to(outside / "secret.py")
        (root / "src" / "more").symlink_to(outside)
        archive = 'data "archive_file" "code" {\n type = "zip"\n source_dir = "src"\n output_path = "a.zip"\n}'
        (found,) = read_functions(root, {"main.tf": terraform(archive, made_of=ARCHIVE), "src/app.py": HANDLER})
        assert list(found.package.files) == ["app.py"]

    def test_assets_of_a_program(self, tmp_path: Path) -> None:
        program = """
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

new aws.lambda.Function('it', {
  runtime: 'nodejs20.x', handler: 'index.handler', role: 'arn:aws:iam::123456789012:role/r',
  code: new pulumi.asset.AssetArchive({
    'index.js': new pulumi.asset.FileAsset('./code/main.js'),
    'lib': new pulumi.asset.FileArchive('./shared'),
    'settings.json': new pulumi.asset.StringAsset('{}'),
    'gone.js': new pulumi.asset.FileAsset('./code/gone.js'),
  }),
});
"""
        files = {
            "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
            "index.ts": program,
            "code/main.js": SCRIPT,
            "shared/a.js": "",
        }
        (found,) = read_functions(tmp_path, files)
        assert {name: each.source or each.text for name, each in found.package.files.items()} == {
            "index.js": "code/main.js",
            "lib/a.js": "shared/a.js",
            "settings.json": "{}",
        }
        assert (found.package.kind, found.package.reason) == ("archive", "code/gone.js is not there")
        assert (found.role, found.grants_known) == ("", False)


def test_the_environment_with_its_lines(tmp_path: Path) -> None:
    source = """
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_lambda_function" "it" {
  function_name = "it"
  role          = aws_iam_role.own.arn
  environment {
    variables = {
      QUEUE = aws_sqs_queue.jobs.url
      SIZE  = 3
    }
  }
}
"""
    (found,) = read_functions(tmp_path, {"main.tf": source + ROLE})
    told = {variable.name: (str(variable.value), variable.position.line) for variable in found.environment}
    assert told == {"QUEUE": ("aws_sqs_queue.jobs.url", 10), "SIZE": ("3", 11)}
    assert found.environment_known


def test_an_environment_that_nobody_knows(tmp_path: Path) -> None:
    more = 'variable "all" { type = map(string) }'
    source = terraform(more, made_of="environment {\n    variables = var.all\n  }")
    (found,) = read_functions(tmp_path, {"main.tf": source})
    assert (found.environment, found.environment_known) == ((), False)


def test_an_environment_with_computed_names(tmp_path: Path) -> None:
    program = """
import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const variables: Record<string, string> = {};
for (const name of new pulumi.Config().requireObject<string[]>('names')) {
  variables[name] = 'x';
}
new aws.lambda.Function('it', { role: 'arn:aws:iam::123456789012:role/r', environment: { variables } });
"""
    (found,) = read_functions(tmp_path, {"Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.ts": program})
    assert (found.environment, found.environment_known) == ((), False)


def test_what_is_known_of_a_function(tmp_path: Path) -> None:
    (found,) = read_functions(tmp_path, {"main.tf": terraform(made_of='timeout = "20"\n  memory_size = 512')})
    assert (found.address, found.title, found.name, found.project, found.platform) == (
        "aws_lambda_function.it",
        "function it",
        "it",
        ".",
        "terraform",
    )
    assert (found.runtime, found.language, found.handler, found.timeout, found.memory) == (
        "python3.12",
        "python",
        "app.handler",
        20,
        512,
    )


def test_the_code_is_read(tmp_path: Path) -> None:
    archive = 'data "archive_file" "code" {\n type = "zip"\n source_file = "app.py"\n output_path = "a.zip"\n}'
    files = {"main.tf": terraform(archive, made_of=ARCHIVE), "app.py": HANDLER}
    (found,) = read_functions(tmp_path, files)
    assert found.code is not None
    assert (found.code.file, found.code.function, found.code.problem) == ("app.py", "handler", "")


@pytest.mark.parametrize(
    ("example", "kinds"),
    [
        ("terraform-webhook", {"validation": ["rest-api"], "processing": ["queue"]}),
        ("pulumi-payments-ts", {"webhook-validator": ["rest-api"], "payment-processor": ["state-machine"]}),
        ("cdktf-iot-py", {"function of ingest": ["rest-api"], "function of processor": ["queue"],
                          "function of query": ["rest-api"]}),
        ("pulumi-network-py", {"worker of worker": ["queue"]}),
    ],
)  # fmt: skip
def test_every_function_of_the_examples(example: str, kinds: Mapping[str, list[str]]) -> None:
    root = EXAMPLES / example
    found = functions(read(root, Settings()).projects, root)
    assert {
        each.title.removeprefix("function "): [trigger.kind for trigger in each.triggers] for each in found
    } == kinds
    assert all(each.package.files and each.grants_known and each.role for each in found)
    assert all(each.code is not None and not each.code.problem and not each.code.reason for each in found)
