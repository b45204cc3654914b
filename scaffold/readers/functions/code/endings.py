"""How a way through a handler ended."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from scaffold.model.functions import Guard
from scaffold.readers.functions.code.choices import Subject
from scaffold.readers.functions.code.facts import Way
from scaffold.readers.functions.code.values import Obj, Seq, Value


class Ending(enum.Enum):
    """Good; refused (a status from 400 on); failed (an error left the handler); reported (a record's failure); lost."""

    GOOD = "good"
    REFUSED = "refused"
    FAILED = "failed"
    REPORTED = "reported"
    LOST = "lost"


def status_of(value: Value) -> int | None:
    """The status code of a response, where it is known."""
    if isinstance(value, Obj):
        found = value.entries.get("statusCode", value.entries.get("status_code"))
        if isinstance(found, str) and found.isdigit():
            return int(found)
        return int(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
    return None


def failures_of(value: Value) -> bool | None:
    """Whether a result names failed records; `None` where it is no such result."""
    if not isinstance(value, Obj) or "batchItemFailures" not in value.entries:
        return None
    found = value.entries["batchItemFailures"]
    return bool(found.items or found.more) if isinstance(found, Seq) else True


def ending_of(way: Way) -> Ending:
    """How a way ended."""
    if way.outcome == "lost":
        return Ending.LOST
    if way.outcome == "raised":
        return Ending.FAILED
    if failures_of(way.value):
        return Ending.REPORTED
    status = status_of(way.value)
    return Ending.REFUSED if status is not None and status >= 400 else Ending.GOOD


def failed_calls(way: Way) -> list[str]:
    """The calls that failed on a way."""
    return [choice.test.subject[1][0] for choice in way.choices if choice.test.kind == "fails" and choice.arm]


def codes_of(way: Way) -> list[str]:
    """The error codes that were told apart on a way, those that it was."""
    found: list[str] = []
    for choice in way.choices:
        if choice.test.kind == "code" and choice.arm:
            argument = choice.test.argument
            found += argument if isinstance(argument, tuple) else [str(argument)]
    return found


def guard_of(ways: Iterable[Way]) -> Guard:
    """What becomes of an error, as ways on which it was raised show."""
    outcomes: set[str] = set()
    statuses: set[int] = set()
    for way in ways:
        ending = ending_of(way)
        status = status_of(way.value)
        if ending is Ending.LOST:
            outcomes.add("unknown")
        elif ending is Ending.FAILED:
            outcomes.add("escapes")
        elif ending is Ending.REPORTED:
            outcomes.add("reported")
        elif status is not None and (status >= 400 or way.in_handler):
            outcomes.add("answered")
            statuses.add(status)
        elif way.in_handler:
            outcomes.add("answered")
        else:
            outcomes.add("swallowed")
    if len(outcomes) != 1:
        return Guard("unknown", tuple(sorted(statuses)), tuple(sorted(outcomes)))
    return Guard(outcomes.pop(), tuple(sorted(statuses)))


def plainest(ways: Iterable[Way], own: Subject | None = None) -> list[Way]:
    """Those of the ways on which the least is missing besides: where an error is reported, what that takes is there.

    `own` is what is looked at: whether that itself is missing does not count.
    """
    counted = [
        (sum(each.test.kind == "has" and not each.arm and each.test.subject != own for each in way.choices), way)
        for way in ways
    ]
    least = min((count for count, _ in counted), default=0)
    return [way for count, way in counted if count == least]
