"""How handler suites are spelled in Python."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_handler_samples import PROCESSING, TABLE, VALIDATION, WEBHOOK, case, message, request

from scaffold.emit import EmitError
from scaffold.emit.handlers import emit_handlers
from scaffold.emit.handlers.events import Counted, Like, Series, told
from scaffold.emit.handlers.readable import Digest, Listed, derived
from scaffold.emit.render import Renderer
from scaffold.model.handlers import (
    Call,
    Calls,
    CallsExactly,
    Completes,
    Created,
    Encoded,
    Expectation,
    Failing,
    HandlerCase,
    HandlerSuite,
    Joined,
    Loads,
    Mask,
    Now,
    NoWrites,
    Raises,
    Reports,
    Responds,
    Returns,
    Signature,
    Verdict,
)

TARGET, FOLDER = "handlers-pytest", "tests/handlers"
HOSTILE = '"""\n{{ 1 }} \\ \u202e\'; import os #'


def emitted(*suites: HandlerSuite, **options: Any) -> Mapping[str, str]:
    given = {"renderer": Renderer(), "folder": FOLDER, "project": ".", **options}
    return emit_handlers(suites, TARGET, **given)


def module(suite: HandlerSuite, **options: Any) -> str:
    return emitted(suite, **options)[f"{FOLDER}/test_{suite.name.replace('-', '_')}.py"]


def suite(*cases: HandlerCase, **more: Any) -> HandlerSuite:
    return replace(VALIDATION, cases=cases, **more)


def body(event: Any, *expect: Expectation, **more: Any) -> list[str]:
    """The statements of a test of one case."""
    lines = module(suite(case("a", "events", "is tried", event, *expect, **more))).splitlines()
    at = lines.index("    def test_is_tried(self):")
    return [line.removeprefix(" " * 8) for line in lines[at + 1 :]]


def test_the_files() -> None:
    files = emitted(VALIDATION, PROCESSING)
    assert list(files) == sorted(files)
    own = {path.removeprefix(f"{FOLDER}/") for path in files if "/support/" not in path}
    usual = {".coveragerc", "__init__.py", "conftest.py", "pytest.ini", "resources.py"}
    assert own == {*usual, "test_processing.py", "test_validation.py"}
    for name, text in files.items():
        assert "import scaffold" not in text, name
        assert text == f"{text.rstrip()}\n", name
    assert emitted() == {}
    assert f"{FOLDER}/resources.py" not in emitted(suite(wired=()))


