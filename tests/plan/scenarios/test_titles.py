"""Runs about rules are called after the kind of value, so that their names say something too."""

from __future__ import annotations

import pytest

from scaffold.model.scenarios import RunFamily


def variable(
    name: str, type_: str, default: str, condition: str, message: str = "It is wrong.", extra: str = ""
) -> str:
    return f"""
variable "{name}" {{
  type    = {type_}
  default = {default}
  {extra}
  validation {{
    condition     = {condition}
    error_message = "{message}"
  }}
}}
"""


REGION = 'variable "region" {\n  type    = string\n  default = "eu-central-1"\n}\n'


def titles(runs, files: str, family: RunFamily) -> list[str]:
    return [run.title for run in runs(files).values() if run.family is family]


@pytest.mark.parametrize(
    ("files", "title"),
    [
        (variable("n", "number", "2", "var.n <= 9"), "refuses n above 9"),
        (variable("n", "string", '"abc"', "length(var.n) <= 9"), "refuses n longer than 9 characters"),
        (variable("n", "string", '"a"', "length(var.n) > 0"), "refuses empty n"),
        (variable("n", "list(string)", '["a"]', "length(var.n) > 0"), "refuses empty n"),
        (variable("n", "string", '"a"', 'contains(["a", "b"], var.n)'), "refuses n that is not listed"),
        (variable("n", "number", "7", "contains([7, 30], var.n)"), "refuses n 8"),
        (variable("n", "string", '"ab-1"', 'can(regex("^[a-z]{2}-[0-9]$", var.n))'),
         "refuses n that does not match its pattern"),
        (variable("n", "string", '"10.0.0.0/16"', "can(cidrhost(var.n, 0))", "n must be a CIDR block. Or else!"),
         "refuses n 1"),
        (variable("n", "string", '"a"', 'var.n != "a/b"', "Slashes are not for n. Or else!"),
         "refuses n: Slashes are not for n"),
        (REGION + variable("dr", "string", '"eu-west-1"', "var.dr != var.region"),
         "refuses dr equal to region"),
        (variable("email", "string", '""', 'var.email == "" || strcontains(var.email, "@")'),
         "refuses email not-a-valid-value"),
    ],
)  # fmt: skip
def test_what_is_refused(runs, files, title):
    assert [each.replace('"', "") for each in titles(runs, files, RunFamily.REFUSED)] == [title]


@pytest.mark.parametrize(
    ("files", "title"),
    [
        (variable("n", "number", "2", "var.n <= 9"), "accepts n 9"),
        (variable("n", "string", '"abc"', "length(var.n) <= 9"), "accepts n of 9 characters"),
        (variable("n", "list(string)", '["a"]', "length(var.n) <= 2"), "accepts n with 2 entries"),
        (variable("n", "string", '"a"', 'contains(["a", "b"], var.n)'), 'accepts n "b"'),
    ],
)
def test_what_is_accepted(runs, files, title):
    assert titles(runs, files, RunFamily.ACCEPTED) == [title]


def test_the_rule_of_another_parameter_is_about_both(runs):
    files = 'variable "on" {\n  type    = bool\n  default = false\n}\n' + variable(
        "email", "string", "null", "!var.on || var.email != null"
    )
    assert titles(runs, files, RunFamily.REFUSED) == ["refuses email with on true"]


def test_no_sentence_is_taken_where_a_secret_may_stand_in_it(runs):
    files = variable("n", "string", '"a"', 'var.n != "a/b"', "No ${var.n}, please.", "sensitive = true")
    assert titles(runs, files, RunFamily.REFUSED) == ["refuses a wrong value of n"]


def test_no_value_is_made_of_patterns_or_formats(runs):
    files = variable("n", "string", '"ab"', 'can(regex("^[a-z]+$", var.n)) && format("%s%s", var.n, var.n) != "xyxy"')
    found = [run for run in runs(files).values() if run.family in (RunFamily.REFUSED, RunFamily.ACCEPTED)]
    assert found
    for run in found:
        assert not set(str(run.values["n"])) & set("^[]+$%")
