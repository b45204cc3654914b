"""Handler suites made by hand for the functions of `examples/terraform-webhook`: every kind of term and expectation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scaffold.model.handlers import (
    Call,
    Calls,
    CallsExactly,
    Completes,
    Encoded,
    Failing,
    HandlerCase,
    HandlerSuite,
    Joined,
    Loads,
    Mask,
    Now,
    NoWrites,
    Raises,
    Reports,
    Responds,
    Returns,
    Signature,
    Verdict,
    Wired,
)

_ACCOUNT, _REGION = "123456789012", "us-east-1"
TABLE_NAME, QUEUE_NAME = "webhooks-dev-events", "webhooks-dev-events.fifo"
SECRET_NAME, TOPIC_NAME = "webhooks-dev/webhook-signing-key", "webhooks-dev-notifications"


def arn(service: str, rest: str) -> str:
    """The ARN of something in the account of tests."""
    return f"arn:aws:{service}:{_REGION}:{_ACCOUNT}:{rest}"


QUEUE_URL = f"https://sqs.{_REGION}.amazonaws.com/{_ACCOUNT}/{QUEUE_NAME}"
TOPIC_ARN = arn("sns", TOPIC_NAME)

TABLE = Wired(
    "aws_dynamodb_table.events",
    "table",
    "table events",
    TABLE_NAME,
    (TABLE_NAME, arn("dynamodb", f"table/{TABLE_NAME}")),
    (
        Call(
            "dynamodb",
            "CreateTable",
            {
                "TableName": TABLE_NAME,
                "KeySchema": ({"AttributeName": "event_id", "KeyType": "HASH"},),
                "AttributeDefinitions": (
                    {"AttributeName": "event_id", "AttributeType": "S"},
                    {"AttributeName": "source", "AttributeType": "S"},
                    {"AttributeName": "received_at", "AttributeType": "N"},
                ),
                "GlobalSecondaryIndexes": (
                    {
                        "IndexName": "source-received_at",
                        "KeySchema": (
                            {"AttributeName": "source", "KeyType": "HASH"},
                            {"AttributeName": "received_at", "KeyType": "RANGE"},
                        ),
                        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ("status", "event_type")},
                    },
                ),
                "BillingMode": "PAY_PER_REQUEST",
                "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            },
        ),
    ),
)
QUEUE = Wired(
    "aws_sqs_queue.events",
    "queue",
    "queue events",
    QUEUE_NAME,
    (QUEUE_NAME, QUEUE_URL, arn("sqs", QUEUE_NAME)),
    (Call("sqs", "CreateQueue", {"QueueName": QUEUE_NAME, "Attributes": {"FifoQueue": "true"}}),),
)
SECRET = Wired(
    "aws_secretsmanager_secret.webhook",
    "secret",
    "secret webhook",
    SECRET_NAME,
    (SECRET_NAME,),
    (
        Call(
            "secretsmanager",
            "CreateSecret",
            {"Name": SECRET_NAME, "SecretString": Encoded("json", {"signing_key": "a signing key"})},
        ),
    ),
)
TOPIC = Wired(
    "aws_sns_topic.notifications",
    "topic",
    "topic notifications",
    TOPIC_NAME,
    (TOPIC_NAME, TOPIC_ARN),
    (Call("sns", "CreateTopic", {"Name": TOPIC_NAME}),),
)

WEBHOOK = {"id": "evt-1", "source": "shop", "type": "order.created", "data": {"total": 5}}


SIGNED = Encoded("json", WEBHOOK)


def request(body: Any = SIGNED, **more: Any) -> Mapping[str, Any]:
    """A request of the REST API's proxy integration, signed now."""
    headers = {
        "Content-Type": "application/json",
        "X-Webhook-Timestamp": Now(),
        "X-Webhook-Signature": Signature("sha256="),
        **more.pop("headers", {}),
    }
    return {
        "resource": "/webhooks",
        "path": "/webhooks",
        "httpMethod": "POST",
        "headers": {name: value for name, value in headers.items() if value is not None},
        "multiValueHeaders": {"Content-Type": ("application/json",)},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "accountId": _ACCOUNT,
            "apiId": "api1234567",
            "httpMethod": "POST",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "tests"},
            "path": "/dev/webhooks",
            "protocol": "HTTP/1.1",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "resourceId": "res123",
            "resourcePath": "/webhooks",
            "stage": "dev",
        },
        "body": body,
        "isBase64Encoded": False,
        **more,
    }


def stored(status: str) -> Call:
    """That the event is in the table already."""
    item = {
        "event_id": {"S": "shop#evt-1"},
        "status": {"S": status},
        "payload": {"S": Encoded("json", WEBHOOK)},
    }
    return Call("dynamodb", "PutItem", {"TableName": TABLE_NAME, "Item": item})


