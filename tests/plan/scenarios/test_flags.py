"""Each boolean parameter that gates something, on and off, one flip from the baseline."""

from __future__ import annotations

from scaffold.model.facts import Relation
from scaffold.model.scenarios import Run
from scaffold.model.values import Value
from scaffold.plan.scenarios.flags import plan_flags
from scaffold.plan.scenarios.gaps import Gaps
from scaffold.plan.scenarios.ground import Ground

EQUALS, COUNTS, ABSENT = Relation.EQUALS, Relation.COUNTS, Relation.ABSENT
ALARM = """
variable "create_alarm" {
  type    = bool
  default = false
}
variable "other" {
  type    = bool
  default = true
}
variable "unused" {
  type    = bool
  default = true
}
resource "aws_cloudwatch_metric_alarm" "cpu" {
  count     = var.create_alarm ? 1 : 0
  threshold = 80
}
resource "aws_sns_topic" "side" { count = var.other ? 2 : 0 }
resource "aws_sqs_queue" "q" { label = var.create_alarm ? "watched" : "alone" }
output "alarms" { value = var.create_alarm ? "yes" : null }
"""


def flipped(ground: Ground, gaps: Gaps | None = None, only_counts: bool = False) -> dict[str, Run]:
    return {run.id: run for run in plan_flags(ground, gaps or Gaps(), only_counts)}


def facts(run: Run) -> dict[str, tuple[Relation, Value]]:
    return {str(each.fact.subject): (each.fact.relation, each.fact.value) for each in run.expects}


def messages(run: Run) -> dict[str, str]:
    return {str(each.fact.subject): each.message for each in run.expects}


def test_a_flag_is_run_both_ways_with_what_appears_what_goes_and_what_stays(ground):
    found = flipped(ground(ALARM))
    assert list(found) == ["flag:create_alarm:true", "flag:create_alarm:false", "flag:other:true", "flag:other:false"]
    on, off = found["flag:create_alarm:true"], found["flag:create_alarm:false"]
    assert (on.values, off.values) == ({"create_alarm": True}, {"create_alarm": False})
    assert facts(on) == {
        "aws_cloudwatch_metric_alarm.cpu": (COUNTS, 1),
        "aws_cloudwatch_metric_alarm.cpu[0].threshold": (EQUALS, 80),
        "aws_sqs_queue.q.label": (EQUALS, "watched"),
        "output.alarms": (EQUALS, "yes"),
        "aws_sns_topic.side": (COUNTS, 2),
    }
    assert facts(off) == {
        "aws_cloudwatch_metric_alarm.cpu": (ABSENT, None),
        "aws_sqs_queue.q.label": (EQUALS, "alone"),
        "output.alarms": (ABSENT, None),
        "aws_sns_topic.side": (COUNTS, 2),
    }
    assert on.position is not None
    assert on.position.line == 2


def test_messages_name_the_flag_and_the_fault(ground):
    found = flipped(ground(ALARM))
    on, off = messages(found["flag:create_alarm:true"]), messages(found["flag:create_alarm:false"])
    assert on["aws_cloudwatch_metric_alarm.cpu"] == "create_alarm is true, but alarm cpu is missing"
    assert off["aws_cloudwatch_metric_alarm.cpu"] == "create_alarm is false, but alarm cpu is still there"
    assert on["aws_sqs_queue.q.label"] == 'create_alarm is true, but queue q: label is not "watched"'
    assert off["output.alarms"] == "create_alarm is false, but output alarms is not null"
    assert on["aws_sns_topic.side"] == "create_alarm is true, but topic side does not stay there exactly 2 times"
    other = messages(found["flag:other:true"])
    assert other["aws_cloudwatch_metric_alarm.cpu"] == "other is true, but alarm cpu appears with it"


def test_titles_say_what_a_flag_does(ground):
    assert [run.title for run in flipped(ground(ALARM)).values()] == [
        "create_alarm = true adds alarm cpu",
        "create_alarm = false removes alarm cpu",
        "other = true adds topic side",
        "other = false removes topic side",
    ]
    label = 'variable "on" {\n  type = bool\n  default = true\n}\nresource "aws_sqs_queue" "q" { fifo_queue = var.on }'
    assert [run.title for run in flipped(ground(label)).values()] == [
        "on = true sets queue q",
        "on = false sets queue q",
    ]


def test_the_smoke_tier_only_counts(ground):
    found = flipped(ground(ALARM), only_counts=True)
    assert facts(found["flag:create_alarm:true"]) == {"aws_cloudwatch_metric_alarm.cpu": (COUNTS, 1)}
    assert facts(found["flag:create_alarm:false"]) == {"aws_cloudwatch_metric_alarm.cpu": (ABSENT, None)}


