"""Records as queues, topics, streams and buckets send them, alone or many at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote_plus

from scaffold.catalog import handler_events
from scaffold.model.functions import Trigger
from scaffold.model.handlers import Data, Encoded
from scaffold.plan.handlers.filling import fill
from scaffold.plan.handlers.places import Place
from scaffold.plan.handlers.reaching import ELEMENT, GONE, reached, typed, typed_members
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.values import Maker

RECORDS: Final = frozenset({"queue", "topic", "table-stream", "stream", "bucket"})
_EXAMPLE = "An example"
_TYPES = frozenset({"S", "N", "B", "BOOL", "M", "L", "SS", "NS", "BS", "NULL"})
_VIEWS: Mapping[str, tuple[bool, bool]] = {
    "KEYS_ONLY": (False, False),
    "NEW_IMAGE": (True, False),
    "OLD_IMAGE": (False, True),
    "NEW_AND_OLD_IMAGES": (True, True),
}


def many(setting: Setting, trigger: Trigger, wanted: Sequence[Any], happened: str = "") -> Data:
    """An event with a record for each of the places wanted (`GONE`: nothing is known of it). Pipes send an array."""
    kind = trigger.behind if trigger.kind == "pipe" else trigger.kind
    if kind not in RECORDS:
        made = (_plain(setting, place, index) for index, place in enumerate(wanted))
        return tuple(made)
    records = tuple(
        record(setting, trigger, kind, place if isinstance(place, Place) else None, index, happened)
        for index, place in enumerate(wanted)
    )
    return records if trigger.kind == "pipe" else {"Records": records}


def _plain(setting: Setting, place: Any, index: int) -> Data:
    maker = setting.maker(index)
    return maker.value(place) if isinstance(place, Place) else {}


def record(setting: Setting, trigger: Trigger, kind: str, place: Place | None, index: int, happened: str = "") -> Data:
    """One record, the one at `index` of its event."""
    maker = setting.maker(index)
    given = {
        **setting.given(trigger),
        "number": index + 1,
        "uuid": identifier(index),
        "hex": identifier(index).replace("-", ""),
    }
    given |= {"body": _EXAMPLE, "md5": "", "data": Encoded("base64", _EXAMPLE), "group": f"group-{index + 1}"}
    if kind == "bucket":
        given |= {"object": _key(trigger, index), "happened": happened or _bucket_event(trigger)}
    made = dict(handler_events.record(kind, given))
    if kind == "queue" and trigger.fifo:
        made["attributes"] = {**made["attributes"], **handler_events.fifo(given)}
    if kind == "table-stream":
        made = _changed_row(setting, trigger, made, place, maker, happened or usual(place))
    if place is not None:
        made = fill(made, place, maker)
    return _summed(_enveloped(setting, made, place, given)) if kind == "queue" else made


def identifier(index: int) -> str:
    """The id of the message at a place of a batch."""
    return f"00000000-0000-4000-8000-{index + 1:012d}"


def _summed(made: Any) -> Any:
    """A message with the digest of its body, where that is known."""
    try:
        text = plain_text(made.get("body"))
    except TypeError:
        text = _EXAMPLE
    return {**made, "md5OfBody": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}


def plain_text(value: Data) -> str:
    """The text of a value without terms that only the test knows. Raises `TypeError` for others."""
    if isinstance(value, str):
        return value
    if isinstance(value, Encoded) and value.how == "json":
        return json.dumps(value.value, separators=(",", ":"))
    raise TypeError(value)


def _enveloped(setting: Setting, made: Any, place: Place | None, given: Mapping[str, Any]) -> Any:
    """A message whose body is what another service wraps around what it sends, where the code looks for that."""
    body = place.at(("body", "(json)")) if place else None
    if body is None or not isinstance(made.get("body"), Encoded):
        return made
    if "Message" in body.inner and not (
        set(body.inner) - {"Message", "TopicArn", "Type", "Subject", "MessageAttributes"}
    ):
        shape = handler_events.record("topic", {**given, "arn": str(given["arn"]).replace(":sqs:", ":sns:")})["Sns"]
    elif body.at(("Records", ELEMENT, "s3")):
        shape = {
            "Records": (handler_events.record("bucket", {**given, "name": "example", "arn": "arn:aws:s3:::example"}),)
        }
    elif "detail" in body.inner and set(body.inner) <= {"detail", "detail-type", "source", "id", "time", "account"}:
        shape = handler_events.event("rule", given)
    else:
        return made
    maker = setting.maker(int(given["number"]) - 1)
    return {**made, "body": Encoded("json", fill(shape, body, maker))}


def _key(trigger: Trigger, index: int) -> str:
    prefix, suffix = (str(trigger.detail.get(name) or "") for name in ("prefix", "suffix"))
    return quote_plus(f"{prefix}example-{index + 1}{suffix or '.txt'}", safe="/")


def _bucket_event(trigger: Trigger) -> str:
    events = trigger.detail.get("events")
    first = next((each for each in events if isinstance(each, str)), "") if isinstance(events, tuple) else ""
    name = first.removeprefix("s3:") or "ObjectCreated:*"
    return name.replace(":*", ":Delete" if name.startswith("ObjectRemoved") else ":Put")


def _changed_row(
    setting: Setting, trigger: Trigger, made: dict[str, Any], place: Place | None, maker: Maker, happened: str
) -> dict[str, Any]:
    """A record of a table's stream: keys by the table's schema, images as far as the stream has them."""
    facts = setting.facts(trigger.source)
    view = str(facts.get("stream_view") or trigger.detail.get("stream_view") or "NEW_AND_OLD_IMAGES")
    keys = {
        str(facts[part]): _key_value(str(facts[part]), facts.get(f"{part}_type", "S"), maker)
        for part in ("hash", "range")
        if facts.get(part)
    } or {"id": {"S": f"id-{maker.index + 1}"}}
    images = [image(place, name, maker) for name in ("NewImage", "OldImage")]
    images[1] = {**images[1], **{name: _before(value) for name, value in images[1].items() if name not in keys}}
    new = {**images[0], **images[1], **keys}
    old = {**(images[1] or images[0]), **keys}
    if happened == "MODIFY" and not images[1]:
        # Something has changed, else there were no record.
        old = {name: value if name in keys else _before(value) for name, value in old.items()}
    keys = {name: new.get(name, value) for name, value in keys.items()}
    has_new, has_old = _VIEWS.get(view, (True, True))
    row: dict[str, Any] = {**made["dynamodb"], "Keys": keys}
    if has_new and happened != "REMOVE":
        row["NewImage"] = new
    if has_old and happened != "INSERT":
        row["OldImage"] = old
    row["StreamViewType"] = view
    return {**made, "eventName": happened, "dynamodb": row}


def _before(attribute: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an attribute was before a row was changed."""
    text = attribute.get("S")
    return {"S": f"{text}-before"} if isinstance(text, str) else attribute


