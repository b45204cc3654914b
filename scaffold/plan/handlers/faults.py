"""Events with one thing wrong in them: what is missing, of another kind, unknown, too old or malformed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scaffold.model.functions import EventUse
from scaffold.model.handlers import Data, Encoded
from scaffold.plan.handlers.events import Valid, met
from scaffold.plan.handlers.places import DECODED, Place
from scaffold.plan.handlers.reaching import ELEMENT, GONE, changed, put, reached, without
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.values import Longer

_TYPES = frozenset({"S", "N", "B", "BOOL", "M", "L", "SS", "NS", "BS", "NULL"})
#: What services always put into an event, so that nobody needs to do without it.
_GIVEN = frozenset(
    {"Records", "requestContext", "httpMethod", "path", "resource", "version", "rawPath", "routeKey", "pathParameters"}
    | {"messageId", "eventID", "eventName", "eventSource", "eventSourceARN", "attributes", "receiptHandle", "awsRegion"}
    | {"Sns", "s3", "kinesis", "dynamodb", "awslogs", "isBase64Encoded", "headers", "detail-type", "id", "source"}
    | {"triggerSource", "userName", "userPoolId", "request", "response", "account", "region", "time", "stageVariables"}
)
_UNFINISHED = '{"unfinished": '


@dataclass(frozen=True, slots=True)
class Faulty:
    """An event with something wrong in it. `words` say what, as what comes after "a request"; `uses` are those that
    find fault with it."""

    id: str
    words: str
    event: Data
    uses: tuple[EventUse, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def faulty(setting: Setting, valid: Valid, at: int | None = None) -> Iterator[Faulty]:
    """Events with one thing wrong, each. `at` is the record that it is wrong in, all of them where it is none."""
    for place in valid.place.all():
        if not place.path:
            continue
        if not _given(place):
            yield from _missing(place, valid, at)
        yield from _malformed(place, valid, at)
        yield from _otherwise(setting, place, valid, at)


def _given(place: Place) -> bool:
    """Whether the service itself sees to it that something is there."""
    steps = [step for step in place.path if step not in ("Records", ELEMENT)]
    if not steps or place.path[-1] in DECODED or place.path[-1] == ELEMENT or place.path[-1] in _TYPES:
        return True
    if len(steps) == 1:
        return steps[0] in _GIVEN or (steps[0] == "body" and "Records" in place.path)
    outer = ("requestContext", "attributes", "kinesis", "s3", "Sns", "awslogs", "pathParameters")
    if steps[0] in outer:
        return True
    return steps[0] == "dynamodb" and (len(steps) == 2 or "Keys" in steps)


def _of_service(place: Place, valid: Valid) -> bool:
    """Whether nobody but the service says what is in a place, and of which kind it is."""
    if valid.trigger is None or place.path[-1] in DECODED:
        return False
    steps = [step for step in place.path if step not in ("Records", ELEMENT)]
    sent = ("body", "headers", "queryStringParameters", "detail", "cookies")
    if len(steps) == 1 or not any(step in DECODED or step in sent for step in steps[:-1]):
        return valid.trigger.kind in _SERVICES
    return False


def _missing(place: Place, valid: Valid, at: int | None) -> Iterator[Faulty]:
    uses = _first(use for use in place.uses if use.required and _counts(use, valid))
    if not uses or reached(valid.event, place.path) is GONE:
        return
    event = without(valid.event, place.path, at)
    yield Faulty(f"missing:{_dotted(place)}", f"without {said(place)}", _tidied(event, valid), uses)


def _malformed(place: Place, valid: Valid, at: int | None) -> Iterator[Faulty]:
    """Texts that cannot be taken apart."""
    step = place.path[-1]
    outer = place.path[:-1]
    uses = _first(use for use in place.uses if _counts(use, valid))
    if not uses:
        return
    name = said(place)
    if step == "(json)":
        broken = changed(valid.event, outer, lambda value: _broken(value), at)
        yield Faulty(f"malformed:{_dotted(place)}", f"with {name} that is not JSON", broken, uses)
    if step == "(base64)" and outer == ("body",):
        event = put(put(valid.event, outer, "%%%"), ("isBase64Encoded",), True)
        yield Faulty(f"malformed:{_dotted(place)}", "with a body that is not base64", event, uses)


def _broken(value: Any) -> Any:
    if isinstance(value, Encoded) and value.how == "base64":
        return Encoded("base64", _UNFINISHED)
    return _UNFINISHED


def _otherwise(setting: Setting, place: Place, valid: Valid, at: int | None) -> Iterator[Faulty]:
    if reached(valid.event, place.path) is GONE or _of_service(place, valid):
        return
    maker = setting.maker(0)
    seen = set()
    for fault in maker.faults(place):
        if not _counts(fault.use, valid) or fault.words in seen:
            continue
        seen.add(fault.words)
        if isinstance(fault.value, Longer):
            found = reached(valid.event, place.path)
            items = found if isinstance(found, tuple) and found else ("example",)
            fault = replace(fault, value=items[:1] * fault.value.count)
        value: Any = str(fault.value) if place.path[0] in _TEXTS and isinstance(fault.value, int) else fault.value
        if place.path[0] in _TEXTS and (value == () or (isinstance(fault.value, int) and "number" in fault.words)):
            continue
        event = put(valid.event, place.path, value, at)
        listed = fault.use.listed
        environment = {listed: "known"} if listed and not setting.variables.get(listed) else {}
        words = f"with {fault.words} as {said(place)}"
        yield Faulty(f"{fault.words}:{_dotted(place)}", words, _tidied(event, valid), (fault.use,), environment)


#: Triggers whose events have a shape.
_SERVICES = frozenset(
    {"rest-api", "http-api", "function-url", "queue", "topic", "table-stream", "stream", "bucket", "user-pool", "rule"}
    | {"authorizer", "logs", "pipe"}
)
#: Parts of a request in which everything is text.
_TEXTS = frozenset({"headers", "queryStringParameters", "pathParameters", "multiValueHeaders"})


def _counts(use: EventUse, valid: Valid) -> bool:
    """Whether the code may come to a use with this event."""
    return met(use.under, valid.event, valid.picks) is not False


def _first(uses: Iterator[EventUse]) -> tuple[EventUse, ...]:
    """The use that is come to first, of those that find fault with the same."""
    found = sorted(uses, key=lambda use: (use.under is None, use.guard.outcome == "unknown"))
    return tuple(found[:1])


def _tidied(event: Data, valid: Valid) -> Data:
    from scaffold.plan.handlers.requests_shape import form, tidy

    if valid.trigger is None or valid.route is None or not isinstance(event, Mapping):
        return event
    if event.get("queryStringParameters") == {}:
        first = form(valid.trigger) == "1.0"
        left = {name: item for name, item in event.items() if name != "queryStringParameters"}
        event = {**event, "queryStringParameters": None} if first else left
    if "body" not in event and form(valid.trigger) == "1.0":
        event = {**event, "body": None}
    tidied: Data = tidy(event, valid.trigger)
    return tidied


def said(place: Place) -> str:
    """A place in words: `its id`, `the header x-signature`."""
    name, path = place.name, place.path
    if path[0] in ("headers", "multiValueHeaders") and len(path) > 1:
        return f"the header {name}"
    if path[0] in ("queryStringParameters", "multiValueQueryStringParameters") and len(path) > 1:
        return f"the parameter {name}"
    inner = [step for step in path if step not in ("Records", ELEMENT) and step not in DECODED and step not in _TYPES]
    if inner in (["body"], ["Sns", "Message"], ["kinesis", "data"]):
        return "a body" if path[-1] in DECODED else "body"
    if inner == ["queryStringParameters"]:
        return "parameters"
    for outer in _CONTENT:
        if len(inner) > len(outer) and tuple(inner[: len(outer)]) == outer:
            return ".".join(inner[len(outer) :])
    return ".".join(inner)


#: What services wrap around what is sent.
_CONTENT = (
    ("body",),
    ("detail",),
    ("Sns", "Message"),
    ("kinesis", "data"),
    ("dynamodb", "NewImage"),
    ("dynamodb", "OldImage"),
    ("s3",),
)


def _dotted(place: Place) -> str:
    return ".".join(place.path)
