"""Which invariants become cases, of which blocks, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from terraform_projects import Reader

from scaffold.model.checks import Choice
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.source import Ref
from scaffold.model.testplan import AllHold, Case, Tier
from scaffold.model.values import Reference
from scaffold.plan import plan
from scaffold.plan.judged import facts

KEY = 'resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n}\n'
BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
BLOCK = """resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
ONLY = Choice(select=("kms-key-rotation", "s3-public-access"))


def invariants(
    tmp_path: Path, files: str | Mapping[str, str], choice: Choice = ONLY, tier: Tier = Tier.STANDARD
) -> dict[str, Case]:
    """The cases of invariants by suite and id."""
    project = Reader(tmp_path).project(files)
    return {
        f"{suite.path}:{case.id}": case
        for suite in plan([project], tier, choice).suites
        for case in suite.cases
        if case.family is Family.INVARIANTS
    }


def test_an_invariant_is_a_sentence_with_what_it_rests_on(tmp_path):
    (case,) = invariants(tmp_path, KEY).values()
    assert case.id == "invariants:kms-key-rotation:aws_kms_key.k"
    assert case.title == "key k rotates automatically"
    assert (case.subject, case.position.line) == ("aws_kms_key.k", 1)
    assert isinstance(case.expect, AllHold)
    (holds,) = case.expect.facts
    assert (holds.labels, holds.path, holds.relation, holds.value) == (
        ("aws_kms_key", "k"),
        ("enable_key_rotation",),
        Relation.EQUALS,
        True,
    )


def test_a_pair_is_what_it_rests_on(tmp_path):
    (case,) = invariants(tmp_path, BUCKET + BLOCK).values()
    assert case.title == "bucket b blocks public access"
    assert {holds.labels for holds in case.expect.facts} == {("aws_s3_bucket_public_access_block", "b")}
    assert case.expect.facts[0].value == Ref("aws_s3_bucket.b.id")
    assert len(case.expect.facts) == 5


@pytest.mark.parametrize("tier", list(Tier))
def test_invariants_are_in_every_tier(tier, tmp_path):
    assert invariants(tmp_path, KEY, tier=tier)


@pytest.mark.parametrize(
    "text",
    [
        KEY.replace("true", "false"),
        KEY.replace("true", "var.x") + 'variable "x" {}\n',
        BUCKET,
        BUCKET + BLOCK.replace("= true", "= false", 1),
        BUCKET + BLOCK.replace("aws_s3_bucket.b.id", "var.x") + 'variable "x" {}\n',
        BUCKET + BLOCK.replace("{\n", "{\n  count = var.x\n", 1) + 'variable "x" {}\n',
    ],
)
def test_what_does_not_certainly_hold_is_no_case(text, tmp_path):
    assert invariants(tmp_path, text) == {}


def test_only_what_is_asked_for(tmp_path):
    assert len(invariants(tmp_path, KEY + BUCKET + BLOCK)) == 2
    assert len(invariants(tmp_path, KEY + BUCKET + BLOCK, Choice(select=("kms-key-rotation",)))) == 1
    assert invariants(tmp_path, KEY, Choice(ignore=("kms",))) == {}


def test_a_pair_that_is_repeated_counts_with_how_often(tmp_path):
    many = 'locals {\n  names = toset(["x", "y"])\n}\n' + BUCKET.replace("{}", "{\n  for_each = local.names\n}")
    pairs = BLOCK.replace("{\n", "{\n  for_each = local.names\n", 1).replace("b.id", "b[each.key].id")
    (case,) = invariants(tmp_path, many + pairs).values()
    assert [(holds.path, holds.value) for holds in case.expect.facts][:2] == [
        (("for_each",), Ref("local.names")),
        (("bucket",), Ref("aws_s3_bucket.b[each.key].id")),
    ]
    assert len(case.expect.facts) == 6


MODULE = KEY.replace("= true", "= var.rotates") + 'variable "rotates" {}\n'


def call(name: str, rotates: str) -> str:
    return f'module "{name}" {{\n  source  = "./key"\n  rotates = {rotates}\n}}\n'


def test_a_block_that_is_reached_twice_is_one_case(tmp_path):
    found = invariants(tmp_path, {"main.tf": call("a", "true") + call("b", '"true"'), "key/main.tf": MODULE})
    assert list(found) == ["key:invariants:kms-key-rotation:aws_kms_key.k"]
    (case,) = found.values()
    assert [holds.value for holds in case.expect.facts] == [Ref("var.rotates")]


def test_calls_that_do_not_agree_are_no_case(tmp_path):
    assert invariants(tmp_path, {"main.tf": call("a", "true") + call("b", "false"), "key/main.tf": MODULE}) == {}


def test_what_makes_it_hold_in_another_folder_is_no_case_here(tmp_path):
    bucket = BUCKET + 'output "id" {\n  value = aws_s3_bucket.b.id\n}\n'
    files = {
        "main.tf": 'module "b" {\n  source = "./bucket"\n}\n' + BLOCK.replace("aws_s3_bucket.b.id", "module.b.id"),
        "bucket/main.tf": bucket,
    }
    assert invariants(tmp_path, files) == {}


def test_facts_have_their_subjects_in_the_evaluated_model(tmp_path):
    project = Reader(tmp_path).project({"main.tf": call("a", "true"), "key/main.tf": MODULE})
    (held,) = facts(project, ONLY)
    assert (held.check.id, held.resource.address) == ("kms-key-rotation", "module.a.aws_kms_key.k")
    assert held.evidence[0].subject == Reference("module.a.aws_kms_key.k", ("enable_key_rotation",))
    assert held.evidence[0].value is True
