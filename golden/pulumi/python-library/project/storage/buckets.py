from typing import Optional, TypedDict

import pulumi
import pulumi_aws as aws
from typing_extensions import NotRequired


class PrivateBucketArgs(TypedDict):
    owner: pulumi.Input[str]
    versioned: NotRequired[bool]


class PrivateBucket(pulumi.ComponentResource):
    """A bucket that nobody else sees."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: PrivateBucketArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("storage:index:PrivateBucket", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(name, tags={"Owner": args["owner"]}, opts=child)
        aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        if args.get("versioned"):
            aws.s3.BucketVersioning(
                name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=child
            )
        self.arn = bucket.arn
        self.register_outputs({"arn": self.arn})
