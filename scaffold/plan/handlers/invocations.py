"""Cases for single events: of rules, schedules, user pools, workflows, authorizers, and direct invocations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scaffold.model.functions import SdkCall, Trigger
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.drafts import Draft, open_
from scaffold.plan.handlers.events import Valid, direct, foreign, valid
from scaffold.plan.handlers.faults import faulty
from scaffold.plan.handlers.judging import refused, taken
from scaffold.plan.handlers.rows import absent, needed, seeds
from scaffold.plan.handlers.setting import Setting

_NAMES = {
    "rule": "an event of its rule",
    "schedule": "an event of its schedule",
    "user-pool": "an event of its user pool",
    "state-machine": "the input of its state machine",
    "authorizer": "a request to authorize",
    "logs": "log events",
    "destination": "the result of another function",
}


def invocations(setting: Setting, trigger: Trigger | None, tier: Tier) -> Iterator[Draft]:
    """The cases for the single events of a trigger, or for a function that nothing is known to call."""
    name = _NAMES.get(trigger.kind, "an event") if trigger else "an event"
    yield from _of(setting, valid(setting, trigger), name, tier)


def directly(setting: Setting, tier: Tier) -> Iterator[Draft]:
    """The cases for what a function does when it is invoked with something that none of its triggers sends."""
    uses = foreign(setting)
    names = list(dict.fromkeys(use.path[0] for use in uses if use.path))
    for name in names if tier is not Tier.SMOKE else ():
        own = [use for use in uses if use.path[:1] == (name,)]
        found = direct(setting, own)
        drafts = _of(setting, found, f"{name} when it is invoked directly", tier)
        # What stands in the way of such an event is only known where it is known what the code goes by.
        sure = any(_follows(call, name) for call in setting.code.calls) and needed(setting, found)
        yield from drafts if sure else (replace(draft, options=(open_(),)) for draft in drafts)


def _follows(call: SdkCall, name: str) -> bool:
    """Whether a call is given something that stands in the event under a name."""
    return any(origin == "event" and text.split(".")[0] == name for origin, text in call.sends.values())


def _of(setting: Setting, found: Valid, name: str, tier: Tier) -> Iterator[Draft]:
    there = needed(setting, found)
    plain = Draft(
        f"event:{name}",
        "events",
        f"takes {name}",
        found.event,
        taken(setting, found),
        before=tuple(call for seed in there for call in seed.before),
        answers=tuple(answer for seed in there for answer in seed.answers),
        trigger=found.trigger.address if found.trigger else "",
    )
    yield plain
    if tier is Tier.SMOKE:
        return
    for seed in seeds(setting, found):
        if seed.before != plain.before:
            options = tuple(replace(option, expect=option.expect[:1]) for option in taken(setting, found))
            title = f"takes {name} {seed.words}"
            yield replace(
                plain,
                id=f"found:{seed.attribute}",
                title=title,
                options=options,
                before=seed.before,
                answers=seed.answers,
            )
    for seed in there:
        uses = absent(seed.call)
        if uses:
            options = refused(setting, found, uses, ())
            title = f"fails for {name} whose row is not there"
            yield replace(plain, id=f"absent:{name}", title=title, options=options, before=(), answers=())
    for each in faulty(setting, found):
        options = refused(setting, found, each.uses, ())
        verb = "fails for" if each.uses and each.uses[0].guard.outcome == "escapes" else "copes with"
        made = replace(plain, id=each.id, title=f"{verb} {name} {each.words}", event=each.event)
        yield replace(made, options=options, intent="refused")
