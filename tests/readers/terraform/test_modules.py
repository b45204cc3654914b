"""Module calls: expanded to full addresses, with values going in and coming out."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

from scaffold.model.project import Edge, Project
from scaffold.model.values import Reference, Template


def addresses(project: Project) -> list[str]:
    return [resource.address for resource in project.resources]


def outputs(project: Project) -> dict[str, object]:
    return {output.name: output.value for output in project.outputs if not output.module}


QUEUE = """
variable "name" {}
variable "size" { default = 1 }
resource "a_queue" "q" { name = var.name }
output "arn" { value = a_queue.q.arn }
output "name" { value = var.name }
output "both" { value = { name = var.name, size = var.size } }
"""


def test_a_local_module_has_its_own_addresses_and_values(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              module "events" {
                source = "./queue"
                name   = "n-${local.suffix}"
              }
              locals { suffix = "x" }
              resource "a_user" "u" { arn = module.events.arn }
              output "arn" { value = module.events.arn }
              output "name" { value = module.events.name }
              output "whole" { value = module.events }
              output "part" { value = module.events.both["name"] }
            """,
            "queue/main.tf": QUEUE,
        }
    )
    arn = Reference("module.events.a_queue.q", ("arn",))
    assert addresses(project) == ["a_user.u", "module.events.a_queue.q"]
    queue = project.resources[1]
    assert (queue.module, queue.name, queue.attributes) == ("module.events", "q", {"name": "n-x"})
    assert outputs(project) == {
        "arn": arn,
        "name": "n-x",
        "whole": {"arn": arn, "name": "n-x", "both": {"name": "n-x", "size": 1}},
        "part": "n-x",
    }
    assert Edge("a_user.u", "module.events.a_queue.q", "arn") in project.edges
    (call,) = project.calls
    assert (call.address, call.name, call.source, call.path) == ("module.events", "events", "./queue", "queue")
    assert (call.inputs, call.opaque, call.key, call.repeated) == ({"name": "n-x"}, False, None, False)
    assert [(each.module, each.name, each.value) for each in project.parameters] == [
        ("module.events", "name", "n-x"),
        ("module.events", "size", 1),
    ]


