"""What a REST interface of API Gateway is made of: resources, methods, what is behind them, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.shaping import send


def place(make: Make, kind: str, *more: str) -> dict[str, str]:
    """The provider's `id` of a part of a method."""
    parts = [make.get("rest_api_id"), make.get("resource_id"), make.get("http_method"), *more]
    return {"id": "-".join(str(part) for part in (kind, *parts))}


def resource(make: Make) -> Mapping[str, Any]:
    """A path below another one."""
    made = send(make, "apigateway", "CreateResource", make.values)
    return {"id": made["id"], "path": made["path"]}


def method(make: Make) -> Mapping[str, Any]:
    """What may be asked of a path."""
    send(
        make,
        "apigateway",
        "PutMethod",
        make.values,
        authorizationType=make.get("authorization"),
        apiKeyRequired=bool(make.get("api_key_required", False)),
    )
    return place(make, "agm")


def integration(make: Make) -> Mapping[str, Any]:
    """What answers."""
    timeout = make.get("timeout_milliseconds")
    send(
        make,
        "apigateway",
        "PutIntegration",
        {"connection_type": "INTERNET", "passthrough_behavior": "WHEN_NO_MATCH", **make.values},
        timeoutInMillis=29000 if timeout is None else int(timeout),
    )
    return place(make, "agi")


def method_response(make: Make) -> Mapping[str, Any]:
    """An answer that a method may give."""
    send(make, "apigateway", "PutMethodResponse", make.values)
    return place(make, "agmr", str(make.get("status_code")))


def integration_response(make: Make) -> Mapping[str, Any]:
    """How it is made of what came from behind."""
    send(make, "apigateway", "PutIntegrationResponse", make.values)
    return place(make, "agir", str(make.get("status_code")))


def gateway_response(make: Make) -> Mapping[str, Any]:
    """An answer that the gateway itself gives."""
    send(make, "apigateway", "PutGatewayResponse", make.values)
    return {"id": f"aggr-{make.get('rest_api_id')}-{make.get('response_type')}"}


def model(make: Make) -> Mapping[str, Any]:
    """The shape of a body."""
    return {"id": send(make, "apigateway", "CreateModel", make.values)["id"]}


def request_validator(make: Make) -> Mapping[str, Any]:
    """What of a request is looked at first."""
    made = send(
        make,
        "apigateway",
        "CreateRequestValidator",
        {"validate_request_body": False, "validate_request_parameters": False, **make.values},
    )
    return {"id": made["id"]}


def authorizer(make: Make) -> Mapping[str, Any]:
    """Who says whether somebody may ask. A function looks at the header `Authorization` where nobody says otherwise."""
    kind = make.get("type", "TOKEN")
    source = make.get("identity_source", "method.request.header.Authorization")
    made = send(
        make,
        "apigateway",
        "CreateAuthorizer",
        {"authorizer_result_ttl_in_seconds": 300, **make.values},
        type=kind,
        identitySource=source,
        providerARNs=list(make.get("provider_arns") or ()) or None,
    )
    arn = f"arn:aws:apigateway:{make.region}::/restapis/{make.get('rest_api_id')}/authorizers/{made['id']}"
    return {"id": made["id"], "arn": arn}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_api_gateway_authorizer": authorizer,
    "aws_api_gateway_gateway_response": gateway_response,
    "aws_api_gateway_integration": integration,
    "aws_api_gateway_integration_response": integration_response,
    "aws_api_gateway_method": method,
    "aws_api_gateway_method_response": method_response,
    "aws_api_gateway_model": model,
    "aws_api_gateway_request_validator": request_validator,
    "aws_api_gateway_resource": resource,
}
