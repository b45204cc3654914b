"""What websites registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment, json_text


class TestWebsites:
    stack = deployment("program/__main__.py", project="websites", stack="test")
    frankfurt_provider = stack.resource("pulumi:providers:aws", "frankfurt")
    site = stack.resource("websites:index:Site", "main")
    content_bucket = stack.resource("aws:s3/bucket:Bucket", "main-content")
    log = stack.resource("websites:index:Log", "main-log")
    log_bucket = stack.resource("aws:s3/bucket:Bucket", "main-log")
    log_configuration = stack.resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "main-log")
    control = stack.resource("aws:cloudfront/originAccessControl:OriginAccessControl", "main")
    distribution = stack.resource("aws:cloudfront/distribution:Distribution", "main")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:cloudfront/distribution:Distribution": ["main"],
            "aws:cloudfront/originAccessControl:OriginAccessControl": ["main"],
            "aws:s3/bucket:Bucket": ["main-content", "main-log"],
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["main-log"],
            "pulumi:providers:aws": ["frankfurt"],
            "websites:index:Log": ["main-log"],
            "websites:index:Site": ["main"],
        }

    def test_aws_provider_frankfurt_is_configured_as_declared(self):
        provider = self.frankfurt_provider.inputs()
        assert provider["region"] == "eu-central-1"
        assert provider["defaultTags"] == json_text({"tags": {"Owner": "web"}})
        assert provider["skipCredentialsValidation"] == "false"
        assert provider["skipRegionValidation"] == "true"

    def test_aws_provider_frankfurt_deploys_bucket_main_content_bucket_main_log_and_3_more(self):
        resources = [
            ["aws:s3/bucket:Bucket", "main-content"],
            ["aws:s3/bucket:Bucket", "main-log"],
            ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "main-log"],
            ["aws:cloudfront/originAccessControl:OriginAccessControl", "main"],
            ["aws:cloudfront/distribution:Distribution", "main"],
        ]
        wanted = self.frankfurt_provider.urn()
        for kind, name in resources:
            assert self.stack.options(kind, name).get("provider") == wanted, name

    def test_site_main_is_protected_from_deletion(self):
        site_options = self.site.options()
        assert site_options["protect"] is True

    def test_site_main_holds_bucket_main_content_log_main_log_and_2_more(self):
        resources = [
            ["aws:s3/bucket:Bucket", "main-content"],
            ["websites:index:Log", "main-log"],
            ["aws:cloudfront/originAccessControl:OriginAccessControl", "main"],
            ["aws:cloudfront/distribution:Distribution", "main"],
        ]
        wanted = self.site.urn()
        for kind, name in resources:
            assert self.stack.options(kind, name).get("parent") == wanted, name

    def test_s3_bucket_main_content_is_configured_as_declared(self):
        assert self.content_bucket.inputs() == {"tags": {"Domain": "example.com"}}

    def test_bucket_main_content_is_protected_from_deletion_and_is_kept_when_it_is_removed_from_the_stack(self):
        bucket_options = self.content_bucket.options()
        assert bucket_options["protect"] is True
        assert bucket_options["retainOnDelete"] is True

    def test_log_main_log_is_protected_from_deletion(self):
        log_options = self.log.options()
        assert log_options["protect"] is True

    def test_log_main_log_holds_bucket_main_log_and_bucket_lifecycle_main_log(self):
        bucket_options = self.log_bucket.options()
        assert bucket_options["parent"] == self.log.urn()

        configuration_options = self.log_configuration.options()
        assert configuration_options["parent"] == self.log.urn()

    def test_s3_bucket_main_log_is_configured_as_declared(self):
        assert self.log_bucket.inputs() == {"forceDestroy": False}

    def test_bucket_main_log_is_protected_from_deletion(self):
        bucket_options = self.log_bucket.options()
        assert bucket_options["protect"] is True

    def test_s3_bucket_lifecycle_configuration_main_log_is_configured_as_declared(self):
        assert self.log_configuration.inputs() == {
            "bucket": self.log_bucket.output("id"),
            "rules": [{"id": "expire", "status": "Enabled", "expiration": {"days": 90}}],
        }

    def test_bucket_lifecycle_main_log_is_protected_from_deletion(self):
        configuration_options = self.log_configuration.options()
        assert configuration_options["protect"] is True

    def test_cloud_front_origin_access_control_main_is_configured_as_declared(self):
        assert self.control.inputs() == {
            "originAccessControlOriginType": "s3",
            "signingBehavior": "always",
            "signingProtocol": "sigv4",
        }

    def test_origin_access_control_main_is_protected_from_deletion(self):
        control_options = self.control.options()
        assert control_options["protect"] is True

    def test_cloud_front_distribution_main_is_configured_as_declared(self):
        assert self.distribution.inputs() == {
            "enabled": True,
            "aliases": ["example.com", "www.example.com"],
            "priceClass": "PriceClass_100",
            "defaultRootObject": "index.html",
            "origins": [
                {
                    "originId": "content",
                    "domainName": self.content_bucket.output("bucketRegionalDomainName"),
                    "originAccessControlId": self.control.output("id"),
                },
            ],
            "defaultCacheBehavior": {
                "targetOriginId": "content",
                "viewerProtocolPolicy": "redirect-to-https",
                "allowedMethods": ["GET", "HEAD"],
                "cachedMethods": ["GET", "HEAD"],
                "compress": True,
                "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            },
            "restrictions": {"geoRestriction": {"restrictionType": "none"}},
            "viewerCertificate": {"cloudfrontDefaultCertificate": True},
            "loggingConfig": {"bucket": self.log_bucket.output("bucketDomainName"), "prefix": "example.com/"},
        }

    def test_distribution_main_is_protected_from_deletion_is_deleted_before_it_is_replaced_and_ignores(self):
        """Distribution main is protected from deletion, is deleted before it is replaced and ignores changes of
        tags."""
        distribution_options = self.distribution.options()
        assert distribution_options["protect"] is True
        assert distribution_options["deleteBeforeReplace"] is True
        assert distribution_options["ignoreChanges"] == ["tags"]

    def test_bucket_lifecycle_main_log_applies_to_bucket_main_log(self):
        configuration = self.log_configuration.inputs()
        assert configuration["bucket"] == self.log_bucket.output("id")

    def test_distribution_main_serves_bucket_main_content(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["origins"][0]["domainName"] == self.content_bucket.output("bucketRegionalDomainName")

    def test_distribution_main_reads_its_origin_through_origin_access_control_main(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["origins"][0]["originAccessControlId"] == self.control.output("id")

    def test_distribution_main_logs_to_bucket_main_log(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["loggingConfig"]["bucket"] == self.log_bucket.output("bucketDomainName")

    def test_distribution_main_keeps_an_access_log(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["loggingConfig"]

    def test_distribution_main_reads_its_buckets_with_an_identity(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["origins"][0]["originAccessControlId"]

    def test_distribution_main_serves_viewers_over_https_only(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["defaultCacheBehavior"]["viewerProtocolPolicy"] in [
            "redirect-to-https",
            "https-only",
        ]

    def test_distribution_main_says_what_stands_at_its_root(self):
        distribution_inputs = self.distribution.inputs()
        assert distribution_inputs["defaultRootObject"]

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["bucket", "url"]

    def test_exports_bucket_of_bucket_main_content(self):
        assert self.stack.exported("bucket") == self.content_bucket.output("bucket")

    def test_exports_url_of_distribution_main(self):
        assert self.stack.exported("url") == f"https://{self.distribution.output('domainName')}/"


class TestLog:
    stack = deployment(
        create=lambda load: load("websites/logs.py").Log("test"), main="program", project="websites", stack="test"
    )
    test_log = stack.resource("websites:index:Log", "test")
    test_bucket = stack.resource("aws:s3/bucket:Bucket", "test")
    test_configuration = stack.resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "test")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:s3/bucket:Bucket": ["test"],
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["test"],
            "websites:index:Log": ["test"],
        }

    def test_the_stack_itself_holds_log_test(self):
        log_options = self.test_log.options()
        assert log_options.get("parent") is None

    def test_the_default_provider_deploys_bucket_test_and_bucket_lifecycle_test(self):
        bucket_options = self.test_bucket.options()
        assert bucket_options.get("provider") is None

        configuration_options = self.test_configuration.options()
        assert configuration_options.get("provider") is None

    def test_gives_domain_of_bucket_test(self):
        assert self.stack.exported("domain") == self.test_bucket.output("bucketDomainName")

    def test_log_test_is_not_protected_from_deletion(self):
        log_options = self.test_log.options()
        assert log_options.get("protect") is None

    def test_s3_bucket_test_has_force_destroy_true(self):
        bucket = self.test_bucket.inputs()
        assert bucket["forceDestroy"] is True

    def test_s3_bucket_test_is_not_protected_from_deletion(self):
        bucket_options = self.test_bucket.options()
        assert bucket_options.get("protect") is None

    def test_s3_bucket_lifecycle_configuration_test_has_rules_0_expiration_days_30(self):
        configuration = self.test_configuration.inputs()
        assert configuration["rules"][0]["expiration"]["days"] == 30

    def test_s3_bucket_lifecycle_configuration_test_is_not_protected_from_deletion(self):
        configuration_options = self.test_configuration.options()
        assert configuration_options.get("protect") is None


class TestLogWithDays37:
    stack = deployment(
        create=lambda load: load("websites/logs.py").Log("test", days=37),
        main="program",
        project="websites",
        stack="test",
    )

    def test_s3_bucket_lifecycle_configuration_test_has_rules_0_expiration_days_37(self):
        configuration = self.stack.inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "test")
        assert configuration["rules"][0]["expiration"]["days"] == 37


class TestSite:
    stack = deployment(
        create=lambda load: load("websites/site.py").Site(
            "test", load("websites/site.py").SiteArgs(domain="domain.example.com")
        ),
        main="program",
        project="websites",
        stack="test",
    )
    content_bucket = stack.resource("aws:s3/bucket:Bucket", "test-content")
    control = stack.resource("aws:cloudfront/originAccessControl:OriginAccessControl", "test")
    distribution = stack.resource("aws:cloudfront/distribution:Distribution", "test")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:cloudfront/distribution:Distribution": ["test"],
            "aws:cloudfront/originAccessControl:OriginAccessControl": ["test"],
            "aws:s3/bucket:Bucket": ["test-content"],
            "websites:index:Site": ["test"],
        }

    def test_the_default_provider_deploys_bucket_test_content_origin_access_control_test_and_distribution(self):
        """The default provider deploys bucket test-content, origin access control test and distribution test."""
        resources = [
            ["aws:s3/bucket:Bucket", "test-content"],
            ["aws:cloudfront/originAccessControl:OriginAccessControl", "test"],
            ["aws:cloudfront/distribution:Distribution", "test"],
        ]
        wanted = None
        for kind, name in resources:
            assert self.stack.options(kind, name).get("provider") == wanted, name

    def test_gives_url_of_distribution_test(self):
        assert self.stack.exported("url") == f"https://{self.distribution.output('domainName')}/"

    def test_site_test_is_not_protected_from_deletion(self):
        site_options = self.stack.options("websites:index:Site", "test")
        assert site_options.get("protect") is None

    def test_s3_bucket_test_content_has_tags_domain_domain_example_com(self):
        bucket = self.content_bucket.inputs()
        assert bucket["tags"]["Domain"] == "domain.example.com"

    def test_s3_bucket_test_content_is_not_protected_from_deletion(self):
        bucket_options = self.content_bucket.options()
        assert bucket_options.get("protect") is None

    def test_cloud_front_origin_access_control_test_is_not_protected_from_deletion(self):
        control_options = self.control.options()
        assert control_options.get("protect") is None

    def test_cloud_front_distribution_test_has_its_aliases_and_logging_config(self):
        assert self.distribution.inputs() == {
            "enabled": True,
            "aliases": ["domain.example.com"],
            "priceClass": "PriceClass_100",
            "defaultRootObject": "index.html",
            "origins": [
                {
                    "originId": "content",
                    "domainName": self.content_bucket.output("bucketRegionalDomainName"),
                    "originAccessControlId": self.control.output("id"),
                },
            ],
            "defaultCacheBehavior": {
                "targetOriginId": "content",
                "viewerProtocolPolicy": "redirect-to-https",
                "allowedMethods": ["GET", "HEAD"],
                "cachedMethods": ["GET", "HEAD"],
                "compress": True,
                "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            },
            "restrictions": {"geoRestriction": {"restrictionType": "none"}},
            "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        }

    def test_cloud_front_distribution_test_is_not_protected_from_deletion(self):
        distribution_options = self.distribution.options()
        assert distribution_options.get("protect") is None


class TestSiteWithAliasesAliasesAliases2:
    """Site with aliases ['aliases', 'aliases-2']."""

    stack = deployment(
        create=lambda load: load("websites/site.py").Site(
            "test", load("websites/site.py").SiteArgs(domain="domain.example.com", aliases=["aliases", "aliases-2"])
        ),
        main="program",
        project="websites",
        stack="test",
    )

    def test_cloud_front_distribution_test_has_its_aliases(self):
        distribution_inputs = self.stack.inputs("aws:cloudfront/distribution:Distribution", "test")
        assert distribution_inputs["aliases"] == ["domain.example.com", "aliases", "aliases-2"]


class TestSiteWithLoggingTrue:
    stack = deployment(
        create=lambda load: load("websites/site.py").Site(
            "test", load("websites/site.py").SiteArgs(domain="domain.example.com", logging=True)
        ),
        main="program",
        project="websites",
        stack="test",
    )
    site = stack.resource("websites:index:Site", "test")
    log = stack.resource("websites:index:Log", "test-log")
    log_bucket = stack.resource("aws:s3/bucket:Bucket", "test-log")
    log_configuration = stack.resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "test-log")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:cloudfront/distribution:Distribution": ["test"],
            "aws:cloudfront/originAccessControl:OriginAccessControl": ["test"],
            "aws:s3/bucket:Bucket": ["test-content", "test-log"],
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["test-log"],
            "websites:index:Log": ["test-log"],
            "websites:index:Site": ["test"],
        }

    def test_s3_bucket_test_log_is_configured_as_declared(self):
        assert self.log_bucket.inputs() == {"forceDestroy": False}

    def test_s3_bucket_lifecycle_configuration_test_log_is_configured_as_declared(self):
        assert self.log_configuration.inputs() == {
            "bucket": self.log_bucket.output("id"),
            "rules": [{"id": "expire", "status": "Enabled", "expiration": {"days": 90}}],
        }

    def test_site_test_holds_log_test_log(self):
        log_options = self.log.options()
        assert log_options["parent"] == self.site.urn()

    def test_log_test_log_holds_bucket_test_log_and_bucket_lifecycle_test_log(self):
        bucket_options = self.log_bucket.options()
        assert bucket_options["parent"] == self.log.urn()

        configuration_options = self.log_configuration.options()
        assert configuration_options["parent"] == self.log.urn()

    def test_bucket_lifecycle_test_log_applies_to_bucket_test_log(self):
        configuration = self.log_configuration.inputs()
        assert configuration["bucket"] == self.log_bucket.output("id")

    def test_cloud_front_distribution_test_has_its_logging_config(self):
        distribution_inputs = self.stack.inputs("aws:cloudfront/distribution:Distribution", "test")
        assert distribution_inputs["loggingConfig"] == {
            "bucket": self.log_bucket.output("bucketDomainName"),
            "prefix": "domain.example.com/",
        }


class TestSiteWithIndexIndex:
    """Site with index 'index'."""

    stack = deployment(
        create=lambda load: load("websites/site.py").Site(
            "test", load("websites/site.py").SiteArgs(domain="domain.example.com", index="index")
        ),
        main="program",
        project="websites",
        stack="test",
    )

    def test_cloud_front_distribution_test_has_default_root_object_index(self):
        distribution_inputs = self.stack.inputs("aws:cloudfront/distribution:Distribution", "test")
        assert distribution_inputs["defaultRootObject"] == "index"


class TestSiteWithDomainOther:
    """Site with domain 'other'."""

    stack = deployment(
        create=lambda load: load("websites/site.py").Site("test", load("websites/site.py").SiteArgs(domain="other")),
        main="program",
        project="websites",
        stack="test",
    )

    def test_is_refused_other_is_no_domain(self):
        assert "other is no domain" in self.stack.failure()
