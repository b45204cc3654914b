"""Regenerating Terraform's native tests that a person has worked in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from merge_roughly import known_of, labels, merged_twice, roughly_edited, thinned

from scaffold.merge import Manner, State, UnparsableError, merge
from scaffold.merge.hcl import HCL
from scaffold.model.written import CaseLabel

RECORDED = sorted((Path(__file__).parents[2] / "golden").glob("*/*/expected/**/*.hcl"))
OLD = """\
# Tests of the root module.

mock_provider "aws" {}

variables {
  name = "orders"
}

# What is declared
# ----------------

# Plans as declared.
run "plans_as_declared" {
  command = plan

  assert {
    condition     = aws_sqs_queue.orders.name == "orders"
    error_message = "aws_sqs_queue orders: name is not orders."
  }
}

# Refuses an empty name.
run "refuses_an_empty_name" {
  command = plan

  variables {
    name = ""
  }

  expect_failures = [
    var.name,
  ]
}
"""
FRESH = OLD.replace('.name == "orders"', '.name == "orders-2"')


def after(present: str, fresh: str = FRESH, **options: bool) -> tuple[str, dict[str, State]]:
    """What becomes of a suite that a person made from `OLD`, and of its cases."""
    made = merged_twice(OLD, present, fresh, HCL, Manner(**options))
    return made.text, {each.at[-1]: each.state for each in made.cases}


PRISTINE = {"plans_as_declared": State.PRISTINE, "refuses_an_empty_name": State.PRISTINE}


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("# Refuses", 'run "mine" {\n  command = apply\n}\n\n# Refuses'),
        ("# Refuses", "# Mine.\n# Refuses"),
        ("variables {\n  name = ", "variables {\n  # mine\n  name = "),
        ('mock_provider "aws" {}\n', 'mock_provider "aws" {}\n\nmock_provider "mine" {}\n'),
        ("    var.name,\n  ]\n}\n", "    var.name,\n  ]\n}\n# mine\n"),
        ("    var.name,\n  ]\n}\n", "    var.name,\n  ]\n}"),
        ("    var.name,\n  ]\n}\n", "    var.name\n  ]\n}\n"),
        ("  command = plan\n", "    command=plan\n"),
        ("\n", "\r\n"),
    ],
)
def test_only_what_would_be_generated_otherwise_changes(what: str, by: str) -> None:
    present = OLD.replace(what, by)
    assert present != OLD
    text, states = after(present)
    expected = present.replace('.name == "orders"', '.name == "orders-2"')
    if what.startswith("  command"):
        expected = expected.replace("    command=plan\n", "  command = plan\n", 1)
    assert (text, states) == (expected, PRISTINE)
    assert after(present, OLD) == (present, PRISTINE)


def test_an_edited_run_is_kept_to_the_last_character() -> None:
    present = OLD.replace('== "orders"', '== "orders" # mine')
    text, states = after(present)
    assert text == present
    assert states == PRISTINE | {"plans_as_declared": State.EDITED}


def test_a_deleted_run_stays_deleted_and_a_new_one_comes_in_place() -> None:
    present = OLD[: OLD.index("# Refuses")] + '# Mine.\nrun "mine" {\n}\n'
    new = '# Accepts a name.\nrun "accepts_a_name" {\n  command = plan\n}\n\n'
    text, states = after(present, FRESH.replace("# Refuses", new + "# Refuses"))
    assert text == present.replace('== "orders"', '== "orders-2"') + "\n" + new.removesuffix("\n")
    assert states == {
        "plans_as_declared": State.PRISTINE,
        "accepts_a_name": State.NEW,
        "refuses_an_empty_name": State.DELETED,
    }


def test_blocks_that_nothing_generates_any_more_go_unless_a_run_of_a_persons_needs_them() -> None:
    fresh = FRESH.replace('variables {\n  name = "orders"\n}\n\n', "", 1)
    text, _ = after(OLD, fresh)
    assert text == fresh
    own = '\nrun "mine" {\n  variables {\n    other = var.name\n  }\n}\n'
    text, _ = after(OLD + own, fresh)
    assert text == FRESH + own


def test_a_renamed_resource_takes_what_a_person_wrote_with_it() -> None:
    def labelled(name: str) -> list[CaseLabel]:
        address = f"aws_sqs_queue.{name}"
        return [CaseLabel(f"made:{address}", (f"makes_{name}",), address)]

    old = OLD.replace("plans_as_declared", "makes_orders")
    old = old[: old.index("# Refuses")]
    fresh = old.replace("aws_sqs_queue.orders", "aws_sqs_queue.jobs").replace("makes_orders", "makes_jobs")
    present = old.replace('message = "', 'message = "${aws_sqs_queue.orders.id} of ${aws_sqs_queue.orders_dead.id} ')
    known = merge(None, old, labelled("orders"), {}, HCL, Manner()).known
    manner = Manner(renames={"aws_sqs_queue.orders": "aws_sqs_queue.jobs"})
    made = merge(present, fresh, labelled("jobs"), known, HCL, manner)
    assert [(each.id, each.was, each.state) for each in made.cases] == [
        ("made:aws_sqs_queue.jobs", "made:aws_sqs_queue.orders", State.EDITED)
    ]
    run = HCL.parse(made.text).children[-1]
    assert run.name == "makes_jobs"
    assert "condition     = aws_sqs_queue.jobs.name == " in run.head
    assert '"${aws_sqs_queue.jobs.id} of ${aws_sqs_queue.orders_dead.id} aws_sqs_queue orders: ' in run.head


@pytest.mark.parametrize("present", [OLD.removesuffix("}\n"), OLD + "}\n", "<<<<<<< ours\n" + OLD, OLD + 'run "a\n'])
def test_a_suite_that_does_not_parse_is_refused(present: str) -> None:
    with pytest.raises(UnparsableError):
        merge(present, FRESH, labels(FRESH, HCL), known_of(OLD, HCL), HCL, Manner())


OWN = ["# mine{}", "  // mine{}", 'run "mine{}" {{\n  command = plan\n}}', "variables {{\n  mine{} = 1\n}}", ""]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_a_recorded_suite_survives_rough_hands(path: Path, seed: int) -> None:
    """Whatever a person does to its lines: what is theirs stays, and generating once is enough."""
    old = thinned(path.read_text(), HCL, seed)
    fresh = thinned(old, HCL, seed + 1_000, changing=True)
    tried = 0
    for turn in range(8):
        present = roughly_edited(old, OWN, "#", 100 * seed + turn)
        try:
            before = HCL.parse(present)
        except UnparsableError:
            continue
        tried += 1
        made = merged_twice(old, present, fresh, HCL, Manner(prune=turn % 2 == 0))
        assert set(re.findall(r"mine\d+", present)) <= set(re.findall(r"mine\d+", made.text))
        written = {unit.shape for text in (old, fresh) for _, unit in HCL.parse(text).walk()}
        assert all(unit.head.rstrip() in made.text for unit in before.children if unit.shape not in written)
    assert tried
