"""Suites of stacks that are synthesised: Terraform's own names, and paths of constructs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from plan.deployed.fakes import Fakes, Program, Run, entry, parameter

from scaffold.model.checks import Choice
from scaffold.model.deployed import Configured, DeployedCase, ExportNames, Exports, Given, Settled, Truths
from scaffold.model.deployments import TOKEN_IN_TEXT, Evaluation, Options, Role, Variant
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.testplan import Tier
from scaffold.model.values import Call, Reference, Template, Unknown, Value
from scaffold.plan.deployed import plan_deployed
from scaffold.plan.deployed.invariants import plan_invariants
from scaffold.plan.deployed.tags import plan_tags
from scaffold.plan.deployed.view import View

ENTRY = entry(title="shop", platform="cdktf")
STACK_CLASS = entry(title="ShopStack", export="ShopStack", platform="cdktf")


def view(program: Program, stack_class: bool = False) -> View:
    chosen = STACK_CLASS if stack_class else ENTRY
    return View(Fakes([(chosen, program)]).evaluate(Variant(chosen)))


def planned(program: Program, stack_class: bool = False) -> dict[str, DeployedCase]:
    fakes = Fakes([(STACK_CLASS if stack_class else ENTRY, program)])
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), fakes, Tier.STANDARD, Choice())
    assert suite.platform == "cdktf"
    return {case.title: case for case in suite.cases}


def shop(run: Run, stack: str = "shop", tags: Mapping[str, Value] | None = None) -> None:
    dead = run.make(1, "aws_sqs_queue", f"{stack}/dead", {"name": "dead", "tags": tags}, type="aws_sqs_queue")
    policy = Call("jsonencode", ({"deadLetterTargetArn": Reference(dead, ("arn",)), "maxReceiveCount": 3},))
    orders = {
        "name": "orders",
        "redrive_policy": policy,
        "tags": tags,
        "depends_on": (Call("address", (Reference(dead),)),),
    }
    run.make(2, "aws_sqs_queue", f"{stack}/orders", orders, type="aws_sqs_queue")


def test_names_are_those_of_constructs_without_the_only_stacks() -> None:
    cases = planned(shop)
    assert "SQS queue dead is configured as declared" in cases
    assert {"dead letters of queue orders go to queue dead", "queue orders waits for queue dead"} <= cases.keys()


def test_two_stacks_are_told_apart() -> None:
    def program(run: Run) -> None:
        shop(run, "one")
        shop(run, "two")

    names = view(program)
    assert [names.thing(each) for each in names.certain] == [
        "queue one/dead",
        "queue one/orders",
        "queue two/dead",
        "queue two/orders",
    ]


def test_an_address_in_an_expression_can_be_spelled() -> None:
    (case,) = (case for title, case in planned(shop).items() if title == "SQS queue orders is configured as declared")
    (given,) = case.expect
    assert isinstance(given, Given)
    assert given.inputs["depends_on"] == (Call("address", (Reference("aws_sqs_queue.shop/dead"),)),)
    assert given.without == ()


def test_a_provider_is_compared_whole() -> None:
    def program(run: Run) -> None:
        run.make(1, "provider.aws", "shop/aws", {"region": "eu-west-1"}, type="aws", role=Role.PROVIDER)

    case = planned(program)["aws provider aws is configured as declared"]
    assert [each.whole for each in case.expect if isinstance(each, Given)] == [True]


@pytest.mark.parametrize(
    ("token", "name", "title"),
    [
        ("backend.s3", "shop/backend", "S3 backend is configured as declared"),
        ("variable", "shop/image", "variable image is configured as declared"),
    ],
)
def test_elements_have_words(token: str, name: str, title: str) -> None:
    def program(run: Run) -> None:
        run.make(1, token, name, {"type": "string"}, type="", role=Role.ELEMENT)

    assert title in planned(program)


def test_an_overridden_address_is_kept() -> None:
    def program(run: Run) -> None:
        options = Options(others={"address": "aws_sqs_queue.mine"})
        run.make(1, "aws_sqs_queue", "shop/orders", {"name": "orders"}, type="aws_sqs_queue", options=options)

    (case,) = (case for title, case in planned(program).items() if "keeps its address" in title)
    assert [dict(each.options) for each in case.expect if isinstance(each, Configured)] == [
        {"address": "aws_sqs_queue.mine"}
    ]


@pytest.mark.parametrize("stack_class", [False, True])
def test_outputs_are_those_of_a_stack(stack_class: bool) -> None:
    def program(run: Run) -> None:
        shop(run)
        run.export("url", Reference("aws_sqs_queue.shop/orders", ("url",)))
        run.exports[-1].others.update({"description": "Where orders go"})  # type: ignore[attr-defined]

    cases = planned(program, stack_class)
    assert cases["exports exactly these outputs"].expect == (ExportNames(("url",)),)
    (expect,) = cases["exports url of queue orders"].expect
    assert isinstance(expect, Exports)
    assert expect.others == {"description": "Where orders go"}


def test_no_token_is_left() -> None:
    assert planned(shop)["leaves no token without a value"].expect == (Settled(),)


def test_tags_that_all_have_are_said_once() -> None:
    def program(run: Run) -> None:
        for name, more in (("one", {}), ("two", {}), ("three", {"Name": "three"})):
            tags = {"Team": "shop", "Stage": Template(("a", Reference("env.STAGE"))), **more}
            run.make(1, "aws_sqs_queue", f"shop/{name}", {"tags": tags}, type="aws_sqs_queue")

    found = view(program)
    (case,) = plan_tags(found, found.certain)
    assert case.title == "tags everything that can be tagged with Team"
    (truths,) = case.expect
    assert isinstance(truths, Truths)
    assert len(truths.truths) == 3


def test_tags_of_two_say_nothing_of_all() -> None:
    found = view(lambda run: shop(run, tags={"Team": "shop"}))
    assert list(plan_tags(found, found.certain)) == []


def test_a_stack_that_the_program_synthesises_is_not_synthesised_alone() -> None:
    fakes = Fakes([(ENTRY, shop), (STACK_CLASS, shop)])
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), fakes, Tier.STANDARD, Choice())
    assert [each.title for each in suite.deployments] == ["shop"]


def test_a_stack_goes_a_way_of_its_own_alone() -> None:
    def other(run: Run) -> None:
        shop(run)
        run.branch(7, Reference("args.size"))

    fakes = Fakes([(ENTRY, shop), (STACK_CLASS, other)], lines=(7,))
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), fakes, Tier.STANDARD, Choice())
    assert [each.title for each in suite.deployments][:2] == ["shop", "ShopStack"]


def tagged(run: Run) -> None:
    for name in ("one", "two", "three"):
        tags = {"Team": run.get("env.TEAM", "shop"), "Name": name}
        run.make(1, "aws_sqs_queue", f"shop/{name}", {"name": name, "tags": tags}, type="aws_sqs_queue")


def test_a_tag_that_changes_everywhere_is_said_once() -> None:
    program = entry(parameter("env.TEAM", default="shop"), title="shop", platform="cdktf")
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), Fakes([(program, tagged)]), Tier.STANDARD, Choice())
    (other,) = suite.deployments[1:]
    (case,) = other.cases
    assert case.title.startswith("tags everything that can be tagged with Team")


def test_what_a_stack_holds_is_the_same_when_the_stack_is_called_otherwise() -> None:
    def program(run: Run) -> None:
        stack = f"shop-{run.get('env.STAGE', 'dev')}"
        for at in range(3 if stack == "shop-prod" else 2):
            run.make(1, "aws_subnet", f"{stack}/public-{at}", {"cidr_block": at}, type="aws_subnet")
        for at in range(3 if stack == "shop-prod" else 2):
            run.make(1, "aws_subnet", f"{stack}/private-{at}", {"cidr_block": 8 + at}, type="aws_subnet")
        run.export("first", Reference(f"aws_subnet.{stack}/public-0", ("id",)))

    stage = entry(parameter("env.STAGE", choices=("dev", "prod"), default="dev"), title="shop", platform="cdktf")
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), Fakes([(stage, program)]), Tier.STANDARD, Choice())
    (prod,) = (each for each in suite.deployments if "prod" in each.title)
    assert [case.title for case in prod.cases] == [
        "declares exactly these resources",
        "subnet public-2 is configured as declared",
        "subnet private-2 is configured as declared",
    ]


def containers(evaluation: Evaluation) -> Project:
    """What the expressions of task definitions come to."""
    document = Call("jsonencode", (({"name": "orders", "image": "orders:1"},),))
    resources = (
        Resource(
            each.address,
            each.type,
            each.token,
            each.name,
            Mode.MANAGED,
            {"container_definitions": document},
            each.position,
        )
        for each in evaluation.registrations
    )
    return Project("shop", "cdktf", ".", tuple(resources))


@pytest.mark.parametrize("is_text", [False, True])
def test_of_an_expression_nothing_is_asked(is_text: bool) -> None:
    expression: Value = "${jsonencode([local.containers])}"
    document = Call("jsonencode", (({"name": "orders", "image": "orders:1"},),))

    def program(run: Run) -> None:
        inputs = {"family": "orders", "container_definitions": expression if is_text else document}
        run.make(1, "aws_ecs_task_definition", "shop/task", inputs, type="aws_ecs_task_definition")

    found = View(Fakes([(ENTRY, program)], project=containers).evaluate(Variant(ENTRY)))
    titles = [case.title for case in plan_invariants(found, Choice())]
    assert ("task definition task has no privileged container" in titles) is not is_text


def test_a_token_that_stands_in_text_is_left() -> None:
    def program(run: Run) -> None:
        run.make(1, "aws_sqs_queue", "shop/orders", {"name": Unknown(TOKEN_IN_TEXT)}, type="aws_sqs_queue")

    assert "leaves no token without a value" not in planned(program)


def test_what_moves_is_said_by_its_configuration() -> None:
    def program(run: Run) -> None:
        shop(run)
        to = Call("address", (Reference("aws_sqs_queue.shop/orders"),))
        run.make(9, "moved", "shop/old", {"from": "aws_sqs_queue.old", "to": to}, type="", role=Role.ELEMENT)

    assert [title for title in planned(program) if title.startswith("moved")] == ["moved old is configured as declared"]


def test_what_is_not_known_in_a_change_is_not_compared() -> None:
    def program(run: Run) -> None:
        port: Value = Unknown("it is no number") if run.get("env.PORT") else 80
        rules = ({"from_port": port, "protocol": run.get("env.PORT", "tcp")},)
        run.make(1, "aws_security_group", "shop/web", {"name": "web", "ingress": rules}, type="aws_security_group")

    port = entry(parameter("env.PORT"), title="shop", platform="cdktf")
    (suite,) = plan_deployed((Project("shop", "cdktf", "."),), Fakes([(port, program)]), Tier.STANDARD, Choice())
    changed = [case for each in suite.deployments[1:] for case in each.cases]
    assert changed
    for case in changed:
        for expect in case.expect:
            assert not (isinstance(expect, Given) and "ingress" in expect.inputs and not expect.whole)
