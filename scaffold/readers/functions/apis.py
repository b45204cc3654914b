"""Functions behind APIs: REST and HTTP APIs, function URLs, and the authorizers of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

import yaml

from scaffold.model.functions import Route, Trigger
from scaffold.model.project import Mode, Resource
from scaffold.model.values import Value
from scaffold.readers.functions.meaning import Meaning, document

#: A function's address and what calls it.
Called: TypeAlias = tuple[str, Trigger]

_ANY: Final = "x-amazon-apigateway-any-method"
_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", _ANY)
_INTEGRATION: Final = "x-amazon-apigateway-integration"
_DEEPEST: Final = 32


def apis(meaning: Meaning) -> Iterator[Called]:
    """What calls functions over HTTP, in the order of the resources that say so."""
    yield from _rest(meaning)
    yield from _http(meaning)
    for declared in meaning.estate.of_type("aws_api_gateway_rest_api", "aws_apigatewayv2_api"):
        yield from _described(declared, meaning)
    for url in meaning.estate.of_type("aws_lambda_function_url"):
        for address in meaning.found(url.attributes.get("function_name")):
            open_to = _text(url.attributes.get("authorization_type"), meaning, "NONE")
            route = Route("ANY", "/", "", open_to, url.position)
            yield address, Trigger("function-url", url.address, url.address, url.position, (route,), payload="2.0")
    yield from _authorizers(meaning)


def _rest(meaning: Meaning) -> Iterator[Called]:
    for integration in meaning.estate.of_type("aws_api_gateway_integration"):
        given = integration.attributes
        for address in meaning.found(given.get("uri")):
            api = meaning.estate.find(given.get("rest_api_id"))
            routes = tuple(_rest_routes(integration, api, meaning))
            proxies = given.get("type") == "AWS_PROXY"
            detail = {} if proxies else _without(given, ("type", "request_templates", "passthrough_behavior"))
            kind = "rest-api" if proxies else "other"
            source = api.address if api is not None else ""
            found = Trigger(
                kind, source, integration.address, integration.position, routes, "1.0" if proxies else "", detail=detail
            )
            yield address, replace(found, detail={**detail, **_demands(integration, meaning)})


def _rest_routes(integration: Resource, api: Resource | None, meaning: Meaning) -> Iterator[Route]:
    given = integration.attributes
    path = _path(given.get("resource_id"), meaning, _DEEPEST)
    method = _text(given.get("http_method"), meaning, "")
    if path is None or not method:
        return
    declared = _method(integration, meaning)
    who = _text(declared.attributes.get("authorization"), meaning, "NONE") if declared is not None else "NONE"
    position = declared.position if declared is not None else integration.position
    yield Route(method.upper(), path or "/", _stage(api, meaning), _authorization(who), position)


def _demands(integration: Resource, meaning: Meaning) -> Mapping[str, Value]:
    """What the method asks for before the function is called."""
    method = _method(integration, meaning)
    names = ("api_key_required", "request_parameters", "request_models", "request_validator_id", "authorizer_id")
    return _without(method.attributes, names) if method is not None else {}


def _without(given: Mapping[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    return {name: given[name] for name in names if given.get(name) not in (None, (), "", False)}


def _method(integration: Resource, meaning: Meaning) -> Resource | None:
    """The method that an integration is of."""
    verb = integration.attributes.get("http_method")
    direct = meaning.estate.find(verb)
    if direct is not None and direct.type == "aws_api_gateway_method":
        return direct
    text, place = meaning.text(verb), integration.attributes.get("resource_id")
    for method in meaning.estate.of_type("aws_api_gateway_method"):
        same = method.attributes.get("resource_id") == place
        if same and text is not None and meaning.text(method.attributes.get("http_method")) == text:
            return method
    return None


def _authorization(declared: str) -> str:
    return declared.upper() or "NONE"


def _path(value: Value, meaning: Meaning, depth: int) -> str | None:
    """The path of an API's resource from the root (which is empty text); `None` where it is not known."""
    found = meaning.estate.find(value)
    if found is None or not depth:
        return None
    if found.type == "aws_api_gateway_rest_api":
        return ""
    if found.type in ("aws_api_gateway_integration", "aws_api_gateway_method"):
        return _path(found.attributes.get("resource_id"), meaning, depth - 1)
    if found.type != "aws_api_gateway_resource":
        return None
    if found.mode is Mode.DATA:
        path = meaning.text(found.attributes.get("path"))
        return path.rstrip("/") if path is not None else None
    above = _path(found.attributes.get("parent_id"), meaning, depth - 1)
    part = meaning.text(found.attributes.get("path_part"))
    return f"{above}/{part}" if above is not None and part else None


def _stage(api: Resource | None, meaning: Meaning) -> str:
    """The stage that an API is called by: the only one, or the first."""
    if api is None:
        return ""
    rest = api.type == "aws_api_gateway_rest_api"
    types = ("aws_api_gateway_stage", "aws_api_gateway_deployment") if rest else ("aws_apigatewayv2_stage",)
    for stage in meaning.estate.of_type(*types):
        about = stage.attributes.get("rest_api_id" if rest else "api_id")
        name = meaning.text(stage.attributes.get("stage_name" if rest else "name"))
        if name and meaning.estate.find(about) is api:
            return name
    return "" if rest else "$default"


