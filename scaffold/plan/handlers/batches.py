"""Cases for records: one, many, none, and batches in which one is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from scaffold.model.functions import SdkCall, Trigger
from scaffold.model.handlers import Completes, Data, Failing, Reports
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.drafts import Draft, Option, holds, open_
from scaffold.plan.handlers.events import Valid, valid
from scaffold.plan.handlers.failures import _said
from scaffold.plan.handlers.faults import Faulty, faulty
from scaffold.plan.handlers.identifying import identifier, identifiers
from scaffold.plan.handlers.judging import certain, refused, reports, taken
from scaffold.plan.handlers.patterns import said_elsewhere
from scaffold.plan.handlers.places import places
from scaffold.plan.handlers.reaching import GONE, changed, reached
from scaffold.plan.handlers.records import many, usual
from scaffold.plan.handlers.rows import needed, seeds
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.trusting import explained

#: How many records a batch of a suite has at most, whatever the mapping allows.
MOST: Final = 10
_NAMES: Final[Mapping[str, str]] = {
    "queue": "message",
    "topic": "notification",
    "table-stream": "change",
    "stream": "record",
    "bucket": "object",
}


def batches(setting: Setting, trigger: Trigger, tier: Tier) -> Iterator[Draft]:
    """The cases for the records that a trigger sends."""
    one = valid(setting, trigger)
    what = noun(trigger)
    there = needed(setting, one)
    plain = Draft(
        f"one:{trigger.address}",
        "batches",
        f"takes one {what}",
        one.event,
        taken(setting, one),
        before=tuple(call for seed in there for call in seed.before),
        answers=tuple(answer for seed in there for answer in seed.answers),
        trigger=trigger.address,
    )
    yield plain
    if tier is Tier.SMOKE:
        return
    yield from _found(setting, one, plain, what)
    yield from _several(setting, trigger, plain, what)
    yield from _none(setting, one, plain, what)
    for each in faulty(setting, one):
        yield _at_fault(setting, one, plain, each, f"a {what}")
    yield from _mixed(setting, trigger, plain, what)
    yield from _kinds(setting, trigger, plain)


def noun(trigger: Trigger) -> str:
    """What a trigger's records are called."""
    return _NAMES.get(trigger.behind if trigger.kind == "pipe" else trigger.kind, "record")


def _at_fault(setting: Setting, found: Valid, plain: Draft, each: Faulty, what: str) -> Draft:
    ids = identifiers(each.event)
    options = refused(setting, found, each.uses, ids)
    verb = {"escapes": "fails for", "reported": "gives back", "swallowed": "passes over"}
    words = verb.get(each.uses[0].guard.outcome if each.uses else "", "copes with")
    title = f"{words} {what} {each.words}"
    made = replace(plain, id=each.id, title=title, event=each.event, options=options)
    return replace(made, environment=each.environment, intent="refused")


def _found(setting: Setting, one: Valid, plain: Draft, what: str) -> Iterator[Draft]:
    """The rows that a record's handling may find."""
    for seed in seeds(setting, one):
        if seed.before == plain.before:
            continue
        options = tuple(_without_calls(option) for option in taken(setting, one))
        yield replace(
            plain,
            id=f"found:{seed.attribute}:{seed.value}",
            title=f"takes a {what} {seed.words}",
            options=options,
            before=seed.before,
            answers=seed.answers,
        )


def _without_calls(option: Option) -> Option:
    return Option(option.expect[:1], option.verdict, option.reason)


def _several(setting: Setting, trigger: Trigger, plain: Draft, what: str) -> Iterator[Draft]:
    size = min(trigger.batch or 1, MOST)
    for count in dict.fromkeys((min(3, size), size) if size > 1 else ()):
        found = valid(setting, trigger, count=count)
        there = needed(setting, found)
        title = f"takes a full batch of {count} {what}s" if count == trigger.batch else f"takes {count} {what}s at once"
        yield replace(
            plain,
            id=f"many:{count}:{trigger.address}",
            title=title,
            event=found.event,
            options=taken(setting, found),
            before=tuple(call for seed in there for call in seed.before),
            answers=tuple(answer for seed in there for answer in seed.answers),
        )


