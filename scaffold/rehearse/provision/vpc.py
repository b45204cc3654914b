"""Networks: VPCs and what belongs to them, subnets, gateways, addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, tagged

#: Attributes of a VPC that are set one by one once it is there, and the API's names.
_VPC_SWITCHES = {
    "enable_dns_support": "EnableDnsSupport",
    "enable_dns_hostnames": "EnableDnsHostnames",
    "enable_network_address_usage_metrics": "EnableNetworkAddressUsageMetrics",
}
_SUBNET_SWITCHES = {
    "map_public_ip_on_launch": "MapPublicIpOnLaunch",
    "assign_ipv6_address_on_creation": "AssignIpv6AddressOnCreation",
    "enable_resource_name_dns_a_record_on_launch": "EnableResourceNameDnsARecordOnLaunch",
    "enable_resource_name_dns_aaaa_record_on_launch": "EnableResourceNameDnsAAAARecordOnLaunch",
    "enable_dns64": "EnableDns64",
    "map_customer_owned_ip_on_launch": "MapCustomerOwnedIpOnLaunch",
}


def arn(make: Make, kind: str, name: str) -> str:
    """The ARN of something of EC2."""
    return f"arn:aws:ec2:{make.region}:{make.account}:{kind}/{name}"


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The first of what was found, empty where there is none."""
    return next(iter(found), {})


def add_tags(make: Make, name: str) -> None:
    """Puts the tags on something of EC2 that is there already."""
    if make.tags:
        make.client("ec2").create_tags(Resources=[name], Tags=make.tag_list())


def vpc(make: Make) -> Mapping[str, Any]:
    """A VPC; its address range is 10.0.0.0/16 where it is not known."""
    ec2 = make.client("ec2")
    made = call(
        ec2,
        "create_vpc",
        {"cidr_block": "10.0.0.0/16", **make.values},
        {"assign_generated_ipv6_cidr_block": "AmazonProvidedIpv6CidrBlock"},
        **tagged(make, "vpc"),
    )["Vpc"]
    _switch(make, ec2.modify_vpc_attribute, {"VpcId": made["VpcId"]}, _VPC_SWITCHES)
    return _vpc_facts(make, made["VpcId"])


