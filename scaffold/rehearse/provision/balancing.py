"""Load balancers, their listeners, rules and target groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block
from scaffold.rehearse.provision.calls import call, text

#: Attributes of a load balancer that the API has as pairs of texts.
_BALANCER = {
    "client_keep_alive": "client_keep_alive.seconds",
    "desync_mitigation_mode": "routing.http.desync_mitigation_mode",
    "dns_record_client_routing_policy": "dns_record.client_routing_policy",
    "drop_invalid_header_fields": "routing.http.drop_invalid_header_fields.enabled",
    "enable_cross_zone_load_balancing": "load_balancing.cross_zone.enabled",
    "enable_deletion_protection": "deletion_protection.enabled",
    "enable_http2": "routing.http2.enabled",
    "enable_tls_version_and_cipher_suite_headers": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    "enable_waf_fail_open": "waf.fail_open.enabled",
    "enable_xff_client_port": "routing.http.xff_client_port.enabled",
    "enable_zonal_shift": "zonal_shift.config.enabled",
    "idle_timeout": "idle_timeout.timeout_seconds",
    "secondary_ips_auto_assigned_per_subnet": "secondary_ips.auto_assigned.per_subnet",
    "preserve_host_header": "routing.http.preserve_host_header.enabled",
    "xff_header_processing_mode": "routing.http.xff_header_processing.mode",
}
_LOGS = {
    "access_logs": "access_logs.s3",
    "connection_logs": "connection_logs.s3",
    "health_check_logs": "health_check_logs.s3",
}
_GROUP = {
    "connection_termination": "deregistration_delay.connection_termination.enabled",
    "deregistration_delay": "deregistration_delay.timeout_seconds",
    "lambda_multi_value_headers_enabled": "lambda.multi_value_headers.enabled",
    "load_balancing_algorithm_type": "load_balancing.algorithm.type",
    "load_balancing_anomaly_mitigation": "load_balancing.algorithm.anomaly_mitigation",
    "load_balancing_cross_zone_enabled": "load_balancing.cross_zone.enabled",
    "preserve_client_ip": "preserve_client_ip.enabled",
    "proxy_protocol_v2": "proxy_protocol_v2.enabled",
    "slow_start": "slow_start.duration_seconds",
}
#: Blocks of a target group that the API has as pairs of texts too.
_GROUP_BLOCKS = {
    "target_failover": {
        "on_deregistration": "target_failover.on_deregistration",
        "on_unhealthy": "target_failover.on_unhealthy",
    },
    "target_health_state": {
        "enable_unhealthy_connection_termination": "target_health_state.unhealthy.connection_termination.enabled",
        "unhealthy_draining_interval": "target_health_state.unhealthy.draining_interval_seconds",
    },
}
_HEALTH = {
    "enabled": "HealthCheckEnabled",
    "healthy_threshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthy_threshold": "UnhealthyThresholdCount",
}
#: How actions and conditions are called where the API's names differ.
_ACTION = {
    ".authenticate_cognito": "AuthenticateCognitoConfig",
    ".authenticate_oidc": "AuthenticateOidcConfig",
    ".fixed_response": "FixedResponseConfig",
    ".forward": "ForwardConfig",
    ".jwt_validation": "JwtValidationConfig",
    ".redirect": "RedirectConfig",
    ".target_group": "TargetGroups",
    ".arn": "TargetGroupArn",
    ".stickiness": "TargetGroupStickinessConfig",
    ".duration": "DurationSeconds",
}
_CONDITION = {
    "host_header": "HostHeaderConfig",
    "http_header": "HttpHeaderConfig",
    "http_request_method": "HttpRequestMethodConfig",
    "path_pattern": "PathPatternConfig",
    "query_string": "QueryStringConfig",
    "source_ip": "SourceIpConfig",
}
#: What a redirect keeps of the request where nothing is declared.
_KEPT = {
    "host": "#{host}",
    "path": "/#{path}",
    "port": "#{port}",
    "protocol": "#{protocol}",
    "query": "#{query}",
}


def _after(value: str, mark: str) -> str:
    """What follows a mark, for the short form of an ARN that metrics have."""
    return value.partition(mark)[2]


def _pairs(values: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": text(values[name])} for name, key in names.items() if values.get(name) is not None]


def balancer(make: Make) -> Mapping[str, Any]:
    """A load balancer, for applications where its kind is not declared."""
    client = make.client("elbv2")
    name = make.get("name") or make.get("name_prefix") or make.name[-32:].strip("-")
    names = {"load_balancer_type": "Type", "name_prefix": "", "internal": ""}
    names |= dict.fromkeys(_BALANCER, "") | dict.fromkeys(_LOGS, "")
    values = {"load_balancer_type": "application", **make.values}
    made = call(
        client,
        "create_load_balancer",
        values,
        names,
        Name=name,
        Scheme="internal" if str(make.get("internal", False)).lower() == "true" else "internet-facing",
        Tags=make.tag_list() or None,
    )["LoadBalancers"][0]
    pairs = _pairs(make.values, _BALANCER)
    for kind, prefix in _LOGS.items():
        members = {member: f"{prefix}.{member}" for member in ("enabled", "bucket", "prefix")}
        declared = make.block(kind)
        pairs += _pairs({"enabled": False, **declared}, members) if declared else []
    if pairs:
        client.modify_load_balancer_attributes(LoadBalancerArn=made["LoadBalancerArn"], Attributes=pairs)
    return {
        "id": made["LoadBalancerArn"],
        "arn": made["LoadBalancerArn"],
        "arn_suffix": _after(made["LoadBalancerArn"], "loadbalancer/"),
        "name": name,
        "dns_name": made["DNSName"],
        "zone_id": made.get("CanonicalHostedZoneId", ""),
        "vpc_id": made.get("VpcId", ""),
        "load_balancer_type": values["load_balancer_type"],
    }


_NOT_FOR_FUNCTIONS = ("port", "protocol", "protocol_version", "vpc_id", "ip_address_type")


def target_group(make: Make) -> Mapping[str, Any]:
    """A target group with its health check and its other settings."""
    client = make.client("elbv2")
    name = make.get("name") or make.get("name_prefix") or make.name[-32:].strip("-")
    check = make.block("health_check")
    health = {member: check[declared] for declared, member in _HEALTH.items() if check.get(declared) is not None}
    values = {"target_type": "instance", **make.values, **health}
    if values["target_type"] == "lambda":
        # The provider sends none of them for functions.
        values = {name: value for name, value in values.items() if name not in _NOT_FOR_FUNCTIONS}
    grpc = make.get("protocol_version") == "GRPC"
    matched = {"GrpcCode" if grpc else "HttpCode": text(check["matcher"])} if check.get("matcher") else None
    names = {"name_prefix": "", "health_check": "", **dict.fromkeys(_GROUP, "")}
    made = call(client, "create_target_group", values, names, Name=name, Matcher=matched, Tags=make.tag_list() or None)[
        "TargetGroups"
    ][0]
    pairs = _pairs(make.values, _GROUP) + _stickiness(make.block("stickiness")) + _healthy(make)
    for block_name, members in _GROUP_BLOCKS.items():
        pairs += _pairs(make.block(block_name), members)
    if pairs:
        client.modify_target_group_attributes(TargetGroupArn=made["TargetGroupArn"], Attributes=pairs)
    return {
        "id": made["TargetGroupArn"],
        "arn": made["TargetGroupArn"],
        "arn_suffix": "targetgroup/" + _after(made["TargetGroupArn"], "targetgroup/"),
        "name": name,
        "load_balancer_arns": [],
    }


def _healthy(make: Make) -> list[dict[str, str]]:
    """How many targets must be healthy."""
    found = []
    for name in ("dns_failover", "unhealthy_state_routing"):
        values = block(make.block("target_group_health"), name)
        parts = ("count", "percentage")
        members = {
            f"minimum_healthy_targets_{each}": f"target_group_health.{name}.minimum_healthy_targets.{each}"
            for each in parts
        }
        found += _pairs(values, members)
    return found


def _stickiness(values: Mapping[str, Any]) -> list[dict[str, str]]:
    if not values:
        return []
    kind = values.get("type", "lb_cookie")
    names = {"enabled": "stickiness.enabled", "type": "stickiness.type"}
    if kind in ("lb_cookie", "app_cookie"):
        names["cookie_duration"] = f"stickiness.{kind}.duration_seconds"
    if kind == "app_cookie":
        names["cookie_name"] = "stickiness.app_cookie.cookie_name"
    return _pairs({"enabled": True, **values}, names)


def _actions(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The actions of a listener or a rule; a redirect keeps what it does not change."""
    found = []
    for each in values.get(name) or []:
        redirect = block(each, "redirect")
        found.append({**each, **({"redirect": [{**_KEPT, **redirect}]} if redirect else {})})
    return found


