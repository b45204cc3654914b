"""What Python's literals stand for: numbers, and the escapes in text and bytes."""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(?:(?P<line>\n)|(?P<octal>[0-7]{1,3})|x(?P<byte>[0-9a-fA-F]{2})|u(?P<unit>[0-9a-fA-F]{4})"
    r"|U(?P<point>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}|(?P<broken>[xuUN])|(?P<one>[\s\S]))"
)
_BYTES_ESCAPE = re.compile(
    r"\\(?:(?P<line>\n)|(?P<octal>[0-7]{1,3})|x(?P<byte>[0-9a-fA-F]{2})|(?P<broken>x)|(?P<one>[\s\S]))"
)
#: Doubled braces of formatted text, and escapes, which may hold braces of their own.
_RAW_BRACES = re.compile(r"\{\{|\}\}")
_BRACES = re.compile(r"\\N\{[^}]*\}|\\[^{}]|\{\{|\}\}")
_SINGLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\\": "\\", "'": "'", '"': '"'
}  # fmt: skip
_LONE = re.compile("[\ud800-\udfff]")


def number(text: str) -> int | float | complex:
    """The value of a number literal. Raises `ValueError` for what is none, as `010` and `10L` are not any more."""
    lower = text.lower()
    if lower.endswith("j"):
        return complex(0, float(lower[:-1]))
    if lower.startswith(("0x", "0o", "0b")) or not any(sign in lower for sign in ".e"):
        return int(text, 0)
    return float(text)


def lines(text: str) -> str:
    """Text as Python reads it from a file: every line ends with a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def braces(text: str, raw: bool) -> str:
    """The text of a formatted string with its doubled braces as one; `raw` text has no escapes."""
    if "{" not in text and "}" not in text:
        return text
    return (_RAW_BRACES if raw else _BRACES).sub(_brace, text)


def unescape(text: str) -> str:
    """What is between quotes as the text it stands for; halves of surrogate pairs become U+FFFD, as no text that is
    written anywhere holds them. Raises `ValueError` for escapes that stand for nothing."""
    if "\\" in text:
        text = _ESCAPE.sub(_escape, text)
    return text if text.isascii() else _LONE.sub("\ufffd", text)


def unescape_bytes(text: str) -> bytes:
    """What is between the quotes of bytes. Raises `ValueError` for what is not ASCII, or no escape."""
    if not text.isascii():
        raise ValueError("bytes can only hold ASCII")
    return (_BYTES_ESCAPE.sub(_escape, text) if "\\" in text else text).encode("latin-1")


def _brace(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("\\") else found[0][0]


def _escape(found: re.Match[str]) -> str:
    kind, text = found.lastgroup, found[found.lastgroup or 0]
    if kind == "one":
        return _SINGLE.get(text, found[0])
    if kind == "line":
        return ""
    if kind == "name":
        try:
            return unicodedata.lookup(text)
        except KeyError:
            raise ValueError(f"there is no character of this name: {text[:40]}") from None
    if kind == "broken":
        raise ValueError(f"an escape is not complete: \\{text}")
    point = int(text, 8 if kind == "octal" else 16)
    if found.re is _BYTES_ESCAPE:
        point &= 0xFF
    if point > 0x10FFFF:
        raise ValueError("there is no such character")
    return chr(point)
