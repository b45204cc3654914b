from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.functions import Course, Function, Package, Packed, Variable
from scaffold.model.handlers import Answer, Encoded, Failing, Now, Signature
from scaffold.model.position import Position
from scaffold.readers.functions.code import predict, read_code

PLACE = Position("main.tf")
ORDERS = """
    import boto3, hashlib, hmac, json, os, time
    from botocore.exceptions import ClientError
    LIMIT = int(os.environ.get("LIMIT", "10"))
    table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    secrets = boto3.client("secretsmanager")

    def handler(event, context):
        lower = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        key = json.loads(secrets.get_secret_value(SecretId="s")["SecretString"])["key"]
        right = hmac.new(key.encode(), event["body"].encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, lower.get("x-signature", "")):
            return {"statusCode": 401, "body": ""}
        if abs(time.time() - int(lower["x-time"])) > 60:
            return {"statusCode": 403, "body": ""}
        try:
            order = json.loads(event["body"])
            pieces = order["pieces"]
        except (KeyError, ValueError):
            return {"statusCode": 400, "body": ""}
        if pieces > LIMIT:
            return {"statusCode": 422, "body": ""}
        try:
            table.put_item(Item=order)
        except ClientError as error:
            known = error.response["Error"]["Code"] == "ConditionalCheckFailedException"
            return {"statusCode": 200 if known else 503, "body": ""}
        return {"statusCode": 201, "body": json.dumps(order)}
"""
SECRET = Answer("secretsmanager", "GetSecretValue", {"SecretString": Encoded("json", {"key": "k"})})
GOOD: dict[str, Any] = {
    "headers": {"X-Signature": Signature(), "X-Time": Now()},
    "body": Encoded("json", {"id": "a", "pieces": 3}),
}


def function(root: Path, text: str, *, js: bool = False, variables: tuple[str, ...] = ("TABLE",)) -> Function:
    name = "index.js" if js else "index.py"
    (root / name).write_text(textwrap.dedent(text), encoding="utf-8")
    package = Package("file", {name: Packed(name)}, PLACE)
    language = "javascript" if js else "python"
    code = read_code(package, "index.handler", language, root)
    environment = tuple(Variable(variable, None, PLACE) for variable in variables)
    return Function(
        "f", "f", ".", "terraform", PLACE, package, language=language, handler="index.handler",
        code=code, environment=environment,
    )  # fmt: skip


def statuses(courses: tuple[Course, ...] | None) -> list[int | str | None] | None:
    return (
        None
        if courses is None
        else [course.status if course.outcome == "returned" else course.error for course in courses]
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 201),
        ({"headers": {**GOOD["headers"], "X-Signature": "0" * 64}}, 401),
        ({"headers": {}}, 401),
        ({"headers": {**GOOD["headers"], "X-Time": Now(offset=-3600)}}, 403),
        ({"headers": {**GOOD["headers"], "X-Time": "soon"}}, "ValueError"),
        ({"headers": {"X-Signature": Signature()}}, "KeyError"),
        ({"body": "{nope"}, 400),
        ({"body": Encoded("json", {"id": "a"})}, 400),
        ({"body": Encoded("json", {"id": "a", "pieces": 11})}, 422),
        ({"body": Encoded("json", {"id": "a", "pieces": "many"})}, None),
        ({"body": Encoded("json", {"id": "a", "pieces": 1.5})}, "TypeError"),
        ({"body": Encoded("json", [1])}, "TypeError"),
        ({"body": None}, "AttributeError"),
    ],
)
def test_one_event_is_followed_to_its_end(tmp_path: Path, change: Mapping[str, Any], status: int | str | None) -> None:
    found = predict(
        function(tmp_path, ORDERS), tmp_path, {**GOOD, **change}, environment={"TABLE": "t"}, answers=[SECRET]
    )
    assert statuses(found) == [status] if status is not None else statuses(found) != [201]


def test_calls_fail_as_they_are_told_to(tmp_path: Path) -> None:
    made = function(tmp_path, ORDERS)
    for code, status in (("ThrottlingException", 503), ("ConditionalCheckFailedException", 200)):
        failing = [Failing("dynamodb", "PutItem", code)]
        found = predict(made, tmp_path, GOOD, environment={"TABLE": "t"}, answers=[SECRET], failing=failing)
        assert statuses(found) == [status]
    operations = [call.operation for call in made.code.calls] if made.code else []
    assert found is not None
    assert [operations[index] for index in found[0].calls] == ["GetSecretValue", "PutItem"]


