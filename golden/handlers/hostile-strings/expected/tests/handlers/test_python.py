"""Calls function python with events of the shape that its triggers send."""

from .support import Function, as_json, changed, md5_of

python = Function(
    "function python",
    folder="../../src/it's odd",
    entry="odd.py",
    handler="handler",
    name='it-is-"""-quoted',
    environment={
        "DOUBLE": 'she said "no"',
        "SINGLE": "it's",
        "TRIPLE": "\"\"\" and '''",
        "BACK": "`rm -rf` and \\` and \\",
        "SCRIPT": "${process.exit(1)} */ // # --> </script>",
        "JINJA": "{{ 7 * 7 }} {% raw %} {# none #}",
        "LINES": "one\ntwo\r\nthree\ttabbed",
        "UNICODE": "Grüße, 你好, a\u2028b\u202eevil\u202c",
        "__proto__": "kept",
    },
    runtime="python3.12",
)

RECORD = {
    "messageId": "00000000-0000-4000-8000-000000000001",
    "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a1",
    "body": as_json(
        {'it\'s "odd" ${key} */': 'she said "no"', "{{ 7 * 7 }}\n": "7-7-1"},
    ),
    "attributes": {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1704067200000",
        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
        "ApproximateFirstReceiveTimestamp": "1704067200001",
    },
    "messageAttributes": {},
    "md5OfBody": md5_of("body"),
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:odd",
    "awsRegion": "us-east-1",
}


class TestLoading:
    def test_loads_in_its_declared_environment(self):
        python.loads()


class TestBatches:
    def test_takes_one_message(self):
        outcome = python.call({"Records": [RECORD]})
        outcome.reports([])
        outcome.writes_nothing()

    def test_takes_3_messages_at_once(self):
        outcome = python.call(
            {
                "Records": [
                    changed(
                        RECORD,
                        {
                            "messageId": f"00000000-0000-4000-8000-{n:012}",
                            "receiptHandle": f"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{n}",
                        },
                    )
                    for n in range(1, 4)
                ],
            },
        )
        outcome.reports([])
        outcome.writes_nothing()

    def test_takes_a_full_batch_of_10_messages(self):
        outcome = python.call(
            {
                "Records": [
                    changed(
                        RECORD,
                        {
                            "messageId": f"00000000-0000-4000-8000-{n:012}",
                            "receiptHandle": f"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{n}",
                        },
                    )
                    for n in range(1, 11)
                ],
            },
        )
        outcome.reports([])
        outcome.writes_nothing()

    def test_takes_an_event_without_messages(self):
        outcome = python.call({"Records": []})
        outcome.reports([])
        outcome.writes_nothing()

    def test_gives_back_a_message_with_a_body_that_is_not_json(self):
        outcome = python.call(
            {"Records": [changed(RECORD, {"body": '{"unfinished": '})]},
        )
        outcome.reports(["00000000-0000-4000-8000-000000000001"])

    def test_gives_back_a_message_without_it_s_odd_key(self):
        outcome = python.call(
            {
                "Records": [
                    changed(RECORD, {"body": as_json({"{{ 7 * 7 }}\n": "7-7-1"})}),
                ],
            },
        )
        outcome.reports(["00000000-0000-4000-8000-000000000001"])

    def test_gives_back_a_message_with_an_unknown_value_as_it_s_odd_key(self):
        outcome = python.call(
            {
                "Records": [
                    changed(
                        RECORD,
                        {
                            "body": as_json(
                                {
                                    'it\'s "odd" ${key} */': "unknown",
                                    "{{ 7 * 7 }}\n": "7-7-1",
                                },
                            ),
                        },
                    ),
                ],
            },
        )
        outcome.reports(["00000000-0000-4000-8000-000000000001"])

    def test_gives_back_a_message_without_7_7(self):
        outcome = python.call(
            {
                "Records": [
                    changed(
                        RECORD,
                        {"body": as_json({'it\'s "odd" ${key} */': 'she said "no"'})},
                    ),
                ],
            },
        )
        outcome.reports(["00000000-0000-4000-8000-000000000001"])

    def test_gives_back_a_message_with_a_number_instead_of_a_text_as_7_7(self):
        outcome = python.call(
            {
                "Records": [
                    changed(
                        RECORD,
                        {
                            "body": as_json(
                                {
                                    'it\'s "odd" ${key} */': 'she said "no"',
                                    "{{ 7 * 7 }}\n": 42,
                                },
                            ),
                        },
                    ),
                ],
            },
        )
        outcome.reports(["00000000-0000-4000-8000-000000000001"])

    def test_takes_a_message_before_one_with_a_body_that_is_not_json(self):
        outcome = python.call(
            {
                "Records": [
                    RECORD,
                    changed(
                        RECORD,
                        {
                            "messageId": "00000000-0000-4000-8000-000000000002",
                            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a2",
                            "body": '{"unfinished": ',
                        },
                    ),
                ],
            },
        )
        outcome.reports(["00000000-0000-4000-8000-000000000002"])
