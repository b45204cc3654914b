"""The ways of a network: route tables, routes, peerings, prefix lists, VPN and transit gateways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, part, tagged
from scaffold.rehearse.provision.vpc import add_tags, arn

#: What a route inside a table calls its destinations; what it leads to is called as the API has it.
_ROUTE = {
    "cidr_block": "DestinationCidrBlock",
    "ipv6_cidr_block": "DestinationIpv6CidrBlock",
    "destination_prefix_list_id": "DestinationPrefixListId",
    "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
    "core_network_arn": "CoreNetworkArn",
}
#: How the settings of a VPN are called where the API's names differ.
_VPN = {
    "transport_transit_gateway_attachment_id": "TransportTransitGatewayAttachmentId",
    "tunnel_inside_ip_version": "TunnelInsideIpVersion",
}
_TUNNEL = {
    ".inside_cidr": "TunnelInsideCidr",
    ".inside_ipv6_cidr": "TunnelInsideIpv6Cidr",
    ".preshared_key": "PreSharedKey",
    ".cloudwatch_log_options": "CloudWatchLogOptions",
}


def route_table(make: Make) -> Mapping[str, Any]:
    """A route table with the routes that are declared inside it."""
    ec2 = make.client("ec2")
    made = ec2.create_route_table(VpcId=make.values["vpc_id"], **tagged(make, "route-table"))
    name = made["RouteTable"]["RouteTableId"]
    _routes(make, name)
    return {"id": name, "arn": arn(make, "route-table", name), "owner_id": make.account}


def default_route_table(make: Make) -> Mapping[str, Any]:
    """The main route table of a VPC, which is there before."""
    ec2 = make.client("ec2")
    name = make.values["default_route_table_id"]
    _routes(make, name)
    add_tags(make, name)
    found = ec2.describe_route_tables(RouteTableIds=[name])["RouteTables"][0]
    return {"id": name, "arn": arn(make, "route-table", name), "vpc_id": found["VpcId"], "owner_id": make.account}


def _routes(make: Make, table: str) -> None:
    for each in make.blocks("route"):
        call(make.client("ec2"), "create_route", each, _ROUTE, RouteTableId=table)


def route(make: Make) -> Mapping[str, Any]:
    """A route on its own."""
    names = {"egress_only_gateway_id": "EgressOnlyInternetGatewayId"}
    call(make.client("ec2"), "create_route", make.values, names)
    way = next((make.get(name) for name in sorted(make.values) if name.startswith("destination_")), "")
    gateway = str(make.get("gateway_id", ""))
    return {
        "id": f"r-{make.get('route_table_id')}{way}",
        "state": "active",
        "origin": "CreateRoute",
        "gateway_id": gateway,
    }


def route_table_association(make: Make) -> Mapping[str, Any]:
    """What gives a subnet (or a gateway) its route table."""
    answer = call(make.client("ec2"), "associate_route_table", make.values)
    return {"id": answer["AssociationId"]}


def main_route_table_association(make: Make) -> Mapping[str, Any]:
    """What makes a route table the main one of its VPC."""
    ec2 = make.client("ec2")
    main = [
        {"Name": "vpc-id", "Values": [make.values["vpc_id"]]},
        {"Name": "association.main", "Values": ["true"]},
    ]
    found = ec2.describe_route_tables(Filters=main)["RouteTables"][0]
    old = next(each["RouteTableAssociationId"] for each in found["Associations"] if each["Main"])
    answer = ec2.replace_route_table_association(AssociationId=old, RouteTableId=make.values["route_table_id"])
    return {"id": answer["NewAssociationId"], "original_route_table_id": found["RouteTableId"]}


def peering(make: Make) -> Mapping[str, Any]:
    """A peering of two VPCs, accepted where that is asked for."""
    ec2 = make.client("ec2")
    made = call(ec2, "create_vpc_peering_connection", make.values, **tagged(make, "vpc-peering-connection"))[
        "VpcPeeringConnection"
    ]
    name = made["VpcPeeringConnectionId"]
    if make.get("auto_accept"):
        ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=name)
    _peering_options(make, name)
    return {"id": name, "accept_status": "active" if make.get("auto_accept") else "pending-acceptance"}


def peering_accepter(make: Make) -> Mapping[str, Any]:
    """The other side's consent to a peering."""
    name = make.values["vpc_peering_connection_id"]
    if make.get("auto_accept"):
        make.client("ec2").accept_vpc_peering_connection(VpcPeeringConnectionId=name)
    _peering_options(make, name)
    add_tags(make, name)
    return {"id": name, "accept_status": "active"}


