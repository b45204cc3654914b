"""Handlers that are really run: what is settled, found and pinned, and that pinned cases hold when the suite runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from trying_samples import TABLE, case, files, suite

from scaffold.diagnostics import Severity
from scaffold.model.handlers import (
    Calls,
    CallsExactly,
    Completes,
    Encoded,
    HandlerCase,
    HandlerSuite,
    Mask,
    NoWrites,
    Raises,
    Reports,
    Responds,
    Returns,
    Verdict,
)
from scaffold.sandbox import lacking
from scaffold.trying import Budget, observe, preparing, session

NODE_MODULES = Path(__file__).parent.parent / "node" / "node_modules"
SMALL = Budget(trials=80)
has_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE_MODULES / "aws-sdk-client-mock").is_dir(),
    reason="no packages of Node here",
)

STORE = """
import json, os, time, uuid
import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    try:
        order = json.loads(event["body"])
    except ValueError:
        return answer(400, "no JSON")
    if order["amount"] > 100:
        return answer(422, "too much")
    made = str(uuid.uuid4())
    try:
        table.put_item(
            Item={"id": order["id"], "made": made, "at": int(time.time())},
            ConditionExpression="attribute_not_exists(id)",
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return answer(409, "there already")
    return answer(201, made)


def answer(status, text):
    return {"statusCode": status, "body": json.dumps({"message": text})}
"""
REQUEST = {
    "requestContext": {"requestId": "r"},
    "httpMethod": "POST",
    "headers": {"Accept": "*/*"},
    "body": Encoded("json", {"id": "order-1", "amount": 1}),
}
WRITES = Calls((("dynamodb", "PutItem", TABLE.address),))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, HandlerSuite]:
    """The suite of a handler that keeps orders, observed."""
    root = tmp_path_factory.mktemp("project")
    made = suite(
        root,
        STORE,
        case("a valid request", REQUEST, Responds(200, 299), WRITES, section="requests"),
        case("text", {**REQUEST, "body": "{"}, Responds(400, 499), NoWrites(), section="requests"),
        case("no amount", {**REQUEST, "body": Encoded("json", {"id": "x"})}, Responds(400, 499), section="requests"),
        case("no good one", {**REQUEST, "body": "[]"}, Responds(200, 299), section="requests"),
    )
    found, said = observe(made, files("handlers-pytest"), root, "tests/handlers")
    assert [each.code for each in said] == ["sandbox-incomplete"] * len(lacking())
    return root, found


def verdicts(found: HandlerSuite) -> Mapping[str, tuple[Verdict, str]]:
    """What became of planned cases, by their ids."""
    return {each.id: (each.verdict, each.reason) for each in found.cases if each.section != "observed"}


def pinned(found: HandlerSuite) -> list[HandlerCase]:
    """The cases that were added."""
    return [each for each in found.cases if each.section == "observed"]


def test_planned_cases_are_settled(stored: tuple[Path, HandlerSuite]) -> None:
    found = verdicts(stored[1])
    assert found["loads"] == (Verdict.HOLDS, "")
    assert found["a valid request"] == (Verdict.HOLDS, "")
    assert found["text"] == (Verdict.HOLDS, "")
    assert found["no amount"] == (Verdict.FAILS, "raises KeyError: 'amount'")


def test_all_that_the_handler_does_is_pinned(stored: tuple[Path, HandlerSuite]) -> None:
    kept = pinned(stored[1])
    statuses = {each.expect[0].value["statusCode"] for each in kept if isinstance(each.expect[0], Returns)}  # type: ignore[union-attr, index, call-overload]
    assert statuses == {201, 400, 409, 422}
    assert stored[1].observed
    assert all(each.verdict is Verdict.HOLDS for each in kept)
    assert len({each.title for each in kept}) == len(kept) < 20


def test_what_differs_each_time_is_masked(stored: tuple[Path, HandlerSuite]) -> None:
    kept = next(each for each in pinned(stored[1]) if each.title.startswith("answers 201"))
    returned, called = kept.expect
    assert isinstance(returned, Returns)
    assert isinstance(called, CallsExactly)
    assert returned.value == {"statusCode": 201, "body": Encoded("json", {"message": Mask("uuid")})}
    (call,) = called.calls
    assert call.input["Item"] == {
        "id": {"S": "order-1"},
        "made": {"S": Mask("uuid")},
        "at": {"N": Mask("now")},
    }


def test_a_pinned_suite_is_green(stored: tuple[Path, HandlerSuite]) -> None:
    root, found = stored
    kept = tuple(each for each in found.cases if each.verdict is not Verdict.OPEN)
    for path, text in files("handlers-pytest")(replace(found, cases=kept)).items():
        place = root / path if path.startswith("tests/") else root / "tests/handlers" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/handlers"],
        cwd=root,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


BATCH = """
import json


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            json.loads(record["body"])["id"]
        except KeyError:
            failed.append({"itemIdentifier": record["messageId"]})
        except ValueError:
            print("never mind")
    return {"batchItemFailures": failed}
"""


def batch(*bodies: Any) -> Any:
    """An event of a queue."""
    records = ({"messageId": f"m-{number}", "body": body} for number, body in enumerate(bodies))
    return {"Records": tuple(records)}


def test_a_failure_that_nobody_hears_of_fails_its_case(tmp_path: Path) -> None:
    made = suite(
        tmp_path,
        BATCH,
        case("good ones", batch(Encoded("json", {"id": 1})), Reports(()), section="batches"),
        case("one without an id", batch(Encoded("json", {})), Reports(("m-0",)), section="batches"),
        case("one that is no JSON", batch("{"), Reports(("m-0",)), section="batches"),
        wired=(),
    )
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", SMALL)
    assert [verdict for verdict, _ in verdicts(found).values()] == [
        Verdict.HOLDS,
        Verdict.HOLDS,
        Verdict.HOLDS,
        Verdict.FAILS,
    ]


def test_what_was_only_hoped_for_does_not_fail(tmp_path: Path) -> None:
    code = "def handler(event, context):\n    return {'statusCode': 404 if event['id'] == 'x' else 200, 'body': ''}"
    made = suite(
        tmp_path,
        code,
        case("one that was to be good", {"id": "x"}, Responds(200, 299)),
        case("one that was to be bad", {"id": "y"}, Responds(400, 499)),
        case("one that was to write", {"id": "y"}, Responds(200, 299), WRITES),
        wired=(),
    )
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", SMALL)
    assert {verdict for verdict, _ in list(verdicts(found).values())[1:]} == {Verdict.OPEN}


HOSTILE = """
import os, subprocess, time, urllib.request


def handler(event, context):
    way = event["way"]
    if way == "network":
        urllib.request.urlopen("http://192.0.2.1/", timeout=3)
    elif way == "file":
        open(ELSEWHERE, "w").write("x")
    elif way == "process":
        subprocess.run(["true"])
    elif way == "memory":
        bytearray(9_000_000_000)
    elif way == "end":
        os._exit(3)
    elif way == "time":
        while True:
            pass
"""
REASONS = {
    "network": "raises URLError",
    "file": "raises PermissionError",
    "process": "raises PermissionError",
    "memory": "the handler runs out of memory",
    "end": "the process ends with 3",
    "time": "the handler does not come to its end",
}
#: What a test would not survive, or would not see, is none.
ENDING = {"memory", "end"}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls are soon too long."""
    monkeypatch.setattr(session, "PATIENCE", 2)
    monkeypatch.setattr(session, "LONGER", 6)
    monkeypatch.setattr(session, "_BESIDES", 3)


@pytest.mark.usefixtures("impatient")
def test_a_hostile_handler_does_no_harm(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    code = HOSTILE.replace("ELSEWHERE", repr(str(elsewhere)))
    made = suite(tmp_path, code, *(case(way, {"way": way}, Responds()) for way in REASONS), wired=())
    found, said = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(trials=2))
    reached = verdicts(found)
    assert {way: reached[way][1].partition(":")[0] for way in REASONS} == REASONS
    assert {way for way in REASONS if reached[way][0] is Verdict.OPEN} == ENDING
    assert {reached[way][0] for way in REASONS if way not in ENDING} == {Verdict.FAILS}
    assert [each.summary for each in said if each.code == "handler-ends-process"] == [
        f"function store: takes {way}: {REASONS[way]}" for way in REASONS if way in ENDING
    ]
    assert not elsewhere.exists()


@pytest.mark.usefixtures("impatient")
def test_what_is_only_slow_is_no_failure(tmp_path: Path) -> None:
    code = "import time\n\n\ndef handler(event, context):\n    time.sleep(3)\n    return {'statusCode': 200}"
    made = suite(tmp_path, code, case("one", {"id": "x"}, Responds(200, 299)), wired=())
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(trials=1))
    assert verdicts(found)["one"] == (Verdict.OPEN, "")
    assert not pinned(found)