def test_python_files_are_formatted(tmp_path: Path) -> None:
    for name, text in emitted(VALIDATION, PROCESSING).items():
        if name.endswith(".py"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    words = (sys.executable, "-m", "ruff", "format", "--isolated", "--check", str(tmp_path))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_support_library_is_for_older_pythons() -> None:
    for name, text in emitted(VALIDATION).items():
        if name.endswith(".py"):
            ast.parse(text, feature_version=(3, 9))


def test_the_definition_of_a_function() -> None:
    text = module(suite(case("a", "loading", "loads", None, Loads()), environment={"A": "b"}, wired=(TABLE,)))
    assert (
        text
        == '''"""Calls function validation with events of the shape that its triggers send."""

from .resources import events_table
from .support import Function

validation = Function(
    "function validation",
    folder="../../lambda",
    entry="validation.py",
    handler="handler",
    files=["validation.py"],
    name="webhooks-dev-validation",
    environment={"A": "b"},
    wired=[events_table],
    runtime="python3.12",
    timeout=10,
    memory=256,
)


class TestLoading:
    def test_loads(self):
        validation.loads()
'''
    )


def test_where_code_is() -> None:
    """Ways lead from the suites' folder, wherever it and the project are."""
    files = {"index.py": "src/orders/index.py", "shared/db.py": "lib/db.py"}
    moved = suite(
        case("a", "loading", "loads", None, Loads()),
        files=files,
        texts={"settings.json": "{}"},
        requirements="src/requirements.txt",
        folder="src/orders",
    )
    text = module(moved, project="services")
    assert 'folder="../../services/src/orders",' in text
    assert '"index.py": "../../services/src/orders/index.py",' in text
    assert '"shared/db.py": "../../services/lib/db.py",' in text
    assert 'texts={"settings.json": "{}"},' in text
    assert 'requirements="services/src/requirements.txt",' in text
    assert (
        "Its code needs what services/src/requirements.txt names: pip install -r services/src/requirements.txt" in text
    )


def test_what_counts_for_coverage() -> None:
    other = suite(folder="src/a", files={"a.py": "src/a/a.py", "lib/b.py": "src/lib/b.py", "c.json": "data/c.json"})
    whole, inline = suite(folder="src/whole", files={}), suite(files={}, texts={"index.py": ""})
    suites = (replace(each, name=name) for each, name in ((other, "other"), (whole, "whole"), (inline, "inline")))
    text = emitted(*suites, project="services")[f"{FOLDER}/.coveragerc"]
    sources = text.partition("source =\n")[2].partition("omit =")[0].split()
    assert sources == ["services/src/a", "services/src/lib", "services/src/whole"]


@pytest.mark.parametrize(
    ("expect", "line"),
    [
        (Responds(), "outcome.responds()"),
        (Responds(400, 499), "outcome.responds(400, 499)"),
        (Responds(401, 401), "outcome.responds(401)"),
        (Responds(200, 299, "2.0"), 'outcome.responds(200, 299, form="2.0")'),
        (Reports(), "outcome.reports()"),
        (Reports(()), "outcome.reports([])"),
        (Reports(("a",), or_raises=True), 'outcome.reports(["a"], or_raises=True)'),
        (Completes(), "outcome.completes()"),
        (Raises(), "outcome.raises()"),
        (Raises("KeyError"), 'outcome.raises("KeyError")'),
        (Raises("", "no"), 'outcome.raises("", "no")'),
        (NoWrites(), "outcome.writes_nothing()"),
        (Returns({"id": Mask("uuid", name="id")}), 'outcome.returns({"id": some("uuid", name="id")})'),
        (Returns(None), "outcome.returns(None)"),
        (CallsExactly(()), "outcome.calls_exactly()"),
        (
            CallsExactly((Call("s3", "GetObject", {"Bucket": "b", "odd-name": 1}),)),
            'outcome.calls_exactly(Call("s3", "GetObject", Bucket="b", **{"odd-name": 1}))',
        ),
        (Calls((("dynamodb", "PutItem", TABLE.address),)), 'outcome.uses(events_table, "dynamodb.PutItem")'),
        (
            Calls((("s3", "PutObject", ""), ("s3", "GetObject", ""))),
            'outcome.uses(None, "s3.PutObject", "s3.GetObject")',
        ),
        (Calls((("s3", "PutObject", "not.there"),)), 'outcome.uses(None, "s3.PutObject")'),
    ],
)
def test_expectations(expect: Expectation, line: str) -> None:
    assert body({}, expect) == ["outcome = validation.call({})", line]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"without": ("A",)}, 'without=["A"]'),
        ({"environment": {"A": "b"}}, 'environment={"A": "b"}'),
        ({"within": False}, "within=False"),
        ({"failing": (Failing("s3", "GetObject", "NoSuchKey"),)}, 'failing=[fails("s3", "GetObject", "NoSuchKey")]'),
        ({"failing": (Failing("s3", "A", "B", 2),)}, 'failing=[fails("s3", "A", "B", first=2)]'),
        ({"before": (Call("sns", "A", {"B": Now()}),)}, 'before=[Call("sns", "A", B=now())]'),
    ],
)
def test_options(more: Mapping[str, Any], said: str) -> None:
    assert body(1, Completes(), **more) == [f"outcome = validation.call(1, {said})", "outcome.completes()"]
    if "within" not in more:
        assert body(1, Loads(), **more) == [f"validation.loads({said})"]


