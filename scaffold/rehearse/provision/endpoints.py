"""How a network reaches services and who writes down its traffic: VPC endpoints, flow logs, interfaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported
from scaffold.rehearse.provision.calls import call, tagged, text
from scaffold.rehearse.provision.vpc import arn, only

#: What a flow log may watch: the declared attribute and the API's word.
_WATCHED = {
    "vpc_id": "VPC",
    "subnet_id": "Subnet",
    "eni_id": "NetworkInterface",
    "transit_gateway_id": "TransitGateway",
    "transit_gateway_attachment_id": "TransitGatewayAttachment",
}


def vpc_endpoint(make: Make) -> Mapping[str, Any]:
    """An endpoint; a gateway where its kind is not declared, and private DNS only where that is."""
    ec2 = make.client("ec2")
    values = {"vpc_endpoint_type": "Gateway", "private_dns_enabled": False, **make.values}
    names = {"policy": "PolicyDocument"}
    made = call(ec2, "create_vpc_endpoint", values, names, **tagged(make, "vpc-endpoint"))["VpcEndpoint"]
    name = made["VpcEndpointId"]
    lists = [{"Name": "prefix-list-name", "Values": [make.get("service_name")]}]
    gateway = values["vpc_endpoint_type"] == "Gateway"
    prefix = only(ec2.describe_managed_prefix_lists(Filters=lists)["PrefixLists"]) if gateway else {}
    entries = [
        {"dns_name": each.get("DnsName", ""), "hosted_zone_id": each.get("HostedZoneId", "")}
        for each in made.get("DnsEntries", [])
    ]
    return {
        "id": name,
        "arn": arn(make, "vpc-endpoint", name),
        "state": "available",
        "owner_id": make.account,
        "dns_entry": entries,
        "network_interface_ids": made.get("NetworkInterfaceIds", []),
        "prefix_list_id": prefix.get("PrefixListId", ""),
        "cidr_blocks": [],
        "vpc_endpoint_type": values["vpc_endpoint_type"],
    }


def _added(make: Make, declared: str, member: str) -> Mapping[str, Any]:
    """What adds one thing to an endpoint that is there."""
    name, value = make.values["vpc_endpoint_id"], make.values[declared]
    make.client("ec2").modify_vpc_endpoint(VpcEndpointId=name, **{member: [value]})
    return {"id": f"a-{name}{value}"}


def endpoint_route_table(make: Make) -> Mapping[str, Any]:
    """What gives a route table the way to a gateway endpoint."""
    return _added(make, "route_table_id", "AddRouteTableIds")


def endpoint_subnet(make: Make) -> Mapping[str, Any]:
    """What gives a subnet an interface of an endpoint."""
    return _added(make, "subnet_id", "AddSubnetIds")


def endpoint_security_group(make: Make) -> Mapping[str, Any]:
    """What puts an endpoint under a security group."""
    return _added(make, "security_group_id", "AddSecurityGroupIds")


def endpoint_policy(make: Make) -> Mapping[str, Any]:
    """The policy of an endpoint on its own."""
    name = make.values["vpc_endpoint_id"]
    make.client("ec2").modify_vpc_endpoint(VpcEndpointId=name, PolicyDocument=text(make.get("policy", "{}")))
    return {"id": name}


def endpoint_service(make: Make) -> Mapping[str, Any]:
    """A service that others reach by endpoints."""
    made = call(
        make.client("ec2"),
        "create_vpc_endpoint_service_configuration",
        make.values,
        **tagged(make, "vpc-endpoint-service"),
    )["ServiceConfiguration"]
    name = made["ServiceId"]
    if make.get("allowed_principals"):
        make.client("ec2").modify_vpc_endpoint_service_permissions(
            ServiceId=name, AddAllowedPrincipals=list(make.get("allowed_principals"))
        )
    return {
        "id": name,
        "arn": arn(make, "vpc-endpoint-service", name),
        "service_name": made["ServiceName"],
        "base_endpoint_dns_names": made.get("BaseEndpointDnsNames", []),
    }


def flow_log(make: Make) -> Mapping[str, Any]:
    """A flow log. Of a log group the service reports name and ARN, whichever it was told."""
    watched = next((name for name in _WATCHED if make.get(name)), "")
    if not watched:
        raise Unsupported("a flow log of something that is not known")
    names = {"iam_role_arn": "DeliverLogsPermissionArn"}
    kind = make.get("log_destination_type", "cloud-watch-logs")
    values = {"traffic_type": "ALL", "max_aggregation_interval": 600, **make.values, "log_destination_type": kind}
    place = str(make.get("log_destination") or "")
    if kind == "cloud-watch-logs" and ":log-group:" in place:
        values["log_group_name"] = place.partition(":log-group:")[2].removesuffix(":*")
    answer = call(
        make.client("ec2"),
        "create_flow_logs",
        values,
        names,
        ResourceType=_WATCHED[watched],
        ResourceIds=[make.get(watched)],
        **tagged(make, "vpc-flow-log"),
    )
    if answer.get("Unsuccessful"):
        raise ValueError(answer["Unsuccessful"][0]["Error"]["Message"])
    name = answer["FlowLogIds"][0]
    return {"id": name, "arn": arn(make, "vpc-flow-log", name), "log_group_name": values.get("log_group_name", "")}


def network_interface(make: Make) -> Mapping[str, Any]:
    """A network interface, attached where that is declared."""
    ec2 = make.client("ec2")
    names = {
        "security_groups": "Groups",
        "private_ips": "PrivateIpAddresses",
        "private_ips_count": "SecondaryPrivateIpAddressCount",
    }
    addresses = list(make.get("private_ips", []))
    pairs = [{"PrivateIpAddress": each, "Primary": at == 0} for at, each in enumerate(addresses)]
    made = call(
        ec2,
        "create_network_interface",
        make.values,
        names,
        PrivateIpAddresses=pairs or None,
        PrivateIpAddress=addresses[0] if addresses else make.get("private_ip"),
        **tagged(make, "network-interface"),
    )["NetworkInterface"]
    name = made["NetworkInterfaceId"]
    if make.get("source_dest_check") is not None:
        ec2.modify_network_interface_attribute(
            NetworkInterfaceId=name, SourceDestCheck={"Value": bool(make.get("source_dest_check"))}
        )
    for each in make.blocks("attachment"):
        ec2.attach_network_interface(
            NetworkInterfaceId=name, InstanceId=each["instance"], DeviceIndex=int(each.get("device_index", 1))
        )
    return {
        "id": name,
        "arn": arn(make, "network-interface", name),
        "private_ip": made.get("PrivateIpAddress", ""),
        "private_dns_name": made.get("PrivateDnsName", ""),
        "mac_address": made.get("MacAddress", ""),
        "owner_id": make.account,
    }


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_flow_log": flow_log,
    "aws_network_interface": network_interface,
    "aws_vpc_endpoint": vpc_endpoint,
    "aws_vpc_endpoint_policy": endpoint_policy,
    "aws_vpc_endpoint_route_table_association": endpoint_route_table,
    "aws_vpc_endpoint_security_group_association": endpoint_security_group,
    "aws_vpc_endpoint_service": endpoint_service,
    "aws_vpc_endpoint_subnet_association": endpoint_subnet,
}
