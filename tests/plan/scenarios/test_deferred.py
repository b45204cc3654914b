"""Data sources that name a managed resource are not read in a plan, whatever is known of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from terraform_projects import Reader

from scaffold.model.scenarios import Phase, Run
from scaffold.plan.scenarios.deferred import deferred_below, deferred_in

NAMED = 'path = "x/${terraform_data.r.input}"'


def modules(reader: Reader, files: str | dict[str, str]):
    return {module.path: module for module in reader.reading(files, declarations=True).projects[0].modules}


@pytest.mark.parametrize(
    ("body", "deferred"),
    [
        (NAMED, True),
        ("path = terraform_data.r.id", True),
        ('path = upper("${terraform_data.r.id}")', True),
        ("count = length(terraform_data.r.input)", True),
        ("config { path = [terraform_data.r.id] }", True),
        ("config = { (terraform_data.r.id) = 1 }", True),
        ('dynamic "config" {\n  for_each = []\n  content { path = [for x in terraform_data.r.input : x] }\n}', True),
        ('path = "terraform_data.r"', False),
        ("path = local.path", False),
        ("path = data.a_b.other.id", False),
        ("path = other.terraform_data.r", False),
        ("path = terraform_data.unknown", False),
    ],
)
def test_a_name_of_a_managed_resource_anywhere_in_the_block_defers_it(reader, body, deferred):
    files = f"""
    locals {{ path = terraform_data.r.input }}
    resource "terraform_data" "r" {{ input = "x" }}
    data "a_b" "other" {{}}
    data "a_b" "d" {{
      {body}
    }}
    """
    assert deferred_in(modules(reader, files)["."]) == (frozenset({"data.a_b.d"}) if deferred else frozenset())


def test_addresses_lead_into_modules_and_checks(reader):
    module = f'resource "terraform_data" "r" {{}}\ncheck "c" {{\n  data "a_b" "d" {{\n    {NAMED}\n  }}\n}}\n'
    found = modules(reader, {"main.tf": 'module "m" {\n  source = "./m"\n  count = 2\n}\n', "m/main.tf": module})
    by_folder = {path: deferred_in(each) for path, each in found.items()}
    project = reader.reading({}).projects[0]
    assert deferred_below(".", project, by_folder) == {"module.m.data.a_b.d"}


def test_nothing_of_a_deferred_data_source_is_asserted_in_a_plan(runs: Callable[..., dict[str, Run]]):
    files = """
    variable "on" {
      type    = bool
      default = true
    }
    resource "aws_sqs_queue" "q" { name = "q" }
    data "aws_iam_policy_document" "d" {
      dynamic "statement" {
        for_each = []
        content { resources = [aws_sqs_queue.q.arn] }
      }
    }
    resource "aws_sqs_queue_policy" "p" {
      count  = var.on ? 1 : 0
      policy = data.aws_iam_policy_document.d.json
    }
    """
    found = runs(files).values()
    subjects = {run.id: {str(each.fact.subject) for each in run.expects} for run in found}
    phases = {run.phase for run in found if "aws_sqs_queue_policy.p[0].policy" in subjects[run.id]}
    assert phases == {Phase.APPLY}
