"""Operators that languages spell alike, and what they are in the IR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ARITHMETIC: Final[Mapping[str, str]] = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "**": "power", "<<": "shift-left",
    ">>": "shift-right", "&": "bit-and", "|": "bit-or", "^": "bit-xor",
}  # fmt: skip
ORDER: Final[Mapping[str, str]] = {"<": "less", "<=": "less-equal", ">": "greater", ">=": "greater-equal", "in": "in"}
