"""The VPC: its tiers of subnets, and the ways out of it."""

from __future__ import annotations

import ipaddress
from itertools import islice
from typing import Dict, Iterator, List, Optional

import pulumi
import pulumi_aws as aws
from settings import NatGateways, Settings
from tiers import SubnetTier

#: The tiers, and what is in them.
TIERS = ("public", "private", "database")


def blocks_for(cidr: str, zones: List[str]) -> Iterator[Dict[str, str]]:
    """For each tier, the block of each zone."""
    network = ipaddress.ip_network(cidr)
    blocks = network.subnets(new_prefix=network.prefixlen + 4)
    for _ in TIERS:
        yield {zone: str(block) for zone, block in zip(zones, islice(blocks, len(zones)))}


class Network(pulumi.ComponentResource):
    """A VPC with public, private and database subnets."""

    def __init__(
        self,
        name: str,
        settings: Settings,
        zones: List[str],
        opts: Optional[pulumi.ResourceOptions] = None,
    ) -> None:
        super().__init__("example:network:Network", name, None, opts)
        self.settings = settings
        self.tags = {"Project": pulumi.get_project(), "Stack": pulumi.get_stack()}
        own = pulumi.ResourceOptions(parent=self)

        self.vpc = aws.ec2.Vpc(
            name,
            cidr_block=settings.cidr,
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={**self.tags, "Name": name},
            opts=pulumi.ResourceOptions.merge(own, pulumi.ResourceOptions(protect=pulumi.get_stack() == "prod")),
        )
        self.internet_gateway = aws.ec2.InternetGateway(
            name, vpc_id=self.vpc.id, tags={**self.tags, "Name": name}, opts=own
        )
        # Nothing that nobody asked for gets through the security group that every VPC has.
        aws.ec2.DefaultSecurityGroup(name, vpc_id=self.vpc.id, ingress=[], egress=[], tags=self.tags, opts=own)

        public, private, database = blocks_for(settings.cidr, zones)
        self.public = SubnetTier(
            "public", self.vpc.id, public, self.internet_gateway.id, self.tags, opts=own
        )
        self.private = SubnetTier("private", self.vpc.id, private, tags=self.tags, opts=own)
        self.database = SubnetTier("database", self.vpc.id, database, tags=self.tags, opts=own)
        self.database_subnets = aws.rds.SubnetGroup(
            name,
            description=f"Databases of {name}",
            subnet_ids=self.database.subnet_ids,
            tags=self.tags,
            opts=own,
        )
        self._add_nat_gateways(own)
        self._add_endpoints(own)
        self.register_outputs({"vpc_id": self.vpc.id})

    def _add_nat_gateways(self, own: pulumi.ResourceOptions) -> None:
        """The ways out of the private subnets: none, one for all, or one in each zone."""
        if self.settings.nat_gateways is NatGateways.NONE:
            return
        zones = self.private.zones
        holders = zones if self.settings.nat_gateways is NatGateways.ZONAL else zones[:1]
        gateways: Dict[str, aws.ec2.NatGateway] = {}
        for zone in holders:
            address = aws.ec2.Eip(f"nat-{zone[-1]}", domain="vpc", tags=self.tags, opts=own)
            gateways[zone] = aws.ec2.NatGateway(
                f"nat-{zone[-1]}",
                allocation_id=address.id,
                subnet_id=self.public.subnets[zone].id,
                tags={**self.tags, "Name": f"nat-{zone[-1]}"},
                opts=pulumi.ResourceOptions(parent=self, depends_on=[self.internet_gateway]),
            )
        for zone, table in self.private.route_tables.items():
            gateway = gateways.get(zone, gateways[zones[0]])
            aws.ec2.Route(
                f"private-{zone[-1]}-nat",
                route_table_id=table.id,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=gateway.id,
                opts=own,
            )

    def _add_endpoints(self, own: pulumi.ResourceOptions) -> None:
        """Endpoints through which services are reached without leaving the network."""
        region = aws.get_region().region
        tables = [*self.private.route_tables.values(), *self.database.route_tables.values()]
        for service in self.settings.gateway_endpoints:
            aws.ec2.VpcEndpoint(
                f"endpoint-{service}",
                vpc_id=self.vpc.id,
                service_name=f"com.amazonaws.{region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[table.id for table in tables],
                tags=self.tags,
                opts=own,
            )
