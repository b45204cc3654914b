"""Resources do what they are for: what a check makes for that, it takes away again."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from .cloud import CloudError
from .doing import PATIENCE, afterwards, behaviour, unique, until
from .found import document
from .messages import shown
from .queues import message_with
from .resource import Resource

__tracebackhide__ = True


@behaviour
def put_and_get_item(
    table: Resource,
    table_name: str,
    hash_key: str,
    hash_type: str,
    range_key: str | None = None,
    range_type: str | None = None,
) -> None:
    """An item that is put into the table is got out of it again."""
    name = unique()
    key = {hash_key: _key(hash_type, name)}
    if range_key:
        key[range_key] = _key(range_type or "S", name)
    item = {**key, "integration_test": {"S": name}}

    def delete() -> None:
        table.call("dynamodb", "delete_item", TableName=table_name, Key=key)

    with afterwards(delete):
        table.call("dynamodb", "put_item", TableName=table_name, Item=item)
        answer = table.call(
            "dynamodb", "get_item", TableName=table_name, Key=key, ConsistentRead=True
        )
        found = answer.get("Item", {}).get("integration_test", {}).get("S")
        if found != name:
            table.fail("GetItem does not give back the item that was put")


@behaviour
def send_and_receive(queue: Resource, queue_url: str, fifo: bool = False) -> None:
    """A message that is sent is received, and deleted."""
    name = unique()
    group = {"MessageGroupId": name, "MessageDeduplicationId": name}
    given = group if fifo else {"DelaySeconds": 0}
    queue.call("sqs", "send_message", QueueUrl=queue_url, MessageBody=name, **given)
    body = message_with(queue, queue_url, name, PATIENCE)
    if body is None:
        queue.fail(f"the message that was sent is not received in {PATIENCE} s")


@behaviour
def publish_and_receive(
    topic: Resource,
    topic_arn: str,
    queue_url: str,
    raw: bool = False,
    fifo: bool = False,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """What is published gets to the subscribed queue."""
    name = unique()
    given: dict[str, Any] = {
        "MessageAttributes": {
            key: {"DataType": "String", "StringValue": value}
            for key, value in (attributes or {}).items()
        }
    }
    if fifo:
        given.update(MessageGroupId=name, MessageDeduplicationId=name)
    topic.call("sns", "publish", TopicArn=topic_arn, Message=name, **given)
    body = message_with(topic, queue_url, name, PATIENCE)
    if body is None:
        topic.fail(f"what was published is not in the queue after {PATIENCE} s")
    if raw != (body == name):
        words = "the message itself" if raw else "the message in its envelope"
        topic.fail(f"the queue should be given {words}")


@behaviour
def round_trip_object(
    bucket_resource: Resource,
    bucket: str,
    algorithm: str | None = None,
    key: str | None = None,
) -> None:
    """An object that is put is got again, encrypted as declared."""
    name = unique()
    place = {"Bucket": bucket, "Key": name}
    version: dict[str, str] = {}

    def delete() -> None:
        bucket_resource.call("s3", "delete_object", **place, **version)

    with afterwards(delete):
        put = _put_object(bucket_resource, place, algorithm, key)
        if "VersionId" in put:
            version["VersionId"] = put["VersionId"]
        found = bucket_resource.call("s3", "get_object", **place)
        if found["Body"] != name:
            bucket_resource.fail("GetObject does not give back what was put")
        if algorithm and found.get("ServerSideEncryption") != algorithm:
            said = shown(found.get("ServerSideEncryption"))
            bucket_resource.fail(
                f"the object's encryption: declared {shown(algorithm)}, found {said}"
            )
        given = found.get("SSEKMSKeyId", "")
        if key and _last(given) != _last(key):
            bucket_resource.fail(
                f"the object's key: declared {shown(key)}, found {shown(given)}"
            )


@behaviour
def invoke_function(
    function: Resource, function_name: str, event: Mapping[str, Any]
) -> None:
    """The function answers an event without an error."""
    answer = function.call(
        "lambda",
        "invoke",
        FunctionName=function_name,
        Payload=json.dumps(event).encode(),
    )
    if answer.get("FunctionError"):
        said = _error(answer.get("Payload", ""))
        function.fail(f"the function fails ({answer['FunctionError']}): {said}")


@behaviour
def encrypt_and_decrypt(key: Resource, key_id: str) -> None:
    """What the key encrypts it decrypts again."""
    name = unique()
    given = key.call("kms", "encrypt", KeyId=key_id, Plaintext=name.encode())
    blob = given["CiphertextBlob"]
    if blob == name:
        key.fail("Encrypt gives back what it was given")
    found = key.call("kms", "decrypt", KeyId=key_id, CiphertextBlob=blob)
    if found["Plaintext"] != name:
        key.fail("Decrypt does not give back what was encrypted")


@behaviour
def execute_state_machine(
    machine: Resource, arn: str, input: Any, express: bool = False
) -> None:
    """An execution of the state machine starts with its input.

    How it ends is not looked at, because the input means nothing to it.
    """
    given = {"stateMachineArn": arn, "name": unique(), "input": json.dumps(input)}
    if express:
        machine.call("stepfunctions", "start_sync_execution", **given)
        return
    started = machine.call("stepfunctions", "start_execution", **given)["executionArn"]
    with afterwards(lambda: _stop(machine, started)):
        found = _execution(machine, started)
        if document(found.get("input")) != input:
            machine.fail(
                f"the execution has another input: {shown(found.get('input'))}"
            )


@behaviour
def put_matching_event(
    rule: Resource,
    bus: str,
    event: Mapping[str, Any],
    queue_url: str | None = None,
    log_group: str | None = None,
) -> None:
    """An event that the rule matches gets to its target."""
    started = int(time.time() * 1000)
    entry = {
        "EventBusName": bus,
        "Source": event["source"],
        "DetailType": event["detail_type"],
        "Detail": json.dumps(event.get("detail", {})),
        "Resources": event.get("resources", []),
    }
    before = _streams(rule, log_group) if log_group else set()
    answer = rule.call("events", "put_events", Entries=[entry])
    put = answer["Entries"][0]
    if "EventId" not in put:
        rule.fail(f"the event is not taken: {put.get('ErrorCode')}")
    name = put["EventId"]
    if queue_url and message_with(rule, queue_url, name, PATIENCE) is None:
        rule.fail(f"the event is not in the queue after {PATIENCE} s")
    if log_group:
        with afterwards(lambda: _remove_streams(rule, log_group, before, name)):
            if not _logged(rule, log_group, started, name):
                rule.fail(f"the event is not in the log after {PATIENCE} s")


@behaviour
def logs_appear(function: Resource, log_group: str, since: float = 60) -> None:
    """Something was logged in the last `since` seconds, or is soon."""
    started = int((time.time() - since) * 1000)
    if not _logged(function, log_group, started, ""):
        function.fail(f"nothing is logged to {log_group}")


def _key(kind: str, name: str) -> dict[str, Any]:
    """A value of a key of a table."""
    if kind == "N":
        return {"N": str(int(name[-12:], 16))}
    return {"B": name.encode()} if kind == "B" else {"S": name}


def _put_object(
    bucket: Resource, place: Mapping[str, str], algorithm: str | None, key: str | None
) -> Any:
    """Puts an object; where the bucket demands that encryption is asked for, so."""
    body = {**place, "Body": place["Key"].encode()}
    try:
        return bucket.call("s3", "put_object", **body)
    except CloudError as error:
        if not algorithm or error.code != "AccessDenied":
            raise
    asked = {"ServerSideEncryption": algorithm}
    if key:
        asked["SSEKMSKeyId"] = key
    return bucket.call("s3", "put_object", **body, **asked)


def _execution(machine: Resource, arn: str) -> Mapping[str, Any]:
    return machine.call("stepfunctions", "describe_execution", executionArn=arn)


def _stop(machine: Resource, arn: str) -> None:
    """Stops an execution that still runs."""
    if _execution(machine, arn)["status"] == "RUNNING":
        machine.call("stepfunctions", "stop_execution", executionArn=arn)


def _logged(resource: Resource, log_group: str, started: int, text: str) -> bool:
    """Whether a message with this text gets into the log in time."""
    for _ in until(PATIENCE):
        if _events(resource, text, logGroupName=log_group, startTime=started):
            return True
    return False


def _events(resource: Resource, text: str, **where: Any) -> list[Any]:
    pages = resource.pages("logs", "filter_log_events", **where)
    return [
        event for page in pages for event in page["events"] if text in event["message"]
    ]


def _streams(resource: Resource, log_group: str) -> set[str]:
    pages = resource.pages("logs", "describe_log_streams", logGroupName=log_group)
    return {stream["logStreamName"] for page in pages for stream in page["logStreams"]}


def _remove_streams(
    resource: Resource, log_group: str, before: set[str], text: str
) -> None:
    """Takes away the streams that are new and hold nothing but the event."""
    for stream in sorted(_streams(resource, log_group) - before):
        where = {"logGroupName": log_group, "logStreamNames": [stream]}
        if len(_events(resource, "", **where)) == len(_events(resource, text, **where)):
            resource.call(
                "logs",
                "delete_log_stream",
                logGroupName=log_group,
                logStreamName=stream,
            )


def _error(payload: str) -> str:
    """What a function says of its error; its stack trace is left out."""
    found = document(payload)
    if not isinstance(found, Mapping):
        return shown(found)
    kind, message = found.get("errorType", "Error"), found.get("errorMessage")
    return f"{kind}: {shown(message)}"


def _last(name: str) -> str:
    return name.rpartition("/")[2]
