from __future__ import annotations

from collections.abc import Iterator

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


def show(found: DeployedSuite) -> Iterator[str]:
    for deployment in found.deployments:
        yield f"# {deployment.title}  {dict(deployment.variant.values)} {dict(deployment.variant.outputs)}"
        for case in deployment.cases:
            yield f"  {case.id} | {case.title} | {case.expect}"
    yield from (f"! {gap}" for gap in found.untried)


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
