from cdktf import TerraformOutput
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from constructs import Construct


class Retention(Construct):
    def __init__(self, scope: Construct, id: str, bucket: S3Bucket, days: int) -> None:
        super().__init__(scope, id)
        expiration = S3BucketLifecycleConfigurationRuleExpiration(days=days)
        S3BucketLifecycleConfiguration(
            self,
            "lifecycle",
            bucket=bucket.id,
            rule=[S3BucketLifecycleConfigurationRule(id="expire", status="Enabled", expiration=[expiration])],
        )


class Audit(Construct):
    """Where the accesses to a bucket are logged."""

    def __init__(self, scope: Construct, id: str, *, bucket: S3Bucket, days: int = 30) -> None:
        super().__init__(scope, id)
        self.log = S3Bucket(self, "log", force_destroy=True)
        S3BucketLoggingA(
            self, "logging", bucket=bucket.id, target_bucket=self.log.id, target_prefix=f"{self.node.path}/"
        )
        Retention(self, "retention", self.log, days)
        output = TerraformOutput(self, "log-bucket", value=self.log.bucket)
        output.override_logical_id("log_bucket")
