"""Asks the cloud what is deployed, and compares that with what is declared."""

from .deployment import Deployment, Resource, hop
from .terms import (
    ACCOUNT,
    PARTITION,
    REGION,
    after,
    ask,
    before,
    found,
    joined,
    last,
    member,
    output,
    row,
)

__all__ = [
    "ACCOUNT",
    "PARTITION",
    "REGION",
    "Deployment",
    "Resource",
    "after",
    "ask",
    "before",
    "found",
    "hop",
    "joined",
    "last",
    "member",
    "output",
    "row",
]
