"""Functions in JavaScript: CommonJS and modules, callbacks and promises, both versions of the SDK."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from live_projects import Alive, alive, function, lambda_

from scaffold.rehearse.functions import told

CONFIGURATION = (
    "".join(
        lambda_(name, 5, "nodejs20.x", f"{file}.{entry}")
        for name, file, entry in (
            ("common", "common", "handler"),
            ("module", "module", "handler"),
            ("back", "common", "back"),
            ("thrown", "common", "thrown"),
            ("stray", "common", "stray"),
            ("none", "common", "none"),
            ("lost", "nowhere", "handler"),
            ("signs", "module", "signs"),
        )
    )
    + """
resource "aws_dynamodb_table" "rows" {
  name         = "rows"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
"""
)
FILES = {
    "common.js": """
        const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
        const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');
        const rows = DynamoDBDocumentClient.from(new DynamoDBClient({}));
        exports.handler = async (event, context) => {
          console.log('storing', event.id);
          console.error(new Error('only said'));
          await rows.send(new PutCommand({ TableName: 'rows', Item: { id: event.id, by: context.functionName } }));
          return { left: context.getRemainingTimeInMillis() > 0, region: process.env.AWS_REGION };
        };
        exports.back = (event, context, callback) => setTimeout(() => callback(null, { back: event.n + 1 }), 5);
        exports.thrown = async () => { throw new RangeError('too far'); };
        exports.stray = async () => {
          setTimeout(() => { throw new Error('later'); }, 1);
          await new Promise(() => {});
        };
    """,
    "module.mjs": """
        import { timingSafeEqual, createHmac } from 'node:crypto';
        import { SQSClient, SendMessageCommand, CreateQueueCommand } from '@aws-sdk/client-sqs';
        const sqs = new SQSClient({});
        export const handler = async (event) => {
          const made = await sqs.send(new CreateQueueCommand({ QueueName: 'made' }));
          await sqs.send(new SendMessageCommand({ QueueUrl: made.QueueUrl, MessageBody: JSON.stringify(event) }));
          return [typeof require];
        };
        export const signs = async (event) => {
          const own = createHmac('sha256', 'key').update(event.body).digest();
          return timingSafeEqual(own, Buffer.from(event.signature, 'hex'));
        };
    """,
}
OWN = [
    function(name, f"{file}", entry, "javascript")
    for name, file, entry in (
        ("common", "common.js", "common.handler"),
        ("module", "module.mjs", "module.handler"),
        ("back", "common.js", "common.back"),
        ("thrown", "common.js", "common.thrown"),
        ("stray", "common.js", "common.stray"),
        ("none", "common.js", "common.none"),
        ("lost", "common.js", "nowhere.handler"),
        ("signs", "module.mjs", "module.signs"),
    )
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alive]:
    with alive(tmp_path_factory.mktemp("javascript"), CONFIGURATION, FILES, *OWN, node=True) as found:
        yield found


def called(here: Alive, name: str, **event: object) -> tuple[bool, object]:
    answer = here.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
    return "FunctionError" in answer, json.loads(answer["Payload"].read())


def test_a_function_of_commonjs_writes_with_the_sdk(here: Alive) -> None:
    assert called(here, "common", id="a") == (False, {"left": True, "region": "us-east-1"})
    assert here.client("dynamodb").scan(TableName="rows")["Items"] == [{"id": {"S": "a"}, "by": {"S": "common"}}]
    (hop,) = (each for each in here.of("invocation") if each["function"] == "common")
    assert hop["calls"] == ["dynamodb PutItem 200"]
    assert "INFO\tstoring a" in hop["logs"]
    assert "only said" in hop["remarks"][0]
    assert called(here, "common", id="b") == (False, {"left": True, "region": "us-east-1"})


def test_a_function_of_modules_finds_the_projects_packages(here: Alive) -> None:
    assert called(here, "module", a=1) == (False, ["undefined"])
    url = here.client("sqs").get_queue_url(QueueName="made")["QueueUrl"]
    assert here.client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"] == '{"a":1}'


def test_callbacks_and_errors_come_back(here: Alive) -> None:
    assert called(here, "back", n=1) == (False, {"back": 2})
    failed, said = called(here, "thrown")
    assert failed
    assert isinstance(said, dict)
    assert (said["errorType"], said["errorMessage"]) == ("RangeError", "too far")
    failed, said = called(here, "stray")
    assert failed
    assert isinstance(said, dict)
    assert said["errorMessage"] == "later"
    assert called(here, "back", n=2) == (False, {"back": 3})


def test_a_handler_that_is_not_there_is_named(here: Alive) -> None:
    for name, kind, text in (
        ("none", "Runtime.HandlerNotFound", "common.none is undefined or not exported"),
        ("lost", "Runtime.ImportModuleError", "Cannot find module 'nowhere'"),
    ):
        failed, said = called(here, name)
        assert failed
        assert isinstance(said, dict)
        assert (said["errorType"], said["errorMessage"]) == (kind, text)


def test_the_signature_that_a_function_wants_is_told(here: Alive) -> None:
    placeholder = "ab" * 32
    assert called(here, "signs", body="x", signature=placeholder) == (False, False)
    status, text = here.running.ask("GET", told.place(f"signer?placeholder={placeholder}"))
    assert status == 200
    assert called(here, "signs", body="x", signature=json.loads(text)["signature"]) == (False, True)
    assert here.running.ask("GET", told.place("signer?placeholder=never"))[0] == 404
