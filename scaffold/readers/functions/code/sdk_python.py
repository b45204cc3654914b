"""boto3: clients, resources, and the calls that are made with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.functions import Client
from scaffold.readers.functions.code import sdk
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.operation_names import operation_of
from scaffold.readers.functions.code.values import Obj, Scope, SdkClient, SdkObject, Seq, Sym, Value, made

#: What a resource's own resources are made of, and the members of an input that these stand for.
_OBJECTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("dynamodb", "Table"): ("TableName",),
    ("s3", "Bucket"): ("Bucket",),
    ("s3", "Object"): ("Bucket", "Key"),
    ("s3", "ObjectSummary"): ("Bucket", "Key"),
    ("sqs", "Queue"): ("QueueUrl",),
    ("sns", "Topic"): ("TopicArn",),
    ("ec2", "Instance"): ("InstanceIds",),
}
#: Methods of clients and resource objects that transfer files, and the operations behind them.
_TRANSFERS = {
    "upload_file": "PutObject",
    "upload_fileobj": "PutObject",
    "download_file": "GetObject",
    "download_fileobj": "GetObject",
    "copy": "CopyObject",
}
_OBJECT_METHODS = {
    ("s3", "Object", "put"): "PutObject",
    ("s3", "Object", "get"): "GetObject",
    ("s3", "Object", "delete"): "DeleteObject",
    ("s3", "Object", "load"): "HeadObject",
    ("s3", "Object", "copy_from"): "CopyObject",
    ("s3", "Object", "upload_file"): "PutObject",
    ("s3", "Object", "upload_fileobj"): "PutObject",
    ("s3", "Object", "download_file"): "GetObject",
    ("s3", "Bucket", "put_object"): "PutObject",
    ("s3", "Bucket", "delete_objects"): "DeleteObjects",
    ("sqs", "Queue", "delete"): "DeleteQueue",
    ("dynamodb", "Table", "delete"): "DeleteTable",
    ("dynamodb", "Table", "load"): "DescribeTable",
}
_WAITERS = {
    "object_exists": "HeadObject",
    "bucket_exists": "HeadBucket",
    "table_exists": "DescribeTable",
    "function_active": "GetFunction",
    "function_updated": "GetFunction",
    "instance_running": "DescribeInstances",
    "instance_stopped": "DescribeInstances",
}
_LOCAL = frozenset(
    {
        "generate_presigned_url",
        "generate_presigned_post",
        "can_paginate",
        "close",
        "get_available_subresources",
        "generate_db_auth_token",
    }
)


def client(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """`boto3.client(service)`."""
    return _made(machine, "client", given, named, node, scope)


def resource(machine: Machine, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    """`boto3.resource(service)`."""
    return _made(machine, "resource", given, named, node, scope)


def _made(machine: Machine, form: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope) -> Value:
    service = given[0] if given else named.get("service_name")
    if not isinstance(service, str):
        return made(*given)
    machine.facts.hard(named.get("region_name"))
    position = scope.unit.position(node.at)
    machine.facts.client(Client(service, "boto3", form, position, machine.at_import))
    return SdkClient(service, form)


def client_method(
    machine: Machine,
    receiver: SdkClient,
    name: str,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    """A call of a method of a client or a service resource."""
    service = receiver.service
    if receiver.form == "session":
        work = {"client": client, "resource": resource}.get(name)
        return work(machine, given, named, node, scope) if work is not None else made(*given)
    if receiver.form == "resource":
        found = _of_resource(machine, service, name, given, named, node, scope)
        if found is not None:
            return found
    if name in ("get_paginator", "get_waiter"):
        return SdkObject(service, name, {"name": given[0] if given else None})
    if name in _LOCAL:
        machine.facts.hard(Seq([*given, *named.values()]))
        return made(method="text")
    if name in _TRANSFERS:
        return _transfer(machine, service, name, given, named, node, scope)
    return sdk.make_call(machine, service, operation_of(name), _input(named, given), node, scope)


def _input(named: dict[str, Value], given: list[Value] = ()) -> Obj:  # type: ignore[assignment]
    entries = {name: value for name, value in named.items() if name != "**"}
    rest = named.get("**")
    return Obj(entries, [rest] if isinstance(rest, Sym) else [], open=rest is not None)


def _of_resource(
    machine: Machine, service: str, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    members = _OBJECTS.get((service, name))
    if members is not None:
        entries = dict(zip(members, [*given, *named.values()], strict=False))
        machine.facts.hard(Obj(dict(entries)))
        return SdkObject(service, name, entries)
    if name == "get_queue_by_name":
        value = named.get("QueueName")
        sdk.make_call(machine, service, "GetQueueUrl", _input(named), node, scope)
        return SdkObject(service, "Queue", {"QueueUrl": value})
    if name == "create_queue" or name[:1].isupper():
        return made(*given)
    return None


def _transfer(
    machine: Machine, service: str, name: str, given: list[Value], named: dict[str, Value], node: Any, scope: Scope
) -> Value:
    order = {
        "upload_file": ("Filename", "Bucket", "Key"),
        "upload_fileobj": ("Fileobj", "Bucket", "Key"),
        "copy": ("CopySource", "Bucket", "Key"),
    }.get(name, ("Bucket", "Key", "Filename"))
    entries = {**dict(zip(order, given, strict=False)), **named}
    if name == "copy":
        sdk.make_call(machine, service, "GetObject", Obj(), node, scope)
    sdk.make_call(machine, service, _TRANSFERS[name], Obj(dict(entries)), node, scope)
    return None


def object_method(
    machine: Machine,
    receiver: SdkObject,
    name: str,
    given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    """A call of a method of a resource object, a paginator, a waiter or a batch."""
    work = _HELPERS.get(receiver.sort)
    if work is not None:
        return work(machine, receiver, name, given, named, node, scope)
    about = next(iter(receiver.given.values()), None)
    if name == "batch_writer":
        return SdkObject(receiver.service, "batch", receiver.given)
    if receiver.sort == "Bucket" and name == "Object":
        return SdkObject("s3", "Object", {**receiver.given, "Key": given[0] if given else None})
    if name in ("reload", "wait_until_exists"):
        name = "load"
    operation = _OBJECT_METHODS.get((receiver.service, receiver.sort, name)) or operation_of(name)
    if receiver.sort == "Bucket" and name in ("upload_file", "upload_fileobj", "download_file", "download_fileobj"):
        operation = _TRANSFERS[name]
    form = "table" if receiver.sort == "Table" else "object"
    entries = {**receiver.given, **_input(named).entries}
    answer = sdk.make_call(
        machine,
        receiver.service,
        operation,
        Obj(dict(entries), _input(named).rest),
        node,
        scope,
        form=form,
        about=about,
    )
    return None if operation in ("PutObject",) and name != "put" else answer


def _paginate(
    machine: Machine,
    receiver: SdkObject,
    name: str,
    _given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    method = receiver.given["name"]
    if name != "paginate" or not isinstance(method, str):
        return made(receiver.given["name"])
    answer = sdk.make_call(machine, receiver.service, operation_of(method), _input(named), node, scope)
    return Seq([answer])


def _wait(
    machine: Machine,
    receiver: SdkObject,
    _name: str,
    _given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    operation = _WAITERS.get(str(receiver.given["name"]))
    if operation is not None:
        sdk.make_call(machine, receiver.service, operation, _input(named), node, scope)
    return None


def _batch(
    machine: Machine,
    receiver: SdkObject,
    name: str,
    _given: list[Value],
    named: dict[str, Value],
    node: Any,
    scope: Scope,
) -> Value:
    if name in ("put_item", "delete_item"):
        about = next(iter(receiver.given.values()), None)
        entries = {**receiver.given, **_input(named).entries}
        sdk.make_call(machine, "dynamodb", "BatchWriteItem", Obj(dict(entries)), node, scope, form="table", about=about)
    return None


_HELPERS: dict[str, Callable[..., Value]] = {"get_paginator": _paginate, "get_waiter": _wait, "batch": _batch}
