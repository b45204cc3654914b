from __future__ import annotations

from plan.deployed.fakes import Fakes, Program, Run, call, entry, parameter

from scaffold.model.checks import Choice
from scaffold.model.deployed import (
    Configured,
    DeployedCase,
    DeployedSuite,
    Deployment,
    Exports,
    Given,
    Points,
    Refuses,
    Registered,
    Subject,
)
from scaffold.model.deployments import Options, Programs, Role
from scaffold.model.project import Project
from scaffold.model.shapes import Kind
from scaffold.model.testplan import Tier
from scaffold.model.values import Reference, Template, Value
from scaffold.plan.deployed import plan_deployed

TOPIC = "aws:sns/topic:Topic"
QUEUE = "aws:sqs/queue:Queue"
BUCKET = "aws:s3/bucket:Bucket"
SUFFIX = Reference("args.suffix")
DAYS = Reference("args.days")
ALERTS = Reference("args.alerts")


def suite(fakes: Programs, tier: Tier = Tier.STANDARD) -> DeployedSuite:
    (found,) = plan_deployed([Project("shop", "pulumi", ".")], fakes, tier, Choice())
    return found


def one(
    program: Program, *parameters: object, lines: tuple[int, ...] = (), tier: Tier = Tier.STANDARD
) -> DeployedSuite:
    return suite(Fakes([(entry(*parameters), program)], lines), tier)  # type: ignore[arg-type]


def cases(deployment: Deployment) -> dict[str, DeployedCase]:
    return {case.title: case for case in deployment.cases}


def titles(found: DeployedSuite) -> list[str]:
    return [deployment.title for deployment in found.deployments]


def stack(run: Run) -> None:
    suffix = "dev" if not run.branch(3, SUFFIX) else run.get("args.suffix")
    days = run.get("args.days") if not run.branch(4, call("absent", DAYS)) else 7
    topic = run.make(5, TOPIC, f"alerts-{suffix}", {"name": f"alerts-{suffix}", "tags": {"Environment": suffix}})
    dead = run.make(6, QUEUE, f"dead-{suffix}", {"messageRetentionSeconds": days})
    redrive = call("jsonencode", {"deadLetterTargetArn": Reference(dead, ("arn",)), "maxReceiveCount": 3})
    inputs: dict[str, Value] = {"redrivePolicy": redrive}
    run.make(7, QUEUE, f"orders-{suffix}", inputs, options=Options(protect=True, depends_on=(topic,)))
    if run.branch(8, call("greater", DAYS, 30)):
        run.make(9, BUCKET, f"archive-{suffix}", {"bucket": Template(("a-", Reference(topic, ("name",))))})
    run.export("topicArn", Reference(topic, ("arn",)))


PARAMETERS = (parameter("args.suffix"), parameter("args.days", Kind.NUMBER))


COMPONENT = entry(
    parameter("args.suffix"),
    parameter("args.tags", Kind.MAP),
    parameter("args.versioned", Kind.BOOL),
    title="Shop",
    export="Shop",
)


def component(run: Run, name: str, suffix: Value, tags: Value, versioned: bool) -> str:
    parent = run.make(2, "shop:index:Shop", name, {}, role=Role.COMPONENT, type="shop_shop")
    run.module = f"module.{name}."
    inputs: dict[str, Value] = {"bucket": f"data-{suffix}", "tags": tags}
    if run.branch(11, Reference("args.versioned")) or versioned:
        inputs["versioning"] = {"enabled": True}
    bucket = run.make(12, BUCKET, f"data-{suffix}", inputs, options=Options(parent=parent))
    run.module = ""
    return bucket


def alone(run: Run) -> None:
    suffix = run.get("args.suffix") if run.branch(10, SUFFIX) else "dev"
    bucket = component(run, run.get("name", "test"), suffix, run.get("args.tags", {}), False)
    run.export("bucketName", Reference(bucket, ("id",)))


MAIN = entry(parameter("config.shop:suffix"), parameter("config.shop:domain", required=True), module="index.ts")


def main(run: Run) -> None:
    if run.get("config.shop:domain") is None:
        run.stop("Missing required configuration variable 'shop:domain'")
    suffix = run.get("config.shop:suffix", "main")
    bucket = component(run, "shop", suffix, {"Domain": run.get("config.shop:domain")}, False)
    run.export("bucket", Reference(bucket, ("id",)))
    last = call("pop", call("split", Reference(bucket, ("arn",)), ":"))
    run.export("name", Reference(bucket, ("bucket",)) if run.branch(20, last) else "")


