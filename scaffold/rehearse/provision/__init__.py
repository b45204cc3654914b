"""How each resource type is made in the emulator: a module for each service, joined in one table."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.rehearse.provision import endpoints, firewalls, instances, routes, vpc
from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported, joined

#: Every type that can be made.
PROVISIONERS: Mapping[str, Provisioner] = joined(
    (
        endpoints.PROVISIONERS,
        firewalls.PROVISIONERS,
        instances.PROVISIONERS,
        routes.PROVISIONERS,
        vpc.PROVISIONERS,
    )
)

__all__ = ["PROVISIONERS", "Make", "Provisioner", "Unsupported"]