def peering_options(make: Make) -> Mapping[str, Any]:
    """What each side of a peering lets through."""
    name = make.values["vpc_peering_connection_id"]
    _peering_options(make, name)
    return {"id": name}


def _peering_options(make: Make, name: str) -> None:
    sides = {
        "accepter": "AccepterPeeringConnectionOptions",
        "requester": "RequesterPeeringConnectionOptions",
    }
    names = {**sides, ".allow_remote_vpc_dns_resolution": "AllowDnsResolutionFromRemoteVpc"}
    values = {side: make.block(side) for side in sides if make.block(side)}
    if values:
        call(make.client("ec2"), "modify_vpc_peering_connection_options", values, names, VpcPeeringConnectionId=name)


def prefix_list(make: Make) -> Mapping[str, Any]:
    """A list of address ranges under one name."""
    names = {"name": "PrefixListName"}
    made = call(make.client("ec2"), "create_managed_prefix_list", make.values, names, **tagged(make, "prefix-list"))[
        "PrefixList"
    ]
    name = made["PrefixListId"]
    return {"id": name, "arn": made["PrefixListArn"], "owner_id": make.account, "version": made.get("Version", 1)}


def vpn_gateway(make: Make) -> Mapping[str, Any]:
    """A virtual private gateway, attached where a VPC is named."""
    ec2 = make.client("ec2")
    made = call(ec2, "create_vpn_gateway", make.values, Type="ipsec.1", **tagged(make, "vpn-gateway"))
    name = made["VpnGateway"]["VpnGatewayId"]
    if make.get("vpc_id"):
        ec2.attach_vpn_gateway(VpcId=make.get("vpc_id"), VpnGatewayId=name)
    return {
        "id": name,
        "arn": arn(make, "vpn-gateway", name),
        "amazon_side_asn": str(make.get("amazon_side_asn", 64512)),
    }


def customer_gateway(make: Make) -> Mapping[str, Any]:
    """The customer's end of a VPN."""
    made = call(
        make.client("ec2"),
        "create_customer_gateway",
        {"type": "ipsec.1", **make.values},
        {"ip_address": "IpAddress"},
        **tagged(make, "customer-gateway"),
    )["CustomerGateway"]
    name = made["CustomerGatewayId"]
    return {"id": name, "arn": arn(make, "customer-gateway", name)}


def vpn_connection(make: Make) -> Mapping[str, Any]:
    """A VPN between a customer's gateway and a VPC or a transit gateway."""
    ec2 = make.client("ec2")
    options = part(ec2, "create_vpn_connection", "Options", dict(make.values), _VPN)
    tunnels = [
        {name.removeprefix(start): value for name, value in make.values.items() if name.startswith(start)}
        for start in ("tunnel1_", "tunnel2_")
    ]
    if any(tunnels):
        options["TunnelOptions"] = part(ec2, "create_vpn_connection", "Options.TunnelOptions", tunnels, _TUNNEL)
    more = {"Options": options} if options else {}
    values = {"type": "ipsec.1", **make.values}
    made = call(ec2, "create_vpn_connection", values, **more, **tagged(make, "vpn-connection"))
    name = made["VpnConnection"]["VpnConnectionId"]
    return {"id": name, "arn": arn(make, "vpn-connection", name)}


