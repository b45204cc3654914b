"""Suites of programs made by hand: a component and a program, with every kind of expectation."""

from __future__ import annotations

from dataclasses import replace

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
    ReadAs,
    Refuses,
    Registered,
    Subject,
    Truth,
    Truths,
)
from scaffold.model.deployments import Entry, Variant
from scaffold.model.facts import Relation
from scaffold.model.families import Family
from scaffold.model.testplan import TestPlan
from scaffold.model.values import Call, Reference, Template, Value

TOPIC = "aws:sns/topic:Topic"
QUEUE = "aws:sqs/queue:Queue"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"

SUBJECTS = {
    "module.orders": Subject("acme:index:Orders", "orders"),
    "module.orders.aws_sns_topic.orders-alerts": Subject(TOPIC, "orders-alerts"),
    "module.orders.aws_sqs_queue.orders-work": Subject(QUEUE, "orders-work"),
    "module.orders.aws_sqs_queue.orders-dead": Subject(QUEUE, "orders-dead"),
    "module.orders.aws_sns_topic_subscription.orders-alerts": Subject(SUBSCRIPTION, "orders-alerts"),
    "module.orders.aws_sqs_queue_policy.orders-work": Subject(POLICY, "orders-work"),
}
TOPIC_ARN = Reference("module.orders.aws_sns_topic.orders-alerts", ("arn",))
WORK_ARN = Reference("module.orders.aws_sqs_queue.orders-work", ("arn",))
DEAD_ARN = Reference("module.orders.aws_sqs_queue.orders-dead", ("arn",))
WORK_URL = Reference("module.orders.aws_sqs_queue.orders-work", ("url",))

POLICY_DOCUMENT: Value = Call(
    "jsonencode",
    (
        {
            "Version": "2012-10-17",
            "Statement": (
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": WORK_ARN,
                    "Condition": {"ArnEquals": {"aws:SourceArn": TOPIC_ARN}},
                },
            ),
        },
    ),
)


def case(family: Family, title: str, *expect: Expected, subject: str = "", phrase: str = "") -> DeployedCase:
    """A case with an id made of its title."""
    return DeployedCase(title.replace(" ", "-"), family, title, subject, expect, phrase=phrase)


def configured(kind: str, address: str, inputs: dict[str, Value], **rest: bool | tuple[str, ...]) -> DeployedCase:
    """The case that a registration is given these inputs."""
    subject = SUBJECTS[address]
    given = Given(subject, inputs, **rest)  # type: ignore[arg-type]
    title, phrase = f"{kind} {subject.name}", "is configured as declared"
    return case(Family.CONFIGURATION, f"{title} {phrase}", given, subject=address, phrase=phrase)


def component_deployment() -> Deployment:
    """A component with a topic, two queues and what joins them."""
    entry = Entry(
        title="Orders",
        module="lib/orders.ts",
        export="Orders",
        token="acme:index:Orders",
        signature=("name", "args", "opts"),
    )
    values: dict[str, Value] = {"name": "orders", "args.retries": 5, "args.tags": {"team": "shop"}}
    work = SUBJECTS["module.orders.aws_sqs_queue.orders-work"]
    policy = SUBJECTS["module.orders.aws_sqs_queue_policy.orders-work"]
    topic = SUBJECTS["module.orders.aws_sns_topic.orders-alerts"]
    subscription = SUBJECTS["module.orders.aws_sns_topic_subscription.orders-alerts"]
    redrive = Call("jsonencode", ({"deadLetterTargetArn": DEAD_ARN, "maxReceiveCount": 5},))
    cases = (
        case(
            Family.INVENTORY,
            "declares exactly these resources",
            Registered(
                {
                    "acme:index:Orders": ("orders",),
                    TOPIC: ("orders-alerts",),
                    SUBSCRIPTION: ("orders-alerts",),
                    QUEUE: ("orders-dead", "orders-work"),
                    POLICY: ("orders-work",),
                }
            ),
        ),
        configured("SNS topic", "module.orders.aws_sns_topic.orders-alerts", {"tags": {"team": "shop"}}),
        configured(
            "SQS queue",
            "module.orders.aws_sqs_queue.orders-work",
            {"delaySeconds": 0, "redrivePolicy": redrive, "sqsManagedSseEnabled": True},
            without=("visibilityTimeoutSeconds",),
        ),
        configured(
            "SQS queue policy",
            "module.orders.aws_sqs_queue_policy.orders-work",
            {"queueUrl": WORK_URL, "policy": POLICY_DOCUMENT},
        ),
        case(
            Family.CONFIGURATION,
            "SQS queue orders-work is protected",
            Configured(work, {"protect": True, "ignoreChanges": ("tags",), "deleteBeforeReplace": None}),
            Configured(
                work, {"aliases": ({"name": "orders-jobs"}, "urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs")}
            ),
            Configured(
                work, {"parent": Reference("module.orders", ()), "dependsOn": (_whole("sns_topic.orders-alerts"),)}
            ),
            subject="module.orders.aws_sqs_queue.orders-work",
            phrase="is protected",
        ),
        case(
            Family.WIRING,
            "topic orders-alerts delivers to queue orders-work",
            Points(subscription, ("topic",), TOPIC_ARN),
            Points(subscription, ("endpoint",), WORK_ARN),
            Points(policy, ("policy", "Statement", 0, "Resource"), WORK_ARN),
        ),
        case(
            Family.INVARIANTS,
            "queue orders-work is encrypted and lets nobody else in",
            Truths(
                (
                    Truth(work, ("sqsManagedSseEnabled",), Relation.EQUALS, True),
                    Truth(work, ("redrivePolicy", "maxReceiveCount"), Relation.AT_LEAST, 3),
                    Truth(work, ("redrivePolicy", "maxReceiveCount"), Relation.AT_MOST, 10),
                    Truth(work, ("redrivePolicy", "maxReceiveCount"), Relation.ONE_OF, (3, 5)),
                    Truth(work, ("redrivePolicy", "deadLetterTargetArn"), Relation.PRESENT),
                    Truth(work, ("kmsMasterKeyId",), Relation.ABSENT),
                    Truth(work, ("tags", "public"), Relation.ABSENT),
                    Truth(policy, ("policy", "Statement"), Relation.COUNTS, 1),
                    Truth(policy, ("policy", "Statement", 0, "Principal", "AWS"), Relation.DIFFERS, "*"),
                    Truth(policy, ("policy",), Relation.EXCLUDES, (("Action", "NotAction"), ("*", "sqs:*"))),
                )
            ),
        ),
        case(Family.OUTPUTS, "output queueUrl is that of queue orders-work", Exports("queueUrl", WORK_URL)),
        case(
            Family.OUTPUTS,
            "output label names both",
            Exports("label", Template((WORK_URL, " after ", TOPIC_ARN))),
            Exports("topics", (TOPIC_ARN,)),
        ),
    )
    assert topic
    return Deployment('Orders with retries "5"', Variant(entry, values), cases, SUBJECTS)


