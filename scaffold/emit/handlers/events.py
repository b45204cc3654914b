"""Events said shortly: one of them whole, and the others by what is different in them.

Nothing here is in a language: what comes out are the same data, with `Like` and `Series` for what is said shortly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final, TypeAlias

from scaffold.emit.handlers.readable import Digest, derived, readable
from scaffold.model.handlers import Data, Encoded, HandlerCase

__all__ = ["Counted", "Digest", "Like", "Series", "Told", "like", "likes", "readable", "told"]

#: An event that is shorter than this is said where it stands.
_SHORT: Final = 120
#: One that is longer than this gets a name, even if no other is like it.
_LONG: Final = 500
#: So many events of a trigger are tried as the one that others are said by.
_TRIED: Final = 8
#: Words around the parts of what is said, in characters.
_AROUND: Final = 6
#: From so many alike records on, they are counted instead of listed.
_SEVERAL: Final = 3
_NUMBER: Final = re.compile(r"(.*?)(\d{1,15})(\D*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Like:
    """An event that is like the one called `base`, but for `changes` by their paths, and `without` what is at others.

    A path is `Records[0].body.id`; it leads into what is encoded, too. A name with dots in it is in quotes (`'a.b'`).
    """

    base: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Text with a number in it: that of the record plus `offset`, in `width` digits (0: as many as it has); with
    `whole`, the number itself."""

    before: str
    after: str
    offset: int
    width: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Records from number `first` to `last`, all as `item` says, with `Counted` in it."""

    item: Like
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Told:
    """All events of a suite: those that have a name, and what each case is called with, by the case's id."""

    named: Mapping[str, Any]
    events: Mapping[str, Any]


def told(cases: Sequence[HandlerCase], *, digests: bool = False, lists: bool = False) -> Told:
    """The events of these cases; one that others are like gets a name (`REQUEST`, `RECORD`, `EVENT`).

    What follows from something beside it is said so: with `digests` the MD5 of a message's body, with `lists` headers
    and parameters that a REST API says in lists once more.
    """
    if digests or lists:
        cases = [replace(case, event=derived(case.event, digests=digests, lists=lists)) for case in cases]
    bases = _bases(cases)
    named = {each.name: each.event for each in bases.values()}
    events = {case.id: _said(case.event, bases, case.trigger) for case in cases}
    return Told(named, events)


@dataclass(frozen=True, slots=True)
class _Base:
    name: str
    event: Any


#: What events can be like each other: those of a trigger, whole or by their records, and of one route.
_Key: TypeAlias = tuple[str, bool, str]


def _bases(cases: Sequence[HandlerCase]) -> Mapping[_Key, _Base]:
    """A long event of each trigger and route, or a record of one, by which the others are said most shortly."""
    found: dict[_Key, list[Any]] = {}
    words: dict[_Key, str] = {}
    for case in cases:
        records = _records(case.event)
        key = case.trigger, bool(records), _route(case.event)
        for part in records or (case.event,):
            if isinstance(part, Mapping) and _cost(part) > _SHORT:
                found.setdefault(key, []).append(part)
                words.setdefault(key, "RECORD" if records else "REQUEST" if case.section == "requests" else "EVENT")
    used: dict[str, int] = {}
    made = {}
    for key, parts in found.items():
        best, alike = max(((part, likes(part, parts)) for part in parts[:_TRIED]), key=lambda each: each[1])
        if alike[0] > 1 or _cost(best) > _LONG:
            word = words[key]
            used[word] = used.get(word, 0) + 1
            made[key] = _Base(word if used[word] == 1 else f"{word}_{used[word]}", best)
    return made


def _route(event: Data) -> str:
    """The route of a request; empty for other events."""
    if not isinstance(event, Mapping):
        return ""
    return " ".join(str(event.get(name) or "") for name in ("routeKey", "httpMethod", "resource")).strip()


