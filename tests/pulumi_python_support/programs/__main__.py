import asyncio
import importlib
import json
import os
import sys

import pulumi
import pulumi_aws as aws
import pulumi_random as random
from lib.names import Names

code = importlib.import_module("lambda.code")
code.COUNT.append(1)
config = pulumi.Config()
names = Names(os.environ.get("STAGE", "dev"))
with open("lib/words.json") as file:
    words = json.load(file)

west = aws.Provider("west", region="us-west-2", default_tags={"tags": {"stage": names.stage}})
password = random.RandomPassword("password", length=config.get_int("length") or 16)
dead = aws.sqs.Queue(names.of("dead"))
queue = aws.sqs.Queue(
    names.of("main"),
    redrive_policy=dead.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})),
    delay_seconds=dead.delay_seconds.apply(lambda seconds: seconds),
    tags={"label": "x", "none": None, "words": words["greeting"], "type": "7"},
    opts=pulumi.ResourceOptions(
        protect=True,
        provider=west,
        depends_on=[dead, password],
        aliases=["urn:pulumi:test::shop::aws:sqs/queue:Queue::old", pulumi.Alias(name="older")],
        ignore_changes=["tags"],
        custom_timeouts=pulumi.CustomTimeouts(create="5m"),
    ),
)
secret = aws.ssm.Parameter("secret", type="SecureString", value=config.require_secret("token"), overwrite=False)
vpc = aws.ec2.Vpc.get("existing", "vpc-0123456789")
network = pulumi.StackReference("acme/network/prod")
function = aws.lambda_.Function(
    "code",
    role=dead.arn,
    environment=aws.lambda_.FunctionEnvironmentArgs(variables={"A_B": "1"}),
    code=pulumi.AssetArchive(
        {
            "index.py": pulumi.StringAsset("handler = print"),
            "lib": pulumi.FileArchive(os.path.join(os.path.dirname(__file__), "lib")),
            "words.json": pulumi.FileAsset("./lib/words.json"),
            "far": pulumi.RemoteAsset("https://example.com/a"),
        }
    ),
)


def late(arn):
    """Resources that only come to be while others are being made."""
    topic = aws.sns.Topic(f"late-{arn.split(':')[2]}")
    topic.arn.apply(lambda _: aws.sns.Topic("later"))


queue.arn.apply(late)
me = aws.get_caller_identity_output()


async def soon():
    await asyncio.sleep(0)
    return [1, 2.5]


pulumi.export("url", queue.url)
pulumi.export("region", aws.get_region().region)
pulumi.export("zones", aws.get_availability_zones(state="available").names)
pulumi.export("account", me.apply(lambda it: f"account {it.account_id}"))
pulumi.export("token", secret.value)
pulumi.export("subnets", network.get_output("subnets"))
pulumi.export("nested", {"list": [dead.arn, {"password": pulumi.Output.secret("p")}], "policy": queue.redrive_policy})
pulumi.export("nothing", None)
pulumi.export("queue", queue)
pulumi.export("vpcs", [vpc])
pulumi.export("size", function.memory_size)
pulumi.export("soon", soon())
pulumi.export("tier", aws.lambda_.Runtime.PYTHON3D12)
pulumi.export("place", [os.path.basename(os.getcwd()), os.path.relpath(__file__), os.path.basename(sys.argv[0])])
pulumi.export("times", len(code.COUNT))
pulumi.export("name", __name__)
pulumi.export("path", os.path.relpath(sys.path[0]))