@has_node
@pytest.mark.usefixtures("impatient")
def test_what_is_only_slow_is_no_failure_in_javascript(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    code = "exports.handler = () => new Promise((done) => setTimeout(done, 3000, { statusCode: 200 }));"
    made = suite(tmp_path, code, case("one", {}, Responds(200, 299)), name="index.js", wired=())
    found, _ = observe(made, files("handlers-jest"), tmp_path, "tests/handlers", Budget(trials=1))
    assert verdicts(found)["one"] == (Verdict.OPEN, "")


def test_a_run_that_time_cuts_is_a_warning(tmp_path: Path) -> None:
    made = suite(
        tmp_path, "def handler(event, context):\n    return event.get('id')", case("one", {"id": "x"}), wired=()
    )
    _, said = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(longest=0))
    assert [each.severity for each in said if each.code == "observing-cut-short"] == [Severity.WARNING]


def test_trials_are_the_bound_and_not_time() -> None:
    usual = Budget()
    assert min(usual.seconds, usual.longest) / usual.trials >= 3


def test_the_order_of_a_set_is_not_pinned(tmp_path: Path) -> None:
    # With the first two seeds, the order of these is the same.
    code = "def handler(event, context):\n    return list({'w3', 'one'})"
    made = suite(tmp_path, code, case("one", {}), wired=())
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(trials=1))
    (kept,) = pinned(found)
    returned = kept.expect[0]
    assert isinstance(returned, Returns)
    assert isinstance(returned.value, tuple)
    assert {type(each) for each in returned.value} == {Mask}