def likes(base: Any, parts: Sequence[Any]) -> tuple[int, int]:
    """How many events are like one of them, and how shortly they are said then: the more, the better."""
    found = [each for part in parts if (each := like("", base, part)) is not None]
    return len(found), -sum(map(_spent, found))


def _spent(said: Like) -> int:
    """About how long it takes to say what is different."""
    return _cost(said.changes) + len(str(said.without))


def _records(event: Data) -> tuple[Any, ...]:
    """The records of a batch: those of `Records`, or of an event that is a list."""
    found: Any = next(iter(event.values())) if isinstance(event, Mapping) and len(event) == 1 else event
    if not isinstance(found, tuple | list) or not all(isinstance(each, Mapping) for each in found):
        return ()
    return tuple(found)


def _said(event: Data, bases: Mapping[_Key, _Base], trigger: str) -> Any:
    records = _records(event)
    known = [base for key, base in bases.items() if key[:2] == (trigger, bool(records))]
    if not known:
        return event
    if not records:
        alike = (each for base in known if (each := like(base.name, base.event, event)) is not None)
        return min(alike, key=_spent, default=event)
    said = _listed(known[0], records)
    if isinstance(event, Mapping):
        return dict.fromkeys(event, said)
    return said


def _listed(base: _Base, records: Sequence[Any]) -> Any:
    series = _series(base, records)
    if series is not None:
        return series
    return tuple(like(base.name, base.event, record) or record for record in records)


def like(name: str, base: Any, event: Any) -> Like | None:
    """How an event is like another one; nothing where it is not, or is said sooner itself."""
    if not isinstance(base, Mapping) or not isinstance(event, Mapping):
        return None
    changes, without = _difference(base, event, "")
    spent = sum(_AROUND + len(path) + _cost(value) for path, value in changes.items())
    spent += sum(_AROUND + len(path) for path in without)
    if spent > _cost(event) * 2 // 3:
        return None
    return Like(name, changes, tuple(without))


def _difference(base: Any, event: Any, path: str, *, deep: bool = False) -> tuple[dict[str, Any], list[str]]:
    """What to change and what to leave out, by the paths; with `deep`, each by itself."""
    changes: dict[str, Any] = {}
    without: list[str] = []
    for below, one, other in _pairs(base, event, path):
        if one is _MISSING:
            changes[below] = other
        elif other is _MISSING:
            without.append(below)
        else:
            inner, gone = _change(one, other, below, deep)
            changes.update(inner)
            without += gone
    return changes, without


def _change(base: Any, event: Any, path: str, deep: bool) -> tuple[dict[str, Any], list[str]]:
    """The same for what is at a path: whole, or by what is below it."""
    if _is_same(base, event):
        return {}, []
    whole = {path: event}
    while isinstance(base, Encoded) and isinstance(event, Encoded) and base.how == event.how:
        base, event = base.value, event.value
    if not _is_alike(base, event):
        return whole, []
    changes, without = _difference(base, event, path, deep=deep)
    if deep:
        return changes, without
    spent = sum(_AROUND + len(below) + _cost(value) for below, value in changes.items())
    spent += sum(_AROUND + len(below) for below in without)
    return (changes, without) if spent < _AROUND + len(path) + _cost(whole[path]) else (whole, [])


_MISSING: Final = object()


