"""Reading a folder: which files, how they merge, and what a test can ask of them; the same in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

MAIN = """\ufeffterraform {
  required_version = ">= 1.9"
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
locals { a = 1 }
provider "aws" {}
provider "aws" {
  alias = "east"
}
resource "aws_x" "one" {
  size = 1
  rule { port = 80 }
  rule { port = 81 }
  lifecycle { prevent_destroy = true }
  provisioner "local-exec" { command = "true" }
  dynamic "ingress" {
    for_each = var.rules
    content { port = ingress.value }
  }
}
resource aws_x two /* unquoted */ {}
data "aws_y" "three" {}
variable "rules" { type = list(object({ port = optional(number, 80) })) }
output "url" { value = "https://${aws_x.one.host}" }
moved {
  from = aws_x.old
  to   = aws_x.one
}
check "health" {
  data "http" "page" { url = "x" }
}
""".replace("\n", "\r\n")
MORE = """locals { b = 2 }
terraform {
  backend "s3" { key = "k" }
}
"""
OVERRIDE = """resource "aws_x" "one" {
  size = 2
  rule { port = 443 }
  ingress { port = 1 }
  lifecycle { create_before_destroy = true }
}
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}
terraform {
  required_providers {
    random = { source = "hashicorp/random" }
  }
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_bytes(MAIN.encode())
    (tmp_path / "more.tf").write_text(MORE)
    (tmp_path / "a_override.tf").write_text(OVERRIDE)
    (tmp_path / "both.tf").write_text('resource "aws_x" "hidden" {}')
    (tmp_path / "both.tofu").write_text('resource "aws_x" "shown" {}')
    (tmp_path / "extra.tofu.json").write_text('{"output": {"json": {"value": 1}}}')
    (tmp_path / ".hidden.tf").write_bytes(b"\xff{{{")
    (tmp_path / "#edited.tf").write_text("{{{")
    (tmp_path / "folder.tf").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "other.tf").write_text("not terraform at all {{{")
    return tmp_path


ONE = {
    "size": 2,
    "rule": [{"port": 443}],
    "ingress": [{"port": 1}],
    "lifecycle": [{"prevent_destroy": True, "create_before_destroy": True}],
    "provisioner local-exec": [{"command": "true"}],
}
EXPECTED: dict[str, Any] = {
    "resources": {"aws_x": ["one", "shown", "two"]},
    "data": {"aws_y": ["three"]},
    "outputs": {"": ["json", "url"]},
    "ephemeral": {},
    "one": ONE,
    "locals": {"a": 1, "b": 2},
    "terraform": {
        "required_version": ">= 1.9",
        "required_providers": [{"aws": {"source": "hashicorp/aws"}, "random": {"source": "hashicorp/random"}}],
        "backend s3": [{"key": "k"}],
    },
    "east": {"alias": "east", "region": "us-east-1"},
    "moved": [{"from": {"$ref": "aws_x.old"}, "to": {"$ref": "aws_x.one"}}],
    "check": {"data http page": [{"url": "x"}]},
    "references": ["aws_x.one.host"],
    "nested": ["number"],
}


def test_a_folder_in_python(folder: Path, support: ModuleType, encode: Callable[[Any], Any]) -> None:
    terraform = support.load(str(folder))
    found = {
        "resources": terraform.names("resource"),
        "data": terraform.names("data"),
        "outputs": terraform.names("output"),
        "ephemeral": terraform.names("ephemeral"),
        "one": terraform.block("resource", "aws_x", "one"),
        "locals": terraform.block("locals"),
        "terraform": terraform.block("terraform"),
        "east": terraform.block("provider", "aws", index=1),
        "moved": [block.body for block in terraform.blocks("moved")],
        "check": terraform.block("check", "health"),
        "references": terraform.references("output", "url", path=["value"]),
        "nested": terraform.references("variable", "rules"),
    }
    assert encode(found) == EXPECTED


def test_a_folder_in_javascript(folder: Path, javascript: Callable[..., Any]) -> None:
    script = """
      const read = await terraform.load(input);
      return {
        resources: read.names('resource'),
        data: read.names('data'),
        outputs: read.names('output'),
        ephemeral: read.names('ephemeral'),
        one: read.block('resource', 'aws_x', 'one'),
        locals: read.block('locals'),
        terraform: read.block('terraform'),
        east: read.block('provider', 'aws', 1),
        moved: read.blocks('moved').map((block) => block.body),
        check: read.block('check', 'health'),
        references: read.references('output', 'url', ['value']),
        nested: read.references('variable', 'rules'),
      };
    """
    assert javascript(script, str(folder)) == EXPECTED


