from __future__ import annotations

import pytest
from plan.deployed.fakes import Fakes, Program, Run, call, entry, parameter

from scaffold.model.deployed import Configured, DeployedCase, Exports, Given, Points, ReadAs, Registered, Subject
from scaffold.model.deployments import Options, Role, Variant
from scaffold.model.families import Family
from scaffold.model.values import Call, Reference, Unknown, Value
from scaffold.plan.deployed.configuration import plan_configuration
from scaffold.plan.deployed.estimates import estimate
from scaffold.plan.deployed.inventory import plan_inventory
from scaffold.plan.deployed.outputs import plan_outputs
from scaffold.plan.deployed.slots import ABSENT, Slot, Slots
from scaffold.plan.deployed.titles import deployment_title, distinct
from scaffold.plan.deployed.view import View
from scaffold.plan.deployed.wiring import plan_wiring

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
DARK = Unknown("nobody knows")
ENTRY = entry(parameter("args.size"), parameter("env.STAGE"), title="shop")


def view(program: Program) -> View:
    return View(Fakes([(ENTRY, program)]).evaluate(Variant(ENTRY)))


def by_title(cases: list[DeployedCase]) -> dict[str, DeployedCase]:
    return {case.title: case for case in cases}


def configured(program: Program) -> dict[str, DeployedCase]:
    found = view(program)
    return by_title(list(plan_configuration(found, found.certain, every_input=False)))


def test_two_of_a_name_are_told_apart_by_their_parents() -> None:
    def program(run: Run) -> None:
        for name in ("one", "two"):
            run.module = ""
            parent = run.make(1, "shop:index:Shop", name, role=Role.COMPONENT)
            run.module = f"module.{name}."
            run.make(2, QUEUE, "orders", {"delaySeconds": 3}, options=Options(parent=parent))

    found = view(program)
    assert found.subjects["module.one.aws_sqs_queue.orders"] == Subject(QUEUE, "orders", "one")
    cases = configured(program)
    assert "SQS queue orders of two is configured as declared" in cases
    assert cases["Shop one holds queue orders of one"].expect == (
        Configured(Subject(QUEUE, "orders", "one"), {"parent": Reference("shop_shop.one")}),
    )


def test_what_may_not_be_there_is_left_out() -> None:
    def program(run: Run) -> None:
        run.make(1, QUEUE, "sure", {"delaySeconds": 3})
        run.make(2, TOPIC, "perhaps", {"name": "a"}, condition=Reference("args.size"))
        run.make(3, "aws:s3/bucket:Bucket", "many", {}, repeated=True)

    found = view(program)
    assert [each.name for each in found.certain] == ["sure"]
    (case,) = plan_inventory(found)
    assert case.expect == (Registered({QUEUE: ("sure",)}, ("aws:s3/bucket:Bucket", TOPIC)),)


def test_twins_that_nobody_can_tell_apart_are_only_counted() -> None:
    def program(run: Run) -> None:
        run.make(1, QUEUE, "orders", {"delaySeconds": 3})
        run.make(2, QUEUE, "orders", {"delaySeconds": 4})

    assert not configured(program)
    (case,) = plan_inventory(view(program))
    assert case.expect == (Registered({QUEUE: ("orders", "orders")}),)


def test_nothing_declared_is_an_inventory_too() -> None:
    (case,) = plan_inventory(view(lambda _: None))
    assert case.title == "declares no resource"


