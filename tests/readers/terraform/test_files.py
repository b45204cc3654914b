"""Which files are read, how override files change them, and the files that a configuration refers to."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.project import Project
from scaffold.model.values import Unknown
from scaffold.readers.terraform.folder import configuration_files


def values(project: Project) -> dict[str, object]:
    return {output.name: output.value for output in project.outputs}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["b.tf", "a.tf"], ["a.tf", "b.tf"]),
        (["a.tf.json", "a.tofu.json", "b.tofu", "c.tf"], ["a.tofu.json", "b.tofu", "c.tf"]),
        (["a.tf", "a.tofu"], ["a.tofu"]),
        (["a.tf", "a.tofu.json"], ["a.tf", "a.tofu.json"]),
        (["z.tf", "override.tf", "a_override.tf", "a.tf"], ["a.tf", "z.tf", "a_override.tf", "override.tf"]),
        (["overrides.tf", "xoverride.tf", "_override.tf"], ["overrides.tf", "xoverride.tf", "_override.tf"]),
        (["a.tfvars", "a.tf.bak", ".hidden.tf", "#a.tf#", "a.tf~", "a.tf.swp", ".tf", "tf", "a.TF"], []),
        (["main.tftest.hcl", "x.tfplan", "a.hcl", "a.json"], []),
    ],
)
def test_the_files_of_a_configuration(names: list[str], expected: list[str]) -> None:
    assert configuration_files(names) == tuple(expected)


def test_a_tofu_file_hides_the_terraform_file_of_its_name(reader: Reader) -> None:
    project = reader.project(
        {
            "a.tf": 'output "x" { value = "terraform" }\n',
            "a.tofu": 'output "x" { value = "tofu" }\n',
            "b.tf.json": '{"output": {"y": {"value": "terraform"}}}',
            "b.tofu.json": '{"output": {"y": {"value": "tofu"}}}',
            "c.tf": 'output "z" { value = 1 }\n',
        }
    )
    assert values(project) == {"x": "tofu", "y": "tofu", "z": 1}
    assert project.modules[0].files == ("a.tofu", "b.tofu.json", "c.tf")


def test_a_folder_named_like_a_file_is_no_file(reader: Reader) -> None:
    (reader.folder / "sub.tf").mkdir()
    reading = reader.reading({"main.tf": 'output "x" { value = 1 }\n'})
    assert reading.diagnostics == ()
    assert reading.projects[0].modules[0].files == ("main.tf",)


def test_override_files_merge_into_blocks(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              terraform {
                required_version = ">= 1.0"
                required_providers { aws = { source = "hashicorp/aws" } }
                backend "s3" { bucket = "b" }
              }
              provider "aws" { region = "a" }
              provider "aws" {
                alias  = "two"
                region = "b"
              }
              variable "size" {
                type    = number
                default = 1
              }
              locals {
                x = 1
                y = 2
              }
              resource "a_b" "c" {
                name = "old"
                size = var.size
                rule { port = 80 }
                rule { port = 81 }
                other { keep = true }
                lifecycle { prevent_destroy = true }
              }
              output "o" {
                value       = local.x
                description = "kept"
              }
            """,
            "main_override.tf": """
              terraform { required_providers { random = { source = "hashicorp/random" } } }
              provider "aws" {
                alias  = "two"
                region = "c"
              }
              variable "size" { default = 5 }
              locals { x = 10 }
              resource "a_b" "c" {
                name = "new"
                rule { port = 443 }
              }
              output "o" { value = local.x + local.y }
              resource "a_b" "added" {}
            """,
            "override.tf.json": '{"resource": {"a_b": {"c": {"extra": "json"}}}}',
        }
    )
    added = next(each for each in project.resources if each.name == "added")
    changed = next(each for each in project.resources if each.name == "c")
    assert added.attributes == {}
    assert changed.attributes == {
        "name": "new",
        "size": 5,
        "rule": ({"port": 443},),
        "other": ({"keep": True},),
        "extra": "json",
    }
    assert changed.lifecycle == {"prevent_destroy": True}
    assert str(changed.position) == "main.tf:20"
    assert values(project) == {"o": 12}
    assert project.outputs[0].description == "kept"
    assert project.required_version == ">= 1.0"
    assert project.backend is not None
    assert project.backend.attributes == {"bucket": "b"}
    assert [(each.address, each.attributes.get("region")) for each in project.providers] == [
        ("aws", "a"),
        ("aws.two", "c"),
        ("random", None),
    ]


