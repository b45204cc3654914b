"""What else says how an event must be: the pattern of a rule, the model of a request, what another function sends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.functions import EventUse, Trigger
from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Value, is_known
from scaffold.plan.handlers.setting import Setting, refers_to

_KINDS: Mapping[str, str] = {
    "string": "text",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "array": "list",
    "object": "object",
}
_BODY = ("body", "(json)")
#: Where filters look into what is encoded in a record.
_DECODED: Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]] = {
    ("queue", ("body",)): ("body", "(json)"),
    ("stream", ("data",)): ("kinesis", "data", "(base64)", "(json)"),
}


def said_elsewhere(setting: Setting, trigger: Trigger) -> tuple[EventUse, ...]:
    """What the infrastructure and other functions say of the events of a trigger, as if the code did."""
    if trigger.kind in ("rest-api", "http-api"):
        return (*_of_models(setting, trigger), *_of_tables(setting))
    senders = _of_senders(setting, trigger) if trigger.kind == "queue" else ()
    return (*_of_filters(trigger), *senders, *_of_tables(setting))


def _of_tables(setting: Setting) -> Iterator[EventUse]:
    """The keys of tables that something of the event is put into as it comes."""
    for call in setting.code.calls:
        wired = setting.meant(call.target)
        origin, text = call.sends.get("Item.*", ("unknown", ""))
        if wired is None or wired.kind != "table" or origin != "event":
            continue
        for part in ("hash", "range"):
            name = wired.facts.get(part)
            if name and f"Item.{name}" not in call.sends:
                kind = "number" if wired.facts.get(f"{part}_type") == "N" else "text"
                yield EventUse((*text.split("."), str(name)), call.position, kinds=(kind,))


def _of_filters(trigger: Trigger) -> Iterator[EventUse]:
    """What a mapping lets through, by the first of its filters.

    Source: "Control which events Lambda sends to your function" of the service's documentation.
    """
    criteria = trigger.detail.get("filter_criteria")
    block = criteria[0] if isinstance(criteria, tuple) and criteria else criteria
    filters = block.get("filter", block.get("filters")) if isinstance(block, Mapping) else None
    first = filters[0] if isinstance(filters, tuple) and filters else filters
    pattern = document(first.get("pattern")) if isinstance(first, Mapping) else None
    for path, value in _leaves(pattern, ()):
        decoded = _DECODED.get((trigger.kind, path[:1]))
        inner = (*decoded, *path[1:]) if decoded and len(path) > 1 else path
        yield EventUse(("Records", "*", *inner), trigger.position, among=value)


def _leaves(pattern: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """The plain values that a pattern lets through, by path."""
    if isinstance(pattern, Mapping):
        for name, part in pattern.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(pattern, list | tuple):
        plain = tuple(item for item in pattern if isinstance(item, str | int | float | bool))
        sample = plain or (_sample(pattern),)
        if isinstance(sample[0], str | int | float | bool):
            yield path, sample


def document(value: Value) -> Any:
    """The data of a value that is JSON text or data; nothing where it is not known."""
    if isinstance(value, Call) and value.function == "jsonencode" and is_known(value.arguments[0]):
        return value.arguments[0]
    if not is_known(value):
        return None
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None


def matching(pattern: Value) -> Mapping[str, Any]:
    """The members of an event that a rule's pattern matches.

    Source: "Amazon EventBridge event patterns" of the service's documentation.
    """
    parts = document(pattern)
    return {name: _sample(part) for name, part in parts.items()} if isinstance(parts, Mapping) else {}


def _sample(pattern: Any) -> Any:
    if isinstance(pattern, Mapping):
        return {name: _sample(part) for name, part in pattern.items() if name != "$or"}
    first = pattern[0] if isinstance(pattern, list | tuple) and pattern else pattern
    if not isinstance(first, Mapping):
        return first
    for name, wanted in first.items():
        text = wanted if isinstance(wanted, str) else ""
        match name:
            case "prefix":
                return f"{text}example"
            case "suffix":
                return f"example{text}"
            case "equals-ignore-case":
                return text
            case "wildcard":
                return text.replace("*", "example")
            case "numeric":
                return _number(wanted)
    return "example"


def _number(wanted: Any) -> int | float:
    """A number that comparisons like `[">", 0, "<=", 5]` let through."""
    pairs = list(zip(wanted[::2], wanted[1::2], strict=False)) if isinstance(wanted, list | tuple) else []
    for sign, bound in pairs:
        if isinstance(bound, int | float):
            return {">": bound + 1, "<": bound - 1}.get(sign, bound)
    return 1


def _of_models(setting: Setting, trigger: Trigger) -> Iterator[EventUse]:
    """What the models of an API say of the body, where there is one model."""
    resources = setting.project.resources if setting.project else ()
    models = [
        resource
        for resource in resources
        if resource.type == "aws_api_gateway_model"
        and refers_to(resource.attributes.get("rest_api_id"), trigger.source)
    ]
    if len(models) == 1:
        schema = document(models[0].attributes.get("schema"))
        yield from _of_schema(schema, _BODY, models[0].position, 0)


def _of_schema(schema: Any, path: tuple[str, ...], position: Position, depth: int) -> Iterator[EventUse]:
    """What a JSON schema says, place by place."""
    if not isinstance(schema, Mapping) or depth > 8:
        return
    kind = schema.get("type")
    found = EventUse(
        path,
        position,
        kinds=(_KINDS[kind],) if isinstance(kind, str) and kind in _KINDS else (),
        among=tuple(schema["enum"]) if isinstance(schema.get("enum"), list | tuple) else (),
        pattern=schema["pattern"] if isinstance(schema.get("pattern"), str) else "",
        least=schema.get("minimum", schema.get("minLength")),
        most=schema.get("maximum", schema.get("maxLength")),
    )
    if path != _BODY:
        yield found
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, Mapping) else ():
        yield from _of_schema(part, (*path, name), position, depth + 1)
    if "items" in schema:
        yield from _of_schema(schema["items"], (*path, "*"), position, depth + 1)


def _of_senders(setting: Setting, trigger: Trigger) -> Iterator[EventUse]:
    """What other functions of the project put into the messages of a queue."""
    for other in setting.functions:
        for call in other.code.calls if other.code else ():
            told = next((each.value for each in other.environment if call.target == ("env", each.name)), None)
            if call.operation != "SendMessage" or not (isinstance(told, Reference) and told.address == trigger.source):
                continue
            for name, (origin, text) in call.sends.items():
                if name.startswith("MessageBody.") and origin == "text":
                    steps = tuple(name.removeprefix("MessageBody.").split("."))
                    yield EventUse(("Records", "*", "body", *steps), call.position, sample=text)
