"""What hostile registers, run under mocks: no cloud, no Pulumi engine."""

from .support import deployment, json_text


class TestHostile:
    stack = deployment("Pulumi.yaml", project="hostile", stack="test")
    queue = stack.resource("aws:sqs/queue:Queue", 'queue 0: it\'s "quoted" and `ticked`')
    queue_2 = stack.resource("aws:sqs/queue:Queue", "queue 1: '''triple''' \"\"\"double\"\"\"")
    queue_3 = stack.resource("aws:sqs/queue:Queue", "queue 2: {x} {{ x }} {% x %} %(x)s %s #{x} {# x #}")
    queue_4 = stack.resource("aws:sqs/queue:Queue", "queue 3: # comment */ // /* <!-- </script>")
    queue_5 = stack.resource("aws:sqs/queue:Queue", "queue 4: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f")
    queue_6 = stack.resource(
        "aws:sqs/queue:Queue", "queue 5: separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀"
    )
    queue_7 = stack.resource("aws:sqs/queue:Queue", "queue 6: back\\slash \\n \\u0041 \\N{DASH} \\")
    queue_8 = stack.resource("aws:sqs/queue:Queue", "queue 7: '); __import__('os')._exit(1); ('")
    queue_9 = stack.resource("aws:sqs/queue:Queue", "queue 8: $& $1 %d %j \\1 \\g<0>")
    queue_10 = stack.resource("aws:sqs/queue:Queue", "queue 9: leading and trailing")
    queue_11 = stack.resource("aws:sqs/queue:Queue", "queue 10: empty")
    queue_12 = stack.resource("aws:sqs/queue:Queue", "queue 11: null")
    queue_13 = stack.resource("aws:sqs/queue:Queue", "queue 12: 0x10")
    queue_14 = stack.resource("aws:sqs/queue:Queue", "queue 13: yes")
    queue_15 = stack.resource("aws:sqs/queue:Queue", "queue 14: True")
    queue_16 = stack.resource("aws:sqs/queue:Queue", "queue 15: __class__")
    self_parameter = stack.resource("aws:ssm/parameter:Parameter", "self")
    class_parameter = stack.resource("aws:ssm/parameter:Parameter", "class")

    def test_declares_exactly_these_resources(self):
        assert self.stack.inventory() == {
            "aws:sqs/queue:Queue": [
                'queue 0: it\'s "quoted" and `ticked`',
                "queue 10: empty",
                "queue 11: null",
                "queue 12: 0x10",
                "queue 13: yes",
                "queue 14: True",
                "queue 15: __class__",
                "queue 1: '''triple''' \"\"\"double\"\"\"",
                "queue 2: {x} {{ x }} {% x %} %(x)s %s #{x} {# x #}",
                "queue 3: # comment */ // /* <!-- </script>",
                "queue 4: line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
                "queue 5: separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀",
                "queue 6: back\\slash \\n \\u0041 \\N{DASH} \\",
                "queue 7: '); __import__('os')._exit(1); ('",
                "queue 8: $& $1 %d %j \\1 \\g<0>",
                "queue 9: leading and trailing",
            ],
            "aws:ssm/parameter:Parameter": ["__proto__", "class", "self"],
        }

    def test_sqs_queue_queue_0_it_s_quoted_and_ticked_is_configured_as_declared(self):
        assert self.queue.inputs() == {
            "tags": {"text": 'it\'s "quoted" and `ticked`', 'key it\'s "quoted" and `ticked`': "value"},
        }

    def test_sqs_queue_queue_1_triple_double_is_configured_as_declared(self):
        assert self.queue_2.inputs() == {
            "tags": {"text": "'''triple''' \"\"\"double\"\"\"", "key '''triple''' \"\"\"double\"\"\"": "value"},
        }

    def test_sqs_queue_queue_2_x_x_x_x_s_s_x_x_is_configured_as_declared(self):
        assert self.queue_3.inputs() == {
            "tags": {
                "text": "{x} {{ x }} {% x %} %(x)s %s #{x} {# x #}",
                "key {x} {{ x }} {% x %} %(x)s %s #{x} {# x #}": "value",
            },
        }

    def test_sqs_queue_queue_3_comment_script_is_configured_as_declared(self):
        assert self.queue_4.inputs() == {
            "tags": {"text": "# comment */ // /* <!-- </script>", "key # comment */ // /* <!-- </script>": "value"},
        }

    def test_sqs_queue_queue_4_line_feed_and_tab_31m_is_configured_as_declared(self):
        assert self.queue_5.inputs() == {
            "tags": {
                "text": "line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f",
                "key line\nfeed\r\nand\ttab\x00\x07\x1b[31m\x7f": "value",
            },
        }

    def test_sqs_queue_queue_5_separators_quotes_café_日本語_is_configured_as_declared(self):
        assert self.queue_6.inputs() == {
            "tags": {
                "text": "separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀",
                "key separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀": "value",
            },
        }

    def test_sqs_queue_queue_6_back_slash_n_u0041_n_dash_is_configured_as_declared(self):
        assert self.queue_7.inputs() == {
            "tags": {
                "text": "back\\slash \\n \\u0041 \\N{DASH} \\",
                "key back\\slash \\n \\u0041 \\N{DASH} \\": "value",
            },
        }

    def test_sqs_queue_queue_7_import_os_exit_1_is_configured_as_declared(self):
        assert self.queue_8.inputs() == {
            "tags": {"text": "'); __import__('os')._exit(1); ('", "key '); __import__('os')._exit(1); ('": "value"},
        }

    def test_sqs_queue_queue_8_1_d_j_1_g_0_is_configured_as_declared(self):
        assert self.queue_9.inputs() == {
            "tags": {"text": "$& $1 %d %j \\1 \\g<0>", "key $& $1 %d %j \\1 \\g<0>": "value"},
        }

    def test_sqs_queue_queue_9_leading_and_trailing_is_configured_as_declared(self):
        assert self.queue_10.inputs() == {
            "tags": {"text": " leading and trailing ", "key  leading and trailing ": "value"},
        }

    def test_sqs_queue_queue_10_empty_is_configured_as_declared(self):
        assert self.queue_11.inputs() == {"tags": {"text": "", "key ": "value"}}

    def test_sqs_queue_queue_11_null_is_configured_as_declared(self):
        assert self.queue_12.inputs() == {"tags": {"text": "null", "key null": "value"}}

    def test_sqs_queue_queue_12_0x10_is_configured_as_declared(self):
        assert self.queue_13.inputs() == {"tags": {"text": "0x10", "key 0x10": "value"}}

    def test_sqs_queue_queue_13_yes_is_configured_as_declared(self):
        assert self.queue_14.inputs() == {"tags": {"text": "yes", "key yes": "value"}}

    def test_sqs_queue_queue_14_true_is_configured_as_declared(self):
        assert self.queue_15.inputs() == {"tags": {"text": "True", "key True": "value"}}

    def test_sqs_queue_queue_15_class_is_configured_as_declared(self):
        assert self.queue_16.inputs() == {"tags": {"text": "__class__", "key __class__": "value"}}

    def test_ssm_parameter_proto_is_configured_as_declared(self):
        assert self.stack.inputs("aws:ssm/parameter:Parameter", "__proto__") == {
            "type": "String",
            "value": json_text({"__class__": "x", "__proto__": {"polluted": True}, "it's": [None, True, 0, 1e21]}),
        }

    def test_ssm_parameter_self_is_configured_as_declared(self):
        assert self.self_parameter.inputs() == {
            "type": "String",
            "value": f"{self.queue.output('arn')}'\"{self.queue_2.output('arn')}\\",
        }

    def test_ssm_parameter_class_is_configured_as_declared(self):
        assert self.class_parameter.inputs() == {"type": "String", "value": "default */ '`"}

    def test_parameter_self_takes_its_value_from_queue_queue_0_it_s_quoted_and_ticked_and_queue_queue_1(self):
        """Parameter self takes its value from queue queue 0: it's 'quoted' and `ticked` and queue queue 1:
        '''triple''' '''double'''."""
        parameter = self.self_parameter.inputs()
        assert parameter["value"] == f"{self.queue.output('arn')}'\"{self.queue_2.output('arn')}\\"

    def test_queue_queue_0_it_s_quoted_and_ticked_is_encrypted(self):
        queue_inputs = self.queue.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_1_triple_double_is_encrypted(self):
        queue_inputs = self.queue_2.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_2_x_x_x_x_s_s_x_x_is_encrypted(self):
        queue_inputs = self.queue_3.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_3_comment_script_is_encrypted(self):
        queue_inputs = self.queue_4.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_4_line_feed_and_tab_31m_is_encrypted(self):
        queue_inputs = self.queue_5.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_5_separators_quotes_café_日本語_is_encrypted(self):
        queue_inputs = self.queue_6.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_6_back_slash_n_u0041_n_dash_is_encrypted(self):
        queue_inputs = self.queue_7.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_7_import_os_exit_1_is_encrypted(self):
        queue_inputs = self.queue_8.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_8_1_d_j_1_g_0_is_encrypted(self):
        queue_inputs = self.queue_9.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_9_leading_and_trailing_is_encrypted(self):
        queue_inputs = self.queue_10.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_10_empty_is_encrypted(self):
        queue_inputs = self.queue_11.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_11_null_is_encrypted(self):
        queue_inputs = self.queue_12.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_12_0x10_is_encrypted(self):
        queue_inputs = self.queue_13.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_13_yes_is_encrypted(self):
        queue_inputs = self.queue_14.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_14_true_is_encrypted(self):
        queue_inputs = self.queue_15.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_queue_queue_15_class_is_encrypted(self):
        queue_inputs = self.queue_16.inputs()
        assert queue_inputs.get("sqsManagedSseEnabled") is None

    def test_exports_exactly_these_outputs(self):
        assert sorted(self.stack.exports()) == ["__init__", "all", "odd 'name' \"x\""]

    def test_exports_init_of_queue_queue_11_null(self):
        assert self.stack.exported("__init__") == self.queue_12.output("name")

    def test_exports_odd_name_x_of_parameter_class(self):
        assert self.stack.exported("odd 'name' \"x\"") == self.class_parameter.output("value")

    def test_exports_all(self):
        assert self.stack.exported("all") == (
            'it\'s "quoted" and `ticked`\n'
            "'''triple''' \"\"\"double\"\"\"\n"
            "{x} {{ x }} {% x %} %(x)s %s #{x} {# x #}\n"
            "# comment */ // /* <!-- </script>\n"
            "line\n"
            "feed\r\n"
            "and\ttab\x00\x07\x1b[31m\x7f\n"
            "separators \u2028 \u2029 \ufeff, quotes ‘’“”, café, 日本語, 🚀\n"
            "back\\slash \\n \\u0041 \\N{DASH} \\\n"
            "'); __import__('os')._exit(1); ('\n"
            "$& $1 %d %j \\1 \\g<0>\n"
            " leading and trailing \n"
            "\n"
            "null\n"
            "0x10\n"
            "yes\n"
            "True\n"
            "__class__"
        )


class TestHostileWithItSGivenItSGiven:
    """hostile with it's `given` 'it-s-given'."""

    stack = deployment("Pulumi.yaml", project="hostile", stack="test", config={"hostile:it's `given`": "it-s-given"})

    def test_ssm_parameter_class_has_value_it_s_given(self):
        parameter = self.stack.inputs("aws:ssm/parameter:Parameter", "class")
        assert parameter["value"] == "it-s-given"
