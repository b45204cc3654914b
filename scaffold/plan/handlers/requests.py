"""Cases for requests: those that are taken, and each way of being refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scaffold.model.functions import EventUse, Route, Trigger
from scaffold.model.handlers import Encoded, Failing, Responds, Signature
from scaffold.model.testplan import Tier
from scaffold.plan.handlers.drafts import Draft, Option, open_
from scaffold.plan.handlers.events import Picks, Valid, met, valid
from scaffold.plan.handlers.faults import faulty
from scaffold.plan.handlers.judging import refused, responds, taken, told_apart
from scaffold.plan.handlers.places import Place
from scaffold.plan.handlers.reaching import GONE, changed, put, reached, without
from scaffold.plan.handlers.requests_shape import form
from scaffold.plan.handlers.rows import absent, needed, seeds
from scaffold.plan.handlers.setting import Setting
from scaffold.plan.handlers.trusting import explained

#: How many routes of one API are asked.
_MOST_ROUTES = 12


def requests(setting: Setting, trigger: Trigger, tier: Tier) -> Iterator[Draft]:
    """The cases for an API's requests, route by route."""
    routes = trigger.routes or (Route("POST" if _has_body(setting) else "GET", "/"),)
    several = len(routes) > 1
    for route in routes[:_MOST_ROUTES]:
        for picks in variants(setting, trigger, route):
            found = valid(setting, trigger, route, picks)
            yield from _route(setting, found, tier, several)


def _has_body(setting: Setting) -> bool:
    return any(use.path[:1] == ("body",) for use in setting.code.uses)


def variants(setting: Setting, trigger: Trigger, route: Route) -> tuple[Picks, ...]:
    """The different things that a request of one route may ask for, as conditions on its event."""
    plain = valid(setting, trigger, route).event
    found: list[Picks] = []
    for under in (*(use.under for use in setting.code.uses), *(call.under for call in setting.code.calls)):
        conditions = under or ()
        ours = {path: constant for path, constant in conditions if not _vague(constant) and _free(path)}
        if ours and ours not in found and met(_others(conditions, ours), plain, {}) is not False:
            found.append(ours)
    return tuple(found) or ({},)


def _vague(constant: str | int | float | bool) -> bool:
    """Whether a condition does not say what to send."""
    return isinstance(constant, str) and (constant in ("*", "-") or constant.startswith("!"))


def _free(path: str) -> bool:
    """Whether a sender chooses what is at a path."""
    return path.split(".")[0] in ("body", "queryStringParameters", "headers", "detail")


def _others(
    conditions: tuple[tuple[str, str | int | float | bool], ...], ours: Picks
) -> tuple[tuple[str, str | int | float | bool], ...]:
    return tuple((path, constant) for path, constant in conditions if path not in ours)


def _route(setting: Setting, found: Valid, tier: Tier, several: bool) -> Iterator[Draft]:
    route, picks = found.route or Route("POST", "/"), found.picks
    request = f"{_method(found)} {route.path}" if several or route.path.startswith("/") else "request"
    asked = (
        " with " + " and ".join(f"{path.rpartition('.')[2]} {value}" for path, value in picks.items()) if picks else ""
    )
    name = f"{request}{asked}"
    there = needed(setting, found)
    options = taken(setting, found)
    verb = "takes" if explained(setting) else "answers"
    plain = Draft(
        f"request:{name}",
        "requests",
        f"{verb} a valid {name}",
        found.event,
        options,
        before=tuple(call for seed in there for call in seed.before),
        answers=tuple(answer for seed in there for answer in seed.answers),
        trigger=found.trigger.address if found.trigger else "",
    )
    yield plain
    if tier is Tier.SMOKE:
        return
    yield from _found(setting, found, plain, name)
    yield from _without_options(setting, found, plain, name)
    yield from _encoded(setting, found, plain, name)
    for each in faulty(setting, found):
        words = f"refuses a {name} {each.words}"
        options = refused(setting, found, each.uses, ())
        yield replace(
            plain,
            id=f"{each.id}:{name}",
            title=words,
            event=each.event,
            options=options,
            environment=each.environment,
            intent="refused",
        )
    yield from _listed(setting, found, plain, name)
    yield from _of_nobody(setting, found, plain, name)
    yield from _bodies(setting, found, plain, name)
    yield from _headless(setting, found, plain, name)


def _method(found: Valid) -> str:
    event = found.event if isinstance(found.event, Mapping) else {}
    method = event.get("httpMethod") or reached(event, ("requestContext", "http", "method"))
    return method if isinstance(method, str) else "POST"