def test_options_are_said_in_words() -> None:
    def program(run: Run) -> None:
        topic = run.make(1, TOPIC, "alerts", {"name": "a"})
        others: dict[str, Value] = {
            "ignoreChanges": ("tags",),
            "retainOnDelete": True,
            "deleteBeforeReplace": False,
            "hideDiffs": ("x",),
            "customTimeouts": {"create": "5m"},
        }
        options = Options(depends_on=(topic, "aws_sns_topic.unseen"), protect=False, others=others)
        run.make(2, QUEUE, "orders", {"delaySeconds": 3}, options=options)

    (case,) = [case for case in configured(program).values() if case.id.endswith("#options")]
    assert case.title == "queue orders waits for topic alerts, is not protected from deletion and 4 more"
    (expect,) = case.expect
    assert isinstance(expect, Configured)
    assert expect.options == {
        "dependsOn": (Reference("aws_sns_topic.alerts"),),
        "protect": False,
        "ignoreChanges": ("tags",),
        "retainOnDelete": True,
        "deleteBeforeReplace": False,
        "customTimeouts": {"create": "5m"},
    }


def test_a_provider_is_looked_at_for_what_it_is_given_only() -> None:
    def program(run: Run) -> None:
        provider = run.make(1, "pulumi:providers:aws", "east", {"region": "us-east-1"}, role=Role.PROVIDER)
        run.make(2, QUEUE, "orders", {"delaySeconds": 3}, options=Options(provider=provider))

    cases = configured(program)
    (given,) = cases["aws provider east is configured as declared"].expect
    assert isinstance(given, Given)
    assert not given.whole
    assert "aws provider east deploys queue orders" in cases


def test_what_is_read_is_asked_for_by_its_id() -> None:
    def program(run: Run) -> None:
        run.make(1, QUEUE, "orders", {}, role=Role.READ, id="https://queue")
        run.make(2, QUEUE, "dark", {"delaySeconds": 3}, role=Role.READ, id=DARK)

    cases = configured(program)
    assert list(cases) == ["SQS queue orders is looked up by its id", "SQS queue dark is configured as declared"]
    assert cases["SQS queue orders is looked up by its id"].expect == (
        ReadAs(Subject(QUEUE, "orders"), "https://queue"),
    )


def test_what_is_not_known_is_not_looked_at() -> None:
    def program(run: Run) -> None:
        run.make(1, QUEUE, "orders", {"name": DARK, "delaySeconds": 3})
        run.make(2, QUEUE, "dark", {"name": DARK})

    (case,) = configured(program).values()
    (given,) = case.expect
    assert isinstance(given, Given)
    assert (given.inputs, given.without, given.whole) == ({"delaySeconds": 3}, ("name",), True)


def test_outputs_that_are_not_known_are_only_named() -> None:
    def program(run: Run) -> None:
        queue = run.make(1, QUEUE, "orders")
        run.export("url", Reference(queue, ("url",)))
        run.export("password", call("secret", "x"), secret=True)
        run.export("dark", DARK)
        run.export("nothing", None)

    cases = by_title(list(plan_outputs(view(program))))
    assert list(cases) == [
        "exports exactly these outputs",
        "exports url of queue orders",
        "exports password as a secret",
    ]
    assert cases["exports password as a secret"].expect == (Exports("password", "x", True),)


def test_wires_in_lists_are_told_apart() -> None:
    def program(run: Run) -> None:
        topics = [run.make(1, TOPIC, name, {"name": name}) for name in ("a", "b")]
        rules = tuple({"topicArn": Reference(topics[0], ("arn",))} for _ in range(2))
        inputs: dict[str, Value] = {"rules": rules, "targets": tuple(Reference(each, ("arn",)) for each in topics)}
        own = "aws_sqs_queue.orders"
        run.make(2, QUEUE, "orders", {**inputs, "self": Reference(own, ("arn",)), "code": call("archive.file", "./x")})

    found = view(program)
    assert [case.title for case in plan_wiring(found, found.certain)] == [
        "queue orders takes its rule topic arn from topic a",
        "queue orders takes its rule topic arn from topic a in rules 2",
        "queue orders takes its target from topic a and topic b",
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Reference("args.size"), False),
        (Reference("env.STAGE"), True),
        (Reference("undefined"), False),
        (call("not", Reference("args.size")), True),
        (call("not", call("trim", "x")), None),
        (call("and", Reference("env.STAGE"), Reference("args.size")), False),
        (call("and", Reference("env.STAGE"), call("trim", "x")), None),
        (call("or", Reference("args.size"), Reference("env.STAGE")), True),
        (call("or", Reference("args.size"), call("trim", "x")), None),
        (call("absent", Reference("args.size")), True),
        (call("absent", Reference("env.STAGE")), False),
        (call("is", Reference("env.STAGE"), "prod"), True),
        (call("is-not", Reference("env.STAGE"), "prod"), False),
        (call("includes", ("prod", "dev"), Reference("env.STAGE")), True),
        (call("includes", "production", Reference("env.STAGE")), True),
        (call("less", 3, 4), True),
        (call("greater-equal", 3, 4), False),
        (call("less", Reference("env.STAGE"), 4), None),
        (call("is", Reference("aws_sqs_queue.orders", ("arn",)), "x"), None),
        (call("is"), None),
        (True, True),
    ],
)
def test_easy_conditions_are_estimated(condition: Value, holds: bool | None) -> None:
    slots = Slots(Variant(ENTRY, {"env.STAGE": "prod"}), ("aws_sqs_queue.orders",))
    assert estimate(condition, slots) is holds


