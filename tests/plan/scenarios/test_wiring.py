"""References reach the very attribute that they name: in the plan where overrides count there, else after an apply."""

from __future__ import annotations

import pytest

from scaffold.model.facts import Fact, Relation
from scaffold.model.scenarios import Mock, Override, Phase, Run, RunFamily, Target
from scaffold.model.values import Reference, Template, Value
from scaffold.plan.scenarios.ground import Ground
from scaffold.plan.scenarios.wiring import may_apply, plan_wiring

QUEUE = """
resource "terraform_data" "queue" { input = "q" }
resource "terraform_data" "other" { input = "o" }
resource "terraform_data" "worker" {
  triggers_replace = [terraform_data.queue.id]
  input            = { text = "to ${terraform_data.queue.id} as ${terraform_data.queue.input}", fixed = 1 }
}
output "queue" { value = terraform_data.queue.id }
"""
QUEUE_ID = Reference("terraform_data.queue", ("id",))
TEXT = Template(("to ", QUEUE_ID, " as q"))
KNOWN = {"terraform_data.queue": {"id": "id-q"}, "terraform_data.other": {"id": "id-o"}}


def wired(ground: Ground) -> list[Run]:
    return list(plan_wiring(ground))


def facts(run: Run) -> dict[str, Value]:
    assert all(each.fact.relation is Relation.EQUALS for each in run.expects)
    return {str(each.fact.subject): each.fact.value for each in run.expects}


def test_without_early_overrides_the_references_are_looked_at_after_an_apply(ground):
    (run,) = wired(ground(QUEUE, known=KNOWN))
    assert (run.id, run.family, run.phase) == ("wiring", RunFamily.WIRING, Phase.APPLY)
    assert run.title == "connects what belongs together"
    assert facts(run) == {
        "terraform_data.worker.triggers_replace[0]": Reference("terraform_data.queue", ("id",)),
        "terraform_data.worker.input.text": TEXT,
        "output.queue": Reference("terraform_data.queue", ("id",)),
    }


def test_with_early_overrides_the_plan_is_enough(ground):
    (run,) = wired(ground(QUEUE, known=KNOWN, early=True))
    assert run.phase is Phase.PLAN
    assert facts(run)["output.queue"] == Reference("terraform_data.queue", ("id",))
    assert facts(run)["terraform_data.worker.input.text"] == TEXT


def test_what_no_override_says_is_left_to_the_apply(ground):
    more = QUEUE + 'output "other" { value = terraform_data.other.id }\n'
    early, late = wired(ground(more, known={"terraform_data.queue": {"id": "id-q"}}, early=True))
    assert (early.phase, late.phase) == (Phase.PLAN, Phase.APPLY)
    assert "output.other" not in facts(early)
    assert facts(late) == {"output.other": Reference("terraform_data.other", ("id",))}
    assert (late.id, late.title) == ("wiring:applied", "connects what only exists once it is applied")


def test_what_is_made_of_a_reference_is_asserted_only_where_all_of_it_is_known(ground):
    made = 'resource "terraform_data" "queue" {}\noutput "name" { value = upper("q-${terraform_data.queue.id}") }\n'
    assert wired(ground(made)) == []
    (run,) = wired(ground(made, known={"terraform_data.queue": {"id": "x"}}))
    assert facts(run) == {"output.name": "Q-X"}
    assert run.expects[0].message == 'output name is not "Q-X"'


def test_messages_say_what_should_have_been_reached(ground):
    (run,) = wired(ground(QUEUE, known=KNOWN))
    found = {str(each.fact.subject): each.message for each in run.expects}
    assert found["output.queue"] == "output queue is not that of terraform_data queue (terraform_data.queue.id)"
    made = "terraform_data worker: input.text is not made of terraform_data.queue.id"
    assert found["terraform_data.worker.input.text"] == made


def test_a_value_from_inside_a_module_is_named_by_the_modules_output(ground):
    files = {
        "main.tf": """
        module "m" { source = "./m" }
        resource "terraform_data" "r" {
          input            = module.m.key
          triggers_replace = upper(module.m.wrapped)
        }
        """,
        "m/main.tf": """
        resource "terraform_data" "k" {}
        output "key" { value = terraform_data.k.id }
        output "wrapped" { value = "x-${terraform_data.k.id}" }
        """,
    }
    (run,) = wired(ground(files))
    assert facts(run) == {"terraform_data.r.input": Reference("module.m", ("key",))}


