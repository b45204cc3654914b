"""What must have come of a call, and how a failure is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

Made = Callable[..., Any]


@pytest.fixture
def outcome(support: Any) -> Callable[..., Any]:
    """Makes an outcome: of a result, an error, calls."""

    def made(result: Any = None, error: BaseException | None = None, event: Any = None, *calls: Any) -> Any:
        record = SimpleNamespace(calls=list(calls), unknown=[])
        found = support.outcome.Outcome("function a", support.resolving.Terms(), lambda _: False, (), record, [])
        found.result, found.error, found.event = result, error, event
        return found

    return made


@pytest.mark.parametrize(
    ("result", "low", "high", "form"),
    [
        ({"statusCode": 200, "body": "a"}, 200, 299, "1.0"),
        ({"statusCode": 204}, 204, 204, "1.0"),
        ({"statusCode": 404, "headers": {"A": "b", "C": 1}, "body": None}, 400, 499, "1.0"),
        ({"statusCode": 404, "headers": None, "body": ""}, 400, 499, "2.0"),
        ({"any": "thing"}, 200, 299, "2.0"),
        ("text", 200, 200, "2.0"),
    ],
)
def test_responses(outcome: Made, result: Any, low: int, high: int, form: str) -> None:
    outcome(result).responds(low, high, form=form)
    outcome(result).responds(form=form)


def test_one_status(outcome: Made) -> None:
    outcome({"statusCode": 404}).responds(404)
    with pytest.raises(AssertionError, match="expected a response with status 404\n"):
        outcome({"statusCode": 403}).responds(404)


@pytest.mark.parametrize(
    ("result", "form", "told"),
    [
        (None, "1.0", "what is returned is no response: null"),
        ("text", "1.0", "what is returned is no response"),
        ({"body": ""}, "1.0", "statusCode is no integer: null"),
        ({"statusCode": "200", "body": ""}, "2.0", 'statusCode is no integer: "200"'),
        ({"statusCode": True}, "1.0", "statusCode is no integer"),
        ({"statusCode": 200, "body": {"a": 1}}, "1.0", 'body is no text: {"a": 1}'),
        ({"statusCode": 200, "headers": {"A": ["b"]}, "body": ""}, "1.0", "headers are no texts by name"),
        ({"statusCode": 200, "headers": "A: b", "body": ""}, "1.0", "headers are no texts by name"),
        ({"statusCode": 404, "body": ""}, "1.0", "returned: "),
        ({"any": "thing"}, "1.0", "statusCode is no integer"),
    ],
)
def test_no_responses(outcome: Made, result: Any, form: str, told: str) -> None:
    with pytest.raises(AssertionError, match="function a: expected a response with status 200 to 299") as failed:
        outcome(result).responds(200, 299, form=form)
    assert told in str(failed.value)


BATCH = {"Records": [{"messageId": "a"}, {"messageId": "b"}]}


@pytest.mark.parametrize(
    ("result", "failed"),
    [
        (None, []),
        ({}, []),
        ({"batchItemFailures": []}, None),
        ({"batchItemFailures": None}, []),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, ["a"]),
        ({"batchItemFailures": [{"itemIdentifier": "b"}, {"itemIdentifier": "a"}]}, ["a", "b"]),
        ({"batchItemFailures": [{"itemIdentifier": "b"}]}, None),
    ],
)
def test_reports(outcome: Made, result: Any, failed: Any) -> None:
    outcome(result, None, BATCH).reports(failed)


@pytest.mark.parametrize(
    ("result", "failed"),
    [
        (None, ["a"]),
        ([], []),
        ("text", None),
        ({"batchItemFailure": []}, []),
        ({"batchItemFailures": ["a"]}, None),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, None),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, None),
        ({"batchItemFailures": [{"ItemIdentifier": "a"}]}, None),
        ({"batchItemFailures": [{"itemIdentifier": "c"}]}, None),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, []),
        ({"batchItemFailures": {"itemIdentifier": "a"}}, None),
    ],
)
def test_no_reports(outcome: Made, result: Any, failed: Any) -> None:
    with pytest.raises(AssertionError, match="a report of batch item failures"):
        outcome(result, None, BATCH).reports(failed)


@pytest.mark.parametrize(
    "event",
    [
        {"Records": [{"eventID": "x", "dynamodb": {"SequenceNumber": "a"}}]},
        {"Records": [{"kinesis": {"sequenceNumber": "a"}}]},
        [{"messageId": "a"}],
    ],
)
def test_what_records_are_called(outcome: Made, event: Any) -> None:
    outcome({"batchItemFailures": [{"itemIdentifier": "a"}]}, None, event).reports(["a"])
    with pytest.raises(AssertionError, match='the event has no record "x"'):
        outcome({"batchItemFailures": [{"itemIdentifier": "x"}]}, None, event).reports()


def test_errors_instead_of_reports(outcome: Made) -> None:
    outcome(None, ValueError("a"), BATCH).reports(or_raises=True)
    with pytest.raises(AssertionError, match="raised: ValueError: a"):
        outcome(None, ValueError("a"), BATCH).reports()


def test_errors(outcome: Made, support: Any) -> None:
    failed = outcome(None, FileNotFoundError("no file 1 of 12ab"))
    failed.raises()
    failed.raises("FileNotFoundError")
    failed.raises("OSError", support.main.joined("no file 1 of ", support.main.some("hex", "4")))
    for wanted in (("KeyError",), ("", "no file"), ("", support.main.joined("no file ", support.main.some("uuid")))):
        with pytest.raises(AssertionError, match="leaves the handler"):
            failed.raises(*wanted)
    with pytest.raises(AssertionError, match="returned: 1"):
        outcome(1).raises("KeyError")
    with pytest.raises(AssertionError, match="raised: FileNotFoundError"):
        failed.returns(1)


def called(support: Any, name: str, failed: str = "", **given: Any) -> Any:
    made = support.main.Call(*name.split("."), **given)
    made.failed = failed
    return made


def test_writes(outcome: Made, support: Any) -> None:
    read, write = called(support, "s3.GetObject", Bucket="b"), called(support, "s3.PutObject", Bucket="b")
    refused = called(support, "s3.PutObject", "AccessDenied", Bucket="b")
    outcome(None, None, None, read, refused).writes_nothing()
    with pytest.raises(AssertionError, match=r"that nothing is written\n  returned: null\n  calls made:\n    s3.Put"):
        outcome(None, None, None, write).writes_nothing()


@pytest.mark.parametrize(
    ("name", "given", "target"),
    [
        ("dynamodb.BatchWriteItem", {"RequestItems": {"other": [{"PutRequest": {"Item": {"KeyId": ""}}}]}}, "other"),
        ("dynamodb.TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "other", "Item": {}}}]}, "other"),
        ("events.PutEvents", {"Entries": [{"EventBusName": "other", "Detail": "{}"}]}, "other"),
        ("sns.Publish", {"TopicArn": "other"}, "other"),
    ],
)  # fmt: skip
def test_writes_elsewhere(outcome: Made, support: Any, name: str, given: Mapping[str, Any], target: str) -> None:
    found = outcome(None, None, None, called(support, name, **given))
    with pytest.raises(AssertionError, match=f'{name} writes to "{target}"'):
        found.stays_within()
    found._wired = (support.main.Wired("it", names=[target]),)
    found.stays_within()
    found.uses(found._wired[0], name)
    with pytest.raises(AssertionError, match=r"a call of sqs\.SendMessage on it"):
        found.uses(found._wired[0], "sqs.SendMessage")
    with pytest.raises(AssertionError, match=f"a call of {name} on another"):
        found.uses(support.main.Wired("another", names=["x"]), name)
    found.uses(None, name)


def differences(support: Any, expected: Any, found: Any) -> list[str]:
    return list(support.matching.differences(support.resolving.Terms(), expected, found))


def iso(form: str = "%Y-%m-%dT%H:%M:%S.%f") -> str:
    """The time that it is now: what is made when tests are collected is old when they run."""
    return datetime.now(UTC).strftime(form)


@pytest.mark.parametrize(
    ("shape", "detail", "value", "other"),
    [
        ("uuid", "", lambda: str(uuid.uuid4()), "no uuid"),
        ("now", "", lambda: int(time.time()), 5),
        ("now", "-3600", lambda: str(time.time() - 3600), lambda: time.time()),
        ("now", "", time.time, None),
        ("now-ms", "", lambda: int(time.time() * 1000), time.time),
        ("now-iso", "", lambda: datetime.now(UTC).isoformat(), "2001-01-01T00:00:00Z"),
        ("now-iso", "", lambda: iso("%Y-%m-%dT%H:%M:%SZ"), 5),
        ("now-iso", "", iso, "now"),
        ("now-iso", "", lambda: iso()[:-3] + "Z", ""),
        ("number", "", "1.5e3", "a"),
        ("number", "", 1, True),
        ("text", "", "", 1),
        ("hex", "4", "0aF1", "0aF12"),
        ("hex", "", "0a", "xy"),
        ("base64", "", "dGV4dA==", "&"),
    ],
    ids=range(15),
)
def test_shapes(support: Any, shape: str, detail: str, value: Any, other: Any) -> None:
    value, other = (each() if callable(each) else each for each in (value, other))
    mask = support.main.some(shape, detail)
    assert differences(support, {"a": mask}, {"a": value}) == []
    assert differences(support, {"a": mask}, {"a": other}) != []
    assert differences(support, support.main.some("anything"), other) == []


def test_the_same_value_again(support: Any) -> None:
    id_ = support.main.some("text", name="id")
    expected = {"a": id_, "b": [id_, support.main.joined("id-", support.main.some("text"))]}
    assert differences(support, expected, {"a": "x", "b": ["x", "id-y"]}) == []
    assert differences(support, expected, {"a": "x", "b": ["y", "id-y"]}) == ['b[0]: expected "x" again, found "y"']


def test_parts_of_texts_are_named_too(support: Any) -> None:
    id_ = support.main.some("hex", "2", name="id")
    expected = [id_, support.main.joined("id ", id_, " is new"), support.main.joined(id_, "-", id_)]
    assert differences(support, expected, ["0a", "id 0a is new", "0a-0a"]) == []
    assert differences(support, expected, ["0a", "id 0b is new", "0a-0a"]) != []
    assert differences(support, expected, ["0a", "0a is new", "0a-0a"]) != []


def test_encoded_values_inside_each_other(support: Any) -> None:
    main = support.main
    for expected in (main.as_base64(main.as_json({"a": 1})), main.as_base64({"a": 1}), main.as_base64('{"a": 1}')):
        assert differences(support, expected, "eyJhIjogMX0=") == []
    assert differences(support, main.as_base64(main.some("text")), "eyJhIjogMX0=") == []
    assert differences(support, main.as_base64(main.as_json({"a": 2})), "eyJhIjogMX0=") != []
    found = support.resolving.Terms().value([main.as_base64(main.as_json({"a": [1]})), main.as_base64({"a": [1]})])
    assert found[0] == found[1]


def test_shapes_inside_texts(support: Any) -> None:
    some, id_ = support.main.some, str(uuid.uuid4())
    expected = support.main.joined("/", some("uuid"), "-", some("number"), "/", some("text"), "/", some("now-iso"))
    assert differences(support, expected, f"/{id_}-15/a/b/{iso()}") == []
    assert differences(support, expected, f"/{id_}-/a/b/{iso()}") != []


def test_differences_are_told_by_their_place(support: Any) -> None:
    main = support.main
    expected = {"a": {"b": [1, 2]}, "c": main.as_json({"d": 1}), "e": main.as_base64({"f": 1}), "g": 1}
    found = {"a": {"b": [1, 3]}, "c": '{"d": 2}', "e": "eyJmIjoyfQ==", "h": 1}
    assert differences(support, expected, found) == [
        "a.b[1]: expected 2, found 3",
        "c as json.d: expected 1, found 2",
        "e as base64.f: expected 1, found 2",
        "g is not there",
        "h is not expected: 1",
    ]
    for one, other in ((1, True), (0, None), ({}, []), ([1], [1, 1]), (main.as_json(1), "{"), (main.as_base64("a"), 5)):
        assert differences(support, one, other) != []
    assert differences(support, 1, 1.0) == []


def test_a_failure_tells_the_whole_story(function: Made) -> None:
    code = """
        import boto3, logging
        sqs = boto3.client("sqs")
        def handler(event, context):
            logging.info("unseen")
            logging.error("cannot send")
            send(event["url"])
        def send(url):
            sqs.send_message(QueueUrl=url, MessageBody="text")
    """
    url = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"
    with pytest.raises(AssertionError) as failed:
        function(code, files=["index.py"]).call({"url": url}, within=False).responds(200, 299)
    lines = str(failed.value).splitlines()
    assert lines[0] == "function index: expected a response with status 200 to 299"
    assert lines[1].startswith(
        "  raised: QueueDoesNotExist: An error occurred (AWS.SimpleQueueService.NonExistentQueue)"
    )
    assert lines[2].endswith('lambda/index.py:7 in handler: send(event["url"])')
    assert lines[3].endswith('lambda/index.py:9 in send: sqs.send_message(QueueUrl=url, MessageBody="text")')
    assert lines[4] == "  calls made:"
    assert lines[5].startswith(f'    sqs.SendMessage {{"QueueUrl": "{url}", "MessageBody": "text"}} -> ')
    assert lines[6:] == ["  logged:", "    ERROR cannot send"]


def test_only_the_end_of_a_long_story_is_told(function: Made) -> None:
    code = """
        import logging
        def handler(event, context):
            for n in range(20):
                logging.warning("line %s %s", n, "x" * 500)
    """
    with pytest.raises(AssertionError) as failed:
        function(code).call({}).returns(1)
    lines = str(failed.value).splitlines()
    assert len(lines) == 13
    assert lines[4] == "    ... 12 more before"
    assert all(len(line) <= 304 for line in lines)


def test_changed_events(support: Any) -> None:
    main = support.main
    event = {"Records": [{"body": main.as_json({"id": 1, "a.b": 2}), "n": 1}], "x": None}
    found = main.changed(event, {"Records[0].body.id": 5, "new.er": 1, "Records[0].body.'a.b'": 3}, without=["x"])
    assert found == {"Records": [{"body": main.as_json({"id": 5, "a.b": 3}), "n": 1}], "new": {"er": 1}}
    assert main.changed(event, without=["Records[0].body.'a.b'"])["Records"][0]["body"] == main.as_json({"id": 1})
    assert event == {"Records": [{"body": main.as_json({"id": 1, "a.b": 2}), "n": 1}], "x": None}