ROW = {
    "a": {"S": "b"},
    "n": {"N": "5"},
    "l": {"L": ({"BOOL": True}, {"NULL": True})},
    "m": {"M": {"t": {"N": Now()}}},
    "j": {"S": '{"a":1}'},
}


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (ROW, '{"a": "b", "n": 5, "l": [True, None], "m": {"t": now(text=False)}, "j": as_json({"a": 1})}'),
        ({"n": {"N": "1.50"}}, None),
        ({"b": {"B": "eA=="}}, None),
        ({"s": {"SS": ("a",)}}, None),
        ({"l": {"L": ({"N": "007"},)}}, None),
        ({"m": {"M": {"b": {"B": "eA=="}}}}, None),
    ],
)
def test_rows_that_are_there_before(item: Any, said: str | None) -> None:
    call = Call("dynamodb", "PutItem", {"TableName": TABLE.name, "Item": item})
    text = re.sub(
        r",?\s*([)}\]])", r"\1", re.sub(r"([({\[])\s+", r"\1", " ".join(body(1, Completes(), before=(call,))))
    )
    text = " ".join(text.split())
    assert ("row(events_table, " in text) is (said is not None)
    assert said is None or said in text
    assert ('Call("dynamodb", "PutItem"' in text) is (said is None)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Now(), "now()"),
        (Now(offset=-600), "now(-600)"),
        (Now("milliseconds", text=False), 'now(unit="milliseconds", text=False)'),
        (Now("iso", 5, text=False), 'now(5, unit="iso")'),
        (Encoded("json", {"a": Now()}), 'as_json({"a": now()})'),
        (Encoded("base64", "a"), 'as_base64("a")'),
        (Encoded("base64", Encoded("json", {"a": 1})), 'as_base64({"a": 1})'),
        (Encoded("base64", Encoded("json", "a")), 'as_base64(as_json("a"))'),
        (Joined(("a-", Created("b.c", "Key.Id"))), 'joined("a-", created("b.c", "Key.Id"))'),
        (Signature(), "signature()"),
        (Signature("sha256="), 'signature("sha256=")'),
        (Mask("hex", "32", "id"), 'some("hex", "32", name="id")'),
    ],
)
def test_terms(term: Any, said: str) -> None:
    assert body({"a": (term,)}, Completes())[0] == f'outcome = validation.call({{"a": [{said}]}})'


def test_what_fails_is_marked() -> None:
    text = module(suite(case("a", "events", "is tried", {}, Completes(), verdict=Verdict.FAILS, reason='an "error"')))
    assert "\nimport pytest\n" in text
    assert (
        "    @pytest.mark.xfail(strict=True, raises=AssertionError, reason='an \"error\"')\n"
        "    def test_is_tried(self):\n" in text
    )


def test_labels_say_which_case_is_where() -> None:
    made = emitted(VALIDATION)[f"{FOLDER}/test_validation.py"]
    labels = getattr(made, "cases", ())
    assert getattr(made, "target", "") == TARGET
    assert {label.id for label in labels} == {each.id for each in VALIDATION.cases}
    assert {label.subject for label in labels} == {VALIDATION.address}
    tree = ast.parse(made)
    names = [
        f"{group.name} > {test.name}"
        for group in tree.body
        if isinstance(group, ast.ClassDef)
        for test in group.body
        if isinstance(test, ast.FunctionDef)
    ]
    assert [label.names[0] for label in labels] == names


def test_names_are_distinct() -> None:
    """Functions, resources and tests may be called like anything."""
    cases = [case(str(n), "odd section", "the same title", {}, Completes()) for n in range(2)]
    key = replace(TABLE, address="aws_kms_key.row", kind="key", name="k")
    tables = (TABLE, replace(TABLE, address='aws_dynamodb_table.events["a"]'), replace(TABLE, title="another"), key)
    named = [replace(suite(*cases, wired=(tables[n],)), name=name) for n, name in enumerate(("print", "import", "1st"))]
    files = emitted(*named, suite(*cases, wired=(key,), name="row-key"))
    for name in ("print", "import", "1st", "row_key"):
        ast.parse(files[f"{FOLDER}/test_{name}.py"])
    assert "print_function = Function(" in files[f"{FOLDER}/test_print.py"]
    assert "import_function = Function(" in files[f"{FOLDER}/test_import.py"]
    assert "function_1st = Function(" in files[f"{FOLDER}/test_1st.py"]
    assert "row_key_function = Function(" in files[f"{FOLDER}/test_row_key.py"]
    assert "class TestOddSection:" in files[f"{FOLDER}/test_1st.py"]
    assert "def test_the_same_title_2(self):" in files[f"{FOLDER}/test_1st.py"]
    resources = files[f"{FOLDER}/resources.py"]
    found = [line.partition(" = ")[0] for line in resources.splitlines() if " = Wired(" in line]
    assert found == ["events_table", "events_a_table", "events_table_2", "row_key"]


