"""What holds for a reviewer is asked of the plan where it is known there, else after a mocked apply, or not at all."""

from __future__ import annotations

from scaffold.model.checks import Choice
from scaffold.model.facts import Relation
from scaffold.model.scenarios import Mock, Phase, Run, RunFamily
from scaffold.model.testplan import Tier
from scaffold.model.values import Reference, Value
from scaffold.plan.scenarios import plan_scenarios
from scaffold.plan.scenarios.ground import Ground
from scaffold.plan.scenarios.invariants import plan_invariants

MOCKS = (Mock("aws"),)
KEY = 'resource "aws_kms_key" "main" { enable_key_rotation = true }\n'
ROTATES = ("aws_kms_key.main.enable_key_rotation", Relation.EQUALS, True)

Told = tuple[str, Relation, Value]


def asked(ground: Ground, choice: Choice | None = None) -> dict[Phase, list[Told]]:
    """What is expected, by phase."""
    return {run.phase: told(run) for run in plan_invariants(ground, choice)}


def told(run: Run) -> list[Told]:
    return [(str(each.fact.subject), each.fact.relation, each.fact.value) for each in run.expects]


def only(*checks: str) -> Choice:
    return Choice(select=checks)


def messages(ground: Ground, choice: Choice | None = None) -> list[str]:
    return [each.message for run in plan_invariants(ground, choice) for each in run.expects]


# In the plan
# ----------------------------------------------------------------------


def test_what_holds_and_is_known_is_one_run_of_the_plan(ground):
    (run,) = plan_invariants(ground(KEY), only("kms"))
    assert (run.id, run.family, run.phase) == ("invariants", RunFamily.INVARIANTS, Phase.PLAN)
    assert (run.title, run.values, run.refused) == ("keeps what a review asks for", {}, ())
    assert told(run) == [ROTATES]
    assert [each.message for each in run.expects] == ["key main rotates automatically: enable_key_rotation is not true"]


def test_what_does_not_hold_or_is_not_known_is_not_asked(ground):
    assert asked(ground('resource "aws_kms_key" "main" { enable_key_rotation = false }'), only("kms")) == {}
    files = """
    variable "rotates" { type = bool }
    resource "aws_kms_key" "main" { enable_key_rotation = var.rotates }
    """
    assert asked(ground(files, mocks=MOCKS), only("kms")) == {}
    assert asked(ground(files, {"rotates": True}), only("kms")) == {Phase.PLAN: [ROTATES]}


def test_what_is_absent_is_not_asked_for_a_provider_may_compute_it(ground):
    assert asked(ground('resource "aws_sqs_queue" "q" {}', mocks=MOCKS), only("sqs-encryption")) == {}


def test_only_the_checks_that_are_asked_for_count(ground):
    assert asked(ground(KEY), Choice(ignore=("kms",))) == {}
    assert asked(ground(KEY), Choice(ignore=("kms-key-rotation",))) == {}
    assert asked(ground(KEY), Choice(select=("sqs",))) == {}
    assert asked(ground(KEY)) == {Phase.PLAN: [ROTATES]}


def test_each_instance_is_asked_for_by_its_key(ground):
    files = """
    resource "aws_kms_key" "main" {
      for_each            = toset(["a", "b"])
      enable_key_rotation = true
    }
    """
    assert [subject for subject, _, _ in asked(ground(files))[Phase.PLAN]] == [
        'aws_kms_key.main["a"].enable_key_rotation',
        'aws_kms_key.main["b"].enable_key_rotation',
    ]


def test_an_unknown_number_of_instances_is_not_asked_for(ground):
    files = KEY.replace("{", "{\n count = length(aws_kms_key.other.arn)\n", 1) + 'resource "aws_kms_key" "other" {}'
    assert asked(ground(files), only("kms-key-rotation")) == {}