def listener(make: Make) -> Mapping[str, Any]:
    """A listener. One for TLS whose certificate is not known gets one that stands in for it."""
    client = make.client("elbv2")
    found = client.describe_load_balancers(LoadBalancerArns=[make.values["load_balancer_arn"]])["LoadBalancers"][0]
    usual = "HTTP" if found["Type"] == "application" else "TCP"
    values = {"protocol": usual, **make.values, "default_action": _actions(make.values, "default_action")}
    certificate = make.get("certificate_arn")
    if values["protocol"] in ("HTTPS", "TLS"):
        certificate = certificate or _stand_in(make)
        values.setdefault("ssl_policy", "ELBSecurityPolicy-2016-08")
    made = call(
        client,
        "create_listener",
        values,
        {**_ACTION, "alpn_policy": "AlpnPolicy"},
        Certificates=[{"CertificateArn": certificate}] if certificate else None,
        Tags=make.tag_list() or None,
    )["Listeners"][0]
    pairs = _pairs(make.values, {"tcp_idle_timeout_seconds": "tcp.idle_timeout.seconds"} | _headers(make))
    if pairs:
        client.modify_listener_attributes(ListenerArn=made["ListenerArn"], Attributes=pairs)
    return {"id": made["ListenerArn"], "arn": made["ListenerArn"], "protocol": values["protocol"]}


