"""What hostile registers, run under mocks: no cloud, no Pulumi engine."""

import unittest

from .support import deployment, json_text


class TestHostile(unittest.TestCase):
    stack = deployment("__main__.py", project="hostile", stack="test")
    queue = stack.resource("aws:sqs/queue:Queue", 'queue 0: it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""')
    queue_2 = stack.resource("aws:sqs/queue:Queue", "queue 1: {x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}")
    queue_3 = stack.resource("aws:sqs/queue:Queue", "queue 2: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f")
    queue_4 = stack.resource("aws:sqs/queue:Queue", "queue 3: separators \u2028 \u2029 \ufeff, café, 日本語, 🚀")
    queue_5 = stack.resource("aws:sqs/queue:Queue", "queue 4: back\\slash \\n \\N{DASH} \\u0041 \\")
    queue_6 = stack.resource("aws:sqs/queue:Queue", "queue 5: '); __import__('os')._exit(1); ('")
    queue_7 = stack.resource("aws:sqs/queue:Queue", "queue 6: # comment '''")
    queue_8 = stack.resource("aws:sqs/queue:Queue", "queue 7: leading and trailing")
    queue_9 = stack.resource("aws:sqs/queue:Queue", "queue 8: empty")
    queue_10 = stack.resource("aws:sqs/queue:Queue", "queue 9: None")
    queue_11 = stack.resource("aws:sqs/queue:Queue", "queue 10: 0x10")
    lambda_parameter = stack.resource("aws:ssm/parameter:Parameter", "lambda")

    def test_declares_exactly_these_resources(self):
        self.assertEqual(
            self.stack.inventory(),
            {
                "aws:sqs/queue:Queue": [
                    'queue 0: it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""',
                    "queue 10: 0x10",
                    "queue 1: {x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}",
                    "queue 2: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
                    "queue 3: separators \u2028 \u2029 \ufeff, café, 日本語, 🚀",
                    "queue 4: back\\slash \\n \\N{DASH} \\u0041 \\",
                    "queue 5: '); __import__('os')._exit(1); ('",
                    "queue 6: # comment '''",
                    "queue 7: leading and trailing",
                    "queue 8: empty",
                    "queue 9: None",
                ],
                "aws:ssm/parameter:Parameter": ["__class__", "given", "lambda"],
            },
        )

    def test_sqs_queue_queue_0_it_s_quoted_and_tripled_and_so_is_configured_as_declared(self):
        self.assertEqual(
            self.queue.inputs(),
            {
                "tags": {
                    "text": 'it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""',
                    'key it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""': "value",
                },
            },
        )

    def test_sqs_queue_queue_1_x_0_x_s_s_x_x_x_x_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_2.inputs(),
            {
                "tags": {
                    "text": "{x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}",
                    "key {x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}": "value",
                },
            },
        )

    def test_sqs_queue_queue_2_line_feed_and_tab_31m_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_3.inputs(),
            {
                "tags": {
                    "text": "line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
                    "key line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f": "value",
                },
            },
        )

    def test_sqs_queue_queue_3_separators_café_日本語_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_4.inputs(),
            {
                "tags": {
                    "text": "separators \u2028 \u2029 \ufeff, café, 日本語, 🚀",
                    "key separators \u2028 \u2029 \ufeff, café, 日本語, 🚀": "value",
                },
            },
        )

    def test_sqs_queue_queue_4_back_slash_n_n_dash_u0041_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_5.inputs(),
            {
                "tags": {
                    "text": "back\\slash \\n \\N{DASH} \\u0041 \\",
                    "key back\\slash \\n \\N{DASH} \\u0041 \\": "value",
                },
            },
        )

    def test_sqs_queue_queue_5_import_os_exit_1_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_6.inputs(),
            {"tags": {"text": "'); __import__('os')._exit(1); ('", "key '); __import__('os')._exit(1); ('": "value"}},
        )

    def test_sqs_queue_queue_6_comment_is_configured_as_declared(self):
        self.assertEqual(self.queue_7.inputs(), {"tags": {"text": "# comment '''", "key # comment '''": "value"}})

    def test_sqs_queue_queue_7_leading_and_trailing_is_configured_as_declared(self):
        self.assertEqual(
            self.queue_8.inputs(), {"tags": {"text": " leading and trailing ", "key  leading and trailing ": "value"}}
        )

    def test_sqs_queue_queue_8_empty_is_configured_as_declared(self):
        self.assertEqual(self.queue_9.inputs(), {"tags": {"text": "", "key ": "value"}})

    def test_sqs_queue_queue_9_none_is_configured_as_declared(self):
        self.assertEqual(self.queue_10.inputs(), {"tags": {"text": "None", "key None": "value"}})

    def test_sqs_queue_queue_10_0x10_is_configured_as_declared(self):
        self.assertEqual(self.queue_11.inputs(), {"tags": {"text": "0x10", "key 0x10": "value"}})

    def test_ssm_parameter_class_is_configured_as_declared(self):
        self.assertEqual(
            self.stack.inputs("aws:ssm/parameter:Parameter", "__class__"),
            {
                "type": "String",
                "value": json_text(
                    {"__class__": {"polluted": True}, "it's": [None, True, 0, 1e21, 1152921504606846976]},
                ),
                "tags": {
                    "__init__": "own",
                    "snake_case": "own",
                    "camelCase": "own",
                    "a.b[0]": "dotted",
                    "a'b": "quoted",
                },
            },
        )

    def test_ssm_parameter_lambda_is_configured_as_declared(self):
        self.assertEqual(
            self.lambda_parameter.inputs(), {"type": "String", "value": f"{self.queue.output('arn')}'\"{{x}}#"}
        )

    def test_ssm_parameter_given_is_configured_as_declared(self):
        self.assertEqual(
            self.stack.inputs("aws:ssm/parameter:Parameter", "given"), {"type": "String", "value": "default ''' {y}"}
        )

    def test_parameter_lambda_takes_its_value_from_queue_queue_0_it_s_quoted_and_tripled_and_so(self):
        parameter = self.lambda_parameter.inputs()
        self.assertEqual(parameter["value"], f"{self.queue.output('arn')}'\"{{x}}#")

    def test_queue_queue_0_it_s_quoted_and_tripled_and_so_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_1_x_0_x_s_s_x_x_x_x_is_encrypted(self):
        queue_inputs = self.queue_2.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_2_line_feed_and_tab_31m_is_encrypted(self):
        queue_inputs = self.queue_3.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_3_separators_café_日本語_is_encrypted(self):
        queue_inputs = self.queue_4.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_4_back_slash_n_n_dash_u0041_is_encrypted(self):
        queue_inputs = self.queue_5.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_5_import_os_exit_1_is_encrypted(self):
        queue_inputs = self.queue_6.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_6_comment_is_encrypted(self):
        queue_inputs = self.queue_7.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_7_leading_and_trailing_is_encrypted(self):
        queue_inputs = self.queue_8.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_8_empty_is_encrypted(self):
        queue_inputs = self.queue_9.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_9_none_is_encrypted(self):
        queue_inputs = self.queue_10.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_queue_queue_10_0x10_is_encrypted(self):
        queue_inputs = self.queue_11.inputs()
        self.assertIsNone(queue_inputs.get("sqsManagedSseEnabled"))

    def test_exports_exactly_these_outputs(self):
        self.assertEqual(sorted(self.stack.exports()), ["it's all", "last"])

    def test_exports_last_of_queue_queue_10_0x10(self):
        self.assertEqual(self.stack.exported("last"), self.queue_11.output("name"))

    def test_exports_it_s_all(self):
        self.assertEqual(
            self.stack.exported("it's all"),
            (
                'it\'s "quoted" and \'\'\'tripled\'\'\' and """so"""\n'
                "{x} {0} %(x)s %s {{ x }} {% x %} ${x} #{x}\n"
                "line\n"
                "feed\r\n"
                "and\ttab\x00\x07\x1b[31m\x7f\n"
                "separators \u2028 \u2029 \ufeff, café, 日本語, 🚀\n"
                "back\\slash \\n \\N{DASH} \\u0041 \\\n"
                "'); __import__('os')._exit(1); ('\n"
                "# comment '''\n"
                " leading and trailing \n"
                "\n"
                "None\n"
                "0x10"
            ),
        )


class TestHostileWithItSGivenDropZ(unittest.TestCase):
    """hostile with it's {given} ''; drop {z}'."""

    stack = deployment("__main__.py", project="hostile", stack="test", config={"hostile:it's {given}": "'; drop {z}"})

    def test_ssm_parameter_given_has_its_type_and_value(self):
        parameter = self.stack.inputs("aws:ssm/parameter:Parameter", "given")
        self.assertEqual(parameter["type"], "SecureString")
        self.assertEqual(parameter["value"], "'; drop {z}")
