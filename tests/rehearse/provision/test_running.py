"""Functions, what calls them, what watches them: made as they are declared."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

from scaffold.rehearse.provision import PROVISIONERS, Unsupported
from scaffold.rehearse.provision.base import Make

TAGGED = [{"Key": "Team", "Value": TAGS["Team"]}]
VERSIONED = {
    "published": ("aws_lambda_function", {"function_name": "published", "role": "<role.arn>", "publish": True})
}
BUS = {"bus": ("aws_cloudwatch_event_bus", {"name": "orders"})}
RULE = {"rule": ("aws_cloudwatch_event_rule", {"name": "daily", "schedule_expression": "rate(1 day)"})}
NETWORK = {"subnets": ["subnet-1"], "security_groups": ["sg-1"]}
MACHINE = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'
STATES = {"machine": ("aws_sfn_state_machine", {"name": "other", "role_arn": "<role.arn>", "definition": MACHINE})}

SAMPLES = [
    Sample(
        "aws_lambda_function",
        {
            "function_name": "worker",
            "description": "Works",
            "runtime": "nodejs22.x",
            "handler": "src/index.handler",
            "filename": "not-there.zip",
            "role": "<role.arn>",
            "memory_size": 256,
            "timeout": 11,
            "architectures": ["arm64"],
            "environment": [{"variables": {"TABLE_NAME": "events", "RETRIES": 4, "LOUD": True}}],
            "tracing_config": [{"mode": "Active"}],
            "logging_config": [{"log_format": "JSON", "log_group": "<group.name>"}],
            "dead_letter_config": [{"target_arn": "<queue.arn>"}],
            "kms_key_arn": "<key.arn>",
            "reserved_concurrent_executions": 6,
            "ephemeral_storage": [{"size": 1024}],
            "layers": ["<layer.arn>", "arn:aws:lambda:eu-west-1:580247275435:layer:Insights:14"],
            "vpc_config": [{"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}],
            "file_system_config": [{"arn": "arn:aws:elasticfilesystem:x", "local_mount_path": "/mnt/files"}],
            "snap_start": [{"apply_on": "PublishedVersions"}],
            "publish": True,
        },
        (
            "id",
            "arn",
            "version",
            "qualified_arn",
            "invoke_arn",
            "qualified_invoke_arn",
            "source_code_hash",
            "source_code_size",
            "last_modified",
        ),
        (
            Look(
                "lambda",
                "get_function",
                {"FunctionName": "worker"},
                {
                    "Configuration": {
                        "FunctionArn": "<it.arn>",
                        "Description": "Works",
                        "Runtime": "nodejs22.x",
                        "Handler": "src/index.handler",
                        "Role": "<role.arn>",
                        "MemorySize": 256,
                        "Timeout": 11,
                        "Architectures": ["arm64"],
                        "Environment": {"Variables": {"TABLE_NAME": "events", "RETRIES": "4", "LOUD": "true"}},
                        "TracingConfig": {"Mode": "Active"},
                        "KMSKeyArn": "<key.arn>",
                        "EphemeralStorage": {"Size": 1024},
                        "Layers": [{"Arn": "<layer.arn>"}],
                        "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
                    },
                    "Concurrency": {"ReservedConcurrentExecutions": 6},
                    "Tags": TAGS,
                },
            ),
            Look("lambda", "get_function", {"FunctionName": "worker", "Qualifier": "1"}, {}),
        ),
        needs={"layer": ("aws_lambda_layer_version", {"layer_name": "shared"})},
        kept=("filename", "layers"),
    ),
    Sample(
        "aws_lambda_function",
        {
            "function_name": "picture",
            "package_type": "Image",
            "image_uri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/picture:1",
            "role": "<role.arn>",
            "image_config": [{"command": ["run"], "entry_point": ["start"], "working_directory": "/work"}],
        },
        ("arn", "invoke_arn"),
        (
            Look(
                "lambda",
                "get_function",
                {"FunctionName": "picture"},
                {
                    "Configuration": {
                        "PackageType": "Image",
                        "ImageConfigResponse": {
                            "ImageConfig": {
                                "Command": ["run"],
                                "EntryPoint": ["start"],
                                "WorkingDirectory": "/work",
                            }
                        },
                    }
                },
            ),
        ),
    ),
    Sample(
        "aws_lambda_alias",
        {
            "function_name": "<published.arn>",
            "name": "live",
            "function_version": "<published.version>",
            "description": "Now",
            "routing_config": [{"additional_version_weights": {"1": 0.25}}],
        },
        ("id", "arn", "invoke_arn"),
        (
            Look(
                "lambda",
                "get_alias",
                {"FunctionName": "published", "Name": "live"},
                {
                    "FunctionVersion": "1",
                    "Description": "Now",
                    "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.25}},
                },
            ),
        ),
        needs=VERSIONED,
        tagged=False,
    ),
    Sample(
        "aws_lambda_permission",
        {
            "function_name": "<function.function_name>",
            "statement_id": "Topic",
            "action": "lambda:InvokeFunction",
            "principal": "sns.amazonaws.com",
            "source_arn": "<topic.arn>",
            "source_account": "123456789012",
        },
        ("id", "statement_id"),
        (
            Look(
                "lambda",
                "get_policy",
                {"FunctionName": "<function.function_name>"},
                {
                    "Policy": json.dumps(
                        {
                            "Version": "2012-10-17",
                            "Id": "default",
                            "Statement": [
                                {
                                    "Action": "lambda:InvokeFunction",
                                    "Principal": {"Service": "sns.amazonaws.com"},
                                    "Effect": "Allow",
                                    "Resource": "<function.arn>",
                                    "Sid": "Topic",
                                    "Condition": {
                                        "ArnLike": {"AWS:SourceArn": "<topic.arn>"},
                                        "StringEquals": {"AWS:SourceAccount": "123456789012"},
                                    },
                                }
                            ],
                        },
                        separators=(",", ":"),
                    )
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_lambda_event_source_mapping",
        {
            "function_name": "<function.arn>",
            "event_source_arn": "<queue.arn>",
            "batch_size": 5,
            "enabled": False,
            "maximum_batching_window_in_seconds": 7,
            "function_response_types": ["ReportBatchItemFailures"],
            "scaling_config": [{"maximum_concurrency": 10}],
            "filter_criteria": [{"filter": [{"pattern": '{"body":["a"]}'}]}],
        },
        ("id", "uuid", "arn", "function_arn", "state"),
        (
            Look(
                "lambda",
                "get_event_source_mapping",
                {"UUID": "<it.uuid>"},
                {
                    "EventSourceArn": "<queue.arn>",
                    "FunctionArn": "<function.arn>",
                    "BatchSize": 5,
                    "State": "Disabled",
                    "MaximumBatchingWindowInSeconds": 7,
                    "FunctionResponseTypes": ["ReportBatchItemFailures"],
                    "ScalingConfig": {"MaximumConcurrency": 10},
                    "FilterCriteria": {"Filters": [{"Pattern": '{"body":["a"]}'}]},
                },
            ),
        ),
    ),
    Sample(
        "aws_lambda_event_source_mapping",
        {
            "function_name": "<function.arn>",
            "event_source_arn": "<table.stream_arn>",
            "starting_position": "LATEST",
            "bisect_batch_on_function_error": True,
            "maximum_retry_attempts": 3,
            "maximum_record_age_in_seconds": 120,
            "parallelization_factor": 2,
            "tumbling_window_in_seconds": 31,
            "destination_config": [{"on_failure": [{"destination_arn": "<queue.arn>"}]}],
        },
        ("uuid",),
        (
            Look(
                "lambda",
                "get_event_source_mapping",
                {"UUID": "<it.uuid>"},
                {
                    "StartingPosition": "LATEST",
                    "BisectBatchOnFunctionError": True,
                    "MaximumRetryAttempts": 3,
                    "MaximumRecordAgeInSeconds": 120,
                    "ParallelizationFactor": 2,
                    "DestinationConfig": {"OnFailure": {"Destination": "<queue.arn>"}},
                },
            ),
        ),
        needs={
            "table": (
                "aws_dynamodb_table",
                {
                    "name": "events",
                    "hash_key": "id",
                    "attribute": [{"name": "id", "type": "S"}],
                    "stream_enabled": True,
                    "stream_view_type": "NEW_IMAGE",
                },
            )
        },
    ),
    Sample(
        "aws_lambda_layer_version",
        {
            "layer_name": "shared",
            "description": "Shared",
            "compatible_runtimes": ["nodejs22.x"],
            "compatible_architectures": ["arm64"],
            "license_info": "MIT",
        },
        ("id", "arn", "layer_arn", "version"),
        (
            Look(
                "lambda",
                "get_layer_version",
                {"LayerName": "shared", "VersionNumber": 1},
                {"Description": "Shared", "CompatibleRuntimes": ["nodejs22.x"], "LicenseInfo": "MIT"},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_lambda_layer_version_permission",
        {
            "layer_name": "<layer.layer_arn>",
            "version_number": 1,
            "statement_id": "Everybody",
            "action": "lambda:GetLayerVersion",
            "principal": "*",
        },
        ("id",),
        (Look("lambda", "get_layer_version_policy", {"LayerName": "shared", "VersionNumber": 1}, {}),),
        needs={"layer": ("aws_lambda_layer_version", {"layer_name": "shared"})},
        kept=("layer_name",),
        tagged=False,
    ),
    Sample(
        "aws_lambda_function_event_invoke_config",
        {
            "function_name": "<function.function_name>",
            "maximum_event_age_in_seconds": 61,
            "maximum_retry_attempts": 0,
            "destination_config": [
                {"on_failure": [{"destination": "<queue.arn>"}], "on_success": [{"destination": "<topic.arn>"}]}
            ],
        },
        ("id",),
        (
            Look(
                "lambda",
                "get_function_event_invoke_config",
                {"FunctionName": "<function.function_name>"},
                {
                    "MaximumEventAgeInSeconds": 61,
                    "MaximumRetryAttempts": 0,
                    "DestinationConfig": {
                        "OnFailure": {"Destination": "<queue.arn>"},
                        "OnSuccess": {"Destination": "<topic.arn>"},
                    },
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_lambda_function_url",
        {
            "function_name": "<function.function_name>",
            "authorization_type": "AWS_IAM",
            "cors": [{"allow_origins": ["https://page.example"], "max_age": 55, "allow_credentials": True}],
        },
        ("id", "function_arn", "function_url", "url_id"),
        (
            Look(
                "lambda",
                "get_function_url_config",
                {"FunctionName": "<function.function_name>"},
                {"AuthType": "AWS_IAM", "Cors": {"AllowOrigins": ["https://page.example"], "MaxAge": 55}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_lambda_invocation",
        {"function_name": "<function.function_name>", "input": '{"one":1}'},
        ("id", "result"),
        kept=("input",),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_log_group",
        {
            "name": "/service",
            "kms_key_id": "<key.arn>",
            "retention_in_days": 7,
            "log_group_class": "STANDARD",
            "deletion_protection_enabled": True,
        },
        ("id", "name", "arn"),
        (
            Look(
                "logs",
                "describe_log_groups",
                {},
                {
                    "logGroups": [
                        {
                            "logGroupName": "/service",
                            "retentionInDays": 7,
                            "kmsKeyId": "<key.arn>",
                            "logGroupArn": "<it.arn>",
                        }
                    ]
                },
            ),
            Look("logs", "list_tags_for_resource", {"resourceArn": "<it.arn>"}, {"tags": TAGS}),
        ),
    ),
    Sample(
        "aws_cloudwatch_log_stream",
        {"name": "first", "log_group_name": "<group.name>"},
        ("id", "arn"),
        (
            Look(
                "logs",
                "describe_log_streams",
                {"logGroupName": "<group.name>"},
                {"logStreams": [{"logStreamName": "first"}]},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_log_metric_filter",
        {
            "name": "errors",
            "log_group_name": "<group.name>",
            "pattern": '{ $.level = "error" }',
            "metric_transformation": [
                {"name": "Errors", "namespace": "Service", "value": "1", "default_value": "0", "unit": "Count"}
            ],
        },
        ("id",),
        (
            Look(
                "logs",
                "describe_metric_filters",
                {"logGroupName": "<group.name>"},
                {
                    "metricFilters": [
                        {
                            "filterName": "errors",
                            "filterPattern": '{ $.level = "error" }',
                            "metricTransformations": [
                                {
                                    "metricName": "Errors",
                                    "metricNamespace": "Service",
                                    "metricValue": "1",
                                    "defaultValue": 0.0,
                                    "unit": "Count",
                                }
                            ],
                        }
                    ]
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_log_subscription_filter",
        {
            "name": "to-function",
            "log_group_name": "<group.name>",
            "filter_pattern": "ERROR",
            "destination_arn": "<function.arn>",
            "distribution": "Random",
        },
        ("id",),
        (
            Look(
                "logs",
                "describe_subscription_filters",
                {"logGroupName": "<group.name>"},
                {"subscriptionFilters": [{"filterPattern": "ERROR", "destinationArn": "<function.arn>"}]},
            ),
        ),
        kept=("distribution",),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_log_resource_policy",
        {"policy_name": "writers", "policy_document": POLICY},
        ("id",),
        (
            Look(
                "logs",
                "describe_resource_policies",
                {},
                {"resourcePolicies": [{"policyName": "writers", "policyDocument": POLICY}]},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_log_destination",
        {"name": "central", "role_arn": "<role.arn>", "target_arn": "<stream.arn>"},
        ("id", "arn"),
        (
            Look(
                "logs",
                "describe_destinations",
                {},
                {"destinations": [{"destinationName": "central", "targetArn": "<stream.arn>"}]},
            ),
        ),
        needs={"stream": ("aws_kinesis_stream", {"name": "logs", "shard_count": 1})},
    ),
    Sample(
        "aws_cloudwatch_log_destination_policy",
        {"destination_name": "<place.name>", "access_policy": POLICY},
        ("id",),
        (Look("logs", "describe_destinations", {}, {"destinations": [{"accessPolicy": POLICY}]}),),
        needs={
            "place": (
                "aws_cloudwatch_log_destination",
                {"name": "central", "role_arn": "<role.arn>", "target_arn": "<queue.arn>"},
            )
        },
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_metric_alarm",
        {
            "alarm_name": "errors",
            "alarm_description": "Too many",
            "comparison_operator": "GreaterThanThreshold",
            "evaluation_periods": 3,
            "datapoints_to_alarm": 2,
            "threshold": "5",
            "metric_name": "Errors",
            "namespace": "AWS/Lambda",
            "period": 60,
            "statistic": "Sum",
            "unit": "Count",
            "treat_missing_data": "notBreaching",
            "dimensions": {"FunctionName": "worker"},
            "alarm_actions": ["<topic.arn>"],
            "ok_actions": ["<topic.arn>"],
            "insufficient_data_actions": ["<topic.arn>"],
            "actions_enabled": False,
        },
        ("id", "arn"),
        (
            Look(
                "cloudwatch",
                "describe_alarms",
                {"AlarmNames": ["errors"]},
                {
                    "MetricAlarms": [
                        {
                            "AlarmArn": "<it.arn>",
                            "AlarmDescription": "Too many",
                            "ComparisonOperator": "GreaterThanThreshold",
                            "EvaluationPeriods": 3,
                            "DatapointsToAlarm": 2,
                            "Threshold": 5.0,
                            "MetricName": "Errors",
                            "Namespace": "AWS/Lambda",
                            "Period": 60,
                            "Statistic": "Sum",
                            "Unit": "Count",
                            "TreatMissingData": "notBreaching",
                            "Dimensions": [{"Name": "FunctionName", "Value": "worker"}],
                            "AlarmActions": ["<topic.arn>"],
                            "OKActions": ["<topic.arn>"],
                            "InsufficientDataActions": ["<topic.arn>"],
                            "ActionsEnabled": False,
                        }
                    ]
                },
            ),
            Look("cloudwatch", "list_tags_for_resource", {"ResourceARN": "<it.arn>"}, {"Tags": TAGGED}),
        ),
    ),
    Sample(
        "aws_cloudwatch_metric_alarm",
        {
            "alarm_name": "rate",
            "comparison_operator": "GreaterThanThreshold",
            "evaluation_periods": 1,
            "threshold": 5,
            "metric_query": [
                {"id": "rate", "expression": "errors * 2", "label": "Rate", "return_data": True},
                {
                    "id": "errors",
                    "metric": [
                        {
                            "metric_name": "Errors",
                            "namespace": "AWS/Lambda",
                            "period": 61,
                            "stat": "Sum",
                            "unit": "Count",
                            "dimensions": {"FunctionName": "worker"},
                        }
                    ],
                },
            ],
        },
        ("arn",),
        (
            Look(
                "cloudwatch",
                "describe_alarms",
                {"AlarmNames": ["rate"]},
                {
                    "MetricAlarms": [
                        {
                            "TreatMissingData": "missing",
                            "ActionsEnabled": True,
                            "Metrics": [
                                {"Id": "rate", "Expression": "errors * 2", "Label": "Rate", "ReturnData": True},
                                {
                                    "Id": "errors",
                                    "ReturnData": False,
                                    "MetricStat": {
                                        "Metric": {
                                            "Namespace": "AWS/Lambda",
                                            "MetricName": "Errors",
                                            "Dimensions": [{"Name": "FunctionName", "Value": "worker"}],
                                        },
                                        "Period": 61,
                                        "Stat": "Sum",
                                        "Unit": "Count",
                                    },
                                },
                            ],
                        }
                    ]
                },
            ),
        ),
    ),
    Sample(
        "aws_cloudwatch_metric_alarm",
        {
            "alarm_name": "slow",
            "comparison_operator": "LessThanThreshold",
            "evaluation_periods": 1,
            "threshold": 0.5,
            "metric_name": "Latency",
            "namespace": "Service",
            "period": 60,
            "extended_statistic": "p95",
            "evaluate_low_sample_count_percentiles": "ignore",
        },
        ("arn",),
        (
            Look(
                "cloudwatch",
                "describe_alarms",
                {"AlarmNames": ["slow"]},
                {"MetricAlarms": [{"ExtendedStatistic": "p95", "EvaluateLowSampleCountPercentile": "ignore"}]},
            ),
        ),
    ),
    Sample(
        "aws_cloudwatch_dashboard",
        {"dashboard_name": "overview", "dashboard_body": '{"widgets":[]}'},
        ("id", "dashboard_arn"),
        (Look("cloudwatch", "get_dashboard", {"DashboardName": "overview"}, {"DashboardBody": '{"widgets":[]}'}),),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_bus",
        {"name": "orders", "description": "Orders", "kms_key_identifier": "<key.arn>"},
        ("id", "arn"),
        (
            Look(
                "events",
                "describe_event_bus",
                {"Name": "orders"},
                {"Arn": "<it.arn>", "Description": "Orders", "KmsKeyIdentifier": "<key.arn>"},
            ),
        ),
    ),
    Sample(
        "aws_cloudwatch_event_rule",
        {
            "name": "placed",
            "description": "An order was placed",
            "event_bus_name": "<bus.name>",
            "event_pattern": '{"source":["orders"]}',
            "state": "DISABLED",
            "role_arn": "<role.arn>",
        },
        ("id", "name", "arn"),
        (
            Look(
                "events",
                "describe_rule",
                {"Name": "placed", "EventBusName": "orders"},
                {
                    "Arn": "<it.arn>",
                    "Description": "An order was placed",
                    "EventPattern": '{"source":["orders"]}',
                    "State": "DISABLED",
                    "RoleArn": "<role.arn>",
                },
            ),
            Look("events", "list_tags_for_resource", {"ResourceARN": "<it.arn>"}, {"Tags": TAGGED}),
        ),
        needs=BUS,
    ),
    Sample(
        "aws_cloudwatch_event_rule",
        {"name": "daily", "schedule_expression": "rate(1 day)", "is_enabled": False},
        ("arn",),
        (
            Look(
                "events",
                "describe_rule",
                {"Name": "daily"},
                {"ScheduleExpression": "rate(1 day)", "State": "DISABLED", "EventBusName": "default"},
            ),
        ),
        kept=("is_enabled",),
    ),
    Sample(
        "aws_cloudwatch_event_target",
        {
            "rule": "<rule.name>",
            "arn": "<queue.arn>",
            "target_id": "Queue",
            "role_arn": "<role.arn>",
            "input_transformer": [{"input_paths": {"id": "$.detail.id"}, "input_template": '"<id>"'}],
            "dead_letter_config": [{"arn": "<topic.arn>"}],
            "retry_policy": [{"maximum_event_age_in_seconds": 61, "maximum_retry_attempts": 2}],
            "sqs_target": [{"message_group_id": "orders"}],
        },
        ("id", "target_id"),
        (
            Look(
                "events",
                "list_targets_by_rule",
                {"Rule": "<rule.name>"},
                {
                    "Targets": [
                        {
                            "Id": "Queue",
                            "Arn": "<queue.arn>",
                            "RoleArn": "<role.arn>",
                            "InputTransformer": {"InputPathsMap": {"id": "$.detail.id"}, "InputTemplate": '"<id>"'},
                            "DeadLetterConfig": {"Arn": "<topic.arn>"},
                            "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 61},
                            "SqsParameters": {"MessageGroupId": "orders"},
                        }
                    ]
                },
            ),
        ),
        needs=RULE,
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_target",
        {
            "rule": "<rule.name>",
            "arn": "<queue.arn>",
            "input": '{"kind":"daily"}',
            "ecs_target": [
                {
                    "task_definition_arn": "arn:aws:ecs:x",
                    "task_count": 3,
                    "launch_type": "FARGATE",
                    "network_configuration": [NETWORK],
                    "ordered_placement_strategy": [{"type": "spread", "field": "host"}],
                }
            ],
            "run_command_targets": [{"key": "tag:Name", "values": ["machine"]}],
            "kinesis_target": [{"partition_key_path": "$.id"}],
            "batch_target": [{"job_definition": "job:1", "job_name": "nightly", "array_size": 8, "job_attempts": 9}],
            "http_target": [{"header_parameters": {"X-One": "1"}}],
        },
        ("id", "target_id"),
        (
            Look(
                "events",
                "list_targets_by_rule",
                {"Rule": "<rule.name>"},
                {
                    "Targets": [
                        {
                            "Input": '{"kind":"daily"}',
                            "EcsParameters": {
                                "TaskCount": 3,
                                "NetworkConfiguration": {
                                    "awsvpcConfiguration": {"Subnets": ["subnet-1"], "AssignPublicIp": "DISABLED"}
                                },
                            },
                            "RunCommandParameters": {"RunCommandTargets": [{"Key": "tag:Name", "Values": ["machine"]}]},
                            "HttpParameters": {"HeaderParameters": {"X-One": "1"}},
                        }
                    ]
                },
            ),
        ),
        needs=RULE,
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_permission",
        {"principal": "210987654321", "statement_id": "Partner", "event_bus_name": "<bus.name>"},
        ("id",),
        needs=BUS,
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_bus_policy",
        {"event_bus_name": "<bus.name>", "policy": POLICY},
        ("id",),
        (Look("events", "describe_event_bus", {"Name": "orders"}, {"Policy": POLICY}),),
        needs=BUS,
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_archive",
        {
            "name": "kept",
            "event_source_arn": "<bus.arn>",
            "description": "Kept",
            "event_pattern": '{"source":["orders"]}',
            "retention_days": 7,
        },
        ("id", "arn"),
        (
            Look(
                "events",
                "describe_archive",
                {"ArchiveName": "kept"},
                {"EventSourceArn": "<bus.arn>", "Description": "Kept", "RetentionDays": 7},
            ),
        ),
        needs=BUS,
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_connection",
        {
            "name": "partner",
            "authorization_type": "API_KEY",
            "description": "Partner",
            "auth_parameters": [
                {
                    "api_key": [{"key": "X-Key", "value": "secret"}],
                    "invocation_http_parameters": [
                        {"header": [{"key": "X-One", "value": "1", "is_value_secret": False}]}
                    ],
                }
            ],
        },
        ("id", "arn", "secret_arn"),
        (
            Look(
                "events",
                "describe_connection",
                {"Name": "partner"},
                {
                    "AuthorizationType": "API_KEY",
                    "Description": "Partner",
                    "AuthParameters": {
                        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key"},
                        "InvocationHttpParameters": {"HeaderParameters": [{"Key": "X-One", "Value": "1"}]},
                    },
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_connection",
        {
            "name": "signed",
            "authorization_type": "OAUTH_CLIENT_CREDENTIALS",
            "auth_parameters": [
                {
                    "oauth": [
                        {
                            "authorization_endpoint": "https://tokens.example",
                            "http_method": "GET",
                            "client_parameters": [{"client_id": "id", "client_secret": "secret"}],
                            "oauth_http_parameters": [{"body": [{"key": "scope", "value": "all"}]}],
                        }
                    ]
                }
            ],
        },
        ("arn",),
        (
            Look(
                "events",
                "describe_connection",
                {"Name": "signed"},
                {
                    "AuthParameters": {
                        "OAuthParameters": {
                            "ClientParameters": {"ClientID": "id"},
                            "AuthorizationEndpoint": "https://tokens.example",
                            "OAuthHttpParameters": {"BodyParameters": [{"Key": "scope", "Value": "all"}]},
                        }
                    }
                },
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_connection",
        {
            "name": "password",
            "authorization_type": "BASIC",
            "auth_parameters": [{"basic": [{"username": "anna", "password": "secret"}]}],
        },
        ("arn",),
        (
            Look(
                "events",
                "describe_connection",
                {"Name": "password"},
                {"AuthParameters": {"BasicAuthParameters": {"Username": "anna"}}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_cloudwatch_event_api_destination",
        {
            "name": "partner",
            "connection_arn": "<connection.arn>",
            "http_method": "POST",
            "invocation_endpoint": "https://partner.example",
            "description": "Partner",
        },
        ("id", "arn"),
        (
            Look(
                "events",
                "describe_api_destination",
                {"Name": "partner"},
                {
                    "ConnectionArn": "<connection.arn>",
                    "HttpMethod": "POST",
                    "InvocationEndpoint": "https://partner.example",
                    "InvocationRateLimitPerSecond": 300,
                },
            ),
        ),
        needs={
            "connection": (
                "aws_cloudwatch_event_connection",
                {
                    "name": "partner",
                    "authorization_type": "BASIC",
                    "auth_parameters": [{"basic": [{"username": "anna"}]}],
                },
            )
        },
        tagged=False,
    ),
    Sample(
        "aws_scheduler_schedule_group",
        {"name": "nightly"},
        ("id", "name", "arn"),
        (
            Look("scheduler", "get_schedule_group", {"Name": "nightly"}, {"Arn": "<it.arn>"}),
            Look("scheduler", "list_tags_for_resource", {"ResourceArn": "<it.arn>"}, {"Tags": TAGGED}),
        ),
    ),
    Sample(
        "aws_scheduler_schedule",
        {
            "name": "clean",
            "group_name": "<nightly.name>",
            "schedule_expression": "rate(1 hour)",
            "schedule_expression_timezone": "Europe/Paris",
            "start_date": "2040-01-01T00:00:00Z",
            "description": "Cleans",
            "state": "DISABLED",
            "kms_key_arn": "<key.arn>",
            "flexible_time_window": [{"mode": "FLEXIBLE", "maximum_window_in_minutes": 5}],
            "target": [
                {
                    "arn": "<queue.arn>",
                    "role_arn": "<role.arn>",
                    "input": '{"kind":"clean"}',
                    "dead_letter_config": [{"arn": "<topic.arn>"}],
                    "retry_policy": [{"maximum_event_age_in_seconds": 61, "maximum_retry_attempts": 0}],
                    "sqs_parameters": [{"message_group_id": "nightly"}],
                    "ecs_parameters": [
                        {
                            "task_definition_arn": "arn:aws:ecs:x",
                            "launch_type": "FARGATE",
                            "network_configuration": [{**NETWORK, "assign_public_ip": True}],
                        }
                    ],
                }
            ],
        },
        ("id", "arn", "name", "group_name"),
        (
            Look(
                "scheduler",
                "get_schedule",
                {"Name": "clean", "GroupName": "nightly"},
                {
                    "Arn": "<it.arn>",
                    "ScheduleExpression": "rate(1 hour)",
                    "ScheduleExpressionTimezone": "Europe/Paris",
                    "Description": "Cleans",
                    "State": "DISABLED",
                    "KmsKeyArn": "<key.arn>",
                    "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
                    "Target": {
                        "Arn": "<queue.arn>",
                        "RoleArn": "<role.arn>",
                        "Input": '{"kind":"clean"}',
                        "DeadLetterConfig": {"Arn": "<topic.arn>"},
                        "RetryPolicy": {"MaximumEventAgeInSeconds": 61, "MaximumRetryAttempts": 0},
                        "SqsParameters": {"MessageGroupId": "nightly"},
                        "EcsParameters": {
                            "NetworkConfiguration": {"awsvpcConfiguration": {"AssignPublicIp": "ENABLED"}}
                        },
                    },
                },
            ),
        ),
        needs={"nightly": ("aws_scheduler_schedule_group", {"name": "nightly"})},
        kept=("target",),
        tagged=False,
    ),
    Sample(
        "aws_sfn_state_machine",
        {
            "name": "settle",
            "role_arn": "<role.arn>",
            "type": "EXPRESS",
            "definition": MACHINE,
            "logging_configuration": [
                {"log_destination": "<group.arn>:*", "level": "ALL", "include_execution_data": True}
            ],
            "tracing_configuration": [{"enabled": True}],
            "encryption_configuration": [
                {
                    "type": "CUSTOMER_MANAGED_KMS_KEY",
                    "kms_key_id": "<key.id>",
                    "kms_data_key_reuse_period_seconds": 300,
                }
            ],
        },
        ("id", "arn", "name", "status"),
        (
            Look(
                "stepfunctions",
                "describe_state_machine",
                {"stateMachineArn": "<it.arn>"},
                {
                    "name": "settle",
                    "type": "EXPRESS",
                    "definition": MACHINE,
                    "roleArn": "<role.arn>",
                    "loggingConfiguration": {
                        "level": "ALL",
                        "includeExecutionData": True,
                        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "<group.arn>:*"}}],
                    },
                    "tracingConfiguration": {"enabled": True},
                    "encryptionConfiguration": {"kmsKeyId": "<key.id>", "kmsDataKeyReusePeriodSeconds": 300},
                },
            ),
            Look(
                "stepfunctions",
                "list_tags_for_resource",
                {"resourceArn": "<it.arn>"},
                {"tags": [{"key": "Team", "value": "rehearsal"}]},
            ),
        ),
    ),
    Sample(
        "aws_sfn_alias",
        {
            "name": "live",
            "description": "Now",
            "routing_configuration": [
                {"state_machine_version_arn": "<machine.state_machine_version_arn>", "weight": 100}
            ],
        },
        ("id", "arn"),
        (
            Look(
                "stepfunctions",
                "describe_state_machine_alias",
                {"stateMachineAliasArn": "<it.arn>"},
                {
                    "description": "Now",
                    "routingConfiguration": [
                        {"stateMachineVersionArn": "<machine.state_machine_version_arn>", "weight": 100}
                    ],
                },
            ),
        ),
        needs={
            "machine": (
                "aws_sfn_state_machine",
                {"name": "other", "role_arn": "<role.arn>", "definition": MACHINE, "publish": True},
            )
        },
        tagged=False,
    ),
    Sample(
        "aws_sfn_activity",
        {"name": "by-hand"},
        ("id", "arn"),
        (Look("stepfunctions", "describe_activity", {"activityArn": "<it.arn>"}, {"name": "by-hand"}),),
    ),
    Sample(
        "aws_pipes_pipe",
        {
            "name": "settle",
            "description": "Hands on",
            "role_arn": "<role.arn>",
            "source": "<queue.arn>",
            "target": "<machine.arn>",
            "enrichment": "<function.arn>",
            "desired_state": "STOPPED",
            "source_parameters": [
                {
                    "filter_criteria": [{"filter": [{"pattern": '{"kind":["a"]}'}]}],
                    "sqs_queue_parameters": [{"batch_size": 5}],
                    "dynamodb_stream_parameters": [
                        {
                            "starting_position": "LATEST",
                            "dead_letter_config": [{"arn": "<topic.arn>"}],
                            "on_partial_batch_item_failure": "AUTOMATIC_BISECT",
                        }
                    ],
                }
            ],
            "target_parameters": [
                {
                    "input_template": "<$.id>",
                    "step_function_state_machine_parameters": [{"invocation_type": "FIRE_AND_FORGET"}],
                }
            ],
            "log_configuration": [
                {"level": "ERROR", "cloudwatch_logs_log_destination": [{"log_group_arn": "<group.arn>"}]}
            ],
        },
        ("id", "arn", "name"),
        (
            Look(
                "pipes",
                "describe_pipe",
                {"Name": "settle"},
                {
                    "Arn": "<it.arn>",
                    "Description": "Hands on",
                    "DesiredState": "STOPPED",
                    "Source": "<queue.arn>",
                    "Target": "<machine.arn>",
                    "Enrichment": "<function.arn>",
                    "RoleArn": "<role.arn>",
                    "SourceParameters": {
                        "FilterCriteria": {"Filters": [{"Pattern": '{"kind":["a"]}'}]},
                        "SqsQueueParameters": {"BatchSize": 5},
                        "DynamoDBStreamParameters": {
                            "StartingPosition": "LATEST",
                            "DeadLetterConfig": {"Arn": "<topic.arn>"},
                            "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
                        },
                    },
                    "TargetParameters": {
                        "InputTemplate": "<$.id>",
                        "StepFunctionStateMachineParameters": {"InvocationType": "FIRE_AND_FORGET"},
                    },
                    "LogConfiguration": {
                        "Level": "ERROR",
                        "CloudwatchLogsLogDestination": {"LogGroupArn": "<group.arn>"},
                    },
                    "Tags": TAGS,
                },
            ),
        ),
        needs=STATES,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def function(root, **values) -> tuple[dict, bytes]:
    """A function of a project in this folder; its attributes and the package that was sent."""
    sample = Sample("aws_lambda_function", {"function_name": "worker", "role": "<role.arn>"}, ())
    sent: list[bytes] = []
    with world(sample) as emulator:
        declared = emulator.resolved(dict(sample.values) | values)
        client = emulator.client("lambda")
        client.meta.events.register(
            "provide-client-params.lambda.CreateFunction",
            lambda params, **_: sent.append(params["Code"].get("ZipFile", b"")),
            unique_id="package",
        )
        try:
            make = Make(
                "aws_lambda_function.worker",
                "aws_lambda_function",
                declared,
                "123456789012",
                "eu-west-1",
                lambda name, region: emulator.client(name, region),
                root=root,
            )
            made = dict(PROVISIONERS["aws_lambda_function"](make))
        finally:
            client.meta.events.unregister("provide-client-params.lambda.CreateFunction", unique_id="package")
    return made, sent[0]


def test_a_function_has_the_package_of_the_project(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", "own = 1")
    (tmp_path / "build.zip").write_bytes(buffer.getvalue())
    assert function(tmp_path, filename="build.zip")[1] == buffer.getvalue()


@pytest.mark.parametrize(
    ("values", "name", "source"),
    [
        ({}, "index.py", "def handler("),
        ({"handler": "src/app.run", "runtime": "nodejs22.x", "filename": "none.zip"}, "src/app.js", "exports.run ="),
        ({"handler": "app.main.start", "runtime": "python3.12"}, "app/main.py", "def start("),
        ({"filename": "notes.txt"}, "index.py", "def handler("),
    ],
)
def test_a_function_without_a_package_gets_one_with_its_handler(tmp_path, values, name, source):
    (tmp_path / "notes.txt").write_text("not an archive")
    with zipfile.ZipFile(io.BytesIO(function(tmp_path, **values)[1])) as archive:
        assert archive.namelist() == [name]
        assert source in archive.read(name).decode()


def test_a_log_group_of_a_function_is_known_though_it_is_not_declared(tmp_path):
    made, _ = function(tmp_path)
    assert made["logging_config"][0]["log_group"] == "/aws/lambda/worker"
    made, _ = function(tmp_path, logging_config=[{"log_format": "JSON", "log_group": "/own"}])
    assert made["logging_config"] == [{"log_format": "JSON", "log_group": "/own"}]


@pytest.mark.parametrize(
    "kind",
    ["aws_cloudwatch_composite_alarm", "aws_ssm_association", "aws_apigatewayv2_deployment", "aws_s3_bucket_metric"],
)
def test_what_the_emulator_does_not_have_says_so(kind):
    with world(Sample(kind, {}, ())) as emulator, pytest.raises(Unsupported, match=f"{kind} needs .*not implemented"):
        emulator.make(kind, {})
