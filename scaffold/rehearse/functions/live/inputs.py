"""What targets are sent in place of an event: a text, a part of the event, or a template with parts in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.?([A-Za-z_][\w-]*)|\[['\"]([^'\"]+)['\"]\]|\[(\d+)\]")
_MARK = re.compile(r"<([^<>]+)>")


def at(document: Any, path: str) -> Any:
    """What is at a path (`$.detail.id`, `$.items[0]`), nothing where that is not there."""
    value = document
    for name, quoted, index in _STEP.findall(path.removeprefix("$")):
        key = name or quoted
        if key:
            value = value.get(key) if isinstance(value, Mapping) else None
        elif isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        else:
            value = None
    return value


def for_target(target: Mapping[str, Any], event: Mapping[str, Any], rule: str) -> Any:
    """What a target of a rule gets. `rule` is its ARN."""
    if target.get("Input"):
        return _data(target["Input"])
    if target.get("InputPath"):
        return at(event, target["InputPath"])
    transformer = target.get("InputTransformer")
    if not transformer:
        return event
    ways = transformer.get("InputPathsMap") or {}
    values = {name: at(event, path) for name, path in ways.items()}
    own = {
        "aws.events.rule-arn": rule,
        "aws.events.rule-name": rule.rpartition("/")[2],
        "aws.events.event": event,
        "aws.events.event.json": event,
        "aws.events.event.ingestion-time": event.get("time"),
    }
    return _data(filled(str(transformer.get("InputTemplate", "")), lambda name: values.get(name, own.get(name))))


def filled(template: str, value: Any) -> str:
    """A template with values in the place of `<name>`: inside quotes as they are, elsewhere as JSON."""

    def put(found: re.Match[str]) -> str:
        said = value(found[1])
        before = template[: found.start()].replace('\\"', "")
        quoted = before.count('"') % 2 == 1
        if quoted:
            text = said if isinstance(said, str) else "" if said is None else json.dumps(said)
            return json.dumps(text)[1:-1]
        return json.dumps(said)

    return _MARK.sub(put, template)


def from_record(template: str | None, record: Mapping[str, Any], extra: Mapping[str, Any]) -> Any:
    """What a pipe makes of a record (`<$.body.id>`); texts of JSON in it are looked into."""
    if not template:
        return record
    opened = {name: _data(value) if isinstance(value, str) else value for name, value in record.items()}
    if isinstance(record.get("data"), str):
        import base64

        opened["data"] = _data(base64.b64decode(record["data"]).decode("utf-8", "replace"))
    return _data(filled(template, lambda name: at(opened, name) if name.startswith("$") else extra.get(name)))


def _data(text: Any) -> Any:
    """JSON as data; a text that is none stays one."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text
