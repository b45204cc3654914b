"""Functions that encode text: `encodeURIComponent` and its kin, `btoa` and `atob`."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from scaffold.readers.programs.javascript.native import Given, table
from scaffold.readers.programs.javascript.texts import units, whole

_COMPONENT = "-_.!~*'()"
_WHOLE = _COMPONENT + ";/?:@&=+$,#"
_KEPT = "@*_+-./"
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def _encoded(given: Given, kept: str) -> str:
    try:
        return quote(whole(given.text(0)).encode(), safe=kept)
    except UnicodeEncodeError:
        raise given.error("URI malformed", "URIError") from None


def _decoded(given: Given, kept: str = "") -> str:
    text = given.text(0)
    if _BAD_ESCAPE.search(text):
        raise given.error("URI malformed", "URIError")
    try:
        return _ESCAPES.sub(lambda found: _opened(found[0], kept), text)
    except UnicodeDecodeError:
        raise given.error("URI malformed", "URIError") from None


def _opened(escapes: str, kept: str) -> str:
    text = unquote_to_bytes(escapes).decode()
    return "".join(quote(sign, safe="") if sign in kept else sign for sign in text)


def _to_base64(given: Given) -> str:
    try:
        return base64.b64encode(given.text(0).encode("latin-1")).decode()
    except UnicodeEncodeError:
        raise given.error("Invalid character", "InvalidCharacterError") from None


def _from_base64(given: Given) -> str:
    text = re.sub(r"[\t\n\f\r ]", "", given.text(0))
    if len(text) % 4 == 0:
        text = text[:-2] + text[-2:].rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        raise given.error("The string to be decoded is not correctly encoded.", "InvalidCharacterError") from None


def _escape(given: Given) -> str:
    signs = (
        sign
        if (sign.isascii() and sign.isalnum()) or sign in _KEPT
        else f"%{ord(sign):02X}"
        if ord(sign) < 256
        else f"%u{ord(sign):04X}"
        for sign in units(given.text(0))
    )
    return "".join(signs)


ENCODING: dict[str, Any] = table(
    {
        "encodeURIComponent": lambda given: _encoded(given, _COMPONENT),
        "encodeURI": lambda given: _encoded(given, _WHOLE),
        "decodeURIComponent": _decoded,
        "decodeURI": lambda given: _decoded(given, ";/?:@&=+$,#"),
        "btoa": _to_base64,
        "atob": _from_base64,
        "escape": _escape,
    },
    pure=True,
)
