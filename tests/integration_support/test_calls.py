"""Questions and behaviours of the support library, with a cloud that says what a test wants it to."""

from __future__ import annotations

import datetime
import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

OUTPUTS = {"name": "events", "ids": '["a/1", {"x": 2}]', "api_token": "s3cr3t", "blank": " "}


class Clients:
    """Clients whose methods answer from a table: values, functions of what is asked, or errors."""

    def __init__(self, answers: Mapping[str, Any], pages: Mapping[str, list[Any]] | None = None) -> None:
        self.answers, self.paged = answers, pages or {}
        self.asked: list[tuple[str, str, str, Mapping[str, Any]]] = []
        self.configs: list[Any] = []

    def client(self, service: str, region_name: str, config: Any) -> Any:
        self.configs.append(config)
        names = {name: "".join(word.title() for word in name.split("_")) for name in (*self.answers, *self.paged)}
        methods = {name: self._method(service, region_name, name) for name in self.answers}
        return SimpleNamespace(
            meta=SimpleNamespace(method_to_api_mapping=names),
            can_paginate=lambda name: name in self.paged,
            get_paginator=lambda name: SimpleNamespace(paginate=lambda **_: iter(self.paged[name])),
            **methods,
        )

    def _method(self, service: str, region: str, name: str) -> Callable[..., Any]:
        def call(**inputs: Any) -> Any:
            self.asked.append((service, region, name, inputs))
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer(**inputs) if callable(answer) else answer

        return call


def refused(code: str, message: str = "no") -> Exception:
    from botocore.exceptions import ClientError

    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


Deploy = Callable[..., tuple[Any, Clients]]


@pytest.fixture
def deploy(support: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """A deployment and the clients that it asks."""
    monkeypatch.setenv("SCAFFOLD_OUTPUTS", str(tmp_path / "outputs.json"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "SCAFFOLD_REQUIRE_DEPLOYMENT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "outputs.json").write_text(json.dumps(OUTPUTS), encoding="utf-8")

    def made(pages: Mapping[str, list[Any]] | None = None, region: str = "eu-west-1", **answers: Any) -> Any:
        clients = Clients(answers, pages)
        deployment = support.deployment.Deployment("unused.json", region=region)
        session = SimpleNamespace(
            client=clients.client,
            region_name=None,
            get_credentials=lambda: SimpleNamespace(
                get_frozen_credentials=lambda: __import__("botocore.credentials", fromlist=["x"]).ReadOnlyCredentials(
                    "AKID", "secret", None
                )
            ),
        )
        deployment.cloud._session = session
        return deployment, clients

    return made


def test_an_answer_becomes_plain_data(support: Any) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    answer = {
        "At": datetime.datetime(2024, 1, 31, 14, 0, tzinfo=zone),
        "Body": io.BytesIO(b"text"),
        "Blob": b"\xff",
        "List": ({"A": b"a"},),
        "ResponseMetadata": {},
    }
    assert support.cloud.plain(answer) == {
        "At": "2024-01-31T12:00:00Z",
        "Body": "text",
        "Blob": b"\xff",
        "List": [{"A": "a"}],
    }


def test_a_question_is_asked_once(deploy: Deploy, support: Any) -> None:
    deployment, clients = deploy(get_it={"It": {"A": 1}})
    it = deployment.resource(
        "aws_it.a", it=support.terms.ask("s", "get_it", {"N": support.terms.output("name")}, result="It")
    )
    it.check_exists()
    it.check(support.terms.row("a", "A", 1))
    assert clients.asked == [("s", "eu-west-1", "get_it", {"N": "events"})]


def test_all_differences_are_told_at_once(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(get_it={"A": 1, "B": 2, "C": 3})
    it = deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {}))
    row = support.terms.row
    with pytest.raises(AssertionError) as error:
        it.check(row("a", "A", 2), row("b", "B", 2), row("c", "C", 4))
    assert str(error.value) == "aws_it.a: a: declared 2, found 1\naws_it.a: c: declared 4, found 3"


def test_what_is_not_active_is_said(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(get_it={"State": "CREATING"})
    it = deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {}))
    it.check_exists({"State": ["ACTIVE", "CREATING"]})
    with pytest.raises(AssertionError, match=r'aws_it.a: State: expected "ACTIVE" or "IDLE", found "CREATING"'):
        it.check_exists({"State": ["ACTIVE", "IDLE"]})


@pytest.mark.parametrize("nothing", [{}, {"It": []}, {"It": {}}])
def test_an_empty_result_is_not_there(deploy: Deploy, support: Any, nothing: Any) -> None:
    deployment, _ = deploy(get_it=nothing)
    it = deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {}, result="It"))
    with pytest.raises(AssertionError, match=r"aws_it.a is not there \(GetIt\)"):
        it.check_exists()


