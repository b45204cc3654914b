"""Checks of what is deployed, asked of the cloud itself."""

import pytest

from .support import (
    ACCOUNT,
    PARTITION,
    REGION,
    Deployment,
    after,
    ask,
    before,
    found,
    hop,
    joined,
    last,
    output,
    row,
)
from .support.behaviours import (
    encrypt_and_decrypt,
    invoke_function,
    publish_and_receive,
    put_and_get_item,
    round_trip_object,
    send_and_receive,
)

deployment = Deployment("../../cfn-outputs/flat-outputs.json", region="eu-central-1")

# Found through table orders.
main_key = deployment.resource(
    "aws_kms_key.main",
    key=ask(
        "kms",
        "describe_key",
        {
            "KeyId": found(
                "aws_dynamodb_table.orders", "table", "SSEDescription.KMSMasterKeyArn"
            ),
        },
        result="KeyMetadata",
        missing=["NotFoundException"],
    ),
    rotation=ask(
        "kms",
        "get_key_rotation_status",
        {
            "KeyId": found(
                "aws_dynamodb_table.orders", "table", "SSEDescription.KMSMasterKeyArn"
            ),
        },
        missing=["UnsupportedOperationException"],
    ),
    tags=ask(
        "kms",
        "list_resource_tags",
        {
            "KeyId": found(
                "aws_dynamodb_table.orders", "table", "SSEDescription.KMSMasterKeyArn"
            ),
        },
    ),
)

# Found through output table_name.
orders_table = deployment.resource(
    "aws_dynamodb_table.orders",
    table=ask(
        "dynamodb",
        "describe_table",
        {"TableName": output("table_name")},
        result="Table",
        missing=["ResourceNotFoundException"],
    ),
    backups=ask(
        "dynamodb",
        "describe_continuous_backups",
        {"TableName": output("table_name")},
        result="ContinuousBackupsDescription",
    ),
    tags=ask(
        "dynamodb",
        "list_tags_of_resource",
        {"ResourceArn": found("aws_dynamodb_table.orders", "table", "TableArn")},
    ),
)

# Found through its name.
placed_topic = deployment.resource(
    "aws_sns_topic.placed",
    topic=ask(
        "sns",
        "get_topic_attributes",
        {
            "TopicArn": joined(
                "arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, ":orders-placed-dev"
            ),
        },
        result="Attributes",
        missing=["NotFound", "NotFoundException"],
    ),
    tags=ask(
        "sns",
        "list_tags_for_resource",
        {
            "ResourceArn": joined(
                "arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, ":orders-placed-dev"
            ),
        },
    ),
)

# Found through queue placed.
placed_subscription = deployment.resource(
    "aws_sns_topic_subscription.placed",
    connection=ask(
        "sns",
        "list_subscriptions_by_topic",
        {"TopicArn": found("aws_sns_topic.placed", "topic", "TopicArn")},
        result="Subscriptions",
        where={
            "Protocol": "sqs",
            "Endpoint": found("aws_sqs_queue.placed", "attributes", "QueueArn"),
        },
        missing=["NotFound", "NotFoundException"],
    ),
    subscription=ask(
        "sns",
        "get_subscription_attributes",
        {
            "SubscriptionArn": found(
                "aws_sns_topic_subscription.placed", "connection", "SubscriptionArn"
            ),
        },
        result="Attributes",
        missing=[
            "NotFound",
            "NotFoundException",
            "InvalidParameter",
            "InvalidParameterException",
        ],
    ),
)

# Found through its name.
audited_topic = deployment.resource(
    "aws_sns_topic.audited",
    topic=ask(
        "sns",
        "get_topic_attributes",
        {
            "TopicArn": joined(
                "arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, ":orders-audited-dev"
            ),
        },
        result="Attributes",
        missing=["NotFound", "NotFoundException"],
    ),
    tags=ask(
        "sns",
        "list_tags_for_resource",
        {
            "ResourceArn": joined(
                "arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, ":orders-audited-dev"
            ),
        },
    ),
)

# Found through queue audit.
audit_subscription = deployment.resource(
    "aws_sns_topic_subscription.audit",
    connection=ask(
        "sns",
        "list_subscriptions_by_topic",
        {"TopicArn": found("aws_sns_topic.audited", "topic", "TopicArn")},
        result="Subscriptions",
        where={
            "Protocol": "sqs",
            "Endpoint": found("aws_sqs_queue.audit", "attributes", "QueueArn"),
        },
        missing=["NotFound", "NotFoundException"],
    ),
)

