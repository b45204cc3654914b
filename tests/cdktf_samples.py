"""A suite for the stack in `tests/cdktf_support/programs/lib/orders-stack.ts`, made by hand."""

from __future__ import annotations

from deployed_samples import case

from scaffold.model.deployed import (
    Configured,
    DeployedCase,
    DeployedSuite,
    Deployment,
    Expected,
    ExportNames,
    Exports,
    Given,
    Points,
    Refuses,
    Registered,
    Settled,
    Subject,
    Truth,
    Truths,
)
from scaffold.model.deployments import Entry, Variant
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.testplan import TestPlan
from scaffold.model.values import Call, Reference, Template, Value

SUBJECTS = {
    "module.queues.aws_sqs_queue.main": Subject("aws_sqs_queue", "orders/queues/main"),
    "module.queues.aws_sqs_queue.dead": Subject("aws_sqs_queue", "orders/queues/dead"),
    "aws_s3_bucket.files": Subject("aws_s3_bucket", "orders/files"),
    "aws_lambda_function.worker": Subject("aws_lambda_function", "orders/worker"),
    "data.aws_region.here": Subject("data.aws_region", "orders/here"),
    "provider.aws": Subject("provider.aws", "orders/aws"),
    "backend.s3": Subject("backend.s3", "orders/backend"),
    "local.zone": Subject("local", "orders/zone"),
    "var.owner": Subject("variable", "orders/owner"),
    "module.net": Subject("module", "orders/net"),
}
QUEUE, DEAD = "module.queues.aws_sqs_queue.main", "module.queues.aws_sqs_queue.dead"
DOCUMENT: Value = Call("jsonencode", ({"deadLetterTargetArn": Reference(DEAD, ("arn",)), "maxReceiveCount": 3},))
JOINED: Value = Template(('${join("-", [', Call("address", (Reference(QUEUE, ("name",)),)), ', "files"])}'))
NAMES: Value = Template(
    (
        '${jsonencode({"names" = [',
        Call("address", (Reference(QUEUE, ("name",)),)),
        ", ",
        Call("address", (Reference("aws_s3_bucket.files", ("bucket",)),)),
        "]})}",
    )
)
FUNCTION_NAME: Value = Template(("worker-", Reference("data.aws_region.here", ("name",)), "-", Reference("local.zone")))


def configured(address: str, inputs: dict[str, Value], **rest: bool | tuple[str, ...]) -> DeployedCase:
    """The case that an element has this configuration."""
    subject = SUBJECTS[address]
    given = Given(subject, inputs, **rest)  # type: ignore[arg-type]
    title, phrase = f"{subject.token} {subject.name}", "is configured as declared"
    return case(Family.CONFIGURATION, f"{title} {phrase}", given, subject=address, phrase=phrase)


def stack_deployment() -> Deployment:
    """The stack, with every kind of expectation."""
    worker, files = SUBJECTS["aws_lambda_function.worker"], SUBJECTS["aws_s3_bucket.files"]
    names: dict[str, tuple[str, ...]] = {}
    for subject in SUBJECTS.values():
        names[subject.token] = tuple(sorted({*names.get(subject.token, ()), subject.name}))
    names["provider.aws"] = ("orders/aws", "orders/west")
    stage: Value = {"stage": "test"}
    cases = (
        case(Family.INVENTORY, "declares exactly these resources", Registered(names)),
        case(Family.INVENTORY, "leaves no token without a value", Settled()),
        configured(DEAD, {"name": "orders-test-dead"}),
        configured(QUEUE, {"name": "orders-test", "redrive_policy": DOCUMENT, "depends_on": (_address(DEAD),)}),
        configured("data.aws_region.here", {}),
        configured("provider.aws", {"region": "eu-west-1", "default_tags": ({"tags": stage},)}),
        configured("backend.s3", {"bucket": "state", "key": "orders.tfstate", "region": "eu-west-1"}),
        configured("local.zone", {"value": '${element(["a", "b"], 3)}'}),
        configured("module.net", {"queue": Reference(QUEUE, ("arn",))}, without=("source",)),
        configured("aws_s3_bucket.files", {"bucket": JOINED, "tags": {"tier": "small"}}, without=("tags.folder",)),
        case(
            Family.WIRING,
            "function worker learns OWNER from variable owner",
            Points(worker, ("environment", "variables", "OWNER"), Reference("var.owner")),
            Points(worker, ("function_name",), FUNCTION_NAME),
        ),
        case(Family.WIRING, "bucket files keeps its address", Configured(files, {"address": "aws_s3_bucket.kept"})),
        case(
            Family.INVARIANTS,
            "queue main puts what fails into a dead letter queue",
            Truths((Truth(SUBJECTS[QUEUE], ("redrive_policy", "maxReceiveCount"), Relation.AT_LEAST, 2),)),
        ),
        case(Family.OUTPUTS, "exports exactly these outputs", ExportNames(("names", "queue-url"))),
        case(
            Family.OUTPUTS,
            "exports queue-url of queue main",
            Exports("queue-url", Reference(QUEUE, ("url",)), others={"description": "Where orders go"}),
        ),
        case(Family.OUTPUTS, "exports names as a secret", Exports("names", NAMES, secret=True)),
    )
    return Deployment(
        "OrdersStack with size 3", Variant(_stack(), {"args.stage": "test", "args.size": 3}), cases, SUBJECTS
    )


def refused_deployment() -> Deployment:
    """The stack with what it does not take."""
    refused = case(Family.PARAMETERS, "is refused: 11 is too large", Refuses("11 is too large"))
    values: dict[str, Value] = {"args.stage": "test", "args.size": 11}
    return Deployment("OrdersStack with size 11", Variant(_stack(), values), (refused,), SUBJECTS)


def program_deployment(*expect: Expected) -> Deployment:
    """The program, with an environment and context."""
    expects = expect or (Given(SUBJECTS["aws_s3_bucket.files"], {"tags": {"tier": "large"}}, whole=False),)
    entry = Entry("orders", "main.ts", platform="cdktf")
    variant = Variant(entry, {"env.STAGE": "prod", "context.tier": "large"})
    return Deployment("orders", variant, (case(Family.WIRING, "is so", *expects),), SUBJECTS)


def _stack() -> Entry:
    return Entry(
        "OrdersStack",
        "lib/orders-stack.ts",
        export="OrdersStack",
        id="orders",
        signature=("scope", "id", "args"),
        platform="cdktf",
    )


def _address(address: str) -> Value:
    return Call("address", (Reference(address),))


def sample_suite(*deployments: Deployment) -> DeployedSuite:
    """A suite of these deployments, or of the stack's."""
    return DeployedSuite(
        name="orders",
        folder=".",
        project="orders",
        language="typescript",
        home=".",
        entries=(),
        deployments=deployments or (stack_deployment(), refused_deployment()),
        packages=("cdktf", "@cdktf/provider-aws"),
        files=("lib/orders-stack.ts",),
        platform="cdktf",
    )


def sample_plan(*deployments: Deployment) -> TestPlan:
    """The plan of such a suite."""
    return TestPlan("cdktf", (), deployed=(sample_suite(*deployments),))
