"""The versions that the dependency lock file selects."""

from __future__ import annotations

import pytest
from terraform_projects import Reader

MAIN = """
terraform {
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 5.0" }
    cloud  = { source = "Example.com/team/cloud" }
    random = { version = ">= 3" }
  }
}
provider "aws" {}
provider "aws" {
  alias = "east"
}
"""


def lock(*entries: tuple[str, str]) -> str:
    return "# Kept by init.\n" + "".join(
        f'provider "{address}" {{\n  version = "{version}"\n  hashes = [\n    "h1:a=",\n  ]\n}}\n'
        for address, version in entries
    )


def pins(reader: Reader, files: dict[str, str]) -> dict[str, str]:
    return {each.address: each.pinned for each in reader.project(files).providers}


def test_providers_are_pinned(reader: Reader) -> None:
    text = lock(
        ("registry.example.org/hashicorp/aws", "5.98.0"),
        ("example.com/team/cloud", "1.2.3"),
        ("registry.example.org/hashicorp/random", "3.7.1"),
    )
    assert pins(reader, {"main.tf": MAIN, ".terraform.lock.hcl": text}) == {
        "aws": "5.98.0",
        "aws.east": "5.98.0",
        "cloud": "1.2.3",
        "random": "3.7.1",
    }


@pytest.mark.parametrize("address", ["registry.example.org/other/aws", "registry.example.org/hashicorp/awscc"])
def test_another_provider_pins_nothing(reader: Reader, address: str) -> None:
    files = {"main.tf": 'provider "aws" {}\n', ".terraform.lock.hcl": lock((address, "5.98.0"))}
    assert pins(reader, files) == {"aws": ""}


def test_another_host_is_another_provider(reader: Reader) -> None:
    text = lock(("other.example.com/team/cloud", "1.2.3"))
    assert pins(reader, {"main.tf": MAIN, ".terraform.lock.hcl": text})["cloud"] == ""


def test_the_root_pins_for_its_modules(reader: Reader) -> None:
    files = {
        "r/main.tf": 'module "m" {\n  source = "../m"\n}\n',
        "r/.terraform.lock.hcl": lock(("registry.example.org/hashicorp/aws", "5.98.0")),
        "m/main.tf": 'provider "aws" {}\n',
        "m/.terraform.lock.hcl": lock(("registry.example.org/hashicorp/aws", "4.0.0")),
    }
    assert pins(reader, files) == {"aws": "5.98.0"}
    what_if = reader.reading(files).what_if
    assert what_if
    assert [each.pinned for each in what_if.project("m", {}).providers] == ["4.0.0"]


@pytest.mark.parametrize("content", ['provider "a/b/aws" {\n  version = \n}\n', b"\xff\xfe", 'provider "x" {\n'])
def test_a_broken_lock_file_is_a_warning(reader: Reader, content: str | bytes) -> None:
    reading = reader.reading({"main.tf": 'provider "aws" {}\n', ".terraform.lock.hcl": content})
    assert reading.clean
    assert [each.code for each in reading.diagnostics] == ["broken-lock-file"]
    assert [each.pinned for each in reading.projects[0].providers] == [""]


def test_a_lock_file_outside_the_project_is_not_read(reader: Reader) -> None:
    outside = reader.folder.parent / "outside.lock.hcl"
    outside.write_text(lock(("registry.example.org/hashicorp/aws", "5.98.0")))
    folder = reader.write({"main.tf": 'provider "aws" {}\n'})
    (folder / ".terraform.lock.hcl").symlink_to(outside)
    reading = reader.reading({})
    assert [each.code for each in reading.diagnostics] == ["broken-lock-file"]
