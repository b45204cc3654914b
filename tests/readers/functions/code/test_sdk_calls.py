from __future__ import annotations

import pytest

from scaffold.model.functions import Code, Guard, SdkCall


def call(code: Code, operation: str) -> SdkCall:
    return next(call for call in code.calls if call.operation == operation)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "boto3.client('sqs').send_message(QueueUrl=os.environ['Q'], MessageBody='x')",
            ("sqs", "SendMessage", ("env", "Q")),
        ),
        (
            "boto3.resource('dynamodb').Table(os.environ.get('T')).put_item(Item={})",
            ("dynamodb", "PutItem", ("env", "T")),
        ),
        ("boto3.Session().client('s3').get_object(Bucket='b', Key='k')", ("s3", "GetObject", ("text", "b"))),
        ("boto3.resource('s3').Bucket('b').upload_file('f', 'k')", ("s3", "PutObject", ("text", "b"))),
        ("boto3.resource('s3').Object('b', 'k').get()", ("s3", "GetObject", ("text", "b"))),
        ("boto3.client('s3').upload_file('f', 'b', 'k')", ("s3", "PutObject", ("text", "b"))),
        (
            "[p for p in boto3.client('s3').get_paginator('list_objects_v2').paginate(Bucket='b')]",
            ("s3", "ListObjectsV2", ("text", "b")),
        ),
        (
            "boto3.client('s3').get_waiter('object_exists').wait(Bucket='b', Key='k')",
            ("s3", "HeadObject", ("text", "b")),
        ),
        (
            "boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['B']}])",
            ("events", "PutEvents", ("env", "B")),
        ),
        (
            "boto3.client('dynamodb').batch_write_item(RequestItems={'t': []})",
            ("dynamodb", "BatchWriteItem", ("text", "t")),
        ),
        (
            "boto3.client('dynamodb').transact_write_items(TransactItems=[{'Put': {'TableName': 't'}}])",
            ("dynamodb", "TransactWriteItems", ("text", "t")),
        ),
        ("boto3.client('rds').describe_db_instances()", ("rds", "DescribeDBInstances", ("unknown", ""))),
        ("boto3.client('sns').publish(TopicArn=event['topic'], Message='x')", ("sns", "Publish", ("event", "topic"))),
        (
            "boto3.resource('sqs').Queue(os.environ['Q']).send_message(MessageBody='x')",
            ("sqs", "SendMessage", ("env", "Q")),
        ),
    ],
)
def test_calls_of_boto3(read, program: str, expected: tuple[str, str, tuple[str, str]]) -> None:
    code = read(f"import boto3, os\ndef handler(event, context):\n    {program}\n")
    assert [(each.service, each.operation, each.target) for each in code.calls] == [expected]
    assert len(code.clients) == 1


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            "const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');\n"
            "const run = () => new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.Q }));",
            ("sqs", "SendMessage", ("env", "Q")),
        ),
        (
            "const { DynamoDBDocumentClient, PutCommand } = require('@aws-sdk/lib-dynamodb');\n"
            "const run = () => DynamoDBDocumentClient.from({}).send(new PutCommand({ TableName: process.env.T }));",
            ("dynamodb", "PutItem", ("env", "T")),
        ),
        (
            "const { DynamoDB } = require('@aws-sdk/client-dynamodb');\n"
            "const run = () => new DynamoDB({}).getItem({ TableName: 't' });",
            ("dynamodb", "GetItem", ("text", "t")),
        ),
        (
            "const AWS = require('aws-sdk');\n"
            "const run = () => new AWS.SNS().publish({ TopicArn: process.env.T }).promise();",
            ("sns", "Publish", ("env", "T")),
        ),
        (
            "const AWS = require('aws-sdk');\n"
            "const run = () => new AWS.DynamoDB.DocumentClient().put({ TableName: 't' }).promise();",
            ("dynamodb", "PutItem", ("text", "t")),
        ),
        (
            "const S3 = require('aws-sdk/clients/s3');\nconst run = () => new S3().upload({ Bucket: 'b' }).promise();",
            ("s3", "PutObject", ("text", "b")),
        ),
        (
            "const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');\n"
            "const run = () => new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [{ Source: 'x' }] }));",
            ("events", "PutEvents", ("text", "default")),
        ),
        (
            "const { paginateQuery } = require('@aws-sdk/lib-dynamodb');\n"
            "const run = async () => { for await (const page of paginateQuery({}, { TableName: 't' })) page.Items; };",
            ("dynamodb", "Query", ("text", "t")),
        ),
        (
            "const { Upload } = require('@aws-sdk/lib-storage');\n"
            "const run = () => new Upload({ params: { Bucket: 'b' } }).done();",
            ("s3", "PutObject", ("text", "b")),
        ),
    ],
)
def test_calls_of_the_sdks_for_scripts(read, script: str, expected: tuple[str, str, tuple[str, str]]) -> None:
    code = read(js=f"{script}\nexports.handler = async (event) => {{ await run(event); }};")
    assert [(each.service, each.operation, each.target) for each in code.calls] == [expected]