def usual(place: Place | None) -> str:
    """The kind of change that the code looks for: a new row, unless it only tells others apart."""
    named = place.at(("eventName",)) if place else None
    values = [value for use in (named.uses if named else ()) for value in (*use.among, *use.values)]
    known = [value for value in values if isinstance(value, str) and value in ("INSERT", "MODIFY", "REMOVE")]
    return "INSERT" if not known or "INSERT" in known else known[0]


def _key_value(name: str, kind: Any, maker: Maker) -> Mapping[str, Any]:
    place = Place((name,), (), {})
    if kind == "N":
        return {"N": str(maker.index + 1)}
    value = maker.leaf(place)
    return {str(kind or "S"): value if isinstance(value, str) else f"{name}-{maker.index + 1}"}


def image(place: Place | None, name: str, maker: Maker) -> dict[str, Any]:
    """The attributes of a row that the code takes out of an image, as DynamoDB types them."""
    there = place.at(("dynamodb", name)) if place else None
    if there is None:
        return {}
    plain = there.inner.get("(dynamodb)")
    if plain is not None:
        found: dict[str, Any] = typed_members({each: maker.value(inner) for each, inner in plain.inner.items()})
        return found
    return {each: _attribute(inner, maker) for each, inner in there.inner.items() if each not in _TYPES}


def _attribute(place: Place, maker: Maker) -> Mapping[str, Any]:
    kind = next((step for step in place.inner if step in _TYPES), "S")
    inner = place.inner.get(kind)
    named = Place(place.path, inner.uses if inner else (), inner.inner if inner else {})
    value = maker.value(named)
    match kind:
        case "S":
            return {"S": value if not isinstance(value, bool | int | float) else str(value)}
        case "N":
            return {"N": value if isinstance(value, str) and value.lstrip("-").isdigit() else _digits(value)}
        case "BOOL":
            return {"BOOL": value if isinstance(value, bool) else True}
        case "M":
            return {"M": {name: _attribute(each, maker) for name, each in (inner.inner if inner else {}).items()}}
        case "L":
            return {"L": (typed(reached(value, (ELEMENT,))),) if reached(value, (ELEMENT,)) is not GONE else ()}
        case "NULL":
            return {"NULL": True}
    return {kind: (str(value),) if kind in ("SS", "NS", "BS") else str(value)}


def _digits(value: Any) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else "12"
