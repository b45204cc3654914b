"""What must come of an event, and whether reading the code shows that it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scaffold.model.functions import EventUse, Guard, SdkCall, Trigger
from scaffold.model.handlers import Calls, Completes, Expectation, Raises, Reports, Responds
from scaffold.plan.handlers.drafts import Option, fails, holds, open_
from scaffold.plan.handlers.events import Valid, met
from scaffold.plan.handlers.requests_shape import APIS, form
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.trusting import explained

#: Triggers that send the same records again where the function fails.
BATCHES: Final = frozenset({"queue", "table-stream", "stream"})
#: Services whose writes nobody does without.
MATTERING: Final = frozenset({"dynamodb", "s3", "sqs", "kinesis", "firehose", "stepfunctions", "lambda"})
_BAD = 400
_SENT = ("body", "queryStringParameters", "multiValueQueryStringParameters", "headers", "cookies")


def responds(trigger: Trigger | None, statuses: Iterable[int]) -> Responds:
    """A response with one of these statuses, any where there are none."""
    known = sorted(statuses)
    shape = form(trigger) if trigger else "1.0"
    return Responds(known[0], known[-1], shape) if known else Responds(form=shape)


def reports(setting: Setting, trigger: Trigger | None) -> bool:
    """Whether partial failures are reported, and listened to."""
    return bool(trigger and trigger.reports and setting.code.reports_failures)


def taken(setting: Setting, valid: Valid) -> tuple[Option, ...]:
    """What comes of an event that there is no fault to find with."""
    trigger, code = valid.trigger, setting.code
    kind = trigger.kind if trigger else ""
    if kind in APIS:
        good = [status for status in code.statuses if status < _BAD]
        made = calls_made(setting, valid)
        first = holds(responds(trigger, good), *made) if explained(setting) and good else open_(responds(trigger, ()))
        return (first, *_anyway(setting, valid))
    if reports(setting, trigger):
        if explained(setting):
            return (holds(Reports(()), *calls_made(setting, valid)), *_anyway(setting, valid))
        return (open_(Reports(None, or_raises=True)), *_anyway(setting, valid))
    return (holds(Completes(), *calls_made(setting, valid)),) if explained(setting) else (open_(),)


def _anyway(setting: Setting, valid: Valid) -> tuple[Option, ...]:
    """What holds whatever the event is."""
    trigger, code = valid.trigger, setting.code
    if trigger and trigger.kind in APIS and code.always_answers and code.statuses:
        return (holds(responds(trigger, code.statuses)),)
    named = {use.path[-1] for use in code.uses if use.path}
    if reports(setting, trigger) and code.always_answers and named & {"messageId", "eventID", "SequenceNumber"}:
        return (holds(Reports()),)
    return ()


def calls_made(setting: Setting, valid: Valid) -> tuple[Expectation, ...]:
    """The calls that are certainly made for a valid event."""
    made = []
    for call in setting.code.calls if valid.trigger or not setting.function.triggers else ():
        wired = setting.meant(call.target)
        if wired and certain(call, valid) and not call.at_import:
            made.append((call.service, call.operation, wired.address))
    return (Calls(tuple(dict.fromkeys(made))),) if made else ()


def certain(call: SdkCall, valid: Valid) -> bool:
    """Whether a call is made for an event."""
    return call.always and (not call.under or met(call.under, valid.event, valid.picks) is True)


def reached_use(use: EventUse, valid: Valid) -> bool:
    """Whether the code gets to a use with an event, and cannot do without it."""
    return met(use.under, valid.event, valid.picks) is True


def refused(setting: Setting, valid: Valid, uses: Iterable[EventUse], ids: tuple[str, ...]) -> tuple[Option, ...]:
    """What comes of an event that does not do justice to some uses, the rest of it being as it should be. `ids` are
    the identifiers of the records that are at fault."""
    wrong = tuple(uses)
    guards = [use.guard for use in wrong]
    sure = bool(wrong) and all(reached_use(use, valid) for use in wrong)
    if valid.trigger and valid.trigger.kind in APIS:
        return (*_refused_request(setting, valid, wrong, sure), *_anyway(setting, valid))
    outcomes = {guard.outcome for guard in guards}
    if not sure or len(outcomes) != 1:
        return (*_unsure(setting, valid), *_anyway(setting, valid))
    return (*_of_outcome(setting, valid, outcomes.pop(), ids), *_anyway(setting, valid))


def _unsure(setting: Setting, valid: Valid) -> tuple[Option, ...]:
    return (open_(Reports(None, or_raises=True)),) if reports(setting, valid.trigger) else (open_(),)


def _of_outcome(setting: Setting, valid: Valid, outcome: str, ids: tuple[str, ...]) -> tuple[Option, ...]:
    match outcome:
        case "reported" if reports(setting, valid.trigger):
            return (holds(Reports(ids)),)
        case "escapes":
            return (holds(Raises()),)
        case "swallowed" if explained(setting):
            return (holds(Reports(()) if reports(setting, valid.trigger) else Completes()),)
    return _unsure(setting, valid)


def _refused_request(setting: Setting, valid: Valid, uses: tuple[EventUse, ...], sure: bool) -> tuple[Option, ...]:
    trigger = valid.trigger
    guards = [use.guard for use in uses]
    wanted = Responds(400, 499, form(trigger) if trigger else "1.0")
    statuses = [status for guard in guards for status in guard.statuses]
    if sure and all(guard.outcome == "answered" and guard.statuses for guard in guards):
        if min(statuses) >= 500:
            return (
                fails(f"the answer is {statuses[0]}, at {_place(uses[0])}: a fault of the sender's is a 4xx", wanted),
            )
        return (holds(responds(trigger, statuses)),)
    if sure and all(guard.outcome == "escapes" for guard in guards) and uses[0].path[0] in _SENT:
        return (fails(f"the error at {_place(uses[0])} leaves the handler: the sender is told 502, not 4xx", wanted),)
    if sure and all(guard.outcome == "answered" for guard in guards) and setting.code.statuses:
        return (open_(wanted), holds(responds(trigger, setting.code.statuses)))
    return (open_(wanted),)


def _place(use: EventUse) -> str:
    return f"{use.position.file}:{use.position.line}"


def broken(setting: Setting, valid: Valid, call: SdkCall, guard: Guard, ids: tuple[str, ...]) -> tuple[Option, ...]:
    """What comes of a valid event where a call fails."""
    trigger = valid.trigger
    sure = explained(setting) and certain(call, valid)
    kind = trigger.kind if trigger else ""
    if kind in APIS:
        return (*_broken_request(setting, valid, guard, sure), open_(), *_anyway(setting, valid))
    if not sure:
        weak = reports(setting, trigger) and guard.outcome == "reported" and explained(setting)
        return (holds(Reports(None)),) if weak else (*_unsure(setting, valid), *_anyway(setting, valid))
    lost = guard.outcome in ("swallowed", "answered") and call.writes and call.service in MATTERING
    if lost and kind in BATCHES:
        place = f"{call.position.file}:{call.position.line}"
        reason = f"the failure of {call.operation} at {place} is caught, and the record counts as processed"
        return (fails(reason, Reports(ids, or_raises=True)),)
    return (*_of_outcome(setting, valid, guard.outcome, ids), *_anyway(setting, valid))


def _broken_request(setting: Setting, valid: Valid, guard: Guard, sure: bool) -> tuple[Option, ...]:
    good = [status for status in setting.code.statuses if status < _BAD]
    if guard.outcome == "answered" and guard.statuses and explained(setting):
        return (holds(responds(valid.trigger, guard.statuses if sure else (*guard.statuses, *good))),)
    if guard.outcome == "swallowed" and explained(setting) and good:
        return (holds(responds(valid.trigger, good)),)
    return (holds(Raises()),) if guard.outcome == "escapes" and sure else ()


def told_apart(setting: Setting, valid: Valid, call: SdkCall, guard: Guard, ids: tuple[str, ...]) -> tuple[Option, ...]:
    """What comes of a valid event where a call fails in a way that the code is prepared for."""
    if guard.outcome == "swallowed" and explained(setting):
        trigger = valid.trigger
        good = [status for status in setting.code.statuses if status < _BAD]
        if trigger and trigger.kind in APIS:
            return (holds(responds(trigger, good)),) if good else (open_(),)
        return (holds(Reports(()) if reports(setting, trigger) else Completes()),)
    return broken(setting, valid, call, guard, ids)
