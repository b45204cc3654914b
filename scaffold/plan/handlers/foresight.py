"""What comes of a case where the handler's code was followed with its very event: the ways that it may go."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from scaffold.model.functions import Course, Function, SdkCall, Trigger
from scaffold.model.handlers import (
    Answer,
    Calls,
    Completes,
    Data,
    Expectation,
    Failing,
    NoWrites,
    Raises,
    Reports,
    Responds,
    Wired,
)
from scaffold.plan.handlers.conditions import refusal
from scaffold.plan.handlers.drafts import Draft, Option, fails, holds, open_
from scaffold.plan.handlers.judging import BATCHES, MATTERING, reports, responds
from scaffold.plan.handlers.requests_shape import APIS, form
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.trusting import trusted

_CONDITIONAL: Final = "ConditionalCheckFailedException"
#: At most so many calls of which it is not known whether their condition refuses them.
_MOST_UNSURE = 2


#: What finds a row or an object.
_FINDING: Final = frozenset({"GetItem", "GetObject"})


class Foresee(Protocol):
    """Follows a handler with an event: all ways that it may go, or nothing where that is not sure."""

    def __call__(
        self,
        function: Function,
        event: Data,
        *,
        environment: Mapping[str, str],
        failing: Sequence[Failing],
        answers: Sequence[Answer],
    ) -> tuple[Course, ...] | None:
        """The ways. `answers` are those of calls that are known, `environment` is all that is set."""


def foreseen(setting: Setting, draft: Draft, foresee: Foresee) -> tuple[Option, ...]:
    """What is to be expected of a case; nothing where it is not known which ways the handler may go."""
    if draft.section == "loading" or setting.unset:
        return ()
    courses = _courses(setting, draft, foresee)
    if not courses or not all(_sure(setting, draft, course) for course in courses):
        return ()
    trigger = next((each for each in setting.function.triggers if each.address == draft.trigger), None)
    outcomes = {course.outcome for course in courses}
    if outcomes == {"raised"}:
        return _raised(draft, trigger, courses)
    if outcomes != {"returned"}:
        return ()
    kind = trigger.kind if trigger else ""
    if kind in APIS:
        return _responded(setting, draft, trigger, courses)
    if reports(setting, trigger):
        return _reported(setting, draft, courses)
    return _completed(setting, draft, kind, courses)


def _courses(setting: Setting, draft: Draft, foresee: Foresee) -> tuple[Course, ...]:
    """All ways that the handler may go, also where it is not known whether a condition refuses a call."""
    certain, unsure = _refusals(setting, draft)
    if len(unsure) > _MOST_UNSURE:
        return ()
    found: list[Course] = []
    environment = {name: value for name, value in setting.environment.items() if isinstance(value, str)}
    environment = {name: value for name, value in environment.items() if name not in draft.without}
    answers = (*draft.answers, *_answers(setting, draft))
    for chosen in itertools.product((False, True), repeat=len(unsure)):
        refused = [failing for failing, taken in zip(unsure, chosen, strict=True) if taken]
        ways = foresee(
            setting.function,
            draft.event,
            environment={**environment, **draft.environment},
            failing=(*draft.failing, *certain, *refused),
            answers=answers,
        )
        if not ways:
            return ()
        found.extend(ways)
    return tuple(dict.fromkeys(found))


def _refusals(setting: Setting, draft: Draft) -> tuple[list[Failing], list[Failing]]:
    """The calls that their conditions refuse, and those that they may refuse."""
    certain: list[Failing] = []
    unsure: list[Failing] = []
    if setting.function.language != "python":
        return certain, unsure
    named = {(failing.service, failing.operation) for failing in draft.failing}
    for call in setting.code.calls:
        if (call.service, call.operation) in named or call.service != "dynamodb":
            continue
        wired = setting.meant(call.target)
        rows = _rows(draft, wired)
        row = next(iter(rows), None) if rows is not None else None
        verdict = refusal(call, row, known=rows is not None)
        failing = Failing("dynamodb", call.operation, _CONDITIONAL)
        if verdict is not False and failing not in certain and failing not in unsure:
            (certain if verdict else unsure).append(failing)
    for operation in {call.operation for call in setting.code.calls if call.service == "s3"} & {"GetObject"}:
        if not any(answer.operation == operation for answer in draft.answers):
            certain.append(Failing("s3", operation, "NoSuchKey"))
    return certain, unsure


def _rows(draft: Draft, wired: Wired | None) -> tuple[Mapping[str, Any], ...] | None:
    """The rows that are put into a table for a case; nothing where that may have others. Those are the rows that the
    event is about, all alike but for their keys."""
    if wired is None or any(call.operation == "PutItem" for call in wired.create):
        return None
    rows = (call.input.get("Item") for call in draft.before if call.input.get("TableName") == wired.name)
    return tuple(row for row in rows if isinstance(row, Mapping))


def _answers(setting: Setting, draft: Draft) -> list[Answer]:
    """What is answered where nothing else is said: what the world has, and rows that are not there."""
    found = []
    told = {(answer.service, answer.operation) for answer in draft.answers}
    for call in setting.code.calls:
        wired, key = setting.meant(call.target), (call.service, call.operation)
        if wired is None or key in told:
            continue
        value = wired.facts.get("value")
        if key == ("secretsmanager", "GetSecretValue") and isinstance(value, str):
            found.append(Answer(*key, {"SecretString": value}))
        elif key == ("ssm", "GetParameter") and isinstance(value, str):
            found.append(Answer(*key, {"Parameter": {"Name": wired.name, "Value": value}}))
        elif key == ("dynamodb", "GetItem") and _empty(setting, draft, call):
            found.append(Answer(*key, {}))
        else:
            continue
        told.add(key)
    return found


def _empty(setting: Setting, draft: Draft, call: SdkCall) -> bool:
    """Whether a row that is looked for is not there. What was put there just before is."""
    if setting.function.language != "python":
        return True
    before = setting.code.calls[: setting.code.calls.index(call)]
    put = any(other.operation == "PutItem" and other.target == call.target for other in before)
    return _rows(draft, setting.meant(call.target)) == () and not put


def _sure(setting: Setting, draft: Draft, course: Course) -> bool:
    """Whether all calls of a way surely do as they are said to."""
    calls = [setting.code.calls[number] for number in course.calls]
    if draft.intent == "refused" and draft.before and any(call.operation in _FINDING for call in calls):
        # The rows that are there are those of an event that is as it should be.
        return False
    if draft.intent == "refused" and setting.function.language != "python" and any(map(_is_stored, calls)):
        # Whether a table takes what is wrong with the event is for the table to say.
        return False
    return all(trusted(setting, call) or _fails_anyway(call) for call in calls)


def _is_stored(call: SdkCall) -> bool:
    return call.service == "dynamodb" and call.writes


def _fails_anyway(call: SdkCall) -> bool:
    return (call.service, call.operation) == ("s3", "GetObject")


def _place(course: Course) -> str:
    return f"{course.position.file}:{course.position.line}" if course.position else "some place"


def _raised(draft: Draft, trigger: Trigger | None, courses: Sequence[Course]) -> tuple[Option, ...]:
    kind = trigger.kind if trigger else ""
    if kind in APIS and draft.intent == "refused":
        wanted = Responds(400, 499, form(trigger) if trigger else "1.0")
        reason = f"the error at {_place(courses[0])} leaves the handler: the sender is told 502, not 4xx"
        return (fails(reason, wanted),)
    return () if draft.intent == "taken" and kind in APIS else (holds(Raises()),)


def _responded(
    setting: Setting, draft: Draft, trigger: Trigger | None, courses: Sequence[Course]
) -> tuple[Option, ...]:
    statuses = [course.status for course in courses if course.status is not None]
    if len(statuses) != len(courses):
        return ()
    if draft.intent == "refused" and min(statuses) >= 500:
        reason = f"the answer is {statuses[0]}: a fault of the sender's is a 4xx"
        return (fails(reason, Responds(400, 499, form(trigger) if trigger else "1.0")),)
    return (holds(responds(trigger, statuses), *_traces(setting, draft, courses)),)


def _reported(setting: Setting, draft: Draft, courses: Sequence[Course]) -> tuple[Option, ...]:
    named = {course.failed for course in courses}
    if None in named:
        return ()
    failed = next(iter(named))
    if len(named) > 1 or failed is None:
        return (open_(Reports(None, or_raises=True)), holds(Reports(None)))
    lost = _lost(setting, draft, courses) if failed == () else ()
    return lost or (holds(Reports(failed), *(_traces(setting, draft, courses) if not failed else ())),)


def _completed(setting: Setting, draft: Draft, kind: str, courses: Sequence[Course]) -> tuple[Option, ...]:
    lost = _lost(setting, draft, courses) if kind in BATCHES else ()
    return lost or (holds(Completes(), *_traces(setting, draft, courses)),)


def _lost(setting: Setting, draft: Draft, courses: Sequence[Course]) -> tuple[Option, ...]:
    """A record counts as processed though a call failed that changes something, and nobody is prepared for that."""
    failing = next(iter(draft.failing), None)
    if draft.intent != "broken" or failing is None:
        return ()
    for course in courses:
        for call in (setting.code.calls[number] for number in course.calls):
            same = (call.service, call.operation) == (failing.service, failing.operation)
            if same and call.writes and call.service in MATTERING and failing.code not in call.codes:
                place = f"{call.position.file}:{call.position.line}"
                reason = f"the failure of {call.operation} at {place} is caught, and the record counts as processed"
                return (fails(reason, Raises()) if not setting.code.reports_failures else _unreported(reason, draft),)
    return ()


def _unreported(reason: str, draft: Draft) -> Option:
    from scaffold.plan.handlers.identifying import identifiers

    return fails(reason, Reports(identifiers(draft.event), or_raises=True))


def _traces(setting: Setting, draft: Draft, courses: Sequence[Course]) -> tuple[Expectation, ...]:
    """The calls that are made whichever way the handler goes, or that none is made that changes anything."""
    if draft.failing:
        return ()
    each = [set(course.calls) for course in courses]
    writing = [number for numbers in each for number in numbers if setting.code.calls[number].writes]
    if not writing:
        return (NoWrites(),)
    made: list[tuple[str, str, str]] = []
    for number in sorted(set.intersection(*each)):
        call = setting.code.calls[number]
        wired = setting.meant(call.target)
        if wired and not call.at_import:
            made.append((call.service, call.operation, wired.address))
    return (Calls(tuple(dict.fromkeys(made))),) if made else ()


_WHEN = re.compile(r"(?:answers(?: \d+)?|fails|gives the record back|goes on|copes) when ")
_FOR = re.compile(r"(?:gives back|fails for|passes over|copes with) ")


def retitled(draft: Draft, options: Sequence[Option]) -> str:
    """The title of a case, by what comes of it."""
    expected: Any = options[0].expect[0] if options and options[0].expect else None
    title = draft.title
    if expected is None:
        return title
    if _WHEN.match(title):
        return _WHEN.sub(f"{_outcome(expected)[0]} when ", title, count=1)
    if _FOR.match(title):
        return _FOR.sub(f"{_outcome(expected)[1]} ", title, count=1)
    if isinstance(expected, Responds):
        good = expected.high < 400
        if draft.intent == "refused" and good:
            return title.replace("refuses ", "takes ", 1)
        if draft.intent == "taken":
            before, after = ("answers a valid", "takes a valid") if good else ("takes ", "answers ")
            return title.replace(before, after, 1)
    return title


def _outcome(expected: Expectation) -> tuple[str, str]:
    """What comes of a case, in words: of a call that fails, of an event that is at fault."""
    match expected:
        case Responds(low, high):
            return (f"answers {low}" if low == high else "answers", "answers")
        case Raises():
            return "fails", "fails for"
        case Reports(failed) if failed or failed is None:
            return "gives the record back", "gives back"
    return "goes on", "takes"
