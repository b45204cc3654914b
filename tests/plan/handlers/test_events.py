"""Events have the documented shape of their trigger, and what the code takes out of them."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest
from handler_samples import HERE, TABLE, function, receiver, use, worker

from scaffold.model.functions import Code, EventUse, Route, Trigger
from scaffold.model.handlers import Encoded, Now, Signature, Wired
from scaffold.plan.handlers.events import foreign, valid
from scaffold.plan.handlers.setting import Setting

STREAM = Wired(
    TABLE.address,
    "table",
    "table events",
    "shop-events",
    TABLE.identifiers,
    (),
    {"hash": "id", "hash_type": "S", "range": "at", "range_type": "N", "stream_view": "NEW_AND_OLD_IMAGES"},
)


def setting(kind: str, *uses: EventUse, **more: Any) -> tuple[Setting, Trigger]:
    """A function with one trigger that makes some use of its event."""
    trigger = Trigger(kind, more.pop("source", "source"), "mapping", HERE, **more)
    code = Code("python", "lambda/handler.py", "handler.py", "handler", uses=uses)
    return Setting(function(code, trigger), wired=(STREAM,)), trigger


def event(kind: str, *uses: EventUse, route: Route | None = None, count: int = 1, **more: Any) -> Any:
    """The event of such a function."""
    made, trigger = setting(kind, *uses, routes=(route,) if route else (), **more)
    return valid(made, trigger, route, count=count).event


def test_a_request_of_a_rest_api() -> None:
    made = receiver()
    trigger = made.function.triggers[0]
    found: Any = valid(made, trigger, trigger.routes[0]).event
    assert (found["httpMethod"], found["path"], found["resource"]) == ("POST", "/webhooks", "/webhooks")
    assert found["requestContext"]["path"] == "/dev/webhooks"
    assert found["body"] == Encoded("json", {"id": "id-1", "type": "type-1", "source": "source-1"})
    assert found["headers"]["X-Signature"] == Signature("sha256=")
    assert found["headers"]["X-Timestamp"] == Now()
    assert found["headers"]["Content-Type"] == "application/json"
    assert found["multiValueHeaders"]["X-Timestamp"] == (Now(),)
    assert found["queryStringParameters"] is None
    assert found["isBase64Encoded"] is False


def test_a_request_of_an_http_api_says_only_what_is_there() -> None:
    route = Route("GET", "/orders/{id}", "$default", "JWT")
    uses = (use("pathParameters", "id"), use("queryStringParameters", "limit", kinds=("digits",)))
    found = event("http-api", *uses, route=route, payload="2.0")
    assert found["routeKey"] == "GET /orders/{id}"
    assert found["rawPath"] == f"/orders/{found['pathParameters']['id']}" == "/orders/id-1"
    assert (found["queryStringParameters"], found["rawQueryString"]) == ({"limit": "12"}, "limit=12")
    assert "body" not in found
    assert "multiValueHeaders" not in found
    assert found["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    assert all(name == name.lower() for name in found["headers"])


def test_an_http_api_may_send_the_first_format() -> None:
    found = event("http-api", route=Route("POST", "/a"), payload="1.0")
    assert (found["version"], found["httpMethod"], found["resource"]) == ("1.0", "POST", "/a")


def test_a_stage_is_part_of_the_second_formats_path() -> None:
    found = event("http-api", route=Route("GET", "/a", "dev"), payload="2.0")
    assert (found["rawPath"], found["requestContext"]["stage"]) == ("/dev/a", "dev")


def test_a_function_url() -> None:
    found = event("function-url", use("body", "(json)", "name"), route=Route("ANY", "/"))
    assert found["requestContext"]["domainName"].endswith(".lambda-url.us-east-1.on.aws")
    assert found["requestContext"]["http"]["method"] == "POST"
    assert found["body"] == Encoded("json", {"name": "Example"})


def test_messages_of_a_queue_that_keeps_an_order() -> None:
    made = worker()
    found: Any = valid(made, made.function.triggers[0], count=2).event
    first, second = found["Records"]
    assert first["eventSourceARN"] == "arn:aws:sqs:us-east-1:123456789012:shop-events.fifo"
    assert first["messageId"] != second["messageId"]
    assert first["attributes"]["MessageGroupId"] == "group-1"
    assert second["attributes"]["MessageGroupId"] == "group-2"
    assert first["body"] == Encoded("json", {"event_id": "event-id-1"})
    assert second["body"] == Encoded("json", {"event_id": "event-id-2"})
    assert len(first["md5OfBody"]) == 32


def test_messages_of_other_queues_have_no_groups() -> None:
    found = event("queue")
    assert "MessageGroupId" not in found["Records"][0]["attributes"]
    assert found["Records"][0]["body"] == "An example"


def test_a_notification_in_a_message() -> None:
    way = ("Records", "*", "body", "(json)", "Message", "(json)", "id")
    found = event("queue", use(*way))
    body = found["Records"][0]["body"].value
    assert body["Type"] == "Notification"
    assert body["Message"] == Encoded("json", {"id": "id-1"})


def test_a_notification() -> None:
    found = event("topic", use("Records", "*", "Sns", "Message", "(json)", "id"))
    assert found["Records"][0]["EventSource"] == "aws:sns"
    assert found["Records"][0]["Sns"]["Message"] == Encoded("json", {"id": "id-1"})


def test_a_change_of_a_table_has_its_keys_and_typed_attributes() -> None:
    image = ("Records", "*", "dynamodb", "NewImage")
    uses = (use(*image, "name", "S"), use(*image, "total", "N"), use(*image, "done", "BOOL"))
    row = event("table-stream", *uses, source=STREAM.address)["Records"][0]
    assert row["eventName"] == "INSERT"
    assert "OldImage" not in row["dynamodb"]
    assert set(row["dynamodb"]["Keys"]) == {"id", "at"}
    assert set(row["dynamodb"]["Keys"]["at"]) == {"N"}
    assert row["dynamodb"]["NewImage"]["name"] == {"S": "Example"}
    assert row["dynamodb"]["NewImage"]["total"] == {"N": "12"}
    assert row["dynamodb"]["NewImage"]["done"] == {"BOOL": True}
    assert row["dynamodb"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"


def test_an_image_without_types() -> None:
    uses = (use("Records", "*", "dynamodb", "NewImage", "(dynamodb)", "total", kinds=("number",)),)
    row = event("table-stream", *uses, source=STREAM.address)["Records"][0]
    assert row["dynamodb"]["NewImage"]["total"] == {"N": "12"}


def test_a_record_of_a_stream_is_in_base64() -> None:
    found = event("stream", use("Records", "*", "kinesis", "data", "(base64)", "(json)", "id"))
    assert found["Records"][0]["kinesis"]["data"] == Encoded("base64", Encoded("json", {"id": "id-1"}))


def test_an_object_of_a_bucket() -> None:
    detail = {"events": ("s3:ObjectCreated:*",), "prefix": "in/", "suffix": ".csv"}
    record = event("bucket", detail=detail)["Records"][0]
    assert (record["eventName"], record["s3"]["object"]["key"]) == ("ObjectCreated:Put", "in/example-1.csv")


def test_an_event_matches_its_rule() -> None:
    pattern = json.dumps(
        {"source": ["shop"], "detail-type": [{"prefix": "Order"}], "detail": {"n": [{"numeric": [">", 3]}]}}
    )
    found = event("rule", use("detail", "id"), pattern=pattern)
    assert found["source"] == "shop"
    assert found["detail-type"].startswith("Order")
    assert found["detail"] == {"n": 4, "id": "id-1"}


def test_schedules_send_what_they_are_told_to() -> None:
    assert event("schedule")["detail-type"] == "Scheduled Event"
    assert event("schedule", input='{"job": "clean"}') == {"job": "clean"}


def test_a_pipe_sends_an_array() -> None:
    found = event("pipe", use("*", "body", "(json)", "id"), behind="queue")
    assert isinstance(found, tuple)
    assert found[0]["body"] == Encoded("json", {"id": "id-1"})


def test_the_input_of_a_state_machine_is_what_the_code_takes() -> None:
    found = event("state-machine", use("payment", "amount"), use("payment", "currency", among=("CHF", "EUR")))
    assert found == {"payment": {"amount": 12, "currency": "CHF"}}


@pytest.mark.parametrize("trigger", ["pre_sign_up", "post_confirmation", "custom_message"])
def test_a_trigger_of_a_user_pool(trigger: str) -> None:
    found = event("user-pool", use("request", "userAttributes", "email"), detail={"trigger": trigger})
    assert found["triggerSource"].split("_")[0].lower() == trigger.replace("_", "")
    assert found["request"]["userAttributes"]["email"] == "someone@example.com"


def test_log_events_are_compressed() -> None:
    found = event("logs")
    content = json.loads(gzip.decompress(base64.b64decode(found["awslogs"]["data"])))
    assert content["messageType"] == "DATA_MESSAGE"
    assert len(content["logEvents"]) == 2


def test_authorizers() -> None:
    assert event("authorizer", detail={"type": "TOKEN"})["type"] == "TOKEN"
    assert event("authorizer", detail={"type": "REQUEST"})["httpMethod"] == "GET"
    assert event("authorizer", payload="2.0")["routeArn"]


def test_what_no_trigger_sends_is_for_direct_invocations() -> None:
    assert [each.path for each in foreign(worker())] == [("event_ids", "*")]
    assert foreign(receiver()) == ()


def test_a_condition_on_the_route_leaves_out_what_other_routes_need() -> None:
    get, post = (("httpMethod", "GET"),), (("httpMethod", "POST"),)
    uses = (use("queryStringParameters", "id", under=get), use("body", "(json)", "name", under=post))
    found = event("rest-api", *uses, route=Route("GET", "/things"))
    assert found["queryStringParameters"] == {"id": "id-1"}
    assert found["body"] is None
    found = event("rest-api", *uses, route=Route("POST", "/things"))
    assert found["queryStringParameters"] is None
    assert found["body"] == Encoded("json", {"name": "Example"})