def case(id: str, section: str, title: str, event: Any, *expect: Any, **more: Any) -> HandlerCase:
    """A case that holds."""
    return HandlerCase(id, section, title, event, expect, **{"verdict": Verdict.HOLDS, **more})


def _refused(id: str, title: str, *, low: int = 400, high: int = 499, **more: Any) -> HandlerCase:
    return case(f"requests:{id}", "requests", title, request(**more), Responds(low, high), NoWrites(), trigger="api")


ACCEPTED = Calls(
    (
        ("dynamodb", "PutItem", "aws_dynamodb_table.events"),
        ("sqs", "SendMessage", "aws_sqs_queue.events"),
    )
)


def without(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A body without one of its members."""
    return {key: value for key, value in body.items() if key != name}


def webhook(**more: Any) -> Encoded:
    """A body with other members."""
    return Encoded("json", {**WEBHOOK, **more})


REQUESTS = (
    case("requests:good", "requests", "a good request is answered", request(), Responds(), ACCEPTED, trigger="api"),
    _refused("json", "a body that is no JSON is refused", body="{"),
    _refused("list", "a body that is a list is refused", body=Encoded("json", ())),
    _refused("empty", "an empty body is refused", body=None),
    _refused("no-id", "a body without id is refused", body=Encoded("json", without(WEBHOOK, "id"))),
    _refused("id", "a body whose id is a text that does not fit is refused", body=webhook(id="no id")),
    _refused("type", "a body whose type is a number is refused", body=webhook(type=5)),
    _refused("data", "a body whose data are a text is refused", body=webhook(data="text")),
    _refused("unsigned", "an unsigned request is refused", low=401, high=401, headers={"X-Webhook-Signature": None}),
    _refused(
        "stale", "a stale request is refused", low=401, high=401, headers={"X-Webhook-Timestamp": Now(offset=-600)}
    ),
    case(
        "requests:base64",
        "requests",
        "a body in base64 is read",
        request(body=Encoded("base64", WEBHOOK), isBase64Encoded=True),
        Responds(200, 299),
        trigger="api",
    ),
    _refused("no-base64", "a body that is said to be base64 and is not is refused", body="&", isBase64Encoded=True),
    case("requests:nothing", "requests", "an empty event is answered", {}, Responds(400, 499)),
    case(
        "failures:throttled",
        "failures",
        "a throttled table is answered",
        request(),
        Responds(500, 599),
        failing=(Failing("dynamodb", "PutItem", "ThrottlingException"),),
        trigger="api",
    ),
    case(
        "failures:missing",
        "failures",
        "a missing secret is told",
        request(),
        Responds(200, 299),
        failing=(Failing("secretsmanager", "GetSecretValue", "ResourceNotFoundException"),),
        trigger="api",
        verdict=Verdict.FAILS,
        reason="a secret that is not there is answered with 503",
    ),
    case(
        "observed:1",
        "observed",
        "a good request is answered with 202",
        request(headers={"X-Webhook-Extra": "1"}),
        Returns(
            {
                "statusCode": 202,
                "headers": {"Content-Type": "application/json"},
                "body": Encoded("json", {"status": "accepted", "eventId": "shop#evt-1"}),
            }
        ),
        CallsExactly(
            (
                Call("secretsmanager", "GetSecretValue", {"SecretId": SECRET_NAME}),
                Call(
                    "dynamodb",
                    "PutItem",
                    {
                        "TableName": TABLE_NAME,
                        "Item": {
                            "event_id": {"S": "shop#evt-1"},
                            "source": {"S": "shop"},
                            "event_type": {"S": "order.created"},
                            "status": {"S": "RECEIVED"},
                            "payload": {"S": Encoded("json", WEBHOOK)},
                            "received_at": {"N": Mask("now", name="received")},
                            "expires_at": {"N": Mask("now", "2592000")},
                        },
                        "ConditionExpression": "attribute_not_exists(event_id) OR #status = :received",
                        "ExpressionAttributeNames": {"#status": "status"},
                        "ExpressionAttributeValues": {":received": {"S": "RECEIVED"}},
                    },
                ),
                Call(
                    "sqs",
                    "SendMessage",
                    {
                        "QueueUrl": QUEUE_URL,
                        "MessageBody": Encoded("json", {"event_id": "shop#evt-1", "webhook": WEBHOOK}),
                        "MessageGroupId": "shop",
                        "MessageDeduplicationId": Joined(("shop#", Mask("text"))),
                        "MessageAttributes": {"event_type": {"DataType": "String", "StringValue": "order.created"}},
                    },
                ),
            )
        ),
        trigger="api",
    ),
    case(
        "observed:2",
        "observed",
        "an event that was processed is a duplicate",
        request(),
        Returns(
            {
                "statusCode": 200,
                "headers": {"Content-Type": "application/json"},
                "body": Encoded("json", {"status": "duplicate", "eventId": "shop#evt-1"}),
            }
        ),
        before=(stored("PROCESSED"),),
        trigger="api",
    ),
    case(
        "observed:3",
        "observed",
        "a source that is not allowed is refused",
        request(),
        Responds(403, 403),
        environment={"ALLOWED_SOURCES": "shop-2"},
        trigger="api",
    ),
)
LOADING = (
    case("loading", "loading", "it loads in the declared environment", None, Loads()),
    case(
        "loading:TABLE_NAME",
        "loading",
        "without TABLE_NAME it does not load",
        None,
        Raises("KeyError", "'TABLE_NAME'"),
        without=("TABLE_NAME",),
    ),
)

VALIDATION = HandlerSuite(
    name="validation",
    title="function validation",
    address="aws_lambda_function.validation",
    project=".",
    language="python",
    runtime="python3.12",
    folder="lambda",
    entry="validation.py",
    handler="handler",
    files={"validation.py": "lambda/validation.py"},
    environment={
        "TABLE_NAME": TABLE_NAME,
        "QUEUE_URL": QUEUE_URL,
        "SECRET_ARN": SECRET_NAME,
        "ALLOWED_SOURCES": "",
        "EVENT_TTL_DAYS": "30",
        "SIGNATURE_TOLERANCE_SECONDS": "300",
    },
    wired=(TABLE, QUEUE, SECRET),
    cases=(*LOADING, *REQUESTS),
    timeout=10,
    memory=256,
    function="webhooks-dev-validation",
)


def message(number: int = 1, **more: Any) -> Mapping[str, Any]:
    """A message of the queue."""
    body = {"event_id": "shop#evt-1", "webhook": WEBHOOK}
    return {
        "messageId": f"message-{number}",
        "receiptHandle": f"receipt-{number}",
        "body": Encoded("json", body),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": Now(unit="milliseconds"),
            "SequenceNumber": f"1884949618538{number:05}",
            "MessageGroupId": "shop",
            "MessageDeduplicationId": "shop#evt-1",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": arn("sqs", QUEUE_NAME),
        "awsRegion": _REGION,
        **more,
    }


def _batch(id: str, title: str, records: Any, *expect: Any, **more: Any) -> HandlerCase:
    return case(f"batches:{id}", "batches", title, {"Records": tuple(records)}, *expect, trigger="queue", **more)


_PUBLISHED = Calls((("sns", "Publish", "aws_sns_topic.notifications"),))
BATCHES = (
    _batch("one", "one message is processed", [message()], Reports(()), _PUBLISHED, before=(stored("RECEIVED"),)),
    _batch("batch", "a whole batch is processed", map(message, range(1, 11)), Reports(())),
    _batch("none", "an empty batch is processed", [], Reports(()), NoWrites()),
    _batch("malformed", "a malformed message is reported", [message(body="{")], Reports(("message-1",)), NoWrites()),
    _batch(
        "one-of-two",
        "a message behind a malformed one is reported, too",
        [message(1, body="{"), message(2)],
        Reports(("message-1", "message-2")),
    ),
    case(
        "failures:throttled",
        "failures",
        "a throttled topic is reported",
        {"Records": (message(),)},
        Reports(or_raises=True),
        trigger="queue",
        failing=(Failing("sns", "Publish", "ThrottlingException"),),
    ),
    case(
        "events:replay",
        "events",
        "a replay completes",
        {"event_ids": ("shop#evt-1",)},
        Completes(),
        Returns({"replayed": 1}),
        before=(stored("PROCESSED"),),
    ),
    case(
        "events:lost",
        "events",
        "a replay of an event that is not there fails",
        {"event_ids": ("shop#evt-2",)},
        Raises("LookupError", "no event shop#evt-2"),
    ),
)
PROCESSING = replace(
    VALIDATION,
    name="processing",
    title="function processing",
    address="aws_lambda_function.processing",
    entry="processing.py",
    files={"processing.py": "lambda/processing.py"},
    environment={"TABLE_NAME": TABLE_NAME, "TOPIC_ARN": TOPIC_ARN},
    wired=(TABLE, TOPIC),
    cases=(LOADING[0], *BATCHES),
    timeout=60,
    memory=512,
    function="webhooks-dev-processing",
)
