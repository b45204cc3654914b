"""What differs between two values, path by path: nobody reads two large dictionaries side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .documents import JsonArray, JsonObject

#: Characters of a value that are shown, and differences.
WIDTH = 300
MOST = 40


def differences(found: Any, expected: Any) -> list[str] | None:
    """A summary, and a line for each place that differs; nothing for values that have no places."""
    if not _has_places(found) or not _has_places(expected):
        return None
    lines = list(_lines(found, expected, ""))
    more = [f"and {len(lines) - MOST} more"] if len(lines) > MOST else []
    count = "1 difference" if len(lines) == 1 else f"{len(lines)} differences"
    return [f"{count} between what is found and what is expected", *lines[:MOST], *more]


def _lines(found: Any, expected: Any, path: str) -> Iterator[str]:
    where = path or "the whole"
    if isinstance(found, (JsonObject, JsonArray)) != isinstance(expected, (JsonObject, JsonArray)):
        what = ["the text of a document", "a document that is no text"]
        first, second = what if isinstance(found, (JsonObject, JsonArray)) else reversed(what)
        yield f"{where}: found {_text(found)}, {first}; expected {second}"
    elif isinstance(found, Mapping) and isinstance(expected, Mapping):
        yield from _of_maps(found, expected, path)
    elif isinstance(found, list) and isinstance(expected, list):
        yield from _of_lists(found, expected, path)
    elif found != expected:
        yield f"{where}: found {_text(found)}, expected {_text(expected)}"


def _of_maps(found: Mapping[str, Any], expected: Mapping[str, Any], path: str) -> Iterator[str]:
    for key in [*expected, *(key for key in found if key not in expected)]:
        inner = f"{path}.{key}" if path else str(key)
        if key not in found:
            yield f"{inner}: is missing; expected {_text(expected[key])}"
        elif key not in expected:
            yield f"{inner}: found {_text(found[key])}, expected nothing"
        else:
            yield from _lines(found[key], expected[key], inner)


def _of_lists(found: list[Any], expected: list[Any], path: str) -> Iterator[str]:
    lines = list(_one_by_one(found, expected, path))
    if all(isinstance(item, str) for item in (*found, *expected)):
        # Where one text is missing, all behind it are at other places.
        missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        where = path or "the whole"
        members = [
            *(f"{where}: {_text(text)} is missing" for text in missing.elements()),
            *(f"{where}: {_text(text)} is not expected" for text in extra.elements()),
        ]
        if members and len(members) < len(lines):
            lines = members
    yield from lines


def _one_by_one(found: list[Any], expected: list[Any], path: str) -> Iterator[str]:
    for at in range(max(len(found), len(expected))):
        inner = f"{path}[{at}]"
        if at >= len(found):
            yield f"{inner}: is missing; expected {_text(expected[at])}"
        elif at >= len(expected):
            yield f"{inner}: found {_text(found[at])}, expected nothing"
        else:
            yield from _lines(found[at], expected[at], inner)


def _has_places(value: Any) -> bool:
    return isinstance(value, (Mapping, list))


def _text(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}..."
