"""What project synthesises, run in process: no cloud, no Terraform."""

from .support import json_text, synthesis


class TestHostile:
    app = synthesis("main.py")

    def test_declares_exactly_these_resources(self):
        assert self.app.inventory() == {
            "aws_sqs_queue": [
                "hostile/the '0' \"café\" '''/queue 🚀 {x}",
                "hostile/the '1' \"café\" '''/queue 🚀 {x}",
                "hostile/the '10' \"café\" '''/queue 🚀 {x}",
                "hostile/the '2' \"café\" '''/queue 🚀 {x}",
                "hostile/the '3' \"café\" '''/queue 🚀 {x}",
                "hostile/the '4' \"café\" '''/queue 🚀 {x}",
                "hostile/the '5' \"café\" '''/queue 🚀 {x}",
                "hostile/the '6' \"café\" '''/queue 🚀 {x}",
                "hostile/the '7' \"café\" '''/queue 🚀 {x}",
                "hostile/the '8' \"café\" '''/queue 🚀 {x}",
                "hostile/the '9' \"café\" '''/queue 🚀 {x}",
            ],
            "aws_ssm_parameter": ["hostile/__class__", "hostile/given", "hostile/lambda"],
            "backend.local": ["hostile/backend"],
            "provider.aws": ["hostile/aws"],
        }

    def test_leaves_no_token_without_a_value(self):
        assert self.app.unresolved() == []

    def test_aws_provider_aws_is_configured_as_declared(self):
        assert self.app.configuration("provider.aws", "hostile/aws") == {"region": "eu-west-1"}

    def test_sqs_queue_the_0_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '0' \"café\" '''/queue 🚀 {x}") == {
            "tags": {
                "text": 'it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""',
                'key it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""': "value",
            },
        }

    def test_sqs_queue_the_1_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '1' \"café\" '''/queue 🚀 {x}") == {
            "tags": {
                "text": "{x} {0} %(x)s %s {{ x }} {% x %%} $${x} #{x}",
                "key {x} {0} %(x)s %s {{ x }} {% x %%} $${x} #{x}": "value",
            },
        }

    def test_sqs_queue_the_2_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '2' \"café\" '''/queue 🚀 {x}") == {
            "tags": {
                "text": "line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
                "key line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f": "value",
            },
        }

    def test_sqs_queue_the_3_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '3' \"café\" '''/queue 🚀 {x}") == {
            "tags": {
                "text": "separators \u2028 \u2029 \ufeff, café, 日本語, 🚀",
                "key separators \u2028 \u2029 \ufeff, café, 日本語, 🚀": "value",
            },
        }

    def test_sqs_queue_the_4_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '4' \"café\" '''/queue 🚀 {x}") == {
            "tags": {
                "text": "back\\slash \\n \\N{DASH} \\u0041 \\",
                "key back\\slash \\n \\N{DASH} \\u0041 \\": "value",
            },
        }

    def test_sqs_queue_the_5_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '5' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": "'); __import__('os')._exit(1); ('", "key '); __import__('os')._exit(1); ('": "value"},
        }

    def test_sqs_queue_the_6_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '6' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": "# comment '''", "key # comment '''": "value"},
        }

    def test_sqs_queue_the_7_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '7' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": " leading and trailing ", "key  leading and trailing ": "value"},
        }

    def test_sqs_queue_the_8_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '8' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": "", "key ": "value"},
        }

    def test_sqs_queue_the_9_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '9' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": "None", "key None": "value"},
        }

    def test_sqs_queue_the_10_café_queue_x_is_configured_as_declared(self):
        assert self.app.configuration("aws_sqs_queue", "hostile/the '10' \"café\" '''/queue 🚀 {x}") == {
            "tags": {"text": "0x10", "key 0x10": "value"},
        }

    def test_ssm_parameter_class_is_configured_as_declared(self):
        assert self.app.configuration("aws_ssm_parameter", "hostile/__class__") == {
            "name": "__class__",
            "tags": {"__init__": "own", "snake_case": "own", "camelCase": "own", "a.b[0]": "dotted", "a'b": "quoted"},
            "type": "String",
            "value": json_text({"__class__": {"polluted": True}, "it's": [None, True, 0, 1e21, 1152921504606846976]}),
        }

    def test_ssm_parameter_lambda_is_configured_as_declared(self):
        assert self.app.configuration("aws_ssm_parameter", "hostile/lambda") == {
            "name": "lambda",
            "type": "String",
            "value": "${aws_sqs_queue.hostile/the '0' \"café\" '''/queue 🚀 {x}.arn}'\"{x}#",
        }

    def test_ssm_parameter_given_is_configured_as_declared(self):
        assert self.app.configuration("aws_ssm_parameter", "hostile/given") == {
            "name": "given",
            "type": "String",
            "value": "from ''' the {y} file",
        }

    def test_local_backend_is_configured_as_declared(self):
        assert self.app.configuration("backend.local", "hostile/backend") == {"path": "./terraform.hostile.tfstate"}

    def test_parameter_lambda_takes_its_value_from_queue_the_0_café_queue_x(self):
        parameter = self.app.configuration("aws_ssm_parameter", "hostile/lambda")
        assert parameter["value"] == "${aws_sqs_queue.hostile/the '0' \"café\" '''/queue 🚀 {x}.arn}'\"{x}#"

    def test_queue_the_0_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '0' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_1_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '1' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_2_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '2' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_3_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '3' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_4_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '4' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_5_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '5' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_6_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '6' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_7_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '7' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_8_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '8' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_9_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '9' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_queue_the_10_café_queue_x_is_encrypted(self):
        queue = self.app.configuration("aws_sqs_queue", "hostile/the '10' \"café\" '''/queue 🚀 {x}")
        assert queue.get("sqs_managed_sse_enabled") is None

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.app.outputs()) == ["itsall", "last"]

    def test_exports_last_of_queue_the_10_café_queue_x(self):
        assert self.app.output("last") == {
            "value": "${aws_sqs_queue.hostile/the '10' \"café\" '''/queue 🚀 {x}.name}",
            "description": "'''\"\"\"\\",
        }

    def test_exports_itsall(self):
        assert self.app.output("itsall") == {
            "value": '${join("\\n", ["\'); __import__(\'os\')._exit(1); (\'", "# comment \'\'\'", " leading and trailing ", "", "None", "0x10"])}',
        }


class TestHostileWithItSGiven:
    """hostile with it's {given} ''."""

    app = synthesis("main.py", context={"it's {given}": ""})

    def test_ssm_parameter_given_has_value_default_y(self):
        parameter = self.app.configuration("aws_ssm_parameter", "hostile/given")
        assert parameter["value"] == "default ''' {y}"


class TestHostileWithItSGivenDropZ:
    """hostile with it's {given} ''; drop {z}'."""

    app = synthesis("main.py", context={"it's {given}": "'; drop {z}"})

    def test_ssm_parameter_given_has_its_type_and_value(self):
        parameter = self.app.configuration("aws_ssm_parameter", "hostile/given")
        assert parameter["type"] == "SecureString"
        assert parameter["value"] == "'; drop {z}"
