"""What a stack of the network can choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import List

import pulumi


class NatGateways(Enum):
    """Where private subnets get out to the internet."""

    NONE = "none"
    SINGLE = "single"
    ZONAL = "zonal"


@dataclass(frozen=True)
class Settings:
    """The settings of a stack, checked."""

    cidr: str
    zones: int = 2
    nat_gateways: NatGateways = NatGateways.SINGLE
    flow_logs: bool = False
    flow_log_retention: int = 30
    gateway_endpoints: List[str] = field(default_factory=lambda: ["s3"])

    def __post_init__(self) -> None:
        if not 1 <= self.zones <= 4:
            raise ValueError(f"zones must be between 1 and 4, not {self.zones}")


def read_settings(config: pulumi.Config) -> Settings:
    """The settings of this stack. Raises ValueError for one that cannot be."""
    chosen = {
        "zones": config.get_int("zones"),
        "flow_logs": config.get_bool("flowLogs"),
        "flow_log_retention": config.get_int("flowLogRetention"),
        "gateway_endpoints": config.get_object("gatewayEndpoints"),
    }
    return Settings(
        cidr=config.get("cidr") or "10.20.0.0/16",
        nat_gateways=NatGateways(config.get("natGateways", "single")),
        **{name: value for name, value in chosen.items() if value is not None},
    )
