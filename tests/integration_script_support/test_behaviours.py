"""What the support library says where a resource does not do what it is for, and how it cleans up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

#: A resource whose answers are scripted, and a clock on which a second passes at once.
STUB = """
let now = 1e12;
Date.now = () => now;
require('node:timers/promises').setTimeout = async (pause) => { now += pause; };
const { CloudError } = require('./support/cloud');
const behaviours = require('./support/behaviours');
const calls = [];
const names = {};
const stub = {
  address: 'a.b',
  fail: (message) => { throw new Error(`a.b: ${message}`); },
  checkThat: (services, given, run) => ({ services, run: () => run(stub, given) }),
  list: async (service, operation, inputs, member) => (await stub.call(service, operation, inputs))[member],
  send: (...call) => stub.call(...call),
  call: async (service, operation, inputs) => {
    calls.push(operation);
    names.body ??= inputs.MessageBody ?? inputs.Message;
    names.key ??= inputs.Key;
    const answer = answers[operation];
    return (typeof answer === 'function' ? answer(inputs) : answer) ?? {};
  },
};
const said = async (check) => check.run().then(() => null, (error) => error.message);
"""
QUEUE = "{ queueUrl: 'q' }"
MESSAGE = "{ Messages: [{ Body: names.body, ReceiptHandle: 'r' }] }"
#: By name: what answers, what is tried, what is said of it, and the calls that must be among those made.
FAILURES: Mapping[str, tuple[str, str, str | None, list[str]]] = {
    "an item that is not given back": (
        "{ GetItem: {} }",
        "putAndGetItem(stub, { tableName: 't', hashKey: 'pk', hashType: 'B', rangeKey: 'sk' })",
        "a.b: GetItem does not give back the item that was put",
        ["PutItem", "GetItem", "DeleteItem"],
    ),
    "an item that cannot be put, nor deleted": (
        "{ PutItem: () => { throw new CloudError('no'); }, DeleteItem: () => { throw new CloudError('neither'); } }",
        "putAndGetItem(stub, { tableName: 't', hashKey: 'pk', hashType: 'N' })",
        "no",
        ["PutItem", "DeleteItem"],
    ),
    "an item that cannot be deleted": (
        "{ PutItem: ({ Item }) => { names.item = Item; }, GetItem: () => ({ Item: names.item }), "
        "DeleteItem: () => { throw new CloudError('not deleted'); } }",
        "putAndGetItem(stub, { tableName: 't', hashKey: 'pk', hashType: 'S' })",
        "not deleted",
        ["PutItem", "GetItem", "DeleteItem"],
    ),
    "a message that is not received": (
        "{ ReceiveMessage: { Messages: [{ Body: 'another', ReceiptHandle: 'r' }] } }",
        f"sendAndReceive(stub, {QUEUE})",
        "a.b: the message that was sent is not received in 30 s",
        ["SendMessage", "ReceiveMessage", "ChangeMessageVisibility"],
    ),
    "a message that is received": (
        f"{{ ReceiveMessage: () => ({MESSAGE}) }}",
        "sendAndReceive(stub, { queueUrl: 'q', fifo: true })",
        None,
        ["SendMessage", "ReceiveMessage", "DeleteMessage"],
    ),
    "a message that does not arrive": (
        "{}",
        "publishAndReceive(stub, { topicArn: 't', queueUrl: 'q' })",
        "a.b: what was published is not in the queue after 30 s",
        ["Publish", "ReceiveMessage"],
    ),
    "a message without its envelope": (
        f"{{ ReceiveMessage: () => ({MESSAGE}) }}",
        "publishAndReceive(stub, { topicArn: 't', queueUrl: 'q', attributes: { kind: 'a' } })",
        "a.b: the queue should be given the message in its envelope",
        ["Publish", "ReceiveMessage", "DeleteMessage"],
    ),
    "a message in an envelope": (
        "{ ReceiveMessage: () => ({ Messages: [{ Body: `<${names.body}>`, ReceiptHandle: 'r' }] }) }",
        "publishAndReceive(stub, { topicArn: 't', queueUrl: 'q', raw: true })",
        "a.b: the queue should be given the message itself",
        ["Publish", "ReceiveMessage", "DeleteMessage"],
    ),
    "an object that is another": (
        "{ PutObject: { VersionId: 'v1' }, GetObject: { Body: 'x' }, "
        "DeleteObject: ({ VersionId }) => { calls.push(VersionId); } }",
        "roundTripObject(stub, { bucket: 'b' })",
        "a.b: GetObject does not give back what was put",
        ["PutObject", "GetObject", "DeleteObject", "v1"],
    ),
    "an object that is encrypted otherwise": (
        "{ GetObject: () => ({ Body: names.key, ServerSideEncryption: 'AES256' }) }",
        "roundTripObject(stub, { bucket: 'b', algorithm: 'aws:kms' })",
        'a.b: the object\'s encryption: declared "aws:kms", found "AES256"',
        ["PutObject", "GetObject", "DeleteObject"],
    ),
    "an object that is encrypted with another key": (
        "{ GetObject: () => ({ Body: names.key, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'arn:x/2' }) }",
        "roundTripObject(stub, { bucket: 'b', algorithm: 'aws:kms', key: 'arn:x/1' })",
        'a.b: the object\'s key: declared "arn:x/1", found "arn:x/2"',
        ["PutObject", "GetObject", "DeleteObject"],
    ),
    "a bucket that demands encryption": (
        "{ PutObject: ({ ServerSideEncryption: asked, SSEKMSKeyId: key }) => { "
        "if (!asked) throw new CloudError('denied', ['AccessDenied']); calls.push(key); }, "
        "GetObject: () => ({ Body: names.key, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' }) }",
        "roundTripObject(stub, { bucket: 'b', algorithm: 'aws:kms', key: 'k' })",
        None,
        ["PutObject", "PutObject", "k", "GetObject", "DeleteObject"],
    ),
    "a function that fails": (
        "{ Invoke: { FunctionError: 'Unhandled', Payload: JSON.stringify({ errorType: 'KeyError', "
        "errorMessage: 'id', stackTrace: ['line'] }) } }",
        "invokeFunction(stub, { functionName: 'f', event: {} })",
        'a.b: the function fails (Unhandled): KeyError: "id"',
        ["Invoke"],
    ),
    "a key that does not encrypt": (
        "{ Encrypt: ({ Plaintext }) => ({ CiphertextBlob: Plaintext }) }",
        "encryptAndDecrypt(stub, { keyId: 'k' })",
        "a.b: Encrypt gives back what it was given",
        ["Encrypt"],
    ),
    "a key that decrypts to something else": (
        "{ Encrypt: { CiphertextBlob: Buffer.from('x') }, Decrypt: { Plaintext: Buffer.from('y') } }",
        "encryptAndDecrypt(stub, { keyId: 'k' })",
        "a.b: Decrypt does not give back what was encrypted",
        ["Encrypt", "Decrypt"],
    ),
    "an execution with another input": (
        "{ StartExecution: { executionArn: 'e' }, DescribeExecution: { status: 'SUCCEEDED', input: '{}' } }",
        "executeStateMachine(stub, { arn: 'm', input: { a: 1 } })",
        'a.b: the execution has another input: "{}"',
        ["StartExecution", "DescribeExecution"],
    ),
    "an execution that does not end": (
        "{ StartExecution: { executionArn: 'e' }, DescribeExecution: { status: 'RUNNING', input: '{ \"a\": 1 }' } }",
        "executeStateMachine(stub, { arn: 'm', input: { a: 1 } })",
        None,
        ["StartExecution", "DescribeExecution", "StopExecution"],
    ),
    "an express execution": (
        "{ StartSyncExecution: { status: 'FAILED' } }",
        "executeStateMachine(stub, { arn: 'm', input: {}, express: true })",
        None,
        ["StartSyncExecution"],
    ),
    "an event that is not taken": (
        "{ PutEvents: { Entries: [{ ErrorCode: 'AccessDenied' }] } }",
        "putMatchingEvent(stub, { bus: 'b', event: { source: 's', detailType: 'd' } })",
        "a.b: the event is not taken: AccessDenied",
        ["PutEvents"],
    ),
    "an event that is not in the queue": (
        "{ PutEvents: { Entries: [{ EventId: 'i' }] } }",
        "putMatchingEvent(stub, { bus: 'b', event: { source: 's', detailType: 'd' }, queueUrl: 'q' })",
        "a.b: the event is not in the queue after 30 s",
        ["PutEvents", "ReceiveMessage"],
    ),
    "an event that is not in the log": (
        "{ PutEvents: { Entries: [{ EventId: 'i' }] }, DescribeLogStreams: { logStreams: [] }, "
        "FilterLogEvents: { events: [] } }",
        "putMatchingEvent(stub, { bus: 'b', event: { source: 's', detailType: 'd' }, logGroup: 'g' })",
        "a.b: the event is not in the log after 30 s",
        ["PutEvents", "FilterLogEvents", "DescribeLogStreams"],
    ),
    "logs that do not appear": (
        "{ FilterLogEvents: { events: [] } }",
        "logsAppear(stub, { logGroup: 'g' })",
        "a.b: nothing is logged to g",
        ["FilterLogEvents"],
    ),
    "logs that appear": (
        "{ FilterLogEvents: { events: [{ message: 'any' }] } }",
        "logsAppear(stub, { logGroup: 'g' })",
        None,
        ["FilterLogEvents"],
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_is_said_and_cleaned_up(library: Any, name: str) -> None:
    answers, check, message, calls = FAILURES[name]
    body = f"{STUB} const answers = {answers}; return [await said(behaviours.{check}), calls];"
    said, made = library.ask(body)
    assert said == message
    for call in calls:
        assert call in made
    # Nothing is called that is not expected, however often.
    assert set(made) == set(calls)


def test_only_streams_that_the_event_made_are_taken_away(library: Any) -> None:
    """One was there, one holds something else, too."""
    body = f"""{STUB}
      let streams = ['old'];
      const events = {{ old: ['i'], mine: ['x i y'], mixed: ['i', 'other'] }};
      const answers = {{
        PutEvents: () => {{
          streams = ['old', 'mine', 'mixed'];
          return {{ Entries: [{{ EventId: 'i' }}] }};
        }},
        DescribeLogStreams: () => ({{ logStreams: streams.map((name) => ({{ logStreamName: name }})) }}),
        FilterLogEvents: ({{ logStreamNames: only = streams }}) => ({{
          events: only.flatMap((name) => events[name].map((message) => ({{ message }}))),
        }}),
        DeleteLogStream: ({{ logStreamName }}) => {{ calls.push(logStreamName); }},
      }};
      const event = {{ source: 's', detailType: 'd' }};
      return [await said(behaviours.putMatchingEvent(stub, {{ bus: 'b', event, logGroup: 'g' }})), calls];
    """
    said, calls = library.ask(body)
    assert said is None
    assert [call for call in calls if call in ("old", "mine", "mixed")] == ["mine"]


SERVICES = {
    "putMatchingEvent(stub, { bus: 'b', event: {}, queueUrl: 'q' })": ["events", "sqs"],
    "putMatchingEvent(stub, { bus: 'b', event: {}, logGroup: 'g' })": ["events", "logs"],
    "publishAndReceive(stub, { topicArn: 't', queueUrl: 'q' })": ["sns", "sqs"],
    "executeStateMachine(stub, { arn: 'm' })": ["stepfunctions"],
}


@pytest.mark.parametrize("check", SERVICES)
def test_only_the_services_that_are_asked_are_needed(library: Any, check: str) -> None:
    assert library.ask(f"{STUB} const answers = {{}}; return behaviours.{check}.services;") == SERVICES[check]
