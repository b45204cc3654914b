"""REST interfaces of API Gateway: interface, stages, keys and plans. The methods are in `apigateway_methods`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision import apigateway_methods
from scaffold.rehearse.provision.base import Make, Provisioner, blocks, given
from scaffold.rehearse.provision.shaping import declared, part, send, text, unsupported, without

#: What is set of a method in a stage, by the end of the path where the API takes it.
SETTINGS = {
    "cache_data_encrypted": "caching/dataEncrypted",
    "cache_ttl_in_seconds": "caching/ttlInSeconds",
    "caching_enabled": "caching/enabled",
    "data_trace_enabled": "logging/dataTrace",
    "logging_level": "logging/loglevel",
    "metrics_enabled": "metrics/enabled",
    "require_authorization_for_cache_control": "caching/requireAuthorizationForCacheControl",
    "throttling_burst_limit": "throttling/burstLimit",
    "throttling_rate_limit": "throttling/rateLimit",
    "unauthorized_cache_control_header_strategy": "caching/unauthorizedCacheControlHeaderStrategy",
}


def changed(path: str, value: Any) -> dict[str, str]:
    """One change of what is there."""
    return {"op": "replace", "path": path, "value": text(value)}


def rest_api(make: Make) -> Mapping[str, Any]:
    """An interface; where it is declared as an OpenAPI document, with all that this says."""
    client = make.client("apigateway")
    made = send(
        make,
        "apigateway",
        "CreateRestApi",
        without(declared(make), "binary_media_types"),
        minimumCompressionSize=compression(make),
    )
    number = made["id"]
    kinds = [str(each) for each in make.get("binary_media_types") or ()]
    for kind in kinds:
        change = {"op": "add", "path": f"/binaryMediaTypes/{kind.replace('/', '~1')}", "value": kind}
        client.update_rest_api(restApiId=number, patchOperations=[change])
    if make.get("body"):
        client.put_rest_api(
            restApiId=number,
            mode=make.get("put_rest_api_mode", "overwrite"),
            failOnWarnings=bool(make.get("fail_on_warnings", False)),
            parameters=dict(make.get("parameters") or {}),
            body=str(make.get("body")).encode(),
        )
    found = client.get_resources(restApiId=number, limit=500)["items"]
    return {
        "id": number,
        "arn": f"arn:aws:apigateway:{make.region}::/restapis/{number}",
        "execution_arn": execution_arn(make, number),
        "root_resource_id": next((each["id"] for each in found if each.get("path") == "/"), ""),
        "created_date": made["createdDate"].isoformat(),
    }


def compression(make: Make) -> int | None:
    """From what size answers are compressed: the provider has it as text, and -1 for never."""
    size = make.get("minimum_compression_size")
    return int(size) if size not in (None, "") and int(size) >= 0 else None


def execution_arn(make: Make, number: str) -> str:
    """What permissions to call an interface begin with."""
    return f"arn:aws:execute-api:{make.region}:{make.account}:{number}"


def invoke_url(make: Make, number: str, stage: str) -> str:
    """Where a stage answers."""
    return f"https://{number}.execute-api.{make.region}.amazonaws.com/{stage}"


def rest_api_policy(make: Make) -> Mapping[str, Any]:
    """Who may call an interface."""
    number = make.get("rest_api_id")
    make.client("apigateway").update_rest_api(
        restApiId=number, patchOperations=[changed("/policy", make.get("policy"))]
    )
    return {"id": number}


def deployment(make: Make) -> Mapping[str, Any]:
    """What is there now, as a stage serves it."""
    number, stage = str(make.get("rest_api_id")), make.get("stage_name")
    made = send(make, "apigateway", "CreateDeployment", make.values)
    return {
        "id": made["id"],
        "created_date": made["createdDate"].isoformat(),
        "invoke_url": invoke_url(make, number, stage or ""),
        "execution_arn": f"{execution_arn(make, number)}:{number}/{stage or ''}",
    }


def stage(make: Make) -> Mapping[str, Any]:
    """A stage. Where its log is, is not taken when it is made."""
    number, name = str(make.get("rest_api_id")), str(make.get("stage_name"))
    client, log = make.client("apigateway"), make.block("access_log_settings")
    send(
        make,
        "apigateway",
        "CreateStage",
        without(declared(make), "xray_tracing_enabled", "cache_cluster_size"),
        tracingEnabled=bool(make.get("xray_tracing_enabled", False)),
        cacheClusterSize=text(make.get("cache_cluster_size")) if make.get("cache_cluster_size") else None,
    )
    changes = [changed("/clientCertificateId", make.get("client_certificate_id"))]
    changes = changes if make.get("client_certificate_id") else []
    if log:
        changes += [
            changed("/accessLogSettings/destinationArn", log.get("destination_arn")),
            changed("/accessLogSettings/format", log.get("format")),
        ]
    if changes:
        client.update_stage(restApiId=number, stageName=name, patchOperations=changes)
    return {
        "id": f"ags-{number}-{name}",
        "arn": f"arn:aws:apigateway:{make.region}::/restapis/{number}/stages/{name}",
        "execution_arn": f"{execution_arn(make, number)}/{name}",
        "invoke_url": invoke_url(make, number, name),
    }


def method_settings(make: Make) -> Mapping[str, Any]:
    """How the methods of a stage are logged, measured and throttled. A `/` inside a resource's path is `~1`."""
    number, name, path = str(make.get("rest_api_id")), str(make.get("stage_name")), str(make.get("method_path"))
    place, _, method = path.rpartition("/")
    place = place.strip("/").replace("/", "~1")
    settings = make.block("settings")
    make.client("apigateway").update_stage(
        restApiId=number,
        stageName=name,
        patchOperations=[
            changed(f"/{place}/{method}/{end}", settings[own])
            for own, end in SETTINGS.items()
            if settings.get(own) is not None
        ],
    )
    return {"id": f"{number}-{name}-{path}"}


