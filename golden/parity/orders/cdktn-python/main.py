import json

from audit import Audit
from cdktn import App, TerraformElement, TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable, Token
from cdktn import TerraformResourceLifecycle as Lifecycle
from cdktn_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktn_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetRetryPolicy,
)
from cdktn_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktn_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktn_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement,
    DataAwsIamPolicyDocumentStatementCondition,
)
from cdktn_provider_aws.dynamodb_table import (
    DynamodbTable,
    DynamodbTableAttribute,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableTtl,
)
from cdktn_provider_aws.iam_role import IamRole
from cdktn_provider_aws.iam_role_policy import IamRolePolicy
from cdktn_provider_aws.lambda_event_source_mapping import LambdaEventSourceMapping
from cdktn_provider_aws.lambda_function import LambdaFunction, LambdaFunctionEnvironment
from cdktn_provider_aws.lambda_permission import LambdaPermission
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.s3_bucket import S3Bucket
from cdktn_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktn_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from cdktn_provider_aws.sns_topic import SnsTopic
from cdktn_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

TAGS = {"Service": "orders"}


def named(name: str, *elements: TerraformElement) -> None:
    for element in elements:
        element.override_logical_id(name)


class OrdersStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")

        dead_letters = SqsQueue(
            self, "dead_letters", name="orders-dead-letters", message_retention_seconds=1209600, tags=TAGS
        )
        self.orders = SqsQueue(
            self,
            "orders",
            name="orders",
            visibility_timeout_seconds=60,
            redrive_policy=json.dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 3}),
            tags=TAGS,
        )
        self.table = DynamodbTable(
            self,
            "orders-table",
            name="orders",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            range_key="placed_at",
            attribute=[
                DynamodbTableAttribute(name=name, type=kind) for name, kind in (("id", "S"), ("placed_at", "N"))
            ],
            ttl=DynamodbTableTtl(attribute_name="expires_at", enabled=True),
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption={"enabled": True},
            lifecycle=Lifecycle(prevent_destroy=True, ignore_changes=["read_capacity"]),
            tags=TAGS,
        )
        named("orders", self.table)

        self.archive = self.bucket()
        worker = self.worker()
        self.nightly(worker)
        self.watch(SnsTopic(self, "alarms", name="orders-alarms"))
        Audit(self, "audit", source_bucket=self.archive.id)

        TerraformOutput(self, "queue_url", value=self.orders.url)
        TerraformOutput(self, "table_stream", value=f"table {self.table.name}")

    def bucket(self) -> S3Bucket:
        archive = S3Bucket(self, "archive", bucket="orders-archive", force_destroy=False, tags=TAGS)
        versioning = S3BucketVersioningA(
            self,
            "archive-versioning",
            bucket=archive.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        access = S3BucketPublicAccessBlock(
            self,
            "archive-access",
            bucket=archive.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        named("archive", versioning, access)
        return archive

    def role(self) -> IamRole:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        role = IamRole(
            self,
            "worker-role",
            name="orders-worker",
            assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )
        named("worker", role)
        document = DataAwsIamPolicyDocument(
            self,
            "worker-permissions",
            statement=[
                DataAwsIamPolicyDocumentStatement(
                    sid="TakeOrders",
                    actions=["sqs:ReceiveMessage", "sqs:DeleteMessage"],
                    resources=[self.orders.arn],
                ),
                DataAwsIamPolicyDocumentStatement(
                    sid="KeepOrders",
                    actions=["dynamodb:PutItem"],
                    resources=[self.table.arn, f"{self.table.arn}/index/*"],
                    condition=[
                        DataAwsIamPolicyDocumentStatementCondition(
                            test="StringEquals", variable="aws:SourceAccount", values=["123456789012"]
                        )
                    ],
                ),
            ],
        )
        named("worker", IamRolePolicy(self, "worker-policy", role=role.id, policy=document.json))
        return role

    def worker(self) -> LambdaFunction:
        retention = TerraformVariable(self, "retention_in_days", type="number", default=14)
        log = CloudwatchLogGroup(
            self, "worker-log", name="/aws/lambda/orders-worker", retention_in_days=retention.number_value
        )
        named("worker", log)
        worker = LambdaFunction(
            self,
            "worker",
            function_name="orders-worker",
            role=self.role().arn,
            runtime="nodejs22.x",
            handler="index.handler",
            s3_bucket=self.archive.bucket,
            s3_key="worker.zip",
            timeout=10,
            memory_size=256,
            architectures=["arm64"],
            environment=LambdaFunctionEnvironment(
                variables={"TABLE_NAME": self.table.name, "QUEUE_URL": self.orders.url + "?wait=20"}
            ),
            tracing_config={"mode": "Active"},
            depends_on=[log],
        )
        source = LambdaEventSourceMapping(
            self, "worker-source", event_source_arn=self.orders.arn, function_name=worker.arn, batch_size=5
        )
        named("worker", source)
        return worker

    def nightly(self, worker: LambdaFunction) -> None:
        nightly = CloudwatchEventRule(
            self, "nightly", name="orders-nightly", schedule_expression="cron(0 2 * * ? *)"
        )
        target = CloudwatchEventTarget(
            self,
            "nightly-target",
            rule=nightly.name,
            arn=worker.arn,
            input=json.dumps({"kind": "nightly", "parts": [1, 2]}),
            retry_policy=CloudwatchEventTargetRetryPolicy(
                maximum_retry_attempts=3, maximum_event_age_in_seconds=3600
            ),
        )
        permission = LambdaPermission(
            self,
            "nightly-permission",
            action="lambda:InvokeFunction",
            function_name=worker.function_name,
            principal="events.amazonaws.com",
            source_arn=nightly.arn,
        )
        named("nightly", target, permission)

    def watch(self, alarms: SnsTopic) -> None:
        CloudwatchMetricAlarm(
            self,
            "old_orders",
            alarm_name="orders-old",
            namespace="AWS/SQS",
            metric_name="ApproximateAgeOfOldestMessage",
            statistic="Maximum",
            period=300,
            evaluation_periods=3,
            threshold=600,
            comparison_operator="GreaterThanThreshold",
            alarm_actions=[alarms.arn],
            dimensions={"QueueName": self.orders.name},
        )
        metrics = TerraformIterator.from_map({"errors": 1, "throttles": 10})
        CloudwatchMetricAlarm(
            self,
            "errors",
            for_each=metrics,
            alarm_name=f"orders-{metrics.key}",
            namespace="AWS/Lambda",
            metric_name=metrics.key,
            statistic="Sum",
            period=60,
            evaluation_periods=1,
            threshold=Token.as_number(metrics.value),
            comparison_operator="GreaterThanThreshold",
            alarm_actions=[alarms.arn],
        )


app = App()
OrdersStack(app, "orders")
app.synth()
