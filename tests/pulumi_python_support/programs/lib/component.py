from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .names import Names


@dataclass
class StoreArgs:
    kind: "str | None" = None
    alarm: bool = False


class Inner(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Inner", name, None, opts)
        aws.sns.Topic("topic", opts=pulumi.ResourceOptions(parent=self))


class Store(pulumi.ComponentResource):
    def __init__(self, name, args, opts=None):
        super().__init__("shop:index:Store", name, {"kind": args.kind}, opts)
        if args.alarm:
            raise pulumi.RunError("no alarms")
        self.bucket = aws.s3.Bucket(
            Names(name).of("files"),
            tags={"kind": args.kind} if args.kind else None,
            opts=pulumi.ResourceOptions(parent=self),
        )
        left = Inner("left", pulumi.ResourceOptions(parent=self))
        Inner("right", pulumi.ResourceOptions(parent=self, depends_on=left, protect=True))
        self.arn = self.bucket.arn
        self.args = args
        self.names = ["a", pulumi.Output.secret("b")]
        self._hidden = 1
        self.register_outputs({"arn": self.arn})
