"""A worker that stores jobs, in the private subnets of the network."""

import pulumi
import pulumi_aws as aws
from alarms import watch
from worker import Worker, WorkerArgs

config = pulumi.Config()
production = pulumi.get_stack() == "prod"
network = pulumi.StackReference(config.require("network"))

table = aws.dynamodb.Table(
    "jobs",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    point_in_time_recovery={"enabled": True},
    server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(enabled=True),
    deletion_protection_enabled=production,
    opts=pulumi.ResourceOptions(protect=production, ignore_changes=["read_capacity", "write_capacity"]),
)
environment = {"LOG_LEVEL": "warning" if production else "debug"}
token = config.get_secret("partnerToken")
if token is not None:
    parameter = aws.ssm.Parameter("partner-token", type="SecureString", value=token)
    environment["PARTNER_TOKEN_PARAMETER"] = parameter.name

worker = Worker(
    "worker",
    WorkerArgs(
        vpc_id=network.require_output("vpcId"),
        subnet_ids=network.require_output("privateSubnetIds"),
        table_name=table.name,
        table_arn=table.arn,
        memory=config.get_int("memory") or 256,
        environment=environment,
    ),
)
alarm = watch(worker.dead_letters, config.get("alarmEmail"))

pulumi.export("queueUrl", worker.queue_url)
pulumi.export("tableName", table.name)
pulumi.export("alarmArn", alarm.arn)
