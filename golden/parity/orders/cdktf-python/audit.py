from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from constructs import Construct


class Audit(Construct):
    def __init__(self, scope: Construct, id: str, source_bucket: str, days: int = 30) -> None:
        super().__init__(scope, id)
        log = S3Bucket(self, "bucket", force_destroy=True)
        log.override_logical_id("log")
        logging = S3BucketLoggingA(
            self, "logging", bucket=source_bucket, target_bucket=log.id, target_prefix="log/"
        )
        logging.override_logical_id("log")
        lifecycle = S3BucketLifecycleConfiguration(
            self,
            "lifecycle",
            bucket=log.id,
            rule=[
                S3BucketLifecycleConfigurationRule(
                    id="expire",
                    status="Enabled",
                    expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=days)],
                )
            ],
        )
        lifecycle.override_logical_id("log")