def test_a_baseline_has_every_family() -> None:
    found = one(stack, *PARAMETERS, lines=(3, 4, 8))
    assert titles(found)[0] == "shop"
    assert [case.title for case in found.deployments[0].cases] == [
        "declares exactly these resources",
        "SNS topic alerts-dev is configured as declared",
        "SQS queue dead-dev is configured as declared",
        "SQS queue orders-dev is configured as declared",
        "queue orders-dev waits for topic alerts-dev and is protected from deletion",
        "dead letters of queue orders-dev go to queue dead-dev",
        "exports exactly these outputs",
        "exports topicArn of topic alerts-dev",
    ]


def test_variants_take_both_sides_of_a_border_and_assert_what_tells_them_apart() -> None:
    found = one(stack, *PARAMETERS, lines=(3, 4, 8))
    assert titles(found)[1:] == ['shop with suffix "test"', "shop with days 30", "shop with days 31"]
    below, above = found.deployments[2:]
    inventory = cases(below)["declares exactly these resources"].expect
    assert inventory == (Registered({TOPIC: ("alerts-dev",), QUEUE: ("dead-dev", "orders-dev")}),)
    assert "S3 bucket archive-dev is configured as declared" in cases(above)
    assert "SQS queue dead-dev has messageRetentionSeconds 31" in cases(above)
    assert not found.untried


def test_a_renaming_is_an_inventory_and_nothing_else() -> None:
    renamed = one(stack, *PARAMETERS, lines=(3, 4, 8)).deployments[1]
    (case,) = renamed.cases
    assert case.expect == (Registered({TOPIC: ("alerts-test",), QUEUE: ("dead-test", "orders-test")}),)


def test_a_component_beside_its_program_shows_what_the_program_does_not() -> None:
    fakes = Fakes([(MAIN, main), (COMPONENT, alone)], (10, 11, 20), {"config.shop:domain": "example.com"})
    found = suite(fakes)
    assert titles(found) == [
        "shop",
        'shop with suffix "test"',
        "shop with an empty arn of bucket data-main",
        "shop without domain",
        "Shop",
        'Shop with suffix "test"',
        'Shop with tags {"Team": "platform"}',
        "Shop with versioned true",
    ]
    refused = found.deployments[3].cases
    assert [case.expect for case in refused] == [(Refuses("Missing required configuration variable 'shop:domain'"),)]
    assert [case.title for case in found.deployments[4].cases] == [
        "declares exactly these resources",
        "gives bucketName of bucket data-dev",
        "S3 bucket data-dev has its tags",
    ]
    (empty,) = found.deployments[2].cases
    assert empty.expect == (Exports("name", ""),)
    assert found.deployments[2].variant.outputs == {"module.shop.aws_s3_bucket.data-main": {"arn": ""}}


def test_planning_is_the_same_each_time() -> None:
    def again() -> DeployedSuite:
        fakes = Fakes([(MAIN, main), (COMPONENT, alone)], (10, 11, 20), {"config.shop:domain": "example.com"})
        return suite(fakes)

    assert again() == again()


def test_no_variant_is_evaluated_twice() -> None:
    fakes = Fakes([(MAIN, main), (COMPONENT, alone)], (10, 11, 20), {"config.shop:domain": "example.com"})
    suite(fakes)
    asked = [repr(variant) for variant in fakes.asked]
    assert len(asked) == len(set(asked)) <= 12


def test_titles_and_ids_are_distinct() -> None:
    found = suite(Fakes([(MAIN, main), (COMPONENT, alone)], (10, 11, 20), {"config.shop:domain": "example.com"}))
    ids = [case.id for deployment in found.deployments for case in deployment.cases]
    assert len(ids) == len(set(ids))
    for deployment in found.deployments:
        assert len(cases(deployment)) == len(deployment.cases)
    assert len(set(titles(found))) == len(found.deployments)


def test_a_smoke_test_is_one_deployment_of_each_entry() -> None:
    fakes = Fakes([(MAIN, main), (COMPONENT, alone)], (10, 11, 20), {"config.shop:domain": "example.com"})
    found = suite(fakes, Tier.SMOKE)
    assert titles(found) == ["shop", "Shop"]
    assert len(fakes.asked) == 2
    assert [case.title for case in found.deployments[0].cases] == [
        "declares exactly these resources",
        "exports exactly these outputs",
        "exports bucket of bucket data-main",
        "exports name of bucket data-main",
    ]


