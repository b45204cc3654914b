"""Events in the shape in which services send them to a function; see `handler_events.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.catalog.realistic import snake

_HOLE = re.compile(r"<(\w+)>")


def event(kind: str, given: Mapping[str, Any]) -> Any:
    """The event of a kind of trigger, with what it is wired to filled in. `KeyError` for a kind without one."""
    return filled(_load()["events"][kind], given)


def record(kind: str, given: Mapping[str, Any]) -> Any:
    """A record of a kind of trigger. `KeyError` for a kind that sends none."""
    return filled(_load()["records"][kind], given)


def fifo(given: Mapping[str, Any]) -> Any:
    """The attributes that only messages of queues with an order have."""
    return filled(_load()["fifo"], given)


def authorized(kind: str, authorization: str, given: Mapping[str, Any]) -> Any:
    """What an authorizer adds to the context of a request; nothing for kinds that add nothing."""
    found = _load()["authorized"].get(kind, {}).get(authorization)
    return None if found is None else filled(found, given)


def logs(given: Mapping[str, Any]) -> Any:
    """What a subscription to a log group sends, before it is compressed."""
    return filled(_load()["logs"], given)


def pool(trigger: str) -> Mapping[str, Any]:
    """What is particular to a trigger of a user pool: `happened`, and parts of `request` and `response`."""
    found: Mapping[str, Any] = filled(_load()["pools"].get(trigger, {}), {})
    return found


def value(name: str) -> Any:
    """What stands for a value with this name, or nothing where the name says nothing."""
    spelled = snake(name)
    return next((_frozen(row["value"]) for pattern, row in _values() if pattern.search(spelled)), None)


def failure(service: str) -> str:
    """The error code of a call that is refused for a while."""
    return str(_load()["failures"].get(service, _load()["failures"]["any"]))


def absence(service: str) -> str:
    """The error code of a call to something that is not there."""
    return str(_load()["absent"].get(service, _load()["absent"]["any"]))


def filled(shape: Any, given: Mapping[str, Any]) -> Any:
    """A shape with its holes filled. Those that nothing is given for stay away with the name that they stand under."""
    if isinstance(shape, Mapping):
        return {name: filled(part, given) for name, part in shape.items() if not _lacking(part, given)}
    if isinstance(shape, list):
        return tuple(filled(part, given) for part in shape)
    if not isinstance(shape, str):
        return shape
    whole = _HOLE.fullmatch(shape)
    if whole:
        return None if whole[1] == "null" else given.get(whole[1])
    return _HOLE.sub(lambda hole: str(given.get(hole[1], hole[0])), shape)


def _lacking(part: Any, given: Mapping[str, Any]) -> bool:
    whole = _HOLE.fullmatch(part) if isinstance(part, str) else None
    return whole is not None and whole[1] != "null" and whole[1] not in given


def _frozen(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_frozen, data))
    if isinstance(data, Mapping):
        return {name: _frozen(item) for name, item in data.items()}
    return data


@cache
def _values() -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple((re.compile(row["match"]), row) for row in _load()["values"])


@cache
def _load() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "handler_events.toml").read_text(encoding="utf-8"))
