"""The model as JSON data, for `--format json` and for whoever keeps it beside a test."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any

from scaffold.model.position import Position
from scaffold.model.values import SYMBOLIC, to_json


def as_json(thing: Any) -> Any:
    """A part of the model as JSON data.

    Objects are dictionaries without the fields that have their default; a position is `file:line`; a symbolic value is
    an object with one key that starts with `$`.
    """
    if isinstance(thing, Position):
        return str(thing)
    if isinstance(thing, enum.Enum):
        return thing.value
    if isinstance(thing, SYMBOLIC):
        return to_json(thing)
    if dataclasses.is_dataclass(thing):
        return {item.name: as_json(value) for item, value in _said(thing)}
    if isinstance(thing, Mapping):
        return {str(key): as_json(item) for key, item in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [as_json(item) for item in thing]
    return thing


def _said(thing: Any) -> list[tuple[dataclasses.Field[Any], Any]]:
    pairs = [(item, getattr(thing, item.name)) for item in dataclasses.fields(thing)]
    return [(item, value) for item, value in pairs if item.default is dataclasses.MISSING or value != item.default]
