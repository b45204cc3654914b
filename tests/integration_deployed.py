"""What the suite by hand is about, deployed to an emulator, and how it can drift from what is declared."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from integration_samples import PATTERN, POLICY

from scaffold.rehearse.server import Emulator

REGION = "eu-west-1"


def deployed(cloud: Emulator) -> Mapping[str, Any]:
    """What the suite is about, in the emulator: the outputs that lead to it."""

    def client(name: str) -> Any:
        return cloud.client(name, REGION)

    table = client("dynamodb").create_table(
        TableName="events",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "N"},
        ],
        Tags=[{"Key": "team", "Value": "shop"}, {"Key": "more", "Value": "x"}],
    )["TableDescription"]
    recover(client("dynamodb"), True)
    queue = client("sqs").create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "45"})["QueueUrl"]
    queue_arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    topic = client("sns").create_topic(Name="alerts")["TopicArn"]
    raw = {"RawMessageDelivery": "true"}
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn, Attributes=raw)
    role = client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument=POLICY)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): return event")
    client("lambda").create_function(
        FunctionName="worker",
        Runtime="python3.12",
        Handler="index.handler",
        Role=role,
        Code={"ZipFile": code.getvalue()},
        Timeout=7,
        Environment={"Variables": {"MODE": "test", "TABLE": "events", "OTHER": "x"}},
    )
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    bucket = client("s3")
    bucket.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    bucket.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": default}]}
    bucket.put_bucket_encryption(Bucket="files", ServerSideEncryptionConfiguration=rules)
    machine = client("stepfunctions").create_state_machine(
        name="steps", roleArn=role, definition=json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    )["stateMachineArn"]
    client("logs").create_log_group(logGroupName="/events/orders")
    group = client("logs").describe_log_groups()["logGroups"][0]["arn"]
    client("events").put_rule(Name="orders", EventPattern=json.dumps(PATTERN))
    targets = [{"Id": "queue", "Arn": queue_arn}, {"Id": "log", "Arn": group.removesuffix(":*")}]
    client("events").put_targets(Rule="orders", Targets=targets)
    client("sqs").send_message(QueueUrl=queue, MessageBody="somebody's own")
    return {
        "events_table_arn": table["TableArn"],
        "queue_url": queue,
        "roles": json.dumps({"worker": [role]}),
        "function_name": "worker",
        "bucket": "files",
        "key_id": key,
        "machine_arn": machine,
    }


def recover(client: Any, on: bool) -> None:
    given = {"PointInTimeRecoveryEnabled": on}
    client.update_continuous_backups(TableName="events", PointInTimeRecoverySpecification=given)


def drift_table(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("dynamodb", REGION)
    recover(client, False)
    return lambda: recover(client, True)


def drift_tags(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("dynamodb", REGION)
    arn = client.describe_table(TableName="events")["Table"]["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "other"}])
    return lambda: client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "shop"}])


def drift_queue(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("sqs", REGION)
    url = client.get_queue_url(QueueName="jobs")["QueueUrl"]
    client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "30"})
    return lambda: client.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "45"})


def drift_function(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("lambda", REGION)
    role = cloud.client("iam", REGION).get_role(RoleName="worker")["Role"]["Arn"]

    def set_to(timeout: int, mode: str, role: str) -> None:
        variables = {"MODE": mode, "TABLE": "events"}
        client.update_function_configuration(
            FunctionName="worker", Timeout=timeout, Role=role, Environment={"Variables": variables}
        )

    set_to(9, "s3cr3t", role.replace("worker", "other"))
    return lambda: set_to(7, "test", role)


def drift_bucket(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("s3", REGION)
    client.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Suspended"})
    rule = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
    client.put_bucket_lifecycle_configuration(Bucket="files", LifecycleConfiguration={"Rules": [rule]})

    def undo() -> None:
        client.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
        client.delete_bucket_lifecycle(Bucket="files")

    return undo


def drift_role(cloud: Emulator) -> Callable[[], Any]:
    client = cloud.client("iam", REGION)
    other = POLICY.replace("lambda.amazonaws.com", "ec2.amazonaws.com")
    client.update_assume_role_policy(RoleName="worker", PolicyDocument=other)
    return lambda: client.update_assume_role_policy(RoleName="worker", PolicyDocument=POLICY)


STATEMENT = '[{"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["%s.amazonaws.com"]}}]'
#: Each drift, and every line of the messages that tells of it.
DRIFTS: Mapping[Callable[[Emulator], Callable[[], Any]], list[str]] = {
    drift_table: [
        'aws_dynamodb_table.events: point_in_time_recovery.enabled: declared "ENABLED", found "DISABLED"',
    ],
    drift_tags: ['aws_dynamodb_table.events: tags.team: declared "shop", found "other"'],
    drift_queue: [
        "aws_sqs_queue.jobs: visibility_timeout_seconds: declared 45, found 30",
        "hop queue jobs waits as declared: aws_sqs_queue.jobs: visibility_timeout_seconds: declared 45, found 30",
    ],
    drift_function: [
        "aws_lambda_function.worker: environment.variables.MODE: declared and found differ (values are not shown)",
        'aws_lambda_function.worker: role: declared "arn:aws:iam::123456789012:role/worker", '
        'found "arn:aws:iam::123456789012:role/other"',
        "aws_lambda_function.worker: timeout: declared 7, found 9",
    ],
    drift_bucket: [
        'aws_s3_bucket.files: lifecycle_rule: declared [], found [{"id": "old"}]',
        'aws_s3_bucket.files: versioning: declared "Enabled", found "Suspended"',
    ],
    drift_role: [
        f"aws_iam_role.worker: assume_role_policy.Statement: "
        f"declared {STATEMENT % 'lambda'}, found {STATEMENT % 'ec2'}",
    ],
}
