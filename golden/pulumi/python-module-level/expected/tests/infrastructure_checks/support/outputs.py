"""What the cloud gives that the program does not say itself: outputs by resource type, answers by provider function.

The texts are patterns, see `patterns.py`. Under `*` stands what every type has that says nothing else. Where a test
reports an output that the mocks know nothing of, this is the place for it.
"""

REGION = "us-east-1"

OUTPUTS = {
    "aws:kms/key:Key": {"id": "<uuid>", "keyId": "<uuid>"},
    "aws:sqs/queue:Queue": {
        "arn": "arn:<partition>:sqs:<region>:<account>:<@name|<name>-<hex7>>",
        "id": "https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>",
        "url": "https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>",
    },
    "aws:sqs/queuePolicy:QueuePolicy": {"id": "<name>-<hex8>"},
    "aws:ssm/parameter:Parameter": {"id": "/<@name|<name>-<hex7>>"},
}

ANSWERS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "id": "<@id|<account>>",
        "accountId": "<@accountId|<account>>",
        "arn": "arn:<partition>:iam::<account>:user/tester",
        "userId": "<@userId|AIDA<upper17>>",
    },
}
