"""What lets traffic into a network and out of it: security groups, their rules, network ACLs."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, tagged
from scaffold.rehearse.provision.vpc import add_tags, arn, only

#: Protocols by number, as the API gives them back by name.
_PROTOCOLS = {"all": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
#: Network ACLs have protocols by number.
_NUMBERS = {"all": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}


def security_group(make: Make) -> Mapping[str, Any]:
    """A security group with the rules that are declared inside it, and no other."""
    ec2 = make.client("ec2")
    wanted = make.get("name") or f"{make.get('name_prefix', make.name)}"
    network = make.get("vpc_id") or _default_network(ec2)
    made = ec2.create_security_group(
        GroupName=wanted,
        Description=make.get("description") or "Managed by Terraform",
        VpcId=network,
        **tagged(make, "security-group"),
    )
    _only_declared(make, made["GroupId"])
    return {
        "id": made["GroupId"],
        "arn": arn(make, "security-group", made["GroupId"]),
        "name": wanted,
        "vpc_id": network,
        "owner_id": make.account,
    }


def default_security_group(make: Make) -> Mapping[str, Any]:
    """The default group of a VPC, which is there before: it keeps the declared rules alone."""
    ec2 = make.client("ec2")
    network = make.get("vpc_id") or _default_network(ec2)
    wanted = [{"Name": "vpc-id", "Values": [network]}, {"Name": "group-name", "Values": ["default"]}]
    found = ec2.describe_security_groups(Filters=wanted)["SecurityGroups"][0]
    _only_declared(make, found["GroupId"])
    add_tags(make, found["GroupId"])
    return {
        "id": found["GroupId"],
        "arn": arn(make, "security-group", found["GroupId"]),
        "name": "default",
        "description": found["Description"],
        "vpc_id": network,
        "owner_id": make.account,
    }


def _default_network(ec2: Any) -> str:
    found = only(ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"])
    return str(found.get("VpcId", ""))


def _only_declared(make: Make, group: str) -> None:
    """Takes away the rules that a new group has, and adds those of its blocks."""
    ec2 = make.client("ec2")
    found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    if found["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=found["IpPermissions"])
    if found["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=found["IpPermissionsEgress"])
    for each in make.blocks("ingress"):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[_permission(each, group)])
    for each in make.blocks("egress"):
        ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[_permission(each, group)])


def _ports(values: Mapping[str, Any], protocol: str) -> dict[str, int]:
    """The ports of a rule; one for every protocol has none."""
    if protocol == "-1":
        return {}
    named = {"FromPort": values.get("from_port"), "ToPort": values.get("to_port")}
    return {member: int(value) for member, value in named.items() if value is not None}


def _protocol(value: Any) -> str:
    text = str(value).lower()
    return _PROTOCOLS.get(text, text)


def _permission(values: Mapping[str, Any], group: str) -> dict[str, Any]:
    """A rule inside a group, as the API has it."""
    protocol = _protocol(values.get("protocol", "-1"))
    about = {"Description": values["description"]} if values.get("description") else {}
    groups = [*values.get("security_groups", []), *([group] if values.get("self") else [])]
    lists = {
        "IpRanges": [{"CidrIp": each, **about} for each in values.get("cidr_blocks", [])],
        "Ipv6Ranges": [{"CidrIpv6": each, **about} for each in values.get("ipv6_cidr_blocks", [])],
        "PrefixListIds": [{"PrefixListId": each, **about} for each in values.get("prefix_list_ids", [])],
        "UserIdGroupPairs": [{**_group(each), **about} for each in groups],
    }
    named = {member: items for member, items in lists.items() if items}
    return {"IpProtocol": protocol, **_ports(values, protocol), **named}


def _group(value: str) -> dict[str, str]:
    """A group of this account (`sg-1`) or of another one (`123456789012/sg-1`)."""
    owner, _, name = value.rpartition("/")
    return {"GroupId": name, **({"UserId": owner} if owner else {})}


def rule(make: Make) -> Mapping[str, Any]:
    """A rule on its own, of the kind that may hold several sources (`aws_security_group_rule`)."""
    group = make.values["security_group_id"]
    source = make.get("source_security_group_id")
    values = {**make.values, **({"security_groups": [source]} if source else {})}
    _authorize(make, make.get("type", "ingress"), group, _permission(values, group), {})
    return {"id": f"sgrule-{zlib.crc32(make.address.encode())}"}


def ingress_rule(make: Make) -> Mapping[str, Any]:
    """A rule with one source."""
    return _single(make, "ingress")


def egress_rule(make: Make) -> Mapping[str, Any]:
    """A rule with one destination."""
    return _single(make, "egress")


def _single(make: Make, way: str) -> Mapping[str, Any]:
    group = make.values["security_group_id"]
    protocol = _protocol(make.get("ip_protocol", "-1"))
    about = {"Description": make.get("description")} if make.get("description") else {}
    permission: dict[str, Any] = {"IpProtocol": protocol, **_ports(make.values, protocol)}
    if make.get("cidr_ipv4"):
        permission["IpRanges"] = [{"CidrIp": make.get("cidr_ipv4"), **about}]
    elif make.get("cidr_ipv6"):
        permission["Ipv6Ranges"] = [{"CidrIpv6": make.get("cidr_ipv6"), **about}]
    elif make.get("prefix_list_id"):
        permission["PrefixListIds"] = [{"PrefixListId": make.get("prefix_list_id"), **about}]
    elif make.get("referenced_security_group_id"):
        permission["UserIdGroupPairs"] = [{**_group(make.get("referenced_security_group_id")), **about}]
    name = _authorize(make, way, group, permission, tagged(make, "security-group-rule"))
    return {"id": name, "security_group_rule_id": name, "arn": arn(make, "security-group-rule", name)}


def _authorize(make: Make, way: str, group: str, permission: Mapping[str, Any], tags: Mapping[str, Any]) -> str:
    ec2 = make.client("ec2")
    method = getattr(ec2, f"authorize_security_group_{way}")
    answer = method(GroupId=group, IpPermissions=[permission], **tags)
    return str(only(answer.get("SecurityGroupRules", [])).get("SecurityGroupRuleId", ""))


def network_acl(make: Make) -> Mapping[str, Any]:
    """A network ACL with its entries, in force for its subnets."""
    ec2 = make.client("ec2")
    made = ec2.create_network_acl(VpcId=make.values["vpc_id"], **tagged(make, "network-acl"))
    name = made["NetworkAcl"]["NetworkAclId"]
    _entries(make, name)
    for subnet in make.get("subnet_ids", []):
        _associate(ec2, subnet, name)
    return {"id": name, "arn": arn(make, "network-acl", name), "owner_id": make.account}


def default_network_acl(make: Make) -> Mapping[str, Any]:
    """The default ACL of a VPC, which is there before: it keeps the declared entries alone."""
    ec2 = make.client("ec2")
    name = make.values["default_network_acl_id"]
    found = ec2.describe_network_acls(NetworkAclIds=[name])["NetworkAcls"][0]
    for entry in found["Entries"]:
        if entry["RuleNumber"] < 32767:
            ec2.delete_network_acl_entry(NetworkAclId=name, RuleNumber=entry["RuleNumber"], Egress=entry["Egress"])
    _entries(make, name)
    for subnet in make.get("subnet_ids", []):
        _associate(ec2, subnet, name)
    add_tags(make, name)
    return {"id": name, "arn": arn(make, "network-acl", name), "vpc_id": found["VpcId"], "owner_id": make.account}


def _entries(make: Make, name: str) -> None:
    for way in ("ingress", "egress"):
        for each in make.blocks(way):
            values = {**each, "rule_number": each.get("rule_no"), "rule_action": each.get("action")}
            _entry(make, name, values, way == "egress")


def network_acl_rule(make: Make) -> Mapping[str, Any]:
    """An entry of a network ACL on its own."""
    out = str(make.get("egress", False)).lower() == "true"
    _entry(make, make.values["network_acl_id"], make.values, out)
    return {"id": f"nacl-{make.get('network_acl_id')}-{make.get('rule_number')}-{out}"}


def _entry(make: Make, name: str, values: Mapping[str, Any], out: bool) -> None:
    protocol = str(values.get("protocol", "-1")).lower()
    names = {
        "from_port": "PortRange.From",
        "to_port": "PortRange.To",
        "icmp_type": "IcmpTypeCode.Type",
        "icmp_code": "IcmpTypeCode.Code",
        "egress": "",
    }
    number = _NUMBERS.get(protocol, protocol)
    lacking = () if number in ("1", "58") else ("icmp_type", "icmp_code")
    sent = {key: value for key, value in values.items() if key not in lacking}
    call(make.client("ec2"), "create_network_acl_entry", sent, names, NetworkAclId=name, Protocol=number, Egress=out)


def network_acl_association(make: Make) -> Mapping[str, Any]:
    """What puts a subnet under an ACL."""
    return {"id": _associate(make.client("ec2"), make.values["subnet_id"], make.values["network_acl_id"])}


def _associate(ec2: Any, subnet: str, name: str) -> str:
    """Moves a subnet from the ACL that it is under to another one."""
    here = [{"Name": "association.subnet-id", "Values": [subnet]}]
    found = ec2.describe_network_acls(Filters=here)["NetworkAcls"][0]
    old = next(each["NetworkAclAssociationId"] for each in found["Associations"] if each["SubnetId"] == subnet)
    answer = ec2.replace_network_acl_association(AssociationId=old, NetworkAclId=name)
    return str(answer["NewAssociationId"])


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_default_network_acl": default_network_acl,
    "aws_default_security_group": default_security_group,
    "aws_network_acl": network_acl,
    "aws_network_acl_association": network_acl_association,
    "aws_network_acl_rule": network_acl_rule,
    "aws_security_group": security_group,
    "aws_security_group_rule": rule,
    "aws_vpc_security_group_egress_rule": egress_rule,
    "aws_vpc_security_group_ingress_rule": ingress_rule,
}
