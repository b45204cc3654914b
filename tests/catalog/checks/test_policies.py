"""Policies, however they are written, and what predicates say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terraform_projects import Reader

from scaffold.catalog.checks import Estate, Outcome
from scaffold.catalog.checks.engine import compiled
from scaffold.catalog.checks.policies import policy_at
from scaffold.model.facts import Relation
from scaffold.model.values import Call, Reference, Template

HOLDS, FAILS, UNKNOWN, NOT_APPLICABLE = Outcome.HOLDS, Outcome.FAILS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
TOPIC = Reference("aws_sns_topic.t", ("arn",))
SOMETHING = Reference("var.something")


def allow(action="sns:Publish", resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(**more):
    return {"Effect": "Deny", "Action": "*", "Resource": "*", **more}


EVERYONE = {"Principal": "*"}
TLS = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def document(*statements):
    return Call("jsonencode", ({"Version": "2012-10-17", "Statement": statements},))


SPELLINGS = {
    "jsonencode": lambda *statements: document(*statements),
    "JSON": lambda *statements: json.dumps({"Statement": statements}),
    "one statement alone": lambda *statements: Call("jsonencode", ({"Statement": statements[0]},)),
    "data": lambda *statements: {"Statement": statements},
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(
    ("row", "statement", "outcome"),
    [
        ({}, allow("*"), FAILS),
        ({}, allow("*:*"), FAILS),
        ({}, allow(("sns:Publish", "*")), FAILS),
        ({}, allow("sns:*"), HOLDS),
        ({"services": True}, allow("sns:*"), FAILS),
        ({"services": True}, allow("sns:Get*"), HOLDS),
        ({"everywhere": True}, allow("*", "arn:aws:sns:eu-west-1:1:t"), HOLDS),
        ({"everywhere": True}, allow("*"), FAILS),
        ({}, {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, UNKNOWN),
        ({}, deny(), HOLDS),
    ],
)
def test_wildcards(spell, row, statement, outcome, judge, resource):
    found = judge({"check": "no_wildcards", **row}, resource("aws_iam_policy.p", policy=spell(statement)))
    assert found.outcome is outcome


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        (allow(**EVERYONE), FAILS),
        (allow(Principal={"AWS": "*"}), FAILS),
        (allow(Principal={"AWS": ("arn:aws:iam::1:root", "*")}), FAILS),
        (allow(Principal={"AWS": "arn:aws:iam::1:root"}), HOLDS),
        (allow(Principal={"Service": "*"}), HOLDS),
        (allow(**EVERYONE, Condition={"StringEquals": {"aws:SourceAccount": "1"}}), HOLDS),
        (allow(**EVERYONE, Condition={"ArnLike": {"aws:SourceArn": "arn:aws:sns:::t"}}), HOLDS),
        (allow(**EVERYONE, Condition={"Bool": {"aws:SecureTransport": "true"}}), UNKNOWN),
        (allow(NotPrincipal={"AWS": "arn:aws:iam::1:root"}), UNKNOWN),
        (allow(), HOLDS),
        (deny(**EVERYONE), HOLDS),
    ],
)
def test_the_public(spell, statement, outcome, judge, resource):
    assert (
        judge({"check": "not_public"}, resource("aws_sqs_queue_policy.p", policy=spell(statement))).outcome is outcome
    )


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [
        (document(allow(), deny(**EVERYONE, **TLS)), HOLDS),
        (document(allow()), FAILS),
        (document(deny(**EVERYONE)), FAILS),
        (document(deny(**EVERYONE, Condition={"Bool": {"aws:SecureTransport": "true"}})), FAILS),
        (document(deny(**EVERYONE, Condition=SOMETHING)), UNKNOWN),
        (SOMETHING, UNKNOWN),
        (None, FAILS),
    ],
)
def test_transport(policy, outcome, judge, resource):
    assert judge({"check": "denies_insecure"}, resource("aws_s3_bucket_policy.p", policy=policy)).outcome is outcome


@pytest.mark.parametrize("check", ["no_wildcards", "not_public"])
@pytest.mark.parametrize(
    ("policy", "outcome"),
    [
        (None, NOT_APPLICABLE),
        ("", NOT_APPLICABLE),
        ("no JSON", UNKNOWN),
        (SOMETHING, UNKNOWN),
        (Reference("data.aws_iam_policy_document.gone", ("json",)), UNKNOWN),
        (document(SOMETHING), UNKNOWN),
        (document(allow(SOMETHING, Principal=SOMETHING)), UNKNOWN),
        (document({**allow("*", **EVERYONE), "Effect": SOMETHING}), UNKNOWN),
    ],
)
def test_what_cannot_be_read_is_not_known(check, policy, outcome, judge, resource):
    assert judge({"check": check}, resource("aws_iam_policy.p", policy=policy)).outcome is outcome


def test_references_are_kept_in_text(estate, resource):
    text = Template(('{"Statement": [{"Action": "sns:Publish", "Resource": ["', TOPIC, '", "', TOPIC, '/x"]}]}'))
    one = resource("aws_iam_policy.p", policy=text)
    (statement,) = policy_at(one, "policy", estate(one)).statements
    assert statement.texts("Resource") == (TOPIC, Template((TOPIC, "/x")))


def test_a_value_in_the_syntax_of_the_text_is_not_known(judge, resource):
    text = Template(('{"Statement": ', SOMETHING, "}"))
    assert judge({"check": "no_wildcards"}, resource("aws_iam_policy.p", policy=text)).outcome is UNKNOWN


def test_evidence_excludes_in_the_whole_policy_or_statement_by_statement(judge, resource):
    plain = judge({"check": "no_wildcards"}, resource("aws_iam_policy.p", policy=document(allow())))
    (fact,) = plain.evidence
    assert (str(fact.subject), fact.relation) == ("aws_iam_policy.p.policy", Relation.EXCLUDES)
    assert fact.value == (("Action",), ("*",))
    mixed = judge({"check": "no_wildcards"}, resource("aws_iam_policy.p", policy=document(allow(), deny())))
    assert [(fact.subject.path, fact.relation) for fact in mixed.evidence] == [
        (("policy", "Statement", 0), Relation.EXCLUDES),
        (("policy", "Statement", 1, "Effect"), Relation.EQUALS),
        (("policy", "Statement", 1, "Resource"), Relation.EQUALS),
    ]


# --- Documents, as Terraform has them. ---

DOCUMENTS = """
variable "names" { type = set(string) }
data "aws_iam_policy_document" "wide" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "narrow" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
data "aws_iam_policy_document" "both" {
  source_policy_documents = [data.aws_iam_policy_document.wide.json]
  statement {
    actions = ["sns:Publish"]
  }
}
data "aws_iam_policy_document" "overridden" {
  override_policy_documents = [data.aws_iam_policy_document.narrow.json]
  statement {
    actions = ["sns:Publish"]
  }
}
data "aws_iam_policy_document" "generated" {
  dynamic "statement" {
    for_each = var.names
    content {
      actions = ["*"]
    }
  }
}
"""


@pytest.mark.parametrize(
    ("document", "wildcards", "public"),
    [
        ("wide", FAILS, HOLDS),
        ("narrow", HOLDS, FAILS),
        ("both", FAILS, HOLDS),
        ("overridden", UNKNOWN, UNKNOWN),
        ("generated", UNKNOWN, HOLDS),
    ],
)
def test_documents(document, wildcards, public, tmp_path: Path):
    use = f'resource "aws_iam_policy" "p" {{\n  policy = data.aws_iam_policy_document.{document}.json\n}}\n'
    estate = Estate(Reader(tmp_path).project(DOCUMENTS + use))
    (policy,) = estate.of_type("aws_iam_policy")
    data = estate.by_address[f"data.aws_iam_policy_document.{document}"]
    for check, outcome in (("no_wildcards", wildcards), ("not_public", public)):
        assert compiled({"check": check})(policy, estate).outcome is outcome
        assert compiled({"check": check, "at": "json"})(data, estate).outcome is outcome


def test_what_is_wrong_in_a_document_is_pointed_at_there(tmp_path: Path):
    use = 'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.both.json\n}\n'
    estate = Estate(Reader(tmp_path).project(DOCUMENTS + use))
    verdict = compiled({"check": "no_wildcards"})(estate.by_address["aws_iam_policy.p"], estate)
    assert verdict.position == estate.by_address["data.aws_iam_policy_document.wide"].position


def test_evidence_of_a_document_is_also_that_it_is_the_policy(tmp_path: Path):
    use = 'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.narrow.json\n}\n'
    estate = Estate(Reader(tmp_path).project(DOCUMENTS + use))
    verdict = compiled({"check": "no_wildcards"})(estate.by_address["aws_iam_policy.p"], estate)
    assert [str(fact.subject) for fact in verdict.evidence] == [
        "aws_iam_policy.p.policy",
        "data.aws_iam_policy_document.narrow.statement",
    ]
