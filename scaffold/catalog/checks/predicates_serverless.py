"""Predicates on functions, their queues and their APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import alike, as_number, fact, spots, truth
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, all_hold, fails, holds, unknown
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Value

#: What the provider takes, in seconds, where nothing is written.
_FUNCTION_TIMEOUT = 3
_VISIBILITY_TIMEOUT = 30


def current(
    resource: Resource, estate: Estate, *, at: str, values: tuple[str, ...], retired: tuple[str, ...]
) -> Verdict:
    """The runtime is one of `values` and none of `retired`; those in neither list are not judged, as new ones are."""
    del estate
    found = resource.attributes.get(at)
    if isinstance(found, SYMBOLIC):
        return unknown("the runtime is not known")
    if found in retired:
        return fails(str(found))
    if not isinstance(found, str) or found not in values:
        return NOT_APPLICABLE
    language = re.split(r"[0-9.]", found)[0]
    same = tuple(value for value in values if value.startswith(language))
    return holds(fact(resource, (at,), Relation.ONE_OF, same))


def hides_messages(resource: Resource, estate: Estate, *, times: int) -> Verdict:
    """A queue keeps a message hidden for `times` the timeout of each function that works it off, in seconds."""
    verdicts = []
    for mapping in estate.of_type("aws_lambda_event_source_mapping"):
        points = estate.points(mapping, "event_source_arn", resource)
        if points is None:
            verdicts.append(unknown("which queue a function works off is not known"))
        elif points:
            verdicts.append(_against(resource, mapping, estate, times))
    return all_hold(verdicts)


def _against(queue: Resource, mapping: Resource, estate: Estate, times: int) -> Verdict:
    function = estate.find(mapping.attributes.get("function_name"))
    if function is None or function.type != "aws_lambda_function":
        return unknown("the function is not here")
    timeout = _seconds(function.attributes.get("timeout"), _FUNCTION_TIMEOUT)
    hidden = _seconds(queue.attributes.get("visibility_timeout_seconds"), _VISIBILITY_TIMEOUT)
    if timeout is None or hidden is None:
        return unknown("a timeout is not known")
    if hidden < times * timeout:
        return fails(f"{hidden} s hidden, {timeout} s timeout of function {function.name}")
    return holds(
        _limit(queue, "visibility_timeout_seconds", Relation.AT_LEAST, times * timeout),
        _limit(function, "timeout", Relation.AT_MOST, hidden // times),
    )


def _limit(resource: Resource, name: str, relation: Relation, value: int | float) -> Fact:
    """The fact that a number stays on its side of a limit; where none is written, that it stays so."""
    written = resource.attributes.get(name) is not None
    return fact(resource, (name,), relation, value) if written else fact(resource, (name,), Relation.ABSENT)


def _seconds(value: Value, default: int) -> int | float | None:
    return default if value is None else as_number(value)


def method_asks_who(resource: Resource, estate: Estate) -> Verdict:
    """A method of a REST API asks who calls: an authorization, or an API key.

    Not applicable to preflight requests, mock integrations, private APIs and those with a policy of their own or client
    certificates.
    """
    method = resource.attributes.get("http_method")
    said = truth(method, lambda text: alike(text, "OPTIONS"))
    if said is not False:
        return NOT_APPLICABLE if said else unknown("the method is not known")
    asks = truth(resource.attributes.get("authorization"), lambda text: not alike(text, "NONE"))
    if asks:
        return holds(fact(resource, ("authorization",), Relation.DIFFERS, "NONE"))
    keyed = truth(resource.attributes.get("api_key_required"), lambda flag: alike(flag, True))
    if keyed:
        return holds(fact(resource, ("api_key_required",), Relation.EQUALS, True))
    if asks is None or keyed is None:
        return unknown("how it asks who calls is not known")
    if any(mock is not False for mock in _mocks(resource, estate)):
        return NOT_APPLICABLE
    return _reachable(resource, estate)


def _mocks(method: Resource, estate: Estate) -> Iterator[bool | None]:
    """For each integration of a method, whether it answers by itself."""
    for found in estate.of_type("aws_api_gateway_integration"):
        same = found.attributes.get("resource_id") == method.attributes.get("resource_id")
        verb = found.attributes.get("http_method")
        own = verb == method.attributes.get("http_method") or estate.find(verb) is method
        if same and own:
            yield truth(found.attributes.get("type"), lambda text: alike(text, "MOCK"))


def _reachable(method: Resource, estate: Estate) -> Verdict:
    api = estate.find(method.attributes.get("rest_api_id"))
    if api is None:
        return unknown("the API is not here")
    kinds = [value for spot in spots(api.attributes, "endpoint_configuration.types") for value in _listed(spot.value)]
    guarded = api.attributes.get("policy") is not None or any(
        estate.points(policy, "rest_api_id", api) is not False
        for policy in estate.of_type("aws_api_gateway_rest_api_policy")
    )
    certificates = any(
        domain.attributes.get("mutual_tls_authentication") for domain in estate.of_type("aws_api_gateway_domain_name")
    )
    if "PRIVATE" in kinds or guarded or certificates:
        return NOT_APPLICABLE
    if any(not isinstance(kind, str) for kind in kinds):
        return unknown("where the API can be reached is not known")
    return fails(f"{method.attributes.get('http_method')} without authorization")


def _listed(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def route_asks_who(resource: Resource, estate: Estate) -> Verdict:
    """A route of an HTTP API, or `$connect` of a WebSocket API, has an authorization.

    Not applicable to preflight requests and to APIs behind client certificates.
    """
    key = resource.attributes.get("route_key")
    kind = resource.attributes.get("authorization_type")
    asks = truth(kind, lambda text: text is not None and not alike(text, "NONE"))
    if asks:
        return holds(fact(resource, ("authorization_type",), Relation.DIFFERS, "NONE"))
    api = estate.find(resource.attributes.get("api_id"))
    protocol = api.attributes.get("protocol_type") if api else None
    if asks is None or not isinstance(protocol, str) or not isinstance(key, str):
        return unknown("the route is not known")
    if key.startswith("OPTIONS ") or (protocol == "WEBSOCKET" and key != "$connect"):
        return NOT_APPLICABLE
    domains = estate.of_type("aws_apigatewayv2_domain_name")
    if any(domain.attributes.get("mutual_tls_authentication") for domain in domains):
        return NOT_APPLICABLE
    return fails(key)
