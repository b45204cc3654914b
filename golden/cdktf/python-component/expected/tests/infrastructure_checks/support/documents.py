"""Texts that are JSON, as tests compare them: by what they say, and told from what is no text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_DOCUMENT = re.compile(r"[ \t\r\n]*[\[{]")


class JsonObject(dict[str, Any]):
    """A text that is the JSON of an object: its members can be read, and `str` gives the text."""

    text = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonObject) and dict.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return self.text


class JsonArray(list[Any]):
    """A text that is the JSON of a list."""

    text = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonArray) and list.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return self.text


def json_text(document: Any) -> Any:
    """Text that is the JSON of this document; how it is spaced, and the order of its keys, do not matter.

    The document may be text itself, which stays as it is if it is no JSON of an object or a list.
    """
    if isinstance(document, (JsonObject, JsonArray)):
        return document
    return comparable(document if isinstance(document, str) else json.dumps(_with_texts(document)))


def comparable(value: Any) -> Any:
    """What is comparable in plain data: JSON texts as their documents, whole numbers without a fraction."""
    if isinstance(value, str):
        found = parsed(value)
        return value if found is None else found
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: comparable(item) for key, item in value.items()}
    return value


def parsed(text: str) -> JsonObject | JsonArray | None:
    """The document of a text that is the JSON of an object or a list."""
    if not _DOCUMENT.match(text):
        return None
    try:
        return document_of(comparable(json.loads(text)), text)
    except (ValueError, RecursionError):
        return None


def document_of(value: dict[str, Any] | list[Any], text: str) -> JsonObject | JsonArray:
    """The document that a text says."""
    found = JsonObject(value) if isinstance(value, dict) else JsonArray(value)
    found.text = text
    return found


def texts_under(value: Any, *keys: str) -> list[str]:
    """All texts that stand under one of these keys, anywhere in a value."""
    if isinstance(value, Mapping):
        found = [_texts(item) if key in keys else texts_under(item, *keys) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        found = [texts_under(item, *keys) for item in value]
    else:
        found = []
    return [text for each in found for text in each]


def within(value: Any, *steps: str | int) -> Any:
    """What is at the end of these steps; nothing where one of them leads nowhere."""
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a path: `a.b[0].c` and `a.b.0.c` are the same."""
    return tuple(step for step in re.split(r"[.\[\]]+", path) if step)


def omitted(value: Any, steps: Sequence[str]) -> Any:
    """A copy of the value without what stands at the end of these steps."""
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        if not step.isdigit() or int(step) >= len(value):
            return value
        at = int(step)
        inner = [omitted(value[at], rest)] if rest else []
        return type(value)([*value[:at], *inner, *value[at + 1 :]])
    if not isinstance(value, Mapping) or step not in value:
        return value
    if rest:
        return type(value)({**value, step: omitted(value[step], rest)})
    return type(value)({key: item for key, item in value.items() if key != step})


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    return [text for item in value for text in _texts(item)] if isinstance(value, (list, tuple)) else []


def _with_texts(value: Any) -> Any:
    """The document with the texts of those that are in it."""
    if isinstance(value, (JsonObject, JsonArray)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_with_texts(item) for item in value]
    return {key: _with_texts(item) for key, item in value.items()} if isinstance(value, Mapping) else value
