"""Integrations that call a service of the cloud and no function: the emulator is called as the API would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from scaffold.rehearse.functions.live.invoking import Live

_NAMES = {"states": "stepfunctions"}
#: Services whose calls name what they call in a header.
_JSON = {
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "states": ("AWSStepFunctions", "1.0"),
    "events": ("AWSEvents", "1.1"),
    "kinesis": ("Kinesis_20131202", "1.1"),
    "firehose": ("Firehose_20150804", "1.1"),
}


def called(live: Live, uri: str, body: str, given: Mapping[str, str], method: str, region: str) -> tuple[int, str]:
    """Call what an integration's address names: status and text.

    `arn:aws:apigateway:{region}:{service}:action/{Operation}` or `...:path/{path}`; `given` are what parameters of the
    request are mapped to (`header.Content-Type`, `querystring.MessageBody`).
    """
    parts = uri.split(":", 5)
    service, rest = parts[4].rpartition(".")[2], parts[5]
    kind, _, way = rest.partition("/")
    headers = {name.removeprefix("header."): value for name, value in given.items() if name.startswith("header.")}
    query = {name.removeprefix("querystring."): each for name, each in given.items() if name.startswith("querystring.")}
    if service in _JSON and kind == "action":
        target, version = _JSON[service]
        sent = {
            "X-Amz-Target": f"{target}.{way}",
            "Content-Type": f"application/x-amz-json-{version}",
        }
        return _sent(live, service, parts[3] or region, "POST", "/", body.encode(), sent)
    if service in ("sqs", "sns"):
        form = dict(parse_qsl(body, keep_blank_values=True)) if "json" not in headers.get("Content-Type", "") else {}
        form = {**query, **form, **({"Action": way} if kind == "action" else {})}
        if service == "sqs" and kind == "path":
            form.setdefault("QueueUrl", f"{live.endpoint}/{way}")
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        status, text = _sent(live, service, parts[3] or region, "POST", "/", urlencode(form).encode(), sent)
        return status, text
    path = f"/{way}" + (f"?{urlencode(query)}" if query else "")
    return _sent(live, service, parts[3] or region, method, path, body.encode(), headers)


def _sent(
    live: Live, service: str, region: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    import http.client

    scope = f"Credential=REHEARSAL/20240101/{region}/{service}/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0", **headers}
    connection = http.client.HTTPConnection(live.endpoint.removeprefix("http://"), timeout=30)
    try:
        connection.request(method, path, body, signed)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def from_parameters(live: Live, subtype: str, given: Mapping[str, Any], region: str) -> tuple[int, str]:
    """Call the service of an integration of an HTTP API (`SQS-SendMessage`) with its parameters."""
    import boto3

    service, _, operation = subtype.partition("-")
    names = {"SQS": "sqs", "EventBridge": "events", "Kinesis": "kinesis", "StepFunctions": "stepfunctions"}
    if service not in names:
        return 500, json.dumps({"message": f"{subtype} is not rehearsed"})
    client: Any = boto3.Session().client(  # type: ignore[call-overload]
        names[service], region_name=str(given.get("Region") or region), endpoint_url=live.endpoint,
        aws_access_key_id="rehearsal", aws_secret_access_key="rehearsal",
    )  # fmt: skip
    asked = {name: value for name, value in given.items() if name != "Region"}
    if subtype == "EventBridge-PutEvents":
        asked = {"Entries": [asked]}
    method = next(name for name, own in client.meta.method_to_api_mapping.items() if own == operation)
    try:
        answer = getattr(client, method)(**asked)
    except Exception as error:
        return 400, json.dumps({"message": str(error)})
    answer.pop("ResponseMetadata", None)
    return 200, json.dumps(answer, default=str)
