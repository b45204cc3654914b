from typing import Optional

import pulumi
import pulumi_aws as aws


class Audit(pulumi.ComponentResource):
    def __init__(
        self,
        name: str,
        source_bucket: pulumi.Input[str],
        days: int = 30,
        opts: Optional[pulumi.ResourceOptions] = None,
    ) -> None:
        super().__init__("orders:index:Audit", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        log = aws.s3.Bucket("log", force_destroy=True, opts=child)
        aws.s3.BucketLogging(
            "log", bucket=source_bucket, target_bucket=log.id, target_prefix="log/", opts=child
        )
        aws.s3.BucketLifecycleConfiguration(
            "log",
            bucket=log.id,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="expire", status="Enabled", expiration={"days": days}
                )
            ],
            opts=child,
        )
        self.register_outputs({})