def test_an_empty_answer_without_a_path_is_there(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(head_it={})
    deployment.resource("aws_it.a", it=support.terms.ask("s", "head_it", {})).check_exists()


def test_a_further_question_may_find_nothing(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(get_it={"A": 1}, get_more=refused("NoSuchThing"))
    ask, row = support.terms.ask, support.terms.row
    it = deployment.resource(
        "aws_it.a", it=ask("s", "get_it", {}), more=ask("s", "get_more", {}, missing=["NoSuchThing"])
    )
    it.check(row("b", "B", "off", ask="more", default="off"))
    with pytest.raises(AssertionError, match=r'aws_it.a: b: declared "on", found "off"'):
        it.check(row("b", "B", "on", ask="more", default="off"))
    with pytest.raises(AssertionError, match=r"aws_it.a: B is not there \(GetMore: NoSuchThing\)"):
        it.found("more", "B")


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_a_refusal_is_an_error(deploy: Deploy, support: Any, code: str) -> None:
    deployment, clients = deploy(get_it=refused(code, "not for\n  you"))
    it = deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {}, missing=["NoSuchThing"]))
    for check in (it.check_exists, lambda: it.check(support.terms.row("a", "A", 1))):
        with pytest.raises(support.cloud.CloudError, match=f"^aws_it.a: GetIt failed: {code}: not for you$"):
            check()
    assert len(clients.asked) == 1
    with (
        pytest.raises(support.cloud.CloudError, match=r"^hop on its way: aws_it.a: GetIt failed"),
        support.deployment.hop("on its way"),
    ):
        it.check_exists()


def test_pages_are_read_until_one_fits(deploy: Deploy, support: Any) -> None:
    pages = [
        {"Its": []},
        {"Its": [{"Id": "a", "N": 1}]},
        {"Its": [{"Id": "b", "N": 2}]},
        {"Its": [{"Id": "b", "N": 3}]},
    ]
    deployment, _ = deploy({"list_its": pages})
    ask, row = support.terms.ask, support.terms.row
    it = deployment.resource(
        "aws_it.a",
        one=ask("s", "list_its", {}, result="Its", where={"Id": "b"}),
        every=ask("s", "list_its", {}, result="Its"),
        first=ask("s", "list_its", {}, result="Its[0]"),
    )
    it.check(row("n", "N", 2), row("ns", "[].N", [1, 2, 3], ask="every"), row("id", "Id", "a", ask="first"))


def test_pages_without_end_are_not_read_to_their_end(deploy: Deploy, support: Any) -> None:
    pages = [{"Its": [{"N": number}]} for number in range(200)]
    deployment, _ = deploy({"list_its": pages})
    it = deployment.resource("aws_it.a", every=support.terms.ask("s", "list_its", {}, result="Its"))
    assert len(it.found("every", "[].N")) == 50