def test_what_is_not_known_leaves_all_ways_open(tmp_path: Path) -> None:
    text = """
        import boto3
        table = boto3.resource("dynamodb").Table("t")
        def handler(event, context):
            found = table.get_item(Key={"id": event["id"]})
            return {"statusCode": 200 if "Item" in found else 404, "body": ""}
    """
    made = function(tmp_path, text)
    assert sorted(statuses(predict(made, tmp_path, {"id": "a"}, environment={})) or []) == [200, 404]
    nothing = [Answer("dynamodb", "GetItem", {})]
    assert statuses(predict(made, tmp_path, {"id": "a"}, environment={}, answers=nothing)) == [404]
    row = [Answer("dynamodb", "GetItem", {"Item": {"id": {"S": "a"}}})]
    assert statuses(predict(made, tmp_path, {"id": "a"}, environment={}, answers=row)) == [200]


def test_what_a_library_does_is_not_foretold(tmp_path: Path) -> None:
    text = "import requests\ndef handler(event, context):\n    return requests.get(event['url']).json()\n"
    assert predict(function(tmp_path, text), tmp_path, {"url": "x"}, environment={}) is None


def test_variables_that_are_not_set(tmp_path: Path) -> None:
    text = "import os\ndef handler(event, context):\n    return {'statusCode': int(os.environ['X']), 'body': ''}\n"
    made = function(tmp_path, text, variables=())
    assert statuses(predict(made, tmp_path, {}, environment={})) == ["KeyError"]
    assert statuses(predict(made, tmp_path, {}, environment={"X": "204"})) == [204]


def test_records_that_are_reported(tmp_path: Path) -> None:
    text = """
        exports.handler = async ({ Records }) => {
            const failed = [];
            for (const { messageId, body } of Records) {
                try {
                    const { pieces } = JSON.parse(body);
                    if (!Number.isInteger(pieces)) throw new TypeError('no number');
                } catch {
                    failed.push({ itemIdentifier: messageId });
                }
            }
            return { batchItemFailures: failed };
        };
    """
    bodies = ("{}", '{"pieces": 1}', "nope", '{"pieces": "x"}', '{"pieces": 2.5}')
    records = tuple({"messageId": str(index), "body": body} for index, body in enumerate(bodies))
    made = function(tmp_path, text, js=True)
    found = predict(made, tmp_path, {"Records": records}, environment={})
    assert found is not None
    assert [course.failed for course in found] == [("0", "2", "3", "4")]
    raised = predict(made, tmp_path, {}, environment={})
    assert statuses(raised) == ["TypeError"]


@pytest.mark.parametrize(
    ("event", "status"),
    [({"name": "a"}, 200), ({}, "UnboundLocalError"), ({"name": ""}, "UnboundLocalError")],
)
def test_a_name_that_is_not_bound_on_every_way(tmp_path: Path, event: Mapping[str, Any], status: int | str) -> None:
    text = """
        body = "of the module"
        def handler(event, context):
            if event.get("name"):
                body = event["name"]
            return {"statusCode": 200, "body": body}
    """
    assert statuses(predict(function(tmp_path, text), tmp_path, event, environment={})) == [status]


def test_a_name_that_nobody_binds(tmp_path: Path) -> None:
    text = "def handler(event, context):\n    return {'statusCode': missing}\n"
    assert statuses(predict(function(tmp_path, text), tmp_path, {}, environment={})) == ["NameError"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"text": "x", "kind": "new"}, 200),
        ({"text": 5, "kind": "new"}, "ParamValidationError"),
        ({"text": "x", "kind": 5}, "ParamValidationError"),
    ],
)
def test_what_boto3_refuses_before_it_is_sent(tmp_path: Path, event: Mapping[str, Any], status: int | str) -> None:
    text = """
        import boto3
        topic = boto3.client("sns")
        def handler(event, context):
            kind = {"DataType": "String", "StringValue": event["kind"]}
            topic.publish(TopicArn="a", Message=event["text"], MessageAttributes={"kind": kind})
            return {"statusCode": 200, "body": ""}
    """
    made = function(tmp_path, text)
    assert statuses(predict(made, tmp_path, event, environment={})) == [status]
    assert predict(made, tmp_path, {**event, "text": ""}, environment={}) is None or status != 200
