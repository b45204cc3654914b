"""What the role of a function may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.config import Settings
from scaffold.model.functions import Function
from scaffold.pipeline import read
from scaffold.readers.functions import functions

SOURCE = """
resource "aws_lambda_function" "it" {
  function_name = "it"
  role          = aws_iam_role.own.arn
}
resource "aws_iam_role" "own" {
  name               = "own"
  assume_role_policy = "{}"
}
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
"""
DOCUMENT = """
data "aws_iam_policy_document" "own" {
  statement {
    actions   = ["sqs:SendMessage", "sqs:Get*"]
    resources = [aws_sqs_queue.jobs.arn]
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_iam_role_policy" "own" {
  role   = aws_iam_role.own.id
  policy = data.aws_iam_policy_document.own.json
}
"""


def read_one(root: Path, more: str) -> Function:
    (root / "main.tf").write_text(SOURCE + more)
    (found,) = functions(read(root, Settings()).projects, root)
    return found


def test_statements_of_a_document(tmp_path: Path) -> None:
    found = read_one(tmp_path, DOCUMENT)
    assert (found.role, found.grants_known) == ("aws_iam_role.own", True)
    allowed, denied = found.grants
    assert (allowed.effect, allowed.actions, allowed.on) == (
        "Allow",
        ("sqs:sendmessage", "sqs:get*"),
        ("aws_sqs_queue.jobs",),
    )
    assert (denied.effect, denied.actions, denied.resources, denied.conditional) == ("Deny", ("s3:*",), ("*",), True)
    lines = (tmp_path / "main.tf").read_text().splitlines()
    assert [lines[grant.position.line - 1].strip() for grant in found.grants] == ["statement {", "statement {"]
    assert allowed.position.line < denied.position.line


def test_a_policy_as_json(tmp_path: Path) -> None:
    policy = """
resource "aws_iam_policy" "own" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = "iam:*", Resource = "${aws_sqs_queue.jobs.arn}*" }]
  })
}
resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.own.name
  policy_arn = aws_iam_policy.own.arn
}
"""
    (grant,) = read_one(tmp_path, policy).grants
    assert (grant.actions, grant.complement, grant.on, grant.source) == (
        ("iam:*",),
        True,
        ("aws_sqs_queue.jobs",),
        "aws_iam_policy.own",
    )


def test_a_managed_policy(tmp_path: Path) -> None:
    attached = """
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.own.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
"""
    found = read_one(tmp_path, attached)
    assert [(grant.managed, grant.actions) for grant in found.grants] == [("AWSLambdaBasicExecutionRole", ())]
    assert found.grants_known


def test_a_managed_policy_in_this_partition(tmp_path: Path) -> None:
    attached = """
data "aws_partition" "here" {}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.own.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/AmazonS3FullAccess"
}
"""
    assert [grant.managed for grant in read_one(tmp_path, attached).grants] == ["AmazonS3FullAccess"]


def test_a_policy_inside_the_role(tmp_path: Path) -> None:
    inside = """inline_policy {
    name   = "own"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["sqs:*"], Resource = ["*"] }] })
  }
  assume_role_policy = "{}\""""
    (tmp_path / "main.tf").write_text(SOURCE.replace('assume_role_policy = "{}"', inside))
    (found,) = functions(read(tmp_path, Settings()).projects, tmp_path)
    assert [(grant.actions, grant.resources) for grant in found.grants] == [(("sqs:*",), ("*",))]


def test_what_a_resource_lets_the_role_do(tmp_path: Path) -> None:
    policy = """
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "*", Principal = { AWS = aws_iam_role.own.arn } },
      { Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { Service = "sns.amazonaws.com" } },
    ]
  })
}
"""
    found = read_one(tmp_path, policy)
    assert [(grant.actions, grant.on, grant.source) for grant in found.grants] == [
        (("sqs:sendmessage",), ("aws_sqs_queue.jobs",), "aws_sqs_queue_policy.jobs")
    ]


@pytest.mark.parametrize(
    "more",
    [
        'variable "other" {}\nresource "aws_iam_role_policy_attachment" "x" {\n role = aws_iam_role.own.name\n'
        " policy_arn = var.other\n}",
        'variable "text" {}\nresource "aws_iam_role_policy" "x" {\n role = aws_iam_role.own.id\n policy = var.text\n}',
        'variable "who" {}\nresource "aws_iam_role_policy" "x" {\n role = var.who\n policy = "{}"\n}',
        'module "more" {\n source = "registry/more/aws"\n role = aws_iam_role.own.name\n}',
        'variable "what" {}\nresource "aws_iam_role_policy" "x" {\n role = aws_iam_role.own.id\n'
        ' policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.what, Resource = "*" }] })\n}',
    ],
)
def test_what_nobody_can_know(tmp_path: Path, more: str) -> None:
    assert not read_one(tmp_path, more).grants_known


def test_policies_of_other_roles_are_nothing_to_it(tmp_path: Path) -> None:
    other = """
resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy" "other" {
  role   = aws_iam_role.other.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
"""
    found = read_one(tmp_path, other)
    assert (found.grants, found.grants_known) == ((), True)


def test_a_role_by_its_name(tmp_path: Path) -> None:
    source = SOURCE.replace("aws_iam_role.own.arn", '"arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/own"')
    (tmp_path / "main.tf").write_text(source + 'data "aws_caller_identity" "me" {}\n' + DOCUMENT)
    (found,) = functions(read(tmp_path, Settings()).projects, tmp_path)
    assert found.role == "aws_iam_role.own"
    assert len(found.grants) == 2
