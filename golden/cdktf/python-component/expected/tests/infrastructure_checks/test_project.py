"""What project synthesises, run in process: no cloud, no Terraform."""

from .support import synthesis


class TestShop:
    app = synthesis("main.py", env={"DOMAIN": "domain.example.com"})

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_acm_certificate": ["shop/certificate"],
            "aws_s3_bucket": ["shop/audit/log", "shop/content"],
            "aws_s3_bucket_lifecycle_configuration": ["shop/audit/retention/lifecycle"],
            "aws_s3_bucket_logging": ["shop/audit/logging"],
            "aws_s3_bucket_public_access_block": ["shop/private"],
            "backend.local": ["shop/backend"],
            "provider.aws": ["shop/aws", "shop/edge"],
        }

    def test_leaves_no_token_without_a_value(self):
        assert self.app.unresolved() == []

    def test_aws_provider_aws_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "shop/aws") == {"region": "eu-west-1"}

    def test_aws_provider_edge_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "shop/edge") == {"region": "us-east-1", "alias": "edge"}

    def test_s3_bucket_content_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket", "shop/content") == {
            "bucket": "domain.example.com",
            "tags": {"Content": "public", "Tier": "basic", "Owners": "web shop"},
            "lifecycle": {"prevent_destroy": False},
        }

    def test_s3_bucket_public_access_block_private_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket_public_access_block", "shop/private") == {
            "block_public_acls": True,
            "block_public_policy": True,
            "bucket": "${aws_s3_bucket.shop/content.id}",
        }

    def test_acm_certificate_certificate_is_configured_as_declared(self):
        assert self.app.configuration("aws_acm_certificate", "shop/certificate") == {
            "domain_name": "domain.example.com",
            "validation_method": "DNS",
            "provider": "aws.edge",
            "lifecycle": {"create_before_destroy": True},
        }

    def test_s3_bucket_audit_log_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket", "shop/audit/log") == {
            "force_destroy": True,
            "tags": {"Tier": "basic", "Owners": "web shop"},
        }

    def test_s3_bucket_logging_audit_logging_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket_logging", "shop/audit/logging") == {
            "bucket": "${aws_s3_bucket.shop/content.id}",
            "target_bucket": "${aws_s3_bucket.shop/audit/log.id}",
            "target_prefix": "shop/audit/",
        }

    def test_s3_bucket_lifecycle_configuration_audit_retention_lifecycle_is_configured_as_declared(self):
        assert self.app.configuration("aws_s3_bucket_lifecycle_configuration", "shop/audit/retention/lifecycle") == {
            "bucket": "${aws_s3_bucket.shop/audit/log.id}",
            "rule": [{"id": "expire", "status": "Enabled", "expiration": [{"days": 30}]}],
        }

    def test_local_backend_is_configured_as_declared(self):
        assert self.app.configuration("backend.local", "shop/backend") == {"path": "./terraform.shop.tfstate"}

    def test_public_access_block_private_shuts_off_bucket_content(self):
        block = self.app.configuration("aws_s3_bucket_public_access_block", "shop/private")
        assert block["bucket"] == "${aws_s3_bucket.shop/content.id}"

    def test_bucket_logging_audit_logging_is_about_bucket_content(self):
        logging = self.app.configuration("aws_s3_bucket_logging", "shop/audit/logging")
        assert logging["bucket"] == "${aws_s3_bucket.shop/content.id}"

    def test_bucket_logging_audit_logging_writes_to_bucket_audit_log(self):
        logging = self.app.configuration("aws_s3_bucket_logging", "shop/audit/logging")
        assert logging["target_bucket"] == "${aws_s3_bucket.shop/audit/log.id}"

    def test_bucket_lifecycle_audit_retention_lifecycle_applies_to_bucket_audit_log(self):
        configuration = self.app.configuration(
            "aws_s3_bucket_lifecycle_configuration", "shop/audit/retention/lifecycle"
        )
        assert configuration["bucket"] == "${aws_s3_bucket.shop/audit/log.id}"

    def test_bucket_content_keeps_a_log_of_access(self):
        logging = self.app.configuration("aws_s3_bucket_logging", "shop/audit/logging")
        assert logging["bucket"] == "${aws_s3_bucket.shop/content.id}"

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["bucket", "certificate-arn", "log_bucket"]

    def test_exports_log_bucket_of_bucket_audit_log(self):
        assert self.app.output("log_bucket") == {"value": "${aws_s3_bucket.shop/audit/log.bucket}"}

    def test_exports_bucket_of_bucket_content(self):
        assert self.app.output("bucket") == {
            "value": "${aws_s3_bucket.shop/content.bucket}",
            "description": "Where the content is",
        }

    def test_exports_certificate_arn_of_certificate_certificate_as_a_secret(self):
        assert self.app.output("certificate-arn") == {
            "value": "${aws_acm_certificate.shop/certificate.arn}",
            "sensitive": True,
        }


