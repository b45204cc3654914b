"""`Date`. The time zone of the machine that a program runs on is not known here: what depends on it is not either.

A date is a number of milliseconds: since 1970 in UTC, or (`local`) on the clock of that machine. A question that has
the same answer in every time zone is answered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from scaffold.model.values import Unknown
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import to_primitive
from scaffold.readers.programs.javascript.kinds import Native
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, native, table
from scaffold.readers.programs.javascript.numbers import number
from scaffold.readers.programs.values import UNDEFINED, Machine, NativeFunction, Symbol

_DAY = 86_400_000
_LAST = 8_640_000_000_000_000
#: How far clocks are from UTC, in milliseconds.
_OFFSETS = (-12 * 3_600_000, 14 * 3_600_000)
_ISO = re.compile(
    r"([0-9]{4}|[+-][0-9]{6})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
_RFC = re.compile(
    rf"(?:(?:{'|'.join(_DAYS)}),? )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})"
    r"(?: ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)? (?:GMT|UTC|Z)"
)
_NOW = "this depends on the time"
_ZONE = "this depends on the time zone"


def days_from(year: int, month: int) -> int:
    """The days from 1970 to the first of a month (from 0, which may be beyond the year)."""
    year, month = year + month // 12, month % 12
    shifted = year - (month < 2)
    era_days = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400
    return era_days + (153 * ((month - 2) % 12) + 2) // 5 - 719_468


def fields(value: int) -> list[int]:
    """Year, month (from 0), day, hour, minute, second, millisecond and day of the week of a time."""
    days, rest = divmod(value, _DAY)
    shifted = days + 719_468
    era, of_era = divmod(shifted, 146_097)
    year_of = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    day_of = of_era - (365 * year_of + year_of // 4 - year_of // 100)
    month_of = (5 * day_of + 2) // 153
    month = (month_of + 2) % 12
    year = year_of + era * 400 + (month < 2)
    day = day_of - (153 * month_of + 2) // 5 + 1
    return [year, month, day, rest // 3_600_000, rest // 60_000 % 60, rest // 1000 % 60, rest % 1000, (days + 4) % 7]


def from_fields(parts: list[int | float]) -> float:
    """The time of year, month, day, hour, minute, second, millisecond, each of which may be beyond its range."""
    if any(part != part or math.isinf(part) for part in parts):
        return math.nan
    year, month, day, hour, minute, second, milli = map(int, parts)
    if abs(year) > 400_000 or abs(month) > 5_000_000:
        return math.nan
    days = days_from(year, month) + day - 1
    return clipped(days * _DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + milli)


def clipped(value: float) -> float:
    """The time where dates can be, else NaN."""
    return math.nan if value != value or abs(value) > _LAST else int(value)


class Date(Native):
    """A date; `value` may be NaN."""

    __slots__ = ("local", "value")

    kind: ClassVar[str] = "Date"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, value: float, local: bool = False) -> None:
        self.value, self.local = value, local

    def primitive(self, machine: Machine, hint: str, at: int) -> Any:
        """Its number, or its text."""
        del machine, at
        if hint != "number":
            raise NotKnownError(_ZONE)
        return self.utc()

    def utc(self) -> int | float:
        """Its milliseconds since 1970 in UTC. Raises `NotKnownError`."""
        if self.local and self.value == self.value:
            raise NotKnownError(_ZONE)
        return self.value

    def answer(self, question: Callable[[list[int]], Any], *, local: bool) -> Any:
        """What its fields say, on the local clock or in UTC. Raises `NotKnownError`."""
        if self.value != self.value:
            return math.nan
        value = int(self.value)
        if self.local == local:
            return question(fields(value))
        answers = [question(fields(value + offset)) for offset in _OFFSETS]
        if answers[0] != answers[1]:
            raise NotKnownError(_ZONE)
        return answers[0]


def parse(text: str) -> tuple[float, bool]:
    """The time that a text says, and whether it is one of the local clock. Raises `NotKnownError`."""
    text = text.strip()
    found = _ISO.fullmatch(text)
    if found:
        return _parse_iso(found)
    found = _RFC.fullmatch(text)
    if found:
        clock = [float(part or 0) for part in found.groups()[3:]]
        return from_fields([int(found[3]), _MONTHS.index(found[2]), int(found[1]), *clock, 0]), False
    if not re.search("[0-9]", text):
        return math.nan, False
    raise NotKnownError("how the runtime reads this date is not known here")


def _parse_iso(found: re.Match[str]) -> tuple[float, bool]:
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    hour, minute, second = (int(found[index] or 0) for index in (4, 5, 6))
    milli = int((found[7] or "0").ljust(3, "0")[:3])
    late = hour == 24 and (minute or second or milli)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or hour > 24 or minute > 59 or second > 59 or late:
        return math.nan, False
    value = from_fields([year, month - 1, day, hour, minute, second, milli])
    zone = found[8]
    if found[4] and not zone:
        return value, True
    if zone and zone != "Z":
        shift = (int(zone[1:3]) * 60 + int(zone[4:])) * 60_000
        value -= shift if zone[0] == "+" else -shift
    return clipped(value), False


def _now(given: Given) -> Symbol:
    del given
    return Symbol(Unknown(_NOW, "Date.now()"))


def _constructed(given: Given) -> Any:
    if not given.arguments:
        return Symbol(Unknown(_NOW, "new Date()"))
    known = [given.machine.concrete(value) for value in given.arguments]
    if len(known) > 1:
        return Date(from_fields(_numbers(given)), local=True)
    if isinstance(known[0], Date):
        return Date(known[0].value, known[0].local)
    value = to_primitive(given.machine, given[0], given.at)
    text = given.machine.concrete(value) if isinstance(value, Symbol) else value
    if isinstance(text, str):
        return Date(*parse(text))
    return Date(clipped(_truncated(Given(given.machine, UNDEFINED, [value], given.at).number(0))))


def _truncated(value: float) -> float:
    return value if value != value or math.isinf(value) else math.trunc(value)


def _numbers(given: Given) -> list[int | float]:
    defaults: list[int | float] = [math.nan, 0, 1, 0, 0, 0, 0]
    found = [given.number(index) if given.has(index) else default for index, default in enumerate(defaults)]
    if found[0] == found[0] and 0 <= found[0] <= 99:
        found[0] = 1900 + int(found[0])
    return found


def _this(given: Given) -> Date:
    if not isinstance(given.this, Date):
        raise given.error("this is not a Date object.")
    return given.this


def _iso(given: Given) -> str:
    value = _this(given).utc()
    if value != value:
        raise given.error("Invalid time value", "RangeError")
    return iso_text(int(value))


def iso_text(value: int) -> str:
    """A time as `toISOString` has it."""
    year, month, day, hour, minute, second, milli, _ = fields(value)
    spelled = f"{year:04}" if 0 <= year <= 9999 else f"{'-' if year < 0 else '+'}{abs(year):06}"
    return f"{spelled}-{month + 1:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z"


def _utc_text(given: Given) -> str:
    value = _this(given).utc()
    if value != value:
        return "Invalid Date"
    year, month, day, hour, minute, second, _, weekday = fields(int(value))
    return f"{_DAYS[weekday]}, {day:02} {_MONTHS[month]} {year:04} {hour:02}:{minute:02}:{second:02} GMT"


def _date_text(given: Given) -> str:
    if _this(given).value != _this(given).value:
        return "Invalid Date"
    return str(
        _this(given).answer(
            lambda found: f"{_DAYS[found[7]]} {_MONTHS[found[1]]} {found[2]:02} {found[0]:04}", local=True
        )
    )


def _zoned(given: Given) -> Any:
    if _this(given).value != _this(given).value:
        return "Invalid Date"
    return given.unknown(_ZONE)


def _getter(index: int, *, local: bool) -> Body:
    return lambda given: _this(given).answer(lambda found: found[index], local=local)


def _setter(index: int, count: int, *, local: bool) -> Body:
    """Sets the field `index`, and with further arguments those behind it."""

    def body(given: Given) -> Any:
        date = _this(given)
        if date.value != date.value:
            return math.nan
        if date.local != local:
            raise NotKnownError(_ZONE)
        parts: list[int | float] = list(fields(int(date.value))[:7])
        for place in range(max(1, min(count, len(given.arguments)))):
            parts[index + place] = _truncated(given.number(place))
        date.value = from_fields(parts)
        return date.value if not date.local else given.unknown(_ZONE)

    return body


def _set_time(given: Given) -> Any:
    date = _this(given)
    date.value, date.local = clipped(_truncated(given.number(0))), False
    return date.value


def _json(given: Given) -> Any:
    return None if _this(given).value != _this(given).value else _iso(given)


_FIELDS = (
    ("FullYear", 0, 3),
    ("Month", 1, 2),
    ("Date", 2, 1),
    ("Hours", 3, 4),
    ("Minutes", 4, 3),
    ("Seconds", 5, 2),
    ("Milliseconds", 6, 1),
)
_BODIES: dict[str, Body] = {
    "getTime": lambda given: _this(given).utc(),
    "valueOf": lambda given: _this(given).utc(),
    "setTime": _set_time,
    "getDay": _getter(7, local=True),
    "getUTCDay": _getter(7, local=False),
    "toISOString": _iso,
    "toJSON": _json,
    "toUTCString": _utc_text,
    "toGMTString": _utc_text,
    "toDateString": _date_text,
    **dict.fromkeys(("toString", "toTimeString", "toLocaleString", "toLocaleDateString", "toLocaleTimeString"), _zoned),
    "getTimezoneOffset": _zoned,
}
for _name, _index, _count in _FIELDS:
    _BODIES[f"get{_name}"] = _getter(_index, local=True)
    _BODIES[f"getUTC{_name}"] = _getter(_index, local=False)
    _BODIES[f"set{_name}"] = _setter(_index, _count, local=True)
    _BODIES[f"setUTC{_name}"] = _setter(_index, _count, local=False)

Date.methods = table(_BODIES)


def _parse_static(given: Given) -> Any:
    value, local = parse(given.text(0))
    if local and value == value:
        raise NotKnownError(_ZONE)
    return value


DATE = Builtin(
    "Date",
    lambda given: given.unknown(_NOW),
    _constructed,
    {
        "now": native("Date.now", _now),
        "parse": native("Date.parse", _parse_static, pure=True),
        "UTC": native("Date.UTC", lambda given: number(from_fields(_numbers(given))), pure=True),
    },
    Date.methods,
    lambda value: isinstance(value, Date),
    length=7,
)
