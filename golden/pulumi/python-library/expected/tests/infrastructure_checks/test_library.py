"""What library registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment


class TestLibrary:
    stack = deployment("__main__.py", project="library", stack="test")

    def test_declares_no_resource(self):
        assert self.stack.inventory() == {}


class TestPrivateBucket:
    stack = deployment(
        create=lambda load: load("storage/buckets.py").PrivateBucket("test", {"owner": "platform"}),
        project="library",
        stack="test",
    )
    test_bucket = stack.resource("storage:index:PrivateBucket", "test")
    test_bucket_2 = stack.resource("aws:s3/bucket:Bucket", "test")
    test_block = stack.resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "test")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:s3/bucket:Bucket": ["test"],
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["test"],
            "storage:index:PrivateBucket": ["test"],
        }

    def test_s3_bucket_test_is_configured_as_declared(self):
        assert self.test_bucket_2.inputs() == {"tags": {"Owner": "platform"}}

    def test_s3_bucket_public_access_block_test_is_configured_as_declared(self):
        assert self.test_block.inputs() == {
            "bucket": self.test_bucket_2.output("id"),
            "blockPublicAcls": True,
            "blockPublicPolicy": True,
            "ignorePublicAcls": True,
            "restrictPublicBuckets": True,
        }

    def test_private_bucket_test_holds_bucket_test_and_public_access_block_test(self):
        bucket_options = self.test_bucket_2.options()
        assert bucket_options["parent"] == self.test_bucket.urn()

        block_options = self.test_block.options()
        assert block_options["parent"] == self.test_bucket.urn()

    def test_public_access_block_test_shuts_off_bucket_test(self):
        block = self.test_block.inputs()
        assert block["bucket"] == self.test_bucket_2.output("id")

    def test_bucket_test_blocks_public_access(self):
        block = self.test_block.inputs()
        assert block["bucket"] == self.test_bucket_2.output("id")
        assert block["blockPublicAcls"] is True
        assert block["blockPublicPolicy"] is True
        assert block["ignorePublicAcls"] is True
        assert block["restrictPublicBuckets"] is True

    def test_gives_arn_of_bucket_test(self):
        assert self.stack.exported("arn") == self.test_bucket_2.output("arn")


class TestPrivateBucketWithVersionedTrue:
    stack = deployment(
        create=lambda load: load("storage/buckets.py").PrivateBucket("test", {"owner": "platform", "versioned": True}),
        project="library",
        stack="test",
    )
    bucket = stack.resource("storage:index:PrivateBucket", "test")
    bucket_2 = stack.resource("aws:s3/bucket:Bucket", "test")
    versioning = stack.resource("aws:s3/bucketVersioning:BucketVersioning", "test")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:s3/bucket:Bucket": ["test"],
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["test"],
            "aws:s3/bucketVersioning:BucketVersioning": ["test"],
            "storage:index:PrivateBucket": ["test"],
        }

    def test_s3_bucket_versioning_test_is_configured_as_declared(self):
        assert self.versioning.inputs() == {
            "bucket": self.bucket_2.output("id"),
            "versioningConfiguration": {"status": "Enabled"},
        }

    def test_private_bucket_test_holds_bucket_versioning_test(self):
        versioning_options = self.versioning.options()
        assert versioning_options["parent"] == self.bucket.urn()

    def test_bucket_versioning_test_applies_to_bucket_test(self):
        versioning_inputs = self.versioning.inputs()
        assert versioning_inputs["bucket"] == self.bucket_2.output("id")


class TestLedgerTable:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key")
        ),
        project="library",
        stack="test",
    )
    test_table = stack.resource("storage:index:LedgerTable", "test")
    test_table_2 = stack.resource("aws:dynamodb/table:Table", "test")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {"aws:dynamodb/table:Table": ["test"], "storage:index:LedgerTable": ["test"]}

    def test_dynamo_db_table_test_is_configured_as_declared(self):
        assert self.test_table_2.inputs() == {
            "hashKey": "key",
            "attributes": [{"name": "key", "type": "S"}],
            "streamEnabled": False,
            "pointInTimeRecovery": {"enabled": True},
            "deletionProtectionEnabled": True,
            "billingMode": "PAY_PER_REQUEST",
        }

    def test_ledger_table_test_holds_table_test(self):
        table_options = self.test_table_2.options()
        assert table_options["parent"] == self.test_table.urn()

    def test_table_test_is_protected_from_deletion(self):
        table = self.test_table_2.inputs()
        assert table["deletionProtectionEnabled"] is True

    def test_table_test_can_be_restored_to_any_point_in_time(self):
        table = self.test_table_2.inputs()
        assert table["pointInTimeRecovery"]["enabled"] is True

    def test_gives_table_name_of_table_test(self):
        assert self.stack.exported("table_name") == self.test_table_2.output("name")


class TestLedgerTableWithCapacity100:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key", capacity=100)
        ),
        project="library",
        stack="test",
    )

    def test_dynamo_db_table_test_has_its_billing_mode_read_capacity_and_write_capacity(self):
        table = self.stack.inputs("aws:dynamodb/table:Table", "test")
        assert table["billingMode"] == "PROVISIONED"
        assert table["readCapacity"] == 100
        assert table["writeCapacity"] == 200


class TestLedgerTableWithStreamTrue:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key", stream=True)
        ),
        project="library",
        stack="test",
    )

    def test_dynamo_db_table_test_has_its_stream_enabled_and_stream_view_type(self):
        table = self.stack.inputs("aws:dynamodb/table:Table", "test")
        assert table["streamEnabled"] is True
        assert table["streamViewType"] == "NEW_IMAGE"


class TestLedgerTableWithCapacity107:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key", capacity=107)
        ),
        project="library",
        stack="test",
    )

    def test_dynamo_db_table_test_has_its_billing_mode_read_capacity_and_write_capacity(self):
        table = self.stack.inputs("aws:dynamodb/table:Table", "test")
        assert table["billingMode"] == "PROVISIONED"
        assert table["readCapacity"] == 107
        assert table["writeCapacity"] == 214


class TestLedgerTableWithCapacity1:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key", capacity=1)
        ),
        project="library",
        stack="test",
    )

    def test_dynamo_db_table_test_has_its_billing_mode_read_capacity_and_write_capacity(self):
        table = self.stack.inputs("aws:dynamodb/table:Table", "test")
        assert table["billingMode"] == "PROVISIONED"
        assert table["readCapacity"] == 1
        assert table["writeCapacity"] == 2


class TestLedgerTableWithCapacity0:
    stack = deployment(
        create=lambda load: load("storage/tables.py").LedgerTable(
            "test", load("storage/tables.py").LedgerTableArgs(key="key", capacity=0)
        ),
        project="library",
        stack="test",
    )

    def test_is_refused_capacity_must_be_at_least_1(self):
        assert "capacity must be at least 1" in self.stack.failure()
