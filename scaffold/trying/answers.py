"""What a process says of a handler. The handler may write there, too: nothing is taken for granted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from scaffold.trying.trials import Made, Raised, Tried, is_deep

#: What reading raises where it is not what the driver says.
UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def about(line: bytes) -> Mapping[str, Any]:
    """What the code is, as the driver says it first. Raises one of `UNREADABLE`."""
    found = json.loads(line)
    _texts(found.get("goals", []))
    for each in found.get("constants", []):
        _be(each, str, int, float)
    return dict(found)


def answered(line: bytes, expected: int) -> tuple[Tried, list[str]]:
    """What came of a trial, and for each of so many expectations why it does not hold. Raises one of `UNREADABLE`."""
    data = json.loads(line)
    judged = _texts(data["judged"])
    if len(judged) != expected and not data.get("error"):
        raise ValueError(expected)
    return tried(data), judged


def tried(data: Mapping[str, Any]) -> Tried:
    """What a process said. Raises one of `UNREADABLE`."""
    if is_deep(data.get("result")):
        raise ValueError("result")
    return Tried(
        result=data.get("result"),
        problem=_be(data.get("problem", ""), str),
        error=_raised(data["error"]) if data.get("error") else None,
        loaded=data.get("loaded", True) is True,
        calls=tuple(_made(*call) for call in data.get("calls", ())),
        reached=frozenset(_texts(data.get("reached", []))),
        missed=frozenset(_texts(data.get("missed", []))),
        unknown=tuple(_texts(data.get("unknown", []))),
        moment=_be(data.get("moment", 0.0), int, float),
        spent=_be(data.get("spent", 0.0), int, float),
    )


def _raised(error: Mapping[str, Any]) -> Raised:
    kinds = tuple(_texts(error["kinds"]))
    return Raised(_be(error["kind"], str), kinds, _be(error["message"], str), _be(error.get("missing", ""), str))


def _made(service: Any, operation: Any, given: Any, failed: Any = "") -> Made:
    if is_deep(given):
        raise ValueError(service)
    return Made(_be(service, str), _be(operation, str), _be(given, dict), _be(failed, str))


def _texts(values: Any) -> list[str]:
    return [_be(each, str) for each in _be(values, list)]


def _be(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds):
        raise TypeError(kinds)
    return value