def test_modules_with_count_and_for_each_have_instances(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              module "c" {
                source = "./queue"
                count  = 2
                name   = "n${count.index}"
              }
              module "f" {
                source   = "./queue"
                for_each = { b = 20, a = 10 }
                name     = each.key
                size     = each.value
              }
              output "one" { value = module.c[1].name }
              output "all" { value = module.c[*].name }
              output "arns" { value = module.c[*].arn }
              output "key" { value = module.f["a"].both.size }
              output "each" { value = { for k, m in module.f : k => m.both.size } }
              output "values" { value = values(module.f)[*].arn }
              output "index" { value = module.c[length(module.f) - 1].name }
            """,
            "queue/main.tf": QUEUE,
        }
    )
    assert addresses(project) == [
        "module.c[0].a_queue.q",
        "module.c[1].a_queue.q",
        'module.f["a"].a_queue.q',
        'module.f["b"].a_queue.q',
    ]
    assert outputs(project) == {
        "one": "n1",
        "all": ("n0", "n1"),
        "arns": (Reference("module.c[0].a_queue.q", ("arn",)), Reference("module.c[1].a_queue.q", ("arn",))),
        "key": 10,
        "each": {"a": 10, "b": 20},
        "values": (Reference('module.f["a"].a_queue.q', ("arn",)), Reference('module.f["b"].a_queue.q', ("arn",))),
        "index": "n1",
    }
    assert [(call.address, call.key) for call in project.calls] == [
        ("module.c[0]", 0),
        ("module.c[1]", 1),
        ('module.f["a"]', "a"),
        ('module.f["b"]', "b"),
    ]


def test_outputs_come_through_several_levels(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": 'module "a" {\n  source = "./a"\n  x = "in"\n}\noutput "o" { value = module.a.out }\n',
            "a/main.tf": 'variable "x" {}\nmodule "b" {\n  source = "../b"\n  x = "${var.x}-a"\n}\n'
            'output "out" { value = [module.b.out, module.b.id] }\n',
            "b/main.tf": 'variable "x" {}\nmodule "c" {\n  source = "./c"\n  count = 1\n  x = "${var.x}-b"\n}\n'
            'output "out" { value = one(module.c[*].out) }\noutput "id" { value = module.c[0].id }\n',
            "b/c/main.tf": 'variable "x" {}\nresource "r_s" "t" { x = var.x }\n'
            'output "out" { value = "${var.x}-c" }\noutput "id" { value = r_s.t.id }\n',
        }
    )
    inner = "module.a.module.b.module.c[0].r_s.t"
    assert addresses(project) == [inner]
    assert project.resources[0].attributes == {"x": "in-a-b"}
    assert outputs(project) == {"o": ("in-a-b-c", Reference(inner, ("id",)))}
    assert [module.path for module in project.modules] == [".", "a", "b", "b/c"]
    assert [call.module for call in project.calls] == ["", "module.a", "module.a.module.b"]


def test_two_modules_may_take_each_others_outputs(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              module "a" {
                source = "./m"
                name   = "a"
                peer   = module.b.id
              }
              module "b" {
                source = "./m"
                name   = "b-${module.a.name}"
                peer   = module.a.id
              }
            """,
            "m/main.tf": """
              variable "name" {}
              variable "peer" {}
              resource "r_s" "t" { name = var.name }
              resource "r_s" "u" { peer = var.peer }
              output "id" { value = r_s.t.id }
              output "name" { value = var.name }
            """,
        }
    )
    attributes = {resource.address: resource.attributes for resource in project.resources}
    assert attributes["module.a.r_s.u"] == {"peer": Reference("module.b.r_s.t", ("id",))}
    assert attributes["module.b.r_s.u"] == {"peer": Reference("module.a.r_s.t", ("id",))}
    assert attributes["module.b.r_s.t"] == {"name": "b-a"}


REMOTE = [
    "terraform-aws-modules/vpc/aws",
    "app.terraform.io/org/x/aws",
    "github.com/o/r",
    "git::https://example.com/x.git?ref=v1",
    "git::ssh://git@example.com/x.git//sub",
    "https://example.com/x.zip",
    "s3::https://s3.amazonaws.com/b/x.zip",
]


@pytest.mark.parametrize("source", REMOTE)
def test_a_remote_module_is_an_opaque_call(source: str, reader: Reader) -> None:
    project = reader.project(
        f"""
        resource "a_b" "c" {{}}
        module "m" {{
          source  = "{source}"
          version = "~> 5.0"
          id      = a_b.c.id
          plain   = 1
        }}
        resource "a_b" "d" {{ x = module.m.out[0].y }}
        output "o" {{ value = "x-${{module.m.out}}" }}
        """
    )
    (call,) = project.calls
    assert (call.source, call.version, call.opaque, call.path) == (source, "~> 5.0", True, "")
    assert call.inputs == {"id": Reference("a_b.c", ("id",)), "plain": 1}
    assert project.resources[1].attributes == {"x": Reference("module.m", ("out", 0, "y"))}
    assert outputs(project) == {"o": Template(("x-", Reference("module.m", ("out",))))}
    assert set(project.edges) == {Edge("module.m", "a_b.c", "id"), Edge("a_b.d", "module.m", "x")}


def test_instances_of_a_remote_module(reader: Reader) -> None:
    project = reader.project(
        """
        module "m" {
          source   = "o/r/aws"
          for_each = toset(["b", "a"])
          name     = each.key
        }
        output "one" { value = module.m["a"].id }
        output "all" { value = [for m in module.m : m.id] }
        """
    )
    assert [(call.address, call.inputs) for call in project.calls] == [
        ('module.m["a"]', {"name": "a"}),
        ('module.m["b"]', {"name": "b"}),
    ]
    first, second = Reference('module.m["a"]', ("id",)), Reference('module.m["b"]', ("id",))
    assert outputs(project) == {"one": first, "all": (first, second)}


