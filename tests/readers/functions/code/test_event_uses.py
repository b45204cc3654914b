from __future__ import annotations

import pytest

from scaffold.model.functions import Code, EventUse, Guard

SIGNED = """
    import hmac, hashlib, json, os, time, re
    KEY = os.environ["KEY"]
    NAME = re.compile(r"[a-z]{2,8}")

    class Refused(Exception):
        def __init__(self, status):
            self.status = status

    def handler(event, context):
        try:
            body = event.get("body") or ""
            check(event.get("headers") or {}, body)
            order = parse(body)
        except Refused as refused:
            return {"statusCode": refused.status, "body": ""}
        return {"statusCode": 201, "body": json.dumps(order["name"])}

    def check(headers, body):
        lower = {name.lower(): value for name, value in headers.items()}
        sent = lower.get("x-time", "")
        if not sent.isdigit() or abs(time.time() - int(sent)) > 60:
            raise Refused(401)
        right = "v1=" + hmac.new(KEY.encode(), body.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, lower.get("x-signature", "none")):
            raise Refused(403)

    def parse(body):
        try:
            order = json.loads(body)
        except ValueError:
            raise Refused(400)
        if not isinstance(order, dict) or not NAME.fullmatch(order.get("name", "")):
            raise Refused(400)
        if order.get("kind") not in ("new", "used") or not 1 <= order.get("pieces", 0) <= 9:
            raise Refused(422)
        return order
"""


def use(code: Code, *path: str) -> EventUse:
    return next(use for use in code.uses if use.path == path)


def test_what_a_good_event_has_to_be_is_read_from_what_is_refused(read) -> None:
    code = read(SIGNED)
    assert code.statuses == (201, 400, 401, 403, 422)
    assert (code.signs, code.explained) == ("hmac.compare_digest", True)
    sent = use(code, "headers", "x-time")
    assert (sent.case, sent.required, set(sent.kinds)) == (True, True, {"text", "digits", "timestamp"})
    signature = use(code, "headers", "x-signature")
    assert (signature.case, signature.kinds, signature.sample) == (True, ("signature",), "v1=")
    body = use(code, "body", "(json)")
    assert (body.kinds, body.required, body.guard) == (("object",), True, Guard("answered", (400,)))
    name = use(code, "body", "(json)", "name")
    assert (name.pattern, name.sample, name.required) == ("^(?:[a-z]{2,8})$", "abcdefgh", True)
    kind = use(code, "body", "(json)", "kind")
    assert (kind.among, kind.guard) == (("new", "used"), Guard("answered", (422,)))
    pieces = use(code, "body", "(json)", "pieces")
    assert (pieces.least, pieces.most, pieces.kinds) == (1, 9, ("number",))
    assert all(each.under == () for each in code.uses)


def test_records_are_looked_at_one_by_one(read) -> None:
    code = read("""
        import json
        def handler(event, context):
            failed = []
            for record in event["Records"]:
                try:
                    order = json.loads(record["body"])
                    order["id"].upper()
                except Exception:
                    failed.append({"itemIdentifier": record["messageId"]})
            return {"batchItemFailures": failed}
    """)
    assert code.reports_failures
    found = use(code, "Records", "*", "body", "(json)", "id")
    assert (found.required, found.kinds, found.guard, found.under) == (True, ("text",), Guard("reported"), ())
    assert use(code, "Records").guard == Guard("escapes")


def test_conditions_on_the_event_stand_with_what_is_under_them(read) -> None:
    code = read(
        js="""
        exports.handler = async (event) => {
            switch (event.httpMethod) {
                case 'POST': return { statusCode: 201, body: JSON.parse(event.body).name.trim() };
                case 'GET': return { statusCode: 200, body: event.pathParameters.id };
                default: return { statusCode: 405, body: '' };
            }
        };
    """
    )
    assert use(code, "httpMethod").among == ("POST", "GET")
    assert use(code, "body").under == (("httpMethod", "POST"),)
    assert use(code, "body", "(json)", "name").under == (("httpMethod", "POST"),)
    assert use(code, "pathParameters", "id").under == (("httpMethod", "GET"),)


def test_a_body_that_may_be_base64_is_told_of_both_ways(read) -> None:
    code = read(
        js="""
        exports.handler = async (event) => {
            const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
            const { name } = JSON.parse(text);
            return name ? { statusCode: 200, body: name } : { statusCode: 400, body: '' };
        };
    """
    )
    assert use(code, "body", "(json)", "name").under == (("isBase64Encoded", "-"),)
    assert use(code, "body", "(base64)", "(json)", "name").under == (("isBase64Encoded", "*"),)


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("const { a: { b } } = event; return b.c;", ("a", "b", "c")),
        ("return event?.a?.b ?? 1;", ("a", "b")),
        ("const [first] = event.list; return first.id;", ("list", "*", "id")),
        ("return event.list.map(({ id }) => id);", ("list", "*", "id")),
        ("for (const each of event.list) { await use(each.id); } return 1;", ("list", "*", "id")),
        ("return Promise.all(event.list.map(async (each) => each.id));", ("list", "*", "id")),
        (
            "const { headers } = event; return headers[Object.keys(headers).find((k) => k.toLowerCase() === 'x-id')];",
            ("headers", "x-id"),
        ),
        (
            "const { unmarshall } = require('@aws-sdk/util-dynamodb'); return unmarshall(event.image).id;",
            ("image", "(dynamodb)", "id"),
        ),
    ],
)
def test_ways_into_the_event_in_scripts(read, script: str, path: tuple[str, ...]) -> None:
    code = read(js=f"async function use() {{}}\nexports.handler = async (event) => {{ {script} }};")
    assert path in [each.path for each in code.uses]


@pytest.mark.parametrize(
    ("program", "path"),
    [
        ("return event.get('a', {}).get('b')", ("a", "b")),
        ("a, *_ = event['list']\n    return a['id']", ("list", "*", "id")),
        ("return [each['id'] for each in event['list'] if each.get('on')]", ("list", "*", "id")),
        ("return {**event['a']}['b']", ("a", "b")),
        ("return inner(**event['a'])", ("a", "b")),
        (
            "match event:\n        case {'b': str(found)}:\n            return found\n    return 1",
            (),
        ),
        (
            "from boto3.dynamodb.types import TypeDeserializer\n    take = TypeDeserializer().deserialize\n"
            "    return {k: take(v) for k, v in event['image'].items()}['id']",
            ("image", "id"),
        ),
    ],
)
def test_ways_into_the_event_in_programs(read, program: str, path: tuple[str, ...]) -> None:
    code = read(f"def inner(b): return b\ndef handler(event, context):\n    {program}\n")
    assert code.reason == ""
    assert not path or path in [each.path for each in code.uses]


def test_a_model_says_what_it_needs(read) -> None:
    code = read("""
        from pydantic import BaseModel
        class Order(BaseModel):
            name: str
            pieces: int = 1
        def handler(event, context):
            order = Order.model_validate_json(event["body"])
            return {"statusCode": 200, "body": order.name}
    """)
    assert use(code, "body", "(json)", "name").required
    assert use(code, "body", "(json)", "name").kinds == ("text",)
    assert not use(code, "body", "(json)", "pieces").required
