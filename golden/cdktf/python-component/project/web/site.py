import jsii
from cdktf import Aspects, IAspect, TerraformOutput, TerraformResourceLifecycle, TerraformStack
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from constructs import Construct, IConstruct

from .audit import Audit
from .settings import Settings


@jsii.implements(IAspect)
class Tagged:
    def __init__(self, tags: dict[str, str]) -> None:
        self.tags = tags

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, S3Bucket):
            node.tags = {**(node.tags_input or {}), **self.tags}


class SiteStack(TerraformStack):
    """A bucket that is served under a domain."""

    def __init__(
        self, scope: Construct, ns: str, settings: Settings, *, logging: bool = True, zone: str | None = None
    ) -> None:
        super().__init__(scope, ns)
        AwsProvider(self, "aws", region="eu-west-1")
        edge = AwsProvider(self, "edge", region="us-east-1", alias="edge")
        self.bucket = S3Bucket(
            self,
            "content",
            bucket=settings.domain,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=settings.is_premium),
            tags={"Content": "public"},
        )
        S3BucketPublicAccessBlock(
            self, "private", bucket=self.bucket.id, block_public_acls=True, block_public_policy=True
        )
        certificate = AcmCertificate(
            self,
            "certificate",
            domain_name=settings.domain,
            validation_method="DNS",
            provider=edge,
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        if zone is not None:
            Route53Record(
                self,
                "record",
                zone_id=zone,
                name=settings.domain,
                type="CNAME",
                ttl=300,
                records=[self.bucket.bucket_regional_domain_name],
                depends_on=[certificate],
            )
        if logging:
            Audit(self, "audit", bucket=self.bucket, days=365 if settings.is_premium else 30)
        Aspects.of(self).add(Tagged(settings.tags))
        TerraformOutput(self, "bucket", value=self.bucket.bucket, description="Where the content is")
        TerraformOutput(self, "certificate-arn", value=certificate.arn, sensitive=True)
