"""What surrounds a function is made as it is declared, and every call of it is recorded."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

Made = Callable[..., Any]


@pytest.fixture
def rows(support: Any) -> Any:
    """A table."""
    return support.main.Wired(
        "table rows",
        support.main.Call(
            "dynamodb",
            "CreateTable",
            TableName="rows",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        ),
        address="aws_dynamodb_table.rows",
        names=["rows"],
    )


PUT = """
    import boto3
    from decimal import Decimal
    table = boto3.resource("dynamodb").Table("rows")
    def handler(event, context):
        table.put_item(Item={"id": event["id"], "n": Decimal("1.50"), "tags": {"b", "a"}, "raw": b"raw"})
        return table.get_item(Key={"id": "before"}).get("Item", {})
"""


def test_calls_are_recorded_as_clients_take_them(function: Made, support: Any, rows: Any) -> None:
    before = support.main.Call("dynamodb", "PutItem", TableName="rows", Item={"id": {"S": "before"}, "n": {"N": "2"}})
    outcome = function(PUT, wired=[rows]).call({"id": "a"}, before=[before])
    assert outcome.result == {"id": "before", "n": 2}
    assert [call.name for call in outcome.calls] == ["dynamodb.PutItem", "dynamodb.GetItem"]
    item = {"id": {"S": "a"}, "n": {"N": "1.50"}, "tags": {"SS": ["a", "b"]}, "raw": {"B": "raw"}}
    assert outcome.calls[0].input == {"TableName": "rows", "Item": item}
    outcome.uses(rows, "dynamodb.PutItem", "dynamodb.GetItem")
    outcome.calls_exactly(*outcome.calls)
    assert eval(repr(outcome.calls[0]), {"Call": support.main.Call}).input == outcome.calls[0].input


def test_the_world_is_new_for_each_call(function: Made, rows: Any) -> None:
    code = """
        import boto3
        client = boto3.client("dynamodb")
        def handler(event, context):
            client.put_item(TableName="rows", Item={"id": {"S": str(event["n"])}})
            return client.scan(TableName="rows")["Count"]
    """
    made = function(code, wired=[rows])
    assert [made.call({"n": n}).result for n in range(2)] == [1, 1]
    assert boto3.DEFAULT_SESSION is None


FAILING = """
    import boto3
    from botocore.exceptions import ClientError
    client = boto3.client("dynamodb")
    def handler(event, context):
        found = []
        for n in range(3):
            try:
                client.put_item(TableName="rows", Item={"id": {"S": str(n)}})
                found.append("")
            except client.exceptions.ProvisionedThroughputExceededException as error:
                found.append("modelled " + error.response["Error"]["Code"])
            except ClientError as error:
                found.append(error.response["Error"]["Code"])
        return found
"""


@pytest.mark.parametrize(
    ("code", "first", "found"),
    [
        ("ThrottlingException", 1, ["ThrottlingException"] * 3),
        ("ThrottlingException", 3, ["", "", "ThrottlingException"]),
        ("ProvisionedThroughputExceededException", 2, ["", *["modelled ProvisionedThroughputExceededException"] * 2]),
    ],
)
def test_calls_fail_by_their_codes(function: Made, support: Any, rows: Any, code: str, first: int, found: Any) -> None:
    began = time.monotonic()
    failing = [support.main.fails("dynamodb", "PutItem", code, first=first)]
    outcome = function(FAILING, wired=[rows]).call({}, failing=failing)
    assert outcome.result == found
    assert [call.failed for call in outcome.calls] == [each.rpartition(" ")[2] for each in found]
    assert time.monotonic() - began < 5


def test_what_the_emulator_refuses_is_recorded(function: Made) -> None:
    outcome = function(FAILING).run({})
    assert {call.failed for call in outcome.calls} == {"ResourceNotFoundException"}
    with pytest.raises(AssertionError, match=r'dynamodb\.PutItem writes to "rows"'):
        outcome.stays_within()
    with pytest.raises(AssertionError, match="only what the function is wired to"):
        function(FAILING).call({})
    assert function(FAILING).call({}, within=False).result == ["ResourceNotFoundException"] * 3


@pytest.mark.parametrize(
    ("service", "method", "given"),
    [("bedrock-runtime", "converse", "modelId='a', messages=[]"), ("chime-sdk-voice", "list_voice_connectors", "")],
)
def test_what_the_emulator_does_not_know_is_skipped(function: Made, service: str, method: str, given: str) -> None:
    code = f"""
        import boto3
        def handler(event, context):
            try:
                boto3.client("{service}").{method}({given})
            except Exception:
                return "swallowed"
    """
    with pytest.raises(pytest.skip.Exception, match=f"the emulator does not know {service}"):
        function(code).call({})


def test_what_the_emulator_made_up_is_known(function: Made, support: Any) -> None:
    key = support.main.Wired("key main", support.main.Call("kms", "CreateKey"), address="aws_kms_key.main")
    code = """
        import boto3, os
        def handler(event, context):
            boto3.client("kms").encrypt(KeyId=os.environ["KEY"], Plaintext=b"a")
            return [os.environ["KEY"], event["arn"]]
    """
    created = support.main.created
    made = function(code, wired=[key], environment={"KEY": created("aws_kms_key.main", "KeyMetadata.KeyId")})
    outcome = made.call({"arn": support.main.joined("key: ", created("aws_kms_key.main", "KeyMetadata.Arn"))})
    found, arn = outcome.result
    assert len(found) == 36
    assert arn == f"key: arn:aws:kms:us-east-1:123456789012:key/{found}"
    outcome.uses(key, "kms.Encrypt")


SIGNED = """
    import base64, hashlib, hmac
    {imports}
    def handler(event, context):
        digest = hmac.new(b"key", event["body"].encode(), hashlib.sha256)
        return {compare}
