"""HTTP and WebSocket interfaces of API Gateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import declared, part, send, unsupported, without


def execution_arn(make: Make, number: str) -> str:
    """What permissions to call an interface begin with."""
    return f"arn:aws:execute-api:{make.region}:{make.account}:{number}"


def api(make: Make) -> Mapping[str, Any]:
    """An interface; with `target`, one that hands everything to it."""
    made = send(
        make,
        "apigatewayv2",
        "CreateApi",
        {
            "route_selection_expression": "$request.method $request.path",
            "api_key_selection_expression": "$request.header.x-api-key",
            **without(declared(make), "body", "fail_on_warnings"),
        },
    )
    number = made["ApiId"]
    if make.get("body"):
        make.client("apigatewayv2").reimport_api(
            ApiId=number, Body=str(make.get("body")), FailOnWarnings=bool(make.get("fail_on_warnings", False))
        )
    scheme = "wss" if make.get("protocol_type") == "WEBSOCKET" else "https"
    return {
        "id": number,
        "api_endpoint": made.get("ApiEndpoint") or f"{scheme}://{number}.execute-api.{make.region}.amazonaws.com",
        "arn": f"arn:aws:apigateway:{make.region}::/apis/{number}",
        "execution_arn": execution_arn(make, number),
    }


def integration(make: Make) -> Mapping[str, Any]:
    """What answers. The provider has answers' parameters as blocks, one for each status."""
    timeout = make.get("timeout_milliseconds")
    answers = {str(each["status_code"]): each.get("mappings", {}) for each in make.blocks("response_parameters")}
    made = send(
        make,
        "apigatewayv2",
        "CreateIntegration",
        {"connection_type": "INTERNET", "payload_format_version": "1.0", **without(make.values, "response_parameters")},
        TimeoutInMillis=None if timeout is None else int(timeout),
        ResponseParameters=answers or None,
    )
    return {
        "id": made["IntegrationId"],
        "integration_response_selection_expression": made.get("IntegrationResponseSelectionExpression", ""),
    }


def integration_response(make: Make) -> Mapping[str, Any]:
    """How an answer is made of what came from behind."""
    return {"id": send(make, "apigatewayv2", "CreateIntegrationResponse", make.values)["IntegrationResponseId"]}


def route(make: Make) -> Mapping[str, Any]:
    """What may be asked, and where it goes."""
    wanted = {
        each["request_parameter_key"]: {"Required": bool(each.get("required", False))}
        for each in make.blocks("request_parameter")
    }
    made = send(
        make,
        "apigatewayv2",
        "CreateRoute",
        {"authorization_type": "NONE", "api_key_required": False, **without(make.values, "request_parameter")},
        RequestParameters=wanted or None,
    )
    return {"id": made["RouteId"]}


def route_response(make: Make) -> Mapping[str, Any]:
    """An answer that a route may give."""
    return {"id": send(make, "apigatewayv2", "CreateRouteResponse", make.values)["RouteResponseId"]}


def stage(make: Make) -> Mapping[str, Any]:
    """A stage; `$default` answers without a path of its own."""
    client, number, name = make.client("apigatewayv2"), str(make.get("api_id")), str(make.get("name"))
    routes = {each["route_key"]: without(each, "route_key") for each in make.blocks("route_settings")}
    send(
        make,
        "apigatewayv2",
        "CreateStage",
        {"auto_deploy": False, **without(declared(make), "route_settings")},
        StageName=name,
        RouteSettings=part(client, "CreateStage", "RouteSettings", routes) if routes else None,
    )
    kind = client.get_api(ApiId=number).get("ProtocolType")
    place = "" if name == "$default" else name
    return {
        "id": name,
        "arn": f"arn:aws:apigateway:{make.region}::/apis/{number}/stages/{name}",
        "execution_arn": f"{execution_arn(make, number)}/{name}",
        "invoke_url": f"{'wss' if kind == 'WEBSOCKET' else 'https'}://"
        f"{number}.execute-api.{make.region}.amazonaws.com/{place}",
    }


def authorizer(make: Make) -> Mapping[str, Any]:
    """Who says whether somebody may ask."""
    made = send(
        make,
        "apigatewayv2",
        "CreateAuthorizer",
        without(make.values, "identity_sources"),
        IdentitySource=list(make.get("identity_sources") or ()),
    )
    return {"id": made["AuthorizerId"]}


def domain_name(make: Make) -> Mapping[str, Any]:
    """A name of one's own for interfaces."""
    name, client = str(make.get("domain_name")), make.client("apigatewayv2")
    settings = make.block("domain_name_configuration")
    made = send(
        make,
        "apigatewayv2",
        "CreateDomainName",
        without(declared(make), "domain_name_configuration"),
        DomainNameConfigurations=part(client, "CreateDomainName", "DomainNameConfigurations", [settings]),
    )
    found: dict[str, Any] = next(iter(made.get("DomainNameConfigurations", ())), {})
    host = found.get("ApiGatewayDomainName") or f"d-{name.replace('.', '-')}.execute-api.{make.region}.amazonaws.com"
    names = {"target_domain_name": host, "hosted_zone_id": found.get("HostedZoneId", "Z1UJRXOUMOOFQ8")}
    return {
        "id": name,
        "arn": f"arn:aws:apigateway:{make.region}::/domainnames/{name}",
        "api_mapping_selection_expression": "$request.basepath",
        "domain_name_configuration": [{**settings, **names}],
    }


def api_mapping(make: Make) -> Mapping[str, Any]:
    """Which interface answers under a name."""
    made = send(
        make,
        "apigatewayv2",
        "CreateApiMapping",
        make.values,
        ApiMappingKey=make.get("api_mapping_key", ""),
    )
    return {"id": made["ApiMappingId"]}


def vpc_link(make: Make) -> Mapping[str, Any]:
    """A way into a network."""
    made = send(make, "apigatewayv2", "CreateVpcLink", declared(make))
    arn = f"arn:aws:apigateway:{make.region}::/vpclinks/{made['VpcLinkId']}"
    return {"id": made["VpcLinkId"], "arn": arn}


def model(make: Make) -> Mapping[str, Any]:
    """The shape of a body."""
    return {"id": send(make, "apigatewayv2", "CreateModel", make.values, **given(Schema=make.get("schema")))["ModelId"]}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_apigatewayv2_api": api,
    "aws_apigatewayv2_api_mapping": api_mapping,
    "aws_apigatewayv2_authorizer": authorizer,
    "aws_apigatewayv2_deployment": unsupported("CreateDeployment"),
    "aws_apigatewayv2_domain_name": domain_name,
    "aws_apigatewayv2_integration": integration,
    "aws_apigatewayv2_integration_response": integration_response,
    "aws_apigatewayv2_model": model,
    "aws_apigatewayv2_route": route,
    "aws_apigatewayv2_route_response": route_response,
    "aws_apigatewayv2_stage": stage,
    "aws_apigatewayv2_vpc_link": vpc_link,
}