def test_nothing_below_a_computed_attribute_is_taken_for_there(ground):
    files = 'resource "aws_k" "k" {}\noutput "deep" { value = aws_k.k.auth[0].token }\n'
    mocks = (Mock("aws"),)
    assert wired(ground(files, mocks=mocks)) == []
    known = {"aws_k.k": {"auth": ({"token": "t"},)}}
    (run,) = wired(ground(files, known=known, mocks=mocks))
    assert run.expects[0].fact == Fact(
        Reference("output.deep"), Relation.EQUALS, Reference("aws_k.k", ("auth", 0, "token"))
    )


@pytest.mark.parametrize(
    ("more", "mocks"),
    [
        ('resource "aws_a" "x" {}', ()),
        ('resource "aws_a" "x" {}\nresource "random_id" "y" {}', (Mock("aws"),)),
        ('resource "terraform_data" "x" {\n  provisioner "local-exec" { command = "true" }\n}', ()),
        ('resource "terraform_data" "x" {\n  lifecycle { prevent_destroy = true }\n}', ()),
        ('module "remote" {\n  source = "example/remote/aws"\n}', ()),
        ('resource "terraform_data" "x" {\n  count = terraform_data.queue.id == "x" ? 1 : 0\n}', ()),
        ('check "c" {\n  assert {\n    condition = terraform_data.other.id == ""\n    error_message = "x"\n  }\n}', ()),
    ],
)
def test_nothing_is_applied_that_could_touch_anything_real_or_fail(ground, more, mocks):
    made = ground(QUEUE + more, mocks=mocks)
    assert not may_apply(made)
    assert wired(made) == []


def test_nothing_is_applied_with_a_data_source_that_nothing_answers_for(ground):
    files = """
    data "aws_iam_policy_document" "a" {}
    data "aws_iam_policy_document" "b" {}
    resource "aws_sqs_queue" "q" { policy = data.aws_iam_policy_document.a.json }
    resource "aws_sqs_queue" "r" { policy = data.aws_iam_policy_document.b.json }
    """
    answer = {"json": "{}"}
    both = {"data.aws_iam_policy_document.a": answer, "data.aws_iam_policy_document.b": answer}
    one = {"data.aws_iam_policy_document.a": answer}
    assert may_apply(ground(files, known=both, mocks=(Mock("aws"),)))
    assert not may_apply(ground(files, known=one, mocks=(Mock("aws"),)))
    defaults = {"data.aws_iam_policy_document": answer}
    assert may_apply(ground(files, known=one, mocks=(Mock("aws", defaults=defaults),)))


@pytest.mark.parametrize(
    ("more", "mocks", "overrides"),
    [
        ('resource "aws_a" "x" {}', (Mock("aws"),), ()),
        ('resource "aws_a" "x" {\n  provider = aws.east\n}', (Mock("aws", "east"),), ()),
        ('resource "terraform_data" "x" {\n  lifecycle { prevent_destroy = false }\n}', (), ()),
        (
            'module "remote" {\n  source = "example/remote/aws"\n}',
            (),
            (Override(Target.MODULE, "module.remote", {"id": "x"}),),
        ),
    ],
)
def test_what_is_mocked_or_replaced_may_be_applied(ground, more, mocks, overrides):
    assert may_apply(ground(QUEUE + more, mocks=mocks, overrides=overrides))


@pytest.mark.parametrize(
    ("required", "early"),
    [
        (">= 1.11", True),
        ("~> 1.11", True),
        ("~> 1.12.0", True),
        ("1.12.1", True),
        (">= 1.9, >= 1.11.2", True),
        (">= 2.0", True),
        (">= 1.9, < 2", False),
        ("~> 1.9", False),
        ("< 1.12", False),
        ("!= 1.10.0", False),
        ("1.10.5", False),
        ("", False),
    ],
)
def test_overrides_count_early_only_where_every_version_allowed_knows_that(suites, required, early):
    files = f'terraform {{\n  required_version = "{required}"\n}}\n' if required else ""
    assert suites(files + QUEUE)["root"].early is early


@pytest.mark.parametrize(("version", "linked"), [(3, False), ("3", True)])
def test_numbers_of_providers_are_not_compared_with_what_may_be_text(ground, version, linked):
    files = """
    resource "aws_launch_template" "t" {}
    resource "aws_autoscaling_group" "g" { version = aws_launch_template.t.latest_version }
    """
    known = {"aws_launch_template.t": {"latest_version": version}}
    subjects = {
        str(each.fact.subject)
        for run in wired(ground(files, known=known, mocks=(Mock("aws"),)))
        for each in run.expects
    }
    assert ("aws_autoscaling_group.g.version" in subjects) is linked
