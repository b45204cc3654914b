"""What the emulator holds, before and after."""

from __future__ import annotations

from rehearsals import REGION, started

from scaffold.rehearse.snapshot import differences, snapshot
from scaffold.rehearse.surroundings import archive


def test_whatever_a_suite_leaves_behind_is_seen() -> None:
    with started() as running:
        clients = {
            name: running.client(name, REGION)
            for name in (
                "dynamodb",
                "sqs",
                "sns",
                "events",
                "logs",
                "kms",
                "kinesis",
                "secretsmanager",
                "ssm",
                "lambda",
            )
        }
        role = running.client("iam", REGION).create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        clients["dynamodb"].create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        clients["dynamodb"].put_item(TableName="t", Item={"a": {"S": "1"}})
        url = clients["sqs"].create_queue(QueueName="q")["QueueUrl"]
        topic = clients["sns"].create_topic(Name="t")["TopicArn"]
        clients["logs"].create_log_group(logGroupName="/g")
        clients["secretsmanager"].create_secret(Name="s", SecretString="1")
        clients["ssm"].put_parameter(Name="p", Value="1", Type="String")
        storage = running.client("s3", "us-east-1")
        storage.create_bucket(Bucket="bucket")
        regions = (REGION, "us-east-1", REGION)
        before = snapshot(running, regions)
        assert differences(before, snapshot(running, regions)) == ()

        clients["dynamodb"].put_item(TableName="t", Item={"a": {"S": "1"}, "b": {"S": "changed"}})
        clients["sqs"].send_message(QueueUrl=url, MessageBody="x")
        clients["sns"].subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:123456789012:q")
        clients["events"].put_rule(Name="rule", EventPattern='{"source": ["x"]}')
        clients["logs"].create_log_stream(logGroupName="/g", logStreamName="s")
        clients["kms"].create_key()
        clients["kinesis"].create_stream(StreamName="st", ShardCount=1)
        clients["secretsmanager"].put_secret_value(SecretId="s", SecretString="2")
        clients["ssm"].delete_parameter(Name="p")
        code = {"ZipFile": archive()}
        clients["lambda"].create_function(FunctionName="f", Role=role, Runtime="python3.12", Handler="a.b", Code=code)
        storage.put_object(Bucket="bucket", Key="k", Body=b"x")
        found = differences(before, snapshot(running, regions))
        starts = (
            f"changed: dynamodb {REGION} table t",
            f"changed: sqs {REGION} queue q",
            f"changed: logs {REGION} log group /g",
            f"changed: secretsmanager {REGION} secret s",
            f"taken away: ssm {REGION} parameter p",
            f"left behind: sns {REGION} subscription ",
            f"left behind: events {REGION} rule default/rule",
            f"left behind: kms {REGION} key ",
            f"left behind: kinesis {REGION} stream st",
            f"left behind: lambda {REGION} function f",
            "left behind: s3 us-east-1 object bucket/k ",
        )
        assert [start for start in starts if not any(line.startswith(start) for line in found)] == []
