"""A configuration, facts about it that invariants can rest on, and for each a change that makes it untrue."""

from __future__ import annotations

from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.testplan import AllHold, Case, Holds, Suite, TestPlan
from scaffold.model.values import Step

BUCKET, DOCUMENT = ("aws_s3_bucket", "logs"), ("aws_iam_policy_document", "read")


def holds(path: tuple[Step, ...], relation: Relation, value: object = None, labels: tuple[str, ...] = BUCKET, **rest):
    kind = "data" if labels is DOCUMENT else "resource"
    return Holds(kind, labels, path, relation, value, **rest)


CONFIGURATION = """
resource "aws_s3_bucket" "logs" {
  acl    = "private"
  on     = true
  days   = 30
  kind   = "b"
  key    = aws_kms_key.k.arn
  policy = jsonencode({ Statement = [{ Action = "a:b", Effect = "Deny" }] })

  rule {
    ids = ["x"]
  }
  rule {
    ids = ["y"]
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    actions = ["s3:GetObject", var.more]
  }
}
"""
FACT_AND_BREAK = {
    "equals": (holds(("on",), Relation.EQUALS, True), "on     = true", "on     = false"),
    "text": (holds(("acl",), Relation.EQUALS, "private"), '"private"', '"public-read"'),
    "gone": (holds(("on",), Relation.EQUALS, True), "on     = true", ""),
    "differs": (holds(("acl",), Relation.DIFFERS, "public-read"), '"private"', '"public-read"'),
    "at least": (holds(("days",), Relation.AT_LEAST, 30), "30", "29"),
    "at least, gone": (holds(("days",), Relation.AT_LEAST, 30), "days   = 30", ""),
    "at most": (holds(("days",), Relation.AT_MOST, 30), "30", "31"),
    "one of": (holds(("kind",), Relation.ONE_OF, ("a", "b")), '"b"', '"c"'),
    "present": (holds(("key",), Relation.PRESENT), "key    = aws_kms_key.k.arn", "key    = null"),
    "present, gone": (holds(("key",), Relation.PRESENT), "key    = aws_kms_key.k.arn", ""),
    "absent": (holds(("force",), Relation.ABSENT), "on     = true", "on     = true\n  force  = true"),
    "counts": (holds(("rule",), Relation.COUNTS, 2), '  rule {\n    ids = ["y"]\n  }\n', ""),
    "nested": (holds(("rule", 1, "ids"), Relation.EQUALS, ("y",)), '["y"]', '["z"]'),
    "nested, gone": (holds(("rule", 1, "ids"), Relation.EQUALS, ("y",)), '  rule {\n    ids = ["y"]\n  }\n', ""),
    "excludes": (
        holds(("statement",), Relation.EXCLUDES, (("actions",), ("*",)), DOCUMENT),
        "var.more",
        '"*"',
    ),
    "excludes in JSON": (holds(("policy",), Relation.EXCLUDES, (("Action",), ("*",))), '"a:b"', '["a:b", "*"]'),
    "an argument": (holds(("policy", 0, "Statement", 0, "Effect"), Relation.EQUALS, "Deny"), '"Deny"', '"Allow"'),
    "block, gone": (holds(("on",), Relation.EQUALS, True), 'aws_s3_bucket" "logs"', 'aws_s3_bucket" "other"'),
}


def titles() -> dict[str, str]:
    """The title of the case for each fact."""
    return {name: name.replace(",", "").lower() for name in FACT_AND_BREAK}


def plan_of_facts() -> TestPlan:
    """One case for each fact."""
    cases = tuple(
        Case(f"invariants:{name}", Family.INVARIANTS, title, name, AllHold((FACT_AND_BREAK[name][0],)))
        for name, title in titles().items()
    )
    return TestPlan("terraform", (Suite("root", ".", cases),))


def broken(names: list[str]) -> str:
    """The configuration with the changes that make these facts untrue."""
    text = CONFIGURATION
    for _, before, after in (FACT_AND_BREAK[name] for name in names):
        assert before in text
        text = text.replace(before, after, 1)
    return text


def in_few_runs() -> list[list[str]]:
    """The changes, together where they do not touch the same text."""
    runs: list[list[str]] = []
    for name, (_, before, _) in FACT_AND_BREAK.items():
        fits = (
            each
            for each in runs
            if all(before not in FACT_AND_BREAK[other][1] and FACT_AND_BREAK[other][1] not in before for other in each)
        )
        free = next((each for each in fits if "block, gone" not in (*each, name)), None)
        if free is None:
            runs.append([name])
        else:
            free.append(name)
    return runs