# Found through output queue_urls.
placed_queue = deployment.resource(
    "aws_sqs_queue.placed",
    queue=ask(
        "sqs",
        "get_queue_url",
        {"QueueName": output("queue_urls", "placed", last("/"))},
        missing=["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ),
    attributes=ask(
        "sqs",
        "get_queue_attributes",
        {"QueueUrl": output("queue_urls", "placed"), "AttributeNames": ["All"]},
        result="Attributes",
    ),
    tags=ask("sqs", "list_queue_tags", {"QueueUrl": output("queue_urls", "placed")}),
)

# Found through queue placed.
dead_queue = deployment.resource(
    "aws_sqs_queue.dead",
    queue=ask(
        "sqs",
        "get_queue_url",
        {
            "QueueName": found(
                "aws_sqs_queue.placed",
                "attributes",
                "RedrivePolicy:json.deadLetterTargetArn",
                last(":"),
            ),
        },
        missing=["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ),
    attributes=ask(
        "sqs",
        "get_queue_attributes",
        {
            "QueueUrl": found("aws_sqs_queue.dead", "queue", "QueueUrl"),
            "AttributeNames": ["All"],
        },
        result="Attributes",
    ),
    tags=ask(
        "sqs",
        "list_queue_tags",
        {"QueueUrl": found("aws_sqs_queue.dead", "queue", "QueueUrl")},
    ),
)

# Found through output queue_urls.
audit_queue = deployment.resource(
    "aws_sqs_queue.audit",
    queue=ask(
        "sqs",
        "get_queue_url",
        {"QueueName": output("queue_urls", "audit", last("/"))},
        missing=["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ),
    attributes=ask(
        "sqs",
        "get_queue_attributes",
        {"QueueUrl": output("queue_urls", "audit"), "AttributeNames": ["All"]},
        result="Attributes",
    ),
    tags=ask("sqs", "list_queue_tags", {"QueueUrl": output("queue_urls", "audit")}),
)

# Found through function book.
book_role = deployment.resource(
    "aws_iam_role.book",
    role=ask(
        "iam",
        "get_role",
        {
            "RoleName": found(
                "aws_lambda_function.book", "function", "Configuration.Role", last("/")
            ),
        },
        result="Role",
        missing=["NoSuchEntity", "NoSuchEntityException"],
    ),
)

# Found through role book.
book_role_policy = deployment.resource(
    "aws_iam_role_policy.book",
    policy=ask(
        "iam",
        "get_role_policy",
        {
            "RoleName": found("aws_iam_role.book", "role", "RoleName"),
            "PolicyName": "book-orders",
        },
        missing=["NoSuchEntity", "NoSuchEntityException"],
    ),
)

# Found through output function_arn.
book_function = deployment.resource(
    "aws_lambda_function.book",
    function=ask(
        "lambda",
        "get_function",
        {"FunctionName": output("function_arn", after(":function:"), before(":"))},
        missing=["ResourceNotFoundException"],
    ),
)

# Found through output function_arn.
placed_event_source_mapping = deployment.resource(
    "aws_lambda_event_source_mapping.placed",
    mapping=ask(
        "lambda",
        "get_event_source_mapping",
        {"UUID": found("aws_lambda_event_source_mapping.placed", "connection", "UUID")},
        missing=["ResourceNotFoundException"],
    ),
    connection=ask(
        "lambda",
        "list_event_source_mappings",
        {"EventSourceArn": found("aws_sqs_queue.placed", "attributes", "QueueArn")},
        result="EventSourceMappings",
        where={
            "FunctionArn": joined(
                "arn:",
                PARTITION,
                ":lambda:",
                REGION,
                ":",
                ACCOUNT,
                ":function:",
                output("function_arn", after(":function:")),
            ),
        },
        missing=["ResourceNotFoundException"],
    ),
    tags=ask(
        "lambda",
        "list_tags",
        {
            "Resource": found(
                "aws_lambda_event_source_mapping.placed",
                "mapping",
                "EventSourceMappingArn",
            ),
        },
    ),
)

# Found through its alarm name.
dead_alarm = deployment.resource(
    "aws_cloudwatch_metric_alarm.dead",
    alarm=ask(
        "cloudwatch",
        "describe_alarms",
        {"AlarmNames": ["orders-dead-dev"], "AlarmTypes": ["MetricAlarm"]},
        result="MetricAlarms",
        where={"AlarmName": "orders-dead-dev"},
    ),
    tags=ask(
        "cloudwatch",
        "list_tags_for_resource",
        {"ResourceARN": found("aws_cloudwatch_metric_alarm.dead", "alarm", "AlarmArn")},
    ),
)

# Found through its bucket.
audit_bucket = deployment.resource(
    "aws_s3_bucket.audit",
    in_region="eu-west-1",
    bucket=ask(
        "s3",
        "head_bucket",
        {"Bucket": "orders-audit-dev"},
        missing=["404", "NotFound", "NoSuchBucket"],
    ),
)

# Found through its bucket.
audit_bucket_versioning = deployment.resource(
    "aws_s3_bucket_versioning.audit",
    in_region="eu-west-1",
    versioning=ask(
        "s3",
        "get_bucket_versioning",
        {"Bucket": "orders-audit-dev"},
        missing=["NoSuchBucket"],
    ),
)


class TestOutputs:
    def test_output_table_name_is_there(self):
        deployment.check_output("table_name", "text")

    def test_output_queue_urls_is_an_object_in_json(self):
        deployment.check_output("queue_urls", "json", "object")

    def test_output_function_arn_is_an_arn_of_lambda(self):
        deployment.check_output("function_arn", "arn", "lambda")

    def test_output_console_is_a_url(self):
        deployment.check_output("console", "url")


@pytest.mark.resource("aws_kms_key.main")
class TestMainKey:
    def test_exists_and_is_active(self):
        main_key.check_exists({"KeyState": ["Enabled", "Disabled"]})

    def test_is_configured_as_declared(self):
        main_key.check(
            row("description", "Description", "Encrypts orders"),
            row("is_enabled", "Enabled", True),
            row(
                "enable_key_rotation",
                "KeyRotationEnabled",
                True,
                ask="rotation",
                default=False,
            ),
        )

    def test_is_tagged_as_declared(self):
        main_key.check(
            row(
                "tags",
                "Tags:object(TagKey,TagValue)",
                {"Team": "shop"},
                ask="tags",
                normal="subset",
            ),
        )

    @pytest.mark.writes
    def test_encrypts_and_decrypts(self):
        encrypt_and_decrypt(main_key, key_id=found("aws_kms_key.main", "key", "KeyId"))


@pytest.mark.resource("aws_dynamodb_table.orders")
class TestOrdersTable:
    def test_exists_and_is_active(self):
        orders_table.check_exists({"TableStatus": ["ACTIVE"]})

    def test_is_configured_as_declared(self):
        orders_table.check(
            row(
                "billing_mode",
                "BillingModeSummary.BillingMode",
                "PAY_PER_REQUEST",
                default="PROVISIONED",
            ),
            row("hash_key", "KeySchema[KeyType=HASH].AttributeName", "customer"),
            row("range_key", "KeySchema[KeyType=RANGE].AttributeName", "placed"),
            row(
                "attribute",
                "AttributeDefinitions",
                [{"name": "customer", "type": "S"}, {"name": "placed", "type": "N"}],
                each={"name": "AttributeName", "type": "AttributeType"},
            ),
            row(
                "server_side_encryption.enabled",
                "SSEDescription.Status",
                "ENABLED",
                default="DISABLED",
            ),
            row(
                "point_in_time_recovery.enabled",
                "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
                "ENABLED",
                ask="backups",
                default="DISABLED",
            ),
        )

    def test_is_tagged_as_declared(self):
        orders_table.check(
            row(
                "tags",
                "Tags:object(Key,Value)",
                {"Team": "shop", "Data": "orders"},
                ask="tags",
                normal="subset",
            ),
        )

    @pytest.mark.writes
    def test_gives_back_what_is_put_into_it(self):
        put_and_get_item(
            orders_table,
            table_name=output("table_name"),
            hash_key="customer",
            hash_type="S",
            range_key="placed",
            range_type="N",
        )


@pytest.mark.resource("aws_sns_topic.placed")
class TestPlacedTopic:
    def test_exists(self):
        placed_topic.check_exists()

    def test_is_tagged_as_declared(self):
        placed_topic.check(
            row(
                "tags",
                "Tags:object(Key,Value)",
                {"Team": "shop"},
                ask="tags",
                normal="subset",
            ),
        )


@pytest.mark.resource("aws_sns_topic_subscription.placed")
class TestPlacedSubscription:
    def test_exists(self):
        placed_subscription.check_exists()

    def test_is_configured_as_declared(self):
        placed_subscription.check(
            row(
                "raw_message_delivery",
                "RawMessageDelivery",
                True,
                ask="subscription",
                normal="text",
                default="false",
            ),
        )


@pytest.mark.resource("aws_sns_topic.audited")
class TestAuditedTopic:
    def test_exists(self):
        audited_topic.check_exists()

    def test_is_tagged_as_declared(self):
        audited_topic.check(
            row(
                "tags",
                "Tags:object(Key,Value)",
                {"Team": "shop"},
                ask="tags",
                normal="subset",
            ),
        )

    @pytest.mark.writes
    def test_delivers_to_the_queue_that_is_subscribed(self):
        publish_and_receive(
            audited_topic,
            topic_arn=joined(
                "arn:", PARTITION, ":sns:", REGION, ":", ACCOUNT, ":orders-audited-dev"
            ),
            queue_url=output("queue_urls", "audit"),
        )


@pytest.mark.resource("aws_sns_topic_subscription.audit")
class TestAuditSubscription:
    def test_exists(self):
        audit_subscription.check_exists()


@pytest.mark.resource("aws_sqs_queue.placed")
class TestPlacedQueue:
    def test_exists(self):
        placed_queue.check_exists()

    def test_is_configured_as_declared(self):
        placed_queue.check(
            row(
                "visibility_timeout_seconds",
                "VisibilityTimeout",
                180,
                ask="attributes",
                normal="number",
            ),
        )

    def test_is_tagged_as_declared(self):
        placed_queue.check(
            row("tags", "Tags", {"Team": "shop"}, ask="tags", normal="subset"),
        )


@pytest.mark.resource("aws_sqs_queue.dead")
class TestDeadQueue:
    def test_exists(self):
        dead_queue.check_exists()

    def test_is_configured_as_declared(self):
        dead_queue.check(
            row(
                "message_retention_seconds",
                "MessageRetentionPeriod",
                1209600,
                ask="attributes",
                normal="number",
            ),
        )

    def test_is_tagged_as_declared(self):
        dead_queue.check(
            row("tags", "Tags", {"Team": "shop"}, ask="tags", normal="subset"),
        )

    @pytest.mark.writes
    def test_gives_out_what_is_sent_to_it(self):
        send_and_receive(
            dead_queue, queue_url=found("aws_sqs_queue.dead", "queue", "QueueUrl")
        )


@pytest.mark.resource("aws_sqs_queue.audit")
class TestAuditQueue:
    def test_exists(self):
        audit_queue.check_exists()

    def test_is_tagged_as_declared(self):
        audit_queue.check(
            row("tags", "Tags", {"Team": "shop"}, ask="tags", normal="subset"),
        )


@pytest.mark.resource("aws_iam_role.book")
class TestBookRole:
    def test_exists(self):
        book_role.check_exists()

    def test_is_configured_as_declared(self):
        book_role.check(
            row(
                "assume_role_policy",
                "AssumeRolePolicyDocument",
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                        },
                    ],
                },
                normal="policy",
            ),
        )

    def test_is_tagged_as_declared(self):
        book_role.check(
            row("tags", "Tags:object(Key,Value)", {"Team": "shop"}, normal="subset"),
        )


@pytest.mark.resource("aws_iam_role_policy.book")
class TestBookRolePolicy:
    def test_exists(self):
        book_role_policy.check_exists()

    def test_is_configured_as_declared(self):
        book_role_policy.check(
            row(
                "policy",
                "PolicyDocument",
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "BookOrders",
                            "Effect": "Allow",
                            "Action": "dynamodb:PutItem",
                            "Resource": found(
                                "aws_dynamodb_table.orders", "table", "TableArn"
                            ),
                        },
                        {
                            "Sid": "TakeOrders",
                            "Effect": "Allow",
                            "Action": [
                                "sqs:ReceiveMessage",
                                "sqs:GetQueueAttributes",
                                "sqs:DeleteMessage",
                            ],
                            "Resource": found(
                                "aws_sqs_queue.placed", "attributes", "QueueArn"
                            ),
                        },
                    ],
                },
                normal="policy",
            ),
        )


