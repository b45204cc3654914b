"""Subnets that serve one purpose, one in each zone."""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Sequence

import pulumi
import pulumi_aws as aws


class SubnetTier(pulumi.ComponentResource):
    """A subnet and a route table in each zone.

    With an internet gateway, the subnets are public. `subnets` are by zone.
    """

    def __init__(
        self,
        name: str,
        vpc_id: pulumi.Input[str],
        blocks: Mapping[str, str],
        internet_gateway_id: Optional[pulumi.Input[str]] = None,
        tags: Optional[Mapping[str, str]] = None,
        opts: Optional[pulumi.ResourceOptions] = None,
    ) -> None:
        super().__init__("example:network:SubnetTier", name, None, opts)
        self.subnets: Dict[str, aws.ec2.Subnet] = {}
        self.route_tables: Dict[str, aws.ec2.RouteTable] = {}
        public = internet_gateway_id is not None
        own = pulumi.ResourceOptions(parent=self)
        for zone, block in blocks.items():
            suffix = zone[-1]
            subnet = aws.ec2.Subnet(
                f"{name}-{suffix}",
                vpc_id=vpc_id,
                cidr_block=block,
                availability_zone=zone,
                map_public_ip_on_launch=public,
                tags={**(tags or {}), "Name": f"{name}-{suffix}", "Tier": name},
                opts=own,
            )
            table = aws.ec2.RouteTable(
                f"{name}-{suffix}",
                vpc_id=vpc_id,
                tags={**(tags or {}), "Name": f"{name}-{suffix}"},
                opts=own,
            )
            aws.ec2.RouteTableAssociation(
                f"{name}-{suffix}",
                subnet_id=subnet.id,
                route_table_id=table.id,
                opts=own,
            )
            if public:
                aws.ec2.Route(
                    f"{name}-{suffix}-internet",
                    route_table_id=table.id,
                    destination_cidr_block="0.0.0.0/0",
                    gateway_id=internet_gateway_id,
                    opts=own,
                )
            self.subnets[zone] = subnet
            self.route_tables[zone] = table
        self.subnet_ids = [subnet.id for subnet in self.subnets.values()]
        self.register_outputs({"subnet_ids": self.subnet_ids})

    @property
    def zones(self) -> Sequence[str]:
        """The zones that the tier is in, in order."""
        return sorted(self.subnets)
