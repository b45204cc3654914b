"""The shape of the requests that an API hands on to a function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from scaffold.catalog import handler_events
from scaffold.model.functions import Route, Trigger
from scaffold.model.handlers import Encoded
from scaffold.plan.handlers.places import Place
from scaffold.plan.handlers.reaching import spelled
from scaffold.plan.handlers.setting import Setting

APIS: Final = frozenset({"rest-api", "http-api", "function-url"})
_PARAMETER = re.compile(r"\{([^{}+]+)(\+?)\}")
_OPTIONAL: Mapping[str, frozenset[str]] = {
    "1.0": frozenset({"version"}),
    "2.0": frozenset({"body", "cookies", "pathParameters", "queryStringParameters", "stageVariables"}),
}


def form(trigger: Trigger) -> str:
    """The format of a trigger's payload: `1.0` or `2.0`."""
    return "1.0" if trigger.kind == "rest-api" or trigger.payload == "1.0" else "2.0"


def members_of(trigger: Trigger) -> frozenset[str]:
    """The members that an event of a trigger may have besides those that it always has."""
    if trigger.kind in APIS:
        return _OPTIONAL[form(trigger)]
    return (
        frozenset({"Records"})
        if trigger.kind in ("queue", "topic", "bucket", "stream", "table-stream")
        else frozenset()
    )


def request(setting: Setting, trigger: Trigger, route: Route) -> Any:
    """A request of a route, without what is in its body, its query and its headers."""
    parameters = _parameters(setting, route)
    path = _PARAMETER.sub(lambda found: str(parameters[found[1]]), route.path if route.path.startswith("/") else "/")
    method = _method(setting, route)
    first = form(trigger) == "1.0"
    stage = route.stage or ("test" if first else "$default")
    staged = f"/{stage}{path}" if stage != "$default" and not first else path
    declared = f"{route.method} {route.path}" if route.path.startswith("/") else route.path
    given = {
        **setting.given(trigger),
        "method": method,
        "path": path,
        "raw": staged,
        "route": route.path if route.path.startswith("/") else "/{proxy+}",
        "key": declared,
        "stage": stage,
    }
    event = dict(handler_events.event("rest-api" if first else trigger.kind, given))
    if first and trigger.kind == "http-api":
        event["version"] = "1.0"
    if parameters:
        event["pathParameters"] = parameters
    kind = "rest-api" if first else "http-api"
    authorized = handler_events.authorized(kind, route.authorization, given)
    if authorized is not None:
        event["requestContext"] = {**event["requestContext"], "authorizer": authorized}
    return event


def _parameters(setting: Setting, route: Route) -> dict[str, Any]:
    """The parameters in a route's path, as the code wants them."""
    maker, found = setting.maker(0), {}
    for name, greedy in _PARAMETER.findall(route.path):
        path = ("pathParameters", name)
        uses = tuple(use for use in setting.code.uses if use.path == path)
        value = maker.leaf(Place(path, uses, {}))
        found[name] = value if isinstance(value, str) else str(value)
        if greedy and not uses:
            found[name] = "example"
    return found


def _method(setting: Setting, route: Route) -> str:
    """The method that a route is asked with."""
    if route.method.upper() not in ("ANY", "*", ""):
        return route.method.upper()
    return "POST" if any(use.path[0] == "body" for use in setting.code.uses if use.path) else "GET"


def tidy(event: Any, trigger: Trigger) -> Any:
    """A request whose parts say the same: names of headers in the trigger's case, the query in all its forms, the type
    of the body."""
    if not isinstance(event, Mapping):
        return event
    event, first = dict(event), form(trigger) == "1.0"
    headers = event.get("headers")
    headers = {_header(name, first): value for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    if event.get("body") is not None and spelled(headers, "content-type") is None:
        headers[_header("content-type", first)] = _type(event["body"])
    event["headers"] = headers
    query = event.get("queryStringParameters")
    if query is not None and not isinstance(query, Mapping):
        event["queryStringParameters"] = query = None
    query = {name: _text(value) for name, value in query.items()} if isinstance(query, Mapping) else query
    if query:
        event["queryStringParameters"] = query
    if first:
        return _several(event, headers, query)
    if query:
        plain = {name: value for name, value in query.items() if isinstance(value, str)}
        event["rawQueryString"] = "&".join(f"{quote(name)}={quote(value)}" for name, value in plain.items())
    return event


def _several(event: dict[str, Any], headers: Any, query: Any) -> Any:
    event["multiValueHeaders"] = {name: (value,) for name, value in headers.items()}
    event["multiValueQueryStringParameters"] = {name: (value,) for name, value in query.items()} if query else None
    return event


def _type(body: Any) -> str:
    return "application/json" if isinstance(body, Encoded) else "text/plain"


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _header(name: str, first: bool) -> str:
    """How a header's name is written: HTTP APIs make all of them small."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-")) if first else name.lower()