def _headers(make: Make) -> dict[str, str]:
    """What a listener does with headers, as the API calls it: `routing.http.response.server.enabled`."""
    found = (
        re.match(r"routing_http_(request|response)_(.+)_(header_name|header_value|enabled)$", name)
        for name in make.values
    )
    return {each[0]: f"routing.http.{each[1]}.{each[2]}.{each[3]}" for each in found if each}


def _stand_in(make: Make) -> str:
    made = make.client("acm").request_certificate(DomainName="stand-in.example", ValidationMethod="DNS")
    return str(made["CertificateArn"])


def listener_certificate(make: Make) -> Mapping[str, Any]:
    """One more certificate of a listener."""
    name, certificate = make.values["listener_arn"], make.values["certificate_arn"]
    make.client("elbv2").add_listener_certificates(ListenerArn=name, Certificates=[{"CertificateArn": certificate}])
    return {"id": f"{name}_{certificate}"}


def listener_rule(make: Make) -> Mapping[str, Any]:
    """A rule of a listener; the next priority that is free where none is declared."""
    client = make.client("elbv2")
    declared = make.get("priority")
    rules = client.describe_rules(ListenerArn=make.values["listener_arn"])["Rules"] if declared is None else []
    taken = [int(each["Priority"]) for each in rules if each["Priority"].isdigit()]
    conditions = []
    for each in make.blocks("condition"):
        field = next((name for name in _CONDITION if each.get(name)), "")
        shape = {**each, "field": field.replace("_", "-")}
        if each.get("query_string"):
            shape["query_string"] = [{"values": each["query_string"]}]
        conditions.append(shape)
    made = call(
        client,
        "create_rule",
        {**make.values, "action": _actions(make.values, "action"), "condition": conditions},
        {**_ACTION, **{f"condition.{name}": member for name, member in _CONDITION.items()}},
        Priority=int(declared if declared is not None else max(taken, default=0) + 1),
        Tags=make.tag_list() or None,
    )["Rules"][0]
    return {"id": made["RuleArn"], "arn": made["RuleArn"], "priority": int(made["Priority"])}


def attachment(make: Make) -> Mapping[str, Any]:
    """A target of a target group."""
    target = {"Id": make.values["target_id"]}
    if make.get("port"):
        target["Port"] = int(make.get("port"))
    if make.get("availability_zone"):
        target["AvailabilityZone"] = make.get("availability_zone")
    make.client("elbv2").register_targets(TargetGroupArn=make.values["target_group_arn"], Targets=[target])
    return {"id": f"{make.get('target_group_arn')}-{make.get('target_id')}"}


def _both(table: Mapping[str, Provisioner]) -> dict[str, Provisioner]:
    """Each type under its older name as well."""
    return {**table, **{name.replace("aws_lb", "aws_alb", 1): made for name, made in table.items()}}


PROVISIONERS: Mapping[str, Provisioner] = _both(
    {
        "aws_lb": balancer,
        "aws_lb_listener": listener,
        "aws_lb_listener_certificate": listener_certificate,
        "aws_lb_listener_rule": listener_rule,
        "aws_lb_target_group": target_group,
        "aws_lb_target_group_attachment": attachment,
    }
)
