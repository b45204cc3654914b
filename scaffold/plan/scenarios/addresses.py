"""Addresses as a run of the module under test sees them."""

from __future__ import annotations

import re

_KEYS = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


def without_keys(address: str) -> str:
    """An address without the instance keys in it: `module.a["x"].aws_subnet.b[0]` is `module.a.aws_subnet.b`."""
    return _KEYS.sub("", address) if "[" in address else address


def outermost(module: str) -> str:
    """The name of the call, in the module under test, that a module's address begins with; empty for that itself."""
    return without_keys(module).split(".")[1] if module else ""
