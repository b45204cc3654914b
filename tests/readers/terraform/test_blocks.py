"""Every kind of block, and what it becomes in the model."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.project import Mode
from scaffold.model.values import Call, Reference, Template, Unknown


def test_terraform_blocks_add_up(reader: Reader) -> None:
    project = reader.project(
        """
        terraform {
          required_version = ">= 1.5"
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = "~> 5.0"
              configuration_aliases = [aws.east]
            }
            random = "~> 3.0"
          }
        }
        terraform {
          backend "s3" {
            bucket = "state"
            key    = "k/${terraform.workspace}"
          }
          required_providers {
            null = { source = "hashicorp/null" }
          }
        }
        """
    )
    assert project.required_version == ">= 1.5"
    assert project.backend is not None
    assert (project.backend.kind, project.backend.attributes) == ("s3", {"bucket": "state", "key": "k/default"})
    assert str(project.backend.position) == "main.tf:14"
    assert [(each.name, each.source, each.version, each.configured) for each in project.providers] == [
        ("aws", "hashicorp/aws", "~> 5.0", False),
        ("random", "", "~> 3.0", False),
        ("null", "hashicorp/null", "", False),
    ]


def test_cloud_block_is_a_backend(reader: Reader) -> None:
    project = reader.project('terraform {\n  cloud {\n    organization = "o"\n    workspaces { name = "w" }\n  }\n}\n')
    assert project.backend is not None
    assert project.backend.kind == "cloud"
    assert project.backend.attributes == {"organization": "o", "workspaces": ({"name": "w"},)}


def test_providers_have_aliases_and_blocks(reader: Reader) -> None:
    project = reader.project(
        """
        terraform { required_providers { aws = { source = "hashicorp/aws", version = "5.1" } } }
        variable "region" { default = "eu-west-1" }
        provider "aws" {
          region = var.region
          default_tags { tags = { Team = "a" } }
        }
        provider "aws" {
          alias   = "east"
          region  = "us-east-1"
        }
        provider "old" { version = "~> 2.0" }
        resource "aws_sqs_queue" "a" {}
        resource "aws_sqs_queue" "b" { provider = aws.east }
        resource "google_x" "c" { provider = google-beta }
        """
    )
    assert [(each.address, each.version, dict(each.attributes)) for each in project.providers] == [
        ("aws", "5.1", {"region": "eu-west-1", "default_tags": ({"tags": {"Team": "a"}},)}),
        ("aws.east", "5.1", {"region": "us-east-1"}),
        ("old", "~> 2.0", {}),
    ]
    assert [each.provider for each in project.resources] == ["aws", "aws.east", "google-beta"]
    assert all("provider" not in each.attributes for each in project.resources)


def test_modes_and_addresses(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "r" {}
        data "a_b" "d" {}
        ephemeral "a_b" "e" {}
        check "health" {
          data "a_http" "site" { url = "https://example.com" }
          assert {
            condition     = data.a_http.site.status_code == 200
            error_message = "Down: ${data.a_http.site.url}"
          }
        }
        output "o" { value = [a_b.r.id, data.a_b.d.id, ephemeral.a_b.e.id] }
        """
    )
    assert [(each.address, each.mode) for each in project.resources] == [
        ("a_b.r", Mode.MANAGED),
        ("data.a_b.d", Mode.DATA),
        ("ephemeral.a_b.e", Mode.EPHEMERAL),
        ("data.a_http.site", Mode.DATA),
    ]
    assert project.outputs[0].value == (
        Reference("a_b.r", ("id",)),
        Reference("data.a_b.d", ("id",)),
        Reference("ephemeral.a_b.e", ("id",)),
    )
    (rule,) = project.checks
    assert (rule.kind, rule.condition) == ("assert", "data.a_http.site.status_code == 200")
    assert rule.message == Template(("Down: ", Reference("data.a_http.site", ("url",))))


