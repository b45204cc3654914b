"""Reading again with other values: `Reading.what_if`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from terraform_projects import Reader

from scaffold.model.project import Project, Rule
from scaffold.model.values import Reference, is_known
from scaffold.model.whatif import WhatIf
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform.reader import read

EXAMPLES = Path(__file__).parents[3] / "examples"
VALIDATED = """
variable "size" {
  type = number
  validation {
    condition     = var.size >= 1 && var.size <= local.most
    error_message = "Too much."
  }
}
variable "name" {
  type    = string
  default = "web"
  validation {
    condition     = can(regex("^[a-z]{2,5}$", var.name))
    error_message = "A name is short."
  }
}
locals { most = var.name == "big" ? 100 : 10 }
"""


def asked(reader: Reader, files: dict[str, str] | str) -> WhatIf:
    found = reader.reading(files).what_if
    assert found is not None
    return found


def rule_of(project: Project, subject: str) -> Rule:
    rules = [rule for resource in project.resources for rule in resource.rules]
    rules += [rule for output in project.outputs for rule in output.rules]
    rules += [rule for parameter in project.parameters for rule in parameter.rules]
    (found,) = (rule for rule in [*rules, *project.checks] if rule.subject == subject)
    return found


def outputs(project: Project) -> dict[str, object]:
    return {output.name: output.value for output in project.outputs if not output.module}


def unjudged(project: Project) -> tuple[object, ...]:
    """What reading and asking must agree on: everything but what only asking says of rules."""
    without = (
        tuple(dataclasses.replace(entry, rules=()) for entry in entries)
        for entries in (project.resources, project.outputs, project.parameters)
    )
    return (*without, project.dormant, project.calls, project.edges, project.unknowns, project.providers)


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("terraform-*")))
def test_the_values_of_the_reading_give_what_was_read(name: str) -> None:
    reading = read(EXAMPLES / name, ReadOptions(jobs=1))
    assert reading.projects
    assert reading.what_if
    for project in reading.projects:
        given = {each.name: each.value for each in project.parameters if not each.module and is_known(each.value)}
        for _ in range(2):  # the second answer comes from folders that the first has read
            assert unjudged(reading.what_if.project(project.path, given)) == unjudged(project)


def test_values_are_converted_like_any_input(reader: Reader) -> None:
    text = """
      variable "names" { type = set(string) }
      variable "size" { type = number }
      variable "tls" { type = object({ on = optional(bool, true), port = number }) }
      output "names" { value = var.names }
      output "size" { value = var.size + 1 }
      output "tls" { value = var.tls }
    """
    values = {"names": ["b", "a", "b"], "size": "2", "tls": {"port": 443}}
    found = outputs(asked(reader, text).project(".", values))
    assert found == {"names": ("a", "b"), "size": 3, "tls": {"on": True, "port": 443}}


def test_a_value_that_does_not_fit_is_unknown(reader: Reader) -> None:
    what_if = asked(reader, 'variable "size" { type = number }\noutput "size" { value = var.size }\n')
    found = what_if.project(".", {"size": "many"})
    assert [each.reason for each in found.unknowns] == [
        "the value does not fit its type: a number is required",
    ]


def test_parameters_without_a_value_have_their_default_or_are_references(reader: Reader) -> None:
    text = 'variable "a" { default = 1 }\nvariable "b" {}\noutput "x" { value = [var.a, var.b] }\n'
    assert outputs(asked(reader, text).project(".", {}))["x"] == (1, Reference("var.b"))


def test_variable_files_are_not_read(reader: Reader) -> None:
    files = {
        "main.tf": 'variable "a" { default = "own" }\noutput "a" { value = var.a }\n',
        "terraform.tfvars": 'a = "file"\n',
        "x.auto.tfvars": 'a = "automatic"\n',
    }
    reading = reader.reading(files)
    assert outputs(reading.projects[0]) == {"a": "automatic"}
    assert reading.what_if
    assert outputs(reading.what_if.project(".", {})) == {"a": "own"}


def test_answers_do_not_depend_on_earlier_questions(reader: Reader) -> None:
    what_if = asked(reader, VALIDATED)
    first = what_if.project(".", {"size": 50, "name": "big"})
    what_if.project(".", {"size": 1})
    assert what_if.project(".", {"size": 50, "name": "big"}) == first


def test_any_folder_is_a_root(reader: Reader) -> None:
    files = {
        "main.tf": 'module "a" {\n  source = "./modules/a"\n  size   = 3\n}\n',
        "modules/a/main.tf": """
          variable "size" {
            validation {
              condition     = var.size < 5
              error_message = "Too large."
            }
          }
          module "inner" { source = "../inner" }
          resource "aws_sqs_queue" "q" { count = var.size }
          output "path" { value = [path.module, path.root, module.inner.path] }
        """,
        "modules/inner/main.tf": 'output "path" { value = path.module }\n',
    }
    what_if = asked(reader, files)
    found = what_if.project("modules/a", {"size": 2})
    assert found.path == "modules/a"
    assert [each.address for each in found.resources] == ["aws_sqs_queue.q[0]", "aws_sqs_queue.q[1]"]
    assert str(found.resources[0].position) == "modules/a/main.tf:9"
    assert outputs(found)["path"] == (".", ".", "../inner")
    assert rule_of(found, "var.size").holds
    inside = what_if.project(".", {})
    assert rule_of(inside, "module.a.var.size").holds
    assert len(inside.resources) == 3


def test_the_root_that_only_parallel_processes_have_read(reader: Reader) -> None:
    files = {f"r{i}/main.tf": f'variable "a" {{}}\noutput "a" {{ value = "${{var.a}}-{i}" }}\n' for i in range(3)}
    what_if = reader.reading(files, jobs=2).what_if
    assert what_if
    assert [outputs(what_if.project(f"r{i}", {"a": "x"}))["a"] for i in range(3)] == ["x-0", "x-1", "x-2"]


class TestKnown:
    """Attributes that only the cloud knows."""

    def test_references_are_the_values_and_what_depends_on_them_folds(self, reader: Reader) -> None:
        text = """
          data "aws_caller_identity" "me" {}
          locals { id = data.aws_caller_identity.me.account_id }
          resource "aws_s3_bucket" "b" { bucket = "logs-${local.id}" }
          resource "aws_sqs_queue" "q" { count = local.id == "123456789012" ? 1 : 0 }
          output "arn" { value = "${aws_s3_bucket.b.arn}/*" }
        """
        known = {"data.aws_caller_identity.me": {"account_id": "123456789012"}, "aws_s3_bucket.b": {"arn": "arn:b"}}
        found = asked(reader, text).project(".", {}, known)
        bucket, queue, _ = found.resources
        assert bucket.attributes == {"bucket": "logs-123456789012"}
        assert queue.address == "aws_sqs_queue.q[0]"
        assert outputs(found)["arn"] == "arn:b/*"

    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("aws_x.one.list[1]", "d"),
            ("aws_x.one.object.key", 1),
            ("aws_x.one.other", Reference("aws_x.one", ("other",))),
            ("aws_x.counted[0].list[0]", "c"),
            ("aws_x.counted[*].id", ("id", "id")),
            ("[for each in aws_x.counted : each.id]", ("id", "id")),
            ('aws_x.each["a"].id', "id"),
            ("values(aws_x.each)[*].id", ("id", "id")),
            ('lookup({ for k, v in aws_x.each : k => v.id }, "b", "")', "id"),
            ("aws_x.maybe[0].id", "id"),
            ("one(aws_x.maybe[*].id)", "id"),
            ("module.far.url", "https://far"),
            ("module.far.other", Reference("module.far", ("other",))),
            ("module.near.id", "id"),
            ('module.nears["k"].id', "id"),
            ("aws_x.one", Reference("aws_x.one")),
        ],
    )
    def test_however_they_are_reached(self, reader: Reader, expression: str, expected: object) -> None:
        files = {
            "main.tf": f"""
              variable "any" {{ type = bool }}
              resource "aws_x" "one" {{}}
              resource "aws_x" "counted" {{ count = 2 }}
              resource "aws_x" "each" {{ for_each = toset(["a", "b"]) }}
              resource "aws_x" "maybe" {{ count = var.any ? 1 : 0 }}
              module "far" {{ source = "far/away/aws" }}
              module "near" {{ source = "./near" }}
              module "nears" {{
                source   = "./near"
                for_each = toset(["k"])
              }}
              output "found" {{ value = {expression} }}
            """,
            "near/main.tf": 'resource "aws_y" "y" { count = 1 }\noutput "id" { value = aws_y.y[0].id }\n',
        }
        shared = {"id": "id", "list": ("c", "d"), "object": {"key": 1}}
        known = {f"aws_x.{name}": shared for name in ("one", "counted", "each", "maybe")}
        near = {f"module.{name}.aws_y.y": shared for name in ("near", "nears")}
        found = asked(reader, files).project(".", {}, {**known, **near, "module.far": {"url": "https://far"}})
        assert outputs(found)["found"] == expected

    def test_nothing_else_changes(self, reader: Reader) -> None:
        text = """
          resource "aws_x" "a" {}
          resource "aws_x" "b" {
            depends_on = [aws_x.a]
            whole      = aws_x.a
            other      = aws_x.a.other
          }
        """
        what_if = asked(reader, text)
        known = {"aws_x.a": {"id": "id"}}
        assert what_if.project(".", {}, known) == what_if.project(".", {})


class TestRules:
    """Whether conditions hold, and what they are made of."""

    @pytest.mark.parametrize(
        ("values", "size", "name"),
        [
            ({"size": 10}, True, True),
            ({"size": 11}, False, True),
            ({"size": 11, "name": "big"}, True, True),
            ({"size": 5, "name": "BIG"}, True, False),
            ({}, None, True),
            ({"size": "no number"}, None, True),
            ({"size": None}, None, True),
        ],
    )
    def test_validations(self, reader: Reader, values: dict[str, object], size: bool | None, name: bool) -> None:
        what_if = asked(reader, VALIDATED)
        project = what_if.project(".", values)
        assert rule_of(project, "var.size").holds is size
        assert rule_of(project, "var.name").holds is name
        assert what_if.rules(".", values) == tuple(rule for each in project.parameters for rule in each.rules)

    def test_reading_leaves_it_open_and_names_the_subject(self, reader: Reader) -> None:
        rule = rule_of(reader.project(VALIDATED), "var.name")
        assert (rule.holds, rule.parameters, rule.constants, rule.samples) == (None, (), (), ())

    @pytest.mark.parametrize(
        ("condition", "value", "holds"),
        [
            ("length(var.x) > 1", None, None),
            ("can(length(var.x))", None, False),
            ("try(length(var.x), 5) == 5", None, True),
            ("var.x == null || length(var.x) > 1", None, None),  # an error before Terraform 1.12
            ("var.x == null ? true : length(var.x) > 1", None, True),
            ("var.x != null && length(var.x) > 1", "ab", True),
            ('alltrue([for p in split(",", var.x) : p == "" || tonumber(p) > 0])', "1,", None),
            ('alltrue([for p in split(",", var.x) : p == "" || tonumber(p) > 0])', "1,2", True),
            ("null", "a", None),
            ('"yes"', "a", None),
            ('"true"', "a", True),
        ],
    )
    def test_errors_are_no_refusals(self, reader: Reader, condition: str, value: object, holds: bool | None) -> None:
        text = f"""
          variable "x" {{
            type = string
            validation {{
              condition     = {condition}
              error_message = "No."
            }}
          }}
        """
        (rule,) = asked(reader, text).rules(".", {"x": value})
        assert rule.holds is holds

    def test_preconditions_of_each_instance(self, reader: Reader) -> None:
        text = """
          variable "sizes" { type = map(number) }
          resource "aws_x" "a" {
            for_each = var.sizes
            size     = each.value
            lifecycle {
              precondition {
                condition     = each.value < 5
                error_message = "${each.key} is too large."
              }
              postcondition {
                condition     = self.size > 0 && self.state == "up"
                error_message = "Not up."
              }
            }
          }
        """
        known = {"aws_x.a": {"state": "up", "size": 99}}
        found = asked(reader, text).project(".", {"sizes": {"a": 1, "b": 5}}, known)
        rules = {resource.key: resource.rules for resource in found.resources}
        assert [rule.holds for rule in rules["a"]] == [True, True]
        assert [rule.holds for rule in rules["b"]] == [False, True]
        assert rules["b"][0].subject == 'aws_x.a["b"]'
        assert rules["b"][0].message == "b is too large."
        assert rules["a"][0].parameters == ("sizes",)

    @pytest.mark.parametrize(
        ("condition", "holds"),
        [
            ("aws_x.a.port == 443", True),
            ("aws_x.a.port == var.other", False),
            ("local.port == 443", True),
            ('aws_x.a.tags["k"] == "v"', True),
            ("aws_x.a.name == aws_y.b.arn", True),
            ('aws_x.a.state == "up"', True),
            ("aws_x.a.nothing == null", None),
            ("aws_x.a.block[0].set == 1", None),
            ("aws_x.many[1].index == 1 && aws_x.many[0].index == 0", True),
            ("alltrue([for each in aws_x.many : each.index < 2])", True),
            ('aws_x.each["k"].key == "k"', True),
            ("module.m.port == 80", True),
            ("aws_x.turning.a == 1", None),
        ],
    )
    def test_what_the_configuration_sets_counts(self, reader: Reader, condition: str, holds: bool | None) -> None:
        files = {
            "main.tf": f"""
              variable "other" {{ default = 80 }}
              locals {{ port = aws_x.a.port }}
              resource "aws_x" "a" {{
                port  = 443
                tags  = {{ k = "v" }}
                name  = aws_y.b.arn
                empty = null
                block {{ set = 1 }}
              }}
              resource "aws_y" "b" {{}}
              resource "aws_x" "many" {{
                count = 2
                index = count.index
              }}
              resource "aws_x" "each" {{
                for_each = toset(["k"])
                key      = each.key
              }}
              resource "aws_x" "turning" {{
                a = aws_x.turning.b
                b = aws_x.turning.a
              }}
              module "m" {{ source = "./m" }}
              output "port" {{ value = local.port }}
              check "c" {{
                assert {{
                  condition     = {condition}
                  error_message = "No."
                }}
              }}
            """,
            "m/main.tf": 'resource "aws_x" "x" { port = 80 }\noutput "port" { value = aws_x.x.port }\n',
        }
        known = {"aws_x.a": {"state": "up"}, "aws_y.b": {"arn": "arn"}}
        what_if = asked(reader, files)
        assert rule_of(what_if.project(".", {}, known), "check.c").holds is holds
        assert outputs(what_if.project(".", {}))["port"] == Reference("aws_x.a", ("port",))

    def test_outputs_and_checks(self, reader: Reader) -> None:
        text = """
          variable "port" { type = number }
          output "url" {
            value = "https://x:${var.port}"
            precondition {
              condition     = endswith("https://x:${var.port}", "443")
              error_message = "Not the port."
            }
          }
          check "health" {
            data "http" "x" { url = "https://x" }
            assert {
              condition     = data.http.x.status_code == 200
              error_message = "Down."
            }
          }
        """
        what_if = asked(reader, text)
        found = what_if.project(".", {"port": 443}, {"data.http.x": {"status_code": 200}})
        assert rule_of(found, "output.url").holds is True
        assert rule_of(found, "output.url").parameters == ("port",)
        assert rule_of(found, "check.health").holds is True
        found = what_if.project(".", {"port": 80})
        assert rule_of(found, "output.url").holds is False
        assert rule_of(found, "check.health").holds is None

    def test_what_conditions_are_made_of(self, reader: Reader) -> None:
        text = """
          variable "env" {
            validation {
              condition     = contains(local.names, var.env) && local.fits && !var.closed && var.env != "prod"
              error_message = "No."
            }
          }
          variable "closed" { default = false }
          variable "least" { default = 3 }
          variable "other" { default = 3 }
          locals {
            names = ["dev", "prod"]
            fits  = length(var.env) >= var.least && length(var.env) > -1 && true
          }
        """
        (rule,) = asked(reader, text).rules(".", {"env": "dev"})
        assert rule.parameters == ("env", "least", "closed")
        assert rule.constants == (("dev", "prod"), "dev", "prod", -1, True)
        assert rule.samples == ()

    def test_what_resources_and_modules_are_given_is_depended_on(self, reader: Reader) -> None:
        files = {
            "main.tf": """
              variable "a" {}
              variable "b" {}
              variable "c" {}
              variable "d" {}
              variable "e" {}
              resource "aws_x" "x" {
                count = var.a
                size  = var.b
                other = var.e
              }
              module "m" {
                source = "./m"
                size   = var.c
              }
              resource "aws_x" "y" {
                size = var.d
                lifecycle {
                  postcondition {
                    condition     = self.size < aws_x.x[0].size + module.m.size
                    error_message = "No."
                  }
                }
              }
            """,
            "m/main.tf": 'variable "size" {}\noutput "size" { value = var.size }\n',
        }
        found = asked(reader, files).project(".", {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5})
        rule = rule_of(found, "aws_x.y")
        assert (rule.holds, set(rule.parameters)) == (True, {"a", "b", "c", "d"})

    def test_samples_match_the_patterns_also_of_local_values(self, reader: Reader) -> None:
        text = """
          variable "x" {
            validation {
              condition     = can(regex(local.pattern, var.x)) && length(regexall("^q", var.x)) == 0
              error_message = "No."
            }
          }
          locals { pattern = "^(dev|prod)-${local.tail}$" }
          locals { tail = "[0-9]{2}" }
        """
        (rule,) = asked(reader, text).rules(".", {"x": "dev-11"})
        assert rule.samples == ("dev-11", "dev-10", "prod-10", "q")


class TestFits:
    """Whether a value has the type of a parameter."""

    @pytest.mark.parametrize(
        ("type_", "value", "fits"),
        [
            ("number", 1, True),
            ("number", "1", True),
            ("number", "one", False),
            ("list(string)", ("a", 1), True),
            ("list(string)", ["a"], True),
            ("list(string)", "a", False),
            ("object({ a = string })", {}, False),
            ("object({ a = optional(string) })", {}, True),
            ("set(bool)", (True, "false"), True),
            ("any", {"a": 1}, True),
            ("string", None, True),
        ],
    )
    def test_types(self, reader: Reader, type_: str, value: object, fits: bool) -> None:
        what_if = asked(reader, f'variable "x" {{ type = {type_} }}\n')
        assert what_if.fits(".", "x", value) is fits

    def test_null_and_names(self, reader: Reader) -> None:
        what_if = asked(reader, 'variable "x" {\n  type     = string\n  nullable = false\n}\n')
        assert not what_if.fits(".", "x", None)
        assert not what_if.fits(".", "y", "a")


TWO_RULES = """
variable "size" {
  type = number
  validation {
    condition     = var.size <= local.most
    error_message = "At most ${local.most} for ${var.name}."
  }
}
variable "name" { default = "web" }
variable "limits" { default = { most = 3 } }
variable "other" { default = "x" }
locals { most = var.limits.most }
"""


@pytest.mark.parametrize(
    ("changes", "holds", "message"),
    [
        ({"size": 3}, True, "At most 3 for web."),
        ({"size": 4}, False, "At most 3 for web."),
        ({"size": 4, "limits": {"most": 4}}, True, "At most 4 for web."),
        ({"size": 4, "name": "api"}, False, "At most 3 for api."),
        ({"size": 4, "other": "y"}, False, "At most 3 for web."),
        ({"size": "4"}, False, "At most 3 for web."),
        ({"size": True}, None, "At most 3 for web."),
        ({}, None, "At most 3 for web."),
    ],
)
def test_each_question_about_rules_is_answered_for_its_own_values(reader, changes, holds, message) -> None:
    what_if = asked(reader, TWO_RULES)
    for before in ({"size": 3}, {"size": 4}, {"size": 4, "limits": {"most": 4}}, {"size": 1}):
        what_if.rules(".", before)
    for _ in range(2):
        (rule,) = what_if.rules(".", changes)
        assert (rule.holds, rule.message) == (holds, message)


def test_rules_about_what_is_declared_are_judged_each_time(reader) -> None:
    what_if = asked(
        reader,
        """
        variable "size" {
          type = number
          validation {
            condition     = var.size <= terraform_data.limit.input
            error_message = "Too much."
          }
        }
        variable "most" { default = 3 }
        resource "terraform_data" "limit" { input = var.most }
        """,
    )
    judged = [what_if.rules(".", {"size": 4, "most": most})[0].holds for most in (3, 4, 3)]
    assert judged == [False, True, False]
