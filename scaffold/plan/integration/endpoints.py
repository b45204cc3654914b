"""HTTP endpoints of APIs: that they answer, and that they refuse who has no credentials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.model.integration import Behaves, Expected, IntegrationCase, Surrounding
from scaffold.model.project import Resource
from scaffold.model.values import Reference, references
from scaffold.plan.integration.behaviours import Trials, term
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared
from scaffold.plan.integration.terms import Unresolved, joined

_NEEDS = ("http-endpoint",)
_PLANNED = "aws_api_gateway_usage_plan_key"
#: The stages of an API, and the attribute that has their name.
_STAGES = {
    "aws_api_gateway_rest_api": ("aws_api_gateway_stage", "stage_name"),
    "aws_apigatewayv2_api": ("aws_apigatewayv2_stage", "name"),
}


def endpoints(locations: Locations) -> Iterator[IntegrationCase]:
    """The cases of each method of a REST API and each route of an HTTP API whose address is known."""
    trials = Trials(locations)
    for location in locations:
        if location.resource.type == "aws_api_gateway_method":
            yield from _method(location, trials)
        elif location.resource.type == "aws_apigatewayv2_route":
            yield from _route(location, trials)


def _method(location: Location, trials: Trials) -> Iterator[IntegrationCase]:
    said: Mapping[str, Any] = location.resource.attributes
    api = trials.target(location.resource, "rest_api_id")
    path = _path(location.resource, trials)
    if api is None or path is None or _unreachable(api.resource):
        return
    stage = next(trials.pointing(api.resource.address, "aws_api_gateway_stage"), None)
    stages = trials.locations.get(stage.address) if stage is not None else None
    url = _url(api, term(stages, "stage_name"), path) if stages is not None else None
    verb, kind = said.get("http_method"), said.get("authorization", "NONE")
    if url is not None and isinstance(verb, str) and "{" not in path:
        keyed = said.get("api_key_required") is True
        auth = "key" if keyed else {"NONE": "open", "AWS_IAM": "iam"}.get(str(kind), "authorizer")
        yield from _cases(location, trials, _verb(verb), url, path, auth)


def _route(location: Location, trials: Trials) -> Iterator[IntegrationCase]:
    said: Mapping[str, Any] = location.resource.attributes
    api = trials.target(location.resource, "api_id")
    verb, _, path = str(said.get("route_key", "")).partition(" ")
    if api is None or api.resource.attributes.get("protocol_type") != "HTTP" or "{" in path or not path:
        return
    if _unreachable(api.resource):
        return
    stage = next(trials.pointing(api.resource.address, "aws_apigatewayv2_stage"), None)
    stages = trials.locations.get(stage.address) if stage is not None else None
    name = term(stages, "name") if stages is not None else None
    url = _url(api, None if name == "$default" else name, path) if name is not None else None
    if url is not None:
        auth = {"NONE": "open", "AWS_IAM": "iam"}.get(str(said.get("authorization_type", "NONE")), "authorizer")
        yield from _cases(location, trials, _verb(verb), url, path, auth)


def _unreachable(api: Resource) -> bool:
    """Whether nobody outside is answered at the address that every API has."""
    private = declared(api, "endpoint_configuration.types") == ("PRIVATE",)
    return private or api.attributes.get("disable_execute_api_endpoint") not in (None, False)


def _cases(
    location: Location, trials: Trials, verb: str, url: Expected, path: str, auth: str
) -> Iterator[IntegrationCase]:
    """That a request is answered, and that one without credentials is not where there must be some."""
    address = location.resource.address
    title, given = f"{verb} {path}", {"url": url, "method": verb}
    if verb not in ("GET", "HEAD", "OPTIONS"):
        given["body"] = "{}"
    if auth != "open":
        phrase, expect = (
            f"{title} is refused without credentials",
            Behaves("answers", {**given, "auth": "none", "asks": auth}),
        )
        yield IntegrationCase(f"refused:{address}", "flows", phrase, address, phrase, expect, False, _NEEDS)
    key = key_of(trials.target(location.resource, "rest_api_id"), trials) if auth == "key" else None
    if auth in ("open", "iam") or key is not None:
        phrase = f"{title} is answered" + {"iam": " when signed", "key": " with a key"}.get(auth, "")
        answered = {**given, "auth": auth, **({"key_id": key} if key is not None else {})}
        yield IntegrationCase(
            f"answered:{address}", "flows", phrase, address, phrase, Behaves("answers", answered), True, _NEEDS
        )


def key_of(api: Location | None, trials: Trials) -> Expected:
    """The id of an API key that the project makes for an API, by way of a usage plan, where there is one."""
    for each in trials.locations:
        plan = trials.target(each.resource, "usage_plan_id") if each.resource.type == _PLANNED else None
        key = trials.target(each.resource, "key_id") if plan is not None else None
        stages = plan.resource.attributes.get("api_stages") if plan is not None else None
        named = {found.address for found in references(stages)}
        if key is not None and api is not None and api.resource.address in named:
            return term(key, "id")
    return None


def _url(api: Location, stage: Expected, path: str) -> Expected:
    """The address of a path of an API's stage. Source: "Invoking a REST API" of the service's documentation."""
    identifier = term(api, "id")
    if identifier is None:
        return None
    host: list[Expected] = ["https://", identifier, ".execute-api.", Surrounding("region"), ".amazonaws.com"]
    try:
        return joined([*host, *(("/", stage) if stage is not None else ()), path])
    except Unresolved:
        return None


def base_url(api: Location, trials: Trials) -> Expected:
    """What the paths of an API come behind, with the stage that they are called by; nothing where that is not known."""
    if api.resource.type == "aws_lambda_function_url":
        return term(api, "function_url")
    if _unreachable(api.resource):
        return None
    kind, name = _STAGES.get(api.resource.type, ("", ""))
    stage = next(trials.pointing(api.resource.address, kind), None) if kind else None
    location = trials.locations.get(stage.address) if stage is not None else None
    called = term(location, name) if location is not None else None
    return _url(api, None if called == "$default" else called, "") if called is not None else None


def _path(method: Resource, trials: Trials) -> str | None:
    """The path of a method: those of its resource and of all above it."""
    value, found = declared(method, "resource_id"), ""
    for _ in range(20):
        resource = trials.locations.deployment.by_address.get(value.address) if isinstance(value, Reference) else None
        if resource is None:
            return None
        if resource.type == "aws_api_gateway_rest_api":
            return found or "/"
        part = resource.attributes.get("path_part")
        if not isinstance(part, str):
            return None
        found, value = f"/{part}{found}", declared(resource, "parent_id")
    return None


def _verb(method: str) -> str:
    return "GET" if method == "ANY" else method
