"""SDK calls, whatever the SDK: what they are about, how they fail, what they answer."""

from __future__ import annotations

import re
from typing import Any

from scaffold.model.functions import Origin
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.errors import new_error
from scaffold.readers.functions.code.facts import Made
from scaffold.readers.functions.code.floats import float_source, has_float
from scaffold.readers.functions.code.machine import Machine, Raised, World
from scaffold.readers.functions.code.values import UNDEFINED, Obj, Scope, Seq, Sym, Value, made, roots

#: The member of an operation's input that says what it is about, the first one that is there.
_TARGETS = {
    "dynamodb": ("TableName",),
    "sqs": ("QueueUrl", "QueueName"),
    "sns": ("TopicArn", "TargetArn"),
    "s3": ("Bucket",),
    "secretsmanager": ("SecretId", "Name"),
    "ssm": ("Name", "Names", "Path"),
    "lambda": ("FunctionName",),
    "stepfunctions": ("stateMachineArn", "executionArn", "activityArn"),
    "events": ("EventBusName", "Name", "Rule"),
    "kinesis": ("StreamName", "StreamARN"),
    "firehose": ("DeliveryStreamName",),
    "kms": ("KeyId",),
    "logs": ("logGroupName",),
    "cognito-idp": ("UserPoolId", "ClientId"),
    "ses": ("Source",),
    "sesv2": ("FromEmailAddress",),
    "scheduler": ("GroupName", "Name"),
    "iot-data": ("topic", "thingName"),
    "apigatewaymanagementapi": ("ConnectionId",),
    "bedrock-runtime": ("modelId",),
    "athena": ("WorkGroup",),
    "glue": ("JobName", "Name"),
    "ecs": ("cluster",),
    "cloudwatch": ("Namespace",),
    "rds-data": ("resourceArn",),
}
_READING = (
    "Get",
    "List",
    "Describe",
    "Query",
    "Scan",
    "BatchGet",
    "Head",
    "Select",
    "Receive",
    "Generate",
    "Decrypt",
    "Encrypt",
    "Sign",
    "Verify",
    "Assume",
    "Detect",
    "Lookup",
    "Filter",
    "Search",
    "Simulate",
    "Test",
    "Validate",
    "Estimate",
    "Check",
    "Preview",
    "TransactGet",
    "Retrieve",
    "Converse",
    "Recognize",
    "Compare",
    "Translate",
    "Analyze",
    "InvokeModel",
    "Count",
    "Discover",
    "Lookup",
    "View",
    "Poll",
)


def writes(operation: str) -> bool:
    """Whether an operation changes something."""
    return not operation.startswith(_READING)


def make_call(
    machine: Machine,
    service: str,
    operation: str,
    given: Value,
    node: Any,
    scope: Scope,
    *,
    form: str = "",
    about: Value = None,
) -> Value:
    """Make a call; its answer, or `Raised` where this way has it fail."""
    entries = dict(given.entries) if isinstance(given, Obj) else {}
    place = (scope.unit.path, node.at)
    number = f"{scope.unit.path}:{node.at}:{operation}"
    target = origin(about) if about is not None else _target(service, entries)
    machine.facts.hard(about)
    machine.facts.hard(given)
    floats = float_source(machine, entries) if form == "table" else ""
    made_call = Made(
        service,
        operation,
        scope.unit.position(node.at),
        place,
        machine.at_import,
        machine.loops > 0,
        target,
        number,
        {str(key): value for key, value in entries.items()},
        form,
        floats,
        {path: value for name, each in entries.items() for path, value in sends(each, str(name)).items()},
    )
    machine.facts.called(made_call)
    _numbers(machine, given, 0)
    if machine.world is not None:
        return _in_world(machine, machine.world, made_call, entries, node, scope)
    if machine.decide(Test("fails", ("fault", (number,))), node, scope, default=False):
        raise failure(machine, operation, node, scope)
    return Sym("call", (number,))


