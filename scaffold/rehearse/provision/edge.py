"""Names, certificates and the firewall of applications: Route 53, ACM, WAFv2."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, part, text

#: How the parts of a firewall are called where the API's names differ.
_WAF = {
    ".rule": "Rules",
    "custom_response_body": "",
    ".not_statement.statement": "Statement",
    ".rule_action_override": "RuleActionOverrides",
    ".excluded_rule": "ExcludedRules",
    ".search_string": "SearchString",
    ".cloudwatch_metrics_enabled": "CloudWatchMetricsEnabled",
    ".insert_header": "InsertHeaders",
    ".custom_request_handling": "CustomRequestHandling",
    ".response_header": "ResponseHeaders",
    ".rule_label": "RuleLabels",
    ".ip_set_forwarded_ip_config": "IPSetForwardedIPConfig",
    ".arn": "ARN",
    ".header": "Headers",
}


#: Where a change of records says what is near.
_CHANGE = "change_resource_record_sets"
_NEAR = "ChangeBatch.Changes.ResourceRecordSet.GeoProximityLocation"


def zone(make: Make) -> Mapping[str, Any]:
    """A hosted zone, a private one where networks are named."""
    client = make.client("route53")
    networks = [
        {"VPCId": each["vpc_id"], "VPCRegion": each.get("vpc_region") or make.region} for each in make.blocks("vpc")
    ]
    more: dict[str, Any] = {"VPC": networks[0]} if networks else {}
    if make.get("delegation_set_id"):
        more["DelegationSetId"] = make.get("delegation_set_id")
    made = client.create_hosted_zone(
        Name=make.values["name"],
        CallerReference=make.address,
        HostedZoneConfig={"Comment": text(make.get("comment", "Managed by Terraform")), "PrivateZone": bool(networks)},
        **more,
    )
    name = made["HostedZone"]["Id"].rpartition("/")[2]
    for each in networks[1:]:
        client.associate_vpc_with_hosted_zone(HostedZoneId=name, VPC=each)
    if make.tags:
        client.change_tags_for_resource(ResourceType="hostedzone", ResourceId=name, AddTags=make.tag_list())
    servers = made.get("DelegationSet", {}).get("NameServers", [])
    return {
        "id": name,
        "zone_id": name,
        "arn": f"arn:aws:route53:::hostedzone/{name}",
        "name_servers": servers,
        "primary_name_server": servers[0] if servers else "",
    }


def zone_association(make: Make) -> Mapping[str, Any]:
    """One more network that a private zone is for."""
    network = {"VPCId": make.values["vpc_id"], "VPCRegion": make.get("vpc_region") or make.region}
    make.client("route53").associate_vpc_with_hosted_zone(HostedZoneId=make.values["zone_id"], VPC=network)
    return {"id": f"{make.get('zone_id')}:{make.get('vpc_id')}", "owning_account": make.account}


def record(make: Make) -> Mapping[str, Any]:
    """A record; its name is completed by that of its zone."""
    client = make.client("route53")
    whole = client.get_hosted_zone(Id=make.values["zone_id"])["HostedZone"]["Name"].rstrip(".")
    name = str(make.get("name", "")).rstrip(".")
    full = name if name == whole or name.endswith(f".{whole}") else ".".join(filter(None, (name, whole)))
    entry: dict[str, Any] = {"Name": full, "Type": make.values["type"], **_routing(make)}
    for each in make.blocks("alias"):
        entry["AliasTarget"] = {
            "HostedZoneId": each.get("zone_id") or "Z2FDTNDATAQYW2",
            "DNSName": each["name"],
            "EvaluateTargetHealth": bool(each.get("evaluate_target_health", False)),
        }
    if make.get("ttl") is not None:
        entry["TTL"] = int(make.get("ttl"))
    if make.get("records"):
        entry["ResourceRecords"] = [{"Value": _value(make.get("type"), each)} for each in make.get("records")]
    action = "UPSERT" if make.get("allow_overwrite") else "CREATE"
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": entry}]}
    client.change_resource_record_sets(HostedZoneId=make.values["zone_id"], ChangeBatch=batch)
    return {"id": "_".join(filter(None, (make.get("zone_id"), name, make.get("type")))), "fqdn": full}


def _value(kind: str, value: Any) -> str:
    """A record's value; that of a text record stands in quotes."""
    found = text(value)
    return f'"{found}"' if kind in ("TXT", "SPF") and not found.startswith('"') else found


