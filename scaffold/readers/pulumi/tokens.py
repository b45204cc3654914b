"""Type tokens and what they say: the package, the canonical type."""

from __future__ import annotations

from functools import cache

from scaffold.catalog import pulumi as catalog

PROVIDERS = "pulumi:providers:"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


@cache
def canonical_type(token: str) -> str:
    """The canonical type of a token: `aws` for the provider of that package."""
    if token.startswith(PROVIDERS):
        return token.removeprefix(PROVIDERS)
    if token == STACK_REFERENCE:
        return "pulumi_stack_reference"
    return catalog.canonical_type(token)


def package_of(token: str) -> str:
    """The package of a token of three parts; that of a provider is the one it is for."""
    parts = token.split(":")
    if token.startswith(PROVIDERS):
        return parts[2]
    return parts[0] if len(parts) == 3 else ""
