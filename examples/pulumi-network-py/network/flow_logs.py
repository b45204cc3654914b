"""A record of what goes through a VPC."""

from __future__ import annotations

from typing import Optional

import pulumi
import pulumi_aws as aws


class FlowLogs(pulumi.ComponentResource):
    """Flow logs of a VPC, written to a log group."""

    def __init__(
        self,
        name: str,
        vpc_id: pulumi.Input[str],
        retention: int = 30,
        opts: Optional[pulumi.ResourceOptions] = None,
    ) -> None:
        super().__init__("example:network:FlowLogs", name, None, opts)
        own = pulumi.ResourceOptions(parent=self)
        self.log_group = aws.cloudwatch.LogGroup(
            name, name=f"/vpc/{name}", retention_in_days=retention, opts=own
        )
        trust = aws.iam.get_policy_document(
            statements=[
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": ["vpc-flow-logs.amazonaws.com"]}],
                }
            ]
        )
        self.role = aws.iam.Role(name, assume_role_policy=trust.json, opts=own)
        permissions = aws.iam.get_policy_document_output(
            statements=[
                {
                    "sid": "WriteFlowLogs",
                    "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "resources": [self.log_group.arn, pulumi.Output.concat(self.log_group.arn, ":*")],
                }
            ]
        )
        aws.iam.RolePolicy(name, role=self.role.id, policy=permissions.json, opts=own)
        self.flow_log = aws.ec2.FlowLog(
            name,
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination=self.log_group.arn,
            iam_role_arn=self.role.arn,
            max_aggregation_interval=60,
            opts=own,
        )
        self.log_group_name = self.log_group.name
        self.register_outputs({"log_group_name": self.log_group_name})
