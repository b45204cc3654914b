"""Events that a function's triggers send and that its code has no fault to find with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.catalog import handler_events
from scaffold.model.functions import EventUse, Route, Trigger
from scaffold.model.handlers import Data
from scaffold.plan.handlers.filling import fill
from scaffold.plan.handlers.patterns import document, matching, said_elsewhere
from scaffold.plan.handlers.places import Place, places
from scaffold.plan.handlers.reaching import ELEMENT, GONE, put, reached
from scaffold.plan.handlers.records import RECORDS, many
from scaffold.plan.handlers.requests_shape import APIS, members_of, request, tidy
from scaffold.plan.handlers.setting import Setting

#: Conditions on an event, by dotted paths.
Picks = Mapping[str, "str | int | float | bool"]
_NO_PICKS: Final[Picks] = {}


@dataclass(frozen=True, slots=True)
class Valid:
    """An event that should be taken. `place` is what the code says of it, without what it does not get to with this
    event; `picks` are the conditions that it was made for, `count` is how many records it has."""

    event: Data
    place: Place
    trigger: Trigger | None = None
    route: Route | None = None
    picks: Picks = field(default_factory=dict)
    count: int = 1


def valid(
    setting: Setting, trigger: Trigger | None, route: Route | None = None, picks: Picks = _NO_PICKS, count: int = 1
) -> Valid:
    """An event of a trigger (of an API: of one of its routes; of records: so many), or what the function is given
    when it is invoked directly, that meets the conditions."""
    shape = _shape(setting, trigger, route, count)
    own = [use for use in setting.code.uses if _sent(use, trigger, shape) and met(use.under, shape, picks) is not False]
    if route is not None and _bare(route, own):
        own = [use for use in own if use.path[:1] != ("body",)]
    elsewhere = said_elsewhere(setting, trigger) if trigger and (route is None or not _bare(route, own)) else ()
    event = _filled(setting, trigger, shape, places([*own, *elsewhere]), count)
    for path, constant in picks.items():
        event = put(event, tuple(path.split(".")), constant)
    if route is not None and trigger is not None:
        event = tidy(event, trigger)
    return Valid(event, places(own), trigger, route, picks, count)


def foreign(setting: Setting) -> tuple[EventUse, ...]:
    """What the code takes out of its event that no trigger puts there: it is for those that invoke it directly."""
    shapes = [
        (trigger, _shape(setting, trigger, next(iter(trigger.routes), None), 1))
        for trigger in setting.function.triggers
    ]
    if not shapes or any(trigger.kind in APIS or _open(trigger) for trigger, _ in shapes):
        return ()
    return tuple(use for use in setting.code.uses if not any(_sent(use, trigger, shape) for trigger, shape in shapes))


def direct(setting: Setting, uses: Iterable[EventUse]) -> Valid:
    """What the function is given by those that invoke it directly."""
    place = places(uses)
    event = setting.maker(0).value(place) if place.inner else {}
    return Valid(event, place)


def met(conditions: tuple[tuple[str, Any], ...] | None, event: Any, picks: Picks) -> bool | None:
    """Whether conditions are met by an event; nothing where that is not known. Besides constants there are `*` (there,
    and not empty), `-` (not there, or empty) and what begins with `!` (anything but this)."""
    if conditions is None:
        return None
    for path, constant in conditions:
        there = picks.get(path, GONE) if path in picks else reached(event, tuple(path.split(".")))
        if constant in ("*", "-"):
            if (there is not GONE and bool(there)) is not (constant == "*"):
                return False
            continue
        if isinstance(constant, str) and constant.startswith("!"):
            if there == constant[1:]:
                return False
            continue
        if there is GONE:
            return None
        if there != constant:
            return False
    return True


def _open(trigger: Trigger) -> bool:
    """Whether a trigger may send anything."""
    return trigger.kind in ("state-machine", "destination", "other") or (
        trigger.kind == "schedule" and trigger.input is not None
    )


def _sent(use: EventUse, trigger: Trigger | None, shape: Any) -> bool:
    """Whether what the code looks for may be in an event of the trigger."""
    if trigger is None or _open(trigger) or not use.path:
        return True
    if isinstance(shape, tuple):
        return use.path[0] == ELEMENT or use.path[0].isdigit()
    names = members_of(trigger) | (set(shape) if isinstance(shape, Mapping) else set())
    return use.path[0] in names


def _bare(route: Route, uses: Iterable[EventUse]) -> bool:
    """Whether requests of a route have no body."""
    if route.method.upper() in ("GET", "HEAD", "OPTIONS"):
        return True
    return route.method.upper() == "DELETE" and not any(use.path[0] == "body" and use.required for use in uses)


def _shape(setting: Setting, trigger: Trigger | None, route: Route | None, count: int) -> Any:
    """The event of a trigger before anything is known of what the code takes out of it."""
    if trigger is None:
        return {}
    if trigger.kind in APIS:
        return request(setting, trigger, route or Route("POST", "/"))
    if trigger.kind in RECORDS or trigger.kind == "pipe":
        return many(setting, trigger, [GONE] * count)
    given = setting.given(trigger)
    match trigger.kind:
        case "rule":
            return {**handler_events.event("rule", given), **_strict(matching(trigger.pattern))}
        case "schedule":
            return _scheduled(trigger, given)
        case "user-pool":
            return _of_pool(trigger, given)
        case "authorizer":
            return handler_events.event(_authorizing(trigger), {**given, "stage": "test"})
        case "logs":
            return {"awslogs": {"data": ""}}
    sent = document(trigger.input)
    # A name that ends so is a path into what the workflow has then, whatever that is.
    return {name: item for name, item in sent.items() if not name.endswith(".$")} if isinstance(sent, Mapping) else {}


def _filled(setting: Setting, trigger: Trigger | None, shape: Any, place: Place, count: int) -> Any:
    maker = setting.maker(0)
    if trigger is not None and (trigger.kind in RECORDS or trigger.kind == "pipe"):
        inner = place.at((ELEMENT,) if isinstance(shape, tuple) else ("Records", ELEMENT))
        return many(setting, trigger, [inner or GONE] * count)
    if trigger is not None and trigger.kind == "logs":
        from scaffold.plan.handlers.compressed import compressed

        return {"awslogs": {"data": compressed(handler_events.logs(setting.given(trigger)))}}
    return fill(shape, place, maker)


def _strict(members: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a pattern's sample, `resources` being a list in events."""
    return {name: (item,) if name == "resources" and isinstance(item, str) else item for name, item in members.items()}


def _scheduled(trigger: Trigger, given: Mapping[str, Any]) -> Any:
    sent = document(trigger.input)
    if sent is not None:
        return sent
    event = handler_events.event("schedule", given)
    if trigger.address.rpartition(".")[0].endswith("aws_scheduler_schedule"):
        return {**event, "source": "aws.scheduler", "detail": "{}"}
    return event


def _of_pool(trigger: Trigger, given: Mapping[str, Any]) -> Any:
    own = handler_events.pool(str(trigger.detail.get("trigger", "")))
    event = handler_events.event("user-pool", {**given, "happened": own.get("happened", "")})
    for part in ("request", "response"):
        event[part] = {**event[part], **own.get(part, {})}
    return event


def _authorizing(trigger: Trigger) -> str:
    if trigger.payload == "2.0":
        return "http-authorizer"
    return "request-authorizer" if trigger.detail.get("type") == "REQUEST" or trigger.payload else "token-authorizer"