class TestShopWithOwnersPlatformPlatform:
    """shop with owners ['platform', 'platform']."""

    app = synthesis("main.py", context={"owners": ["platform", "platform"]}, env={"DOMAIN": "domain.example.com"})

    def test_s3_bucket_content_has_tags_owners_platform_platform(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/content")
        assert bucket["tags"]["Owners"] == "platform platform"

    def test_s3_bucket_audit_log_has_tags_owners_platform_platform(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/audit/log")
        assert bucket["tags"]["Owners"] == "platform platform"


class TestShopWithLoggingOff:
    """shop with LOGGING 'off'."""

    app = synthesis("main.py", env={"DOMAIN": "domain.example.com", "LOGGING": "off"})

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_acm_certificate": ["shop/certificate"],
            "aws_s3_bucket": ["shop/content"],
            "aws_s3_bucket_public_access_block": ["shop/private"],
            "backend.local": ["shop/backend"],
            "provider.aws": ["shop/aws", "shop/edge"],
        }

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["bucket", "certificate-arn"]


class TestShopWithTierPremium:
    """shop with TIER 'premium'."""

    app = synthesis("main.py", env={"DOMAIN": "domain.example.com", "TIER": "premium"})

    def test_s3_bucket_content_has_its_lifecycle_prevent_destroy_and_tags_tier(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/content")
        assert bucket["tags"]["Tier"] == "premium"
        assert bucket["lifecycle"]["prevent_destroy"] is True

    def test_s3_bucket_audit_log_has_tags_tier_premium(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/audit/log")
        assert bucket["tags"]["Tier"] == "premium"

    def test_s3_bucket_lifecycle_configuration_audit_retention_lifecycle_has_rule_0_expiration_0_days_365(self):
        configuration = self.app.configuration(
            "aws_s3_bucket_lifecycle_configuration", "shop/audit/retention/lifecycle"
        )
        assert configuration["rule"][0]["expiration"][0]["days"] == 365


class TestShopWithoutDomain:
    app = synthesis("main.py")

    def test_is_refused_domain(self):
        assert "'DOMAIN'" in self.app.failure()


class TestShopWithDomainOther:
    """shop with DOMAIN 'other'."""

    app = synthesis("main.py", env={"DOMAIN": "other"})

    def test_is_refused_other_is_no_domain(self):
        assert "other is no domain" in self.app.failure()


class TestSiteStack:
    app = synthesis(
        create=lambda load, app: load("web/site.py").SiteStack(
            app, "shop", load("web/settings.py").Settings(domain="domain.example.com")
        ),
    )

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_acm_certificate": ["shop/certificate"],
            "aws_s3_bucket": ["shop/audit/log", "shop/content"],
            "aws_s3_bucket_lifecycle_configuration": ["shop/audit/retention/lifecycle"],
            "aws_s3_bucket_logging": ["shop/audit/logging"],
            "aws_s3_bucket_public_access_block": ["shop/private"],
            "backend.local": ["shop/backend"],
            "provider.aws": ["shop/aws", "shop/edge"],
        }

    def test_leaves_no_token_without_a_value(self):
        assert self.app.unresolved() == []

    def test_local_backend_is_configured_as_declared(self):
        assert self.app.configuration("backend.local", "shop/backend") == {"path": "./terraform.shop.tfstate"}

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["bucket", "certificate-arn", "log_bucket"]

    def test_exports_log_bucket_of_bucket_audit_log(self):
        assert self.app.output("log_bucket") == {"value": "${aws_s3_bucket.shop/audit/log.bucket}"}

    def test_exports_bucket_of_bucket_content(self):
        assert self.app.output("bucket") == {
            "value": "${aws_s3_bucket.shop/content.bucket}",
            "description": "Where the content is",
        }

    def test_exports_certificate_arn_of_certificate_certificate_as_a_secret(self):
        assert self.app.output("certificate-arn") == {
            "value": "${aws_acm_certificate.shop/certificate.arn}",
            "sensitive": True,
        }

    def test_s3_bucket_content_has_tags_owners_nobody(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/content")
        assert bucket["tags"]["Owners"] == "nobody"

    def test_s3_bucket_audit_log_has_tags_owners_nobody(self):
        bucket = self.app.configuration("aws_s3_bucket", "shop/audit/log")
        assert bucket["tags"]["Owners"] == "nobody"


class TestSiteStackWithZoneUsEast1a:
    """SiteStack with zone 'us-east-1a'."""

    app = synthesis(
        create=lambda load, app: load("web/site.py").SiteStack(
            app, "shop", load("web/settings.py").Settings(domain="domain.example.com"), zone="us-east-1a"
        ),
    )

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_acm_certificate": ["shop/certificate"],
            "aws_route53_record": ["shop/record"],
            "aws_s3_bucket": ["shop/audit/log", "shop/content"],
            "aws_s3_bucket_lifecycle_configuration": ["shop/audit/retention/lifecycle"],
            "aws_s3_bucket_logging": ["shop/audit/logging"],
            "aws_s3_bucket_public_access_block": ["shop/private"],
            "backend.local": ["shop/backend"],
            "provider.aws": ["shop/aws", "shop/edge"],
        }

    def test_route_53_record_record_is_configured_as_declared(self):
        assert self.app.configuration("aws_route53_record", "shop/record") == {
            "name": "domain.example.com",
            "records": ["${aws_s3_bucket.shop/content.bucket_regional_domain_name}"],
            "ttl": 300,
            "type": "CNAME",
            "zone_id": "us-east-1a",
            "depends_on": ["aws_acm_certificate.shop/certificate"],
        }

    def test_dns_record_record_names_bucket_content(self):
        record = self.app.configuration("aws_route53_record", "shop/record")
        assert record["records"] == ["${aws_s3_bucket.shop/content.bucket_regional_domain_name}"]

    def test_dns_record_record_waits_for_certificate_certificate(self):
        record = self.app.configuration("aws_route53_record", "shop/record")
        assert record["depends_on"] == ["aws_acm_certificate.shop/certificate"]