def _routing(make: Make) -> dict[str, Any]:
    """How one of several records of a name is chosen."""
    found: dict[str, Any] = {}
    if make.get("set_identifier"):
        found["SetIdentifier"] = make.get("set_identifier")
    if make.block("weighted_routing_policy"):
        found["Weight"] = int(make.block("weighted_routing_policy")["weight"])
    if make.block("latency_routing_policy"):
        found["Region"] = make.block("latency_routing_policy")["region"]
    if make.block("failover_routing_policy"):
        found["Failover"] = make.block("failover_routing_policy")["type"]
    place = make.block("geolocation_routing_policy")
    if place:
        names = {"continent": "ContinentCode", "country": "CountryCode", "subdivision": "SubdivisionCode"}
        found["GeoLocation"] = {names[name]: value for name, value in place.items() if name in names and value}
    lists = make.block("cidr_routing_policy")
    if lists:
        found["CidrRoutingConfig"] = {"CollectionId": lists["collection_id"], "LocationName": lists["location_name"]}
    near = make.blocks("geoproximity_routing_policy")
    if near:
        found["GeoProximityLocation"] = part(make.client("route53"), _CHANGE, _NEAR, near)
    if make.get("multivalue_answer_routing_policy"):
        found["MultiValueAnswer"] = True
    if make.get("health_check_id"):
        found["HealthCheckId"] = make.get("health_check_id")
    return found


def health_check(make: Make) -> Mapping[str, Any]:
    """A health check."""
    client = make.client("route53")
    names = {
        "fqdn": "FullyQualifiedDomainName",
        "ip_address": "IPAddress",
        "invert_healthcheck": "Inverted",
        "child_healthchecks": "ChildHealthChecks",
        "child_health_threshold": "HealthThreshold",
        "cloudwatch_alarm_name": "AlarmIdentifier.Name",
        "cloudwatch_alarm_region": "AlarmIdentifier.Region",
        "reference_name": "",
        "enable_sni": "EnableSNI",
    }
    config = part(client, "create_health_check", "HealthCheckConfig", dict(make.values), names)
    name = client.create_health_check(CallerReference=make.address[-64:], HealthCheckConfig=config)["HealthCheck"]["Id"]
    if make.tags:
        client.change_tags_for_resource(ResourceType="healthcheck", ResourceId=name, AddTags=make.tag_list())
    return {"id": name, "arn": f"arn:aws:route53:::healthcheck/{name}"}


def query_log(make: Make) -> Mapping[str, Any]:
    """Where the questions that a zone is asked are written down."""
    made = make.client("route53").create_query_logging_config(
        HostedZoneId=make.values["zone_id"], CloudWatchLogsLogGroupArn=make.values["cloudwatch_log_group_arn"]
    )["QueryLoggingConfig"]
    return {"id": made["Id"], "arn": f"arn:aws:route53:::queryloggingconfig/{made['Id']}"}


def certificate(make: Make) -> Mapping[str, Any]:
    """A certificate, asked for or brought."""
    client = make.client("acm")
    tags = make.tag_list() or None
    if make.get("certificate_body") and (make.get("private_key") or make.get("private_key_wo")):
        names = {"certificate_body": "Certificate", "private_key_wo": "PrivateKey"}
        arn = call(client, "import_certificate", make.values, names, Tags=tags)["CertificateArn"]
    else:
        values = {"validation_method": "DNS", **make.values}
        names = {"certificate_authority_arn": "CertificateAuthorityArn", "validation_option": "DomainValidationOptions"}
        arn = call(client, "request_certificate", values, names, Tags=tags)["CertificateArn"]
    found = client.describe_certificate(CertificateArn=arn)["Certificate"]
    options = [
        {
            "domain_name": each["DomainName"],
            "resource_record_name": each["ResourceRecord"]["Name"],
            "resource_record_type": each["ResourceRecord"]["Type"],
            "resource_record_value": each["ResourceRecord"]["Value"],
        }
        for each in found.get("DomainValidationOptions", [])
        if each.get("ResourceRecord")
    ]
    return {
        "id": arn,
        "arn": arn,
        "domain_name": found.get("DomainName"),
        "status": found["Status"],
        "domain_validation_options": options,
        "validation_emails": [],
    }