def _whole(tail: str) -> Reference:
    return Reference(f"module.orders.aws_{tail}", ())


def program_deployments() -> tuple[Deployment, ...]:
    """A program in two stacks, of which one refuses."""
    entry = Entry(title="shop", module="index.ts", project="shop")
    values: dict[str, Value] = {
        "pulumi.stack": "prod",
        "config.shop:retries": 3,
        "config.shop:password": Call("secret", ("hunter2",)),
        "config.aws:region": "eu-west-1",
        "env.STAGE": "prod",
    }
    subjects = {
        "module.orders": Subject("acme:index:Orders", "orders"),
        "module.orders.aws_sqs_queue.orders-work": Subject(QUEUE, "orders-work"),
        "data.aws_sqs_queue.old": Subject(QUEUE, "old"),
    }
    url = Reference("module.orders.aws_sqs_queue.orders-work", ("url",))
    cases = (
        case(Family.OUTPUTS, "exports exactly these outputs", ExportNames(("password", "queue", "url"))),
        case(Family.OUTPUTS, "output password is a secret", Exports("password", "hunter2", secret=True)),
        case(Family.OUTPUTS, "output url is that of queue orders-work", Exports("url", url)),
        case(Family.OUTPUTS, "output queue is queue old", Exports("queue", Reference("data.aws_sqs_queue.old"))),
        case(
            Family.WIRING,
            "queue old is found by its URL",
            ReadAs(subjects["data.aws_sqs_queue.old"], "https://sqs.eu-west-1.amazonaws.com/1/old"),
        ),
    )
    refused = Variant(entry, {**values, "config.shop:retries": 99})
    refuses = case(Family.PARAMETERS, "refuses retries 99", Refuses("retries must be at most 10, but it's 99"))
    unset = case(Family.OUTPUTS, "exports exactly these outputs", ExportNames(("password", "queue")))
    outputs = {"module.orders.aws_sqs_queue.orders-work": {"url": None, "tags": {"a": "b"}}}
    return (
        Deployment("shop", Variant(entry, values), cases, subjects),
        Deployment("shop with retries 99", refused, (refuses,), subjects),
        Deployment("shop before its queue is there", Variant(entry, values, outputs), (unset,), subjects),
    )


def sample_suite() -> DeployedSuite:
    """Both, as one project's suite."""
    deployments = (component_deployment(), *program_deployments())
    return DeployedSuite(
        name="shop",
        folder=".",
        project="shop",
        language="typescript",
        home=".",
        entries=tuple(deployment.variant.entry for deployment in deployments),
        deployments=deployments,
        mocks={
            TOPIC: {
                "arn": "arn:<partition>:sns:<region>:<account>:<name>",
                "id": "arn:<partition>:sns:<region>:<account>:<name>",
            },
            QUEUE: {
                "url": "https://sqs.<region>.amazonaws.com/<account>/<name>",
                "arn": "arn:<partition>:sqs:<region>:<account>:<name>",
            },
        },
        packages=("@pulumi/pulumi", "@pulumi/aws"),
        files=("index.ts", "lib/orders.ts"),
    )


def python_suite() -> DeployedSuite:
    """The same for the same program in Python."""
    suite = sample_suite()
    deployments = tuple(
        replace(each, variant=replace(each.variant, entry=_in_python(each.variant.entry))) for each in suite.deployments
    )
    return replace(
        suite,
        language="python",
        entries=tuple(each.variant.entry for each in deployments),
        deployments=deployments,
        packages=("pulumi", "pulumi_aws"),
        files=("__main__.py", "lib/orders.py"),
    )


def _in_python(entry: Entry) -> Entry:
    if not entry.export:
        return replace(entry, module="__main__.py", language="python")
    signature = ("name", "retries", "tags", "opts")
    return replace(entry, module="lib/orders.py", signature=signature, optional=signature[2:], language="python")


def sample_plan() -> TestPlan:
    """The plan with that suite."""
    return TestPlan("pulumi", (), deployed=(sample_suite(),))
