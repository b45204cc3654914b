from typing import Any, Mapping, Optional

import pulumi
import pulumi_aws as aws

from .base import Component


class Log(Component):
    """A bucket of logs that are kept for a while."""

    def __init__(self, name: str, days: int = 30, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__(name, opts)
        self.bucket = aws.s3.Bucket(name, force_destroy=days < 60, opts=self.child())
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=self.bucket.id,
            rules=[{"id": "expire", "status": "Enabled", "expiration": {"days": days}}],
            opts=self.child(),
        )
        self.domain = self.bucket.bucket_domain_name
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        return {"domain": self.domain}