def _none(setting: Setting, one: Valid, plain: Draft, what: str) -> Iterator[Draft]:
    """An event without records: nothing becomes of it."""
    if any("0" in use.path for use in setting.code.uses) or isinstance(one.event, tuple):
        return
    listening = reports(setting, one.trigger)
    expected = Reports(()) if listening else Completes()
    options = (holds(expected),) if explained(setting) else (open_(),)
    event: Data = {"Records": ()}
    yield replace(plain, id="none", title=f"takes an event without {what}s", event=event, options=options, before=())


def _mixed(setting: Setting, trigger: Trigger, plain: Draft, what: str) -> Iterator[Draft]:
    """Batches whose last record is at fault, and whose first is, before another one of its group."""
    if (trigger.batch or 1) < 2:
        return
    found = valid(setting, trigger, count=2)
    each = next(iter(faulty(setting, found, at=1)), None)
    if each is not None:
        ids = identifiers(found.event)[1:]
        title = f"takes a {what} before one {each.words}"
        yield replace(
            plain, id="mixed:last", title=title, event=each.event, options=refused(setting, found, each.uses, ids)
        )
    first = next(iter(faulty(setting, found, at=0)), None)
    if first is not None and trigger.fifo:
        event = changed(first.event, ("Records", "*", "attributes", "MessageGroupId"), lambda _: "group-1")
        options = refused(setting, found, first.uses, identifiers(found.event))
        weak = tuple(option for option in options[:1] if option.expect and isinstance(option.expect[0], Reports))
        kept = (open_(Reports(identifiers(found.event))), *(holds(Reports(None)) for _ in weak))
        title = f"holds back the {what}s of a group behind one {first.words}"
        yield replace(plain, id="mixed:group", title=title, event=event, options=kept)
    yield from _second(setting, found, plain, what)


def _second(setting: Setting, found: Valid, plain: Draft, what: str) -> Iterator[Draft]:
    """A call that fails for the second of two records only."""
    for call in setting.code.calls:
        alone = sum((call.service, call.operation) == (other.service, other.operation) for other in setting.code.calls)
        if not (call.looped and call.writes and alone == 1):
            continue
        yield replace(
            plain,
            id=f"second:{call.service}.{call.operation}",
            section="failures",
            title=f"takes a {what} before one for which {_said(call)} fails",
            event=found.event,
            options=_second_options(setting, found, call),
            failing=(Failing(call.service, call.operation, "InternalServerError", 2),),
            intent="broken",
        )


def _second_options(setting: Setting, found: Valid, call: SdkCall) -> tuple[Option, ...]:
    listening = reports(setting, found.trigger) and call.guard.outcome == "reported"
    if not listening:
        return (open_(),)
    sure = explained(setting) and certain(call, found)
    return (holds(Reports(identifiers(found.event)[1:])),) if sure else (open_(Reports(None, or_raises=True)),)


def _kinds(setting: Setting, trigger: Trigger, plain: Draft) -> Iterator[Draft]:
    """Each kind of change of a table, each thing that may happen to an object."""
    kind = trigger.behind if trigger.kind == "pipe" else trigger.kind
    happenings = {"table-stream": ("INSERT", "MODIFY", "REMOVE"), "bucket": ("ObjectRemoved:Delete",)}.get(kind, ())
    if kind == "bucket" and not any("eventName" in use.path for use in setting.code.uses):
        return
    place = valid(setting, trigger).place
    told = places([*setting.code.uses, *said_elsewhere(setting, trigger)])
    inner = told.at(("*",) if trigger.kind == "pipe" else ("Records", "*"))
    let = {value for use in said_elsewhere(setting, trigger) if use.path[-1] == "eventName" for value in use.among}
    for happened in happenings:
        if (kind == "table-stream" and happened == usual(inner)) or (let and happened not in let):
            continue
        event = many(setting, trigger, [inner or GONE], happened)
        options = (open_(Reports(None, or_raises=True)) if reports(setting, trigger) else open_(),)
        known = taken(setting, Valid(event, place, trigger))
        unsure = happened != "MODIFY" or reached(event, ("Records", "*", "dynamodb", "NewImage")) is GONE
        title = f"takes a change that is a {happened}" if kind == "table-stream" else f"takes {happened}"
        yield replace(
            plain,
            id=f"happened:{happened}",
            title=title,
            event=event,
            options=options if unsure or not explained(setting) else tuple(map(_without_calls, known)),
        )


__all__ = ["MOST", "batches", "identifier", "noun"]
