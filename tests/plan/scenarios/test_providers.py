"""The mocks of providers that the folder under test does not name itself are passed on by each run."""

from __future__ import annotations

import pytest

from scaffold.model.scenarios import Mock
from scaffold.plan.scenarios.providers import named_in, passed_on

MODULE = {"m/main.tf": 'resource "random_pet" "name" {}\n'}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('terraform {\n  required_providers {\n    random = { source = "hashicorp/random" }\n  }\n}', {"random"}),
        ('provider "random" {}', {"random"}),
        ('resource "random_pet" "p" {}', {"random"}),
        ('data "random_pet" "p" {}', {"random"}),
        ('resource "random_pet" "p" {\n  provider = other.west\n}', {"other"}),
        ('module "x" {\n  source    = "./m"\n  providers = { random = own.west }\n}', {"own"}),
        ('terraform {\n  required_version = ">= 1.7"\n}', set()),
        ('variable "random_pet" {}', set()),
    ],
)
def test_what_a_folder_names(reader, text, named):
    reading = reader.reading({"main.tf": text, **MODULE}, declarations=True)
    modules = {module.path: module for module in reading.projects[0].modules}
    assert named_in(modules["."]) == named


def test_nothing_is_passed_on_that_the_folder_names_by_one_name():
    assert passed_on([Mock("aws"), Mock("random")], frozenset({"aws", "random"})) == {}


def test_all_is_passed_on_where_one_is_not_named():
    assert passed_on([Mock("aws"), Mock("random")], frozenset({"aws"})) == {"aws": "aws", "random": "random"}


def test_all_is_passed_on_where_one_has_an_alias():
    given = passed_on([Mock("aws"), Mock("aws", "west")], frozenset({"aws"}))
    assert given == {"aws": "aws", "aws.west": "aws.west"}


@pytest.mark.parametrize("count", ["", "  for_each = {}\n"])
def test_a_root_that_only_calls_modules_passes_on_what_they_need(suites, count):
    call = f'module "x" {{\n  source = "./m"\n{count}}}\noutput "all" {{\n  value = "fixed"\n}}\n'
    root = suites({"main.tf": call, **MODULE}, declarations=True)["root"]
    assert [mock.provider for mock in root.mocks] == ["random"]
    assert root.providers == {"random": "random"}


def test_a_root_with_resources_of_its_own_passes_nothing_on(suites):
    call = 'module "x" {\n  source = "./m"\n}\nresource "random_pet" "p" {\n  length = 2\n}\n'
    assert suites({"main.tf": call, **MODULE}, declarations=True)["root"].providers == {}