def _pairs(base: Any, event: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(base, Mapping):
        for key in dict.fromkeys((*base, *event)):
            yield _below(path, key), base.get(key, _MISSING), event.get(key, _MISSING)
    else:
        for at, (one, other) in enumerate(zip(base, event, strict=True)):
            yield f"{path}[{at}]", one, other


def _is_alike(base: Any, event: Any) -> bool:
    """Whether what is below two values can be told apart: objects with plain names, or lists of the same length."""
    if isinstance(base, Mapping) and isinstance(event, Mapping):
        return not any("'" in key for key in (*base, *event))
    lists = isinstance(base, tuple | list) and isinstance(event, tuple | list)
    return lists and len(base) == len(event)


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same, in type, too."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, Encoded) and isinstance(other, Encoded):
        return one.how == other.how and _is_same(one.value, other.value)
    return type(one) is type(other) and bool(one == other)


def _below(path: str, key: str) -> str:
    step = key if re.fullmatch(r"[^.\['\]]+", key) else f"'{key}'"
    return f"{path}.{step}" if path else step


def _cost(value: Any) -> int:
    """About how many characters a value takes."""
    if isinstance(value, Mapping):
        return 2 + sum(len(key) + 6 + _cost(item) for key, item in value.items())
    if isinstance(value, tuple | list):
        return 2 + sum(2 + _cost(item) for item in value)
    if isinstance(value, Encoded):
        return 9 + _cost(value.value)
    return len(value) + 2 if isinstance(value, str) else len(repr(value)) if isinstance(value, int | float) else 12


def _series(base: _Base, records: Sequence[Any]) -> Series | None:
    """Records that differ in nothing but a number that goes up by one."""
    if len(records) < _SEVERAL:
        return None
    found = [_difference(base.event, record, "", deep=True) for record in records]
    if any(without for _, without in found):
        return None
    # The base itself may be among them: what others change is in it as it is.
    paths = list(dict.fromkeys(path for changes, _ in found for path in changes))
    columns = {path: [changes.get(path, _at(base.event, path)) for changes, _ in found] for path in paths}
    ways = [{path: _counted(values, first) for path, values in columns.items()} for first in (0, 1)]
    zero, one = map(_far, ways)
    first = 0 if zero < one else 1
    return Series(Like(base.name, ways[first]), first, first + len(records) - 1) if min(zero, one) < _NEVER else None


_NEVER: Final = 10**18


def _far(counted: Mapping[str, Any]) -> int:
    """How far the numbers in what is counted are from those of the records; `_NEVER` where there is no series."""
    if any(each is None for each in counted.values()):
        return _NEVER
    return sum(abs(each.offset) for each in counted.values() if isinstance(each, Counted))


_STEP: Final = re.compile(r"\[(\d+)\]|\.?'([^']*)'|\.?([^.\['][^.\[]*)")


def _at(value: Any, path: str) -> Any:
    """What is at a path, or `_MISSING`."""
    for index, quoted, name in _STEP.findall(path):
        while isinstance(value, Encoded):
            value = value.value
        if isinstance(value, Mapping):
            value = value.get(name or quoted, _MISSING)
        elif isinstance(value, tuple | list) and index:
            value = value[int(index)] if int(index) < len(value) else _MISSING
        else:
            return _MISSING
    return value


def _counted(values: Sequence[Any], first: int) -> Any:
    """Values as one with a number in it; the value itself where all are the same, None where they are no series."""
    if all(_is_same(values[0], value) for value in values):
        return None if values[0] is _MISSING or values[0] is None else values[0]
    if all(type(value) is int for value in values):
        offset = values[0] - first
        rising = all(value - offset == first + at for at, value in enumerate(values))
        return Counted("", "", offset, 0, whole=True) if rising else None
    if not all(isinstance(value, str) for value in values):
        return None
    for made in _numbered(values[0], first):
        texts = (f"{made.before}{number + made.offset:0{made.width}}{made.after}" for number in count(first))
        if all(text == value for text, value in zip(texts, values, strict=False)):
            return made
    return None


def _numbered(text: str, first: int) -> Iterator[Counted]:
    """The ways to see a number at the end of a text, best first: that of the record itself, or one that is higher."""
    match = _NUMBER.match(text)
    before, digits, after = match.groups() if match else ("", "", "")
    ends = [(before + digits[:at], digits[at:]) for at in range(len(digits))]
    for higher in (False, True):
        for start, end in ends:
            if (int(end) == first) is not higher:
                width = len(end) if end.startswith("0") and len(end) > 1 else 0
                yield Counted(start, after, int(end) - first, width)