def test_a_module_with_unknown_count_is_one_repeated_entry(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              variable "n" { type = number }
              variable "on" { type = bool }
              variable "names" { type = set(string) }
              module "c" {
                source = "./queue"
                count  = var.n
                name   = "n${count.index}"
              }
              module "k" {
                source = "./queue"
                count  = var.on ? 1 : 0
                name   = "fixed"
              }
              module "f" {
                source   = "./queue"
                for_each = var.names
                name     = each.value
              }
              output "c" { value = module.c[0].arn }
              output "f" { value = module.f["x"].arn }
              output "s" { value = module.c[*].arn }
            """,
            "queue/main.tf": QUEUE,
        }
    )
    assert [(call.address, call.repeated, call.condition) for call in project.calls] == [
        ("module.c", True, Reference("var.n")),
        ("module.k", True, Reference("var.on")),
        ("module.f", True, Reference("var.names")),
    ]
    assert addresses(project) == ["module.c.a_queue.q", "module.k.a_queue.q", "module.f.a_queue.q"]
    assert project.resources[1].attributes == {"name": "fixed"}
    assert outputs(project) == {
        "c": Reference("module.c", (0, "arn")),
        "f": Reference("module.f", ("x", "arn")),
        "s": Reference("module.c", ("*", "arn")),
    }


def test_a_module_that_is_not_called_with_these_values_is_dormant(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              module "off" {
                source = "./a"
                count  = 0
              }
              module "none" {
                source   = "./b"
                for_each = {}
              }
              output "o" { value = [module.off, module.none, one(module.off[*].x)] }
            """,
            "a/main.tf": 'resource "r_s" "t" {}\ndata "r_s" "d" {}\nmodule "in" { source = "../b" }\n',
            "b/main.tf": 'resource "r_s" "u" {}\n',
        }
    )
    assert addresses(project) == []
    assert [(each.address, each.module) for each in project.dormant] == [
        ("module.off.r_s.t", "module.off"),
        ("module.off.data.r_s.d", "module.off"),
        ("module.off.module.in.r_s.u", "module.off.module.in"),
        ("module.none.r_s.u", "module.none"),
    ]
    assert outputs(project) == {"o": ((), {}, None)}
    assert str(project.dormant[0].position) == "a/main.tf:1"


def test_providers_pass_through_modules(reader: Reader) -> None:
    project = reader.project(
        {
            "main.tf": """
              provider "aws" {}
              provider "aws" { alias = "east" }
              provider "aws" { alias = "west" }
              module "plain" { source = "./m" }
              module "moved" {
                source = "./m"
                providers = {
                  aws       = aws.east
                  aws.other = aws.west
                }
              }
              module "named" {
                source    = "./m"
                providers = { aws.other = aws.east }
              }
            """,
            "m/main.tf": """
              terraform {
                required_providers {
                  aws = {
                    source                = "hashicorp/aws"
                    configuration_aliases = [aws.other]
                  }
                }
              }
              resource "aws_x" "default" {}
              resource "aws_x" "other" { provider = aws.other }
              module "deep" {
                source    = "./deep"
                providers = { aws.far = aws.other }
              }
            """,
            "m/deep/main.tf": 'resource "aws_y" "default" {}\nresource "aws_y" "far" { provider = aws.far }\n',
        }
    )
    assert {resource.address: resource.provider for resource in project.resources} == {
        "module.plain.aws_x.default": "aws",
        "module.plain.aws_x.other": "aws.other",
        "module.plain.module.deep.aws_y.default": "aws",
        "module.plain.module.deep.aws_y.far": "aws.other",
        "module.moved.aws_x.default": "aws.east",
        "module.moved.aws_x.other": "aws.west",
        "module.moved.module.deep.aws_y.default": "aws.east",
        "module.moved.module.deep.aws_y.far": "aws.west",
        "module.named.aws_x.default": "aws",
        "module.named.aws_x.other": "aws.east",
        "module.named.module.deep.aws_y.default": "aws",
        "module.named.module.deep.aws_y.far": "aws.east",
    }
    calls = {call.address: call for call in project.calls}
    assert calls["module.moved"].providers == {"aws": "aws.east", "aws.other": "aws.west"}


