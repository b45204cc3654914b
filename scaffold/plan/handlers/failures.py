"""Calls of other services that fail while an event is handled."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog import handler_events
from scaffold.model.functions import Guard, SdkCall
from scaffold.model.handlers import Failing
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.drafts import Draft, Option
from scaffold.plan.handlers.events import Valid, met
from scaffold.plan.handlers.identifying import identifiers
from scaffold.plan.handlers.judging import broken, told_apart
from scaffold.plan.handlers.rows import needed
from scaffold.plan.handlers.setting import Setting

_CONDITIONAL = "ConditionalCheckFailedException"
_TITLES = {"answered": "answers", "escapes": "fails", "reported": "gives the record back", "swallowed": "goes on"}


def failures(setting: Setting, valid: Valid, tier: Tier) -> Iterator[Draft]:
    """A case for each call that may fail, and for each way of failing that the code is prepared for."""
    seen: set[tuple[str, str]] = set()
    for call in sorted(setting.code.calls, key=lambda call: not call.always):
        if call.at_import or met(call.under, valid.event, valid.picks) is False:
            continue
        if (call.service, call.operation) not in seen:
            seen.add((call.service, call.operation))
            codes = [handler_events.failure(call.service)]
            if tier is Tier.EXHAUSTIVE:
                codes.append(handler_events.absence(call.service))
            yield from (_refused(setting, valid, call, code) for code in codes if code not in call.codes)
        yield from _prepared(setting, valid, call)


def _refused(setting: Setting, valid: Valid, call: SdkCall, code: str) -> Draft:
    ids = identifiers(valid.event)
    options = broken(setting, valid, call, call.guard, ids)
    title = f"{_outcome(call.guard)} when {_said(call)} fails with {code}"
    return _draft(setting, valid, call, code, title, options)


def _prepared(setting: Setting, valid: Valid, call: SdkCall) -> Iterator[Draft]:
    """The error codes that the code tells apart, or would do well to."""
    codes = dict(call.codes)
    conditional = any(name == "ConditionExpression" for name in call.inputs)
    if call.service == "dynamodb" and conditional and _CONDITIONAL not in codes:
        codes[_CONDITIONAL] = call.guard
    alike: set[Guard] = set()
    for code, guard in codes.items():
        if guard in alike and code != _CONDITIONAL:
            continue
        alike.add(guard)
        options = told_apart(setting, valid, call, guard, identifiers(valid.event))
        title = f"{_outcome(guard)} when {_said(call)} is refused with {code}"
        yield _draft(setting, valid, call, code, title, options)


def _outcome(guard: Guard) -> str:
    """What comes of a failure, in words."""
    if guard.outcome == "answered" and len(set(guard.statuses)) == 1:
        return f"answers {guard.statuses[0]}"
    return _TITLES.get(guard.outcome, "copes")


def _draft(setting: Setting, valid: Valid, call: SdkCall, code: str, title: str, options: tuple[Option, ...]) -> Draft:
    there = needed(setting, valid)
    return Draft(
        f"failing:{call.service}.{call.operation}:{code}",
        "failures",
        title,
        valid.event,
        options,
        before=tuple(made for seed in there for made in seed.before),
        answers=tuple(answer for seed in there for answer in seed.answers),
        failing=(Failing(call.service, call.operation, code),),
        trigger=valid.trigger.address if valid.trigger else "",
        intent="broken",
    )


def _said(call: SdkCall) -> str:
    return f"{call.service} {call.operation}"
