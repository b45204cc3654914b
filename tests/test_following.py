"""Following something through a system: what the support library sends and looks for, run by real runners."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from node_projects import NODE_MODULES

from scaffold.emit.integration import emit_integration
from scaffold.emit.render import Renderer
from scaffold.model.integration import Behaves, IntegrationCase, IntegrationSuite, Question, Subject
from scaffold.rehearse.environment import clean
from scaffold.rehearse.server import Emulator, emulator

REGION = "us-east-1"
MARK = {"$mark": ""}
DOCUMENT = {"$json": {"id": MARK, "other": {"$mark": "uuid"}, "at": {"$now": {"unit": "iso"}}}}
BODY = {"$text": ["<", DOCUMENT, ">"]}
MACHINE = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}}
FAILING = {"StartAt": "Not", "States": {"Not": {"Type": "Fail"}}}
#: The log of a function, which says what went wrong with it.
LOG = "/aws/lambda/worker"


@pytest.fixture(scope="module")
def cloud() -> Iterator[Emulator]:
    with emulator() as running:
        yield running


@pytest.fixture(scope="module")
def made(cloud: Emulator) -> Mapping[str, str]:
    """What is there to send something to, by short names."""

    def client(name: str) -> Any:
        return cloud.client(name, REGION)

    def queue(name: str) -> tuple[str, str]:
        url = client("sqs").create_queue(QueueName=name)["QueueUrl"]
        answer = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, answer["Attributes"]["QueueArn"]

    plain, _ = queue("plain")
    _, subscribed = queue("subscribed")
    topic = client("sns").create_topic(Name="news")["TopicArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=subscribed)
    client("events").create_event_bus(Name="orders")
    client("s3").create_bucket(Bucket="things")
    for table in ("rows", "empty"):
        client("dynamodb").create_table(
            TableName=table,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    role = "arn:aws:iam::123456789012:role/machine"
    machines = {
        name: client("stepfunctions").create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)
        for name, definition in (("done", MACHINE), ("not", FAILING))
    }
    client("logs").create_log_group(logGroupName=LOG)
    return {"queue": plain, "topic": topic, **{name: each["stateMachineArn"] for name, each in machines.items()}}


def cases(made: Mapping[str, str]) -> Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """What is sent and where it is looked for, by what comes of it."""
    to_queue = {"kind": "message", "queue_url": made["queue"], "body": BODY, "attributes": {"type": "new"}}
    event = {"kind": "event", "bus": "orders", "source": "shop", "detail_type": "Order", "detail": {"id": MARK}}
    row: dict[str, Any] = {"kind": "row", "table": "rows", "item": {"pk": {"S": {"$mark": "uuid"}}}}
    rows = {"kind": "row", "table": "rows"}
    return {
        "message": (to_queue, {"kind": "message", "queue_url": made["queue"]}),
        "publication": (
            {"kind": "publication", "topic_arn": made["topic"], "message": {"$base64": MARK}},
            {"kind": "publication", "topic_arn": made["topic"]},
        ),
        "named publication": (
            {"kind": "publication", "topic_arn": made["topic"], "message": DOCUMENT},
            {"kind": "publication", "topic_arn": made["topic"]},
        ),
        "event": (event, {"kind": "event", "bus": "orders"}),
        "row": (row, rows),
        "row with a text": ({**row, "item": {**row["item"], "status": {"S": "DONE"}}}, {**rows, "holds": "DONE"}),
        "row without a text": (row, {**rows, "holds": "DONE"}),
        "object": (
            {"kind": "object", "bucket": "things", "key": "a/b c.json", "body": DOCUMENT},
            {"kind": "object", "bucket": "things"},
        ),
        "execution": (
            {"kind": "execution", "arn": made["done"], "input": {"id": MARK}},
            {"kind": "execution", "arn": made["done"]},
        ),
        "failing execution": (
            {"kind": "execution", "arn": made["not"], "input": {"id": MARK}},
            {"kind": "execution", "arn": made["not"]},
        ),
        "no row": (to_queue, {"kind": "row", "table": "empty", "logs": {"function worker": LOG}}),
    }


#: Those of the cases that must fail: base64 of the mark is not the mark, an execution fails, nothing writes such a row.
RED = frozenset({"publication", "failing execution", "no row", "row without a text"})


def suite(made: Mapping[str, str]) -> IntegrationSuite:
    there = Question("queue", "sqs", "GetQueueAttributes", {"QueueUrl": made["queue"]})
    subject = Subject("aws_sqs_queue.plain", "aws_sqs_queue", "queue plain", "", (there,))
    found = []
    for name, (send, hop) in cases(made).items():
        known = {**hop, "title": "function worker to its end", "misses": "it is not there"}
        expect = Behaves("follow", {"send": send, "hops": (known,)})
        found.append(IntegrationCase(f"live:{name}", "flows", name, subject.address, name, expect, writes=True))
    return IntegrationSuite("root", "root", ".", "terraform", "", "outputs.json", (subject,), tuple(found), REGION)


def written(made: Mapping[str, str], target: str, folder: Path) -> Path:
    """The suite's files, below a folder with outputs."""
    for path, text in emit_integration((suite(made),), target, Renderer(), "tests/integration", ".").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "outputs.json").write_text("{}", encoding="utf-8")
    return folder / "tests" / "integration"


