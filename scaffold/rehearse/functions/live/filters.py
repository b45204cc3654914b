"""Patterns that records and events are chosen by."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any


def chosen(records: Sequence[dict[str, Any]], criteria: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The records that one of the patterns fits; all where there is none."""
    patterns = [each.get("Pattern") for each in (criteria or {}).get("Filters") or ()]
    if not patterns:
        return list(records)
    return [each for each in records if any(fits(pattern, _opened(each)) for pattern in patterns)]


def fits(pattern: str | None, event: Mapping[str, Any]) -> bool:
    """Whether a pattern as EventBridge has them fits an event."""
    from moto.events.models import EventPattern

    return bool(EventPattern.load(pattern).matches_event(event))  # type: ignore[arg-type]


def _opened(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with its body or data as what it says, where that is JSON."""
    found = dict(record)
    if "body" in found:
        found["body"] = _data(found["body"])
    inner = found.get("kinesis")
    if isinstance(inner, Mapping) and "data" in inner:
        found["data"] = _data(base64.b64decode(inner["data"]))
        found["kinesis"] = {**inner, "data": found["data"]}
    elif "data" in found and isinstance(found["data"], str):
        found["data"] = _data(base64.b64decode(found["data"]))
    return found


def _data(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text if isinstance(text, str) else text.decode("utf-8", "replace")
