import json
import os

from cdktn import (
    App,
    CloudBackend,
    Fn,
    NamedCloudWorkspace,
    Op,
    TerraformCount,
    TerraformIterator,
    TerraformLocal,
    TerraformOutput,
    TerraformStack,
    TerraformVariable,
    Token,
)
from cdktn_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktn_provider_aws.data_aws_region import DataAwsRegion
from cdktn_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktn_provider_aws.s3_bucket import S3Bucket
from cdktn_provider_aws.s3_bucket_lifecycle_configuration import S3BucketLifecycleConfiguration
from cdktn_provider_aws.sns_topic import SnsTopic
from cdktn_provider_aws.sqs_queue import SqsQueue

environment = os.environ.get("ENVIRONMENT", "test")
is_production = environment == "production"


def stack_named(name):
    stack = TerraformStack(app, f"{name}-{environment}")
    AwsProvider(stack, "aws", region="eu-central-1", default_tags=[AwsProviderDefaultTags(tags={"Stage": environment})])
    CloudBackend(stack, organization="orders", workspaces=NamedCloudWorkspace(stack.node.id))
    return stack


app = App()
queues = stack_named("queues")
region = DataAwsRegion(queues, "region")
dead_letters = SqsQueue(queues, "dead-letters", name=f"dead-{region.name}", message_retention_seconds=14 * 24 * 3600)
workers = TerraformVariable(queues, "workers", type="number", default=2, description="How many there are")
workers.add_validation(condition=Op.lte(workers.number_value, 10), error_message="At most 10.")
count = TerraformCount.of(workers.number_value)
worker = SqsQueue(
    queues,
    "worker",
    count=count,
    name=f"worker-{Token.as_string(count.index)}",
    redrive_policy=json.dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5 if is_production else 3}),
)
worker.override_logical_id("workers_queue")
worker.add_override("timeouts.create", "3m")

folders = TerraformIterator.from_list(["in", "out"])
archive = S3Bucket(queues, "archive", bucket_prefix=Fn.lower(f"Archive-{region.name}-"))
S3BucketLifecycleConfiguration(
    queues,
    "archive-lifecycle",
    bucket=archive.id,
    rule=folders.dynamic({"id": folders.value, "status": "Enabled", "filter": {"prefix": f"{Token.as_string(folders.value)}/"}}),
)
TerraformOutput(queues, "dead-letters-url", value=dead_letters.url, static_id=True)

alarms = stack_named("alarms")
topic = SnsTopic(alarms, "topic", name="alarms")
names = TerraformLocal(alarms, "names", {"queue": dead_letters.name, "topic": topic.name})
metrics = TerraformIterator.from_map(app.node.try_get_context("metrics"))
CloudwatchMetricAlarm(
    alarms,
    "metric",
    for_each=metrics,
    alarm_name=f"orders-{metrics.key}",
    namespace="AWS/SQS",
    metric_name=metrics.key,
    statistic="Sum",
    period=60,
    evaluation_periods=1,
    threshold=Token.as_number(metrics.value),
    comparison_operator="GreaterThanThreshold",
    alarm_actions=[topic.arn],
    dimensions={"QueueName": dead_letters.name},
)
TerraformOutput(alarms, "alarm-names", value=names.expression, sensitive=is_production).override_logical_id("all_names")
app.synth()
