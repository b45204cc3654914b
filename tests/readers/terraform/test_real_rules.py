"""Whether rules hold, compared with what a real Terraform says of the same configuration."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform.reader import read

#: Type, condition on `var.x`, and values in Terraform's syntax.
CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("string", "length(var.x) > 2", ('"ab"', '"abc"', '"äöü"', "null", "12345")),
    ("string", 'can(regex("^[a-z]{2,3}$", var.x))', ('"ab"', '"abcd"', '"ab\\n"', '""', "null")),
    ("string", 'contains(["dev", "prod"], var.x)', ('"dev"', '"Dev"', '""', "null")),
    ("string", "var.x == null || length(var.x) > 2", ('"abc"', '"a"')),
    ("string", "var.x == null ? true : length(var.x) > 2", ('"abc"', '"a"', "null")),
    ("string", "try(length(var.x), 3) > 2", ('"abc"', '"a"', "null")),
    ("string", "can(cidrhost(var.x, 0))", ('"10.0.0.0/16"', '"10.0.0.1"', '"x"', "null")),
    ("string", "tonumber(var.x) > 3", ('"4"', '"3"', '"four"')),
    ("string", 'length(regexall("[0-9]", var.x)) >= 2', ('"a1b2"', '"a1"', '"٣٤"')),
    ("string", 'startswith(var.x, "arn:") && endswith(var.x, "/*")', ('"arn:a/*"', '"arn:a"', '"*"')),
    ("string", 'lower(var.x) == var.x && trimspace(var.x) != ""', ('"a"', '"A"', '" "', '"ß"')),
    ("string", 'substr(var.x, 0, 1) != "-"', ('"a-"', '"-a"', '""')),
    ("string", 'formatdate("YYYY", var.x) == "2020"', ('"2020-01-01T00:00:00Z"', '"2021-01-01T00:00:00Z"', '"x"')),
    ("string", "jsondecode(var.x).a == 1", ('"{\\"a\\":1}"', '"{\\"a\\":2}"', '"{}"', '"["')),
    ("string", 'var.x == "1"', ("1", "true", '"1"')),
    ("number", "var.x >= 1 && var.x <= 10", ("0", "1", "10", "10.5", "11", "null", '"5"')),
    ("number", "floor(var.x) == var.x && var.x % 2 == 0", ("2", "3", "2.5", "-4")),
    ("number", "contains([1, 3, 5], var.x)", ("1", "2", "5.0", "null")),
    ("number", 'contains(["1", "3"], tostring(var.x))', ("1", "2")),
    ("number", "1 / var.x > 0.1", ("1", "100")),
    ("bool", "var.x", ("true", "false", "null", '"true"')),
    ("bool", "!var.x || false", ("true", "false")),
    ("list(string)", "length(var.x) == length(distinct(var.x))", ('["a", "b"]', '["a", "a"]', "[]", "null")),
    ("list(string)", 'alltrue([for s in var.x : can(regex("^s", s))])', ('["s1"]', '["s", "t"]', "[]", "[null]")),
    ("list(string)", 'var.x[0] == "a"', ('["a"]', '["b", "a"]', "[]")),
    ("list(string)", 'length(setintersection(var.x, ["a"])) == 0', ('["b"]', '["a"]', "[]")),
    ("set(string)", 'length(setsubtract(var.x, ["a", "b"])) == 0', ('["a", "a"]', '["c"]', "[]")),
    ("map(string)", 'alltrue([for k, v in var.x : length(k) < 3 && v != ""])', ('{ a = "b" }', '{ abc = "" }', "{}")),
    ("map(number)", "sum(values(var.x)) == 100", ("{ a = 50, b = 50 }", "{ a = 1 }", "{}")),
    ("map(string)", 'lookup(var.x, "a", "z") == "z"', ('{ a = "b" }', "{}", '{ a = "z" }')),
    (
        "object({ min = number, max = optional(number, 5), name = optional(string) })",
        "var.x.min <= var.x.max && (var.x.name == null ? true : length(var.x.name) > 1)",
        (
            "{ min = 1 }",
            "{ min = 6 }",
            "{ min = 1, max = null }",
            '{ min = 1, name = "a" }',
            '{ min = 1, name = "ab" }',
        ),
    ),
    ("list(object({ p = number }))", "max(var.x[*].p...) < 10", ("[{ p = 1 }, { p = 9 }]", "[{ p = 10 }]", "[]")),
    ("any", "can(var.x.a.b)", ("{ a = { b = 1 } }", "{ a = 1 }", '"text"')),
    ("any", 'try(tostring(var.x), "none") == "none"', ("[1]", "1", '"none"')),
    ("tuple([string, number])", "length(var.x[0]) == var.x[1]", ('["ab", 2]', '["ab", 3]')),
    ("string", 'anytrue([for p in ["a", "b"] : startswith(var.x, p)])', ('"ax"', '"cx"')),
    ("string", 'var.x != "" && substr(var.x, 0, 1) == "a"', ('"a"', '""')),
    ("string", 'one([for s in [var.x] : s if s != "a"]) == null', ('"a"', '"b"')),
    ("string", 'coalesce(var.x, "d") == "d"', ('""', "null", '"e"')),
)


def configuration() -> dict[str, str]:
    """One variable for each case and value, by name."""
    found = {}
    for index, (type_, condition, values) in enumerate(CASES):
        for place, value in enumerate(values):
            name = f"x_{index}_{place}"
            found[name] = (
                f'variable "{name}" {{\n  type    = {type_}\n  default = {value}\n  validation {{\n'
                f"    condition     = {condition.replace('var.x', f'var.{name}')}\n"
                f'    error_message = "No."\n  }}\n}}\n'
            )
    return found


def judged_by_terraform(folder: Path) -> dict[str, bool | None]:
    """What Terraform says of each variable: refused, or failed with another error; what it does not name holds."""
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    subprocess.run(
        ["terraform", "init", "-backend=false"], cwd=folder, check=True, capture_output=True, env=environment
    )
    command = ["terraform", "plan", "-json", "-input=false", "-lock=false"]
    result = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, env=environment)
    found: dict[str, bool | None] = {}
    for line in result.stdout.splitlines():
        diagnostic = json.loads(line).get("diagnostic", {})
        if diagnostic.get("severity") == "error":
            name = Path(diagnostic["range"]["filename"]).stem
            found[name] = False if diagnostic["summary"] == "Invalid value for variable" else None
    return found


@pytest.mark.skipif(not shutil.which("terraform"), reason="terraform is not on the path")
def test_rules_hold_where_terraform_says_so(tmp_path: Path) -> None:
    written = configuration()
    for name, text in written.items():
        (tmp_path / f"{name}.tf").write_text(text, encoding="utf-8")
    terraform = judged_by_terraform(tmp_path)
    what_if = read(tmp_path, ReadOptions(jobs=1)).what_if
    assert what_if
    ours = {rule.subject.removeprefix("var."): rule.holds for rule in what_if.rules(".", {})}
    assert ours.keys() == written.keys()
    assert {terraform.get(name, True) for name in written} == {True, False, None}
    wrong = {
        written[name]: (ours[name], terraform.get(name, True))
        for name in written
        if ours[name] is not terraform.get(name, True)
    }
    assert not wrong