def test_text_of_a_project_stays_inside_its_quotes() -> None:
    call = Call("s3", "PutObject", {HOSTILE: HOSTILE})
    hostile = case(
        HOSTILE,
        "events",
        HOSTILE,
        {HOSTILE: (HOSTILE, Joined((HOSTILE,)), Created(HOSTILE, HOSTILE))},
        Returns(HOSTILE),
        CallsExactly((call,)),
        before=(call,),
        without=(HOSTILE,),
        environment={HOSTILE: HOSTILE},
        verdict=Verdict.FAILS,
        reason=HOSTILE,
    )
    wired = replace(TABLE, address=HOSTILE, title=HOSTILE, identifiers=(HOSTILE,), create=(call,))
    files = emitted(
        suite(
            hostile,
            title=HOSTILE,
            function=HOSTILE,
            entry=HOSTILE,
            handler=HOSTILE,
            runtime=HOSTILE,
            requirements=HOSTILE,
            folder=HOSTILE,
            environment={HOSTILE: HOSTILE},
            files={HOSTILE: HOSTILE},
            texts={HOSTILE: HOSTILE},
            region=HOSTILE,
            wired=(wired,),
        )
    )
    for name in ("test_validation.py", "resources.py"):
        text = files[f"{FOLDER}/{name}"]
        tree = ast.parse(text)
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert modules <= {"resources", "support"}
        assert {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} <= {
            "pytest"
        }
        assert "\u202e" not in text
        assert HOSTILE in {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_targets_that_there_are_not() -> None:
    with pytest.raises(EmitError, match="there is no target 'other' for handler suites; there are handlers-pytest"):
        emit_handlers([VALIDATION], "other", Renderer(), FOLDER, ".")


# -- calls


PUT = Call("s3", "PutObject", {"Bucket": "files", "Key": "a", "Body": '{"id": 1, "text": "' + "x" * 60 + '"}'})


def changed_put(**more: Any) -> Call:
    return replace(PUT, input={**PUT.input, **more})


def test_calls_of_several_tests_have_names() -> None:
    get = Call("s3", "GetObject", {"Bucket": "files"})
    alone = Call("sns", "Publish", {"Message": "a"})
    other = changed_put(Body='{"id":2,"text":"' + "x" * 60 + '"}')
    text = module(
        suite(
            case("a", "observed", "a", {}, CallsExactly((get, PUT, alone))),
            case("b", "observed", "b", {}, CallsExactly((get, other, changed_put(Key="b")))),
        )
    )
    assert '\nGET_OBJECT = Call("s3", "GetObject", Bucket="files")\n\nPUT_OBJECT = Call(\n' in text
    assert 'Body=as_json({"id": 1, "text": "x" * 60}),\n' in text
    assert 'GET_OBJECT, PUT_OBJECT, Call("sns", "Publish", Message="a")\n' in text
    assert 'changed(PUT_OBJECT, {"Body.id": 2})' in text
    assert 'changed(PUT_OBJECT, {"Key": "b"})' in text


def test_calls_that_have_nothing_in_common_stand_alone() -> None:
    other = Call("s3", "PutObject", {"Bucket": "others", "Key": "b", "Body": "text"})
    cases = [case(str(at), "observed", "a", {}, CallsExactly((call,))) for at, call in enumerate((PUT, other))]
    assert " = Call(" not in module(suite(*cases))
    names = [line for line in module(suite(*cases, *(replace(each, id="b" + each.id) for each in cases))).splitlines()
             if " = Call(" in line]  # fmt: skip
    assert [name.partition(" ")[0] for name in names] == ["PUT_OBJECT", "PUT_OBJECT_2"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"a": 1}', 'as_json({"a": 1})'),
        ('{"a":1,"a":2}', '\'{"a":1,"a":2}\''),
        ("[NaN]", '"[NaN]"'),
        ("{", '"{"'),
        ("[" * 100000, '"[" * 100000'),
        ("x" * 39, '"' + "x" * 39 + '"'),
        ("sha256=" + "0" * 64, '"sha256=" + "0" * 64'),
        ("'" * 50, '"\'" * 50'),
    ],
)
def test_texts_are_said_as_people_do(value: str, said: str) -> None:
    assert body({}, Returns(value))[1] == f"outcome.returns({said})"


