"""The families of cases."""

from __future__ import annotations

import enum


class Family(enum.Enum):
    """The families of cases, in the order in which a suite shows them."""

    INVENTORY = "inventory"
    CONFIGURATION = "configuration"
    WIRING = "wiring"
    INVARIANTS = "invariants"
    OUTPUTS = "outputs"
    PARAMETERS = "parameters"
    SETTINGS = "settings"
    FILES = "files"
