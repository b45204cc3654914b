"""A function of the pipeline: its code, its role, its log."""

import os

from cdktf import AssetType, TerraformAsset
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_event_source_mapping import LambdaEventSourceMapping
from cdktf_cdktf_provider_aws.lambda_function import (
    LambdaFunction,
    LambdaFunctionEnvironment,
    LambdaFunctionTracingConfig,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from pipeline.policies import Statement, allow, assumed_by, document
from pipeline.settings import Settings

_CODE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lambda")


class PipelineFunction(Construct):
    """A function with what it may do."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        settings: Settings,
        statements: list[Statement],
        variables: dict[str, str],
        timeout: int,
    ) -> None:
        super().__init__(scope, construct_id)
        self.title = construct_id.capitalize()
        name = settings.name(construct_id)
        retention = self.node.try_get_context("logRetentionDays")
        self.log = CloudwatchLogGroup(
            self,
            "log",
            name=f"/aws/lambda/{name}",
            retention_in_days=365 if settings.is_production else retention or 30,
        )
        role = IamRole(
            self, "role", name=f"{name}-{settings.region}", assume_role_policy=assumed_by("lambda.amazonaws.com")
        )
        IamRolePolicy(
            self,
            "policy",
            name=name,
            role=role.id,
            policy=document(
                *statements,
                allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{self.log.arn}:*"]),
                allow("Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
            ),
        )
        code = TerraformAsset(self, "code", path=os.path.join(_CODE, construct_id), type=AssetType.ARCHIVE)
        self.function = LambdaFunction(
            self,
            "function",
            function_name=name,
            role=role.arn,
            runtime="python3.12",
            handler="handler.handle",
            filename=code.path,
            source_code_hash=code.asset_hash,
            timeout=timeout,
            memory_size=512 if settings.is_production else 256,
            reserved_concurrent_executions=100,
            architectures=["arm64"],
            environment=LambdaFunctionEnvironment(variables={**variables, "LOG_LEVEL": "INFO"}),
            tracing_config=LambdaFunctionTracingConfig(mode="Active"),
            depends_on=[self.log],
        )

    def consume(self, queue: SqsQueue) -> None:
        """Give it the queue's messages."""
        LambdaEventSourceMapping(
            self,
            "messages",
            event_source_arn=queue.arn,
            function_name=self.function.arn,
            batch_size=10,
            maximum_batching_window_in_seconds=5,
            function_response_types=["ReportBatchItemFailures"],
        )
