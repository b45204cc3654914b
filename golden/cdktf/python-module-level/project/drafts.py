from cdktn_provider_aws.sqs_queue import SqsQueue

draft = SqsQueue(None, "draft", delay_seconds=
