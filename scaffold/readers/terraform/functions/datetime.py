"""Terraform's date and time functions: https://developer.hashicorp.com/terraform/language/functions/formatdate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from scaffold.readers.terraform.functions.declare import define
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import STRING

_TIMESTAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))", re.ASCII
)
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_MAX_DURATION = 1 << 63
_TOKEN = re.compile(r"'(?:[^']|'')*'|'|(?P<verb>([A-Za-z])\2*)|[^A-Za-z']+", re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time in its own zone, to the second, and the nanoseconds since."""

    time: datetime
    nanoseconds: int


def _parse(text: str) -> _Moment:
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        raise FunctionError(f"not a valid RFC3339 timestamp: {text[:80]!r}")
    try:
        offset = timedelta(hours=int(found[4] or 0), minutes=int(found[5] or 0))
        zone = timezone(-offset if found[3] == "-" else offset)
        time = datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        raise FunctionError(f"not a valid RFC3339 timestamp: {text[:80]!r}") from None
    return _Moment(time, int(((found[2] or ".")[1:] + "0" * 9)[:9]))


def _nanoseconds(moment: _Moment) -> int:
    try:
        since = moment.time - _EPOCH
    except OverflowError:
        raise NeedsKnownError("the time is out of range") from None
    return (since.days * 86400 + since.seconds) * 10**9 + moment.nanoseconds


def _add(timestamp: str, duration: str) -> str:
    moment = _parse(timestamp)
    seconds = (moment.nanoseconds + _parse_duration(duration)) // 10**9
    try:
        time = moment.time + timedelta(seconds=seconds)
    except OverflowError:
        raise NeedsKnownError("the time is out of range") from None
    return f"{time.year:04d}{time:-%m-%dT%H:%M:%S}{_zone(time, 'Z')}"


def _parse_duration(text: str) -> int:
    """The nanoseconds of a duration such as `-1h30m`. Raises `FunctionError`."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    parts = list(_DURATION.finditer(digits))
    if digits != "0" and (not parts or "".join(part[0] for part in parts) != digits or len(digits) > 200):
        raise FunctionError(f'time: invalid duration "{text[:80]}"')
    total = sum(int(Decimal(part[1]) * _NANOSECONDS[part[2]]) for part in parts)
    if total >= _MAX_DURATION:
        raise FunctionError(f'time: invalid duration "{text[:80]}"')
    return -total if text.startswith("-") else total


def _compare(left: str, right: str) -> int:
    one, other = _nanoseconds(_parse(left)), _nanoseconds(_parse(right))
    return (one > other) - (one < other)


def _format(spec: str, timestamp: str) -> str:
    time = _parse(timestamp).time
    return "".join(_format_part(found, time) for found in _TOKEN.finditer(spec))


def _format_part(found: re.Match[str], time: datetime) -> str:
    verb = found["verb"]
    if verb:
        formatter = _VERBS.get(verb)
        if formatter is None:
            raise FunctionError(f'invalid date format verb "{verb}"')
        return formatter(time)
    text = found[0]
    if not text.startswith("'"):
        return text
    if text == "'":
        raise FunctionError("unterminated literal '")
    return "'" if text == "''" else text[1:-1].replace("''", "'")


def _zone(time: datetime, utc: str = "", colon: str = ":") -> str:
    minutes = int((time.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes and utc:
        return utc
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{colon}{abs(minutes) % 60:02d}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_VERBS: Mapping[str, Callable[[datetime], str]] = {
    "YYYY": lambda time: f"{time.year:04d}",
    "YY": lambda time: f"{time.year % 100:02d}",
    "MMMM": lambda time: _MONTHS[time.month - 1],
    "MMM": lambda time: _MONTHS[time.month - 1][:3],
    "MM": lambda time: f"{time.month:02d}",
    "M": lambda time: str(time.month),
    "DD": lambda time: f"{time.day:02d}",
    "D": lambda time: str(time.day),
    "EEEE": lambda time: _DAYS[time.weekday()],
    "EEE": lambda time: _DAYS[time.weekday()][:3],
    "hh": lambda time: f"{time.hour:02d}",
    "h": lambda time: str(time.hour),
    "HH": lambda time: f"{(time.hour + 11) % 12 + 1:02d}",
    "H": lambda time: str((time.hour + 11) % 12 + 1),
    "AA": lambda time: "AM" if time.hour < 12 else "PM",
    "aa": lambda time: "am" if time.hour < 12 else "pm",
    "mm": lambda time: f"{time.minute:02d}",
    "m": lambda time: str(time.minute),
    "ss": lambda time: f"{time.second:02d}",
    "s": lambda time: str(time.second),
    "ZZZZZ": lambda time: _zone(time),
    "ZZZZ": lambda time: _zone(time, colon=""),
    "ZZZ": lambda time: _zone(time, "UTC", ""),
    "Z": lambda time: _zone(time, "Z"),
}

FUNCTIONS: Mapping[str, Function] = {
    "formatdate": define(_format, STRING, STRING),
    "timeadd": define(_add, STRING, STRING),
    "timecmp": define(_compare, STRING, STRING),
}