def test_override_replaces_dynamic_blocks_too(tmp_path: Path, support: ModuleType) -> None:
    (tmp_path / "main.tf").write_text('resource "a" "b" {\n dynamic "rule" {\n for_each = []\n content {}\n }\n}')
    (tmp_path / "override.tf").write_text('resource "a" "b" {\n rule {}\n}')
    assert support.load(tmp_path).block("resource", "a", "b") == {"rule": [{}]}


ABSENT = "There is no resource aws_x three. Declared as resource aws_x: aws_x one, aws_x shown, aws_x two."


def test_an_absent_block_is_said_with_those_there_are(
    folder: Path, support: ModuleType, javascript: Callable[..., Any]
) -> None:
    with pytest.raises(AssertionError) as raised:
        support.load(folder).block("resource", "aws_x", "three")
    assert str(raised.value) == ABSENT
    script = """
      const read = await terraform.load(input);
      try { read.block('resource', 'aws_x', 'three'); } catch (error) { return error.message; }
    """
    assert javascript(script, str(folder)) == ABSENT


@pytest.mark.parametrize(("name", "text"), [("bad.tf", 'resource "a" {'), ("bad.tf.json", "{")])
def test_a_file_that_does_not_parse_is_named(
    name: str, text: str, tmp_path: Path, support: ModuleType, javascript: Callable[..., Any]
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError) as raised:
        support.load(tmp_path)
    assert f"{name} does not parse: " in str(raised.value)
    message = javascript("return terraform.load(input).catch((error) => error.message)", str(tmp_path))
    assert f"{name} does not parse: " in message


def test_files_exist_and_are_not_empty(folder: Path, support: ModuleType, javascript: Callable[..., Any]) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "nothing").mkdir()
    paths = ["main.tf", "below", "empty.txt", "nothing", "absent"]
    terraform = support.load(folder)
    assert [terraform.exists(path) for path in paths] == [True, True, False, False, False]
    script = "const read = await terraform.load(input[0]); return input[1].map((path) => read.exists(path))"
    assert javascript(script, [str(folder), paths]) == [True, True, False, False, False]


SOURCES = {
    "a.py": (
        "from x import given as taken\nimport os\nasync def one(): pass\nclass Two:\n    def inner(self): pass\n"
        "three: int = 3\nfour = five = 4\n# def commented(): pass\ntry:\n    six = 6\nexcept KeyError:\n    pass\n",
        {"taken", "one", "Two", "three", "four"},
        {"inner", "commented", "on"},
    ),
    "b.js": (
        "exports.one = 1;\nmodule.exports.two = () => {};\n// exports.commented = 1;\n/* exports.old = 1; */\n"
        "const inner = exports.one === 2;\n",
        {"one", "two"},
        {"commented", "old", "inner", "on"},
    ),
    "c.cjs": ("module.exports = {\n  one,\n  two: () => 1,\n};\n", {"one", "two"}, {"three"}),
    "d.ts": (
        "export const one: Handler = async () => {};\nexport async function two() {}\nexport class Three {}\n"
        "export { four, five as six };\nconst inner = 1;\n",
        {"one", "two", "Three", "four", "six"},
        {"inner", "handler"},
    ),
}


def test_sources_define_symbols(tmp_path: Path, support: ModuleType, javascript: Callable[..., Any]) -> None:
    (tmp_path / "main.tf").write_text("")
    for name, (text, _, _) in SOURCES.items():
        (tmp_path / name).write_text(text)
    questions = [(name, symbol) for name, (_, there, absent) in SOURCES.items() for symbol in sorted(there | absent)]
    expected = [symbol in SOURCES[name][1] for name, symbol in questions]
    terraform = support.load(tmp_path)
    assert [terraform.defines(*question) for question in questions] == expected
    script = "const read = await terraform.load(input[0]); return input[1].map((question) => read.defines(...question))"
    assert javascript(script, [str(tmp_path), questions]) == expected
