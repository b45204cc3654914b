"""Tables, buckets, queues, topics, keys, secrets, parameters and streams are made as they are declared."""

from __future__ import annotations

import pytest
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

TAGGED = [{"Key": "Team", "Value": TAGS["Team"]}]
BUCKET = {"Bucket": "<bucket.id>"}
KEY = {"description": "key"}

SAMPLES = [
    Sample(
        "aws_dynamodb_table",
        {
            "name": "events",
            "billing_mode": "PROVISIONED",
            "read_capacity": 21,
            "write_capacity": 22,
            "hash_key": "customer",
            "range_key": "placed",
            "attribute": [
                {"name": "customer", "type": "S"},
                {"name": "placed", "type": "N"},
                {"name": "state", "type": "S"},
            ],
            "global_secondary_index": [
                {
                    "name": "by-state",
                    "hash_key": "state",
                    "range_key": "placed",
                    "projection_type": "INCLUDE",
                    "non_key_attributes": ["total"],
                    "read_capacity": 23,
                    "write_capacity": 24,
                }
            ],
            "local_secondary_index": [{"name": "by-own-state", "range_key": "state", "projection_type": "KEYS_ONLY"}],
            "stream_enabled": True,
            "stream_view_type": "NEW_IMAGE",
            "server_side_encryption": [{"enabled": True, "kms_key_arn": "<key.arn>"}],
            "ttl": [{"enabled": True, "attribute_name": "expires"}],
            "point_in_time_recovery": [{"enabled": True, "recovery_period_in_days": 10}],
            "table_class": "STANDARD_INFREQUENT_ACCESS",
            "deletion_protection_enabled": True,
        },
        ("id", "arn", "name", "stream_arn", "stream_label"),
        (
            Look(
                "dynamodb",
                "describe_table",
                {"TableName": "events"},
                {
                    "Table": {
                        "TableArn": "<it.arn>",
                        "LatestStreamArn": "<it.stream_arn>",
                        "KeySchema": [
                            {"AttributeName": "customer", "KeyType": "HASH"},
                            {"AttributeName": "placed", "KeyType": "RANGE"},
                        ],
                        "ProvisionedThroughput": {"ReadCapacityUnits": 21, "WriteCapacityUnits": 22},
                        "GlobalSecondaryIndexes": [
                            {
                                "IndexName": "by-state",
                                "KeySchema": [
                                    {"AttributeName": "state", "KeyType": "HASH"},
                                    {"AttributeName": "placed", "KeyType": "RANGE"},
                                ],
                                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
                                "ProvisionedThroughput": {"ReadCapacityUnits": 23, "WriteCapacityUnits": 24},
                            }
                        ],
                        "LocalSecondaryIndexes": [
                            {
                                "IndexName": "by-own-state",
                                "KeySchema": [
                                    {"AttributeName": "customer", "KeyType": "HASH"},
                                    {"AttributeName": "state", "KeyType": "RANGE"},
                                ],
                                "Projection": {"ProjectionType": "KEYS_ONLY"},
                            }
                        ],
                        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
                        "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "<key.arn>"},
                        "DeletionProtectionEnabled": True,
                    }
                },
            ),
            Look(
                "dynamodb",
                "describe_time_to_live",
                {"TableName": "events"},
                {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}},
            ),
            Look(
                "dynamodb",
                "describe_continuous_backups",
                {"TableName": "events"},
                {
                    "ContinuousBackupsDescription": {
                        "PointInTimeRecoveryDescription": {
                            "PointInTimeRecoveryStatus": "ENABLED",
                            "RecoveryPeriodInDays": 10,
                        }
                    }
                },
            ),
            Look("dynamodb", "list_tags_of_resource", {"ResourceArn": "<it.arn>"}, {"Tags": TAGGED}),
        ),
    ),
    Sample(
        "aws_dynamodb_table",
        {
            "name": "orders",
            "billing_mode": "PAY_PER_REQUEST",
            "hash_key": "id",
            "attribute": [{"name": "id", "type": "B"}],
            "on_demand_throughput": [{"max_read_request_units": 31, "max_write_request_units": 32}],
            "warm_throughput": [{"read_units_per_second": 12001, "write_units_per_second": 4001}],
            "server_side_encryption": [{"enabled": True}],
        },
        ("id", "arn"),
        (
            Look(
                "dynamodb",
                "describe_table",
                {"TableName": "orders"},
                {
                    "Table": {
                        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "B"}],
                        "SSEDescription": {"SSEType": "KMS"},
                        "WarmThroughput": {"ReadUnitsPerSecond": 12001, "WriteUnitsPerSecond": 4001},
                    }
                },
            ),
        ),
    ),
    Sample(
        "aws_dynamodb_table_item",
        {"table_name": "<table.name>", "hash_key": "id", "item": '{"id":{"S":"one"}}'},
        ("id",),
        (
            Look(
                "dynamodb",
                "get_item",
                {"TableName": "<table.name>", "Key": {"id": {"S": "one"}}},
                {"Item": {"id": {"S": "one"}}},
            ),
        ),
        needs={
            "table": (
                "aws_dynamodb_table",
                {"name": "items", "hash_key": "id", "attribute": [{"name": "id", "type": "S"}]},
            )
        },
        kept=("hash_key", "item"),
        tagged=False,
    ),
    Sample(
        "aws_dynamodb_resource_policy",
        {"resource_arn": "<table.arn>", "policy": POLICY},
        ("id", "revision_id"),
        (Look("dynamodb", "get_resource_policy", {"ResourceArn": "<table.arn>"}, {"Policy": POLICY}),),
        needs={
            "table": (
                "aws_dynamodb_table",
                {"name": "items", "hash_key": "id", "attribute": [{"name": "id", "type": "S"}]},
            )
        },
        tagged=False,
    ),
    Sample(
        "aws_dynamodb_tag",
        {"resource_arn": "<table.arn>", "key": "Owner", "value": "anna"},
        ("id",),
        (
            Look(
                "dynamodb",
                "list_tags_of_resource",
                {"ResourceArn": "<table.arn>"},
                {"Tags": [{"Key": "Owner", "Value": "anna"}]},
            ),
        ),
        needs={
            "table": (
                "aws_dynamodb_table",
                {"name": "items", "hash_key": "id", "attribute": [{"name": "id", "type": "S"}]},
            )
        },
        tagged=False,
    ),
    Sample(
        "aws_sqs_queue",
        {
            "name": "work.fifo",
            "fifo_queue": True,
            "content_based_deduplication": True,
            "deduplication_scope": "messageGroup",
            "fifo_throughput_limit": "perMessageGroupId",
            "delay_seconds": 3,
            "max_message_size": 2048,
            "message_retention_seconds": 86400,
            "receive_wait_time_seconds": 5,
            "visibility_timeout_seconds": 61,
            "kms_master_key_id": "<key.id>",
            "kms_data_key_reuse_period_seconds": 600,
            "redrive_policy": '{"deadLetterTargetArn":"<dead.arn>","maxReceiveCount":4}',
            "policy": POLICY,
        },
        ("id", "url", "arn", "name"),
        (
            Look(
                "sqs",
                "get_queue_attributes",
                {"QueueUrl": "<it.url>", "AttributeNames": ["All"]},
                {
                    "Attributes": {
                        "QueueArn": "<it.arn>",
                        "FifoQueue": "true",
                        "ContentBasedDeduplication": "true",
                        "DeduplicationScope": "messageGroup",
                        "FifoThroughputLimit": "perMessageGroupId",
                        "DelaySeconds": "3",
                        "MaximumMessageSize": "2048",
                        "MessageRetentionPeriod": "86400",
                        "ReceiveMessageWaitTimeSeconds": "5",
                        "VisibilityTimeout": "61",
                        "KmsMasterKeyId": "<key.id>",
                        "KmsDataKeyReusePeriodSeconds": "600",
                        "RedrivePolicy": '{"deadLetterTargetArn":"<dead.arn>","maxReceiveCount":4}',
                        "Policy": POLICY,
                    }
                },
            ),
            Look("sqs", "list_queue_tags", {"QueueUrl": "<it.url>"}, {"Tags": TAGS}),
        ),
        needs={"dead": ("aws_sqs_queue", {"name": "dead.fifo", "fifo_queue": True})},
    ),
    Sample(
        "aws_sqs_queue_policy",
        {"queue_url": "<queue.id>", "policy": POLICY},
        ("id",),
        (
            Look(
                "sqs",
                "get_queue_attributes",
                {"QueueUrl": "<queue.url>", "AttributeNames": ["Policy"]},
                {"Attributes": {"Policy": POLICY}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_sqs_queue_redrive_policy",
        {"queue_url": "<queue.id>", "redrive_policy": '{"deadLetterTargetArn":"<dead.arn>","maxReceiveCount":4}'},
        ("id",),
        (
            Look(
                "sqs",
                "get_queue_attributes",
                {"QueueUrl": "<queue.url>", "AttributeNames": ["All"]},
                {"Attributes": {"RedrivePolicy": '{"deadLetterTargetArn":"<dead.arn>","maxReceiveCount":4}'}},
            ),
        ),
        needs={"dead": ("aws_sqs_queue", {"name": "dead"})},
        tagged=False,
    ),
    Sample(
        "aws_sqs_queue_redrive_allow_policy",
        {"queue_url": "<queue.id>", "redrive_allow_policy": '{"redrivePermission":"allowAll"}'},
        ("id",),
        tagged=False,
    ),
    Sample(
        "aws_sns_topic",
        {
            "name": "alarms",
            "display_name": "Alarms",
            "kms_master_key_id": "<key.id>",
            "delivery_policy": '{"http":{}}',
            "policy": POLICY,
            "tracing_config": "Active",
            "signature_version": 2,
            "sqs_failure_feedback_role_arn": "<role.arn>",
            "http_success_feedback_sample_rate": 7,
        },
        ("id", "arn", "name", "owner"),
        (
            Look(
                "sns",
                "get_topic_attributes",
                {"TopicArn": "<it.arn>"},
                {
                    "Attributes": {
                        "DisplayName": "Alarms",
                        "KmsMasterKeyId": "<key.id>",
                        "DeliveryPolicy": '{"http":{}}',
                        "Policy": POLICY,
                    }
                },
            ),
            Look("sns", "list_tags_for_resource", {"ResourceArn": "<it.arn>"}, {"Tags": TAGGED}),
        ),
    ),
    Sample(
        "aws_sns_topic",
        {
            "name": "ordered.fifo",
            "fifo_topic": True,
            "content_based_deduplication": True,
            "fifo_throughput_scope": "Topic",
            "archive_policy": '{"MessageRetentionPeriod":"30"}',
        },
        ("arn",),
        (
            Look(
                "sns",
                "get_topic_attributes",
                {"TopicArn": "<it.arn>"},
                {"Attributes": {"FifoTopic": "true", "ContentBasedDeduplication": "true"}},
            ),
        ),
    ),
    Sample(
        "aws_sns_topic_policy",
        {"arn": "<topic.arn>", "policy": POLICY},
        ("id", "owner"),
        (Look("sns", "get_topic_attributes", {"TopicArn": "<topic.arn>"}, {"Attributes": {"Policy": POLICY}}),),
        tagged=False,
    ),
    Sample(
        "aws_sns_topic_subscription",
        {
            "topic_arn": "<topic.arn>",
            "protocol": "sqs",
            "endpoint": "<queue.arn>",
            "raw_message_delivery": True,
            "filter_policy": '{"kind":["order"]}',
            "filter_policy_scope": "MessageBody",
            "redrive_policy": '{"deadLetterTargetArn":"<queue.arn>"}',
        },
        ("id", "arn", "owner_id", "pending_confirmation", "confirmation_was_authenticated"),
        (
            Look(
                "sns",
                "get_subscription_attributes",
                {"SubscriptionArn": "<it.arn>"},
                {
                    "Attributes": {
                        "TopicArn": "<topic.arn>",
                        "Protocol": "sqs",
                        "Endpoint": "<queue.arn>",
                        "RawMessageDelivery": "true",
                        "FilterPolicy": '{"kind":["order"]}',
                        "FilterPolicyScope": "MessageBody",
                        "RedrivePolicy": '{"deadLetterTargetArn":"<queue.arn>"}',
                    }
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_sns_platform_application",
        {
            "name": "phones",
            "platform": "GCM",
            "platform_credential": "secret",
            "event_delivery_failure_topic_arn": "<topic.arn>",
            "success_feedback_sample_rate": 17,
        },
        ("id", "arn"),
        tagged=False,
    ),
    Sample(
        "aws_kms_key",
        {
            "description": "Data",
            "enable_key_rotation": True,
            "rotation_period_in_days": 180,
            "deletion_window_in_days": 14,
            "policy": POLICY,
            "multi_region": True,
        },
        ("id", "key_id", "arn"),
        (
            Look(
                "kms",
                "describe_key",
                {"KeyId": "<it.id>"},
                {
                    "KeyMetadata": {
                        "Arn": "<it.arn>",
                        "Description": "Data",
                        "Enabled": True,
                        "KeyUsage": "ENCRYPT_DECRYPT",
                        "MultiRegion": True,
                    }
                },
            ),
            Look("kms", "get_key_rotation_status", {"KeyId": "<it.id>"}, {"KeyRotationEnabled": True}),
            Look("kms", "get_key_policy", {"KeyId": "<it.id>", "PolicyName": "default"}, {"Policy": POLICY}),
            Look(
                "kms",
                "list_resource_tags",
                {"KeyId": "<it.id>"},
                {"Tags": [{"TagKey": "Team", "TagValue": "rehearsal"}]},
            ),
        ),
        kept=("enable_key_rotation", "deletion_window_in_days"),
    ),
    Sample(
        "aws_kms_key",
        {"is_enabled": False, "key_usage": "SIGN_VERIFY", "customer_master_key_spec": "RSA_2048"},
        ("id",),
        (
            Look(
                "kms",
                "describe_key",
                {"KeyId": "<it.id>"},
                {"KeyMetadata": {"Enabled": False, "KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048"}},
            ),
        ),
    ),
    Sample(
        "aws_kms_alias",
        {"name": "alias/data", "target_key_id": "<key.key_id>"},
        ("id", "name", "arn", "target_key_arn"),
        (Look("kms", "describe_key", {"KeyId": "alias/data"}, {"KeyMetadata": {"Arn": "<key.arn>"}}),),
        tagged=False,
    ),
    Sample(
        "aws_kms_key_policy",
        {"key_id": "<key.id>", "policy": POLICY},
        ("id",),
        (Look("kms", "get_key_policy", {"KeyId": "<key.id>", "PolicyName": "default"}, {"Policy": POLICY}),),
        tagged=False,
    ),
    Sample(
        "aws_kms_grant",
        {
            "name": "reader",
            "key_id": "<key.id>",
            "grantee_principal": "<role.arn>",
            "operations": ["Decrypt"],
            "constraints": [{"encryption_context_equals": {"area": "north"}}],
        },
        ("id", "grant_id", "grant_token"),
        (
            Look(
                "kms",
                "list_grants",
                {"KeyId": "<key.id>"},
                {"Grants": [{"Constraints": {"EncryptionContextEquals": {"area": "north"}}}]},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_kms_replica_key",
        {"primary_key_arn": "<primary.arn>", "description": "Copy", "policy": POLICY},
        ("id", "key_id", "arn"),
        (
            Look(
                "kms",
                "describe_key",
                {"KeyId": "<it.id>"},
                {"KeyMetadata": {"MultiRegion": True, "Description": "Copy"}},
            ),
        ),
        needs={"primary": ("aws_kms_key", {"multi_region": True})},
        kept=("primary_key_arn",),
    ),
    Sample(
        "aws_secretsmanager_secret",
        {
            "name": "signing",
            "description": "Signs",
            "kms_key_id": "<key.arn>",
            "recovery_window_in_days": 7,
            "policy": POLICY,
            "replica": [{"region": "eu-central-1"}],
        },
        ("id", "arn", "name"),
        (
            Look(
                "secretsmanager",
                "describe_secret",
                {"SecretId": "signing"},
                {
                    "ARN": "<it.arn>",
                    "Description": "Signs",
                    "KmsKeyId": "<key.arn>",
                    "Tags": TAGGED,
                    "ReplicationStatus": [{"Region": "eu-central-1"}],
                },
            ),
            Look("secretsmanager", "get_resource_policy", {"SecretId": "signing"}, {"ResourcePolicy": POLICY}),
        ),
        kept=("recovery_window_in_days",),
    ),
    Sample(
        "aws_secretsmanager_secret_version",
        {"secret_id": "<secret.id>", "secret_string": "open"},
        ("id", "arn", "version_id"),
        (Look("secretsmanager", "get_secret_value", {"SecretId": "<secret.arn>"}, {"SecretString": "open"}),),
        needs={"secret": ("aws_secretsmanager_secret", {"name": "other"})},
        tagged=False,
    ),
    Sample(
        "aws_secretsmanager_secret_policy",
        {"secret_arn": "<secret.arn>", "policy": POLICY},
        ("id",),
        (Look("secretsmanager", "get_resource_policy", {"SecretId": "<secret.arn>"}, {"ResourcePolicy": POLICY}),),
        needs={"secret": ("aws_secretsmanager_secret", {"name": "other"})},
        tagged=False,
    ),
    Sample(
        "aws_secretsmanager_secret_rotation",
        {
            "secret_id": "<secret.id>",
            "rotation_lambda_arn": "<function.arn>",
            "rotation_rules": [{"automatically_after_days": 30}],
        },
        ("id",),
        (
            Look(
                "secretsmanager",
                "describe_secret",
                {"SecretId": "<secret.arn>"},
                {"RotationEnabled": True, "RotationRules": {"AutomaticallyAfterDays": 30}},
            ),
        ),
        needs={"secret": ("aws_secretsmanager_secret", {"name": "other"})},
        tagged=False,
    ),
    Sample(
        "aws_ssm_parameter",
        {
            "name": "/service/limit",
            "type": "SecureString",
            "value": "60",
            "description": "Most",
            "key_id": "<key.id>",
            "tier": "Advanced",
            "allowed_pattern": "[0-9]+",
            "data_type": "text",
        },
        ("id", "arn", "name", "version"),
        (
            Look(
                "ssm",
                "get_parameter",
                {"Name": "/service/limit", "WithDecryption": True},
                {"Parameter": {"Value": "60", "Type": "SecureString", "ARN": "<it.arn>"}},
            ),
            Look(
                "ssm",
                "describe_parameters",
                {},
                {"Parameters": [{"Description": "Most", "Tier": "Advanced", "AllowedPattern": "[0-9]+"}]},
            ),
            Look(
                "ssm",
                "list_tags_for_resource",
                {"ResourceType": "Parameter", "ResourceId": "/service/limit"},
                {"TagList": TAGGED},
            ),
        ),
    ),
    Sample(
        "aws_ssm_document",
        {
            "name": "restart",
            "document_type": "Command",
            "document_format": "JSON",
            "content": '{"schemaVersion":"2.2","description":"d","mainSteps":[]}',
            "permissions": {"type": "Share", "account_ids": "210987654321"},
        },
        ("id", "arn", "default_version", "hash", "owner", "schema_version"),
        (
            Look("ssm", "describe_document", {"Name": "restart"}, {"Document": {"DocumentType": "Command"}}),
            Look(
                "ssm",
                "describe_document_permission",
                {"Name": "restart", "PermissionType": "Share"},
                {"AccountIds": ["210987654321"]},
            ),
        ),
    ),
    Sample(
        "aws_ssm_maintenance_window",
        {
            "name": "night",
            "schedule": "cron(0 16 ? * TUE *)",
            "duration": 3,
            "cutoff": 1,
            "description": "Nights",
            "schedule_timezone": "UTC",
        },
        ("id",),
        (
            Look(
                "ssm",
                "get_maintenance_window",
                {"WindowId": "<it.id>"},
                {"Schedule": "cron(0 16 ? * TUE *)", "Duration": 3, "Cutoff": 1},
            ),
        ),
    ),
    Sample(
        "aws_ssm_maintenance_window_target",
        {
            "window_id": "<window.id>",
            "name": "machines",
            "resource_type": "INSTANCE",
            "targets": [{"key": "tag:Name", "values": ["machine"]}],
        },
        ("id",),
        (
            Look(
                "ssm",
                "describe_maintenance_window_targets",
                {"WindowId": "<window.id>"},
                {"Targets": [{"Targets": [{"Key": "tag:Name", "Values": ["machine"]}]}]},
            ),
        ),
        needs={
            "window": ("aws_ssm_maintenance_window", {"name": "night", "schedule": "s", "duration": 3, "cutoff": 1})
        },
        tagged=False,
    ),
    Sample(
        "aws_ssm_maintenance_window_task",
        {
            "window_id": "<window.id>",
            "max_concurrency": 2,
            "max_errors": 1,
            "priority": 3,
            "task_arn": "AWS-RunShellScript",
            "task_type": "RUN_COMMAND",
            "targets": [{"key": "tag:Name", "values": ["machine"]}],
            "task_invocation_parameters": [
                {
                    "run_command_parameters": [
                        {
                            "comment": "Restarts",
                            "timeout_seconds": 600,
                            "parameter": [{"name": "commands", "values": ["restart"]}],
                            "output_s3_bucket": "<bucket.id>",
                            "cloudwatch_config": [{"cloudwatch_output_enabled": True}],
                        }
                    ]
                }
            ],
        },
        ("id", "arn", "window_task_id"),
        (
            Look(
                "ssm",
                "describe_maintenance_window_tasks",
                {"WindowId": "<window.id>"},
                {"Tasks": [{"TaskArn": "AWS-RunShellScript", "MaxConcurrency": "2", "MaxErrors": "1"}]},
            ),
        ),
        needs={
            "window": ("aws_ssm_maintenance_window", {"name": "night", "schedule": "s", "duration": 3, "cutoff": 1})
        },
        tagged=False,
    ),
    Sample(
        "aws_ssm_patch_baseline",
        {
            "name": "patches",
            "description": "What is allowed",
            "operating_system": "AMAZON_LINUX_2",
            "approved_patches": ["KB1"],
            "approval_rule": [
                {
                    "approve_after_days": 7,
                    "compliance_level": "HIGH",
                    "patch_filter": [{"key": "PRODUCT", "values": ["AmazonLinux2"]}],
                }
            ],
            "global_filter": [{"key": "SEVERITY", "values": ["Critical"]}],
        },
        ("id", "arn"),
        (
            Look(
                "ssm",
                "describe_patch_baselines",
                {"Filters": [{"Key": "OWNER", "Values": ["Self"]}]},
                {"BaselineIdentities": [{"BaselineName": "patches", "OperatingSystem": "AMAZON_LINUX_2"}]},
            ),
        ),
    ),
    Sample(
        "aws_ssm_patch_group",
        {"baseline_id": "<baseline.id>", "patch_group": "machines"},
        ("id",),
        (
            Look(
                "ssm",
                "get_patch_baseline_for_patch_group",
                {"PatchGroup": "machines", "OperatingSystem": "AMAZON_LINUX_2"},
                {"BaselineId": "<baseline.id>"},
            ),
        ),
        needs={"baseline": ("aws_ssm_patch_baseline", {"name": "patches", "operating_system": "AMAZON_LINUX_2"})},
        tagged=False,
    ),
    Sample(
        "aws_kinesis_stream",
        {
            "name": "clicks",
            "shard_count": 2,
            "retention_period": 48,
            "encryption_type": "KMS",
            "kms_key_id": "<key.arn>",
            "shard_level_metrics": ["IncomingBytes"],
        },
        ("id", "arn", "name"),
        (
            Look(
                "kinesis",
                "describe_stream_summary",
                {"StreamName": "clicks"},
                {
                    "StreamDescriptionSummary": {
                        "StreamARN": "<it.arn>",
                        "OpenShardCount": 2,
                        "RetentionPeriodHours": 48,
                        "EncryptionType": "KMS",
                        "KeyId": "<key.arn>",
                        "EnhancedMonitoring": [{"ShardLevelMetrics": ["IncomingBytes"]}],
                    }
                },
            ),
            Look("kinesis", "list_tags_for_stream", {"StreamName": "clicks"}, {"Tags": TAGGED}),
        ),
    ),
    Sample(
        "aws_kinesis_stream",
        {"name": "more", "stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
        ("arn",),
        (
            Look(
                "kinesis",
                "describe_stream_summary",
                {"StreamName": "more"},
                {"StreamDescriptionSummary": {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}},
            ),
        ),
    ),
    Sample(
        "aws_kinesis_stream_consumer",
        {"name": "reader", "stream_arn": "<stream.arn>"},
        ("id", "arn", "creation_timestamp"),
        (
            Look(
                "kinesis",
                "describe_stream_consumer",
                {"ConsumerARN": "<it.arn>"},
                {"ConsumerDescription": {"ConsumerName": "reader", "StreamARN": "<stream.arn>"}},
            ),
        ),
        needs={"stream": ("aws_kinesis_stream", {"name": "clicks", "shard_count": 1})},
        tagged=False,
    ),
    Sample(
        "aws_kinesis_resource_policy",
        {"resource_arn": "<stream.arn>", "policy": POLICY},
        ("id",),
        (Look("kinesis", "get_resource_policy", {"ResourceARN": "<stream.arn>"}, {"Policy": POLICY}),),
        needs={"stream": ("aws_kinesis_stream", {"name": "clicks", "shard_count": 1})},
        tagged=False,
    ),
    Sample(
        "aws_kinesis_firehose_delivery_stream",
        {
            "name": "archive",
            "destination": "extended_s3",
            "kinesis_source_configuration": [{"kinesis_stream_arn": "<stream.arn>", "role_arn": "<role.arn>"}],
            "extended_s3_configuration": [
                {
                    "role_arn": "<role.arn>",
                    "bucket_arn": "<bucket.arn>",
                    "prefix": "kept/",
                    "error_output_prefix": "failed/",
                    "buffering_size": 64,
                    "buffering_interval": 61,
                    "compression_format": "GZIP",
                    "kms_key_arn": "<key.arn>",
                    "cloudwatch_logging_options": [
                        {"enabled": True, "log_group_name": "deliveries", "log_stream_name": "archive"}
                    ],
                    "processing_configuration": [
                        {
                            "enabled": True,
                            "processors": [
                                {
                                    "type": "Lambda",
                                    "parameters": [
                                        {"parameter_name": "LambdaArn", "parameter_value": "<function.arn>"}
                                    ],
                                }
                            ],
                        }
                    ],
                    "dynamic_partitioning_configuration": [{"enabled": True, "retry_duration": 62}],
                    "s3_backup_mode": "Enabled",
                    "s3_backup_configuration": [
                        {"role_arn": "<role.arn>", "bucket_arn": "<bucket.arn>", "buffering_size": 5}
                    ],
                }
            ],
        },
        ("id", "arn", "destination_id"),
        (
            Look(
                "firehose",
                "describe_delivery_stream",
                {"DeliveryStreamName": "archive"},
                {
                    "DeliveryStreamDescription": {
                        "DeliveryStreamType": "KinesisStreamAsSource",
                        "Source": {"KinesisStreamSourceDescription": {"KinesisStreamARN": "<stream.arn>"}},
                        "Destinations": [
                            {
                                "ExtendedS3DestinationDescription": {
                                    "Prefix": "kept/",
                                    "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 61},
                                    "EncryptionConfiguration": {"KMSEncryptionConfig": {"AWSKMSKeyARN": "<key.arn>"}},
                                    "DynamicPartitioningConfiguration": {
                                        "Enabled": True,
                                        "RetryOptions": {"DurationInSeconds": 62},
                                    },
                                }
                            }
                        ],
                    }
                },
            ),
            Look("firehose", "list_tags_for_delivery_stream", {"DeliveryStreamName": "archive"}, {"Tags": TAGGED}),
        ),
        needs={"stream": ("aws_kinesis_stream", {"name": "clicks", "shard_count": 1})},
        kept=("destination",),
    ),
    Sample(
        "aws_kinesis_firehose_delivery_stream",
        {
            "name": "outside",
            "destination": "http_endpoint",
            "server_side_encryption": [{"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": "<key.arn>"}],
            "http_endpoint_configuration": [
                {
                    "url": "https://collector.example",
                    "name": "collector",
                    "access_key": "secret",
                    "buffering_size": 5,
                    "buffering_interval": 61,
                    "retry_duration": 33,
                    "role_arn": "<role.arn>",
                    "s3_backup_mode": "FailedDataOnly",
                    "s3_configuration": [
                        {"role_arn": "<role.arn>", "bucket_arn": "<bucket.arn>", "compression_format": "GZIP"}
                    ],
                    "request_configuration": [
                        {"content_encoding": "GZIP", "common_attributes": [{"name": "area", "value": "north"}]}
                    ],
                }
            ],
        },
        ("arn",),
        (
            Look(
                "firehose",
                "describe_delivery_stream",
                {"DeliveryStreamName": "outside"},
                {
                    "DeliveryStreamDescription": {
                        "DeliveryStreamEncryptionConfiguration": {
                            "KeyARN": "<key.arn>",
                            "KeyType": "CUSTOMER_MANAGED_CMK",
                        },
                        "Destinations": [
                            {
                                "HttpEndpointDestinationDescription": {
                                    "EndpointConfiguration": {"Url": "https://collector.example", "Name": "collector"},
                                    "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 61},
                                    "RetryOptions": {"DurationInSeconds": 33},
                                }
                            }
                        ],
                    }
                },
            ),
        ),
        kept=("destination", "server_side_encryption"),
    ),
    Sample(
        "aws_kinesis_firehose_delivery_stream",
        {
            "name": "warehouse",
            "destination": "redshift",
            "redshift_configuration": [
                {
                    "role_arn": "<role.arn>",
                    "cluster_jdbcurl": "jdbc:redshift://warehouse.example:5439/orders",
                    "username": "loader",
                    "password": "Secret-12",
                    "data_table_name": "orders",
                    "data_table_columns": "id,total",
                    "copy_options": "json 'auto'",
                    "retry_duration": 34,
                    "s3_configuration": [{"role_arn": "<role.arn>", "bucket_arn": "<bucket.arn>"}],
                }
            ],
        },
        ("arn",),
        (
            Look(
                "firehose",
                "describe_delivery_stream",
                {"DeliveryStreamName": "warehouse"},
                {
                    "DeliveryStreamDescription": {
                        "Destinations": [
                            {
                                "RedshiftDestinationDescription": {
                                    "Username": "loader",
                                    "CopyCommand": {"DataTableName": "orders", "DataTableColumns": "id,total"},
                                    "RetryOptions": {"DurationInSeconds": 34},
                                }
                            }
                        ],
                    }
                },
            ),
        ),
        kept=("destination",),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def test_an_encrypted_delivery_sends_its_key_and_one_that_is_not_says_nothing():
    secured = {"destination": "extended_s3", "server_side_encryption": [{"enabled": False, "key_arn": "<key.arn>"}]}
    place = [{"role_arn": "<role.arn>", "bucket_arn": "<bucket.arn>"}]
    sample = Sample("aws_kinesis_firehose_delivery_stream", {**secured, "extended_s3_configuration": place}, ())
    with world(sample) as emulator:
        made = emulator.provide(sample)
        name = made["name"]
        answer = emulator.client("firehose").describe_delivery_stream(DeliveryStreamName=name)
    assert "DeliveryStreamEncryptionConfiguration" not in answer["DeliveryStreamDescription"]


def test_a_queue_without_a_name_gets_one_that_begins_as_it_is_wanted():
    sample = Sample("aws_sqs_queue", {"name_prefix": "work-", "fifo_queue": True}, ())
    with world(sample) as emulator:
        made = emulator.provide(sample)
    assert made["name"].startswith("work-")
    assert made["name"].endswith(".fifo")
    assert made["arn"].endswith(made["name"])


def test_a_secret_and_a_parameter_whose_values_are_not_known_have_some_value():
    secret = Sample("aws_secretsmanager_secret_version", {"secret_id": "<secret.id>"}, ())
    with world(secret) as emulator:
        emulator.needs["secret"] = ("aws_secretsmanager_secret", {"name": "other"})
        emulator.provide(secret)
        assert emulator.client("secretsmanager").get_secret_value(SecretId="other")["SecretString"]
        made = emulator.make("aws_ssm_parameter", {"name": "plain", "type": "String"})
        assert made["insecure_value"] == made["value"] != ""
        hidden = emulator.make("aws_ssm_parameter", {"name": "hidden", "type": "SecureString"})
        assert "insecure_value" not in hidden
