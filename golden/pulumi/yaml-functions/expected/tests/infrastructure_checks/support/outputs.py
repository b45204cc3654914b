"""What the cloud gives that the program does not say itself: outputs by resource type, answers by provider function.

The texts are patterns, see `patterns.py`. Under `*` stands what every type has that says nothing else. Where a test
reports an output that the mocks know nothing of, this is the place for it.
"""

REGION = "eu-central-1"

OUTPUTS = {
    "aws:kms/key:Key": {"arn": "arn:<partition>:kms:<region>:<account>:key/<uuid>"},
    "aws:lambda/function:Function": {"id": "<@name|<name>-<hex7>>"},
    "aws:s3/bucketObjectv2:BucketObjectv2": {"id": "<@key|<name>-<hex7>>"},
    "aws:secretsmanager/secretVersion:SecretVersion": {
        "id": "arn:<partition>:secretsmanager:<region>:<account>:secret:<@name|<name>-<hex7>>-<letters6>|<uuid>",
    },
    "aws:sns/topic:Topic": {
        "arn": "arn:<partition>:sns:<region>:<account>:<@name|<name>-<hex7>>",
        "id": "arn:<partition>:sns:<region>:<account>:<@name|<name>-<hex7>>",
    },
    "aws:sqs/queue:Queue": {
        "arn": "arn:<partition>:sqs:<region>:<account>:<@name|<name>-<hex7>>",
        "id": "https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>",
        "url": "https://sqs.<region>.amazonaws.com/<account>/<@name|<name>-<hex7>>",
    },
    "pulumi:providers:aws": {"id": "<name>-<hex8>"},
    "pulumi:pulumi:StackReference": {
        "outputs": {
            "keyId": "<name>-<hex8>",
            "secretId": "<name>-<hex8>",
            "roleArn": "arn:<partition>:iam::<account>:role/<name>-<hex7>",
            "bucket": "<name>-<hex8>",
        },
    },
}

ANSWERS = {
    "aws:ec2/getAmi:getAmi": {
        "id": "<@id|ami-<hex17>>",
        "imageId": "<@imageId|ami-<hex17>>",
        "arn": "<@arn|arn:<partition>:ec2:<region>::image/ami-<hex17>>",
        "name": "<@name|<name>-2024.01>",
        "architecture": "<@architecture|x86_64>",
        "rootDeviceName": "<@rootDeviceName|/dev/xvda>",
        "rootDeviceType": "<@rootDeviceType|ebs>",
        "rootSnapshotId": "<@rootSnapshotId|snap-<hex17>>",
        "virtualizationType": "<@virtualizationType|hvm>",
        "hypervisor": "<@hypervisor|xen>",
        "imageType": "<@imageType|machine>",
        "state": "<@state|available>",
        "ownerId": "<@ownerId|<account>>",
        "creationDate": "<@creationDate|2024-01-01T00:00:00.000Z>",
        "platformDetails": "<@platformDetails|Linux/UNIX>",
        "enaSupport": True,
        "blockDeviceMappings": [
            {"deviceName": "/dev/xvda", "ebs": {"volume_size": "8"}},
        ],
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        "id": "<@id|<region>>",
        "names": ["<region>a", "<region>b", "<region>c"],
        "zoneIds": ["use1-az1", "use1-az2", "use1-az3"],
        "groupNames": ["<region>"],
    },
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "id": "<@id|<account>>",
        "accountId": "<@accountId|<account>>",
        "arn": "arn:<partition>:iam::<account>:user/tester",
        "userId": "<@userId|AIDA<upper17>>",
    },
}
