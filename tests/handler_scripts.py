"""Functions in JavaScript and TypeScript of every kind, and suites for them by hand: green ones, and ones that fail."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scaffold.model.handlers import (
    Answer,
    Call,
    Calls,
    CallsExactly,
    Completes,
    Created,
    Data,
    Encoded,
    Expectation,
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

#: The code, by its place in the project.
_CODE = Path(__file__).parent / "handler_functions"
FILES: Mapping[str, str] = {
    f"functions/{file.relative_to(_CODE).as_posix()}": file.read_text(encoding="utf-8")
    for file in sorted(_CODE.rglob("*"))
    if file.is_file()
}

QUEUE_URL = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"
TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:news"


def wired(address: str, kind: str, title: str, *identifiers: str, **facts: Any) -> Wired:
    return Wired(address, kind, f"{kind} {title}", identifiers[0], identifiers, (), facts)


TABLE = wired("aws_dynamodb_table.items", "table", "items", "items")
BUCKET = wired("aws_s3_bucket.inbox", "bucket", "inbox", "inbox", "arn:aws:s3:::inbox")
QUEUE = wired("aws_sqs_queue.jobs", "queue", "jobs", QUEUE_URL, "jobs")
TOPIC = wired("aws_sns_topic.news", "topic", "news", TOPIC_ARN)
SECRET = wired("aws_secretsmanager_secret.key", "secret", "key", "shop/key", value="k3y")
PARAMETER = wired("aws_ssm_parameter.limit", "parameter", "limit", "/shop/limit", value="12")


def case(title: str, event: Data, *expect: Expectation, **more: Any) -> HandlerCase:
    return HandlerCase(title, more.pop("section", "events"), title, event, expect, **more)


def suite(name: str, entry: str, handler: str, *cases: HandlerCase, **more: Any) -> HandlerSuite:
    given: dict[str, Any] = {"folder": f"functions/{name}", "environment": {}, "wired": (), **more}
    return HandlerSuite(
        name,
        f"function {name}",
        f"aws_lambda_function.{name}",
        ".",
        "javascript",
        "nodejs22.x",
        given.pop("folder"),
        entry,
        handler,
        given.pop("environment"),
        given.pop("wired"),
        cases,
        **given,
    )


_ITEM = Answer("dynamodb", "GetItem", {"Item": {"id": {"S": "1"}, "price": {"N": "4"}}})
_FIRST = Answer(
    "dynamodb",
    "Scan",
    {"Items": ({"price": {"N": "1"}}, {"price": {"N": "2.5"}}), "LastEvaluatedKey": {"id": {"S": "9"}}},
)
_SECOND = Answer("dynamodb", "Scan", {"Items": ({"price": {"N": "3"}},)})
_NESTED = {"M": {"list": {"L": ({"N": "1"}, {"S": "x"}, {"NULL": True})}}}
_PUT = {"id": {"S": "1"}, "tags": {"SS": ("a", "b")}, "price": {"N": "5"}, "nested": _NESTED}
_OBJECT = {"Records": ({"eventSource": "aws:s3", "s3": {"bucket": {"name": "inbox"}}},)}
_BODY = Answer("s3", "GetObject", {"Body": "some text"})
_GET = Call("s3", "GetObject", {"Bucket": "inbox", "Key": "in.txt"})

DOCUMENTS = suite(
    "documents",
    "index.mjs",
    "handler",
    case("loads in its declared environment", None, Loads(), section="loading"),
    case("finds nothing", {"id": "1"}, Returns({"found": False, "count": 1}), NoWrites()),
    case(
        "puts what it finds",
        {"id": "1"},
        Returns({"found": True, "total": 6.5, "count": 1, "label": "none"}),
        Calls((("dynamodb", "PutItem", TABLE.address),)),
        CallsExactly(
            (
                Call("dynamodb", "GetItem", {"TableName": "items", "Key": {"id": {"S": "1"}}}),
                Call("dynamodb", "Scan", {"TableName": "items"}),
                Call("dynamodb", "Scan", {"TableName": "items", "ExclusiveStartKey": {"id": {"S": "9"}}}),
                Call("dynamodb", "PutItem", {"TableName": "items", "Item": _PUT}),
            )
        ),
        answers=(_ITEM, _FIRST, _SECOND),
    ),
    case(
        "has a label",
        {"id": "1"},
        Returns({"found": True, "total": 0, "count": 1, "label": "L"}),
        answers=(_ITEM,),
        environment={"LABEL": "L"},
    ),
    case(
        "fails where it is throttled",
        {"id": "1"},
        Raises("ProvisionedThroughputExceededException"),
        failing=(Failing("dynamodb", "GetItem", "ProvisionedThroughputExceededException"),),
        section="failures",
    ),
    environment={"TABLE": "items"},
    wired=(TABLE,),
    libraries=("@aws-sdk/lib-dynamodb",),
)
TYPED = suite(
    "typed",
    "index.ts",
    "handler",
    case("loads in its declared environment", None, Loads(), section="loading"),
    case("fails without the object", _OBJECT, Raises("NoSuchKey")),
    case(
        "says how large an object is",
        _OBJECT,
        Returns({"kind": "small"}),
        Calls((("s3", "PutObject", BUCKET.address), ("sqs", "SendMessage", QUEUE.address))),
        answers=(_BODY,),
    ),
    case(
        "puts its text in capitals",
        _OBJECT,
        CallsExactly(
            (
                _GET,
                _GET,
                Call("s3", "PutObject", {"Bucket": "inbox", "Key": "out.txt", "Body": "SOME TEXT"}),
                Call(
                    "sqs",
                    "SendMessage",
                    {"QueueUrl": QUEUE_URL, "MessageBody": Encoded("json", {"size": Mask("number")})},
                ),
            )
        ),
        answers=(_BODY,),
    ),
    environment={"QUEUE_URL": QUEUE_URL},
    wired=(BUCKET, QUEUE),
    libraries=("@aws-sdk/client-s3", "@aws-sdk/client-sqs"),
)
CALLS_BACK = suite(
    "back",
    "app.js",
    "api.handler",
    case("calls back", {"big": True}, Returns({"id": Mask("uuid"), "left": True, "env": ()})),
    case(
        "calls back with an error",
        {},
        Raises("InternalErrorException"),
        failing=(Failing("sns", "Publish", "InternalErrorException"),),
    ),
    environment={"TOPIC": TOPIC_ARN},
    wired=(TOPIC,),
    libraries=("@aws-sdk/client-sns",),
)
SLOW = suite(
    "slow",
    "app.js",
    "slow",
    case("takes too long", {}, Raises("Sandbox.Timedout")),
    folder="functions/back",
    timeout=1,
    libraries=("@aws-sdk/client-sns",),
)
MODULE = suite(
    "module",
    "index.js",
    "handler",
    case(
        "answers what is signed",
        {"body": "b", "signature": Signature()},
        Returns(
            {
                "statusCode": 200,
                "body": Encoded("json", {"a": 1, "lazy": "yes", "text": "content", "cwd": "content"}),
            }
        ),
    ),
    case("refuses what is not", {"body": "b", "signature": "x"}, Responds(401, 401)),
)
INLINE = suite(
    "inline",
    "index.js",
    "handler",
    case("has all files", {}, Returns({"here": True})),
    folder="",
    texts={
        "index.js": "const { here } = require('./lib/x');\n"
        "const { SNSClient } = require('@aws-sdk/client-sns');\n"
        "exports.handler = async () => ({ here: here && Boolean(SNSClient) });\n",
        "lib/x.js": "exports.here = true;\n",
    },
    libraries=("@aws-sdk/client-sns",),
)
_PUBLISH = Call("sns", "Publish", {"TopicArn": "arn:aws:sns:us-east-1:123456789012:any", "Message": "x"})
VALUES = suite(
    "values",
    "index.js",
    "handler",
    case(
        "finds secrets and parameters",
        {"at": Now(text=False), "later": Now("milliseconds", 60), "iso": Now("iso"), "text": Encoded("base64", "x")},
        Returns(
            {
                "secret": "k3y",
                "limit": "12",
                "arn": Joined(("arn is ", Created(SECRET.address, "ARN"))),
                "at": Mask("now", name="time"),
                "again": Mask("now", name="time"),
                "later": Mask("now-ms", "60"),
                "iso": Mask("now-iso"),
                "text": Encoded("base64", "x"),
                "hex": Mask("hex", "8"),
                "any": Mask("anything"),
                "word": Mask("text"),
                "encoded": Mask("base64"),
            }
        ),
    ),
    case(
        "reports what fails",
        {"Records": ({"messageId": "a"}, {"messageId": "b", "body": "bad"})},
        Reports(("b",)),
    ),
    case("reports or raises", {"Records": ({"messageId": "a"},)}, Reports(or_raises=True)),
    case(
        "retries",
        {"twice": True},
        Completes(),
        failing=(Failing("sns", "Publish", "ThrottlingException", first=2),),
        within=False,
    ),
    case("counts from the start", {"counted": True}, Returns(1), within=False),
    case(
        "counts on where it is warm", {"counted": True}, Returns(2), CallsExactly((_PUBLISH,)), within=False, warm=True
    ),
    case("fails where a number is none", {"number": "many"}, Raises("ValidationException")),
    case("puts a number", {"number": "1.5e3"}, Returns({"number": "1.5e3"})),
    case("does without", {"variable": True}, Returns(None), without=("SECRET_ARN",)),
    case(
        "lets the error out",
        {"twice": True},
        Raises(),
        failing=(Failing("sns", "Publish", "ThrottlingException", first=2),),
        within=False,
        verdict=Verdict.FAILS,
        reason="the error of the second call is swallowed (functions/values/index.js:18)",
    ),
    environment={
        "SECRET_ARN": Created(SECRET.address, "ARN"),
        "LIMIT": "/shop/limit",
        "TEXT": Joined(("arn is ", Created(SECRET.address, "ARN"))),
    },
    wired=(SECRET, PARAMETER, TABLE),
    libraries=(
        "@aws-sdk/client-dynamodb",
        "@aws-sdk/client-secrets-manager",
        "@aws-sdk/client-ssm",
        "@aws-sdk/client-sns",
    ),
)
#: Errors that end the process of a function, and one that does not.
CRASHING = tuple(
    suite(name, "index.js", name, case(f"is {name}", {}, *expect), folder="functions/crashing")
    for name, expect in {
        "rejecting": (Raises("RangeError", "nobody hears"),),
        "throwing": (Raises("TypeError"),),
        "handling": (Returns("somebody hears"),),
    }.items()
)
GREEN = (DOCUMENTS, TYPED, CALLS_BACK, SLOW, MODULE, INLINE, VALUES, *CRASHING)


def failing(name: str, *expect: Expectation, place: str = "", **more: Any) -> HandlerSuite:
    event = more.pop("event", {"id": 1})
    return suite(
        name,
        more.pop("entry", "index.js"),
        more.pop("handler", "handler"),
        case("fails", event, *expect),
        folder=f"functions/{place or name}",
        **more,
    )


_SNS = {"wired": (TOPIC,), "libraries": ("@aws-sdk/client-sns",)}
_RESPONSE = '{"statusCode":"500","body":"x"}'
_SAID = ("It called: nothing", "It printed:", "looking at 1")
#: Suites of one case that fails, with what the case says.
RED: tuple[tuple[HandlerSuite, tuple[str, ...]], ...] = (
    (
        failing("foreign", Completes(), place="back", entry="app.js", handler="foreign", **_SNS),
        (
            "function foreign: sns Publish goes to arn:aws:sns:us-east-1:123456789012:other, "
            "which the function is not wired to",
        ),
    ),
    (
        failing("missing", Completes()),
        ("functions/missing/index.js needs left-pad-not-there, which is not installed: ", "--prefix functions/missing"),
    ),
    (
        failing("absent", Completes(), libraries=("@aws-sdk/client-translate",)),
        ("needs @aws-sdk/client-translate, which is not installed: npm install --save-dev @aws-sdk/client-translate",),
    ),
    (
        failing("wrong", Loads()),
        ("function wrong: it cannot be loaded", "index.js exports no function handler; it exports handle"),
    ),
    (
        failing("hidden", Completes()),
        ("function hidden uses @aws-sdk/client-kms, which is not among its clients in this file",),
    ),
    (
        failing("form", Responds(200, 299), place="odd"),
        (f"function form: expected a whole number as statusCode in {_RESPONSE}", *_SAID),
    ),
    (
        failing("thrown", Responds(200, 299), place="odd", event={"id": 2}),
        ("expected a response, but it failed", "It failed: TypeError: no such thing", "in exports.handler"),
    ),
    (
        failing("other", Returns({"statusCode": 200, "body": Encoded("json", {"a": 1})}), place="odd"),
        ('result.statusCode: expected 200, found "500"', 'result.body: expected json, found "x"', *_SAID),
    ),
    (failing("report", Reports(), place="odd"), ("expected { batchItemFailures: [{ itemIdentifier }] }, found",)),
    (failing("error", Raises("X"), place="odd"), (f"expected X, but it returned {_RESPONSE}",)),
    (
        failing("named", Raises("RangeError"), place="odd", event={"id": 2}),
        ('name of the error: expected "RangeError", found "TypeError"', "no such thing"),
    ),
    (
        failing("call", Calls((("dynamodb", "PutItem", TABLE.address),)), place="odd", wired=(TABLE,)),
        ("expected a call of dynamodb PutItem on table items", *_SAID),
    ),
    (failing("calls", CallsExactly((_GET,)), place="odd"), ("calls: expected 1 elements, found 0: []",)),
    (
        failing("writes", NoWrites(), place="values", event={"twice": True}, libraries=VALUES.libraries),
        ("expected that nothing is written, but it called sns Publish (arn:aws:sns:us-east-1:123456789012:any)",),
    ),
)
