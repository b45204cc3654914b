"""Whether what is found is as expected, where some of it is known only by its shape."""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from .messages import shown
from .resolving import Terms
from .terms import Encoded, Joined, Mask

#: How far the time in a value may be from that of the test, in seconds.
_APART = 120
_HERE = "what is found"
#: How values of a shape look inside a text; those of others may be anything.
_LOOKS = {
    "hex": r"[0-9a-fA-F]+",
    "now": r"\d+(?:\.\d+)?",
    "now-iso": r"\d[\dT:.Z+-]+",
    "now-ms": r"\d+(?:\.\d+)?",
    "number": r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?",
    "uuid": r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
}


def differences(terms: Terms, expected: Any, found: Any) -> Iterator[str]:
    """Where the two differ, each in a sentence."""
    yield from _Comparison(terms).compare(expected, found, "")


class _Comparison:
    """One comparison: masks of the same name stand for the same value in it."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._named: dict[str, Any] = {}

    def compare(self, expected: Any, found: Any, at: str) -> Iterator[str]:
        if isinstance(expected, Mask):
            yield from self._masked(expected, found, at)
        elif isinstance(expected, Encoded):
            yield from self._encoded(expected, found, at)
        elif isinstance(expected, Joined):
            if not self._fits(expected, found):
                yield f"{at or _HERE}: {shown(found)} is not of the expected form"
        elif isinstance(expected, Mapping):
            yield from self._mapping(expected, found, at)
        elif isinstance(expected, (list, tuple)):
            yield from self._list(expected, found, at)
        else:
            wanted = self._terms.value(expected)
            if not _same(wanted, found):
                yield f"{at or _HERE}: expected {shown(wanted)}, found {shown(found)}"

    def _mapping(self, expected: Any, found: Any, at: str) -> Iterator[str]:
        if not isinstance(found, Mapping):
            yield f"{at or _HERE}: expected an object, found {shown(found)}"
            return
        for key, item in expected.items():
            way = f"{at}.{key}" if at else str(key)
            if key in found:
                yield from self.compare(item, found[key], way)
            else:
                yield f"{way} is not there"
        for key in found:
            if key not in expected:
                way = f"{at}.{key}" if at else str(key)
                yield f"{way} is not expected: {shown(found[key])}"

    def _list(self, expected: Any, found: Any, at: str) -> Iterator[str]:
        if not isinstance(found, (list, tuple)):
            yield f"{at or _HERE}: expected a list, found {shown(found)}"
            return
        if len(expected) != len(found):
            yield f"{at or _HERE}: expected {len(expected)} items, found {len(found)}"
        for place, (one, other) in enumerate(zip(expected, found)):
            yield from self.compare(one, other, f"{at}[{place}]")

    def _masked(self, mask: Mask, found: Any, at: str) -> Iterator[str]:
        if not SHAPES[mask.shape](found, mask.detail):
            wanted = f"{mask.shape} {mask.detail}".strip()
            yield f"{at or _HERE}: expected some {wanted}, found {shown(found)}"
        elif mask.name and self._named.setdefault(mask.name, found) != found:
            before = shown(self._named[mask.name])
            yield f"{at or _HERE}: expected {before} again, found {shown(found)}"

    def _encoded(self, expected: Encoded, found: Any, at: str) -> Iterator[str]:
        try:
            value = _decoded(expected, found)
        except (TypeError, ValueError, AttributeError):
            yield f"{at or _HERE}: expected {expected.how}, found {shown(found)}"
            return
        yield from self.compare(
            expected.value, value, f"{at} as {expected.how}".strip()
        )

    def _fits(self, expected: Joined, found: Any) -> bool:
        """Whether a text is made of these parts."""
        if not isinstance(found, str):
            return False
        pattern = "".join(map(self._pattern, expected.parts))
        match = re.fullmatch(pattern, found, re.DOTALL)
        masks = [part for part in expected.parts if isinstance(part, Mask)]
        groups = match.groups() if match else ()
        return match is not None and not any(
            difference
            for mask, text in zip(masks, groups)
            for difference in self._masked(mask, text, "")
        )

    def _pattern(self, part: Any) -> str:
        if isinstance(part, Mask):
            return f"({_LOOKS.get(part.shape, '.*?')})"
        return re.escape(str(self._terms.value(part)))


def _decoded(expected: Encoded, found: Any) -> Any:
    if expected.how == "json":
        return json.loads(found)
    text = base64.b64decode(found, validate=True).decode()
    data = isinstance(expected.value, (Mapping, list, tuple))
    return json.loads(text) if data else text


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _near(found: Any, unit: float, detail: str) -> bool:
    try:
        moment = float(found) / unit
    except (TypeError, ValueError):
        return False
    return abs(moment - time.time() - float(detail or 0)) < _APART


def _is_near_iso(found: Any, detail: str) -> bool:
    try:
        moment = datetime.fromisoformat(re.sub("Z$", "+00:00", found))
    except (TypeError, ValueError):
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return _near(moment.timestamp(), 1, detail)


def _is_uuid(found: Any, _: str) -> bool:
    return isinstance(found, str) and bool(re.fullmatch(_LOOKS["uuid"], found))


def _is_hex(found: Any, detail: str) -> bool:
    digits = isinstance(found, str) and bool(re.fullmatch("[0-9a-fA-F]+", found))
    return digits and (not detail or len(found) == int(detail))


def _is_base64(found: Any, _: str) -> bool:
    try:
        base64.b64decode(found, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return False
    return bool(found)


def _is_number(found: Any, _: str) -> bool:
    plain = not isinstance(found, bool)
    return plain and bool(re.fullmatch(_LOOKS["number"], str(found)))


#: Whether a value has a shape, by the shape's name: value and detail.
SHAPES: Mapping[str, Callable[[Any, str], bool]] = {
    "anything": lambda _, __: True,
    "base64": _is_base64,
    "hex": _is_hex,
    "now": lambda found, detail: _near(found, 1, detail),
    "now-iso": _is_near_iso,
    "now-ms": lambda found, detail: _near(found, 1000, detail),
    "number": _is_number,
    "text": lambda found, _: isinstance(found, str),
    "uuid": _is_uuid,
}
