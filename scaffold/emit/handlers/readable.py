"""Data said as a person would: JSON as what it says, what follows from something beside it as that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffold.model.handlers import Call, Encoded

#: What a queue calls the digest of a message's body, and REST APIs what they say in lists once more.
_MD5: Final = "md5OfBody"
_LISTS: Final = {
    "multiValueHeaders": "headers",
    "multiValueQueryStringParameters": "queryStringParameters",
}


@dataclass(frozen=True, slots=True)
class Digest:
    """The MD5 of the text beside it that is called `member`."""

    member: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What is beside it, called `member`, with each value in a list."""

    member: str


def readable(value: Any, *, loose: bool = False) -> Any:
    """A value with what is said as JSON in a text as `Encoded`, where that gives the same text. With `loose`, any JSON
    text: for what is compared by what it says."""
    if isinstance(value, Call):
        return replace(value, input=readable(value.input, loose=loose))
    if isinstance(value, Mapping):
        return {key: readable(item, loose=loose) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(readable(item, loose=loose) for item in value)
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        found = json.loads(value, parse_constant=_refuse, object_pairs_hook=_distinct)
        same = loose or json.dumps(found, separators=(",", ":"), ensure_ascii=False) == value
    except (ValueError, RecursionError):
        return value
    return Encoded("json", found) if same else value


def derived(value: Any, *, digests: bool = True, lists: bool = True) -> Any:
    """An event whose parts that follow from others say so: then they do whatever is changed in it."""
    if isinstance(value, tuple | list):
        return tuple(derived(item, digests=digests, lists=lists) for item in value)
    if not isinstance(value, Mapping):
        return value
    found = {key: derived(item, digests=digests, lists=lists) for key, item in value.items()}
    if digests and isinstance(found.get(_MD5), str) and "body" in found:
        found[_MD5] = Digest("body")
    for name, member in _LISTS.items() if lists else ():
        once, again = value.get(member), value.get(name)
        if isinstance(once, Mapping) and isinstance(again, Mapping) and again == _in_lists(once):
            found[name] = Listed(member)
    return found


def _in_lists(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: (item,) for key, item in values.items()}


def _distinct(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