def test_an_overridden_backend_replaces_the_first(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'terraform {\n  backend "s3" { bucket = "b" }\n}\n',
            "override.tf": 'terraform {\n  backend "local" { path = "x" }\n}\n',
        }
    )
    assert project.backend is not None
    assert (project.backend.kind, project.backend.attributes) == ("local", {"path": "x"})


def test_positions_below_folders_are_relative_to_the_named_folder(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'module "m" { source = "./modules/m" }\n',
            "modules/m/main.tf": '\n\nresource "a_b" "c" {}\n',
        }
    )
    assert str(project.resources[0].position) == "modules/m/main.tf:3"
    assert [(module.path, module.files) for module in project.modules] == [
        (".", ("main.tf",)),
        ("modules/m", ("main.tf",)),
    ]


def test_file_functions_read_inside_the_project(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              output "file" { value = file("${path.module}/a.txt") }
              output "exists" { value = [fileexists("a.txt"), fileexists("b.txt")] }
              output "set" { value = fileset(path.module, "conf/**") }
              output "stars" { value = fileset("${path.module}/conf", "*.json") }
              output "json" { value = jsondecode(file("conf/x.json")).a }
              output "template" { value = templatefile("t.tftpl", { name = "n", list = [1, 2] }) }
              output "hash" { value = filemd5("a.txt") }
            """,
            "a.txt": "text é\n",
            "conf/x.json": '{"a": 5}',
            "conf/deep/y.txt": "",
            "t.tftpl": "Hi ${name}%{ for x in list } ${x}%{ endfor }\n",
        }
    )
    assert values(project) == {
        "file": "text é\n",
        "exists": (True, False),
        "set": ("conf/deep/y.txt", "conf/x.json"),
        "stars": ("x.json",),
        "json": 5,
        "template": "Hi n 1 2\n",
        "hash": "1deba9bb325811676546d9d4f14662f1",
    }


REFUSED = {
    "absolute": 'file("/etc/passwd")',
    "parent": 'file("../../x")',
    "far parent": f'file("{"../" * 40}etc/passwd")',
    "through a folder": 'file("conf/../../../etc/passwd")',
    "home": 'file("~/.ssh/id_rsa")',
    "link": 'file("link.txt")',
    "linked folder": 'file("linked/passwd")',
    "bytes": 'filebase64("/etc/passwd")',
    "hash": 'filesha256("/etc/passwd")',
    "template": 'templatefile("/etc/passwd", {})',
    "exists": 'fileexists("/etc/passwd")',
    "set": 'fileset("/etc", "*")',
    "set above": 'fileset("../..", "*")',
    "NUL": 'file("a\\u0000b")',
    "folder": 'file("conf")',
    "missing": 'file("missing.txt")',
    "not text": 'file("bytes.bin")',
    "too long": f'file("{"x" * 5000}")',
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_file_is_read_outside_the_project(name: str, reader: Reader) -> None:
    (reader.folder / "link.txt").symlink_to("/etc/passwd")
    (reader.folder / "linked").symlink_to("/etc")
    project = reader.project(
        {
            "main.tf": f'output "o" {{ value = {REFUSED[name]} }}\noutput "fine" {{ value = 1 }}\n',
            "conf/x": "",
            "bytes.bin": b"\xff\xfe",
        }
    )
    assert isinstance(project.outputs[0].value, Unknown)
    assert "root:" not in str(project)
    assert [(each.subject, each.attribute) for each in project.unknowns] == [("output.o", "value")]
    assert values(project)["fine"] == 1


def test_a_pattern_cannot_leave_its_folder(reader: Reader) -> None:
    project = reader.project(
        {
            "root/main.tf": 'output "o" { value = fileset(path.module, "../*.txt") }\n',
            "secret.txt": "",
            "root/fine.txt": "",
        }
    )
    assert values(project) == {"o": ()}


def test_a_file_in_the_repository_but_above_the_named_folder_is_read(reader: Reader) -> None:
    reader.write({"shared.txt": "s", "live/main.tf": 'output "o" { value = file("../shared.txt") }\n'})
    inner = Reader(reader.folder / "live")
    assert values(inner.project({})) == {"o": "s"}


def test_blocks_of_a_broken_file_are_in_the_model_and_not_declared(reader: Reader) -> None:
    broken = 'resource "a_b" "whole" {}\nresource "a_b" "torn" {\n  name = "\n}\n'
    project = reader.reading({"good.tf": 'resource "a_b" "good" {}\n', "broken.tf": broken}).projects[0]
    assert "a_b.whole" in {resource.address for resource in project.resources}
    assert project.modules[0].unread == ("broken.tf",)
    assert [block.name for block in project.modules[0].blocks] == ["resource.a_b.good"]


def test_an_empty_file_does_not_count_as_there(reader: Reader) -> None:
    project = reader.project({"main.tf": 'output "o" { value = file("empty.txt") }\n', "empty.txt": ""})
    assert [(file.path, file.exists) for file in project.modules[0].referred] == [("empty.txt", False)]


def test_referred_files_are_listed_with_what_they_define(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              data "archive_file" "code" {
                type        = "zip"
                source_dir  = "${path.module}/src"
                output_path = "out.zip"
              }
              data "archive_file" "one" {
                type        = "zip"
                source_file = "one.mjs"
                output_path = "one.zip"
              }
              resource "aws_lambda_function" "f" {
                filename = "built.zip"
                handler  = "app.handler"
              }
              locals { unused = 1 }
              output "t" { value = templatefile("${path.module}/t.tftpl", {}) }
              output "m" { value = try(file("gone.txt"), "") }
            """,
            "src/app.py": "import os\nLIMIT = 1\ndef handler(event, context):\n  def inner(): pass\nclass A: ...\n",
            "src/broken.py": "def (:\n",
            "src/data.csv": "",
            "one.mjs": "export const handler = 1;\nexport async function go() {}\nexport { a as b, c };\n",
            "t.tftpl": "x",
        }
    )
    (module,) = project.modules
    assert [(each.path, each.exists, each.symbols) for each in module.referred] == [
        ("gone.txt", False, ()),
        ("one.mjs", True, ("b", "c", "go", "handler")),
        ("src", True, ()),
        ("src/app.py", True, ("A", "LIMIT", "handler")),
        ("src/broken.py", True, ()),
        ("t.tftpl", True, ()),
    ]
    assert str(module.referred[-1].position) == "main.tf:17"


