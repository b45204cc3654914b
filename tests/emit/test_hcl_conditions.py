"""Conditions: spelled so that they hold whatever type the provider's schema gives what the source says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from native_terraform import needs_terraform, terraform, unformatted

from scaffold.emit.errors import EmitError
from scaffold.emit.hcl_conditions import condition
from scaffold.model.facts import Fact, Relation
from scaffold.model.values import Call, Reference, Step, Value
from scaffold.readers.terraform.expressions import parse_expression

EQUALS, DIFFERS, ONE_OF = Relation.EQUALS, Relation.DIFFERS, Relation.ONE_OF
Q = "aws_sqs_queue.q"


def fact(address: str, path: tuple[Step, ...], relation: Relation, value: Value = None) -> Fact:
    return Fact(Reference(address, path), relation, value)


def spelled(found: Fact, exact: bool = False, indent: int = 0, column: int = 0) -> str:
    return condition(found, exact, indent, column)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (fact(Q, ("name",), EQUALS, "orders"), 'aws_sqs_queue.q.name == "orders"'),
        (fact(Q, ("delay",), EQUALS, 30), 'tostring(aws_sqs_queue.q.delay) == "30"'),
        (fact(Q, ("delay",), EQUALS, "30"), 'tostring(aws_sqs_queue.q.delay) == "30"'),
        (fact(Q, ("share",), EQUALS, 0.5), "tonumber(aws_sqs_queue.q.share) == 0.5"),
        (fact(Q, ("fifo",), EQUALS, True), 'tostring(aws_sqs_queue.q.fifo) == "true"'),
        (fact(Q, ("policy",), EQUALS, None), "aws_sqs_queue.q.policy == null"),
        (fact(Q, ("key",), EQUALS, Reference("aws_kms_key.k", ("arn",))), "aws_sqs_queue.q.key == aws_kms_key.k.arn"),
        (fact('a.b["x y"]', ("c d",), EQUALS, "e"), 'a.b["x y"]["c d"] == "e"'),
        (
            fact(Q, ("tags",), EQUALS, {"n": 1}),
            '{ for key, item in aws_sqs_queue.q.tags : key => tostring(item) if item != null } == { n = "1" }',
        ),
        (
            fact(Q, ("tags",), EQUALS, {"n": 1, "a": "x"}),
            'jsonencode(aws_sqs_queue.q.tags) == jsonencode({ n = "1", a = "x" })',
        ),
        (fact(Q, ("x",), EQUALS, {"Name": "y"}), 'jsonencode(aws_sqs_queue.q.x) == jsonencode({ Name = "y" })'),
        (fact(Q, ("x",), EQUALS, {}), "length(aws_sqs_queue.q.x) == 0"),
        (fact(Q, ("x",), EQUALS, ()), "length(aws_sqs_queue.q.x) == 0"),
        (fact(Q, ("x",), EQUALS, ("a", "b")), 'jsonencode(aws_sqs_queue.q.x) == jsonencode(["a", "b"])'),
        (fact(Q, ("x",), EQUALS, ("b", "a")), 'sort(aws_sqs_queue.q.x) == sort(["b", "a"])'),
        (fact(Q, ("x",), EQUALS, ("a", "a")), 'toset(aws_sqs_queue.q.x) == toset(["a", "a"])'),
        (fact(Q, ("x",), EQUALS, (443, 80)), "sort(aws_sqs_queue.q.x) == sort([443, 80])"),
        (
            fact(Q, ("ingress", 1, "port"), EQUALS, 80),
            'anytrue([for ingress in aws_sqs_queue.q.ingress : tostring(ingress.port) == "80"])',
        ),
        (
            fact(Q, ("a", 0, "a", 0, "b"), EQUALS, "c"),
            'anytrue([for a in aws_sqs_queue.q.a : anytrue([for a_item in a.a : a_item.b == "c"])])',
        ),
        (fact(Q, ("var", 0), EQUALS, "c"), 'anytrue([for item in aws_sqs_queue.q.var : item == "c"])'),
        (
            fact(Q, ("p", "Statement", 0, "Effect"), EQUALS, "Deny"),
            'jsondecode(aws_sqs_queue.q.p).Statement[0].Effect == "Deny"',
        ),
        (fact(Q, ("x",), DIFFERS, 5), 'tostring(aws_sqs_queue.q.x) != "5"'),
        (fact(Q, ("x",), Relation.AT_LEAST, 5), "aws_sqs_queue.q.x >= 5"),
        (fact(Q, ("x",), Relation.AT_MOST, 5), "aws_sqs_queue.q.x <= 5"),
        (fact(Q, ("x",), ONE_OF, ("a", "b")), 'contains(["a", "b"], aws_sqs_queue.q.x)'),
        (fact(Q, ("x",), ONE_OF, (1, 2)), 'contains(["1", "2"], tostring(aws_sqs_queue.q.x))'),
        (fact(Q, ("x",), Relation.PRESENT), "try(length(aws_sqs_queue.q.x) > 0, aws_sqs_queue.q.x != null)"),
        (fact(Q, ("x",), Relation.ABSENT), "try(length(aws_sqs_queue.q.x) == 0, aws_sqs_queue.q.x == null)"),
        (fact(Q, ("x",), Relation.COUNTS, 2), "length([for item in aws_sqs_queue.q.x : item]) == 2"),
        (fact(Q, (), Relation.COUNTS, 2), "length(aws_sqs_queue.q) == 2"),
        (fact(Q, (), Relation.ABSENT), "length(aws_sqs_queue.q) == 0"),
        (fact(Q + "[2]", (), Relation.ABSENT), "length(aws_sqs_queue.q) <= 2"),
        (fact(Q + "[2]", (), Relation.PRESENT), "length(aws_sqs_queue.q) > 2"),
        (fact(Q + '["a.b"]', (), Relation.ABSENT), '!contains(keys(aws_sqs_queue.q), "a.b")'),
        (fact(Q + '["a.b"]', (), Relation.PRESENT), 'contains(keys(aws_sqs_queue.q), "a.b")'),
        (fact("output.x", (), Relation.ABSENT), "try(length(output.x) == 0, output.x == null)"),
        (
            fact(Q, ("cidrs",), Relation.EXCLUDES, (("cidrs",), ("0.0.0.0/0",))),
            '!anytrue([for value in ["0.0.0.0/0"] : contains(flatten([aws_sqs_queue.q.cidrs]), value)])',
        ),
        (
            fact("a.b", ("in",), Relation.EXCLUDES, (("c",), ("x",))),
            'length(setintersection(["x"], [for value in flatten([\n'
            "  for item in a.b.in : [\n    try(item.c, []),\n  ]\n"
            "]) : value if value != null])) == 0",
        ),
        (
            fact("data.a.b", ("statement",), Relation.EXCLUDES, (("identifiers",), ("*",))),
            'length(setintersection(["*"], [for value in flatten([\n'
            "  for item in data.a.b.statement : [\n    try(item.principals[*].identifiers, []),\n  ]\n"
            "]) : value if value != null])) == 0",
        ),
    ],
)
def test_where_the_schema_is_not_known(found: Fact, text: str) -> None:
    assert spelled(found) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (fact("terraform_data.x", ("input",), EQUALS, 30), "terraform_data.x.input == 30"),
        (fact("terraform_data.x", ("input",), EQUALS, "30"), 'terraform_data.x.input == "30"'),
        (fact("terraform_data.x", ("input",), EQUALS, False), "terraform_data.x.input == false"),
        (fact("output.x", ("a", 0), EQUALS, 1), "output.x.a[0] == 1"),
        (fact("output.x", (), EQUALS, (2, 1)), "jsonencode(output.x) == jsonencode([2, 1])"),
        (fact("output.x", (), EQUALS, {"a": 1}), "jsonencode(output.x) == jsonencode({ a = 1 })"),
        (fact("output.x", (), ONE_OF, (1, 2)), "contains([1, 2], output.x)"),
        (fact("output.x", (), Relation.COUNTS, 3), "length(output.x) == 3"),
    ],
)
def test_where_every_type_is_the_configurations_own(found: Fact, text: str) -> None:
    assert spelled(found, exact=True) == text


def test_a_long_condition_has_one_part_a_line() -> None:
    block = {"from_port": 80, "to_port": 443, "cidr_blocks": ("10.0.0.0/16",), "description": "traffic " + "x" * 40}
    found = fact("aws_security_group.g", ("ingress",), EQUALS, (block,))
    assert spelled(found, indent=4, column=20).splitlines() == [
        "(",
        "      length([for item in aws_security_group.g.ingress : item]) == 1 &&",
        "      anytrue([",
        "        for ingress in aws_security_group.g.ingress :",
        '        tostring(ingress.from_port) == "80" &&',
        '        tostring(ingress.to_port) == "443" &&',
        '        jsonencode(ingress.cidr_blocks) == jsonencode(["10.0.0.0/16"]) &&',
        f'        ingress.description == "traffic {"x" * 40}"',
        "      ])",
        "    )",
    ]


@pytest.mark.parametrize(
    "found",
    [
        fact(Q, ("x",), EQUALS, Call("f", ())),
        fact("a b", ("x",), EQUALS, 1),
        fact(Q, ("x",), Relation.EXCLUDES, "nothing"),
        fact(Q, (), Relation.EXCLUDES, (("a",), ("b",))),
        fact(Q, ("x", 0), Relation.EXCLUDES, (("a",), ("b",))),
    ],
)
def test_what_cannot_be_said_is_refused(found: Fact) -> None:
    with pytest.raises(EmitError):
        spelled(found)


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ["${a}", '"', "1", "true", "*"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
PATHS = st.lists(TEXTS | st.integers(0, 3) | st.sampled_from(["Statement", "for", "each"]), max_size=4).map(tuple)


@settings(deadline=None, max_examples=300)
@given(PATHS, st.sampled_from([EQUALS, DIFFERS, Relation.PRESENT, Relation.ABSENT]), VALUES, st.booleans())
def test_whatever_is_said_is_one_expression(
    path: tuple[Step, ...], relation: Relation, value: Value, exact: bool
) -> None:
    if relation is DIFFERS and isinstance(value, (tuple, dict)):
        value = None
    text = spelled(fact("output.x", path, relation, value), exact)
    parse_expression(text)


#: The same data under every type that a schema may give it, and what must hold for all of them.
SCHEMAS = """
variable "set_of_text" {
  type    = set(string)
  default = ["b", "a"]
}
variable "list_of_text" {
  type    = list(string)
  default = ["a", "b"]
}
variable "tuple" {
  type    = tuple([string, string])
  default = ["a", "b"]
}
variable "set_of_numbers" {
  type    = set(number)
  default = [443, 80]
}
variable "list_of_numbers" {
  type    = list(number)
  default = [443, 80]
}
variable "numbers_as_text" {
  type    = set(string)
  default = ["443", "80"]
}
variable "map" {
  type    = map(string)
  default = { Name = "x", n = 80 }
}
variable "object" {
  type    = object({ Name = string, n = string })
  default = { Name = "x", n = 80 }
}
variable "sparse" {
  type    = object({ a = number, n = optional(string) })
  default = { a = 80 }
}
variable "number" {
  type    = number
  default = 80
}
variable "text" {
  type    = string
  default = 80
}
variable "flag_as_text" {
  type    = string
  default = true
}
variable "flag" {
  type    = bool
  default = true
}
variable "nothing" {
  type    = string
  default = null
}
variable "no_list" {
  type    = list(string)
  default = null
}
variable "policy" {
  type    = string
  default = <<-EOT
    {"Statement":[{"Action":["s3:Get"],"Principal":{"AWS":["me","*"]}},{"Action":"s3:Put"}]}
  EOT
}
resource "terraform_data" "id" {}
locals {
  document = jsonencode({ Statement = [{ Action = "s3:Get" }] })
  rules = [{ port = 80, ranges = toset(["10.0.0.0/8"]), id = terraform_data.id.id, to = [{ name = "x" }] }]
}
output "blocks" {
  value = local.rules
}
output "set_of_blocks" {
  value = toset(local.rules)
}
output "none" {
  value = toset([])
}
output "statements" {
  value = [{ principals = toset([{ identifiers = toset(["me", "*"]) }]) }, { principals = toset([]) }]
}
variable "rules" {
  type    = set(object({ ranges = optional(set(string)), others = optional(list(string)) }))
  default = [{ ranges = ["10.0.0.0/8"] }, { others = ["10.1.0.0/16"] }]
}
"""
BLOCK = {"port": 80, "ranges": ("10.0.0.0/8",), "to": ({"name": "x"},)}
TRUE = [
    *[fact(f"var.{name}", (), EQUALS, ("a", "b")) for name in ("set_of_text", "list_of_text", "tuple")],
    *[fact(f"var.{name}", (), EQUALS, (80, 443)) for name in ("set_of_numbers", "list_of_numbers", "numbers_as_text")],
    fact("var.list_of_text", (), EQUALS, ("b", "a")),
    *[fact(f"var.{name}", (), EQUALS, {"Name": "x", "n": 80}) for name in ("map", "object")],
    fact("var.sparse", (), EQUALS, {"a": 80}),
    *[fact(f"var.{name}", (), EQUALS, value) for name in ("number", "text") for value in (80, "80")],
    *[fact(f"var.{name}", (), EQUALS, True) for name in ("flag", "flag_as_text")],
    fact("var.number", (), Relation.AT_LEAST, 80),
    fact("var.text", (), Relation.AT_MOST, 80),
    *[fact(f"var.{name}", (), ONE_OF, (80, 81)) for name in ("number", "text")],
    *[fact(f"var.{name}", (), Relation.ABSENT) for name in ("nothing", "no_list")],
    *[fact(f"var.{name}", (), Relation.PRESENT) for name in ("number", "flag", "text", "map", "set_of_text")],
    fact("output.none", (), Relation.ABSENT),
    fact("output.none", (), EQUALS, ()),
    fact("var.policy", ("Statement", 1, "Action"), EQUALS, "s3:Put"),
    fact("local.document", (), EQUALS, '{"Statement":[{"Action":"s3:Get"}]}'),
    fact("var.policy", (), Relation.EXCLUDES, (("Action",), ("*",))),
    fact("output.set_of_blocks", (), Relation.EXCLUDES, (("other", "ranges"), ("0.0.0.0/0",))),
    fact("local.document", (), Relation.EXCLUDES, (("Action", "Principal"), ("*",))),
    fact("output.statements", (), Relation.EXCLUDES, (("identifiers",), ("you",))),
    fact("var.rules", (), Relation.EXCLUDES, (("ranges", "others"), ("0.0.0.0/0",))),
    *[fact(f"output.{name}", (0, "port"), EQUALS, 80) for name in ("blocks", "set_of_blocks")],
    *[fact(f"output.{name}", (0, "to", 0, "name"), EQUALS, "x") for name in ("blocks", "set_of_blocks")],
    *[fact(f"output.{name}", (), EQUALS, (BLOCK,)) for name in ("blocks", "set_of_blocks")],
    *[fact(f"output.{name}", (0,), EQUALS, BLOCK) for name in ("blocks", "set_of_blocks")],
]
FALSE = [
    fact("var.policy", (), Relation.EXCLUDES, (("Principal",), ("*",))),
    fact("var.policy", (), Relation.EXCLUDES, (("NotAction", "Action"), ("s3:Put",))),
    fact("output.blocks", (), Relation.EXCLUDES, (("other", "ranges"), ("10.0.0.0/8",))),
    fact("output.statements", (), Relation.EXCLUDES, (("identifiers",), ("*",))),
    fact("var.rules", (), Relation.EXCLUDES, (("ranges", "others"), ("10.1.0.0/16",))),
    *[fact(f"var.{name}", (), EQUALS, ("a",)) for name in ("set_of_text", "list_of_text", "tuple", "no_list")],
    *[fact(f"var.{name}", (), EQUALS, (80, 444)) for name in ("set_of_numbers", "list_of_numbers", "numbers_as_text")],
    *[fact(f"var.{name}", (), EQUALS, {"Name": "x", "n": 81}) for name in ("map", "object")],
    *[fact(f"var.{name}", (), EQUALS, {"Name": "x"}) for name in ("map", "object")],
    fact("var.sparse", (), EQUALS, {"a": 80, "n": "x"}),
    *[fact(f"var.{name}", (), EQUALS, value) for name in ("number", "text", "nothing") for value in (81, "81", None)][
        :-1
    ],
    *[fact(f"var.{name}", (), EQUALS, False) for name in ("flag", "flag_as_text")],
    *[fact(f"var.{name}", (), Relation.PRESENT) for name in ("nothing", "no_list")],
    *[fact(f"var.{name}", (), Relation.ABSENT) for name in ("number", "flag", "text", "map", "set_of_text")],
    *[fact(f"output.{name}", (0, "port"), EQUALS, 81) for name in ("blocks", "set_of_blocks")],
    *[fact(f"output.{name}", (), EQUALS, (BLOCK, BLOCK)) for name in ("blocks", "set_of_blocks")],
    *[fact(f"output.{name}", (), EQUALS, ({**BLOCK, "port": 81},)) for name in ("blocks", "set_of_blocks")],
    fact("output.none", (), Relation.PRESENT),
]


@needs_terraform
def test_a_real_terraform_agrees_for_every_type_of_schema(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(SCHEMAS)
    (tmp_path / "tests").mkdir()
    runs = [(found, True) for found in TRUE] + [(found, False) for found in FALSE]
    for number, (found, _) in enumerate(runs):
        text = f"    condition     = {spelled(found, indent=4, column=20)}\n"
        text = text.replace("condition     =", "condition =") if "\n" in text[:-1] else text
        body = f'run "r" {{\n  command = plan\n\n  assert {{\n{text}    error_message = "no"\n  }}\n}}\n'
        (tmp_path / "tests" / f"f{number:03}.tftest.hcl").write_text(body)
    assert unformatted(tmp_path / "tests") == ""
    assert terraform(tmp_path, "init", "-backend=false").returncode == 0
    said = terraform(tmp_path, "test", "-no-color")
    for number, (found, holds) in enumerate(runs):
        outcome = said.stdout.partition(f"tests/f{number:03}.tftest.hcl... in progress\n")[2].splitlines()[0]
        assert outcome == f'  run "r"... {"pass" if holds else "fail"}', f"{found}: {spelled(found)}\n{said.stderr}"