def test_outputs_keep_everything_declared(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "c" {}
        output "full" {
          description = "what it is"
          value       = a_b.c.id
          sensitive   = true
          ephemeral   = true
          depends_on  = [a_b.c]
          precondition {
            condition     = a_b.c.id != ""
            error_message = "no id"
          }
        }
        output "plain" { value = 1 }
        """
    )
    full, plain = project.outputs
    assert (full.description, full.sensitive, full.ephemeral, full.depends_on) == ("what it is", True, True, ("a_b.c",))
    assert [(each.kind, each.condition, each.message) for each in full.rules] == [
        ("precondition", 'a_b.c.id != ""', "no id")
    ]
    assert (plain.description, plain.sensitive, plain.ephemeral, plain.rules) == ("", False, False, ())


def test_lifecycle_keeps_names_as_names(reader: Reader) -> None:
    project = reader.project(
        """
        variable "safe" { default = true }
        resource "a_b" "c" {
          name = "n"
          lifecycle {
            prevent_destroy       = var.safe
            create_before_destroy = true
            ignore_changes        = [tags, tags["x"], block[0].size]
            replace_triggered_by  = [a_b.d.id, a_b.d]
            precondition {
              condition     = var.safe
              error_message = "unsafe"
            }
            postcondition {
              condition     = self.name == "n"
              error_message = "wrong"
            }
          }
        }
        resource "a_b" "d" {
          lifecycle { ignore_changes = all }
        }
        """
    )
    first, second = project.resources
    assert first.attributes == {"name": "n"}
    assert first.lifecycle == {
        "prevent_destroy": True,
        "create_before_destroy": True,
        "ignore_changes": ("tags", 'tags["x"]', "block[0].size"),
        "replace_triggered_by": ("a_b.d.id", "a_b.d"),
    }
    assert [(each.kind, each.condition, each.message) for each in first.rules] == [
        ("precondition", "var.safe", "unsafe"),
        ("postcondition", 'self.name == "n"', "wrong"),
    ]
    assert second.lifecycle == {"ignore_changes": "all"}


def test_provisioners_and_connections_are_blocks(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "c" {
          connection {
            type = "ssh"
            host = self.public_ip
          }
          provisioner "local-exec" {
            when       = destroy
            on_failure = continue
            command    = "echo ${self.id}"
          }
          provisioner "file" {
            source = "x"
            connection { host = "h" }
          }
        }
        """
    )
    (found,) = project.resources
    assert found.attributes == {
        "connection": ({"type": "ssh", "host": Reference("a_b.c", ("public_ip",))},),
        "provisioner": (
            {
                "type": "local-exec",
                "when": "destroy",
                "on_failure": "continue",
                "command": Template(("echo ", Reference("a_b.c", ("id",)))),
            },
            {"type": "file", "source": "x", "connection": ({"host": "h"},)},
        ),
    }


def test_moved_import_and_removed_create_nothing(reader: Reader) -> None:
    project = reader.project(
        """
        resource "a_b" "new" {}
        moved {
          from = a_b.old
          to   = a_b.new
        }
        import {
          to = a_b.new
          id = "i-1"
        }
        removed {
          from = a_b.gone
          lifecycle { destroy = false }
        }
        """
    )
    assert [each.address for each in project.resources] == ["a_b.new"]
    assert not project.unknowns


def test_locals_blocks_add_up_in_any_order(reader: Reader) -> None:
    project = reader.project(
        """
        output "o" { value = local.c }
        locals { c = "${local.b}c" }
        locals {
          b = "${local.a}b"
          a = "a"
        }
        """
    )
    assert project.outputs[0].value == "abc"


DYNAMIC: dict[str, tuple[str, object]] = {
    "list": (
        'dynamic "r" {\n for_each = [80, 443]\n content { port = r.value\n index = r.key } }',
        ({"port": 80, "index": 0}, {"port": 443, "index": 1}),
    ),
    "map": (
        'dynamic "r" {\n for_each = { b = 2, a = 1 }\n content { name = r.key\n port = r.value } }',
        ({"name": "a", "port": 1}, {"name": "b", "port": 2}),
    ),
    "set": (
        'dynamic "r" {\n for_each = toset(["b", "a"])\n content { x = "${r.key}${r.value}" } }',
        ({"x": "aa"}, {"x": "bb"}),
    ),
    "empty": ('dynamic "r" {\n for_each = []\n content {} }', ()),
    "iterator": (
        'dynamic "r" {\n for_each = [1]\n iterator = it\n content { x = it.value } }',
        ({"x": 1},),
    ),
    "quoted iterator": (
        'dynamic "r" {\n for_each = [1]\n iterator = "it"\n content { x = it.value } }',
        ({"x": 1},),
    ),
    "conditional": (
        'dynamic "r" {\n for_each = var.on ? [1] : []\n content { x = 1 } }',
        ({"x": 1},),
    ),
    "beside a plain block": (
        'r { x = 0 }\n dynamic "r" {\n for_each = [1, 2]\n content { x = r.value } }\n r { x = 3 }',
        ({"x": 0}, {"x": 1}, {"x": 2}, {"x": 3}),
    ),
    "nested": (
        """dynamic "r" {
             for_each = { a = [1, 2], b = [] }
             content {
               name = r.key
               dynamic "s" {
                 for_each = r.value
                 content { y = "${r.key}${s.value}" }
               }
             }
           }""",
        ({"name": "a", "s": ({"y": "a1"}, {"y": "a2"})}, {"name": "b", "s": ()}),
    ),
    "objects": (
        'dynamic "r" {\n for_each = [{ p = 1, q = { z = 2 } }]\n content { x = r.value.p\n y = r.value["q"].z } }',
        ({"x": 1, "y": 2},),
    ),
    "inside a block": (
        'outer {\n dynamic "r" {\n for_each = [1]\n content { x = r.value } }\n }',
        ({"r": ({"x": 1},)},),
    ),
}


@pytest.mark.parametrize("name", DYNAMIC)
def test_dynamic_blocks_are_written_out(name: str, reader: Reader) -> None:
    text, expected = DYNAMIC[name]
    project = reader.project(f'variable "on" {{ default = true }}\nresource "a_b" "c" {{\n{text}\n}}\n')
    attributes = project.resources[0].attributes
    assert attributes["outer" if name == "inside a block" else "r"] == expected