@pytest.mark.resource("aws_lambda_function.book")
class TestBookFunction:
    def test_exists_and_is_active(self):
        book_function.check_exists(
            {
                "Configuration.State": ["Active", "Inactive"],
                "Configuration.LastUpdateStatus": ["Successful"],
            },
        )

    def test_is_configured_as_declared(self):
        book_function.check(
            row("runtime", "Configuration.Runtime", "python3.12"),
            row("handler", "Configuration.Handler", "book.handler"),
            row("timeout", "Configuration.Timeout", 30),
            row(
                "reserved_concurrent_executions",
                "Concurrency.ReservedConcurrentExecutions",
                -1,
                default=-1,
            ),
            row(
                "environment.variables",
                "Configuration.Environment.Variables",
                {"LOG_LEVEL": "info"},
                normal="subset",
            ),
        )

    def test_is_tagged_as_declared(self):
        book_function.check(row("tags", "Tags", {"Team": "shop"}, normal="subset"))

    def test_function_book_learns_table_name_from_table_orders(self):
        book_function.check(
            row(
                "environment.variables.TABLE_NAME",
                "Configuration.Environment.Variables.TABLE_NAME",
                output("table_name"),
            ),
        )

    @pytest.mark.writes
    def test_answers_an_event_without_an_error(self):
        invoke_function(
            book_function,
            function_name=found(
                "aws_lambda_function.book", "function", "Configuration.FunctionName"
            ),
            event={"Records": []},
        )


