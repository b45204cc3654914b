"""Literals of JavaScript and TypeScript: what they say, however they are written."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:u\{(?P<point>[0-9a-fA-F]{1,6})\}|u(?P<unit>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})|(?P<single>.))",
    re.DOTALL,
)
_SINGLE = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "0": "\0",
    "\n": "",
    "\u2028": "",
    "\u2029": "",
}
_QUOTE = re.compile(r"\\(?P<escaped>.)|(?P<plain>\")", re.DOTALL)
_DECIMAL = re.compile(r"(?P<whole>[\d_]*)(?:\.(?P<part>[\d_]*))?(?:e(?P<sign>[+-]?)(?P<exponent>[\d_]+))?(?P<big>n?)")
_MUST_ESCAPE = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def value(source: str) -> str:
    """The text that a literal in quotes, or a template without substitutions, stands for."""
    body = source[1:-1]
    if "\\" not in body:
        return body
    made = _ESCAPE.sub(_unescaped, body)
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _unescaped(found: re.Match[str]) -> str:
    if found["single"] is not None:
        return _SINGLE.get(found["single"], found["single"])
    point = int(found["point"] or found["unit"] or found["byte"], 16)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def quoted(text: str, quote: str) -> str:
    """A literal of a text, with these quotes (or in backticks)."""
    made = "".join(_MUST_ESCAPE.get(character, character) for character in text).replace(quote, f"\\{quote}")
    return f"{quote}{made.replace('${', chr(92) + '${') if quote == '`' else made}{quote}"


def canonical_text(source: str) -> str:
    """A literal in quotes as it would be with double ones: a formatter chooses those that need fewer escapes."""
    body = source[1:-1]
    return f'"{_QUOTE.sub(_requoted, body)}"' if "\\" in body or '"' in body else f'"{body}"'


def _requoted(found: re.Match[str]) -> str:
    if found["plain"]:
        return '\\"'
    return "'" if found["escaped"] == "'" else found[0]


def canonical_number(source: str) -> str:
    """A number as formatters write it: in lower case, without zeros that say nothing."""
    text = source.lower()
    found = _DECIMAL.fullmatch(text)
    if found is None or (text.startswith("0") and text[1:2].isdigit()):
        return text
    part = (found["part"] or "").rstrip("0")
    exponent = found["exponent"] or ""
    sign = "-" if found["sign"] == "-" else ""
    return "".join(
        (
            found["whole"] or "0",
            f".{part}" if part else "",
            f"e{sign}{exponent}" if exponent.strip("0") else "",
            found["big"],
        )
    )