FORGED = """
import json, os, threading, time


def handler(event, context):
    for number in range(3, 20):
        try:
            os.write(number, LINE + b"\\n")
        except OSError:
            continue
    return {}
"""
DEEP = b"[" * 100_000


@pytest.mark.parametrize("line", [b"no JSON", b"[]", b'{"judged": 1}', b'{"judged": [""], "error": 7}', DEEP])
def test_an_answer_that_the_handler_forges_is_no_answer(tmp_path: Path, line: bytes) -> None:
    code = FORGED.replace("LINE", f"b'[' * {len(line)}" if line == DEEP else repr(line))
    made = suite(tmp_path, code, case("one", {"id": "x"}, Responds(200, 299)), wired=())
    found, said = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(trials=2))
    assert verdicts(found)["one"] == (Verdict.OPEN, "what the handler gives back cannot be read")
    assert "handler-ends-process" in [each.code for each in said]


def test_what_is_too_deep_is_not_looked_at(tmp_path: Path) -> None:
    code = "def handler(event, context):\n    return {'body': '[' * 900 + ']' * 900, 'statusCode': 200}"
    made = suite(tmp_path, code, case("one", {"id": "x"}, Responds(200, 299)), wired=())
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", Budget(trials=2))
    assert verdicts(found)["one"] == (Verdict.HOLDS, "")


def test_interpreters_that_are_none_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_SECONDS", 2)
    monkeypatch.setenv("OF_THE_USER", "secret")
    told = tmp_path / "told"
    for name, text, mode in (
        (".venv", "#!/bin/sh\nexit 0", 0o644),
        ("venv", "#!/bin/sh\nsleep 100", 0o755),
        ("env", f'#!/bin/sh\necho "$OF_THE_USER" > {told}\nexit 1', 0o755),
    ):
        path = tmp_path / name / "bin" / "python"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        path.chmod(mode)
    made = suite(tmp_path, "def handler(event, context): ...")
    found = preparing.python(tmp_path, made)
    assert found is not None
    assert tmp_path not in found.parents
    assert not told.exists() or "secret" not in told.read_text()