def account(make: Make) -> Mapping[str, Any]:
    """With which role logs are written, in all interfaces of the account."""
    role = make.get("cloudwatch_role_arn")
    if role:
        make.client("apigateway").update_account(patchOperations=[changed("/cloudwatchRoleArn", role)])
    return {"id": "api-gateway-account", "throttle_settings": [{"burst_limit": 5000, "rate_limit": 10000}]}


def api_key(make: Make) -> Mapping[str, Any]:
    """A key that callers have."""
    made = send(
        make,
        "apigateway",
        "CreateApiKey",
        {"description": "Managed by Terraform", **declared(make)},
        enabled=make.get("enabled", True),
    )
    arn = f"arn:aws:apigateway:{make.region}::/apikeys/{made['id']}"
    return {"id": made["id"], "arn": arn, "value": made.get("value", "")}


def usage_plan(make: Make) -> Mapping[str, Any]:
    """How much callers may ask."""
    client, throttled = make.client("apigateway"), []
    for each in make.blocks("api_stages"):
        paths = {one["path"]: without(one, "path") for one in blocks(each, "throttle")}
        throttled.append({"api_id": each.get("api_id"), "stage": each.get("stage")})
        throttled[-1] |= {"throttle": paths} if paths else {}
    values = {"quota": make.get("quota_settings"), "throttle": make.get("throttle_settings"), "api_stages": throttled}
    made = send(
        make,
        "apigateway",
        "CreateUsagePlan",
        {**without(declared(make), "api_stages"), **given(**values)},
        apiStages=part(client, "CreateUsagePlan", "apiStages", throttled) or None,
    )
    if make.get("product_code"):
        client.update_usage_plan(
            usagePlanId=made["id"], patchOperations=[changed("/productCode", make.get("product_code"))]
        )
    return {"id": made["id"], "arn": f"arn:aws:apigateway:{make.region}::/usageplans/{made['id']}"}


def usage_plan_key(make: Make) -> Mapping[str, Any]:
    """A key that a plan is for."""
    made = send(make, "apigateway", "CreateUsagePlanKey", make.values)
    return {"id": made["id"], "name": made.get("name", ""), "value": made.get("value", "")}


def domain_name(make: Make) -> Mapping[str, Any]:
    """A name of one's own for interfaces."""
    name = str(make.get("domain_name"))
    made = send(make, "apigateway", "CreateDomainName", declared(make))
    return {
        "id": name,
        "arn": f"arn:aws:apigateway:{make.region}::/domainnames/{name}",
        "regional_domain_name": made.get("regionalDomainName", ""),
        "regional_zone_id": made.get("regionalHostedZoneId", ""),
        "cloudfront_domain_name": made.get("distributionDomainName", ""),
        "cloudfront_zone_id": made.get("distributionHostedZoneId", "Z2FDTNDATAQYW2"),
    }


def base_path(make: Make) -> Mapping[str, Any]:
    """Which interface answers under a path of such a name."""
    send(
        make,
        "apigateway",
        "CreateBasePathMapping",
        make.values,
        restApiId=make.get("api_id"),
        stage=make.get("stage_name"),
    )
    return {"id": f"{make.get('domain_name')}/{make.get('base_path', '')}"}


def vpc_link(make: Make) -> Mapping[str, Any]:
    """A way into a network."""
    made = send(make, "apigateway", "CreateVpcLink", declared(make))
    return {"id": made["id"], "arn": f"arn:aws:apigateway:{make.region}::/vpclinks/{made['id']}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_api_gateway_account": account,
    "aws_api_gateway_api_key": api_key,
    "aws_api_gateway_base_path_mapping": base_path,
    "aws_api_gateway_client_certificate": unsupported("GenerateClientCertificate"),
    "aws_api_gateway_deployment": deployment,
    "aws_api_gateway_documentation_part": unsupported("CreateDocumentationPart"),
    "aws_api_gateway_documentation_version": unsupported("CreateDocumentationVersion"),
    "aws_api_gateway_domain_name": domain_name,
    "aws_api_gateway_method_settings": method_settings,
    "aws_api_gateway_rest_api": rest_api,
    "aws_api_gateway_rest_api_policy": rest_api_policy,
    "aws_api_gateway_stage": stage,
    "aws_api_gateway_usage_plan": usage_plan,
    "aws_api_gateway_usage_plan_key": usage_plan_key,
    "aws_api_gateway_vpc_link": vpc_link,
    **apigateway_methods.PROVISIONERS,
}
