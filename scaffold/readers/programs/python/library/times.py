"""The modules `datetime` and `calendar`: what the time is now is not known."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.python.hosting import from_host
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.hosted import Static, function, hosted, method_of, table
from scaffold.readers.programs.python.native import Module, functions
from scaffold.readers.programs.values import Array

_TIME = "this depends on the time"


def _zoned(name: str) -> Callable[..., Any]:
    """A method that, of a time without a zone, depends on where it is run."""
    work = getattr(datetime.datetime, name)

    def body(value: datetime.datetime, *rest: Any, **named: Any) -> Any:
        if value.tzinfo is None:
            raise NotKnownError("this depends on the zone of the machine")
        return work(value, *rest, **named)

    return body


def _from_timestamp(timestamp: Any, tz: Any = None) -> Any:
    if tz is None:
        raise NotKnownError("this depends on the zone of the machine")
    return datetime.datetime.fromtimestamp(timestamp, tz)


def _unknown(*names: str) -> dict[str, Any]:
    made = functions({name: lambda given, *_, **__: given.unknown(_TIME) for name in names})
    return {name: Static(each) for name, each in made.items()}


_DAY = "replace isoformat strftime weekday isoweekday toordinal ctime timetuple isocalendar"
_CLOCK = "hour minute second microsecond tzinfo fold"
DELTA = hosted(datetime.timedelta, methods="total_seconds", attributes="days seconds microseconds")
ZONE = hosted(datetime.timezone, methods="utcoffset tzname dst")
DATE = hosted(
    datetime.date,
    methods=_DAY,
    attributes="year month day",
    statics="fromisoformat fromordinal fromisocalendar",
)
CLOCK = hosted(
    datetime.time, methods="replace isoformat strftime utcoffset tzname", attributes=_CLOCK, statics="fromisoformat"
)
MOMENT = hosted(
    datetime.datetime,
    methods=f"{_DAY} date time timetz utcoffset tzname utctimetuple",
    attributes=f"year month day {_CLOCK}",
    statics="fromisoformat fromordinal fromisocalendar strptime combine utcfromtimestamp",
    bases=(DATE,),
)
_STEP = hosted(
    type(datetime.date(2000, 1, 1).isocalendar()), attributes="year week weekday", methods="__getitem__ __iter__"
)
_TUPLE = hosted(
    type(datetime.date(2000, 1, 1).timetuple()),
    attributes="tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst",
)


def _limits(kind: Any, host: Any, *names: str) -> None:
    kind.members.update({name: Static(from_host(getattr(host, name))) for name in names})


_limits(DELTA, datetime.timedelta, "min", "max", "resolution")
_limits(DATE, datetime.date, "min", "max", "resolution")
_limits(MOMENT, datetime.datetime, "min", "max", "resolution")
_limits(CLOCK, datetime.time, "min", "max", "resolution")
_limits(ZONE, datetime.timezone, "utc", "min", "max")
DATE.members.update(_unknown("today"))
MOMENT.members.update(_unknown("now", "utcnow", "today"))
MOMENT.members["fromtimestamp"] = Static(function("fromtimestamp", _from_timestamp))
MOMENT.members.update({name: method_of(name, _zoned(name)) for name in ("timestamp", "astimezone")})
DATETIME = Module(
    "datetime",
    {
        "date": DATE,
        "datetime": MOMENT,
        "time": CLOCK,
        "timedelta": DELTA,
        "timezone": ZONE,
        "UTC": from_host(datetime.UTC),
        "MINYEAR": datetime.MINYEAR,
        "MAXYEAR": datetime.MAXYEAR,
    },
    asking(_TIME),
)
CALENDAR = Module(
    "calendar",
    {
        **table(calendar, "isleap leapdays monthrange weekday timegm monthcalendar", "calendar."),
        **{name: Array(list(getattr(calendar, name))) for name in ("month_name", "month_abbr", "day_name", "day_abbr")},
        **{name: int(getattr(calendar, name)) for name in ("MONDAY", "TUESDAY", "SATURDAY", "SUNDAY")},
    },
    asking("this part of calendar is not known here"),
)