def test_files_of_a_module_belong_to_it(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'module "m" { source = "./m" }\n',
            "m/main.tf": 'output "o" { value = file("${path.module}/x.txt") }\noutput "p" { value = path.root }\n',
            "m/x.txt": "inside",
        }
    )
    assert [module.path for module in project.modules] == [".", "m"]
    assert [each.path for each in project.modules[1].referred] == ["m/x.txt"]
    assert {output.name: output.value for output in project.outputs} == {"o": "inside", "p": "."}


def test_files_belong_to_the_module_that_names_them_whatever_is_read_on_the_way(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              module "m" {
                source = "./m"
                text   = file("input.txt")
              }
              output "o" {
                value = templatefile("${path.module}/t.tftpl", { a = module.m.text, b = module.m.own })
              }
            """,
            "m/main.tf": """
              variable "text" {}
              output "text" { value = var.text }
              output "own" { value = "${var.text}${file("${path.module}/own.txt")}" }
            """,
            "m/own.txt": "own",
            "input.txt": "input",
            "t.tftpl": "${a}${b}",
        }
    )
    root, module = project.modules
    assert [each.path for each in root.referred] == ["input.txt", "t.tftpl"]
    assert [each.path for each in module.referred] == ["m/own.txt"]
    assert [str(each.position) for each in root.referred] == ["main.tf:4", "main.tf:7"]