def test_everything_means_a_case_for_each_input_too() -> None:
    found = one(stack, *PARAMETERS, lines=(3, 4, 8), tier=Tier.EXHAUSTIVE)
    (tags,) = cases(found.deployments[0])["SNS topic alerts-dev has its tags"].expect
    assert isinstance(tags, Given)
    assert (tags.inputs, tags.whole) == ({"tags": {"Environment": "dev"}}, False)


def guarded(run: Run) -> None:
    if run.branch(30, call("not", Reference("env.STAGE"))):
        run.stop("STAGE is not set")
    size = run.get("config.shop:size", 3)
    if run.branch(31, call("greater", call("nullish", Reference("config.shop:size"), 3), 5)):
        run.stop("size is more than 5")
    run.make(32, QUEUE, f"orders-{run.get('env.STAGE')}", {"delaySeconds": size})


GUARDED = (parameter("env.STAGE"), parameter("config.shop:size", Kind.NUMBER))


def test_a_program_gets_what_it_needs_to_get_to_its_end() -> None:
    found = one(guarded, *GUARDED, lines=(30, 31))
    assert found.deployments[0].variant.values == {"env.STAGE": "test"}
    assert titles(found) == ["shop", "shop with size 5", "shop without STAGE", "shop with size 6"]
    refused = {title: cases(each) for title, each in zip(titles(found), found.deployments, strict=True)}
    assert list(refused["shop without STAGE"]) == ["is refused: STAGE is not set"]
    assert list(refused["shop with size 6"]) == ["is refused: size is more than 5"]
    assert list(refused["shop with size 5"]) == ["SQS queue orders-test has delaySeconds 5"]


def test_a_program_that_never_ends_is_not_deployed() -> None:
    found = one(lambda run: run.stop("never"), parameter("env.STAGE"))
    assert not found.deployments
    assert [gap.summary for gap in found.untried] == ["shop is not deployed: never"]


def test_two_faults_that_come_in_turn_are_given_up() -> None:
    def torn(run: Run) -> None:
        given = run.branch(35, call("not", call("absent", Reference("config.shop:key"))))
        run.stop("a key is too much" if given else "a key is missing")

    found = one(torn, parameter("config.shop:key"))
    assert found.untried[0].summary == "shop is not deployed: a key is missing"


def test_what_no_deployment_reaches_is_told() -> None:
    def program(run: Run) -> None:
        run.branch(40, call("is", Reference("config.a"), Reference("config.b")))
        run.make(41, QUEUE, "orders")

    found = one(program, lines=(40, 77))
    assert [(gap.position.line if gap.position else 0) for gap in found.untried] == [77]


def test_a_project_without_entries_has_no_suite() -> None:
    projects = [Project("shop", "pulumi", ".")]
    assert plan_deployed(projects, Fakes([]), Tier.STANDARD, Choice()) == ()


def flags(run: Run) -> None:
    inputs: dict[str, Value] = {}
    for at in range(10):
        inputs[f"input{at}"] = "on" if run.branch(60 + at, Reference(f"args.flag{at}")) else "off"
    run.make(70, QUEUE, "orders", inputs)


def test_many_flags_are_given_together() -> None:
    parameters = [parameter(f"args.flag{at}", Kind.BOOL) for at in range(10)]
    found = one(flags, *parameters, lines=tuple(range(60, 70)))
    assert titles(found) == ["shop", "shop with flag0 true, flag1 true and 8 more"]


def test_each_listed_value_is_deployed() -> None:
    def program(run: Run) -> None:
        sizes = {"small": "t3.small", "large": "m5.large", "huge": "m5.8xlarge"}
        run.make(50, QUEUE, "orders", {"type": sizes[str(run.get("args.size", "small"))]})

    found = one(program, parameter("args.size", choices=("small", "large", "huge")))
    assert titles(found) == ["shop", 'shop with size "large"', 'shop with size "huge"']


def test_there_are_no_more_deployments_than_allowed() -> None:
    def program(run: Run) -> None:
        run.make(50, QUEUE, "orders", {"delaySeconds": len(str(run.get("args.size", "")))})

    found = one(program, parameter("args.size", choices=tuple("x" * at for at in range(1, 31))))
    assert len(found.deployments) == 12
    assert found.untried[0].summary == "19 more deployments of shop than allowed would show something"


def test_an_option_that_a_flag_sets_is_looked_at() -> None:
    def program(run: Run) -> None:
        on = run.branch(50, Reference("args.protect"))
        run.make(51, QUEUE, "orders", {"delaySeconds": 3}, options=Options(protect=on or None))

    found = one(program, parameter("args.protect", Kind.BOOL), lines=(50,))
    (case,) = found.deployments[1].cases
    assert case.title == "SQS queue orders is protected from deletion"
    assert [each.options for each in case.expect if isinstance(each, Configured)] == [{"protect": True}]


