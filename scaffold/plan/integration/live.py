"""Live flows: something goes in where the system begins, and turns up wherever the functions' code should take it.

Only what the code surely does with a good event is looked for: a write that hangs on a condition is no hop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.functions import Function, Route, SdkCall, Trigger
from scaffold.model.handlers import Data, Encoded, Marker, Now, Signature
from scaffold.model.handlers import Joined as Text
from scaffold.model.integration import Behaves, Expected, IntegrationCase
from scaffold.plan.handlers import Entry, entry, malformed
from scaffold.plan.integration.behaviours import term
from scaffold.plan.integration.endpoints import base_url, key_of
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.onward import APIS, Estate

_NEEDS = ("running-functions",)
_SERVED = frozenset({"aws_api_gateway_rest_api", "aws_apigatewayv2_api", "aws_lambda_function_url"})
#: A flow is followed through this many functions, and ends there.
_DEEPEST = 8

#: What a hop looks for, by the type of the resource: its kind, its argument, the attribute that this is, and what is
#: said of it where it is not found.
_PLACES: Mapping[str, tuple[str, str, str, str]] = {
    "aws_cloudwatch_event_bus": ("event", "bus", "name", "no event on it has the mark"),
    "aws_dynamodb_table": ("row", "table", "name", "no row of it has the mark"),
    "aws_s3_bucket": ("object", "bucket", "bucket", "no new object in it has the mark"),
    "aws_sfn_state_machine": ("execution", "arn", "arn", "no execution with the mark has succeeded"),
    "aws_sns_topic": ("publication", "topic_arn", "arn", "no publication on it has the mark"),
    "aws_sqs_queue": ("message", "queue_url", "url", "no message in it has the mark"),
}
#: How something is sent to what a trigger begins at: the kind, the argument, and the attribute that this is.
_STARTS: Mapping[str, tuple[str, str, str]] = {
    "bucket": ("object", "bucket", "bucket"),
    "queue": ("message", "queue_url", "url"),
    "rule": ("event", "bus", "event_bus_name"),
    "stream": ("record", "stream", "name"),
    "table-stream": ("row", "table", "name"),
    "topic": ("publication", "topic_arn", "arn"),
}
_WORDS = {
    "bucket": "an object in",
    "queue": "a message to",
    "rule": "an event of",
    "stream": "a record of",
    "table-stream": "a row of",
    "topic": "a publication on",
}


@dataclass(slots=True)
class _Way:
    """Where something gets to from one beginning: the hops until now, and the functions that it has passed."""

    hops: list[Mapping[str, Expected]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    passed: dict[str, Function] = field(default_factory=dict)


def live(locations: Locations, functions: Sequence[Function]) -> Iterator[IntegrationCase]:
    """A case for each beginning of the system, and one for each queue whose messages can be given up."""
    estate = Estate(locations, functions)
    for function in estate.functions:
        for trigger in function.triggers:
            yield from _of_trigger(estate, function, trigger)


def _of_trigger(estate: Estate, function: Function, trigger: Trigger) -> Iterator[IntegrationCase]:
    if trigger.kind in APIS:
        for route in trigger.routes[:1] if trigger.routes else ():
            yield from _request(estate, function, trigger, route)
        return
    if trigger.kind == "queue":
        yield from _given_up(estate, function, trigger)
    if trigger.source not in estate.fed:
        yield from _begun(estate, function, trigger)


def _request(estate: Estate, function: Function, trigger: Trigger, route: Route) -> Iterator[IntegrationCase]:
    """A request, which has to be answered with success."""
    places = map(estate.locations.get, (trigger.source, trigger.address))
    api = next((place for place in places if place is not None and place.resource.type in _SERVED), None)
    url = base_url(api, estate.trials) if api is not None else None
    given = entry(estate.setting(function), trigger, route)
    if (
        api is None
        or url is None
        or given is None
        or not given.marked
        or route.authorization not in ("NONE", "AWS_IAM")
    ):
        return
    auth = "iam" if route.authorization == "AWS_IAM" else "open"
    key = key_of(api, estate.trials) if trigger.detail.get("api_key_required") is True else None
    if trigger.detail.get("api_key_required") is True and key is None:
        return
    send = {"kind": "request", "url": url, "auth": auth, **_given(given)}
    send |= {"key_id": key} if key is not None else {}
    name = f"{given.method} {route.path}"
    yield from _case(estate, api, f"a request to {name}", send, function)


def _begun(estate: Estate, function: Function, trigger: Trigger) -> Iterator[IntegrationCase]:
    """What is put where a function takes it from."""
    begins = trigger.behind if trigger.kind == "pipe" else trigger.kind
    kind, argument, attribute = _STARTS.get(begins, ("", "", ""))
    place = estate.locations.get(trigger.source)
    given = entry(estate.setting(function), trigger) if kind and place is not None else None
    if place is None or given is None or not given.marked:
        return
    where = estate.trials.text(place.resource, attribute) if trigger.kind == "rule" else term(place, attribute)
    if trigger.kind == "rule" and where is None:
        where = "default"
    if where is None:
        return
    send = {"kind": kind, argument: where, **_given(given)}
    send |= {"fifo": True} if trigger.fifo else {}
    start = f"{_WORDS[begins]} {estate.title(place.resource.address)}"
    yield from _case(estate, place, start, send, function)


def _given(entry: Entry) -> Mapping[str, Expected]:
    """What is sent, by the names that the support library has for it."""
    if entry.kind in APIS:
        return {
            "method": entry.method,
            "path": entry.path,
            **({"query": sent(entry.query)} if entry.query else {}),
            "headers": sent(entry.headers),
            **({"body": sent(entry.body)} if entry.body is not None else {}),
        }
    if entry.kind == "rule":
        return {"source": entry.source, "detail_type": entry.detail_type, "detail": sent(entry.detail)}
    body = {_CONTENT.get(entry.kind, "body"): sent(entry.body)}
    return {"key": sent(entry.key), **body} if entry.kind == "bucket" else body


#: What a message's content is called, by the kind of its trigger.
_CONTENT = {"stream": "data", "table-stream": "item", "topic": "message"}


def _marked(body: Data) -> Data:
    """A message that cannot be processed, with a mark in it."""
    if isinstance(body, Encoded) and body.how == "json" and isinstance(body.value, Mapping):
        return Encoded("json", {**body.value, "mark": Marker()})
    return Text(("{", Marker()))


def _case(
    estate: Estate, start: Location, title: str, send: Mapping[str, Expected], function: Function
) -> Iterator[IntegrationCase]:
    way = _Way()
    _follow(estate, function, way, 0)
    if not way.hops:
        return
    title = f"{title} gets to {_listed(way.places)}"
    arguments: Mapping[str, Expected] = {"send": send, "hops": tuple(way.hops)}
    address = start.resource.address
    case_id = f"live:{address}:{function.address}"
    yield IntegrationCase(case_id, "flows", title, address, title, Behaves("follow", arguments), True, _NEEDS)


def _given_up(estate: Estate, function: Function, trigger: Trigger) -> Iterator[IntegrationCase]:
    """A message that cannot be processed, which has to get to the queue for such messages."""
    queue = estate.locations.get(trigger.source)
    letters = estate.dead_letters(trigger.source)
    given = malformed(estate.setting(function), trigger) if queue is not None and letters is not None else None
    if queue is None or letters is None or given is None:
        return
    name, other = estate.title(trigger.source), estate.title(letters.resource.address)
    hop = {
        "kind": "message",
        "title": f"{function.title} fails, and {name} hands the message on to {other}",
        "misses": f"the message is not in {other}: {function.title} took it for processed",
        "queue_url": term(letters, "url"),
        "logs": estate.logs([function]),
    }
    send = {"kind": "message", "queue_url": term(queue, "url"), "body": sent(_marked(given.body))}
    send |= {"fifo": True} if trigger.fifo else {}
    title = f"a message to {name} that {function.title} cannot process gets to {other}"
    arguments: Mapping[str, Expected] = {"send": send, "hops": (hop,)}
    case_id = f"live:{trigger.source}:{letters.resource.address}"
    yield IntegrationCase(case_id, "flows", title, trigger.source, title, Behaves("follow", arguments), True, _NEEDS)


def _follow(estate: Estate, function: Function, way: _Way, depth: int) -> None:
    """What a function surely writes, and what becomes of that."""
    if function.address in way.seen or depth > _DEEPEST:
        return
    way.seen.add(function.address)
    way.passed[function.address] = function
    reached: list[Function] = []
    for address, call in estate.written(function):
        giver = function.title
        for place in estate.onward(address):
            if place not in way.seen:
                way.seen.add(place)
                _look(estate, giver, place, way)
                reached.extend(estate.readers(place))
            elif place == address and (text := _set(call)):
                _look(estate, giver, place, way, holds=text)
            giver = estate.title(place)
    for reader in reached:
        _follow(estate, reader, way, depth + 1)


def _set(call: SdkCall) -> str:
    """The text that an update writes into a row whatever the event is; empty where there is none."""
    how, expression = call.sends.get("UpdateExpression", ("", ""))
    written = re.findall(r":\w+", expression) if how == "text" else []
    values = (call.sends.get(f"ExpressionAttributeValues.{name}{kind}") for name in written for kind in ("", ".S"))
    return next((value[1] for value in values if value is not None and value[0] == "text" and value[1]), "")


def _look(estate: Estate, giver: str, address: str, way: _Way, holds: str = "") -> None:
    """A hop at a place where something stays, or can be seen passing by; with `holds`, a row with this text in it."""
    location = estate.locations.get(address)
    kind, argument, attribute, misses = _PLACES.get(location.resource.type if location else "", ("", "", "", ""))
    if location is None or not kind or (kind == "message" and estate.taken(address)):
        return
    name = estate.title(address)
    if holds and kind != "row":
        return
    if not holds:
        way.places.append(name)
    way.hops.append(
        {
            "kind": kind,
            "title": f"{giver} to {name}",
            "misses": f"no row of it has the mark and {holds!r}" if holds else misses,
            **({"holds": holds} if holds else {}),
            argument: term(location, attribute),
            "logs": estate.logs(list(way.passed.values())),
        }
    )


def sent(data: Data) -> Any:
    """Data as the support library takes it: terms as objects with one name, which begins with `$`."""
    for kind, write in _WRITTEN.items():
        if isinstance(data, kind):
            return write(data)
    if isinstance(data, Mapping):
        return {key: sent(item) for key, item in data.items()}
    return tuple(map(sent, data)) if isinstance(data, tuple | list) else data


def _moment(term: Now) -> Mapping[str, Any]:
    return {"$now": {"unit": term.unit, "offset": term.offset, "text": term.text}}


_WRITTEN: Mapping[type, Callable[[Any], Any]] = {
    Encoded: lambda term: {f"${term.how}": sent(term.value)},
    Marker: lambda term: {"$mark": term.form},
    Now: _moment,
    Text: lambda term: {"$text": tuple(map(sent, term.parts))},
    Signature: lambda term: {"$signature": term.prefix},
}


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
