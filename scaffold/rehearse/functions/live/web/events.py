"""The events of APIs and function URLs, in both versions of their payload."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.rehearse.functions.live.web.asking import Asked, joined

_TEXTS = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "+json",
    "+xml",
    "x-www-form-urlencoded",
)


@dataclass(frozen=True)
class Place:
    """Where a request came in: the API, its stage, the path (without the stage) and its pattern, and who was let in."""

    api: str
    account: str
    stage: str
    path: str
    pattern: str
    parameters: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)
    authorizer: Mapping[str, Any] | None = None
    key: str = ""
    resource: str = ""
    #: The paths that an HTTP API tells have its stage in front.
    whole: str = ""


def first(asked: Asked, place: Place, *, binary: bool = False, rest: bool = True) -> dict[str, Any]:
    """The event in version 1.0. `binary`: the body is encoded."""
    query = asked.pairs
    moment = time.gmtime(asked.at)
    context: dict[str, Any] = {
        "accountId": place.account,
        "apiId": place.api,
        "domainName": asked.host,
        "domainPrefix": asked.host.partition(".")[0],
        "extendedRequestId": asked.id.replace("-", "")[:15] + "=",
        "httpMethod": asked.method,
        "identity": {
            "accessKey": None, "accountId": None, "caller": None, "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None, "cognitoIdentityId": None, "cognitoIdentityPoolId": None,
            "principalOrgId": None, "sourceIp": asked.source, "user": None, "userAgent": asked.header("User-Agent"),
            "userArn": None,
        },
        "path": place.whole or f"/{place.stage}{place.path}",
        "protocol": "HTTP/1.1",
        "requestId": asked.id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", moment),
        "requestTimeEpoch": int(asked.at * 1000),
        "resourceId": place.resource or None,
        "resourcePath": place.pattern,
        "stage": place.stage,
    }  # fmt: skip
    if place.key:
        context["identity"]["apiKey"] = place.key
    if place.authorizer is not None:
        context["authorizer"] = dict(place.authorizer)
    return {
        **({} if rest else {"version": "1.0"}),
        "resource": place.pattern,
        "path": place.path if rest else place.whole or place.path,
        "httpMethod": asked.method,
        "headers": joined(asked.headers, several=False) or None,
        "multiValueHeaders": joined(asked.headers, several=True) or None,
        "queryStringParameters": joined(query, several=False) or None,
        "multiValueQueryStringParameters": joined(query, several=True) or None,
        "pathParameters": dict(place.parameters) or None,
        "stageVariables": dict(place.variables) or None,
        "requestContext": context,
        **_body(asked, binary=binary, absent=True),
    }


def second(asked: Asked, place: Place, route: str) -> dict[str, Any]:
    """The event in version 2.0."""
    headers: dict[str, str] = {}
    for name, value in asked.headers:
        low = name.lower()
        if low != "cookie":
            headers[low] = f"{headers[low]},{value}" if low in headers else value
    cookies = [part.strip() for name, value in asked.headers if name.lower() == "cookie" for part in value.split(";")]
    query = {name: ",".join(values) for name, values in joined(asked.pairs, several=True).items()}
    moment = time.gmtime(asked.at)
    path = place.whole or place.path
    context: dict[str, Any] = {
        "accountId": place.account,
        "apiId": place.api,
        "domainName": asked.host,
        "domainPrefix": asked.host.partition(".")[0],
        "http": {
            "method": asked.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": asked.source,
            "userAgent": asked.header("User-Agent"),
        },
        "requestId": asked.id,
        "routeKey": route,
        "stage": place.stage,
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", moment),
        "timeEpoch": int(asked.at * 1000),
    }
    if place.authorizer is not None:
        context["authorizer"] = dict(place.authorizer)
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": asked.query,
        **({"cookies": cookies} if cookies else {}),
        "headers": headers,
        **({"queryStringParameters": query} if query else {}),
        "requestContext": context,
        **({"pathParameters": dict(place.parameters)} if place.parameters else {}),
        **({"stageVariables": dict(place.variables)} if place.variables else {}),
        **_body(asked, binary=bool(asked.body) and not _is_text(asked), absent=False),
    }


def _is_text(asked: Asked) -> bool:
    kind = asked.header("Content-Type").lower()
    return asked.text and any(each in kind for each in _TEXTS)


def _body(asked: Asked, *, binary: bool, absent: bool) -> dict[str, Any]:
    if not asked.body:
        return {"body": None, "isBase64Encoded": False} if absent else {"isBase64Encoded": False}
    if binary:
        return {"body": base64.b64encode(asked.body).decode(), "isBase64Encoded": True}
    return {"body": asked.body.decode("utf-8", "replace"), "isBase64Encoded": False}
