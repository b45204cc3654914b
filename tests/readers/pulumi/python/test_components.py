"""Components that modules offer: what they are given, and what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LIBRARY = """
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Optional, TypedDict

import pulumi
import pulumi_aws as aws


class Mode(Enum):
    ON = "on"


@dataclass
class Settings:
    size: int
    kind: Literal["fast", "slow"] = "fast"
    tags: Optional[dict[str, str]] = None
    names: list[str] = field(default_factory=list)
    mode: Mode = Mode.ON


class Base(pulumi.ComponentResource):
    def __init__(self, name: str, settings: Settings, opts: Optional[pulumi.ResourceOptions] = None):
        super().__init__("shop:index:Base", name, None, opts)
        self.settings, self.mode = settings, settings.mode
        self.queue = aws.sqs.Queue(name, visibility_timeout_seconds=settings.size, tags=settings.tags)
        if settings.kind == "slow":
            aws.sns.Topic(name)
        self.url = self.queue.url
        self.register_outputs({})


class Named(Base):
    pass


class Plain(pulumi.ComponentResource):
    def __init__(self, name: str, size: int = 3, *, fifo: bool, topic: pulumi.Output[str] = None, opts=None):
        super().__init__("shop:index:Plain", name, {}, opts)
        aws.sqs.Queue(name, fifo_queue=fifo, visibility_timeout_seconds=size)
        if topic is not None:
            topic.apply(lambda arn: aws.sns.TopicSubscription(name, topic=arn, protocol="sqs", endpoint="x"))


class Entries(TypedDict, total=False):
    bucket: str


class Loose(pulumi.ComponentResource):
    def __init__(self, name: str, args: Entries, opts=None):
        super().__init__("shop:index:Loose", name, {}, opts)
        if args.get("bucket"):
            aws.s3.Bucket(name, bucket=args["bucket"])


class _Hidden(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Hidden", name)
"""


def _read(python: Callable[..., Any]) -> Any:
    files = {"lib/__init__.py": "", "lib/queues.py": _LIBRARY, "tests/test_lib.py": "class Not(pulumi.Component): ..."}
    return python("from lib import queues\n", files)


def test_constructors_say_what_they_take(python: Callable[..., Any]) -> None:
    entries = _read(python).entries
    assert list(entries) == ["shop", "Base", "Named", "Plain", "Loose"]
    base = entries["Base"]
    assert (base.signature, base.arguments) == (("name", "args", "opts"), "lib/queues.py:Settings")
    assert [(each.name, each.required, each.default) for each in base.parameters] == [
        ("args.size", True, None),
        ("args.kind", False, "fast"),
        ("args.tags", False, None),
        ("args.names", False, None),
    ]
    assert base.parameters[1].shape.choices == ("fast", "slow")
    plain = entries["Plain"]
    assert (plain.signature, plain.optional) == (("name", "size", "fifo", "topic", "opts"), ("size", "topic", "opts"))
    assert (entries["Loose"].arguments, entries["Loose"].token) == ("", "shop:index:Loose")


def test_arguments_reach_what_they_are_for(python: Callable[..., Any]) -> None:
    read = _read(python)
    slow = read.registered({"args.size": 5, "args.kind": "slow"}, "Base")
    assert set(slow) == {"module.test", "aws_sqs_queue.test", "aws_sns_topic.test"}
    assert slow["aws_sqs_queue.test"].inputs == {"visibilityTimeoutSeconds": 5}
    assert set(read.registered({"args.size": 5}, "Base")) == {"module.test", "aws_sqs_queue.test"}
    plain = read.registered({"args.fifo": True, "args.topic": "arn:aws:sns:us-east-1:1:x"}, "Plain")
    assert plain["aws_sqs_queue.test"].inputs == {"fifoQueue": True, "visibilityTimeoutSeconds": 3}
    assert plain["aws_sns_topic_subscription.test"].inputs["topic"] == "arn:aws:sns:us-east-1:1:x"
    assert set(read.registered({}, "Loose")) == {"module.test"}
    assert read.registered({"args.bucket": "files"}, "Loose")["aws_s3_bucket.test"].inputs == {"bucket": "files"}


def test_components_show_outputs_and_plain_values(python: Callable[..., Any]) -> None:
    found = _read(python).evaluate({"args.size": 5}, "Base")
    assert {each.name: str(each.value) for each in found.exports} == {"mode": "on", "url": "aws_sqs_queue.test.url"}


def test_defaults_are_values_of_their_parameters(python: Callable[..., Any]) -> None:
    found = _read(python).evaluate({"args.size": 5}, "Base")
    conditions = [str(decision.condition) for decision in found.decisions]
    assert any("args.kind" in condition for condition in conditions)
