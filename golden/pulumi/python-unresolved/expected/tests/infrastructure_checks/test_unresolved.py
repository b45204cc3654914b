"""What unresolved registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment


class TestUnresolved:
    stack = deployment("__main__.py", project="unresolved", stack="test")
    suffix_pet = stack.resource("random:index/randomPet:RandomPet", "suffix")
    password = stack.resource("random:index/randomPassword:RandomPassword", "password")
    queue = stack.resource("aws:sqs/queue:Queue", "queue")
    topic = stack.resource("aws:sns/topic:Topic", "topic")
    password_parameter = stack.resource("aws:ssm/parameter:Parameter", "password")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:ec2/subnet:Subnet": ["zone-0", "zone-1", "zone-2"],
            "aws:sns/topic:Topic": ["topic"],
            "aws:sqs/queue:Queue": ["queue"],
            "aws:ssm/parameter:Parameter": ["password"],
            "random:index/randomPassword:RandomPassword": ["password"],
            "random:index/randomPet:RandomPet": ["suffix"],
        }

    def test_pet_suffix_is_configured_as_declared(self):
        assert self.suffix_pet.inputs() == {"length": 2}

    def test_password_password_is_configured_as_declared(self):
        assert self.password.inputs() == {"length": 24, "special": False}

    def test_sqs_queue_queue_is_configured_as_declared(self):
        assert self.queue.inputs(without=["tags.StartedAt", "tags.Nonce", "tags.Machine", "tags.Outside"]) == {
            "name": f"orders-{self.suffix_pet.output('id')}",
            "delaySeconds": 5,
            "tags": {"Known": "known"},
        }

    def test_subnet_zone_0_is_configured_as_declared(self):
        assert self.stack.inputs("aws:ec2/subnet:Subnet", "zone-0") == {
            "vpcId": "vpc-1",
            "cidrBlock": "10.0.0.0/24",
            "availabilityZone": "us-east-1a",
        }

    def test_subnet_zone_1_is_configured_as_declared(self):
        assert self.stack.inputs("aws:ec2/subnet:Subnet", "zone-1") == {
            "vpcId": "vpc-1",
            "cidrBlock": "10.0.1.0/24",
            "availabilityZone": "us-east-1b",
        }

    def test_subnet_zone_2_is_configured_as_declared(self):
        assert self.stack.inputs("aws:ec2/subnet:Subnet", "zone-2") == {
            "vpcId": "vpc-1",
            "cidrBlock": "10.0.2.0/24",
            "availabilityZone": "us-east-1c",
        }

    def test_sns_topic_topic_is_configured_as_declared(self):
        assert self.topic.inputs(without=["displayName"]) == {"tags": {"Queue": self.queue.output("name")}}

    def test_ssm_parameter_password_is_configured_as_declared(self):
        assert self.password_parameter.inputs() == {"type": "SecureString", "value": self.password.output("result")}

    def test_queue_queue_takes_its_name_from_random_name_suffix(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs["name"] == f"orders-{self.suffix_pet.output('id')}"

    def test_topic_topic_takes_its_tags_queue_from_queue_queue(self):
        topic_inputs = self.topic.inputs()
        assert topic_inputs["tags"]["Queue"] == self.queue.output("name")

    def test_parameter_password_takes_its_value_from_random_password_password(self):
        parameter = self.password_parameter.inputs()
        assert parameter["value"] == self.password.output("result")

    def test_queue_queue_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_parameter_password_has_no_secret_in_the_sources(self):
        parameter = self.password_parameter.inputs()
        assert parameter["value"] == self.password.output("result")

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["queue_name", "secret", "started"]

    def test_exports_queue_name_of_queue_queue(self):
        assert self.stack.exported("queue_name") == self.queue.output("name")

    def test_exports_secret_of_random_password_password(self):
        assert self.stack.exported("secret") == self.password.output("result")
