"""How handler suites are spelled in JavaScript."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handler_scripts import DOCUMENTS, GREEN, INLINE, SECRET, TABLE, TYPED, VALUES, case, suite, wired

from scaffold.emit.errors import EmitError
from scaffold.emit.handlers import emit_handlers
from scaffold.emit.handlers.javascript import packages
from scaffold.emit.render import Renderer
from scaffold.model.handlers import (
    Answer,
    Call,
    CallsExactly,
    Completes,
    Created,
    Encoded,
    Failing,
    HandlerSuite,
    Loads,
    Raises,
    Responds,
    Verdict,
)
from scaffold.model.written import Written

JEST, VITEST = "handlers-jest", "handlers-vitest"
FOLDER = "tests/handlers"
HOSTILE = "*/'`${x}\n{{ 1 }} \\ \u202e\u2028\"; require('fs'); //"
BODY = {"id": "order-1", "pieces": 3, "customer": {"name": "somebody", "mail": "somebody@example.com"}}
REQUEST = {"routeKey": "POST /orders", "headers": {"content-type": "application/json"}, "body": Encoded("json", BODY)}


def emitted(*suites: HandlerSuite, target: str = JEST, **options: Any) -> Mapping[str, Written]:
    given = {"renderer": Renderer(), "folder": FOLDER, "project": ".", **options}
    return emit_handlers(suites, target, **given)


def script(suite: HandlerSuite, **options: Any) -> str:
    return emitted(suite, **options)[f"{FOLDER}/{suite.name}.test.js"]


def checked(text: str, tmp_path: Path, ending: str) -> None:
    """That Node can read it."""
    file = tmp_path / f"suite.{ending}"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(("node", "--check", str(file)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", [JEST, VITEST])
def test_the_files(target: str) -> None:
    files = emitted(*GREEN, target=target)
    assert list(files) == sorted(files)
    own = {path for path in files if "/support/" not in path}
    ending, config = {JEST: ("js", "jest.config.js"), VITEST: ("mjs", "vitest.config.mjs")}[target]
    suites = {f"{FOLDER}/{suite.name}.test.{ending}" for suite in GREEN}
    assert own == {*suites, f"{FOLDER}/package.json", f"{FOLDER}/{config}"}
    assert json.loads(files[f"{FOLDER}/package.json"])["type"] == "commonjs"
    for name, text in files.items():
        assert text.target == target
        assert text == f"{text.rstrip()}\n", name
        assert "{%" not in text, name
        assert "\n\n\n" not in text, name
        assert max(map(len, text.splitlines())) <= 120, name


def test_a_suite_as_it_is_written() -> None:
    orders = suite(
        "take-orders",
        "index.js",
        "handler",
        case("loads in its declared environment", None, Loads(), section="loading"),
        case("takes an order", REQUEST, Responds(200, 299, "2.0"), section="requests", trigger="api"),
        case(
            "refuses a text instead of pieces",
            {**REQUEST, "body": Encoded("json", {**BODY, "pieces": "three"})},
            Responds(400, 400, "2.0"),
            section="requests",
            trigger="api",
            verdict=Verdict.FAILS,
            reason="nothing looks at what pieces is (functions/take-orders/index.js:7), so that the error is answered "
            "with 500",
        ),
        case(
            "answers 500 when dynamodb PutItem is throttled",
            REQUEST,
            Responds(500, 500, "2.0"),
            section="failures",
            trigger="api",
            failing=(Failing("dynamodb", "PutItem", "ThrottlingException"),),
        ),
        environment={"TABLE_NAME": "items"},
        wired=(TABLE,),
        libraries=("@aws-sdk/client-dynamodb",),
    )
    assert script(orders) == Path(__file__).with_name("handlers_javascript.txt").read_text(encoding="utf-8")


def test_every_test_has_its_label() -> None:
    text = emitted(DOCUMENTS)[f"{FOLDER}/documents.test.js"]
    assert [label.id for label in text.cases] == [case.id for case in DOCUMENTS.cases]
    assert text.cases[0].names == ("loading > loads in its declared environment",)
    assert {label.subject for label in text.cases} == {DOCUMENTS.address}


def test_the_same_title_twice_is_told_apart() -> None:
    twice = suite("f", "index.js", "handler", *(replace(case("runs", {}, Completes()), id=each) for each in "ab"))
    text = emitted(twice)[f"{FOLDER}/f.test.js"]
    assert [label.names for label in text.cases] == [("events > runs",), ("events > runs_2",)]


def test_folders_are_seen_from_the_suite() -> None:
    text = script(TYPED, project="services/shop")
    assert "folder: '../../services/shop/functions/typed'," in text
    config = emitted(TYPED, project="services/shop")[f"{FOLDER}/jest.config.js"]
    assert "handlers: ['services/shop/functions/typed']" in config
    home = emitted(TYPED, folder="a/b/c")["a/b/c/support/home.js"]
    assert "resolve(__dirname, '..', '..', '..', '..')" in home


def test_a_file_elsewhere_is_called_where_it_is() -> None:
    """A package of one source that is called otherwise in it; one of several places is put together."""
    single = replace(TYPED, folder="", entry="app.js", files={"app.js": "src/app/main.ts"})
    assert "folder: '../../src/app',\n  entry: 'main.ts'," in script(single)
    nested = replace(
        TYPED, folder="", entry="src/app.js", files={"src/app.js": "api/src/app.js", "a.json": "api/a.json"}
    )
    assert "folder: '../../api',\n  entry: 'src/app.js'," in script(nested)
    several = replace(TYPED, folder="", entry="app.js", files={"app.js": "api/app.js", "shared/x.js": "shared/x.js"})
    flat = " ".join(script(several).split())
    assert "files: { 'app.js': '../../api/app.js', 'shared/x.js': '../../shared/x.js' }, entry: 'app.js'," in flat
    assert "texts: {\n    'index.js': [" in script(INLINE)
    config = emitted(single, replace(several, name="other"))[f"{FOLDER}/jest.config.js"]
    assert "handlers: ['api/app.js', 'shared/x.js', 'src/app/main.ts']" in config
    many = replace(several, files={f"x{at}.js": f"api/x{at}.js" for at in range(9)} | {"data.json": "api/data.json"})
    assert "handlers: ['api']" in emitted(many)[f"{FOLDER}/jest.config.js"]


def test_what_would_be_created_is_made_up() -> None:
    text = script(VALUES)
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/key"
    assert f"SECRET_ARN: '{arn}'," in " ".join(text.split())
    assert f"TEXT: 'arn is {arn}'," in text
    assert f"'secret key': [\n      'shop/key',\n      '{arn}',\n    ]," in text
    assert "values: { 'secret key': 'k3y', 'parameter limit': '12' }," in text


@pytest.mark.parametrize(
    ("kind", "path", "made"),
    [
        ("key", "KeyMetadata.KeyId", "-"),
        ("key", "KeyMetadata.Arn", "arn:aws:kms:us-east-1:123456789012:key/"),
        ("user-pool", "UserPool.Id", "us-east-1_"),
        ("table", "TableDescription.LatestStreamArn", "arn:aws:dynamodb:us-east-1:123456789012:table/x/stream/2026-"),
        ("queue", "QueueUrl", "https://sqs.example/x"),
        ("thing", "Some.Id", "'"),
    ],
)
def test_made_up_texts_look_like_the_clouds(kind: str, path: str, made: str) -> None:
    identifiers = ("x", "https://sqs.example/x") if kind == "queue" else ("x",)
    resource = wired("address.of", kind, "x", *identifiers)
    function = replace(VALUES, wired=(resource,), environment={"X": Created("address.of", path)}, cases=())
    line = next(line for line in script(function).splitlines() if "X: " in line or line.strip().startswith("'arn"))
    assert made in line


def test_clients_and_packages() -> None:
    assert "clients: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb']," in script(DOCUMENTS)
    assert packages([TYPED]) == ("@aws-sdk/client-s3", "@aws-sdk/client-sqs", "typescript")
    assert packages([VALUES])[1:] == tuple(f"@aws-sdk/client-{name}" for name in ("secrets-manager", "sns", "ssm"))


def test_answers_of_several_tests_have_a_name() -> None:
    answers = (Answer("s3", "GetObject", {"Body": "x"}),)
    other = (Answer("s3", "GetObject", {"Body": "y"}),)
    cases = [
        case(name, {}, Completes(), answers=given) for name, given in zip("abcd", (answers, other) * 2, strict=True)
    ]
    text = script(suite("f", "index.js", "handler", *cases))
    assert "const answers = [answer('s3', 'GetObject', { Body: 'x' })];\n\nconst answers2 = [" in text
    assert text.count("f.call({}, { answers });") == 2
    assert text.count("f.call({}, { answers: answers2 });") == 2


def test_names_that_mean_something_are_left_alone() -> None:
    for name in ("lambda", "class", "request", "changed", "test", "json"):
        assert f"const {name}Function = lambda({{" in script(suite(name, "index.js", "handler"))
    assert "const function2Orders = lambda({" in script(suite("2-orders", "index.js", "handler"))


def test_runners_have_their_own_word_for_what_fails() -> None:
    assert "  it.failing('lets the error out', async () => {" in script(VALUES)
    text = emitted(VALUES, target=VITEST)[f"{FOLDER}/values.test.mjs"]
    assert "  // Fails: the error of the second call is swallowed" in text
    assert "  it.fails('lets the error out', async () => {" in text


@pytest.mark.parametrize("target", [JEST, VITEST])
def test_hostile_text_stays_text(target: str, tmp_path: Path) -> None:
    resource = wired("a.b", "secret", HOSTILE, HOSTILE, value=HOSTILE)
    event = {HOSTILE: HOSTILE, "body": Encoded("json", {"x": HOSTILE}), "__proto__": {"x": 1}}
    cases = [
        replace(
            case(
                HOSTILE,
                event,
                Raises(HOSTILE, HOSTILE),
                answers=(Answer("s3", HOSTILE, {HOSTILE: HOSTILE}),),
                failing=(Failing("s3", HOSTILE, HOSTILE),),
                environment={HOSTILE: HOSTILE},
                verdict=verdict,
                reason=HOSTILE,
                without=(HOSTILE,),
            ),
            id=str(verdict),
        )
        for verdict in (Verdict.HOLDS, Verdict.FAILS)
    ]
    function = replace(
        suite("f", "index.js", "handler", *cases, wired=(resource,), environment={HOSTILE: HOSTILE, "S": HOSTILE}),
        title=f"function {HOSTILE}",
        function=HOSTILE,
        texts={HOSTILE: HOSTILE},
    )
    text = emitted(function, target=target)[f"{FOLDER}/f.test.{'js' if target == JEST else 'mjs'}"]
    checked(text, tmp_path, "js" if target == JEST else "mjs")
    assert "\u202e" not in text
    assert "\u2028" not in text


def test_an_unknown_target_is_told() -> None:
    with pytest.raises(EmitError, match="there is no target 'handlers-mocha' for handler suites"):
        emitted(VALUES, target="handlers-mocha")
    assert emitted() == {}


def test_the_values_of_secrets_are_those_that_are_wired() -> None:
    assert "  values: {" not in script(replace(VALUES, wired=(replace(SECRET, facts={}),), cases=()))


def test_what_follows_from_something_else_is_said_so() -> None:
    body = Encoded("json", {"order": 1, "customer": {"name": "somebody", "mail": "somebody@example.com"}})
    message = {
        "messageId": "m-1",
        "body": body,
        "md5OfBody": "0" * 32,
        "eventSource": "aws:sqs",
        "awsRegion": "us-east-1",
    }
    other = {**message, "messageId": "m-2", "body": "other"}
    headers = {"Accept": "application/json", "X-Name": "a" * 80, "X-Other": "b" * 80}
    request = {"headers": headers, "multiValueHeaders": {key: (item,) for key, item in headers.items()}}
    cases = [
        case("takes a message", {"Records": (message,)}, Completes()),
        case("takes both", {"Records": (message, other)}, Completes()),
        case("takes a request", request, Completes(), trigger="api"),
        case("takes another", {**request, "body": ""}, Completes(), trigger="api"),
    ]
    text = script(suite("f", "index.js", "handler", *cases))
    assert "  md5OfBody: md5Of('body'),\n" in text
    assert "changed(record, { messageId: 'm-2', body: 'other' })" in text
    assert "  multiValueHeaders: listed('headers'),\n" in text


def test_records_in_a_row_are_counted() -> None:
    records = tuple(
        {
            "eventID": f"{at:032}",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {"Keys": {"id": at}},
        }
        for at in range(1, 11)
    )
    one = case("takes one", {"Records": records[:1]}, Completes())
    text = script(suite("f", "index.js", "handler", one, case("takes 10", {"Records": records}, Completes())))
    assert (
        "      Records: numbered(1, 10, (n) =>\n"
        "        changed(record, {\n"
        "          eventID: `00000000000000000${String(n).padStart(15, '0')}`,\n"
        "          'dynamodb.Keys.id': n,\n"
        "        }),\n"
        "      ),\n"
    ) in text


def test_calls_that_several_tests_expect_have_a_name() -> None:
    def put(name: str) -> CallsExactly:
        item = {"id": {"S": name}, "status": {"S": "RECEIVED"}, "note": {"S": "n" * 60}}
        return CallsExactly((Call("dynamodb", "PutItem", {"TableName": "items", "Item": item}),))

    cases = [case(f"puts {name}", {"id": name}, put(name), within=False) for name in ("a", "b")]
    cases.append(case("puts nothing", {}, CallsExactly(()), within=False))
    elsewhere = CallsExactly((Call("sqs", "SendMessage", {"QueueUrl": "https://other"}),))
    cases.append(case("sends elsewhere", {}, elsewhere, within=False))
    text = script(suite("f", "index.js", "handler", *cases, wired=(TABLE,)))
    assert "const putItem = call('dynamodb', 'PutItem', {\n" in text
    assert "    outcome.makes(putItem);\n" in text
    assert "    outcome.makes(changed(putItem, { 'Item.id.S': 'b' }));\n" in text
    assert "    outcome.makesNoCalls();\n" in text
    # Where all calls are pinned, nothing more needs to be said of where they go; but for those that go elsewhere.
    assert text.count("anywhere: true") == 1
