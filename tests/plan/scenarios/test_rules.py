"""For each rule a value that keeps it and one that breaks exactly that rule, as near to the border as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from scaffold.model.scenarios import Run, RunFamily
from scaffold.model.testplan import Tier
from scaffold.model.values import Value

Runs = Callable[..., dict[str, Run]]


def of(found: dict[str, Run], family: RunFamily) -> dict[str, Mapping[str, Value]]:
    """The values of the runs of a family, by title."""
    return {run.title: run.values for run in found.values() if run.family is family}


def accepted(found: dict[str, Run]) -> dict[str, Mapping[str, Value]]:
    return of(found, RunFamily.ACCEPTED)


def refused(found: dict[str, Run]) -> dict[str, Mapping[str, Value]]:
    return of(found, RunFamily.REFUSED)


def variable(name: str, default: str, *conditions: str, type_: str = "") -> str:
    rules = "".join(
        f'  validation {{\n    condition     = {each}\n    error_message = "No."\n  }}\n' for each in conditions
    )
    type_line = f"  type    = {type_}\n" if type_ else ""
    return f'variable "{name}" {{\n{type_line}  default = {default}\n{rules}}}\n'


def lifecycle(condition: str, kind: str = "precondition") -> str:
    return (
        f'lifecycle {{\n    {kind} {{\n      condition     = {condition}\n      error_message = "No."\n    }}\n  }}\n'
    )


def resource(name: str, *lines: str) -> str:
    return f'resource "terraform_data" "{name}" {{\n' + "".join(f"  {line}\n" for line in lines) + "}\n"


@pytest.mark.parametrize(
    ("condition", "inside", "outside"),
    [
        ("var.n >= 1 && var.n <= 10", {1, 10}, {0, 11}),
        ("var.n > 1 && var.n < 10", {2, 9}, {1, 10}),
        ("var.n <= 37", {37}, {38}),
        ("var.n * 3 < 100", {33}, {34}),
        ("!(var.n < 4)", {4}, {3}),
    ],
)
def test_numbers_are_tried_right_at_the_border(runs, condition, inside, outside):
    found = runs(variable("n", "5", condition, type_="number") + resource("r", "input = var.n"))
    assert {values["n"] for values in accepted(found).values()} == inside
    assert {values["n"] for values in refused(found).values()} == outside
    for run in found.values():
        if run.family is RunFamily.REFUSED:
            assert (run.refused, run.expects) == (("var.n",), ())
        if run.family is RunFamily.ACCEPTED:
            assert run.refused == ()
            assert [each.fact.value for each in run.expects] == [run.values["n"]]


def test_titles_say_which_side_of_the_border(runs):
    found = runs(variable("replicas", "2", "var.replicas >= 1 && var.replicas <= 10", type_="number"))
    assert set(refused(found)) == {"refuses replicas below 1", "refuses replicas above 10"}
    assert set(accepted(found)) == {"accepts replicas 1", "accepts replicas 10"}
    found = runs(variable("name", '"web"', "length(var.name) >= 3 && length(var.name) <= 6", type_="string"))
    assert set(refused(found)) == {
        "refuses name shorter than 3 characters",
        "refuses name longer than 6 characters",
    }


def test_lengths_are_tried_right_at_the_border(runs):
    found = runs(variable("name", '"abcd"', "length(var.name) >= 3", "length(var.name) <= 6", type_="string"))
    assert {len(str(values["name"])) for values in refused(found).values()} == {2, 7}
    assert {len(str(values["name"])) for values in accepted(found).values()} == {3, 6}


def test_a_member_of_an_object_is_tried_and_the_rest_stays(runs):
    declared = variable(
        "size", "{ cpu = 2, memory = 4 }", "var.size.cpu <= 8", type_="object({ cpu = number, memory = number })"
    )
    found = runs(declared)
    assert refused(found) == {"refuses size.cpu above 8": {"size": {"cpu": 9, "memory": 4}}}
    assert accepted(found) == {"accepts size.cpu 8": {"size": {"cpu": 8, "memory": 4}}}


def test_each_allowed_value_that_makes_a_difference_is_run(runs):
    listed = variable("environment", '"dev"', 'contains(["dev", "staging", "prod"], var.environment)', type_="string")
    found = runs(listed + 'output "name" { value = "app-${var.environment}" }')
    assert accepted(found) == {
        'accepts environment "staging"': {"environment": "staging"},
        'accepts environment "prod"': {"environment": "prod"},
    }
    assert {run.expects[0].fact.value for run in found.values() if run.family is RunFamily.ACCEPTED} == {
        "app-staging",
        "app-prod",
    }
    (values,) = refused(found).values()
    assert values["environment"] not in ("dev", "staging", "prod")


def test_allowed_values_that_make_no_difference_are_run_once_and_all_of_them_only_on_demand(runs):
    listed = variable("size", "1", "contains([1, 2, 3, 4], var.size)", type_="number")
    assert len(accepted(runs(listed))) == 1
    exhaustive = accepted(runs(listed, Tier.EXHAUSTIVE))
    assert [values["size"] for values in exhaustive.values()] == [2, 3, 4]


def test_a_value_breaks_one_rule_of_a_variable_and_not_the_others(runs):
    found = runs(
        variable("name", '"web-1"', "length(var.name) <= 8", 'can(regex("^[a-z0-9-]+$", var.name))', type_="string")
    )
    values = [str(each["name"]) for each in refused(found).values()]
    assert len(values) == 2
    long, odd = values
    assert len(long) == 9
    assert set(long) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(odd) <= 8
    assert not set(odd) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_precondition_is_broken_by_one_change_and_refused_by_its_resource(runs):
    found = runs(
        variable("n", "5", "var.n < 100", type_="number")
        + resource("r", "for_each = toset(['a', 'b'])".replace("'", '"'), lifecycle("var.n < 20"))
    )
    run = found["refused:terraform_data.r:precondition"]
    assert (run.refused, run.values) == (("terraform_data.r",), {"n": 20})
    assert run.title == "terraform_data r refuses n above 19"
    assert found["accepted:terraform_data.r:precondition"].values == {"n": 19}


def test_a_postcondition_on_what_the_plan_knows_is_broken_too(runs):
    found = runs(
        variable("n", "5", type_="number")
        + resource("r", "input = var.n", lifecycle("self.input < 20", "postcondition"))
    )
    assert found["refused:terraform_data.r:postcondition"].values == {"n": 20}


def test_outputs_and_checks_have_rules_as_well(runs):
    found = runs(
        variable("n", "5", type_="number")
        + 'output "o" {\n  value = 1\n  precondition {\n    condition = var.n <= 7\n    error_message = "No."\n  }\n}\n'
        + 'check "c" {\n  assert {\n    condition = var.n >= 3\n    error_message = "No."\n  }\n}\n'
    )
    output, check = found["refused:output.o:precondition"], found["refused:check.c:assert"]
    assert (output.refused, output.values, output.title) == (("output.o",), {"n": 8}, "output o refuses n above 7")
    assert (check.refused, check.values, check.title) == (("check.c",), {"n": 2}, "check c notices n below 3")


def test_two_rules_that_always_break_together_have_no_refusing_run(suites):
    suite = suites(
        variable("n", "5", type_="number")
        + resource("a", lifecycle("var.n < 20"))
        + resource("b", lifecycle("var.n < 20"))
    )["root"]
    assert not [run for run in suite.runs if run.family is RunFamily.REFUSED]
    assert [gap.summary for gap in suite.gaps] == [
        "nothing was found that breaks only the precondition of terraform_data a",
        "nothing was found that breaks only the precondition of terraform_data b",
    ]


def test_a_rule_on_what_only_the_cloud_knows_is_a_gap(suites):
    suite = suites(resource("a") + resource("b", lifecycle("length(terraform_data.a.id) > 3")))["root"]
    (gap,) = suite.gaps
    assert gap.summary == "nothing was found that breaks only the precondition of terraform_data b"
    assert gap.position is not None


def test_a_rule_of_something_switched_off_is_broken_with_it_switched_on(runs):
    found = runs(
        variable("on", "false", type_="bool")
        + variable("n", "5", type_="number")
        + resource("r", "count = var.on ? 1 : 0", lifecycle("var.n > 2"))
    )
    run = found["refused:terraform_data.r:precondition"]
    assert run.values == {"on": True, "n": 2}
    assert run.title == "terraform_data r refuses n below 3 with on = true"
    assert found["accepted:terraform_data.r:precondition"].values == {"on": True, "n": 3}


def test_a_rule_that_counts_only_for_another_allowed_value_is_broken_with_that(runs):
    found = runs(
        variable("env", '"dev"', 'contains(["dev", "prod"], var.env)', type_="string")
        + variable("days", "7", type_="number")
        + resource("r", 'input = "${var.env}-${var.days}"', lifecycle('var.env != "prod" || var.days >= 7'))
    )
    run = found["refused:terraform_data.r:precondition"]
    assert run.values == {"env": "prod", "days": 6}
    assert run.title == 'terraform_data r refuses days below 7 with env = "prod"'


def test_a_value_under_which_the_subject_is_gone_breaks_nothing(suites):
    suite = suites(variable("n", "1", type_="number") + resource("r", "count = var.n", lifecycle("var.n > 0")))["root"]
    assert not [run for run in suite.runs if run.refused == ("terraform_data.r",)]


def test_a_value_that_makes_something_else_fail_to_evaluate_breaks_too_much(runs):
    found = runs(
        variable("cidr", '"10.0.0.0/16"', type_="string")
        + resource("r", "input = cidrsubnet(var.cidr, 8, 1)", lifecycle('!startswith(var.cidr, "192.")'))
    )
    (values,) = refused(found).values()
    address, _, prefix = str(values["cidr"]).partition("/")
    assert address.startswith("192.")
    assert int(prefix) <= 24


def test_rules_of_a_called_module_belong_to_its_own_suite(suites):
    files = {
        "main.tf": variable("n", "5", type_="number") + 'module "m" {\n  source = "./m"\n  n = var.n\n}\n',
        "m/main.tf": variable("n", "1", "var.n < 9", type_="number") + resource("r", "input = var.n"),
    }
    found = suites(files)
    assert not [run for run in found["root"].runs if run.family is RunFamily.REFUSED] if "root" in found else True
    assert {run.values["n"] for run in found["m"].runs if run.refused == ("var.n",)} == {9}


def test_secrets_are_not_told(runs):
    files = variable("password", '"not-a-real-1"', "length(var.password) >= 8", type_="string").replace(
        "default", "sensitive = true\n  default", 1
    )
    found = runs(files + 'output "p" {\n  value     = var.password\n  sensitive = true\n}\n')
    assert list(accepted(found)) == ["accepts password of 8 characters"]
    (run,) = (run for run in found.values() if run.family is RunFamily.ACCEPTED)
    assert run.expects[0].fact.value == run.values["password"]
    assert str(run.values["password"]) not in run.expects[0].message
    assert list(refused(found)) == ["refuses password shorter than 8 characters"]


CHECKED = """
check "computed" {
  assert {
    condition     = terraform_data.watched.id != ""
    error_message = "No."
  }
}
"""


@pytest.mark.parametrize(
    ("watched", "unsure"),
    [
        ("input = 1", ("check.computed",)),  # looked at, and not decided: it fails too
        ("input = var.n", ()),  # not planned, because the variable is refused
        ("input = terraform_data.between.id", ()),
    ],
)
def test_checks_that_cannot_be_decided_fail_beside_a_refusal_unless_it_stops_them(runs, watched, unsure):
    found = runs(
        variable("n", "5", "var.n < 10", type_="number")
        + resource("between", "input = var.n")
        + resource("watched", watched)
        + CHECKED
    )
    assert found["refused:var.n:validation"].refused == ("var.n", *unsure)
    assert found["declared"].refused == ("check.computed",)


def test_the_smoke_tier_has_no_rules(runs):
    found = runs(variable("n", "5", "var.n < 10", type_="number") + resource("r", "input = var.n"), Tier.SMOKE)
    assert set(found) == {"declared"}


def test_an_accepted_value_brings_what_a_provider_then_requires(runs):
    found = runs(
        variable("method", '"EMAIL"', 'contains(["EMAIL", "DNS"], var.method)', type_="string")
        + variable("zone_id", "null", type_="string")
        + """
        resource "aws_route53_record" "check" {
          count   = var.method == "DNS" ? 1 : 0
          zone_id = var.zone_id
          name    = "check.example.com"
          type    = "CNAME"
        }
        """
    )
    ((title, values),) = accepted(found).items()
    assert values["method"] == "DNS"
    assert values["zone_id"]
    assert title == f'accepts method "DNS" with zone_id = "{values["zone_id"]}"'
    run = next(run for run in found.values() if run.values == values)
    assert str(values["zone_id"]) in {each.fact.value for each in run.expects}


def test_an_accepted_value_is_left_out_where_nothing_gives_what_is_required(runs):
    found = runs(
        variable("method", '"EMAIL"', 'contains(["EMAIL", "DNS"], var.method)', type_="string")
        + """
        locals { zone = null }
        resource "aws_route53_record" "check" {
          count   = var.method == "DNS" ? 1 : 0
          zone_id = local.zone
          name    = "check.example.com"
          type    = "CNAME"
        }
        """
    )
    assert accepted(found) == {}


@pytest.mark.parametrize(("checked", "tried"), [("b", False), ("z", True)])
def test_a_rule_broken_by_another_parameter_breaks_nothing_else_that_depends_on_that(runs, checked, tried):
    found = runs(
        variable("near", '"a"', type_="string")
        + variable("far", "false", 'var.far || var.near != "b"', type_="bool")
        + f'check "c" {{\n  assert {{\n    condition = var.near != "{checked}"\n    error_message = "No."\n  }}\n}}\n'
    )
    breaking = [run.values for run in found.values() if run.refused == ("var.far",)]
    assert breaking == ([{"near": "b"}] if tried else [])


def test_a_check_that_a_plan_cannot_decide_is_named_whatever_else_a_wrong_value_makes_unclear(runs):
    """With three zones the slice ends in an error, and the other check cannot be told either."""
    found = runs(
        variable("zones", "2", "var.zones <= 2", type_="number")
        + resource("cluster", 'input = "c"')
        + """
        locals { names = slice(["a", "b"], 0, var.zones) }
        check "zones" {
          assert {
            condition     = length(local.names) > 0
            error_message = "None."
          }
        }
        check "active" {
          data "aws_ecs_cluster" "current" { cluster_name = terraform_data.cluster.input }
          assert {
            condition     = data.aws_ecs_cluster.current.status == "ACTIVE"
            error_message = "Not active."
          }
        }
        """
    )
    (run,) = [run for run in found.values() if "var.zones" in run.refused]
    assert run.refused == ("var.zones", "check.active")
