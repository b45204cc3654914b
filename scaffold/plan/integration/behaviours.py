"""What a resource is for, tried once: under a flag, with what is made for it taken away again."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.integration import IntegrationCase
from scaffold.plan.integration.locations import Locations


def behaviours(locations: Locations) -> Iterator[IntegrationCase]:
    """A case for each resource that something can be tried with."""
    yield from ()