def test_an_attribute_of_an_object_is_a_flag_too_and_the_rest_stays(ground):
    found = flipped(
        ground(
            """
            variable "settings" {
              type    = object({ fifo = optional(bool, false), size = number })
              default = { size = 5 }
            }
            resource "aws_sqs_queue" "q" {
              fifo_queue = var.settings.fifo
              size       = var.settings.size
            }
            """
        )
    )
    assert {id_: run.values for id_, run in found.items()} == {
        "flag:settings.fifo:true": {"settings": {"fifo": True, "size": 5}},
        "flag:settings.fifo:false": {"settings": {"fifo": False, "size": 5}},
    }
    assert facts(found["flag:settings.fifo:true"]) == {"aws_sqs_queue.q.fifo_queue": (EQUALS, True)}


def test_a_flag_that_is_null_is_tried_both_ways(ground):
    found = flipped(
        ground(
            """
            variable "on" {
              type    = bool
              default = null
            }
            resource "a_b" "r" { count = var.on == true ? 1 : 0 }
            """
        )
    )
    assert facts(found["flag:on:true"]) == {"a_b.r": (COUNTS, 1)}
    assert facts(found["flag:on:false"]) == {"a_b.r": (ABSENT, None)}


def test_a_flag_of_a_module_call_counts_its_calls(ground):
    files = {
        "main.tf": """
        variable "on" {
          type    = bool
          default = true
        }
        module "m" {
          source = "./m"
          count  = var.on ? 1 : 0
        }
        """,
        "m/main.tf": 'resource "a_b" "r" {}\noutput "size" { value = 3 }',
    }
    found = flipped(ground(files))
    assert facts(found["flag:on:true"]) == {"module.m": (COUNTS, 1)}
    assert facts(found["flag:on:false"]) == {"module.m": (ABSENT, None)}


NEEDS_EMAIL = """
variable "on" {
  type    = bool
  default = false
}
variable "email" {
  type    = string
  default = ""
}
resource "a_b" "r" {
  count = var.on ? 1 : 0
  label = var.email
  lifecycle {
    precondition {
      condition     = CONDITION
      error_message = "x"
    }
  }
}
"""


def test_a_flag_that_needs_something_else_is_flipped_with_that_on_both_sides(ground):
    found = flipped(ground(NEEDS_EMAIL.replace("CONDITION", 'var.email != ""')))
    on, off = found["flag:on:true"], found["flag:on:false"]
    email = on.values["email"]
    assert email
    assert on.values == {"on": True, "email": email}
    assert off.values == {"on": False, "email": email}
    assert facts(on) == {"a_b.r": (COUNTS, 1), "a_b.r[0].label": (EQUALS, email)}
    assert facts(off) == {"a_b.r": (ABSENT, None)}
    assert on.title == f'on = true adds b r with email = "{email}"'


def test_a_flag_that_cannot_be_flipped_is_left_out_with_a_word(ground):
    gaps = Gaps()
    assert flipped(ground(NEEDS_EMAIL.replace("CONDITION", "!var.on")), gaps) == {}
    (gap,) = gaps.found.values()
    assert gap.summary == "on is not tried both ways: something else must change for true"
    assert gap.position is not None


def test_a_flag_under_which_something_cannot_be_evaluated_is_left_out(ground):
    gaps = Gaps()
    files = """
    variable "on" {
      type    = bool
      default = false
    }
    resource "a_b" "r" { size = var.on ? tonumber("x") : 1 }
    """
    assert flipped(ground(files), gaps) == {}
    assert len(gaps.found) == 1


def test_a_flag_gets_what_the_provider_requires_of_what_it_adds(ground):
    files = """
    variable "replica" {
      type    = bool
      default = false
    }
    variable "primary_key_arn" {
      type    = string
      default = null
    }
    resource "aws_kms_replica_key" "k" {
      count           = var.replica ? 1 : 0
      primary_key_arn = var.primary_key_arn
    }
    """
    found = flipped(ground(files))
    arn = found["flag:replica:true"].values["primary_key_arn"]
    assert str(arn).startswith("arn:aws:kms:")
    assert found["flag:replica:false"].values == {"replica": False, "primary_key_arn": arn}


def test_a_null_in_a_list_is_no_way_to_flip_a_flag(ground):
    gaps = Gaps()
    files = """
    variable "on" {
      type    = bool
      default = false
    }
    variable "key" { default = null }
    resource "a_b" "r" {
      count = var.on ? 1 : 0
      keys  = [var.key]
    }
    """
    assert flipped(ground(files), gaps) == {}
    assert len(gaps.found) == 1


def test_a_flag_that_reaches_only_into_a_called_module_is_planned_both_ways(ground):
    below = 'variable "frozen" { type = bool }\nresource "aws_sqs_queue" "q" { label = var.frozen ? "still" : "busy" }'
    root = """
variable "freeze" {
  type    = bool
  default = false
}
module "inner" {
  source = "./inner"
  frozen = var.freeze
}
resource "aws_sqs_queue" "other" { label = "same" }
"""
    found = flipped(ground({"main.tf": root, "inner/main.tf": below}))
    assert [(run.title, run.values, run.expects) for run in found.values()] == [
        ("freeze = true reaches module inner", {"freeze": True}, ()),
        ("freeze = false reaches module inner", {"freeze": False}, ()),
    ]