def _found(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """The rows that a request may find, and what becomes of it where there is none."""
    good = taken(setting, found)
    for seed in seeds(setting, found):
        if seed.before == plain.before:
            continue
        conditional = "ConditionExpression" in seed.call.inputs
        code = "ConditionalCheckFailedException"
        options: tuple[Option, ...] = good
        failing: tuple[Failing, ...] = ()
        if conditional and seed.call.operation == "PutItem":
            guard = seed.call.codes.get(code, seed.call.guard)
            options = told_apart(setting, found, seed.call, guard, ())
            failing = (Failing("dynamodb", "PutItem", code),) if setting.function.language != "python" else ()
        elif seed.call.takes or conditional:
            options = _some(setting, found)
        title = f"answers a {name} {seed.words}"
        yield replace(
            plain,
            id=f"found:{name}:{seed.attribute}",
            title=title,
            options=options,
            before=seed.before,
            answers=seed.answers,
            failing=failing,
        )
    for seed in needed(setting, found):
        uses = absent(seed.call)
        if uses:
            options = refused(setting, found, uses, ())
            title = f"refuses a {name} whose row is not there"
            yield replace(plain, id=f"absent:{name}", title=title, options=options, before=(), answers=())


def _some(setting: Setting, found: Valid) -> tuple[Option, ...]:
    """What comes of a valid request where it is not known which way it goes."""
    from scaffold.plan.handlers.drafts import holds

    known = setting.code.statuses
    first = open_(responds(found.trigger, ()))
    return (first, holds(responds(found.trigger, known))) if explained(setting) and known else (first,)


def _without_options(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """A request with nothing in it but what it needs, and one without each thing that it may have."""
    left = [place for place in found.place.leaves() if _optional(place, found)]
    if not left:
        return
    event = found.event
    for place in left:
        event = without(event, place.path)
    good = tuple(Option(option.expect, option.verdict, option.reason) for option in taken(setting, found))
    weak = _some(setting, found)
    options = weak if explained(setting) and good else (open_(responds(found.trigger, ())), *weak[1:])
    from scaffold.plan.handlers.faults import _tidied

    bare = _tidied(event, found)
    yield replace(
        plain, id=f"least:{name}", title=f"answers a {name} with only what it needs", event=bare, options=options
    )


def _optional(place: Place, found: Valid) -> bool:
    sent = ("body", "queryStringParameters", "headers")
    if place.required or not place.path or place.path[0] not in sent or len(place.path) == 1:
        return False
    return reached(found.event, place.path) is not GONE and not (place.kinds & {"signature", "timestamp"})


def _encoded(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """A request whose body comes in base64."""
    asked = any(use.path in (("isBase64Encoded",), ("body", "(base64)")) for use in setting.code.uses)
    body = reached(found.event, ("body",))
    if not asked or body is GONE or body is None or (isinstance(body, Encoded) and body.how == "base64"):
        return
    event = put(put(found.event, ("body",), Encoded("base64", body)), ("isBase64Encoded",), True)
    yield replace(plain, id=f"base64:{name}", title=f"takes a {name} whose body is in base64", event=event)
    event = put(event, ("body",), "%%%")
    title, options = f"refuses a {name} with a body that is not base64", (open_(),)
    yield replace(plain, id=f"no-base64:{name}", title=title, event=event, options=options, intent="refused")


def _headless(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """A request without any headers, as the console's own test of a REST API sends it."""
    asks = any(use.path[:1] == ("headers",) for use in setting.code.uses)
    if not asks or found.trigger is None or form(found.trigger) != "1.0":
        return
    event = put(put(found.event, ("headers",), None), ("multiValueHeaders",), None)
    title = f"answers a {name} without any headers"
    yield replace(plain, id=f"headless:{name}", title=title, event=event, options=(open_(),))


def _of_nobody(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """A request that no authorizer has let in, where the code goes by what one says."""
    way = ("requestContext", "authorizer")
    place = found.place.at(way)
    uses = [use for each in (place.all() if place else ()) for use in each.uses if use.required]
    if place is None or reached(found.event, way) is GONE:
        return
    event = without(found.event, way)
    options = refused(setting, found, uses[:1], ()) if uses else (open_(),)
    yield replace(plain, id=f"nobody:{name}", title=f"refuses a {name} of nobody", event=event, options=options)


def _listed(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """A request with a value that a variable lists, where that lists none as it is declared."""
    for place in found.place.leaves():
        value = reached(found.event, place.path)
        for use in place.uses:
            if use.listed and not setting.variables.get(use.listed) and isinstance(value, str):
                title = f"takes a {name} with a value that {use.listed} lists"
                yield replace(plain, id=f"listed:{use.listed}:{name}", title=title, environment={use.listed: value})


def _bodies(setting: Setting, found: Valid, plain: Draft, name: str) -> Iterator[Draft]:
    """Bodies that are none: empty, and of another type than an object."""
    body = reached(found.event, ("body",))
    if not isinstance(body, Encoded) or body.how != "json":
        return
    inner = found.place.at(("body", "(json)"))
    required = [use for place in (inner.inner.values() if inner else ()) for use in place.uses if use.required]
    shape = form(found.trigger) if found.trigger else "1.0"
    first = shape == "1.0"
    uses = _stopping(found, required)
    empty = put(found.event, ("body",), None) if first else without(found.event, ("body",))
    options = refused(setting, found, uses, ()) if uses else (open_(Responds(400, 499, shape)),)
    unsure = any(use.guard.outcome != "answered" for use in uses)
    options = (open_(Responds(400, 499, shape)), *options[1:]) if unsure else options
    if not _signed(found):
        bare = replace(plain, id=f"empty:{name}", title=f"refuses a {name} without a body", event=empty)
        yield replace(bare, options=options, intent="refused")
    if not any("object" in use.kinds for use in (inner.uses if inner else ())):
        listed = changed(found.event, ("body", "(json)"), lambda _: ())
        options = (open_(Responds(400, 499, shape)), *taken(setting, found)[1:])
        bare = replace(plain, id=f"list:{name}", title=f"refuses a {name} whose body is a list", event=listed)
        yield replace(bare, options=options, intent="refused")


def _stopping(found: Valid, required: list[EventUse]) -> tuple[EventUse, ...]:
    """The uses that may be what refuses a request without a body."""
    own = found.place.at(("body",))
    uses = [use for use in (own.uses if own else ()) if use.required]
    if uses:
        return tuple(uses[:1])
    inner = found.place.at(("body", "(json)"))
    return (*(inner.uses[:1] if inner else ()), *required[:1]) if required else ()


def _signed(found: Valid) -> bool:
    """Whether a request carries a signature."""
    headers = found.event.get("headers", {}) if isinstance(found.event, Mapping) else {}
    return any(isinstance(value, Signature) for value in headers.values())