def certificate_validation(make: Make) -> Mapping[str, Any]:
    """Waits in the cloud for a certificate: the emulator issues one when it has been looked at."""
    make.client("acm").describe_certificate(CertificateArn=make.values["certificate_arn"])
    return {"id": make.values["certificate_arn"]}


def _firewall(make: Make) -> Any:
    """The client: what stands before distributions is in one region."""
    return make.client("wafv2", "us-east-1" if make.get("scope") == "CLOUDFRONT" else "")


def web_acl(make: Make) -> Mapping[str, Any]:
    """An access list of requests."""
    client = _firewall(make)
    values = {"scope": "REGIONAL", **make.values}
    made = call(client, "create_web_acl", values, _WAF, **_own_shape(make, "rule_json"))["Summary"]
    found = client.get_web_acl(Name=made["Name"], Scope=values["scope"], Id=made["Id"])["WebACL"]
    return {"id": made["Id"], "arn": made["ARN"], "capacity": found.get("Capacity", 0), "lock_token": made["LockToken"]}


def _own_shape(make: Make, rules: str) -> dict[str, Any]:
    """What of a firewall is no block after block: its name, rules that are text, bodies of answers, tags."""
    bodies = {
        each["key"]: {"ContentType": each.get("content_type"), "Content": each.get("content")}
        for each in make.blocks("custom_response_body")
    }
    return {
        "Name": make.get("name") or make.get("name_prefix") or make.name,
        "CustomResponseBodies": bodies or None,
        "Tags": make.tag_list() or None,
        **({"Rules": json.loads(make.get(rules))} if make.get(rules) else {}),
    }


def web_acl_association(make: Make) -> Mapping[str, Any]:
    """What puts something under an access list."""
    arn, acl = make.values["resource_arn"], make.values["web_acl_arn"]
    make.client("wafv2").associate_web_acl(WebACLArn=acl, ResourceArn=arn)
    return {"id": f"{acl},{arn}"}


def web_acl_logging(make: Make) -> Mapping[str, Any]:
    """Where an access list writes down what it did."""
    arn = make.values["resource_arn"]
    region = "us-east-1" if ":global/" in arn else ""
    names = {**_WAF, "redacted_fields": "RedactedFields", ".filter": "Filters", ".condition": "Conditions"}
    client = make.client("wafv2", region)
    config = part(client, "put_logging_configuration", "LoggingConfiguration", dict(make.values), names)
    client.put_logging_configuration(LoggingConfiguration=config)
    return {"id": arn}


def ip_set(make: Make) -> Mapping[str, Any]:
    """A set of addresses."""
    values = {"addresses": [], "scope": "REGIONAL", **make.values}
    names = {"ip_address_version": "IPAddressVersion"}
    made = call(_firewall(make), "create_ip_set", values, names, **_own_shape(make, ""))["Summary"]
    return {"id": made["Id"], "arn": made["ARN"], "lock_token": made["LockToken"]}


def pattern_set(make: Make) -> Mapping[str, Any]:
    """A set of patterns."""
    client = _firewall(make)
    patterns = [{"RegexString": each["regex_string"]} for each in make.blocks("regular_expression")]
    made = call(
        client,
        "create_regex_pattern_set",
        {"scope": "REGIONAL", **make.values},
        RegularExpressionList=patterns,
        **_own_shape(make, ""),
    )["Summary"]
    return {"id": made["Id"], "arn": made["ARN"], "lock_token": made["LockToken"]}


def rule_group(make: Make) -> Mapping[str, Any]:
    """A group of rules."""
    values = {"scope": "REGIONAL", **make.values}
    made = call(_firewall(make), "create_rule_group", values, _WAF, **_own_shape(make, "rules_json"))["Summary"]
    return {"id": made["Id"], "arn": made["ARN"], "lock_token": made["LockToken"]}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_acm_certificate": certificate,
    "aws_acm_certificate_validation": certificate_validation,
    "aws_route53_health_check": health_check,
    "aws_route53_query_log": query_log,
    "aws_route53_record": record,
    "aws_route53_zone": zone,
    "aws_route53_zone_association": zone_association,
    "aws_wafv2_ip_set": ip_set,
    "aws_wafv2_regex_pattern_set": pattern_set,
    "aws_wafv2_rule_group": rule_group,
    "aws_wafv2_web_acl": web_acl,
    "aws_wafv2_web_acl_association": web_acl_association,
    "aws_wafv2_web_acl_logging_configuration": web_acl_logging,
}
