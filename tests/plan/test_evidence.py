"""From facts about the evaluated model to what is tested in the declarations, as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from terraform_projects import Reader

from scaffold.model.facts import Fact, Relation
from scaffold.model.source import Expression, Interpolation, Invocation, Ref
from scaffold.model.values import Reference
from scaffold.plan.evidence import written
from scaffold.plan.folder import Folder

VARIABLES = """
variable "days" { default = 30 }
variable "ports" { default = [443] }
locals { cidrs = ["10.0.0.0/8"] }
"""


def said(tmp_path: Path, body: str, path: tuple, relation: Relation, value: object = None, address: str = "aws_x.y"):
    """(path, relation, value) of everything that is tested for one fact about `aws_x.y` with this body."""
    project = Reader(tmp_path).project(f'{VARIABLES}\nresource "aws_x" "y" {{\n{body}\n}}\n')
    folder = Folder(project.modules[0], project)
    found = list(written(Fact(Reference(address, path), relation, value), folder, folder.estate))
    assert all((holds.kind, holds.labels, holds.index) == ("resource", ("aws_x", "y"), 0) for holds in found)
    return [(holds.path, holds.relation, holds.value) for holds in found]


EQUALS, LEAST, PRESENT = Relation.EQUALS, Relation.AT_LEAST, Relation.PRESENT
ABSENT, EXCLUDES = Relation.ABSENT, Relation.EXCLUDES


@pytest.mark.parametrize(
    ("body", "relation", "value", "expected"),
    [
        ("a = true", EQUALS, True, (EQUALS, True)),
        ('a = "true"', EQUALS, True, (EQUALS, "true")),
        ("a = 90", LEAST, 30, (LEAST, 30)),
        ('a = "90"', LEAST, 30, (EQUALS, "90")),
        ("a = var.days", LEAST, 30, (EQUALS, Ref("var.days"))),
        ("a = var.days + 1", LEAST, 30, (EQUALS, Expression("var.days + 1"))),
        ("a = 10", Relation.AT_MOST, 30, (Relation.AT_MOST, 30)),
        ('a = "x"', Relation.DIFFERS, "y", (Relation.DIFFERS, "y")),
        ('a = "x-${var.days}"', Relation.DIFFERS, "y", (EQUALS, Interpolation(("x-", Ref("var.days"))))),
        ('a = "x"', Relation.ONE_OF, ("x", "z"), (Relation.ONE_OF, ("x", "z"))),
        ("a = [1, 2]", Relation.COUNTS, 2, (Relation.COUNTS, 2)),
        ("a = aws_kms_key.k.arn", PRESENT, None, (PRESENT, None)),
        ("a = var.days", PRESENT, None, (EQUALS, Ref("var.days"))),
        ("a = each.value.key", PRESENT, None, (EQUALS, Ref("each.value.key"))),
        ("a = data.aws_kms_key.k.arn", PRESENT, None, (PRESENT, None)),
        ('a = ["x"]', PRESENT, None, (EQUALS, ("x",))),
        ("a = false", PRESENT, None, (EQUALS, False)),
        ("a = aws_b.c.id", EQUALS, Reference("aws_b.c", ("id",)), (EQUALS, Ref("aws_b.c.id"))),
        ("a = null", ABSENT, None, (EQUALS, None)),
        ("", ABSENT, None, (ABSENT, None)),
    ],
)
def test_an_attribute(body, relation, value, expected, tmp_path):
    assert said(tmp_path, body, ("a",), relation, value) == [(("a",), *expected)]


def test_what_is_nowhere_written_says_nothing(tmp_path):
    assert said(tmp_path, "", ("a",), EQUALS, True) == []
    assert said(tmp_path, "b {}", ("b", 1, "c"), EQUALS, True) == []
    assert said(tmp_path, "a = true", ("a",), EQUALS, True, address="aws_x.gone") == []


NESTED = """
rule {
  on = true
}
rule {
  on = false
  deep { days = 40 }
}
"""


@pytest.mark.parametrize(
    ("path", "relation", "value", "expected"),
    [
        (("rule", 0, "on"), EQUALS, True, (("rule", 0, "on"), EQUALS, True)),
        (("rule", 1, "deep", 0, "days"), LEAST, 30, (("rule", 1, "deep", 0, "days"), LEAST, 30)),
        (("rule", 0, "deep"), ABSENT, None, (("rule", 0, "deep"), ABSENT, None)),
        (("rule",), PRESENT, None, (("rule",), PRESENT, None)),
    ],
)
def test_nested_blocks(path, relation, value, expected, tmp_path):
    assert said(tmp_path, NESTED, path, relation, value) == [expected]


DYNAMIC = """
dynamic "ingress" {
  for_each = var.ports
  content {
    on          = true
    port        = ingress.value
    cidr_blocks = ["10.0.0.0/8"]
  }
}
"""
FOR_EACH = (("dynamic ingress", 0, "for_each"), EQUALS, Ref("var.ports"))
CONTENT = ("dynamic ingress", 0, "content", 0)
WORLD = (("cidr_blocks",), ("0.0.0.0/0",))


@pytest.mark.parametrize(
    ("path", "relation", "value", "expected"),
    [
        (("ingress", 3, "on"), EQUALS, True, [FOR_EACH, ((*CONTENT, "on"), EQUALS, True)]),
        (("ingress", 3, "port"), EQUALS, 443, [FOR_EACH, ((*CONTENT, "port"), EQUALS, Ref("ingress.value"))]),
        (("ingress",), PRESENT, None, [FOR_EACH]),
        (("ingress",), EXCLUDES, WORLD, [FOR_EACH, (CONTENT, EXCLUDES, WORLD)]),
    ],
)
def test_generated_blocks(path, relation, value, expected, tmp_path):
    assert said(tmp_path, DYNAMIC, path, relation, value) == expected


def test_blocks_of_both_kinds_are_pinned_whole_unless_it_is_said_of_all(tmp_path):
    both = DYNAMIC + 'ingress {\n  on = true\n  cidr_blocks = ["10.1.0.0/16"]\n}'
    assert [path for path, _, _ in said(tmp_path, both, ("ingress", 1, "on"), EQUALS, True)] == [
        ("ingress",),
        ("dynamic ingress",),
    ]
    assert said(tmp_path, both, ("ingress",), PRESENT) == [(("ingress",), PRESENT, None)]
    excluded = [(("ingress",), EXCLUDES, WORLD), FOR_EACH, (CONTENT, EXCLUDES, WORLD)]
    assert said(tmp_path, both, ("ingress",), EXCLUDES, WORLD) == excluded


@pytest.mark.parametrize(
    ("cidrs", "expected"),
    [
        ("[aws_vpc.v.cidr_block]", []),
        ('["${var.days}.0.0.0/8"]', []),
        ("local.cidrs", [(("ingress", 0, "cidr_blocks"), EQUALS, Ref("local.cidrs"))]),
        ("[var.days]", [(("ingress", 0, "cidr_blocks"), EQUALS, (Ref("var.days"),))]),
    ],
)
def test_what_is_excluded_and_might_be_anything_is_pinned(cidrs, expected, tmp_path):
    found = said(tmp_path, f"ingress {{\n  cidr_blocks = {cidrs}\n}}", ("ingress",), EXCLUDES, WORLD)
    assert found == [(("ingress",), EXCLUDES, WORLD), *expected]


POLICY = 'policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "a:b" }] })'
ACTIONS = (("Action",), ("*",))


def test_policies_in_jsonencode(tmp_path):
    excluded = said(tmp_path, POLICY, ("policy",), EXCLUDES, ACTIONS)
    assert excluded == [(("policy",), EXCLUDES, ACTIONS)]
    effect = said(tmp_path, POLICY, ("policy", "Statement", 0, "Effect"), EQUALS, "Allow")
    assert effect == [(("policy", 0, "Statement", 0, "Effect"), EQUALS, "Allow")]


def test_policies_as_text_are_pinned(tmp_path):
    ((path, relation, value),) = said(
        tmp_path, "policy = <<EOT\n{}\nEOT", ("policy", "Statement", 0), EXCLUDES, ACTIONS
    )
    assert (path, relation, value) == (("policy",), EQUALS, "{}\n")
    encoded = said(tmp_path, "policy = file(var.days)", ("policy",), EXCLUDES, ACTIONS)
    assert encoded == [(("policy",), EQUALS, Invocation("file", (Ref("var.days"),)))]


def test_statements_that_are_made_up_elsewhere_are_pinned(tmp_path):
    body = "policy = jsonencode({ Statement = concat(local.cidrs, var.ports) })"
    assert said(tmp_path, body, ("policy",), EXCLUDES, ACTIONS) == [
        (("policy",), EXCLUDES, ACTIONS),
        (("policy", 0, "Statement"), EQUALS, Invocation("concat", (Ref("local.cidrs"), Ref("var.ports")))),
    ]


def test_what_differs_by_instance_counts_with_the_instances(tmp_path):
    body = "for_each = { a = 1 }\nport = each.value\nname = each.key"
    assert said(tmp_path, body, ("port",), LEAST, 1, 'aws_x.y["a"]') == [
        (("for_each",), EQUALS, {"a": 1}),
        (("port",), EQUALS, Ref("each.value")),
    ]
