"""What JavaScript's literals stand for: numbers, and the escapes in text."""

from __future__ import annotations

import math
import re

#: The largest number up to which every integer is a number of its own.
_EXACT = 2**53
_LEGACY_OCTAL = re.compile(r"0[0-7]+")
_LEGACY_DECIMAL = re.compile(r"0[0-9]+")
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<point>[0-9a-fA-F]+)\}|u(?P<unit>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<octal>[0-3][0-7]{0,2}|[4-7][0-7]?)|(?P<line>\r\n|[\n\r\u2028\u2029])|(?P<one>[\s\S]))"
)
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
#: Text for a big integer beyond this many digits is not turned into a number.
_MAX_DIGITS = 4000


def number(text: str) -> int | float:
    """The value of a number literal; a whole number is an `int`. Raises `ValueError` for what is none."""
    text = text.replace("_", "").lower()
    if text.endswith("n") and not text.startswith("0x"):
        return _whole(text[:-1])
    if text.startswith(("0x", "0o", "0b")):
        return _whole(text[:-1]) if text.endswith("n") else _rounded(int(text, 0))
    if _LEGACY_OCTAL.fullmatch(text):
        return _rounded(int(text, 8))
    if _LEGACY_DECIMAL.fullmatch(text):
        text = text.lstrip("0") or "0"
    found = float(text)
    return int(found) if abs(found) <= _EXACT and found.is_integer() else found


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError("a number with too many digits")
    return int(text, 0)


def _rounded(value: int) -> int | float:
    """An integer as the number that JavaScript makes of it."""
    if value <= _EXACT:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf


def property_name(value: float) -> str:
    """The property name that a number is."""
    if isinstance(value, int):
        return str(value)
    if math.isinf(value):
        return "Infinity"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits
    digits, power = digits.removesuffix(".0"), int(exponent)
    if -7 < power < 0:
        return "0." + "0" * (-power - 1) + digits.replace(".", "")
    return f"{digits}e{'+' if power > 0 else '-'}{abs(power)}"


def unescape(text: str) -> str:
    """What is between quotes or back quotes as the text it stands for.

    Halves of surrogate pairs that stand alone become U+FFFD, as they do when the text is written to anywhere.
    """
    if "\\" in text:
        text = _PAIR.sub(_join, _ESCAPE.sub(_escape, text))
    return _LONE.sub("\ufffd", text) if not text.isascii() else text


def _escape(found: re.Match[str]) -> str:
    kind, text = found.lastgroup, found[found.lastgroup or 0]
    if kind == "one":
        return _SINGLE.get(text, text)
    if kind == "line":
        return ""
    point = int(text, 8 if kind == "octal" else 16)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def _join(found: re.Match[str]) -> str:
    return found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def raw_text(text: str) -> str:
    """The text of a template as written: line ends are always line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