# -- events


def named(*cases: HandlerCase) -> tuple[Mapping[str, Any], list[Any]]:
    found = told(cases)
    return found.named, [found.events[each.id] for each in cases]


def events(*given: Any, section: str = "requests") -> tuple[Mapping[str, Any], list[Any]]:
    return named(*(case(str(at), section, str(at), each, trigger="t") for at, each in enumerate(given)))


def test_requests_are_said_by_what_is_different() -> None:
    good = request()
    less = {name: value for name, value in WEBHOOK.items() if name != "id"}
    names, said = events(
        good,
        request(body=Encoded("json", less)),
        request(body=Encoded("json", {**WEBHOOK, "data": {"total": True}})),
        request(body="{"),
        request(body=Encoded("base64", WEBHOOK), isBase64Encoded=True),
        request(headers={"X-Webhook-Signature": None, "X.Dot": "1"}),
        {},
        None,
    )
    assert names == {"REQUEST": good}
    assert said == [
        Like("REQUEST"),
        Like("REQUEST", {}, ("body.id",)),
        Like("REQUEST", {"body.data.total": True}),
        Like("REQUEST", {"body": "{"}),
        Like("REQUEST", {"body": Encoded("base64", WEBHOOK), "isBase64Encoded": True}),
        Like("REQUEST", {"headers.'X.Dot'": "1"}, ("headers.X-Webhook-Signature",)),
        {},
        None,
    ]


def test_what_follows_from_something_else_is_said_so() -> None:
    headers = {"Accept": "a", "X-Time": Now()}
    event = request(headers=headers, multiValueHeaders={name: (value,) for name, value in headers.items()})
    event = {**event, "headers": headers}
    found = derived({"one": event, "many": (message(1),)})
    assert found["one"]["multiValueHeaders"] == Listed("headers")
    assert found["many"][0]["md5OfBody"] == Digest("body")
    other = {**event, "multiValueHeaders": {"Accept": ("b",)}}
    assert derived(other) == other
    assert 'each_in_a_list("headers")' in module(suite(case("a", "events", "a", event, Completes())))


def test_an_event_alone_is_said_where_it_stands() -> None:
    assert events({"a": "x" * 200}, {"a": 1})[0] == {}
    assert events({"a": 1}, {"a": 2}, {"a": 1}) == ({}, [{"a": 1}, {"a": 2}, {"a": 1}])
    other = {str(at): "x" * 20 for at in range(10)}
    names, said = events(request(), other, request(body=None))
    assert names == {"REQUEST": request()}
    assert said[1] == other
    assert events({"a": "x" * 600}) == ({"REQUEST": {"a": "x" * 600}}, [Like("REQUEST")])


def test_events_of_different_triggers_have_names_of_their_own() -> None:
    cases = [
        case(f"{trigger}{at}", section, "a", request(path=f"/{trigger}{at}"), trigger=trigger)
        for trigger, section in (("a", "requests"), ("b", "requests"), ("c", "events"))
        for at in range(2)
    ]
    names, said = named(*cases)
    assert list(names) == ["REQUEST", "REQUEST_2", "EVENT"]
    assert said[3] == Like("REQUEST_2", {"path": "/b1"})