def _numbers(machine: Machine, value: Value, depth: int) -> None:
    """What is sent as `{"N": ...}` is a number."""
    if isinstance(value, Obj) and depth < 6:
        inner = value.entries.get("N")
        if len(value.entries) == 1 and isinstance(inner, Sym):
            for found in roots(inner):
                if found.kind == "event" and "length" not in found.views:
                    machine.facts.kind(found, "number")
        for each in value.entries.values():
            _numbers(machine, each, depth + 1)


#: Members of inputs that are texts, whatever the service.
_TEXT_MEMBERS = (
    "TableName QueueUrl MessageBody TopicArn Message Subject Bucket SecretId FunctionName StreamName PartitionKey "
    "stateMachineArn UserPoolId IndexName UpdateExpression ConditionExpression MessageGroupId MessageDeduplicationId "
    "EventBusName DeliveryStreamName"
)
_TEXTS = frozenset(_TEXT_MEMBERS.split())
_INNER_TEXTS = frozenset({"StringValue", "S", "N", "DataType", "MessageBody", "DetailType", "Detail"})


def _is_refused(value: Value, depth: int = 0, *, deep: bool = True) -> bool:
    """Whether boto3 refuses an input before it is sent: there is no text where one must be."""
    if isinstance(value, Seq):
        return any(_is_refused(each, depth + 1) for each in value.items)
    if not isinstance(value, Obj):
        return False
    return any(
        (name in (_INNER_TEXTS if depth else _TEXTS) and (each is None or isinstance(each, int | float | Seq | Obj)))
        or (deep and depth < _DEEP and _is_refused(each, depth + 1))
        for name, each in value.entries.items()
    )


#: How members are called that are numbers.
_NUMBERS = (
    "Limit",
    "Max",
    "Min",
    "Seconds",
    "Timeout",
    "Size",
    "Count",
    "Port",
    "Threshold",
    "Delay",
    "Length",
    "Days",
    "Number",
    "Capacity",
    "Segments",
    "Segment",
    "Interval",
    "Period",
    "Confidence",
    "Timestamp",
    "Priority",
)


def _is_odd(entries: dict[Any, Value], form: str) -> bool:
    """Whether an input has a number, nothing, or an empty text, where boto3 may refuse that."""
    if form != "table" and any(_has_nothing(each) for each in entries.values()):
        return True
    return any(
        value is None
        or (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and not any(part in str(name) for part in _NUMBERS)
            and name not in ("Item", "Key")
        )
        for name, value in entries.items()
    )


def _has_nothing(value: Value) -> bool:
    """Whether a value is nothing or an empty text, or has such in it."""
    if isinstance(value, Obj):
        return any(map(_has_nothing, value.entries.values()))
    if isinstance(value, Seq):
        return any(map(_has_nothing, value.items))
    return value is None or value == ""


def _in_world(
    machine: Machine, world: World, made_call: Made, entries: dict[Any, Value], node: Any, scope: Scope
) -> Value:
    """The answer of a call where it is known how calls are answered."""
    if made_call.form == "table" and any(has_float(each) for each in entries.values()):
        raise machine.fail("TypeError", node, scope)
    if machine.language == "python" and _is_refused(Obj(entries), deep=made_call.form != "table"):
        raise machine.fail("botocore.exceptions.ParamValidationError", node, scope)
    machine.facts.way.unsure = machine.facts.way.unsure or (
        machine.language == "python" and _is_odd(entries, made_call.form)
    )
    code = world.failure(made_call.service, made_call.operation)
    if made_call.service == "dynamodb" and any(_has_bad_number(each, 0) for each in entries.values()):
        code = "ValidationException"
    if code:
        raise failure(machine, made_call.operation, node, scope, code)
    found = world.answer(made_call.service, made_call.operation, made_call.form in ("table", "document"))
    return Sym("call", (made_call.number,)) if found is None else found


#: What tables take as a number.
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def _has_bad_number(value: Value, depth: int) -> bool:
    """Whether an attribute value says that it is a number, and is none."""
    if isinstance(value, Seq):
        return depth < _DEEP and any(_has_bad_number(each, depth + 1) for each in value.items)
    if not isinstance(value, Obj) or depth > _DEEP:
        return False
    inner = value.entries.get("N")
    if len(value.entries) == 1 and isinstance(inner, str):
        return not _NUMBER.match(inner)
    return any(_has_bad_number(each, depth + 1) for each in value.entries.values())


