"""JavaScript's text is made of units of 16 bits; Python's of characters. Most text has no character beyond 16 bits."""

from __future__ import annotations

import re

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def units(text: str) -> str:
    """The text with one character for each unit: those beyond 16 bits become two."""
    return text if text.isascii() else _BEYOND.sub(_split, text)


def whole(text: str) -> str:
    """The text with its pairs of units as the characters that they stand for."""
    return text if text.isascii() else _PAIR.sub(_join, text)


def well_formed(text: str) -> str:
    """The text with units that are half a character as the sign for what cannot be shown."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", whole(text))


def _split(found: re.Match[str]) -> str:
    code = ord(found[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def _join(found: re.Match[str]) -> str:
    return chr(0x10000 + ((ord(found[0][0]) - 0xD800) << 10) + ord(found[0][1]) - 0xDC00)
