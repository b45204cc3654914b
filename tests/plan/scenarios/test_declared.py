"""The run with the suite's own values: everything that is known is asserted, nothing else."""

from __future__ import annotations

from scaffold.model.facts import Fact, Relation
from scaffold.model.scenarios import RunFamily
from scaffold.model.values import Reference, Value
from scaffold.plan.scenarios.declared import plan_declared
from scaffold.plan.scenarios.ground import Ground


def declared(ground: Ground) -> dict[str, tuple[Relation, Value]]:
    """What the baseline's run expects, by subject."""
    run = next(iter(plan_declared(ground)))
    assert (run.id, run.family, run.title) == ("declared", RunFamily.DECLARED, "plans as declared")
    found = {str(each.fact.subject): (each.fact.relation, each.fact.value) for each in run.expects}
    assert len(found) == len(run.expects)
    return found


def messages(ground: Ground) -> dict[str, str]:
    return {str(each.fact.subject): each.message for each in next(iter(plan_declared(ground))).expects}


EQUALS, COUNTS, ABSENT = Relation.EQUALS, Relation.COUNTS, Relation.ABSENT


def test_known_values_are_asserted_and_computed_and_null_ones_are_not(ground):
    found = declared(
        ground(
            """
            variable "name" { default = "web" }
            resource "aws_sqs_queue" "a" {
              name       = "${var.name}-a"
              fifo_queue = true
              policy     = null
              kms_key    = aws_kms_key.k.arn
              tags       = { Name = var.name }
            }
            resource "aws_kms_key" "k" {}
            data "aws_ami" "image" { most_recent = true }
            output "name" { value = "${var.name}-o" }
            output "key" { value = aws_kms_key.k.arn }
            output "nothing" { value = null }
            """
        )
    )
    assert found == {
        "aws_sqs_queue.a.name": (EQUALS, "web-a"),
        "aws_sqs_queue.a.fifo_queue": (EQUALS, True),
        "aws_sqs_queue.a.tags": (EQUALS, {"Name": "web"}),
        "data.aws_ami.image.most_recent": (EQUALS, True),
        "output.name": (EQUALS, "web-o"),
    }


def test_repeated_blocks_are_counted_and_single_ones_are_not(ground):
    found = declared(
        ground(
            {
                "main.tf": """
                resource "a_b" "three" { count = 3 }
                resource "a_b" "keyed" {
                  for_each = { x = 1, y = 2 }
                  size     = each.value
                }
                resource "a_b" "off" { count = 0 }
                resource "a_b" "one" {}
                module "m" {
                  source   = "./m"
                  for_each = toset(["u"])
                }
                module "gone" {
                  source = "./m"
                  count  = 0
                }
                """,
                "m/main.tf": """
                resource "a_b" "inner" { size = 5 }
                output "size" { value = 5 }
                output "id" { value = a_b.inner.id }
                """,
            }
        )
    )
    assert found == {
        "a_b.three": (COUNTS, 3),
        "a_b.keyed": (COUNTS, 2),
        "a_b.off": (ABSENT, None),
        "module.m": (COUNTS, 1),
        "module.gone": (ABSENT, None),
        'a_b.keyed["x"].size': (EQUALS, 1),
        'a_b.keyed["y"].size': (EQUALS, 2),
        'module.m["u"].size': (EQUALS, 5),
    }


def test_nested_blocks_are_counted_and_their_leaves_asserted(ground):
    found = declared(
        ground(
            """
            resource "a_b" "r" {
              rule {
                status = "on"
                target = a_b.other.arn
                inner { days = 5 }
              }
              rule { status = "off" }
              timeouts { create = "5m" }
              provisioner "local-exec" { command = "true" }
              dynamic "none" {
                for_each = []
                content {}
              }
            }
            resource "a_b" "other" {}
            """
        )
    )
    assert found == {
        "a_b.r.rule": (COUNTS, 2),
        "a_b.r.rule[0].status": (EQUALS, "on"),
        "a_b.r.rule[0].inner": (COUNTS, 1),
        "a_b.r.rule[0].inner[0].days": (EQUALS, 5),
        "a_b.r.rule[1].status": (EQUALS, "off"),
        "a_b.r.timeouts.create": (EQUALS, "5m"),
    }


