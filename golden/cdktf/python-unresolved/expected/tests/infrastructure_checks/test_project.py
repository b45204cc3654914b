"""What project synthesises, run in process: no cloud, no Terraform."""

from .support import synthesis


class TestUnresolved:
    app = synthesis(
        "main.py", env={"AWS_REGION": "us-east-1", "AWS_PROFILE": "aws-profile", "STAGE": "test", "ZONES": "us-east-1a"}
    )

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_sqs_queue": ["unresolved/queue"],
            "aws_subnet": ["unresolved/zone-0"],
            "backend.local": ["unresolved/backend"],
            "data.aws_ssm_parameter": ["unresolved/suffix"],
            "provider.aws": ["unresolved/aws"],
        }

    def test_leaves_no_token_without_a_value(self):
        assert self.app.unresolved() == []

    def test_aws_provider_aws_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "unresolved/aws") == {
            "profile": "aws-profile",
            "region": "us-east-1",
        }

    def test_ssm_parameter_suffix_is_configured_as_declared(self):
        assert self.app.configuration("data.aws_ssm_parameter", "unresolved/suffix") == {"name": "/orders/test/suffix"}

    def test_sqs_queue_queue_is_configured_as_declared(self):
        assert (
            self.app.configuration("aws_sqs_queue", "unresolved/queue", without=["tags.StartedAt", "tags.Nonce", "tags.Machine"])
            == {"name": "orders-${data.aws_ssm_parameter.unresolved/suffix.value}", "tags": {"Known": "known"}}
        )

    def test_subnet_zone_0_is_configured_as_declared(self):
        assert self.app.configuration("aws_subnet", "unresolved/zone-0") == {
            "availability_zone": "us-east-1a",
            "cidr_block": "10.0.0.0/24",
            "vpc_id": "vpc-1",
        }

    def test_local_backend_is_configured_as_declared(self):
        assert self.app.configuration("backend.local", "unresolved/backend") == {
            "path": "./terraform.unresolved.tfstate",
        }

    def test_queue_queue_takes_its_name_from_parameter_suffix(self):
        queue = self.app.configuration("aws_sqs_queue", "unresolved/queue")
        assert queue["name"] == "orders-${data.aws_ssm_parameter.unresolved/suffix.value}"

    def test_queue_queue_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "unresolved/queue")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["queue-name", "started"]

    def test_exports_queue_name_of_queue_queue(self):
        assert self.app.output("queue-name") == {"value": "${aws_sqs_queue.unresolved/queue.name}"}


class TestUnresolvedWithoutAwsRegion:
    app = synthesis("main.py", env={"AWS_PROFILE": "aws-profile", "STAGE": "test", "ZONES": "us-east-1a"})

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_sqs_queue": ["unresolved/queue"],
            "aws_subnet": ["unresolved/zone-0"],
            "backend.local": ["unresolved/backend"],
            "data.aws_ssm_parameter": ["unresolved/suffix"],
            "provider.aws": ["unresolved/aws"],
        }


class TestUnresolvedWithoutAwsProfile:
    app = synthesis("main.py", env={"AWS_REGION": "us-east-1", "STAGE": "test", "ZONES": "us-east-1a"})

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_sqs_queue": ["unresolved/queue"],
            "aws_subnet": ["unresolved/zone-0"],
            "backend.local": ["unresolved/backend"],
            "data.aws_ssm_parameter": ["unresolved/suffix"],
            "provider.aws": ["unresolved/aws"],
        }


class TestUnresolvedWithoutStage:
    app = synthesis("main.py", env={"AWS_REGION": "us-east-1", "AWS_PROFILE": "aws-profile", "ZONES": "us-east-1a"})

    def test_is_refused_stage(self):
        assert "'STAGE'" in self.app.failure()


class TestUnresolvedWithoutZones:
    app = synthesis("main.py", env={"AWS_REGION": "us-east-1", "AWS_PROFILE": "aws-profile", "STAGE": "test"})

    def test_is_refused_zones(self):
        assert "'ZONES'" in self.app.failure()
