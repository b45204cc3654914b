"""The module `urllib.parse`."""

from __future__ import annotations

from urllib import parse

from scaffold.readers.programs.python.library.hosted import hosted, table
from scaffold.readers.programs.python.native import Module

_PARTS = "username password hostname port"
_SPLIT = hosted(
    parse.SplitResult, methods="geturl _replace _asdict", attributes=f"scheme netloc path query fragment {_PARTS}"
)
_PARSED = hosted(
    parse.ParseResult,
    methods="geturl _replace _asdict",
    attributes=f"scheme netloc path params query fragment {_PARTS}",
)
_CUT = hosted(parse.DefragResult, methods="geturl", attributes="url fragment")
URLLIB_PARSE = Module(
    "urllib.parse",
    {
        "SplitResult": _SPLIT,
        "ParseResult": _PARSED,
        "DefragResult": _CUT,
        **table(
            parse,
            "quote quote_plus quote_from_bytes unquote unquote_plus unquote_to_bytes urlencode urljoin urlparse "
            "urlsplit urlunparse urlunsplit urldefrag parse_qs parse_qsl",
        ),
    },
)
