"""What somebody changes by hand in a deployment: each turns a case red, which says what, where, declared and found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from rehearsed import Rehearsed, rehearsed

#: What is done to a deployment, and what the suite must say: the resource's address and the attribute, with how it is
#: declared and found; or, without an attribute, that the resource is not there.
Drift = tuple[Callable[[Rehearsed], object], str, str]

NAME = "webhooks-dev"


def function(cloud: Rehearsed, name: str = "processing", **more: Any) -> None:
    cloud.client("lambda").update_function_configuration(FunctionName=f"{NAME}-{name}", **more)


def environment(cloud: Rehearsed) -> None:
    there = cloud.client("lambda").get_function_configuration(FunctionName=f"{NAME}-validation")
    changed = {**there["Environment"]["Variables"], "TABLE_NAME": "another"}
    function(cloud, "validation", Environment={"Variables": changed})


def queue(cloud: Rehearsed, name: str, **attributes: str) -> None:
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=f"{NAME}-{name}")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)


def topic(cloud: Rehearsed, name: str, attribute: str, value: str) -> None:
    arn = cloud.stage.computed[f"aws_sns_topic.{name}"]["arn"]
    cloud.client("sns").set_topic_attributes(TopicArn=arn, AttributeName=attribute, AttributeValue=value)


def table(cloud: Rehearsed, **changes: Any) -> None:
    cloud.client("dynamodb").update_table(TableName=f"{NAME}-events", **changes)


def recovery(cloud: Rehearsed) -> None:
    setting = {"PointInTimeRecoveryEnabled": False}
    cloud.client("dynamodb").update_continuous_backups(
        TableName=f"{NAME}-events", PointInTimeRecoverySpecification=setting
    )


def expiry(cloud: Rehearsed) -> None:
    there = cloud.client("dynamodb").describe_time_to_live(TableName=f"{NAME}-events")["TimeToLiveDescription"]
    setting = {"Enabled": False, "AttributeName": there["AttributeName"]}
    cloud.client("dynamodb").update_time_to_live(TableName=f"{NAME}-events", TimeToLiveSpecification=setting)


def mapping(cloud: Rehearsed) -> str:
    found: str = cloud.stage.computed["aws_lambda_event_source_mapping.events"]["uuid"]
    return found


def dashboards(cloud: Rehearsed) -> None:
    watch = cloud.client("cloudwatch")
    watch.delete_dashboards(
        DashboardNames=[each["DashboardName"] for each in watch.list_dashboards()["DashboardEntries"]]
    )


def alarm(cloud: Rehearsed, name: str, **changes: Any) -> None:
    watch = cloud.client("cloudwatch")
    (there,) = watch.describe_alarms(AlarmNames=[f"{NAME}-{name}"])["MetricAlarms"]
    taken = set(watch.meta.service_model.operation_model("PutMetricAlarm").input_shape.members)
    watch.put_metric_alarm(**{**{key: value for key, value in there.items() if key in taken}, **changes})


def role_name(cloud: Rehearsed, name: str) -> str:
    found: str = cloud.stage.computed[f"aws_iam_role.{name}"]["name"]
    return found


def inline(cloud: Rehearsed) -> None:
    iam, role = cloud.client("iam"), role_name(cloud, "processing")
    (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    wide = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(wide))


def trust(cloud: Rehearsed) -> None:
    anyone = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
    role = role_name(cloud, "validation")
    cloud.client("iam").update_assume_role_policy(RoleName=role, PolicyDocument=document)


def detach(cloud: Rehearsed) -> None:
    iam, role = cloud.client("iam"), role_name(cloud, "api_gateway_logs")
    (policy,) = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    iam.detach_role_policy(RoleName=role, PolicyArn=policy["PolicyArn"])


def stage(cloud: Rehearsed, **change: str) -> None:
    (path, value), *_ = change.items()
    api = cloud.stage.computed["aws_api_gateway_rest_api.webhooks"]["id"]
    name = cloud.client("apigateway").get_stages(restApiId=api)["item"][0]["stageName"]
    operation = {"op": "replace", "path": f"/{path}", "value": value}
    cloud.client("apigateway").update_stage(restApiId=api, stageName=name, patchOperations=[operation])


def method(cloud: Rehearsed) -> None:
    api = cloud.stage.computed["aws_api_gateway_rest_api.webhooks"]["id"]
    resource = cloud.stage.computed["aws_api_gateway_resource.health"]["id"]
    cloud.client("apigateway").delete_method(restApiId=api, resourceId=resource, httpMethod="GET")


def untag(cloud: Rehearsed) -> None:
    secret = cloud.stage.computed["aws_secretsmanager_secret.webhook"]["arn"]
    there = cloud.client("secretsmanager").describe_secret(SecretId=secret)["Tags"]
    cloud.client("secretsmanager").untag_resource(SecretId=secret, TagKeys=[tag["Key"] for tag in there])


def key_id(cloud: Rehearsed) -> str:
    found: str = cloud.stage.computed["aws_kms_key.main"]["key_id"]
    return found


WEBHOOK: Mapping[str, Drift] = {
    "recovery off": (recovery, "aws_dynamodb_table.events", "point_in_time_recovery.enabled"),
    "items kept for ever": (expiry, "aws_dynamodb_table.events", "ttl.enabled"),
    "stream off": (
        lambda cloud: table(cloud, StreamSpecification={"StreamEnabled": False}),
        "aws_dynamodb_table.events",
        "stream_enabled",
    ),
    "paid by capacity": (
        lambda cloud: table(
            cloud,
            BillingMode="PROVISIONED",
            ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
        ),
        "aws_dynamodb_table.events",
        "billing_mode",
    ),
    "timeout": (lambda cloud: function(cloud, Timeout=3), "aws_lambda_function.processing", "timeout"),
    "memory": (lambda cloud: function(cloud, MemorySize=128), "aws_lambda_function.processing", "memory_size"),
    "another handler": (
        lambda cloud: function(cloud, Handler="other.handler"),
        "aws_lambda_function.processing",
        "handler",
    ),
    "another role": (
        lambda cloud: function(
            cloud,
            "validation",
            Role=cloud.client("iam").get_role(RoleName=role_name(cloud, "processing"))["Role"]["Arn"],
        ),
        "aws_lambda_function.validation",
        "role",
    ),
    "told of another table": (environment, "aws_lambda_function.validation", "environment.variables.TABLE_NAME"),
    "mapping off": (
        lambda cloud: cloud.client("lambda").update_event_source_mapping(UUID=mapping(cloud), Enabled=False),
        "aws_lambda_event_source_mapping.events",
        "enabled",
    ),
    "larger batches": (
        lambda cloud: cloud.client("lambda").update_event_source_mapping(UUID=mapping(cloud), BatchSize=3),
        "aws_lambda_event_source_mapping.events",
        "batch_size",
    ),
    "not to be invoked": (
        lambda cloud: cloud.client("lambda").remove_permission(
            FunctionName=f"{NAME}-validation", StatementId="AllowApiGatewayInvoke"
        ),
        "aws_lambda_permission.api",
        "",
    ),
    "invisible for too short": (
        lambda cloud: queue(cloud, "events.fifo", VisibilityTimeout="1"),
        "aws_sqs_queue.events",
        "visibility_timeout_seconds",
    ),
    "dead letters elsewhere": (
        lambda cloud: queue(cloud, "events.fifo", RedrivePolicy=""),
        "aws_sqs_queue.events",
        "redrive_policy",
    ),
    "dead letters gone too soon": (
        lambda cloud: queue(cloud, "events-dlq.fifo", MessageRetentionPeriod="60"),
        "aws_sqs_queue.events_dlq",
        "message_retention_seconds",
    ),
    "queue not encrypted": (
        lambda cloud: queue(cloud, "function-failures", KmsMasterKeyId="alias/aws/sqs"),
        "aws_sqs_queue.function_failures",
        "kms_master_key_id",
    ),
    "queue open to all": (
        lambda cloud: queue(
            cloud,
            "function-failures",
            Policy=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}]}
            ),
        ),
        'aws_sqs_queue_policy.tls_only["function_failures"]',
        "policy",
    ),
    "topic not encrypted": (
        lambda cloud: topic(cloud, "alarms", "KmsMasterKeyId", "alias/aws/sns"),
        "aws_sns_topic.alarms",
        "kms_master_key_id",
    ),
    "topic open to all": (
        lambda cloud: topic(
            cloud,
            "notifications",
            "Policy",
            json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}],
                }
            ),
        ),
        "aws_sns_topic_policy.notifications",
        "policy",
    ),
    "logs kept for a day": (
        lambda cloud: cloud.client("logs").put_retention_policy(
            logGroupName=f"/aws/lambda/{NAME}-validation", retentionInDays=1
        ),
        "aws_cloudwatch_log_group.validation",
        "retention_in_days",
    ),
    "alarm that never rings": (
        lambda cloud: alarm(cloud, "api-5xx", Threshold=99.0),
        "aws_cloudwatch_metric_alarm.api_5xx",
        "threshold",
    ),
    "alarm that nobody hears": (
        lambda cloud: alarm(cloud, "events-age", AlarmActions=[]),
        "aws_cloudwatch_metric_alarm.queue_age",
        "alarm_actions",
    ),
    "alarm gone": (
        lambda cloud: cloud.client("cloudwatch").delete_alarms(AlarmNames=[f"{NAME}-api-latency"]),
        "aws_cloudwatch_metric_alarm.api_latency",
        "",
    ),
    "dashboard gone": (dashboards, "aws_cloudwatch_dashboard.main", ""),
    "key not rotated": (
        lambda cloud: cloud.client("kms").disable_key_rotation(KeyId=key_id(cloud)),
        "aws_kms_key.main",
        "enable_key_rotation",
    ),
    "role may do anything": (inline, "aws_iam_role_policy.processing", "policy"),
    "role that anybody takes": (trust, "aws_iam_role.validation", "assume_role_policy"),
    "policy detached": (detach, "aws_iam_role_policy_attachment.api_gateway_logs", ""),
    "stage not traced": (
        lambda cloud: stage(cloud, tracingEnabled="false"),
        "aws_api_gateway_stage.main",
        "xray_tracing_enabled",
    ),
    "method gone": (method, "aws_api_gateway_method.health_get", ""),
    "tags taken off": (untag, "aws_secretsmanager_secret.webhook", "tags"),
}


@pytest.fixture(scope="module", params=["integration-pytest", "integration-jest"])
def messages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The lines that the suite says after every drift; before them it says none."""
    with rehearsed("terraform-webhook", request.param, tmp_path_factory.mktemp("drifts")) as deployed:
        assert [test for test in deployed.run() if test.status != "passed"] == []
        for drift, _, _ in WEBHOOK.values():
            drift(deployed)
        yield [line for test in deployed.run() if test.status == "failed" for line in test.message.splitlines()]


@pytest.mark.parametrize("name", WEBHOOK)
def test_a_drift_is_named_with_resource_attribute_declared_and_found(messages: list[str], name: str) -> None:
    _, address, attribute = WEBHOOK[name]
    start = f"{address}: {attribute}" if attribute else f"{address} is not there ("
    said = [line for line in messages if line.startswith(start)]
    assert said, "\n".join(messages)
    if attribute:
        assert all(": declared " in line and "found" in line for line in said)


def test_there_are_enough_drifts() -> None:
    assert len(WEBHOOK) >= 25
