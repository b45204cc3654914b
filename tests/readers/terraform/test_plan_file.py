"""A plan's JSON sharpens what the configuration alone does not say, and nothing else."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.project import Project
from scaffold.model.values import Reference, Template
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.readers.terraform import read

CONFIGURATION = """
variable "size" { type = number }
variable "password" {
  type      = string
  sensitive = true
}
resource "random_pet" "name" {}
resource "aws_instance" "web" {
  count         = random_pet.name.length
  ami           = timestamp()
  instance_type = "t3.micro"
  user_data     = uuid()
  subnet_id     = aws_subnet.a.id
}
resource "aws_subnet" "a" {
  cidr_block = cidrsubnet("10.0.0.0/16", var.size, 1)
  name       = "${random_pet.name.id}-a"
}
resource "aws_secret" "s" { value = var.password }
module "remote" {
  source  = "example/thing/aws"
  version = "1.0.0"
}
"""


def instance(index: int) -> dict[str, Any]:
    return {
        "address": f"aws_instance.web[{index}]",
        "mode": "managed",
        "type": "aws_instance",
        "name": "web",
        "index": index,
        "provider_name": "registry.example/hashicorp/aws",
        "values": {"ami": f"ami-{index}", "instance_type": "t3.micro", "user_data": "secret", "subnet_id": "subnet-1"},
        "sensitive_values": {"user_data": True},
    }


PLAN: Mapping[str, Any] = {
    "format_version": "1.2",
    "variables": {"size": {"value": 8}, "password": {"value": "hunter2"}},
    "planned_values": {
        "root_module": {
            "resources": [
                instance(0),
                instance(1),
                {
                    "address": "aws_subnet.a",
                    "mode": "managed",
                    "type": "aws_subnet",
                    "name": "a",
                    "provider_name": "registry.example/hashicorp/aws",
                    "values": {"cidr_block": "10.0.1.0/24", "name": "cat-a"},
                    "sensitive_values": {},
                },
            ],
            "child_modules": [
                {
                    "address": "module.remote",
                    "resources": [
                        {
                            "address": "module.remote.aws_eip.this",
                            "mode": "managed",
                            "type": "aws_eip",
                            "name": "this",
                            "provider_name": "registry.example/hashicorp/aws",
                            "values": {"domain": "vpc"},
                            "sensitive_values": {},
                        }
                    ],
                }
            ],
        }
    },
}


def read_with(folder: Path, plan: object) -> Reading:
    (folder / "main.tf").write_text(CONFIGURATION)
    file = folder / "plan.json"
    file.write_text(plan if isinstance(plan, str) else json.dumps(plan))
    return read(folder, ReadOptions(plan=file))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    reading = read_with(tmp_path, PLAN)
    assert reading.diagnostics == ()
    return reading.projects[0]


def attributes(project: Project, address: str) -> Mapping[str, Any]:
    return next(found for found in project.resources if found.address == address).attributes


def test_repeated_resources_become_the_planned_instances(project: Project) -> None:
    found = [item for item in project.resources if item.type == "aws_instance"]
    assert [(item.address, item.key, item.repeated) for item in found] == [
        ("aws_instance.web[0]", 0, False),
        ("aws_instance.web[1]", 1, False),
    ]


def test_unknown_values_are_taken_from_the_plan(project: Project) -> None:
    assert attributes(project, "aws_instance.web[1]")["ami"] == "ami-1"
    assert [item for item in project.unknowns if item.attribute == "ami"] == []


def test_secrets_of_the_plan_stay_out(project: Project) -> None:
    assert [item.subject for item in project.unknowns if item.attribute == "user_data"] == [
        "aws_instance.web[0]",
        "aws_instance.web[1]",
    ]
    assert attributes(project, "aws_secret.s")["value"] == Reference("var.password")


def test_references_stay_references(project: Project) -> None:
    assert attributes(project, "aws_instance.web[0]")["subnet_id"] == Reference("aws_subnet.a", ("id",))
    assert attributes(project, "aws_subnet.a")["name"] == Template((Reference("random_pet.name", ("id",)), "-a"))


def test_variables_have_the_values_of_the_plan(project: Project) -> None:
    assert attributes(project, "aws_subnet.a")["cidr_block"] == "10.0.1.0/24"


def test_resources_of_remote_modules_are_known(project: Project) -> None:
    assert attributes(project, "module.remote.aws_eip.this") == {"domain": "vpc"}


@pytest.mark.parametrize("plan", ["{", "[]", '{"planned_values": 3}', '{"planned_values": {"root_module": []}}'])
def test_what_is_no_plan_is_said(tmp_path: Path, plan: str) -> None:
    reading = read_with(tmp_path, plan)
    assert [(found.code, str(found.position)) for found in reading.diagnostics] == [("unreadable-plan", "plan.json:1")]
    assert "terraform show -json" in reading.diagnostics[0].hint
    assert len(reading.projects[0].resources) == 4


def test_a_plan_elsewhere_is_placed_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").touch()
    (tmp_path / "plan.json").write_text("{}")
    (found,) = read(tmp_path / "infra", ReadOptions(plan=tmp_path / "plan.json")).diagnostics
    assert str(found.position) == "../plan.json:1"
    assert found.summary == "plan.json is not the JSON of a plan: it has no 'planned_values'"
