import datetime
import os
import platform
import uuid

from cdktn import App, TerraformOutput, TerraformStack
from cdktn_provider_aws.data_aws_ssm_parameter import DataAwsSsmParameter
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.sqs_queue import SqsQueue
from cdktn_provider_aws.subnet import Subnet

app = App()
stack = TerraformStack(app, "unresolved")
AwsProvider(stack, "aws", region=os.getenv("AWS_REGION"), profile=os.environ.get("AWS_PROFILE"))
suffix = DataAwsSsmParameter(stack, "suffix", name=f"/orders/{os.environ['STAGE']}/suffix")
queue = SqsQueue(
    stack,
    "queue",
    name=f"orders-{suffix.value}",
    tags={
        "StartedAt": datetime.datetime.now().isoformat(),
        "Nonce": str(uuid.uuid4()),
        "Machine": platform.node(),
        "Known": "known",
    },
)
zones = os.environ["ZONES"].split(",")
if len(zones) > 3:
    raise ValueError("At most three zones")
for index, zone in enumerate(zones):
    Subnet(stack, f"zone-{index}", vpc_id="vpc-1", cidr_block=f"10.0.{index}.0/24", availability_zone=zone)

TerraformOutput(stack, "started", value=str(datetime.date.today()))
TerraformOutput(stack, "queue-name", value=queue.name)
app.synth()
