"""What is sent to a trigger from outside so that its function takes it: the request, message, event, object or row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote_plus

from scaffold.catalog.realistic import snake
from scaffold.model.functions import Route, Trigger
from scaffold.model.handlers import Data, Encoded, Marker
from scaffold.plan.handlers.events import Valid, valid
from scaffold.plan.handlers.faults import faulty
from scaffold.plan.handlers.places import Place
from scaffold.plan.handlers.reaching import GONE, put, reached
from scaffold.plan.handlers.requests_shape import APIS
from scaffold.plan.handlers.rows import object_content
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.values import matches

_HEX: Final = "0123456789abcdef" * 2
_UUID: Final = "01234567-89ab-4def-8123-456789abcdef"
_IDENTIFYING = re.compile(r"(^|_)(id|key|uuid|reference|ref)$")
_SENT = ("body", "queryStringParameters", "detail", "Records", "*")
#: What a record holds of what was sent, by kind of trigger.
_CONTENT: Final[Mapping[str, tuple[str, ...]]] = {
    "queue": ("Records", "*", "body"),
    "topic": ("Records", "*", "Sns", "Message"),
    "stream": ("Records", "*", "kinesis", "data"),
    "bucket": ("Records", "*", "s3", "object", "key"),
    "table-stream": ("Records", "*", "dynamodb", "NewImage"),
    "rule": (),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is sent. Of an API: `method`, `path` (below the stage), `query`, `headers` and `body`. Otherwise `body` is
    the message's text, the record's data (not in base64), the object's content or the row as DynamoDB types it;
    `source`, `detail_type` and `detail` are an event's for a bus, `key` is the object's.

    `marked` is where the event has a `Marker`, by which it is known again: its path in the function's event; nothing
    where there is no place for one.
    """

    kind: str
    event: Data
    method: str = ""
    path: str = ""
    query: Mapping[str, Data] = field(default_factory=dict)
    headers: Mapping[str, Data] = field(default_factory=dict)
    body: Data = None
    source: str = ""
    detail_type: str = ""
    detail: Data = None
    key: Data = ""
    marked: tuple[str, ...] = ()


def entry(setting: Setting, trigger: Trigger, route: Route | None = None) -> Entry | None:
    """What a function takes, sent to one of its triggers (an API's: by one of its routes), with a marker in it where
    there is place for one. Nothing for triggers that nobody sends anything to."""
    if trigger.kind not in APIS and trigger.kind not in _CONTENT:
        return None
    if trigger.kind in APIS and route is None:
        route = next(iter(trigger.routes), Route("POST", "/"))
    found = valid(setting, trigger, route)
    marked = _place(found)
    event = found.event
    if marked is not None:
        event = put(event, marked.path, _marker(marked))
    made = _entry(trigger, event, marked.path if marked else ())
    if trigger.kind == "bucket":
        reading = (call for call in setting.code.calls if (call.service, call.operation) == ("s3", "GetObject"))
        made = replace(made, body=object_content(setting, next(reading, None)))
    return made


def malformed(setting: Setting, trigger: Trigger, route: Route | None = None) -> Entry | None:
    """Something sent to a trigger that the function cannot do anything with; nothing where it takes whatever comes."""
    if trigger.kind not in APIS and trigger.kind not in _CONTENT:
        return None
    found = valid(setting, trigger, route or next(iter(trigger.routes), None))
    for each in faulty(setting, found):
        if each.uses and all(use.guard.outcome in ("escapes", "reported", "answered") for use in each.uses):
            way = each.uses[0].path
            if "(base64)" not in way[:2] and any(step in way for step in ("body", "Message", "data", "detail")):
                return _entry(trigger, each.event, ())
    return None


def _place(found: Valid) -> Place | None:
    """The best place for a marker: a text that the function takes whatever it says, rather one that names something."""
    fitting = [place for place in found.place.leaves() if _fits(place, found)]
    naming = [place for place in fitting if _IDENTIFYING.search(snake(place.name))]
    return next(iter(naming or fitting), None)


def _fits(place: Place, found: Valid) -> bool:
    if not place.path or place.path[0] not in _SENT or place.kinds & {"number", "boolean", "list", "object", "digits"}:
        return False
    if place.kinds & {"signature", "timestamp"} or any(use.among or use.values or use.listed for use in place.uses):
        return False
    content = _CONTENT.get(found.trigger.kind if found.trigger else "")
    if content and place.path[: len(content)] != content:
        return False
    value = reached(found.event, place.path)
    return isinstance(value, str) and bool(value) and _form(place) is not None


def _form(place: Place) -> str | None:
    """The form of a marker that a place takes: none, `uuid`, or nothing where it takes none."""
    for form, text in (("", _HEX), ("uuid", _UUID)):
        long = any(use.most is not None and use.most < len(text) for use in place.uses)
        if not long and all(matches(use.pattern, text) for use in place.uses if use.pattern):
            return form
    return None


def _marker(place: Place) -> Marker:
    return Marker("uuid" if re.search(r"uuid|guid", snake(place.name)) else _form(place) or "")


def _entry(trigger: Trigger, event: Any, marked: tuple[str, ...]) -> Entry:
    if trigger.kind in APIS:
        return _request(trigger, event, marked)
    if trigger.kind == "rule":
        said = {name: event.get(name) for name in ("source", "detail-type", "detail")}
        source, kind = str(said["source"]), str(said["detail-type"])
        return Entry("rule", event, source=source, detail_type=kind, detail=said["detail"], marked=marked)
    content = reached(event, _CONTENT[trigger.kind])
    if trigger.kind == "bucket":
        key = unquote_plus(content) if isinstance(content, str) else content
        return Entry("bucket", event, body="An example", key=key, marked=marked)
    if isinstance(content, Encoded) and content.how == "base64":
        content = content.value
    return Entry(trigger.kind, event, body=None if content is GONE else content, marked=marked)


def _request(trigger: Trigger, event: Any, marked: tuple[str, ...]) -> Entry:
    method = event.get("httpMethod") or reached(event, ("requestContext", "http", "method"))
    path = event.get("path") or event.get("rawPath")
    stage = reached(event, ("requestContext", "stage"))
    if "path" not in event and isinstance(path, str) and stage != "$default":
        path = path.removeprefix(f"/{stage}") or "/"
    sent = {name: value for name, value in event["headers"].items() if not name.lower().startswith(_ADDED)}
    return Entry(
        trigger.kind,
        event,
        str(method),
        str(path),
        event.get("queryStringParameters") or {},
        sent,
        event.get("body"),
        marked=marked,
    )


#: Headers that clients and services add themselves.
_ADDED = ("host", "user-agent", "x-forwarded-")
