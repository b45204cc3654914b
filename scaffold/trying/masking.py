"""What of a handler's doings is the same each time, and of what only the shape is: found by comparing runs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from scaffold.model.handlers import Data, Encoded, Joined, Mask
from scaffold.trying.trials import parsed

#: How far a time may be from that of its run to be meant as it, or as a fixed distance from it, in seconds.
_CLOSE: Final = 20
#: Distances are whole minutes, where they are near to these.
_MINUTE: Final = 60
_SECONDS: Final = 1e9
_MILLISECONDS: Final = 1e12
_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ISO: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
#: What a text may have in it that is different each time; other text between them must be the same.
_PIECES: Final = re.compile(rf"({_UUID}|{_ISO}|\b[0-9a-fA-F]{{8,}}\b|\d+)")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
#: Words of the language, its library or the emulator, that other versions say otherwise.
_FOREIGN: Final = re.compile(
    r"object has no attribute|unsupported operand|not subscriptable|not iterable|indices must be|bytes-like object|"
    r"is not JSON serializable|required positional|argument must be|must be str, bytes|can only concatenate|"
    r"Cannot read propert|is not a function|is not iterable|Unexpected token|Unexpected end of JSON|in JSON at|"
    r"\" is not valid JSON|Expecting value|Expecting property|invalid literal for|Parameter validation failed|"
    r"could not convert|Invalid base64|Incorrect padding"
)
_CALLED: Final = re.compile(r"(.*?An error occurred \(.*?\) when calling the \w+ operation)(.+)", re.DOTALL)
_LONGEST: Final = 2000


class Masking:
    """Compares what several runs have in the same place. `moments` are when each began, `hidden` are texts that stand
    for this machine (folders)."""

    def __init__(self, moments: Sequence[float], hidden: Sequence[str] = ()) -> None:
        self._moments, self._hidden = moments, [each for each in hidden if each]

    def masked(self, values: Sequence[Any]) -> Data:
        """One value for all, with masks where they differ; those of the same differing values have a name."""
        names = _names(values)
        return self._mask(values, names)

    def _mask(self, values: Sequence[Any], names: Mapping[str, str]) -> Data:
        first = values[0]
        if all(isinstance(value, Mapping) for value in values):
            if any(value.keys() != first.keys() for value in values):
                return Mask("anything")
            return {key: self._mask([value[key] for value in values], names) for key in first}
        if all(isinstance(value, list) for value in values):
            if any(len(value) != len(first) for value in values):
                return Mask("anything")
            return tuple(self._mask(each, names) for each in zip(*values, strict=True))
        if all(isinstance(value, str) for value in values):
            return self._text(values, names)
        if all(_equal(value, first) for value in values):
            return first  # type: ignore[no-any-return]
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            return self._moment(values) or Mask("number", name=names.get(_key(values), ""))
        return Mask("anything")

    def _text(self, values: Sequence[str], names: Mapping[str, str]) -> Data:
        first = values[0]
        if len(set(values)) == 1:
            return self._steady(first)
        read = [_read(value) for value in values]
        if all(each is not None for each in read):
            return Encoded("json", self._mask(read, names))
        if found := self._shape(values, names):
            return found
        return self._pieces(values, names) or Mask("text", name=names.get(_key(values), ""))

    def _steady(self, text: str) -> Data:
        """A text that is the same in all runs, and is so elsewhere and tomorrow."""
        read = _read(text)
        if read is not None:
            inside = self._mask([read] * len(self._moments), {})
            return Encoded("json", inside) if _has_mask(inside) else text
        if _FOREIGN.search(text) or len(text) > _LONGEST or any(each in text for each in self._hidden):
            return Mask("text")
        called = _CALLED.fullmatch(text)
        if called:
            return Joined((called[1], Mask("text")))
        today = datetime.fromtimestamp(self._moments[0], UTC)
        for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
            before, found, after = text.partition(today.strftime(form))
            if found:
                return Joined(tuple(part for part in (before, Mask("text"), after) if part))
        return text

    def _shape(self, values: Sequence[str], names: Mapping[str, str]) -> Mask | None:
        if all(re.fullmatch(r"\d+(\.\d+)?", value) for value in values):
            return self._moment([float(value) for value in values])
        if all(re.fullmatch(_ISO, value) for value in values):
            return self._moment_as_text(values)
        name = names.get(_key(values), "")
        if all(re.fullmatch(_UUID, value) for value in values):
            return Mask("uuid", name=name)
        length = {len(value) for value in values}
        if len(length) == 1 and all(re.fullmatch(r"[0-9a-fA-F]{8,}", value) for value in values):
            return Mask("hex", str(length.pop()), name=name)
        if all(_BASE64.fullmatch(value) and len(value) % 4 == 0 for value in values):
            return Mask("base64", name=name)
        return None

    def _moment(self, values: Sequence[float]) -> Mask | None:
        """Numbers that are the time, or a fixed distance from it."""
        for shape, unit, least in (("now-ms", 1000, _MILLISECONDS), ("now", 1, _SECONDS)):
            if all(value >= least for value in values):
                return self._apart(shape, [value / unit for value in values])
        return None

    def _moment_as_text(self, values: Sequence[str]) -> Mask | None:
        read = []
        for value in values:
            try:
                moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
            except ValueError:
                return None
            read.append((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
        return self._apart("now-iso", read)

    def _apart(self, shape: str, values: Sequence[float]) -> Mask | None:
        distances = [value - moment for value, moment in zip(values, self._moments, strict=True)]
        if max(distances) - min(distances) > _CLOSE:
            return None
        near = round(sorted(distances, key=abs)[0])
        whole = round(near / _MINUTE) * _MINUTE
        near = whole if abs(near - whole) < _CLOSE else near
        return Mask(shape, str(near) if near else "")

    def _pieces(self, values: Sequence[str], names: Mapping[str, str]) -> Data:
        """Text with something that differs in it: nothing where there is no such thing to be seen."""
        split = [_PIECES.split(value) for value in values]
        if any(len(each) != len(split[0]) for each in split):
            return None
        parts: list[Any] = []
        for number, each in enumerate(zip(*split, strict=True)):
            if len(set(each)) == 1:
                same = self._steady(each[0])
                parts.extend(same.parts if isinstance(same, Joined) else (same,))
            elif number % 2:
                parts.append(self._shape(each, names) or Mask("text"))
            else:
                return None
        return Joined(tuple(_joined(parts)))


def _has_mask(value: Data) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_mask, value.values()))
    return any(map(_has_mask, value)) if isinstance(value, tuple) else isinstance(value, Mask | Joined | Encoded)


def _joined(parts: Sequence[Any]) -> Iterator[Any]:
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text


def _read(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return None
    return parsed(text)


def _equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _key(values: Sequence[Any]) -> str:
    return json.dumps(list(values))


def _names(values: Sequence[Any]) -> Mapping[str, str]:
    """Names for what differs from run to run and stands in more than one place."""
    counts = Counter(_key(each) for each in _leaves(values) if len(set(map(repr, each))) > 1)
    often = [key for key, count in counts.items() if count > 1]
    return {key: f"made {number}" for number, key in enumerate(often, 1)}


def _leaves(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    first = values[0]
    if all(isinstance(value, Mapping) and value.keys() == first.keys() for value in values):
        for key in first:
            yield from _leaves([value[key] for value in values])
    elif all(isinstance(value, list) and len(value) == len(first) for value in values):
        for each in zip(*values, strict=True):
            yield from _leaves(each)
    elif all(isinstance(value, str) and _read(value) is not None for value in values):
        yield from _leaves([_read(value) for value in values])
    else:
        yield values