def test_parts_of_parameters_and_outputs_are_chosen() -> None:
    slots = Slots(Variant(ENTRY, {"args.network": {"cidr": "a"}}))
    chosen = slots.choose(
        (
            (Slot("args.network", ("zones", 1)), "b"),
            (Slot("args.network", ("cidr",)), ABSENT),
            (Slot("env.STAGE"), "prod"),
            (Slot("aws_sqs_queue.orders", ("arn",), True), ABSENT),
        )
    )
    assert chosen.values == {"args.network": {"zones": (None, "b")}, "env.STAGE": "prod"}
    assert chosen.outputs == {"aws_sqs_queue.orders": {"arn": None}}


@pytest.mark.parametrize(
    ("values", "outputs", "title"),
    [
        ({}, {}, "shop"),
        ({"args.size": "large"}, {}, 'shop with size "large"'),
        ({"config.shop:size": 3, "env.STAGE": None}, {}, "shop with size 3 and STAGE null"),
        ({"args.size": "x" * 50}, {}, "shop with size"),
        ({}, {"aws_sqs_queue.orders": {"arn": ""}}, "shop with an empty arn of aws_sqs_queue.orders"),
        ({}, {"aws_sqs_queue.orders": {"arn": None}}, "shop with no arn of aws_sqs_queue.orders"),
        ({}, {"aws_sqs_queue.orders": {"arn": "a"}}, 'shop with the arn of aws_sqs_queue.orders "a"'),
    ],
)
def test_deployments_are_called_by_what_is_chosen(
    values: dict[str, Value], outputs: dict[str, dict[str, Value]], title: str
) -> None:
    assert deployment_title(Variant(ENTRY, values, outputs), Variant(ENTRY)) == title


def test_what_is_missing_is_in_the_title() -> None:
    assert deployment_title(Variant(ENTRY), Variant(ENTRY, {"env.STAGE": "x"})) == "shop without STAGE"


def test_cases_with_the_same_title_are_numbered() -> None:
    case = DeployedCase("a", Family.WIRING, "reads", "", ())
    assert [(each.id, each.title) for each in distinct([case, case, case])] == [
        ("a", "reads"),
        ("a (2)", "reads (2)"),
        ("a (3)", "reads (3)"),
    ]


def test_json_text_of_a_list_is_wired_whole() -> None:
    def program(run: Run) -> None:
        topics = [Reference(run.make(1, TOPIC, name), ("arn",)) for name in ("a", "b")]
        run.make(2, QUEUE, "orders", {"triggers": call("jsonencode", tuple(topics))})

    found = view(program)
    (case,) = plan_wiring(found, found.certain)
    (points,) = case.expect
    assert isinstance(points, Points)
    assert points.path == ("triggers",)
    assert isinstance(points.value, Call)
    assert points.value.function == "jsonencode"
