"""Functions of a program as Lambda functions: what the AWS package's helpers make of them.

`bucket.onObjectCreated(...)`, `topic.onEvent(...)`, `aws.cloudwatch.onSchedule(...)`, `aws.lambda.CallbackFunction` are
JavaScript that creates several resources. The code of the function is the program's own, and not known here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.deployments import Role
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, NativeFunction, Object, Symbol
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import Resource, register
from scaffold.readers.pulumi.run import Run, is_function

PACKAGE: Final = "@pulumi/aws"
_POLICY: Final = "arn:aws:iam::aws:policy/"
#: What a function may do whose program says nothing of it.
_POLICIES: Final = (
    "AWSLambda_FullAccess",
    "CloudWatchFullAccessV2",
    "CloudWatchEventsFullAccess",
    "AmazonS3FullAccess",
    "AmazonDynamoDBFullAccess",
    "AmazonSQSFullAccess",
    "AmazonKinesisFullAccess",
    "AmazonCognitoPowerUser",
    "AWSXrayWriteOnlyAccess",
)
_STREAM_POLICIES: Final = (
    "service-role/AWSLambdaKinesisExecutionRole",
    "AmazonKinesisFullAccess",
    "CloudWatchFullAccessV2",
    "CloudWatchEventsFullAccess",
    "AWSLambda_FullAccess",
)
_TRUST: Final = (
    '{"Version":"2012-10-17","Statement":[{"Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"},'
    '"Effect":"Allow","Sid":""}]}'
)
#: Arguments of a callback function that no Lambda function has.
_OWN: Final = frozenset({"callback", "callbackFactory", "policies", "codePathOptions"})
_RUNTIME: Final = re.compile(r"args\.runtime \|\| [\w.]*Runtime\.NodeJS(\d+)dX")
_TIMEOUT: Final = 180
_MAPPING: Final = (
    "batchSize",
    "bisectBatchOnFunctionError",
    "destinationConfig",
    "maximumBatchingWindowInSeconds",
    "maximumRecordAgeInSeconds",
    "maximumRetryAttempts",
    "parallelizationFactor",
    "startingPosition",
    "functionResponseTypes",
)
_SUBSCRIPTION: Final = (
    "confirmationTimeoutInMinutes",
    "deliveryPolicy",
    "endpointAutoConfirms",
    "filterPolicy",
    "filterPolicyScope",
    "rawMessageDelivery",
    "redrivePolicy",
)


@dataclass(frozen=True, slots=True)
class Source:
    """What sends events to functions: the token of the subscription, what may invoke the function and how the right is
    spelled, and the output of the source that names it."""

    token: str
    principal: str
    action: str
    named_by: str


SOURCES: Final[Mapping[str, Source]] = {
    "aws:s3/bucket:Bucket": Source(
        "aws:s3:BucketEventSubscription", "s3.amazonaws.com", "lambda:InvokeFunction", "arn"
    ),
    "aws:sns/topic:Topic": Source("aws:sns:TopicEventSubscription", "sns.amazonaws.com", "lambda:invokeFunction", "id"),
    "aws:sqs/queue:Queue": Source("aws:sqs:QueueEventSubscription", "sqs.amazonaws.com", "lambda:*", "arn"),
    "aws:dynamodb/table:Table": Source(
        "aws:dynamodb:TableEventSubscription", "dynamodb.amazonaws.com", "lambda:InvokeFunction", "streamArn"
    ),
    "aws:kinesis/stream:Stream": Source(
        "aws:kinesis:StreamEventSubscription", "kinesis.amazonaws.com", "lambda:InvokeFunction", "arn"
    ),
    "aws:cloudwatch/eventRule:EventRule": Source(
        "aws:cloudwatch:EventRuleEventSubscription", "events.amazonaws.com", "lambda:invokeFunction", "arn"
    ),
    "aws:cloudwatch/logGroup:LogGroup": Source(
        "aws:cloudwatch:LogGroupEventSubscription", "", "lambda:invokeFunction", "arn"
    ),
}
_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
#: The methods that subscribe, with what they say of the events of a bucket.
_METHODS: Final = {"onEvent": "", "onDecodedEvent": "", "onObjectCreated": "Created", "onObjectRemoved": "Removed"}


class Maker:
    """Makes the resources of one helper. `make` constructs a class of the package by its path."""

    def __init__(self, run: Run, machine: Machine, at: int, make: Callable[..., Any]) -> None:
        self.run, self.machine, self.at, self.make = run, machine, at, make

    def new(self, path: str, name: Any, inputs: Mapping[str, Any], options: Any) -> Any:
        """A resource; inputs that are undefined are left out."""
        given = Object({key: value for key, value in inputs.items() if value is not UNDEFINED})
        return self.make(path, [name, given, options], self.at)

    def member(self, value: Any, name: str) -> Any:
        """A member; of what is no object it is undefined."""
        if value is UNDEFINED or value is None:
            return UNDEFINED
        return self.machine.get(value, name, self.at)

    def text(self, *parts: Any) -> Any:
        """Texts and other values in a row."""
        return self.machine.join(parts, self.at)


def callback_function(maker: Maker, name: Any, args: Any, options: Any, policies: Sequence[str] = _POLICIES) -> Any:
    """`new aws.lambda.CallbackFunction(name, args, options)`: a role and what it may do, unless one is given, and the
    function."""
    run, machine = maker.run, maker.machine
    role = maker.member(args, "role")
    own_role: Any = UNDEFINED
    if machine.truth(role) is not True:
        role = own_role = maker.new("iam.Role", name, {"assumeRolePolicy": _TRUST}, options)
        for key, arn in _attached(maker, maker.member(args, "policies"), policies):
            inputs = {"role": maker.member(role, "name"), "policyArn": arn}
            maker.new("iam.RolePolicyAttachment", maker.text(name, "-", key), inputs, options)
    given = dict(run.members(machine, args)) if isinstance(args, Object) else {}
    runtime = given.get("runtime", UNDEFINED)
    timeout = given.get("timeout", UNDEFINED)
    inputs = {
        **{key: value for key, value in given.items() if key not in _OWN},
        "code": machine.unknown("the code is made of a function of the program", maker.at),
        "handler": "__index.handler",
        "runtime": runtime if machine.truth(runtime) is True else _runtime(maker),
        "role": maker.member(role, "arn") if run.is_resource(role) else role,
        "timeout": _TIMEOUT if timeout is UNDEFINED else timeout,
    }
    made = maker.new("lambda.Function", name, inputs, options)
    if isinstance(made, Resource) and own_role is not UNDEFINED:
        made.own["roleInstance"] = own_role
    return made


def _attached(maker: Maker, wanted: Any, usual: Sequence[str]) -> list[tuple[Any, Any]]:
    """The policies of a role, each with what tells its attachment from others."""
    if maker.machine.truth(wanted) is not True:
        arns: list[Any] = [_POLICY + name for name in usual]
    elif isinstance(wanted, Object):
        return list(maker.run.members(maker.machine, wanted))
    else:
        arns = maker.machine.iterate(wanted, maker.at) or []
    return [(_short_hash(maker.machine.concrete(arn)), arn) for arn in arns]


def _short_hash(text: Any) -> str:
    return hashlib.sha1(str(text).encode(), usedforsecurity=False).hexdigest()[:8]


def _runtime(maker: Maker) -> Any:
    """The newest runtime that the installed package knows."""
    installed = maker.run.installed.package(PACKAGE)
    try:
        script = (installed.folder / "lambda" / "lambdaMixins.js").read_text(encoding="utf-8") if installed else ""
    except (OSError, ValueError):
        script = ""
    found = _RUNTIME.search(script)
    if found is None:
        return maker.machine.unknown("the runtime is the newest one that the installed package knows", maker.at)
    return f"nodejs{found[1]}.x"


def subscriber(run: Run, record: Record, resource: Any, name: str, make: Callable[..., Any]) -> NativeFunction | None:
    """A method by which functions subscribe to a resource's events; nothing where it has none of this name."""
    if name not in _METHODS or record.token not in SOURCES:
        return None
    if name.startswith("onObject") and not record.token.startswith("aws:s3/"):
        return None

    def subscribe(machine: Machine, _this: Any, arguments: Sequence[Any], _kw: Mapping[str, Any], at: int) -> Any:
        maker = Maker(run, machine, at, make)
        title, handler, args, options = (*arguments, *(UNDEFINED,) * 4)[:4]
        if _METHODS[name]:
            args = _bucket_events(maker, _METHODS[name], args)
        return subscription(maker, record, resource, title, handler, args, options)

    return NativeFunction(name, subscribe)


