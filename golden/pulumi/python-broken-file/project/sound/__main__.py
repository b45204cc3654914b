import pulumi_aws as aws

aws.sqs.Queue("orders", delay_seconds=5)
