"""Samples of resources to be made in the emulator, and how to look at what came of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest import mock

import boto3
from provisioning import REGION, SURROUNDINGS, Emulated, lacking

from scaffold.rehearse.provision import PROVISIONERS

TAGS = {"Team": "rehearsal"}
POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'
)
#: What a sample may lean on, by the name that it is called in `<key.arn>`.
OTHERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "bucket": ("aws_s3_bucket", {"bucket": "other-bucket"}),
    "function": ("aws_lambda_function", {"function_name": "other-function", "role": "<role.arn>"}),
    "group": ("aws_cloudwatch_log_group", {"name": "/other/group"}),
    "key": ("aws_kms_key", {"description": "other"}),
    "policy": ("aws_iam_policy", {"name": "other-policy", "policy": POLICY}),
    "queue": ("aws_sqs_queue", {"name": "other-queue"}),
    "role": ("aws_iam_role", {"name": "other-role", "assume_role_policy": POLICY}),
    "topic": ("aws_sns_topic", {"name": "other-topic"}),
}


@dataclass(frozen=True)
class Look:
    """A question about what was made, and what its answer has at least."""

    client: str
    operation: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Sample:
    """A resource as it may be declared.

    `<key.arn>` is an attribute of another resource: one of `OTHERS`, of `needs`, or `it`, the sample itself. `gives`
    are the computed attributes that others may refer to. `kept` are declared ones that no call takes: the provider
    itself acts on them.
    """

    type: str
    values: Mapping[str, Any]
    gives: tuple[str, ...]
    looks: tuple[Look, ...] = ()
    needs: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    tagged: bool = True

    @property
    def id(self) -> str:
        """What the test is called."""
        return self.type.removeprefix("aws_")


class World(Emulated):
    """An emulator that others are made in when they are asked for, and that remembers what was sent."""

    def __init__(self, needs: Mapping[str, tuple[str, Mapping[str, Any]]]) -> None:
        super().__init__(PROVISIONERS)
        self.client = remembered
        self.needs = {**OTHERS, **needs}
        self.known: dict[str, dict[str, Any]] = {}

    def other(self, name: str) -> dict[str, Any]:
        """Another resource, made the first time that it is asked for."""
        if name not in self.known:
            kind, values = self.needs[name]
            self.known[name] = self.make(kind, self.resolved(values))
        return self.known[name]

    def resolved(self, value: Any) -> Any:
        """A value with the attributes of others in place of what refers to them."""
        if isinstance(value, Mapping):
            return {self.resolved(name): self.resolved(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.resolved(each) for each in value]
        if not isinstance(value, str):
            return value
        return re.sub(r"<(\w+)\.(\w+)>", lambda found: str(self.other(found[1])[found[2]]), value)

    def provide(self, sample: Sample) -> dict[str, Any]:
        """Make the sample; its attributes, declared and computed."""
        values = self.resolved(sample.values)
        SENT.clear()
        self.known["it"] = self.make(sample.type, values, TAGS if sample.tagged else {})
        return self.known["it"]

    def differences(self, look: Look) -> list[str]:
        """What an answer lacks."""
        service = self.client(look.client)
        method = getattr(service, look.operation)
        return lacking(normal(method(**self.resolved(look.inputs))), self.resolved(look.expected))


#: The values that the last calls took, as text.
SENT: set[str] = set()


def remembered(name: str, region: str = REGION) -> Any:
    """A client that remembers what is sent. It serves every test: it has no state of its own."""
    return client_of(name, region)


@cache
def client_of(name: str, region: str) -> Any:
    """The same, made once."""
    client = boto3.client(name, region_name=region)
    client.meta.events.register("provide-client-params", lambda params, **_: SENT.update(leaves(params)))
    return client


def leaves(value: Any) -> Iterator[str]:
    """Every plain value in a value, as text; what is JSON counts as a whole, and in its parts."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield str(name)
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, bytes):
        yield value.decode(errors="replace")
    else:
        yield plain(value)


def plain(value: Any) -> str:
    """A plain value as text: `5`, `5.0` and `"5"` are the same."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def normal(value: Any) -> Any:
    """An answer with JSON text in one spelling."""
    if isinstance(value, Mapping):
        return {name: normal(each) for name, each in value.items()}
    if isinstance(value, list):
        return [normal(each) for each in value]
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return json.dumps(json.loads(value), separators=(",", ":"))
        except ValueError:
            return value
    return value


@contextmanager
def world(sample: Sample) -> Iterator[World]:
    """An empty emulator for a sample."""
    from moto import mock_aws

    # What the cloud itself has of policies takes the emulator a second to read, in each test anew.
    surroundings = SURROUNDINGS | {"MOTO_IAM_LOAD_MANAGED_POLICIES": "false"}
    with mock.patch.dict("os.environ", surroundings), mock_aws(config={"lambda": {"use_docker": False}}):
        yield World(sample.needs)


def shortcomings(sample: Sample) -> list[str]:
    """Make the sample and say what is not as it must be: nothing where all is well."""
    with world(sample) as emulator:
        made = emulator.provide(sample)
        taken = set(SENT)
        given = {name: value for name, value in emulator.resolved(sample.values).items() if name not in sample.kept}
        return [
            *(f"gives no {name}" for name in sample.gives if made.get(name) in (None, "")),
            *(f"does not send {leaf!r}" for leaf in declared(given) if leaf not in taken),
            *(line for look in sample.looks for line in emulator.differences(look)),
        ]


def declared(value: Any) -> Iterator[str]:
    """The plain values that are declared; of maps of one's own names (tags, variables) the names are not."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from declared(each)
    elif isinstance(value, list):
        for each in value:
            yield from declared(each)
    elif value is not None:
        yield plain(value)
