"""Which suites there are, with which values, and in which order their runs stand."""

from __future__ import annotations

import pytest

from scaffold.model.scenarios import Phase, Run, RunFamily
from scaffold.model.testplan import Tier
from scaffold.plan import scenarios as planning
from scaffold.plan.naming import suite_name
from scaffold.plan.scenarios.naming import distinct_runs

MODULE = """
variable "name" { type = string }
variable "size" {
  type    = number
  default = 1
}
resource "terraform_data" "r" {
  count = var.size
  input = var.name
}
output "id" { value = try(terraform_data.r[0].id, null) }
"""


def test_a_root_module_and_each_local_module_have_a_suite(suites):
    found = suites(
        {
            "main.tf": """
            module "one" {
              source = "./modules/worker"
              name   = "first"
            }
            module "two" {
              source = "./modules/worker"
              name   = "second"
              size   = 3
            }
            resource "terraform_data" "x" { input = 1 }
            """,
            "modules/worker/main.tf": MODULE,
        }
    )
    assert set(found) == {"root", "modules-worker"}
    root, worker = found["root"], found["modules-worker"]
    assert (root.root, root.module) == (".", "")
    assert (worker.root, worker.module) == (".", "./modules/worker")
    assert (worker.values["name"], worker.values["size"]) == ("first", 1)
    further = next(run for run in worker.runs if run.id == "declared:module.two")
    assert further.values == {"name": "second", "size": 3}


def test_a_call_that_leaves_out_what_the_first_one_sets_has_the_default(suites):
    found = suites(
        {
            "main.tf": 'module "a" {\n  source = "./m"\n  name = "a"\n  size = 2\n}\n'
            'module "b" {\n  source = "./m"\n  name = "a"\n}\n',
            "m/main.tf": MODULE,
        }
    )["m"]
    assert found.values["size"] == 2
    assert next(run for run in found.runs if run.id == "declared:module.b").values == {"size": 1}


def test_a_module_that_is_not_called_now_and_one_inside_a_module_have_suites_too(suites):
    found = suites(
        {
            "main.tf": 'module "a" {\n  source = "./a"\n  count = 0\n}\nmodule "b" {\n  source = "./b"\n}\n',
            "a/main.tf": 'resource "terraform_data" "x" { input = 1 }',
            "b/main.tf": 'module "c" {\n  source = "../c"\n}\n',
            "c/main.tf": 'resource "terraform_data" "x" { input = 1 }',
        }
    )
    assert {name: suite.module for name, suite in found.items() if suite.module} == {"a": "./a", "c": "./c"}


def test_a_module_outside_the_roots_folder_is_named_from_there(suites):
    found = suites(
        {
            "live/main.tf": 'module "m" {\n  source = "../shared/m"\n}\n',
            "shared/m/main.tf": 'resource "terraform_data" "x" { input = 1 }',
        }
    )
    assert {(suite.root, suite.module) for suite in found.values()} == {("live", "../shared/m")}


def test_a_folder_that_is_a_root_itself_is_not_run_again_from_another(suites):
    found = suites(
        {
            "main.tf": 'resource "terraform_data" "x" { input = 1 }',
            "examples/all/main.tf": 'module "m" {\n  source = "../.."\n}\n',
        }
    )
    assert {(suite.root, suite.module) for suite in found.values()} == {(".", "")}


def test_nothing_to_assert_gives_no_suite(suites):
    assert suites('variable "unused" { default = 1 }\nresource "terraform_data" "x" {}\n') == {}


def test_values_of_variable_files_are_the_suites_and_secrets_are_not(suites):
    found = suites(
        {
            "main.tf": 'variable "name" { default = "a" }\n'
            'variable "token" {\n  type = string\n  sensitive = true\n}\n'
            'output "name" { value = "${var.name}!" }\n',
            "terraform.tfvars": 'name = "given"\ntoken = "the-real-one"\n',
        }
    )["root"]
    assert found.values["name"] == "given"
    assert found.values["token"] not in (None, "the-real-one")
    assert "the-real-one" not in repr(found)


def test_what_cannot_be_planned_has_no_runs_and_says_why(suites):
    found = suites(
        'resource "terraform_data" "a" {}\n'
        'resource "terraform_data" "b" { count = length(terraform_data.a.id) }\n'
        'output "x" { value = 1 }\n'
    )["root"]
    assert found.runs == ()
    assert len(found.gaps) == 1


def test_runs_that_apply_come_last_and_the_rest_by_family(suites):
    found = suites(
        """
        variable "on" {
          type    = bool
          default = true
          validation {
            condition     = var.on != null
            error_message = "x"
          }
        }
        resource "terraform_data" "a" { count = var.on ? 1 : 0 }
        resource "terraform_data" "k" { input = 1 }
        output "k" { value = terraform_data.k.id }
        """
    )["root"]
    families = [run.family for run in found.runs if run.phase is Phase.PLAN]
    assert families == sorted(families, key=list(RunFamily).index)
    assert [run.family for run in found.runs][-1] is RunFamily.WIRING
    assert found.runs[-1].phase is Phase.APPLY


def test_planning_twice_gives_the_same(reader):
    reading = reader.reading({"main.tf": 'module "m" {\n  source = "./m"\n  name = "x"\n}\n', "m/main.tf": MODULE})
    assert reading.what_if is not None
    first, second = (planning.plan_scenarios(reading.projects, reading.what_if) for _ in range(2))
    assert first == second
    assert first


def test_too_many_runs_are_cut_and_it_is_said(suites, monkeypatch):
    monkeypatch.setattr(planning, "MOST_RUNS", 4)
    rules = "".join(
        f'variable "v{at}" {{\n  type = number\n  default = 5\n  validation {{\n    condition = var.v{at} < 9\n'
        f'    error_message = "x"\n  }}\n}}\n'
        for at in range(4)
    )
    found = suites(rules + 'output "x" { value = 1 }\n')["root"]
    assert len(found.runs) == 4
    assert [run.family for run in found.runs] == [RunFamily.DECLARED] + [RunFamily.REFUSED] * 3
    assert {gap.summary for gap in found.gaps} == {
        "4 more runs of the family 'accepted' are left out: there are too many",
        "1 more runs of the family 'refused' are left out: there are too many",
    }


@pytest.mark.parametrize("tier", list(Tier))
def test_ids_and_titles_are_each_there_once(suites, tier):
    found = suites({"main.tf": 'module "m" {\n  source = "./m"\n  name = "x"\n}\n', "m/main.tf": MODULE}, tier)
    for suite in found.values():
        assert len({run.id for run in suite.runs}) == len({run.title for run in suite.runs}) == len(suite.runs)


def test_runs_that_would_be_called_the_same_are_numbered():
    made = [Run("a", RunFamily.FLAGS, "t"), Run("a", RunFamily.FLAGS, "t"), Run("a:2", RunFamily.FLAGS, "t (2)")]
    assert [(run.id, run.title) for run in distinct_runs(made)] == [
        ("a", "t"),
        ("a:2", "t (2)"),
        ("a:2:2", "t (2) (2)"),
    ]


def test_names_of_suites_are_fit_for_files_and_all_different():
    taken: set[str] = set()
    ways = [".", "./modules/Net Work", "modules/net_work", "../con", "con", "ü", "x" * 200]
    names = [suite_name(way, taken) for way in ways]
    assert names[:4] == ["root", "modules-net-work", "modules-net-work-2", "con-module"]
    assert len(set(names)) == len(names)
    assert all(len(name) < 100 and name.isascii() for name in names)