def _bucket_events(maker: Maker, kind: str, args: Any) -> Object:
    event = maker.member(args, "event")
    event = event if maker.machine.truth(event) is True else "*"
    found = {name: maker.member(args, name) for name in ("filterPrefix", "filterSuffix")}
    return Object({**found, "events": Array([maker.text(f"s3:Object{kind}:", event)])})


def on_schedule(maker: Maker, arguments: Sequence[Any]) -> Any:
    """`aws.cloudwatch.onSchedule(name, schedule, handler, args?, options?)`."""
    name, schedule, handler, args, options = (*arguments, *(UNDEFINED,) * 5)[:5]
    rule = schedule if maker.run.is_resource(schedule) else UNDEFINED
    record = maker.run.record_of(rule)
    return _subscribe(maker, _RULE, record, rule, schedule, (name, handler, args, options))


def subscription(
    maker: Maker, record: Record, resource: Any, name: Any, handler: Any, args: Any, options: Any
) -> Resource:
    """A function that is called for events of a resource: a component of the function, the right to call it, and what
    connects them."""
    return _subscribe(maker, record.token, record, resource, UNDEFINED, (name, handler, args, options))


def _subscribe(
    maker: Maker, token: str, record: Record | None, resource: Any, schedule: Any, given: tuple[Any, Any, Any, Any]
) -> Resource:
    name, handler, args, options = given
    run, machine, source = maker.run, maker.machine, SOURCES[token]
    component = Resource(run)
    inside: dict[Any, Any] = {} if resource is UNDEFINED else {"parent": resource}
    inside.update(run.members(machine, options) if isinstance(options, Object) else ())
    kind = Kind(source.token, Role.COMPONENT)
    component.record = register(run, machine, kind, [name, Object(), Object(inside)], component, maker.at)
    below = Object({"parent": component})
    if record is None:
        resource = maker.new("cloudwatch.EventRule", name, {"scheduleExpression": schedule}, below)
    function = _function(maker, token, name, handler, below)
    permission = maker.new("lambda.Permission", name, _permission(maker, token, source, function, resource), below)
    component.own.update(func=function, permission=permission)
    _connect(maker, token, name, args, function, resource, below)
    return component


