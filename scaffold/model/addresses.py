"""Addresses of resources and modules, as text."""

from __future__ import annotations

import re

_KEYS = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


def without_keys(address: str) -> str:
    """An address without the instance keys in it: `module.a["x"].aws_subnet.b[0]` is `module.a.aws_subnet.b`."""
    return _KEYS.sub("", address) if "[" in address else address