def test_a_module_beside_is_not_run_by_a_look_at_an_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "importlib").mkdir()
    (tmp_path / "importlib" / "__init__.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert preparing.python(tmp_path, suite(tmp_path, "def handler(event, context): ...")) is not None


def test_a_package_that_is_missing_is_said(tmp_path: Path) -> None:
    made = suite(tmp_path, "import no_such_package\n\n\ndef handler(event, context): ...", requirements="code/r.txt")
    found, said = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", SMALL)
    assert found == made
    assert [(each.code, each.summary) for each in said] == [
        ("handler-not-observed", "function store cannot be run: no_such_package is not installed")
    ]
    assert said[0].hint == "pip install -r code/r.txt"


def test_a_handler_that_does_not_load_fails(tmp_path: Path) -> None:
    made = suite(tmp_path, "import os\n\nNAME = os.environ['NOBODY_SETS_IT']\n\n\ndef handler(event, context): ...")
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", SMALL)
    assert verdicts(found)["loads"] == (Verdict.FAILS, "loading raises KeyError: 'NOBODY_SETS_IT'")


def test_an_error_that_leaves_the_handler_is_pinned(tmp_path: Path) -> None:
    code = "def handler(event, context):\n    raise LookupError('no order ' + event['id'])"
    made = suite(tmp_path, code, case("an order", {"id": "order-1"}, Completes()), wired=())
    found, _ = observe(made, files("handlers-pytest"), tmp_path, "tests/handlers", SMALL)
    assert pinned(found)[0].expect == (Raises("LookupError", "no order order-1"), CallsExactly(()))
    assert pinned(found)[0].title == "raises LookupError for an order"


JAVASCRIPT = """
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  if (!event.id) return { statusCode: 400, body: 'no id' };
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: process.env.TABLE_NAME, Key: { id: { S: String(event.id) } } }),
  );
  if (!item) return { statusCode: 404, body: 'not there' };
  return { statusCode: 200, body: item.status.S === 'OPEN' ? 'open' : 'done' };
};
"""


@has_node
def test_a_handler_in_javascript_is_explored(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    made = suite(
        tmp_path,
        JAVASCRIPT,
        case("an order", {"id": "order-1"}, Responds(200, 299)),
        name="index.js",
        libraries=("@aws-sdk/client-dynamodb",),
    )
    found, _ = observe(made, files("handlers-jest"), tmp_path, "tests/handlers")
    bodies = {each.expect[0].value["body"] for each in pinned(found) if isinstance(each.expect[0], Returns)}  # type: ignore[union-attr, index, call-overload]
    assert {"no id", "not there", "open", "done"} <= bodies
    open_one = next(each for each in pinned(found) if "finds status OPEN" in each.title)
    assert [dict(each.output) for each in open_one.answers] == [{"Item": {"status": {"S": "OPEN"}}}]


@has_node
@pytest.mark.usefixtures("impatient")
def test_a_hostile_handler_in_javascript_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    elsewhere = tmp_path / "elsewhere"
    code = (
        f"exports.handler = async (event) => {{ if (event.wait) for (;;); if (event.end) process.exit(0);"
        f" if (event.net) await fetch('http://192.0.2.1/'); require('fs').writeFileSync('{elsewhere}', 'x'); }};"
    )
    made = suite(
        tmp_path,
        code,
        *(case(name, {name: True}, Responds()) for name in ("wait", "end", "net", "write")),
        name="index.js",
        wired=(),
    )
    found, said = observe(made, files("handlers-jest"), tmp_path, "tests/handlers", Budget(trials=2))
    reached = verdicts(found)
    assert [reached[name][0] for name in ("wait", "end")] == [Verdict.OPEN] * 2
    assert [reached[name][0] for name in ("net", "write")] == [Verdict.FAILS] * 2
    assert [each.summary for each in said if each.code == "handler-ends-process"] == [
        "function store: takes wait: the handler does not come to its end",
        "function store: takes end: the process ends with 0",
    ]
    assert not elsewhere.exists()
