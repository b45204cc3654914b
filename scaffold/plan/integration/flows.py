"""Flows: the ways that something takes through the system, hop by hop."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.integration import IntegrationCase
from scaffold.plan.integration.locations import Locations


def flows(locations: Locations) -> Iterator[IntegrationCase]:
    """A case for each hop, and one for each whole way."""
    yield from ()