@pytest.mark.resource("aws_lambda_event_source_mapping.placed")
class TestPlacedEventSourceMapping:
    def test_exists_and_is_active(self):
        placed_event_source_mapping.check_exists({"State": ["Enabled", "Disabled"]})

    def test_is_configured_as_declared(self):
        placed_event_source_mapping.check(
            row("enabled", "State", "Enabled"), row("batch_size", "BatchSize", 5)
        )

    def test_is_tagged_as_declared(self):
        placed_event_source_mapping.check(
            row("tags", "Tags", {"Team": "shop"}, ask="tags", normal="subset"),
        )


@pytest.mark.resource("aws_cloudwatch_metric_alarm.dead")
class TestDeadAlarm:
    def test_exists(self):
        dead_alarm.check_exists()

    def test_is_configured_as_declared(self):
        dead_alarm.check(
            row("comparison_operator", "ComparisonOperator", "GreaterThanThreshold"),
            row("evaluation_periods", "EvaluationPeriods", 1),
            row("metric_name", "MetricName", "ApproximateNumberOfMessagesVisible"),
            row("namespace", "Namespace", "AWS/SQS"),
            row("period", "Period", 60),
            row("statistic", "Statistic", "Maximum"),
            row("threshold", "Threshold", 0, normal="number"),
            row("actions_enabled", "ActionsEnabled", True, default=True),
        )

    def test_is_tagged_as_declared(self):
        dead_alarm.check(
            row(
                "tags",
                "Tags:object(Key,Value)",
                {"Team": "shop"},
                ask="tags",
                normal="subset",
            ),
        )

    def test_alarm_dead_notifies_topic_placed(self):
        dead_alarm.check(
            row(
                "alarm_actions",
                "AlarmActions",
                [found("aws_sns_topic.placed", "topic", "TopicArn")],
                normal="set",
                default=[],
            ),
        )

    def test_alarm_dead_watches_queue_dead(self):
        dead_alarm.check(
            row(
                "dimensions.QueueName",
                "Dimensions:object(Name,Value).QueueName",
                found("aws_sqs_queue.dead", "attributes", "QueueArn", last(":")),
            ),
        )


