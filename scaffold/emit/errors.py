"""What can go wrong in this stage."""

from __future__ import annotations


class EmitError(Exception):
    """A suite could not be written: an unknown target, or a template that is missing or at fault (it says which)."""
