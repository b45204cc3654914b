"""Filling the shape of an event with what the code takes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.model.handlers import Encoded
from scaffold.plan.handlers.places import DECODED, Place
from scaffold.plan.handlers.reaching import ELEMENT, GONE, spelled
from scaffold.plan.handlers.values import Maker, matches


def fill(data: Any, place: Place, maker: Maker) -> Any:
    """The data with what is said of the places in it, and as it is where nothing is said."""
    if isinstance(data, Encoded) and f"({data.how})" in place.inner:
        return Encoded(data.how, fill(data.value, place.inner[f"({data.how})"], maker))
    if data is GONE or data is None:
        return data if data is None and not _asked(place) else maker.value(place)
    if any(step in place.inner for step in DECODED):
        return maker.value(place) if isinstance(data, str) else data
    if isinstance(data, Mapping) and place.inner:
        return _members(data, place, maker)
    if isinstance(data, tuple) and ELEMENT in place.inner:
        inner = place.inner[ELEMENT]
        return tuple(fill(item, inner, maker) for item in data) if data else (maker.value(inner),)
    return maker.value(place) if not place.inner and not _suits(data, place) else data


def _members(data: Mapping[str, Any], place: Place, maker: Maker) -> Mapping[str, Any]:
    found = dict(data)
    for name, inner in place.inner.items():
        if name == ELEMENT or name in DECODED:
            continue
        key = spelled(found, name)
        found[key or name] = fill(GONE if key is None else found[key], inner, maker)
    return found


def _asked(place: Place) -> bool:
    """Whether something has to stand in a place that may be empty."""
    return bool(place.inner or place.required or place.kinds) or any(use.values or use.among for use in place.uses)


def _suits(data: Any, place: Place) -> bool:
    """Whether a value of the shape does justice to what is said of its place."""
    if place.kinds & {"timestamp", "signature"}:
        return False
    for use in place.uses:
        if use.among and data not in use.among:
            return False
        if use.pattern and not (isinstance(data, str) and matches(use.pattern, data)):
            return False
    return True