@pytest.mark.resource("aws_s3_bucket.audit")
class TestAuditBucket:
    def test_exists(self):
        audit_bucket.check_exists()

    @pytest.mark.writes
    def test_keeps_an_object_encrypted_as_declared(self):
        round_trip_object(audit_bucket, bucket="orders-audit-dev")


@pytest.mark.resource("aws_s3_bucket_versioning.audit")
class TestAuditBucketVersioning:
    def test_exists(self):
        audit_bucket_versioning.check_exists()

    def test_is_configured_as_declared(self):
        audit_bucket_versioning.check(
            row(
                "versioning_configuration.status",
                "Status",
                "Enabled",
                normal="text",
                default="Disabled",
            ),
        )


class TestFlows:
    def test_topic_placed_leads_by_way_of_queue_placed_function_book_to_table_orders(
        self,
    ):
        with hop("topic placed hands on to queue placed"):
            placed_subscription.check_exists()
        with hop("queue placed hands on to function book"):
            placed_event_source_mapping.check(row("enabled", "State", "Enabled"))
        with hop("function book learns TABLE_NAME from table orders"):
            book_function.check(
                row(
                    "environment.variables.TABLE_NAME",
                    "Configuration.Environment.Variables.TABLE_NAME",
                    output("table_name"),
                ),
            )