"""


@pytest.mark.parametrize("prefix", ["", "sha256="])
@pytest.mark.parametrize(
    ("imports", "compare"),
    [
        ("", 'hmac.compare_digest(event["signature"].rpartition("=")[2], digest.hexdigest())'),
        ("from hmac import compare_digest", 'compare_digest(digest.hexdigest(), event["signature"].split("=")[-1])'),
        ("import secrets", 'secrets.compare_digest(event["signature"][-64:].encode(), digest.hexdigest().encode())'),
        ("", 'hmac.compare_digest(digest.digest(), bytes.fromhex(event["signature"][-64:]))'),
        (
            "",
            'hmac.compare_digest(base64.b64decode(event["signature"].removeprefix("sha256=")), digest.digest())',
        ),
    ],
)
def test_signatures_are_those_that_the_function_computes(
    function: Made, support: Any, imports: str, compare: str, prefix: str
) -> None:
    made = function(SIGNED.format(imports=imports, compare=compare))
    event = {"body": "text", "signature": support.main.signature(prefix), "again": support.main.signature(prefix)}
    outcome = made.call(event)
    assert outcome.result is True
    assert outcome.event["signature"] == outcome.event["again"]
    assert made.call({**event, "signature": "sha256=" + "0" * 64}).result is False


def test_libraries_that_are_loaded_once_compare_signatures(function: Made, support: Any) -> None:
    """What stays loaded (an installed library) may have got its comparison while another call was going on."""
    files = {
        "index.py": """
            from library import same
            import hashlib, hmac
            def handler(event, context):
                return same(event["signature"], hmac.new(b"key", b"text", hashlib.sha256).hexdigest())
        """,
        "library/__init__.py": "from hmac import compare_digest as same\n",
        "library-1.0.dist-info/METADATA": "Name: library\nVersion: 1.0\n",
        "library-1.0.dist-info/RECORD": "library/__init__.py,,\n",
    }
    made = function(files)
    try:
        for _ in range(2):
            assert made.call({"signature": support.main.signature()}).result is True
        assert "library" in sys.modules
        assert sys.modules["library"].same("a", "a")
    finally:
        sys.modules.pop("library", None)


def test_traced_clients_are_recorded(function: Made, rows: Any) -> None:
    code = """
        import boto3
        from aws_xray_sdk.core import patch_all, xray_recorder
        patch_all()
        client = boto3.client("dynamodb")
        @xray_recorder.capture("work")
        def work():
            return client.scan(TableName="rows")["Count"]
        def handler(event, context):
            return work()
    """
    if importlib.util.find_spec("aws_xray_sdk") is None:
        pytest.skip("there is no tracing here")
    made = function(code, wired=[rows])
    for _ in range(2):
        outcome = made.call({})
        outcome.returns(0)
        assert [call.name for call in outcome.calls] == ["dynamodb.Scan"]


def test_a_signature_that_nobody_compares_stays_a_placeholder(function: Made, support: Any) -> None:
    made = function("def handler(event, context):\n    return event['signature']\n")
    assert made.call({"signature": support.main.signature("a=")}).result == "a=" + "5ca1ab1e" * 8


def test_times_are_of_one_moment(function: Made, support: Any) -> None:
    now = support.main.now
    made = function("def handler(event, context):\n    return event\n")
    event = [now(), now(text=False), now(-60, text=False), now(unit="milliseconds", text=False), now(unit="iso")]
    text, seconds, earlier, milliseconds, iso = made.call(event).result
    assert text == str(seconds)
    assert earlier == seconds - 60
    assert milliseconds // 1000 == seconds
    assert abs(seconds - time.time()) < 60
    assert iso == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def test_encoded_values(function: Made, support: Any) -> None:
    main = support.main
    made = function("def handler(event, context):\n    return event\n")
    value = {"a": ["é", None], "now": main.now()}
    found = made.call([main.as_json(value), main.as_base64("text"), main.as_base64({"a": 1})]).result
    assert found[0].startswith('{"a":["é",null],"now":"1')
    assert found[1:] == ["dGV4dA==", "eyJhIjoxfQ=="]


def test_what_follows_from_something_beside_it(function: Made, support: Any) -> None:
    main = support.main
    event = {
        "headers": {"A": "b"},
        "multiValueHeaders": main.each_in_a_list("headers"),
        "body": main.as_json({"id": 1}),
        "md5OfBody": main.md5_of("body"),
    }
    made = function("def handler(event, context):\n    return event\n")
    found = made.call(main.changed(event, {"headers.C": "d", "body.id": 2})).result
    assert found["multiValueHeaders"] == {"A": ["b"], "C": ["d"]}
    assert found["md5OfBody"] == hashlib.md5(b'{"id":2}').hexdigest()
    assert made.call(main.changed(event, {"headers": None})).result["multiValueHeaders"] is None
    assert made.call(main.changed(event, without=["headers"])).result["multiValueHeaders"] is None


def test_rows_are_plain_values(function: Made, support: Any, rows: Any) -> None:
    code = """
        import boto3
        def handler(event, context):
            return boto3.client("dynamodb").get_item(TableName="rows", Key={"id": {"S": "a"}})["Item"]
    """
    values = {"id": "a", "n": 5, "f": 1.5, "none": None, "list": [True], "map": {"json": support.main.as_json([1])}}
    outcome = function(code, wired=[rows]).call({}, before=[support.main.row(rows, values)])
    assert outcome.result == {
        "id": {"S": "a"},
        "n": {"N": "5"},
        "f": {"N": "1.5"},
        "none": {"NULL": True},
        "list": {"L": [{"BOOL": True}]},
        "map": {"M": {"json": {"S": "[1]"}}},
    }


def test_changed_calls(support: Any) -> None:
    call = support.main.Call("s3", "PutObject", Bucket="a", Key="b", Body=support.main.as_json({"c": 1}))
    found = support.main.changed(call, {"Body.c": 2, "Key": "d"}, without=["Bucket"])
    assert (found.name, found.input) == ("s3.PutObject", {"Key": "d", "Body": support.main.as_json({"c": 2})})
    assert call.input["Key"] == "b"


def test_threads_make_calls(function: Made, rows: Any) -> None:
    code = """
        import boto3
        from concurrent.futures import ThreadPoolExecutor
        client = boto3.client("dynamodb")
        def put(n):
            client.put_item(TableName="rows", Item={"id": {"S": str(n)}})
        def handler(event, context):
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(put, range(8)))
    """
    outcome = function(code, wired=[rows]).call({})
    assert outcome.error is None
    assert sorted(call.input["Item"]["id"]["S"] for call in outcome.calls) == list("01234567")


def test_files_are_sent_as_text(function: Made, support: Any) -> None:
    bucket = support.main.Wired(
        "bucket files", support.main.Call("s3", "CreateBucket", Bucket="files"), names=["files"]
    )
    code = """
        import boto3, io
        s3 = boto3.client("s3")
        def handler(event, context):
            s3.put_object(Bucket="files", Key="a", Body=io.BytesIO(b"text"))
            s3.put_object(Bucket="files", Key="b", Body=b"\\xff\\xfe")
            s3.upload_fileobj(io.BytesIO(b"more"), "files", "c")
            return s3.get_object(Bucket="files", Key="a")["Body"].read().decode()
    """
    outcome = function(code, wired=[bucket]).call({})
    assert outcome.error is None, outcome.error
    assert outcome.result == "text"
    assert [call.input["Body"] for call in outcome.calls[:2]] == ["text", "//4="]


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "C:/evil.txt", "..\\evil.txt", "a/../../evil.txt", ""])
@pytest.mark.parametrize("given", ["texts", "files"])
def test_nothing_is_written_outside_of_a_package(support: Any, tmp_path: Path, name: str, given: str) -> None:
    source = tmp_path / "source.txt"
    source.write_text("evil")
    found = {"texts": {}, "files": {}, given: {name: str(source)}}
    package = support.package.Package(".", found["files"], found["texts"])
    with pytest.raises(ValueError, match="leads out of the package"), package.unpacked():
        pass