def test_a_dynamic_block_over_what_is_not_known_stands_for_its_blocks(reader: Reader) -> None:
    project = reader.project(
        """
        variable "ports" { type = list(number) }
        resource "a_b" "c" {
          dynamic "r" {
            for_each = var.ports
            content {
              port = r.value
              kind = "tcp"
            }
          }
        }
        """
    )
    (block,) = project.resources[0].attributes["r"]
    assert isinstance(block, Call)
    assert block.arguments[0] == Reference("var.ports")
    assert block.arguments[1]["kind"] == "tcp"
    assert block.arguments[1]["port"] == Reference("var.ports", ("*",))


def test_a_dynamic_block_that_fails_is_unknown_with_the_reason(reader: Reader) -> None:
    found = reader.reading(
        """
        resource "a_b" "c" {
          name = "n"
          dynamic "r" {
            for_each = 5
            content {}
          }
          dynamic "s" {
            for_each = local.missing
            content {}
          }
          dynamic "t" { for_each = [1] }
        }
        """
    )
    attributes = found.projects[0].resources[0].attributes
    assert attributes["name"] == "n"
    assert all(isinstance(attributes[name][0], Unknown | Call) for name in "rst")
    unknowns = {each.attribute: each.reason for each in found.projects[0].unknowns}
    assert unknowns["r"] == "only a list, set, map or object can be looped over"
    assert unknowns["s"] == "there is no local value 'missing'"
    assert unknowns["t"] == "a dynamic block without content or for_each"


DUPLICATES: dict[str, tuple[str, list[str]]] = {
    "resource": ('resource "a_b" "c" {}\nresource "a_b" "c" {}\n', ["duplicate main.tf:2"]),
    "data": ('data "a_b" "c" {}\ndata "a_b" "c" {}\n', ["duplicate main.tf:2"]),
    "resource and data": ('resource "a_b" "c" {}\ndata "a_b" "c" {}\n', []),
    "variable": ('variable "a" { default = 1 }\nvariable "a" { default = 2 }\n', ["duplicate main.tf:2"]),
    "output": ('output "a" { value = 1 }\noutput "a" { value = 2 }\n', ["duplicate main.tf:2"]),
    "local": ("locals { a = 1 }\nlocals { a = 2 }\n", ["duplicate main.tf:2"]),
    "module": ('module "a" { source = "x/y/z" }\nmodule "a" { source = "x/y/z" }\n', ["duplicate main.tf:2"]),
    "provider": ('provider "a" {}\nprovider "a" {}\n', ["duplicate main.tf:2"]),
    "provider alias": ('provider "a" {}\nprovider "a" { alias = "b" }\nprovider "a" { alias = "c" }\n', []),
    "attribute": ('resource "a_b" "c" {\n  x = 1\n  x = 2\n}\n', ["syntax-error main.tf:3"]),
    "attribute and block": ('resource "a_b" "c" {\n  x = 1\n  x {\n    y = 1\n  }\n}\n', ["syntax-error main.tf:3"]),
    "block and attribute": ('resource "a_b" "c" {\n  x "l" {}\n  y = 1\n  x = 1\n}\n', ["syntax-error main.tf:4"]),
    "attribute in a block": ('resource "a_b" "c" {\n  y {\n    x = 1\n    x = 2\n  }\n}\n', ["syntax-error main.tf:4"]),
}


@pytest.mark.parametrize("name", DUPLICATES)
def test_what_is_declared_twice_is_told(name: str, reader: Reader) -> None:
    text, expected = DUPLICATES[name]
    assert reader.broken(text) == expected


LABELS: dict[str, tuple[str, str]] = {
    "resource": ('resource "a" {}\n', "wrong-labels main.tf:1"),
    "resource without labels": ("resource {}\n", "wrong-labels main.tf:1"),
    "resource with three": ('resource "a" "b" "c" {}\n', "wrong-labels main.tf:1"),
    "data": ('data "a" {}\n', "wrong-labels main.tf:1"),
    "variable": ("variable {}\n", "wrong-labels main.tf:1"),
    "output": ("output { value = 1 }\n", "wrong-output main.tf:1"),
    "output without value": ('output "x" {}\n', "wrong-output main.tf:1"),
    "module": ("module {}\n", "wrong-labels main.tf:1"),
    "provider": ("provider {}\n", "wrong-labels main.tf:1"),
    "unknown block": ('resources "a" "b" {}\n', "unknown-block main.tf:1"),
    "argument": ("a = 1\n", "unexpected-argument main.tf:1"),
}


@pytest.mark.parametrize("name", LABELS)
def test_a_block_with_the_wrong_shape_is_told(name: str, reader: Reader) -> None:
    text, expected = LABELS[name]
    found = reader.reading({"main.tf": text, "other.tf": 'output "fine" { value = 1 }\n'})
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == [expected]
    assert "fine" in [output.name for output in found.projects[0].outputs]
