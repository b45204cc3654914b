"""The small parts: templates, inputs of targets, permissions, answers, signatures, remarks."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

from scaffold.rehearse.functions.live.control import signature
from scaffold.rehearse.functions.live.filters import chosen
from scaffold.rehearse.functions.live.inputs import at, for_target, from_record
from scaffold.rehearse.functions.live.permissions import matches, refusal, resource_refusal
from scaffold.rehearse.functions.live.processes import Answer
from scaffold.rehearse.functions.live.remarks import remarks
from scaffold.rehearse.functions.live.web.answers import MalformedError, proxied
from scaffold.rehearse.functions.live.web.asking import matched, rank
from scaffold.rehearse.functions.live.web.authorizing import RefusedError, by_token
from scaffold.rehearse.functions.live.web.velocity import Input, rendered


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("a $context.requestId b", "a 7 b"),
        ("$context.nothing and $!context.nothing.", "$context.nothing and ."),
        ("$input.json('$.items')", '[1, {"n": 2}]'),
        ("$input.path('$.items[1].n')/$input.params('id')/$input.body", '2/9/{"items": [1, {"n": 2}], "a": "x\'y"}'),
        ("Action=SendMessage&MessageBody=$util.urlEncode($input.path('$.a'))", "Action=SendMessage&MessageBody=x%27y"),
        ("#set($x = $input.path('$.items'))$x.size()", "2"),
        ("#foreach($i in $input.path('$.items'))$i#if($foreach.hasNext),#end#end", '1,{"n": 2}'),
        ("#if($input.path('$.a') == 'x')one#elseif($context.requestId == '7')two#else three#end.", "two."),
        ("#if(!$context.nothing && true)yes#else no#end", "yes"),
        ("## said\n${context.requestId}", "7"),
        ('{"a": "$util.escapeJavaScript($input.path(\'$.a\'))"}', '{"a": "x\\\'y"}'),
        ("$1.50 costs $", "$1.50 costs $"),
    ],
)
def test_templates_say_what_they_say_in_the_cloud(template: str, text: str) -> None:
    body = json.dumps({"items": [1, {"n": 2}], "a": "x'y"})
    variables = {"input": Input(body, {"path": {"id": "9"}}), "context": {"requestId": "7"}}
    assert rendered(template, variables) == text


def test_targets_get_texts_parts_and_templates() -> None:
    event = {"detail": {"id": "7", "n": 2, "list": [{"a": 1}]}, "time": "now"}
    assert at(event, "$.detail.list[0].a") == 1
    assert at(event, "$.detail.none.a") is None
    assert for_target({}, event, "r") == event
    assert for_target({"Input": '{"a": 1}'}, event, "r") == {"a": 1}
    assert for_target({"InputPath": "$.detail"}, event, "r") == event["detail"]
    ways = {"id": "$.detail.id", "all": "$.detail"}
    text = {"InputPathsMap": ways, "InputTemplate": '"order <id> of <aws.events.rule-name>"'}
    assert for_target({"InputTransformer": text}, event, "arn:x/rule") == "order 7 of rule"
    whole = {"InputPathsMap": ways, "InputTemplate": '{"id": <id>, "all": <all>}'}
    assert for_target({"InputTransformer": whole}, event, "r") == {"id": "7", "all": event["detail"]}
    record = {"body": '{"a": {"b": 2}}', "messageId": "m"}
    assert from_record('{"b": <$.body.a.b>, "m": "<$.messageId>"}', record, {}) == {"b": 2, "m": "m"}
    assert from_record(None, record, {}) == record


def test_records_are_chosen_by_what_is_in_them() -> None:
    good, bad = {"body": '{"kind": "good"}'}, {"body": "no JSON"}
    criteria = {"Filters": [{"Pattern": '{"body": {"kind": ["good"]}}'}]}
    assert chosen([good, bad], criteria) == [good]
    assert chosen([good, bad], None) == [good, bad]
    data = {"kinesis": {"data": base64.b64encode(b'{"n": 5}').decode()}}
    assert chosen([data], {"Filters": [{"Pattern": '{"data": {"n": [{"numeric": [">", 4]}]}}'}]}) == [data]


def test_permissions_are_for_services_and_sources() -> None:
    def function(*statements: dict[str, Any]) -> Any:
        return SimpleNamespace(function_name="f", account_id="1", policy=SimpleNamespace(statements=list(statements)))

    arn = "arn:aws:events:eu-west-1:1:rule/a"
    mine = {"Principal": {"Service": "events.amazonaws.com"}}
    assert refusal(function(mine), "events.amazonaws.com", arn) == ""
    assert "no permission of f" in refusal(function(mine), "sns.amazonaws.com", arn)
    other = {**mine, "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:events:*:1:rule/b*"}}}
    assert "but not for" in refusal(function(other), "events.amazonaws.com", arn)
    assert refusal(function(other, mine), "events.amazonaws.com", arn) == ""
    foreign = {**mine, "Condition": {"StringEquals": {"AWS:SourceAccount": "2"}}}
    assert refusal(function(foreign), "events.amazonaws.com", arn)
    assert matches("arn:*:a?c", "arn:aws:abc")
    assert not matches("a.c", "abc")


def test_policies_of_queues_let_services_send() -> None:
    def refused(source: str, **statement: Any) -> bool:
        document = json.dumps({"Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", **statement}})
        return bool(resource_refusal(document, "q", "sqs:SendMessage", "s3.amazonaws.com", source))

    bucket = "arn:aws:s3:::b"
    conditions = {"StringEquals": {"aws:SourceAccount": "1"}, "ArnEquals": {"aws:SourceArn": bucket}}
    assert not refused(bucket, Principal={"Service": "s3.amazonaws.com"}, Condition=conditions)
    assert refused("arn:aws:s3:::c", Principal={"Service": "s3.amazonaws.com"}, Condition=conditions)
    assert not refused(bucket, Principal="*")
    assert refused(bucket, Principal={"Service": "sns.amazonaws.com"})
    assert refused(bucket, Principal="*", Action="sqs:ReceiveMessage")
    assert refused(bucket, Principal="*", Effect="Deny")
    assert refused(bucket, Principal={"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": "1"}})
    assert resource_refusal(None, "q", "sqs:SendMessage", "s3.amazonaws.com", bucket)


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (None, "it answered nothing and no object with a statusCode"),
        ({"body": "x"}, "it has no statusCode"),
        ({"statusCode": "ok"}, "its statusCode is 'ok'"),
        ({"statusCode": 200, "body": {"a": 1}}, "its body is an object and no text"),
        ({"statusCode": 200, "headers": {"a": ["b"]}}, "its header a is a list and no text"),
        ({"statusCode": 200, "isBase64Encoded": True, "body": "-"}, "its body is said to be base64 and is not"),
    ],
)
def test_answers_that_are_none_say_why(result: Any, reason: str) -> None:
    with pytest.raises(MalformedError, match="^" + reason):
        proxied(result)


def test_answers_become_what_clients_get() -> None:
    given = {"statusCode": "201", "headers": {"A": 1}, "multiValueHeaders": {"B": ["x", "y"]}, "body": "eA=="}
    status, headers, body = proxied({**given, "isBase64Encoded": True, "cookies": ["c=1"]}, second=True)
    assert (status, body) == ("201 Created", b"x")
    assert headers[:4] == [("A", "1"), ("B", "x"), ("B", "y"), ("Set-Cookie", "c=1")]
    assert proxied({"a": 1}, inferring=True)[2] == b'{"a": 1}'
    assert proxied("plain", inferring=True)[2] == b"plain"


def test_paths_fit_patterns() -> None:
    assert matched("/a/{id}", "/a/b%20c") == {"id": "b c"}
    assert matched("/a/{rest+}", "/a/b/c") == {"rest": "b/c"}
    assert matched("/a/{rest+}", "/a/") is None
    assert matched("/a/b", "/a") is None
    assert sorted(["/{any+}", "/a/{id}", "/a/b"], key=rank) == ["/a/b", "/a/{id}", "/{any+}"]


def test_tokens_are_for_somebody() -> None:
    def token(**claims: Any) -> str:
        return f"Bearer x.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.y"

    good = token(iss="https://idp/pool", aud="app", scope="read write")
    assert by_token(good, ["pool"], ["app"], ["write"])["aud"] == "app"
    for given, issuers, audience, scopes, status in (
        ("", [], [], [], 401),
        (token(exp=1), [], [], [], 401),
        (good, ["other"], [], [], 401),
        (good, [], ["other"], [], 401),
        (good, [], [], ["admin"], 403),
    ):
        with pytest.raises(RefusedError) as caught:
            by_token(given, issuers, audience, scopes)
        assert caught.value.status == status


def test_a_signature_is_told_in_the_place_and_form_of_the_placeholder() -> None:
    assert signature("PLACE", b"sha256=PLACE", b"sha256=abc") == "abc"
    assert signature("PLACE", b"other", b"sha256=abc") is None
    assert signature("abcd", bytes.fromhex("abcd"), bytes.fromhex("0102")) == "0102"
    assert signature("AAEC", b"\x00\x01\x02", b"\x03\x04\x05") == "AwQF"


def test_remarks_are_about_what_nobody_hears() -> None:
    line = '{"level": "ERROR", "message": "not stored", "errorMessage": "floats"}\n'
    assert remarks("queue", Answer("{}", False, line), {}) == [
        "it returned as if nothing had been, but its log says: not stored floats"
    ]
    assert remarks("queue", Answer("{}", False, line), {"batchItemFailures": [{"itemIdentifier": "a"}]}) == []
    assert remarks("request", Answer("{}", False, line), {"statusCode": 503}) == []
    assert remarks("topic", Answer("{}"), {"statusCode": 500})[0].startswith("it answered 500, which a topic takes")
    assert remarks("queue", Answer("{}", True, line), {}) == []


def test_one_that_takes_longer_than_it_may_is_remarked() -> None:
    assert remarks("queue", Answer("{}", slow="it took 3.5 s, and has 3 s"), {}) == ["it took 3.5 s, and has 3 s"]