def _http(meaning: Meaning) -> Iterator[Called]:
    for integration in meaning.estate.of_type("aws_apigatewayv2_integration"):
        given = integration.attributes
        for address in meaning.found(given.get("integration_uri")):
            api = meaning.estate.find(given.get("api_id"))
            routes = tuple(_http_routes(integration, api, meaning))
            payload = _text(given.get("payload_format_version"), meaning, "1.0")
            yield address, _over_http(integration, api, routes, payload, meaning)
    for api in meaning.estate.of_type("aws_apigatewayv2_api"):
        if api.attributes.get("target") is not None:  # an API made in one go, with one route
            key = _text(api.attributes.get("route_key"), meaning, "$default")
            for address in meaning.found(api.attributes["target"]):
                yield address, _over_http(api, api, (_route(key, "$default", "NONE", api),), "2.0", meaning)


def _over_http(
    connecting: Resource, api: Resource | None, routes: tuple[Route, ...], payload: str, meaning: Meaning
) -> Trigger:
    protocol = _text(api.attributes.get("protocol_type"), meaning, "HTTP") if api is not None else "HTTP"
    source = api.address if api is not None else ""
    if protocol == "WEBSOCKET":
        detail: dict[str, Value] = {"protocol_type": protocol}
        return Trigger("other", source, connecting.address, connecting.position, routes, detail=detail)
    return Trigger("http-api", source, connecting.address, connecting.position, routes, payload)


def _http_routes(integration: Resource, api: Resource | None, meaning: Meaning) -> Iterator[Route]:
    for route in meaning.estate.of_type("aws_apigatewayv2_route"):
        if meaning.target(route.attributes.get("target")) is not integration:
            continue
        key = meaning.text(route.attributes.get("route_key"))
        who = _text(route.attributes.get("authorization_type"), meaning, "NONE")
        if key:
            yield _route(key, _stage(api, meaning), who, route)


def _route(key: str, stage: str, who: str, declared: Resource) -> Route:
    method, _, path = key.partition(" ")
    method, path = (method, path.strip()) if path else ("ANY", key)
    return Route(method.upper(), path, stage, _authorization(who), declared.position)


def _described(api: Resource, meaning: Meaning) -> Iterator[Called]:
    """The functions in an API's OpenAPI document."""
    body = _openapi(api.attributes.get("body"))
    paths = body.get("paths") if isinstance(body, Mapping) else None
    stage = _stage(api, meaning)
    for path, methods in paths.items() if isinstance(paths, Mapping) else ():
        for name, said in methods.items() if isinstance(methods, Mapping) else ():
            how = said.get(_INTEGRATION) if isinstance(said, Mapping) and name.lower() in _METHODS else None
            if not isinstance(how, Mapping) or not isinstance(said, Mapping):
                continue
            verb = "ANY" if name == _ANY else name.upper()
            asked = said.get("security", body.get("security"))
            route = Route(verb, path, stage, "CUSTOM" if asked else "NONE", api.position)
            for address in meaning.found(how.get("uri")):
                yield address, _described_by(api, route, how, meaning)


def _described_by(api: Resource, route: Route, how: Mapping[str, Value], meaning: Meaning) -> Trigger:
    if api.type == "aws_apigatewayv2_api":
        payload = _text(how.get("payloadFormatVersion"), meaning, "1.0")
        return Trigger("http-api", api.address, api.address, api.position, (route,), payload)
    if str(how.get("type", "")).lower() == "aws_proxy":
        return Trigger("rest-api", api.address, api.address, api.position, (route,), "1.0")
    return Trigger("other", api.address, api.address, api.position, (route,), detail={"type": "AWS"})


def _openapi(value: Value) -> Mapping[str, Value]:
    found = document(value)
    if found is None and isinstance(value, str):
        try:
            found = yaml.safe_load(value)
        except (yaml.YAMLError, RecursionError, ValueError):
            return {}
    return found if isinstance(found, Mapping) else {}


def _authorizers(meaning: Meaning) -> Iterator[Called]:
    for authorizer in meaning.estate.of_type("aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer"):
        given = authorizer.attributes
        rest = authorizer.type == "aws_api_gateway_authorizer"
        api = meaning.estate.find(given.get("rest_api_id" if rest else "api_id"))
        form = _text(given.get("type" if rest else "authorizer_type"), meaning, "TOKEN" if rest else "REQUEST")
        payload = "1.0" if rest else _text(given.get("authorizer_payload_format_version"), meaning, "1.0")
        names = ("identity_source", "identity_sources", "enable_simple_responses")
        detail: dict[str, Value] = {"type": form, **_without(given, names)}
        for address in meaning.found(given.get("authorizer_uri")):
            source = api.address if api is not None else ""
            place = authorizer.position
            yield address, Trigger("authorizer", source, authorizer.address, place, payload=payload, detail=detail)


def _text(value: Value, meaning: Meaning, otherwise: str) -> str:
    found = meaning.text(value) if value is not None else otherwise
    return found if found is not None else otherwise