def transit_gateway(make: Make) -> Mapping[str, Any]:
    """A transit gateway."""
    options = (
        "amazon_side_asn",
        "auto_accept_shared_attachments",
        "default_route_table_association",
        "default_route_table_propagation",
        "dns_support",
        "multicast_support",
        "transit_gateway_cidr_blocks",
        "vpn_ecmp_support",
    )
    values = {"description": make.get("description"), "options": {name: make.get(name) for name in options}}
    made = call(make.client("ec2"), "create_transit_gateway", values, **tagged(make, "transit-gateway"))
    found = made["TransitGateway"]
    given = found.get("Options", {})
    return {
        "id": found["TransitGatewayId"],
        "arn": found["TransitGatewayArn"],
        "owner_id": make.account,
        "association_default_route_table_id": given.get("AssociationDefaultRouteTableId", ""),
        "propagation_default_route_table_id": given.get("PropagationDefaultRouteTableId", ""),
    }


def transit_attachment(make: Make) -> Mapping[str, Any]:
    """What links a VPC to a transit gateway."""
    options = ("appliance_mode_support", "dns_support", "ipv6_support", "security_group_referencing_support")
    values = {**make.values, "options": {name: make.get(name) for name in options}}
    made = call(
        make.client("ec2"),
        "create_transit_gateway_vpc_attachment",
        values,
        **tagged(make, "transit-gateway-attachment"),
    )["TransitGatewayVpcAttachment"]
    name = made["TransitGatewayAttachmentId"]
    return {"id": name, "arn": arn(make, "transit-gateway-attachment", name), "vpc_owner_id": make.account}


def transit_route_table(make: Make) -> Mapping[str, Any]:
    """A route table of a transit gateway."""
    made = call(
        make.client("ec2"),
        "create_transit_gateway_route_table",
        make.values,
        **tagged(make, "transit-gateway-route-table"),
    )["TransitGatewayRouteTable"]
    name = made["TransitGatewayRouteTableId"]
    return {"id": name, "arn": arn(make, "transit-gateway-route-table", name)}


def transit_route(make: Make) -> Mapping[str, Any]:
    """A route of a transit gateway."""
    call(make.client("ec2"), "create_transit_gateway_route", make.values)
    return {"id": f"{make.get('transit_gateway_route_table_id')}_{make.get('destination_cidr_block')}"}


def transit_association(make: Make) -> Mapping[str, Any]:
    """What gives an attachment its route table."""
    call(make.client("ec2"), "associate_transit_gateway_route_table", make.values)
    return {"id": f"{make.get('transit_gateway_route_table_id')}_{make.get('transit_gateway_attachment_id')}"}


def transit_propagation(make: Make) -> Mapping[str, Any]:
    """What lets an attachment tell a route table its ways."""
    call(make.client("ec2"), "enable_transit_gateway_route_table_propagation", make.values)
    return {"id": f"{make.get('transit_gateway_route_table_id')}_{make.get('transit_gateway_attachment_id')}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_customer_gateway": customer_gateway,
    "aws_default_route_table": default_route_table,
    "aws_ec2_managed_prefix_list": prefix_list,
    "aws_ec2_transit_gateway": transit_gateway,
    "aws_ec2_transit_gateway_route": transit_route,
    "aws_ec2_transit_gateway_route_table": transit_route_table,
    "aws_ec2_transit_gateway_route_table_association": transit_association,
    "aws_ec2_transit_gateway_route_table_propagation": transit_propagation,
    "aws_ec2_transit_gateway_vpc_attachment": transit_attachment,
    "aws_main_route_table_association": main_route_table_association,
    "aws_route": route,
    "aws_route_table": route_table,
    "aws_route_table_association": route_table_association,
    "aws_vpc_peering_connection": peering,
    "aws_vpc_peering_connection_accepter": peering_accepter,
    "aws_vpc_peering_connection_options": peering_options,
    "aws_vpn_connection": vpn_connection,
    "aws_vpn_gateway": vpn_gateway,
}
