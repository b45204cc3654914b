import pulumi
import pulumi_aws as aws
from queues import orders
from tables import table

aws.ssm.Parameter("table", type="String", value=table.name)
pulumi.export("orders", orders.url)
