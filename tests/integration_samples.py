"""A suite by hand, with one of everything, and what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Flow,
    Found,
    Given,
    Hop,
    IntegrationCase,
    IntegrationSuite,
    Joined,
    Member,
    OutputForm,
    Question,
    Row,
    Subject,
    Surrounding,
)

TABLE, QUEUE, TOPIC = "aws_dynamodb_table.events", "aws_sqs_queue.jobs", "aws_sns_topic.alerts"
ROLE, FUNCTION, BUCKET = "aws_iam_role.worker", "aws_lambda_function.worker", "aws_s3_bucket.files"
KEY, MACHINE, RULE = "aws_kms_key.data", "aws_sfn_state_machine.steps", "aws_cloudwatch_event_rule.orders"

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}},
    }
)
PATTERN = {"source": ["shop.orders"], "detail-type": ["placed"]}
EVENT = {"source": "shop.orders", "detail_type": "placed", "detail": {"id": "1"}}

table_name = Given("events_table_arn", picks=(("after", ":table/"),))
queue_url = Given("queue_url")
role_name = Given("roles", path=("worker", 0), picks=(("last", "/"),))

SUBJECTS = (
    Subject(
        TABLE,
        "aws_dynamodb_table",
        "table events",
        "output events_table_arn",
        (
            Question(
                "table",
                "dynamodb",
                "DescribeTable",
                {"TableName": table_name},
                "Table",
                missing=("ResourceNotFoundException",),
            ),
            Question(
                "backups",
                "dynamodb",
                "DescribeContinuousBackups",
                {"TableName": table_name},
                "ContinuousBackupsDescription",
            ),
            Question(
                "tags", "dynamodb", "ListTagsOfResource", {"ResourceArn": Found(TABLE, "table", "TableArn")}, "Tags"
            ),
            Question("idle", "dynamodb", "DescribeTimeToLive", {"TableName": table_name}),
        ),
    ),
    Subject(
        QUEUE,
        "aws_sqs_queue",
        "queue jobs",
        "output queue_url",
        (
            Question(
                "queue",
                "sqs",
                "GetQueueAttributes",
                {"QueueUrl": queue_url, "AttributeNames": ("All",)},
                "Attributes",
                missing=("AWS.SimpleQueueService.NonExistentQueue",),
            ),
        ),
    ),
    Subject(
        TOPIC,
        "aws_sns_topic",
        "topic alerts",
        "its name",
        (
            Question(
                "topic",
                "sns",
                "ListTopics",
                {},
                "Topics",
                {
                    "TopicArn": Joined(
                        (
                            "arn:",
                            Surrounding("partition"),
                            ":sns:",
                            Surrounding("region"),
                            ":",
                            Surrounding("account"),
                            ":alerts",
                        )
                    )
                },
            ),
            Question(
                "subscription",
                "sns",
                "ListSubscriptionsByTopic",
                {"TopicArn": Found(TOPIC, "topic", "TopicArn")},
                "Subscriptions",
                {"Protocol": "sqs"},
            ),
        ),
    ),
    Subject(
        ROLE,
        "aws_iam_role",
        "role worker",
        "output roles",
        (Question("role", "iam", "GetRole", {"RoleName": role_name}, "Role", missing=("NoSuchEntity",)),),
    ),
    Subject(
        FUNCTION,
        "aws_lambda_function",
        "function worker",
        "output function_name",
        (
            Question(
                "function",
                "lambda",
                "GetFunction",
                {"FunctionName": Given("function_name")},
                "Configuration",
                missing=("ResourceNotFoundException",),
            ),
        ),
    ),
    Subject(
        BUCKET,
        "aws_s3_bucket",
        "bucket files",
        "output bucket",
        (
            Question("bucket", "s3", "HeadBucket", {"Bucket": Given("bucket")}, missing=("404",)),
            Question("versioning", "s3", "GetBucketVersioning", {"Bucket": Given("bucket")}),
            Question(
                "lifecycle",
                "s3",
                "GetBucketLifecycleConfiguration",
                {"Bucket": Given("bucket")},
                "Rules",
                missing=("NoSuchLifecycleConfiguration",),
            ),
        ),
    ),
    Subject(
        KEY,
        "aws_kms_key",
        "key data",
        "output key_id",
        (Question("key", "kms", "DescribeKey", {"KeyId": Given("key_id")}, "KeyMetadata"),),
    ),
    Subject(
        MACHINE,
        "aws_sfn_state_machine",
        "state machine steps",
        "output machine_arn",
        (Question("machine", "stepfunctions", "DescribeStateMachine", {"stateMachineArn": Given("machine_arn")}),),
    ),
    Subject(
        RULE,
        "aws_cloudwatch_event_rule",
        "rule orders",
        "its name",
        (Question("rule", "events", "DescribeRule", {"Name": "orders", "EventBusName": "default"}),),
    ),
    Subject(
        "aws_sqs_queue.idle",
        "aws_sqs_queue",
        "queue idle",
        "output idle_url",
        (Question("queue", "sqs", "GetQueueAttributes", {"QueueUrl": Given("idle_url")}),),
    ),
)

#: Rows by resource, and how often a drift of each is looked for.
ROWS: Mapping[str, tuple[Row, ...]] = {
    TABLE: (
        Row("billing_mode", "table", "BillingModeSummary.BillingMode", "PAY_PER_REQUEST", default="PROVISIONED"),
        Row("hash_key", "table", "KeySchema[KeyType=HASH].AttributeName", "pk"),
        Row(
            "attribute",
            "table",
            "AttributeDefinitions",
            ({"name": "sk", "type": "N"}, {"name": "pk", "type": "S"}),
            each={"name": Member("AttributeName"), "type": Member("AttributeType", normal="text")},
        ),
        Row(
            "point_in_time_recovery.enabled",
            "backups",
            "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
            "ENABLED",
        ),
    ),
    QUEUE: (
        Row("visibility_timeout_seconds", "queue", "VisibilityTimeout", 45, "number"),
        Row("name", "queue", "QueueArn", "jobs", picks=(("last", ":"),)),
        Row("sqs_managed_sse_enabled", "queue", "SqsManagedSseEnabled", True, "text", default="true"),
    ),
    ROLE: (
        Row("assume_role_policy", "role", "AssumeRolePolicyDocument", POLICY, "policy"),
        Row("path", "role", "Path", "/", default="/"),
    ),
    FUNCTION: (
        Row("timeout", "function", "Timeout", 7),
        Row(
            "environment.variables",
            "function",
            "Environment.Variables",
            {"MODE": "test", "TABLE": table_name},
            "subset",
        ),
    ),
}


def case(section: str, subject: str, phrase: str, expect: Any, writes: bool = False) -> IntegrationCase:
    """A case whose id says what it is about."""
    title = f"{subject} {phrase}".strip()
    return IntegrationCase(f"{section}:{subject}:{phrase}", section, title, subject, phrase, expect, writes)


def trial(subject: str, kind: str, **arguments: Any) -> IntegrationCase:
    return case("behaviour", subject, f"does {kind}", Behaves(kind, arguments), writes=True)


CASES = (
    case("outputs", "", "output events_table_arn is an ARN", OutputForm("events_table_arn", "arn", "dynamodb")),
    case("outputs", "", "output queue_url is a queue's URL", OutputForm("queue_url", "queue-url")),
    case("outputs", "", "output roles is JSON", OutputForm("roles", "json", "object")),
    case("resource", TABLE, "exists and is active", Exists({"TableStatus": ("ACTIVE",)})),
    *(case("resource", address, "is configured as declared", Configured(rows)) for address, rows in ROWS.items()),
    case(
        "resource",
        TABLE,
        "is tagged as declared",
        Configured((Row("tags", "tags", ":object(Key,Value)", {"team": "shop"}, "subset"),)),
    ),
    case("resource", BUCKET, "exists", Exists()),
    case(
        "resource",
        BUCKET,
        "is configured as declared",
        Configured(
            (
                Row("versioning", "versioning", "Status", "Enabled", default="Disabled"),
                Row("lifecycle_rule", "lifecycle", "", (), each={"id": Member("ID")}),
            )
        ),
    ),
    case(
        "relations",
        FUNCTION,
        "runs with role worker",
        Configured((Row("role", "function", "Role", Found(ROLE, "role", "Arn")),)),
    ),
    case(
        "relations",
        TOPIC,
        "delivers to queue jobs",
        Configured((Row("endpoint", "subscription", "Endpoint", Found(QUEUE, "queue", "QueueArn")),)),
    ),
    trial(
        TABLE, "put_and_get_item", table_name=table_name, hash_key="pk", hash_type="S", range_key="sk", range_type="N"
    ),
    trial(QUEUE, "send_and_receive", queue_url=queue_url),
    trial(TOPIC, "publish_and_receive", topic_arn=Found(TOPIC, "topic", "TopicArn"), queue_url=queue_url, raw=True),
    trial(BUCKET, "round_trip_object", bucket=Given("bucket"), algorithm="aws:kms", key=Given("key_id")),
    trial(FUNCTION, "invoke_function", function_name=Given("function_name"), event={"Records": ()}),
    trial(KEY, "encrypt_and_decrypt", key_id=Given("key_id")),
    trial(MACHINE, "execute_state_machine", arn=Given("machine_arn"), input={}),
    trial(RULE, "put_matching_event", bus="default", event=EVENT, queue_url=queue_url, log_group="/events/orders"),
    case(
        "flows",
        "",
        "rule orders leads by way of queue jobs to table events",
        Flow(
            (
                Hop("rule orders is there", RULE, Exists()),
                Hop("queue jobs waits as declared", QUEUE, Configured(ROWS[QUEUE][:1])),
                Hop("table events takes items", TABLE, Configured(ROWS[TABLE][:1])),
            )
        ),
    ),
)

SUITE = IntegrationSuite(
    "shop",
    "shop",
    ".",
    "terraform",
    "",
    "cfn-outputs/flat-outputs.json",
    SUBJECTS,
    CASES,
    "eu-west-1",
)
