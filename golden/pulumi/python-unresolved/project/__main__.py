import datetime
import os
import random as chance
import socket
import time

import pulumi
import pulumi_aws as aws
import pulumi_random as random

started_at = datetime.datetime.now().isoformat()
nonce = "%08x" % chance.getrandbits(32)
machine = socket.gethostname()
outside = open("/etc/scaffold-outside").read() if os.path.exists("/etc/scaffold-outside") else "absent"

suffix = random.RandomPet("suffix", length=2)
password = random.RandomPassword("password", length=24, special=False)

queue = aws.sqs.Queue(
    "queue",
    name=pulumi.Output.concat("orders-", suffix.id),
    delay_seconds=5,
    tags={"StartedAt": started_at, "Nonce": nonce, "Machine": machine, "Outside": outside, "Known": "known"},
)

zones = aws.get_availability_zones_output()
zones.names.apply(
    lambda names: [
        aws.ec2.Subnet(f"zone-{index}", vpc_id="vpc-1", cidr_block=f"10.0.{index}.0/24", availability_zone=zone)
        for index, zone in enumerate(names)
    ]
)

late = "after" if time.time() > 0 else "before"
aws.sns.Topic("topic", display_name=late, tags={"Queue": queue.name})
aws.ssm.Parameter("password", type="SecureString", value=password.result)

pulumi.export("started", started_at)
pulumi.export("queue_name", queue.name)
pulumi.export("secret", password.result)