def test_each_route_has_a_request_of_its_own() -> None:
    def routed(method: str, path: str, **more: Any) -> Any:
        return {**request(**more), "httpMethod": method, "resource": path, "path": path, "padding": path * 20}

    given = [routed("POST", "/orders"), routed("GET", "/orders/{id}"), routed("POST", "/orders", body=None)]
    names, said = events(*given, routed("GET", "/orders/{id}", body="a"), {"resource": "/"})
    assert names == {"REQUEST": given[0], "REQUEST_2": given[1]}
    assert said[2:] == [Like("REQUEST", {"body": None}), Like("REQUEST_2", {"body": "a"}), {"resource": "/"}]


def test_records_are_counted() -> None:
    names, said = events(
        {"Records": (message(1),)},
        {"Records": tuple(map(message, range(1, 4)))},
        {"Records": (message(1), message(2, body="{"))},
        (message(1), message(2)),
        {"Records": ()},
        {"Records": "text"},
        section="batches",
    )
    assert names == {"RECORD": message(1)}
    assert said[0] == {"Records": (Like("RECORD"),)}
    counted = {
        "messageId": Counted("message-", "", 0, 0),
        "receiptHandle": Counted("receipt-", "", 0, 0),
        "attributes.SequenceNumber": Counted("1884949618538", "", 0, 5),
    }
    assert said[1] == {"Records": Series(Like("RECORD", counted), 1, 3)}
    assert said[2]["Records"][1].changes["body"] == "{"
    assert [each.base for each in said[3]] == ["RECORD", "RECORD"]
    assert said[4:] == [{"Records": ()}, {"Records": "text"}]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("a0", "a1", "a2"), Counted("a", "", 0, 0)),
        (("08x", "09x", "10x"), Counted("", "x", 7, 2)),
        (("8", "9", "10"), Counted("", "", 7, 0)),
        ((5, 6, 7), Counted("", "", 4, 0, whole=True)),
        (("a", "b", "c"), None),
        (("1", "2", "4"), None),
        ((True, False, True), None),
        (("1", 2, "3"), None),
        (({"a": 1}, {"a": 2}, {"a": 3}), Counted("", "", 0, 0, whole=True)),
        (({"a": 1}, {"b": 2}, {"a": 3}), None),
        ((1.5, 2.5, 3.5), None),
    ],
)
def test_numbers_in_records(values: Any, said: Any) -> None:
    records = [{"text": "x" * 200, "id": value} for value in values]
    found = events({"Records": tuple(records)}, {"Records": tuple(records[:1])}, section="batches")[1][0]["Records"]
    assert isinstance(found, Series) is (said is not None)
    assert said is None or said in found.item.changes.values()


def test_numbers_deep_in_records_are_counted() -> None:
    records = [
        {"text": "x" * 200, "image": {"id": {"S": f"id-{at}"}, "n": {"N": str(at)}, "all": ({"a": "b"},)}}
        for at in range(1, 6)
    ]
    found = events({"Records": tuple(records)}, {"Records": tuple(records[:1])}, section="batches")[1][0]["Records"]
    changes = {"image.id.S": Counted("id-", "", 0, 0), "image.n.N": Counted("", "", 0, 0)}
    assert found == Series(Like("RECORD", changes), 1, 5)


def test_counted_records_in_code() -> None:
    batch = {"Records": tuple(map(message, range(1, 11)))}
    text = module(
        suite(
            case("a", "batches", "one", {"Records": (message(1),)}, Reports()),
            case("b", "batches", "ten", batch, Reports()),
        )
    )
    assert '"messageId": f"message-{n}",' in text
    assert 'f"1884949618538{n:05}"' in text
    assert "for n in range(1, 11)\n" in text
    assert '"body": as_json(\n' in text
    braces = [{"a": f"{{{at}}}", "text": "x" * 200} for at in range(3)]
    text = module(suite(case("a", "events", "a", tuple(braces), Reports())))
    assert 'f"{{{n}}}"' in text