def test_numbers_keep_their_relation_so_that_a_harmless_change_breaks_nothing(ground):
    files = 'resource "aws_cloudwatch_log_group" "log" { retention_in_days = 30 }'
    planned = asked(ground(files))[Phase.PLAN]
    assert [(subject, relation) for subject, relation, _ in planned] == [
        ("aws_cloudwatch_log_group.log.retention_in_days", Relation.AT_LEAST)
    ]
    assert messages(ground(files)) == ["log group log drops old events: retention_in_days is below 1"]


def test_nested_blocks_of_which_a_run_asks_the_same_are_asked_once(ground):
    files = """
    resource "aws_s3_bucket_server_side_encryption_configuration" "s" {
      bucket = "b"
      rule {
        bucket_key_enabled = true
        apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
      }
      rule {
        bucket_key_enabled = true
        apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
      }
    }
    """
    assert asked(ground(files), only("s3-bucket-key")) == {
        Phase.PLAN: [
            (
                "aws_s3_bucket_server_side_encryption_configuration.s.rule[0].bucket_key_enabled",
                Relation.EQUALS,
                True,
            )
        ]
    }


# After an apply
# ----------------------------------------------------------------------

QUEUE = 'resource "aws_sqs_queue" "q" { kms_master_key_id = aws_kms_key.main.id }\n' + KEY
ENCRYPTED = ("aws_sqs_queue.q.kms_master_key_id", Relation.PRESENT, None)
KNOWN = {"aws_kms_key.main": {"id": "id-1"}}


def test_a_reference_to_what_only_the_cloud_knows_is_asked_for_after_a_mocked_apply(ground):
    found = ground(QUEUE, mocks=MOCKS, known=KNOWN)
    assert asked(found, only("sqs-encryption")) == {Phase.APPLY: [ENCRYPTED]}
    (run,) = plan_invariants(found, only("sqs-encryption"))
    assert (run.id, run.title) == ("invariants:applied", "keeps what a review asks for once it is applied")
    assert [each.message for each in run.expects] == ["queue q is encrypted: kms_master_key_id is not set"]
    assert list(asked(found, only("sqs-encryption", "kms"))) == [Phase.PLAN, Phase.APPLY]


def test_nothing_is_applied_for_it_where_a_provider_is_real(ground):
    assert asked(ground(QUEUE, known=KNOWN), only("sqs-encryption")) == {}


def test_where_overrides_count_during_plan_it_is_asked_there(ground):
    assert asked(ground(QUEUE, known=KNOWN, early=True), only("sqs-encryption")) == {Phase.PLAN: [ENCRYPTED]}


def test_a_mock_makes_up_what_a_reference_names_but_nothing_below_it(ground):
    assert asked(ground(QUEUE, mocks=MOCKS), only("sqs-encryption")) == {Phase.APPLY: [ENCRYPTED]}
    deeper = QUEUE.replace("aws_kms_key.main.id", "aws_kms_key.main.made[0].id")
    assert asked(ground(deeper, mocks=MOCKS), only("sqs-encryption")) == {}


def test_what_belongs_to_another_resource_is_asked_with_what_connects_them(ground):
    files = """
    resource "aws_s3_bucket" "b" { bucket = "b" }
    resource "aws_s3_bucket_versioning" "v" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration { status = "Enabled" }
    }
    """
    found = ground(files, mocks=MOCKS)
    linked = Reference("aws_s3_bucket.b", ("id",))
    assert asked(found, only("s3-versioning")) == {
        Phase.PLAN: [("aws_s3_bucket_versioning.v.versioning_configuration[0].status", Relation.EQUALS, "Enabled")],
        Phase.APPLY: [("aws_s3_bucket_versioning.v.bucket", Relation.EQUALS, linked)],
    }
    assert messages(found, only("s3-versioning"))[0].startswith("bucket b keeps versions: versioning_configuration[0]")
    assert messages(found, only("s3-versioning"))[1].endswith("is not aws_s3_bucket.b.id")


# Policies
# ----------------------------------------------------------------------