def test_terms(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(get_caller_identity={"Account": "123456789012"}, get_it={"Arn": "arn:x/y"})
    t = support.terms
    deployment.resource("aws_it.a", it=t.ask("s", "get_it", {}))
    expected = {
        "name": t.output("name"),
        "deep": (t.output("ids", 1, "x"), t.output("ids", 0, t.after("/"))),
        "arn": t.joined("arn:", t.PARTITION, ":", t.REGION, ":", t.ACCOUNT, ":", 5, True, t.before("5")),
        "found": t.found("aws_it.a", "it", "Arn", t.last("/")),
    }
    assert deployment.resolve(expected) == {
        "name": "events",
        "deep": [2, "1"],
        "arn": "arn:aws:eu-west-1:1234",
        "found": "y",
    }


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-east-1", "aws-us-gov")])
def test_other_partitions(deploy: Deploy, region: str, partition: str) -> None:
    deployment, _ = deploy(region=region)
    assert deployment.cloud.partition == partition


def test_regions(deploy: Deploy, support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment, clients = deploy(get_it={"A": 1})
    t = support.terms

    def asked(inputs: Mapping[str, Any], **more: Any) -> str:
        deployment.resource("aws_it.a", it=t.ask("s", "get_it", inputs), **more).check_exists()
        return clients.asked[-1][1]

    assert asked({}) == "eu-west-1"
    assert asked({"Arn": "arn:aws:s:us-east-2:123456789012:it/a"}) == "us-east-2"
    assert asked({"Arn": "arn:aws:other:us-east-2:123456789012:it/a"}) == "eu-west-1"
    assert asked({"Scope": "CLOUDFRONT"}) == "us-east-1"
    assert asked({"Where": t.REGION}, in_region="eu-north-1") == "eu-north-1"
    assert clients.asked[-1][3] == {"Where": "eu-north-1"}
    monkeypatch.setenv("AWS_REGION", "ap-south-1")
    assert asked({}) == "ap-south-1"


@pytest.mark.parametrize("endpoint", ["", "http://127.0.0.1:5000"])
def test_waiting_is_bounded(deploy: Deploy, support: Any, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    deployment, clients = deploy(get_it={"A": 1})
    deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {})).check_exists()
    (config,) = clients.configs
    assert (config.connect_timeout, config.read_timeout, config.retries["total_max_attempts"]) == (5, 60, 4)
    # With a host of its own, no service's prefix goes before it.
    assert config.inject_host_prefix is not bool(endpoint)


def test_waiting_for_something_is_bounded(support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(support.doing.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(support.doing.time, "sleep", lambda _: None)
    assert len(list(support.doing.until(5))) == 5


def test_without_a_region_nothing_is_asked(deploy: Deploy, support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment, _ = deploy(region="", get_it={"A": 1})
    it = deployment.resource("aws_it.a", it=support.terms.ask("s", "get_it", {}))
    with pytest.raises(pytest.skip.Exception, match="no region: AWS_REGION names one"):
        it.check_exists()
    monkeypatch.setenv("SCAFFOLD_REQUIRE_DEPLOYMENT", "1")
    with pytest.raises(pytest.fail.Exception, match="no region: AWS_REGION names one"):
        it.check_exists()


def test_outputs_that_are_secret_are_not_shown(deploy: Deploy) -> None:
    deployment, _ = deploy()
    with pytest.raises(AssertionError, match=r"^output api_token: expected a URL, found another value$"):
        deployment.check_output("api_token", "url")
    with pytest.raises(AssertionError, match=r'^output name: expected an ARN of sqs, found "events"$'):
        deployment.check_output("name", "arn", "sqs")
    with pytest.raises(AssertionError, match=r'^output blank: expected a text, found " "$'):
        deployment.check_output("blank", "text")


# --- Behaviours that fail, and what they leave. ---


def test_an_item_is_taken_away_when_it_does_not_come_back(deploy: Deploy, support: Any) -> None:
    deployment, clients = deploy(put_item={}, get_item={}, delete_item={})
    table = deployment.resource("aws_dynamodb_table.a")
    with pytest.raises(AssertionError, match=r"aws_dynamodb_table.a: GetItem does not give back the item"):
        support.behaviours.put_and_get_item(table, table_name="t", hash_key="k", hash_type="N")
    (_, _, _, put), _, (_, _, last, deleted) = clients.asked
    assert last == "delete_item"
    assert put["Item"]["k"] == deleted["Key"]["k"]
    assert put["Item"]["k"].keys() == {"N"}


def test_the_first_failure_counts(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(put_item=refused("AccessDenied"), delete_item=refused("Other"))
    table = deployment.resource("aws_dynamodb_table.a")
    with pytest.raises(support.cloud.CloudError, match=r"aws_dynamodb_table.a: PutItem failed: AccessDenied: no"):
        support.behaviours.put_and_get_item(table, table_name="t", hash_key="k", hash_type="S")


def test_what_cannot_be_taken_away_fails(deploy: Deploy, support: Any) -> None:
    kept: dict[str, Any] = {}

    def put(**inputs: Any) -> Any:
        kept.update(inputs["Item"])
        return {}

    deployment, _ = deploy(put_item=put, get_item=lambda **_: {"Item": kept}, delete_item=refused("AccessDenied"))
    table = deployment.resource("aws_dynamodb_table.a")
    with pytest.raises(support.cloud.CloudError, match="DeleteItem failed: AccessDenied"):
        support.behaviours.put_and_get_item(table, table_name="t", hash_key="k", hash_type="B")


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"ServerSideEncryption": "AES256"}, 'the object\'s encryption: declared "aws:kms", found "AES256"'),
        (
            {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key/b"},
            'the object\'s key: declared "key/a", found "key/b"',
        ),
        ({"Body": "other"}, "GetObject does not give back what was put"),
    ],
)
def test_an_object_that_is_not_as_declared(deploy: Deploy, support: Any, found: Any, message: str) -> None:
    def get(**inputs: Any) -> Any:
        return {"Body": io.BytesIO(inputs["Key"].encode()), **found}

    deployment, clients = deploy(put_object={"VersionId": "v1"}, get_object=get, delete_object={})
    bucket = deployment.resource("aws_s3_bucket.a")
    with pytest.raises(AssertionError, match=message):
        support.behaviours.round_trip_object(bucket, bucket="b", algorithm="aws:kms", key="key/a")
    assert clients.asked[-1][2:] == ("delete_object", {**clients.asked[1][3], "VersionId": "v1"})


def test_a_bucket_that_demands_encryption_is_asked_for_it(deploy: Deploy, support: Any) -> None:
    def put(**inputs: Any) -> Any:
        if "ServerSideEncryption" not in inputs:
            raise refused("AccessDenied")
        return {}

    def get(**inputs: Any) -> Any:
        return {"Body": inputs["Key"].encode(), "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "arn:key/a"}

    deployment, clients = deploy(put_object=put, get_object=get, delete_object={})
    bucket = deployment.resource("aws_s3_bucket.a")
    support.behaviours.round_trip_object(bucket, bucket="b", algorithm="aws:kms", key="a")
    assert [name for _, _, name, _ in clients.asked] == ["put_object", "put_object", "get_object", "delete_object"]
    with pytest.raises(support.cloud.CloudError, match="PutObject failed: AccessDenied"):
        support.behaviours.round_trip_object(bucket, bucket="b")


def test_a_function_that_fails(deploy: Deploy, support: Any) -> None:
    payload = json.dumps({"errorType": "KeyError", "errorMessage": "'TABLE'", "stackTrace": ["secret"]}).encode()
    deployment, _ = deploy(invoke={"FunctionError": "Unhandled", "Payload": io.BytesIO(payload)})
    function = deployment.resource("aws_lambda_function.a")
    with pytest.raises(AssertionError) as error:
        support.behaviours.invoke_function(function, function_name="f", event={})
    assert str(error.value) == "aws_lambda_function.a: the function fails (Unhandled): KeyError: \"'TABLE'\""


def test_a_key_that_does_not_encrypt(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(encrypt=lambda **inputs: {"CiphertextBlob": inputs["Plaintext"]})
    with pytest.raises(AssertionError, match="Encrypt gives back what it was given"):
        support.behaviours.encrypt_and_decrypt(deployment.resource("aws_kms_key.a"), key_id="k")
    deployment, _ = deploy(encrypt={"CiphertextBlob": b"\xff"}, decrypt={"Plaintext": b"other"})
    with pytest.raises(AssertionError, match="Decrypt does not give back what was encrypted"):
        support.behaviours.encrypt_and_decrypt(deployment.resource("aws_kms_key.a"), key_id="k")


@pytest.fixture
def impatient(support: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits no second for anything."""
    monkeypatch.setattr(support.behaviours, "PATIENCE", 0)
    monkeypatch.setattr(support.endpoints, "PATIENCE", 0)


@pytest.mark.usefixtures("impatient")
def test_a_message_that_does_not_come(deploy: Deploy, support: Any) -> None:
    others = {"Messages": [{"Body": "other", "ReceiptHandle": "h"}]}
    deployment, clients = deploy(
        send_message={}, receive_message=others, change_message_visibility={}, delete_message={}
    )
    queue = deployment.resource("aws_sqs_queue.a")
    with pytest.raises(AssertionError, match="the message that was sent is not received in 0 s"):
        support.behaviours.send_and_receive(queue, queue_url="q", fifo=True)
    assert clients.asked[0][3].keys() == {"QueueUrl", "MessageBody", "MessageGroupId", "MessageDeduplicationId"}
    assert clients.asked[-1][2:] == (
        "change_message_visibility",
        {"QueueUrl": "q", "ReceiptHandle": "h", "VisibilityTimeout": 0},
    )


@pytest.mark.parametrize("raw", [True, False])
def test_a_delivery_that_is_not_as_declared(deploy: Deploy, support: Any, raw: bool) -> None:
    sent: list[str] = []

    def receive(**_: Any) -> Any:
        body = json.dumps({"Message": sent[0]}) if raw else sent[0]
        return {"Messages": [{"Body": body, "ReceiptHandle": "h"}]}

    answers = {"publish": lambda **inputs: sent.append(inputs["Message"]), "receive_message": receive}
    deployment, clients = deploy(**answers, delete_message={})
    topic = deployment.resource("aws_sns_topic.a")
    with pytest.raises(AssertionError, match="the queue should be given the message"):
        support.behaviours.publish_and_receive(topic, topic_arn="t", queue_url="q", raw=raw, attributes={"kind": "a"})
    assert clients.asked[0][3]["MessageAttributes"] == {"kind": {"DataType": "String", "StringValue": "a"}}
    assert clients.asked[-1][2] == "delete_message"


@pytest.mark.parametrize("status", ["RUNNING", "FAILED"])
def test_an_execution_that_runs_is_stopped(deploy: Deploy, support: Any, status: str) -> None:
    deployment, clients = deploy(
        start_execution={"executionArn": "e"},
        describe_execution={"status": status, "input": '{"a":1}'},
        stop_execution={},
    )
    machine = deployment.resource("aws_sfn_state_machine.a")
    support.behaviours.execute_state_machine(machine, arn="m", input={"a": 1})
    asked = [name for _, _, name, _ in clients.asked]
    assert ("stop_execution" in asked) is (status == "RUNNING")
    with pytest.raises(AssertionError, match="the execution has another input"):
        support.behaviours.execute_state_machine(machine, arn="m", input={"a": 2})
    assert [name for _, _, name, _ in clients.asked] == asked * 2


def test_an_express_execution(deploy: Deploy, support: Any) -> None:
    deployment, clients = deploy(start_sync_execution={"status": "FAILED"})
    machine = deployment.resource("aws_sfn_state_machine.a")
    support.behaviours.execute_state_machine(machine, arn="m", input={}, express=True)
    assert clients.asked[0][3]["input"] == "{}"


@pytest.mark.usefixtures("impatient")
def test_an_event_that_does_not_come(deploy: Deploy, support: Any) -> None:
    answers: dict[str, Any] = {"receive_message": {}, "describe_log_streams": {"logStreams": []}}
    deployment, _ = deploy(**answers, put_events={"Entries": [{"EventId": "i"}]}, filter_log_events={"events": []})
    rule = deployment.resource("aws_cloudwatch_event_rule.a")
    event = {"source": "s", "detail_type": "d"}
    with pytest.raises(AssertionError, match="the event is not in the queue after 0 s"):
        support.behaviours.put_matching_event(rule, bus="default", event=event, queue_url="q")
    with pytest.raises(AssertionError, match="the event is not in the log after 0 s"):
        support.behaviours.put_matching_event(rule, bus="default", event=event, log_group="g")
    deployment, _ = deploy(put_events={"Entries": [{"ErrorCode": "AccessDenied"}]})
    rule = deployment.resource("aws_cloudwatch_event_rule.a")
    with pytest.raises(AssertionError, match="the event is not taken: AccessDenied"):
        support.behaviours.put_matching_event(rule, bus="default", event=event)


@pytest.mark.usefixtures("impatient")
def test_logs(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy(filter_log_events={"events": [{"message": "x"}]})
    support.behaviours.logs_appear(deployment.resource("aws_lambda_function.a"), log_group="g")
    deployment, _ = deploy(filter_log_events={"events": []})
    with pytest.raises(AssertionError, match="nothing is logged to g"):
        support.behaviours.logs_appear(deployment.resource("aws_lambda_function.a"), log_group="g")


# --- Endpoints. ---


class Handler(BaseHTTPRequestHandler):
    """Answers by the path: `/STATUS` or `/STATUS/gateway` or `/STATUS/words`."""

    seen: list[tuple[str, Mapping[str, str], bytes]] = []  # noqa: RUF012

    def answer(self) -> None:
        _, status, *more = self.path.split("?")[0].split("/")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(int(status))
        if "gateway" in more:
            self.send_header("x-amzn-errortype", "ForbiddenException")
        if status == "302":
            self.send_header("Location", "/404/gateway")
        words = {"words": "Not Found", "nobody": "Missing Authentication Token"}
        text = json.dumps({"message": words[more[0]]} if more and more[0] in words else {}).encode()
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Handler.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("path", "auth", "message"),
    [
        ("/200", "open", ""),
        ("/302", "open", ""),
        ("/400", "open", ""),
        ("/401", "open", ""),
        ("/404", "open", ""),
        ("/403/gateway", "open", "GET URL: answered 403"),
        ("/404/words", "open", "GET URL: answered 404"),
        ("/500", "open", "GET URL: answered 500"),
        ("/200", "none", "GET URL without credentials: answered 200"),
        ("/401", "none", ""),
        ("/403/gateway", "none", ""),
        ("/404", "none", "GET URL without credentials: answered 404"),
    ],
)
def test_endpoints(deploy: Deploy, support: Any, server: str, path: str, auth: str, message: str) -> None:
    deployment, _ = deploy()
    endpoint = deployment.resource("aws_api_gateway_method.a")
    said = ""
    try:
        support.endpoints.answers(endpoint, url=f"{server}{path}", auth=auth)
    except AssertionError as error:
        said = str(error).replace(f"{server}{path}", "URL")
    assert said == (f"aws_api_gateway_method.a: {message}" if message else "")


def test_a_refusal_is_not_that_nobody_is_there(deploy: Deploy, support: Any, server: str) -> None:
    deployment, _ = deploy()
    endpoint = deployment.resource("aws_api_gateway_method.a")
    url = f"{server}/403/nobody"
    support.endpoints.answers(endpoint, url=url, auth="none", asks="iam")
    with pytest.raises(AssertionError, match=r"without credentials: nobody is there \(Missing Authentication Token\)"):
        support.endpoints.answers(endpoint, url=url, auth="none", asks="key")


def test_requests_are_signed(deploy: Deploy, support: Any, server: str) -> None:
    deployment, _ = deploy()
    endpoint = deployment.resource("aws_api_gateway_method.a", in_region="eu-north-1")
    support.endpoints.answers(
        endpoint, url=f"{server}/200?a=b", method="POST", auth="iam", body="{}", headers={"X-A": "b"}
    )
    ((verb, headers, body),) = Handler.seen
    assert (verb, headers["x-a"], body) == ("POST", "b", b"{}")
    assert headers["content-type"] == "application/json"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/")
    assert "/eu-north-1/execute-api/aws4_request" in headers["authorization"]


def test_requests_have_their_key(deploy: Deploy, support: Any, server: str) -> None:
    deployment, clients = deploy(get_api_key={"value": "k3y"})
    endpoint = deployment.resource("aws_api_gateway_method.a")
    support.endpoints.answers(endpoint, url=f"{server}/200", auth="key", key_id="i")
    assert clients.asked[0][3] == {"apiKey": "i", "includeValue": True}
    assert Handler.seen[0][1]["x-api-key"] == "k3y"


@pytest.mark.usefixtures("impatient")
def test_an_endpoint_that_is_not_reached(deploy: Deploy, support: Any) -> None:
    deployment, _ = deploy()
    endpoint = deployment.resource("aws_api_gateway_method.a")
    with pytest.raises(
        support.cloud.CloudError, match=r"aws_api_gateway_method.a: GET http://127.0.0.1:9 failed: .*refused"
    ):
        support.endpoints.answers(endpoint, url="http://127.0.0.1:9")