def default_vpc(make: Make) -> Mapping[str, Any]:
    """The default VPC, which is there before, with the declared settings."""
    ec2 = make.client("ec2")
    found = only(ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"])
    name = (found or ec2.create_default_vpc()["Vpc"])["VpcId"]
    _switch(make, ec2.modify_vpc_attribute, {"VpcId": name}, _VPC_SWITCHES)
    add_tags(make, name)
    return _vpc_facts(make, name)


def _switch(make: Make, modify: Any, target: Mapping[str, str], switches: Mapping[str, str]) -> None:
    """Sets the declared switches: the API takes one in each call."""
    for name, member in switches.items():
        if make.get(name) is not None:
            modify(**target, **{member: {"Value": bool(make.get(name))}})


def _vpc_facts(make: Make, name: str) -> dict[str, Any]:
    ec2 = make.client("ec2")
    here = [{"Name": "vpc-id", "Values": [name]}]
    main = [*here, {"Name": "association.main", "Values": ["true"]}]
    table = only(ec2.describe_route_tables(Filters=main)["RouteTables"]).get("RouteTableId")
    groups = ec2.describe_security_groups(Filters=[*here, {"Name": "group-name", "Values": ["default"]}])
    lists = ec2.describe_network_acls(Filters=[*here, {"Name": "default", "Values": ["true"]}])
    found = ec2.describe_vpcs(VpcIds=[name])["Vpcs"][0]
    sixth = only(found.get("Ipv6CidrBlockAssociationSet", []))
    return {
        "id": name,
        "arn": arn(make, "vpc", name),
        "cidr_block": found["CidrBlock"],
        "owner_id": make.account,
        "dhcp_options_id": found.get("DhcpOptionsId"),
        "ipv6_cidr_block": sixth.get("Ipv6CidrBlock", ""),
        "ipv6_association_id": sixth.get("AssociationId", ""),
        "main_route_table_id": table,
        "default_route_table_id": table,
        "default_security_group_id": only(groups["SecurityGroups"]).get("GroupId"),
        "default_network_acl_id": only(lists["NetworkAcls"]).get("NetworkAclId"),
    }


def more_addresses(make: Make) -> Mapping[str, Any]:
    """One more range of addresses of a VPC."""
    answer = call(make.client("ec2"), "associate_vpc_cidr_block", make.values)
    return {"id": answer["CidrBlockAssociation"]["AssociationId"]}


def subnet(make: Make) -> Mapping[str, Any]:
    """A subnet; where its range is not known, the next one of the VPC that is free."""
    ec2 = make.client("ec2")
    values = dict(make.values)
    if "cidr_block" not in values and not values.get("ipv6_native"):
        values["cidr_block"] = _free_range(ec2, values["vpc_id"])
    if "availability_zone_id" not in values:
        values.setdefault("availability_zone", f"{make.region}a")
    made = call(ec2, "create_subnet", values, **tagged(make, "subnet"))["Subnet"]
    name = made["SubnetId"]
    _switch(make, ec2.modify_subnet_attribute, {"SubnetId": name}, _SUBNET_SWITCHES)
    if make.get("private_dns_hostname_type_on_launch"):
        kind = make.get("private_dns_hostname_type_on_launch")
        ec2.modify_subnet_attribute(SubnetId=name, PrivateDnsHostnameTypeOnLaunch=kind)
    return {
        "id": name,
        "arn": made["SubnetArn"],
        "owner_id": make.account,
        "cidr_block": made.get("CidrBlock"),
        "availability_zone": made["AvailabilityZone"],
        "availability_zone_id": made["AvailabilityZoneId"],
        "ipv6_cidr_block_association_id": only(made.get("Ipv6CidrBlockAssociationSet", [])).get("AssociationId", ""),
    }


def _free_range(ec2: Any, network: str) -> str:
    """The next /24 (or smaller one) of a VPC that no subnet has."""
    here = [{"Name": "vpc-id", "Values": [network]}]
    whole = ipaddress.ip_network(ec2.describe_vpcs(VpcIds=[network])["Vpcs"][0]["CidrBlock"])
    taken = [ipaddress.ip_network(each["CidrBlock"]) for each in ec2.describe_subnets(Filters=here)["Subnets"]]
    parts = whole.subnets(new_prefix=min(28, max(24, whole.prefixlen + 4)))
    return str(next(each for each in parts if not any(each.overlaps(other) for other in taken)))


def default_subnet(make: Make) -> Mapping[str, Any]:
    """The default subnet of a zone, which is there before."""
    ec2 = make.client("ec2")
    zone = make.get("availability_zone", f"{make.region}a")
    wanted = [{"Name": "availability-zone", "Values": [zone]}, {"Name": "default-for-az", "Values": ["true"]}]
    found = only(ec2.describe_subnets(Filters=wanted)["Subnets"])
    found = found or ec2.create_default_subnet(AvailabilityZone=zone)["Subnet"]
    _switch(make, ec2.modify_subnet_attribute, {"SubnetId": found["SubnetId"]}, _SUBNET_SWITCHES)
    kind = make.get("private_dns_hostname_type_on_launch")
    if kind:
        ec2.modify_subnet_attribute(SubnetId=found["SubnetId"], PrivateDnsHostnameTypeOnLaunch=kind)
    add_tags(make, found["SubnetId"])
    return {
        "id": found["SubnetId"],
        "arn": found["SubnetArn"],
        "vpc_id": found["VpcId"],
        "cidr_block": found["CidrBlock"],
        "owner_id": make.account,
        "availability_zone_id": found["AvailabilityZoneId"],
    }


def internet_gateway(make: Make) -> Mapping[str, Any]:
    """An internet gateway, attached where a VPC is named."""
    ec2 = make.client("ec2")
    name = ec2.create_internet_gateway(**tagged(make, "internet-gateway"))["InternetGateway"]["InternetGatewayId"]
    if make.get("vpc_id"):
        ec2.attach_internet_gateway(InternetGatewayId=name, VpcId=make.get("vpc_id"))
    return {"id": name, "arn": arn(make, "internet-gateway", name), "owner_id": make.account}


def internet_gateway_attachment(make: Make) -> Mapping[str, Any]:
    """The attachment of an internet gateway on its own."""
    call(make.client("ec2"), "attach_internet_gateway", make.values)
    return {"id": f"{make.get('internet_gateway_id')}:{make.get('vpc_id')}"}


def egress_only_gateway(make: Make) -> Mapping[str, Any]:
    """A gateway that lets IPv6 out only."""
    made = call(
        make.client("ec2"),
        "create_egress_only_internet_gateway",
        make.values,
        **tagged(make, "egress-only-internet-gateway"),
    )
    return {"id": made["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]}


def address(make: Make) -> Mapping[str, Any]:
    """An elastic address, associated where an instance or an interface is named."""
    ec2 = make.client("ec2")
    made = call(ec2, "allocate_address", {"domain": "vpc", **make.values}, **tagged(make, "elastic-ip"))
    target = make.get("instance"), make.get("network_interface")
    associated = {}
    if any(target):
        names = {"instance": "InstanceId", "network_interface": "NetworkInterfaceId", "address": ""}
        names["associate_with_private_ip"] = "PrivateIpAddress"
        associated = call(ec2, "associate_address", make.values, names, AllocationId=made["AllocationId"])
    return {
        "id": made["AllocationId"],
        "allocation_id": made["AllocationId"],
        "arn": arn(make, "elastic-ip", made["AllocationId"]),
        "public_ip": made["PublicIp"],
        "public_dns": f"ec2-{made['PublicIp'].replace('.', '-')}.{make.region}.compute.amazonaws.com",
        "association_id": associated.get("AssociationId", ""),
        "domain": "vpc",
    }


def address_association(make: Make) -> Mapping[str, Any]:
    """What links an elastic address to an instance or an interface."""
    name = call(make.client("ec2"), "associate_address", make.values)["AssociationId"]
    return {"id": name, "association_id": name}


def nat_gateway(make: Make) -> Mapping[str, Any]:
    """A NAT gateway."""
    names = {"private_ip": "PrivateIpAddress"}
    made = call(make.client("ec2"), "create_nat_gateway", make.values, names, **tagged(make, "natgateway"))
    found = made["NatGateway"]
    where = only(found.get("NatGatewayAddresses", []))
    return {
        "id": found["NatGatewayId"],
        "public_ip": where.get("PublicIp", ""),
        "private_ip": where.get("PrivateIp", ""),
        "network_interface_id": where.get("NetworkInterfaceId", ""),
        "association_id": where.get("AssociationId", ""),
    }


def dhcp_options(make: Make) -> Mapping[str, Any]:
    """A set of DHCP options."""
    keys = ("domain_name", "domain_name_servers", "ntp_servers", "netbios_name_servers", "netbios_node_type")
    options = [
        {
            "Key": key.replace("_", "-"),
            "Values": [str(each) for each in (value if isinstance(value, list) else [value])],
        }
        for key in keys
        if (value := make.get(key)) is not None
    ]
    made = make.client("ec2").create_dhcp_options(DhcpConfigurations=options)
    name = made["DhcpOptions"]["DhcpOptionsId"]
    add_tags(make, name)
    return {"id": name, "arn": arn(make, "dhcp-options", name), "owner_id": make.account}


def dhcp_options_association(make: Make) -> Mapping[str, Any]:
    """What links a VPC to its DHCP options."""
    call(make.client("ec2"), "associate_dhcp_options", make.values)
    return {"id": f"{make.get('dhcp_options_id')}-{make.get('vpc_id')}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_default_subnet": default_subnet,
    "aws_default_vpc": default_vpc,
    "aws_egress_only_internet_gateway": egress_only_gateway,
    "aws_eip": address,
    "aws_eip_association": address_association,
    "aws_internet_gateway": internet_gateway,
    "aws_internet_gateway_attachment": internet_gateway_attachment,
    "aws_nat_gateway": nat_gateway,
    "aws_subnet": subnet,
    "aws_vpc": vpc,
    "aws_vpc_dhcp_options": dhcp_options,
    "aws_vpc_dhcp_options_association": dhcp_options_association,
    "aws_vpc_ipv4_cidr_block_association": more_addresses,
}