DOCUMENT = """
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["123456789012"]
    }
  }
}
resource "aws_sqs_queue_policy" "p" {
  queue_url = "https://example.test/q"
  policy    = data.aws_iam_policy_document.d.json
}
"""
MADE = {"data.aws_iam_policy_document.d": {"json": '{"Statement": [{"Effect": "Allow", "Principal": "12"}]}'}}


def excluded(subject: str, *keys: str) -> Told:
    return (subject, Relation.EXCLUDES, (keys, ("*",)))


def test_of_a_policy_its_document_counts_not_the_made_up_json(ground):
    found = ground(DOCUMENT, mocks=MOCKS, known=MADE, known_early=MADE)
    planned = asked(found, only("sqs-policy-public"))[Phase.PLAN]
    assert excluded("data.aws_iam_policy_document.d.statement", "identifiers") in planned
    assert all(subject.startswith("data.") for subject, relation, _ in planned if relation is Relation.EXCLUDES)


def test_a_policy_that_is_not_known_to_its_last_value_is_not_asked_in_the_plan(ground):
    files = DOCUMENT.replace('["123456789012"]', "[aws_kms_key.main.arn]") + KEY
    planned = asked(ground(files, mocks=MOCKS), only("sqs-policy-public")).get(Phase.PLAN, [])
    assert Relation.EXCLUDES not in [relation for _, relation, _ in planned]


WRITTEN = """
resource "aws_sqs_queue_policy" "p" {
  queue_url = "https://example.test/q"
  policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "12" }, Resource = RESOURCE }] })
}
"""


def test_a_written_policy_is_asked_in_the_plan_where_its_text_is_known_there(ground):
    subject = excluded("aws_sqs_queue_policy.p.policy", "Principal", "AWS")
    known = ground(WRITTEN.replace("RESOURCE", '"*"'), mocks=MOCKS)
    assert asked(known, only("sqs-policy-public")) == {Phase.PLAN: [subject]}
    unknown = ground(WRITTEN.replace("RESOURCE", "aws_kms_key.main.arn") + KEY, mocks=MOCKS)
    assert asked(unknown, only("sqs-policy-public")) == {Phase.APPLY: [subject]}


# Whose they are, and where they stand
# ----------------------------------------------------------------------

MODULE = {
    "main.tf": """
    module "m" {
      source = "./m"
    }
    resource "aws_sqs_queue" "own" { sqs_managed_sse_enabled = true }
    """,
    "m/main.tf": KEY,
}


def test_what_is_inside_a_called_module_is_asked_in_its_own_suite(suites):
    found = suites(MODULE)
    runs = {name: [run for run in suite.runs if run.family is RunFamily.INVARIANTS] for name, suite in found.items()}
    assert {name: [subject for run in these for subject, _, _ in told(run)] for name, these in runs.items()} == {
        "root": ["aws_sqs_queue.own.sqs_managed_sse_enabled"],
        "m": ["aws_kms_key.main.enable_key_rotation"],
    }


def test_the_planner_passes_the_choice_on_and_orders_by_family(reader):
    reading = reader.reading(MODULE)
    assert reading.what_if is not None
    for choice, expected in ((None, {"root", "m"}), (only("kms"), {"m"}), (Choice(ignore=("kms", "sqs")), set())):
        found = plan_scenarios(reading.projects, reading.what_if, Tier.STANDARD, choice)
        assert {
            suite.name for suite in found if any(run.family is RunFamily.INVARIANTS for run in suite.runs)
        } == expected
    families = [run.family for run in found[0].runs]
    assert families == sorted(families, key=list(RunFamily).index)


def test_secrets_are_not_told(ground):
    files = """
    variable "runtime" {
      type      = string
      sensitive = true
    }
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = var.runtime
    }
    """
    arn = "arn:aws:iam::aws:policy/ReadOnly"
    assert asked(ground(files, {"runtime": arn}), only("iam")) == {}
    shown = files.replace("sensitive = true", "")
    assert [value for _, _, value in asked(ground(shown, {"runtime": arn}), only("iam"))[Phase.PLAN]] == [arn]