def test_what_becomes_of_a_failure(read) -> None:
    code = read("""
        import boto3
        from botocore.exceptions import ClientError
        table = boto3.resource("dynamodb").Table("t")
        sns, sqs, s3 = boto3.client("sns"), boto3.client("sqs"), boto3.client("s3")
        def handler(event, context):
            try:
                table.put_item(Item={"id": event["id"]}, ConditionExpression="attribute_not_exists(id)")
            except ClientError as error:
                if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                    return {"statusCode": 409, "body": ""}
                return {"statusCode": 503, "body": ""}
            try:
                sns.publish(TopicArn="a", Message="x")
            except Exception:
                print("lost")
            try:
                sqs.send_message(QueueUrl="q", MessageBody="x")
            except sqs.exceptions.QueueDoesNotExist:
                return {"statusCode": 404, "body": ""}
            s3.get_object(Bucket="b", Key="k")
            return {"statusCode": 200, "body": ""}
    """)
    put = call(code, "PutItem")
    assert put.guard == Guard("answered", (503,))
    assert put.codes == {"ConditionalCheckFailedException": Guard("answered", (409,))}
    assert call(code, "Publish").guard.outcome == "swallowed"
    send = call(code, "SendMessage")
    assert (send.guard.outcome, send.codes["QueueDoesNotExist"].statuses) == ("escapes", (404,))
    assert call(code, "GetObject").guard.outcome == "escapes"
    assert all(each.always and each.certain and each.under == () for each in code.calls)


def test_what_becomes_of_a_failure_in_scripts(read) -> None:
    code = read(
        js="""
        const { SQS } = require('@aws-sdk/client-sqs');
        const { SNS } = require('@aws-sdk/client-sns');
        const { S3 } = require('@aws-sdk/client-s3');
        const sqs = new SQS(), sns = new SNS(), s3 = new S3();
        exports.handler = async ({ Records }) => {
            const done = await Promise.allSettled(Records.map((record) => sqs.sendMessage({ QueueUrl: record.url })));
            await sns.publish({ TopicArn: 'a' }).catch((error) => console.error(error));
            s3.putObject({ Bucket: 'b' });
            const failed = done.filter((each) => each.status === 'rejected');
            return { batchItemFailures: failed.map(() => ({ itemIdentifier: 'x' })) };
        };
    """
    )
    assert [(each.operation, each.guard.outcome) for each in code.calls] == [
        ("SendMessage", "reported"),
        ("Publish", "swallowed"),
        ("PutObject", "swallowed"),
    ]
    assert call(code, "SendMessage").looped


def test_what_is_sent_and_what_is_taken_out_of_answers(read) -> None:
    code = read("""
        import boto3, json, os
        TABLE = boto3.resource("dynamodb").Table(os.environ["TABLE"])
        SECRET = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="s")["SecretString"])
        def handler(event, context):
            row = TABLE.get_item(Key={"id": event["id"]}).get("Item")
            if row is None:
                return {"statusCode": 404, "body": ""}
            TABLE.put_item(Item={"id": f"{event['id']}#1", "state": "DONE", "name": row["name"]})
            return {"statusCode": 200, "body": SECRET["key"]}
    """)
    secret = call(code, "GetSecretValue")
    assert (secret.at_import, [use.path for use in secret.takes]) == (
        True,
        [("SecretString",), ("SecretString", "(json)"), ("SecretString", "(json)", "key")],
    )
    get = call(code, "GetItem")
    assert get.sends["Key.id"] == ("event", "id")
    assert [(use.path, use.required) for use in get.takes] == [(("Item",), True), (("Item", "name"), True)]
    put = call(code, "PutItem")
    assert (put.writes, get.writes) == (True, False)
    assert (put.sends["Item.id"], put.sends["Item.state"]) == (("template", "{id}#1"), ("text", "DONE"))


def test_calls_of_functions_that_a_library_calls_count(read) -> None:
    code = read("""
        import boto3
        from aws_lambda_powertools.event_handler import APIGatewayRestResolver
        app = APIGatewayRestResolver()
        table = boto3.resource("dynamodb").Table("t")
        @app.get("/orders/<id>")
        def show(id):
            return table.get_item(Key={"id": id})["Item"]
        def handler(event, context):
            return app.resolve(event, context)
    """)
    assert [each.operation for each in code.calls] == ["GetItem"]
    assert not code.explained


def test_batches_of_powertools_are_reported(read) -> None:
    code = read("""
        import json, boto3
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
        processor = BatchProcessor(event_type=EventType.SQS)
        queue = boto3.client("sqs")
        def one(record):
            queue.send_message(QueueUrl="q", MessageBody=json.loads(record["body"])["id"])
        def handler(event, context):
            return process_partial_response(event=event, record_handler=one, processor=processor, context=context)
    """)
    assert code.reports_failures
    assert (call(code, "SendMessage").guard.outcome, call(code, "SendMessage").looped) == ("reported", True)


def test_floats_that_a_table_refuses(read) -> None:
    body = """
        import boto3, json, decimal
        table = boto3.resource("dynamodb").Table("t")
        def handler(event, context):
            table.put_item(Item=json.loads(event["body"]%s))
    """
    assert call(read(body % ""), "PutItem").floats
    assert not call(read(body % ", parse_float=decimal.Decimal"), "PutItem").floats
