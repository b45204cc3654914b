"""What is there before a function is called: the rows and objects that its code goes by, so that it finds them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.model.functions import EventUse, SdkCall
from scaffold.model.handlers import Answer, Call, Data, Encoded, Now, Signature, Wired
from scaffold.plan.handlers.events import Valid, met
from scaffold.plan.handlers.places import Place, places
from scaffold.plan.handlers.reaching import GONE, reached, typed, typed_members
from scaffold.plan.handlers.setting import Setting

_HOLE = re.compile(r"\{([^{}]+)\}")
_ROWS = frozenset({"GetItem", "UpdateItem", "DeleteItem", "PutItem"})


@dataclass(frozen=True, slots=True)
class Seed:
    """Something that is there: the calls that make it, the answers that stand for it, and the words for it. `call` is
    the one that finds it; `attribute` and `value` say which of several it is, where the code tells them apart."""

    call: SdkCall
    before: tuple[Call, ...]
    answers: tuple[Answer, ...]
    words: str
    attribute: str = ""
    value: Any = None


def seeds(setting: Setting, valid: Valid) -> Iterator[Seed]:
    """What the calls that a valid event leads to may find, each once."""
    seen = []
    for call in setting.code.calls:
        wired = setting.meant(call.target)
        if wired is None or call.at_import or met(call.under, valid.event, valid.picks) is False:
            continue
        for seed in _of_call(setting, valid, call, wired):
            if (seed.before, seed.answers) not in seen:
                seen.append((seed.before, seed.answers))
                yield seed


def needed(setting: Setting, valid: Valid) -> tuple[Seed, ...]:
    """What has to be there for a valid event: what the code takes out of an answer and cannot do without."""
    found: list[Seed] = []
    for seed in seeds(setting, valid):
        asked = any(use.required and use.path[:1] in (("Item",), ("Body",)) for use in seed.call.takes)
        if asked and all(other.call is not seed.call for other in found):
            found.append(seed)
    return tuple(found)


def _of_call(setting: Setting, valid: Valid, call: SdkCall, wired: Wired) -> Iterator[Seed]:
    if call.service == "dynamodb" and call.operation in _ROWS and wired.kind == "table":
        yield from _row_seeds(setting, valid, call, wired)
    if call.service == "s3" and call.operation in ("GetObject", "HeadObject") and wired.kind == "bucket":
        yield from _object_seeds(setting, valid, call, wired)


def _row_seeds(setting: Setting, valid: Valid, call: SdkCall, wired: Wired) -> Iterator[Seed]:
    outer = "Item" if call.operation == "PutItem" else "Key"
    keys = [keys for index in range(valid.count) if (keys := _keys(setting, valid, call, wired, outer, index))]
    if not keys:
        return
    item = places(_taken(setting, call, outer)).inner.get("Item")
    told = _told_apart(item)
    for attribute, value in told or [("", None)]:
        fields = _fields(setting, item)
        if attribute:
            fields[attribute] = value
        rows = [{**typed_members(fields), **key} for key in keys]
        before = tuple(Call("dynamodb", "PutItem", {"TableName": wired.name, "Item": row}) for row in rows)
        answers = (Answer("dynamodb", "GetItem", {"Item": rows[0]}),) if call.operation == "GetItem" else ()
        words = f"whose row has {attribute} {value}" if attribute else "whose row is there already"
        yield Seed(call, before, answers, words, attribute, value)


def _taken(setting: Setting, call: SdkCall, outer: str) -> tuple[EventUse, ...]:
    """What the code takes out of the row that a call is about, also by other calls."""
    own = {name: origin for name, origin in call.sends.items() if name.startswith("Key.")}
    alike = [
        other
        for other in setting.code.calls
        if other is not call and outer == "Key" and other.target == call.target and own.items() <= other.sends.items()
    ]
    return tuple(use for each in (call, *alike) for use in each.takes)


def _told_apart(item: Place | None) -> list[tuple[str, Any]]:
    """The attributes of a row, with the values that the code tells apart: each of these, and another one."""
    found: list[tuple[str, Any]] = []
    for name, place in (item.inner if item else {}).items():
        values = [value for use in place.uses for value in (*use.values, *use.among)]
        found.extend((name, value) for value in dict.fromkeys(values))
        if values and all(isinstance(value, str) for value in values):
            found.append((name, "OTHER"))
    return found


def _fields(setting: Setting, item: Place | None) -> dict[str, Any]:
    maker = setting.maker(0)
    return {name: _texts(maker.value(place)) for name, place in (item.inner if item else {}).items() if name != "*"}


def _texts(value: Data) -> Data:
    """A value with texts for what is encoded in it."""
    if isinstance(value, Encoded) and value.how == "json":
        try:
            return json.dumps(value.value, separators=(",", ":"))
        except TypeError:
            return value
    return value


def _keys(
    setting: Setting, valid: Valid, call: SdkCall, wired: Wired, outer: str, index: int
) -> Mapping[str, Any] | None:
    """The key of the row that a call is about, for one of the records; nothing where it is not known."""
    found: dict[str, Any] = {}
    for part in ("hash", "range"):
        name = wired.facts.get(part)
        if not name:
            continue
        kind = str(wired.facts.get(f"{part}_type", "S"))
        origin = call.sends.get(f"{outer}.{name}") or call.sends.get(f"{outer}.{name}.{kind}") or ("unknown", "")
        value = told(setting, valid, origin, index)
        if value is None:
            return None
        found[name] = {kind: str(value)} if kind in ("S", "N") else typed(value)
    return found or None


def told(setting: Setting, valid: Valid, origin: tuple[str, str], index: int = 0) -> Any:
    """What a call is given, for a valid event; nothing where it is not known."""
    kind, text = origin
    match kind:
        case "text":
            return text
        case "env":
            return setting.variables.get(text)
        case "event":
            return _in_event(valid.event, text, index)
        case "template":
            parts = {hole: _in_event(valid.event, hole, index) for hole in _HOLE.findall(text)}
            if any(part is None for part in parts.values()):
                return None
            return _HOLE.sub(lambda hole: str(parts[hole[1]]), text)
    return None


def _in_event(event: Data, path: str, index: int) -> Any:
    steps = path.split(".")
    if "*" in steps:
        steps[steps.index("*")] = str(index)
    value = reached(event, tuple(steps))
    return None if value is GONE or isinstance(value, Now | Signature | Encoded | tuple | Mapping) else value


def _object_seeds(setting: Setting, valid: Valid, call: SdkCall, wired: Wired) -> Iterator[Seed]:
    key = told(setting, valid, call.sends.get("Key", ("unknown", "")))
    if key is None:
        return
    content = object_content(setting, call)
    before = (Call("s3", "PutObject", {"Bucket": wired.name, "Key": str(key), "Body": content}),)
    yield Seed(call, before, (Answer("s3", "GetObject", {"Body": content}),), "whose object is there")


def object_content(setting: Setting, call: SdkCall | None) -> str:
    """What an object holds, so that the code can make use of what a call reads of it."""
    body = places(call.takes).inner.get("Body") if call else None
    content = _texts(setting.maker().value(body)) if body and body.inner else None
    return content if isinstance(content, str) else "An example"


def absent(call: SdkCall) -> tuple[EventUse, ...]:
    """What the code does where a row is not there: the uses that find fault with that."""
    return tuple(use for use in call.takes if use.path == ("Item",) and use.required)
