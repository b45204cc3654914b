"""A function that works off a queue inside the network."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import List, Mapping, Optional

import pulumi
import pulumi_aws as aws

CODE = os.path.join(os.path.dirname(__file__), "lambda")


@dataclass
class WorkerArgs:
    """What a worker is made of."""

    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[List[str]]
    table_name: pulumi.Input[str]
    table_arn: pulumi.Input[str]
    memory: int = 256
    batch_size: int = 10
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


class Worker(pulumi.ComponentResource):
    """A queue with its dead letters, and the function that works it off."""

    queue_url: pulumi.Output[str]

    def __init__(self, name: str, args: WorkerArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("example:service:Worker", name, {}, opts)
        self.args = args
        own = pulumi.ResourceOptions(parent=self)
        self.dead_letters = aws.sqs.Queue(
            f"{name}-dead-letters", message_retention_seconds=14 * 24 * 3600, sqs_managed_sse_enabled=True, opts=own
        )
        self.queue = aws.sqs.Queue(
            f"{name}-jobs",
            visibility_timeout_seconds=180,
            sqs_managed_sse_enabled=True,
            redrive_policy=self.dead_letters.arn.apply(
                lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
            ),
            opts=own,
        )
        self.security_group = aws.ec2.SecurityGroup(
            name,
            vpc_id=args.vpc_id,
            description=f"The worker {name}",
            egress=[
                aws.ec2.SecurityGroupEgressArgs(
                    protocol="tcp", from_port=443, to_port=443, cidr_blocks=["0.0.0.0/0"], description="AWS"
                )
            ],
            opts=own,
        )
        self.role = self._role(name, own)
        self.log_group = aws.cloudwatch.LogGroup(
            name, name=f"/aws/lambda/{name}", retention_in_days=90, opts=own
        )
        self.function = aws.lambda_.Function(
            name,
            aws.lambda_.FunctionArgs(
                name=name,
                runtime=aws.lambda_.Runtime.PYTHON3D12,
                handler="worker.handler",
                code=pulumi.AssetArchive({".": pulumi.FileArchive(CODE)}),
                role=self.role.arn,
                memory_size=args.memory,
                timeout=30,
                environment={"variables": {"TABLE_NAME": args.table_name, **args.environment}},
                vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                    subnet_ids=args.subnet_ids, security_group_ids=[self.security_group.id]
                ),
                tracing_config={"mode": "Active"},
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.log_group]),
        )
        aws.lambda_.EventSourceMapping(
            name,
            event_source_arn=self.queue.arn,
            function_name=self.function.arn,
            batch_size=args.batch_size,
            function_response_types=["ReportBatchItemFailures"],
            opts=own,
        )
        self.queue_url = self.queue.url
        self.register_outputs({"queue_url": self.queue_url})

    def _role(self, name: str, own: pulumi.ResourceOptions) -> aws.iam.Role:
        """The role of the function: the queue, the table, the network, the logs, and nothing else."""
        role = aws.iam.Role(
            name,
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                        }
                    ],
                }
            ),
            opts=own,
        )
        document = aws.iam.get_policy_document_output(
            statements=[
                aws.iam.GetPolicyDocumentStatementArgs(
                    sid="Queue",
                    actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    resources=[self.queue.arn],
                ),
                aws.iam.GetPolicyDocumentStatementArgs(
                    sid="Table", actions=["dynamodb:PutItem"], resources=[self.args.table_arn]
                ),
            ]
        )
        aws.iam.RolePolicy(f"{name}-jobs", role=role.id, policy=document.json, opts=own)
        for policy in ("AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess"):
            path = "service-role/" if policy.startswith("AWSLambda") else ""
            aws.iam.RolePolicyAttachment(
                f"{name}-{policy}", role=role.name, policy_arn=f"arn:aws:iam::aws:policy/{path}{policy}", opts=own
            )
        return role
