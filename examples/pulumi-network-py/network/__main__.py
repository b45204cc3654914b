"""The network of an environment."""

import pulumi
import pulumi_aws as aws
from flow_logs import FlowLogs
from settings import read_settings
from vpc import Network

settings = read_settings(pulumi.Config())
available = aws.get_availability_zones(state="available")
network = Network("main", settings, available.names[: settings.zones])

if settings.flow_logs:
    logs = FlowLogs("flows", network.vpc.id, retention=settings.flow_log_retention)
    pulumi.export("flowLogGroup", logs.log_group_name)

pulumi.export("vpcId", network.vpc.id)
pulumi.export("vpcCidr", network.vpc.cidr_block)
pulumi.export("publicSubnetIds", network.public.subnet_ids)
pulumi.export("privateSubnetIds", network.private.subnet_ids)
pulumi.export("databaseSubnetGroup", network.database_subnets.name)