def settings(cloud: Emulator, **more: str) -> dict[str, str]:
    words = {"SCAFFOLD_WRITES": "1", "SCAFFOLD_FLOWS": "1", "SCAFFOLD_PATIENCE": "1.5", "CI": "1", **more}
    return dict(clean(REGION, cloud.endpoint, **words, NO_COLOR="1"))


def log(cloud: Emulator, text: str) -> None:
    """Let the function have logged something about now."""
    client, stream = cloud.client("logs", REGION), f"s{time.time_ns()}"
    client.create_log_stream(logGroupName=LOG, logStreamName=stream)
    events = [{"timestamp": int(time.time() * 1000) + 60_000, "message": line} for line in ("START 1", text)]
    client.put_log_events(logGroupName=LOG, logStreamName=stream, logEvents=events)


def leftovers(cloud: Emulator) -> list[Any]:
    """What tests make for themselves."""
    queues = cloud.client("sqs", REGION).list_queues().get("QueueUrls", [])
    rules = cloud.client("events", REGION).list_rules(EventBusName="orders")["Rules"]
    rows = cloud.client("dynamodb", REGION).scan(TableName="rows")["Items"]
    objects = cloud.client("s3", REGION).list_objects_v2(Bucket="things").get("Contents", [])
    subscriptions = cloud.client("sns", REGION).list_subscriptions()["Subscriptions"]
    own = [url for url in queues if "integration-test" in url]
    return [*own, *rules, *rows, *objects, *subscriptions[1:]]


def test_python_follows_what_it_sends(cloud: Emulator, made: Mapping[str, str], tmp_path: Path) -> None:
    folder = written(made, "integration-pytest", tmp_path)
    log(cloud, "[ERROR] ValueError: no such thing")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA", str(folder)]
    done = subprocess.run(command, cwd=folder, env=settings(cloud), capture_output=True, text=True, check=False)
    for name in cases(made):
        word = "FAILED" if name in RED else "PASSED"
        title = name.replace(" ", "_")
        assert any(line.startswith(word) and f"test_{title}" in line for line in done.stdout.splitlines()), done.stdout
    said = "aws_sqs_queue.plain: hop 1 of 1, function worker to its end: it is not there, 1.5 s after it was sent"
    assert said in done.stdout
    assert 'function worker logged: "[ERROR] ValueError: no such thing"' in done.stdout
    assert leftovers(cloud) == []


@pytest.mark.parametrize("runner", ["jest", "vitest"])
def test_javascript_follows_what_it_sends(
    cloud: Emulator, made: Mapping[str, str], tmp_path: Path, runner: str
) -> None:
    written(made, f"integration-{runner}", tmp_path)
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    log(cloud, "[ERROR] ValueError: no such thing")
    report = tmp_path / "report.json"
    words = {
        "jest": ["jest", "--config", "tests/integration/package.json", "--json", f"--outputFile={report}"],
        "vitest": ["vitest", "run", "tests/integration", "--reporter=json", f"--outputFile={report}"],
    }
    command = ["npx", "--no-install", *words[runner]]
    environment = {**settings(cloud), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert report.is_file(), done.stderr
    found = json.loads(report.read_text(encoding="utf-8"))["testResults"][0]["assertionResults"]
    results = {each["title"]: each["status"] for each in found}
    assert results == {name: "failed" if name in RED else "passed" for name in cases(made)}, done.stderr
    messages = "\n".join(text for each in found for text in each["failureMessages"])
    assert "aws_sqs_queue.plain: hop 1 of 1, function worker to its end: it is not there, 1.5 s" in messages
    assert "[ERROR] ValueError: no such thing" in messages
    assert leftovers(cloud) == []


def test_flows_are_off_unless_they_are_asked_for(cloud: Emulator, made: Mapping[str, str], tmp_path: Path) -> None:
    folder = written(made, "integration-pytest", tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rs", str(folder)]
    environment = settings(cloud, SCAFFOLD_FLOWS="")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "flows are off: SCAFFOLD_FLOWS=1 has functions act upon made up events" in done.stdout
    assert f"{len(cases(made))} skipped" in done.stdout
