"""Values that differ a little from a declared one: a row that takes one of them for the declared one sees nothing.

The code goes into the support library of a generated suite as it stands, behind what compares rows there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def mutants(value: Any) -> Iterator[Any]:
    """Values that differ in one place from this one; of text that is JSON, from what it says."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield from _texts(value)
    elif isinstance(value, list | tuple):
        items = list(value)
        yield from ([*items[:at], other, *items[at + 1 :]] for at, item in enumerate(items) for other in mutants(item))
        if not items:
            yield ["other"]
    elif isinstance(value, Mapping):
        yield from ({**value, name: other} for name, item in value.items() for other in mutants(item))
        if not value:
            yield {"other": 1}
    else:
        yield "other"


def _texts(text: str) -> Iterator[str]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if isinstance(said, dict | list):
        yield from map(json.dumps, mutants(said))
    else:
        yield f"{text}9"


def watchful(compare: Any) -> Any:
    """A comparison that also tells each declared value that a row would not see."""

    def watching(row: Any, declared: Any, answer: Any) -> Iterator[str]:
        yield from compare(row, declared, answer)
        for other in mutants(declared):
            if not list(compare(row, other, answer)):
                yield f"{row.attribute}: {json.dumps(other, default=str)} would do as well"

    return watching
