import json

import pulumi
import pulumi_aws as aws
from audit import Audit

retention_in_days = pulumi.Config().get_int("retention_in_days", 14)
tags = {"Service": "orders"}

dead_letters = aws.sqs.Queue(
    "dead_letters", name="orders-dead-letters", message_retention_seconds=1209600, tags=tags
)

orders = aws.sqs.Queue(
    "orders",
    name="orders",
    visibility_timeout_seconds=60,
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 3}),
    tags=tags,
)

table = aws.dynamodb.Table(
    "orders",
    aws.dynamodb.TableArgs(
        name="orders",
        billing_mode="PAY_PER_REQUEST",
        hash_key="id",
        range_key="placed_at",
        attributes=[
            aws.dynamodb.TableAttributeArgs(name=name, type=kind)
            for name, kind in (("id", "S"), ("placed_at", "N"))
        ],
        ttl={"attribute_name": "expires_at", "enabled": True},
        point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
        server_side_encryption={"enabled": True},
        tags=tags,
    ),
    pulumi.ResourceOptions(protect=True, ignore_changes=["read_capacity"]),
)

archive = aws.s3.Bucket("archive", bucket="orders-archive", force_destroy=False, tags=tags)

aws.s3.BucketVersioning(
    "archive", bucket=archive.id, versioning_configuration={"status": "Enabled"}
)

aws.s3.BucketPublicAccessBlock(
    "archive",
    bucket=archive.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
role = aws.iam.Role(
    "worker",
    name="orders-worker",
    assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
)

document = aws.iam.get_policy_document_output(
    statements=[
        {
            "sid": "TakeOrders",
            "actions": ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
            "resources": [orders.arn],
        },
        {
            "sid": "KeepOrders",
            "actions": ["dynamodb:PutItem"],
            "resources": [table.arn, table.arn.apply(lambda arn: f"{arn}/index/*")],
            "conditions": [
                {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123456789012"]}
            ],
        },
    ]
)

aws.iam.RolePolicy("worker", role=role.id, policy=document.json)

log_group = aws.cloudwatch.LogGroup(
    "worker", name="/aws/lambda/orders-worker", retention_in_days=retention_in_days
)

worker = aws.lambda_.Function(
    "worker",
    name="orders-worker",
    role=role.arn,
    runtime=aws.lambda_.Runtime.NODE_JS22D_X,
    handler="index.handler",
    s3_bucket=archive.bucket,
    s3_key="worker.zip",
    timeout=10,
    memory_size=256,
    architectures=["arm64"],
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={
            "TABLE_NAME": table.name,
            "QUEUE_URL": pulumi.Output.format("{0}?wait={wait}", orders.url, wait=20),
        }
    ),
    tracing_config={"mode": "Active"},
    opts=pulumi.ResourceOptions(depends_on=[log_group]),
)

aws.lambda_.EventSourceMapping(
    "worker", event_source_arn=orders.arn, function_name=worker.arn, batch_size=5
)

nightly = aws.cloudwatch.EventRule(
    "nightly", name="orders-nightly", schedule_expression="cron(0 2 * * ? *)"
)

aws.cloudwatch.EventTarget(
    "nightly",
    rule=nightly.name,
    arn=worker.arn,
    input=json.dumps({"kind": "nightly", "parts": [1, 2]}),
    retry_policy={"maximum_retry_attempts": 3, "maximum_event_age_in_seconds": 3600},
)

aws.lambda_.Permission(
    "nightly",
    action="lambda:InvokeFunction",
    function=worker.name,
    principal="events.amazonaws.com",
    source_arn=nightly.arn,
)

alarms = aws.sns.Topic("alarms", name="orders-alarms")

aws.cloudwatch.MetricAlarm(
    "old_orders",
    name="orders-old",
    namespace="AWS/SQS",
    metric_name="ApproximateAgeOfOldestMessage",
    statistic="Maximum",
    period=300,
    evaluation_periods=3,
    threshold=600,
    comparison_operator="GreaterThanThreshold",
    alarm_actions=[alarms.arn],
    dimensions={"QueueName": orders.name},
)

for metric, threshold in {"errors": 1, "throttles": 10}.items():
    aws.cloudwatch.MetricAlarm(
        'errors["%s"]' % metric,
        name=f"orders-{metric}",
        namespace="AWS/Lambda",
        metric_name=metric,
        statistic="Sum",
        period=60,
        evaluation_periods=1,
        threshold=threshold,
        comparison_operator="GreaterThanThreshold",
        alarm_actions=[alarms.arn],
    )

Audit("audit", source_bucket=archive.id)

pulumi.export("queue_url", orders.url)
pulumi.export("table_stream", pulumi.Output.concat("table ", table.name))