def test_a_module_outside_the_named_folder_but_in_the_repository_is_read(reader: Reader) -> None:
    reader.write({"modules/queue/main.tf": QUEUE, "live/prod/main.tf": ""})
    inner = Reader(reader.folder / "live/prod")
    project = inner.project('module "m" {\n  source = "../../modules/queue"\n  name = "n"\n}\n')
    assert addresses(project) == ["module.m.a_queue.q"]
    assert str(project.resources[0].position) == "../../modules/queue/main.tf:4"
    assert project.calls[0].path == "../../modules/queue"


BROKEN: dict[str, tuple[dict[str, str], list[str]]] = {
    "missing": ({"main.tf": '\nmodule "m" { source = "./gone" }\n'}, ["module-not-found main.tf:2"]),
    "empty": ({"main.tf": 'module "m" { source = "./e" }\n', "e/x.txt": ""}, ["module-not-found main.tf:1"]),
    "a file": ({"main.tf": 'module "m" { source = "./x.txt" }\n', "x.txt": ""}, ["module-not-found main.tf:1"]),
    "no source": ({"main.tf": 'module "m" {}\n'}, ["module-without-source main.tf:1"]),
    "unknown source": (
        {"main.tf": 'variable "x" {}\nmodule "m" { source = var.x }\n'},
        ["module-without-source main.tf:2"],
    ),
    "itself": ({"main.tf": 'module "m" { source = "./" }\n'}, ["module-cycle main.tf:1"]),
    "itself by name": ({"main.tf": 'module "m" { source = "./../root" }\n'}, ["module-outside main.tf:1"]),
    "parent": (
        {"main.tf": 'module "m" { source = "./c" }\n', "c/main.tf": '\nmodule "p" { source = "../" }\n'},
        ["module-cycle c/main.tf:2"],
    ),
    "circle": (
        {
            "main.tf": 'module "a" { source = "./a" }\n',
            "a/main.tf": 'module "b" { source = "../b" }\n',
            "b/main.tf": 'module "a" { source = "../a" }\n',
        },
        ["module-cycle b/main.tf:1"],
    ),
    "outside": ({"main.tf": 'module "m" { source = "../../../../../etc" }\n'}, ["module-outside main.tf:1"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_module_that_cannot_be_read_is_told(name: str, reader: Reader) -> None:
    files, expected = BROKEN[name]
    found = reader.reading({**files, "rest.tf": 'resource "r_s" "t" {}\noutput "o" { value = try(module.m.x, 1) }\n'})
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == expected
    assert all(each.hint for each in found.diagnostics if each.code != "module-without-source")
    assert "r_s.t" in addresses(found.projects[0])


def test_an_input_that_the_module_does_not_have_and_one_that_it_lacks_are_told(reader: Reader) -> None:
    found = reader.reading(
        {"main.tf": 'module "m" {\n  source = "./queue"\n  nmae   = "x"\n}\n', "queue/main.tf": QUEUE}
    )
    assert [f"{each.code} {each.position}" for each in found.diagnostics] == [
        "undeclared-input main.tf:3",
        "missing-input main.tf:1",
    ]
    assert found.projects[0].resources[0].attributes == {"name": Reference("module.m.var.name")}


def test_what_a_module_does_not_give_is_unknown_with_the_reason(reader: Reader) -> None:
    found = reader.reading(
        {
            "main.tf": """
              module "m" {
                source = "./queue"
                name   = "n"
              }
              output "a" { value = module.m.gone }
              output "b" { value = module.gone.x }
              output "c" { value = module.m.name.deep }
            """,
            "queue/main.tf": QUEUE,
        }
    )
    assert [(each.subject, each.reason) for each in found.projects[0].unknowns] == [
        ("output.a", "the module has no output 'gone'"),
        ("output.b", "there is no module 'gone'"),
        ("output.c", "a str has no attributes or elements"),
    ]