def _function(maker: Maker, token: str, name: Any, handler: Any, options: Object) -> Any:
    """The handler, if it is a Lambda function already, or one that is made of it."""
    if not is_function(handler) and not isinstance(handler, Symbol):
        return handler
    policies = _STREAM_POLICIES if token == "aws:kinesis/stream:Stream" else _POLICIES
    return callback_function(maker, name, Object({"callback": handler}), options, policies)


def _permission(maker: Maker, token: str, source: Source, function: Any, resource: Any) -> dict[str, Any]:
    origin = maker.member(resource, source.named_by)
    principal: Any = source.principal
    if token == "aws:cloudwatch/logGroup:LogGroup":
        principal = maker.text("logs.", maker.run.given.region, ".amazonaws.com")
        origin = _followed(maker, origin, ":*")
    return {
        "action": source.action,
        "function": maker.member(function, "name"),
        "principal": principal,
        "sourceArn": origin,
    }


def _followed(maker: Maker, output: Any, text: str) -> Any:
    from scaffold.readers.pulumi.nodejs.texts import concat

    return concat(maker.run, maker.machine, [output, text], maker.at)


def _connect(maker: Maker, token: str, name: Any, args: Any, function: Any, resource: Any, options: Object) -> None:
    """What brings events of a source to a function. A bucket's notification is only made when the program has ended,
    once for all of its subscriptions."""
    if token == "aws:sns/topic:Topic":
        inputs = {
            "topic": maker.member(resource, "id"),
            "protocol": "lambda",
            "endpoint": maker.member(function, "arn"),
            **{key: maker.member(args, key) for key in _SUBSCRIPTION},
        }
        maker.new("sns.TopicSubscription", name, inputs, options)
    elif token == _RULE:
        inputs = {
            "rule": maker.member(resource, "name"),
            "arn": maker.member(function, "arn"),
            "targetId": name,
            "eventBusName": maker.member(resource, "eventBusName"),
        }
        maker.new("cloudwatch.EventTarget", name, inputs, options)
    elif token == "aws:cloudwatch/logGroup:LogGroup":
        pattern = maker.member(args, "filterPattern")
        inputs = {
            "destinationArn": maker.member(function, "arn"),
            "filterPattern": pattern if maker.machine.truth(pattern) is True else "",
            "logGroup": maker.member(resource, "name"),
        }
        maker.new("cloudwatch.LogSubscriptionFilter", name, inputs, options)
    elif token == "aws:s3/bucket:Bucket":
        found = {key: maker.member(args, key) for key in ("events", "filterPrefix", "filterSuffix")}
        entry = Object({**found, "lambdaFunctionArn": maker.member(function, "arn")})
        maker.run.notifications.setdefault(id(resource), (resource, name, []))[2].append(entry)
    else:
        names = ("batchSize", "maximumBatchingWindowInSeconds") if token == "aws:sqs/queue:Queue" else _MAPPING
        more = ("startingPositionTimestamp",) if token.startswith("aws:kinesis") else ()
        more = ("filterCriteria",) if token.startswith("aws:dynamodb") else more
        inputs = {
            **{key: maker.member(args, key) for key in (*names, *more)},
            "enabled": True,
            "eventSourceArn": maker.member(resource, SOURCES[token].named_by),
            "functionName": maker.member(function, "name"),
        }
        maker.new("lambda.EventSourceMapping", name, inputs, options)


def notify_buckets(maker: Maker) -> None:
    """The notifications of buckets, at the end of the program."""
    for resource, name, entries in list(maker.run.notifications.values()):
        inputs = {"bucket": maker.member(resource, "id"), "lambdaFunctions": Array(list(entries))}
        maker.new("s3.BucketNotification", name, inputs, Object({"parent": resource}))