def test_an_input_that_goes_away_is_looked_at_whole() -> None:
    def program(run: Run) -> None:
        quick = run.branch(50, Reference("args.quick"))
        run.make(51, QUEUE, "orders", {"name": "orders"} if quick else {"name": "orders", "delaySeconds": 3})

    found = one(program, parameter("args.quick", Kind.BOOL), lines=(50,))
    (case,) = found.deployments[1].cases
    assert case.title == "SQS queue orders has no delaySeconds"
    (given,) = case.expect
    assert isinstance(given, Given)
    assert (given.inputs, given.whole) == ({"name": "orders"}, True)


def test_a_wire_points_into_a_document() -> None:
    found = one(stack, *PARAMETERS, lines=(3, 4, 8))
    (wire,) = cases(found.deployments[0])["dead letters of queue orders-dev go to queue dead-dev"].expect
    assert isinstance(wire, Points)
    assert wire.path == ("redrivePolicy", "deadLetterTargetArn")
    assert wire.value == Reference("aws_sqs_queue.dead-dev", ("arn",))


def test_a_variant_that_ends_in_an_error_of_the_language_is_none() -> None:
    def program(run: Run) -> None:
        if run.branch(50, Reference("args.tags")):
            run.stop("TypeError: tags.map is not a function")
        run.make(51, QUEUE, "orders", {"delaySeconds": 3})

    found = one(program, parameter("args.tags"), lines=(50,))
    assert titles(found) == ["shop"]
    assert [gap.summary for gap in found.untried] == ["no deployment takes every way through here"]


def test_a_smoke_test_is_not_meant_to_reach_everything() -> None:
    assert not one(stack, *PARAMETERS, lines=(3, 4, 8), tier=Tier.SMOKE).untried


def test_a_stack_is_called_otherwise_but_never_nothing() -> None:
    def program(run: Run) -> None:
        production = run.branch(50, call("is", Reference("pulumi.stack"), "prod"))
        run.make(51, QUEUE, "orders", {"delaySeconds": 3 if production else 4})

    fakes = Fakes([(entry(parameter("pulumi.stack")), program)], (50,), {"pulumi.stack": "dev"})
    found = suite(fakes)
    assert titles(found) == ["shop", 'shop with stack "prod"']
    assert all(variant.values.get("pulumi.stack") for variant in fakes.asked)


def test_two_parameters_of_one_thing_have_a_variant_each() -> None:
    def program(run: Run) -> None:
        stage = run.get("env.STAGE") or run.get("config.shop:stage") or "dev"
        run.branch(50, Reference("env.STAGE"))
        run.make(51, QUEUE, f"orders-{stage}", {"delaySeconds": 3})

    found = one(program, parameter("env.STAGE"), parameter("config.shop:stage"), lines=(50,))
    assert titles(found) == ["shop", 'shop with STAGE "test"', 'shop with stage "test"']


def test_a_value_that_is_the_programs_own_default_is_followed_by_another() -> None:
    def program(run: Run) -> None:
        run.make(
            1,
            "aws:cloudwatch/eventRule:EventRule",
            "nightly",
            {"scheduleExpression": run.get("config.shop:schedule", "rate(1 day)")},
        )

    found = one(program, parameter("config.shop:schedule"))
    assert titles(found) == ["shop", 'shop with schedule "rate(2 hours)"']


def test_a_value_of_a_kind_that_the_program_does_not_take_is_followed_by_another() -> None:
    def program(run: Run) -> None:
        labels = run.get("config.shop:requiredTags", ("owner",))
        if not isinstance(labels, tuple):
            run.stop("TypeError: requiredTags.join is not a function")
        run.make(1, QUEUE, "orders", {"name": "-".join(labels)})

    (_, given) = one(program, parameter("config.shop:requiredTags", Kind.OBJECT)).deployments
    assert isinstance(given.variant.values["config.shop:requiredTags"], tuple)


def test_what_differs_in_an_input_is_looked_at_where_it_stands() -> None:
    def program(run: Run) -> None:
        stage = run.get("env.STAGE", "dev")
        run.make(1, QUEUE, "orders", {"tags": {"Stage": stage, "Team": "shop", "Owner": "us"}})

    (_, given) = one(program, parameter("env.STAGE")).deployments
    (case,) = given.cases
    assert case.title == 'SQS queue orders has tags.Stage "test"'
    assert case.expect == (Points(Subject(QUEUE, "orders"), ("tags", "Stage"), "test"),)
