"""What people choose a degree of: apart from the plan, so that settings are quick to load."""

from __future__ import annotations

import enum


class Tier(enum.Enum):
    """How much is tested: each tier contains the one before."""

    SMOKE = "smoke"
    STANDARD = "standard"
    EXHAUSTIVE = "exhaustive"


class Weight(enum.Enum):
    """How much a finding matters, the least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
