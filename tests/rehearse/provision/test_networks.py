"""Networks, what lets traffic through them, and machines are made as they are declared."""

from __future__ import annotations

import pytest
from provision_needs import NETWORK, TAGGED
from provision_samples import POLICY, Look, Sample, shortcomings, world

VPC = "<vpc.id>"
HERE = [{"Name": "vpc-id", "Values": [VPC]}]


def sample(kind, values, gives, *looks, **more):
    return Sample(kind, values, gives, looks, NETWORK, **more)


def see(operation, inputs, **expected):
    return Look("ec2", operation, inputs, expected)


SAMPLES = [
    sample(
        "aws_vpc",
        {
            "cidr_block": "10.31.0.0/16",
            "instance_tenancy": "dedicated",
            "enable_dns_hostnames": True,
            "enable_dns_support": False,
            "enable_network_address_usage_metrics": True,
            "assign_generated_ipv6_cidr_block": True,
        },
        (
            "id",
            "arn",
            "main_route_table_id",
            "default_route_table_id",
            "default_security_group_id",
            "default_network_acl_id",
            "dhcp_options_id",
            "owner_id",
            "ipv6_cidr_block",
            "ipv6_association_id",
        ),
        see(
            "describe_vpcs",
            {"VpcIds": ["<it.id>"]},
            Vpcs=[
                {
                    "CidrBlock": "10.31.0.0/16",
                    "InstanceTenancy": "dedicated",
                    "Tags": TAGGED,
                    "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "<it.ipv6_cidr_block>"}],
                }
            ],
        ),
        *(
            see("describe_vpc_attribute", {"VpcId": "<it.id>", "Attribute": name}, **{member: {"Value": value}})
            for name, member, value in (
                ("enableDnsSupport", "EnableDnsSupport", False),
                ("enableDnsHostnames", "EnableDnsHostnames", True),
                ("enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics", True),
            )
        ),
    ),
    sample(
        "aws_default_vpc",
        {"enable_dns_support": False},
        ("id", "arn", "cidr_block", "default_security_group_id"),
        see("describe_vpcs", {"VpcIds": ["<it.id>"]}, Vpcs=[{"IsDefault": True, "Tags": TAGGED}]),
        see(
            "describe_vpc_attribute",
            {"VpcId": "<it.id>", "Attribute": "enableDnsSupport"},
            EnableDnsSupport={"Value": False},
        ),
    ),
    sample(
        "aws_vpc_ipv4_cidr_block_association",
        {"vpc_id": VPC, "cidr_block": "10.77.0.0/16"},
        ("id",),
        see(
            "describe_vpcs",
            {"VpcIds": [VPC]},
            Vpcs=[{"CidrBlockAssociationSet": [{"CidrBlock": "10.9.0.0/16"}, {"CidrBlock": "10.77.0.0/16"}]}],
        ),
        tagged=False,
    ),
    sample(
        "aws_subnet",
        {
            "vpc_id": VPC,
            "cidr_block": "10.9.4.0/24",
            "availability_zone": "eu-west-1c",
            "map_public_ip_on_launch": True,
            "assign_ipv6_address_on_creation": True,
            "enable_resource_name_dns_a_record_on_launch": True,
            "enable_dns64": False,
            "private_dns_hostname_type_on_launch": "resource-name",
        },
        ("id", "arn", "owner_id", "availability_zone", "availability_zone_id"),
        see(
            "describe_subnets",
            {"SubnetIds": ["<it.id>"]},
            Subnets=[
                {
                    "VpcId": VPC,
                    "CidrBlock": "10.9.4.0/24",
                    "AvailabilityZone": "eu-west-1c",
                    "MapPublicIpOnLaunch": True,
                    "AssignIpv6AddressOnCreation": True,
                    "PrivateDnsNameOptionsOnLaunch": {"EnableResourceNameDnsARecord": True},
                    "SubnetArn": "<it.arn>",
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_default_subnet",
        {"availability_zone": "eu-west-1b", "map_public_ip_on_launch": False},
        ("id", "arn", "vpc_id", "cidr_block"),
        see(
            "describe_subnets",
            {"SubnetIds": ["<it.id>"]},
            Subnets=[
                {"DefaultForAz": True, "AvailabilityZone": "eu-west-1b", "MapPublicIpOnLaunch": False, "Tags": TAGGED}
            ],
        ),
    ),
    sample(
        "aws_internet_gateway",
        {"vpc_id": VPC},
        ("id", "arn", "owner_id"),
        see(
            "describe_internet_gateways",
            {"InternetGatewayIds": ["<it.id>"]},
            InternetGateways=[{"Attachments": [{"VpcId": VPC}], "Tags": TAGGED}],
        ),
    ),
    sample(
        "aws_egress_only_internet_gateway",
        {"vpc_id": VPC},
        ("id",),
        see(
            "describe_egress_only_internet_gateways",
            {"EgressOnlyInternetGatewayIds": ["<it.id>"]},
            EgressOnlyInternetGateways=[{"Attachments": [{"VpcId": VPC}], "Tags": TAGGED}],
        ),
    ),
    sample(
        "aws_eip",
        {"domain": "vpc", "instance": "<instance.id>"},
        ("id", "allocation_id", "arn", "public_ip", "public_dns", "association_id"),
        see(
            "describe_addresses",
            {"AllocationIds": ["<it.id>"]},
            Addresses=[{"Domain": "vpc", "PublicIp": "<it.public_ip>", "InstanceId": "<instance.id>", "Tags": TAGGED}],
        ),
    ),
    sample(
        "aws_nat_gateway",
        {"allocation_id": "<address.id>", "subnet_id": "<subnet.id>", "connectivity_type": "public"},
        ("id", "public_ip", "private_ip", "network_interface_id"),
        see(
            "describe_nat_gateways",
            {"NatGatewayIds": ["<it.id>"]},
            NatGateways=[
                {
                    "SubnetId": "<subnet.id>",
                    "ConnectivityType": "public",
                    "NatGatewayAddresses": [{"AllocationId": "<address.id>", "PublicIp": "<it.public_ip>"}],
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_vpc_dhcp_options",
        {"domain_name": "in.example", "domain_name_servers": ["10.9.0.2", "10.9.0.3"], "netbios_node_type": "2"},
        ("id", "arn", "owner_id"),
        see(
            "describe_dhcp_options",
            {"DhcpOptionsIds": ["<it.id>"]},
            DhcpOptions=[
                {
                    "DhcpConfigurations": [
                        {"Key": "domain-name-servers", "Values": [{"Value": "10.9.0.2"}, {"Value": "10.9.0.3"}]},
                        {"Key": "domain-name", "Values": [{"Value": "in.example"}]},
                        {"Key": "netbios-node-type", "Values": [{"Value": "2"}]},
                    ],
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_route_table",
        {
            "vpc_id": VPC,
            "route": [
                {"cidr_block": "0.0.0.0/0", "gateway_id": "<gateway.id>"},
                {"cidr_block": "10.60.0.0/16", "nat_gateway_id": "<nat.id>"},
            ],
        },
        ("id", "arn", "owner_id"),
        see(
            "describe_route_tables",
            {"RouteTableIds": ["<it.id>"]},
            RouteTables=[
                {
                    "VpcId": VPC,
                    "Routes": [
                        {"GatewayId": "local"},
                        {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "<gateway.id>"},
                        {"DestinationCidrBlock": "10.60.0.0/16", "NatGatewayId": "<nat.id>"},
                    ],
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_default_route_table",
        {
            "default_route_table_id": "<vpc.default_route_table_id>",
            "route": [{"cidr_block": "10.61.0.0/16", "gateway_id": "<gateway.id>"}],
        },
        ("id", "arn", "vpc_id"),
        see(
            "describe_route_tables",
            {"RouteTableIds": ["<it.id>"]},
            RouteTables=[{"Routes": [{}, {"DestinationCidrBlock": "10.61.0.0/16"}], "Tags": TAGGED}],
        ),
    ),
    sample(
        "aws_route",
        {"route_table_id": "<table.id>", "destination_cidr_block": "10.62.0.0/16", "nat_gateway_id": "<nat.id>"},
        ("id", "state", "origin"),
        see(
            "describe_route_tables",
            {"RouteTableIds": ["<table.id>"]},
            RouteTables=[{"Routes": [{}, {"DestinationCidrBlock": "10.62.0.0/16", "NatGatewayId": "<nat.id>"}]}],
        ),
        tagged=False,
    ),
    sample(
        "aws_route_table_association",
        {"route_table_id": "<table.id>", "subnet_id": "<subnet.id>"},
        ("id",),
        see(
            "describe_route_tables",
            {"RouteTableIds": ["<table.id>"]},
            RouteTables=[{"Associations": [{"SubnetId": "<subnet.id>", "RouteTableAssociationId": "<it.id>"}]}],
        ),
        tagged=False,
    ),
    sample(
        "aws_main_route_table_association",
        {"route_table_id": "<table.id>", "vpc_id": VPC},
        ("id", "original_route_table_id"),
        see(
            "describe_route_tables",
            {"RouteTableIds": ["<table.id>"]},
            RouteTables=[{"Associations": [{"Main": True, "RouteTableAssociationId": "<it.id>"}]}],
        ),
        tagged=False,
    ),
    sample(
        "aws_vpc_peering_connection",
        {
            "vpc_id": VPC,
            "peer_vpc_id": "<peer.id>",
            "auto_accept": True,
            "requester": [{"allow_remote_vpc_dns_resolution": True}],
        },
        ("id", "accept_status"),
        see(
            "describe_vpc_peering_connections",
            {"VpcPeeringConnectionIds": ["<it.id>"]},
            VpcPeeringConnections=[
                {
                    "Status": {"Code": "active"},
                    "AccepterVpcInfo": {"VpcId": "<peer.id>"},
                    "RequesterVpcInfo": {
                        "VpcId": VPC,
                        "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": True},
                    },
                    "Tags": TAGGED,
                }
            ],
        ),
        kept=("auto_accept",),
    ),
    sample(
        "aws_ec2_managed_prefix_list",
        {
            "name": "offices",
            "address_family": "IPv4",
            "max_entries": 7,
            "entry": [{"cidr": "192.0.2.0/24", "description": "main office"}],
        },
        ("id", "arn", "owner_id"),
        see(
            "describe_managed_prefix_lists",
            {"PrefixListIds": ["<it.id>"]},
            PrefixLists=[{"PrefixListName": "offices", "MaxEntries": 7, "AddressFamily": "IPv4", "Tags": TAGGED}],
        ),
        see(
            "get_managed_prefix_list_entries",
            {"PrefixListId": "<it.id>"},
            Entries=[{"Cidr": "192.0.2.0/24", "Description": "main office"}],
        ),
    ),
    sample(
        "aws_security_group",
        {
            "name": "web",
            "description": "of the web",
            "vpc_id": VPC,
            "ingress": [
                {
                    "protocol": "tcp",
                    "from_port": 443,
                    "to_port": "444",
                    "cidr_blocks": ["192.0.2.0/24"],
                    "ipv6_cidr_blocks": ["2001:db8::/32"],
                    "security_groups": ["<secure.id>"],
                    "description": "callers",
                }
            ],
            "egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["198.51.100.0/24"]}],
        },
        ("id", "arn", "name", "vpc_id", "owner_id"),
        see(
            "describe_security_groups",
            {"GroupIds": ["<it.id>"]},
            SecurityGroups=[
                {
                    "GroupName": "web",
                    "Description": "of the web",
                    "VpcId": VPC,
                    "Tags": TAGGED,
                    "IpPermissions": [
                        {
                            "IpProtocol": "tcp",
                            "FromPort": 443,
                            "ToPort": 444,
                            "IpRanges": [{"CidrIp": "192.0.2.0/24", "Description": "callers"}],
                            "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32", "Description": "callers"}],
                            "UserIdGroupPairs": [{"GroupId": "<secure.id>", "Description": "callers"}],
                        }
                    ],
                    "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "198.51.100.0/24"}]}],
                }
            ],
        ),
        # A rule for every protocol has no ports.
        kept=("egress",),
    ),
    sample(
        "aws_default_security_group",
        {"vpc_id": VPC, "egress": [{"protocol": "udp", "from_port": 53, "to_port": 53, "self": True}]},
        ("id", "arn", "name", "description"),
        see(
            "describe_security_groups",
            {"GroupIds": ["<it.id>"]},
            SecurityGroups=[
                {
                    "GroupName": "default",
                    "IpPermissions": [],
                    "IpPermissionsEgress": [
                        {"IpProtocol": "udp", "FromPort": 53, "UserIdGroupPairs": [{"GroupId": "<it.id>"}]}
                    ],
                    "Tags": TAGGED,
                }
            ],
        ),
        kept=("egress", "vpc_id"),
    ),
    sample(
        "aws_vpc_security_group_ingress_rule",
        {
            "security_group_id": "<secure.id>",
            "ip_protocol": "tcp",
            "from_port": "8080",
            "to_port": 8081,
            "cidr_ipv4": "192.0.2.7/32",
            "description": "one caller",
        },
        ("id", "arn", "security_group_rule_id"),
        see(
            "describe_security_group_rules",
            {"SecurityGroupRuleIds": ["<it.id>"]},
            SecurityGroupRules=[
                {
                    "GroupId": "<secure.id>",
                    "IsEgress": False,
                    "IpProtocol": "tcp",
                    "FromPort": 8080,
                    "ToPort": 8081,
                    "CidrIpv4": "192.0.2.7/32",
                    "Description": "one caller",
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_vpc_security_group_egress_rule",
        {"security_group_id": "<secure.id>", "ip_protocol": "all", "referenced_security_group_id": "<secure.id>"},
        ("id", "arn"),
        see(
            "describe_security_group_rules",
            {"SecurityGroupRuleIds": ["<it.id>"]},
            SecurityGroupRules=[
                {"IsEgress": True, "IpProtocol": "-1", "ReferencedGroupInfo": {"GroupId": "<secure.id>"}}
            ],
        ),
        kept=("ip_protocol",),
    ),
    sample(
        "aws_security_group_rule",
        {
            "security_group_id": "<secure.id>",
            "type": "ingress",
            "protocol": "udp",
            "from_port": 123,
            "to_port": 124,
            "cidr_blocks": ["192.0.2.8/32", "192.0.2.9/32"],
            "description": "clocks",
        },
        ("id",),
        see(
            "describe_security_groups",
            {"GroupIds": ["<secure.id>"]},
            SecurityGroups=[
                {
                    "IpPermissions": [
                        {
                            "IpProtocol": "udp",
                            "FromPort": 123,
                            "ToPort": 124,
                            "IpRanges": [
                                {"CidrIp": "192.0.2.8/32", "Description": "clocks"},
                                {"CidrIp": "192.0.2.9/32", "Description": "clocks"},
                            ],
                        }
                    ]
                }
            ],
        ),
        kept=("type",),
        tagged=False,
    ),
    sample(
        "aws_network_acl",
        {
            "vpc_id": VPC,
            "subnet_ids": ["<subnet.id>"],
            "ingress": [
                {
                    "rule_no": 110,
                    "protocol": "tcp",
                    "action": "allow",
                    "cidr_block": "192.0.2.0/24",
                    "from_port": 22,
                    "to_port": 23,
                }
            ],
            "egress": [
                {
                    "rule_no": 120,
                    "protocol": "-1",
                    "action": "deny",
                    "cidr_block": "198.51.100.0/24",
                    "from_port": 0,
                    "to_port": 0,
                }
            ],
        },
        ("id", "arn", "owner_id"),
        see(
            "describe_network_acls",
            {"NetworkAclIds": ["<it.id>"]},
            NetworkAcls=[
                {
                    "VpcId": VPC,
                    "Associations": [{"SubnetId": "<subnet.id>"}],
                    "Entries": [
                        {
                            "RuleNumber": 110,
                            "Protocol": "6",
                            "RuleAction": "allow",
                            "CidrBlock": "192.0.2.0/24",
                            "PortRange": {"From": 22, "To": 23},
                            "Egress": False,
                        },
                        {"RuleNumber": 120, "Protocol": "-1", "RuleAction": "deny", "Egress": True},
                    ],
                    "Tags": TAGGED,
                }
            ],
        ),
        kept=("ingress", "subnet_ids"),
    ),
    sample(
        "aws_network_acl_rule",
        {
            "network_acl_id": "<acl.id>",
            "rule_number": 130,
            "egress": True,
            "protocol": "udp",
            "rule_action": "allow",
            "cidr_block": "192.0.2.0/25",
            "from_port": 53,
            "to_port": 54,
        },
        ("id",),
        see(
            "describe_network_acls",
            {"NetworkAclIds": ["<acl.id>"]},
            NetworkAcls=[
                {
                    "Entries": [
                        {"RuleNumber": 130, "Protocol": "17", "Egress": True, "PortRange": {"From": 53, "To": 54}}
                    ]
                }
            ],
        ),
        kept=("protocol",),
        tagged=False,
    ),
    sample(
        "aws_network_acl_association",
        {"network_acl_id": "<acl.id>", "subnet_id": "<subnet.id>"},
        ("id",),
        see(
            "describe_network_acls",
            {"NetworkAclIds": ["<acl.id>"]},
            NetworkAcls=[{"Associations": [{"SubnetId": "<subnet.id>", "NetworkAclAssociationId": "<it.id>"}]}],
        ),
        kept=("subnet_id",),
        tagged=False,
    ),
    sample(
        "aws_vpc_endpoint",
        {
            "vpc_id": VPC,
            "service_name": "com.amazonaws.eu-west-1.s3",
            "route_table_ids": ["<table.id>"],
            "policy": POLICY,
        },
        ("id", "arn", "state", "prefix_list_id", "vpc_endpoint_type"),
        see(
            "describe_vpc_endpoints",
            {"VpcEndpointIds": ["<it.id>"]},
            VpcEndpoints=[
                {
                    "VpcEndpointType": "Gateway",
                    "ServiceName": "com.amazonaws.eu-west-1.s3",
                    "RouteTableIds": ["<table.id>"],
                    "PolicyDocument": POLICY,
                    "PrivateDnsEnabled": False,
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_vpc_endpoint",
        {
            "vpc_id": VPC,
            "service_name": "com.amazonaws.eu-west-1.ecr.api",
            "vpc_endpoint_type": "Interface",
            "private_dns_enabled": True,
            "subnet_ids": ["<subnet.id>"],
            "security_group_ids": ["<secure.id>"],
        },
        ("id", "dns_entry", "network_interface_ids"),
        see(
            "describe_vpc_endpoints",
            {"VpcEndpointIds": ["<it.id>"]},
            VpcEndpoints=[
                {
                    "VpcEndpointType": "Interface",
                    "SubnetIds": ["<subnet.id>"],
                    "Groups": [{"GroupId": "<secure.id>"}],
                    "PrivateDnsEnabled": True,
                }
            ],
        ),
    ),
    sample(
        "aws_flow_log",
        {
            "vpc_id": VPC,
            "traffic_type": "REJECT",
            "iam_role_arn": "<role.arn>",
            "log_destination": "<group.arn>",
            "max_aggregation_interval": 60,
            "log_format": "${srcaddr} ${action}",
        },
        ("id", "arn"),
        see(
            "describe_flow_logs",
            {"FlowLogIds": ["<it.id>"]},
            FlowLogs=[
                {
                    "ResourceId": VPC,
                    "TrafficType": "REJECT",
                    "DeliverLogsPermissionArn": "<role.arn>",
                    "DeliverLogsStatus": "SUCCESS",
                    "LogGroupName": "<group.name>",
                    "LogDestination": "<group.arn>",
                    "LogDestinationType": "cloud-watch-logs",
                    "MaxAggregationInterval": 60,
                    "LogFormat": "${srcaddr} ${action}",
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_network_interface",
        {
            "subnet_id": "<subnet.id>",
            "description": "spare",
            "security_groups": ["<secure.id>"],
            "private_ips": ["10.9.1.77"],
            "source_dest_check": False,
        },
        ("id", "arn", "private_ip", "mac_address"),
        see(
            "describe_network_interfaces",
            {"NetworkInterfaceIds": ["<it.id>"]},
            NetworkInterfaces=[
                {
                    "SubnetId": "<subnet.id>",
                    "Description": "spare",
                    "Groups": [{"GroupId": "<secure.id>"}],
                    "PrivateIpAddress": "10.9.1.77",
                    "SourceDestCheck": False,
                    "TagSet": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_instance",
        {
            "ami": "ami-1e749f67",
            "instance_type": "t3.small",
            "subnet_id": "<subnet.id>",
            "vpc_security_group_ids": ["<secure.id>"],
            "user_data": "#!/bin/sh",
            "ebs_optimized": True,
            "monitoring": True,
            "disable_api_termination": True,
            "associate_public_ip_address": True,
            "source_dest_check": False,
            "metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 3}],
            "root_block_device": [{"volume_size": 31, "volume_type": "gp3", "encrypted": True}],
            "ebs_block_device": [{"device_name": "/dev/sdf", "volume_size": 6}],
        },
        ("id", "arn", "private_ip", "public_ip", "private_dns", "primary_network_interface_id", "instance_state"),
        see(
            "describe_instances",
            {"InstanceIds": ["<it.id>"]},
            Reservations=[
                {
                    "Instances": [
                        {
                            "ImageId": "ami-1e749f67",
                            "InstanceType": "t3.small",
                            "SubnetId": "<subnet.id>",
                            "SecurityGroups": [{"GroupId": "<secure.id>"}],
                            "EbsOptimized": True,
                            "Monitoring": {"State": "enabled"},
                            "SourceDestCheck": False,
                            "PublicIpAddress": "<it.public_ip>",
                            "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 3},
                            "BlockDeviceMappings": [
                                {"DeviceName": "/dev/sda1", "Ebs": {"DeleteOnTermination": True}},
                                {"DeviceName": "/dev/sdf"},
                            ],
                            "Tags": TAGGED,
                        }
                    ]
                }
            ],
        ),
        see(
            "describe_volumes",
            {"Filters": [{"Name": "attachment.instance-id", "Values": ["<it.id>"]}]},
            Volumes=[{"Size": 31, "VolumeType": "gp3", "Encrypted": True}, {"Size": 6, "VolumeType": "gp2"}],
        ),
        see(
            "describe_instance_attribute",
            {"InstanceId": "<it.id>", "Attribute": "disableApiTermination"},
            DisableApiTermination={"Value": True},
        ),
    ),
    sample(
        "aws_launch_template",
        {
            "name": "workers",
            "description": "first",
            "image_id": "ami-1e749f67",
            "instance_type": "t4g.small",
            "vpc_security_group_ids": ["<secure.id>"],
            "user_data": "IyEvYmluL3No",
            "iam_instance_profile": [{"name": "worker"}],
            "metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 2}],
            "block_device_mappings": [
                {"device_name": "/dev/xvda", "ebs": [{"encrypted": "true", "volume_type": "gp3", "volume_size": 22}]}
            ],
            "monitoring": [{"enabled": True}],
            "tag_specifications": [{"resource_type": "instance", "tags": {"Kind": "worker"}}],
        },
        ("id", "arn", "name", "latest_version", "default_version"),
        see(
            "describe_launch_template_versions",
            {"LaunchTemplateId": "<it.id>", "Versions": ["1"]},
            LaunchTemplateVersions=[
                {
                    "VersionDescription": "first",
                    "LaunchTemplateData": {
                        "ImageId": "ami-1e749f67",
                        "InstanceType": "t4g.small",
                        "SecurityGroupIds": ["<secure.id>"],
                        "UserData": "IyEvYmluL3No",
                        "IamInstanceProfile": {"Name": "worker"},
                        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
                        "BlockDeviceMappings": [
                            {
                                "DeviceName": "/dev/xvda",
                                "Ebs": {"Encrypted": True, "VolumeType": "gp3", "VolumeSize": 22},
                            }
                        ],
                        "Monitoring": {"Enabled": True},
                    },
                }
            ],
        ),
        see(
            "describe_launch_templates",
            {"LaunchTemplateIds": ["<it.id>"]},
            LaunchTemplates=[{"LaunchTemplateName": "workers", "Tags": TAGGED}],
        ),
    ),
    sample(
        "aws_key_pair",
        {"key_name": "operators"},
        ("id", "arn", "key_name", "key_pair_id", "fingerprint"),
        see("describe_key_pairs", {"KeyNames": ["operators"]}, KeyPairs=[{"KeyName": "operators", "Tags": TAGGED}]),
    ),
    sample(
        "aws_ec2_tag",
        {"resource_id": "<subnet.id>", "key": "Zone", "value": "inner"},
        ("id",),
        see(
            "describe_subnets", {"SubnetIds": ["<subnet.id>"]}, Subnets=[{"Tags": [{"Key": "Zone", "Value": "inner"}]}]
        ),
        tagged=False,
    ),
    sample(
        "aws_ebs_volume",
        {
            "availability_zone": "eu-west-1a",
            "size": 13,
            "type": "gp3",
            "iops": 3100,
            "throughput": 130,
            "encrypted": True,
            "kms_key_id": "<key.arn>",
        },
        ("id", "arn"),
        see(
            "describe_volumes",
            {"VolumeIds": ["<it.id>"]},
            Volumes=[
                {
                    "Size": 13,
                    "VolumeType": "gp3",
                    "Iops": 3100,
                    "Throughput": 130,
                    "Encrypted": True,
                    "KmsKeyId": "<key.arn>",
                    "AvailabilityZone": "eu-west-1a",
                    "Tags": TAGGED,
                }
            ],
        ),
    ),
    sample(
        "aws_volume_attachment",
        {"device_name": "/dev/sdh", "instance_id": "<instance.id>", "volume_id": "<volume.id>"},
        ("id",),
        see(
            "describe_volumes",
            {"VolumeIds": ["<volume.id>"]},
            Volumes=[{"Attachments": [{"Device": "/dev/sdh", "InstanceId": "<instance.id>"}]}],
        ),
        tagged=False,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def test_a_new_security_group_lets_nothing_out_that_is_not_declared():
    with world(sample("aws_security_group", {"name": "closed", "vpc_id": VPC}, ())) as emulator:
        made = emulator.make("aws_security_group", {"name": "closed", "vpc_id": emulator.other("vpc")["id"]})
        found = emulator.client("ec2").describe_security_groups(GroupIds=[made["id"]])["SecurityGroups"][0]
    assert found["IpPermissionsEgress"] == []
    assert found["Description"] == "Managed by Terraform"


def test_subnets_whose_ranges_are_not_known_stand_beside_each_other():
    with world(sample("aws_subnet", {}, ())) as emulator:
        network = emulator.other("vpc")["id"]
        made = [emulator.make("aws_subnet", {"vpc_id": network})["cidr_block"] for _ in range(3)]
    assert made == ["10.9.0.0/24", "10.9.1.0/24", "10.9.2.0/24"]


def test_an_instance_whose_image_is_not_known_has_one_of_linux():
    with world(sample("aws_instance", {}, ())) as emulator:
        made = emulator.make("aws_instance", {"instance_type": "t3.nano"})
        answer = emulator.client("ec2").describe_instances(InstanceIds=[made["id"]])
    assert "Platform" not in answer["Reservations"][0]["Instances"][0]