def test_what_is_known_of_a_value_that_is_partly_known_is_asserted(ground):
    found = declared(
        ground(
            """
            resource "a_b" "k" {}
            resource "a_b" "r" { environment = { NAME = "x", KEY = a_b.k.arn } }
            resource "terraform_data" "t" { input = { list = [{ a = 1 }], key = a_b.k.arn, none = null } }
            output "both" { value = { name = "x", key = a_b.k.arn } }
            """
        )
    )
    assert found == {
        "a_b.r.environment.NAME": (EQUALS, "x"),
        "terraform_data.t.input.list": (EQUALS, ({"a": 1},)),
        "output.both.name": (EQUALS, "x"),
    }


def test_a_reference_to_what_the_configuration_sets_is_known(ground):
    found = declared(
        ground(
            """
            resource "a_b" "k" { name = "key" }
            resource "a_b" "r" { label = "for ${a_b.k.name}" }
            output "name" { value = a_b.k.name }
            """
        )
    )
    assert found["a_b.r.label"] == (EQUALS, "for key")
    assert found["output.name"] == (EQUALS, "key")


def test_data_inside_checks_and_write_only_arguments_cannot_be_named(ground):
    found = declared(
        ground(
            """
            check "c" {
              data "a_b" "inner" { url = "u" }
              assert {
                condition     = true
                error_message = "x"
              }
            }
            resource "a_b" "r" {
              password_wo         = "x"
              password_wo_version = 3
            }
            """,
            scoped=frozenset({"data.a_b.inner"}),
        )
    )
    assert found == {"a_b.r.password_wo_version": (EQUALS, 3)}


def test_messages_name_the_subject_and_what_is_expected_but_no_secret(ground):
    found = messages(
        ground(
            """
            variable "password" {
              default   = "Not-a-secret-1"
              sensitive = true
            }
            resource "aws_sqs_queue" "events" {
              count      = 2
              fifo_queue = true
              label      = "with ${var.password} inside"
            }
            resource "aws_sqs_queue" "gone" { count = 0 }
            output "list" { value = [1] }
            output "password" {
              value     = var.password
              sensitive = true
            }
            """
        )
    )
    assert found["aws_sqs_queue.events[0].fifo_queue"] == "queue events[0]: fifo_queue is not true"
    assert found["aws_sqs_queue.events"] == "queue events is not there exactly 2 times"
    assert found["aws_sqs_queue.gone"] == "queue gone is there, but should not be"
    assert found["output.list"] == "output list is not [1]"
    assert found["output.password"] == "output password is not as declared"
    assert found["aws_sqs_queue.events[1].label"] == "queue events[1]: label is not as declared"


def test_a_check_that_the_plan_cannot_decide_is_said_to_fail_beside_what_is_expected(ground):
    files = """
    resource "a_b" "k" { name = "x" }
    check "computed" {
      assert {
        condition     = a_b.k.arn != ""
        error_message = "x"
      }
    }
    check "own" {
      assert {
        condition     = a_b.k.name == "x"
        error_message = "x"
      }
    }
    """
    run = next(iter(plan_declared(ground(files))))
    assert run.refused == ("check.computed",)
    assert run.expects
    early = ground(files, known={"a_b.k": {"arn": "arn:x"}}, early=True)
    assert next(iter(plan_declared(early))).refused == ()


def test_a_folder_with_nothing_known_has_no_run(ground):
    assert not list(plan_declared(ground('resource "a_b" "k" {}')))


def test_another_call_has_a_run_only_where_other_things_exist(ground):
    base = ground(
        """
        variable "name" { default = "x" }
        variable "size" { default = 0 }
        resource "a_b" "k" {
          count = var.size
          name  = var.name
        }
        """
    )
    calls = [("module.same", {"name": "y"}), ("module.more", {"size": 1, "name": "y"}), ("module.again", {"size": 1})]
    first, more = plan_declared(base, calls)
    assert first.id == "declared"
    assert (more.id, more.title) == ("declared:module.more", "plans as declared for module.more")
    assert more.values == {"size": 1, "name": "y"}
    assert [each.fact for each in more.expects] == [
        Fact(Reference("a_b.k"), Relation.COUNTS, 1),
        Fact(Reference("a_b.k[0]", ("name",)), Relation.EQUALS, "y"),
    ]
