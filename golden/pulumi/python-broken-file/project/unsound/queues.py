import pulumi_aws as aws

orders = aws.sqs.Queue("orders", delay_seconds=)
