"""Addresses as a run of the module under test sees them."""

from __future__ import annotations

from scaffold.model.addresses import without_keys


def outermost(module: str) -> str:
    """The name of the call, in the module under test, that a module's address begins with; empty for that itself."""
    return without_keys(module).split(".")[1] if module else ""
