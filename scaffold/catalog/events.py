"""Events as services send them: what functions are invoked with, and what matches a rule's pattern."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def event(kind: str) -> Mapping[str, Any]:
    """The smallest event of a kind (`queue`, `rest-api`, ...); an empty one for kinds that are not known."""
    found: Mapping[str, Any] = _load()["events"].get(kind, {})
    return found


def of_principal(principal: str) -> str:
    """The kind of event that a service sends, by its principal's name; empty where that is not known."""
    kind: str = _load()["principals"].get(principal, "")
    return kind


def matching(pattern: Any) -> Mapping[str, Any] | None:
    """An event that a pattern matches, as PutEvents takes it (`source`, `detail_type`, `detail`); nothing for events
    that only services send, and for patterns with more than plain values and prefixes.

    Source: "Amazon EventBridge event patterns" of the service's documentation.
    """
    if not isinstance(pattern, Mapping) or not set(pattern) <= {"source", "detail-type", "detail"}:
        return None
    said = {name: _sample(pattern[name]) for name in pattern}
    source = said.get("source", "integration.test")
    if None in said.values() or not isinstance(source, str) or source.startswith("aws."):
        return None
    detail = said.get("detail", {})
    return {"source": source, "detail_type": said.get("detail-type", "Integration Test"), "detail": detail}


def _sample(pattern: Any) -> Any:
    """What a part of a pattern matches, or nothing where that is not known."""
    if isinstance(pattern, Mapping):
        found = {name: _sample(part) for name, part in pattern.items()}
        return None if None in found.values() else found
    first = pattern[0] if isinstance(pattern, list | tuple) and pattern else None
    if isinstance(first, Mapping):
        prefix = first.get("prefix")
        return f"{prefix}integration-test" if isinstance(prefix, str) else None
    return first


@cache
def _load() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "events.toml").read_text(encoding="utf-8"))