_DEEP = 6


def failure(machine: Machine, operation: str, node: Any, scope: Scope, known: str = "") -> Raised:
    """The error of a call that fails."""
    code = known or Sym("code", (f"{scope.unit.path}:{node.at}:{operation}",))
    if machine.language == "python":
        detail = Obj({"Code": code, "Message": made()})
        response = Obj({"Error": detail, "ResponseMetadata": Obj(open=True)}, open=True)
        error = new_error("botocore.exceptions.ClientError")
        error.entries |= {"response": response, "operation_name": operation, "%code": code, "message": made()}
    else:
        error = new_error("ServiceException")
        error.entries |= {
            "name": code,
            "code": code,
            "__type": code,
            "Code": code,
            "message": made(),
            "%code": code,
            "$metadata": Obj(open=True),
            "statusCode": made(),
            "stack": made(),
            "$fault": made(),
        }
    return Raised(error, scope.unit, node.at)


def _target(service: str, entries: dict[Any, Value]) -> Origin:
    for name in _TARGETS.get(service, ()):
        if name in entries:
            value = entries[name]
            return origin(value.items[0] if isinstance(value, Seq) and value.items else value)
    for name in ("Entries", "TransactItems", "RequestItems", "MetricData"):
        inner = entries.get(name)
        if isinstance(inner, Obj) and inner.entries:
            return origin(next(iter(inner.entries)))
        if isinstance(inner, Seq):
            first = inner.items[0] if inner.items else inner.each
            found = _inner_target(service, first)
            if found is not None:
                return found
    return ("unknown", "")


def _inner_target(service: str, first: Value) -> Origin | None:
    if not isinstance(first, Obj):
        return None
    if service == "events":
        return origin(first.entries["EventBusName"]) if "EventBusName" in first.entries else ("text", "default")
    action = next(iter(first.entries.values()), None)
    if isinstance(action, Obj) and "TableName" in action.entries:
        return origin(action.entries["TableName"])
    return None


def origin(value: Value) -> Origin:
    """Where a value comes from."""
    if isinstance(value, str):
        return ("text", value)
    if isinstance(value, bool | int | float):
        return ("text", str(value).lower() if isinstance(value, bool) else str(value))
    if isinstance(value, Sym):
        if value.kind == "env":
            return ("env", value.path[0])
        if value.kind == "event" and not set(value.views) - {"text", "caseless", "number"}:
            return ("event", ".".join(value.path))
        template = _template(value)
        if template is not None:
            return ("template", template)
        names = {found.path[0] for found in roots(value) if found.kind == "env"}
        if len(names) == 1 and all(found.kind == "env" for found in roots(value)):
            return ("env", names.pop())
    return ("unknown", "")


def _template(value: Sym) -> str | None:
    """A text with parts of the event in it."""
    if not value.parts or value.kind != "made":
        return None
    shown = []
    for part in value.parts:
        if isinstance(part, str | int):
            shown.append(str(part))
        elif isinstance(part, Sym) and part.kind == "event" and not set(part.views) - {"text", "caseless"}:
            shown.append("{" + ".".join(part.path) + "}")
        else:
            return None
    return "".join(shown)


def sends(value: Value, path: str = "", depth: int = 0) -> dict[str, Origin]:
    """The values of an input's members by their dotted paths, where the code says; of objects all members."""
    found: dict[str, Origin] = {}
    if isinstance(value, Obj) and depth < 6:
        for key, each in value.entries.items():
            found |= sends(each, f"{path}.{key}" if path else str(key), depth + 1)
        if value.rest and path and origin(value.rest[-1])[0] == "event":
            found[f"{path}.*"] = origin(value.rest[-1])
    elif value is not UNDEFINED and value is not None and path:
        known = origin(value)
        if known[0] != "unknown" or "." in path:
            found[path] = known
    return found
